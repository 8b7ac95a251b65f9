/* Editing in place: what becomes of the text in the editor over a cell. A leaf is set; a computed cell is
 * pinned. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "app/workbook/gs-trainer.h"
#include "gs-message.h"
#include "gs-sheet-view-private.h"

/* Smaller digits cannot be typed with pleasure: the editor is larger than its cell then. */
#define MIN_EDITOR_SIZE 10.0

void
gs_sheet_view_cancel_edit (GsSheetView *self)
{
  gs_cell_editor_close (self->editor);
}

gboolean
gs_sheet_view_is_editing (GsSheetView *self)
{
  return gs_cell_editor_is_open (self->editor);
}

gboolean
gs_sheet_view_get_edited (GsSheetView *self, NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));

  if (!gs_cell_editor_is_open (self->editor))
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
  return gs_view_is_question (self->view, cell) || gs_view_is_hidden (self->view, cell) ? GS_TYPING_GUESS
                                                                                        : GS_TYPING_NUMBER;
}

/* If not, the window says why. */
static gboolean
check_may_edit (GsSheetView *self, const NnCell *cell)
{
  g_autofree gchar *name = NULL, *text = NULL;

  if (gs_view_is_question (self->view, cell) || gs_view_may_edit (self->view, cell))
    return TRUE;
  /* By its name: who goes on typing is soon at the next. */
  name = gs_cell_name_labelled (gs_workbook_get_program (gs_view_get_workbook (self->view)), cell);
  text = g_strdup_printf (_ ("In this step the lesson keeps %s as it is."), name);
  gtk_widget_error_bell (GTK_WIDGET (self));
  gs_message_tell (GTK_WIDGET (self), text);
  return FALSE;
}

void
gs_sheet_view_fill (GsSheetView *self, gboolean down)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  gs_message_tell_of (GTK_WIDGET (self), gs_range_fill (self->view, down, &said, &error), &said, &error);
}

/* The cell, or those that were marked when the editor opened, as far as they are still there; caller unrefs.
 */
static GArray *
list_edited (GsSheetView *self, const NnCell *first, gboolean fills)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));
  gsize n = nn_shape_count (&nn_program_get_tensor (program, first->tensor)->shape);
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (NnCell));

  if (!fills) {
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
take_text (GsSheetView *self,
           const NnCell *cell,
           const gchar *text,
           gboolean fills,
           gchar **said,
           GError **error)
{
  g_autoptr (GArray) cells = list_edited (self, cell, fills);

  switch (self->typing) {
  case GS_TYPING_ANSWER: return gs_blanks_type (gs_view_get_blanks (self->view), cell, text, error);
  case GS_TYPING_GUESS: return gs_view_guess (self->view, cell, text, error);
  case GS_TYPING_NUMBER:
  default: return gs_range_type (self->view, cells, text, said, error);
  }
}

static gboolean
take (GtkWidget *widget, const gchar *text, gboolean fills, GError **error)
{
  GsSheetView *self = GS_SHEET_VIEW (widget);
  g_autofree gchar *said = NULL;
  NnCell cell;

  /* An answer to what is asked no more is nobody's number. */
  if (!gs_sheet_view_get_edited (self, &cell) || find_typing (self, &cell) != self->typing)
    return TRUE;
  if (!take_text (self, &cell, text, fills, &said, error)) {
    gs_sheet_view_reveal (self);
    /* As large as a class can read it. */
    if (self->board != NULL && error != NULL)
      gs_message_tell (widget, (*error)->message);
    return FALSE;
  }
  if (self->typing == GS_TYPING_GUESS)
    gs_message_tell (widget, _ ("Right. ✓"));
  else if (said != NULL)
    gs_message_tell (widget, said);
  return TRUE;
}

gboolean
gs_sheet_view_apply_edit (GsSheetView *self)
{
  return gs_cell_editor_settle (self->editor);
}

static void
walk (GtkWidget *widget, gint down, gint right)
{
  gs_sheet_view_walk (GS_SHEET_VIEW (widget), down, right);
}

static void
move (GtkWidget *widget, gint down, gint right)
{
  GsSheetView *self = GS_SHEET_VIEW (widget);
  NnCell cell;

  if (!gs_view_get_selected (self->view, &cell))
    return;
  cell = gs_layout_move (self->layout, &cell, gs_view_get_sample (self->view), down, right);
  gs_view_select (self->view, &cell, FALSE);
}

/* What stands in the editor at first: the number, or what was answered; never a number that is asked for. */
static const gchar *
get_present_text (GsSheetView *self, const NnCell *cell, gchar buffer[GS_NUMBER_BUFFER])
{
  gdouble value;

  if (self->typing == GS_TYPING_ANSWER)
    return gs_blanks_get_text (gs_view_get_blanks (self->view), cell);
  if (self->typing != GS_TYPING_NUMBER)
    return NULL;
  gs_workbook_look (gs_view_get_workbook (self->view), cell, &value);
  return gs_number_to_text (value, buffer);
}

/* From now on the text belongs to this cell, or to what is selected with it. */
static void
remember_edited (GsSheetView *self, const NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));
  g_autoptr (GArray) range = gs_view_list_range (self->view);

  g_free (self->edited_tensor);
  self->edited_tensor = g_strdup (nn_program_get_tensor (program, cell->tensor)->name);
  self->edited = cell->offset;
  self->typing = find_typing (self, cell);
  g_array_set_size (self->edited_range, 0);
  for (guint i = 0; i < range->len; i++)
    g_array_append_val (self->edited_range, g_array_index (range, NnCell, i).offset);
}

