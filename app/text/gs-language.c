/* Finds the catalogues of the program's texts. */
#include "gs-language.h"

#include <libintl.h>

void
gs_language_load (const gchar *installed)
{
  const gchar *folder = g_getenv ("GRADSHEET_LOCALE_DIR");

  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : installed);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
