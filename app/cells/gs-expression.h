/* Expressions: arithmetic over the cells of a program, as it is typed into a cell, and as live values, wanted
 * values, conditions and usual mistakes of lessons are written in. docs/LESSONS.md has the grammar.
 *
 *   g_autoptr(GsExpression) expression = gs_expression_parse ("dz1[1,1] * W1.next[1,1]", &error);
 *   gs_expression_evaluate (expression, &scope, &value, &error);
 *
 * Read by the same grammar as the formulas of operations (nn/nn-syntax.h), which define one cell from roles
 * and indices; these name any cells of a program, and are bound to it only when they are evaluated.
 */
#pragma once

#include "gs-cell-name.h"

G_BEGIN_DECLS

#define GS_EXPRESSION_MAX_LENGTH 1000

typedef struct _GsExpression GsExpression;

/* What a formula is evaluated on. */
typedef gdouble (*GsExpressionRead) (const NnCell *cell, gboolean at_start, gpointer user_data);

typedef struct {
  GsCellScope cells;
  GsExpressionRead read; /* `at_start`: as it was when the step began */
  gpointer user_data;
  gdouble pass, updates;
  gdouble answer; /* NaN where there is none */
} GsExpressionScope;

/* NN_ERROR_SYNTAX with the place in the text, which may begin with "=" as formulas do in cells. */
GsExpression *gs_expression_parse (const gchar *text, GError **error);
GsExpression *gs_expression_new_number (gdouble value);
void gs_expression_free (GsExpression *formula);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsExpression, gs_expression_free)

const gchar *gs_expression_get_text (const GsExpression *formula);
/* Whether it gives yes or no, as 1 or 0. */
gboolean gs_expression_is_condition (const GsExpression *formula);
/* Whether it is a number as written, such as 0.5 or 1/4, and not worked out from cells. */
gboolean gs_expression_is_number (const GsExpression *formula);
gboolean gs_expression_uses_answer (const GsExpression *formula);
gboolean gs_expression_uses_start (const GsExpression *formula);

/* FALSE with NN_ERROR_NAME, NN_ERROR_SHAPE or NN_ERROR_SIZE if a cell does not exist in the program. A
 * result that is not finite is no error. */
gboolean gs_expression_evaluate (const GsExpression *formula,
                                 const GsExpressionScope *scope,
                                 gdouble *value,
                                 GError **error);

/* The cells it reads, each once, as NnCell; NULL with an error as above. Caller unrefs. Both branches of
 * an `if` count; so do cells within start(), unless `now_only`. */
GArray *gs_expression_list_cells (const GsExpression *formula,
                                  const GsExpressionScope *scope,
                                  gboolean now_only,
                                  GError **error);

/* The formula with numbers in the place of its cells, "0.15 − 0.5 × 0.0004"; sums of up to 8 terms are
 * written out. With 0 digits cells stand under their names. NULL with an error as above. Caller frees. */
gchar *gs_expression_print_numbers (const GsExpression *formula,
                                    const GsExpressionScope *scope,
                                    gint digits,
                                    GError **error);

G_END_DECLS
