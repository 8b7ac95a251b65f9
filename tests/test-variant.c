/* Variants: friendly by every rule that is promised, the same each time, and put into a workbook with undo.
 */
#include <math.h>
#include <string.h>

#include "app/practice/gs-variant.h"
#include "document.h"
#include "nn/nn-error.h"

static GsDocument *
load (const gchar *name)
{
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/%s.gradsheet", SOURCE_ROOT, name);
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_load (path, &error);

  g_assert_no_error (error);
  return document;
}

static GsDocument *
draw (const gchar *name, guint64 seed, const GsVariantRules *rules)
{
  g_autoptr (GsDocument) document = load (name);
  g_autoptr (GError) error = NULL;
  GsDocument *variant = gs_variant_new (document, seed, rules, &error);

  g_assert_no_error (error);
  return variant;
}

static gboolean
has_decimals (gdouble value, gint decimals)
{
  gdouble steps = value * pow (10, decimals);

  return fabs (steps - nearbyint (steps)) < 1e-9;
}

/* ---- friendly ---- */

static NnRun *
run_pass (const GsDocument *document, NnProgram **program)
{
  gint n_rows;
  const gint *rows = gs_dataset_get_batch (document->data, 1, &n_rows);
  gsize n_in = nn_shape_count (gs_dataset_get_input_shape (document->data));
  gsize n_out = nn_shape_count (gs_dataset_get_target_shape (document->data));
  g_autofree gdouble *x = g_new (gdouble, n_in * (gsize) n_rows),
                     *t = g_new (gdouble, n_out * (gsize) n_rows);
  NnRun *run;

  for (gint i = 0; i < n_rows; i++) {
    memcpy (x + n_in * (gsize) i, gs_dataset_get_input (document->data, rows[i]), n_in * sizeof *x);
    memcpy (t + n_out * (gsize) i, gs_dataset_get_target (document->data, rows[i]), n_out * sizeof *t);
  }
  *program = nn_network_compile (document->network, n_rows, NN_COMPILE_TRAINING, NULL, NULL);
  run = nn_run_new (*program);
  nn_run_load_state (run, document->state);
  nn_run_set_values (run, nn_program_find (*program, "x"), x);
  nn_run_set_values (run, nn_program_find (*program, "t"), t);
  nn_run_ensure (run, nn_program_get_n_instructions (*program) - 1, NULL, NULL);
  return run;
}

static gdouble
find_largest (NnRun *run, const gchar *name, gboolean smallest)
{
  gint tensor = nn_program_find (nn_run_get_program (run), name);
  gdouble found = smallest ? INFINITY : 0;

  g_assert_cmpint (tensor, >=, 0);
  for (gsize i = 0; i < nn_shape_count (&nn_program_get_tensor (nn_run_get_program (run), tensor)->shape);
       i++) {
    gdouble size = fabs (nn_run_get_values (run, tensor)[i]);

    found = smallest ? MIN (found, size) : MAX (found, size);
  }
  return found;
}

static void
check_numbers (const GsDocument *variant, gint decimals)
{
  for (gint row = 1; row <= gs_dataset_get_n_rows (variant->data); row++)
    for (gsize i = 0; i < nn_shape_count (gs_dataset_get_input_shape (variant->data)); i++)
      g_assert_true (has_decimals (gs_dataset_get_input (variant->data, row)[i], decimals));
  for (guint i = 0; i < nn_state_get_size (variant->state); i++) {
    const NnTensor *tensor = nn_state_get (variant->state, i);

    if (strchr ("Wb", tensor->name[0]) != NULL)
      for (gsize k = 0; k < nn_shape_count (&tensor->shape); k++) {
        g_assert_true (has_decimals (tensor->values[k], decimals));
        g_assert_cmpfloat (tensor->values[k], !=, 0);
      }
  }
}

