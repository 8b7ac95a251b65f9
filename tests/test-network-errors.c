/* What a network refuses, and whether the message names the place, the kind and the cure;
 * the shapes and starting values of what it accepts. */
#include "pass.h"

#include "nn/nn-error.h"
#include "nn/nn-random.h"

#define WORDS(...) ((const gchar *const[]){ __VA_ARGS__, NULL })

static NnLayer *
add (NnNetwork *network, NnLayerKind kind, gint units)
{
  NnLayer *layer = nn_network_add_layer (network, kind);

  layer->units = units;
  return layer;
}

static NnNetwork *
row_network_new (void)
{
  NnNetwork *network = nn_network_new ();

  network->input = nn_shape (1, 3);
  add (network, NN_LAYER_DENSE, 2);
  return network;
}

static NnNetwork *
image_network_new (gint height, gint width)
{
  NnNetwork *network = nn_network_new ();

  network->input = nn_shape (3, 2, height, width);
  return network;
}

/* Compiling must fail with this code and these words; the network is freed. */
static void
refuse_with_pins (NnNetwork *network,
                  gint batch,
                  const gchar *const *pinned,
                  gint code,
                  const gchar *const *words)
{
  g_autoptr (NnNetwork) owned = network;
  g_autoptr (GError) error = NULL;

  g_assert_null (nn_network_compile (owned, batch, NN_COMPILE_TRAINING, pinned, &error));
  g_assert_error (error, NN_ERROR, code);
  for (gint i = 0; words[i] != NULL; i++)
    if (strstr (error->message, words[i]) == NULL)
      g_error ("“%s” does not say “%s”", error->message, words[i]);
}

static void
refuse (NnNetwork *network, gint code, const gchar *const *words)
{
  refuse_with_pins (network, 2, NULL, code, words);
}

static NnNetwork *
with_window (NnLayerKind kind, gint height, gint width, gint top, gint bottom)
{
  NnNetwork *network = image_network_new (4, 4);
  NnLayer *layer = add (network, kind, 2);

  layer->kernel.rows = height;
  layer->kernel.columns = width;
  layer->padding.kind = NN_PADDING_EXPLICIT;
  layer->padding.top = top;
  layer->padding.bottom = bottom;
  return network;
}

static void
test_shapes (void)
{
  NnNetwork *network = nn_network_new ();

  network->input = nn_shape (1, 3);
  refuse (network, NN_ERROR_SHAPE, WORDS ("no layers", "add one"));

  network = image_network_new (4, 4);
  add (network, NN_LAYER_DENSE, 2);
  refuse (network, NN_ERROR_SHAPE, WORDS ("layer 1 (dense)", "2×4×4", "add a flatten layer"));

  network = row_network_new ();
  add (network, NN_LAYER_CONV, 2)->name = g_strdup ("edges");
  refuse (network, NN_ERROR_SHAPE, WORDS ("layer 2 (conv “edges”)", "image", "row of 2", "flatten"));

  network = row_network_new ();
  nn_network_add_layer (network, NN_LAYER_MAX_POOL);
  refuse (network, NN_ERROR_SHAPE, WORDS ("layer 2 (max-pool)", "image"));

  network = row_network_new ();
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  refuse (network, NN_ERROR_SHAPE, WORDS ("layer 2 (flatten)", "flat already", "remove"));

  network = row_network_new ();
  network->input = nn_shape (2, 3, 3);
  refuse (network, NN_ERROR_SHAPE, WORDS ("2 axes", "one (features)", "three"));

  refuse (with_window (NN_LAYER_CONV, 6, 5, 1, 0), NN_ERROR_SHAPE,
          WORDS ("layer 1 (conv)", "a 6×5 kernel does not fit a padded input of 5×4", "smaller kernel",
                 "more padding"));
  refuse (with_window (NN_LAYER_MAX_POOL, 5, 2, 0, 0), NN_ERROR_SHAPE,
          WORDS ("layer 1 (max-pool)", "5×2", "4×4"));
  refuse (with_window (NN_LAYER_MAX_POOL, 2, 2, 2, 0), NN_ERROR_SHAPE,
          WORDS ("layer 1 (max-pool)", "padding", "smaller than the 2×2 window"));
  refuse (with_window (NN_LAYER_AVERAGE_POOL, 2, 2, 0, 3), NN_ERROR_SHAPE,
          WORDS ("layer 1 (average-pool)", "padding"));
}

