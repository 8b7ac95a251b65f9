/* Optimisers: the instructions of the update. */
#include "nn-optimizer.h"
#include "nn-schedule.h"

typedef struct {
  const NnOptimizer *optimizer;
  NnProgramBuilder *builder;
  gint lr, mu, rho, beta1, beta2, epsilon, decay;
  gint power1, power2; /* beta1.t.next, beta2.t.next */
  gint W, g;           /* the parameter at hand and its gradient */
} Update;

static gboolean
is_adam (const NnOptimizer *optimizer)
{
  return optimizer->kind == NN_OPTIMIZER_ADAM || optimizer->kind == NN_OPTIMIZER_ADAMW;
}

static gint
add_hyper (Update *u, const gchar *name, gdouble value)
{
  return nn_program_builder_add_hyper (u->builder, name, value,
                                       nn_optimizer_find_field (u->optimizer->kind, name));
}

/* "W1.v" */
static gchar *
name_after (Update *u, const gchar *suffix)
{
  return g_strdup_printf ("%s.%s", nn_program_builder_get_tensor (u->builder, u->W)->name, suffix);
}

/* A leaf like W, called "W1.v"; every cell starts with `value`. */
static gint
add_state (Update *u, const gchar *suffix, gdouble value)
{
  NnTensorInfo W = *nn_program_builder_get_tensor (u->builder, u->W);
  g_autofree gchar *name = name_after (u, suffix);
  gint state = nn_program_builder_add_leaf (u->builder, name, NN_ROLE_STATE, &W.shape, W.axes);

  nn_program_builder_get_tensor (u->builder, state)->value = value;
  return state;
}

/* An instruction that writes "W1.step", say. */
static gint
emit (Update *u, NnOp op, const gchar *suffix, const gint *inputs)
{
  g_autofree gchar *name = name_after (u, suffix);

  return nn_program_builder_emit (u->builder, op, name, inputs, NULL);
}

/* The same, for what takes a leaf's place at the commit. */
static gint
emit_next (Update *u, gint leaf, NnOp op, const gchar *suffix, const gint *inputs)
{
  gint next = emit (u, op, suffix, inputs);

  nn_program_builder_get_tensor (u->builder, leaf)->next = next;
  return next;
}

/* beta1.t, which is 1 at first, and beta1.t.next = beta1.t * beta1. */
static gint
emit_power (Update *u, const gchar *name, gint beta)
{
  g_autofree gchar *next_name = g_strconcat (name, ".next", NULL);
  gint power = nn_program_builder_add_scalar (u->builder, name, NN_ROLE_STATE, 1);
  gint next = nn_program_builder_emit (u->builder, NN_OP_POWER, next_name, NN_INPUTS (power, beta), NULL);

  nn_program_builder_get_tensor (u->builder, power)->next = next;
  return next;
}

static void
emit_shared (Update *u)
{
  const NnOptimizer *o = u->optimizer;
  gboolean has_mu = o->kind == NN_OPTIMIZER_MOMENTUM || o->kind == NN_OPTIMIZER_NESTEROV
                    || (o->kind == NN_OPTIMIZER_RMSPROP && !isnan (o->mu));

  u->lr = add_hyper (u, "lr", o->lr);
  if (has_mu)
    u->mu = add_hyper (u, "mu", o->mu);
  if (o->kind == NN_OPTIMIZER_RMSPROP)
    u->rho = add_hyper (u, "rho", o->rho);
  if (is_adam (o)) {
    u->beta1 = add_hyper (u, "beta1", o->beta1);
    u->beta2 = add_hyper (u, "beta2", o->beta2);
  }
  if (is_adam (o) || o->kind == NN_OPTIMIZER_RMSPROP || o->kind == NN_OPTIMIZER_ADAGRAD)
    u->epsilon = add_hyper (u, "epsilon", o->epsilon);
  if (o->kind == NN_OPTIMIZER_ADAMW)
    u->decay = add_hyper (u, "decay", o->decay);
  if (is_adam (o)) {
    u->power1 = emit_power (u, "beta1.t", u->beta1);
    u->power2 = emit_power (u, "beta2.t", u->beta2);
  }
  u->lr = nn_schedule_emit (o, u->builder, u->lr);
}

/* W1.next = W1 - lr step */
static void
emit_descent (Update *u, gint from, gint step)
{
  emit_next (u, u->W, NN_OP_DESCEND, "next", NN_INPUTS (from, step, u->lr));
}

