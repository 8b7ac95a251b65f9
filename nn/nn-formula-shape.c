/* What a formula says about shapes, and the parsed formulas of the operations. */
#include "nn-error.h"
#include "nn-formula-private.h"

#include <string.h>

void
nn_formula_get_out_axes (NnFormula *formula, const gchar *const *in_axes, gchar axes[NN_MAX_RANK + 1])
{
  gint n = 0;

  for (gint i = 0; i < formula->n_out_index; i++)
    axes[n++] = (gchar) ('a' + formula->out_index[i]);
  if (formula->out_rest && formula->has_rest) {
    const gchar *letters = in_axes[formula->rest_input];

    for (gsize i = (gsize) formula->rest_from; i < strlen (letters) && n < NN_MAX_RANK; i++)
      axes[n++] = letters[i];
  }
  axes[n] = '\0';
}

typedef struct {
  NnFormula *formula;
  const NnShape *inputs;
  gint size[NN_N_SLOTS]; /* of each index; 0: not known yet */
  gint n_rest;
  GError *error;
} Inference;

static void
learn (Inference *self, gint slot, gint size, const NnNode *cell, gint axis)
{
  if (self->size[slot] == 0) {
    self->size[slot] = size;
  } else if (self->size[slot] != size && self->error == NULL) {
    g_set_error (&self->error, NN_ERROR, NN_ERROR_SHAPE, "axis %d of %s has %d cells, but %d are needed",
                 axis + 1, self->formula->inputs[cell->slot], size, self->size[slot]);
  }
}

static void
learn_cell (Inference *self, const NnNode *node)
{
  const NnShape *shape = &self->inputs[node->slot];
  gint rank = node->n_children + (node->rest ? self->n_rest : 0);

  if (shape->rank != rank) {
    if (self->error == NULL)
      g_set_error (&self->error, NN_ERROR, NN_ERROR_SHAPE, "%s has %d axes, but %d are needed",
                   self->formula->inputs[node->slot], shape->rank, rank);
    return;
  }
  for (gint i = 0; i < node->n_children; i++)
    if (node->child[i]->kind == NN_NODE_INDEX)
      learn (self, node->child[i]->slot, shape->dim[i], node, i);
  for (gint i = 0; node->rest && i < self->n_rest; i++)
    learn (self, NN_SLOT_REST + i, shape->dim[node->n_children + i], node, node->n_children + i);
}

static void
learn_tree (Inference *self, const NnNode *node)
{
  if (node == NULL)
    return;
  if (node->kind == NN_NODE_CELL)
    learn_cell (self, node);
  for (gint i = 0; i < NN_MAX_RANK; i++)
    learn_tree (self, node->child[i]);
}

static gboolean
fill_axis (Inference *self, gint slot, gint axis, const NnShape *given, NnShape *out)
{
  gint size = self->size[slot];

  if (size == 0) {
    if (given == NULL) {
      g_set_error (&self->error, NN_ERROR, NN_ERROR_SHAPE, "nothing says the size of axis %d of the result",
                   axis + 1);
      return FALSE;
    }
    size = given->dim[axis];
  } else if (given != NULL && given->dim[axis] != size) {
    g_set_error (&self->error, NN_ERROR, NN_ERROR_SHAPE, "axis %d of the result should have %d cells, not %d",
                 axis + 1, size, given->dim[axis]);
    return FALSE;
  }
  out->dim[axis] = size;
  return TRUE;
}

gboolean
nn_formula_infer_shape (NnFormula *formula,
                        const NnShape *inputs,
                        const gint *attributes,
                        const NnShape *given,
                        NnShape *out,
                        GError **error)
{
  Inference self = { formula, inputs, { 0 }, 0, NULL };
  gint axis = 0;

  self.n_rest = nn_formula_get_n_rest (formula, inputs);
  if (self.n_rest < 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, "%s has too few axes",
                 formula->inputs[formula->rest_input]);
    return FALSE;
  }
  learn_tree (&self, formula->root);
  *out = nn_shape (0);
  out->rank = formula->n_out_index + (formula->out_rest ? self.n_rest : 0);
  if (self.error == NULL && (out->rank > NN_MAX_RANK || (given != NULL && given->rank != out->rank)))
    g_set_error (&self.error, NN_ERROR, NN_ERROR_SHAPE, "the result has %d axes, which does not fit",
                 out->rank);
  for (gint i = 0; self.error == NULL && i < formula->n_out_index; i++)
    if (!fill_axis (&self, formula->out_index[i], axis++, given, out))
      break;
  for (gint i = 0; self.error == NULL && formula->out_rest && i < self.n_rest; i++)
    if (!fill_axis (&self, NN_SLOT_REST + i, axis++, given, out))
      break;
  if (self.error != NULL) {
    g_propagate_error (error, self.error);
    return FALSE;
  }
  return TRUE;
}

/* Whether a node of a kind from `first` to `last` stands in the tree. */
static gboolean
has_kind (const NnNode *node, NnNodeKind first, NnNodeKind last)
{
  if (node == NULL)
    return FALSE;
  if (node->kind >= first && node->kind <= last)
    return TRUE;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (has_kind (node->child[i], first, last))
      return TRUE;
  return FALSE;
}

gboolean
nn_formula_chooses (const NnFormula *formula)
{
  return has_kind (formula->root, NN_NODE_IF, NN_NODE_IF);
}

gboolean
nn_formula_is_transcendental (const NnFormula *formula)
{
  return has_kind (formula->root, NN_NODE_EXP, NN_NODE_LN1P);
}

NnFormula *
nn_formula_for_op (NnOp op)
{
  static GMutex mutex;
  static NnFormula *formulas[NN_OP_COMMIT];
  static guint serials[NN_OP_COMMIT];
  guint serial = nn_op_get_formula_serial ();
  NnFormula *formula;

  g_assert (op < NN_OP_COMMIT);
  g_mutex_lock (&mutex);
  if (formulas[op] == NULL || serials[op] != serial) {
    const NnOpInfo *info = nn_op_get (op);
    g_autoptr (GError) error = NULL;

    if (formulas[op] == NULL || strcmp (formulas[op]->text, info->formula) != 0) {
      nn_formula_unref (formulas[op]);
      formulas[op] = nn_formula_parse (info->formula, info->inputs, info->attributes, &error);
      g_assert_no_error (error); /* a row of the table: only we can get it wrong */
    }
    serials[op] = serial;
  }
  formula = formulas[op];
  g_mutex_unlock (&mutex);
  return formula;
}
