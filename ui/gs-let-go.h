/* What is hidden or closed while a button is held down on it, by a key in the middle of a drag: in GTK 4.8
 * each of its gestures goes on holding it, and is held by it, so that it lives on for good.
 *
 *   gs_let_go_start ();   // once: every widget
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void gs_let_go_start (void);

G_END_DECLS