/* In a cell of the batch stands another row after the next pass: what is typed is meant for this one. */
static void
keep_row (GsSheetView *self, const NnCell *cell)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  GsTrainer *trainer = gs_workbook_get_trainer (book);
  const NnRole role = nn_program_get_tensor (gs_workbook_get_program (book), cell->tensor)->role;
  gint n;

  gs_workbook_get_batch (book, &n);
  if (trainer == NULL || gs_trainer_is_paused (trainer) || (role != NN_ROLE_INPUT && role != NN_ROLE_TARGET)
      || n == gs_dataset_get_n_rows (gs_workbook_get_data (book)))
    return;
  gs_view_pause_training (self->view);
  gs_message_tell (GTK_WIDGET (self), _ ("Training is paused, so that the row that is edited stays here."));
}

void
gs_sheet_view_edit (GsSheetView *self, const gchar *text)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  g_autofree gchar *place = NULL, *name = NULL;
  gchar buffer[GS_NUMBER_BUFFER];
  NnCell cell;
  GdkRectangle seen;

  /* What another editor holds goes first; its cell may be this one. */
  if (!gs_cell_editor_begin (self->editor, book))
    return;
  if (!gs_view_get_selected (self->view, &cell) || !gs_sheet_view_locate (self, &cell, &seen)
      || !check_may_edit (self, &cell)) {
    gs_cell_editor_close (self->editor);
    return;
  }
  keep_row (self, &cell);
  gs_sheet_view_reveal (self);
  remember_edited (self, &cell);
  place = gs_cell_name_display (gs_workbook_get_program (book), &cell);
  name = g_strdup_printf (_ ("New value of %s"), place);
  gs_cell_editor_show (
      self->editor,
      &(GsCellEditorText){
          .place = place, .name = name, .typed = text, .present = get_present_text (self, &cell, buffer) });
  gs_sheet_view_size_editor (self);
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
  self->sizes_editor = self->is_allocating;
  if (self->sizes_editor)
    return;
  pango_attr_list_insert (attributes, pango_attr_family_new (gs_theme_get_font ()));
  pango_attr_list_insert (attributes,
                          pango_attr_size_new_absolute (
                              (gint) (MAX (gs_painter_get_block_digit_size (
                                               gs_layout_find_block (self->layout, cell.tensor), self->zoom),
                                           MIN_EDITOR_SIZE)
                                      * PANGO_SCALE)));
  gtk_entry_set_attributes (GTK_ENTRY (gs_cell_editor_get_entry (self->editor)), attributes);
}

void
gs_sheet_view_place_editor (GsSheetView *self)
{
  GdkRectangle place;
  NnCell cell;

  gs_cell_editor_place (
      self->editor,
      gs_sheet_view_get_edited (self, &cell) && gs_sheet_view_locate (self, &cell, &place) ? &place : NULL);
}

static void
reveal (GtkWidget *sheet)
{
  gs_sheet_view_reveal (GS_SHEET_VIEW (sheet));
}

void
gs_sheet_view_add_editor (GsSheetView *self)
{
  static const GsCellEditorActs acts = {
    .take = take, .walk = walk, .move = move, .reveal = reveal, .takes_unchanged = TRUE
  };

  self->edited_range = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->editor = gs_cell_editor_new (GTK_WIDGET (self), self->cell, &acts);
  gtk_entry_set_alignment (GTK_ENTRY (gs_cell_editor_get_entry (self->editor)), 0.5);
}
