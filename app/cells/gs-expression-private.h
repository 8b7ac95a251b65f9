/* The tree of an expression: gs-expression.c reads it, -evaluate computes it, -print writes it. */
#pragma once

#include "gs-expression.h"

G_BEGIN_DECLS

/* X (ID, word, fewest, most arguments) */
#define GS_EXPRESSION_FUNCTION_TABLE(X)                                                                      \
  X (EXP, "exp", 1, 1)                                                                                       \
  X (LN, "ln", 1, 1)                                                                                         \
  X (TANH, "tanh", 1, 1)                                                                                     \
  X (SQRT, "sqrt", 1, 1)                                                                                     \
  X (ABS, "abs", 1, 1)                                                                                       \
  X (SIGMOID, "sigmoid", 1, 1)                                                                               \
  X (RELU, "relu", 1, 1)                                                                                     \
  X (ROUND, "round", 2, 2)                                                                                   \
  X (START, "start", 1, 1)                                                                                   \
  X (IF, "if", 3, 3)                                                                                         \
  X (SUM, "sum", 1, 8)                                                                                       \
  X (MEAN, "mean", 1, 8)                                                                                     \
  X (MAX, "max", 1, 8)                                                                                       \
  X (MIN, "min", 1, 8)                                                                                       \
  X (COUNT, "count", 1, 8)

typedef enum {
#define GS_EXPRESSION_FUNCTION_ENUM(ID, word, fewest, most) GS_EXPRESSION_FUNCTION_##ID,
  GS_EXPRESSION_FUNCTION_TABLE (GS_EXPRESSION_FUNCTION_ENUM)
#undef GS_EXPRESSION_FUNCTION_ENUM
      GS_EXPRESSION_N_FUNCTIONS
} GsExpressionFunction;

const gchar *gs_expression_function_get_name (GsExpressionFunction function);
/* Those from sum on take many values: arguments, blocks, or a body for each index. */
#define GS_EXPRESSION_FUNCTION_GATHERS(function) ((function) >= GS_EXPRESSION_FUNCTION_SUM)

typedef enum {
  GS_EXPRESSION_NODE_NUMBER,
  GS_EXPRESSION_NODE_CELL,  /* name, its subscripts as children */
  GS_EXPRESSION_NODE_LABEL, /* name of a row, feature or class, as a subscript */
  GS_EXPRESSION_NODE_INDEX, /* letter */
  GS_EXPRESSION_NODE_ANSWER,
  GS_EXPRESSION_NODE_PASS,
  GS_EXPRESSION_NODE_UPDATES,
  GS_EXPRESSION_NODE_NEGATE,
  GS_EXPRESSION_NODE_ADD,
  GS_EXPRESSION_NODE_SUBTRACT,
  GS_EXPRESSION_NODE_MULTIPLY,
  GS_EXPRESSION_NODE_DIVIDE,
  GS_EXPRESSION_NODE_CALL,   /* function, its arguments as children */
  GS_EXPRESSION_NODE_GATHER, /* function, letters in `name`, the body as child */
  GS_EXPRESSION_NODE_LESS,
  GS_EXPRESSION_NODE_LESS_EQUAL,
  GS_EXPRESSION_NODE_GREATER,
  GS_EXPRESSION_NODE_GREATER_EQUAL,
  GS_EXPRESSION_NODE_EQUAL,
  GS_EXPRESSION_NODE_NOT_EQUAL,
  GS_EXPRESSION_NODE_NOT,
  GS_EXPRESSION_NODE_AND,
  GS_EXPRESSION_NODE_OR
} GsExpressionNodeKind;

typedef struct _GsExpressionNode GsExpressionNode;

struct _GsExpressionNode {
  GsExpressionNodeKind kind;
  GsExpressionFunction function;
  gdouble number;
  gchar *name; /* of a tensor; index letters; a label in its quotation marks */
  GPtrArray *children;
};

struct _GsExpression {
  gchar *text;
  GsExpressionNode *root;
  gboolean uses_answer, uses_start;
};

static inline const GsExpressionNode *
gs_expression_node_child (const GsExpressionNode *node, guint number)
{
  return g_ptr_array_index (node->children, number);
}

static inline gboolean
gs_expression_node_is_condition (const GsExpressionNode *node)
{
  return node->kind >= GS_EXPRESSION_NODE_LESS;
}

/* An evaluation in progress: the value of every index letter, 0 where it has none. */
typedef struct {
  const GsExpressionScope *scope;
  gint index['z' - 'a' + 1];
  gboolean at_start;
  gsize work; /* cells read so far; hostile sums end */
  GError *error;
} GsExpressionEvaluation;

gdouble gs_expression_evaluation_value (GsExpressionEvaluation *evaluation, const GsExpressionNode *node);
/* The cell of a cell node; FALSE with the error set. A name without subscripts is the whole block: *whole. */
gboolean gs_expression_evaluation_find (GsExpressionEvaluation *evaluation,
                                        const GsExpressionNode *node,
                                        NnCell *cell,
                                        gboolean *whole);
/* Walks the box of a gathering node's indices: first all 1; FALSE when there is no (other) place. */
gboolean gs_expression_evaluation_begin (GsExpressionEvaluation *evaluation, const GsExpressionNode *node);
gboolean gs_expression_evaluation_next (GsExpressionEvaluation *evaluation, const GsExpressionNode *node);
void gs_expression_evaluation_end (GsExpressionEvaluation *evaluation, const GsExpressionNode *node);

G_END_DECLS
