/* Optimisers: the instructions of each, and three passes of each against recurrences
 * written here once more, independently. */
#include "pass.h"

#include "nn/nn-error.h"
#include "nn/nn-run.h"

/* ---- lists ---- */

static NnNetwork *
network_new (NnOptimizer optimizer)
{
  NnNetwork *network = nn_network_new ();
  NnLayer *layer;

  network->input = nn_shape (1, 3);
  layer = nn_network_add_layer (network, NN_LAYER_DENSE);
  layer->units = 2;
  layer->activation = NN_ACTIVATION_TANH;
  network->optimizer = optimizer;
  return network;
}

static NnOptimizer
variant (NnOptimizerKind kind, NnEpsilonPlace place, gboolean momentum)
{
  NnOptimizer optimizer = nn_optimizer_default (kind);

  optimizer.epsilon_place = place;
  if (momentum && kind == NN_OPTIMIZER_RMSPROP)
    optimizer.mu = 0.9;
  return optimizer;
}

typedef struct {
  NnOptimizerKind kind;
  NnEpsilonPlace place;
  gboolean momentum;
  const gchar *hyper_and_state; /* leaves after dL */
  const gchar *update;
} List;

static const List lists[] = {
  { NN_OPTIMIZER_SGD, NN_EPSILON_OUTSIDE, FALSE, "lr", "W1.next b1.next" },
  { NN_OPTIMIZER_MOMENTUM, NN_EPSILON_OUTSIDE, FALSE, "lr mu W1.v b1.v",
    "W1.v.next W1.next b1.v.next b1.next" },
  { NN_OPTIMIZER_NESTEROV, NN_EPSILON_OUTSIDE, FALSE, "lr mu W1.v b1.v",
    "W1.v.next W1.step W1.next b1.v.next b1.step b1.next" },
  { NN_OPTIMIZER_RMSPROP, NN_EPSILON_OUTSIDE, FALSE, "lr rho epsilon W1.s b1.s",
    "W1.s.next W1.step W1.next b1.s.next b1.step b1.next" },
  { NN_OPTIMIZER_RMSPROP, NN_EPSILON_INSIDE, TRUE, "lr mu rho epsilon W1.s W1.m b1.s b1.m",
    "W1.s.next W1.step W1.m.next W1.next b1.s.next b1.step b1.m.next b1.next" },
  { NN_OPTIMIZER_ADAGRAD, NN_EPSILON_OUTSIDE, FALSE, "lr epsilon W1.s b1.s",
    "W1.s.next W1.step W1.next b1.s.next b1.step b1.next" },
  { NN_OPTIMIZER_ADAM, NN_EPSILON_OUTSIDE, FALSE,
    "lr beta1 beta2 epsilon beta1.t beta2.t W1.m W1.v b1.m b1.v",
    "beta1.t.next beta2.t.next W1.m.next W1.v.next W1.mhat W1.vhat W1.step W1.next "
    "b1.m.next b1.v.next b1.mhat b1.vhat b1.step b1.next" },
  { NN_OPTIMIZER_ADAM, NN_EPSILON_UNCORRECTED, FALSE,
    "lr beta1 beta2 epsilon beta1.t beta2.t W1.m W1.v b1.m b1.v",
    "beta1.t.next beta2.t.next W1.m.next W1.v.next W1.step W1.next b1.m.next b1.v.next b1.step b1.next" },
  { NN_OPTIMIZER_ADAMW, NN_EPSILON_INSIDE, FALSE,
    "lr beta1 beta2 epsilon decay beta1.t beta2.t W1.m W1.v b1.m b1.v",
    "beta1.t.next beta2.t.next W1.decayed W1.m.next W1.v.next W1.mhat W1.vhat W1.step W1.next "
    "b1.decayed b1.m.next b1.v.next b1.mhat b1.vhat b1.step b1.next" },
};

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (NnNetwork) network = network_new (variant (lists[i].kind, lists[i].place, lists[i].momentum));
    g_autoptr (GError) error = NULL;
    g_autoptr (NnProgram) program = nn_network_compile (network, 2, NN_COMPILE_TRAINING, NULL, &error);
    g_autofree gchar *update = NULL;
    g_autofree gchar *leaves = NULL;

    g_assert_no_error (error);
    update = pass_list (program, NN_PHASE_UPDATE, NN_PHASE_UPDATE);
    leaves = pass_list_leaves (program);
    g_assert_cmpstr (update, ==, lists[i].update);
    g_assert_true (g_str_has_prefix (leaves, "x W1 b1 t dL "));
    g_assert_cmpstr (leaves + strlen ("x W1 b1 t dL "), ==, lists[i].hyper_and_state);
  }
}

