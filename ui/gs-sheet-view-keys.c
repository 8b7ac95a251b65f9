/* The keyboard of the sheet, and the clipboard: tab-separated numbers, as spreadsheets have them. */
#include <string.h>

#include "app/inspect/gs-explain.h"
#include "app/text/gs-number.h"
#include "gs-menus.h"
#include "gs-sheet-view-private.h"

/* ---- walking ---- */

static void
move (GsSheetView *self, gint down, gint right, GdkModifierType state)
{
  gint sample = gs_view_get_sample (self->view);
  gboolean extend = (state & GDK_SHIFT_MASK) != 0;
  NnCell cell, corner;

  if (!gs_view_get_selected (self->view, &cell) || !gs_view_get_corner (self->view, &corner)) {
    const GsBlock *first = gs_layout_get_block (self->layout, 0);

    gs_view_select (self->view, &(NnCell){ first->tensor, 0 }, FALSE);
    return;
  }
  if (state & GDK_CONTROL_MASK)
    cell = gs_layout_move_block (self->layout, &cell, sample, down, right);
  else
    cell = gs_layout_move (self->layout, extend ? &corner : &cell, sample, down, right);
  gs_view_select (self->view, &cell, extend && !(state & GDK_CONTROL_MASK));
}

/* To the first cell this one is computed from, or the first that is computed from it. */
static void
walk (GsSheetView *self, gboolean back)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  g_autoptr (GArray) cells = NULL;

  if (!sight->has_selection)
    return;
  cells = back ? gs_explanation_get_precedents (sight->explanation, 1)
               : gs_explanation_get_dependents (sight->explanation, 1);
  if (cells->len > 0)
    gs_view_select (self->view, &g_array_index (cells, NnCell, 0), FALSE);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
