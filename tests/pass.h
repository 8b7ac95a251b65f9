/* For tests: a pass run by formulas alone, cell by cell, with no kernel and no run.
 *
 * Whatever the fast halves do, this is what the program means.
 */
#pragma once

#include <math.h>
#include <string.h>

#include "nn/nn-network.h"

typedef struct {
  gint tensor;
  gsize offset;
  gdouble value;
} PassPin;

typedef struct {
  NnProgram *program;
  gdouble **values;
  PassPin pin[128]; /* cells held by hand */
  gint n_pins;
} Pass;

/* Numbers of the test's own (xorshift), so that nothing depends on the code under test. */
static inline gdouble
pass_random (guint64 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return (gdouble) (*state >> 11) * 0x1p-53;
}

static inline gint
pass_random_int (guint64 *state, gint low, gint high)
{
  return low + (gint) (pass_random (state) * (high - low + 1));
}

static inline gsize
pass_count (Pass *pass, gint tensor)
{
  return nn_shape_count (&nn_program_get_tensor (pass->program, tensor)->shape);
}

static inline Pass *
pass_new (NnProgram *program)
{
  Pass *pass = g_new0 (Pass, 1);
  gint n = nn_program_get_n_tensors (program);

  pass->program = nn_program_ref (program);
  pass->values = g_new0 (gdouble *, n);
  for (gint i = 0; i < n; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    gsize count = pass_count (pass, i);

    pass->values[i] = g_new0 (gdouble, count);
    if (info->role == NN_ROLE_HYPER || info->role == NN_ROLE_SEED)
      pass->values[i][0] = info->value;
  }
  return pass;
}

static inline void
pass_free (Pass *pass)
{
  for (gint i = 0; i < nn_program_get_n_tensors (pass->program); i++)
    g_free (pass->values[i]);
  g_free (pass->values);
  nn_program_unref (pass->program);
  g_free (pass);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pass, pass_free)

static inline gint
pass_find (Pass *pass, const gchar *name)
{
  gint tensor = nn_program_find (pass->program, name);

  if (tensor < 0)
    g_error ("no tensor %s", name);
  return tensor;
}

static inline gdouble *
pass_values (Pass *pass, const gchar *name)
{
  return pass->values[pass_find (pass, name)];
}

static inline void
pass_set (Pass *pass, const gchar *name, const gdouble *values)
{
  gint tensor = pass_find (pass, name);

  memcpy (pass->values[tensor], values, pass_count (pass, tensor) * sizeof (gdouble));
}

static inline void
pass_hold (Pass *pass, const gchar *name, gsize offset, gdouble value)
{
  gint tensor = pass_find (pass, name);
  gint pins = nn_program_get_tensor (pass->program, tensor)->pins;

  pass->pin[pass->n_pins++] = (PassPin){ tensor, offset, value };
  if (pins >= 0)
    pass->values[pins][offset] = 1;
}

static inline void
pass_run_instruction (Pass *pass, gint instruction)
{
  const NnInstruction *line = nn_program_get_instruction (pass->program, instruction);
  NnFormula *formula;
  NnBinding binding;
  gsize count;

  if (line->op == NN_OP_COMMIT)
    return;
  formula = nn_formula_for_op (line->op);
  nn_program_get_binding (pass->program, instruction, &binding);
  for (gint i = 0; i < line->n_inputs; i++)
    binding.in[i] = pass->values[line->inputs[i]];
  count = pass_count (pass, line->output);
  for (gsize cell = 0; cell < count; cell++)
    pass->values[line->output][cell] = nn_formula_evaluate (formula, &binding, cell);
  for (gint i = 0; i < pass->n_pins; i++)
    if (pass->pin[i].tensor == line->output)
      pass->values[line->output][pass->pin[i].offset] = pass->pin[i].value;
}

/* The instructions of all phases up to and including `last`. */
static inline void
pass_run (Pass *pass, NnPhase last)
{
  for (gint i = 0; i < nn_program_get_n_instructions (pass->program); i++)
    if (nn_program_get_instruction (pass->program, i)->phase <= last)
      pass_run_instruction (pass, i);
}

static inline gdouble
pass_loss (Pass *pass)
{
  pass_run (pass, NN_PHASE_LOSS);
  return pass->values[nn_program_get_loss (pass->program)][0];
}

static inline void
pass_commit (Pass *pass)
{
  for (gint i = 0; i < nn_program_get_n_tensors (pass->program); i++) {
    gint next = nn_program_get_tensor (pass->program, i)->next;

    if (next >= 0)
      memcpy (pass->values[i], pass->values[next], pass_count (pass, i) * sizeof (gdouble));
  }
}

/* The outputs of all instructions of these phases, in order, with spaces between. */
static inline gchar *
pass_list (NnProgram *program, NnPhase first, NnPhase last)
{
  GString *list = g_string_new (NULL);

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if (line->phase < first || line->phase > last)
      continue;
    if (list->len > 0)
      g_string_append_c (list, ' ');
    g_string_append (list,
                     line->output >= 0 ? nn_program_get_tensor (program, line->output)->name : "commit");
  }
  return g_string_free (list, FALSE);
}

/* The leaves in order, with spaces between. */
static inline gchar *
pass_list_leaves (NnProgram *program)
{
  GString *list = g_string_new (NULL);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    if (info->role == NN_ROLE_COMPUTED)
      continue;
    if (list->len > 0)
      g_string_append_c (list, ' ');
    g_string_append (list, info->name);
  }
  return g_string_free (list, FALSE);
}
