/* What the files of the data's sheet share: -lines knows which row is where, gs-data-grid.c shows,
 * -cursor marks and finds, -order asks the network and chooses, -edit changes. */
#pragma once

#include <gio/gio.h>

#include "app/workbook/gs-predictor.h"
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
  guint64 predicted_for;  /* the weights' stamps */
  GsPredictor *predictor; /* made when it is needed; for this network */
  GsDataChoice choice;
  GsAnswers *answers; /* of all rows, or NULL */
  guint64 asked_for;  /* the weights' stamps */
  gdouble worst;      /* the greatest error that is known and finite */
  GCancellable *asking;
  GError *failure;    /* of the last asking */
  gboolean is_edited; /* since they were asked for */
  gint *numbers;      /* by line from 1: the row's number; NULL: the same */
  gint *lines;        /* by number from 1: its line, or 0 */
  gint n_lines;
  gint *listed; /* the batch that they were chosen for */
  gint n_listed;
};

void gs_data_grid_emit (GsDataGrid *grid, gboolean only_cursor);
gboolean gs_data_choice_needs_answers (const GsDataChoice *choice);
/* What is chosen, on its lines; all rows as they lie where answers are needed that are not there. */
void gs_data_grid_lay_out (GsDataGrid *grid);
/* Changes when any weight does. */
guint64 gs_data_grid_stamp_weights (GsDataGrid *grid);
/* The line of a row, or 0. */
gint gs_data_grid_find_line (GsDataGrid *grid, gint number);
/* Which of the present batch the row of this number is, from 1; 0 if it is not in it. */
gint gs_data_grid_find_place (GsDataGrid *grid, gint number);
/* Whether lines are of this batch only, and it is another one by now. */
gboolean gs_data_grid_has_other_batch (GsDataGrid *grid);
/* Before other rows come: what holds of the order and the answers for these. */
void gs_data_grid_take_order (GsDataGrid *grid, GsDataset *data);
/* So that the cursor is where there is something. */
void gs_data_grid_clamp_cursor (GsDataGrid *grid);
void gs_data_grid_forget_predicted (GsDataGrid *grid);
/* The names of classes, or NULL. */
const GPtrArray *gs_data_grid_get_classes (GsDataGrid *grid);

G_END_DECLS