static void
test_which_operations (void)
{
  g_autoptr (NnNetwork) outside = network_new (variant (NN_OPTIMIZER_ADAM, NN_EPSILON_OUTSIDE, FALSE));
  g_autoptr (NnNetwork) inside = network_new (variant (NN_OPTIMIZER_ADAM, NN_EPSILON_INSIDE, FALSE));
  g_autoptr (NnProgram) a = nn_network_compile (outside, 1, NN_COMPILE_TRAINING, NULL, NULL);
  g_autoptr (NnProgram) b = nn_network_compile (inside, 1, NN_COMPILE_TRAINING, NULL, NULL);
  gint step = nn_program_find (a, "W1.step");
  gint in = nn_program_get_tensor (a, step)->producer;

  g_assert_cmpint (nn_program_get_instruction (a, in)->op, ==, NN_OP_OVER_ROOT);
  g_assert_cmpint (nn_program_get_instruction (b, in)->op, ==, NN_OP_OVER_ROOT_INSIDE);
  g_assert_cmpint (nn_program_get_tensor (a, nn_program_find (a, "beta1.t"))->next, ==,
                   nn_program_find (a, "beta1.t.next"));
  g_assert_cmpint (nn_program_get_tensor (a, nn_program_find (a, "W1.m"))->layer, ==, 0);
  g_assert_cmpint (nn_program_get_tensor (a, nn_program_find (a, "lr"))->layer, ==, -1);
}

/* ---- recurrences ---- */

/* One number's optimiser, as the books write it. */
typedef struct {
  gdouble w, v, m, s;
} Scalar;

static gdouble
divide_by_root (const NnOptimizer *o, gdouble g, gdouble s)
{
  return o->epsilon_place == NN_EPSILON_INSIDE ? g / sqrt (s + o->epsilon) : g / (sqrt (s) + o->epsilon);
}

static void
step_adam (const NnOptimizer *o, Scalar *x, gdouble g, gint t)
{
  gdouble one = 1 - pow (o->beta1, t), two = 1 - pow (o->beta2, t);

  if (o->kind == NN_OPTIMIZER_ADAMW)
    x->w *= 1 - o->lr * o->decay;
  x->m += (1 - o->beta1) * (g - x->m);
  x->v += (1 - o->beta2) * (g * g - x->v);
  if (o->epsilon_place == NN_EPSILON_UNCORRECTED)
    x->w -= o->lr * sqrt (two) / one * x->m / (sqrt (x->v) + o->epsilon);
  else
    x->w -= o->lr * divide_by_root (o, x->m / one, x->v / two);
}

static void
step_scalar (const NnOptimizer *o, Scalar *x, gdouble g, gint t)
{
  switch (o->kind) {
  case NN_OPTIMIZER_SGD: x->w -= o->lr * g; break;
  case NN_OPTIMIZER_MOMENTUM:
    x->v = o->mu * x->v + g;
    x->w -= o->lr * x->v;
    break;
  case NN_OPTIMIZER_NESTEROV:
    x->v = o->mu * x->v + g;
    x->w -= o->lr * (g + o->mu * x->v);
    break;
  case NN_OPTIMIZER_RMSPROP:
    x->s += (1 - o->rho) * (g * g - x->s);
    x->m = (!isnan (o->mu) ? o->mu * x->m : 0) + o->lr * divide_by_root (o, g, x->s);
    x->w -= x->m;
    break;
  case NN_OPTIMIZER_ADAGRAD:
    x->s += g * g;
    x->w -= o->lr * divide_by_root (o, g, x->s);
    break;
  case NN_OPTIMIZER_ADAM:
  case NN_OPTIMIZER_ADAMW: step_adam (o, x, g, t); break;
  case NN_N_OPTIMIZERS:
  default: g_assert_not_reached ();
  }
}

