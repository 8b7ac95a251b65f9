/* Rows as travelling dots. */
#include "gs-tour.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/workbook/gs-evaluator.h"
#include "app/workbook/gs-forward.h"
#include "nn/nn-error.h"

#define SETTING_OUT 0.5  /* of the time, until the last one has */
#define PITCH       6.0  /* of dots in a pile */
#define ACROSS      6    /* dots side by side */
#define BEHIND      14.0 /* a pile is so far behind the outputs */
#define APART       64.0 /* the two piles of a single output */

void
gs_tour_free (GsTour *tour)
{
  if (tour == NULL)
    return;
  g_array_unref (tour->travellers);
  g_free (tour);
}

/* ---- the way of each row ---- */

/* One column for each depth: the first. */
static GArray *
list_columns (const GsGraph *graph)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (gint depth = 0;; depth++) {
    guint found = graph->columns->len;

    for (guint i = graph->columns->len; i-- > 0;)
      if (g_array_index (graph->columns, GsGraphColumn, i).depth == depth)
        found = i;
    if (found == graph->columns->len)
      return columns;
    g_array_append_val (columns, found);
  }
}

/* The neuron of a row with the greatest number, by magnitude; of outputs the greatest. */
static guint
find_strongest (const GsGraphColumn *column, const gdouble *values, gboolean is_last)
{
  gint best = 0;

  for (gint i = 1; i < column->n; i++)
    if (is_last ? values[i] > values[best] : fabs (values[i]) > fabs (values[best]))
      best = i;
  return column->first + (guint) MIN (best, column->n_shown - 1);
}

static void
answer (GsTraveller *traveller, GsDataset *data, GsClassKind kind, const gdouble *outputs)
{
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));

  traveller->class = traveller->answer = -1;
  if (kind == GS_CLASSES_NONE)
    return;
  traveller->answer = gs_evaluation_get_answer (outputs, n, kind == GS_CLASSES_SIGNED);
  traveller->class = kind == GS_CLASSES_SIGNED ? gs_dataset_get_target (data, traveller->row)[0] > 0
                                               : gs_dataset_get_class (data, traveller->row);
}

static gint
count_before (const GsTour *tour, const GsTraveller *one)
{
  gint n = 0;

  for (guint i = 0; i < tour->travellers->len; i++) {
    const GsTraveller *other = &g_array_index (tour->travellers, GsTraveller, i);

    n += other->answer == one->answer && other->is_test == one->is_test
         && other->stations[tour->n_stations - 1] == one->stations[tour->n_stations - 1];
  }
  return n;
}

GsTour *
gs_tour_new (GsWorkbook *book, const GsGraph *graph, gint n, GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  GsClassKind kind = gs_evaluation_find_class_kind (data);
  g_autoptr (NnState) weights = nn_run_save_state (gs_workbook_get_run (book));
  g_autoptr (GArray) columns = list_columns (graph);
  g_auto (GsForward) pass = { 0 };
  GsTour *tour;

  if (!gs_dataset_has_rows (data, error))
    return NULL;
  if (columns->len > GS_TOUR_MAX_STATIONS) {
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
                 _ ("A tour has at most %d stations; this network has %u columns."), GS_TOUR_MAX_STATIONS,
                 columns->len);
    return NULL;
  }
  if (!gs_forward_init (&pass, gs_workbook_get_network (book), weights, 1, NN_COMPILE_TRAINING, error))
    return NULL;
  tour = g_new0 (GsTour, 1);
  tour->travellers = g_array_new (FALSE, TRUE, sizeof (GsTraveller));
  tour->n_stations = (gint) columns->len;
  tour->has_one_output = nn_shape_count (gs_dataset_get_target_shape (data)) == 1;
  n = MIN (n, gs_dataset_get_n_rows (data));
  for (gint row = 1; row <= n; row++) {
    GsTraveller traveller = { .row = row, .is_test = gs_dataset_is_test (data, row) };
    NnProgram *program = nn_run_get_program (pass.run);

    nn_run_set_values (pass.run, pass.input, gs_dataset_get_input (data, row));
    nn_run_ensure (pass.run, nn_program_get_tensor (program, pass.output)->producer + 1, NULL, NULL);
    for (guint i = 0; i < columns->len; i++) {
      const GsGraphColumn *column =
          &g_array_index (graph->columns, GsGraphColumn, g_array_index (columns, guint, i));
      const gchar *name = nn_program_get_tensor (graph->program, column->tensor)->name;

      traveller.stations[i] = find_strongest (
          column, nn_run_get_values (pass.run, nn_program_find (program, name)), i + 1 == columns->len);
    }
    answer (&traveller, data, kind, nn_run_get_values (pass.run, pass.output));
    traveller.place = count_before (tour, &traveller);
    g_array_append_val (tour->travellers, traveller);
  }
  return tour;
}

