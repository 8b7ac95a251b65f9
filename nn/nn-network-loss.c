/* The loss phase: probabilities where the loss needs them, the loss, penalties. */
#include "nn-network-private.h"

/* What the sum over all elements is divided by. */
static gint
get_divisor (NnCompiler *self, gint output)
{
  const NnNetwork *network = self->network;
  NnReduction reduction = network->reduction;

  if (reduction == NN_REDUCTION_DEFAULT)
    reduction = network->loss == NN_LOSS_SQUARED_ERROR || network->loss == NN_LOSS_BINARY_CROSS_ENTROPY
                    ? NN_REDUCTION_MEAN_ALL
                    : NN_REDUCTION_MEAN_BATCH;
  if (reduction == NN_REDUCTION_SUM)
    return 1;
  if (reduction == NN_REDUCTION_MEAN_BATCH)
    return self->batch;
  return (gint) nn_shape_count (&nn_program_builder_get_tensor (self->builder, output)->shape);
}

/* The tensor of the loss on the data alone; fused gradients read `probability`. */
static gint
emit_data_loss (NnCompiler *self, NnOp op, const gchar *name, const gint *inputs, gint n, gint probability)
{
  gint loss = nn_compiler_emit (self, op, name, inputs, &n);
  gint producer;

  if (loss < 0)
    return -1;
  producer = nn_program_builder_get_tensor (self->builder, loss)->producer;
  nn_program_builder_get_instruction (self->builder, producer)->probability = probability;
  return loss;
}

/* From what goes into the sigmoid, so that it stays exact where the sigmoid is 0 or 1. */
static gint
emit_binary (NnCompiler *self, const gchar *name, gint output, gint target, gint n)
{
  gint logits = output;
  gint probability = output;

  if (self->last == NN_ACTIVATION_SIGMOID)
    logits = self->before;
  else
    probability = nn_compiler_emit (self, NN_OP_SIGMOID, "p", NN_INPUTS (output), NULL);
  return emit_data_loss (self, NN_OP_BINARY_CROSS_ENTROPY, name, NN_INPUTS (logits, target), n, probability);
}

/* ln p = shift - ln sum: from softmax's own steps, the last layer's or new ones. */
static gint
emit_categorical (NnCompiler *self, NnOp op, const gchar *name, gint output, gint target, gint n)
{
  g_autofree gchar *lse_name = NULL;
  gint logits = output;
  gint probability = output;
  gint lse;

  if (self->last == NN_ACTIVATION_SOFTMAX)
    logits = self->before;
  else
    probability = nn_compiler_emit_softmax (self, output, "p");
  lse_name = nn_compiler_name_after (self, logits, "lse");
  lse = nn_compiler_emit (self, NN_OP_LN_SUM, lse_name, NN_INPUTS (self->exp), NULL);
  return emit_data_loss (self, op, name, NN_INPUTS (target, self->shift, lse), n, probability);
}

static gint
emit_data (NnCompiler *self, const gchar *name, gint target)
{
  gint output = self->current;
  gint n = get_divisor (self, output);

  switch (self->network->loss) {
  case NN_LOSS_SQUARED_ERROR:
    return emit_data_loss (self, NN_OP_SQUARED_ERROR, name, NN_INPUTS (output, target), n, -1);
  case NN_LOSS_HALF_SQUARED_ERROR:
    return emit_data_loss (self, NN_OP_HALF_SQUARED_ERROR, name, NN_INPUTS (output, target), n, -1);
  case NN_LOSS_BINARY_CROSS_ENTROPY: return emit_binary (self, name, output, target, n);
  case NN_LOSS_CROSS_ENTROPY: return emit_categorical (self, NN_OP_CROSS_ENTROPY, name, output, target, n);
  case NN_LOSS_KL_DIVERGENCE:
    if (self->last == NN_ACTIVATION_SOFTMAX)
      return emit_categorical (self, NN_OP_KL_DIVERGENCE, name, output, target, n);
    return emit_data_loss (self, NN_OP_KL_OF_PROBABILITIES, name, NN_INPUTS (target, output), n, -1);
  case NN_N_LOSSES:
  default: g_assert_not_reached ();
  }
}

/* ---- penalties ---- */

static gboolean
is_penalized (NnCompiler *self, gint parameter)
{
  return self->network->penalty.scope == NN_PENALTY_ALL
         || nn_program_builder_get_tensor (self->builder, parameter)->shape.rank > 1;
}

