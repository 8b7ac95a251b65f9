/* The data as a sheet of its own: what is shown, and what is marked. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "gs-data-grid-private.h"

G_DEFINE_FINAL_TYPE (GsDataGrid, gs_data_grid, G_TYPE_OBJECT)

static guint changed_signal;

void
gs_data_grid_emit (GsDataGrid *grid, gboolean only_cursor)
{
  grid->revision += !only_cursor;
  g_signal_emit (grid, changed_signal, 0, only_cursor);
}

/* ---- columns ---- */

static void
clear_column (gpointer column)
{
  g_free (((GsDataColumn *) column)->title);
}

static void
add (GsDataGrid *grid, GsDataKind kind, gint offset, const gchar *title)
{
  GsDataColumn column = { kind, offset,
                          title != NULL ? g_strdup (title) : g_strdup_printf ("%d", offset + 1) };

  g_array_append_val (grid->columns, column);
}

const GPtrArray *
gs_data_grid_get_classes (GsDataGrid *grid)
{
  return gs_dataset_get_names (grid->data, grid->n_targets == 1 ? GS_NAMES_CLASSES : GS_NAMES_TARGETS);
}

/* Whether targets stand for classes: the first row's do, and there is more than one, or they have names. */
gint
gs_data_grid_count_classes (GsDataGrid *grid)
{
  gboolean has_any = gs_dataset_get_n_rows (grid->data) > 0
                         ? gs_dataset_get_class (grid->data, 1) >= 0
                               && (grid->n_targets > 1 || gs_data_grid_get_classes (grid) != NULL)
                         : gs_dataset_get_names (grid->data, GS_NAMES_CLASSES) != NULL;

  return has_any ? MAX ((gint) grid->n_targets, 2) : 0;
}

static void
list_columns (GsDataGrid *grid)
{
  const GPtrArray *features = gs_dataset_get_names (grid->data, GS_NAMES_FEATURES);
  const GPtrArray *targets = gs_dataset_get_names (grid->data, GS_NAMES_TARGETS);

  g_array_set_size (grid->columns, 0);
  if (gs_dataset_get_names (grid->data, GS_NAMES_ROWS) != NULL)
    add (grid, GS_DATA_NAME, 0, C_ ("column", "name"));
  for (gsize i = 0; i < grid->n_inputs; i++)
    add (grid, GS_DATA_INPUT, (gint) i, gs_names_get (features, i));
  for (gsize i = 0; i < grid->n_targets; i++)
    add (grid, GS_DATA_TARGET, (gint) i, gs_names_get (targets, i));
  if (gs_data_grid_count_classes (grid) > 0)
    add (grid, GS_DATA_CLASS, 0, C_ ("column", "class"));
  if (gs_dataset_get_test_share (grid->data, NULL) > 0 || gs_dataset_get_validation_share (grid->data) > 0)
    add (grid, GS_DATA_SET, 0, C_ ("column", "set"));
  add (grid, GS_DATA_BATCH, 0, C_ ("column", "batch"));
  if (gs_data_grid_count_classes (grid) > 0)
    add (grid, GS_DATA_ANSWER, 0, C_ ("column", "answer"));
  for (gsize i = 0; i < grid->n_targets; i++)
    add (grid, GS_DATA_OUTPUT, (gint) i, gs_names_get (targets, i));
  add (grid, GS_DATA_ERROR, 0, C_ ("column", "error"));
}

const gchar *
gs_data_kind_get_title (GsDataKind kind)
{
  switch (kind) {
  case GS_DATA_INPUT: return _ ("x  inputs");
  case GS_DATA_TARGET: return _ ("t  targets");
  case GS_DATA_OUTPUT: return _ ("prediction");
  case GS_DATA_NAME:
  case GS_DATA_CLASS:
  case GS_DATA_SET:
  case GS_DATA_BATCH:
  case GS_DATA_ANSWER:
  case GS_DATA_ERROR:
  case GS_N_DATA:
  default: return "";
  }
}

