/* How cells are called in a workbook's formulas. */
#include "gs-xlsx-private.h"

void
gs_xlsx_append_sheet (const GsXlsx *self, GString *text, gint sheet)
{
  g_string_append_printf (text, "'%s'!", gs_sheet_plan_get_title (self->plan, (guint) sheet));
}

gchar *
gs_xlsx_make_reference (const GsXlsx *self, gint from_sheet, const NnSheetSpot *spot)
{
  GString *text = g_string_new ("=");

  if (spot->sheet != from_sheet)
    gs_xlsx_append_sheet (self, text, spot->sheet);
  nn_sheet_append_address (text, spot->row, spot->column);
  return g_string_free (text, FALSE);
}