static void
test_numbers (void)
{
  NnNetwork *network;

  refuse (with_window (NN_LAYER_CONV, 0, 2, 0, 0), NN_ERROR_VALUE, WORDS ("layer 1 (conv)", "height", "0"));
  refuse (with_window (NN_LAYER_CONV, 2, -1, 0, 0), NN_ERROR_VALUE, WORDS ("width", "-1"));
  refuse (with_window (NN_LAYER_CONV, 2, 2, -1, 0), NN_ERROR_VALUE, WORDS ("padding at the top"));
  network = with_window (NN_LAYER_CONV, 2, 2, 0, 0);
  ((NnLayer *) g_ptr_array_index (network->layers, 0))->stride.columns = 0;
  refuse (network, NN_ERROR_VALUE, WORDS ("stride of the columns"));
  network = with_window (NN_LAYER_CONV, 2, 2, 0, 0);
  ((NnLayer *) g_ptr_array_index (network->layers, 0))->padding.kind = (NnPaddingKind) 7;
  refuse (network, NN_ERROR_VALUE, WORDS ("padding", "valid", "same"));

  network = row_network_new ();
  add (network, NN_LAYER_DENSE, 0);
  refuse (network, NN_ERROR_VALUE, WORDS ("layer 2 (dense)", "units", "0"));
  network = row_network_new ();
  add (network, (NnLayerKind) 99, 1);
  refuse (network, NN_ERROR_VALUE, WORDS ("layer 2 (unknown)", "unknown kind"));
  network = row_network_new ();
  add (network, NN_LAYER_DENSE, 1)->activation = (NnActivation) 99;
  refuse (network, NN_ERROR_VALUE, WORDS ("layer 2 (dense)", "activation is 99", "sigmoid"));
  network = row_network_new ();
  add (network, NN_LAYER_ACTIVATION, 1)->slope = NAN;
  refuse (network, NN_ERROR_VALUE, WORDS ("layer 2 (activation)", "slope", "finite"));
  for (gint i = 0; i < 3; i++) {
    network = row_network_new ();
    nn_network_add_layer (network, NN_LAYER_DROPOUT)->keep = (gdouble[]){ 0, 1.5, NAN }[i];
    refuse (network, NN_ERROR_VALUE, WORDS ("layer 2 (dropout)", "keep", "above 0 and at most 1"));
  }
  network = row_network_new ();
  network->penalty.l2 = -1;
  refuse (network, NN_ERROR_VALUE, WORDS ("penalty", "-1"));
  network = row_network_new ();
  network->optimizer.lr = INFINITY;
  refuse (network, NN_ERROR_VALUE, WORDS ("optimizer sgd", "lr", "finite"));
  network = row_network_new ();
  network->loss = (NnLossKind) 99;
  refuse (network, NN_ERROR_VALUE, WORDS ("loss"));
  network = row_network_new ();
  network->optimizer.kind = (NnOptimizerKind) 99;
  refuse (network, NN_ERROR_VALUE, WORDS ("optimizer", "unknown"));
  refuse_with_pins (row_network_new (), 0, NULL, NN_ERROR_VALUE, WORDS ("batch of 0"));
}

