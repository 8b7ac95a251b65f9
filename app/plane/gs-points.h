/* Points on the plane, placed, moved and taken away by hand. Each is one edit; made rows become the
 * document's own by it.
 *
 *   gs_points_add (book, plane, 1.5, -2, 0, &error);        // of the first class
 *   gs_points_move (book, plane, row, 2, -2, &error);
 */
#pragma once

#include "app/workbook/gs-workbook.h"
#include "gs-plane.h"

G_BEGIN_DECLS

/* How many classes a point can be of: where a number is learned two, which stand for −1 and 1. */
gint gs_points_get_n_classes (const GsPlane *plane, GsDataset *data);
/* What a class, from 0, is called: its name, else what the target is. Caller frees. */
gchar *gs_points_name_class (const GsPlane *plane, GsDataset *data, gint class);

/* Behind the last row. */
gboolean
gs_points_add (GsWorkbook *book, const GsPlane *plane, gdouble x, gdouble y, gint class, GError **error);
/* The row, from 1, keeps its target and its name. */
gboolean
gs_points_move (GsWorkbook *book, const GsPlane *plane, gint row, gdouble x, gdouble y, GError **error);
gboolean gs_points_remove (GsWorkbook *book, gint row, GError **error);

G_END_DECLS
