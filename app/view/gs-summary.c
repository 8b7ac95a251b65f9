/* Count, sum, mean, least and greatest of the selected cells. */
#include "gs-summary.h"

#include <glib/gi18n-lib.h>
#include <math.h>

GsSummary
gs_summary_of_range (const GsSight *sight)
{
  const GArray *cells = sight->range;
  GsSummary summary = { 0 };

  for (guint i = 0; i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    gdouble value;

    if (gs_sight_is_hidden (sight, cell) || gs_frame_look (sight->frame, cell, &value) == GS_CELL_BLANK
        || !isfinite (value))
      continue;
    summary.least = summary.n == 0 ? value : MIN (summary.least, value);
    summary.greatest = summary.n == 0 ? value : MAX (summary.greatest, value);
    summary.sum += value;
    summary.n++;
  }
  summary.mean = summary.n > 0 ? summary.sum / (gdouble) summary.n : 0;
  return summary;
}

gchar *
gs_summary_describe (const GsSight *sight)
{
  gchar sum[GS_VIEW_BUFFER], mean[GS_VIEW_BUFFER], least[GS_VIEW_BUFFER], greatest[GS_VIEW_BUFFER];
  GsSummary summary;

  if (!sight->has_selection)
    return g_strdup ("");
  if (sight->selected.offset == sight->corner.offset)
    return gs_sight_speak_value (sight, &sight->selected);
  summary = gs_summary_of_range (sight);
  if (summary.n == 0)
    return g_strdup (_ ("no numbers"));
  gs_sight_format (sight, summary.sum, 0, sum);
  gs_sight_format (sight, summary.mean, 0, mean);
  gs_sight_format (sight, summary.least, 0, least);
  gs_sight_format (sight, summary.greatest, 0, greatest);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu number   sum %s   mean %s   min %s   max %s",
                                       "%zu numbers   sum %s   mean %s   min %s   max %s", summary.n),
                          summary.n, sum, mean, least, greatest);
}