static gboolean
has_penalty (NnCompiler *self)
{
  if (!self->network->penalty.use_l1 && !self->network->penalty.use_l2)
    return FALSE;
  for (guint i = 0; i < self->parameters->len; i++)
    if (is_penalized (self, g_array_index (self->parameters, gint, i)))
      return TRUE;
  return FALSE;
}

/* W1.l1, W1.l2, W2.l1 ...: a cell for each parameter and kind of penalty. */
static GArray *
emit_penalty_terms (NnCompiler *self)
{
  static const NnField factor = { .name = "lambda", .type = NN_FIELD_NUMBER, .range = "[0, inf)" };
  const NnPenalty *penalty = &self->network->penalty;
  GArray *terms = g_array_new (FALSE, FALSE, sizeof (gint));
  gint l1 = penalty->use_l1 ? nn_compiler_add_hyper (self, "lambda.l1", penalty->l1, &factor) : -1;
  gint l2 = penalty->use_l2 ? nn_compiler_add_hyper (self, "lambda.l2", penalty->l2, &factor) : -1;

  for (guint i = 0; i < self->parameters->len; i++) {
    gint W = g_array_index (self->parameters, gint, i);
    g_autofree gchar *l1_name = nn_compiler_name_after (self, W, "l1");
    g_autofree gchar *l2_name = nn_compiler_name_after (self, W, "l2");
    gint term;

    if (!is_penalized (self, W))
      continue;
    if (penalty->use_l1) {
      term = nn_compiler_emit (self, NN_OP_L1_PENALTY, l1_name, NN_INPUTS (W, l1), NULL);
      g_array_append_val (terms, term);
    }
    if (penalty->use_l2) {
      term = nn_compiler_emit (self, penalty->half_l2 ? NN_OP_L2_HALF_PENALTY : NN_OP_L2_PENALTY, l2_name,
                               NN_INPUTS (W, l2), NULL);
      g_array_append_val (terms, term);
    }
  }
  return terms;
}

/* L.penalty.2 is the sum of the first two terms, L.penalty.3 of three; L.penalty of all. */
static gint
emit_penalty (NnCompiler *self)
{
  g_autoptr (GArray) terms = emit_penalty_terms (self);
  gint sum = g_array_index (terms, gint, 0);

  if (terms->len == 1)
    return nn_compiler_emit (self, NN_OP_COPY, "L.penalty", NN_INPUTS (sum), NULL);
  for (guint i = 1; i < terms->len; i++) {
    g_autofree gchar *name =
        i + 1 < terms->len ? g_strdup_printf ("L.penalty.%u", i + 1) : g_strdup ("L.penalty");

    sum = nn_compiler_emit (self, NN_OP_ADD, name, NN_INPUTS (sum, g_array_index (terms, gint, i)), NULL);
  }
  return sum;
}

gint
nn_compiler_emit_loss (NnCompiler *self)
{
  NnTensorInfo output = *nn_program_builder_get_tensor (self->builder, self->current);
  gboolean penalized;
  gint target, data, penalty;

  nn_program_builder_set_place (self->builder, NN_PHASE_LOSS, -1);
  target = nn_program_builder_add_leaf (self->builder, "t", NN_ROLE_TARGET, &output.shape, output.axes);
  penalized = has_penalty (self);
  data = emit_data (self, penalized ? "L.data" : "L", target);
  if (!penalized)
    return data;
  penalty = emit_penalty (self);
  return nn_compiler_emit (self, NN_OP_ADD, "L", NN_INPUTS (data, penalty), NULL);
}

gint
nn_compiler_emit_probabilities (NnCompiler *self)
{
  NnLossKind loss = self->network->loss;

  nn_program_builder_set_place (self->builder, NN_PHASE_FORWARD, -1);
  if (loss == NN_LOSS_BINARY_CROSS_ENTROPY && self->last != NN_ACTIVATION_SIGMOID)
    return nn_compiler_emit (self, NN_OP_SIGMOID, "p", NN_INPUTS (self->current), NULL);
  if (loss == NN_LOSS_CROSS_ENTROPY && self->last != NN_ACTIVATION_SOFTMAX)
    return nn_compiler_emit_softmax (self, self->current, "p");
  return self->current;
}
