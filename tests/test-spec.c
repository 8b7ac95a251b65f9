/* The one-line form of a network: what it means, what it refuses, and back to the same line. */
#include <string.h>

#include "app/network/gs-spec.h"
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
      "average-pool 3x2 stride 1 count-padding -> flatten → dropout 0,3 · leaky-relu 0.2 · dense 10 softmax "
      "frozen bias init normal 0 0,5 bias-init constant -1");
  const NnLayer *conv = layer (network, 0), *pool = layer (network, 2), *dense = layer (network, 6);

  g_assert_cmpint (network->input.rank, ==, 3);
  g_assert_cmpint (network->input.dim[1], ==, 28);
  g_assert_cmpuint (network->layers->len, ==, 7);
  g_assert_cmpint (conv->units, ==, 16);
  g_assert_cmpint (conv->kernel.rows, ==, 5);
  g_assert_cmpint (conv->kernel.columns, ==, 3);
  g_assert_cmpint (conv->stride.rows, ==, 2);
  g_assert_cmpint (conv->stride.columns, ==, 1);
  g_assert_cmpint (conv->padding.kind, ==, NN_PADDING_EXPLICIT);
  g_assert_cmpint (conv->padding.bottom, ==, 2);
  g_assert_cmpint (conv->padding.right, ==, 1);
  g_assert_false (conv->bias);
  g_assert_cmpstr (conv->name, ==, "first");
  g_assert_cmpint (layer (network, 1)->padding.kind, ==, NN_PADDING_SAME);
  g_assert_cmpint (layer (network, 1)->stride.rows, ==, 2);
  g_assert_cmpint (pool->kind, ==, NN_LAYER_AVERAGE_POOL);
  g_assert_true (pool->count_padding);
  g_assert_cmpint (pool->stride.rows, ==, 1);
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
  assert_refused ("input 2 · dense 99999999999 · dense 1", "whole number from 1 to 1073741823");
  assert_refused ("inptu 2 · dense 1", "begins with the input");
  assert_refused (" \t ", "part 1, “”: is empty");
  assert_refused ("input 2 · dropout 0x0.8 · dense 1", "the share to drop");
  assert_refused ("input 2 · dropout inf · dense 1", "the share to drop");
  assert_refused ("input 2 · dense 1 leaky-relu 1e400", "unknown word “1e400”");
  assert_refused ("input 2 3 · dense 1", "size of the input");
  assert_refused ("input 2 · dropout", "share to drop");
  assert_refused ("input 2 · dropout -0.1 · dense 1", "not including");
  assert_refused ("input 1x4x4 · conv 2", "size of the window");
  assert_refused ("input 1x4x4 · conv", "how many filters");
  assert_refused ("input 1x4x4 · max-pool", "size of the window");
  assert_refused ("input 1x4x4 · max-pool 2 stride", "say the stride");
  assert_refused ("input 1x4x4 · max-pool 2 stride 0", "not the stride");
  assert_refused ("input 1x4x4 · max-pool 2 count-padding", "unknown word");
  assert_refused ("input 2 · dense 3 init", "say how to initialise");
  assert_refused ("input 2 · dense 3 init values", "unknown word “values”. Possible here: default");
  assert_refused ("input 2 · dense 3 init constant x", "the constant");
  assert_refused ("input 2 · dense 3 init normal 0 nan", "standard deviation");
  assert_refused ("input 2 · conv 2 3x3", "layer 1");
}

/* The nearest known word, in the part where it is wrong. */
static void
test_nearest_words (void)
{
  assert_refused ("input 2 · dnese 3", "part 2, “dnese 3”: unknown word “dnese”; did you mean “dense”?");
  assert_refused ("inptu 2 · dense 3", "did you mean “input”?");
  assert_refused ("input 2 · dense 3 · relo", "part 3, “relo”: unknown word “relo”; did you mean “relu”?");
  assert_refused ("input 2 · dense 8 sigmiod", "did you mean “sigmoid”?");
  assert_refused ("input 2 · Dense 8", "did you mean “dense”?");
  assert_refused ("input 2 · dense 8 forzen", "did you mean “frozen”?");
  assert_refused ("input 2 · dense 8 init he-norml", "did you mean “he-normal”?");
  assert_refused ("input 2 · dense 8 bias-init zeroes", "did you mean “zeros”?");
  assert_refused ("input 1x4x4 · conv 2 3x3 strid 2", "did you mean “stride”?");
  assert_refused ("input 1x4x4 · average-pol 2", "did you mean “average-pool”?");
  assert_refused ("input 1x4x4 · average-pool 2 cuont-padding", "did you mean “count-padding”?");
  assert_refused ("input 2 · xyzzyx 8", "unknown word “xyzzyx”. Possible here: dense, conv,");
}