static void
test_sizes (void)
{
  NnNetwork *network = row_network_new ();

  network->input = nn_shape (1, 1 << 20);
  ((NnLayer *) g_ptr_array_index (network->layers, 0))->units = 1 << 20;
  refuse (network, NN_ERROR_SIZE, WORDS ("layer 1 (dense)", "memory"));
  network = row_network_new ();
  network->input = nn_shape (3, G_MAXINT, G_MAXINT, G_MAXINT);
  refuse (network, NN_ERROR_SIZE, WORDS ("input", "memory"));
  network = row_network_new ();
  network->input = nn_shape (1, 0);
  refuse (network, NN_ERROR_SIZE, WORDS ("input", "at least 1"));
  network = image_network_new (4, 4);
  add (network, NN_LAYER_CONV, G_MAXINT);
  refuse (network, NN_ERROR_SIZE, WORDS ("layer 1 (conv)", "memory"));
  refuse (with_window (NN_LAYER_CONV, 2, 2, G_MAXINT, 0), NN_ERROR_SIZE, WORDS ("padding at the top"));
  refuse (with_window (NN_LAYER_CONV, G_MAXINT, 2, 0, 0), NN_ERROR_SIZE, WORDS ("height"));
  refuse (with_window (NN_LAYER_CONV, 2, 2, 1 << 24, 1 << 24), NN_ERROR_SIZE,
          WORDS ("layer 1 (conv)", "memory"));
  refuse_with_pins (row_network_new (), G_MAXINT, NULL, NN_ERROR_SIZE, WORDS ("x", "smaller"));
  /* Each tensor would fit, all together would not. */
  network = row_network_new ();
  network->input = nn_shape (1, 1 << 14);
  for (gint i = 0; i < 6; i++)
    add (network, NN_LAYER_DENSE, 1 << 13);
  refuse_with_pins (network, 1 << 14, NULL, NN_ERROR_SIZE, WORDS ("does not fit memory"));
  /* In the backward phase, and in the update. */
  for (gint units = 1 << 12; units <= 1 << 14; units += 1 << 10) {
    network = row_network_new ();
    network->input = nn_shape (1, 1 << 14);
    ((NnLayer *) g_ptr_array_index (network->layers, 0))->units = units;
    add (network, NN_LAYER_DENSE, 1 << 12);
    network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
    refuse_with_pins (network, 1, NULL, NN_ERROR_SIZE, WORDS ("does not fit memory"));
  }
}

static void
test_names (void)
{
  const gchar *bad[] = { "W1", "two words", "x", "" };
  NnNetwork *network;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    network = row_network_new ();
    add (network, NN_LAYER_DENSE, 2)->name = g_strdup (bad[i]);
    refuse (network, NN_ERROR_NAME, WORDS ("layer 2 (dense", "name"));
  }
  network = row_network_new ();
  add (network, NN_LAYER_DENSE, 2)->name = g_strdup ("wide");
  add (network, NN_LAYER_DENSE, 2);
  add (network, NN_LAYER_DROPOUT, 2)->name = g_strdup ("wide");
  refuse (network, NN_ERROR_NAME, WORDS ("layer 4 (dropout “wide”)", "used twice", "layer 2", "another"));
  refuse_with_pins (row_network_new (), 1, WORDS ("z7"), NN_ERROR_NAME, WORDS ("z7", "remove its pins"));
  refuse_with_pins (row_network_new (), 1, WORDS ("W1"), NN_ERROR_NAME, WORDS ("W1", "remove its pins"));
}

/* ---- what is accepted ---- */

