/* The one-line form of a network: what it means, what it refuses, and back to the same line. */
#include <string.h>

#include "app/gs-spec.h"
#include "nn/nn-error.h"
#include "pass.h"

static NnNetwork *
parse (const gchar *text)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GError) error = NULL;

  gs_spec_parse (text, network, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&network);
}

static const NnLayer *
layer (const NnNetwork *network, guint i)
{
  g_assert_cmpuint (i, <, network->layers->len);
  return g_ptr_array_index (network->layers, i);
}

static void
test_meaning (void)
{
  g_autoptr (NnNetwork) network = parse (
      "input 1x28x28 · conv 16 5x3 relu stride 2x1 pad 1,2,0,1 no-bias as first | max-pool 2 same, "
      "average-pool 3x2 stride 1 count-padding -> flatten → dropout 0.3 · leaky-relu 0.2 · dense 10 softmax "
      "frozen bias init normal 0 0.5 bias-init constant -1");
  const NnLayer *conv = layer (network, 0), *pool = layer (network, 2), *dense = layer (network, 6);

  g_assert_cmpint (network->input.rank, ==, 3);
  g_assert_cmpint (network->input.dim[1], ==, 28);
  g_assert_cmpuint (network->layers->len, ==, 7);
  g_assert_cmpint (conv->units, ==, 16);
  g_assert_cmpint (conv->kernel_height, ==, 5);
  g_assert_cmpint (conv->kernel_width, ==, 3);
  g_assert_cmpint (conv->stride_rows, ==, 2);
  g_assert_cmpint (conv->stride_columns, ==, 1);
  g_assert_cmpint (conv->padding.kind, ==, NN_PADDING_EXPLICIT);
  g_assert_cmpint (conv->padding.bottom, ==, 2);
  g_assert_cmpint (conv->padding.right, ==, 1);
  g_assert_false (conv->bias);
  g_assert_cmpstr (conv->name, ==, "first");
  g_assert_cmpint (layer (network, 1)->padding.kind, ==, NN_PADDING_SAME);
  g_assert_cmpint (layer (network, 1)->stride_rows, ==, 2);
  g_assert_cmpint (pool->kind, ==, NN_LAYER_AVERAGE_POOL);
  g_assert_true (pool->count_padding);
  g_assert_cmpint (pool->stride_rows, ==, 1);
  g_assert_cmpfloat (layer (network, 4)->keep, ==, 0.7);
  g_assert_cmpfloat (layer (network, 5)->slope, ==, 0.2);
  g_assert_cmpint (dense->activation, ==, NN_ACTIVATION_SOFTMAX);
  g_assert_true (dense->freeze_bias);
  g_assert_false (dense->freeze_kernel);
  g_assert_cmpint (dense->kernel_init.kind, ==, NN_INIT_NORMAL);
  g_assert_cmpfloat (dense->kernel_init.b, ==, 0.5);
  g_assert_cmpfloat (dense->bias_init.a, ==, -1);
}

static void
assert_refused (const gchar *text, const gchar *reason)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GError) error = NULL;

  if (gs_spec_parse (text, network, &error))
    g_error ("“%s” was taken", text);
  g_assert_nonnull (error);
  if (strstr (error->message, reason) == NULL)
    g_error ("“%s”: no “%s” in: %s", text, reason, error->message);
}

static void
test_refusals (void)
{
  assert_refused ("", "at least one layer");
  assert_refused ("dense 2", "begins with the input");
  assert_refused ("input 2", "at least one layer");
  assert_refused ("input", "size of the input");
  assert_refused ("input 0 · dense 1", "size of the input");
  assert_refused ("input 2x3 · dense 1", "size of the input");
  assert_refused ("input 2 · · dense 1", "part 2");
  assert_refused ("input 2 · dens 1", "“dense”");
  assert_refused ("input 2 · dense", "how many units");
  assert_refused ("input 2 · dense 0", "whole number");
  assert_refused ("input 2 · dense 1.5", "whole number");
  assert_refused ("input 2 · dense 8 tahn", "“tanh”");
  assert_refused ("input 2 · dense 8 stride 2", "unknown word");
  assert_refused ("input 2 · dense 8 init best", "he-normal");
  assert_refused ("input 2 · dense 8 init uniform 1", "upper end");
  assert_refused ("input 2 · dense 8 as", "name");
  assert_refused ("input 2 · dropout 1 · dense 1", "not including");
  assert_refused ("input 1x4x4 · conv 2 3x3x3", "size of the window");
  assert_refused ("input 1x4x4 · conv 2 5x5", "does not fit");
  assert_refused ("input 1x4x4 · conv 2 3x3 pad 1,2", "padding");
  assert_refused ("input 2 · dense 99999999999 · dense 1", "whole number");
}

/* ---- there and back ---- */

static gchar *
random_line (guint64 *random)
{
  static const gchar *const activations[] = {
    "", " sigmoid", " tanh", " relu", " leaky-relu 0.3", " softplus"
  };
  static const gchar *const extras[] = { "",
                                         " no-bias",
                                         " frozen",
                                         " frozen kernel",
                                         " frozen bias",
                                         " init he-normal",
                                         " init uniform -0.25 0.75",
                                         " bias-init constant 0.1" };
  static const gchar *const windows[] = { "", " same", " stride 2", " stride 2x1 same", " pad 1,0,1,0" };
  GString *line = g_string_new ("input 2x9x9");
  gint n = pass_random_int (random, 1, 3);

  for (gint i = 0; i < n; i++) {
    switch (pass_random_int (random, 0, 3)) {
    case 0:
      g_string_append_printf (line, " · conv %d 2x%d%s%s%s", pass_random_int (random, 1, 4),
                              pass_random_int (random, 1, 2), windows[pass_random_int (random, 0, 4)],
                              activations[pass_random_int (random, 0, 5)],
                              extras[pass_random_int (random, 0, 7)]);
      break;
    case 1: g_string_append (line, " · max-pool 2 stride 1 same"); break;
    case 2: g_string_append (line, " · average-pool 2x1 stride 1 count-padding"); break;
    default: g_string_append_printf (line, " · dropout 0.%d", pass_random_int (random, 1, 9)); break;
    }
  }
  g_string_append_printf (line, " · flatten · dense 3%s%s as out",
                          activations[pass_random_int (random, 0, 5)],
                          extras[pass_random_int (random, 0, 7)]);
  return g_string_free (line, FALSE);
}

static void
test_there_and_back (void)
{
  guint64 random = 5;

  for (gint i = 0; i < 300; i++) {
    g_autofree gchar *line = random_line (&random);
    g_autoptr (NnNetwork) network = nn_network_new ();
    g_autofree gchar *again = NULL;

    if (!gs_spec_parse (line, network, NULL))
      continue; /* a window that does not fit */
    again = gs_spec_to_text (network);
    g_assert_cmpstr (line, ==, again);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spec/meaning", test_meaning);
  g_test_add_func ("/spec/refusals", test_refusals);
  g_test_add_func ("/spec/there-and-back", test_there_and_back);
  return g_test_run ();
}
