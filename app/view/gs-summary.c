/* Count, sum, mean, least and greatest of the selected cells. */
#include "gs-summary.h"

#include <glib/gi18n-lib.h>
#include <math.h>

GsSummary
gs_summary_of_range (GsView *view)
{
  g_autoptr (GArray) cells = gs_view_list_range (view);
  GsSummary summary = { 0 };

  for (guint i = 0; i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    gdouble value;

    if (gs_view_is_hidden (view, cell)
        || gs_workbook_look (gs_view_get_workbook (view), cell, &value) == GS_CELL_BLANK || !isfinite (value))
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
gs_summary_describe (GsView *view)
{
  gchar sum[GS_VIEW_BUFFER], mean[GS_VIEW_BUFFER], least[GS_VIEW_BUFFER], greatest[GS_VIEW_BUFFER];
  NnCell cell, corner;
  GsSummary summary;

  if (!gs_view_get_selected (view, &cell) || !gs_view_get_corner (view, &corner))
    return g_strdup ("");
  if (cell.offset == corner.offset)
    return gs_view_speak_value (view, &cell);
  summary = gs_summary_of_range (view);
  if (summary.n == 0)
    return g_strdup (_ ("no numbers"));
  gs_view_format_as_shown (view, summary.sum, 0, sum);
  gs_view_format_as_shown (view, summary.mean, 0, mean);
  gs_view_format_as_shown (view, summary.least, 0, least);
  gs_view_format_as_shown (view, summary.greatest, 0, greatest);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu number   sum %s   mean %s   min %s   max %s",
                                       "%zu numbers   sum %s   mean %s   min %s   max %s", summary.n),
                          summary.n, sum, mean, least, greatest);
}
