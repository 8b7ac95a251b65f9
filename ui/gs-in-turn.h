/* Children side by side that take room in turn: from the last to the first each gets all that it wants, or
 * what it needs. A GtkBox gives each a bit of what is left; of children that show one thing or another, as
 * GsSqueezer does, none might get enough for its longer one then, and there would be gaps.
 *
 *   gs_in_turn_set (box, 6);
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `spacing`: pixels between two of them. */
void gs_in_turn_set (GtkWidget *widget, gint spacing);

G_END_DECLS
