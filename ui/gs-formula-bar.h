/* The formula bar: the selected cell's name, its formula in symbols, and each number beneath its symbol.
 *
 * The name box takes any cell name and goes there. Factors are links: the pointer lights their cell in the
 * sheet, a click selects it. A long sum shows its first terms and its last; a click on the bar folds it.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_FORMULA_BAR (gs_formula_bar_get_type ())
G_DECLARE_FINAL_TYPE (GsFormulaBar, gs_formula_bar, GS, FORMULA_BAR, GtkWidget)

GtkWidget *gs_formula_bar_new (GsView *view);

/* Puts the keyboard into the name box. */
void gs_formula_bar_focus_name (GsFormulaBar *self);
/* The formula as text or LaTeX, with its numbers; caller frees. NULL if nothing is selected. */
gchar *gs_formula_bar_copy (GsFormulaBar *self, gboolean latex);

G_END_DECLS
