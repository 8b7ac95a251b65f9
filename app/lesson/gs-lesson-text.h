/* Texts of lessons: words, emphasis, formulas, links to cells, and live values that follow the sheet.
 *
 *   g_autoptr(GsLessonText) text = gs_lesson_text_parse ("The loss [[L]] is {L:3}.", &error);
 *   GPtrArray *runs = gs_lesson_text_expand (text, &scope, ...);   // "The loss ", "L" (a link), " is ",
 * "0.298", "."
 *
 * docs/LESSONS.md lists the marks. A text is one paragraph.
 */
#pragma once

#include "app/cells/gs-expression.h"

G_BEGIN_DECLS

typedef enum {
  GS_LESSON_RUN_PLAIN,
  GS_LESSON_RUN_EMPHASIS,
  GS_LESSON_RUN_FORMULA,
  GS_LESSON_RUN_LINK, /* `target` names a cell or a block */
  GS_LESSON_RUN_VALUE /* `target` names the cell if the value is that of one, else NULL */
} GsLessonRunKind;

typedef struct {
  GsLessonRunKind kind;
  gchar *text; /* what is shown; in a parsed text, of a value, its formula */
  gchar *target;
  GsExpression *formula; /* of a value in a parsed text; NULL in expanded ones */
  gint digits;           /* 0: as many as the lesson has */
} GsLessonRun;

void gs_lesson_run_free (GsLessonRun *run);

typedef struct {
  gchar *source;
  GPtrArray *runs;                  /* GsLessonRun */
  const gchar *decimal, *thousands; /* the signs within its numbers; "." and "," unless set; interned */
} GsLessonText;

/* NN_ERROR_SYNTAX for a mark that is not closed, or a formula that does not parse. */
GsLessonText *gs_lesson_text_parse (const gchar *source, GError **error);
void gs_lesson_text_free (GsLessonText *text);
/* How its language writes numbers, so that live values look like those beside them. */
void gs_lesson_text_set_signs (GsLessonText *text, const gchar *decimal, const gchar *thousands);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLessonText, gs_lesson_text_free)

/* How a cell looks to the reader: 0 as a number, else the text in its place ("…", "?"). */
typedef const gchar *(*GsLessonLook) (const NnCell *cell, gpointer user_data);

/* What is shown now: runs with values as text. `look` may be NULL: everything is shown. A value that
 * cannot be had (its cells are gone from the sheet) reads "–". Elements GsLessonRun; caller unrefs. */
GPtrArray *gs_lesson_text_expand (const GsLessonText *text,
                                  const GsExpressionScope *scope,
                                  GsLessonLook look,
                                  gpointer user_data,
                                  gint digits);
/* The same as plain text. Caller frees. */
gchar *gs_lesson_runs_join (GPtrArray *runs);

/* How many words a reader reads; a value or a formula is one. */
guint gs_lesson_text_count_words (const GsLessonText *text);

/* A number as it is written by hand, without zeros at its end: "0.05", "−1.2", "0.000031"; with the decimal
 * sign of numbers that are shown. Caller frees. */
gchar *gs_lesson_number (gdouble value, gint digits);
/* A count: "10,000", with the language's sign between thousands. Caller frees. */
gchar *gs_lesson_whole (guint64 count);

G_END_DECLS
