/* Every ready-made network: opened, stepped, checked, trained, saved; and the numbers that are known of it.
 */
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/data/gs-source.h"
#include "app/document/gs-ready-made.h"
#include "app/inspect/gs-nudge.h"
#include "app/network/gs-spec.h"
#include "app/workbook/gs-evaluator.h"
#include "app/workbook/gs-workbook.h"
#include "books.h"

typedef struct {
  const gchar *name;
  gdouble value, within; /* 0: to the last bit */
} Known;

typedef struct {
  const gchar *file;
  gsize n_parameters;
  guint n_passes;  /* to train, a multiple of the batches, so that the first one's loss falls */
  Known known[16]; /* cells of the first pass */
} Case;

/* mazur: M. Mazur, "A step by step backpropagation example", 2015. residual, branches: worked out on paper;
 * every number on the way is a small binary fraction, so that they are exact. Parameters are counted by hand.
 */
static const Case cases[] = {
  { "mazur",
    12,
    100,
    { { "a1[1,1]", 0.593269992, 1e-9 },
      { "a2[1,1]", 0.751365070, 1e-9 },
      { "a2[1,2]", 0.772928465, 1e-9 },
      { "L", 0.298371109, 1e-9 },
      { "dW2[1,1]", 0.082167041, 1e-9 },
      { "dW1[1,1]", 0.000438568, 1e-9 },
      { "W2.next[1,1]", 0.358916480, 1e-9 },
      { "W1.next[1,1]", 0.149780716, 1e-9 } } },
  { "residual",
    4 + 2 + 4 + 2 + 2 + 1,
    60,
    { { "h.a[1,1]", 1, 0 },
      { "a2[1,1]", 1, 0 },
      { "a2[1,2]", 0, 0 },
      { "s2[1,1]", 2, 0 },
      { "a3[1,1]", 1.5, 0 },
      { "L", 0.25, 0 },
      { "dW3[1,1]", 2, 0 },
      { "h.da.1[1,1]", 0.5, 0 }, /* through the layer */
      { "h.da.2[1,1]", 1, 0 },   /* around it */
      { "h.da[1,1]", 1.5, 0 },
      { "h.da[1,2]", -0.25, 0 },
      { "h.dW[2,1]", 3, 0 },
      { "W3.next[1,1]", 0.875, 0 } } },
  { "branches",
    4 + 2 + 4 + 2 + 4 + 1,
    60,
    { { "bent.a[1,2]", 0, 0 },
      { "straight.a[1,2]", 1, 0 },
      { "c2[1,1]", 1, 0 },
      { "c2[1,3]", 2, 0 },
      { "a3[1,1]", 1.5, 0 },
      { "L", 0.25, 0 },
      { "dc2[1,4]", 2, 0 },
      { "straight.dW[2,2]", 2, 0 },
      { "bent.dW[2,1]", 0.5, 0 },
      { "bent.dW[2,2]", 0, 0 } } },
  { "welch", 2 * 3 + 3, 200, { { "x[1,1]", 0.3, 0 } } },
  { "xor", 0, 400, { { "t[2,1]", 1, 0 } } },
  { "logistic", 3, 100, { { "t[1,1]", 0, 0 } } },
  { "softmax3", 2 * 3 + 3, 50, { { NULL, 0, 0 } } },
  { "circle", 2 * 4 + 4 + 4 * 2 + 2 + 2 + 1, 500, { { NULL, 0, 0 } } },
  { "moons", 2 * 8 + 8 + 8 + 1, 4200, { { NULL, 0, 0 } } },
  { "spiral", 2 * 8 + 8 + 8 * 8 + 8 + 8 + 1, 2100, { { NULL, 0, 0 } } },
  { "convnet", 0, 50, { { NULL, 0, 0 } } },
  { "convnetjs", 5994, 60, { { NULL, 0, 0 } } },
  { "excelnet", 431080, 3, { { NULL, 0, 0 } } },
  { "digits8-dense", 64 * 32 + 32 + 32 * 10 + 10, 38, { { NULL, 0, 0 } } },
  { "digits8-conv", 8 * 9 + 8 + 8 * 16 * 10 + 10, 38, { { NULL, 0, 0 } } },
  { "convnetjs-trained", 5994, 60, { { NULL, 0, 0 } } },
  { "excelnet-trained", 431080, 3, { { NULL, 0, 0 } } },
};

static gdouble
read_cell (GsWorkbook *book, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  gdouble value;
  NnCell cell;

  gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, &error);
  g_assert_no_error (error);
  gs_workbook_look (book, &cell, &value);
  return value;
}

