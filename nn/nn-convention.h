/* Conventions: how one dialect writes down the parts of a formula. nn-dialect.c walks the tree and knows no
 * dialect; each dialect is one struct of words and functions, in a file of its own.
 *
 * A new dialect fills in the words and, where words do not reach, the functions. One that only changes
 * how cells are called, as a spreadsheet does, copies a convention and puts its own writer in:
 *
 *   NnConvention sheet = nn_convention_python;
 *   sheet.write_cell = write_address;    // "Weights!$C$2" from input and offset
 *   sheet.write_fold = write_sumproduct; // FALSE where a sum is no block: it is written out
 *   sheet.user_data = &where_blocks_lie;
 *
 * The functions write by nn_print_text(), nn_print_node() and their kin, or append to the text given.
 */
#pragma once

#include "nn-op.h"

G_BEGIN_DECLS

typedef struct _NnPrint NnPrint; /* a print under way */
typedef struct _NnNode NnNode;   /* a part of a formula */

/* How tightly a printed expression holds together, or must. */
enum { NN_SUM_LEVEL = 1, NN_PRODUCT_LEVEL, NN_SINGLE_LEVEL };

typedef enum {
  NN_CALL_SQRT,
  NN_CALL_EXP,
  NN_CALL_LN,
  NN_CALL_LN1P,
  NN_CALL_TANH,
  NN_CALL_COSPI,
  NN_N_CALLS
} NnCallKind;
typedef enum { NN_FOLD_SUM, NN_FOLD_MAX, NN_FOLD_MIN, NN_FOLD_COUNT, NN_FOLD_ARGMAX, NN_N_FOLDS } NnFoldKind;

/* A cell, or many of a tensor where indices are letters. */
typedef struct {
  gint input;              /* -1: the output, left of the equals sign */
  gsize offset;            /* G_MAXSIZE: many */
  const gchar *tensor;     /* what it is called */
  const gchar *subscripts; /* "1,2", "b,2r+u−2", "1,\"sleep\"", or "" */
} NnReference;

/* A reduction that is not written out term by term. */
typedef struct {
  NnFoldKind kind;
  gint level; /* how tightly it must hold together */
  const NnNode *node;
  const NnNode *body;
  const NnNode *where; /* NULL: no condition, or one that always holds */
  gint n_indices;
  struct {
    const gchar *letter;
    const gchar *first, *last; /* as the convention writes numbers and indices */
    gboolean is_explicit;      /* the formula says the range; otherwise it is a whole axis */
  } index[8];
  gint n_bounds; /* subscripts that may leave their tensor: such a term does not exist */
  struct {
    const gchar *index;
    gint size;
  } bound[8];
} NnFold;

typedef struct _NnConvention NnConvention;

struct _NnConvention {
  const gchar *name;

  /* ---- words, with the spaces around them ---- */
  const gchar *plus, *minus, *times, *divided, *and;
  const gchar *negative;     /* in front of one number */
  const gchar *relations[5]; /* = < > <= >= */
  const gchar *equals;       /* behind the left-hand side */
  const gchar *open, *close; /* parentheses */
  const gchar *square;       /* behind what is squared; NULL: a product like the others */
  const gchar *call_open[NN_N_CALLS], *call_close[NN_N_CALLS];
  const gchar *power_of_e; /* before an exponent that needs no parentheses; NULL: a call like the others */
  const gchar *folds[NN_N_FOLDS];
  const gchar *list_open, *list_close; /* around candidates that are written out, behind a fold's word */
  const gchar *ellipsis,
      *count; /* a long sum: …, a space, (%s terms), in their language where people read it */

  /* ---- index arithmetic, within subscripts ---- */
  const gchar *index_minus, *index_times, *index_factor, *index_div, *index_mod; /* factor: 2r or 2*r */
  const gchar *label_open, *label_close; /* around a cell that tells an index */
  gint first_index;                      /* how the first cell is counted, 1 or 0, in subscripts */

  /* ---- what it does ---- */
  gboolean shows_values;  /* cells as their numbers, everything written out */
  gboolean never_cuts;    /* long sums are written out whole: the text is to be computed */
  gboolean shows_labels;  /* cells by the names that the data give them: x[1,"sleep"] */
  gboolean fold_is_loose; /* a fold has no closing sign, so it is no single thing */
  gboolean goes_by_place; /* a cell is called by input and offset, a fold by its node: no texts are made for
                             them */

  /* ---- functions ---- */
  gchar *(*write_number) (gdouble value, gint digits, gchar decimal_point);
  void (*write_cell) (const NnReference *reference, GString *text, gpointer user_data);
  /* NULL: with the word between them. */
  void (*write_quotient) (NnPrint *print, const NnNode *top, const NnNode *bottom);
  void (*write_if) (NnPrint *print, const NnNode *condition, const NnNode *yes, const NnNode *no);
  /* FALSE: it is to be written out instead, which needs all indices around it to be known. */
  gboolean (*write_fold) (NnPrint *print, const NnFold *fold, gpointer user_data);
  gpointer user_data;
};

extern const NnConvention nn_convention_math;
extern const NnConvention nn_convention_words;
extern const NnConvention nn_convention_latex;
extern const NnConvention nn_convention_numbers;
extern const NnConvention nn_convention_python;

/* ---- for the functions of a convention ---- */

void nn_print_text (NnPrint *print, const gchar *text);
void nn_print_node (NnPrint *print, const NnNode *node, gint level);
void nn_print_condition (NnPrint *print, const NnNode *node);

G_END_DECLS