static void
test_friendly (void)
{
  for (guint64 seed = 1; seed <= 20; seed++) {
    g_autoptr (GsDocument) mazur = draw ("mazur", seed, NULL), welch = draw ("welch", seed, NULL);
    g_autoptr (GsDocument) xor = draw ("xor", seed, NULL);
    const GsDocument *variants[] = { mazur, welch, xor};

    for (gint i = 0; i < 3; i++) {
      g_autoptr (NnProgram) program = NULL;
      g_autoptr (NnRun) run = run_pass (variants[i], &program);
      const gdouble *a = nn_run_get_values (run, nn_program_find (program, "a1"));

      check_numbers (variants[i], 1);
      g_assert_cmpfloat (find_largest (run, "z1", FALSE), <=, i == 2 ? 2 : 3);
      g_assert_cmpfloat (find_largest (run, "z2", FALSE), <=, 3);
      g_assert_cmpfloat (find_largest (run, "dW1", TRUE), >=, i == 2 ? 0 : 0.001);
      g_assert_cmpfloat (find_largest (run, "dW2", TRUE), >=, i == 2 ? 0 : 0.001);
      g_assert_cmpfloat (fabs (a[0] - a[1]), >, 0.0001);
    }
    {
      const NnTensor *W = nn_state_find (mazur->state, "W1");

      g_assert_cmpfloat (W->values[1], !=, W->values[2]);
    }
    /* What is kept, is kept. */
    document_assert_bits (nn_state_find (mazur->state, "lr")->values[0], 0.5);
    g_assert_cmpuint (mazur->cursor.pass, ==, 1);
  }
}

/* No two neurons of a sample have the same number: who takes the wrong one shall notice. */
static void
test_distinct (void)
{
  static const gchar *const names[] = { "z1", "a1", "z2", "dz2", "da1", "dz1" };

  for (guint64 seed = 1; seed <= 300; seed++) {
    g_autoptr (GsDocument) variant = draw ("mazur", seed, NULL);
    g_autoptr (NnProgram) program = NULL;
    g_autoptr (NnRun) run = run_pass (variant, &program);

    for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
      const gdouble *row = nn_run_get_values (run, nn_program_find (program, names[i]));

      g_assert_cmpfloat (fabs (row[0] - row[1]), >=, 0.00001 * fabs (row[0]));
    }
  }
}

/* Zeros and ones are what a truth table is about. */
static void
test_kept_data (void)
{
  g_autoptr (GsDocument) original = load ("xor"), variant = draw ("xor", 5, NULL);
  g_autoptr (GsDocument) mazur = load ("mazur"), drawn = draw ("mazur", 5, NULL), kept = NULL;
  GsVariantRules keep = { .keep_data = TRUE };

  g_assert_true (gs_dataset_equal (original->data, variant->data));
  g_assert_false (nn_state_equal (original->state, variant->state));
  g_assert_false (gs_dataset_equal (mazur->data, drawn->data));
  kept = draw ("mazur", 5, &keep);
  g_assert_true (gs_dataset_equal (mazur->data, kept->data));
  g_assert_false (nn_state_equal (mazur->state, kept->state));
}

static void
test_same_again (void)
{
  for (guint64 seed = 0; seed < 5; seed++) {
    g_autoptr (GsDocument) one = draw ("welch", seed, NULL), again = draw ("welch", seed, NULL);
    g_autoptr (GsDocument) other = draw ("welch", seed + 1, NULL);

    document_assert_same (one, again);
    g_assert_false (nn_state_equal (one->state, other->state));
    g_assert_false (gs_dataset_equal (one->data, other->data));
    document_assert_there_and_back (one);
  }
}

