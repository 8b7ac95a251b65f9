/* Expressions: writing them with today's numbers. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-expression-private.h"

/* Longer sums show their value only. */
#define MAX_TERMS 8

typedef struct {
  GsExpressionEvaluation evaluation;
  GString *text;
  gint digits;
} Printer;

/* How tightly a node holds together, for parentheses. */
static gint
get_rank (const GsExpressionNode *node)
{
  switch ((gint) node->kind) {
  case GS_EXPRESSION_NODE_ADD:
  case GS_EXPRESSION_NODE_SUBTRACT: return 3;
  case GS_EXPRESSION_NODE_MULTIPLY:
  case GS_EXPRESSION_NODE_DIVIDE: return 4;
  case GS_EXPRESSION_NODE_NEGATE: return 5;
  case GS_EXPRESSION_NODE_OR: return 0;
  case GS_EXPRESSION_NODE_AND: return 1;
  default: return node->kind >= GS_EXPRESSION_NODE_LESS ? 2 : 6;
  }
}

static void print (Printer *printer, const GsExpressionNode *node, gint rank);

static void
print_value (Printer *printer, gdouble value, gint rank)
{
  g_autofree gchar *number = gs_number_show (value, printer->digits);
  gboolean enclose = (value < 0) && rank > 3;

  g_string_append_printf (printer->text, enclose ? "(%s)" : "%s", number);
}

static const gchar *
get_sign (GsExpressionNodeKind kind)
{
  static const struct {
    GsExpressionNodeKind kind;
    const gchar *sign;
  } signs[] = {
    { GS_EXPRESSION_NODE_ADD, " + " },      { GS_EXPRESSION_NODE_SUBTRACT, " − " },
    { GS_EXPRESSION_NODE_MULTIPLY, " × " }, { GS_EXPRESSION_NODE_DIVIDE, " / " },
    { GS_EXPRESSION_NODE_LESS, " < " },     { GS_EXPRESSION_NODE_LESS_EQUAL, " ≤ " },
    { GS_EXPRESSION_NODE_GREATER, " > " },  { GS_EXPRESSION_NODE_GREATER_EQUAL, " ≥ " },
    { GS_EXPRESSION_NODE_EQUAL, " = " },    { GS_EXPRESSION_NODE_NOT_EQUAL, " ≠ " },
    { GS_EXPRESSION_NODE_AND, " and " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i].kind == kind)
      return signs[i].sign;
  return " or ";
}

static gboolean
is_whole_block (Printer *printer, const GsExpressionNode *node)
{
  NnCell cell;
  gboolean whole = FALSE;

  return node->kind == GS_EXPRESSION_NODE_CELL
         && gs_expression_evaluation_find (&printer->evaluation, node, &cell, &whole) && whole;
}

static void
print_call (Printer *printer, const GsExpressionNode *node)
{
  gboolean plain = TRUE;

  for (guint i = 0; printer->digits > 0 && i < node->children->len; i++)
    plain &= !is_whole_block (printer, gs_expression_node_child (node, i));
  if (!plain) {
    print_value (printer, gs_expression_evaluation_value (&printer->evaluation, node), 6);
    return;
  }
  if (node->function == GS_EXPRESSION_FUNCTION_START && printer->digits > 0) {
    gboolean before = printer->evaluation.at_start;

    printer->evaluation.at_start = TRUE;
    print (printer, gs_expression_node_child (node, 0), 6);
    printer->evaluation.at_start = before;
    return;
  }
  g_string_append_printf (printer->text, "%s(", gs_expression_function_get_name (node->function));
  for (guint i = 0; i < node->children->len; i++) {
    g_string_append (printer->text, i == 0 ? "" : ", ");
    print (printer, gs_expression_node_child (node, i), 0);
  }
  g_string_append_c (printer->text, ')');
}

