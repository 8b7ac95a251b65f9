/* The backward phase: from the loss to the wanted tensors, one rule at a time.
 *
 * The forward instructions are read twice from the last to the first. The first reading
 * (planning) only notes who contributes to whose gradient, so that the second can number
 * the contributions in the order of the forward uses and add them up when all are there.
 */
#include <glib/gi18n-lib.h>

#include "nn-gradient.h"
#include "nn-op-gradients.h"

static void
backward_init (NnBackward *self, NnProgramBuilder *builder, gint loss, gboolean fused)
{
  gint n = nn_program_builder_get_n_tensors (builder);

  *self = (NnBackward){ .builder = builder, .loss = loss, .fused = fused, .n_tensors = n };
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
backward_clear (NnBackward *self)
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
find_needed (NnBackward *self, const gint *wanted, gint n_wanted)
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

/* ---- reading the forward program backwards ---- */

static const NnInstruction *
find_producer (NnBackward *self, gint tensor, NnOp op)
{
  gint producer = nn_backward_get_tensor (self, tensor)->producer;
  const NnInstruction *line =
      producer >= 0 ? nn_program_builder_get_instruction (self->builder, producer) : NULL;

  return line != NULL && line->op == op ? line : NULL;
}

/* A tensor that somebody holds by hand or asks for must not be passed over. */
static gboolean
may_bypass (NnBackward *self, gint tensor)
{
  return nn_backward_get_tensor (self, tensor)->pins < 0 && !self->wanted[tensor];
}

/* For a loss that reads shift and lse: whether its gradient may go to the logits directly,
 * that is, whether nothing between is held by hand. */
static void
fuse_softmax (NnBackward *self, const NnInstruction *loss, NnGradient *g)
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
fuse (NnBackward *self, const NnInstruction *loss, NnGradient *g)
{
  if (loss->probability < 0)
    return;
  if (loss->op == NN_OP_CROSS_ENTROPY || loss->op == NN_OP_KL_DIVERGENCE)
    fuse_softmax (self, loss, g);
  else if (nn_backward_get_tensor (self, loss->probability)->pins < 0)
    g->probability = loss->probability;
}

static void
check_handled (NnBackward *self, const NnInstruction *line)
{
  for (gint k = 0; k < line->n_inputs; k++)
    if (self->needed[line->inputs[k]] && !(self->handled & (1U << k)))
      nn_program_builder_fail (self->builder, NN_ERROR_NO_GRADIENT,
                               _ ("%s = %s has no backward rule for %s, which lies on the way to the loss"),
                               nn_backward_get_tensor (self, line->output)->name, nn_op_get (line->op)->name,
                               nn_backward_get_tensor (self, line->inputs[k])->name);
}

static void
differentiate (NnBackward *self, gint instruction)
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
begin_at_loss (NnBackward *self)
{
  g_autofree gchar *name = nn_gradient_name (nn_backward_get_tensor (self, self->loss)->name);
  gint seed;

  nn_program_builder_set_place (self->builder, NN_PHASE_BACKWARD, -1);
  seed = nn_program_builder_add_scalar (self->builder, name, NN_ROLE_SEED, 1);
  if (seed >= 0)
    nn_backward_pass_on (self, self->loss, seed);
}

static void
check_reached (NnBackward *self)
{
  for (gint i = 0; i < self->n_tensors; i++)
    if (self->wanted[i] && !self->reached[i])
      nn_program_builder_fail (
          self->builder, NN_ERROR_NO_GRADIENT, _ ("%s does not depend on %s, so there is no gradient"),
          nn_backward_get_tensor (self, self->loss)->name, nn_backward_get_tensor (self, i)->name);
}

void
nn_backward_emit (NnProgramBuilder *builder, gint loss, const gint *wanted, gint n_wanted, gboolean fused)
{
  gint n = nn_program_builder_get_n_instructions (builder);
  NnBackward self;

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
