/* Random networks edited, held and stepped at random: a run that recomputes only what is missing always shows
 * what a computation from scratch gives, by formulas (see pass.h). */
#include "programs.h"

#include "nn/nn-error.h"
#include "nn/nn-kernel.h"
#include "nn/nn-run.h"

/* ---- random networks, random edits ---- */

static void
add_random_layer (NnNetwork *network, guint64 *random, gboolean image)
{
  static const NnLayerKind kinds[] = { NN_LAYER_CONV, NN_LAYER_MAX_POOL, NN_LAYER_AVERAGE_POOL };
  NnLayerKind kind = image ? kinds[pass_random_int (random, 0, 2)] : NN_LAYER_DENSE;
  NnLayer *layer = nn_network_add_layer (network, kind);

  layer->units = pass_random_int (random, 1, 4);
  layer->activation = (NnActivation) pass_random_int (random, 0, NN_N_ACTIVATIONS - 1);
  layer->bias = pass_random (random) < 0.8;
  layer->freeze_kernel = pass_random (random) < 0.2;
  if (image) {
    layer->kernel.rows = layer->kernel.columns = 2;
    layer->stride.rows = layer->stride.columns = pass_random_int (random, 1, 2);
    layer->padding.kind = NN_PADDING_SAME;
    layer->count_padding = pass_random (random) < 0.5;
  }
}

static NnNetwork *
draw_network (guint64 *random)
{
  NnNetwork *network = nn_network_new ();
  gboolean image = pass_random (random) < 0.4;

  network->input = image ? nn_shape (3, pass_random_int (random, 1, 2), 4, 3)
                         : nn_shape (1, pass_random_int (random, 1, 4));
  for (gint i = pass_random_int (random, 1, 2); image && i > 0; i--)
    add_random_layer (network, random, TRUE);
  if (image)
    nn_network_add_layer (network, NN_LAYER_FLATTEN);
  for (gint i = pass_random_int (random, 1, 2); i > 0; i--) {
    add_random_layer (network, random, FALSE);
    if (i > 1 && pass_random (random) < 0.5)
      nn_network_add_layer (network, NN_LAYER_DROPOUT);
  }
  network->loss = pass_random (random) < 0.5 ? NN_LOSS_SQUARED_ERROR : NN_LOSS_CROSS_ENTROPY;
  network->long_chain = pass_random (random) < 0.5;
  network->penalty.use_l2 = pass_random (random) < 0.3;
  network->penalty.l2 = 0.125;
  network->optimizer =
      nn_optimizer_default ((NnOptimizerKind) pass_random_int (random, 0, NN_N_OPTIMIZERS - 1));
  network->optimizer.lr = 0.125;
  network->all_gradients = pass_random (random) < 0.5;
  return network;
}

/* A run, and beside it the same leaves computed by formulas alone. */
typedef struct {
  guint64 *random;
  NnProgram *program;
  NnRun *run;
  Pass *pass;
  gint end;
  gint asked; /* for so many instructions, since the last commit */
} Twins;

