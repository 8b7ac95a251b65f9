/* Suggestions: the known word nearest to one that is not known. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The word of `words` (n_words of them) that other programs call so ("cce": "cross-entropy"), else the one
 * that takes the fewest changed, added, left out or swapped letters, capitals aside; NULL if none is near
 * enough to be meant. */
const gchar *gs_words_find_nearest (const gchar *word, const gchar *const *words, gsize n_words);

/* "“dens”; did you mean “dense”?", or the word in quotes alone. Caller frees. */
gchar *gs_words_suggest (const gchar *word, const gchar *const *words, gsize n_words);

/* The beginning of a text of `length` bytes as messages quote it: at most `most` characters, "…" where more
 * follow, and control characters shown as in gs-quote.h. Caller frees. */
gchar *gs_words_quote (const gchar *text, gsize length, gint most);

G_END_DECLS
