/* The tree of a lesson's formula: gs-lesson-formula.c reads it, -evaluate computes it, -print writes it. */
#pragma once

#include "gs-lesson-formula.h"

G_BEGIN_DECLS

/* X (ID, word, fewest, most arguments) */
#define GS_LESSON_FUNCTION_TABLE(X)                                                                          \
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
#define GS_LESSON_FUNCTION_ENUM(ID, word, fewest, most) GS_LESSON_FUNCTION_##ID,
  GS_LESSON_FUNCTION_TABLE (GS_LESSON_FUNCTION_ENUM)
#undef GS_LESSON_FUNCTION_ENUM
      GS_LESSON_N_FUNCTIONS
} GsLessonFunction;

const gchar *gs_lesson_function_get_name (GsLessonFunction function);
/* Those from sum on take many values: arguments, blocks, or a body for each index. */
#define GS_LESSON_FUNCTION_GATHERS(function) ((function) >= GS_LESSON_FUNCTION_SUM)

typedef enum {
  GS_LESSON_NODE_NUMBER,
  GS_LESSON_NODE_CELL,  /* name, its subscripts as children */
  GS_LESSON_NODE_INDEX, /* letter */
  GS_LESSON_NODE_ANSWER,
  GS_LESSON_NODE_PASS,
  GS_LESSON_NODE_UPDATES,
  GS_LESSON_NODE_NEGATE,
  GS_LESSON_NODE_ADD,
  GS_LESSON_NODE_SUBTRACT,
  GS_LESSON_NODE_MULTIPLY,
  GS_LESSON_NODE_DIVIDE,
  GS_LESSON_NODE_CALL,   /* function, its arguments as children */
  GS_LESSON_NODE_GATHER, /* function, letters in `name`, the body as child */
  GS_LESSON_NODE_LESS,
  GS_LESSON_NODE_LESS_EQUAL,
  GS_LESSON_NODE_GREATER,
  GS_LESSON_NODE_GREATER_EQUAL,
  GS_LESSON_NODE_EQUAL,
  GS_LESSON_NODE_NOT_EQUAL,
  GS_LESSON_NODE_NOT,
  GS_LESSON_NODE_AND,
  GS_LESSON_NODE_OR
} GsLessonNodeKind;

typedef struct _GsLessonNode GsLessonNode;

struct _GsLessonNode {
  GsLessonNodeKind kind;
  GsLessonFunction function;
  gdouble number;
  gchar *name; /* of a tensor; index letters */
  GPtrArray *children;
};

struct _GsLessonFormula {
  gchar *text;
  GsLessonNode *root;
  gboolean uses_answer, uses_start;
};

static inline const GsLessonNode *
gs_lesson_node_child (const GsLessonNode *node, guint number)
{
  return g_ptr_array_index (node->children, number);
}

static inline gboolean
gs_lesson_node_is_condition (const GsLessonNode *node)
{
  return node->kind >= GS_LESSON_NODE_LESS;
}

/* An evaluation in progress: the value of every index letter, 0 where it has none. */
typedef struct {
  const GsLessonScope *scope;
  gint index['z' - 'a' + 1];
  gboolean at_start;
  gsize work; /* cells read so far; hostile sums end */
  GError *error;
} GsLessonEvaluation;

gdouble gs_lesson_evaluation_value (GsLessonEvaluation *evaluation, const GsLessonNode *node);
/* The cell of a cell node; FALSE with the error set. A name without subscripts is the whole block: *whole. */
gboolean gs_lesson_evaluation_find (GsLessonEvaluation *evaluation,
                                    const GsLessonNode *node,
                                    NnCell *cell,
                                    gboolean *whole);
/* Walks the box of a gathering node's indices: first all 1; FALSE when there is no (other) place. */
gboolean gs_lesson_evaluation_begin (GsLessonEvaluation *evaluation, const GsLessonNode *node);
gboolean gs_lesson_evaluation_next (GsLessonEvaluation *evaluation, const GsLessonNode *node);
void gs_lesson_evaluation_end (GsLessonEvaluation *evaluation, const GsLessonNode *node);

G_END_DECLS
