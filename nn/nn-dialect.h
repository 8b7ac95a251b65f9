/* Dialects: a formula printed as mathematics, LaTeX, numbers or Python; one tree, several conventions.
 *
 * A print is a list of pieces, so that a formula bar can put each number exactly beneath
 * its symbol, make every factor a link, and still join the pieces into plain text:
 *
 *   g_autoptr(GPtrArray) pieces = nn_dialect_print (NN_DIALECT_MATH, formula, &names,
 *                                                   &binding, offset, NN_PRINT_CELL, &limits);
 *   g_autofree gchar *line = nn_pieces_join (pieces);
 *
 * Attributes are printed as their numbers and index arithmetic is simplified (2r−1, not
 * 2*(r-1)+1-0); factors and divisors that are exactly 1 by structure are left out.
 * A dialect is a convention, nn-convention.h: another one needs no change to what walks the tree.
 */
#pragma once

#include "nn-convention.h"
#include "nn-formula.h"

G_BEGIN_DECLS

typedef const NnConvention *NnDialect;

/* Unicode: sum(i: x[1,i] × W1[i,2]) + b1[2] */
#define NN_DIALECT_MATH (&nn_convention_math)
/* The same as people say it, in their language: sum over i of (x[1,i] × W1[i,2]) + b1[2] */
#define NN_DIALECT_WORDS (&nn_convention_words)
/* \sum_{i} x_{1,i} \cdot \mathit{W1}_{i,2} + \mathit{b1}_{2} */
#define NN_DIALECT_LATEX (&nn_convention_latex)
/* 0.05 × 0.15 + 0.1 × 0.2 + 0.35; always of one cell, sums written out */
#define NN_DIALECT_NUMBERS (&nn_convention_numbers)
/* sum(x[0,i-1] * W1[i-1,1] for i in range(1, 4)) + b1[1] */
#define NN_DIALECT_PYTHON (&nn_convention_python)

typedef enum {
  NN_PRINT_GENERAL, /* for every cell: z1[b,o] = sum(i: x[b,i] × W1[i,o]) + b1[o] */
  NN_PRINT_CELL,    /* for one cell, sums folded: z1[1,2] = sum(i: x[1,i] × W1[i,2]) + b1[2] */
  NN_PRINT_EXPANDED /* for one cell, sums written out: x[1,1] × W1[1,2] + x[1,2] × W1[2,2] + b1[2] */
} NnPrintForm;

/* What the tensors are called, the letters of their axes, and what the cells along each axis are called
 * (lists of texts, or NULL; an empty text is no name). Borrowed. */
typedef struct {
  const gchar *out;
  GPtrArray *const *out_labels;
  const gchar *in[NN_MAX_INPUTS];
  GPtrArray *const *in_labels[NN_MAX_INPUTS];
  const gchar *in_axes[NN_MAX_INPUTS];
} NnNames;

typedef struct {
  gsize max_terms;     /* a written-out sum longer than this shows its first terms, an
                        * ellipsis, the last and the count; 0: 8 */
  gint digits;         /* significant digits of numbers, 2 to 17; 0: 6 */
  gboolean enough;     /* use as many more digits as it takes for the shown arithmetic to
                        * give the shown result */
  gchar decimal_point; /* 0: '.' */
  gboolean plain;      /* "x[1,2]" for x[1,"apples"], where there is little room */
  gboolean undecided;  /* both of two branches, where to choose would be to answer */
  gboolean parts;      /* each sign that joins the whole is a piece of its own */
  gsize term;          /* this one is shown, however many there are; 0: none in particular */
} NnPrintLimits;

typedef struct {
  gchar *text;
  gint input;         /* the piece stands for a cell of this input, or -1 */
  gsize offset;       /* which cell; G_MAXSIZE if the piece stands for many (letters as indices) */
  gboolean is_result; /* the left-hand side, or the result's number */
  gsize term;         /* which term of the cell it is of, by its NnTerm.number; 0: of none */
  gchar sign;         /* '+', '-', '*' or '/' that stands in no brackets, where parts are asked for; else 0 */
} NnPiece;

/* The right-hand side preceded by "name = " (GENERAL, CELL, EXPANDED), or the numbers
 * alone. Elements are NnPiece, owned by the array. */
GPtrArray *nn_dialect_print (NnDialect dialect,
                             NnFormula *formula,
                             const NnNames *names,
                             const NnBinding *binding,
                             gsize offset,
                             NnPrintForm form,
                             const NnPrintLimits *limits);

gchar *nn_pieces_join (GPtrArray *pieces);

/* A number with `digits` significant digits, minus as U+2212, -0 as 0, "NaN", "∞", "−∞".
 * digits 0 gives the shortest text that reads back to the same bits. */
gchar *nn_dialect_number (gdouble value, gint digits, gchar decimal_point);

/* The same in ASCII, as one would type it: for messages that quote a value. */
gchar *nn_dialect_plain_number (gdouble value);

/* How many significant digits the inputs of this cell must be shown with so that a reader's
 * arithmetic on the shown numbers gives the result as shown with `digits`; at most 17. */
gint nn_dialect_enough_digits (NnFormula *formula, const NnBinding *binding, gsize offset, gint digits);

/* "W1[2,3]", "L". Caller frees. */
gchar *nn_cell_name (const gchar *tensor, const NnShape *shape, gsize offset);

G_END_DECLS
