/* gradsheet: the desktop application. */
#include <glib/gi18n-lib.h>
#include <locale.h>

#include "gs-application.h"

/* GRADSHEET_LOCALE_DIR is for trying translations that are not installed. */
static void
load_translations (void)
{
  const gchar *folder = g_getenv ("GRADSHEET_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : GS_LOCALE_INSTALLED);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

gint
main (gint argc, gchar **argv)
{
  g_autoptr (GsApplication) application = NULL;

  load_translations ();
  if (!gtk_init_check ()) {
    g_printerr ("%s\n",
                _ ("gradsheet: there is no display here. Without one, gradsheet-cli does everything but the "
                   "window: gradsheet-cli --help"));
    return 1;
  }
  application = gs_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