/* Of two that contradict each other none may win in silence. */
static void
test_said_twice (void)
{
  assert_refused ("input 2 · dense 3 tanh relu", "“activation” is said twice");
  assert_refused ("input 2 · dense 3 as a as b", "“as” is said twice");
  assert_refused ("input 2 · dense 3 init zeros init zeros", "“init” is said twice");
  assert_refused ("input 2 · dense 3 bias-init zeros bias-init zeros", "“bias-init” is said twice");
  assert_refused ("input 1x4x4 · max-pool 2 same valid", "“padding” is said twice");
  assert_refused ("input 1x4x4 · max-pool 2 valid same", "“padding” is said twice");
  assert_refused ("input 1x4x4 · max-pool 2 pad 1 same", "“padding” is said twice");
  assert_refused ("input 1x4x4 · max-pool 2 stride 1 stride 2", "“stride” is said twice");
}

/* However the parts are kept apart, and whatever stands for x and minus, it is the same network. */
static void
test_separators (void)
{
  static const gchar *const separators[] = {
    " · ", "·", " | ", "|", ", ", ",", " -> ", "->", " → ", "\n|\t"
  };
  g_autoptr (NnNetwork) signs = parse ("input 1×6×6 · conv 2 3×3 init uniform −0.5 0.5 · flatten · dense 1");
  g_autofree gchar *line = gs_spec_to_text (signs);

  g_assert_cmpstr (line, ==, "input 1x6x6 · conv 2 3x3 init uniform -0.5 0.5 · flatten · dense 1");
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++) {
    g_autofree gchar *text = g_strjoin (separators[i], "input 1x6x6", "conv 2 3x3 pad 1,2,0,1 relu",
                                        "flatten", "dense 4 leaky-relu 0.1", "dropout 0.5", "dense 1", NULL);
    g_autoptr (NnNetwork) network = parse (text);
    g_autofree gchar *again = gs_spec_to_text (network);

    g_assert_cmpstr (again, ==,
                     "input 1x6x6 · conv 2 3x3 pad 1,2,0,1 relu · flatten · dense 4 leaky-relu 0.1 · "
                     "dropout 0.5 · dense 1");
  }
}

/* ---- graphs ---- */

