/* Terms put on grids by where one of their factors lies in its tensor. */
#include "gs-products.h"

#include <math.h>

/* Where a cell lies: on which grid, counted in its tensor, and where there. */
typedef struct {
  gint part, row, column;
} Place;

typedef struct {
  NnProgram *program;
  gint key;    /* the factor that says where a term lies */
  gint tensor; /* of which; for a flattened one that which was flattened */
  gint axis;   /* of a row of numbers: the axis that the terms run along */
  gint wrap;   /* numbers a line, of such a row */
  gboolean is_flat;
} Grid;

static const NnTensorInfo *
get_info (NnProgram *program, gint tensor)
{
  return nn_program_get_tensor (program, tensor);
}

/* What a flattened tensor was made of, or -1. */
static gint
find_unflattened (NnProgram *program, gint tensor)
{
  gint producer = get_info (program, tensor)->producer;
  const NnInstruction *line = producer >= 0 ? nn_program_get_instruction (program, producer) : NULL;

  return line != NULL && line->op == NN_OP_FLATTEN ? line->inputs[0] : -1;
}

static void
split (const NnShape *shape, gsize offset, gint index[NN_MAX_RANK])
{
  for (gint axis = shape->rank - 1; axis >= 0; axis--) {
    index[axis] = (gint) (offset % (gsize) shape->dim[axis]);
    offset /= (gsize) shape->dim[axis];
  }
}

static Place
locate (const Grid *grid, const NnCell *cell)
{
  const NnShape *shape = &get_info (grid->program, grid->tensor)->shape;
  gint index[NN_MAX_RANK] = { 0 }, number;

  if (grid->is_flat || shape->rank == 4) {
    split (shape, cell->offset, index);
    return (Place){ index[0] * shape->dim[1] + index[1], index[2], index[3] };
  }
  split (shape, cell->offset, index);
  number = index[grid->axis];
  return (Place){ 0, number / grid->wrap, number % grid->wrap };
}

/* The factor whose tensor has the shape of a picture: a kernel first, whose window is whole also where it
 * hangs over an edge; then any other, or what a flattened row of numbers was. */
static void
choose_key (Grid *grid, const NnCell *cells, gint n_factors)
{
  for (gint i = 0; i < n_factors; i++) {
    const NnTensorInfo *info = get_info (grid->program, cells[i].tensor);

    if (info->shape.rank == 4 && (grid->key < 0 || info->role == NN_ROLE_PARAMETER)) {
      grid->key = i;
      grid->tensor = cells[i].tensor;
    }
  }
  for (gint i = 0; grid->key < 0 && i < n_factors; i++) {
    gint whole = find_unflattened (grid->program, cells[i].tensor);

    if (whole < 0)
      continue;
    grid->key = i;
    grid->tensor = whole;
    grid->is_flat = TRUE;
  }
}

/* Rows of numbers: along the axis on which the first two terms differ, some to a line. */
static void
choose_axis (Grid *grid, const NnCell *first, const NnCell *second)
{
  const NnShape *shape = &get_info (grid->program, first->tensor)->shape;
  gint a[NN_MAX_RANK] = { 0 }, b[NN_MAX_RANK] = { 0 };

  grid->key = 0;
  grid->tensor = first->tensor;
  split (shape, first->offset, a);
  split (shape, second->offset, b);
  while (grid->axis < shape->rank - 1 && a[grid->axis] == b[grid->axis])
    grid->axis++;
  grid->wrap =
      shape->dim[grid->axis] > 16 ? (gint) ceil (sqrt (shape->dim[grid->axis])) : shape->dim[grid->axis];
}

/* ---- terms ---- */

typedef struct {
  GArray *places;   /* Place */
  GPtrArray *found; /* GsProduct */
} Terms;

