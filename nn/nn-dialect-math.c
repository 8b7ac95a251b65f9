/* The dialects that people read: mathematics in Unicode, and the same with numbers in the place of cells. */
#include <glib/gi18n-lib.h>

#include "nn-convention.h"
#include "nn-dialect.h"

/* "W1[1,2]" */
static void
write_cell (const NnReference *reference, GString *text, gpointer user_data)
{
  g_string_append (text, reference->tensor);
  if (*reference->subscripts != '\0')
    g_string_append_printf (text, "[%s]", reference->subscripts);
}

/* if(x > 0, x, 0) */
static void
write_if (NnPrint *print, const NnNode *condition, const NnNode *yes, const NnNode *no)
{
  nn_print_text (print, "if(");
  nn_print_condition (print, condition);
  nn_print_text (print, ", ");
  nn_print_node (print, yes, NN_SUM_LEVEL);
  nn_print_text (print, ", ");
  nn_print_node (print, no, NN_SUM_LEVEL);
  nn_print_text (print, ")");
}

/* i,u=1..3 */
static void
write_indices (NnPrint *print, const NnFold *fold, const gchar *between, const gchar *is, const gchar *to)
{
  for (gint i = 0; i < fold->n_indices; i++) {
    nn_print_text (print, i > 0 ? between : "");
    nn_print_text (print, fold->index[i].letter);
    if (!fold->index[i].is_explicit)
      continue;
    nn_print_text (print, is);
    nn_print_text (print, fold->index[i].first);
    nn_print_text (print, to);
    nn_print_text (print, fold->index[i].last);
  }
}

/* sum(i,u=1..3 where i > 1: x[i] × W[u]) */
static gboolean
write_fold (NnPrint *print, const NnFold *fold, gpointer user_data)
{
  nn_print_text (print, nn_convention_math.folds[fold->kind]);
  nn_print_text (print, "(");
  write_indices (print, fold, ",", "=", "..");
  if (fold->where != NULL) {
    nn_print_text (print, " where ");
    nn_print_condition (print, fold->where);
  }
  nn_print_text (print, fold->n_indices > 0 || fold->where != NULL ? ": " : "");
  nn_print_node (print, fold->body, NN_SUM_LEVEL);
  nn_print_text (print, ")");
  return TRUE;
}

/* sum over i, u = 1…3 where i > 1 of (x[i] × W[u]): as people say it, in their language. A whole phrase is
 * translated, and printed around its two holes. */
static gboolean
write_phrase (NnPrint *print, const NnFold *fold, gpointer user_data)
{
  static const gchar *const phrases[] = { N_ ("sum over %s of %s"), N_ ("largest over %s of %s"),
                                          N_ ("smallest over %s of %s"), N_ ("number over %s of %s"),
                                          N_ ("place over %s of the largest %s") };
  /* The rows of a batch are b in every formula of the table. */
  gboolean is_rows =
      fold->kind == NN_FOLD_SUM && fold->n_indices == 1 && g_str_equal (fold->index[0].letter, "b");
  g_auto (GStrv) parts = NULL, where = NULL;

  parts = g_strsplit (is_rows ? _ ("sum over the rows %s of %s") : _ (phrases[fold->kind]), "%s", 3);
  where = g_strsplit (_ ("%s where %s"), "%s", 3);
  /* Nothing to run over; or a translation that has its holes elsewhere. */
  if (fold->n_indices == 0 || g_strv_length (parts) != 3 || g_strv_length (where) != 3)
    return write_fold (print, fold, user_data);
  nn_print_text (print, parts[0]);
  write_indices (print, fold, ", ", " = ", "…");
  if (fold->where != NULL) {
    nn_print_text (print, where[1]);
    nn_print_condition (print, fold->where);
  }
  nn_print_text (print, parts[1]);
  nn_print_node (print, fold->body, NN_SINGLE_LEVEL);
  nn_print_text (print, parts[2]);
  return TRUE;
}

#define MATH                                                                                                 \
  .plus = " + ", .minus = " − ", .times = " × ", .divided = " / ", .and = " and ", .negative = "−",          \
  .relations = { " = ", " < ", " > ", " ≤ ", " ≥ " }, .equals = " = ", .open = "(", .close = ")",            \
  .square = "²", .call_open = { "√(", "exp(", "ln(", "ln1p(", "tanh(", "cos(π·" },                           \
  .call_close = { ")", ")", ")", ")", ")", ")" }, .power_of_e = "e^",                                        \
  .folds = { "sum", "max", "min", "count", "argmax" }, .list_open = "(", .list_close = ")", .ellipsis = "…", \
  .count = N_ ("(%s terms)"), .index_minus = "−", .index_times = "·", .index_factor = "",                    \
  .index_div = " div ", .index_mod = " mod ", .label_open = "", .label_close = "", .first_index = 1,         \
  .write_number = nn_dialect_number, .write_cell = write_cell, .write_if = write_if

const NnConvention nn_convention_math = { .name = "mathematics",
                                          MATH,
                                          .write_fold = write_fold,
                                          .shows_labels = TRUE };
const NnConvention nn_convention_words = { .name = "words",
                                           MATH,
                                           .write_fold = write_phrase,
                                           .shows_labels = TRUE,
                                           .fold_is_loose = TRUE };
const NnConvention nn_convention_numbers = { .name = "numbers",
                                             MATH,
                                             .write_fold = write_fold,
                                             .shows_values = TRUE };
