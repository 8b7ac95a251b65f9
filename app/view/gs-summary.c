/* Count, sum, mean, least and greatest of the selected cells. */
#include "gs-summary.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Whether the cell shows a finite number. */
static gboolean
look (const GsSight *sight, const NnCell *cell, gdouble *value)
{
  return gs_sight_see (sight, cell, value) == GS_SEEN_NUMBER && isfinite (*value);
}

static void
add (GsSummary *summary, const GsSight *sight, const GArray *cells)
{
  for (guint i = 0; cells != NULL && i < cells->len; i++) {
    gdouble value;

    if (!look (sight, &g_array_index (cells, NnCell, i), &value))
      continue;
    summary->least = summary->n == 0 ? value : MIN (summary->least, value);
    summary->greatest = summary->n == 0 ? value : MAX (summary->greatest, value);
    summary->sum += value;
    summary->n++;
  }
}

gboolean
gs_summary_get_dot (const GsSight *sight, gdouble *dot)
{
  gdouble sum = 0, one, other;

  if (sight->other == NULL || sight->other->len != sight->range->len)
    return FALSE;
  for (guint i = 0; i < sight->range->len; i++) {
    if (!look (sight, &g_array_index (sight->other, NnCell, i), &one)
        || !look (sight, &g_array_index (sight->range, NnCell, i), &other))
      return FALSE;
    sum = fma (one, other, sum);
  }
  *dot = sum;
  return TRUE;
}

/* Of what is marked, both ranges together. Cells that show no number are left out. */
static GsSummary
of_range (const GsSight *sight)
{
  GsSummary summary = { 0 };

  add (&summary, sight, sight->other);
  add (&summary, sight, sight->range);
  summary.mean = summary.n > 0 ? summary.sum / (gdouble) summary.n : 0;
  return summary;
}

gboolean
gs_summary_spread (const GsSight *sight, gint tensor, gint n, gint counts[], gdouble *largest)
{
  gsize n_values = 0, n_seen = 0;
  const gdouble *values =
      gs_sight_may_hide (sight) ? NULL : gs_frame_get_values (sight->frame, tensor, &n_values);

  if (values == NULL)
    return FALSE;
  *largest = gs_frame_get_largest (sight->frame, tensor);
  if (*largest == 0)
    *largest = 1;
  for (gint i = 0; i < n; i++)
    counts[i] = 0;
  for (gsize i = 0; i < n_values; i++)
    if (isfinite (values[i])) {
      counts[(gint) CLAMP ((values[i] / *largest + 1) / 2 * n, 0, n - 1)]++;
      n_seen++;
    }
  return n_seen > 0;
}

gchar *
gs_summary_describe (const GsSight *sight)
{
  gchar sum[GS_VIEW_BUFFER], mean[GS_VIEW_BUFFER], least[GS_VIEW_BUFFER], greatest[GS_VIEW_BUFFER];
  g_autofree gchar *text = NULL;
  GsSummary summary;
  gdouble dot;

  if (!sight->has_selection)
    return g_strdup ("");
  if (sight->range->len == 1 && sight->other == NULL)
    return gs_sight_speak_value (sight, &sight->selected);
  summary = of_range (sight);
  if (summary.n == 0)
    return g_strdup (_ ("no numbers"));
  gs_sight_format (sight, summary.sum, 0, sum);
  gs_sight_format (sight, summary.mean, 0, mean);
  gs_sight_format (sight, summary.least, 0, least);
  gs_sight_format (sight, summary.greatest, 0, greatest);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu number   sum %s   mean %s   min %s   max %s",
                                       "%zu numbers   sum %s   mean %s   min %s   max %s", summary.n),
                          summary.n, sum, mean, least, greatest);
  if (!gs_summary_get_dot (sight, &dot))
    return g_steal_pointer (&text);
  gs_sight_format (sight, dot, 0, sum);
  /* Translators: the dot product of two ranges, in front of the count, sum and so on of both. */
  return g_strdup_printf (_ ("dot product %s   %s"), sum, text);
}