unpin (GsSheetView *self)
{
  NnCell cell;

  if (gs_view_get_selected (self->view, &cell) && gs_view_is_blanked (self->view, &cell)) {
    gs_blanks_type (gs_view_get_blanks (self->view), &cell, "", NULL);
    return;
  }
  if (!gs_view_get_selected (self->view, &cell) || !gs_view_may_edit (self->view, &cell)
      || !gs_workbook_unpin (gs_view_get_workbook (self->view), &cell, NULL))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/* Holds a computed cell at the number it has. */
static void
pin (GsSheetView *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  g_autoptr (GError) error = NULL;
  gdouble value;
  NnCell cell;

  if (!gs_view_get_selected (self->view, &cell) || !gs_sheet_view_check_may_edit (self, &cell))
    return;
  /* What is not computed, or still asked for, cannot be held. */
  if (gs_view_is_hidden (self->view, &cell) || gs_workbook_look (book, &cell, &value) == GS_CELL_BLANK)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else if (!gs_workbook_pin (book, &cell, value, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", error->message);
}

/* ---- clipboard ---- */

/* How many cells of the range stand in a row. */
static guint
count_columns (GsSheetView *self, GArray *cells)
{
  guint n = 1;
  gdouble x, y, first_x, first_y;

  if (cells->len == 0)
    return 1;
  gs_layout_get_cell (self->layout, &g_array_index (cells, NnCell, 0), gs_view_get_sample (self->view),
                      &first_x, &first_y);
  while (n < cells->len
         && gs_layout_get_cell (self->layout, &g_array_index (cells, NnCell, n),
                                gs_view_get_sample (self->view), &x, &y)
         && y == first_y)
    n++;
  return n;
}

static void
copy (GsSheetView *self)
{
  g_autoptr (GArray) cells = gs_view_list_range (self->view);
  guint n_columns = count_columns (self, cells);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    gchar buffer[GS_NUMBER_BUFFER];
    gdouble value;

    if (i > 0)
      g_string_append_c (text, i % n_columns == 0 ? '\n' : '\t');
    if (gs_view_is_hidden (self->view, cell))
      g_string_append_c (text, '?');
    else if (gs_frame_look (gs_view_get_sight (self->view)->frame, cell, &value) != GS_CELL_BLANK)
      g_string_append (text, gs_number_to_text (value, buffer));
  }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
}

/* One number of the pasted text, at `row`, `column` from the selected cell. */
static gboolean
add_number (GsSheetView *self,
            const gchar *word,
            gint row,
            gint column,
            GArray *cells,
            GArray *values,
            GError **error)
{
  gint sample = gs_view_get_sample (self->view);
  gdouble value, x, y, to_x, to_y;
  NnCell first, cell;
  const GsBlock *block;

  if (*word == '\0' || !gs_view_get_selected (self->view, &first))
    return TRUE;
  if (!gs_number_parse (word, &value, error))
    return FALSE;
  block = gs_layout_find_block (self->layout, first.tensor);
  cell = gs_layout_move (self->layout, &first, sample, row, column);
  gs_layout_get_cell (self->layout, &first, sample, &x, &y);
  gs_layout_get_cell (self->layout, &cell, sample, &to_x, &to_y);
  /* Beyond the edge one does not move so far; gaps between channels only make the way longer. */
  if (to_x - x < (column - 0.5) * block->cell_width || to_y - y < (row - 0.5) * block->cell_height)
    return TRUE;
  if (gs_view_is_blanked (self->view, &cell))
    return gs_blanks_type (gs_view_get_blanks (self->view), &cell, word, error);
  if (!gs_sheet_view_check_may_edit (self, &cell))
    return TRUE;
  g_array_append_val (cells, cell);
  g_array_append_val (values, value);
  return TRUE;
}

static void
paste_text (GsSheetView *self, const gchar *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autoptr (GError) error = NULL;

  for (gint row = 0; lines[row] != NULL; row++) {
    g_auto (GStrv) words = g_strsplit (g_strchomp (lines[row]), "\t", -1);

    for (gint column = 0; words[column] != NULL; column++)
      if (!add_number (self, g_strstrip (words[column]), row, column, cells, values, &error))
        goto refuse;
  }
  if (cells->len == 0
      || gs_workbook_set_cells (gs_view_get_workbook (self->view), (const NnCell *) (gpointer) cells->data,
                                (const gdouble *) (gpointer) values->data, cells->len, &error))
    return;
refuse:
  gtk_widget_error_bell (GTK_WIDGET (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", error->message);
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GsSheetView) self = user_data;
  g_autofree gchar *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL && self->view != NULL)
    paste_text (self, text);
}

static void
paste (GsSheetView *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, on_pasted,
                                 g_object_ref (self));
}

/* ---- keys ---- */

static gboolean
on_control_key (GsSheetView *self, guint key)
{
  switch (key) {
  case GDK_KEY_c:
  case GDK_KEY_Insert: copy (self); return TRUE;
  case GDK_KEY_v: paste (self); return TRUE;
  case GDK_KEY_bracketleft:
  case GDK_KEY_comma: walk (self, TRUE); return TRUE;
  case GDK_KEY_bracketright:
  case GDK_KEY_period: walk (self, FALSE); return TRUE;
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add: gs_sheet_view_set_zoom (self, self->zoom * 1.25); return TRUE;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract: gs_sheet_view_set_zoom (self, self->zoom / 1.25); return TRUE;
  case GDK_KEY_0: gs_sheet_view_set_zoom (self, 1); return TRUE;
  case GDK_KEY_9: gs_sheet_view_zoom_to_fit (self); return TRUE;
  case GDK_KEY_8: gs_sheet_view_zoom_to_block (self); return TRUE;
  default: return FALSE;
  }
}

/* Typing a number replaces what is there. */
static gboolean
begin_typing (GsSheetView *self, guint key)
{
  gunichar character = gdk_keyval_to_unicode (key);
  gchar text[8] = { 0 };

  if (!g_unichar_isdigit (character) && character != '-' && character != '.' && character != ','
      && character != '+')
    return FALSE;
  g_unichar_to_utf8 (character, text);
  gs_sheet_view_edit (self, text);
  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsSheetView *self)
{
  switch (key) {
  case GDK_KEY_Up: move (self, -1, 0, state); return TRUE;
  case GDK_KEY_Down: move (self, 1, 0, state); return TRUE;
  case GDK_KEY_Left: move (self, 0, -1, state); return TRUE;
  case GDK_KEY_Right: move (self, 0, 1, state); return TRUE;
  case GDK_KEY_Menu: gs_sheet_view_show_menu (self); return TRUE;
  case GDK_KEY_F2: gs_sheet_view_edit (self, NULL); return TRUE;
  case GDK_KEY_Tab: move (self, 0, 1, 0); return TRUE;
  case GDK_KEY_ISO_Left_Tab: move (self, 0, -1, 0); return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter: move (self, (state & GDK_SHIFT_MASK) != 0 ? -1 : 1, 0, 0); return TRUE;
  case GDK_KEY_Delete:
  case GDK_KEY_BackSpace: unpin (self); return TRUE;
  case GDK_KEY_Escape: gs_view_select (self->view, NULL, FALSE); return TRUE;
  default: break;
  }
  if (state & GDK_CONTROL_MASK)
    return on_control_key (self, key);
  if (state & GDK_ALT_MASK)
    return FALSE;
  return begin_typing (self, key);
}

/* ---- the menu of a cell ---- */

static void
on_edit_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gs_sheet_view_edit (self, NULL);
}

static void
on_unpin_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  unpin (self);
}

static void
on_pin_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  pin (self);
}

static void
on_precedent_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  walk (self, TRUE);
}

static void
on_dependent_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  walk (self, FALSE);
}

static void
on_menu_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  gs_sheet_view_show_menu (self);
}

static void
on_copy_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  copy (self);
}

static void
on_paste_action (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  paste (self);
}

void
gs_sheet_view_show_menu (GsSheetView *self)
{
  GdkRectangle place = { 20, 20, 1, 1 };
  NnCell cell;

  if (gs_view_get_selected (self->view, &cell))
    gs_sheet_view_locate (self, &cell, &place);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
add_menu (GsSheetView *self)
{
  static const GActionEntry entries[] = { { .name = "edit", .activate = on_edit_action },
                                          { .name = "pin", .activate = on_pin_action },
                                          { .name = "unpin", .activate = on_unpin_action },
                                          { .name = "precedent", .activate = on_precedent_action },
                                          { .name = "dependent", .activate = on_dependent_action },
                                          { .name = "menu", .activate = on_menu_action },
                                          { .name = "copy", .activate = on_copy_action },
                                          { .name = "paste", .activate = on_paste_action } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GMenuModel) menu = gs_menus_make_cell ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "sheet", G_ACTION_GROUP (actions));
  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}

void
gs_sheet_view_add_keys (GsSheetView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  add_menu (self);

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->cell, keys);
}