static void
test_graph (void)
{
  static const gchar text[] =
      "input 4 · dense 8 relu as h · dense 8 step pass-through · add h · concatenate h input as both "
      "from h · multiply both · dense 3 as out from both";
  g_autoptr (NnNetwork) network = parse ("input 4 · dense 8 relu as h · dense 8 relu · add h · dense 3");
  g_autoptr (NnNetwork) many = parse (text);
  g_autofree gchar *line = gs_spec_to_text (network), *again = gs_spec_to_text (many);

  g_assert_cmpstr (line, ==, "input 4 · dense 8 relu as h · dense 8 relu · add h · dense 3");
  g_assert_cmpstr (again, ==, text);
  g_assert_cmpint (layer (network, 2)->kind, ==, NN_LAYER_ADD);
  g_assert_cmpstr (layer (network, 2)->with[0], ==, "h");
  g_assert_null (layer (network, 2)->with[1]);
  g_assert_null (layer (network, 2)->from);
  g_assert_cmpint (layer (many, 1)->activation, ==, NN_ACTIVATION_STEP);
  g_assert_true (layer (many, 1)->pass_through);
  g_assert_cmpstr (layer (many, 3)->with[1], ==, "input");
  g_assert_cmpstr (layer (many, 3)->from, ==, "h");
  g_assert_cmpstr (layer (many, 5)->from, ==, "both");
  assert_refused ("input 2 · dense 2 as h · add", "say which layer it takes in");
  assert_refused ("input 2 · dense 2 as h · add as s", "say which layer it takes in");
  assert_refused ("input 2 · dense 2 · dense 2 from", "as in “dense 8 from hidden”");
  assert_refused ("input 2 · dense 2 as a · dense 2 from a from a", "“from” is said twice");
  assert_refused ("input 2 · dense 2 as h · dense 2 from g",
                  "layer 2 (dense): reads “g”, but no layer has that name; it "
                  "can read input, h");
  assert_refused ("input 2 · dense 2 from h · dense 2 as h",
                  "layer 1 (dense): reads “h”, which comes behind it as layer 2");
  assert_refused ("input 2 · dense 2 as h from h", "reads itself");
  assert_refused ("input 2 · dense 8 as h · dense 6 · add h",
                  "layer 3 (add): layer 2 (dense) gives 6, but layer 1 (dense “h”) gives 8; make them alike");
  assert_refused ("input 1x4x4 · conv 2 1x1 as h · max-pool 2 · concatenate h", "the same rows and columns");
  assert_refused ("input 2 · dropout 0.5 pass-through", "unknown word");
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

static void
randomize_init (NnInit *init, guint64 *random)
{
  init->kind = (NnInitKind) pass_random_int (random, NN_INIT_DEFAULT, NN_INIT_HE_NORMAL);
  if (init->kind == NN_INIT_CONSTANT || init->kind == NN_INIT_UNIFORM || init->kind == NN_INIT_NORMAL)
    init->a = pass_random (random) - 1;
  if (init->kind == NN_INIT_UNIFORM || init->kind == NN_INIT_NORMAL)
    init->b = pass_random (random);
}

static void
randomize_padding (NnPadding *padding, guint64 *random)
{
  padding->kind = (NnPaddingKind) pass_random_int (random, NN_PADDING_VALID, NN_PADDING_EXPLICIT);
  if (padding->kind != NN_PADDING_EXPLICIT)
    return;
  padding->top = pass_random_int (random, 0, 1);
  padding->bottom = pass_random_int (random, 0, 1);
  padding->left = pass_random_int (random, 0, 1);
  padding->right = pass_random_int (random, 0, 1);
}

/* Any of its fields that its kind has; the sizes are those that fit an image of 12x12. */
static void
add_random_layer (NnNetwork *network, NnLayerKind kind, guint64 *random)
{
  NnLayer *layer = nn_network_add_layer (network, kind);
  gboolean is_pool = kind == NN_LAYER_MAX_POOL || kind == NN_LAYER_AVERAGE_POOL;

  if (kind == NN_LAYER_CONV || is_pool) {
    layer->kernel.rows = pass_random_int (random, 2, 3);
    layer->kernel.columns = pass_random_int (random, 2, 3);
    layer->stride.rows = pass_random_int (random, 1, 2);
    layer->stride.columns = pass_random_int (random, 1, 2);
    randomize_padding (&layer->padding, random);
  }
  if (kind == NN_LAYER_AVERAGE_POOL)
    layer->count_padding = pass_random_int (random, 0, 1);
  if (kind == NN_LAYER_DROPOUT)
    layer->keep = 1 - pass_random (random);
  if (kind == NN_LAYER_DENSE || kind == NN_LAYER_CONV) {
    layer->units = pass_random_int (random, 1, 5);
    layer->bias = pass_random_int (random, 0, 3) > 0;
    layer->freeze_kernel = pass_random_int (random, 0, 1);
    layer->freeze_bias = pass_random_int (random, 0, 1);
    randomize_init (&layer->kernel_init, random);
    randomize_init (&layer->bias_init, random);
  }
  if (kind == NN_LAYER_DENSE || kind == NN_LAYER_CONV || kind == NN_LAYER_ACTIVATION) {
    layer->activation = (NnActivation) pass_random_int (random, 0, NN_N_ACTIVATIONS - 1);
    if (layer->activation == NN_ACTIVATION_LEAKY_RELU)
      layer->slope = pass_random (random);
  }
  if (pass_random_int (random, 0, 2) == 0)
    layer->name = g_strdup_printf ("own_%u", network->layers->len);
}

static void
assert_same_init (const NnInit *one, const NnInit *other)
{
  g_assert_cmpint (one->kind, ==, other->kind);
  g_assert_cmpfloat (one->a, ==, other->a);
  g_assert_cmpfloat (one->b, ==, other->b);
}

static void
assert_same_layer (const NnLayer *one, const NnLayer *other)
{
  g_assert_cmpint (one->kind, ==, other->kind);
  g_assert_cmpstr (one->name, ==, other->name);
  g_assert_cmpint (one->units, ==, other->units);
  g_assert_cmpint (one->kernel.rows, ==, other->kernel.rows);
  g_assert_cmpint (one->kernel.columns, ==, other->kernel.columns);
  g_assert_cmpint (one->stride.rows, ==, other->stride.rows);
  g_assert_cmpint (one->stride.columns, ==, other->stride.columns);
  g_assert_cmpmem (&one->padding, sizeof one->padding, &other->padding, sizeof other->padding);
  g_assert_cmpint (one->bias, ==, other->bias);
  g_assert_cmpint (one->count_padding, ==, other->count_padding);
  g_assert_cmpint (one->activation, ==, other->activation);
  g_assert_cmpfloat (one->slope, ==, other->slope);
  g_assert_cmpfloat (one->keep, ==, other->keep);
  g_assert_cmpint (one->freeze_kernel, ==, other->freeze_kernel);
  g_assert_cmpint (one->freeze_bias, ==, other->freeze_bias);
  assert_same_init (&one->kernel_init, &other->kernel_init);
  assert_same_init (&one->bias_init, &other->bias_init);
}

/* Networks made field by field, not from a line: everything comes back, to the bit. */
static void
test_networks_there_and_back (void)
{
  guint64 random = 11;
  gint n_compared = 0;

  for (gint i = 0; i < 500; i++) {
    g_autoptr (NnNetwork) network = nn_network_new (), again = nn_network_new ();
    g_autofree gchar *line = NULL;
    g_autofree NnShape *shapes = g_new0 (NnShape, 8);
    g_autoptr (GError) error = NULL;

    network->input = nn_shape (3, 2, 12, 12);
    for (gint n = pass_random_int (&random, 1, 3); n > 0; n--) {
      static const NnLayerKind kinds[] = { NN_LAYER_CONV, NN_LAYER_MAX_POOL, NN_LAYER_AVERAGE_POOL,
                                           NN_LAYER_ACTIVATION, NN_LAYER_DROPOUT };

      add_random_layer (network, kinds[pass_random_int (&random, 0, 4)], &random);
    }
    add_random_layer (network, NN_LAYER_FLATTEN, &random);
    add_random_layer (network, NN_LAYER_DENSE, &random);
    if (!nn_network_infer_shapes (network, shapes, NULL))
      continue; /* a window that is nothing but padding */
    line = gs_spec_to_text (network);
    gs_spec_parse (line, again, &error);
    g_assert_no_error (error);
    g_assert_true (nn_shape_equal (&network->input, &again->input));
    g_assert_cmpuint (network->layers->len, ==, again->layers->len);
    for (guint j = 0; j < network->layers->len; j++)
      assert_same_layer (layer (network, j), layer (again, j));
    n_compared++;
  }
  g_assert_cmpint (n_compared, >, 250);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spec/meaning", test_meaning);
  g_test_add_func ("/spec/refusals", test_refusals);
  g_test_add_func ("/spec/nearest-words", test_nearest_words);
  g_test_add_func ("/spec/said-twice", test_said_twice);
  g_test_add_func ("/spec/separators", test_separators);
  g_test_add_func ("/spec/graph", test_graph);
  g_test_add_func ("/spec/there-and-back", test_there_and_back);
  g_test_add_func ("/spec/networks-there-and-back", test_networks_there_and_back);
  return g_test_run ();
}
