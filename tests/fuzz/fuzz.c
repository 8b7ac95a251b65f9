#include "fuzz.h"

static void
hear (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    g_error ("%s", message);
}

void
fuzz_begin (void)
{
  g_log_set_default_handler (hear, NULL);
}

void
fuzz_check (gboolean good, const GError *error)
{
  g_assert (good == (error == NULL));
  g_assert (error == NULL || (*error->message != '\0' && g_utf8_validate (error->message, -1, NULL)));
}

gchar *
fuzz_to_text (const guint8 *data, gsize size)
{
  g_autofree gchar *terminated = g_strndup ((const gchar *) data, size);

  return g_utf8_make_valid (terminated, -1);
}
