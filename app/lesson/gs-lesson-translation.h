/* Translations of lessons: a file beside each, `NAME.LANGUAGE.json`, with every text under its original.
 *
 *   gs_lesson_translation_find (path, "de_AT", &texts, &error);     // 01-neuron.de_AT.json, else .de.json
 *   blank = gs_lesson_translation_template (path, "de", &error);    // for a translator to fill in
 *
 * What a translator gets is in gs-lesson-translator.c.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* *texts gets originals and translations, or NULL where there is no file for the language. FALSE if there is
 * one that cannot be read. */
gboolean
gs_lesson_translation_find (const gchar *path, const gchar *language, GHashTable **texts, GError **error);

/* "de_AT.UTF-8" becomes "de_AT"; NULL for "C" and the like. Caller frees. */
gchar *gs_lesson_translation_get_language (void);

/* A translation's file with all texts of the lesson; those that the existing one has are filled in, the
 * others empty. NULL with an error if the lesson cannot be read. Caller frees. */
gchar *gs_lesson_translation_template (const gchar *path, const gchar *language, GError **error);

/* Says for each text whose translation has other live values or links than the original that it has; elements
 * are texts. Caller unrefs. */
GPtrArray *gs_lesson_translation_check (const gchar *path, const gchar *language, GError **error);

G_END_DECLS
