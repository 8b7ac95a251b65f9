/* The terms of one cell, in the order in which they are added; visited one at a time. */
#include "nn-formula-private.h"

struct _NnTermIter {
  NnEvaluation evaluation;
  NnBinding binding;
  const NnNode *leading; /* or NULL: one term, the whole formula */
  const NnNode *added[NN_MAX_ADDED];
  gint n_added;
  NnBox box;
  gboolean in_box;
  gboolean fresh; /* the box's present place has not been visited yet */
  gint next_added;
  gsize number;
  NnTally tally; /* its value goes on through what is added */
};

/* Walks down through signs, factors and divisors, as long as one way holds the only reduction. */
static gboolean
has_reduction (const NnNode *node)
{
  if (node == NULL)
    return FALSE;
  if (nn_node_is_reduction (node))
    return TRUE;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (has_reduction (node->child[i]))
      return TRUE;
  return FALSE;
}

static const NnNode *
find_leading (const NnNode *node)
{
  const NnNode *a = node->child[0], *b = node->child[1];

  if (nn_node_is_reduction (node))
    return node;
  switch ((gint) node->kind) {
  case NN_NODE_NEGATE: return find_leading (a);
  case NN_NODE_DIVIDE: return has_reduction (b) ? NULL : find_leading (a);
  case NN_NODE_MULTIPLY:
    if (has_reduction (a) == has_reduction (b))
      return NULL;
    return find_leading (has_reduction (a) ? a : b);
  default: return NULL;
  }
}

const NnNode *
nn_formula_get_leading (NnFormula *formula, const NnNode **added, gint max, gint *n_added)
{
  const NnNode *node = formula->root, *found = NULL;
  gint n = 0;

  while (node->kind == NN_NODE_ADD && !has_reduction (node->child[1]) && n < max) {
    added[n++] = node->child[1];
    node = node->child[0];
  }
  found = find_leading (node);
  *n_added = found != NULL ? n : 0;
  for (gint i = 0; i < n / 2; i++) {
    const NnNode *swap = added[i];

    added[i] = added[n - 1 - i];
    added[n - 1 - i] = swap;
  }
  return found;
}

/* ---- the cells a term reads ---- */

static void
list_factors (NnEvaluation *evaluation, const NnNode *node, NnTerm *term)
{
  if (node == NULL)
    return;
  if (node->kind == NN_NODE_CELL) {
    gssize offset = nn_evaluation_offset (evaluation, node);

    if (offset >= 0 && term->n_factors < (gint) G_N_ELEMENTS (term->factor))
      term->factor[term->n_factors++] = (NnInputCell){ node->slot, (gsize) offset };
    return;
  }
  if (nn_node_is_reduction (node)) {
    NnBox box;

    if (!nn_box_begin (&box, evaluation, node))
      return;
    do {
      if (node->child[1] == NULL || nn_evaluation_condition (evaluation, node->child[1]))
        list_factors (evaluation, node->child[0], term);
    } while (term->n_factors < (gint) G_N_ELEMENTS (term->factor) && nn_box_next (&box, evaluation));
    return;
  }
  for (gint i = 0; i < NN_MAX_RANK; i++)
    list_factors (evaluation, node->child[i], term);
}

NnTermIter *
nn_term_iter_new (NnFormula *formula, const NnBinding *binding, gsize offset)
{
  NnTermIter *self = g_new0 (NnTermIter, 1);

  self->binding = *binding;
  nn_evaluation_init (&self->evaluation, formula, &self->binding, offset);
  self->leading = nn_formula_get_leading (formula, self->added, NN_MAX_ADDED, &self->n_added);
  if (self->leading != NULL) {
    self->in_box = nn_box_begin (&self->box, &self->evaluation, self->leading);
    self->fresh = TRUE;
  }
  return self;
}

void
nn_term_iter_free (NnTermIter *iter)
{
  g_free (iter);
}

static gboolean
next_whole (NnTermIter *self, NnTerm *term)
{
  const NnNode *root = self->evaluation.formula->root;

  if (self->number > 0)
    return FALSE;
  term->number = ++self->number;
  term->value = term->running = nn_evaluation_value (&self->evaluation, root);
  list_factors (&self->evaluation, root, term);
  return TRUE;
}

static gboolean
next_added (NnTermIter *self, NnTerm *term)
{
  const NnNode *node;

  if (self->next_added == self->n_added)
    return FALSE;
  /* What is added stands behind the finished sum: signs, factors and divisors of it included. */
  if (self->next_added == 0) {
    const NnNode *sum = self->evaluation.formula->root;

    for (gint i = 0; i < self->n_added; i++)
      sum = sum->child[0];
    if (sum != self->leading)
      self->tally.value = nn_evaluation_value (&self->evaluation, sum);
  }
  node = self->added[self->next_added++];
  term->value = nn_evaluation_value (&self->evaluation, node);
  self->tally.value += term->value;
  term->number = ++self->number;
  term->running = self->tally.value;
  list_factors (&self->evaluation, node, term);
  return TRUE;
}

