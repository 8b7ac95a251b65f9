/* Paragraphs of a lesson: words, emphasis, formulas, live values, and links into the sheet. Pointing at a
 * link lights its cell (with the keyboard: moving to it), clicking or Enter selects it.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_PARAGRAPHS (gs_paragraphs_get_type ())
G_DECLARE_FINAL_TYPE (GsParagraphs, gs_paragraphs, GS, PARAGRAPHS, GtkWidget)

GtkWidget *gs_paragraphs_new (GsView *view);

/* Paragraphs, each an array of GsLessonRun; NULL or none hides the widget. Takes them. */
void gs_paragraphs_set (GsParagraphs *self, GPtrArray *paragraphs);

G_END_DECLS
