/* A window on one document: header bar, formula bar, sheet, side panel, tape. */
#pragma once

#include <gtk/gtk.h>

#include "app/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_WINDOW (gs_window_get_type ())
G_DECLARE_FINAL_TYPE (GsWindow, gs_window, GS, WINDOW, GtkApplicationWindow)

/* `path` is NULL for a document that has not been saved anywhere. */
GsWindow *gs_window_new (GtkApplication *application, GsWorkbook *book, const gchar *path);

GsView *gs_window_get_view (GsWindow *self);

G_END_DECLS
