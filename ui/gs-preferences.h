/* Preferences: all that is kept from window to window, in one place (gs-settings.h).
 *
 *   gtk_window_present (gs_preferences_new (GTK_WINDOW (self), view));
 *
 * What is chosen holds at once, in the window before which it stands; there is nothing to apply.
 */
#pragma once

#include "app/view/gs-view.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_PREFERENCES (gs_preferences_get_type ())
G_DECLARE_FINAL_TYPE (GsPreferences, gs_preferences, GS, PREFERENCES, GtkWindow)

/* `view` may be NULL, as on the first page: then the next window begins with what is chosen. */
GtkWindow *gs_preferences_new (GtkWindow *parent, GsView *view);

G_END_DECLS
