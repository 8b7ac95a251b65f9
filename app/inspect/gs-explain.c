#include "gs-explain.h"

#include <glib/gi18n-lib.h>

#include "nn/nn-error.h"

struct _GsExplanation {
  GsWorkbook *book;
  NnProgram *program;
  NnCell cell;
  gint instruction; /* -1 for a leaf */
  NnFormula *formula;
  NnBinding binding;
  NnNames names;
};

GsExplanation *
gs_explanation_new (GsWorkbook *book, const NnCell *cell, GError **error)
{
  NnRun *run = gs_workbook_get_run (book);
  NnProgram *program = nn_run_get_program (run);
  const NnTensorInfo *info;
  GsExplanation *self;

  if (cell->tensor < 0 || cell->tensor >= nn_program_get_n_tensors (program)
      || cell->offset >= nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape)) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("There is no such cell in this network."));
    return NULL;
  }
  info = nn_program_get_tensor (program, cell->tensor);
  self = g_new0 (GsExplanation, 1);
  self->book = g_object_ref (book);
  self->program = nn_program_ref (program);
  self->cell = *cell;
  self->instruction = info->producer;
  if (info->producer < 0)
    return self;
  nn_run_ensure (run, info->producer + 1, NULL, NULL);
  self->formula =
      nn_formula_ref (nn_formula_for_op (nn_program_get_instruction (program, info->producer)->op));
  nn_run_get_binding (run, info->producer, &self->binding);
  nn_program_get_names (program, info->producer, &self->names);
  return self;
}

void
gs_explanation_free (GsExplanation *explanation)
{
  if (explanation == NULL)
    return;
  g_clear_pointer (&explanation->formula, nn_formula_unref);
  nn_program_unref (explanation->program);
  g_object_unref (explanation->book);
  g_free (explanation);
}

const NnOpInfo *
gs_explanation_get_op (GsExplanation *explanation)
{
  return explanation->formula != NULL
             ? nn_op_get (nn_program_get_instruction (explanation->program, explanation->instruction)->op)
             : NULL;
}

gdouble
gs_explanation_get_value (GsExplanation *explanation)
{
  return nn_run_get_cell (gs_workbook_get_run (explanation->book), &explanation->cell);
}

gboolean
gs_explanation_is_pinned (GsExplanation *explanation)
{
  return nn_run_is_pinned (gs_workbook_get_run (explanation->book), &explanation->cell);
}

gdouble
gs_explanation_get_formula_value (GsExplanation *explanation)
{
  if (explanation->formula == NULL)
    return gs_explanation_get_value (explanation);
  return nn_formula_evaluate (explanation->formula, &explanation->binding, explanation->cell.offset);
}

/* ---- printing ---- */

static gint
get_input (GsExplanation *explanation, gint role)
{
  return nn_program_get_instruction (explanation->program, explanation->instruction)->inputs[role];
}

GPtrArray *
gs_explanation_print_pieces (GsExplanation *explanation,
                             NnDialect dialect,
                             NnPrintForm form,
                             const NnPrintLimits *limits)
{
  GPtrArray *pieces;

  if (explanation->formula == NULL)
    return NULL;
  pieces = nn_dialect_print (dialect, explanation->formula, &explanation->names, &explanation->binding,
                             explanation->cell.offset, form, limits);
  for (guint i = 0; i < pieces->len; i++) {
    NnPiece *piece = g_ptr_array_index (pieces, i);

    if (piece->input >= 0)
      piece->input = get_input (explanation, piece->input);
  }
  return pieces;
}

gchar *
gs_explanation_print (GsExplanation *explanation,
                      NnDialect dialect,
                      NnPrintForm form,
                      const NnPrintLimits *limits)
{
  g_autoptr (GPtrArray) pieces = gs_explanation_print_pieces (explanation, dialect, form, limits);

  return pieces != NULL ? nn_pieces_join (pieces) : NULL;
}

/* ---- terms ---- */

