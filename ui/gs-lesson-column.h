/* What a step says, and right under it what is to be done; each scrolls by itself where there is no room for
 * both.
 *
 * Its two children are scrolled windows, from a .ui file. The task never scrolls away with the text.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_LESSON_COLUMN (gs_lesson_column_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonColumn, gs_lesson_column, GS, LESSON_COLUMN, GtkWidget)

G_END_DECLS
