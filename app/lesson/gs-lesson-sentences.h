/* The first sentences of a lesson's text, for a screen that has no room for all of it.
 *
 *   guint n = gs_lesson_count_sentences (paragraphs);
 *   GPtrArray *some = gs_lesson_take_sentences (paragraphs, 1);
 *
 * A sentence ends at a full stop, a question mark or an exclamation mark that a space follows, and with its
 * paragraph. Paragraphs are what gs_lesson_player_get_text() gives.
 */
#pragma once

#include "gs-lesson-text.h"

G_BEGIN_DECLS

guint gs_lesson_count_sentences (const GPtrArray *paragraphs);
/* A copy; caller unrefs. */
GPtrArray *gs_lesson_take_sentences (const GPtrArray *paragraphs, guint count);

G_END_DECLS
