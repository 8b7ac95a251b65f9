/* Why a cell holds its number: the formula of its operation on the values of a frame. */
#include "gs-explain.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "nn/nn-error.h"

struct _GsExplanation {
  GsFrame *frame;
  NnProgram *program; /* the frame's */
  NnCell cell;
  gint instruction; /* -1 for a leaf */
  gboolean has_numbers;
  NnFormula *formula;
  NnBinding binding;
  NnNames names;
  NnTermIter *terms; /* behind the term that was asked for last; NULL: none was */
  gsize term;        /* that one's number */
};

static gboolean
is_being_written (const GsFrame *frame, const NnCell *cell)
{
  NnCell current;
  gsize term;

  return gs_frame_get_term (frame, &current, &term) && nn_cell_equal (&current, cell);
}

/* Leaves are given, and indices may stand in them. What a blank cell is computed from may be there already;
 * its numbers would tell what is to come. */
static void
hide_computed (GsExplanation *self)
{
  const NnInstruction *line = nn_program_get_instruction (self->program, self->instruction);

  for (gint i = 0; i < line->n_inputs; i++)
    if (nn_program_get_tensor (self->program, line->inputs[i])->producer >= 0)
      self->binding.in[i] = NULL;
}

GsExplanation *
gs_explanation_new (GsFrame *frame, const NnCell *cell, GError **error)
{
  NnProgram *program = gs_frame_get_program (frame);
  GsExplanation *self;

  if (cell->tensor < 0 || cell->tensor >= nn_program_get_n_tensors (program)
      || cell->offset >= nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape)) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("There is no such cell in this network."));
    return NULL;
  }
  self = g_new0 (GsExplanation, 1);
  self->frame = gs_frame_ref (frame);
  self->program = program;
  self->cell = *cell;
  self->has_numbers = gs_frame_is_visible (frame, cell) || is_being_written (frame, cell);
  self->instruction = nn_program_get_tensor (program, cell->tensor)->producer;
  if (self->instruction < 0)
    return self;
  self->formula =
      nn_formula_ref (nn_formula_for_op (nn_program_get_instruction (program, self->instruction)->op));
  gs_frame_get_binding (frame, self->instruction, &self->binding);
  nn_program_get_names (program, self->instruction, &self->names);
  if (!self->has_numbers)
    hide_computed (self);
  return self;
}

void
gs_explanation_free (GsExplanation *explanation)
{
  if (explanation == NULL)
    return;
  g_clear_pointer (&explanation->terms, nn_term_iter_free);
  g_clear_pointer (&explanation->formula, nn_formula_unref);
  gs_frame_unref (explanation->frame);
  g_free (explanation);
}

NnProgram *
gs_explanation_get_program (GsExplanation *explanation)
{
  return explanation->program;
}

const NnCell *
gs_explanation_get_cell (GsExplanation *explanation)
{
  return &explanation->cell;
}

const NnOpInfo *
gs_explanation_get_op (GsExplanation *explanation)
{
  return explanation->formula != NULL
             ? nn_op_get (nn_program_get_instruction (explanation->program, explanation->instruction)->op)
             : NULL;
}

gboolean
gs_explanation_has_numbers (GsExplanation *explanation)
{
  return explanation->has_numbers;
}

gdouble
gs_explanation_get_value (GsExplanation *explanation)
{
  gdouble value;

  return gs_frame_look (explanation->frame, &explanation->cell, &value) != GS_CELL_BLANK ? value : NAN;
}

gboolean
gs_explanation_is_pinned (GsExplanation *explanation)
{
  return gs_frame_is_pinned (explanation->frame, &explanation->cell);
}

gdouble
gs_explanation_get_formula_value (GsExplanation *explanation)
{
  if (explanation->formula == NULL || !gs_frame_is_visible (explanation->frame, &explanation->cell))
    return gs_explanation_get_value (explanation);
  return nn_formula_evaluate (explanation->formula, &explanation->binding, explanation->cell.offset);
}

/* ---- printing ---- */

