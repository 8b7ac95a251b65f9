/* Formulas: one line of mathematics that defines ONE output cell of an operation.
 *
 * A formula is parsed once from the table's text and then bound to tensors. From that
 * text alone come the value of a cell, its terms in order, the cells it reads
 * (precedents), the cells that read a given cell (dependents), and through
 * nn-dialect.h every printed form.
 *
 *   g_autoptr(NnFormula) f = nn_formula_parse ("out[b,o] = sum(i: x[b,i] * W[i,o])",
 *                                              inputs, attributes, &error);
 *   NnBinding binding = { ... shapes, values, attributes ... };
 *   double y = nn_formula_evaluate (f, &binding, offset);
 *
 * Grammar (white space is free):
 *   formula   = "out" [ "[" axes "]" ] "=" expr
 *   expr      = term { ("+" | "-") term }
 *   term      = factor { ("*" | "/" | "div" | "mod") factor }
 *   factor    = "-" factor | number | name | name "[" subscripts "]" | "(" expr ")"
 *             | ("sqrt" | "exp" | "ln" | "ln1p" | "tanh" | "cospi") "(" expr ")"
 *             | ("if" | "either") "(" cond "," expr "," expr ")"
 *             | ("sum" | "max" | "min" | "count" | "argmax")
 *               "(" index { "," index } [ "where" cond ] ":" expr ")"
 *   index     = letter [ "=" expr ".." expr ] | ".."
 *   cond      = comparison { "and" comparison }
 *   comparison= expr relation expr { relation expr }     1 <= a <= b reads as mathematics does
 *   relation  = "=" | "<" | ">" | "<=" | ">="
 *   subscripts= ( expr | ".." ) { "," ( expr | ".." ) }
 * A name is an input's role, an attribute, or a one-letter index. Meaning of each part,
 * rounding and order of sums included: see the head of nn-op-table.h. A subscript may read
 * one input cell (an indirect index, for class labels: p[b,t[b]]). Only the branch of an
 * `if` that is taken is evaluated.
 */
#pragma once

#include "nn-op.h"

G_BEGIN_DECLS

typedef struct _NnFormula NnFormula;

/* Reads one cell; lets a marker put a student's own values in the place of the true ones. */
typedef gdouble (*NnReadCell) (gint input, gsize offset, gpointer user_data);

/* What a formula is evaluated on. Borrowed pointers. */
typedef struct {
  NnShape out_shape;
  NnShape in_shape[NN_MAX_INPUTS];
  const gdouble *in[NN_MAX_INPUTS]; /* may be NULL where only the structure is asked for */
  gint attribute[NN_MAX_ATTRIBUTES];
  NnReadCell read; /* NULL: read in[] directly */
  gpointer read_data;
} NnBinding;

/* A cell of one of the inputs. */
typedef struct {
  gint input;
  gsize offset;
} NnInputCell;

NnFormula *nn_formula_parse (const gchar *text,
                             const gchar *const *inputs,
                             const gchar *const *attributes,
                             GError **error);
NnFormula *nn_formula_ref (NnFormula *formula);
void nn_formula_unref (NnFormula *formula);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnFormula, nn_formula_unref)

/* The parsed formula of an operation, cached; follows nn_op_override_formula().
 * Not for NN_OP_COMMIT. Owned by the cache. */
NnFormula *nn_formula_for_op (NnOp op);

/* What `..` stands for in each place, the letters of the output's axes ("bo", "fkuv", ""),
 * given the letters of each input's axes. Writes a NUL-terminated string. */
void nn_formula_get_out_axes (NnFormula *formula, const gchar *const *in_axes, gchar axes[NN_MAX_RANK + 1]);

/* The output's shape where every index stands plainly as a subscript; `given` (or NULL)
 * supplies and is checked against the rest. NN_ERROR_SHAPE on a misfit. */
gboolean nn_formula_infer_shape (NnFormula *formula,
                                 const NnShape *inputs,
                                 const gint *attributes,
                                 const NnShape *given,
                                 NnShape *out,
                                 GError **error);

/* Whether it chooses between branches (`if`); whether it takes an exponential or a logarithm, which can make
 * an infinity that raises no flag of the processor. */
gboolean nn_formula_chooses (const NnFormula *formula);
gboolean nn_formula_is_transcendental (const NnFormula *formula);

/* The value of the output cell at flat `offset`. */
gdouble nn_formula_evaluate (NnFormula *formula, const NnBinding *binding, gsize offset);

/* ---- Terms ----
 * The terms of a cell are the addends in the order in which they are added: those of the
 * leading sum (each existing index combination once), then what is added after it (the
 * bias). A max or argmax has its candidates as terms; a formula without a reduction is a
 * single term. They are visited lazily: an iterator holds one position. */
typedef struct _NnTermIter NnTermIter;

typedef struct {
  gsize number;    /* 1 for the first */
  gdouble value;   /* of this term alone */
  gdouble running; /* the accumulator after it: partial sum, largest so far */
  gint n_factors;  /* the cells of the product, or all cells the term reads, at most 8 listed */
  NnInputCell factor[8];
} NnTerm;

gsize nn_formula_count_terms (NnFormula *formula, const NnBinding *binding, gsize offset);
NnTermIter *nn_term_iter_new (NnFormula *formula, const NnBinding *binding, gsize offset);
gboolean nn_term_iter_next (NnTermIter *iter, NnTerm *term);
void nn_term_iter_free (NnTermIter *iter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnTermIter, nn_term_iter_free)

/* The sign that joins the terms of a cell (term 0: "+" of a sum, "max") or that makes one of them (from 1:
 * "×" of a product, "(−)²" of a squared difference); of a cell of one term, that of the whole formula, as it
 * is printed. NULL where a condition chooses, "" where a value is taken as it is. Static. */
const gchar *nn_formula_get_sign (NnFormula *formula, const NnBinding *binding, gsize offset, gsize term);

/* Whether the terms are those of a sum. */
gboolean nn_formula_is_sum (NnFormula *formula);

/* ---- The whole ---- */

/* An input of a chain and the sign before it: "+", "−", "×", "÷", or "∗" where a window slides; NULL before
 * the first. Static. */
typedef struct {
  gint input;
  const gchar *sign;
} NnLink;

/* How whole tensors are joined: "x × W + bias" for sum(i: x[b,i] * W[i,o]) + bias[o], in the order of the
 * text. Returns how many links there are, one for each input; 0 where the formula is more than a chain of its
 * inputs. */
gint nn_formula_get_chain (const NnFormula *formula, NnLink links[NN_MAX_INPUTS]);

/* ---- Arrows ---- */

/* Calls `visit` for each input cell the formula of the cell names, in the order of the
 * text, each once; both branches of an `if` count. Stops when it returns FALSE. */
typedef gboolean (*NnVisitInput) (const NnInputCell *cell, gpointer user_data);
void nn_formula_visit_precedents (NnFormula *formula,
                                  const NnBinding *binding,
                                  gsize offset,
                                  NnVisitInput visit,
                                  gpointer user_data);

/* Calls `visit` with the flat offset of each output cell that has `cell` among its
 * precedents, in ascending order, each once; without trying every cell of the output where
 * the subscripts are plain. */
typedef gboolean (*NnVisitOutput) (gsize offset, gpointer user_data);
void nn_formula_visit_dependents (NnFormula *formula,
                                  const NnBinding *binding,
                                  const NnInputCell *cell,
                                  NnVisitOutput visit,
                                  gpointer user_data);

G_END_DECLS
