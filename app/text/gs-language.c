/* Finds the catalogues of the program's texts. */
#include "gs-language.h"

#include <libintl.h>

#include "gs-places.h"

void
gs_language_load (void)
{
  const gchar *folder = g_getenv ("GRADSHEET_LOCALE_DIR");

  if (folder == NULL)
    folder = g_file_test (GS_LOCALE_BUILT, G_FILE_TEST_IS_DIR) ? GS_LOCALE_BUILT : GS_LOCALE_INSTALLED;
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

const gchar *
gs_language_get_own_name (const gchar *code)
{
  static const gchar *const names[][2] = {
    { "cs", "čeština" },   { "de", "Deutsch" },    { "en", "English" },    { "es", "español" },
    { "fr", "français" },  { "it", "italiano" },   { "nl", "Nederlands" }, { "pl", "polski" },
    { "pt", "português" }, { "uk", "українська" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i][0], code))
      return names[i][1];
  return code;
}