gboolean
nn_term_iter_next (NnTermIter *iter, NnTerm *term)
{
  term->n_factors = 0;
  if (iter->leading == NULL)
    return next_whole (iter, term);
  while (iter->in_box) {
    if (!iter->fresh && !nn_box_next (&iter->box, &iter->evaluation)) {
      iter->in_box = FALSE;
      break;
    }
    iter->fresh = FALSE;
    if (nn_tally_step (&iter->tally, &iter->evaluation, iter->leading, &term->value)) {
      term->number = ++iter->number;
      term->running = iter->tally.value;
      list_factors (&iter->evaluation, iter->leading->child[0], term);
      return TRUE;
    }
  }
  return next_added (iter, term);
}

/* Whether every place of the reduction's box has a term: no condition, and plain subscripts only. */
static gboolean
is_full (const NnNode *node)
{
  if (node == NULL)
    return TRUE;
  if (node->kind == NN_NODE_CELL)
    for (gint i = 0; i < node->n_children; i++)
      if (node->child[i]->kind != NN_NODE_INDEX)
        return FALSE;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (!is_full (node->child[i]))
      return FALSE;
  return TRUE;
}

/* Structure only: which places of the box have a term does not depend on values, save for indirect
 * indices; without values they count as existing. */
gsize
nn_formula_count_terms (NnFormula *formula, const NnBinding *binding, gsize offset)
{
  const NnNode *added[NN_MAX_ADDED], *leading;
  NnEvaluation evaluation;
  gint n_added;
  gsize count = 0;
  NnBox box;

  leading = nn_formula_get_leading (formula, added, NN_MAX_ADDED, &n_added);
  if (leading == NULL)
    return 1;
  nn_evaluation_init (&evaluation, formula, binding, offset);
  if (!nn_box_begin (&box, &evaluation, leading))
    return (gsize) n_added;
  if (leading->child[1] == NULL && is_full (leading->child[0]))
    return nn_box_count (&box) + (gsize) n_added;
  do {
    if (nn_evaluation_term_exists (&evaluation, leading))
      count++;
  } while (nn_box_next (&box, &evaluation));
  return count + (gsize) n_added;
}

/* ---- signs ---- */

gboolean
nn_node_is_same (const NnNode *a, const NnNode *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->kind != b->kind || a->number != b->number || a->slot != b->slot || a->rest != b->rest
      || nn_node_is_reduction (a))
    return FALSE;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (!nn_node_is_same (a->child[i], b->child[i]))
      return FALSE;
  return TRUE;
}

const gchar *
nn_node_get_sign (const NnNode *node)
{
  static const gchar *const signs[] = {
    [NN_NODE_NEGATE] = "−",   [NN_NODE_ADD] = "+",   [NN_NODE_SUBTRACT] = "−", [NN_NODE_MULTIPLY] = "×",
    [NN_NODE_DIVIDE] = "÷",   [NN_NODE_DIV] = "÷",   [NN_NODE_SQRT] = "√",     [NN_NODE_EXP] = "exp",
    [NN_NODE_LN] = "ln",      [NN_NODE_LN1P] = "ln", [NN_NODE_TANH] = "tanh",  [NN_NODE_COSPI] = "cos",
    [NN_NODE_SUM] = "+",      [NN_NODE_MAX] = "max", [NN_NODE_MIN] = "min",    [NN_NODE_COUNT] = "#",
    [NN_NODE_ARGMAX] = "max",
  };

  if (node->kind == NN_NODE_IF)
    return NULL;
  return node->kind < G_N_ELEMENTS (signs) && signs[node->kind] != NULL ? signs[node->kind] : "";
}

static gboolean
is_one (const NnNode *node, const NnBinding *binding)
{
  return node->kind == NN_NODE_ATTRIBUTE && binding->attribute[node->slot] == 1;
}

/* As it is printed: without a divisor that is 1, and what stands there twice is squared. */
static const gchar *
get_printed_sign (const NnNode *node, const NnBinding *binding)
{
  while (node->kind == NN_NODE_DIVIDE && is_one (node->child[1], binding))
    node = node->child[0];
  return node->kind == NN_NODE_MULTIPLY && node->child[0]->kind == NN_NODE_SUBTRACT
                 && nn_node_is_same (node->child[0], node->child[1])
             ? "(−)²"
             : nn_node_get_sign (node);
}

const gchar *
nn_formula_get_sign (NnFormula *formula, const NnBinding *binding, gsize offset, gsize term)
{
  const NnNode *added[NN_MAX_ADDED] = { NULL };
  gint n_added = 0;
  const NnNode *leading = nn_formula_get_leading (formula, added, NN_MAX_ADDED, &n_added);
  gsize n, n_leading;

  if (leading == NULL)
    return get_printed_sign (formula->root, binding);
  n = nn_formula_count_terms (formula, binding, offset);
  if (term == 0 && n > 1)
    return nn_node_get_sign (leading);
  n_leading = n - (gsize) n_added;
  if (term <= n_leading)
    return get_printed_sign (leading->child[0], binding);
  g_assert (term <= n && added[term - n_leading - 1] != NULL);
  return get_printed_sign (added[term - n_leading - 1], binding);
}

gboolean
nn_formula_is_sum (NnFormula *formula)
{
  const NnNode *added[NN_MAX_ADDED] = { NULL };
  gint n_added = 0;
  const NnNode *leading = nn_formula_get_leading (formula, added, NN_MAX_ADDED, &n_added);

  return leading != NULL && leading->kind == NN_NODE_SUM;
}