/* ceil(n / stride) places, the odd pixel at the bottom and at the right. */
static void
test_same_padding (void)
{
  for (gint size = 1; size <= 9; size++)
    for (gint kernel = 1; kernel <= 5; kernel++)
      for (gint stride = 1; stride <= 4; stride++)
        for (gint pool = 0; pool < 2; pool++) {
          g_autoptr (NnNetwork) network = image_network_new (size, 5);
          g_autoptr (NnProgram) program = NULL;
          g_autoptr (GError) error = NULL;
          NnLayer *layer = add (network, pool ? NN_LAYER_MAX_POOL : NN_LAYER_CONV, 1);
          const NnInstruction *line;
          gint places = (size + stride - 1) / stride;
          gint total = MAX ((places - 1) * stride + kernel - size, 0);
          const gint *attributes;

          layer->kernel.rows = kernel;
          layer->kernel.columns = 1;
          layer->stride.rows = stride;
          layer->stride.columns = 1;
          layer->padding.kind = NN_PADDING_SAME;
          program = nn_network_compile (network, 1, NN_COMPILE_TRAINING, NULL, &error);
          g_assert_no_error (error);
          line = nn_program_get_instruction (program, 0);
          g_assert_cmpint (nn_program_get_tensor (program, line->output)->shape.dim[2], ==, places);
          g_assert_cmpint (nn_program_get_tensor (program, line->output)->shape.dim[3], ==, 5);
          attributes = line->attributes + (pool ? 2 : 0);
          g_assert_cmpint (attributes[0], ==, stride);
          g_assert_cmpint (attributes[2], ==, total / 2);
          g_assert_cmpint (attributes[4], ==, total - total / 2);
          g_assert_cmpint (attributes[3], ==, 0);
          g_assert_cmpint (attributes[5], ==, 0);
        }
}

static void
test_infer_shapes (void)
{
  g_autoptr (NnNetwork) network = image_network_new (24, 24);
  g_autoptr (GError) error = NULL;
  NnLayer *conv = add (network, NN_LAYER_CONV, 8);
  NnShape shapes[5], target;

  conv->kernel.rows = 5;
  conv->kernel.columns = 3;
  conv->stride.rows = 2;
  conv->padding = (NnPadding){ NN_PADDING_EXPLICIT, 1, 2, 0, 3 };
  nn_network_add_layer (network, NN_LAYER_MAX_POOL);
  nn_network_add_layer (network, NN_LAYER_DROPOUT);
  g_assert_true (nn_network_get_target_shape (network, &target, &error));
  g_assert_true (nn_shape_equal (&target, &(NnShape){ 3, { 8, 6, 12, 1 } }));
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  add (network, NN_LAYER_DENSE, 10);
  g_assert_true (nn_network_infer_shapes (network, shapes, &error));
  g_assert_true (nn_shape_equal (&shapes[0], &(NnShape){ 3, { 8, 12, 25, 1 } }));
  g_assert_true (nn_shape_equal (&shapes[1], &(NnShape){ 3, { 8, 6, 12, 1 } }));
  g_assert_true (nn_shape_equal (&shapes[2], &shapes[1]));
  g_assert_true (nn_shape_equal (&shapes[3], &(NnShape){ 1, { 576, 1, 1, 1 } }));
  g_assert_true (nn_shape_equal (&shapes[4], &(NnShape){ 1, { 10, 1, 1, 1 } }));
  g_assert_true (nn_network_get_target_shape (network, &target, &error));
  g_assert_true (nn_shape_equal (&target, &shapes[4]));
}

/* ---- starting values ---- */

static NnState *
initialize (NnNetwork *network, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NnProgram) program = nn_network_compile (network, 1, NN_COMPILE_TRAINING, NULL, &error);
  NnState *state = nn_network_initialize (network, program, seed, &error);

  g_assert_no_error (error);
  return state;
}

