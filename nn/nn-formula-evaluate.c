/* The value of one cell, to the bit: the definition that every kernel is held against. */
#include "nn-formula-private.h"
#include "nn-math.h"

#include <math.h>

static gint64
evaluate_whole (NnEvaluation *self, const NnNode *node)
{
  gint64 a, b;

  switch ((gint) node->kind) {
  case NN_NODE_NUMBER: return (gint64) node->number;
  case NN_NODE_INDEX: return self->value[node->slot];
  case NN_NODE_ATTRIBUTE: return self->binding->attribute[node->slot];
  case NN_NODE_NEGATE: return -evaluate_whole (self, node->child[0]);
  case NN_NODE_CELL: {
    /* The one indirect index: a class label. What is no whole number points nowhere. */
    gdouble label = nn_evaluation_value (self, node);

    return label >= 1 && label <= (gdouble) NN_MAX_CELLS && label == floor (label) ? (gint64) label : -1;
  }
  default: break;
  }
  a = evaluate_whole (self, node->child[0]);
  b = evaluate_whole (self, node->child[1]);
  switch ((gint) node->kind) {
  case NN_NODE_ADD: return a + b;
  case NN_NODE_SUBTRACT: return a - b;
  case NN_NODE_MULTIPLY: return a * b;
  case NN_NODE_DIV: return b != 0 ? nn_floor_div (a, b) : 0;
  case NN_NODE_MOD: return b != 0 ? a - b * nn_floor_div (a, b) : 0;
  default: g_assert_not_reached ();
  }
}

gssize
nn_evaluation_offset (NnEvaluation *self, const NnNode *node)
{
  const NnShape *shape = &self->binding->in_shape[node->slot];
  gssize offset = 0;
  gint axis;

  for (axis = 0; axis < node->n_children; axis++) {
    const NnNode *subscript = node->child[axis];
    gint64 index =
        subscript->kind == NN_NODE_INDEX ? self->value[subscript->slot] : evaluate_whole (self, subscript);

    if (index < 1 || index > shape->dim[axis])
      return -1;
    offset = offset * shape->dim[axis] + (gssize) (index - 1);
  }
  if (node->rest)
    for (gint i = 0; i < self->n_rest; i++, axis++)
      offset = offset * shape->dim[axis] + (self->value[NN_SLOT_REST + i] - 1);
  return offset;
}

/* Whether no subscript leaves its tensor; inner reductions see to themselves. */
static gboolean
cells_exist (NnEvaluation *self, const NnNode *node)
{
  if (node == NULL || nn_node_is_reduction (node))
    return TRUE;
  if (node->kind == NN_NODE_CELL)
    return nn_evaluation_offset (self, node) >= 0;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (!cells_exist (self, node->child[i]))
      return FALSE;
  return TRUE;
}

gboolean
nn_evaluation_term_exists (NnEvaluation *self, const NnNode *reduction)
{
  return (reduction->child[1] == NULL || nn_evaluation_condition (self, reduction->child[1]))
         && cells_exist (self, reduction->child[0]);
}

gboolean
nn_evaluation_condition (NnEvaluation *self, const NnNode *node)
{
  gdouble a, b;

  if (node->kind == NN_NODE_AND)
    return nn_evaluation_condition (self, node->child[0]) && nn_evaluation_condition (self, node->child[1]);
  a = nn_evaluation_value (self, node->child[0]);
  b = nn_evaluation_value (self, node->child[1]);
  switch ((gint) node->kind) {
  case NN_NODE_EQUAL: return a == b;
  case NN_NODE_LESS: return a < b;
  case NN_NODE_GREATER: return a > b;
  case NN_NODE_LESS_EQUAL: return a <= b;
  case NN_NODE_GREATER_EQUAL: return a >= b;
  default: g_assert_not_reached ();
  }
}

/* ---- reductions ---- */

