/* Two lines of a formula, drawn: symbols above, each number beneath its symbol.
 *
 *   GtkWidget *line = gs_formula_line_new ();
 *   g_signal_connect (line, "pointed", ...);    // (const NnCell *, or NULL): the pointer is on its factor
 *   g_signal_connect (line, "picked", ...);     // (const NnCell *): its factor was clicked
 *   gs_formula_line_clear (line);
 *   gs_formula_line_set_time (line, GS_FORMULA_NOW);
 *   gs_formula_line_append (line, GS_FORMULA_FACTOR, "a1[1,1]", "0.593", &cell);
 *
 * It is one widget, so that it may change while the pointer rests on it: there is nothing beneath the pointer
 * that could go. Font and colour come from its style.
 */
#pragma once

#include <gtk/gtk.h>

#include "nn/nn-run.h"

G_BEGIN_DECLS

#define GS_TYPE_FORMULA_LINE (gs_formula_line_get_type ())
G_DECLARE_FINAL_TYPE (GsFormulaLine, gs_formula_line, GS, FORMULA_LINE, GtkWidget)

typedef enum {
  GS_FORMULA_SIGN,   /* what stands between the factors */
  GS_FORMULA_FACTOR, /* a cell: a link */
  GS_FORMULA_RESULT,
  GS_FORMULA_SUBJECT /* what the formula is of: its name, and beneath it the result */
} GsFormulaPiece;

/* While a cell is written term by term. Pieces of now that stand side by side share an outlined plate. */
typedef enum { GS_FORMULA_ALL, GS_FORMULA_PAST, GS_FORMULA_NOW, GS_FORMULA_NEXT } GsFormulaTime;

GtkWidget *gs_formula_line_new (void);
/* Without plates behind the factors: for a class. */
void gs_formula_line_set_plain (GsFormulaLine *self);
/* Of its style's font, 1 at first. */
void gs_formula_line_set_scale (GsFormulaLine *self, gdouble scale);
/* Where it is wider than that in pixels an ellipsis stands for what comes before the result and what is used
 * now; 0: it is as wide as it likes. */
void gs_formula_line_set_room (GsFormulaLine *self, gint room);
void gs_formula_line_clear (GsFormulaLine *self);
/* When the pieces are used that will be appended; after clearing GS_FORMULA_ALL, which is any time. */
void gs_formula_line_set_time (GsFormulaLine *self, GsFormulaTime time);
/* Behind those that are there. `cell` for a factor, else NULL; copied. */
void gs_formula_line_append (GsFormulaLine *self,
                             GsFormulaPiece kind,
                             const gchar *symbol,
                             const gchar *number,
                             const NnCell *cell);
/* All symbols, or all numbers, in one text; caller frees. */
gchar *gs_formula_line_get_text (GsFormulaLine *self, gboolean numbers);

G_END_DECLS
