/* A worksheet of what the window shows: how many sheets, with which numbers, what is asked; then where to
 * save them.
 *
 *   GsWorksheetDialog *dialog = gs_worksheet_dialog_show (GTK_WINDOW (self), book, lesson);
 *   g_signal_connect (dialog, "written", ...);
 *
 * What cannot be put on paper is said here, before a place is asked for. The key is saved beside the sheets.
 */
#pragma once

#include "app/lesson/gs-lesson.h"
#include "app/workbook/gs-workbook.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_WORKSHEET_DIALOG (gs_worksheet_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GsWorksheetDialog, gs_worksheet_dialog, GS, WORKSHEET_DIALOG, GtkWindow)

/* Of the lesson, or of the workbook where that is NULL. Signal: "written" (with a text to be told) when the
 * files are there. */
GsWorksheetDialog *gs_worksheet_dialog_show (GtkWindow *parent, GsWorkbook *book, const GsLesson *lesson);

G_END_DECLS
