/* The keyboard of the sheet, and the clipboard: tab-separated numbers, as spreadsheets have them. */
#include <string.h>

#include "app/inspect/gs-explain.h"
#include "app/view/gs-range-select.h"
#include "gs-actions.h"
#include "gs-clipboard.h"
#include "gs-menus.h"
#include "gs-message.h"
#include "gs-sheet-view-private.h"

/* ---- walking ---- */

/* With Ctrl to the end of the sheet, else to that of the row; with Shift all on the way is marked, as far as
 * the block goes. */
static void
go_to_end (GsSheetView *self, gboolean last, GdkModifierType state)
{
  gboolean extend = (state & GDK_SHIFT_MASK) != 0;
  NnCell cell;

  if ((state & GDK_CONTROL_MASK) && extend) {
    gs_range_select_to_end (self->view, last);
  } else if (state & GDK_CONTROL_MASK) {
    cell = gs_layout_get_end (self->layout, gs_view_get_sample (self->view), last);
    gs_view_select (self->view, &cell, FALSE);
  } else {
    gs_range_select_to_edge (self->view, 0, last ? 1 : -1);
    if (!extend && gs_view_get_corner (self->view, &cell))
      gs_view_select (self->view, &cell, FALSE);
  }
}

/* A page on or back; what is selected stays, though it may be out of sight. */
static void
turn_page (GsSheetView *self, gint by)
{
  gtk_adjustment_set_value (self->vadjustment,
                            gtk_adjustment_get_value (self->vadjustment)
                                + by * gtk_adjustment_get_page_increment (self->vadjustment));
}

/* To the first cell this one is computed from, or the first that is computed from it. */
static void
walk (GsSheetView *self, gboolean back)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  g_autoptr (GArray) cells = NULL;

  if (!sight->has_selection)
    return;
  if (gs_sight_is_secret (sight, sight->selected.tensor)) {
    gtk_widget_error_bell (GTK_WIDGET (self));
    return;
  }
  cells = back ? gs_explanation_get_precedents (sight->explanation, 1)
               : gs_explanation_get_dependents (sight->explanation, 1);
  if (cells->len > 0)
    gs_view_select (self->view, &g_array_index (cells, NnCell, 0), FALSE);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/* Given cells become 0, held ones are let go. */
static void
clear (GsSheetView *self)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  gs_message_tell_of (GTK_WIDGET (self), gs_range_clear (self->view, &said, &error), &said, &error);
}

static void
unpin (GsSheetView *self)
{
  if (!gs_range_let_go (self->view, NULL))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

/* Holds computed cells at the numbers they have. */
static void
pin (GsSheetView *self)
{
  g_autoptr (GError) error = NULL;

  gs_message_tell_of (GTK_WIDGET (self), gs_range_hold (self->view, &error), NULL, &error);
}

/* ---- clipboard ---- */

/* As text, and as a table for programs that take one. */
static void
copy (GsSheetView *self)
{
  g_autofree gchar *text = gs_range_copy (self->view, GS_COPY_LOCAL);
  g_autofree gchar *html = gs_range_copy (self->view, GS_COPY_HTML);

  if (text != NULL)
    gs_clipboard_copy (GTK_WIDGET (self), text, html);
}

/* For programs that read points, whatever the language. */
static void
copy_pointed (GsSheetView *self)
{
  g_autofree gchar *text = gs_range_copy (self->view, GS_COPY_POINT);

  if (text != NULL)
    gs_clipboard_copy (GTK_WIDGET (self), text, NULL);
}

/* Cut: what cannot be deleted is still copied. */
static void
cut (GsSheetView *self)
{
  copy (self);
  clear (self);
}

static void
paste_text (GsSheetView *self, const gchar *text)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  gs_message_tell_of (GTK_WIDGET (self), gs_range_paste (self->view, text, &said, &error), &said, &error);
}

static void
on_pasted (gpointer widget, const gchar *text)
{
  GsSheetView *self = widget;

  if (text != NULL && self->view != NULL)
    paste_text (self, text);
}

static void
paste (GsSheetView *self)
{
  gs_clipboard_read (GTK_WIDGET (self), on_pasted);
}

/* ---- keys ---- */

static gboolean
on_control_key (GsSheetView *self, guint key)
{
  switch (key) {
  case GDK_KEY_a: gs_range_select_block (self->view); return TRUE;
  case GDK_KEY_space: gs_range_select_columns (self->view); return TRUE;
  case GDK_KEY_c:
  case GDK_KEY_Insert: copy (self); return TRUE;
  case GDK_KEY_x: cut (self); return TRUE;
  case GDK_KEY_v: paste (self); return TRUE;
  case GDK_KEY_bracketleft:
  case GDK_KEY_comma: walk (self, TRUE); return TRUE;
  case GDK_KEY_bracketright:
  case GDK_KEY_period: walk (self, FALSE); return TRUE;
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add: gs_sheet_view_zoom_by (self, 1.25); return TRUE;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract: gs_sheet_view_zoom_by (self, 0.8); return TRUE;
  case GDK_KEY_0: gs_sheet_view_zoom_by (self, self->text_scale / self->zoom); return TRUE;
  case GDK_KEY_9: gs_sheet_view_zoom_to_fit (self); return TRUE;
  case GDK_KEY_8: gs_sheet_view_zoom_to_block (self); return TRUE;
  default: return FALSE;
  }
}

