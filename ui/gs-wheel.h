/* The mouse wheel over a number: in a panel that scrolls it scrolls the panel, as everywhere else in it; GTK
 * would turn the number that happens to come to lie under the pointer.
 *
 *   gs_wheel_leave (spin);     // a GtkSpinButton, once; gs_template_init() does so for those of templates
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where it scrolls is looked at whenever the number is shown: outside of a scrolled window the wheel turns it
 * as ever. */
void gs_wheel_leave (GtkWidget *spin);

G_END_DECLS
