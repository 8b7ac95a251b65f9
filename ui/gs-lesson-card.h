/* A lesson on the welcome page: a living picture of its first network, its title, how far one has got.
 *
 *   gs_lesson_card_show (card, entry, done);     // of 7 steps, 3 are done
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lessons.h"

G_BEGIN_DECLS

#define GS_TYPE_LESSON_CARD (gs_lesson_card_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonCard, gs_lesson_card, GS, LESSON_CARD, GtkButton)

GtkWidget *gs_lesson_card_new (void);
/* A lesson that cannot be read says so in its place. */
void gs_lesson_card_show (GsLessonCard *self, const GsLessonEntry *entry, guint done);

/* Where the lesson is. */
const gchar *gs_lesson_card_get_path (GsLessonCard *self);

/* The document of the first network that a lesson shows, for a picture; NULL if there is none. Caller frees.
 */
GsDocument *gs_lesson_card_open_network (const GsLesson *lesson);

G_END_DECLS
