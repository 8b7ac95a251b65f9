/* What the files that print share: a print under way. Conventions see of it what nn-convention.h says. */
#pragma once

#include "nn-convention.h"
#include "nn-dialect.h"
#include "nn-formula-private.h"

G_BEGIN_DECLS

/* An index expression as c0 + sum of c[slot] * index, where it is one. */
typedef struct {
  gint64 constant;
  gint64 factor[NN_N_SLOTS];
} NnAffine;

struct _NnPrint {
  const NnConvention *convention;
  NnPrintForm form;
  NnFormula *formula;
  const NnNames *names;
  const NnBinding *binding;
  gsize offset;
  gsize max_terms;
  gint digits;
  gchar decimal_point;
  gboolean shows_labels, undecided, parts;
  gboolean has_values; /* so that conditions on values can be decided */

  NnEvaluation evaluation;    /* the values of the indices that are known */
  gboolean known[NN_N_SLOTS]; /* the others are printed as letters */
  gint in_terms;              /* how many written-out sums one is inside of */
  gint depth;                 /* how many brackets, calls and folds */
  const NnNode *leading;      /* the sum whose terms are the cell's, what is added behind it, and how */
  const NnNode *added[NN_MAX_ADDED];
  gint n_added;
  gsize n_terms, shown_term, term; /* of the leading sum; to be shown in any case; under way */
  GPtrArray *pieces;
  GString *text; /* not yet a piece */
};

/* What follows is of the cell's n-th term, 0: of none. Returns what was before. */
gsize nn_print_set_term (NnPrint *self, gsize term);

/* ---- the parts of a formula ---- */

/* A sign between two sides, '+', '-', '*' or '/', as the convention or a list writes it. */
void nn_print_sign (NnPrint *self, gchar sign, const gchar *text);
/* Parentheses where they are needed. */
void nn_print_open (NnPrint *self, gboolean needed);
void nn_print_close (NnPrint *self, gboolean needed);
void nn_print_reduction (NnPrint *self, const NnNode *node, gint level);
/* The indices of a reduction are known from here on, or letters again. */
void nn_print_set_known (NnPrint *self, const NnNode *reduction, gboolean known);
/* In parentheses when it is negative and that is needed; input -1: no cell. */
void nn_print_number (NnPrint *self, gdouble value, gint digits, gint level, gint input, gsize offset);

/* ---- indices ---- */

/* FALSE if the expression divides or multiplies indices that are not known. */
gboolean nn_print_get_affine (NnPrint *self, const NnNode *node, NnAffine *affine);
gboolean nn_affine_is_constant (const NnAffine *affine);
/* Appends "2r+u−2". */
void nn_print_append_index (NnPrint *self, GString *text, const NnNode *node);
/* The same as a subscript, counted from the convention's first index. */
void nn_print_append_subscript (NnPrint *self, GString *text, const NnNode *node);
/* Appends an index by itself as a subscript: its value where it is known, else its letter. */
void nn_print_append_slot (NnPrint *self, GString *text, gint slot);
/* Appends the letter of an index; those of `..` come from the names of the input's axes. */
void nn_print_append_letter (NnPrint *self, GString *text, gint slot);
/* 1 or 0 if the condition is known whatever the unknown indices are, else -1. */
gint nn_print_decide (NnPrint *self, const NnNode *condition);

G_END_DECLS
