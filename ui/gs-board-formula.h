/* The formula as a class sees it: two lines, the result beneath the cell's name, as large as there is room
 * for. Too long a line is set smaller, down to what is legible from the back row, then shortened: first
 * terms, current, last.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_BOARD_FORMULA (gs_board_formula_get_type ())
G_DECLARE_FINAL_TYPE (GsBoardFormula, gs_board_formula, GS, BOARD_FORMULA, GtkWidget)

GtkWidget *gs_board_formula_new (GsView *view);

G_END_DECLS
