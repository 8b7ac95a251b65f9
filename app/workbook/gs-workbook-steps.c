/* Moving: a place is how many instructions have run, how many cells of the next one, and how
 * many terms of the next cell. */
#include <glib/gi18n-lib.h>

#include "gs-workbook-private.h"
#include "nn/nn-error.h"

/* ---- what there is to step through ---- */

/* Instructions that write something; behind them stands the commit. */
static gint
count_instructions (GsWorkbook *book)
{
  return nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1;
}

static gsize
count_cells (GsWorkbook *book, gint instruction)
{
  NnProgram *program = gs_workbook_get_program (book);
  gint output = nn_program_get_instruction (program, instruction)->output;

  return nn_shape_count (&nn_program_get_tensor (program, output)->shape);
}

static gsize
count_terms (GsWorkbook *book, gint instruction, gsize cell)
{
  NnOp op = nn_program_get_instruction (gs_workbook_get_program (book), instruction)->op;
  NnBinding binding;

  nn_run_get_binding (gs_workbook_get_run (book), instruction, &binding);
  return MAX (1, nn_formula_count_terms (nn_formula_for_op (op), &binding, cell));
}

/* An instruction begun has been computed whole; what the cursor has not passed is only hidden. */
static void
compute (GsWorkbook *book)
{
  gboolean begun = book->place.cell > 0 || book->place.term > 0;

  nn_run_advance (gs_workbook_get_run (book), book->place.instruction + (begun ? 1 : 0), NULL, NULL);
}

void
gs_workbook_show (GsWorkbook *book, const GsPlace *place)
{
  gint n = count_instructions (book);

  book->place = (GsPlace){ gs_timeline_get_pass (book->timeline), CLAMP (place->instruction, 0, n), 0, 0 };
  if (place->instruction >= 0 && place->instruction < n
      && place->cell < count_cells (book, place->instruction)) {
    book->place.cell = place->cell;
    book->place.term = place->term;
    compute (book);
    if (place->term >= count_terms (book, place->instruction, place->cell))
      book->place.term = 0;
  }
  compute (book);
}

/* ---- the same place in another program ---- */

void
gs_workbook_mark (GsWorkbook *book, GsLandmark *landmark)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnInstruction *next;

  *landmark = (GsLandmark){ NULL, NN_PHASE_COMMIT };
  if (book->place.instruction >= count_instructions (book))
    return;
  next = nn_program_get_instruction (program, book->place.instruction);
  landmark->output = g_strdup (nn_program_get_tensor (program, next->output)->name);
  landmark->phase = next->phase;
}

void
gs_workbook_return_to (GsWorkbook *book, GsLandmark *landmark)
{
  NnProgram *program = gs_workbook_get_program (book);
  GsPlace place = book->place;
  gint tensor = landmark->output != NULL ? nn_program_find (program, landmark->output) : -1;

  if (tensor >= 0 && nn_program_get_tensor (program, tensor)->producer >= 0) {
    place.instruction = nn_program_get_tensor (program, tensor)->producer;
  } else {
    /* Not there any more: the beginning of its phase. */
    place.instruction = 0;
    while (place.instruction < count_instructions (book)
           && nn_program_get_instruction (program, place.instruction)->phase < landmark->phase)
      place.instruction++;
    place.cell = place.term = 0;
  }
  g_clear_pointer (&landmark->output, g_free);
  gs_workbook_show (book, &place);
}

/* ---- single steps; FALSE where time ends ---- */

static gboolean
next_pass (GsWorkbook *book)
{
  gs_workbook_leave_pass (book);
  nn_run_advance (gs_workbook_get_run (book), G_MAXINT, NULL, NULL);
  if (!gs_timeline_next (book->timeline, NULL))
    return FALSE;
  book->place = (GsPlace){ gs_timeline_get_pass (book->timeline), 0, 0, 0 };
  return TRUE;
}

/* To the start of the pass before. */
static gboolean
previous_pass (GsWorkbook *book)
{
  if (book->place.pass <= 1 || !nn_history_has (gs_workbook_get_history (book), book->place.pass - 1))
    return FALSE;
  gs_workbook_leave_pass (book);
  if (!gs_timeline_go_to_pass (book->timeline, book->place.pass - 1, NULL))
    return FALSE;
  book->place = (GsPlace){ gs_timeline_get_pass (book->timeline), 0, 0, 0 };
  return TRUE;
}

/* Behind the last instruction of the pass before. */
static gboolean
before_commit (GsWorkbook *book)
{
  if (!previous_pass (book))
    return FALSE;
  book->place.instruction = count_instructions (book);
  return TRUE;
}

static gboolean
next_operation (GsWorkbook *book)
{
  if (book->place.instruction == count_instructions (book))
    return next_pass (book);
  book->place.instruction++;
  book->place.cell = book->place.term = 0;
  return TRUE;
}

static gboolean
previous_operation (GsWorkbook *book)
{
  if (book->place.cell > 0 || book->place.term > 0) {
    book->place.cell = book->place.term = 0;
    return TRUE;
  }
  if (book->place.instruction == 0)
    return before_commit (book);
  book->place.instruction--;
  return TRUE;
}

