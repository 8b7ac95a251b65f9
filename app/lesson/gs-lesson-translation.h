/* Translations of lessons: a file beside each, `NAME.LANGUAGE.json`, with every text under its original.
 *
 *   gs_lesson_translation_find (path, "de_AT:de", &translation, &error);   // 01-neuron.de_AT.json, else
 * .de.json text = gs_lesson_translation_get (translation, "A first sum");         // NULL: keep the original
 *   blank = gs_lesson_translation_template (path, "de", &error);           // for a translator to fill in
 *
 * docs/LESSONS.md specifies the format. Languages are those of gettext: several with colons between, the best
 * first. What a translator gets is in gs-lesson-translator.c.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gchar *path;
  GHashTable *texts;                /* originals and translations */
  const gchar *decimal, *thousands; /* the signs within its numbers; interned */
} GsLessonTranslation;

void gs_lesson_translation_free (GsLessonTranslation *translation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLessonTranslation, gs_lesson_translation_free)

/* The translation of one text; NULL where there is none. `translation` may be NULL. */
const gchar *gs_lesson_translation_get (const GsLessonTranslation *translation, const gchar *text);

/* *translation gets that of the first language that has a file, or NULL where none has one; behind "en"
 * nobody looks. FALSE if there is one that cannot be read. */
gboolean gs_lesson_translation_find (const gchar *path,
                                     const gchar *languages,
                                     GsLessonTranslation **translation,
                                     GError **error);

/* The languages of the person, "de_AT:de"; NULL where none was chosen. Caller frees. */
gchar *gs_lesson_translation_get_languages (void);

/* "lessons/01-neuron.de.json" is the German of "lessons/01-neuron.json": gives the lesson's path and the
 * language, or NULL if the file is no translation of a lesson beside it. Caller frees. */
gchar *gs_lesson_translation_get_lesson (const gchar *path, gchar **language);

/* The text with its numbers as in "1234.5", whatever signs are written within them. Caller frees. */
gchar *gs_lesson_translation_plain_numbers (const gchar *text, const gchar *decimal, const gchar *thousands);

/* A translation's file with all texts of the lesson; those that the existing one has are filled in, the
 * others empty. NULL with an error if the lesson cannot be read. Caller frees. */
gchar *gs_lesson_translation_template (const gchar *path, const gchar *language, GError **error);

/* Says which texts of the lesson have no translation, which are not the lesson's any more, and which have
 * other live values, links or numbers than their original; nothing if there is no file for the language.
 * Elements are texts; caller unrefs. */
GPtrArray *gs_lesson_translation_check (const gchar *path, const gchar *language, GError **error);

G_END_DECLS