gboolean
gs_data_kind_is_number (GsDataKind kind)
{
  return kind == GS_DATA_INPUT || kind == GS_DATA_TARGET || kind == GS_DATA_OUTPUT || kind == GS_DATA_ERROR;
}

gboolean
gs_data_kind_is_editable (GsDataKind kind)
{
  return kind == GS_DATA_INPUT || kind == GS_DATA_TARGET || kind == GS_DATA_CLASS || kind == GS_DATA_NAME;
}

/* ---- what changes ---- */

/* Other rows. What is being typed into the empty row stays, if rows are as long as before. */
static void
take_data (GsDataGrid *grid, GsDataset *data)
{
  gsize n_inputs = nn_shape_count (gs_dataset_get_input_shape (data));
  gsize n_targets = nn_shape_count (gs_dataset_get_target_shape (data));

  if (grid->draft == NULL || n_inputs != grid->n_inputs || n_targets != grid->n_targets) {
    g_free (grid->draft);
    grid->draft = g_new (gdouble, n_inputs + n_targets);
    for (gsize i = 0; i < n_inputs + n_targets; i++)
      grid->draft[i] = NAN;
  }
  grid->n_inputs = n_inputs;
  grid->n_targets = n_targets;
  gs_dataset_ref (data);
  gs_data_grid_take_order (grid, data);
  g_clear_pointer (&grid->data, gs_dataset_unref);
  grid->data = data;
  g_clear_pointer (&grid->means, g_free);
  g_clear_pointer (&grid->deviations, g_free);
  gs_data_grid_forget_predicted (grid);
  list_columns (grid);
  if (MAX (grid->choice.is, grid->choice.answer) >= gs_data_grid_count_classes (grid))
    grid->choice = gs_data_choice_all;
}

static void
update (GsDataGrid *grid)
{
  GsDataset *data = gs_frame_get_data (gs_view_get_sight (grid->view)->frame);

  g_clear_pointer (&grid->places, g_free);
  if (data != grid->data) {
    take_data (grid, data);
    if (grid->numbers == NULL)
      gs_data_grid_lay_out (grid);
  }
  if (gs_data_grid_has_other_batch (grid))
    gs_data_grid_lay_out (grid);
  gs_data_grid_clamp_cursor (grid);
}

static void
on_view_changed (GsDataGrid *grid, guint change)
{
  if ((change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM | GS_VIEW_OPTIONS)) == 0
      && !((change & GS_VIEW_LIVE) && gs_view_shows_data (grid->view)))
    return;
  if (change & GS_VIEW_PROGRAM)
    g_clear_pointer (&grid->predictor, gs_predictor_free);
  update (grid);
  gs_data_grid_emit (grid, FALSE);
}

/* ---- cells ---- */

static const GsSight *
get_sight (GsDataGrid *grid)
{
  return gs_view_get_sight (grid->view);
}

gint
gs_data_grid_get_place (GsDataGrid *grid, gint row)
{
  return row >= 1 && row <= gs_data_grid_get_n_rows (grid)
             ? gs_data_grid_find_place (grid, gs_data_grid_get_number (grid, row))
             : 0;
}

gint
gs_data_grid_get_stepped (GsDataGrid *grid)
{
  gint n;
  const gint *batch = gs_frame_get_batch (get_sight (grid)->frame, &n);
  gint sample = gs_view_get_sample (grid->view);

  return n > 0 && gs_data_grid_get_n_rows (grid) > 0
             ? gs_data_grid_find_line (grid, batch[CLAMP (sample, 1, n) - 1])
             : 0;
}

static const gdouble *
get_outputs (GsDataGrid *grid, gint row)
{
  gint at = row - grid->predicted_first;

  return at >= 0 && at < grid->n_predicted ? grid->outputs + (gsize) at * grid->n_targets : NULL;
}

/* NaN where nothing is known. */
static gdouble
compute_error (GsDataGrid *grid, gint row)
{
  const gdouble *outputs = get_outputs (grid, row);

  return outputs != NULL ? gs_answers_compute_error (
             gs_workbook_get_network (gs_view_get_workbook (grid->view))->loss, outputs,
             gs_dataset_get_target (grid->data, gs_data_grid_get_number (grid, row)), grid->n_targets)
                         : NAN;
}

