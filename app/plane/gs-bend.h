/* A layer of two inputs and two neurons as what it does to the plane: a grid bent by matrix, bias and
 * activation, with three places that can be grabbed.
 *
 *   if (gs_bend_find (&bend, graph, layer)) {
 *     gs_bend_map (&bend, frame, 1, 0, &u, &v);                         // where (1, 0) goes
 *     gs_bend_drag (&bend, book, GS_BEND_FIRST, 0.3, 0.8, &error);      // weights so that it goes there
 *   }
 *
 * The places are where the layer puts (0, 0), (step, 0) and (0, step): the bias, and the rows of the matrix.
 */
#pragma once

#include "app/workbook/gs-workbook.h"
#include "gs-graph.h"

G_BEGIN_DECLS

typedef enum { GS_BEND_ORIGIN, GS_BEND_FIRST, GS_BEND_SECOND, GS_BEND_N_HANDLES } GsBendHandle;

typedef struct {
  gint layer;
  gint weights, biases; /* tensors; no biases: -1 */
  gint output;          /* what the activation gives */
  gint activation;      /* the instruction that writes it */
  gdouble reach;        /* of the inputs' square, from the middle */
} GsBend;

/* The layer, or the first one that is bent so, for -1; `reach` is that of the plane where it reads that, else
 * inputs lie between -1 and 1. FALSE if there is none. */
gboolean gs_bend_find (GsBend *bend, const GsGraph *graph, gint layer, gdouble reach);

void gs_bend_map (const GsBend *bend, const GsFrame *frame, gdouble x, gdouble y, gdouble *u, gdouble *v);
/* Where a handle is before the layer. */
void gs_bend_get_handle (const GsBend *bend, GsBendHandle handle, gdouble *x, gdouble *y);
/* Sets the numbers that put the handle there, or as near as the activation lets it; the others stay where
 * they are relative to the first. Between gs_workbook_begin_gesture() and _end_gesture() a drag is one edit.
 */
gboolean gs_bend_drag (const GsBend *bend,
                       GsWorkbook *book,
                       GsBendHandle handle,
                       gdouble u,
                       gdouble v,
                       GError **error);

G_END_DECLS
