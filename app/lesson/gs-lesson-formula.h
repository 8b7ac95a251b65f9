/* Formulas of lessons: expressions over the cells of a sheet, as live values, wanted values,
 * conditions and usual mistakes are written in. docs/LESSONS.md has the grammar.
 *
 *   g_autoptr(GsLessonFormula) f = gs_lesson_formula_parse ("dz1[1,1] * W1.next[1,1]", &error);
 *   gs_lesson_formula_evaluate (f, &scope, &value, &error);
 *
 * Read by the same grammar as those of operations (nn/nn-syntax.h), which define one cell from roles and
 * indices; these name any cells of a program, and are bound to it only when they are evaluated.
 */
#pragma once

#include "nn/nn-program.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

#define GS_LESSON_FORMULA_MAX_LENGTH 1000

typedef struct _GsLessonFormula GsLessonFormula;

/* What a formula is evaluated on. */
typedef gdouble (*GsLessonRead) (const NnCell *cell, gboolean at_start, gpointer user_data);

typedef struct {
  const NnProgram *program;
  GsLessonRead read; /* `at_start`: as it was when the step began */
  gpointer user_data;
  gdouble pass, updates;
  gdouble answer; /* NaN where there is none */
} GsLessonScope;

/* NN_ERROR_SYNTAX with the place in the text. */
GsLessonFormula *gs_lesson_formula_parse (const gchar *text, GError **error);
GsLessonFormula *gs_lesson_formula_new_number (gdouble value);
void gs_lesson_formula_free (GsLessonFormula *formula);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLessonFormula, gs_lesson_formula_free)

const gchar *gs_lesson_formula_get_text (const GsLessonFormula *formula);
/* Whether it gives yes or no, as 1 or 0. */
gboolean gs_lesson_formula_is_condition (const GsLessonFormula *formula);
/* Whether it is a number as written, such as 0.5 or 1/4, and not worked out from cells. */
gboolean gs_lesson_formula_is_number (const GsLessonFormula *formula);
gboolean gs_lesson_formula_uses_answer (const GsLessonFormula *formula);
gboolean gs_lesson_formula_uses_start (const GsLessonFormula *formula);

/* FALSE with NN_ERROR_NAME, NN_ERROR_SHAPE or NN_ERROR_SIZE if a cell does not exist in the program. A
 * result that is not finite is no error. */
gboolean gs_lesson_formula_evaluate (const GsLessonFormula *formula,
                                     const GsLessonScope *scope,
                                     gdouble *value,
                                     GError **error);

/* The cells it reads, each once, as NnCell; NULL with an error as above. Caller unrefs. Both branches of
 * an `if` count; so do cells within start(), unless `now_only`. */
GArray *gs_lesson_formula_list_cells (const GsLessonFormula *formula,
                                      const GsLessonScope *scope,
                                      gboolean now_only,
                                      GError **error);

/* The formula with numbers in the place of its cells, "0.15 − 0.5 × 0.0004"; sums of up to 8 terms are
 * written out. With 0 digits cells stand under their names. NULL with an error as above. Caller frees. */
gchar *gs_lesson_formula_print_numbers (const GsLessonFormula *formula,
                                        const GsLessonScope *scope,
                                        gint digits,
                                        GError **error);

G_END_DECLS
