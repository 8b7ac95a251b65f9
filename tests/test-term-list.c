/* The list of a cell's terms: that each printed product follows from the printed factors, the bias and the
 * sum at the end, pages, what is hidden; which cells have none.
 */
#include <math.h>
#include <string.h>

#include "app/paint/gs-terms-painter.h"
#include "app/text/gs-number.h"
#include "app/view/gs-term-list.h"
#include "views.h"

static GsView *
open_passed (const gchar *name)
{
  GsView *view = view_open (name);
  GsWorkbook *book = gs_view_get_workbook (view);

  gs_workbook_step (book, GS_STEP_OPERATION,
                    nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1);
  return view;
}

static GsTermList *
list_terms (GsView *view, const gchar *name, gsize first, gsize n)
{
  NnCell cell = view_find (view, name);

  gs_view_select (view, &cell, FALSE);
  return gs_term_list_new (gs_view_get_sight (view), first, n, 4);
}

static const GsTermRow *
get_row (const GsTermList *list, gsize number)
{
  return g_ptr_array_index (list->rows, number - list->first);
}

static gdouble
read_text (const gchar *text)
{
  g_autoptr (GError) error = NULL;
  gdouble value = NAN;

  gs_number_parse (text, &value, &error);
  g_assert_no_error (error);
  return value;
}

static gint
count_places (const gchar *text)
{
  const gchar *point = strchr (text, '.');

  return point != NULL ? (gint) strlen (point + 1) : 0;
}

/* With a pocket calculator, line by line. Where one product has an exponent each has four digits of its
 * own. */
static void
assert_follows (const GsTermList *list)
{
  gboolean is_by_power = FALSE;

  for (guint i = 0; i < list->rows->len; i++)
    is_by_power |= strchr (((GsTermRow *) g_ptr_array_index (list->rows, i))->value, 'e') != NULL;
  for (guint i = 0; i < list->rows->len; i++) {
    const GsTermRow *row = g_ptr_array_index (list->rows, i);
    gchar buffer[GS_VIEW_BUFFER];
    gdouble product;

    if (row->name != NULL)
      continue;
    product = read_text (row->factors[0]) * read_text (row->factors[1]);
    if (is_by_power)
      gs_view_format (product, 4, buffer);
    else
      gs_view_format_fixed (product, count_places (row->value), buffer);
    g_assert_cmpstr (buffer, ==, row->value);
  }
}

static void
test_window (void)
{
  g_autoptr (GsView) view = open_passed ("convnetjs-trained");
  g_autoptr (GsTermList) list = list_terms (view, "z1[1,3,12,13]", 1, 32);
  const GsTermRow *last = get_row (list, 26);
  gchar buffer[GS_VIEW_BUFFER];
  NnCell cell = view_find (view, "z1[1,3,12,13]"), weight = view_find (view, "W1[3,1,2,3]");
  gdouble value;

  g_assert_cmpuint (list->n_terms, ==, 26);
  g_assert_cmpuint (list->rows->len, ==, 26);
  g_assert_cmpstr (list->heads[0], ==, "x");
  g_assert_cmpstr (list->heads[1], ==, "W1");
  g_assert_cmpstr (list->sign, ==, "×");
  g_assert_false (list->is_max);
  g_assert_true (nn_cell_equal (&get_row (list, 8)->cells[1], &weight));
  assert_follows (list);
  g_assert_cmpstr (last->name, ==, "b1[3]");
  g_assert_null (last->factors[0]);
  g_assert_true (last->is_last);
  g_assert_false (get_row (list, 25)->is_last);
  gs_workbook_look (gs_view_get_workbook (view), &cell, &value);
  g_assert_cmpstr (last->running, ==, gs_view_format_fixed (value, count_places (last->running), buffer));
  /* A column's numbers stand below each other. */
  for (gsize number = 2; number <= 25; number++)
    for (gint i = 0; i < 2; i++)
      g_assert_cmpint (count_places (get_row (list, number)->factors[i]), ==,
                       count_places (get_row (list, 1)->factors[i]));
}

/* Numbers of every size: the weights of a deep layer, gradients. */
static void
test_follows (void)
{
  static const gchar *const cells[] = { "z2[1,2,6,6]", "dW1[2,1,3,3]", "dW2[2,1,3,3]", "z3[1,4]",
                                        "dp1[1,2,5,5]" };
  g_autoptr (GsView) view = open_passed ("convnetjs-trained");

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++) {
    g_autoptr (GsTermList) list = list_terms (view, cells[i], 1, 50);

    g_assert_nonnull (list);
    assert_follows (list);
  }
}

static void
test_pages (void)
{
  g_autoptr (GsView) view = open_passed ("convnetjs-trained");
  g_autoptr (GsTermList) first = list_terms (view, "z2[1,2,6,6]", 1, 32),
                         last = list_terms (view, "z2[1,2,6,6]", 193, 32);

  g_assert_cmpuint (first->n_terms, ==, 201);
  g_assert_cmpuint (first->rows->len, ==, 32);
  g_assert_false (get_row (first, 32)->is_last);
  g_assert_cmpuint (last->rows->len, ==, 9);
  g_assert_cmpuint (get_row (last, 193)->number, ==, 193);
  g_assert_cmpstr (get_row (last, 201)->name, ==, "b2[2]");
  g_assert_true (get_row (last, 201)->is_last);
}