/* Typing a number, or what begins arithmetic, replaces what is there; a letter, too, so that one is told what
 * a cell takes. */
static gboolean
begin_typing (GsSheetView *self, guint key)
{
  gunichar character = gdk_keyval_to_unicode (key);
  gchar text[8] = { 0 };

  if (!g_unichar_isalnum (character)
      && (character == 0 || character > 127 || strchr ("-+.,=(", (gchar) character) == NULL))
    return FALSE;
  g_unichar_to_utf8 (character, text);
  gs_sheet_view_edit (self, text);
  return TRUE;
}

/* Neither with Ctrl nor with Alt. */
static gboolean
on_plain_key (GsSheetView *self, guint key, GdkModifierType state)
{
  switch (key) {
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down: turn_page (self, 1); return TRUE;
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up: turn_page (self, -1); return TRUE;
  case GDK_KEY_space:
    if ((state & GDK_SHIFT_MASK) == 0)
      return FALSE;
    gs_range_select_rows (self->view);
    return TRUE;
  default: return begin_typing (self, key);
  }
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsSheetView *self)
{
  if (state & GDK_ALT_MASK)
    return FALSE;
  switch (key) {
  case GDK_KEY_Up: gs_sheet_view_move (self, -1, 0, state); return TRUE;
  case GDK_KEY_Down: gs_sheet_view_move (self, 1, 0, state); return TRUE;
  case GDK_KEY_Left: gs_sheet_view_move (self, 0, -1, state); return TRUE;
  case GDK_KEY_Right: gs_sheet_view_move (self, 0, 1, state); return TRUE;
  case GDK_KEY_Menu: gs_sheet_view_show_menu (self); return TRUE;
  case GDK_KEY_F2: gs_sheet_view_edit (self, NULL); return TRUE;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home: go_to_end (self, FALSE, state); return TRUE;
  case GDK_KEY_End:
  case GDK_KEY_KP_End: go_to_end (self, TRUE, state); return TRUE;
  case GDK_KEY_Tab: gs_sheet_view_walk (self, 0, 1); return TRUE;
  case GDK_KEY_ISO_Left_Tab: gs_sheet_view_walk (self, 0, -1); return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter: gs_sheet_view_walk (self, (state & GDK_SHIFT_MASK) != 0 ? -1 : 1, 0); return TRUE;
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete:
  case GDK_KEY_BackSpace: clear (self); return TRUE;
  case GDK_KEY_Escape: gs_view_select (self->view, NULL, FALSE); return TRUE;
  default: break;
  }
  if (state & GDK_CONTROL_MASK)
    return on_control_key (self, key);
  return on_plain_key (self, key, state);
}

/* ---- the menu of a cell ---- */

static void
edit (GsSheetView *self)
{
  gs_sheet_view_edit (self, NULL);
}

static void
walk_back (GsSheetView *self)
{
  walk (self, TRUE);
}

static void
walk_on (GsSheetView *self)
{
  walk (self, FALSE);
}

void
gs_sheet_view_show_menu (GsSheetView *self)
{
  GdkRectangle place = { -1, -1, 1, 1 };
  NnCell cell;

  if (gs_view_get_selected (self->view, &cell))
    gs_sheet_view_locate (self, &cell, &place);
  gs_menus_open_at (self->menu, place);
}

void
gs_sheet_view_add_keys (GsSheetView *self)
{
  static const GsAct acts[] = {
    { "edit", G_CALLBACK (edit) },         { "pin", G_CALLBACK (pin) },
    { "unpin", G_CALLBACK (unpin) },       { "precedent", G_CALLBACK (walk_back) },
    { "dependent", G_CALLBACK (walk_on) }, { "menu", G_CALLBACK (gs_sheet_view_show_menu) },
    { "cut", G_CALLBACK (cut) },           { "clear", G_CALLBACK (clear) },
    { "copy", G_CALLBACK (copy) },         { "copy-pointed", G_CALLBACK (copy_pointed) },
    { "paste", G_CALLBACK (paste) },
  };
  GtkEventController *keys = gtk_event_controller_key_new ();

  gs_actions_insert (GTK_WIDGET (self), "sheet", acts, G_N_ELEMENTS (acts), self);
  self->menu = gs_menus_attach (GTK_WIDGET (self), gs_menus_make_cell ());
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->cell, keys);
}
