/* Light or dark: as the user has chosen, or as the desktop prefers.
 *
 *   gs_colours_start (application);   // after gs_style_load() and gs_settings_start()
 *   gs_colours_bind_window (window);  // its switches "dark" and "contrast" show how things are
 *
 * The application gets an action "colour-scheme": "system", "light" or "dark". All windows have the same
 * colours. GTK itself does not know what the desktop prefers; the desktop's portal tells it.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum { GS_COLOURS_SYSTEM, GS_COLOURS_LIGHT, GS_COLOURS_DARK } GsColours;

void gs_colours_start (GApplication *application);
void gs_colours_bind_window (GtkApplicationWindow *window);

G_END_DECLS
