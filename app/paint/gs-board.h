/* The board: what a class sees of a network. Only blocks in play, three in a row with their signs between
 * (more only where they could not be read otherwise): what the operation reads that writes the selected cell,
 * and what it writes. Where a given cell is selected, or none, that is what a lesson points at, else what the
 * cell goes into. A question about a few blocks shows all of them, as long as they can be read.
 *
 *   g_autoptr(GsBoard) board = gs_board_new (sight);
 *   layout = gs_board_lay_out (board, width, height, 1, &zoom);
 *
 * Where whole blocks would be too small to be read from the back row, they are cut to the cells in play, as
 * long as these are few. It reads the sight and nothing else.
 */
#pragma once

#include "app/view/gs-sight.h"
#include "gs-layout.h"

G_BEGIN_DECLS

#define GS_BOARD_PER_ROW 3
#define GS_BOARD_FEW     40   /* cells in play; fewer are always legible */
#define GS_BOARD_LEGIBLE 24.0 /* the size of their digits, in pixels of a screen 720 high */

typedef struct _GsBoard GsBoard;

GsBoard *gs_board_new (const GsSight *sight);
void gs_board_free (GsBoard *board);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsBoard, gs_board_free)

/* Of what instruction it is; -1 if of none. */
gint gs_board_get_instruction (const GsBoard *board);
/* Whether both show the same cells of the same blocks. */
gboolean gs_board_equal (const GsBoard *a, const GsBoard *b);
/* The cells in play: the selected one and what it is computed from; or those that a lesson points at. */
guint gs_board_count_in_play (const GsBoard *board);

/* As large as can be in width x height pixels, with digits of 36 at most; *zoom gets how large. `unit`:
 * pixels of the screen for one of a screen that is 720 high. Fewer than GS_BOARD_FEW cells in play have
 * digits of GS_BOARD_LEGIBLE: their cells lose what room they can, blocks are cut to what is in play, and
 * where that is not enough one walks through them. Caller frees. */
GsLayout *gs_board_lay_out (const GsBoard *board, gdouble width, gdouble height, gdouble unit, gdouble *zoom);
/* Whether all of it is seen then. */
gboolean gs_board_fits (const GsBoard *board, gdouble width, gdouble height, gdouble unit);
/* The height that it needs to be legible, with or without the blocks that are asked for besides. */
gdouble gs_board_get_least_height (const GsBoard *board, gdouble width, gdouble unit, gboolean with_asked);

G_END_DECLS
