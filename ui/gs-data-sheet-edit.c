/* The data's sheet: keys, the clipboard, and typing into its cells. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "gs-actions.h"
#include "gs-clipboard.h"
#include "gs-data-sheet-private.h"
#include "gs-menus.h"
#include "gs-message.h"

static GsWorkbook *
get_book (GsDataSheet *self)
{
  return gs_view_get_workbook (gs_data_grid_get_view (self->grid));
}

/* ---- the editor ---- */

/* The cursor is still where typing began. */
static gboolean
take (GtkWidget *widget, const gchar *text, gboolean fills, GError **error)
{
  GsDataSheet *self = GS_DATA_SHEET (widget);
  g_autofree gchar *said = NULL;

  if (!gs_data_grid_type (self->grid, text, fills, &said, error))
    return FALSE;
  if (said != NULL)
    gs_message_tell (widget, said);
  return TRUE;
}

gboolean
gs_data_sheet_settle (GsDataSheet *self)
{
  return gs_cell_editor_settle (self->editor);
}

/* The exact number, or the word. */
static gchar *
get_present_text (GsDataSheet *self)
{
  gchar buffer[GS_NUMBER_BUFFER];
  gdouble value;
  gint row, column;

  gs_data_grid_get_cursor (self->grid, &row, &column);
  if (gs_data_grid_get_value (self->grid, row, column, &value))
    return g_strdup (gs_number_to_local_text (value, buffer));
  return gs_data_grid_get_text (self->grid, row, column);
}

void
gs_data_sheet_edit (GsDataSheet *self, const gchar *text)
{
  g_autofree gchar *place = NULL, *name = NULL, *present = NULL;

  gs_data_grid_get_cursor (self->grid, &self->edited_row, &self->edited_column);
  if (!gs_data_kind_is_editable (gs_data_grid_get_column (self->grid, self->edited_column)->kind)) {
    gtk_widget_error_bell (GTK_WIDGET (self));
    gs_message_tell (GTK_WIDGET (self),
                     _ ("This column is worked out from the others; change inputs, targets or the class."));
    return;
  }
  if (!gs_cell_editor_begin (self->editor, get_book (self)))
    return;
  gs_data_sheet_reveal (self);
  place = g_strdup_printf (_ ("Row %d"), gs_data_grid_get_number (self->grid, self->edited_row));
  name = gs_data_grid_describe (self->grid, self->edited_row, self->edited_column);
  present = get_present_text (self);
  gs_cell_editor_show (
      self->editor, &(GsCellEditorText){ .place = place, .name = name, .typed = text, .present = present });
}

void
gs_data_sheet_place_editor (GsDataSheet *self)
{
  GsDataScene scene = gs_data_sheet_get_scene (self);
  gdouble x, y, width, height;

  if (!gs_cell_editor_is_open (self->editor))
    return;
  gs_data_painter_get_cell (&scene, self->edited_row, self->edited_column, &x, &y, &width, &height);
  gs_cell_editor_place (self->editor, &(GdkRectangle){ (gint) x, (gint) y, (gint) width, (gint) height });
}

/* ---- walking ---- */

static void
move (GsDataSheet *self, gint down, gint right, GdkModifierType state)
{
  gboolean extend = (state & GDK_SHIFT_MASK) != 0, far = (state & GDK_CONTROL_MASK) != 0;
  GsDataBox box = gs_data_grid_get_box (self->grid);
  gint n_rows = gs_data_grid_get_n_rows (self->grid), n_columns = gs_data_grid_get_n_columns (self->grid);
  gint row, column, from_row, from_column;

  self->tab_home = -1;
  gs_data_grid_get_cursor (self->grid, &from_row, &from_column);
  /* With Shift the other end of the range moves. */
  row = !extend ? from_row : from_row == box.top ? box.bottom : box.top;
  column = !extend ? from_column : from_column == box.left ? box.right : box.left;
  row = far && down != 0 ? (down > 0 ? MAX (n_rows, 1) : 1) : row + down;
  column = far && right != 0 ? (right > 0 ? n_columns - 1 : 0) : column + right;
  gs_data_grid_select (self->grid, CLAMP (row, 1, n_rows + 1), CLAMP (column, 0, n_columns - 1), extend);
}

