/* Lists of names and the rules for them. */
#include "gs-names.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-words.h"
#include "nn/nn-error.h"

static const gchar *
find_fault (const gchar *name)
{
  if (!g_utf8_validate (name, -1, NULL))
    return _ ("it is no text in UTF-8");
  if (g_utf8_strlen (name, -1) > GS_NAME_MAX_LENGTH)
    return _ ("it is longer than 80 characters");
  for (const gchar *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return _ ("it holds a control character, or a line end");
  if (strchr (name, '"') != NULL)
    return _ ("it holds a quotation mark");
  if (g_unichar_isspace (g_utf8_get_char (name))
      || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (name + strlen (name)))))
    return _ ("it begins or ends with a space");
  return NULL;
}

gboolean
gs_names_check (GsNameKind kind, const gchar *const *names, gsize n, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < n; i++) {
    const gchar *fault = *names[i] != '\0' ? find_fault (names[i]) : NULL;

    if (fault == NULL && (*names[i] == '\0' || kind == GS_NAMES_ROWS))
      continue;
    if (fault == NULL && !g_hash_table_add (seen, (gpointer) names[i]))
      fault = _ ("another one has it already");
    if (fault != NULL) {
      g_autofree gchar *here = gs_words_quote (names[i], strlen (names[i]), 40);

      g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                   _ ("“%s” (number %zu) cannot be a name: %s; choose another"), here, i + 1, fault);
      return FALSE;
    }
  }
  return TRUE;
}

GPtrArray *
gs_names_copy (const gchar *const *names, gsize n)
{
  gboolean any = FALSE;
  GPtrArray *list;

  for (gsize i = 0; i < n; i++)
    any = any || *names[i] != '\0';
  if (!any)
    return NULL;
  list = g_ptr_array_new_full ((guint) n, g_free);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (list, g_strdup (names[i]));
  return list;
}

const gchar *
gs_names_get (const GPtrArray *list, gsize n)
{
  const gchar *name = list != NULL && n < list->len ? g_ptr_array_index (list, n) : "";

  return *name != '\0' ? name : NULL;
}

gssize
gs_names_find (const GPtrArray *list, const gchar *name)
{
  for (guint i = 0; list != NULL && i < list->len && *name != '\0'; i++)
    if (g_str_equal (g_ptr_array_index (list, i), name))
      return i;
  return -1;
}

gboolean
gs_names_equal (const GPtrArray *a, const GPtrArray *b)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

gchar *
gs_names_to_line (const GPtrArray *list)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; list != NULL && i < list->len; i++)
    g_string_append_printf (line, "%s%s", i > 0 ? ", " : "", (const gchar *) g_ptr_array_index (list, i));
  return g_string_free (line, FALSE);
}

GPtrArray *
gs_names_from_line (const gchar *line)
{
  g_auto (GStrv) words = g_strsplit (line, ",", -1);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (gint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (g_strstrip (words[i])));
  return names;
}