static gsize
count_parameters (GsWorkbook *book)
{
  NnProgram *program = gs_workbook_get_program (book);
  gsize n = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (nn_program_get_tensor (program, i)->role == NN_ROLE_PARAMETER)
      n += nn_shape_count (&nn_program_get_tensor (program, i)->shape);
  return n;
}

/* One operation after another up to the commit, and the numbers that are known. */
static void
test_steps (gconstpointer data)
{
  const Case *network = data;
  g_autoptr (GsWorkbook) book = book_open (network->file);
  gint n = nn_program_get_n_instructions (gs_workbook_get_program (book));

  g_assert_nonnull (gs_workbook_get_network (book)->title);
  g_assert_nonnull (gs_workbook_get_network (book)->notes);
  if (network->n_parameters > 0)
    g_assert_cmpuint (count_parameters (book), ==, network->n_parameters);
  for (gint i = 0; i < n - 1; i++) {
    g_assert_true (gs_workbook_step (book, GS_STEP_OPERATION, 1));
    g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, i + 1);
  }
  g_assert_true (isfinite (read_cell (book, "L")));
  for (gsize i = 0; i < G_N_ELEMENTS (network->known) && network->known[i].name != NULL; i++) {
    const Known *known = &network->known[i];

    if (known->within == 0)
      g_assert_cmpfloat (read_cell (book, known->name), ==, known->value);
    else
      g_assert_cmpfloat_with_epsilon (read_cell (book, known->name), known->value, known->within);
  }
  g_assert_true (gs_workbook_step (book, GS_STEP_OPERATION, 1));
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 2);
  while (gs_workbook_step (book, GS_STEP_OPERATION, -1))
    ;
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 1);
}

/* Of the pass that has begun. */
static gdouble
compute_loss (GsWorkbook *book)
{
  NnCell loss = { nn_program_get_loss (gs_workbook_get_program (book)), 0 };

  gs_workbook_run_to_cell (book, &loss);
  return read_cell (book, "L");
}

