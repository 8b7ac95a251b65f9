/* The view "Digits": a pad whose answer stands beside it while one draws, the network as pictures (kernels,
 * maps, what pooling leaves, gradients), and the selected cell product by product. What is drawn, or any row
 * of the data, can become the row that is stepped. The selection is the sheet's.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_DIGITS (gs_digits_get_type ())
G_DECLARE_FINAL_TYPE (GsDigits, gs_digits, GS, DIGITS, GtkWidget)

GtkWidget *gs_digits_new (GsView *view);
/* For a class: pad and answer beside the maps and the loss, letters for the back row. `unit`:
 * pixels for one of a screen that is 720 high. */
void gs_digits_set_unit (GsDigits *self, gdouble unit);

G_END_DECLS