static gint
get_input (GsExplanation *explanation, gint role)
{
  return nn_program_get_instruction (explanation->program, explanation->instruction)->inputs[role];
}

static GPtrArray *
print_pieces (GsExplanation *explanation, NnDialect dialect, NnPrintForm form, const NnPrintLimits *limits)
{
  GPtrArray *pieces = nn_dialect_print (dialect, explanation->formula, &explanation->names,
                                        &explanation->binding, explanation->cell.offset, form, limits);

  for (guint i = 0; i < pieces->len; i++) {
    NnPiece *piece = g_ptr_array_index (pieces, i);

    if (piece->input >= 0)
      piece->input = get_input (explanation, piece->input);
  }
  return pieces;
}

GPtrArray *
gs_explanation_print_pieces (GsExplanation *explanation,
                             NnDialect dialect,
                             NnPrintForm form,
                             const NnPrintLimits *limits)
{
  if (explanation->formula == NULL || (dialect == NN_DIALECT_NUMBERS && !explanation->has_numbers))
    return NULL;
  return print_pieces (explanation, dialect, form, limits);
}

/* A frame need not have the whole of an input of which all that is read here is seen. */
static gboolean
has_inputs (const GsExplanation *explanation)
{
  const NnInstruction *line = nn_program_get_instruction (explanation->program, explanation->instruction);

  for (gint i = 0; i < line->n_inputs; i++)
    if (explanation->binding.in[i] == NULL)
      return FALSE;
  return TRUE;
}