gboolean
nn_box_begin (NnBox *box, NnEvaluation *evaluation, const NnNode *reduction)
{
  const NnFormula *formula = evaluation->formula;

  box->n = 0;
  for (gint i = 0; i < reduction->n_indices; i++) {
    const NnIndexSource *source = &formula->source[reduction->index[i]];

    box->slot[box->n] = reduction->index[i];
    box->first[box->n] = 1;
    if (reduction->first[i] != NULL) {
      box->first[box->n] = (gint) evaluate_whole (evaluation, reduction->first[i]);
      box->last[box->n] = (gint) evaluate_whole (evaluation, reduction->last[i]);
    } else {
      box->last[box->n] = evaluation->binding->in_shape[source->input].dim[source->axis];
    }
    box->n++;
  }
  for (gint i = 0; reduction->rest && i < evaluation->n_rest; i++) {
    box->slot[box->n] = NN_SLOT_REST + i;
    box->first[box->n] = 1;
    box->last[box->n++] = evaluation->binding->in_shape[formula->rest_input].dim[formula->rest_from + i];
  }
  for (gint i = 0; i < box->n; i++) {
    if (box->first[i] > box->last[i])
      return FALSE;
    evaluation->value[box->slot[i]] = box->first[i];
  }
  return TRUE;
}

gboolean
nn_box_next (const NnBox *box, NnEvaluation *evaluation)
{
  for (gint i = box->n - 1; i >= 0; i--) {
    if (evaluation->value[box->slot[i]] < box->last[i]) {
      evaluation->value[box->slot[i]]++;
      return TRUE;
    }
    evaluation->value[box->slot[i]] = box->first[i];
  }
  return FALSE;
}

gsize
nn_box_count (const NnBox *box)
{
  gsize count = 1;

  for (gint i = 0; i < box->n; i++)
    count *= box->last[i] >= box->first[i] ? (gsize) (box->last[i] - box->first[i] + 1) : 0;
  return count;
}

void
nn_box_seek (const NnBox *box, NnEvaluation *evaluation, gsize place)
{
  for (gint i = box->n - 1; i >= 0; i--) {
    gsize size = (gsize) (box->last[i] - box->first[i] + 1);

    evaluation->value[box->slot[i]] = box->first[i] + (gint) (place % size);
    place /= size;
  }
}

gboolean
nn_tally_step (NnTally *tally, NnEvaluation *evaluation, const NnNode *reduction, gdouble *term)
{
  const NnNode *body = reduction->child[0];
  gboolean is_product = reduction->kind == NN_NODE_SUM && body->kind == NN_NODE_MULTIPLY;
  gboolean is_first;
  gdouble a, b = 1.0;

  tally->place++;
  if (reduction->child[1] != NULL && !nn_evaluation_condition (evaluation, reduction->child[1]))
    return FALSE;
  a = nn_evaluation_value (evaluation, is_product ? body->child[0] : body);
  if (is_product)
    b = nn_evaluation_value (evaluation, body->child[1]);
  if (evaluation->missing) {
    evaluation->missing = FALSE;
    return FALSE;
  }
  is_first = tally->n++ == 0;
  switch ((gint) reduction->kind) {
  case NN_NODE_SUM: tally->value = is_product ? fma (a, b, tally->value) : tally->value + a; break;
  case NN_NODE_MAX: tally->value = is_first || a > tally->value ? a : tally->value; break;
  case NN_NODE_MIN: tally->value = is_first || a < tally->value ? a : tally->value; break;
  case NN_NODE_ARGMAX:
    if (is_first || a > tally->best) {
      tally->best = a;
      tally->value = (gdouble) tally->place;
    }
    break;
  default: tally->value = (gdouble) tally->n; break;
  }
  *term = a * b;
  return TRUE;
}

static gdouble
reduce (NnEvaluation *self, const NnNode *node)
{
  NnTally tally = { 0 };
  gboolean outer = self->missing;
  gdouble term;
  NnBox box;

  if (!nn_box_begin (&box, self, node))
    return 0.0;
  self->missing = FALSE;
  do
    nn_tally_step (&tally, self, node, &term);
  while (nn_box_next (&box, self));
  self->missing = outer;
  return tally.value;
}

