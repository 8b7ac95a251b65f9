/* Preferences: what the user has chosen, kept from window to window and from start to start (GSettings,
 * data/org.gradsheet.Gradsheet.gschema.xml).
 *
 *   gs_settings_start ();              // once, before the first window
 *   gs_settings_bind_view (view);      // digits, colour scale, size of a step
 *   gs_settings_bind_window (window);  // its size, and the switches among its actions; before it is shown
 *
 * A window begins with what was chosen last, wherever that was; windows that are open already keep their own,
 * so that two documents side by side may differ. Only colours are the same in all (gs-colours.h). Where the
 * schema is not installed, everything works and nothing is kept.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

void gs_settings_start (void);

/* Borrowed; NULL if there is no schema. */
GSettings *gs_settings_get (void);

void gs_settings_bind_view (GsView *view);
/* What has been chosen meanwhile is taken over by a view that is bound, and by its window. */
void gs_settings_refresh (GsView *view, GtkWindow *window);
/* A property takes the value that was kept, and its changes are kept. "run-speed" is for this. */
void gs_settings_bind (const gchar *key, gpointer object, const gchar *property);
/* The window's action group has "arrows" and "scientific", or not. */
void gs_settings_bind_window (GtkWindow *window);

/* ---- what is kept for all windows ---- */

/* By how much a number is moved to check its gradient. */
gdouble gs_settings_get_nudge (void);
/* How large cells and texts are on the projector: 1 is what the design has. */
gdouble gs_settings_get_projector_size (void);
/* Of lessons: the one that was chosen, else those of the program, "de_AT:de"; NULL for the originals.
 * Borrowed until the next call. */
const gchar *gs_settings_get_lesson_language (void);

G_END_DECLS
