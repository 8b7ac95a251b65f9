/* Expressions: computing them on the cells of a program. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "gs-expression-private.h"
#include "nn/nn-error.h"
#include "nn/nn-math.h"

/* What one formula may read. */
#define MAX_WORK ((gsize) 1 << 20)

static gdouble
fail (GsExpressionEvaluation *self, NnError code, const gchar *message)
{
  if (self->error == NULL)
    self->error = g_error_new_literal (NN_ERROR, (gint) code, message);
  return NAN;
}

static gboolean
spend (GsExpressionEvaluation *self, gsize cells)
{
  self->work += cells;
  if (self->work > MAX_WORK)
    fail (self, NN_ERROR_SIZE, _ ("the formula reads more than a million cells"));
  return self->error == NULL;
}

/* ---- cells ---- */

/* The name as it would be typed, to be found and refused in the same words as everywhere. */
static gchar *
name_of (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  GString *text = g_string_new (node->name);

  for (guint i = 0; i < node->children->len; i++) {
    const GsExpressionNode *child = gs_expression_node_child (node, i);
    gdouble value;

    if (child->kind == GS_EXPRESSION_NODE_LABEL) {
      g_string_append_printf (text, "%c%s", i == 0 ? '[' : ',', child->name);
      continue;
    }
    value = gs_expression_evaluation_value (self, child);
    if (!(value >= 0 && value <= G_MAXINT && value == floor (value)))
      fail (self, NN_ERROR_SHAPE, _ ("an index of a cell is not a whole number from 1"));
    g_string_append_printf (text, "%c%d", i == 0 ? '[' : ',', self->error == NULL ? (gint) value : 0);
  }
  if (node->children->len > 0)
    g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

gboolean
gs_expression_evaluation_find (GsExpressionEvaluation *self,
                               const GsExpressionNode *node,
                               NnCell *cell,
                               gboolean *whole)
{
  g_autofree gchar *name = name_of (self, node);

  return self->error == NULL
         && gs_cell_name_parse_block (self->scope->cells, name, cell, whole, &self->error);
}

static gdouble
cell_value (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  NnCell cell;
  gboolean whole;

  if (!spend (self, 1) || !gs_expression_evaluation_find (self, node, &cell, &whole))
    return NAN;
  if (whole) {
    g_autofree gchar *message =
        g_strdup_printf (_ ("%s is several numbers; name one, as in %s[1,1], or take sum(%s)"), node->name,
                         node->name, node->name);

    return fail (self, NN_ERROR_SHAPE, message);
  }
  return self->scope->read (&cell, self->at_start, self->scope->user_data);
}

/* ---- indices ---- */

/* Sizes of axes that do not agree. */
#define NO_SIZE (-1)

static gint
merge_sizes (gint one, gint other)
{
  if (one == 0)
    return other;
  return other == 0 || one == other ? one : NO_SIZE;
}

static gboolean
mentions (const GsExpressionNode *node, gchar letter)
{
  gboolean does = node->kind == GS_EXPRESSION_NODE_INDEX && *node->name == letter;

  for (guint i = 0; i < node->children->len && !does; i++)
    does = mentions (gs_expression_node_child (node, i), letter);
  return does;
}

/* The size of the axes of a cell in whose places the index stands, alone if `plain`; 0 for none. */
static gint
measure_cell (GsExpressionEvaluation *self, const GsExpressionNode *node, gchar letter, gboolean plain)
{
  gint tensor = nn_program_find (self->scope->cells.program, node->name);
  const NnShape *shape =
      tensor >= 0 ? &nn_program_get_tensor (self->scope->cells.program, tensor)->shape : NULL;
  gint skipped = shape != NULL ? (gint) node->children->len - shape->rank : 0;
  gint found = 0;

  for (gint i = 0; shape != NULL && i < (gint) node->children->len; i++) {
    const GsExpressionNode *child = gs_expression_node_child (node, (guint) i);
    gint size = i >= skipped && i - skipped < shape->rank ? shape->dim[i - skipped] : 1;

    if (plain ? child->kind == GS_EXPRESSION_NODE_INDEX && *child->name == letter : mentions (child, letter))
      found = merge_sizes (found, size);
  }
  return found;
}

static gint
measure (GsExpressionEvaluation *self, const GsExpressionNode *node, gchar letter, gboolean plain)
{
  gint found = 0;

  if (node->kind == GS_EXPRESSION_NODE_CELL)
    return measure_cell (self, node, letter, plain);
  for (guint i = 0; i < node->children->len; i++)
    found = merge_sizes (found, measure (self, gs_expression_node_child (node, i), letter, plain));
  return found;
}

/* Where the index ends. Subscripts that reckon with it say so only if it stands nowhere alone. */
static gint
get_size (GsExpressionEvaluation *self, const GsExpressionNode *node, gchar letter)
{
  const GsExpressionNode *body = gs_expression_node_child (node, 0);
  gint size = measure (self, body, letter, TRUE);
  g_autofree gchar *message = NULL;

  if (size == 0)
    size = measure (self, body, letter, FALSE);
  if (size > 0)
    return size;
  message = g_strdup_printf (
      size == 0 ? _ ("the index %c stands in no brackets of a cell that exists, so it has no end")
                : _ ("the index %c stands for axes of different sizes"),
      letter);
  fail (self, NN_ERROR_SHAPE, message);
  return 0;
}

gboolean
gs_expression_evaluation_begin (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  for (const gchar *letter = node->name; *letter != '\0'; letter++)
    if (get_size (self, node, *letter) == 0)
      return FALSE;
  for (const gchar *letter = node->name; *letter != '\0'; letter++)
    self->index[*letter - 'a'] = 1;
  return TRUE;
}

gboolean
gs_expression_evaluation_next (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  for (gsize i = strlen (node->name); i-- > 0;) {
    gint *index = &self->index[node->name[i] - 'a'];

    if (*index < get_size (self, node, node->name[i])) {
      ++*index;
      return spend (self, 1);
    }
    *index = 1;
  }
  return FALSE;
}

void
gs_expression_evaluation_end (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  for (const gchar *letter = node->name; *letter != '\0'; letter++)
    self->index[*letter - 'a'] = 0;
}

/* ---- functions ---- */

/* What sum, mean, max, min and count need of the values so far. */
typedef struct {
  gsize n;
  gdouble sum, most, least;
} Gathered;

static void
gather (Gathered *gathered, gdouble value)
{
  gboolean first = gathered->n++ == 0;

  gathered->sum += value;
  gathered->most = first || value > gathered->most || isnan (value) ? value : gathered->most;
  gathered->least = first || value < gathered->least || isnan (value) ? value : gathered->least;
}

static gdouble
finish (GsExpressionFunction function, const Gathered *gathered)
{
  switch ((gint) function) {
  case GS_EXPRESSION_FUNCTION_SUM: return gathered->sum;
  case GS_EXPRESSION_FUNCTION_MEAN: return gathered->sum / (gdouble) gathered->n;
  case GS_EXPRESSION_FUNCTION_MAX: return gathered->most;
  case GS_EXPRESSION_FUNCTION_MIN: return gathered->least;
  default: return (gdouble) gathered->n;
  }
}

static void
gather_block (GsExpressionEvaluation *self, const NnCell *block, Gathered *gathered)
{
  gsize count = nn_shape_count (&nn_program_get_tensor (self->scope->cells.program, block->tensor)->shape);

  if (!spend (self, count))
    return;
  for (gsize i = 0; i < count; i++) {
    NnCell cell = { .tensor = block->tensor, .offset = i };

    gather (gathered, self->scope->read (&cell, self->at_start, self->scope->user_data));
  }
}

/* count() counts conditions that hold and numbers that are not 0. */
static void
gather_node (GsExpressionEvaluation *self,
             const GsExpressionNode *node,
             GsExpressionFunction function,
             Gathered *gathered)
{
  NnCell cell;
  gboolean whole = FALSE;
  gdouble value;

  if (node->kind == GS_EXPRESSION_NODE_CELL && node->children->len == 0
      && gs_expression_evaluation_find (self, node, &cell, &whole) && whole) {
    gather_block (self, &cell, gathered);
    return;
  }
  value = gs_expression_evaluation_value (self, node);
  if (function != GS_EXPRESSION_FUNCTION_COUNT || value != 0)
    gather (gathered, value);
}

static gdouble
evaluate_gather (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  Gathered gathered = { 0 };

  if (node->kind == GS_EXPRESSION_NODE_CALL) {
    for (guint i = 0; i < node->children->len && self->error == NULL; i++)
      gather_node (self, gs_expression_node_child (node, i), node->function, &gathered);
  } else if (gs_expression_evaluation_begin (self, node)) {
    do
      gather_node (self, gs_expression_node_child (node, 0), node->function, &gathered);
    while (self->error == NULL && gs_expression_evaluation_next (self, node));
    gs_expression_evaluation_end (self, node);
  }
  return finish (node->function, &gathered);
}

static gdouble
evaluate_start (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  gboolean before = self->at_start;
  gdouble value;

  self->at_start = TRUE;
  value = gs_expression_evaluation_value (self, gs_expression_node_child (node, 0));
  self->at_start = before;
  return value;
}

static gdouble
sigmoid (gdouble x)
{
  return x >= 0 ? 1 / (1 + nn_exp (-x)) : nn_exp (x) / (1 + nn_exp (x));
}

static gdouble
round_to (gdouble value, gdouble decimals)
{
  gdouble scale = pow (10, CLAMP (decimals, 0, 17));

  return isfinite (value * scale) ? round (value * scale) / scale : value;
}

static gdouble
evaluate_call (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  gdouble value;

  if (GS_EXPRESSION_FUNCTION_GATHERS (node->function))
    return evaluate_gather (self, node);
  if (node->function == GS_EXPRESSION_FUNCTION_START)
    return evaluate_start (self, node);
  value = gs_expression_evaluation_value (self, gs_expression_node_child (node, 0));
  switch ((gint) node->function) {
  case GS_EXPRESSION_FUNCTION_EXP: return nn_exp (value);
  case GS_EXPRESSION_FUNCTION_LN: return nn_ln (value);
  case GS_EXPRESSION_FUNCTION_TANH: return nn_tanh (value);
  case GS_EXPRESSION_FUNCTION_SQRT: return sqrt (value);
  case GS_EXPRESSION_FUNCTION_ABS: return fabs (value);
  case GS_EXPRESSION_FUNCTION_SIGMOID: return sigmoid (value);
  case GS_EXPRESSION_FUNCTION_RELU: return value > 0 ? value : 0;
  case GS_EXPRESSION_FUNCTION_ROUND:
    return round_to (value, gs_expression_evaluation_value (self, gs_expression_node_child (node, 1)));
  default: /* if */
    return gs_expression_evaluation_value (self, gs_expression_node_child (node, value != 0 ? 1 : 2));
  }
}

/* ---- expressions ---- */

static gdouble
compare (GsExpressionNodeKind kind, gdouble left, gdouble right)
{
  switch ((gint) kind) {
  case GS_EXPRESSION_NODE_LESS: return left < right;
  case GS_EXPRESSION_NODE_LESS_EQUAL: return left <= right;
  case GS_EXPRESSION_NODE_GREATER: return left > right;
  case GS_EXPRESSION_NODE_GREATER_EQUAL: return left >= right;
  case GS_EXPRESSION_NODE_EQUAL: return left == right;
  case GS_EXPRESSION_NODE_NOT_EQUAL: return left < right || left > right;
  case GS_EXPRESSION_NODE_AND: return left != 0 && right != 0;
  default: return left != 0 || right != 0;
  }
}

static gdouble
evaluate_pair (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  gdouble left = gs_expression_evaluation_value (self, gs_expression_node_child (node, 0));
  gdouble right = gs_expression_evaluation_value (self, gs_expression_node_child (node, 1));

  switch ((gint) node->kind) {
  case GS_EXPRESSION_NODE_ADD: return left + right;
  case GS_EXPRESSION_NODE_SUBTRACT: return left - right;
  case GS_EXPRESSION_NODE_MULTIPLY: return left * right;
  case GS_EXPRESSION_NODE_DIVIDE: return left / right;
  default: return compare (node->kind, left, right);
  }
}

gdouble
gs_expression_evaluation_value (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  if (self->error != NULL)
    return NAN;
  switch ((gint) node->kind) {
  case GS_EXPRESSION_NODE_NUMBER: return node->number;
  case GS_EXPRESSION_NODE_CELL: return cell_value (self, node);
  case GS_EXPRESSION_NODE_INDEX: return self->index[*node->name - 'a'];
  case GS_EXPRESSION_NODE_ANSWER: return self->scope->answer;
  case GS_EXPRESSION_NODE_PASS: return self->scope->pass;
  case GS_EXPRESSION_NODE_UPDATES: return self->scope->updates;
  case GS_EXPRESSION_NODE_NEGATE:
    return -gs_expression_evaluation_value (self, gs_expression_node_child (node, 0));
  case GS_EXPRESSION_NODE_NOT:
    return gs_expression_evaluation_value (self, gs_expression_node_child (node, 0)) == 0;
  case GS_EXPRESSION_NODE_CALL: return evaluate_call (self, node);
  case GS_EXPRESSION_NODE_GATHER: return evaluate_gather (self, node);
  default: return evaluate_pair (self, node);
  }
}

gboolean
gs_expression_evaluate (const GsExpression *formula,
                        const GsExpressionScope *scope,
                        gdouble *value,
                        GError **error)
{
  GsExpressionEvaluation evaluation = { .scope = scope };
  gdouble result = gs_expression_evaluation_value (&evaluation, formula->root);

  if (evaluation.error != NULL) {
    g_set_error (error, evaluation.error->domain, evaluation.error->code, "“%s”: %s", formula->text,
                 evaluation.error->message);
    g_error_free (evaluation.error);
    return FALSE;
  }
  *value = result;
  return TRUE;
}

/* ---- which cells ---- */

typedef struct {
  const GsExpressionScope *inner;
  GArray *cells;
  gboolean now_only;
} Listing;

static gdouble
note_cell (const NnCell *cell, gboolean at_start, gpointer user_data)
{
  Listing *listing = user_data;

  if ((!at_start || !listing->now_only) && !nn_cells_contain (listing->cells, cell))
    g_array_append_val (listing->cells, *cell);
  return listing->inner->read (cell, at_start, listing->inner->user_data);
}

/* Evaluates what the value alone does not need: the branch of an `if` that is not taken. */
static void
visit_branches (GsExpressionEvaluation *self, const GsExpressionNode *node)
{
  for (guint i = 0; i < node->children->len && self->error == NULL; i++) {
    const GsExpressionNode *child = gs_expression_node_child (node, i);

    if (node->kind == GS_EXPRESSION_NODE_CALL && node->function == GS_EXPRESSION_FUNCTION_IF && i > 0)
      gs_expression_evaluation_value (self, child);
    if (node->kind != GS_EXPRESSION_NODE_GATHER)
      visit_branches (self, child);
  }
}

GArray *
gs_expression_list_cells (const GsExpression *formula,
                          const GsExpressionScope *scope,
                          gboolean now_only,
                          GError **error)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  Listing listing = { .inner = scope, .cells = cells, .now_only = now_only };
  GsExpressionScope noting = *scope;
  GsExpressionEvaluation evaluation = { .scope = &noting };

  noting.read = note_cell;
  noting.user_data = &listing;
  gs_expression_evaluation_value (&evaluation, formula->root);
  visit_branches (&evaluation, formula->root);
  if (evaluation.error == NULL)
    return g_steal_pointer (&cells);
  g_set_error (error, evaluation.error->domain, evaluation.error->code, "“%s”: %s", formula->text,
               evaluation.error->message);
  g_error_free (evaluation.error);
  return NULL;
}