static void
test_fans (void)
{
  /* kind, and the limit (uniform) or deviation (normal) for fan in and out */
  const struct {
    NnInitKind kind;
    gboolean normal;
    gdouble dense, conv;
  } cases[] = {
    { NN_INIT_GLOROT_UNIFORM, FALSE, sqrt (6.0 / (18 + 4)), sqrt (6.0 / (2 * 9 + 2 * 9)) },
    { NN_INIT_GLOROT_NORMAL, TRUE, sqrt (2.0 / (18 + 4)), sqrt (2.0 / (2 * 9 + 2 * 9)) },
    { NN_INIT_HE_UNIFORM, FALSE, sqrt (6.0 / 18), sqrt (6.0 / (2 * 9)) },
    { NN_INIT_HE_NORMAL, TRUE, sqrt (2.0 / 18), sqrt (2.0 / (2 * 9)) },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++) {
    g_autoptr (NnNetwork) network = image_network_new (5, 5);
    NnLayer *conv = add (network, NN_LAYER_CONV, 2);
    NnLayer *dense;
    g_autoptr (NnState) state = NULL;
    NnTensor *W1, *W2;

    nn_network_add_layer (network, NN_LAYER_FLATTEN);
    dense = add (network, NN_LAYER_DENSE, 4);
    conv->kernel_init.kind = dense->kernel_init.kind = cases[k].kind;
    state = initialize (network, 42);
    W1 = nn_state_find (state, "W1");
    W2 = nn_state_find (state, "W2");
    g_assert_cmpuint (nn_shape_count (&W1->shape), ==, 36);
    g_assert_cmpuint (nn_shape_count (&W2->shape), ==, 72);
    for (guint32 i = 0; i < 36; i++) {
      /* W1 is the first parameter, b1 the second, W2 the third. */
      gdouble one = cases[k].normal ? nn_random_normal (42, NN_STREAM_INITIAL, 0, 1, i)
                                    : 2 * nn_random_uniform (42, NN_STREAM_INITIAL, 0, 1, i) - 1;
      gdouble two = cases[k].normal ? nn_random_normal (42, NN_STREAM_INITIAL, 0, 3, i)
                                    : 2 * nn_random_uniform (42, NN_STREAM_INITIAL, 0, 3, i) - 1;

      g_assert_cmpfloat_with_epsilon (W1->values[i], one * cases[k].conv, 1e-15);
      g_assert_cmpfloat_with_epsilon (W2->values[i], two * cases[k].dense, 1e-15);
    }
  }
}

static void
test_initializers (void)
{
  g_autoptr (NnNetwork) network = row_network_new ();
  NnLayer *layer = g_ptr_array_index (network->layers, 0);
  g_autoptr (NnState) first = initialize (network, 7), again = initialize (network, 7),
                      other = initialize (network, 8);
  g_autoptr (NnState) uniform = NULL, normal = NULL, values = NULL, relu = NULL;
  NnShape shape = nn_shape (2, 3, 2);

  g_assert_true (nn_state_equal (first, again));
  g_assert_false (nn_state_equal (first, other));
  g_assert_cmpuint (nn_state_get_size (first), ==, 3);
  g_assert_cmpfloat (nn_state_find (first, "b1")->values[1], ==, 0);
  g_assert_cmpfloat (nn_state_find (first, "lr")->values[0], ==, 0.01);
  g_assert_cmpfloat_with_epsilon (
      nn_state_find (first, "W1")->values[2],
      sqrt (6.0 / 5) * (2 * nn_random_uniform (7, NN_STREAM_INITIAL, 0, 1, 2) - 1), 1e-15);
  layer->kernel_init = (NnInit){ NN_INIT_UNIFORM, 2, 5, NULL };
  layer->bias_init = (NnInit){ NN_INIT_CONSTANT, -3, 0, NULL };
  uniform = initialize (network, 7);
  g_assert_cmpfloat_with_epsilon (nn_state_find (uniform, "W1")->values[5],
                                  2 + 3 * nn_random_uniform (7, NN_STREAM_INITIAL, 0, 1, 5), 1e-15);
  g_assert_cmpfloat (nn_state_find (uniform, "b1")->values[0], ==, -3);
  layer->kernel_init = (NnInit){ NN_INIT_NORMAL, 2, 0.5, NULL };
  layer->bias_init = (NnInit){ NN_INIT_ZEROS, 9, 9, NULL };
  normal = initialize (network, 7);
  g_assert_cmpfloat_with_epsilon (nn_state_find (normal, "W1")->values[5],
                                  2 + 0.5 * nn_random_normal (7, NN_STREAM_INITIAL, 0, 1, 5), 1e-15);
  g_assert_cmpfloat (nn_state_find (normal, "b1")->values[0], ==, 0);
  layer->kernel_init = (NnInit){ NN_INIT_VALUES, 0, 0, nn_tensor_new ("W1", &shape) };
  layer->kernel_init.values->values[4] = 0.1;
  values = initialize (network, 7);
  g_assert_cmpfloat (nn_state_find (values, "W1")->values[4], ==, 0.1);
  /* He before relu, also where relu is a layer of its own. */
  nn_init_clear (&layer->kernel_init);
  nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_RELU;
  relu = initialize (network, 7);
  g_assert_cmpfloat_with_epsilon (nn_state_find (relu, "W1")->values[3],
                                  sqrt (2.0 / 3) * nn_random_normal (7, NN_STREAM_INITIAL, 0, 1, 3), 1e-15);
}

