/* A window that is closed while a button is held down, by a key in the middle of a drag: in GTK 4.8 each
 * gesture of what is being dragged goes on holding it, and is held by it, so that it lives on for good.
 *
 *   gs_let_go_start ();   // once: every window
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void gs_let_go_start (void);

G_END_DECLS
