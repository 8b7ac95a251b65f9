/* What a tensor's name says about it. */
#include "nn-names.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "nn-error.h"
#include "nn-program.h"

static const gchar *const whole_words[] = { "x",       "t",     "L",      "p",    "lr",      "mu",    "rho",
                                            "epsilon", "decay", "lambda", "pass", "batches", "epoch", NULL };

/* s1, c1 and g1 are what add, concatenate and multiply give. A user's layer may be called so, too: its cells
 * go by one letter behind the point (s1.W), and theirs never do (s1.max). */
static const gchar merge_letters[] = "scg";

/* beta1 and beta2 are words of this kind too. */
static const gchar *const numbered_words[] = { "W", "b", "z", "a", "p", "f", "m", "u", "beta", NULL };

static gboolean
is_one_of_the_words (const gchar *word, gsize length)
{
  gsize stem = length;

  for (gint i = 0; whole_words[i] != NULL; i++)
    if (strlen (whole_words[i]) == length && memcmp (whole_words[i], word, length) == 0)
      return TRUE;
  while (stem > 0 && g_ascii_isdigit (word[stem - 1]))
    stem--;
  if (stem == length)
    return FALSE;
  for (gint i = 0; numbered_words[i] != NULL; i++)
    if (strlen (numbered_words[i]) == stem && memcmp (numbered_words[i], word, stem) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_merge (const gchar *name)
{
  gsize digits = strspn (name + 1, "0123456789");
  const gchar *rest = name + 1 + digits;

  return strchr (merge_letters, name[0]) != NULL && digits > 0 && *rest == '.'
         && (!g_ascii_isalpha (rest[1]) || g_ascii_isalnum (rest[2]));
}

/* Whether `word` (length bytes) may begin a generated name; users' layers must not be called so. */
static gboolean
is_generated (const gchar *word, gsize length)
{
  if (is_one_of_the_words (word, length))
    return TRUE;
  return length > 1 && word[0] == 'd' && is_one_of_the_words (word + 1, length - 1);
}

gboolean
nn_name_check (const gchar *name, GError **error)
{
  gsize length = strlen (name);
  gboolean fine = g_ascii_isalpha (name[0]);

  for (gsize i = 0; i < length; i++)
    fine = fine && (g_ascii_isalnum (name[i]) || name[i] == '_');
  if (!fine) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 _ ("“%s” cannot be a name: use letters from a to z, digits and _, and begin with a letter"),
                 name);
    return FALSE;
  }
  if (is_generated (name, length)) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 _ ("the name “%s” is taken by the network's own cells; choose another"), name);
    return FALSE;
  }
  return TRUE;
}

gchar *
nn_gradient_name (const gchar *name)
{
  const gchar *point = strchr (name, '.');

  if (point == NULL || is_generated (name, (gsize) (point - name)) || is_merge (name))
    return g_strconcat ("d", name, NULL);
  return g_strdup_printf ("%.*s.d%s", (gint) (point - name), name, point + 1);
}
