/* What stands on the stage where the document's window shows something else than cells: the network drawn
 * over its plane, the pad and the maps, the rows. They are the widgets of that window, with letters for the
 * back row and without what is chosen beside them; what is chosen there is chosen here.
 *
 *   GtkWidget *shown = gs_stage_view_new ("playground", view, rows);   // NULL: that shows cells
 *   gs_stage_view_set_unit (GS_STAGE_VIEW (shown), unit);
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-data-grid.h"

G_BEGIN_DECLS

#define GS_TYPE_STAGE_VIEW (gs_stage_view_get_type ())
G_DECLARE_FINAL_TYPE (GsStageView, gs_stage_view, GS, STAGE_VIEW, GtkWidget)

/* The view of this name; NULL if it shows the cells. `rows`: those of the document's window. */
GtkWidget *gs_stage_view_new (const gchar *name, GsView *view, GsDataGrid *rows);
const gchar *gs_stage_view_get_name (GsStageView *self);
/* Pixels for one of a screen that is 720 high. */
void gs_stage_view_set_unit (GsStageView *self, gdouble unit);
/* What it needs at least, in pixels, where one of a screen that is 720 high has so many. */
gint gs_stage_view_get_least_height (GsStageView *self, gdouble unit);
/* Whether the selected cell is in it, so that its formula belongs beside it. */
gboolean gs_stage_view_has_formula (GsStageView *self);

G_END_DECLS
