/* Points by hand. */
#include "gs-points.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/workbook/gs-workbook-rows.h"

gint
gs_points_get_n_classes (const GsPlane *plane, GsDataset *data)
{
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));

  return gs_plane_get_class_kind (plane) == GS_CLASSES_NONE || n == 1 ? 2 : (gint) n;
}

/* Of a single target. */
static gdouble
get_target (const GsPlane *plane, gint class)
{
  return class > 0 ? 1 : gs_plane_get_class_kind (plane) == GS_CLASSES_PLAIN ? 0 : -1;
}

gchar *
gs_points_name_class (const GsPlane *plane, GsDataset *data, gint class)
{
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));
  const gchar *name =
      gs_names_get (gs_dataset_get_names (data, n == 1 ? GS_NAMES_CLASSES : GS_NAMES_TARGETS), (gsize) class);

  if (name != NULL)
    return g_strdup (name);
  if (n > 1)
    return g_strdup_printf ("%d", class + 1);
  return g_strdup_printf ("t = %s", get_target (plane, class) < 0 ? "−1" : class == 0 ? "0" : "1");
}

/* One row in the place of `n_removed`. */
static gboolean
put (GsWorkbook *book,
     const GsPlane *plane,
     gint row,
     gint n_removed,
     const gdouble *at,
     const gdouble *targets,
     GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  g_autofree gdouble *inputs = g_new (gdouble, nn_shape_count (gs_dataset_get_input_shape (data)));
  g_autoptr (GsDataset) changed = NULL;

  gs_plane_get_input (plane, at[0], at[1], inputs);
  changed = gs_dataset_splice (data, row, n_removed, 1, inputs, targets, error);
  return changed != NULL
         && gs_workbook_set_data (book, changed, n_removed == 0 ? _ ("Place a point") : _ ("Move a point"),
                                  error);
}

gboolean
gs_points_add (GsWorkbook *book, const GsPlane *plane, gdouble x, gdouble y, gint class, GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));
  g_autofree gdouble *targets = g_new0 (gdouble, n);

  if (n == 1)
    targets[0] = get_target (plane, class);
  else
    targets[class] = 1;
  return put (book, plane, gs_dataset_get_n_rows (data) + 1, 0, (const gdouble[]){ x, y }, targets, error);
}

gboolean
gs_points_move (GsWorkbook *book, const GsPlane *plane, gint row, gdouble x, gdouble y, GError **error)
{
  return put (book, plane, row, 1, (const gdouble[]){ x, y },
              gs_dataset_get_target (gs_workbook_get_data (book), row), error);
}

gboolean
gs_points_remove (GsWorkbook *book, gint row, GError **error)
{
  return gs_workbook_remove_row (book, row, error);
}
