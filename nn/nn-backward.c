/* The backward phase: from the loss to the wanted tensors, one rule at a time.
 *
 * The forward instructions are read twice from the last to the first. The first reading
 * (planning) only notes who contributes to whose gradient, so that the second can number
 * the contributions in the order of the forward uses and add them up when all are there.
 */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "nn-op-gradients.h"

typedef struct {
  NnProgramBuilder *builder;
  gint loss;
  gboolean fused;
  gboolean planning;
  gint n_tensors;    /* of the forward program */
  gboolean *wanted;  /* by the caller */
  gboolean *needed;  /* depends on a wanted tensor */
  gboolean *reached; /* its gradient is on the way from the loss */
  GArray **uses;     /* per tensor: the keys of its contributions, gint, planning's result */
  gint **parts;      /* per tensor: the contributions themselves, in the order of the uses */
  gint *n_parts;     /* how many of them are there already */
  gint *passed;      /* per tensor: its gradient as what lies behind may read it, or -1 */
  gint instruction;  /* the one being differentiated */
  guint handled;     /* its inputs that got a contribution or are constant, as bits */
} Backward;

/* A fused contribution stands behind all inputs of its instruction. */
#define LOGITS_SLOT NN_MAX_INPUTS

static NnTensorInfo *
tensor_info (Backward *self, gint tensor)
{
  return nn_program_builder_get_tensor (self->builder, tensor);
}

static void
backward_init (Backward *self, NnProgramBuilder *builder, gint loss, gboolean fused)
{
  gint n = nn_program_builder_get_n_tensors (builder);

  *self = (Backward){ .builder = builder, .loss = loss, .fused = fused, .n_tensors = n };
  self->wanted = g_new0 (gboolean, n);
  self->needed = g_new0 (gboolean, n);
  self->reached = g_new0 (gboolean, n);
  self->uses = g_new0 (GArray *, n);
  self->parts = g_new0 (gint *, n);
  self->n_parts = g_new0 (gint, n);
  self->passed = g_new (gint, n);
  for (gint i = 0; i < n; i++)
    self->passed[i] = -1;
}

static void
backward_clear (Backward *self)
{
  for (gint i = 0; i < self->n_tensors; i++) {
    if (self->uses[i] != NULL)
      g_array_unref (self->uses[i]);
    g_free (self->parts[i]);
  }
  g_free (self->wanted);
  g_free (self->needed);
  g_free (self->reached);
  g_free (self->uses);
  g_free (self->parts);
  g_free (self->n_parts);
  g_free (self->passed);
}

/* Which tensors depend on a wanted one: only those can matter. */
static void
find_needed (Backward *self, const gint *wanted, gint n_wanted)
{
  for (gint i = 0; i < n_wanted; i++)
    self->wanted[wanted[i]] = self->needed[wanted[i]] = TRUE;
  for (gint i = 0; i < nn_program_builder_get_n_instructions (self->builder); i++) {
    const NnInstruction *line = nn_program_builder_get_instruction (self->builder, i);

    for (gint k = 0; k < line->n_inputs; k++)
      if (self->needed[line->inputs[k]])
        self->needed[line->output] = TRUE;
  }
}

/* ---- emitting ---- */

/* A gradient is read beside its tensor: it goes by the same letters. */
static gint
emit (Backward *self, NnOp op, const gchar *name, const gint *inputs, const gint *attributes, gint like)
{
  gint layer = nn_program_builder_get_instruction (self->builder, self->instruction)->layer;
  gint made;

  nn_program_builder_set_place (self->builder, NN_PHASE_BACKWARD, layer);
  made = nn_program_builder_emit_like (self->builder, op, name, inputs, attributes, like);
  tensor_info (self, made)->part_of = like;
  return made;
}

/* What lies behind a tensor with pins gets its gradient through a gate. */
static void
pass_on (Backward *self, gint tensor, gint gradient)
{
  gint pins = tensor_info (self, tensor)->pins;
  g_autofree gchar *name = NULL;

  tensor_info (self, tensor)->gradient = gradient;
  tensor_info (self, gradient)->gradient_of = tensor;
  tensor_info (self, gradient)->part_of = -1;
  self->passed[tensor] = gradient;
  if (pins < 0)
    return;
  name = g_strconcat (tensor_info (self, gradient)->name, ".free", NULL);
  nn_program_builder_set_place (self->builder, NN_PHASE_BACKWARD, tensor_info (self, tensor)->layer);
  self->passed[tensor] = nn_program_builder_emit_like (self->builder, NN_OP_PIN_GATE, name,
                                                       NN_INPUTS (gradient, pins), NULL, tensor);
  tensor_info (self, self->passed[tensor])->part_of = tensor;
}

