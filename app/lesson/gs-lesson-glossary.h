/* The course's words and signs, each with the lesson that explains it first, so that the check finds one that
 * is used before.
 *
 *   for (gsize i = 0; i < gs_lesson_glossary_get_size (); i++)
 *     const GsLessonWord *word = gs_lesson_glossary_get (i);
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const gchar *word;   /* in small letters, or a sign */
  const gchar *lesson; /* the id of the lesson that explains it */
} GsLessonWord;

gsize gs_lesson_glossary_get_size (void);
const GsLessonWord *gs_lesson_glossary_get (gsize number);

/* Where the word stands in a text, as a word of its own or the beginning of one ("slopes"); NULL if it does
 * not. */
const gchar *gs_lesson_glossary_find (const GsLessonWord *word, const gchar *text);

G_END_DECLS
