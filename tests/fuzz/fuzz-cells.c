/* Fuzzing names of cells: whatever the text is, it is refused with a message, or names a cell of the program
 * by whose name it is found again; and a list names each of its cells once. */
#include <string.h>

#include "app/cells/gs-cell-list.h"
#include "app/cells/gs-cell-name.h"
#include "app/network/gs-spec.h"
#include "fuzz.h"

#define MAX_CELLS 200

/* With every kind of name: of layers, kernels, images, gradients that are added up, states of the optimiser.
 */
static NnProgram *
make_program (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  NnProgram *program;

  g_assert (gs_spec_parse (
      "input 1x6x6 · conv 2 3x3 relu as eye · max-pool 2 · flatten · dropout 0.5 · dense 3 tanh as hidden · "
      "dense 2 softmax",
      network, NULL));
  network->loss = NN_LOSS_CROSS_ENTROPY;
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  program = nn_network_compile (network, 2, 0, NULL, NULL);
  g_assert (program != NULL);
  return program;
}

static void
check_cell (const NnProgram *program, const NnCell *cell)
{
  g_autofree gchar *name = gs_cell_name (program, cell), *shown = gs_cell_name_display (program, cell);
  const gchar *const names[] = { name, shown };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    NnCell again;

    if (!gs_cell_name_parse ((GsCellScope){ program }, names[i], &again, NULL) || again.tensor != cell->tensor
        || again.offset != cell->offset)
      g_error ("“%s” is another cell", names[i]);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static NnProgram *program;
  g_autofree gchar *text = fuzz_to_text (data, size);
  g_autoptr (GError) error = NULL, whole_error = NULL, list_error = NULL;
  g_autoptr (GArray) cells = NULL;
  gboolean good, whole = FALSE;
  NnCell cell;

  fuzz_begin ();
  if (program == NULL)
    program = make_program ();
  good = gs_cell_name_parse ((GsCellScope){ program }, text, &cell, &error);
  fuzz_check (good, error);
  if (good)
    check_cell (program, &cell);
  good = gs_cell_name_parse_block ((GsCellScope){ program }, text, &cell, &whole, &whole_error);
  fuzz_check (good, whole_error);
  cells = gs_cell_list_parse ((GsCellScope){ program }, text, MAX_CELLS, &list_error);
  fuzz_check (cells != NULL, list_error);
  g_assert (cells == NULL || cells->len <= MAX_CELLS);
  for (guint i = 0; cells != NULL && i < cells->len; i++) {
    const NnCell *one = &g_array_index (cells, NnCell, i);

    check_cell (program, one);
    for (guint j = 0; j < i; j++)
      g_assert (memcmp (one, &g_array_index (cells, NnCell, j), sizeof *one) != 0);
  }
  return 0;
}