/* dX = dX.1 + dX.2; with three, dX.12 = dX.1 + dX.2 and dX = dX.12 + dX.3, and so on. */
static gint
add_parts (Backward *self, gint tensor, gint n)
{
  g_autofree gchar *gradient = nn_gradient_name (tensor_info (self, tensor)->name);
  g_autoptr (GString) sum_name = g_string_new (gradient);
  gint sum = self->parts[tensor][0];

  g_string_append (sum_name, ".1");
  for (gint i = 1; i < n; i++) {
    if (n > 9)
      g_string_printf (sum_name, "%s.1to%d", gradient, i + 1);
    else
      g_string_append_printf (sum_name, "%d", i + 1);
    sum = emit (self, NN_OP_ADD, i == n - 1 ? gradient : sum_name->str,
                NN_INPUTS (sum, self->parts[tensor][i]), NULL, tensor);
  }
  return sum;
}

/* The place of a use among all uses of a tensor, from 0. */
static gint
find_place (Backward *self, gint tensor, gint key)
{
  GArray *uses = self->uses[tensor];
  gint place = 0;

  for (guint i = 0; i < uses->len; i++)
    if (g_array_index (uses, gint, i) < key)
      place++;
  return place;
}

static void
emit_contribution (Backward *self, gint tensor, gint key, NnOp op, const gint *inputs, const gint *attributes)
{
  g_autofree gchar *gradient = nn_gradient_name (tensor_info (self, tensor)->name);
  gint n = (gint) self->uses[tensor]->len;
  gint place = find_place (self, tensor, key);
  g_autofree gchar *name =
      n > 1 ? g_strdup_printf ("%s.%d", gradient, place + 1) : g_steal_pointer (&gradient);
  gint part;

  if (self->parts[tensor] == NULL)
    self->parts[tensor] = g_new0 (gint, n);
  part = emit (self, op, name, inputs, attributes, tensor);
  if (part < 0)
    return;
  self->parts[tensor][place] = part;
  if (++self->n_parts[tensor] < n)
    return;
  if (n > 1)
    part = add_parts (self, tensor, n);
  if (part >= 0)
    pass_on (self, tensor, part);
}

/* ---- what rules call ---- */

static void
contribute (Backward *self, gint tensor, gint slot, NnOp op, const gint *inputs, const gint *attributes)
{
  gint key = self->instruction * (LOGITS_SLOT + 1) + slot;

  if (!self->needed[tensor])
    return;
  if (!self->planning) {
    emit_contribution (self, tensor, key, op, inputs, attributes);
    return;
  }
  if (self->uses[tensor] == NULL)
    self->uses[tensor] = g_array_new (FALSE, FALSE, sizeof (gint));
  g_array_append_val (self->uses[tensor], key);
  self->reached[tensor] = TRUE;
}

void
nn_gradient_contribute (NnGradient *g, gint slot, NnOp op, const gint *inputs, const gint *attributes)
{
  Backward *self = g->backward;

  self->handled |= 1U << slot;
  contribute (self, g->in[slot], slot, op, inputs, attributes);
}

void
nn_gradient_contribute_to_logits (NnGradient *g, NnOp op, const gint *inputs, const gint *attributes)
{
  contribute (g->backward, g->logits, LOGITS_SLOT, op, inputs, attributes);
}

void
nn_gradient_constant (NnGradient *g, gint slot)
{
  ((Backward *) g->backward)->handled |= 1U << slot;
}

/* ---- reading the forward program backwards ---- */

static const NnInstruction *
find_producer (Backward *self, gint tensor, NnOp op)
{
  gint producer = tensor_info (self, tensor)->producer;
  const NnInstruction *line =
      producer >= 0 ? nn_program_builder_get_instruction (self->builder, producer) : NULL;

  return line != NULL && line->op == op ? line : NULL;
}

/* A tensor that somebody holds by hand or asks for must not be passed over. */
static gboolean
may_bypass (Backward *self, gint tensor)
{
  return tensor_info (self, tensor)->pins < 0 && !self->wanted[tensor];
}

/* For a loss that reads shift and lse: whether its gradient may go to the logits directly,
 * that is, whether nothing between is held by hand. */
