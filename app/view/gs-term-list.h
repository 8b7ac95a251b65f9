/* The terms of the selected cell as a list: number, factors, product, sum so far; a bias last, and the sum.
 *
 *   g_autoptr (GsTermList) list = gs_term_list_new (sight, 1, 32, sight->digits);   // NULL: nothing to list
 *   for (guint i = 0; i < list->rows->len; i++)
 *     row = g_ptr_array_index (list->rows, i);   // "0.9961", "0.05152", "0.0513", "0.0513"
 *
 * The numbers of a column have as many decimals as each other, and the factors so many that each printed
 * product is what a pocket calculator makes of the printed factors. What a view hides reads `?`, and so does
 * what would tell it.
 */
#pragma once

#include "gs-sight.h"

G_BEGIN_DECLS

/* A cell of fewer terms has all of them in the formula bar. */
#define GS_TERM_LIST_LEAST 5

typedef struct {
  gsize number;      /* from 1 */
  NnCell cells[2];   /* its factors */
  gchar *name;       /* of what is not made as the first term is, such as "b1[2]"; else NULL */
  gchar *factors[2]; /* NULL where there is none */
  gchar *value;      /* their product; NULL where it is the factor itself */
  gchar *running;    /* the sum so far, or the largest */
  gboolean is_last;  /* running is what all of them come to */
} GsTermRow;

typedef struct {
  gint n_factors;        /* columns of them: 1 or 2 */
  const gchar *heads[2]; /* the tensors' names; of the program */
  const gchar *sign;     /* between two factors: "×" */
  gboolean is_max;       /* of which the largest counts */
  gsize n_terms, first;  /* of the cell; that of the first row */
  GPtrArray *rows;       /* GsTermRow */
} GsTermList;

/* Whether the sight's selected cell has terms to list: it is computed, not hidden, and none that is written
 * term by term. */
gboolean gs_term_list_has (const GsSight *sight);

/* At most `n` terms from term `first` (from 1) on, to so many significant digits of the largest of a column.
 * NULL if there are none. */
GsTermList *gs_term_list_new (const GsSight *sight, gsize first, gsize n, gint digits);
/* For screen readers: "1: 0.9961 × 0.05152 = 0.0513, 0.0513; …". Caller frees. */
gchar *gs_term_list_speak (const GsTermList *list);
void gs_term_list_free (GsTermList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsTermList, gs_term_list_free)

G_END_DECLS
