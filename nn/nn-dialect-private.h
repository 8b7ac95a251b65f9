/* What the files of the dialects share: the words of each, and a print under way. */
#pragma once

#include "nn-dialect.h"
#include "nn-formula-private.h"

G_BEGIN_DECLS

/* How a dialect writes things down. */
typedef struct {
  const gchar *plus, *minus, *negative, *times, *divided;
  const gchar *relations[5]; /* = < > <= >= */
  const gchar *open, *close; /* parentheses */
  const gchar *square;
  const gchar *ellipsis;
  const gchar *functions[5]; /* sqrt, exp, ln, ln1p, tanh, with the opening parenthesis */
  const gchar *function_close[5];
  const gchar *reductions[5]; /* sum, max, min, count, argmax */
  gboolean is_latex;
} NnDialectTable;

extern const NnDialectTable nn_dialect_tables[];

/* An index expression as c0 + sum of c[slot] * index, where it is one. */
typedef struct {
  gint64 constant;
  gint64 factor[NN_N_SLOTS];
} NnAffine;

typedef struct {
  const NnDialectTable *table;
  NnDialect dialect;
  NnPrintForm form;
  NnFormula *formula;
  const NnNames *names;
  const NnBinding *binding;
  gsize max_terms;
  gint digits;
  gchar decimal_point;
  gboolean has_values; /* so that conditions on values can be decided */

  NnEvaluation evaluation;    /* the values of the indices that are known */
  gboolean known[NN_N_SLOTS]; /* the others are printed as letters */
  gint in_terms;              /* how many written-out sums one is inside of */
  GPtrArray *pieces;
  GString *text; /* not yet a piece */
} NnPrint;

/* Adds plain text. */
void nn_print_text (NnPrint *self, const gchar *text);
/* Ends the piece under way and adds one that stands for a cell. */
void nn_print_cell (NnPrint *self, const gchar *text, gint input, gsize offset, gboolean is_result);
/* Whether nothing stands to the left on the same level. */
gboolean nn_print_at_start (const NnPrint *self);

/* ---- the parts of a formula ---- */

/* How tightly a printed expression holds together, or must. */
enum { NN_SUM_LEVEL = 1, NN_PRODUCT_LEVEL, NN_SINGLE_LEVEL };

void nn_print_node (NnPrint *self, const NnNode *node, gint level);
void nn_print_reduction (NnPrint *self, const NnNode *node, gint level);
void nn_print_condition (NnPrint *self, const NnNode *node);
/* In parentheses when it is negative and that is needed; input -1: no cell. */
void nn_print_number (NnPrint *self, gdouble value, gint digits, gint level, gint input, gsize offset);

/* ---- indices ---- */

/* FALSE if the expression divides or multiplies indices that are not known. */
gboolean nn_print_get_affine (NnPrint *self, const NnNode *node, NnAffine *affine);
gboolean nn_affine_is_constant (const NnAffine *affine);
/* Appends "2r+u−2". */
void nn_print_append_index (NnPrint *self, GString *text, const NnNode *node);
/* Appends the letter of an index; those of `..` come from the names of the input's axes. */
void nn_print_append_letter (NnPrint *self, GString *text, gint slot);
/* 1 or 0 if the condition is known whatever the unknown indices are, else -1. */
gint nn_print_decide (NnPrint *self, const NnNode *condition);

G_END_DECLS
