/* Moving: a cursor is how many instructions have run, how many cells of the next one, and how
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

gint
gs_workbook_find_behind_loss (GsWorkbook *book)
{
  return gs_program_find_behind_loss (gs_workbook_get_program (book));
}

/* An instruction begun has been computed whole; what the cursor has not passed is only hidden. */
static void
compute (GsWorkbook *book)
{
  gboolean begun = book->cursor.cell > 0 || book->cursor.term > 0;

  nn_run_ensure (gs_workbook_get_run (book), book->cursor.instruction + (begun ? 1 : 0), NULL, NULL);
}

void
gs_workbook_show (GsWorkbook *book, const GsCursor *cursor)
{
  gint n = gs_workbook_has_rows (book, NULL) ? count_instructions (book) : 0;

  book->frame_is_old = TRUE;
  book->cursor = (GsCursor){ gs_timeline_get_pass (book->timeline), CLAMP (cursor->instruction, 0, n), 0, 0 };
  if (cursor->instruction >= 0 && cursor->instruction < n
      && cursor->cell < count_cells (book, cursor->instruction)) {
    book->cursor.cell = cursor->cell;
    book->cursor.term = cursor->term;
    compute (book);
    if (cursor->term >= count_terms (book, cursor->instruction, cursor->cell))
      book->cursor.term = 0;
  }
  compute (book);
}

/* ---- the same cursor in another program ---- */

void
gs_landmark_init (GsLandmark *landmark, NnProgram *program, gint instruction)
{
  const NnInstruction *next;

  *landmark = (GsLandmark){ NULL, NN_PHASE_COMMIT };
  if (instruction >= nn_program_get_n_instructions (program) - 1)
    return;
  next = nn_program_get_instruction (program, instruction);
  landmark->output = g_strdup (nn_program_get_tensor (program, next->output)->name);
  landmark->phase = next->phase;
}

void
gs_workbook_mark (GsWorkbook *book, GsLandmark *landmark)
{
  gs_landmark_init (landmark, gs_workbook_get_program (book), book->cursor.instruction);
}

GsCursor
gs_landmark_find (GsLandmark *landmark, const GsCursor *cursor, NnProgram *program)
{
  gint n = nn_program_get_n_instructions (program) - 1;
  GsCursor found = *cursor;
  gint tensor = landmark->output != NULL ? nn_program_find (program, landmark->output) : -1;

  if (tensor >= 0 && nn_program_get_tensor (program, tensor)->producer >= 0) {
    found.instruction = nn_program_get_tensor (program, tensor)->producer;
  } else {
    /* Not there any more: the beginning of its phase. */
    found.instruction = 0;
    while (found.instruction < n
           && nn_program_get_instruction (program, found.instruction)->phase < landmark->phase)
      found.instruction++;
    found.cell = found.term = 0;
  }
  g_clear_pointer (&landmark->output, g_free);
  return found;
}

void
gs_workbook_return_to (GsWorkbook *book, GsLandmark *landmark)
{
  GsCursor cursor = gs_landmark_find (landmark, &book->cursor, gs_workbook_get_program (book));

  gs_workbook_show (book, &cursor);
}

/* ---- single steps; FALSE where time ends ---- */

static gboolean
next_pass (GsWorkbook *book)
{
  gs_workbook_leave_pass (book);
  nn_run_ensure (gs_workbook_get_run (book), G_MAXINT, NULL, NULL);
  if (!gs_timeline_next (book->timeline, NULL))
    return FALSE;
  book->cursor = (GsCursor){ gs_timeline_get_pass (book->timeline), 0, 0, 0 };
  return TRUE;
}

/* To the start of the pass before. */
static gboolean
previous_pass (GsWorkbook *book)
{
  if (book->cursor.pass <= 1 || !nn_history_has (gs_workbook_get_history (book), book->cursor.pass - 1))
    return FALSE;
  gs_workbook_leave_pass (book);
  if (!gs_timeline_go_to_pass (book->timeline, book->cursor.pass - 1, NULL))
    return FALSE;
  book->cursor = (GsCursor){ gs_timeline_get_pass (book->timeline), 0, 0, 0 };
  return TRUE;
}

/* Behind the last instruction of the pass before. */
static gboolean
before_commit (GsWorkbook *book)
{
  if (!previous_pass (book))
    return FALSE;
  book->cursor.instruction = count_instructions (book);
  return TRUE;
}

static gboolean
next_operation (GsWorkbook *book)
{
  if (book->cursor.instruction == count_instructions (book))
    return next_pass (book);
  book->cursor.instruction++;
  book->cursor.cell = book->cursor.term = 0;
  return TRUE;
}

static gboolean
previous_operation (GsWorkbook *book)
{
  if (book->cursor.cell > 0 || book->cursor.term > 0) {
    book->cursor.cell = book->cursor.term = 0;
    return TRUE;
  }
  if (book->cursor.instruction == 0)
    return before_commit (book);
  book->cursor.instruction--;
  return TRUE;
}

static gboolean
next_cell (GsWorkbook *book)
{
  if (book->cursor.instruction == count_instructions (book)
      || book->cursor.cell + 1 >= count_cells (book, book->cursor.instruction))
    return next_operation (book);
  book->cursor.cell++;
  book->cursor.term = 0;
  return TRUE;
}

static gboolean
previous_cell (GsWorkbook *book)
{
  if (book->cursor.term > 0) {
    book->cursor.term = 0;
    return TRUE;
  }
  if (book->cursor.cell == 0) {
    if (book->cursor.instruction == 0)
      return before_commit (book);
    book->cursor.instruction--;
    book->cursor.cell = count_cells (book, book->cursor.instruction);
  }
  book->cursor.cell--;
  return TRUE;
}