GPtrArray *
gs_explanation_print_prospect (GsExplanation *explanation, NnDialect dialect, const NnPrintLimits *limits)
{
  g_autoptr (GArray) inputs = gs_explanation_get_precedents (explanation, 0);
  NnBinding hidden = explanation->binding;
  NnPrintLimits asking = *limits;
  GPtrArray *pieces = NULL;

  for (guint i = 0; i < inputs->len; i++)
    if (!gs_frame_is_visible (explanation->frame, &g_array_index (inputs, NnCell, i)))
      return NULL;
  if (explanation->formula == NULL)
    return NULL;
  gs_frame_get_binding (explanation->frame, explanation->instruction, &explanation->binding);
  asking.undecided = TRUE;
  if (dialect != NN_DIALECT_NUMBERS || has_inputs (explanation))
    pieces = print_pieces (explanation, dialect, NN_PRINT_EXPANDED, &asking);
  explanation->binding = hidden;
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
gs_explanation_is_sum (GsExplanation *explanation)
{
  return explanation->formula != NULL && nn_formula_is_sum (explanation->formula);
}

/* A running value needs every term before it: asked for in order, each is visited once. */
gboolean
gs_explanation_get_term (GsExplanation *explanation, gsize number, NnTerm *term)
{
  if (explanation->formula == NULL || !explanation->has_numbers)
    return FALSE;
  if (explanation->terms == NULL || number <= explanation->term) {
    g_clear_pointer (&explanation->terms, nn_term_iter_free);
    explanation->terms =
        nn_term_iter_new (explanation->formula, &explanation->binding, explanation->cell.offset);
  }
  while (nn_term_iter_next (explanation->terms, term)) {
    explanation->term = term->number;
    if (term->number == number)
      return TRUE;
  }
  g_clear_pointer (&explanation->terms, nn_term_iter_free);
  return FALSE;
}

NnCell
gs_explanation_get_factor (GsExplanation *explanation, const NnTerm *term, gint factor)
{
  g_assert (factor >= 0 && factor < term->n_factors);
  return (NnCell){ get_input (explanation, term->factor[factor].input), term->factor[factor].offset };
}

const gchar *
gs_explanation_get_sign (GsExplanation *explanation, gsize term)
{
  const gchar *sign;

  if (explanation->formula == NULL)
    return "";
  sign = nn_formula_get_sign (explanation->formula, &explanation->binding, explanation->cell.offset, term);
  if (sign == NULL)
    sign = nn_activation_get_sign (
        nn_program_get_instruction (explanation->program, explanation->instruction)->op);
  return sign != NULL ? sign : "ƒ";
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

  gs_frame_get_binding (explanation->frame, instruction, &binding);
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

/* ---- what is given ---- */

const gchar *
gs_explanation_get_kind (GsExplanation *explanation)
{
  const NnTensorInfo *info = nn_program_get_tensor (explanation->program, explanation->cell.tensor);

  switch (info->role) {
  case NN_ROLE_INPUT: return _ ("Input");
  case NN_ROLE_TARGET: return _ ("Target");
  case NN_ROLE_PARAMETER: return info->shape.rank == 1 ? _ ("Bias") : _ ("Weight");
  case NN_ROLE_STATE: return _ ("Memory of the optimiser");
  case NN_ROLE_HYPER: return _ ("Setting");
  case NN_ROLE_RANDOM: return _ ("Random number");
  case NN_ROLE_CLOCK: return _ ("How far training is");
  case NN_ROLE_SEED: return _ ("Where the gradients begin");
  case NN_ROLE_PIN: return _ ("Held by hand");
  case NN_ROLE_COMPUTED:
  default: return "";
  }
}

/* What this cell is multiplied by in the sum of the cell that reads it: its neighbour among the factors,
 * which stand in pairs. The name, caller frees; NULL if it is added by itself. */
static gchar *
find_partner (GsExplanation *explanation, const NnCell *reader)
{
  g_autoptr (GsExplanation) why = gs_explanation_new (explanation->frame, reader, NULL);
  g_autoptr (GArray) factors = gs_explanation_get_precedents (why, 8192);
  const gchar *sign = gs_explanation_get_sign (why, 1);

  for (guint i = 0; g_str_equal (sign, "×") && i < factors->len; i++)
    if (nn_cell_equal (&g_array_index (factors, NnCell, i), &explanation->cell) && (i ^ 1) < factors->len)
      return gs_cell_name_labelled (explanation->program, &g_array_index (factors, NnCell, i ^ 1));
  return NULL;
}

static gchar *
describe_parameter (GsExplanation *explanation, gboolean frozen)
{
  g_autoptr (GArray) readers = gs_explanation_get_dependents (explanation, 1);
  const NnCell *reader = readers->len > 0 ? &g_array_index (readers, NnCell, 0) : NULL;
  g_autofree gchar *name = reader != NULL ? gs_cell_name_labelled (explanation->program, reader) : NULL;
  g_autofree gchar *partner = reader != NULL ? find_partner (explanation, reader) : NULL;
  const gchar *then = frozen ? _ ("It does not learn.") : _ ("The update changes it, against its gradient.");

  if (name == NULL)
    return g_strdup (then);
  return partner != NULL ? g_strdup_printf (_ ("How strongly %s counts in %s. %s"), partner, name, then)
                         : g_strdup_printf (_ ("Added to %s, whatever the inputs are. %s"), name, then);
}

gchar *
gs_explanation_describe_leaf (GsExplanation *explanation)
{
  const NnTensorInfo *info = nn_program_get_tensor (explanation->program, explanation->cell.tensor);

  switch (info->role) {
  case NN_ROLE_INPUT: return g_strdup (_ ("What the network is told. Type a number to change it."));
  case NN_ROLE_TARGET:
    return g_strdup (_ ("What the network should give; the loss compares its answer with it."));
  case NN_ROLE_PARAMETER: return describe_parameter (explanation, info->frozen);
  case NN_ROLE_STATE: return g_strdup (_ ("What the optimiser remembers from pass to pass."));
  case NN_ROLE_HYPER: return g_strdup (_ ("A number that somebody chooses and training does not change."));
  case NN_ROLE_RANDOM: return g_strdup (_ ("A random number, from the seed, the pass and the place."));
  case NN_ROLE_CLOCK:
    return g_strdup (
        _ ("The pass one stands in, or how many batches an epoch has: the schedule reads both."));
  case NN_ROLE_SEED: return g_strdup (_ ("Where the backward pass begins: dL/dL = 1."));
  case NN_ROLE_PIN: return g_strdup (_ ("1 where a cell is held by hand."));
  case NN_ROLE_COMPUTED:
  default: return g_strdup ("");
  }
}
