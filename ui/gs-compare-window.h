/* Numbers of others beside ours, in a window: their arrays tensor by tensor, and cell by cell; where they
 * first part, and which usual mistake explains it. A cell that is clicked is gone to on the sheet.
 *
 *   gs_compare_window_open (GTK_WINDOW (self), view, "theirs.npz", gs_window_get_work (self));
 *
 * The document is copied and compared on a thread of its own (gs-job.h); it is not changed. A file that
 * cannot be compared is said, and no window comes. It is app/exchange/gs-compare.h that compares.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_COMPARE_WINDOW (gs_compare_window_get_type ())
G_DECLARE_FINAL_TYPE (GsCompareWindow, gs_compare_window, GS, COMPARE_WINDOW, GtkWindow)

/* Before `parent`, where the view is; the work's bar is shown in `place`. */
void gs_compare_window_open (GtkWindow *parent, GsView *view, const gchar *path, GtkWidget *place);

G_END_DECLS
