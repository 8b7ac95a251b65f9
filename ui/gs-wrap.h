/* What has no room beside goes beneath, so that longer words make nothing wider.
 *
 *   gs_wrap_children (buttons, 6);          a box whose children stand side by side, and on as many lines as
 * it takes gs_wrap_label (button);                 a button whose text may take several lines
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `gap` in pixels, between children and between lines. The box can become as narrow as its widest child. */
void gs_wrap_children (GtkWidget *box, gint gap);
void gs_wrap_label (GtkWidget *button);

G_END_DECLS