static gboolean
next_cell (GsWorkbook *book)
{
  if (book->place.instruction == count_instructions (book)
      || book->place.cell + 1 >= count_cells (book, book->place.instruction))
    return next_operation (book);
  book->place.cell++;
  book->place.term = 0;
  return TRUE;
}

static gboolean
previous_cell (GsWorkbook *book)
{
  if (book->place.term > 0) {
    book->place.term = 0;
    return TRUE;
  }
  if (book->place.cell == 0) {
    if (book->place.instruction == 0)
      return before_commit (book);
    book->place.instruction--;
    book->place.cell = count_cells (book, book->place.instruction);
  }
  book->place.cell--;
  return TRUE;
}

/* Terms are counted on values, which must be there. */
static gsize
count_terms_here (GsWorkbook *book)
{
  nn_run_advance (gs_workbook_get_run (book), book->place.instruction + 1, NULL, NULL);
  return count_terms (book, book->place.instruction, book->place.cell);
}

static gboolean
next_term (GsWorkbook *book)
{
  if (book->place.instruction == count_instructions (book) || book->place.term + 1 >= count_terms_here (book))
    return next_cell (book);
  book->place.term++;
  return TRUE;
}

static gboolean
previous_term (GsWorkbook *book)
{
  if (book->place.term > 0) {
    book->place.term--;
    return TRUE;
  }
  if (book->place.cell == 0 && book->place.instruction == 0)
    return before_commit (book);
  previous_cell (book);
  book->place.term = count_terms_here (book) - 1;
  return TRUE;
}

static gboolean
same_layer (GsWorkbook *book, gint a, gint b)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnInstruction *first = nn_program_get_instruction (program, a);
  const NnInstruction *second = nn_program_get_instruction (program, b);

  return first->phase == second->phase && first->layer == second->layer;
}

static gboolean
next_layer (GsWorkbook *book)
{
  gint begin = book->place.instruction;

  if (!next_operation (book))
    return FALSE;
  while (book->place.instruction > begin && book->place.instruction < count_instructions (book)
         && same_layer (book, begin, book->place.instruction))
    book->place.instruction++;
  return TRUE;
}

static gboolean
previous_layer (GsWorkbook *book)
{
  gboolean begun = book->place.cell > 0 || book->place.term > 0;

  if (!begun && book->place.instruction == 0)
    return before_commit (book);
  if (!begun)
    book->place.instruction--;
  book->place.cell = book->place.term = 0;
  while (book->place.instruction > 0
         && same_layer (book, book->place.instruction, book->place.instruction - 1))
    book->place.instruction--;
  return TRUE;
}

static gboolean
start_of_pass (GsWorkbook *book)
{
  if (book->place.instruction == 0 && book->place.cell == 0 && book->place.term == 0)
    return previous_pass (book);
  book->place = (GsPlace){ book->place.pass, 0, 0, 0 };
  return TRUE;
}

gboolean
gs_workbook_step (GsWorkbook *book, GsStep step, gint count)
{
  static gboolean (*const forward[]) (GsWorkbook *) = { next_term, next_cell, next_operation, next_layer,
                                                        next_pass };
  static gboolean (*const back[]) (GsWorkbook *) = { previous_term, previous_cell, previous_operation,
                                                     previous_layer, start_of_pass };
  gboolean moved = TRUE;

  for (; count > 0 && moved; count--)
    moved = forward[step](book);
  for (; count < 0 && moved; count++)
    moved = back[step](book);
  compute (book);
  gs_workbook_notify (book, FALSE, TRUE);
  return moved;
}

/* ---- jumps ---- */

void
gs_workbook_run_to_cell (GsWorkbook *book, const NnCell *cell)
{
  gint producer = nn_program_get_tensor (gs_workbook_get_program (book), cell->tensor)->producer;
  GsPlace place = { book->place.pass, 0, 0, 0 };

  if (producer >= 0) {
    place.instruction = producer;
    place.cell = cell->offset + 1;
    if (place.cell >= count_cells (book, producer)) {
      place.instruction++;
      place.cell = 0;
    }
  }
  gs_workbook_show (book, &place);
  gs_workbook_notify (book, FALSE, TRUE);
}

gboolean
gs_workbook_go_to (GsWorkbook *book, const GsPlace *place, GError **error)
{
  gboolean reached = TRUE;

  if (place->pass < 1) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("Passes are counted from 1."));
    return FALSE;
  }
  if (place->pass != book->place.pass) {
    gs_workbook_leave_pass (book);
    reached = gs_timeline_go_to_pass (book->timeline, place->pass, error);
  }
  /* A way that was cut short stays where it got to. */
  if (reached)
    gs_workbook_show (book, place);
  else if (gs_timeline_get_pass (book->timeline) != book->place.pass)
    gs_workbook_show (book, &(GsPlace){ 0 });
  gs_workbook_notify (book, FALSE, TRUE);
  return reached;
}