/* ---- where they are ---- */

/* Behind the outputs: those one trains on above, test rows beneath. */
static void
locate_end (const GsTour *tour,
            const GsGraph *graph,
            const GsTraveller *traveller,
            gdouble scale,
            gdouble *x,
            gdouble *y)
{
  const GsGraphNode *last =
      &g_array_index (graph->nodes, GsGraphNode, traveller->stations[tour->n_stations - 1]);
  gint row = traveller->place / ACROSS;
  gdouble pitch = PITCH * scale;
  gdouble middle = last->y;

  if (tour->has_one_output && traveller->answer >= 0)
    middle += (traveller->answer == 1 ? -APART : APART) * scale;
  *x = last->x + graph->size / 2 + BEHIND * scale + traveller->place % ACROSS * pitch;
  *y = traveller->is_test ? middle + pitch * (1 + row) : middle - pitch * (1 + row);
}

/* On the way from one station to the next, along the line between them where there is one. */
static void
locate_between (const GsGraph *graph, guint from, guint to, gdouble part, gdouble *x, gdouble *y)
{
  const GsGraphNode *start = &g_array_index (graph->nodes, GsGraphNode, from);
  const GsGraphNode *end = &g_array_index (graph->nodes, GsGraphNode, to);

  for (guint i = 0; i < graph->lines->len; i++) {
    const GsGraphLine *line = &g_array_index (graph->lines, GsGraphLine, i);

    if (line->from == from && line->to == to) {
      gs_graph_get_point (graph, i, part, x, y);
      return;
    }
  }
  *x = start->x + (end->x - start->x) * part;
  *y = start->y + (end->y - start->y) * part;
}

gboolean
gs_tour_locate (const GsTour *tour,
                const GsGraph *graph,
                guint number,
                gdouble time,
                gdouble scale,
                gdouble *x,
                gdouble *y)
{
  const GsTraveller *traveller = &g_array_index (tour->travellers, GsTraveller, number);
  gdouble start = SETTING_OUT * number / MAX (tour->travellers->len, 1);
  gdouble along = CLAMP ((time - start) / (1 - SETTING_OUT), 0, 1) * tour->n_stations;
  gint station = MIN ((gint) along, tour->n_stations - 1);
  gdouble part = CLAMP (along - station, 0, 1), from_x, from_y;

  if (time < start)
    return FALSE;
  if (station + 1 < tour->n_stations) {
    locate_between (graph, traveller->stations[station], traveller->stations[station + 1], part, x, y);
    return TRUE;
  }
  locate_end (tour, graph, traveller, scale, x, y);
  from_x = g_array_index (graph->nodes, GsGraphNode, traveller->stations[station]).x;
  from_y = g_array_index (graph->nodes, GsGraphNode, traveller->stations[station]).y;
  *x = from_x + (*x - from_x) * part;
  *y = from_y + (*y - from_y) * part;
  return TRUE;
}

gchar *
gs_tour_describe (const GsTour *tour)
{
  gint n[2] = { 0, 0 }, right[2] = { 0, 0 };

  for (guint i = 0; i < tour->travellers->len; i++) {
    const GsTraveller *traveller = &g_array_index (tour->travellers, GsTraveller, i);

    n[traveller->is_test] += traveller->answer >= 0;
    right[traveller->is_test] += traveller->answer >= 0 && traveller->answer == traveller->class;
  }
  if (n[0] + n[1] == 0)
    return g_strdup (_ ("Each row went through the neurons that are strongest for it; the network learns a "
                        "number, no class."));
  if (n[1] == 0)
    return g_strdup_printf (_ ("Of %d rows one trains on, %d came to their class."), n[0], right[0]);
  return g_strdup_printf (_ ("Of %d rows one trains on, %d came to their class; of %d held out, %d."), n[0],
                          right[0], n[1], right[1]);
}
