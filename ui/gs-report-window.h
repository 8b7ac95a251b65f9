/* A window that lists what has become of something, a line for each part.
 *
 *   gs_report_window_show (GTK_WINDOW (window), _ ("What became of model.onnx"), summary, lines);
 *
 * It stands beside what it tells of and holds nobody up; Escape closes it.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_REPORT_WINDOW (gs_report_window_get_type ())
G_DECLARE_FINAL_TYPE (GsReportWindow, gs_report_window, GS, REPORT_WINDOW, GtkWindow)

/* `lines` are texts (gchar *), taken over as they are now. `parent` may be NULL. */
void gs_report_window_show (GtkWindow *parent, const gchar *title, const gchar *summary, GPtrArray *lines);

G_END_DECLS
