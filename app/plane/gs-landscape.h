/* The loss over one cell, as a curve, or over two, as a surface: everything else stays as it is in this pass.
 *
 *   g_autoptr (GsLandscape) land = gs_landscape_new (book, cells, 2, 41, 3, &error);
 *   land->losses[row * land->side + column]          // row: of the second cell, from its least number up
 *
 * Leaves are set and computed cells held on a run beside the workbook's (gs-probe.h), which stays as it is.
 * For who acts on a request, never for who only draws or reads.
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct {
  gint n_cells; /* 1 or 2 */
  NnCell cells[2];
  gint side;               /* points along each cell */
  gdouble low[2], high[2]; /* of the cells' numbers; today's stand in the middle */
  gdouble today[2], loss;  /* as they are */
  gdouble *losses;         /* side of them, or side times side; infinite where there is none */
} GsLandscape;

/* From `reach` below today's numbers to as much above; 0 or less: as far as suits them. NN_ERROR if there are
 * no rows, or a cell has no number yet; NN_ERROR_SIZE if the network is so large that it would take long. */
GsLandscape *gs_landscape_new (GsWorkbook *book,
                               const NnCell *cells,
                               gint n_cells,
                               gint side,
                               gdouble reach,
                               GError **error);
void gs_landscape_free (GsLandscape *land);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLandscape, gs_landscape_free)

/* The number of a cell at a point of the curve or surface, from 0. */
gdouble gs_landscape_get_number (const GsLandscape *land, gint cell, gint point);
/* The least and the greatest finite loss. FALSE if there is none. */
gboolean gs_landscape_get_bounds (const GsLandscape *land, gdouble *least, gdouble *greatest);

G_END_DECLS
