/* Lists of words: the place of one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The place of `word` among n words, or -1. */
static inline gint
nn_words_find (const gchar *const *words, gint n_words, const gchar *word)
{
  for (gint i = 0; i < n_words; i++)
    if (g_str_equal (words[i], word))
      return i;
  return -1;
}

G_END_DECLS
