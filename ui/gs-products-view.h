/* The selected cell's terms as tables, with a choice of the channel where there are several; a click on a
 * factor goes to its cell.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_PRODUCTS_VIEW (gs_products_view_get_type ())
G_DECLARE_FINAL_TYPE (GsProductsView, gs_products_view, GS, PRODUCTS_VIEW, GtkWidget)

GtkWidget *gs_products_view_new (GsView *view);

G_END_DECLS