/* Whether a term has factors of the same tensors as the first. */
static gboolean
is_alike (GsExplanation *explanation, const NnTerm *term, const NnTerm *first)
{
  if (term->n_factors != first->n_factors)
    return FALSE;
  for (gint i = 0; i < MIN (term->n_factors, 2); i++)
    if (gs_explanation_get_factor (explanation, term, i).tensor
        != gs_explanation_get_factor (explanation, first, i).tensor)
      return FALSE;
  return TRUE;
}

/* Whether two tables have all that a term is made of. */
static gboolean
has_two_tensors (GsExplanation *explanation, const NnTerm *term)
{
  gint tensors[2] = { -1, -1 };

  for (gint i = 0; i < term->n_factors; i++) {
    gint tensor = gs_explanation_get_factor (explanation, term, i).tensor;

    if (i < 2)
      tensors[i] = tensor;
    else if (tensor != tensors[0] && tensor != tensors[1])
      return FALSE;
  }
  return TRUE;
}

static gboolean
choose_grid (GsProducts *products, GsExplanation *explanation, Grid *grid)
{
  NnTerm first, second;
  NnCell cells[2] = { { 0, 0 }, { 0, 0 } };

  if (!gs_explanation_get_term (explanation, 1, &first) || !has_two_tensors (explanation, &first))
    return FALSE;
  if (!gs_explanation_get_term (explanation, 2, &second) || !is_alike (explanation, &second, &first))
    second = first;
  products->n_factors = MIN (first.n_factors, 2);
  for (gint i = 0; i < products->n_factors; i++) {
    cells[i] = gs_explanation_get_factor (explanation, &first, i);
    products->tensors[i] = cells[i].tensor;
  }
  if (products->n_factors == 0)
    return FALSE;
  choose_key (grid, cells, products->n_factors);
  if (grid->key < 0) {
    NnCell other = gs_explanation_get_factor (explanation, &second, 0);

    choose_axis (grid, &cells[0], &other);
  }
  return TRUE;
}

/* Those like the first are for the tables; the others are the rest. */
static void
take_terms (GsProducts *products, GsExplanation *explanation, const Grid *grid, Terms *terms)
{
  gsize n = gs_explanation_count_terms (explanation);
  NnTerm first, term;

  gs_explanation_get_term (explanation, 1, &first);
  for (gsize number = 1; number <= n && gs_explanation_get_term (explanation, number, &term); number++) {
    GsProduct *product;
    Place place;

    if (!is_alike (explanation, &term, &first)) {
      if (products->n_rest++ == 0 && term.n_factors > 0)
        products->rest = gs_explanation_get_factor (explanation, &term, 0);
      products->rest_value += term.value;
      continue;
    }
    product = g_new0 (GsProduct, 1);
    product->number = number;
    product->value = term.value;
    for (gint i = 0; i < products->n_factors; i++)
      product->cells[i] = gs_explanation_get_factor (explanation, &term, i);
    place = locate (grid, &product->cells[grid->key]);
    products->sum = term.running;
    products->n_terms++;
    g_array_append_val (terms->places, place);
    g_ptr_array_add (terms->found, product);
  }
}

/* ---- the tables ---- */

/* Parts in the order in which they come. */
static gint
find_part (GArray *parts, gint part)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_array_index (parts, gint, i) == part)
      return (gint) i;
  g_array_append_val (parts, part);
  return (gint) parts->len - 1;
}