static gdouble
read_cell (NnEvaluation *self, const NnNode *node)
{
  const NnBinding *binding = self->binding;
  gssize offset = nn_evaluation_offset (self, node);

  if (offset < 0) {
    self->missing = TRUE;
    return 0.0;
  }
  if (binding->read != NULL)
    return binding->read (node->slot, (gsize) offset, binding->read_data);
  return binding->in[node->slot][offset];
}

gdouble
nn_evaluation_value (NnEvaluation *self, const NnNode *node)
{
  gdouble a, b;

  switch (node->kind) {
  case NN_NODE_NUMBER: return node->number;
  case NN_NODE_INDEX: return self->value[node->slot];
  case NN_NODE_ATTRIBUTE: return self->binding->attribute[node->slot];
  case NN_NODE_CELL: return read_cell (self, node);
  case NN_NODE_NEGATE: return -nn_evaluation_value (self, node->child[0]);
  case NN_NODE_SQRT: return sqrt (nn_evaluation_value (self, node->child[0]));
  case NN_NODE_EXP: return nn_exp (nn_evaluation_value (self, node->child[0]));
  case NN_NODE_LN: return nn_ln (nn_evaluation_value (self, node->child[0]));
  case NN_NODE_LN1P: return nn_ln1p (nn_evaluation_value (self, node->child[0]));
  case NN_NODE_COSPI: return nn_cospi (nn_evaluation_value (self, node->child[0]));
  case NN_NODE_TANH: return nn_tanh (nn_evaluation_value (self, node->child[0]));
  case NN_NODE_DIV:
  case NN_NODE_MOD: return (gdouble) evaluate_whole (self, node);
  case NN_NODE_IF:
    return nn_evaluation_value (self, node->child[nn_evaluation_condition (self, node->child[0]) ? 1 : 2]);
  case NN_NODE_SUM:
  case NN_NODE_MAX:
  case NN_NODE_MIN:
  case NN_NODE_COUNT:
  case NN_NODE_ARGMAX: return reduce (self, node);
  case NN_NODE_ADD:
  case NN_NODE_SUBTRACT:
  case NN_NODE_MULTIPLY:
  case NN_NODE_DIVIDE: break;
  case NN_NODE_EQUAL:
  case NN_NODE_LESS:
  case NN_NODE_GREATER:
  case NN_NODE_LESS_EQUAL:
  case NN_NODE_GREATER_EQUAL:
  case NN_NODE_AND:
  default: g_assert_not_reached ();
  }
  a = nn_evaluation_value (self, node->child[0]);
  b = nn_evaluation_value (self, node->child[1]);
  if (node->kind == NN_NODE_ADD)
    return a + b;
  if (node->kind == NN_NODE_SUBTRACT)
    return a - b;
  return node->kind == NN_NODE_MULTIPLY ? a * b : a / b;
}

void
nn_evaluation_init (NnEvaluation *self, NnFormula *formula, const NnBinding *binding, gsize offset)
{
  gint index[NN_MAX_RANK];

  self->formula = formula;
  self->binding = binding;
  self->n_rest = nn_formula_get_n_rest (formula, binding->in_shape);
  self->missing = FALSE;
  nn_shape_index (&binding->out_shape, offset, index);
  for (gint i = 0; i < formula->n_out_index; i++)
    self->value[formula->out_index[i]] = index[i];
  for (gint i = 0; formula->out_rest && i < self->n_rest; i++)
    self->value[NN_SLOT_REST + i] = index[formula->n_out_index + i];
}

gdouble
nn_formula_evaluate (NnFormula *formula, const NnBinding *binding, gsize offset)
{
  NnEvaluation evaluation;

  nn_evaluation_init (&evaluation, formula, binding, offset);
  return nn_evaluation_value (&evaluation, formula->root);
}
