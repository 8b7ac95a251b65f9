/* What stands in the two lines of a formula: the selected cell's symbols above, its numbers beneath.
 *
 *   gs_formula_pieces_fill (line, sight, &(GsFormulaForm){ .max_terms = 4, .digits = 6 });
 *
 * For the bar the result stands at the end; for a class beneath its own name, at the beginning, so that it is
 * never lost, and negative factors stand in brackets.
 */
#pragma once

#include "app/view/gs-sight.h"
#include "gs-formula-line.h"

G_BEGIN_DECLS

typedef struct {
  gsize max_terms; /* of a sum; longer ones are shortened */
  gint digits;     /* of numbers, at least */
  gboolean for_class;
  gboolean plain; /* indices for the names of features and classes */
} GsFormulaForm;

/* Appends to the line. The sight has an explanation of a cell that is computed: it has a number, or is being
 * written term by term, or, for a class, is asked for. */
void gs_formula_pieces_fill (GsFormulaLine *line, const GsSight *sight, const GsFormulaForm *form);

G_END_DECLS