gboolean
gs_data_grid_get_value (GsDataGrid *grid, gint row, gint column, gdouble *value)
{
  const GsDataColumn *at = gs_data_grid_get_column (grid, column);
  gboolean is_draft = row > gs_data_grid_get_n_rows (grid);
  gint number = is_draft ? 0 : gs_data_grid_get_number (grid, row);
  const gdouble *numbers = NULL;

  switch (at->kind) {
  case GS_DATA_INPUT: numbers = is_draft ? grid->draft : gs_dataset_get_input (grid->data, number); break;
  case GS_DATA_TARGET:
    numbers = is_draft ? grid->draft + grid->n_inputs : gs_dataset_get_target (grid->data, number);
    break;
  case GS_DATA_OUTPUT: numbers = is_draft ? NULL : get_outputs (grid, row); break;
  case GS_DATA_ERROR: *value = is_draft ? NAN : compute_error (grid, row); return !isnan (*value);
  case GS_DATA_NAME:
  case GS_DATA_CLASS:
  case GS_DATA_SET:
  case GS_DATA_BATCH:
  case GS_DATA_ANSWER:
  case GS_N_DATA:
  default: break;
  }
  *value = numbers != NULL ? numbers[at->offset] : NAN;
  return !isnan (*value);
}

gchar *
gs_data_grid_name_class (GsDataGrid *grid, gint class)
{
  const gchar *name = class >= 0 ? gs_names_get (gs_data_grid_get_classes (grid), (gsize) class) : NULL;

  if (class < 0)
    return g_strdup ("");
  return name != NULL ? g_strdup (name) : g_strdup_printf ("%d", class);
}

static gint
get_answer (GsDataGrid *grid, gint row)
{
  const gdouble *outputs = get_outputs (grid, row);

  return outputs != NULL ? gs_evaluation_get_answer (outputs, grid->n_targets, FALSE) : -1;
}

static gchar *
get_word (GsDataGrid *grid, const GsDataColumn *column, gint row)
{
  const gchar *name;
  gint place, number;

  if (row > gs_data_grid_get_n_rows (grid))
    return g_strdup ("");
  number = gs_data_grid_get_number (grid, row);
  switch (column->kind) {
  case GS_DATA_NAME:
    name = gs_names_get (gs_dataset_get_names (grid->data, GS_NAMES_ROWS), (gsize) number - 1);
    return g_strdup (name != NULL ? name : "");
  case GS_DATA_CLASS: return gs_data_grid_name_class (grid, gs_dataset_get_class (grid->data, number));
  case GS_DATA_SET: return g_strdup (gs_row_use_get_name (gs_dataset_get_use (grid->data, number)));
  case GS_DATA_BATCH:
    place = gs_data_grid_get_place (grid, row);
    /* Translators: the place of a row in its batch, and how many rows the batch has. */
    return place > 0 ? g_strdup_printf (_ ("%d of %d"), place,
                                        nn_program_get_batch_size (get_sight (grid)->program))
                     : g_strdup ("");
  case GS_DATA_ANSWER: return gs_data_grid_name_class (grid, get_answer (grid, row));
  case GS_DATA_INPUT:
  case GS_DATA_TARGET:
  case GS_DATA_OUTPUT:
  case GS_DATA_ERROR:
  case GS_N_DATA:
  default: return g_strdup ("");
  }
}

gchar *
gs_data_grid_get_text (GsDataGrid *grid, gint row, gint column)
{
  const GsDataColumn *at = gs_data_grid_get_column (grid, column);
  gchar buffer[GS_VIEW_BUFFER];
  gdouble value;

  if (!gs_data_kind_is_number (at->kind))
    return get_word (grid, at, row);
  if (!gs_data_grid_get_value (grid, row, column, &value))
    return g_strdup ("");
  return g_strdup (gs_sight_format (get_sight (grid), value, 0, buffer));
}

