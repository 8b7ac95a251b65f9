/* Editing in place: a small entry over the cell. A leaf is set; a computed cell is pinned. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-accessible.h"
#include "gs-sheet-view-private.h"

static void
show_reason (GsSheetView *self, const gchar *text)
{
  if (text != NULL)
    gtk_widget_add_css_class (self->editor, "error");
  else
    gtk_widget_remove_css_class (self->editor, "error");
  gtk_label_set_text (GTK_LABEL (self->reason), text != NULL ? text : "");
  gs_accessible_set_description (self->editor, text);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID,
                               text != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_widget_set_visible (self->reason, text != NULL);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
close_editor (GsSheetView *self)
{
  self->is_editing = FALSE;
  show_reason (self, NULL);
  gtk_widget_set_visible (self->editor, FALSE);
  gtk_widget_grab_focus (self->cell);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gs_sheet_view_cancel_edit (GsSheetView *self)
{
  if (self->is_editing)
    close_editor (self);
}

/* The value of the cell in the first row (or column) of the range that `cell` is in. */
static gdouble
find_source (GsSheetView *self, const NnCell *cell, const GArray *cells, gboolean down)
{
  gint sample = gs_view_get_sample (self->view);
  const NnCell *source = cell;
  gdouble x, y, best, value;

  gs_layout_get_cell (self->layout, cell, sample, &x, &y);
  best = down ? y : x;
  for (guint i = 0; i < cells->len; i++) {
    const NnCell *other = &g_array_index (cells, NnCell, i);
    gdouble other_x, other_y;

    if (!gs_layout_get_cell (self->layout, other, sample, &other_x, &other_y)
        || (down ? other_x != x || other_y >= best : other_y != y || other_x >= best))
      continue;
    source = other;
    best = down ? other_y : other_x;
  }
  gs_workbook_look (gs_view_get_workbook (self->view), source, &value);
  return value;
}

gboolean
gs_sheet_view_check_may_edit (GsSheetView *self, const NnCell *cell)
{
  if (gs_view_may_edit (self->view, cell))
    return TRUE;
  gtk_widget_error_bell (GTK_WIDGET (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s",
                              _ ("In this step the lesson keeps this cell as it is."));
  return FALSE;
}

void
gs_sheet_view_fill (GsSheetView *self, gboolean down)
{
  g_autoptr (GArray) cells = gs_view_list_range (self->view);
  g_autofree gdouble *values = g_new (gdouble, MAX (cells->len, 1));
  g_autoptr (GError) error = NULL;

  if (cells->len < 2) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s",
                                _ ("Select a range first: drag over it, or hold Shift with the arrow keys."));
    return;
  }
  for (guint i = 0; i < cells->len; i++)
    values[i] = find_source (self, &g_array_index (cells, NnCell, i), cells, down);
  if (!gs_workbook_set_cells (gs_view_get_workbook (self->view), (const NnCell *) (gpointer) cells->data,
                              values, cells->len, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", error->message);
}

/* One number into one cell, or into all of a range. */
static gboolean
set_range (GsSheetView *self, gdouble value, GError **error)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  g_autoptr (GArray) cells = gs_view_list_range (self->view);
  g_autofree gdouble *values = g_new (gdouble, MAX (cells->len, 1));
  const NnCell *first = &g_array_index (cells, NnCell, 0);

  if (cells->len == 0)
    return TRUE;
  if (nn_program_get_tensor (gs_workbook_get_program (book), first->tensor)->producer >= 0)
    return gs_workbook_pin (book, first, value, error);
  for (guint i = 0; i < cells->len; i++)
    values[i] = value;
  return gs_workbook_set_cells (book, first, values, cells->len, error);
}

