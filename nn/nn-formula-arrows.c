/* Precedents and dependents: the cells a cell names, and the cells that name it. */
#include "nn-formula-private.h"

/* ---- precedents ---- */

typedef struct {
  NnEvaluation evaluation;
  GHashTable *seen; /* input and offset in one number */
  NnVisitInput visit;
  gpointer user_data;
  gboolean stopped;
} Precedents;

static void
visit_cells (Precedents *self, const NnNode *node)
{
  if (node == NULL || self->stopped)
    return;
  if (nn_node_is_reduction (node)) {
    NnBox box;

    if (!nn_box_begin (&box, &self->evaluation, node))
      return;
    do {
      if (nn_evaluation_term_exists (&self->evaluation, node))
        visit_cells (self, node->child[0]);
    } while (!self->stopped && nn_box_next (&box, &self->evaluation));
    return;
  }
  if (node->kind == NN_NODE_CELL) {
    gssize offset = nn_evaluation_offset (&self->evaluation, node);

    if (offset >= 0) {
      NnInputCell cell = { node->slot, (gsize) offset };

      if (g_hash_table_add (self->seen,
                            GSIZE_TO_POINTER (cell.offset * NN_MAX_INPUTS + (gsize) cell.input + 1)))
        self->stopped = !self->visit (&cell, self->user_data);
    }
  }
  for (gint i = 0; i < NN_MAX_RANK; i++)
    visit_cells (self, node->child[i]);
}

void
nn_formula_visit_precedents (NnFormula *formula,
                             const NnBinding *binding,
                             gsize offset,
                             NnVisitInput visit,
                             gpointer user_data)
{
  Precedents self = { .visit = visit, .user_data = user_data };

  nn_evaluation_init (&self.evaluation, formula, binding, offset);
  self.seen = g_hash_table_new (NULL, NULL);
  visit_cells (&self, formula->root);
  g_hash_table_unref (self.seen);
}

/* ---- dependents ----
 *
 * For each place in the text that names the input, the letters that stand plainly as its subscripts are
 * known from the cell. The output's other letters are tried; whether one of the reductions around
 * the place then reaches the cell is asked of the box of its other indices. */

typedef struct {
  NnEvaluation evaluation;
  const NnInputCell *cell;
  gint index[NN_MAX_RANK]; /* of the cell, from 1 */
  GArray *offsets;         /* gsize */
  const NnNode *around[8]; /* the reductions around the present place, outermost first */
  gint n_around;
} Dependents;

/* The value that the reference gives `slot`, or 0 where it leaves it open. */
static gint
pinned_index (const Dependents *self, const NnNode *reference, gint slot)
{
  for (gint i = 0; i < reference->n_children; i++)
    if (reference->child[i]->kind == NN_NODE_INDEX && reference->child[i]->slot == slot)
      return self->index[i];
  if (reference->rest && slot >= NN_SLOT_REST && slot < NN_SLOT_REST + self->evaluation.n_rest)
    return self->index[reference->n_children + slot - NN_SLOT_REST];
  return 0;
}

/* Whether, with the output's letters set, some place of the boxes from `level` on is this very cell. */
static gboolean
reaches (Dependents *self, const NnNode *reference, gint level)
{
  const NnNode *reduction;
  NnBox box;

  if (level == self->n_around)
    return nn_evaluation_offset (&self->evaluation, reference) == (gssize) self->cell->offset;
  reduction = self->around[level];
  if (!nn_box_begin (&box, &self->evaluation, reduction))
    return FALSE;
  for (gint i = 0; i < box.n; i++) {
    gint value = pinned_index (self, reference, box.slot[i]);

    if (value == 0)
      continue;
    if (value < box.first[i] || value > box.last[i])
      return FALSE;
    box.first[i] = box.last[i] = self->evaluation.value[box.slot[i]] = value;
  }
  do {
    if (nn_evaluation_term_exists (&self->evaluation, reduction) && reaches (self, reference, level + 1))
      return TRUE;
  } while (nn_box_next (&box, &self->evaluation));
  return FALSE;
}

static void
try_outputs (Dependents *self, const NnNode *reference)
{
  const NnFormula *formula = self->evaluation.formula;
  const NnShape *out = &self->evaluation.binding->out_shape;
  gint slot[NN_MAX_RANK] = { 0 }, first[NN_MAX_RANK] = { 0 }, last[NN_MAX_RANK] = { 0 };
  gint index[NN_MAX_RANK] = { 0 };
  gint axis;

  for (axis = 0; axis < out->rank; axis++) {
    gint value;

    slot[axis] =
        axis < formula->n_out_index ? formula->out_index[axis] : NN_SLOT_REST + axis - formula->n_out_index;
    value = pinned_index (self, reference, slot[axis]);
    if (value > out->dim[axis])
      return;
    first[axis] = value > 0 ? value : 1;
    last[axis] = value > 0 ? value : out->dim[axis];
    index[axis] = first[axis];
  }
  do {
    gsize offset = (gsize) nn_shape_offset (out, index);

    for (axis = 0; axis < out->rank; axis++)
      self->evaluation.value[slot[axis]] = index[axis];
    if (reaches (self, reference, 0))
      g_array_append_val (self->offsets, offset);
    for (axis = out->rank - 1; axis >= 0; axis--) {
      if (index[axis]++ < last[axis])
        break;
      index[axis] = first[axis];
    }
  } while (axis >= 0);
}

static void
find_references (Dependents *self, const NnNode *node)
{
  if (node == NULL)
    return;
  if (node->kind == NN_NODE_CELL && node->slot == self->cell->input)
    try_outputs (self, node);
  if (nn_node_is_reduction (node)) {
    g_assert (self->n_around < (gint) G_N_ELEMENTS (self->around));
    self->around[self->n_around++] = node;
    find_references (self, node->child[0]);
    self->n_around--;
    return;
  }
  for (gint i = 0; i < NN_MAX_RANK; i++)
    find_references (self, node->child[i]);
}

static gint
compare_offsets (gconstpointer a, gconstpointer b)
{
  gsize left = *(const gsize *) a, right = *(const gsize *) b;

  return left < right ? -1 : left > right;
}

void
nn_formula_visit_dependents (NnFormula *formula,
                             const NnBinding *binding,
                             const NnInputCell *cell,
                             NnVisitOutput visit,
                             gpointer user_data)
{
  Dependents self = { .cell = cell };
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));

  self.offsets = offsets;
  self.evaluation.formula = formula;
  self.evaluation.binding = binding;
  self.evaluation.n_rest = nn_formula_get_n_rest (formula, binding->in_shape);
  nn_shape_index (&binding->in_shape[cell->input], cell->offset, self.index);
  find_references (&self, formula->root);
  g_array_sort (offsets, compare_offsets);
  for (guint i = 0; i < offsets->len; i++) {
    gsize offset = g_array_index (offsets, gsize, i);

    if (i > 0 && offset == g_array_index (offsets, gsize, i - 1))
      continue;
    if (!visit (offset, user_data))
      break;
  }
}
