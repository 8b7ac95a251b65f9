/* A key acts on what one sees. What has the keyboard may have been scrolled away with the wheel: then a key
 * that would act there (Enter, space, an arrow, that of the menu) only brings it back, and the next one acts.
 * Without that a list or a menu would come up where nobody looks, perhaps beside the screen.
 *
 *   gs_key_sight_start ();                    // once: every window, GTK's own, too
 *   gs_key_sight_stop_scrolling (sheet);      // before one scrolls to something oneself
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void gs_key_sight_start (void);
/* A scrolled window around `widget` that still rolls on would take back whatever place it is given. */
void gs_key_sight_stop_scrolling (GtkWidget *widget);

G_END_DECLS
