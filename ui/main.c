/* gradsheet: the desktop application. */
#include <stdio.h>

#include "gs-application.h"

gint
main (gint argc, gchar **argv)
{
  g_autoptr (GsApplication) application = NULL;

  if (!gtk_init_check ()) {
    fputs ("gradsheet: there is no display here. Without one, gradsheet-cli does everything but the window: "
           "gradsheet-cli --help\n",
           stderr);
    return 1;
  }
  application = gs_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
