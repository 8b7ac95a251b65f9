/* Numbers of others beside ours: gradients and activations from PyTorch, Keras, a student's NumPy, tensor by
 * tensor; where they first part, and why.
 *
 *   g_autoptr (GsComparison) comparison = gs_comparison_of_file (book, "theirs.npz", 1e-6, &error);
 *   if (!gs_comparison_is_equal (comparison)) ... comparison->note ...
 *
 * Arrays are found by name, as the sheet has them or nearly: W1.next or W1_next, dW1, dL/dW1, W1.grad. One
 * that lies turned (PyTorch's weights are outputs by inputs) is turned; a table may have the rows of all
 * images one below the other, as our own CSV has. They part at the first operation whose numbers do not
 * follow from their own earlier ones: it is the marking of exercises (gs-marking.h) that says so, and that
 * names the usual mistake.
 */
#pragma once

#include "app/practice/gs-marking.h"

G_BEGIN_DECLS

typedef enum {
  GS_COMPARED_EQUAL,
  GS_COMPARED_DIFFERS,
  GS_COMPARED_SHAPE,  /* other sizes: not compared */
  GS_COMPARED_UNKNOWN /* no tensor of ours has the name */
} GsCompared;

typedef struct {
  gchar *name; /* theirs */
  gint tensor; /* ours, or -1 */
  GsCompared verdict;
  gboolean is_turned; /* rows and columns exchanged */
  gsize n_cells, n_off;
  NnCell worst;         /* where they are farthest apart */
  gdouble theirs, ours; /* there */
  gdouble largest;      /* of ours */
  NnTensor *values;     /* theirs in our order; NULL where not compared */
  NnTensor *own;        /* ours; NULL where not compared */
} GsComparedTensor;

typedef struct {
  guint32 pass; /* of ours */
  gdouble tolerance;
  NnProgram *program; /* whose tensors are meant: the workbook's, with its gradients */
  GPtrArray *tensors; /* GsComparedTensor: ours in the order of the pass, then the unknown */
  gint parts_at;      /* the first tensor of ours at which they part, or -1 */
  NnCell cell;        /* its first cell that is off */
  gdouble theirs, ours;
  const gchar *mistake; /* which usual one explains it, a whole sentence, or NULL */
  GsMarkNote *note;     /* formula and numbers; NULL for what is given and not computed */
} GsComparison;

/* Within `tolerance` times the sum of the value and the tensor's largest. The workbook goes to the end of its
 * pass. NN_ERROR_VALUE if nothing can be compared. */
GsComparison *gs_comparison_new (GsWorkbook *book, GPtrArray *arrays, gdouble tolerance, GError **error);
/* The same for the arrays of a file (gs-array-file.h), with all gradients there are: dx, too. The workbook is
 * one that nobody looks at. */
GsComparison *gs_comparison_of_file (GsWorkbook *book, const gchar *path, gdouble tolerance, GError **error);
void gs_comparison_free (GsComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsComparison, gs_comparison_free)

/* Whether all that could be compared is equal, and nothing was left out for its shape. */
gboolean gs_comparison_is_equal (const GsComparison *comparison);

/* Whether the numbers of a cell, of a tensor that was compared, are too far apart. */
gboolean gs_comparison_is_off (const GsComparison *comparison, const GsComparedTensor *one, gsize offset);

/* "differs, 2 of 4 cells; farthest dW1[1,2]: 0.5, here 0.25". Caller frees. */
gchar *gs_compared_describe (const GsComparison *comparison, const GsComparedTensor *one);
/* Where they part, in a sentence or two; NULL where they do not. Caller frees. */
gchar *gs_comparison_describe (const GsComparison *comparison);

/* The tensor that a name of others means, or -1. */
gint gs_compare_find_tensor (const NnProgram *program, const gchar *name);

G_END_DECLS