/* Enter and Tab: within what is marked, else to the next cell; Enter behind Tab to where the line began. */
static void
walk (GsDataSheet *self, gint down, gint right)
{
  gint row, column, home = self->tab_home;

  if (gs_data_grid_walk (self->grid, down, right)) {
    gs_data_sheet_reveal (self);
    return;
  }
  gs_data_grid_get_cursor (self->grid, &row, &column);
  move (self, down, right, 0);
  if (right != 0) {
    self->tab_home = home >= 0 ? home : column;
  } else if (down > 0 && home >= 0) {
    gs_data_grid_get_cursor (self->grid, &row, &column);
    gs_data_grid_select (self->grid, row, home, FALSE);
  }
}

static gint
count_page (GsDataSheet *self)
{
  GsDataScene scene = gs_data_sheet_get_scene (self);

  return MAX ((gint) ((scene.height - gs_data_painter_get_head_height (&scene))
                      / gs_data_painter_get_row_height (&scene))
                  - 1,
              1);
}

static void
go_to_end (GsDataSheet *self, gboolean last, GdkModifierType state)
{
  gint row, column;

  gs_data_grid_get_cursor (self->grid, &row, &column);
  if (state & GDK_CONTROL_MASK)
    row = last ? MAX (gs_data_grid_get_n_rows (self->grid), 1) : 1;
  gs_data_grid_select (self->grid, row, last ? gs_data_grid_get_n_columns (self->grid) - 1 : 0,
                       (state & GDK_SHIFT_MASK) != 0);
}

static void
mark_whole (GsDataSheet *self, gboolean rows, gboolean columns)
{
  GsDataBox box = gs_data_grid_get_box (self->grid);

  if (rows) {
    box.left = 0;
    box.right = gs_data_grid_get_n_columns (self->grid) - 1;
  }
  if (columns) {
    box.top = 1;
    box.bottom = MAX (gs_data_grid_get_n_rows (self->grid), 1);
  }
  gs_data_grid_mark (self->grid, &box);
}

/* ---- the clipboard ---- */

static void
copy (GsDataSheet *self)
{
  g_autofree gchar *text = gs_data_grid_copy (self->grid, GS_COPY_LOCAL);
  g_autofree gchar *html = gs_data_grid_copy (self->grid, GS_COPY_HTML);

  gs_clipboard_copy (GTK_WIDGET (self), text, html);
}

static void
clear (GsDataSheet *self)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  gs_message_tell_of (GTK_WIDGET (self), gs_data_grid_clear (self->grid, &said, &error), &said, &error);
}

static void
on_pasted (gpointer widget, const gchar *text)
{
  GsDataSheet *self = widget;
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  if (text != NULL && self->grid != NULL)
    gs_message_tell_of (GTK_WIDGET (self), gs_data_grid_paste (self->grid, text, &said, &error), &said,
                        &error);
}

static void
remove_rows (GsDataSheet *self)
{
  g_autoptr (GError) error = NULL;

  gs_message_tell_of (GTK_WIDGET (self), gs_data_grid_remove (self->grid, &error), NULL, &error);
}

/* As a click on its number does. */
static void
step_row (GsDataSheet *self)
{
  g_autoptr (GError) error = NULL;
  gint row, column;

  gs_data_grid_get_cursor (self->grid, &row, &column);
  gs_message_tell_of (GTK_WIDGET (self), gs_data_grid_step_row (self->grid, row, &error), NULL, &error);
}

/* ---- keys ---- */

static void
paste (GsDataSheet *self)
{
  gs_clipboard_read (GTK_WIDGET (self), on_pasted);
}

static void
cut (GsDataSheet *self)
{
  copy (self);
  clear (self);
}

static gboolean
on_control_key (GsDataSheet *self, guint key)
{
  switch (key) {
  case GDK_KEY_a: mark_whole (self, TRUE, TRUE); return TRUE;
  case GDK_KEY_space: mark_whole (self, FALSE, TRUE); return TRUE;
  case GDK_KEY_c:
  case GDK_KEY_Insert: copy (self); return TRUE;
  case GDK_KEY_x: cut (self); return TRUE;
  case GDK_KEY_v: paste (self); return TRUE;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract: remove_rows (self); return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter: step_row (self); return TRUE;
  default: return FALSE;
  }
}

