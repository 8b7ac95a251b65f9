/* Editing in place: a small entry over the cell. A leaf is set; a computed cell is pinned. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-accessible.h"
#include "gs-sheet-view-private.h"

/* Smaller digits cannot be typed with pleasure: the editor is larger than its cell then. */
#define MIN_EDITOR_SIZE 10.0

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

/* Whether the keyboard is in the editor; of an entry it is its text that has the focus. */
static gboolean
has_focus (GsSheetView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->editor);
}

static void
close_editor (GsSheetView *self)
{
  self->is_editing = FALSE;
  gs_workbook_close_editor (gs_view_get_workbook (self->view), self);
  show_reason (self, NULL);
  if (has_focus (self))
    gtk_widget_grab_focus (self->cell);
  gtk_widget_set_visible (self->editor, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gs_sheet_view_cancel_edit (GsSheetView *self)
{
  if (self->is_editing)
    close_editor (self);
}

gboolean
gs_sheet_view_is_editing (GsSheetView *self)
{
  return self->is_editing;
}

gboolean
gs_sheet_view_get_edited (GsSheetView *self, NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));

  if (!self->is_editing)
    return FALSE;
  *cell = (NnCell){ nn_program_find (program, self->edited_tensor), self->edited };
  return cell->tensor >= 0
         && cell->offset < nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape);
}

static GsTyping
find_typing (GsSheetView *self, const NnCell *cell)
{
  if (gs_view_is_blanked (self->view, cell))
    return GS_TYPING_ANSWER;
  return gs_view_is_hidden (self->view, cell) ? GS_TYPING_GUESS : GS_TYPING_NUMBER;
}

/* What app/ says about an edit that was not made. */
static void
tell (GsSheetView *self, const GError *error)
{
  gtk_widget_error_bell (GTK_WIDGET (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", error->message);
}

gboolean
gs_sheet_view_tell_unless (GsSheetView *self, gboolean done, GError **error)
{
  if (!done)
    tell (self, *error);
  return done;
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
  g_autoptr (GError) error = NULL;

  gs_sheet_view_tell_unless (self, gs_range_fill (self->view, down, &error), &error);
}

/* The cell, or those that were marked when the editor opened, as far as they are still there; caller unrefs.
 */
static GArray *
list_edited (GsSheetView *self, const NnCell *first)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));
  gsize n = nn_shape_count (&nn_program_get_tensor (program, first->tensor)->shape);
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (NnCell));

  if (!self->fills) {
    g_array_append_val (cells, *first);
    return cells;
  }
  for (guint i = 0; i < self->edited_range->len; i++) {
    NnCell cell = { first->tensor, g_array_index (self->edited_range, gsize, i) };

    if (cell.offset < n)
      g_array_append_val (cells, cell);
  }
  return cells;
}

static gboolean
take_text (GsSheetView *self, const NnCell *cell, const gchar *text, gchar **said, GError **error)
{
  g_autoptr (GArray) cells = list_edited (self, cell);

  switch (self->typing) {
  case GS_TYPING_ANSWER: return gs_blanks_type (gs_view_get_blanks (self->view), cell, text, error);
  case GS_TYPING_GUESS: return gs_view_guess (self->view, cell, text, error);
  case GS_TYPING_NUMBER:
  default: return gs_range_type (self->view, cells, text, said, error);
  }
}

/* Called by the workbook before anything moves. */
static gboolean
commit (gpointer user_data, GError **error)
{
  GsSheetView *self = user_data;
  const gchar *text = gtk_editable_get_text (GTK_EDITABLE (self->editor));
  g_autoptr (GError) reason = NULL;
  g_autofree gchar *name = NULL;
  g_autofree gchar *said = NULL;
  NnCell cell;

  /* An answer to what is asked no more is nobody's number, and what was only looked at is no edit. */
  if (!gs_sheet_view_get_edited (self, &cell) || find_typing (self, &cell) != self->typing
      || (!self->insists && g_strcmp0 (text, self->text_before) == 0)) {
    close_editor (self);
    return TRUE;
  }
  if (take_text (self, &cell, text, &said, &reason)) {
    close_editor (self);
    if (self->typing == GS_TYPING_GUESS)
      gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", _ ("Right. ✓"));
    else if (self->typing == GS_TYPING_NUMBER
             && !gs_workbook_check_target (gs_view_get_workbook (self->view), &cell, &reason))
      gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", reason->message);
    else if (said != NULL)
      gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", said);
    return TRUE;
  }
  show_reason (self, reason->message);
  name = gs_cell_name_display (gs_workbook_get_program (gs_view_get_workbook (self->view)), &cell);
  g_set_error (error, reason->domain, reason->code,
               _ ("%s is still being typed: %s Finish it there, or press Escape."), name, reason->message);
  return FALSE;
}

gboolean
gs_sheet_view_apply_edit (GsSheetView *self)
{
  return !self->is_editing || gs_workbook_settle (gs_view_get_workbook (self->view), NULL);
}

static gboolean
apply (GsSheetView *self, gboolean fills)
{
  gboolean done;

  self->insists = TRUE;
  self->fills = fills;
  done = gs_sheet_view_apply_edit (self);
  self->insists = self->fills = FALSE;
  return done;
}

/* Enter goes down, Tab to the right, as in a spreadsheet: within what is marked, if several cells are. */
static void
apply_and_walk (GsSheetView *self, gint down, gint right)
{
  if (apply (self, FALSE))
    gs_sheet_view_walk (self, down, right);
}

