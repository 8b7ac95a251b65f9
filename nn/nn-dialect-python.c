/* The dialect of Python: expressions over NumPy arrays (or nested lists of lists indexed by tuples), counted
 * from 0, that compute what the formula says. They need
 *
 *   from math import cos, exp, log, log1p, pi, sqrt, tanh
 *
 * and nothing else. Letters of indices count from 1 as in the formula, so that conditions on them read the
 * same; the subscripts take the 1 off. Sums are added as Python adds, without fused multiply-add. */
#include <math.h>

#include "nn-convention.h"
#include "nn-dialect.h"

/* "W1_next[0, 1]" */
static void
write_cell (const NnReference *reference, GString *text, gpointer user_data)
{
  for (const gchar *c = reference->tensor; *c != '\0'; c++)
    g_string_append_c (text, *c == '.' ? '_' : *c);
  if (*reference->subscripts == '\0')
    return;
  g_string_append_c (text, '[');
  g_string_append (text, reference->subscripts);
  g_string_append_c (text, ']');
}

static gchar *
write_number (gdouble value, gint digits, gchar decimal_point)
{
  if (isnan (value))
    return g_strdup ("float('nan')");
  if (isinf (value))
    return g_strdup (value > 0 ? "float('inf')" : "float('-inf')");
  return nn_dialect_plain_number (value);
}

static void
write_if (NnPrint *print, const NnNode *condition, const NnNode *yes, const NnNode *no)
{
  nn_print_text (print, "(");
  nn_print_node (print, yes, NN_SUM_LEVEL);
  nn_print_text (print, " if ");
  nn_print_condition (print, condition);
  nn_print_text (print, " else ");
  nn_print_node (print, no, NN_SUM_LEVEL);
  nn_print_text (print, ")");
}

/* One behind the last. */
static void
write_end (NnPrint *print, const gchar *last)
{
  gchar *behind;
  gint64 number = g_ascii_strtoll (last, &behind, 10);
  g_autofree gchar *text =
      *behind == '\0' ? g_strdup_printf ("%" G_GINT64_FORMAT, number + 1) : g_strdup_printf ("1+%s", last);

  nn_print_text (print, text);
}

/* " for i in range(1, 4) for u in range(1, 3) if i < u and 1 <= i-u <= 4" */
static void
write_loops (NnPrint *print, const NnFold *fold)
{
  const gchar *before = " if ";

  for (gint i = 0; i < fold->n_indices; i++) {
    nn_print_text (print, " for ");
    nn_print_text (print, fold->index[i].letter);
    nn_print_text (print, " in range(");
    nn_print_text (print, fold->index[i].first);
    nn_print_text (print, ", ");
    write_end (print, fold->index[i].last);
    nn_print_text (print, ")");
  }
  if (fold->where != NULL) {
    nn_print_text (print, before);
    nn_print_condition (print, fold->where);
    before = " and ";
  }
  for (gint i = 0; i < fold->n_bounds; i++) {
    g_autofree gchar *size = g_strdup_printf (" < %d", fold->bound[i].size);

    nn_print_text (print, before);
    nn_print_text (print, "0 <= ");
    nn_print_text (print, fold->bound[i].index);
    nn_print_text (print, size);
    before = " and ";
  }
}

/* The place in the box, the last index fastest: "((u - 1) * 3 + v - 1) + 1". */
static void
write_place (NnPrint *print, const NnFold *fold)
{
  for (gint i = 0; i < fold->n_indices; i++)
    nn_print_text (print, i > 0 ? "(" : "");
  for (gint i = 0; i < fold->n_indices; i++) {
    if (i > 0) {
      nn_print_text (print, ") * (1 + ");
      nn_print_text (print, fold->index[i].last);
      nn_print_text (print, " - ");
      nn_print_text (print, fold->index[i].first);
      nn_print_text (print, ") + ");
    }
    nn_print_text (print, fold->index[i].letter);
    nn_print_text (print, " - ");
    nn_print_text (print, fold->index[i].first);
  }
}

/* sum(x[0, i-1] * W[i-1, 1] for i in range(1, 4)); of equal candidates the first has the largest -place.
 */
static gboolean
write_fold (NnPrint *print, const NnFold *fold, gpointer user_data)
{
  gboolean is_place = fold->kind == NN_FOLD_ARGMAX;

  if (fold->n_indices == 0)
    return FALSE; /* of one cell */
  nn_print_text (print, is_place ? "(1 - max(" : nn_convention_python.folds[fold->kind]);
  nn_print_text (print, "(");
  if (fold->kind == NN_FOLD_COUNT)
    nn_print_text (print, "1");
  else
    nn_print_node (print, fold->body, NN_SUM_LEVEL);
  if (is_place) {
    nn_print_text (print, ", -(");
    write_place (print, fold);
    nn_print_text (print, "))");
  }
  write_loops (print, fold);
  nn_print_text (print, is_place ? ")[1])" : ")");
  return TRUE;
}

const NnConvention nn_convention_python = {
  .name = "Python",
  .plus = " + ",
  .minus = " - ",
  .times = " * ",
  .divided = " / ",
  .and = " and ",
  .negative = "-",
  .relations = { " == ", " < ", " > ", " <= ", " >= " },
  .equals = " = ",
  .open = "(",
  .close = ")",
  .square = "**2",
  .call_open = { "sqrt(", "exp(", "log(", "log1p(", "tanh(", "cos(pi * " },
  .call_close = { ")", ")", ")", ")", ")", ")" },
  .folds = { "sum", "max", "min", "sum", "max" },
  .list_open = "([",
  .list_close = "])",
  .ellipsis = "...",
  .count = " # %s terms",
  .index_minus = "-",
  .index_times = "*",
  .index_factor = "*",
  .index_div = "//",
  .index_mod = "%",
  .label_open = "int(",
  .label_close = ")",
  .first_index = 0,
  .never_cuts = TRUE,
  .write_number = write_number,
  .write_cell = write_cell,
  .write_if = write_if,
  .write_fold = write_fold,
};
