/* The history of a few cells. */
#include "gs-trail.h"

#include <math.h>

#include "app/cells/gs-cell-name.h"

struct _GsTrail {
  gchar *cells[GS_TRAIL_MAX_CELLS];
  GArray *points;
};

GsTrail *
gs_trail_new (void)
{
  GsTrail *trail = g_new0 (GsTrail, 1);

  trail->points = g_array_new (FALSE, FALSE, sizeof (GsTrailPoint));
  return trail;
}

void
gs_trail_free (GsTrail *trail)
{
  if (trail == NULL)
    return;
  for (gint i = 0; i < GS_TRAIL_MAX_CELLS; i++)
    g_free (trail->cells[i]);
  g_array_unref (trail->points);
  g_free (trail);
}

gboolean
gs_trail_follow (GsTrail *trail, const gchar *cell)
{
  gint place = -1;

  for (gint i = GS_TRAIL_MAX_CELLS - 1; i >= 0; i--)
    if (g_strcmp0 (trail->cells[i], cell) == 0) {
      g_clear_pointer (&trail->cells[i], g_free);
      return TRUE;
    } else if (trail->cells[i] == NULL) {
      place = i;
    }
  if (place < 0)
    return FALSE;
  trail->cells[place] = g_strdup (cell);
  for (guint i = 0; i < trail->points->len; i++)
    g_array_index (trail->points, GsTrailPoint, i).values[place] = NAN;
  return TRUE;
}

const gchar *
gs_trail_get_cell (const GsTrail *trail, gint n)
{
  return trail->cells[n];
}

static void
thin_out (GsTrail *trail)
{
  guint n = 0;

  if (trail->points->len < GS_TRAIL_MAX_POINTS)
    return;
  for (guint i = 0; i < trail->points->len; i += 2)
    g_array_index (trail->points, GsTrailPoint, n++) = g_array_index (trail->points, GsTrailPoint, i);
  g_array_set_size (trail->points, n);
}

void
gs_trail_note (GsTrail *trail, const GsFrame *frame)
{
  GsTrailPoint point = { .pass = gs_frame_get_cursor (frame)->pass };
  gboolean any = FALSE;
  guint at;

  for (gint i = 0; i < GS_TRAIL_MAX_CELLS; i++)
    any = any || trail->cells[i] != NULL;
  if (!any)
    return;
  thin_out (trail);
  at = trail->points->len;
  for (gint i = 0; i < GS_TRAIL_MAX_CELLS; i++) {
    NnCell cell;

    point.values[i] = NAN;
    if (trail->cells[i] != NULL
        && gs_cell_name_parse ((GsCellScope){ .program = gs_frame_get_program (frame) }, trail->cells[i],
                               &cell, NULL)
        && gs_frame_look (frame, &cell, &point.values[i]) == GS_CELL_BLANK)
      point.values[i] = NAN;
  }
  while (at > 0 && g_array_index (trail->points, GsTrailPoint, at - 1).pass >= point.pass)
    at--;
  if (at < trail->points->len && g_array_index (trail->points, GsTrailPoint, at).pass == point.pass) {
    GsTrailPoint *there = &g_array_index (trail->points, GsTrailPoint, at);

    for (gint i = 0; i < GS_TRAIL_MAX_CELLS; i++)
      if (!isnan (point.values[i]))
        there->values[i] = point.values[i];
    return;
  }
  g_array_insert_val (trail->points, at, point);
}

const GArray *
gs_trail_get_points (const GsTrail *trail)
{
  return trail->points;
}
