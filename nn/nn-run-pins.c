/* Pins: computed cells held by hand. */
#include "nn-run-private.h"

/* The pin of the cell, or NULL; found at once, however many there are. */
static NnPin *
find_pin (NnRun *run, const NnCell *cell)
{
  const NnHeld *held = &run->held[cell->tensor];
  guint place = held->places != NULL ? held->places[cell->offset] : 0;

  return place > 0 ? &g_array_index (held->pins, NnPin, place - 1) : NULL;
}

static void
add_pin (NnRun *run, const NnCell *cell, gdouble value)
{
  NnHeld *held = &run->held[cell->tensor];
  gsize n = nn_shape_count (&nn_program_get_tensor (run->program, cell->tensor)->shape);

  if (held->pins == NULL) {
    held->pins = g_array_new (FALSE, FALSE, sizeof (NnPin));
    held->places = g_new0 (guint, n);
  }
  g_array_append_val (held->pins, ((NnPin){ cell->offset, value }));
  held->places[cell->offset] = held->pins->len;
  run->n_pins++;
}

/* The last one comes in its place. */
static void
remove_pin (NnRun *run, const NnCell *cell)
{
  NnHeld *held = &run->held[cell->tensor];
  guint place = held->places[cell->offset];

  g_array_remove_index_fast (held->pins, place - 1);
  if (place <= held->pins->len)
    held->places[g_array_index (held->pins, NnPin, place - 1).offset] = place;
  held->places[cell->offset] = 0;
  run->n_pins--;
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
  NnPin *pin;

  g_assert (info->producer >= 0 && cell->offset < nn_shape_count (&info->shape));
  pin = find_pin (run, cell);
  if (pin != NULL)
    pin->value = value;
  else
    add_pin (run, cell, value);
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
  if (find_pin (run, cell) == NULL)
    return;
  remove_pin (run, cell);
  set_gate (run, cell, 0);
  nn_run_mark_instruction (run, nn_program_get_tensor (run->program, cell->tensor)->producer);
}

gboolean
nn_run_is_pinned (NnRun *run, const NnCell *cell)
{
  return find_pin (run, cell) != NULL;
}

gdouble
nn_run_get_pin (NnRun *run, const NnCell *cell)
{
  const NnPin *pin = find_pin (run, cell);

  g_assert (pin != NULL);
  return pin->value;
}

GArray *
nn_run_list_pins (NnRun *run)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (NnCell));

  for (gint tensor = 0; tensor < run->n_tensors && cells->len < run->n_pins; tensor++) {
    const GArray *pins = run->held[tensor].pins;

    for (guint i = 0; pins != NULL && i < pins->len; i++)
      g_array_append_val (cells, ((NnCell){ tensor, g_array_index (pins, NnPin, i).offset }));
  }
  return cells;
}

void
nn_run_apply_pins (NnRun *run, gint instruction)
{
  gint output = nn_program_get_instruction (run->program, instruction)->output;
  const GArray *pins = run->held[output].pins;

  for (guint i = 0; pins != NULL && i < pins->len; i++) {
    const NnPin *pin = &g_array_index (pins, NnPin, i);

    run->values[run->parity][output][pin->offset] = pin->value;
  }
}