gboolean
gs_sheet_view_apply_edit (GsSheetView *self)
{
  const gchar *text = gtk_editable_get_text (GTK_EDITABLE (self->editor));
  g_autoptr (GError) error = NULL;
  gdouble value;
  NnCell cell;

  if (!self->is_editing)
    return TRUE;
  if (gs_view_get_selected (self->view, &cell) && gs_view_is_blanked (self->view, &cell)) {
    if (!gs_blanks_type (gs_view_get_blanks (self->view), &cell, text, &error)) {
      show_reason (self, error->message);
      return FALSE;
    }
    close_editor (self);
    return TRUE;
  }
  if (gs_view_get_selected (self->view, &cell) && gs_view_is_hidden (self->view, &cell)) {
    if (!gs_view_guess (self->view, &cell, text, &error)) {
      show_reason (self, error->message);
      return FALSE;
    }
    close_editor (self);
    gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", _ ("Right. ✓"));
    return TRUE;
  }
  if (!gs_number_parse (text, &value, &error) || !set_range (self, value, &error)) {
    show_reason (self, error->message);
    return FALSE;
  }
  close_editor (self);
  if (gs_view_get_selected (self->view, &cell)
      && !gs_workbook_check_target (gs_view_get_workbook (self->view), &cell, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", error->message);
  return TRUE;
}

/* Enter goes down, Tab to the right, as in a spreadsheet. */
static void
apply_and_move (GsSheetView *self, gint down, gint right)
{
  NnCell cell;

  if (!gs_sheet_view_apply_edit (self) || !gs_view_get_selected (self->view, &cell))
    return;
  cell = gs_layout_move (self->layout, &cell, gs_view_get_sample (self->view), down, right);
  gs_view_select (self->view, &cell, FALSE);
}

static void
on_activated (GsSheetView *self)
{
  apply_and_move (self, 1, 0);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsSheetView *self)
{
  gboolean back = (state & GDK_SHIFT_MASK) != 0;

  switch (key) {
  case GDK_KEY_Escape: gs_sheet_view_cancel_edit (self); return TRUE;
  case GDK_KEY_Tab: apply_and_move (self, 0, back ? -1 : 1); return TRUE;
  case GDK_KEY_ISO_Left_Tab: apply_and_move (self, 0, -1); return TRUE;
  case GDK_KEY_Up: apply_and_move (self, -1, 0); return TRUE;
  case GDK_KEY_Down: apply_and_move (self, 1, 0); return TRUE;
  default: return FALSE;
  }
}

/* What is typed into the editor goes where: heard, not seen. */
static void
name_editor (GsSheetView *self, const NnCell *cell)
{
  g_autofree gchar *name =
      gs_cell_name_display (gs_workbook_get_program (gs_view_get_workbook (self->view)), cell);
  g_autofree gchar *text = g_strdup_printf (_ ("New value of %s"), name);

  gs_accessible_set_name (self->editor, text);
}

void
gs_sheet_view_edit (GsSheetView *self, const gchar *text)
{
  NnCell cell;
  GdkRectangle place;

  if (!gs_view_get_selected (self->view, &cell) || !gs_sheet_view_locate (self, &cell, &place))
    return;
  if (!gs_sheet_view_check_may_edit (self, &cell))
    return;
  gs_sheet_view_reveal (self);
  if (text != NULL) {
    gtk_editable_set_text (GTK_EDITABLE (self->editor), text);
  } else {
    gchar buffer[GS_NUMBER_BUFFER];
    gdouble value;

    gs_workbook_look (gs_view_get_workbook (self->view), &cell, &value);
    const gchar *typed = gs_view_is_blanked (self->view, &cell)
                             ? gs_blanks_get_text (gs_view_get_blanks (self->view), &cell)
                             : NULL;

    gs_workbook_look (gs_view_get_workbook (self->view), &cell, &value);
    /* A number that is asked for does not stand in the editor. */
    gtk_editable_set_text (GTK_EDITABLE (self->editor), typed != NULL ? typed
                                                        : gs_view_is_hidden (self->view, &cell)
                                                            ? ""
                                                            : gs_number_to_text (value, buffer));
  }
  self->is_editing = TRUE;
  name_editor (self, &cell);
  show_reason (self, NULL);
  gtk_widget_set_visible (self->editor, TRUE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->editor);
  if (text != NULL)
    gtk_editable_set_position (GTK_EDITABLE (self->editor), -1);
}

void
gs_sheet_view_place_editor (GsSheetView *self)
{
  GdkRectangle place = { 0, 0, 1, 1 };
  GtkRequisition entry, label;
  NnCell cell;

  if (!self->is_editing || !gs_view_get_selected (self->view, &cell)
      || !gs_sheet_view_locate (self, &cell, &place))
    return;
  gtk_widget_get_preferred_size (self->editor, &entry, NULL);
  place.width = MAX (MAX (place.width, entry.width), 110);
  place.height = MAX (place.height, entry.height);
  gtk_widget_size_allocate (self->editor, &place, -1);
  if (!gtk_widget_get_visible (self->reason))
    return;
  gtk_widget_get_preferred_size (self->reason, NULL, &label);
  place.y += place.height + 2;
  place.width = MIN (label.width, 340);
  gtk_widget_measure (self->reason, GTK_ORIENTATION_VERTICAL, place.width, NULL, &place.height, NULL, NULL);
  place.x = MAX (MIN (place.x, gtk_widget_get_width (GTK_WIDGET (self)) - place.width - 4), 0);
  gtk_widget_size_allocate (self->reason, &place, -1);
}

void
gs_sheet_view_add_editor (GsSheetView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->editor = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->editor), 8);
  gtk_widget_add_css_class (self->editor, "gs-cell-editor");
  gtk_widget_set_visible (self->editor, FALSE);
  gtk_widget_set_parent (self->editor, GTK_WIDGET (self));
  gs_accessible_set_name (self->editor, _ ("New value of the cell"));
  g_signal_connect_swapped (self->editor, "activate", G_CALLBACK (on_activated), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->editor, keys);

  self->reason = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->reason), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->reason), 44);
  gtk_label_set_xalign (GTK_LABEL (self->reason), 0);
  gtk_widget_add_css_class (self->reason, "gs-reason");
  gtk_widget_set_visible (self->reason, FALSE);
  gtk_widget_set_parent (self->reason, GTK_WIDGET (self));
}
