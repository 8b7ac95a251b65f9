/* Finding: a line over the upper right corner of the sheet, while one looks for something.
 *
 *   gs_find_bar_open (bar);          // Ctrl+F
 *
 * Enter goes to the next that is found, Shift+Enter to the one before, Escape closes it.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-data-grid.h"

G_BEGIN_DECLS

#define GS_TYPE_FIND_BAR (gs_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (GsFindBar, gs_find_bar, GS, FIND_BAR, GtkWidget)

/* Of the cells, or where those are shown of the rows. */
GtkWidget *gs_find_bar_new (GsView *view, GsDataGrid *grid);
/* Shows it and gives it the keyboard. */
void gs_find_bar_open (GsFindBar *self);

G_END_DECLS
