/* The minimap: the whole sheet in a corner, with the part that is in view. A click or a drag goes there. It
 * is there only while the sheet is much larger than the window.
 */
#pragma once

#include <gtk/gtk.h>

#include "gs-sheet-view.h"

G_BEGIN_DECLS

#define GS_TYPE_MINIMAP (gs_minimap_get_type ())
G_DECLARE_FINAL_TYPE (GsMinimap, gs_minimap, GS, MINIMAP, GtkWidget)

/* To be laid over the scroller of the sheet. */
GtkWidget *gs_minimap_new (GsView *view, GsSheetView *sheet, GtkScrolledWindow *scroller);

G_END_DECLS