/* Mean and standard deviation of an input over all rows; of constant ones the latter is 0. */
static void
measure (GsDataGrid *grid, gint offset)
{
  gint n = gs_dataset_get_n_rows (grid->data);
  gdouble sum = 0, squares = 0, mean;

  if (grid->means == NULL) {
    grid->means = g_new (gdouble, grid->n_inputs);
    grid->deviations = g_new (gdouble, grid->n_inputs);
    for (gsize i = 0; i < grid->n_inputs; i++)
      grid->means[i] = NAN;
  }
  if (!isnan (grid->means[offset]) || n == 0)
    return;
  for (gint row = 1; row <= n; row++)
    sum += gs_dataset_get_input (grid->data, row)[offset];
  mean = sum / n;
  for (gint row = 1; row <= n; row++) {
    gdouble distance = gs_dataset_get_input (grid->data, row)[offset] - mean;

    squares += distance * distance;
  }
  grid->means[offset] = mean;
  grid->deviations[offset] = sqrt (squares / n);
}

gdouble
gs_data_grid_get_tone (GsDataGrid *grid, gint row, gint column)
{
  const GsDataColumn *at = gs_data_grid_get_column (grid, column);
  gdouble value;

  if (!gs_data_grid_get_value (grid, row, column, &value))
    return 0;
  if (at->kind == GS_DATA_OUTPUT)
    return CLAMP (value, -1, 1);
  if (at->kind != GS_DATA_INPUT || row > gs_data_grid_get_n_rows (grid))
    return 0;
  measure (grid, at->offset);
  if (!(grid->deviations[at->offset] > 0))
    return 0;
  return CLAMP ((value - grid->means[at->offset]) / grid->deviations[at->offset] / GS_DATA_MANY_DEVIATIONS,
                -1, 1);
}

gint
gs_data_grid_is_right (GsDataGrid *grid, gint row)
{
  gint is = row <= gs_data_grid_get_n_rows (grid)
                ? gs_dataset_get_class (grid->data, gs_data_grid_get_number (grid, row))
                : -1;
  gint answer = get_answer (grid, row);

  return is < 0 || answer < 0 ? 0 : is == answer ? 1 : -1;
}

/* "x sepal length", "class". Caller frees. */
static gchar *
name_column (const GsDataColumn *at)
{
  const gchar *group = at->kind == GS_DATA_INPUT    ? "x"
                       : at->kind == GS_DATA_TARGET ? "t"
                                                    : gs_data_kind_get_title (at->kind);

  return *group != '\0' ? g_strdup_printf ("%s %s", group, at->title) : g_strdup (at->title);
}

gchar *
gs_data_grid_describe (GsDataGrid *grid, gint row, gint column)
{
  g_autofree gchar *text = gs_data_grid_get_text (grid, row, column);
  g_autofree gchar *name = name_column (gs_data_grid_get_column (grid, column));

  if (row > gs_data_grid_get_n_rows (grid))
    /* Translators: a new row of data; its column; what has been typed there. */
    return g_strdup_printf (_ ("new row, %s: %s"), name, text);
  return g_strdup_printf (_ ("row %d, %s: %s"), gs_data_grid_get_number (grid, row), name,
                          *text != '\0' ? text : _ ("empty"));
}

/* ---- answers ---- */

guint64
gs_data_grid_stamp_weights (GsDataGrid *grid)
{
  const GsSight *sight = get_sight (grid);
  guint64 sum = 1;

  for (gint i = 0; i < nn_program_get_n_tensors (sight->program); i++)
    if (nn_program_get_tensor (sight->program, i)->role == NN_ROLE_PARAMETER)
      sum = sum * 31 + gs_frame_get_stamp (sight->frame, i);
  return sum;
}

/* With the weights that are shown, also while the network is being trained. Where it makes a NaN there is no
 * answer. */
static void
predict_row (GsDataGrid *grid, gint row, gdouble *outputs)
{
  const gdouble *input = gs_dataset_get_input (grid->data, gs_data_grid_get_number (grid, row)), *own = NULL;
  gsize n = 0;

  if (grid->predictor != NULL)
    own = gs_predictor_run (grid->predictor, input, &n, NULL);
  for (gsize i = 0; i < grid->n_targets; i++)
    outputs[i] = own != NULL && n == grid->n_targets ? own[i] : NAN;
}