gsize
gs_explanation_count_terms (GsExplanation *explanation)
{
  return explanation->formula != NULL
             ? nn_formula_count_terms (explanation->formula, &explanation->binding, explanation->cell.offset)
             : 0;
}

gboolean
gs_explanation_get_term (GsExplanation *explanation, gsize number, NnTerm *term)
{
  return explanation->formula != NULL
         && nn_formula_get_term (explanation->formula, &explanation->binding, explanation->cell.offset,
                                 number, term);
}

NnCell
gs_explanation_get_factor (GsExplanation *explanation, const NnTerm *term, gint factor)
{
  g_assert (factor >= 0 && factor < term->n_factors);
  return (NnCell){ get_input (explanation, term->factor[factor].input), term->factor[factor].offset };
}

/* ---- arrows ---- */

typedef struct {
  GsExplanation *explanation;
  GArray *cells; /* NnCell */
  gint tensor;   /* whose cells are found, for dependents */
  gsize limit;
} Search;

static gboolean
add_precedent (const NnInputCell *cell, gpointer user_data)
{
  Search *search = user_data;
  NnCell found = { get_input (search->explanation, cell->input), cell->offset };

  g_array_append_val (search->cells, found);
  return search->limit == 0 || search->cells->len < search->limit;
}

GArray *
gs_explanation_get_precedents (GsExplanation *explanation, gsize limit)
{
  Search search = { explanation, g_array_new (FALSE, FALSE, sizeof (NnCell)), -1, limit };

  if (explanation->formula != NULL)
    nn_formula_visit_precedents (explanation->formula, &explanation->binding, explanation->cell.offset,
                                 add_precedent, &search);
  return search.cells;
}

static gboolean
add_dependent (gsize offset, gpointer user_data)
{
  Search *search = user_data;
  NnCell found = { search->tensor, offset };

  g_array_append_val (search->cells, found);
  return search->limit == 0 || search->cells->len < search->limit;
}

static gint
compare_offsets (gconstpointer a, gconstpointer b)
{
  const NnCell *first = a, *second = b;

  return first->offset < second->offset ? -1 : first->offset > second->offset;
}

/* The cells of one instruction's output that read the cell, ascending, each once, through whichever input. */
static GArray *
find_readers (GsExplanation *explanation, gint instruction, gsize limit)
{
  const NnInstruction *line = nn_program_get_instruction (explanation->program, instruction);
  Search search = { explanation, g_array_new (FALSE, FALSE, sizeof (NnCell)), line->output, limit };
  GArray *unique = g_array_new (FALSE, FALSE, sizeof (NnCell));
  NnBinding binding;

  nn_run_get_binding (gs_workbook_get_run (explanation->book), instruction, &binding);
  for (gint role = 0; role < line->n_inputs; role++) {
    NnInputCell cell = { role, explanation->cell.offset };

    if (line->inputs[role] == explanation->cell.tensor) {
      search.limit = limit == 0 ? 0 : search.cells->len + limit;
      nn_formula_visit_dependents (nn_formula_for_op (line->op), &binding, &cell, add_dependent, &search);
    }
  }
  g_array_sort (search.cells, compare_offsets);
  for (guint i = 0; i < search.cells->len; i++) {
    NnCell *cell = &g_array_index (search.cells, NnCell, i);

    if (unique->len == 0 || g_array_index (unique, NnCell, unique->len - 1).offset != cell->offset)
      g_array_append_val (unique, *cell);
  }
  g_array_unref (search.cells);
  return unique;
}

GArray *
gs_explanation_get_dependents (GsExplanation *explanation, gsize limit)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  gint n_readers;
  const gint *readers = nn_program_get_readers (explanation->program, explanation->cell.tensor, &n_readers);

  for (gint i = 0; i < n_readers && (limit == 0 || cells->len < limit); i++) {
    g_autoptr (GArray) found = find_readers (explanation, readers[i], limit == 0 ? 0 : limit - cells->len);

    g_array_append_vals (cells, found->data, found->len);
  }
  if (limit > 0 && cells->len > limit)
    g_array_set_size (cells, (guint) limit);
  return cells;
}