/* Arrow keys go on from what one has begun to type; in what was there before they move the caret. */
static gboolean
apply_and_move (GsSheetView *self, gint down, gint right)
{
  NnCell cell;

  if (!self->is_typed)
    return FALSE;
  if (apply (self, FALSE) && gs_view_get_selected (self->view, &cell)) {
    cell = gs_layout_move (self->layout, &cell, gs_view_get_sample (self->view), down, right);
    gs_view_select (self->view, &cell, FALSE);
  }
  return TRUE;
}

static void
on_activated (GsSheetView *self)
{
  apply_and_walk (self, 1, 0);
}

/* With Ctrl (or Alt) into all that was marked; with Shift one goes back. */
static void
on_enter (GsSheetView *self, GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    apply (self, TRUE);
  else
    apply_and_walk (self, (state & GDK_SHIFT_MASK) != 0 ? -1 : 1, 0);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsSheetView *self)
{
  gboolean back = (state & GDK_SHIFT_MASK) != 0;
  gboolean plain = (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0;

  switch (key) {
  case GDK_KEY_Escape: gs_sheet_view_cancel_edit (self); return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter: on_enter (self, state); return TRUE;
  case GDK_KEY_Tab: apply_and_walk (self, 0, back ? -1 : 1); return TRUE;
  case GDK_KEY_ISO_Left_Tab: apply_and_walk (self, 0, -1); return TRUE;
  case GDK_KEY_F2: self->is_typed = !self->is_typed; return TRUE;
  case GDK_KEY_Up: return plain && apply_and_move (self, -1, 0);
  case GDK_KEY_Down: return plain && apply_and_move (self, 1, 0);
  case GDK_KEY_Left: return plain && apply_and_move (self, 0, -1);
  case GDK_KEY_Right: return plain && apply_and_move (self, 0, 1);
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

/* What stands in the editor at first: the number, or what was answered; never a number that is asked for. */
static void
show_present_text (GsSheetView *self, const NnCell *cell)
{
  gchar buffer[GS_NUMBER_BUFFER];
  const gchar *text = NULL;
  gdouble value;

  if (self->typing == GS_TYPING_ANSWER) {
    text = gs_blanks_get_text (gs_view_get_blanks (self->view), cell);
  } else if (self->typing == GS_TYPING_NUMBER) {
    gs_workbook_look (gs_view_get_workbook (self->view), cell, &value);
    text = gs_number_to_text (value, buffer);
  }
  gtk_editable_set_text (GTK_EDITABLE (self->editor), text != NULL ? text : "");
  self->text_before = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->editor)));
}

/* From now on the text belongs to this cell, or to what is selected with it. */
static void
remember_edited (GsSheetView *self, const NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));
  g_autoptr (GArray) range = gs_view_list_range (self->view);

  g_free (self->edited_tensor);
  g_clear_pointer (&self->text_before, g_free);
  self->edited_tensor = g_strdup (nn_program_get_tensor (program, cell->tensor)->name);
  self->edited = cell->offset;
  self->typing = find_typing (self, cell);
  g_array_set_size (self->edited_range, 0);
  for (guint i = 0; i < range->len; i++)
    g_array_append_val (self->edited_range, g_array_index (range, NnCell, i).offset);
}

void
gs_sheet_view_edit (GsSheetView *self, const gchar *text)
{
  NnCell cell;
  GdkRectangle place;

  /* What another editor holds goes first; its cell may be this one. */
  if (!gs_workbook_open_editor (gs_view_get_workbook (self->view), self, commit, NULL))
    return;
  if (!gs_view_get_selected (self->view, &cell) || !gs_sheet_view_locate (self, &cell, &place)
      || !gs_sheet_view_check_may_edit (self, &cell)) {
    gs_workbook_close_editor (gs_view_get_workbook (self->view), self);
    return;
  }
  gs_sheet_view_reveal (self);
  remember_edited (self, &cell);
  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->editor), text);
  else
    show_present_text (self, &cell);
  self->is_editing = TRUE;
  self->is_typed = text != NULL;
  name_editor (self, &cell);
  show_reason (self, NULL);
  gs_sheet_view_size_editor (self);
  gtk_widget_set_child_visible (self->editor, TRUE);
  gtk_widget_set_visible (self->editor, TRUE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->editor);
  if (text != NULL)
    gtk_editable_set_position (GTK_EDITABLE (self->editor), -1);
}

/* In the font and the size of the cell's own number. */
void
gs_sheet_view_size_editor (GsSheetView *self)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GdkRectangle place;
  NnCell cell;

  if (!gs_sheet_view_get_edited (self, &cell) || !gs_sheet_view_locate (self, &cell, &place))
    return;
  pango_attr_list_insert (attributes, pango_attr_family_new (gs_theme_get_font ()));
  pango_attr_list_insert (
      attributes, pango_attr_size_new_absolute (
                      (gint) (MAX (gs_painter_get_digit_size (place.width, place.height), MIN_EDITOR_SIZE)
                              * PANGO_SCALE)));
  gtk_entry_set_attributes (GTK_ENTRY (self->editor), attributes);
}

void
gs_sheet_view_place_editor (GsSheetView *self)
{
  GdkRectangle place = { 0, 0, 1, 1 };
  GtkRequisition entry, label;
  NnCell cell;
  gboolean is_placed;

  if (!self->is_editing)
    return;
  is_placed = gs_sheet_view_get_edited (self, &cell) && gs_sheet_view_locate (self, &cell, &place);
  /* Without a place they are not drawn, whatever they want to show. */
  gtk_widget_set_child_visible (self->editor, is_placed);
  gtk_widget_set_child_visible (self->reason, is_placed);
  if (!is_placed)
    return;
  gtk_widget_get_preferred_size (self->editor, &entry, NULL);
  place.width = MAX (place.width, entry.width);
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

  self->edited_range = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->editor = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->editor), 7);
  gtk_entry_set_alignment (GTK_ENTRY (self->editor), 0.5);
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
