/* The application: opens windows, one for each document, and owns what they have in common. What windows ask
 * of it, they ask of their host (gs-host.h), which it is. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_APPLICATION (gs_application_get_type ())
G_DECLARE_FINAL_TYPE (GsApplication, gs_application, GS, APPLICATION, GtkApplication)

GsApplication *gs_application_new (void);

/* SIGTERM, SIGHUP or SIGINT if that has ended the application, after all changes were kept; else 0. */
gint gs_application_get_signal (GsApplication *self);

/* Whether something that the program was started with could not be opened. */
gboolean gs_application_has_failed (GsApplication *self);

G_END_DECLS
