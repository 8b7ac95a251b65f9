/* The selected cell as a widget of its own, for keyboard and screen readers.
 *
 *   GtkWidget *cell = gs_cell_proxy_new ();
 *   gtk_widget_set_parent (cell, sheet);        // which allocates it on the selected cell
 *   gs_cell_proxy_show (GS_CELL_PROXY (cell), view);
 *
 * The sheet draws thousands of cells; this is the only one that is a widget. It draws nothing, it lets the
 * pointer through, and it has the focus while the sheet has it. Its name is what stands in the cell, its
 * description what kind of number that is, what it is made of, and its row and column. What can be done with
 * the cell are its actions ("cell.edit", "cell.pin", "cell.step" …), which a screen reader lists.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_CELL_PROXY (gs_cell_proxy_get_type ())
G_DECLARE_FINAL_TYPE (GsCellProxy, gs_cell_proxy, GS, CELL_PROXY, GtkWidget)

GtkWidget *gs_cell_proxy_new (void);

/* Says the cell that is selected in the view now. */
void gs_cell_proxy_show (GsCellProxy *self, GsView *view);

G_END_DECLS
