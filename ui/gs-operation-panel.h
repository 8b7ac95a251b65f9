/* The side panel: what the selected cell's operation does and why, the nudge check, where it comes
 * from and where it goes. */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_OPERATION_PANEL (gs_operation_panel_get_type ())
G_DECLARE_FINAL_TYPE (GsOperationPanel, gs_operation_panel, GS, OPERATION_PANEL, GtkWidget)

/* `work`: where its jobs are seen (gs-job.h). */
GtkWidget *gs_operation_panel_new (GsView *view, GtkWidget *work);

/* Nudges the selected cell, or the one that the selected gradient is about, and shows the result. The signal
 * "nudged" has it in one line, or why there is none, for who does not see the panel. */
void gs_operation_panel_nudge (GsOperationPanel *self);

G_END_DECLS