/* The cell as it is called, its indices reckoned. */
static void
print_name (Printer *printer, const GsExpressionNode *node)
{
  NnCell cell;
  gboolean whole;
  g_autofree gchar *name = NULL;

  if (!gs_expression_evaluation_find (&printer->evaluation, node, &cell, &whole))
    return;
  name =
      whole ? g_strdup (node->name) : gs_cell_name_display (printer->evaluation.scope->cells.program, &cell);
  g_string_append (printer->text, name);
}

/* Sums and means term by term; of anything else, and of many terms, the value. */
static void
print_gather (Printer *printer, const GsExpressionNode *node, gint rank)
{
  GsExpressionEvaluation *evaluation = &printer->evaluation;
  gboolean is_mean = node->function == GS_EXPRESSION_FUNCTION_MEAN;
  gboolean is_sum = node->function == GS_EXPRESSION_FUNCTION_SUM || is_mean;
  gsize begin = printer->text->len, n = 0;

  if (is_sum && gs_expression_evaluation_begin (evaluation, node)) {
    g_string_append (printer->text, is_mean || rank > 3 ? "(" : "");
    do {
      g_string_append (printer->text, n++ == 0 ? "" : " + ");
      if (n <= MAX_TERMS)
        print (printer, gs_expression_node_child (node, 0), 3);
    } while (n <= MAX_TERMS && gs_expression_evaluation_next (evaluation, node));
    gs_expression_evaluation_end (evaluation, node);
    g_string_append (printer->text, is_mean || rank > 3 ? ")" : "");
    if (is_mean)
      g_string_append_printf (printer->text, " / %" G_GSIZE_FORMAT, n);
    if (n <= MAX_TERMS)
      return;
  }
  g_string_truncate (printer->text, begin);
  print_value (printer, gs_expression_evaluation_value (evaluation, node), rank);
}

/* `rank`: how tightly the surroundings hold. */
static void
print (Printer *printer, const GsExpressionNode *node, gint rank)
{
  gint own = get_rank (node);
  gboolean enclose = own < rank;

  if (printer->evaluation.error != NULL)
    return;
  if (node->kind == GS_EXPRESSION_NODE_GATHER) {
    print_gather (printer, node, rank);
    return;
  }
  if (printer->digits == 0 && node->kind == GS_EXPRESSION_NODE_CELL) {
    print_name (printer, node);
    return;
  }
  if (own == 6 && node->kind != GS_EXPRESSION_NODE_CALL) {
    print_value (printer, gs_expression_evaluation_value (&printer->evaluation, node), rank);
    return;
  }
  g_string_append (printer->text, enclose ? "(" : "");
  if (node->kind == GS_EXPRESSION_NODE_CALL) {
    print_call (printer, node);
  } else if (node->children->len == 1) {
    g_string_append (printer->text, node->kind == GS_EXPRESSION_NODE_NOT ? "not " : "−");
    print (printer, gs_expression_node_child (node, 0), node->kind == GS_EXPRESSION_NODE_NOT ? 3 : 6);
  } else {
    gboolean strict = node->kind == GS_EXPRESSION_NODE_SUBTRACT || node->kind == GS_EXPRESSION_NODE_DIVIDE;

    print (printer, gs_expression_node_child (node, 0), own);
    g_string_append (printer->text, get_sign (node->kind));
    print (printer, gs_expression_node_child (node, 1), own + (strict || own == 2));
  }
  g_string_append (printer->text, enclose ? ")" : "");
}

gchar *
gs_expression_print_numbers (const GsExpression *formula,
                             const GsExpressionScope *scope,
                             gint digits,
                             GError **error)
{
  Printer printer = { .evaluation = { .scope = scope }, .text = g_string_new (NULL), .digits = digits };

  print (&printer, formula->root, 0);
  if (printer.evaluation.error == NULL)
    return g_string_free (printer.text, FALSE);
  g_string_free (printer.text, TRUE);
  g_set_error (error, printer.evaluation.error->domain, printer.evaluation.error->code, "“%s”: %s",
               formula->text, printer.evaluation.error->message);
  g_error_free (printer.evaluation.error);
  return NULL;
}
