/* Texts of others made harmless to whoever reads them. */
#include "gs-quote.h"

#include <string.h>

void
gs_quote_append_visible (GString *to, gunichar c)
{
  if (g_unichar_iscntrl (c))
    g_string_append_printf (to, "\\u%04x", c);
  else
    g_string_append_unichar (to, c);
}

gchar *
gs_quote_visible (const gchar *text, gboolean lines)
{
  g_autofree gchar *valid = g_utf8_make_valid (text, -1);
  GString *visible = g_string_sized_new (strlen (valid));

  for (const gchar *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    if (lines && (*at == '\n' || *at == '\t'))
      g_string_append_c (visible, *at);
    else
      gs_quote_append_visible (visible, g_utf8_get_char (at));
  }
  return g_string_free (visible, FALSE);
}

static gboolean
is_text (const gchar *name)
{
  if (!g_utf8_validate (name, -1, NULL))
    return FALSE;
  for (; *name != '\0'; name = g_utf8_next_char (name))
    if (g_unichar_iscntrl (g_utf8_get_char (name)))
      return FALSE;
  return TRUE;
}

gchar *
gs_quote_for_shell (const gchar *name)
{
  static const gchar plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "/._+-";
  GString *quoted;

  if (*name != '\0' && *name != '-' && strspn (name, plain) == strlen (name))
    return g_strdup (name);
  if (is_text (name))
    return g_shell_quote (name);
  quoted = g_string_new ("$'");
  for (; *name != '\0'; name++) {
    if (!g_ascii_isprint (*name))
      g_string_append_printf (quoted, "\\x%02x", (guint) (guchar) *name);
    else
      g_string_append_printf (quoted, *name == '\'' || *name == '\\' ? "\\%c" : "%c", *name);
  }
  return g_string_free (g_string_append_c (quoted, '\''), FALSE);
}