static void
test_bad_initializers (void)
{
  NnShape wrong = nn_shape (2, 2, 3);
  const NnInit inits[] = {
    { NN_INIT_CONSTANT, NAN, 0, NULL },     { NN_INIT_UNIFORM, 1, 0, NULL }, { NN_INIT_NORMAL, 0, -1, NULL },
    { NN_INIT_UNIFORM, 0, INFINITY, NULL }, { (NnInitKind) 77, 0, 0, NULL }, { NN_INIT_VALUES, 0, 0, NULL },
  };

  for (gsize i = 0; i <= G_N_ELEMENTS (inits); i++) {
    g_autoptr (NnNetwork) network = row_network_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (NnProgram) program = nn_network_compile (network, 1, NN_COMPILE_TRAINING, NULL, &error);
    NnLayer *layer = g_ptr_array_index (network->layers, 0);
    gboolean of_shape = i + 1 >= G_N_ELEMENTS (inits);

    layer->kernel_init =
        i < G_N_ELEMENTS (inits) ? inits[i] : (NnInit){ NN_INIT_VALUES, 0, 0, nn_tensor_new ("W1", &wrong) };
    g_assert_null (nn_network_initialize (network, program, 1, &error));
    g_assert_error (error, NN_ERROR, (of_shape ? NN_ERROR_SHAPE : NN_ERROR_VALUE));
    g_assert_nonnull (strstr (error->message, "W1"));
  }
}

static void
test_keep_fitting (void)
{
  g_autoptr (NnNetwork) network = row_network_new ();
  g_autoptr (NnState) old = initialize (network, 1), fresh = NULL;
  gdouble before;

  add (network, NN_LAYER_DENSE, 2);
  ((NnLayer *) g_ptr_array_index (network->layers, 0))->bias = FALSE;
  fresh = initialize (network, 2);
  before = nn_state_find (fresh, "W2")->values[0];
  nn_state_find (old, "lr")->values[0] = 0.75;
  nn_state_keep_fitting (fresh, old);
  g_assert_cmpmem (nn_state_find (fresh, "W1")->values, 6 * sizeof (gdouble),
                   nn_state_find (old, "W1")->values, 6 * sizeof (gdouble));
  g_assert_cmpfloat (nn_state_find (fresh, "lr")->values[0], ==, 0.75);
  g_assert_cmpfloat (nn_state_find (fresh, "W2")->values[0], ==, before);
  g_assert_null (nn_state_find (fresh, "b1"));
}

static void
test_optimizer_state (void)
{
  g_autoptr (NnNetwork) network = row_network_new ();
  g_autoptr (NnState) adagrad = NULL, adam = NULL;

  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAGRAD);
  adagrad = initialize (network, 1);
  g_assert_cmpfloat (nn_state_find (adagrad, "W1.s")->values[5], ==, 0.1);
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  adam = initialize (network, 1);
  g_assert_cmpfloat (nn_state_find (adam, "beta1.t")->values[0], ==, 1);
  g_assert_cmpfloat (nn_state_find (adam, "beta2.t")->values[0], ==, 1);
  g_assert_cmpfloat (nn_state_find (adam, "W1.m")->values[0], ==, 0);
  g_assert_cmpfloat (nn_state_find (adam, "beta2")->values[0], ==, 0.999);
}

/* ---- who reads whom ---- */

static NnLayer *
add_named (NnNetwork *network, NnLayerKind kind, const gchar *name, const gchar *from)
{
  NnLayer *layer = add (network, kind, 2);

  layer->name = g_strdup (name);
  layer->from = g_strdup (from);
  return layer;
}

