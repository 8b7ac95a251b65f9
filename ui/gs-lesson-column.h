/* What a step says, its plot, and right under them what is to be done. Where there is no room for all, the
 * plot gets lower, then text and task scroll, each by itself.
 *
 * Its first child and its last are scrolled windows, from a .ui file; between them stands the plot.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_LESSON_COLUMN (gs_lesson_column_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonColumn, gs_lesson_column, GS, LESSON_COLUMN, GtkWidget)

G_END_DECLS
