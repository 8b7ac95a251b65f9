/* Terms as tables: their shape, that each stands where its factor does, that they come to the cell's value.
 */
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-products.h"
#include "app/paint/gs-products-painter.h"
#include "app/view/gs-view.h"
#include "app/workbook/gs-workbook.h"
#include "books.h"

/* At the end of the first pass. */
static GsWorkbook *
open_network (const gchar *name)
{
  GsWorkbook *book = book_open (name);

  gs_workbook_set_all_gradients (book, TRUE, NULL);
  gs_workbook_step (book, GS_STEP_OPERATION,
                    nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1);
  return book;
}

static GsProducts *
make (GsWorkbook *book, const gchar *name, gdouble *value)
{
  g_autoptr (GsExplanation) explanation = NULL;
  g_autoptr (GError) error = NULL;
  NnCell cell;

  gs_cell_name_parse ((GsCellScope){ .program = gs_workbook_get_program (book) }, name, &cell, &error);
  g_assert_no_error (error);
  explanation = gs_explanation_new (gs_workbook_get_frame (book), &cell, &error);
  if (value != NULL)
    *value = gs_explanation_get_value (explanation);
  return gs_products_new (explanation);
}

static const gchar *
get_name (GsWorkbook *book, gint tensor)
{
  return nn_program_get_tensor (gs_workbook_get_program (book), tensor)->name;
}

/* A window in the middle: all of the kernel, what lies under it, their products, and the bias behind them. */
static void
test_window (void)
{
  g_autoptr (GsWorkbook) book = open_network ("convnetjs-trained");
  gdouble value, sum = 0;
  g_autoptr (GsProducts) products = make (book, "z1[1,3,12,13]", &value);

  g_assert_cmpint (products->n_parts, ==, 1);
  g_assert_cmpint (products->rows, ==, 5);
  g_assert_cmpint (products->columns, ==, 5);
  g_assert_cmpint (products->n_terms, ==, 25);
  g_assert_cmpstr (get_name (book, products->tensors[0]), ==, "x");
  g_assert_cmpstr (get_name (book, products->tensors[1]), ==, "W1");
  g_assert_cmpstr (get_name (book, products->rest.tensor), ==, "b1");
  g_assert_cmpint (products->n_rest, ==, 1);
  for (gint row = 0; row < 5; row++)
    for (gint column = 0; column < 5; column++) {
      const GsProduct *product = gs_products_get (products, 0, row, column);
      gdouble x, w;

      gs_workbook_look (book, &product->cells[0], &x);
      gs_workbook_look (book, &product->cells[1], &w);
      g_assert_cmpuint (product->cells[0].offset, ==, (gsize) ((9 + row) * 24 + 10 + column));
      g_assert_cmpuint (product->cells[1].offset, ==, (gsize) (50 + row * 5 + column));
      g_assert_cmpfloat (product->value, ==, x * w);
      sum += product->value;
    }
  g_assert_cmpfloat (fabs (sum - products->sum), <, 1e-12);
  g_assert_cmpfloat (fabs (products->sum + products->rest_value - value), <, 1e-12);
  g_assert_cmpint (products->outcome, ==, GS_OUTCOME_SUM);
}

/* Over a corner the kernel stays whole, and what hangs over has no product. */
static void
test_corner (void)
{
  g_autoptr (GsWorkbook) book = open_network ("convnetjs-trained");
  g_autoptr (GsProducts) products = make (book, "z1[1,1,1,1]", NULL);

  g_assert_cmpint (products->rows, ==, 5);
  g_assert_cmpint (products->n_terms, ==, 9);
  g_assert_null (gs_products_get (products, 0, 1, 4));
  g_assert_null (gs_products_get (products, 0, 4, 1));
  g_assert_cmpuint (gs_products_get (products, 0, 2, 2)->cells[0].offset, ==, 0);
}

/* A deep filter has a part for each map that it reads. */
static void
test_parts (void)
{
  g_autoptr (GsWorkbook) book = open_network ("convnetjs-trained");
  gdouble value;
  g_autoptr (GsProducts) products = make (book, "z2[1,2,6,6]", &value);

  g_assert_cmpint (products->n_parts, ==, 8);
  g_assert_cmpint (products->rows * products->columns, ==, 25);
  g_assert_cmpint (products->n_terms, ==, 200);
  g_assert_cmpuint (gs_products_get (products, 7, 0, 0)->cells[1].offset, ==, (1 * 8 + 7) * 25);
  g_assert_cmpfloat (fabs (products->sum + products->rest_value - value), <, 1e-12);
}

/* Which inputs speak for a class: the maps before they were flattened, times the weights. */
static void
test_score (void)
{
  g_autoptr (GsWorkbook) book = open_network ("digits8-conv");
  gdouble value, sum = 0;
  g_autoptr (GsProducts) products = make (book, "z2[1,6]", &value);

  g_assert_cmpint (products->n_parts, ==, 8);
  g_assert_cmpint (products->rows, ==, 4);
  g_assert_cmpint (products->columns, ==, 4);
  g_assert_cmpuint (gs_products_get (products, 3, 1, 2)->cells[0].offset, ==, 3 * 16 + 1 * 4 + 2);
  for (gint part = 0; part < 8; part++)
    for (gint i = 0; i < 16; i++)
      sum += gs_products_get (products, part, i / 4, i % 4)->value;
  g_assert_cmpfloat (fabs (sum + products->rest_value - value), <, 1e-12);
}

/* Backward: a kernel's gradient sums over the whole map, an input's over the filters, a pooled one has one
 * place. */
