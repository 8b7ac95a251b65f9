/* What the files of the data's sheet share: gs-data-grid.c shows and marks, -edit changes. */
#pragma once

#include "gs-data-grid.h"

G_BEGIN_DECLS

struct _GsDataGrid {
  GObject parent_instance;

  GsView *view;
  GsDataset *data;
  GArray *columns; /* GsDataColumn */
  guint64 revision;
  gint row, column, anchor_row, anchor_column, corner_row, corner_column;
  gsize n_inputs, n_targets;
  gdouble *draft;              /* the empty row: inputs, then targets; NaN where nothing is typed yet */
  gdouble *means, *deviations; /* of inputs; NaN where they have not been asked for */
  gint *places;     /* by row from 1: which of the present batch; NULL if it has not been asked for */
  gdouble *outputs; /* of rows predicted_first on, n_predicted of them */
  gint predicted_first, n_predicted;
  guint64 predicted_for; /* the weights' stamps */
};

void gs_data_grid_emit (GsDataGrid *grid, gboolean only_cursor);
/* The names of classes, or NULL. */
const GPtrArray *gs_data_grid_get_classes (GsDataGrid *grid);

G_END_DECLS
