/* Exporting: as what, and how; what cannot be is refused here, before one is asked where it goes.
 *
 *   gs_export_dialog_show (GTK_WINDOW (self), view, "mazur", gs_window_get_work (self), on_exported);
 */
#pragma once

#include "gs-export.h"

G_BEGIN_DECLS

#define GS_TYPE_EXPORT_DIALOG (gs_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GsExportDialog, gs_export_dialog, GS, EXPORT_DIALOG, GtkWindow)

/* Before `parent`, which is told what came of it, as gs_export_start() tells its owner. `name` is proposed,
 * with the format's ending. */
void gs_export_dialog_show (GtkWindow *parent,
                            GsView *view,
                            const gchar *name,
                            GtkWidget *place,
                            GsExportDone done);

G_END_DECLS
