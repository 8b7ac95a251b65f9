/* A widget of one child, as large as that is, and always as high as it wants at its width. Of a box that is
 * empty at first, GTK would remember that it has no size of its own choice.
 *
 *   gtk_widget_set_parent (self->box, GTK_WIDGET (self));
 *   gs_by_width_set (GTK_WIDGET (self));
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void gs_by_width_set (GtkWidget *widget);

G_END_DECLS
