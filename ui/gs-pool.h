/* Children of a container that are made once and used again.
 *
 *   for (guint i = 0; i < n; i++)
 *     gtk_label_set_text (GTK_LABEL (gs_pool_get (box, i, make_line, self)), texts[i]);
 *   gs_pool_trim (box, n);
 *
 * What stands under the pointer or has the keyboard must not be torn down while it is changed: GTK would ask
 * those who go for the pointer, and they might ask for the change that takes them away. What is not needed is
 * hidden.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef GtkWidget *(*GsPoolMake) (gpointer user_data);

/* The child at `i` of a GtkBox, GtkListBox, GtkFlowBox or GtkFixed, to be seen; with `make` where there is
 * none yet. `i` is at most the number of children. Of a list or flow box it is what `make` gave, not the row
 * around it. Borrowed. */
GtkWidget *gs_pool_get (GtkWidget *container, guint i, GsPoolMake make, gpointer user_data);
/* Hides the children from `n` on. */
void gs_pool_trim (GtkWidget *container, guint n);

G_END_DECLS
