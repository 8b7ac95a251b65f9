/* A window that trains again with one thing changed: a curve for each run, and by how much their cells
 * differ.
 *
 *   gtk_window_present (gs_race_window_new (parent, book));
 *
 * The document is only read, when Run is pressed; closing the window stops what runs.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

#define GS_TYPE_RACE_WINDOW (gs_race_window_get_type ())
G_DECLARE_FINAL_TYPE (GsRaceWindow, gs_race_window, GS, RACE_WINDOW, GtkWindow)

GtkWindow *gs_race_window_new (GtkWindow *parent, GsWorkbook *book);

G_END_DECLS