static void
test_rules (void)
{
  GsVariantRules fine = { .decimals = 2, .weights = 0.25, .inputs = 2 };
  gdouble largest = 0;

  for (guint64 seed = 1; seed <= 10; seed++) {
    g_autoptr (GsDocument) variant = draw ("mazur", seed, &fine);
    const NnTensor *W = nn_state_find (variant->state, "W2");

    check_numbers (variant, 2);
    for (gint i = 0; i < 4; i++)
      g_assert_cmpfloat (fabs (W->values[i]), <=, 0.25);
    for (gint i = 0; i < 2; i++)
      largest = MAX (largest, gs_dataset_get_input (variant->data, 1)[i]);
  }
  g_assert_cmpfloat (largest, >, 1);
  g_assert_cmpfloat (largest, <=, 2);
}

/* Every ready-made network that fits on paper has variants; one with rules that nothing can meet has none. */
static void
test_networks (void)
{
  static const gchar *const names[] = { "mazur", "welch", "xor", "logistic", "softmax3" };
  g_autoptr (GsDocument) mazur = load ("mazur");
  g_autoptr (GsDocument) none = NULL;
  g_autoptr (GError) error = NULL;
  GsVariantRules strict = { .gradient = 100 };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint64 seed = 1; seed <= 3; seed++) {
      g_autoptr (GsDocument) variant = draw (names[i], seed, NULL);
      g_autoptr (GsWorkbook) book = gs_workbook_new (g_steal_pointer (&variant), &error);

      g_assert_no_error (error);
      g_assert_true (gs_workbook_train (book, 3, NULL, NULL, NULL, &error));
    }
  none = gs_variant_new (mazur, 1, &strict, &error);
  g_assert_null (none);
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
}

/* ---- in a workbook ---- */

static void
test_apply (void)
{
  g_autoptr (GsDocument) expected = draw ("mazur", 9, NULL), now = NULL, undone = NULL;
  g_autoptr (GsDocument) original = load ("mazur");
  g_autoptr (GsWorkbook) book = gs_workbook_new (load ("mazur"), NULL);
  g_autoptr (GError) error = NULL;
  GsVariantRules strict = { .gradient = 100 };

  g_assert_true (gs_variant_apply (book, 9, NULL, &error));
  now = gs_workbook_to_document (book);
  g_assert_true (gs_dataset_equal (now->data, expected->data));
  g_assert_true (nn_state_equal (now->state, expected->state));
  while (gs_workbook_undo (book))
    ;
  undone = gs_workbook_to_document (book);
  g_assert_true (gs_dataset_equal (undone->data, original->data));
  g_assert_true (nn_state_equal (undone->state, original->state));
  g_assert_false (gs_variant_apply (book, 9, &strict, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_assert_null (gs_workbook_get_undo_label (book));
}

/* In a later pass the optimiser keeps what it has, and the rows of that pass are looked at. */
static void
test_apply_later (void)
{
  g_autoptr (GsWorkbook) book = gs_workbook_new (load ("softmax3"), NULL);
  g_autoptr (GsDocument) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_train (book, 2, NULL, NULL, NULL, NULL));
  before = gs_workbook_to_document (book);
  g_assert_true (gs_variant_apply (book, 4, NULL, &error));
  g_assert_no_error (error);
  after = gs_workbook_to_document (book);
  g_assert_cmpuint (after->cursor.pass, ==, 3);
  for (guint i = 0; i < nn_state_get_size (before->state); i++) {
    const NnTensor *tensor = nn_state_get (before->state, i);

    if (strchr ("Wb", tensor->name[0]) == NULL)
      document_assert_same_tensor (tensor, nn_state_find (after->state, tensor->name));
  }
  g_assert_false (nn_state_equal (before->state, after->state));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/variant/friendly", test_friendly);
  g_test_add_func ("/variant/distinct", test_distinct);
  g_test_add_func ("/variant/kept-data", test_kept_data);
  g_test_add_func ("/variant/same-again", test_same_again);
  g_test_add_func ("/variant/rules", test_rules);
  g_test_add_func ("/variant/networks", test_networks);
  g_test_add_func ("/variant/apply", test_apply);
  g_test_add_func ("/variant/apply-later", test_apply_later);
  return g_test_run ();
}