static void
twins_clear (Twins *twins)
{
  g_clear_pointer (&twins->run, nn_run_free);
  g_clear_pointer (&twins->pass, pass_free);
  g_clear_pointer (&twins->program, nn_program_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Twins, twins_clear)

static gboolean
may_be_edited (const NnTensorInfo *info)
{
  return info->role == NN_ROLE_INPUT || info->role == NN_ROLE_TARGET || info->role == NN_ROLE_PARAMETER
         || info->role == NN_ROLE_STATE;
}

static void
twins_set (Twins *twins, gint tensor, gsize offset, gdouble value)
{
  twins->pass->values[tensor][offset] = value;
  nn_run_set_cell (twins->run, &(NnCell){ tensor, offset }, value);
}

static void
twins_open (Twins *twins, guint64 *random, const NnNetwork *network, const gchar *const *pinned)
{
  g_autoptr (GError) error = NULL;

  twins->random = random;
  twins->program =
      nn_network_compile (network, pass_random_int (random, 1, 3), NN_COMPILE_TRAINING, pinned, &error);
  g_assert_no_error (error);
  twins->run = nn_run_new (twins->program);
  twins->pass = pass_new (twins->program);
  twins->end = nn_program_get_n_instructions (twins->program) - 1;
  for (gint i = 0; i < nn_program_get_n_tensors (twins->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (twins->program, i);

    for (gsize cell = 0; cell < nn_shape_count (&info->shape); cell++)
      if (may_be_edited (info))
        twins_set (twins, i, cell,
                   pass_random (random) * (info->role == NN_ROLE_STATE ? 1 : 2)
                       - (info->role == NN_ROLE_STATE ? 0 : 1));
  }
}

/* What the run calls computed is what formulas give from scratch, and it is all that was asked for. */
static void
twins_compare (Twins *twins)
{
  pass_run (twins->pass, NN_PHASE_UPDATE);
  g_assert_cmpint (nn_run_get_n_computed (twins->run), >=, twins->asked);
  for (gint i = 0; i < nn_program_get_n_tensors (twins->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (twins->program, i);
    const gdouble *got = nn_run_get_values (twins->run, i), *wanted = twins->pass->values[i];

    g_assert_true (nn_run_is_computed (twins->run, i)
                   == (info->producer < nn_run_get_n_computed (twins->run)));
    if (!nn_run_is_computed (twins->run, i))
      continue;
    for (gsize cell = 0; cell < nn_shape_count (&info->shape); cell++)
      if (memcmp (&got[cell], &wanted[cell], sizeof *got) != 0
          && !(isnan (got[cell]) && isnan (wanted[cell])))
        g_error ("%s, cell %" G_GSIZE_FORMAT ": run %a, formulas %a", info->name, cell, got[cell],
                 wanted[cell]);
  }
}

static void
twins_edit (Twins *twins)
{
  gint tensor;
  gsize offset;
  gdouble value = pass_random (twins->random) * 2 - 1;

  do
    tensor = pass_random_int (twins->random, 0, nn_program_get_n_tensors (twins->program) - 1);
  while (!may_be_edited (nn_program_get_tensor (twins->program, tensor)));
  offset = (gsize) pass_random_int (twins->random, 0, (gint) pass_count (twins->pass, tensor) - 1);
  if (nn_program_get_tensor (twins->program, tensor)->role == NN_ROLE_STATE)
    value = fabs (value); /* roots are drawn from it */
  twins_set (twins, tensor, offset, value);
}

static void
twins_move (Twins *twins)
{
  gint n = pass_random_int (twins->random, 0, twins->end);
  NnCell bad;
  g_autoptr (GError) error = NULL;

  if (pass_random (twins->random) < 0.5) {
    nn_run_ensure (twins->run, n, NULL, NULL);
  } else if (!nn_run_ensure (twins->run, n, &bad, &error)) {
    /* Random state may divide by zero. Formulas agree that this is the first bad cell. */
    g_assert_error (error, NN_ERROR, NN_ERROR_NOT_FINITE);
    pass_run (twins->pass, NN_PHASE_UPDATE);
    g_assert_false (isfinite (twins->pass->values[bad.tensor][bad.offset]));
    nn_run_ensure (twins->run, n, NULL, NULL);
  }
  g_assert_cmpint (nn_run_get_n_computed (twins->run), >=, n);
  twins->asked = n;
}

static void
twins_commit (Twins *twins)
{
  nn_run_ensure (twins->run, twins->end, NULL, NULL);
  twins->asked = twins->end;
  twins_compare (twins);
  nn_run_commit (twins->run);
  twins->asked = 0;
  pass_commit (twins->pass);
  twins_compare (twins);
}

static void
test_random_edits (void)
{
  guint64 random = 20260101;

  for (gint round = 0; round < 150; round++) {
    g_autoptr (NnNetwork) network = draw_network (&random);
    g_auto (Twins) twins = { 0 };

    twins_open (&twins, &random, network, NULL);
    for (gint i = 0; i < 25; i++) {
      gdouble what = pass_random (&random);

      if (what < 0.45)
        twins_edit (&twins);
      else if (what < 0.95)
        twins_move (&twins);
      else
        twins_commit (&twins);
      if (pass_random (&random) < 0.5) {
        /* An edit puts what depends on it out of date until it is asked for again. */
        nn_run_ensure (twins.run, twins.asked, NULL, NULL);
        twins_compare (&twins);
      }
    }
    twins_commit (&twins);
  }
}

/* Whole tensors at once, equal ones included, and an edit behind the last instruction. */
static void
test_set_values (void)
{
  guint64 random = 77;

  for (gint round = 0; round < 40; round++) {
    g_autoptr (NnNetwork) network = draw_network (&random);
    g_auto (Twins) twins = { 0 };
    gint x;
    guint64 n_executed;

    twins_open (&twins, &random, network, NULL);
    x = nn_program_find (twins.program, "x");
    nn_run_ensure (twins.run, twins.end, NULL, NULL);
    n_executed = nn_run_get_n_executed (twins.run);
    nn_run_set_values (twins.run, x, twins.pass->values[x]);
    nn_run_ensure (twins.run, twins.end, NULL, NULL);
    g_assert_cmpuint (nn_run_get_n_executed (twins.run), ==, n_executed);
    for (gsize cell = 0; cell < pass_count (twins.pass, x); cell++)
      twins.pass->values[x][cell] *= 0.5;
    nn_run_set_values (twins.run, x, twins.pass->values[x]);
    pass_run (twins.pass, NN_PHASE_UPDATE);
    nn_run_ensure (twins.run, twins.end, NULL, NULL);
    nn_run_commit (twins.run);
    pass_commit (twins.pass);
    twins_compare (&twins);
  }
}

/* What has been computed is not computed again, whoever asks for how much of it. */
static void
test_asking_is_free (void)
{
  guint64 random = 31;

  for (gint round = 0; round < 30; round++) {
    g_autoptr (NnNetwork) network = draw_network (&random);
    g_auto (Twins) twins = { 0 };
    gint furthest = 0;

    twins_open (&twins, &random, network, NULL);
    for (gint i = 0; i < 60; i++) {
      gint position = pass_random_int (&random, 0, twins.end);

      nn_run_ensure (twins.run, position, NULL, NULL);
      furthest = MAX (furthest, position);
      g_assert_cmpuint (nn_run_get_n_executed (twins.run), ==, (guint64) furthest);
    }
    twins_compare (&twins);
  }
}

/* ---- pins ---- */

/* A few computed tensors of the forward phase, as the document would have pins on. */
static GStrv
draw_pinned (guint64 *random, const NnNetwork *network)
{
  g_autoptr (NnProgram) program = nn_network_compile (network, 1, NN_COMPILE_TRAINING, NULL, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gint end = nn_program_get_tensor (program, nn_program_get_loss (program))->producer;

  for (gint i = 0; i < end; i++)
    if (pass_random (random) < 0.35 || names->len == 0) {
      gint output = nn_program_get_instruction (program, i)->output;

      g_ptr_array_add (names, g_strdup (nn_program_get_tensor (program, output)->name));
    }
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static void
twins_release (Twins *twins, const NnCell *cell)
{
  gint pins = nn_program_get_tensor (twins->program, cell->tensor)->pins;

  for (gint i = 0; i < twins->pass->n_pins; i++)
    if (twins->pass->pin[i].tensor == cell->tensor && twins->pass->pin[i].offset == cell->offset)
      twins->pass->pin[i--] = twins->pass->pin[--twins->pass->n_pins];
  if (pins >= 0)
    twins->pass->values[pins][cell->offset] = 0;
}

static void
twins_toggle_pin (Twins *twins, GStrv pinned)
{
  const gchar *name = pinned[pass_random_int (twins->random, 0, (gint) g_strv_length (pinned) - 1)];
  NnCell cell = { pass_find (twins->pass, name), 0 };
  gdouble value = pass_random (twins->random) * 2;

  cell.offset = (gsize) pass_random_int (twins->random, 0, (gint) pass_count (twins->pass, cell.tensor) - 1);
  if (nn_run_is_pinned (twins->run, &cell) && pass_random (twins->random) < 0.7) {
    nn_run_unpin (twins->run, &cell);
    twins_release (twins, &cell);
    g_assert_false (nn_run_is_pinned (twins->run, &cell));
    return;
  }
  nn_run_pin (twins->run, &cell, value);
  twins_release (twins, &cell);
  pass_hold (twins->pass, name, cell.offset, value);
  g_assert_true (nn_run_is_pinned (twins->run, &cell));
}

static void
test_random_pins (void)
{
  guint64 random = 99;

  for (gint round = 0; round < 150; round++) {
    g_autoptr (NnNetwork) network = draw_network (&random);
    g_auto (GStrv) pinned = draw_pinned (&random, network);
    g_auto (Twins) twins = { 0 };

    twins_open (&twins, &random, network, (const gchar *const *) pinned);
    for (gint i = 0; i < 25; i++) {
      gdouble what = pass_random (&random);

      if (what < 0.5)
        twins_toggle_pin (&twins, pinned);
      else if (what < 0.6)
        twins_edit (&twins);
      else if (what < 0.95)
        twins_move (&twins);
      else
        twins_commit (&twins);
      nn_run_ensure (twins.run, twins.asked, NULL, NULL);
      twins_compare (&twins);
    }
    twins_commit (&twins);
  }
}

/* Whatever is thrown at it, the first bad cell is the one that formulas find first. */
static void
test_first_bad_cell_by_formulas (void)
{
  static const gdouble poison[] = { INFINITY, -INFINITY, NAN, 1e308, -1e308, 1e200, 800, -800 };
  guint64 random = 4711;
  gint n_found = 0;

  for (gint round = 0; round < 300; round++) {
    g_autoptr (NnNetwork) network = draw_network (&random);
    g_auto (Twins) twins = { 0 };
    g_autoptr (GError) error = NULL;
    NnCell bad = { -1, 0 }, wanted = { -1, 0 };
    gint tensor;

    twins_open (&twins, &random, network, NULL);
    if (round % 2 == 0) /* before the edit everything has run once */
      nn_run_ensure (twins.run, pass_random_int (&random, 0, twins.end), round % 4 == 0 ? &bad : NULL, NULL);
    do
      tensor = pass_random_int (&random, 0, nn_program_get_n_tensors (twins.program) - 1);
    while (!may_be_edited (nn_program_get_tensor (twins.program, tensor)));
    twins_set (&twins, tensor, 0, poison[pass_random_int (&random, 0, G_N_ELEMENTS (poison) - 1)]);
    pass_run (twins.pass, NN_PHASE_UPDATE);
    for (gint i = 0; i < twins.end && wanted.tensor < 0; i++) {
      gint output = nn_program_get_instruction (twins.program, i)->output;

      for (gsize cell = 0; cell < pass_count (twins.pass, output) && wanted.tensor < 0; cell++)
        if (!isfinite (twins.pass->values[output][cell]))
          wanted = (NnCell){ output, cell };
    }
    bad.tensor = -1;
    g_assert_true (nn_run_ensure (twins.run, twins.end, &bad, &error) == (wanted.tensor < 0));
    if (wanted.tensor < 0)
      continue;
    n_found++;
    g_assert_cmpint (bad.tensor, ==, wanted.tensor);
    g_assert_cmpuint (bad.offset, ==, wanted.offset);
  }
  g_assert_cmpint (n_found, >, 50);
}

/* ---- several passes, chance ---- */

static void
test_passes_repeat (void)
{
  guint64 random = 5;

  for (gint round = 0; round < 30; round++) {
    g_autoptr (NnNetwork) network = draw_network (&random);
    g_auto (Twins) twins = { 0 };

    twins_open (&twins, &random, network, NULL);
    for (gint pass = 0; pass < 5; pass++)
      twins_commit (&twins);
  }
}

/* A draw in the middle of a pass changes the mask and all behind it. */
static void
test_draw_marks (void)
{
  guint64 random = 15;

  for (gint round = 0; round < 20; round++) {
    g_autoptr (NnNetwork) network = nn_network_new ();
    g_auto (Twins) twins = { 0 };
    gint u;

    network->input = nn_shape (1, 6);
    add_dense (network, 5, NN_ACTIVATION_TANH);
    nn_network_add_layer (network, NN_LAYER_DROPOUT);
    add_dense (network, 1, NN_ACTIVATION_LINEAR);
    twins_open (&twins, &random, network, NULL);
    u = nn_program_find (twins.program, "u1");
    for (guint32 pass = 1; pass <= 3; pass++) {
      nn_run_draw (twins.run, 3, pass);
      pass_set (twins.pass, "u1", nn_run_get_values (twins.run, u));
      nn_run_ensure (twins.run, twins.end, NULL, NULL);
      twins_compare (&twins);
    }
  }
}

/* A layer so large that its gradients and its update run block by block, at one thread and two. */
static void
test_large_layer (void)
{
  guint64 random = 77;

  for (guint n_threads = 1; n_threads <= 2; n_threads++) {
    g_autoptr (NnNetwork) network = nn_network_new ();
    g_auto (Twins) twins = { 0 };

    nn_kernel_set_n_threads (n_threads);
    network->input = nn_shape (1, 131);
    add_dense (network, 127, NN_ACTIVATION_RELU);
    add_dense (network, 3, NN_ACTIVATION_LINEAR);
    twins_open (&twins, &random, network, NULL);
    for (gint pass = 0; pass < 3; pass++) {
      nn_run_ensure (twins.run, twins.end, NULL, NULL);
      twins_compare (&twins);
      nn_run_commit (twins.run);
      pass_commit (twins.pass);
    }
    /* And the same bits when it stops in between. */
    for (gint i = 0; i <= twins.end; i++)
      nn_run_ensure (twins.run, i, NULL, NULL);
    twins_compare (&twins);
  }
  nn_kernel_set_n_threads (1);
}

/* Images as large as lessons have them, two pools of the usual kinds, on every instruction set. */
static void
test_images (void)
{
  guint64 random = 5;
  NnCpu before = nn_kernel_get_cpu ();

  for (gint cpu = 0; cpu < NN_N_CPUS; cpu++) {
    g_autoptr (NnNetwork) network = nn_network_new ();
    g_auto (Twins) twins = { 0 };

    if (!nn_kernel_set_cpu ((NnCpu) cpu))
      continue;
    network->input = nn_shape (3, 1, 24, 24);
    for (gint i = 0; i < 2; i++) {
      NnLayer *conv = nn_network_add_layer (network, NN_LAYER_CONV);
      NnLayer *pool = nn_network_add_layer (network, NN_LAYER_MAX_POOL);

      conv->units = 8 * (i + 1);
      conv->kernel.rows = conv->kernel.columns = 5;
      conv->padding = (NnPadding){ NN_PADDING_EXPLICIT, 2, 2, 2, 2 };
      conv->activation = NN_ACTIVATION_RELU;
      pool->kernel.rows = pool->kernel.columns = pool->stride.rows = pool->stride.columns = 2 + i;
    }
    nn_network_add_layer (network, NN_LAYER_FLATTEN);
    add_dense (network, 10, NN_ACTIVATION_LINEAR);
    twins_open (&twins, &random, network, NULL);
    nn_run_ensure (twins.run, twins.end, NULL, NULL);
    twins_compare (&twins);
  }
  g_assert_true (nn_kernel_set_cpu (before));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-random/random-edits", test_random_edits);
  g_test_add_func ("/run-random/set-values", test_set_values);
  g_test_add_func ("/run-random/asking-is-free", test_asking_is_free);
  g_test_add_func ("/run-random/random-pins", test_random_pins);
  g_test_add_func ("/run-random/first-bad-cell-by-formulas", test_first_bad_cell_by_formulas);
  g_test_add_func ("/run-random/passes-repeat", test_passes_repeat);
  g_test_add_func ("/run-random/draw-marks", test_draw_marks);
  g_test_add_func ("/run-random/large-layer", test_large_layer);
  g_test_add_func ("/run-random/images", test_images);
  return g_test_run ();
}