static void
emit_momentum (Update *u)
{
  gint v = add_state (u, "v", 0);
  gint step = emit_next (u, v, NN_OP_MOMENTUM, "v.next", NN_INPUTS (v, u->g, u->mu));

  if (u->optimizer->kind == NN_OPTIMIZER_NESTEROV)
    step = emit (u, NN_OP_NESTEROV, "step", NN_INPUTS (u->g, step, u->mu));
  emit_descent (u, u->W, step);
}

static NnOp
over_root (const NnOptimizer *optimizer)
{
  return optimizer->epsilon_place == NN_EPSILON_INSIDE ? NN_OP_OVER_ROOT_INSIDE : NN_OP_OVER_ROOT;
}

static void
emit_rmsprop (Update *u)
{
  gint s = add_state (u, "s", 0);
  gint s_next = emit_next (u, s, NN_OP_AVERAGE_SQUARE, "s.next", NN_INPUTS (s, u->g, u->rho));
  gint step = emit (u, over_root (u->optimizer), "step", NN_INPUTS (u->g, s_next, u->epsilon));
  gint m, m_next;

  if (isnan (u->optimizer->mu)) {
    emit_descent (u, u->W, step);
    return;
  }
  m = add_state (u, "m", 0);
  m_next = emit_next (u, m, NN_OP_MOMENTUM_STEP, "m.next", NN_INPUTS (m, step, u->mu, u->lr));
  emit_next (u, u->W, NN_OP_SUBTRACT, "next", NN_INPUTS (u->W, m_next));
}

static void
emit_adagrad (Update *u)
{
  gint s = add_state (u, "s", u->optimizer->initial_accumulator);
  gint s_next = emit_next (u, s, NN_OP_ADD_SQUARE, "s.next", NN_INPUTS (s, u->g));

  emit_descent (u, u->W, emit (u, over_root (u->optimizer), "step", NN_INPUTS (u->g, s_next, u->epsilon)));
}

static void
emit_adam (Update *u)
{
  gint from = u->W;
  gint m = add_state (u, "m", 0);
  gint v = add_state (u, "v", 0);
  gint step;

  if (u->optimizer->kind == NN_OPTIMIZER_ADAMW)
    from = emit (u, NN_OP_DECAY, "decayed", NN_INPUTS (u->W, u->lr, u->decay));
  m = emit_next (u, m, NN_OP_AVERAGE, "m.next", NN_INPUTS (m, u->g, u->beta1));
  v = emit_next (u, v, NN_OP_AVERAGE_SQUARE, "v.next", NN_INPUTS (v, u->g, u->beta2));
  if (u->optimizer->epsilon_place == NN_EPSILON_UNCORRECTED) {
    step = emit (u, NN_OP_ADAM_UNCORRECTED, "step", NN_INPUTS (m, v, u->power1, u->power2, u->epsilon));
  } else {
    m = emit (u, NN_OP_UNBIAS, "mhat", NN_INPUTS (m, u->power1));
    v = emit (u, NN_OP_UNBIAS, "vhat", NN_INPUTS (v, u->power2));
    step = emit (u, over_root (u->optimizer), "step", NN_INPUTS (m, v, u->epsilon));
  }
  emit_descent (u, from, step);
}

static void
emit_parameter (Update *u)
{
  switch (u->optimizer->kind) {
  case NN_OPTIMIZER_SGD: emit_descent (u, u->W, u->g); break;
  case NN_OPTIMIZER_MOMENTUM:
  case NN_OPTIMIZER_NESTEROV: emit_momentum (u); break;
  case NN_OPTIMIZER_RMSPROP: emit_rmsprop (u); break;
  case NN_OPTIMIZER_ADAGRAD: emit_adagrad (u); break;
  case NN_OPTIMIZER_ADAM:
  case NN_OPTIMIZER_ADAMW: emit_adam (u); break;
  case NN_N_OPTIMIZERS:
  default: g_assert_not_reached ();
  }
}

void
nn_optimizer_emit (const NnOptimizer *optimizer,
                   NnProgramBuilder *builder,
                   const gint *parameters,
                   gint n_parameters)
{
  Update u = { .optimizer = optimizer, .builder = builder };
  gboolean begun = FALSE;

  for (gint i = 0; i < n_parameters; i++) {
    u.W = parameters[i];
    u.g = nn_program_builder_get_tensor (builder, u.W)->gradient;
    if (u.g < 0)
      continue;
    nn_program_builder_set_place (builder, NN_PHASE_UPDATE, -1);
    if (!begun)
      emit_shared (&u);
    begun = TRUE;
    nn_program_builder_set_place (builder, NN_PHASE_UPDATE,
                                  nn_program_builder_get_tensor (builder, u.W)->layer);
    emit_parameter (&u);
  }
}