/* Terms are counted on values, which must be there. */
static gsize
count_terms_here (GsWorkbook *book)
{
  nn_run_ensure (gs_workbook_get_run (book), book->cursor.instruction + 1, NULL, NULL);
  return count_terms (book, book->cursor.instruction, book->cursor.cell);
}

static gboolean
next_term (GsWorkbook *book)
{
  if (book->cursor.instruction == count_instructions (book)
      || book->cursor.term + 1 >= count_terms_here (book))
    return next_cell (book);
  book->cursor.term++;
  return TRUE;
}

static gboolean
previous_term (GsWorkbook *book)
{
  if (book->cursor.term > 0) {
    book->cursor.term--;
    return TRUE;
  }
  if (book->cursor.cell == 0 && book->cursor.instruction == 0)
    return before_commit (book);
  previous_cell (book);
  book->cursor.term = count_terms_here (book) - 1;
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
  gint begin = book->cursor.instruction;

  if (!next_operation (book))
    return FALSE;
  while (book->cursor.instruction > begin && book->cursor.instruction < count_instructions (book)
         && same_layer (book, begin, book->cursor.instruction))
    book->cursor.instruction++;
  return TRUE;
}

static gboolean
previous_layer (GsWorkbook *book)
{
  gboolean begun = book->cursor.cell > 0 || book->cursor.term > 0;

  if (!begun && book->cursor.instruction == 0)
    return before_commit (book);
  if (!begun)
    book->cursor.instruction--;
  book->cursor.cell = book->cursor.term = 0;
  while (book->cursor.instruction > 0
         && same_layer (book, book->cursor.instruction, book->cursor.instruction - 1))
    book->cursor.instruction--;
  return TRUE;
}

/* A step by pass ends where one sees what the pass before has done: behind the loss. */
static void
stand_behind_loss (GsWorkbook *book)
{
  book->cursor = (GsCursor){ book->cursor.pass, gs_workbook_find_behind_loss (book), 0, 0 };
}

static gboolean
next_loss (GsWorkbook *book)
{
  if (book->cursor.instruction >= gs_workbook_find_behind_loss (book) && !next_pass (book))
    return FALSE;
  stand_behind_loss (book);
  return TRUE;
}

static gboolean
previous_loss (GsWorkbook *book)
{
  gint loss = gs_workbook_find_behind_loss (book);
  gboolean begun = book->cursor.cell > 0 || book->cursor.term > 0;

  if (book->cursor.instruction > loss || (book->cursor.instruction == loss && begun)
      || previous_pass (book)) {
    stand_behind_loss (book);
    return TRUE;
  }
  if (book->cursor.instruction == 0 && !begun)
    return FALSE;
  book->cursor = (GsCursor){ book->cursor.pass, 0, 0, 0 };
  return TRUE;
}

gboolean
gs_workbook_step (GsWorkbook *book, GsStep step, gint count)
{
  static gboolean (*const forward[]) (GsWorkbook *) = { next_term, next_cell, next_operation, next_layer,
                                                        next_loss };
  static gboolean (*const back[]) (GsWorkbook *) = { previous_term, previous_cell, previous_operation,
                                                     previous_layer, previous_loss };
  gboolean moved = gs_workbook_has_rows (book, NULL);

  if (!gs_workbook_settle (book, NULL))
    return FALSE;
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
  GsCursor cursor = { book->cursor.pass, 0, 0, 0 };

  if (!gs_workbook_settle (book, NULL))
    return;
  if (producer >= 0) {
    cursor.instruction = producer;
    cursor.cell = cell->offset + 1;
    if (cursor.cell >= count_cells (book, producer)) {
      cursor.instruction++;
      cursor.cell = 0;
    }
  }
  gs_workbook_show (book, &cursor);
  gs_workbook_notify (book, FALSE, TRUE);
}

/* A way that is cut short stays where it got to. */
static gboolean
go_to_pass (GsWorkbook *book, guint32 pass, GError **error)
{
  if (pass < 1) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("Passes are counted from 1."));
    return FALSE;
  }
  if (pass == book->cursor.pass)
    return TRUE;
  gs_workbook_leave_pass (book);
  return gs_timeline_go_to_pass (book->timeline, pass, error);
}

gboolean
gs_workbook_go_to (GsWorkbook *book, const GsCursor *cursor, GError **error)
{
  gboolean reached;

  if (!gs_workbook_settle (book, error))
    return FALSE;
  if ((cursor->instruction > 0 || cursor->pass != book->cursor.pass) && !gs_workbook_has_rows (book, error))
    return FALSE;
  reached = go_to_pass (book, cursor->pass, error);
  if (reached)
    gs_workbook_show (book, cursor);
  else if (gs_timeline_get_pass (book->timeline) != book->cursor.pass)
    gs_workbook_show (book, &(GsCursor){ 0 });
  gs_workbook_notify (book, FALSE, TRUE);
  return reached;
}

gboolean
gs_workbook_go_to_pass (GsWorkbook *book, guint32 pass, GError **error)
{
  gboolean reached;

  if (!gs_workbook_settle (book, error) || !gs_workbook_has_rows (book, error))
    return FALSE;
  reached = go_to_pass (book, pass, error);
  gs_timeline_know_loss_before (book->timeline);
  gs_workbook_show (book, &(GsCursor){ .instruction = gs_workbook_find_behind_loss (book) });
  gs_workbook_notify (book, FALSE, TRUE);
  return reached;
}
