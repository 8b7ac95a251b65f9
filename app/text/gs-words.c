/* The nearest known word, and words as they are quoted. */
#include "gs-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-quote.h"

/* Longer words are not compared: nobody meant them, and the work grows with the square. */
#define MAX_LENGTH 40
/* Longer ones are cut where they are quoted. */
#define MAX_QUOTED 60

/* The number of changes from a to b, a swap of neighbours counting once. */
static guint
count_changes (const gchar *a, const gchar *b)
{
  guint rows[3][MAX_LENGTH + 1];
  gsize length_a = strlen (a), length_b = strlen (b);

  for (guint j = 0; j <= length_b; j++)
    rows[0][j] = j;
  for (guint i = 1; i <= length_a; i++) {
    guint *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

    now[0] = i;
    for (guint j = 1; j <= length_b; j++) {
      gboolean same = g_ascii_tolower (a[i - 1]) == g_ascii_tolower (b[j - 1]);

      now[j] = MIN (MIN (last[j], now[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = MIN (now[j], before[j - 2] + 1);
    }
  }
  return rows[length_a % 3][length_b];
}

/* What others call it, without case and joints, and what it is called here. */
static const struct {
  const gchar *theirs, *ours;
} usual_names[] = {
  { "ce", "cross-entropy" },
  { "cce", "cross-entropy" },
  { "scce", "cross-entropy" },
  { "categorical", "cross-entropy" },
  { "categoricalcrossentropy", "cross-entropy" },
  { "sparsecategoricalcrossentropy", "cross-entropy" },
  { "nll", "cross-entropy" },
  { "binary", "bce" },
  { "binarycrossentropy", "bce" },
  { "bcewithlogits", "bce" },
  { "logloss", "bce" },
  { "kldiv", "kl" },
  { "kldivergence", "kl" },
  { "kullbackleibler", "kl" },
  { "meansquarederror", "mse" },
  { "squarederror", "mse" },
};

static gboolean
is_without_joints (const gchar *word, const gchar *joined)
{
  for (; *word != '\0'; word++)
    if (strchr ("-_ ", *word) == NULL && g_ascii_tolower (*word) != *joined++)
      return FALSE;
  return *joined == '\0';
}

static const gchar *
find_usual (const gchar *word, const gchar *const *words, gsize n_words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual_names); i++)
    for (gsize k = 0; k < n_words; k++)
      if (g_str_equal (words[k], usual_names[i].ours) && is_without_joints (word, usual_names[i].theirs))
        return words[k];
  return NULL;
}

const gchar *
gs_words_find_nearest (const gchar *word, const gchar *const *words, gsize n_words)
{
  gsize length = strlen (word);
  guint fewest = (guint) MAX (length / 2, 1) + 1;
  const gchar *nearest = NULL;

  if (length == 0 || length > MAX_LENGTH)
    return NULL;
  nearest = find_usual (word, words, n_words);
  if (nearest != NULL)
    return nearest;
  for (gsize i = 0; i < n_words; i++) {
    guint changes;

    if (strlen (words[i]) > MAX_LENGTH)
      continue;
    changes = count_changes (word, words[i]);
    if (changes < fewest) {
      fewest = changes;
      nearest = words[i];
    }
  }
  return nearest;
}

gchar *
gs_words_quote (const gchar *text, gsize length, gint most)
{
  /* A character has at most four bytes, so that this many are enough, and the last may be cut in two. */
  gsize n_bytes = MIN (length, 4 * (gsize) most + 4);
  g_autofree gchar *valid = g_utf8_make_valid (text, (gssize) n_bytes);
  GString *quoted = g_string_new (NULL);
  gint n = 0;

  for (const gchar *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (n++ == most) {
      g_string_append (quoted, "…");
      break;
    }
    gs_quote_append_visible (quoted, c);
  }
  return g_string_free (quoted, FALSE);
}

gchar *
gs_words_suggest (const gchar *word, const gchar *const *words, gsize n_words)
{
  const gchar *nearest = gs_words_find_nearest (word, words, n_words);

  g_autofree gchar *quoted = gs_words_quote (word, strlen (word), MAX_QUOTED);

  if (nearest == NULL)
    return g_strdup_printf ("“%s”", quoted);
  return g_strdup_printf (_ ("“%s”; did you mean “%s”?"), quoted, nearest);
}