/* Every gradient of a small one, and its loss after training. */
static void
test_learning (gconstpointer data)
{
  const Case *network = data;
  g_autoptr (GsWorkbook) book = book_open (network->file);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  gdouble before;

  if (count_parameters (book) < 500) {
    rows = gs_check (book, NULL, NULL, &error);
    g_assert_no_error (error);
    for (guint i = 0; i < rows->len; i++) {
      const GsCheckRow *row = g_ptr_array_index (rows, i);

      if (row->nudge.kind == GS_NUDGE_SMOOTH)
        g_assert_cmpfloat (row->error, <, 1e-6);
    }
  }
  before = compute_loss (book);
  g_assert_true (gs_workbook_train (book, network->n_passes, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (compute_loss (book), <, before);
}

/* A line that gives the same layers again; starting values excepted, which stand in the file. */
static void
test_line (gconstpointer data)
{
  const Case *network = data;
  g_autoptr (GsWorkbook) book = book_open (network->file);
  g_autofree gchar *line = gs_spec_to_text (gs_workbook_get_network (book)), *again = NULL;
  g_autoptr (NnNetwork) made = nn_network_new ();
  g_autoptr (GError) error = NULL;

  gs_spec_parse (line, made, &error);
  g_assert_no_error (error);
  again = gs_spec_to_text (made);
  g_assert_cmpstr (again, ==, line);
  g_assert_cmpuint (made->layers->len, ==, gs_workbook_get_network (book)->layers->len);
}

/* ---- trained ones ---- */

/* How much of `data` is answered rightly, in per cent. */
static gdouble
measure_accuracy (GsWorkbook *book, GsDataset *data)
{
  g_autoptr (GsEvaluator) evaluator = gs_evaluator_new (gs_workbook_get_network (book), data);
  g_autoptr (NnState) weights = nn_run_save_state (gs_workbook_get_run (book));
  g_autoptr (GError) error = NULL;
  g_autoptr (GsEvaluation) evaluation = gs_evaluator_run (evaluator, weights, NULL, &error);

  g_assert_no_error (error);
  return 100.0 * evaluation->n_right / evaluation->n_rows;
}

/* Whether the notes name the figure, with two decimals. */
static void
assert_noted (GsWorkbook *book, gdouble accuracy)
{
  g_autofree gchar *figure = g_strdup_printf ("answer %.2f %% rightly.", accuracy);

  g_assert_nonnull (strstr (gs_workbook_get_network (book)->notes, figure));
  g_assert_nonnull (strstr (gs_workbook_get_network (book)->notes, "“make trained-digits” does it again"));
  g_assert_nonnull (strstr (gs_workbook_get_network (book)->notes, "seconds at one thread"));
}

/* On real digits that no pass has seen: 8x8 come with the program. */
static void
test_digits8 (void)
{
  static const gchar *const names[] = { "digits8-dense", "digits8-conv" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GsWorkbook) book = book_open (names[i]);
    g_autoptr (GsDataset) test = gs_dataset_get_part (gs_workbook_get_data (book), TRUE);
    gdouble accuracy = measure_accuracy (book, test);

    g_assert_cmpint (gs_dataset_get_n_rows (test), ==, 599);
    g_assert_cmpfloat (accuracy, >=, 96.5);
    assert_noted (book, accuracy);
  }
}

/* Digits that were drawn for the documents are no part of MNIST. */
static void
test_drawn (void)
{
  g_autoptr (GsWorkbook) convnetjs = book_open ("convnetjs-trained"),
                         excelnet = book_open ("excelnet-trained");

  g_assert_cmpfloat (measure_accuracy (convnetjs, gs_workbook_get_data (convnetjs)), ==, 100);
  g_assert_cmpfloat (measure_accuracy (excelnet, gs_workbook_get_data (excelnet)), ==, 100);
}

/* Where the folder beside the sources has some of MNIST's test pictures. */
static void
test_mnist (void)
{
  static const gchar source[] = SOURCE_ROOT "/../shared/data/digits-images-idx3-ubyte.gz," SOURCE_ROOT
                                            "/../shared/data/digits-labels-idx1-ubyte.gz";
  g_autoptr (GsWorkbook) book = book_open ("excelnet-trained");
  g_autoptr (GsSource) opened = gs_source_open (source, NULL);
  g_autoptr (GsDataset) data = NULL;

  if (opened == NULL) {
    g_test_skip ("optional: MNIST's pictures are not beside the sources");
    return;
  }
  data = gs_source_read (opened, gs_workbook_get_network (book), NULL, NULL, NULL);
  g_assert_cmpfloat (measure_accuracy (book, data), >=, 98.9);
}

/* The table has every file. */
static void
test_all (void)
{
  g_autoptr (GDir) folder = g_dir_open (SOURCE_ROOT "/lessons/networks", 0, NULL);
  const gchar *name;
  guint n = 0;

  while ((name = g_dir_read_name (folder)) != NULL) {
    gboolean found = !g_str_has_suffix (name, ".gradsheet");

    n += !found;
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      found = found || (g_str_has_prefix (name, cases[i].file) && name[strlen (cases[i].file)] == '.');
    if (!found)
      g_error ("%s is not tested", name);
  }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (cases));
}

/* Titles and notes are translated by the table, so it has them as the documents do; others stay as they are.
 */
static void
test_texts (void)
{
  gsize n;

  for (const GsReadyMade *one = gs_ready_made_list (&n); n > 0; n--, one++) {
    g_autofree gchar *path = gs_ready_made_find (one->name);
    g_autoptr (GError) error = NULL;
    g_autoptr (GsWorkbook) book = gs_workbook_open (path, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (gs_workbook_get_network (book)->title, ==, one->heading);
    g_assert_cmpstr (gs_workbook_get_network (book)->notes, ==, one->notes);
    g_assert_true (gs_ready_made_translate (one->heading) == one->heading); /* without a language */
    g_assert_true (gs_ready_made_translate (one->notes) == one->notes);
  }
  g_assert_cmpstr (gs_ready_made_translate ("My own"), ==, "My own");
  g_assert_null (gs_ready_made_translate (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/networks/all", test_all);
  g_test_add_func ("/networks/texts", test_texts);
  g_test_add_func ("/networks/trained/digits8", test_digits8);
  g_test_add_func ("/networks/trained/drawn", test_drawn);
  g_test_add_func ("/networks/trained/mnist", test_mnist);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *steps = g_strdup_printf ("/networks/%s/steps", cases[i].file),
                     *learning = g_strdup_printf ("/networks/%s/learning", cases[i].file),
                     *line = g_strdup_printf ("/networks/%s/line", cases[i].file);

    g_test_add_data_func (steps, &cases[i], test_steps);
    g_test_add_data_func (learning, &cases[i], test_learning);
    g_test_add_data_func (line, &cases[i], test_line);
  }
  return g_test_run ();
}
