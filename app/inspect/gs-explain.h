/* "Why this number?": everything a cell can say about itself, in any pass and phase.
 *
 * For a computed cell: the operation, its why, the formula in symbols for every cell, for this
 * cell, written out, in numbers, and the result; its terms in order (visited lazily);
 * its precedents and dependents. For a leaf: what it is and who reads it.
 *
 *   g_autoptr(GsExplanation) why = gs_explanation_new (gs_workbook_get_frame (book), &cell, &error);
 *
 * All of it comes from a frame: a cell that is blank there has its symbols and arrows, and no numbers. Who
 * wants the numbers that it will have asks gs_workbook_look_ahead() for a frame that has them.
 */
#pragma once

#include "app/frame/gs-frame.h"
#include "nn/nn-dialect.h"

G_BEGIN_DECLS

typedef struct _GsExplanation GsExplanation;

/* Keeps the frame. NN_ERROR_NAME if there is no such cell. */
GsExplanation *gs_explanation_new (GsFrame *frame, const NnCell *cell, GError **error);
void gs_explanation_free (GsExplanation *explanation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsExplanation, gs_explanation_free)

NnProgram *gs_explanation_get_program (GsExplanation *explanation);
const NnCell *gs_explanation_get_cell (GsExplanation *explanation);
const NnOpInfo *gs_explanation_get_op (GsExplanation *explanation); /* NULL for a leaf */
/* FALSE while the cell is blank: then there are no numbers, lines of numbers are NULL, values NaN. The cell
 * that is being written term by term has its numbers, and no value yet. */
gboolean gs_explanation_has_numbers (GsExplanation *explanation);
gdouble gs_explanation_get_value (GsExplanation *explanation);
gboolean gs_explanation_is_pinned (GsExplanation *explanation);
/* What the formula gives; differs from the value when the cell is pinned. */
gdouble gs_explanation_get_formula_value (GsExplanation *explanation);

/* One printed line; caller frees. NULL for a leaf, and for numbers where there are none. */
gchar *gs_explanation_print (GsExplanation *explanation,
                             NnDialect dialect,
                             NnPrintForm form,
                             const NnPrintLimits *limits);
/* The same as pieces, with cells of the program. Elements NnPiece; piece->input is a tensor of
 * the program here, not a role. */
GPtrArray *gs_explanation_print_pieces (GsExplanation *explanation,
                                        NnDialect dialect,
                                        NnPrintForm form,
                                        const NnPrintLimits *limits);

/* Of a blank cell whose inputs have their numbers: the line from which it is going to come, of symbols or of
 * numbers, as pieces again; of two branches both where the choice would be the answer.
 * NULL for a leaf, and where one of its inputs is blank, too. Caller unrefs. */
GPtrArray *
gs_explanation_print_prospect (GsExplanation *explanation, NnDialect dialect, const NnPrintLimits *limits);

gsize gs_explanation_count_terms (GsExplanation *explanation);
/* Whether they are added up; FALSE for a given cell. */
gboolean gs_explanation_is_sum (GsExplanation *explanation);
/* FALSE if there is no such term, or there are no numbers. */
gboolean gs_explanation_get_term (GsExplanation *explanation, gsize number, NnTerm *term);
/* The program's cell of a term's factor. */
NnCell gs_explanation_get_factor (GsExplanation *explanation, const NnTerm *term, gint factor);

/* What joins the terms ("+", "max"), or makes one of them ("×"): nn_formula_get_sign(), and where a condition
 * chooses the sign of the activation ("σ", "relu"), else "ƒ". "" for a leaf. Static. */
const gchar *gs_explanation_get_sign (GsExplanation *explanation, gsize term);

/* What a cell is that is not computed: "Weight", and what it is there for, in a sentence: "How strongly
 * x[1,1] counts in z1[1,2]; the update changes it." Caller frees the second. */
const gchar *gs_explanation_get_kind (GsExplanation *explanation);
gchar *gs_explanation_describe_leaf (GsExplanation *explanation);

/* Arrays of NnCell, in order, at most `limit` (0: all). Caller unrefs. */
GArray *gs_explanation_get_precedents (GsExplanation *explanation, gsize limit);
GArray *gs_explanation_get_dependents (GsExplanation *explanation, gsize limit);

G_END_DECLS
