/* Names for screen readers, where GTK does not find one by itself.
 *
 *   gs_accessible_set_name (scroller, name);
 *   gs_accessible_set_button_name (gtk_button_new_with_mnemonic (text));
 *
 * Every control that can have the focus needs a name; a test walks through the window and looks.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void gs_accessible_set_name (GtkWidget *widget, const gchar *name);
/* What follows the name: the state of things, a reason. NULL: nothing. */
void gs_accessible_set_description (GtkWidget *widget, const gchar *description);

/* A button with a mnemonic would be called "_Mark Mark": it takes its label's name only. */
void gs_accessible_set_button_name (GtkWidget *button);

/* A flow box gives each child a place in the focus order, before the button within it. */
void gs_accessible_skip_flow_children (GtkFlowBox *flow);

G_END_DECLS
