/* Formulas that read their inputs one after the other, joined by signs: "x × W + bias". */
#include "nn-formula-private.h"

typedef struct {
  NnLink *links;
  gint n;
} Chain;

/* Each input once. */
static gboolean
add_cell (Chain *chain, const NnNode *cell, const gchar *sign)
{
  if (cell->kind != NN_NODE_CELL)
    return FALSE;
  for (gint i = 0; i < chain->n; i++)
    if (chain->links[i].input == cell->slot)
      return FALSE;
  chain->links[chain->n++] = (NnLink){ cell->slot, sign };
  return TRUE;
}

/* Every subscript is an index as it stands: the whole input is taken, not a window or a part of it. */
static gboolean
is_whole (const NnNode *cell)
{
  for (gint i = 0; i < cell->n_children; i++)
    if (cell->child[i]->kind != NN_NODE_INDEX)
      return FALSE;
  return TRUE;
}

/* A sum of products: of two whole inputs their product, else one of them slides over the other. */
static gboolean
add_sum (Chain *chain, const NnNode *sum, const gchar *sign)
{
  const NnNode *product = sum->child[0];

  if (product->kind != NN_NODE_MULTIPLY)
    return FALSE;
  return add_cell (chain, product->child[0], sign)
         && add_cell (
             chain, product->child[1],
             is_whole (product->child[0]) && is_whole (product->child[1]) ? nn_node_get_sign (product) : "∗");
}

static gboolean
is_addition (const NnNode *node)
{
  return node->kind == NN_NODE_ADD || node->kind == NN_NODE_SUBTRACT;
}

/* Only what reads the same without brackets. `sign` stands before it. */
static gboolean
add (Chain *chain, const NnNode *node, const gchar *sign)
{
  switch ((gint) node->kind) {
  case NN_NODE_CELL: return is_whole (node) && add_cell (chain, node, sign);
  case NN_NODE_SUM: return add_sum (chain, node, sign);
  case NN_NODE_ADD:
  case NN_NODE_SUBTRACT:
    return !is_addition (node->child[1]) && add (chain, node->child[0], sign)
           && add (chain, node->child[1], nn_node_get_sign (node));
  case NN_NODE_MULTIPLY:
  case NN_NODE_DIVIDE:
    return !is_addition (node->child[0]) && node->child[1]->kind == NN_NODE_CELL
           && add (chain, node->child[0], sign) && add (chain, node->child[1], nn_node_get_sign (node));
  default: return FALSE;
  }
}

gint
nn_formula_get_chain (const NnFormula *formula, NnLink links[NN_MAX_INPUTS])
{
  Chain chain = { links, 0 };

  return add (&chain, formula->root, NULL) && chain.n == formula->n_inputs ? chain.n : 0;
}