static void
take_in (NnLayer *layer, const gchar *name)
{
  const gchar *names[] = { name, NULL };

  layer->with = g_strdupv ((gchar **) names);
}

static void
test_graph (void)
{
  NnNetwork *network = row_network_new ();

  add_named (network, NN_LAYER_DENSE, NULL, "h");
  refuse (network, NN_ERROR_NAME, WORDS ("layer 2 (dense)", "“h”", "no layer has that name", "input"));
  network = row_network_new ();
  add_named (network, NN_LAYER_DENSE, "h", "h");
  refuse (network, NN_ERROR_NAME, WORDS ("layer 2 (dense “h”)", "reads itself", "circle"));
  network = row_network_new ();
  add_named (network, NN_LAYER_DENSE, NULL, "h");
  add_named (network, NN_LAYER_DENSE, "h", NULL);
  refuse (network, NN_ERROR_NAME, WORDS ("layer 2 (dense)", "comes behind it as layer 3", "circle"));
  network = row_network_new ();
  add_named (network, NN_LAYER_DENSE, NULL, "input");
  refuse (network, NN_ERROR_NAME, WORDS ("layer 1 (dense)", "no layer reads it", "“as”"));
  network = row_network_new ();
  add_named (network, NN_LAYER_DENSE, "h", NULL);
  add_named (network, NN_LAYER_DENSE, NULL, "input");
  refuse (network, NN_ERROR_NAME, WORDS ("layer 2 (dense “h”)", "no layer reads it", "“from h”"));
  network = row_network_new ();
  add (network, NN_LAYER_ADD, 1);
  refuse (network, NN_ERROR_NAME, WORDS ("layer 2 (add)", "a second layer", "“add h”"));
  network = row_network_new ();
  take_in (add (network, NN_LAYER_ADD, 1), "input");
  refuse (network, NN_ERROR_SHAPE, WORDS ("layer 2 (add)", "layer 1 (dense) gives 2", "the input gives 3"));
  network = image_network_new (4, 4);
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  take_in (add (network, NN_LAYER_CONCATENATE, 1), "input");
  refuse (network, NN_ERROR_SHAPE, WORDS ("layer 2 (concatenate)", "32", "2×4×4", "rows and columns"));
}

static void
test_pass_through (void)
{
  NnNetwork *network = row_network_new ();
  NnLayer *layer = g_ptr_array_index (network->layers, 0);

  layer->activation = NN_ACTIVATION_SOFTMAX;
  layer->pass_through = TRUE;
  refuse (network, NN_ERROR_VALUE, WORDS ("layer 1 (dense)", "softmax", "take pass-through away"));
  network = row_network_new ();
  layer = g_ptr_array_index (network->layers, 0);
  layer->activation = NN_ACTIVATION_SIGMOID;
  layer->pass_through = TRUE;
  network->loss = NN_LOSS_BINARY_CROSS_ENTROPY;
  refuse (network, NN_ERROR_VALUE, WORDS ("layer 1 (dense)", "bce", "use mse"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network-errors/shapes", test_shapes);
  g_test_add_func ("/network-errors/numbers", test_numbers);
  g_test_add_func ("/network-errors/sizes", test_sizes);
  g_test_add_func ("/network-errors/names", test_names);
  g_test_add_func ("/network-errors/graph", test_graph);
  g_test_add_func ("/network-errors/pass-through", test_pass_through);
  g_test_add_func ("/network-errors/same-padding", test_same_padding);
  g_test_add_func ("/network-errors/infer-shapes", test_infer_shapes);
  g_test_add_func ("/network-errors/fans", test_fans);
  g_test_add_func ("/network-errors/initializers", test_initializers);
  g_test_add_func ("/network-errors/bad-initializers", test_bad_initializers);
  g_test_add_func ("/network-errors/keep-fitting", test_keep_fitting);
  g_test_add_func ("/network-errors/optimizer-state", test_optimizer_state);
  return g_test_run ();
}
