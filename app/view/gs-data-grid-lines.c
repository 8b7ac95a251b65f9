/* The data as a sheet of its own: which rows stand on which lines, and where the cursor is among them. */
#include "gs-data-grid-private.h"

#include <string.h>

const GsDataChoice gs_data_choice_all = { .is = -1, .answer = -1, .use = -1 };

gboolean
gs_data_choice_needs_answers (const GsDataChoice *choice)
{
  return choice->worst_first || choice->wrong || choice->answer >= 0;
}

static gboolean
is_all (const GsDataChoice *choice)
{
  return !gs_data_choice_needs_answers (choice) && choice->is < 0 && choice->use < 0 && !choice->batch;
}

const GsDataChoice *
gs_data_grid_get_choice (GsDataGrid *grid)
{
  return &grid->choice;
}

/* ---- lines and rows ---- */

gint
gs_data_grid_get_n_rows (GsDataGrid *grid)
{
  return grid->numbers != NULL ? grid->n_lines : gs_dataset_get_n_rows (grid->data);
}

gint
gs_data_grid_get_number (GsDataGrid *grid, gint row)
{
  if (row > gs_data_grid_get_n_rows (grid))
    return gs_dataset_get_n_rows (grid->data) + 1;
  return grid->numbers != NULL ? grid->numbers[row] : row;
}

gint
gs_data_grid_find_line (GsDataGrid *grid, gint number)
{
  return grid->lines != NULL ? grid->lines[number] : number;
}

gint
gs_data_grid_find_place (GsDataGrid *grid, gint number)
{
  gint n_rows = gs_dataset_get_n_rows (grid->data), n;
  const gint *batch;

  if (grid->places == NULL) {
    grid->places = g_new0 (gint, n_rows + 2);
    batch = gs_frame_get_batch (gs_view_get_sight (grid->view)->frame, &n);
    for (gint i = 0; i < n; i++)
      if (batch[i] >= 1 && batch[i] <= n_rows)
        grid->places[batch[i]] = i + 1;
  }
  return grid->places[number];
}

static void
append_line (GsDataGrid *grid, gint number)
{
  grid->numbers[++grid->n_lines] = number;
  grid->lines[number] = grid->n_lines;
}

/* What can be told without the answers. */
static gboolean
is_chosen (GsDataGrid *grid, gint number)
{
  const GsDataChoice *choice = &grid->choice;

  return (choice->is < 0 || gs_dataset_get_class (grid->data, number) == choice->is)
         && (choice->use < 0 || (gint) gs_dataset_get_use (grid->data, number) == choice->use)
         && (!choice->batch || gs_data_grid_find_place (grid, number) > 0);
}

static gboolean
is_answered (const GsDataChoice *choice, const GsRowAnswer *answer)
{
  return (!choice->wrong || answer->is != answer->answer)
         && (choice->answer < 0 || answer->answer == choice->answer);
}

gboolean
gs_data_grid_has_other_batch (GsDataGrid *grid)
{
  gint n;
  const gint *batch = gs_frame_get_batch (gs_view_get_sight (grid->view)->frame, &n);

  return grid->choice.batch
         && (n != grid->n_listed || memcmp (batch, grid->listed, (gsize) n * sizeof (gint)) != 0);
}

static void
remember_batch (GsDataGrid *grid)
{
  const gint *batch = gs_frame_get_batch (gs_view_get_sight (grid->view)->frame, &grid->n_listed);

  g_free (grid->listed);
  grid->listed = g_memdup2 (batch, (gsize) grid->n_listed * sizeof (gint));
}

static void
list_lines (GsDataGrid *grid)
{
  gint n = gs_dataset_get_n_rows (grid->data);
  g_autofree gboolean *is_out = g_new0 (gboolean, n + 1);

  remember_batch (grid);
  grid->numbers = g_new0 (gint, n + 1);
  grid->lines = g_new0 (gint, n + 2);
  for (gint i = 0; gs_data_choice_needs_answers (&grid->choice) && i < n; i++) {
    const GsRowAnswer *answer = gs_answers_get (grid->answers, (guint) i);

    is_out[answer->row] = !is_answered (&grid->choice, answer);
    if (grid->choice.worst_first && !is_out[answer->row] && is_chosen (grid, answer->row))
      append_line (grid, answer->row);
  }
  for (gint number = 1; !grid->choice.worst_first && number <= n; number++)
    if (!is_out[number] && is_chosen (grid, number))
      append_line (grid, number);
  /* The empty line stands for the row behind the last one. */
  grid->lines[n + 1] = grid->n_lines + 1;
}

static void
clear_lines (GsDataGrid *grid)
{
  g_clear_pointer (&grid->numbers, g_free);
  g_clear_pointer (&grid->lines, g_free);
  grid->n_lines = 0;
}

void
gs_data_grid_forget_predicted (GsDataGrid *grid)
{
  g_clear_pointer (&grid->outputs, g_free);
  grid->n_predicted = 0;
}

void
gs_data_grid_clamp_cursor (GsDataGrid *grid)
{
  gint last_row = gs_data_grid_get_n_rows (grid) + 1, last_column = (gint) grid->columns->len - 1;

  grid->row = CLAMP (grid->row, 1, last_row);
  grid->anchor_row = CLAMP (grid->anchor_row, 1, last_row);
  grid->corner_row = CLAMP (grid->corner_row, 1, last_row);
  grid->column = CLAMP (grid->column, 0, last_column);
  grid->anchor_column = CLAMP (grid->anchor_column, 0, last_column);
  grid->corner_column = CLAMP (grid->corner_column, 0, last_column);
}

/* The cursor stays in its row, where that is to be seen. */
void
gs_data_grid_lay_out (GsDataGrid *grid)
{
  gint number, line;
  gboolean is_plain =
      is_all (&grid->choice) || (gs_data_choice_needs_answers (&grid->choice) && grid->answers == NULL);

  if (grid->numbers == NULL && is_plain)
    return;
  number = gs_data_grid_get_number (grid, MAX (grid->row, 1));
  gs_data_grid_forget_predicted (grid);
  clear_lines (grid);
  if (!is_plain)
    list_lines (grid);
  line = number <= gs_dataset_get_n_rows (grid->data) + 1 ? gs_data_grid_find_line (grid, number) : 1;
  grid->row = grid->anchor_row = grid->corner_row = MAX (line, 1);
  gs_data_grid_clamp_cursor (grid);
}

/* Other batches of the same rows change nothing; an edit makes answers old; rows that came or went make them
 * void. */
void
gs_data_grid_take_order (GsDataGrid *grid, GsDataset *data)
{
  gint n = gs_dataset_get_n_rows (data);

  if (grid->data == NULL)
    return;
  if (n != gs_dataset_get_n_rows (grid->data)
      || !nn_shape_equal (gs_dataset_get_target_shape (data), gs_dataset_get_target_shape (grid->data))) {
    g_clear_pointer (&grid->answers, gs_answers_free);
    clear_lines (grid);
  } else if (n > 0
             && (gs_dataset_get_input (data, 1) != gs_dataset_get_input (grid->data, 1)
                 || gs_dataset_get_target (data, 1) != gs_dataset_get_target (grid->data, 1))) {
    grid->is_edited = TRUE;
  }
}
