#include "nn-run-private.h"

static NnPin *
find_pin (NnRun *run, const NnCell *cell, guint *position)
{
  for (guint i = 0; i < run->pins->len; i++) {
    NnPin *pin = &g_array_index (run->pins, NnPin, i);

    if (nn_cell_equal (&pin->cell, cell)) {
      if (position != NULL)
        *position = i;
      return pin;
    }
  }
  return NULL;
}

static void
set_gate (NnRun *run, const NnCell *cell, gdouble value)
{
  gint pins = nn_program_get_tensor (run->program, cell->tensor)->pins;

  if (pins >= 0)
    nn_run_set_cell (run, &(NnCell){ pins, cell->offset }, value);
}

void
nn_run_pin (NnRun *run, const NnCell *cell, gdouble value)
{
  const NnTensorInfo *info = nn_program_get_tensor (run->program, cell->tensor);
  NnPin *pin = find_pin (run, cell, NULL);

  g_assert (info->producer >= 0 && cell->offset < nn_shape_count (&info->shape));
  if (pin != NULL)
    pin->value = value;
  else
    g_array_append_val (run->pins, ((NnPin){ *cell, value }));
  set_gate (run, cell, 1);
  /* A tensor that has run gets the value at once; one that is dirty gets it when it runs again. */
  if (info->producer < run->fresh) {
    run->values[run->parity][cell->tensor][cell->offset] = value;
    nn_run_stamp_line (run, info->producer);
    nn_run_mark_readers (run, cell->tensor);
  }
}

void
nn_run_unpin (NnRun *run, const NnCell *cell)
{
  guint position;

  if (find_pin (run, cell, &position) == NULL)
    return;
  g_array_remove_index (run->pins, position);
  set_gate (run, cell, 0);
  nn_run_mark_instruction (run, nn_program_get_tensor (run->program, cell->tensor)->producer);
}

gboolean
nn_run_is_pinned (NnRun *run, const NnCell *cell)
{
  return find_pin (run, cell, NULL) != NULL;
}

gdouble
nn_run_get_pin (NnRun *run, const NnCell *cell)
{
  const NnPin *pin = find_pin (run, cell, NULL);

  g_assert (pin != NULL);
  return pin->value;
}

GArray *
nn_run_list_pins (NnRun *run)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (NnCell));

  for (guint i = 0; i < run->pins->len; i++)
    g_array_append_val (cells, g_array_index (run->pins, NnPin, i).cell);
  return cells;
}

gdouble
nn_run_get_formula_value (NnRun *run, const NnCell *cell)
{
  gint instruction = nn_program_get_tensor (run->program, cell->tensor)->producer;
  NnBinding binding;

  g_assert (instruction >= 0);
  nn_run_get_binding (run, instruction, &binding);
  return nn_formula_evaluate (nn_formula_for_op (nn_program_get_instruction (run->program, instruction)->op),
                              &binding, cell->offset);
}

void
nn_run_apply_pins (NnRun *run, gint instruction)
{
  gint output = nn_program_get_instruction (run->program, instruction)->output;

  for (guint i = 0; i < run->pins->len; i++) {
    const NnPin *pin = &g_array_index (run->pins, NnPin, i);

    if (pin->cell.tensor == output)
      run->values[run->parity][output][pin->cell.offset] = pin->value;
  }
}
