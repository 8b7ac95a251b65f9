/* gradsheet: the desktop application. */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>

#include "app/text/gs-console.h"
#include "app/text/gs-file.h"
#include "app/text/gs-language.h"
#include "gs-application.h"
#include "gs-new-dialog.h"
#include "gs-window.h"

/* Help and version need no display. */
static gboolean
asks_only (gint argc, gchar **argv)
{
  for (gint i = 1; i < argc; i++)
    if (g_str_has_prefix (argv[i], "--help") || g_str_equal (argv[i], "-h")
        || g_str_equal (argv[i], "--version"))
      return TRUE;
  return FALSE;
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, gboolean *has_opened)
{
  *has_opened = *has_opened || GS_IS_WINDOW (window) || GS_IS_NEW_DIALOG (window);
}

gint
main (gint argc, gchar **argv)
{
  g_autoptr (GsApplication) application = NULL;
  gboolean has_opened = FALSE;
  gint status, number;

  gs_file_survive_limits ();
  setlocale (LC_ALL, "");
  gs_language_load ();
  gs_console_start ("gradsheet", 1);
  application = gs_application_new ();
  if (!asks_only (argc, argv) && !gtk_init_check ()) {
    g_printerr ("%s\n",
                _ ("gradsheet: there is no display here. Without one, gradsheet-cli does everything but the "
                   "window: gradsheet-cli --help"));
    return 1;
  }
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), &has_opened);
  status = g_application_run (G_APPLICATION (application), argc, argv);
  /* A script that asked for something sees that nothing came of it. */
  if (status == 0 && !has_opened && gs_application_has_failed (application))
    status = 1;
  number = gs_application_get_signal (application);
  g_clear_object (&application);
  /* Who sent the signal, or waits for us, sees that it was heard. */
  if (number != 0) {
    signal (number, SIG_DFL);
    raise (number);
  }
  return status;
}