static void
fill_tables (GsProducts *products, const Grid *grid, Terms *terms)
{
  const NnTensorInfo *info = get_info (grid->program, grid->tensor);
  gboolean is_kernel = info->role == NN_ROLE_PARAMETER && info->shape.rank == 4;
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (gint));
  gint top = G_MAXINT, left = G_MAXINT, bottom = 0, right = 0;

  for (guint i = 0; i < terms->places->len; i++) {
    Place *place = &g_array_index (terms->places, Place, i);

    place->part = find_part (parts, place->part);
    top = MIN (top, place->row);
    left = MIN (left, place->column);
    bottom = MAX (bottom, place->row);
    right = MAX (right, place->column);
  }
  if (is_kernel) {
    top = left = 0;
    bottom = info->shape.dim[2] - 1;
    right = info->shape.dim[3] - 1;
  }
  products->n_parts = (gint) parts->len;
  products->rows = bottom - top + 1;
  products->columns = right - left + 1;
  g_ptr_array_set_size (products->products, products->n_parts * products->rows * products->columns);
  for (guint i = 0; i < terms->places->len; i++) {
    const Place *place = &g_array_index (terms->places, Place, i);
    gint at = (place->part * products->rows + place->row - top) * products->columns + place->column - left;

    g_free (products->products->pdata[at]);
    products->products->pdata[at] = g_ptr_array_index (terms->found, i);
  }
}

/* A function of one number, such as relu, has nothing to be laid beside each other. */
static gboolean
has_tables (GsExplanation *explanation)
{
  gsize n = gs_explanation_get_op (explanation) != NULL ? gs_explanation_count_terms (explanation) : 0;
  NnTerm term;

  if (n != 1 || !gs_explanation_get_term (explanation, 1, &term))
    return n > 1 && n <= GS_PRODUCTS_MAX;
  for (gint i = 1; i < term.n_factors; i++) {
    NnCell cell = gs_explanation_get_factor (explanation, &term, i),
           before = gs_explanation_get_factor (explanation, &term, i - 1);

    if (!nn_cell_equal (&cell, &before))
      return TRUE;
  }
  return FALSE;
}

static GsOutcome
find_outcome (GsExplanation *explanation)
{
  const NnOp op = gs_explanation_get_op (explanation)->op;
  const gchar *sign = gs_explanation_get_sign (explanation, 0);

  if (op == NN_OP_POOL_WHICH)
    return GS_OUTCOME_PLACE;
  if (op == NN_OP_POOL_MEAN || op == NN_OP_POOL_MEAN_PADDED)
    return GS_OUTCOME_MEAN;
  return g_str_equal (sign, "max") ? GS_OUTCOME_LARGEST : GS_OUTCOME_SUM;
}

GsProducts *
gs_products_new (GsExplanation *explanation)
{
  GsProducts *products;
  Grid grid = { .key = -1, .wrap = 1 };
  Terms terms;

  if (!has_tables (explanation))
    return NULL;
  products = g_new0 (GsProducts, 1);
  products->products = g_ptr_array_new_with_free_func (g_free);
  grid.program = gs_explanation_get_program (explanation);
  if (!choose_grid (products, explanation, &grid)) {
    gs_products_free (products);
    return NULL;
  }
  products->outcome = find_outcome (explanation);
  terms = (Terms){ g_array_new (FALSE, FALSE, sizeof (Place)), g_ptr_array_new () };
  take_terms (products, explanation, &grid, &terms);
  fill_tables (products, &grid, &terms);
  g_array_unref (terms.places);
  g_ptr_array_unref (terms.found);
  return products;
}

void
gs_products_free (GsProducts *products)
{
  if (products == NULL)
    return;
  g_ptr_array_unref (products->products);
  g_free (products);
}

const GsProduct *
gs_products_find_largest (const GsProducts *products)
{
  const GsProduct *largest = NULL;

  if (products->outcome != GS_OUTCOME_LARGEST && products->outcome != GS_OUTCOME_PLACE)
    return NULL;
  for (guint i = 0; i < products->products->len; i++) {
    const GsProduct *product = g_ptr_array_index (products->products, i);

    if (product != NULL && (largest == NULL ? !isnan (product->value) : product->value > largest->value))
      largest = product;
  }
  return largest;
}

const GsProduct *
gs_products_get (const GsProducts *products, gint part, gint row, gint column)
{
  return g_ptr_array_index (products->products, (part * products->rows + row) * products->columns + column);
}
