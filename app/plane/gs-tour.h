/* A tour: rows as dots that travel over the drawing of a network, column by column through the neuron that is
 * strongest for them, to the class they are given. Those one trains on and those kept for testing end apart.
 *
 *   g_autoptr (GsTour) tour = gs_tour_new (book, graph, 200, &error);
 *   gs_tour_locate (tour, graph, i, 0.5, &x, &y);             // half of the way is over
 *   text = gs_tour_describe (tour);                           // "train 96 % right, held out 90 %"
 *
 * Computes the rows on a run of its own, with the weights that the workbook has: for who acts on a request.
 */
#pragma once

#include "app/workbook/gs-workbook.h"
#include "gs-graph.h"

G_BEGIN_DECLS

#define GS_TOUR_MAX_STATIONS 16

typedef struct {
  gint row;    /* from 1 */
  gint class;  /* that it is of; -1 where a number is learned */
  gint answer; /* that it is given; -1 likewise */
  gboolean is_test;
  guint stations[GS_TOUR_MAX_STATIONS]; /* nodes, from the inputs to the outputs */
  gint place;                           /* among those that end in the same pile, from 0 */
} GsTraveller;

typedef struct {
  GArray *travellers; /* GsTraveller */
  gint n_stations;
  gboolean has_one_output;
} GsTour;

/* The first `n` rows, test rows too. NN_ERROR_VALUE if there are none; NN_ERROR_SIZE where the network has
 * too many columns. */
GsTour *gs_tour_new (GsWorkbook *book, const GsGraph *graph, gint n, GError **error);
void gs_tour_free (GsTour *tour);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsTour, gs_tour_free)

/* Where a dot is at `time`, from 0 to 1: they set out one after the other. FALSE before it does. `scale`: of
 * text. */
gboolean gs_tour_locate (const GsTour *tour,
                         const GsGraph *graph,
                         guint traveller,
                         gdouble time,
                         gdouble scale,
                         gdouble *x,
                         gdouble *y);
/* How many were answered rightly, train and test apart, as a sentence. Caller frees. */
gchar *gs_tour_describe (const GsTour *tour);

G_END_DECLS
