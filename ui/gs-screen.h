/* How large a window begins: as the design has it, but not larger than the screen. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For a window that is not shown yet; in pixels of the application. */
void gs_screen_set_size (GtkWindow *window, gint width, gint height);

/* The same in pixels of the design: larger with the desktop's text. */
void gs_screen_set_design_size (GtkWindow *window, gint width, gint height);

G_END_DECLS
