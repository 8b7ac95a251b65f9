/* The tree of a formula, shared by the files of nn-formula; no one else looks inside. */
#pragma once

#include "nn-formula.h"

G_BEGIN_DECLS

/* Index slots: a to z, then the axes that `..` stands for. */
#define NN_SLOT_REST   26
#define NN_N_SLOTS     (NN_SLOT_REST + NN_MAX_RANK)
#define NN_MAX_INDICES 4
#define NN_MAX_ADDED   4 /* addends behind a leading sum */

typedef enum {
  NN_NODE_NUMBER,
  NN_NODE_INDEX,     /* slot */
  NN_NODE_ATTRIBUTE, /* slot */
  NN_NODE_CELL,      /* slot: the input; children: explicit subscripts; rest */
  NN_NODE_NEGATE,
  NN_NODE_ADD,
  NN_NODE_SUBTRACT,
  NN_NODE_MULTIPLY,
  NN_NODE_DIVIDE,
  NN_NODE_DIV, /* of whole numbers, floored */
  NN_NODE_MOD,
  NN_NODE_SQRT,
  NN_NODE_EXP,
  NN_NODE_LN,
  NN_NODE_LN1P,
  NN_NODE_TANH,
  NN_NODE_COSPI,
  NN_NODE_IF, /* condition, then, else */
  NN_NODE_EQUAL,
  NN_NODE_LESS,
  NN_NODE_GREATER,
  NN_NODE_LESS_EQUAL,
  NN_NODE_GREATER_EQUAL,
  NN_NODE_AND,
  NN_NODE_SUM,
  NN_NODE_MAX,
  NN_NODE_MIN,
  NN_NODE_COUNT,
  NN_NODE_ARGMAX
} NnNodeKind;

typedef struct _NnNode NnNode;

struct _NnNode {
  NnNodeKind kind;
  gdouble number;
  gint slot;
  gint n_children;
  NnNode *child[NN_MAX_RANK]; /* reductions: [0] body, [1] `where` or NULL */
  gboolean rest;              /* a cell or a reduction that says `..` */
  gboolean is_either;         /* an `if` between two ways to compute the same number */

  /* Reductions. */
  gint n_indices;
  gint index[NN_MAX_INDICES];
  NnNode *first[NN_MAX_INDICES]; /* explicit range, or NULL */
  NnNode *last[NN_MAX_INDICES];
};

/* Where an index gets its range from. */
typedef struct {
  gint input; /* -1: none, -2: an axis of the output only */
  gint axis;
} NnIndexSource;

struct _NnFormula {
  gint ref_count;
  gchar *text;
  gint n_inputs, n_attributes;
  gchar **inputs, **attributes;
  NnNode *root;
  gint out_index[NN_MAX_RANK]; /* slots of the explicit output axes */
  gint n_out_index;
  gboolean out_rest;
  gboolean has_rest;
  gint rest_input; /* the input whose further axes `..` stands for */
  gint rest_from;  /* its explicit subscripts */
  NnIndexSource source[NN_N_SLOTS];
};

static inline gboolean
nn_node_is_reduction (const NnNode *node)
{
  return node->kind >= NN_NODE_SUM;
}

/* Whether both are the same, written twice; of what has indices of its own never. */
gboolean nn_node_is_same (const NnNode *a, const NnNode *b);
/* The sign for what a node does, NULL where a condition chooses, "" where there is none. Static. */
const gchar *nn_node_get_sign (const NnNode *node);

/* How many axes `..` stands for here. */
static inline gint
nn_formula_get_n_rest (const NnFormula *formula, const NnShape *inputs)
{
  return formula->has_rest ? inputs[formula->rest_input].rank - formula->rest_from : 0;
}

/* Of whole numbers, towards minus infinity: -1 div 2 = -1, -1 mod 2 = 1. b is not 0. */
static inline gint64
nn_floor_div (gint64 a, gint64 b)
{
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* One evaluation in progress: the value of every index, and whether a subscript has left its tensor. */
typedef struct {
  NnFormula *formula;
  const NnBinding *binding;
  gint n_rest;
  gint value[NN_N_SLOTS];
  gboolean missing;
} NnEvaluation;

void nn_evaluation_init (NnEvaluation *self, NnFormula *formula, const NnBinding *binding, gsize offset);
gdouble nn_evaluation_value (NnEvaluation *self, const NnNode *node);
gboolean nn_evaluation_condition (NnEvaluation *self, const NnNode *node);
/* The flat offset of a cell node, or -1 when a subscript leaves its tensor. */
gssize nn_evaluation_offset (NnEvaluation *self, const NnNode *node);

/* Whether the reduction has a term at the present place: its condition holds and its cells exist. */
gboolean nn_evaluation_term_exists (NnEvaluation *self, const NnNode *reduction);

/* A reduction as far as it has come; all 0 before its first place. */
typedef struct {
  gdouble value; /* the sum, the largest, the place or the count so far */
  gdouble best;  /* argmax: the largest so far */
  gsize n;       /* terms taken */
  gsize place;   /* places of the box visited */
} NnTally;

/* The one meaning of a reduction: visits the present place and, if there is a term, takes it in and
 * tells its value. Order, rounding and ties: see the head of nn-op-table.h. */
gboolean nn_tally_step (NnTally *tally, NnEvaluation *evaluation, const NnNode *reduction, gdouble *term);

/* Walks the index box of a reduction: slots, bounds; the values live in the evaluation. */
typedef struct {
  gint n;
  gint slot[NN_MAX_INDICES + NN_MAX_RANK];
  gint first[NN_MAX_INDICES + NN_MAX_RANK];
  gint last[NN_MAX_INDICES + NN_MAX_RANK];
} NnBox;

/* FALSE if the box is empty. Sets every index to its first value. */
gboolean nn_box_begin (NnBox *box, NnEvaluation *evaluation, const NnNode *reduction);
gboolean nn_box_next (const NnBox *box, NnEvaluation *evaluation);
gsize nn_box_count (const NnBox *box);
/* Sets the indices to the place counted from 0, the last index fastest. */
void nn_box_seek (const NnBox *box, NnEvaluation *evaluation, gsize place);

/* The reduction whose terms a cell's terms are, reached through factors, divisors and signs;
 * *added gets what is added behind it, in order (at most `max`). NULL if there is none. */
const NnNode *nn_formula_get_leading (NnFormula *formula, const NnNode **added, gint max, gint *n_added);

G_END_DECLS
