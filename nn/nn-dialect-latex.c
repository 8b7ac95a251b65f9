/* The dialect of LaTeX's mathematical mode, in plain ASCII. */
#include <string.h>

#include "nn-convention.h"
#include "nn-dialect.h"

/* "\mathit{W1}_{1,2}" */
static void
write_cell (const NnReference *reference, GString *text, gpointer user_data)
{
  gboolean is_word = strlen (reference->tensor) > 1;

  g_string_append (text, is_word ? "\\mathit{" : "");
  for (const gchar *c = reference->tensor; *c != '\0'; c++) {
    if (*c == '_')
      g_string_append_c (text, '\\');
    g_string_append_c (text, *c);
  }
  g_string_append (text, is_word ? "}" : "");
  if (*reference->subscripts != '\0')
    g_string_append_printf (text, "_{%s}", reference->subscripts);
}

static gchar *
write_number (gdouble value, gint digits, gchar decimal_point)
{
  g_autofree gchar *number = nn_dialect_number (value, digits, decimal_point);
  GString *text = g_string_new (number);

  g_string_replace (text, "−", "-", 0);
  g_string_replace (text, "∞", "\\infty", 0);
  return g_string_free (text, FALSE);
}

static void
write_quotient (NnPrint *print, const NnNode *top, const NnNode *bottom)
{
  nn_print_text (print, "\\frac{");
  nn_print_node (print, top, NN_SUM_LEVEL);
  nn_print_text (print, "}{");
  nn_print_node (print, bottom, NN_SUM_LEVEL);
  nn_print_text (print, "}");
}

static void
write_if (NnPrint *print, const NnNode *condition, const NnNode *yes, const NnNode *no)
{
  nn_print_text (print, "\\begin{cases}");
  nn_print_node (print, yes, NN_SUM_LEVEL);
  nn_print_text (print, " & \\text{if } ");
  nn_print_condition (print, condition);
  nn_print_text (print, " \\\\ ");
  nn_print_node (print, no, NN_SUM_LEVEL);
  nn_print_text (print, " & \\text{otherwise}\\end{cases}");
}

/* \sum_{i,u \,:\, i > 1} x_{i}; ranges follow from what is summed. */
static gboolean
write_fold (NnPrint *print, const NnFold *fold, gpointer user_data)
{
  gboolean has_subscript = fold->n_indices > 0 || fold->where != NULL;

  nn_print_text (print, nn_convention_latex.folds[fold->kind]);
  nn_print_text (print, has_subscript ? "_{" : " ");
  for (gint i = 0; i < fold->n_indices; i++) {
    nn_print_text (print, i > 0 ? "," : "");
    nn_print_text (print, fold->index[i].letter);
  }
  if (fold->where != NULL) {
    nn_print_text (print, " \\,:\\, ");
    nn_print_condition (print, fold->where);
  }
  nn_print_text (print, has_subscript ? "} " : "");
  nn_print_node (print, fold->body, NN_PRODUCT_LEVEL);
  return TRUE;
}

const NnConvention nn_convention_latex = {
  .name = "LaTeX",
  .plus = " + ",
  .minus = " - ",
  .times = " \\cdot ",
  .divided = " / ",
  .and = " \\wedge ",
  .negative = "-",
  .relations = { " = ", " < ", " > ", " \\le ", " \\ge " },
  .equals = " = ",
  .open = "\\left(",
  .close = "\\right)",
  .square = "^{2}",
  .call_open = { "\\sqrt{", "\\exp\\left(", "\\ln\\left(", "\\operatorname{ln1p}\\left(", "\\tanh\\left(",
                 "\\cos\\left(\\pi \\cdot " },
  .call_close = { "}", "\\right)", "\\right)", "\\right)", "\\right)", "\\right)" },
  .folds = { "\\sum", "\\max", "\\min", "\\operatorname{count}", "\\operatorname{argmax}" },
  .list_open = "\\left(",
  .list_close = "\\right)",
  .ellipsis = "\\dots",
  .count = "\\text{ (%s terms)}",
  .index_minus = "-",
  .index_times = "·",
  .index_factor = "",
  .index_div = " \\operatorname{div} ",
  .index_mod = " \\bmod ",
  .label_open = "",
  .label_close = "",
  .first_index = 1,
  .fold_is_loose = TRUE,
  .write_number = write_number,
  .write_cell = write_cell,
  .write_quotient = write_quotient,
  .write_if = write_if,
  .write_fold = write_fold,
};
