/* What the sheet has drawn already: a render node for the ground, for each block, for the marks.
 *
 *   GsSheetNodes *nodes = gs_sheet_nodes_new ();
 *   gs_sheet_nodes_snapshot (nodes, painter, &scene, snapshot);    // in every snapshot
 *
 * A block whose numbers, place in the window and look are what they were keeps its node, and GTK repaints
 * only where nodes differ: a step repaints the cells it computed and the marks, not the window. Blocks are
 * kept in the coordinates of the sheet, so that scrolling moves them without drawing them again; of
 * one larger than the window, the part around the window is drawn.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/paint/gs-painter.h"

G_BEGIN_DECLS

typedef struct _GsSheetNodes GsSheetNodes;

GsSheetNodes *gs_sheet_nodes_new (void);
void gs_sheet_nodes_free (GsSheetNodes *nodes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsSheetNodes, gs_sheet_nodes_free)

/* Appends the whole scene. */
void gs_sheet_nodes_snapshot (GsSheetNodes *nodes,
                              GsPainter *painter,
                              const GsScene *scene,
                              GtkSnapshot *snapshot);

/* How many nodes have been drawn so far: for tests. */
guint gs_sheet_nodes_get_n_drawn (const GsSheetNodes *nodes);

G_END_DECLS
