/* What the files of range edits share: gs-range-edit.c sets, copies, pastes, holds; gs-range-fill.c fills. */
#pragma once

#include "gs-range-edit.h"

G_BEGIN_DECLS

/* Cells that are asked for take `text` (or the number, where it is NULL) as an answer; the others get their
 * number: one edit. */
gboolean gs_range_put (GsView *view,
                       const GArray *cells,
                       const gdouble *values,
                       const gchar *text,
                       gchar **said,
                       GError **error);

G_END_DECLS
