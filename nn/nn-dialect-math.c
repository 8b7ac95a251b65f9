/* The dialects that people read: mathematics in Unicode, and the same with numbers in the place of cells. */
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

/* sum(i,u=1..3 where i > 1: x[i] × W[u]) */
static gboolean
write_fold (NnPrint *print, const NnFold *fold, gpointer user_data)
{
  nn_print_text (print, nn_convention_math.folds[fold->kind]);
  nn_print_text (print, "(");
  for (gint i = 0; i < fold->n_indices; i++) {
    nn_print_text (print, i > 0 ? "," : "");
    nn_print_text (print, fold->index[i].letter);
    if (!fold->index[i].is_explicit)
      continue;
    nn_print_text (print, "=");
    nn_print_text (print, fold->index[i].first);
    nn_print_text (print, "..");
    nn_print_text (print, fold->index[i].last);
  }
  if (fold->where != NULL) {
    nn_print_text (print, " where ");
    nn_print_condition (print, fold->where);
  }
  nn_print_text (print, fold->n_indices > 0 || fold->where != NULL ? ": " : "");
  nn_print_node (print, fold->body, NN_SUM_LEVEL);
  nn_print_text (print, ")");
  return TRUE;
}

#define MATH                                                                                                 \
  .plus = " + ", .minus = " − ", .times = " × ", .divided = " / ", .and = " and ", .negative = "−",          \
  .relations = { " = ", " < ", " > ", " ≤ ", " ≥ " }, .equals = " = ", .open = "(", .close = ")",            \
  .square = "²", .call_open = { "√(", "exp(", "ln(", "ln1p(", "tanh(", "cos(π·" },                           \
  .call_close = { ")", ")", ")", ")", ")", ")" }, .power_of_e = "e^",                                        \
  .folds = { "sum", "max", "min", "count", "argmax" }, .list_open = "(", .list_close = ")", .ellipsis = "…", \
  .count_open = " (", .count_close = " terms)", .index_minus = "−", .index_times = "·", .index_factor = "",  \
  .index_div = " div ", .index_mod = " mod ", .label_open = "", .label_close = "", .first_index = 1,         \
  .write_number = nn_dialect_number, .write_cell = write_cell, .write_if = write_if,                         \
  .write_fold = write_fold

const NnConvention nn_convention_math = { .name = "mathematics", MATH, .shows_labels = TRUE };
const NnConvention nn_convention_numbers = { .name = "numbers", MATH, .shows_values = TRUE };
