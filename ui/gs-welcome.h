/* The welcome page: the lessons as cards with their minutes and what one has done of them, ready-made
 * networks, a new network, and documents to open.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_WELCOME (gs_welcome_get_type ())
G_DECLARE_FINAL_TYPE (GsWelcome, gs_welcome, GS, WELCOME, GtkApplicationWindow)

GsWelcome *gs_welcome_new (GtkApplication *application);

/* What has been done of each lesson is read again. */
void gs_welcome_update (GsWelcome *self);

G_END_DECLS
