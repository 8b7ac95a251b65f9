/* A widget whose fixed parts stand in a .ui file of the program's resources.
 *
 *   gs_template_set (GTK_WIDGET_CLASS (klass), "gs-data-panel");     in class_init, then bind children,
 * callbacks gs_template_init (GTK_WIDGET (self));                            in init
 *
 * The file says what is there and how it is called; what follows from the document is put in by the widget's
 * source.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The class is made of ui/NAME.ui. */
void gs_template_set (GtkWidgetClass *klass, const gchar *name);

/* Makes the children. Buttons with an icon are called as their tooltip for screen readers, those with a
 * mnemonic as they are labelled, and pressed by it they take the number that is being typed; numbers in what
 * scrolls leave it the wheel (gs-wheel.h). */
void gs_template_init (GtkWidget *widget);

/* A window goes: what is typed in it and not yet taken is taken now, while all is there that listens. To be
 * called first in dispose. */
void gs_template_take_typed (gpointer window);

G_END_DECLS
