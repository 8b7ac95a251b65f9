/* What the files that write a workbook share. */
#pragma once

#include <xlsxwriter.h>

#include "gs-sheet-plan.h"

G_BEGIN_DECLS

typedef struct {
  const NnNetwork *network;
  GPtrArray *frames;
  GsSheetPlan *plan;
  lxw_workbook *book;
  lxw_worksheet **sheets;
  GPtrArray *hyper_names; /* a pass: tensor's name to the name that is defined for its cell */
  lxw_format *number, *editable, *pinned, *heading, *name, *title, *link;
} GsXlsx;

static inline GsFrame *
gs_xlsx_get_frame (const GsXlsx *self, guint pass)
{
  return g_ptr_array_index (self->frames, pass);
}

/* "'dense 1'!" */
void gs_xlsx_append_sheet (const GsXlsx *self, GString *text, gint sheet);
/* "='dense 1'!B5"; caller frees. */
gchar *gs_xlsx_make_reference (const GsXlsx *self, gint from_sheet, const NnSheetSpot *spot);

/* The first sheet: title, loss of each pass with its curve, hyperparameters with their names, what is where.
 */
void gs_xlsx_put_overview (GsXlsx *self);

G_END_DECLS
