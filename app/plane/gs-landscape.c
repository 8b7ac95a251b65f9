/* Losses while a cell or two are moved. */
#include "gs-landscape.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/workbook/gs-probe.h"
#include "nn/nn-error.h"

/* Cells that may be computed in all: some tenths of a second. */
#define MAX_WORK 2e7

void
gs_landscape_free (GsLandscape *land)
{
  if (land == NULL)
    return;
  g_free (land->losses);
  g_free (land);
}

gdouble
gs_landscape_get_number (const GsLandscape *land, gint cell, gint point)
{
  /* Exactly today's in the middle. */
  gdouble steps = point - (land->side - 1) / 2.0;

  return land->today[cell] + steps * (land->high[cell] - land->low[cell]) / (land->side - 1);
}

gboolean
gs_landscape_get_bounds (const GsLandscape *land, gdouble *least, gdouble *greatest)
{
  gint n = land->n_cells == 2 ? land->side * land->side : land->side;

  *least = INFINITY;
  *greatest = -INFINITY;
  for (gint i = 0; i < n; i++)
    if (isfinite (land->losses[i])) {
      *least = MIN (*least, land->losses[i]);
      *greatest = MAX (*greatest, land->losses[i]);
    }
  return *least <= *greatest;
}

static void
set_number (NnRun *probe, const NnCell *cell, gdouble value)
{
  if (nn_program_get_tensor (nn_run_get_program (probe), cell->tensor)->producer < 0)
    nn_run_set_cell (probe, cell, value);
  else
    nn_run_pin (probe, cell, value);
}

static gdouble
get_loss (NnRun *probe)
{
  gint loss = nn_program_get_loss (nn_run_get_program (probe));
  gdouble value;

  nn_run_ensure (probe, nn_program_get_tensor (nn_run_get_program (probe), loss)->producer + 1, NULL, NULL);
  value = nn_run_get_values (probe, loss)[0];
  return isfinite (value) ? value : INFINITY;
}

/* Whether moving a cell can be seen in the loss, and does not take long. */
static gboolean
check (GsWorkbook *book, const NnCell *cell, gint n_points, GError **error)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnTensorInfo *info = nn_program_get_tensor (program, cell->tensor);
  gint loss = nn_program_get_loss (program);

  if (info->producer >= nn_program_get_tensor (program, loss)->producer || info->gradient_of >= 0) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("The loss does not follow from %s. Select a weight, a bias or another cell of the forward pass."),
        info->name);
    return FALSE;
  }
  if ((gdouble) n_points * (gdouble) nn_program_get_memory (program) / sizeof (gdouble) > MAX_WORK) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_SIZE,
        _ ("This network is too large for that: each point of the curve is a whole forward pass."));
    return FALSE;
  }
  return TRUE;
}

GsLandscape *
gs_landscape_new (GsWorkbook *book,
                  const NnCell *cells,
                  gint n_cells,
                  gint side,
                  gdouble reach,
                  GError **error)
{
  gint n_points = n_cells == 2 ? side * side : side;
  g_autoptr (NnRun) probe = NULL;
  GsLandscape *land;

  for (gint i = 0; i < n_cells; i++)
    if (!check (book, &cells[i], n_points, error))
      return NULL;
  probe = gs_probe_new (book, gs_probe_get_flags (book), error);
  if (probe == NULL)
    return NULL;
  land = g_new0 (GsLandscape, 1);
  *land = (GsLandscape){ .n_cells = n_cells, .side = side, .losses = g_new (gdouble, n_points) };
  land->loss = get_loss (probe);
  for (gint i = 0; i < n_cells; i++) {
    gdouble today = nn_run_get_cell (probe, &cells[i]), away = reach > 0 ? reach : MAX (2, 2 * fabs (today));

    land->cells[i] = cells[i];
    land->today[i] = today;
    land->low[i] = today - away;
    land->high[i] = today + away;
  }
  for (gint i = 0; i < n_points; i++) {
    if (n_cells == 2 && i % side == 0)
      set_number (probe, &cells[1], gs_landscape_get_number (land, 1, i / side));
    set_number (probe, &cells[0], gs_landscape_get_number (land, 0, i % side));
    land->losses[i] = get_loss (probe);
  }
  return land;
}
