/* Contributions to gradients: noted while planning, then numbered, emitted and added up. */
#include "nn-gradient.h"

#include "nn-op-gradients.h"

NnTensorInfo *
nn_backward_get_tensor (NnBackward *self, gint tensor)
{
  return nn_program_builder_get_tensor (self->builder, tensor);
}

/* A gradient is read beside its tensor: it goes by the same letters. */
static gint
emit (NnBackward *self, NnOp op, const gchar *name, const gint *inputs, const gint *attributes, gint like)
{
  gint layer = nn_program_builder_get_instruction (self->builder, self->instruction)->layer;
  gint made;

  nn_program_builder_set_place (self->builder, NN_PHASE_BACKWARD, layer);
  made = nn_program_builder_emit_like (self->builder, op, name, inputs, attributes, like);
  nn_backward_get_tensor (self, made)->part_of = like;
  return made;
}

/* What lies behind a tensor with pins gets its gradient through a gate. */
void
nn_backward_pass_on (NnBackward *self, gint tensor, gint gradient)
{
  gint pins = nn_backward_get_tensor (self, tensor)->pins;
  g_autofree gchar *name = NULL;

  nn_backward_get_tensor (self, tensor)->gradient = gradient;
  nn_backward_get_tensor (self, gradient)->gradient_of = tensor;
  nn_backward_get_tensor (self, gradient)->part_of = -1;
  self->passed[tensor] = gradient;
  if (pins < 0)
    return;
  name = g_strconcat (nn_backward_get_tensor (self, gradient)->name, ".free", NULL);
  nn_program_builder_set_place (self->builder, NN_PHASE_BACKWARD,
                                nn_backward_get_tensor (self, tensor)->layer);
  self->passed[tensor] = nn_program_builder_emit_like (self->builder, NN_OP_PIN_GATE, name,
                                                       NN_INPUTS (gradient, pins), NULL, tensor);
  nn_backward_get_tensor (self, self->passed[tensor])->part_of = tensor;
}

/* dX = dX.1 + dX.2; with three, dX.12 = dX.1 + dX.2 and dX = dX.12 + dX.3, and so on. */
static gint
add_parts (NnBackward *self, gint tensor, gint n)
{
  g_autofree gchar *gradient = nn_gradient_name (nn_backward_get_tensor (self, tensor)->name);
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
find_place (NnBackward *self, gint tensor, gint key)
{
  GArray *uses = self->uses[tensor];
  gint place = 0;

  for (guint i = 0; i < uses->len; i++)
    if (g_array_index (uses, gint, i) < key)
      place++;
  return place;
}

static void
emit_contribution (NnBackward *self,
                   gint tensor,
                   gint key,
                   NnOp op,
                   const gint *inputs,
                   const gint *attributes)
{
  g_autofree gchar *gradient = nn_gradient_name (nn_backward_get_tensor (self, tensor)->name);
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
    nn_backward_pass_on (self, tensor, part);
}

static void
contribute (NnBackward *self, gint tensor, gint slot, NnOp op, const gint *inputs, const gint *attributes)
{
  gint key = self->instruction * (NN_LOGITS_SLOT + 1) + slot;

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
  NnBackward *self = g->backward;

  self->handled |= 1U << slot;
  contribute (self, g->in[slot], slot, op, inputs, attributes);
}

void
nn_gradient_contribute_to_logits (NnGradient *g, NnOp op, const gint *inputs, const gint *attributes)
{
  contribute (g->backward, g->logits, NN_LOGITS_SLOT, op, inputs, attributes);
}

void
nn_gradient_constant (NnGradient *g, gint slot)
{
  ((NnBackward *) g->backward)->handled |= 1U << slot;
}