static void
fuse_softmax (Backward *self, const NnInstruction *loss, NnGradient *g)
{
  const NnInstruction *shift = find_producer (self, loss->inputs[1], NN_OP_ROW_SHIFT);
  const NnInstruction *lse = find_producer (self, loss->inputs[2], NN_OP_LN_SUM);
  const NnInstruction *exp = lse != NULL ? find_producer (self, lse->inputs[0], NN_OP_EXP) : NULL;
  const NnInstruction *shares = find_producer (self, loss->probability, NN_OP_ROW_DIVIDE);

  if (!self->fused || shift == NULL || exp == NULL || shares == NULL || exp->inputs[0] != shift->output)
    return;
  if (!may_bypass (self, shift->inputs[1]) || !may_bypass (self, shift->output)
      || !may_bypass (self, lse->output) || !may_bypass (self, shares->inputs[1])
      || !may_bypass (self, exp->output) || !may_bypass (self, loss->probability))
    return;
  g->probability = loss->probability;
  g->logits = shift->inputs[0];
}

static void
fuse (Backward *self, const NnInstruction *loss, NnGradient *g)
{
  if (loss->probability < 0)
    return;
  if (loss->op == NN_OP_CROSS_ENTROPY || loss->op == NN_OP_KL_DIVERGENCE)
    fuse_softmax (self, loss, g);
  else if (tensor_info (self, loss->probability)->pins < 0)
    g->probability = loss->probability;
}

static void
check_handled (Backward *self, const NnInstruction *line)
{
  for (gint k = 0; k < line->n_inputs; k++)
    if (self->needed[line->inputs[k]] && !(self->handled & (1U << k)))
      nn_program_builder_fail (self->builder, NN_ERROR_NO_GRADIENT,
                               _ ("%s = %s has no backward rule for %s, which lies on the way to the loss"),
                               tensor_info (self, line->output)->name, nn_op_get (line->op)->name,
                               tensor_info (self, line->inputs[k])->name);
}

static void
differentiate (Backward *self, gint instruction)
{
  NnInstruction line = *nn_program_builder_get_instruction (self->builder, instruction);
  NnGradientRule rule = nn_op_get_gradient_rule (line.op);
  gboolean any_needed = FALSE;
  NnGradient g = { .op = line.op,
                   .in = line.inputs,
                   .out = line.output,
                   .dout = self->passed[line.output],
                   .attributes = line.attributes,
                   .probability = -1,
                   .logits = -1,
                   .backward = self };

  for (gint k = 0; k < line.n_inputs; k++)
    any_needed = any_needed || self->needed[line.inputs[k]];
  if (!any_needed || !self->reached[line.output])
    return;
  self->instruction = instruction;
  self->handled = 0;
  fuse (self, &line, &g);
  if (line.pass_through)
    nn_gradient_contribute (&g, 0, NN_OP_PASS_THROUGH, NN_INPUTS (g.dout), NULL);
  else if (rule != NULL)
    rule (&g);
  check_handled (self, &line);
}

/* dL is a leaf, 1. */
static void
begin_at_loss (Backward *self)
{
  g_autofree gchar *name = nn_gradient_name (tensor_info (self, self->loss)->name);
  gint seed;

  nn_program_builder_set_place (self->builder, NN_PHASE_BACKWARD, -1);
  seed = nn_program_builder_add_scalar (self->builder, name, NN_ROLE_SEED, 1);
  if (seed >= 0)
    pass_on (self, self->loss, seed);
}

static void
check_reached (Backward *self)
{
  for (gint i = 0; i < self->n_tensors; i++)
    if (self->wanted[i] && !self->reached[i])
      nn_program_builder_fail (self->builder, NN_ERROR_NO_GRADIENT,
                               _ ("%s does not depend on %s, so there is no gradient"),
                               tensor_info (self, self->loss)->name, tensor_info (self, i)->name);
}

void
nn_backward_emit (NnProgramBuilder *builder, gint loss, const gint *wanted, gint n_wanted, gboolean fused)
{
  gint n = nn_program_builder_get_n_instructions (builder);
  Backward self;

  if (n_wanted == 0 || nn_program_builder_get_error (builder) != NULL)
    return;
  backward_init (&self, builder, loss, fused);
  find_needed (&self, wanted, n_wanted);
  self.reached[loss] = TRUE;
  self.planning = TRUE;
  for (gint i = n - 1; i >= 0; i--)
    differentiate (&self, i);
  check_reached (&self);
  self.planning = FALSE;
  if (nn_program_builder_get_error (builder) == NULL)
    begin_at_loss (&self);
  for (gint i = n - 1; i >= 0 && nn_program_builder_get_error (builder) == NULL; i--)
    differentiate (&self, i);
  backward_clear (&self);
}