gboolean
gs_data_grid_predict (GsDataGrid *grid, gint first, gint n)
{
  gint last = MIN (first + n - 1, gs_data_grid_get_n_rows (grid));
  guint64 stamp = gs_data_grid_stamp_weights (grid);
  gboolean is_known = grid->predicted_for == stamp && first >= grid->predicted_first
                      && last < grid->predicted_first + grid->n_predicted;

  if (first < 1 || last < first || is_known || gs_sight_may_hide (get_sight (grid)))
    return FALSE;
  gs_data_grid_forget_predicted (grid);
  grid->predicted_for = stamp;
  grid->predicted_first = first;
  grid->n_predicted = last - first + 1;
  grid->outputs = g_new (gdouble, (gsize) grid->n_predicted * grid->n_targets);
  if (grid->predictor == NULL)
    grid->predictor = gs_predictor_new (gs_workbook_get_network (gs_view_get_workbook (grid->view)), NULL);
  if (grid->predictor != NULL)
    gs_predictor_take_weights (grid->predictor, get_sight (grid)->frame);
  for (gint row = first; row <= last; row++)
    predict_row (grid, row, grid->outputs + (gsize) (row - first) * grid->n_targets);
  gs_data_grid_emit (grid, FALSE);
  return TRUE;
}

/* ---- the object ---- */

GsView *
gs_data_grid_get_view (GsDataGrid *grid)
{
  return grid->view;
}

guint64
gs_data_grid_get_revision (GsDataGrid *grid)
{
  return grid->revision;
}

gint
gs_data_grid_get_n_columns (GsDataGrid *grid)
{
  return (gint) grid->columns->len;
}

const GsDataColumn *
gs_data_grid_get_column (GsDataGrid *grid, gint column)
{
  return &g_array_index (grid->columns, GsDataColumn, column);
}

static void
dispose (GObject *object)
{
  GsDataGrid *grid = GS_DATA_GRID (object);

  if (grid->view != NULL)
    g_signal_handlers_disconnect_by_data (grid->view, grid);
  if (grid->asking != NULL)
    g_cancellable_cancel (grid->asking);
  g_clear_object (&grid->asking);
  g_clear_object (&grid->view);
  G_OBJECT_CLASS (gs_data_grid_parent_class)->dispose (object);
}

gboolean
gs_data_grid_has_draft (GsDataGrid *grid)
{
  for (gsize i = 0; grid->draft != NULL && i < grid->n_inputs + grid->n_targets; i++)
    if (!isnan (grid->draft[i]))
      return TRUE;
  return FALSE;
}

static void
finalize (GObject *object)
{
  GsDataGrid *grid = GS_DATA_GRID (object);

  g_clear_pointer (&grid->data, gs_dataset_unref);
  g_array_unref (grid->columns);
  g_free (grid->draft);
  g_free (grid->means);
  g_free (grid->deviations);
  g_free (grid->places);
  g_free (grid->outputs);
  g_free (grid->listed);
  g_free (grid->numbers);
  g_free (grid->lines);
  gs_answers_free (grid->answers);
  gs_predictor_free (grid->predictor);
  g_clear_error (&grid->failure);
  G_OBJECT_CLASS (gs_data_grid_parent_class)->finalize (object);
}

static void
gs_data_grid_class_init (GsDataGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  changed_signal = g_signal_new ("changed", GS_TYPE_DATA_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
gs_data_grid_init (GsDataGrid *grid)
{
  grid->columns = g_array_new (FALSE, FALSE, sizeof (GsDataColumn));
  g_array_set_clear_func (grid->columns, clear_column);
  grid->choice = gs_data_choice_all;
}

GsDataGrid *
gs_data_grid_new (GsView *view)
{
  GsDataGrid *grid = g_object_new (GS_TYPE_DATA_GRID, NULL);

  grid->view = g_object_ref (view);
  update (grid);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), grid);
  return grid;
}