/* Every state cell as the program would start it. */
static void
fill_pass (Pass *pass, const NnOptimizer *optimizer)
{
  guint64 random = 99;

  for (gint i = 0; i < nn_program_get_n_tensors (pass->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (pass->program, i);

    for (gsize k = 0; k < pass_count (pass, i); k++) {
      if (info->role == NN_ROLE_PARAMETER || info->role == NN_ROLE_INPUT || info->role == NN_ROLE_TARGET)
        pass->values[i][k] = 2 * pass_random (&random) - 1;
      if (info->role == NN_ROLE_STATE)
        pass->values[i][k] = info->value;
    }
  }
}

static void
check_recurrence (NnOptimizer optimizer)
{
  g_autoptr (NnNetwork) network = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (Pass) pass = NULL;
  Scalar W[6], b[2];

  /* Far from the defaults, so that no factor can hide. */
  optimizer.lr = 0.3;
  optimizer.mu = 0.7;
  optimizer.rho = 0.6;
  optimizer.beta1 = 0.8;
  optimizer.beta2 = 0.95;
  optimizer.epsilon = 0.01;
  optimizer.decay = 0.2;
  optimizer.initial_accumulator = 0.3;
  network = network_new (optimizer);
  network->penalty.use_l2 = TRUE;
  network->penalty.l2 = 0.1;
  program = nn_network_compile (network, 2, NN_COMPILE_TRAINING, NULL, &error);
  g_assert_no_error (error);
  pass = pass_new (program);
  fill_pass (pass, &optimizer);
  for (gint i = 0; i < 6; i++)
    W[i] =
        (Scalar){ .w = pass_values (pass, "W1")[i], .s = optimizer.kind == NN_OPTIMIZER_ADAGRAD ? 0.3 : 0 };
  for (gint i = 0; i < 2; i++)
    b[i] =
        (Scalar){ .w = pass_values (pass, "b1")[i], .s = optimizer.kind == NN_OPTIMIZER_ADAGRAD ? 0.3 : 0 };
  for (gint t = 1; t <= 3; t++) {
    pass_run (pass, NN_PHASE_UPDATE);
    for (gint i = 0; i < 6; i++)
      step_scalar (&optimizer, &W[i], pass_values (pass, "dW1")[i], t);
    for (gint i = 0; i < 2; i++)
      step_scalar (&optimizer, &b[i], pass_values (pass, "db1")[i], t);
    pass_commit (pass);
    for (gint i = 0; i < 6; i++)
      g_assert_cmpfloat_with_epsilon (pass_values (pass, "W1")[i], W[i].w, 1e-13);
    for (gint i = 0; i < 2; i++)
      g_assert_cmpfloat_with_epsilon (pass_values (pass, "b1")[i], b[i].w, 1e-13);
  }
  g_assert_cmpfloat (fabs (W[0].w - W[1].w), >, 1e-6);
}

static void
test_recurrences (void)
{
  for (gint kind = 0; kind < NN_N_OPTIMIZERS; kind++)
    for (gint place = 0; place <= NN_EPSILON_UNCORRECTED; place++)
      for (gint momentum = 0; momentum < 2; momentum++) {
        NnOptimizer optimizer = variant ((NnOptimizerKind) kind, (NnEpsilonPlace) place, momentum);

        if (nn_optimizer_validate (&optimizer, NULL))
          check_recurrence (optimizer);
      }
}

/* ---- schedules ---- */

/* The rate of pass `t` (from 1) with `n` batches an epoch, as the books write it. */
static gdouble
rate_of (const NnOptimizer *o, gint t, gint n)
{
  gdouble epoch = (gdouble) (t - 1) / n, rate = o->lr;

  if (o->schedule == NN_SCHEDULE_STEP)
    rate *= pow (o->step_factor, floor (epoch / o->step_every));
  if (o->schedule == NN_SCHEDULE_COSINE)
    rate = epoch < o->cosine_epochs
               ? o->final_lr + (o->lr - o->final_lr) * (1 + cos (G_PI * epoch / o->cosine_epochs)) / 2
               : o->final_lr;
  return isnan (o->warm_up) ? rate : rate * MIN (1, t / (o->warm_up * n));
}

static NnOptimizer
scheduled (NnOptimizerKind kind, NnSchedule schedule, gboolean warms_up)
{
  NnOptimizer optimizer = nn_optimizer_default (kind);

  optimizer.lr = 0.3;
  optimizer.schedule = schedule;
  optimizer.step_every = 2;
  optimizer.step_factor = 0.75;
  optimizer.cosine_epochs = 5;
  optimizer.final_lr = 0.01;
  if (warms_up)
    optimizer.warm_up = 1.5;
  return optimizer;
}

static void
check_schedule (NnOptimizer optimizer)
{
  g_autoptr (NnNetwork) network = network_new (optimizer);
  g_autoptr (NnProgram) program = nn_network_compile (network, 2, NN_COMPILE_TRAINING, NULL, NULL);
  g_autoptr (NnState) state = nn_network_initialize (network, program, 1, NULL);
  g_autoptr (NnRun) run = nn_run_new (program);
  const gint n_batches = 3;
  gint now = nn_program_find (program, "lr.now");

  nn_run_load_state (run, state);
  g_assert_true (nn_program_get_tensor (program, now)->producer >= 0);
  for (gint t = 1; t <= 24; t++) {
    nn_run_set_clock (run, (guint32) t, n_batches);
    g_assert_true (nn_run_ensure (run, G_MAXINT, NULL, NULL));
    g_assert_cmpfloat_with_epsilon (nn_run_get_values (run, now)[0], rate_of (&optimizer, t, n_batches),
                                    1e-15);
    nn_run_commit (run);
  }
}

static void
test_schedules (void)
{
  for (gint schedule = NN_SCHEDULE_CONSTANT; schedule <= NN_SCHEDULE_COSINE; schedule++)
    for (gint warms_up = schedule == NN_SCHEDULE_CONSTANT; warms_up < 2; warms_up++)
      for (gint kind = 0; kind < NN_N_OPTIMIZERS; kind++)
        check_schedule (scheduled ((NnOptimizerKind) kind, (NnSchedule) schedule, warms_up));
}

/* Everything that read lr reads the rate of the pass; a constant one has no other cell than lr. */
static void
test_who_reads_the_rate (void)
{
  NnOptimizer optimizer = scheduled (NN_OPTIMIZER_ADAMW, NN_SCHEDULE_COSINE, TRUE);
  g_autoptr (NnNetwork) network = network_new (optimizer);
  g_autoptr (NnNetwork) constant = network_new (nn_optimizer_default (NN_OPTIMIZER_ADAMW));
  g_autoptr (NnProgram) program = nn_network_compile (network, 2, NN_COMPILE_TRAINING, NULL, NULL);
  g_autoptr (NnProgram) plain = NULL;
  gint n = 0, now = nn_program_find (program, "lr.now");
  const gint *readers = nn_program_get_readers (program, now, &n);

  g_assert_cmpint (n, ==, 4); /* W1 and b1: decayed and next */
  g_assert_cmpint (readers[0], >, nn_program_get_tensor (program, now)->producer);
  nn_program_get_readers (program, nn_program_find (program, "lr"), &n);
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (nn_program_get_tensor (program, nn_program_find (program, "pass"))->role, ==,
                   NN_ROLE_CLOCK);
  plain = nn_network_compile (constant, 2, NN_COMPILE_TRAINING, NULL, NULL);
  g_assert_cmpint (nn_program_find (plain, "lr.now"), ==, -1);
  g_assert_cmpint (nn_program_find (plain, "pass"), ==, -1);
}

static void
test_fields_of_schedules (void)
{
  NnOptimizer optimizer = scheduled (NN_OPTIMIZER_SGD, NN_SCHEDULE_STEP, FALSE);
  const gchar *const names[] = { "step-every", "step-factor", "cosine-epochs", "final-lr" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (nn_optimizer_uses (&optimizer, nn_optimizer_find_field (NN_OPTIMIZER_SGD, names[i])), ==,
                     i < 2);
  optimizer.schedule = NN_SCHEDULE_COSINE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (nn_optimizer_uses (&optimizer, nn_optimizer_find_field (NN_OPTIMIZER_SGD, names[i])), ==,
                     i >= 2);
}

/* ---- numbers and names ---- */

static void
test_validation (void)
{
  const struct {
    NnOptimizerKind kind;
    gsize offset;
    gdouble bad[3];
    const gchar *words; /* the message's, with the first bad number */
  } cases[] = {
    { NN_OPTIMIZER_SGD,
      G_STRUCT_OFFSET (NnOptimizer, lr),
      { -1, NAN, INFINITY },
      "optimizer sgd: lr is -1; it must be a finite number, 0 or more" },
    { NN_OPTIMIZER_NESTEROV,
      G_STRUCT_OFFSET (NnOptimizer, mu),
      { 1.0000001, -0.1, NAN },
      "optimizer nesterov: mu is 1.0000001; it must be from 0 to 1" },
    { NN_OPTIMIZER_SGD,
      G_STRUCT_OFFSET (NnOptimizer, step_every),
      { 0, -1, INFINITY },
      "optimizer sgd: step-every is 0; it must be a finite number above 0" },
    { NN_OPTIMIZER_ADAM,
      G_STRUCT_OFFSET (NnOptimizer, step_factor),
      { 0, 1.5, NAN },
      "optimizer adam: step-factor is 0; it must be above 0 and at most 1" },
    { NN_OPTIMIZER_SGD, G_STRUCT_OFFSET (NnOptimizer, warm_up), { 0, -2, INFINITY }, "warm-up is 0" },
    { NN_OPTIMIZER_RMSPROP, G_STRUCT_OFFSET (NnOptimizer, mu), { -0.1, 1.1, INFINITY }, "mu is -0.1" },
    { NN_OPTIMIZER_RMSPROP, G_STRUCT_OFFSET (NnOptimizer, rho), { -0.1, 1.1, INFINITY }, "rho is -0.1" },
    { NN_OPTIMIZER_ADAM,
      G_STRUCT_OFFSET (NnOptimizer, beta1),
      { 1, -0.1, NAN },
      "beta1 is 1; it must be from 0 up to, but not including, 1" },
    { NN_OPTIMIZER_ADAMW, G_STRUCT_OFFSET (NnOptimizer, beta2), { -0.1, 1, 2 }, "beta2" },
    { NN_OPTIMIZER_ADAGRAD,
      G_STRUCT_OFFSET (NnOptimizer, epsilon),
      { -1e-9, NAN, INFINITY },
      "epsilon is -1e-09" },
    { NN_OPTIMIZER_ADAMW, G_STRUCT_OFFSET (NnOptimizer, decay), { -1, NAN, INFINITY }, "decay" },
    { NN_OPTIMIZER_ADAGRAD,
      G_STRUCT_OFFSET (NnOptimizer, initial_accumulator),
      { -1, NAN, INFINITY },
      "initial-accumulator is -1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gint k = 0; k < 3; k++) {
      NnOptimizer optimizer = nn_optimizer_default (cases[i].kind);
      g_autoptr (GError) error = NULL;

      g_assert_true (nn_optimizer_validate (&optimizer, NULL));
      *(gdouble *) ((gchar *) &optimizer + cases[i].offset) = cases[i].bad[k];
      g_assert_false (nn_optimizer_validate (&optimizer, &error));
      g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
      if (k == 0)
        g_assert_nonnull (strstr (error->message, cases[i].words));
    }
  {
    /* The number as it is, not rounded to one that would be fine. */
    NnOptimizer optimizer = nn_optimizer_default (NN_OPTIMIZER_MOMENTUM);
    g_autoptr (GError) error = NULL;

    optimizer.mu = 1.0000001;
    g_assert_false (nn_optimizer_validate (&optimizer, &error));
    g_assert_nonnull (strstr (error->message, "mu is 1.0000001; it must be"));
  }
  for (gint kind = 0; kind < NN_N_OPTIMIZERS; kind++) {
    NnOptimizer optimizer = variant ((NnOptimizerKind) kind, NN_EPSILON_UNCORRECTED, FALSE);

    /* Only where there is a root without a correction it is refused; the first three have no root. */
    g_assert_cmpint (nn_optimizer_validate (&optimizer, NULL), ==,
                     kind != NN_OPTIMIZER_RMSPROP && kind != NN_OPTIMIZER_ADAGRAD);
    g_assert_cmpint (nn_optimizer_find (nn_optimizer_get_name ((NnOptimizerKind) kind)), ==, kind);
  }
  g_assert_cmpint (nn_optimizer_find ("Adam"), ==, -1);
}

/* Each field can be shown to people, and a choice's words for them are as many as those of documents. */
static void
test_labels (void)
{
  for (gint kind = 0; kind < NN_N_OPTIMIZERS; kind++)
    for (const NnField *field = nn_optimizer_next_field ((NnOptimizerKind) kind, NULL); field != NULL;
         field = nn_optimizer_next_field ((NnOptimizerKind) kind, field)) {
      g_auto (GStrv) words = NULL, shown = NULL;

      g_assert_nonnull (field->label);
      if (field->type != NN_FIELD_CHOICE) {
        g_assert_null (field->shown);
        continue;
      }
      words = nn_field_list_words (field);
      shown = nn_field_list_shown (field);
      g_assert_cmpuint (g_strv_length (words), ==, g_strv_length (shown));
    }
}

static void
test_defaults (void)
{
  g_assert_cmpfloat (nn_optimizer_default (NN_OPTIMIZER_SGD).lr, ==, 0.01);
  g_assert_cmpfloat (nn_optimizer_default (NN_OPTIMIZER_ADAM).lr, ==, 0.001);
  g_assert_cmpfloat (nn_optimizer_default (NN_OPTIMIZER_RMSPROP).lr, ==, 0.001);
  g_assert_cmpfloat (nn_optimizer_default (NN_OPTIMIZER_RMSPROP).epsilon, ==, 1e-7);
  g_assert_cmpfloat (nn_optimizer_default (NN_OPTIMIZER_ADAGRAD).epsilon, ==, 1e-7);
  g_assert_cmpfloat (nn_optimizer_default (NN_OPTIMIZER_ADAGRAD).lr, ==, 0.01);
  g_assert_cmpfloat (nn_optimizer_default (NN_OPTIMIZER_ADAMW).epsilon, ==, 1e-8);
  g_assert_cmpfloat (nn_optimizer_default (NN_OPTIMIZER_ADAMW).decay, ==, 0.01);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimizer/lists", test_lists);
  g_test_add_func ("/optimizer/which-operations", test_which_operations);
  g_test_add_func ("/optimizer/recurrences", test_recurrences);
  g_test_add_func ("/optimizer/validation", test_validation);
  g_test_add_func ("/optimizer/defaults", test_defaults);
  g_test_add_func ("/optimizer/labels", test_labels);
  g_test_add_func ("/optimizer/schedules", test_schedules);
  g_test_add_func ("/optimizer/schedules/readers", test_who_reads_the_rate);
  g_test_add_func ("/optimizer/schedules/fields", test_fields_of_schedules);
  return g_test_run ();
}