/* Anything one can type: a class and a row's name are words. */
static gboolean
begin_typing (GsDataSheet *self, guint key)
{
  gunichar character = gdk_keyval_to_unicode (key);
  gchar text[8] = { 0 };

  if (character == 0 || !g_unichar_isgraph (character))
    return FALSE;
  g_unichar_to_utf8 (character, text);
  gs_data_sheet_edit (self, text);
  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsDataSheet *self)
{
  if (state & GDK_ALT_MASK)
    return FALSE;
  switch (key) {
  case GDK_KEY_Up: move (self, -1, 0, state); return TRUE;
  case GDK_KEY_Down: move (self, 1, 0, state); return TRUE;
  case GDK_KEY_Left: move (self, 0, -1, state); return TRUE;
  case GDK_KEY_Right: move (self, 0, 1, state); return TRUE;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home: go_to_end (self, FALSE, state); return TRUE;
  case GDK_KEY_End:
  case GDK_KEY_KP_End: go_to_end (self, TRUE, state); return TRUE;
  case GDK_KEY_Menu: gs_data_sheet_show_menu (self); return TRUE;
  case GDK_KEY_F2: gs_data_sheet_edit (self, NULL); return TRUE;
  case GDK_KEY_Tab: walk (self, 0, 1); return TRUE;
  case GDK_KEY_ISO_Left_Tab: walk (self, 0, -1); return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (state & GDK_CONTROL_MASK)
      return on_control_key (self, key);
    walk (self, (state & GDK_SHIFT_MASK) != 0 ? -1 : 1, 0);
    return TRUE;
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete:
  case GDK_KEY_BackSpace: clear (self); return TRUE;
  default: break;
  }
  if (state & GDK_CONTROL_MASK)
    return on_control_key (self, key);
  switch (key) {
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down: move (self, count_page (self), 0, state); return TRUE;
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up: move (self, -count_page (self), 0, state); return TRUE;
  case GDK_KEY_space:
    if (state & GDK_SHIFT_MASK)
      mark_whole (self, TRUE, FALSE);
    return (state & GDK_SHIFT_MASK) != 0;
  default: return begin_typing (self, key);
  }
}

static void
move_on (GtkWidget *widget, gint down, gint right)
{
  move (GS_DATA_SHEET (widget), down, right, 0);
}

static void
walk_on (GtkWidget *widget, gint down, gint right)
{
  walk (GS_DATA_SHEET (widget), down, right);
}

/* ---- the menu of a cell ---- */

static void
edit (GsDataSheet *self)
{
  gs_data_sheet_edit (self, NULL);
}

void
gs_data_sheet_show_menu (GsDataSheet *self)
{
  GsDataScene scene = gs_data_sheet_get_scene (self);
  gdouble x, y, width, height;
  gint row, column;

  gs_data_grid_get_cursor (self->grid, &row, &column);
  gs_data_painter_get_cell (&scene, row, column, &x, &y, &width, &height);
  gs_menus_open_at (self->menu, (GdkRectangle){ (gint) x, (gint) y, (gint) width, (gint) height });
}

static void
reveal (GtkWidget *sheet)
{
  gs_data_sheet_reveal (GS_DATA_SHEET (sheet));
}

void
gs_data_sheet_add_keys (GsDataSheet *self)
{
  static const GsAct acts[] = { { "edit", G_CALLBACK (edit) },         { "clear", G_CALLBACK (clear) },
                                { "cut", G_CALLBACK (cut) },           { "copy", G_CALLBACK (copy) },
                                { "paste", G_CALLBACK (paste) },       { "step", G_CALLBACK (step_row) },
                                { "remove", G_CALLBACK (remove_rows) } };
  static const GsCellEditorActs editor_acts = {
    .take = take, .walk = walk_on, .move = move_on, .reveal = reveal
  };
  GtkEventController *keys = gtk_event_controller_key_new ();

  gs_actions_insert (GTK_WIDGET (self), "rows", acts, G_N_ELEMENTS (acts), self);
  self->menu = gs_menus_attach (GTK_WIDGET (self), gs_menus_make_rows ());
  self->editor = gs_cell_editor_new (GTK_WIDGET (self), GTK_WIDGET (self), &editor_acts);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