static void
test_backward (void)
{
  g_autoptr (GsWorkbook) book = open_network ("convnetjs-trained");
  gdouble value;
  g_autoptr (GsProducts) kernel = make (book, "dW1[2,1,3,3]", &value), input = NULL, pooled = NULL,
                         gate = NULL;

  g_assert_cmpint (kernel->rows, ==, 24);
  g_assert_cmpint (kernel->columns, ==, 24);
  g_assert_cmpfloat (fabs (kernel->sum - value), <, 1e-12);
  input = make (book, "dx[1,1,12,12]", &value);
  g_assert_cmpint (input->n_parts, ==, 8);
  g_assert_cmpint (input->rows, ==, 5);
  g_assert_cmpfloat (fabs (input->sum - value), <, 1e-12);
  pooled = make (book, "da1[1,1,11,12]", &value);
  g_assert_cmpint (pooled->n_terms, ==, 1);
  g_assert_cmpint (pooled->n_factors, ==, 2);
  g_assert_cmpfloat (pooled->sum, ==, value);
  gate = make (book, "dz1[1,1,11,12]", &value);
  g_assert_cmpint (gate->n_terms, ==, 1);
  g_assert_null (make (book, "a1[1,1,11,12]", NULL));
}

static void
test_pool (void)
{
  g_autoptr (GsWorkbook) book = open_network ("convnetjs-trained");
  gdouble value;
  g_autoptr (GsProducts) products = make (book, "p2[1,1,2,2]", &value);

  g_assert_cmpint (products->outcome, ==, GS_OUTCOME_LARGEST);
  g_assert_cmpint (products->rows, ==, 3);
  g_assert_cmpint (products->n_terms, ==, 9);
  g_assert_cmpint (products->n_factors, ==, 1);
  g_assert_cmpfloat (products->sum, ==, value);
}

/* A network whose pooling takes the mean. */
static GsWorkbook *
open_means (void)
{
  const gdouble targets[] = { 0, 1 };
  gdouble inputs[64];

  for (gint i = 0; i < 64; i++)
    inputs[i] = i * 7 % 10;
  return book_new ("input 1x8x8 · conv 2 3x3 · avg-pool 2 · flatten · dense 2", NN_LOSS_SQUARED_ERROR, 1,
                   inputs, targets);
}

/* The sum of a mean is not the mean, and it is not said to be; places and means have words of their own. */
static void
test_words (void)
{
  g_autoptr (GsWorkbook) means = open_means (), pools = book_open ("digits8-conv");
  const struct {
    GsWorkbook *book;
    const gchar *cell, *words;
    GsOutcome outcome;
  } cases[] = { { means, "p1[1,2,2,2]", "the mean of 4: p1[1,2,2,2] = ", GS_OUTCOME_MEAN },
                { pools, "p1[1,3,2,2]", "the largest of 4: p1[1,3,2,2] = ", GS_OUTCOME_LARGEST },
                { pools, "p1.which[1,3,2,2]",
                  "the place of the largest of 4, counted row by row: p1.which[1,3,2,2] = ",
                  GS_OUTCOME_PLACE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GsView) view = gs_view_new (cases[i].book);
    g_autofree gchar *text = NULL, *number = NULL;
    g_autoptr (GsProducts) products = NULL;
    const GsProduct *largest;
    const GsSight *sight;
    NnCell cell;

    gs_workbook_go_to (cases[i].book, &(GsCursor){ .pass = 1, .instruction = 8 }, NULL);
    gs_cell_name_parse ((GsCellScope){ .program = gs_workbook_get_program (cases[i].book) }, cases[i].cell,
                        &cell, NULL);
    gs_view_select (view, &cell, FALSE);
    sight = gs_view_get_sight (view);
    products = gs_products_new (sight->explanation);
    g_assert_cmpint (products->outcome, ==, cases[i].outcome);
    g_assert_cmpint (products->n_terms, ==, 4);
    number = gs_sight_get_text (sight, &cell);
    text = gs_products_describe (products, sight);
    g_assert_true (g_str_has_prefix (text, cases[i].words));
    g_assert_true (g_str_has_suffix (text, number));
    largest = gs_products_find_largest (products);
    g_assert_cmpint (largest != NULL, ==, cases[i].outcome != GS_OUTCOME_MEAN);
    for (guint k = 0; largest != NULL && k < products->products->len; k++)
      g_assert_cmpfloat (((const GsProduct *) g_ptr_array_index (products->products, k))->value, <=,
                         largest->value);
  }
}

/* A row of numbers stays one; cells without terms, and blank ones, have no tables. */
static void
test_none (void)
{
  g_autoptr (GsWorkbook) book = open_network ("mazur"), trained = open_network ("digits8-conv");
  g_autoptr (GError) error = NULL;
  g_autoptr (GsProducts) row = make (book, "z1[1,1]", NULL), weight = make (book, "W1[1,1]", NULL);

  g_assert_cmpint (row->rows, ==, 1);
  g_assert_cmpint (row->columns, ==, 2);
  g_assert_cmpint (row->n_rest, ==, 1);
  g_assert_null (weight);
  /* Three kinds of factors fit no two tables. */
  g_assert_null (make (trained, "W1.m.next[1,1,1,1]", NULL));
  g_assert_null (make (trained, "W1.next[1,1,1,1]", NULL));
  gs_workbook_go_to (book, &(GsCursor){ .pass = 1 }, &error);
  g_assert_no_error (error);
  g_assert_null (make (book, "z1[1,1]", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/products/window", test_window);
  g_test_add_func ("/products/corner", test_corner);
  g_test_add_func ("/products/parts", test_parts);
  g_test_add_func ("/products/score", test_score);
  g_test_add_func ("/products/backward", test_backward);
  g_test_add_func ("/products/pool", test_pool);
  g_test_add_func ("/products/words", test_words);
  g_test_add_func ("/products/none", test_none);
  return g_test_run ();
}