/* One number each, of which sums are made. */
static void
test_one_factor (void)
{
  g_autoptr (GsView) view = open_passed ("convnetjs-trained");
  g_autoptr (GsTermList) list = list_terms (view, "db1[2]", 1, 5);

  g_assert_cmpint (list->n_factors, ==, 1);
  g_assert_cmpstr (list->heads[0], ==, "dz1");
  g_assert_null (get_row (list, 1)->value);
  g_assert_cmpstr (get_row (list, 1)->factors[0], !=, "");
}

static void
test_hidden (void)
{
  g_autoptr (GsView) view = open_passed ("convnetjs-trained");
  g_autoptr (GArray) covered = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autoptr (GsTermList) list = NULL;
  g_autofree gchar *spoken = NULL;
  NnCell cell = view_find (view, "W1[3,1,1,3]");

  g_array_append_val (covered, cell);
  gs_view_set_emphasis (view, NULL, covered);
  list = list_terms (view, "z1[1,3,12,13]", 1, 32);
  g_assert_cmpstr (get_row (list, 2)->value, !=, "?");
  g_assert_cmpstr (get_row (list, 3)->factors[0], !=, "?");
  g_assert_cmpstr (get_row (list, 3)->factors[1], ==, "?");
  g_assert_cmpstr (get_row (list, 3)->value, ==, "?");
  g_assert_cmpstr (get_row (list, 4)->value, !=, "?");
  /* The sums behind it would tell it; the last one stands in the cell. */
  g_assert_cmpstr (get_row (list, 25)->running, ==, "?");
  g_assert_cmpstr (get_row (list, 26)->running, !=, "?");
  spoken = gs_term_list_speak (list);
  g_assert_nonnull (strstr (spoken, "× ? = ?, ?; 4: "));
  /* The cell itself. */
  g_array_index (covered, NnCell, 0) = view_find (view, "z1[1,3,12,13]");
  gs_view_set_emphasis (view, NULL, covered);
  g_assert_null (list_terms (view, "z1[1,3,12,13]", 1, 32));
}

/* On a page that begins behind it, too. */
static void
test_hidden_before (void)
{
  g_autoptr (GsView) view = open_passed ("convnetjs-trained");
  g_autoptr (GArray) covered = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autoptr (GsTermList) list = NULL;
  NnCell cell = view_find (view, "W2[2,1,1,3]");

  g_array_append_val (covered, cell);
  gs_view_set_emphasis (view, NULL, covered);
  list = list_terms (view, "z2[1,2,6,6]", 33, 32);
  g_assert_cmpstr (get_row (list, 33)->value, !=, "?");
  g_assert_cmpstr (get_row (list, 33)->running, ==, "?");
}

static void
test_none (void)
{
  g_autoptr (GsView) view = view_open ("convnetjs-trained"), small = open_passed ("mazur");

  g_assert_null (gs_term_list_new (gs_view_get_sight (view), 1, 32, 4));
  g_assert_null (list_terms (small, "z1[1,1]", 1, 32)); /* the formula bar has them all */
  g_assert_null (list_terms (small, "W1[1,1]", 1, 32));
  gs_workbook_go_to (gs_view_get_workbook (view), &(GsCursor){ .pass = 1 }, NULL);
  g_assert_null (list_terms (view, "z1[1,1,9,9]", 1, 32)); /* blank */
  gs_view_set_step (view, GS_STEP_TERM);
  gs_view_step (view, 3);
  g_assert_nonnull (gs_view_get_sight (view)->writing);
  g_assert_null (gs_term_list_new (gs_view_get_sight (view), 1, 32, 4)); /* what is to come stays untold */
}

/* A drawn line leads to its cell; there is ink for each line. */
static void
test_drawn (void)
{
  g_autoptr (GsView) view = open_passed ("convnetjs-trained");
  g_autoptr (GsTermList) list = list_terms (view, "z1[1,3,12,13]", 1, 32);
  GsTermsScene scene = { gs_view_get_sight (view), gs_theme_get (FALSE, FALSE), 1, 1, 32, 230 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 230, 560);
  cairo_t *cr = cairo_create (surface);
  gint stride = cairo_image_surface_get_stride (surface);
  NnCell cell;

  gs_terms_draw (cr, &scene);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (gsize number = 1; number <= 27; number++) {
    gdouble top = gs_terms_get_height (number - 1, 1);
    gint ink = 0;

    for (gint y = (gint) top; y < (gint) top + 12; y++)
      for (gint x = 0; x < 230; x++)
        ink += cairo_image_surface_get_data (surface)[y * stride + x * 4 + 3] > 0;
    if (number <= 26)
      g_assert_cmpint (ink, >, 40);
    else
      g_assert_cmpint (ink, ==, 0);
    g_assert_cmpint (gs_terms_find_cell (&scene, top + 6, &cell), ==, number <= 26);
    if (number <= 26)
      g_assert_true (nn_cell_equal (&cell, &get_row (list, number)->cells[0]));
  }
  g_assert_false (gs_terms_find_cell (&scene, 3, &cell));
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/term-list/window", test_window);
  g_test_add_func ("/term-list/follows", test_follows);
  g_test_add_func ("/term-list/pages", test_pages);
  g_test_add_func ("/term-list/one-factor", test_one_factor);
  g_test_add_func ("/term-list/hidden", test_hidden);
  g_test_add_func ("/term-list/hidden-before", test_hidden_before);
  g_test_add_func ("/term-list/none", test_none);
  g_test_add_func ("/term-list/drawn", test_drawn);
  return g_test_run ();
}
