/* Rows put into a workbook. */
#include "gs-workbook-rows.h"

#include <glib/gi18n-lib.h>

#include "app/data/gs-rows.h"
#include "app/data/gs-source.h"
#include "nn/nn-error.h"

struct _GsRowsOrder {
  gatomicrefcount ref_count;
  gchar *source, *how;
  GsSource *opened; /* when one has looked at it, with what is in it */
  GsTable *table;   /* if it is one */
  gsize n_columns;  /* that it had when it was looked at */
  NnNetwork *network;
  gint batch_size; /* 0: as the rows come */
  gboolean is_shuffled, deals;
  gdouble test;
  GsScalingKind scaling;
  GsDataset *data; /* when they have been read */
};

GsRowsOrder *
gs_workbook_order_rows (GsWorkbook *book, const gchar *source)
{
  GsRowsOrder *order = g_new0 (GsRowsOrder, 1);

  g_atomic_ref_count_init (&order->ref_count);
  order->source = g_strdup (source);
  order->network = nn_network_copy (gs_workbook_get_network (book));
  order->batch_size = gs_dataset_get_asked_batch_size (gs_workbook_get_data (book));
  order->is_shuffled = gs_dataset_is_shuffled (gs_workbook_get_data (book));
  return order;
}

GsRowsOrder *
gs_rows_order_ref (GsRowsOrder *order)
{
  g_atomic_ref_count_inc (&order->ref_count);
  return order;
}

const gchar *
gs_rows_order_get_source (const GsRowsOrder *order)
{
  return order->source;
}

void
gs_rows_order_free (GsRowsOrder *order)
{
  if (order == NULL || !g_atomic_ref_count_dec (&order->ref_count))
    return;
  g_free (order->source);
  g_free (order->how);
  gs_source_free (order->opened);
  gs_table_free (order->table);
  nn_network_free (order->network);
  g_clear_pointer (&order->data, gs_dataset_unref);
  g_free (order);
}

gboolean
gs_rows_order_look (GsRowsOrder *order, GError **error)
{
  order->opened = gs_source_open (order->source, error);
  if (order->opened == NULL)
    return FALSE;
  if (gs_source_get_kind (order->opened) != GS_SOURCE_TABLE)
    return TRUE;
  order->table = gs_source_read_table (order->opened, gs_rows_count_columns (order->network), error);
  gs_source_let_go (order->opened);
  order->n_columns = order->table != NULL ? gs_table_get_n_columns (order->table) : 0;
  return order->table != NULL;
}

const GsTable *
gs_rows_order_get_table (const GsRowsOrder *order)
{
  return order->table;
}

const NnNetwork *
gs_rows_order_get_network (const GsRowsOrder *order)
{
  return order->network;
}

static gboolean
is_all (const GsTable *table, const gsize *columns, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (columns[i] != i)
      return FALSE;
  return n == gs_table_get_n_columns (table);
}

/* A document that reads the file again picks them likewise. */
static gboolean
pick (GsRowsOrder *order, const gsize *columns, gsize n, GError **error)
{
  g_autoptr (GString) source = g_string_new (order->source);

  if (is_all (order->table, columns, n))
    return TRUE;
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (source, "%s%zu", i == 0 ? ":columns=" : ";", columns[i] + 1);
  g_free (order->source);
  order->source = g_string_free (g_steal_pointer (&source), FALSE);
  return gs_table_pick (order->table, columns, n, error);
}

void
gs_rows_order_part (GsRowsOrder *order, gdouble test, gboolean shuffled)
{
  order->test = test;
  order->deals = shuffled;
}

void
gs_rows_order_scale (GsRowsOrder *order, GsScalingKind kind)
{
  order->scaling = kind;
}

gboolean
gs_rows_order_read (GsRowsOrder *order, GError **error)
{
  GsSource *source;
  g_autoptr (GsDataset) read = NULL, kept = NULL, batched = NULL, parted = NULL, scaled = NULL;
  gboolean shuffled;

  if (order->opened == NULL && (order->opened = gs_source_open (order->source, error)) == NULL)
    return FALSE;
  source = order->opened;
  read = order->table != NULL ? gs_rows_from_table (order->table, order->network, NULL, &order->how, error)
                              : gs_source_read (source, order->network, NULL, &order->how, error);
  if (read == NULL)
    return FALSE;
  kept = gs_source_is_kept_outside (source, read, NULL) ? gs_dataset_with_source (
             read, order->source, gs_source_get_size (source), gs_source_get_sum (source))
                                                        : gs_dataset_ref (read);
  batched =
      order->batch_size > 0 ? gs_dataset_with_batch_size (kept, order->batch_size) : gs_dataset_ref (kept);
  parted =
      order->test > 0 ? gs_dataset_with_split (batched, order->test, 0, 1, error) : gs_dataset_ref (batched);
  if (parted == NULL)
    return FALSE;
  scaled = gs_dataset_rescale (parted, order->scaling);
  shuffled = order->is_shuffled || (order->deals && gs_dataset_get_n_batches (parted) > 1);
  order->data = gs_dataset_with_shuffling (scaled, shuffled, error);
  return order->data != NULL;
}

/* A table that was picked from has lost its other columns: it is looked at again. */
static void
look_again (GsRowsOrder *order, const gchar *source)
{
  gsize n = order->n_columns;

  g_free (order->source);
  order->source = g_strdup (source);
  g_clear_pointer (&order->how, g_free);
  g_clear_pointer (&order->opened, gs_source_free);
  g_clear_pointer (&order->table, gs_table_free);
  if (!gs_rows_order_look (order, NULL) || order->n_columns != n)
    g_clear_pointer (&order->table, gs_table_free);
}

gboolean
gs_rows_order_try (GsRowsOrder *order, const gsize *columns, gsize n, GError **error)
{
  g_autofree gchar *source = g_strdup (order->source);

  if (pick (order, columns, n, error) && gs_rows_order_read (order, error))
    return TRUE;
  look_again (order, source);
  return FALSE;
}

static void
say (gint n, const gchar *how, gchar **said)
{
  if (said == NULL)
    return;
  *said =
      how != NULL
          ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d row: %s.", "%d rows: %s.", (gulong) n), n, how)
          : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d row.", "%d rows.", (gulong) n), n);
}

gboolean
gs_workbook_take_rows (GsWorkbook *book, const GsRowsOrder *order, gchar **said, GError **error)
{
  if (!gs_workbook_set_data (book, order->data, _ ("Rows from a file"), error))
    return FALSE;
  say (gs_dataset_get_n_rows (order->data), order->how, said);
  return TRUE;
}

gboolean
gs_workbook_import_rows (GsWorkbook *book, const gchar *source, gchar **said, GError **error)
{
  g_autoptr (GsRowsOrder) order = gs_workbook_order_rows (book, source);

  return gs_rows_order_read (order, error) && gs_workbook_take_rows (book, order, said, error);
}

gboolean
gs_workbook_append_rows (GsWorkbook *book, const gchar *text, gchar **said, GError **error)
{
  g_autofree gchar *how = NULL;
  GsDataset *old = gs_workbook_get_data (book);
  gint n_before = gs_dataset_get_n_rows (old);
  g_autoptr (GsDataset) longer = gs_rows_append (old, gs_workbook_get_network (book), text, &how, error);

  if (longer == NULL || !gs_workbook_set_data (book, longer, _ ("Paste rows"), error))
    return FALSE;
  say (gs_dataset_get_n_rows (longer) - n_before, how, said);
  return TRUE;
}

gboolean
gs_workbook_add_row (GsWorkbook *book, GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  gint n = gs_dataset_get_n_rows (data);
  g_autoptr (GsDataset) longer = NULL;

  /* One of zeros would teach nothing, and look as if it were data. */
  if (n == 0) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("There is no row yet that another could begin from. Type one on the sheet of the "
                            "data, paste rows, or make some."));
    return FALSE;
  }
  longer = gs_dataset_splice (data, n + 1, 0, 1, gs_dataset_get_input (data, n),
                              gs_dataset_get_target (data, n), error);
  return longer != NULL && gs_workbook_set_data (book, longer, _ ("Add a row"), error);
}

gboolean
gs_workbook_remove_row (GsWorkbook *book, gint row, GError **error)
{
  g_autoptr (GsDataset) shorter =
      gs_dataset_splice (gs_workbook_get_data (book), row, 1, 0, NULL, NULL, error);

  return shorter != NULL && gs_workbook_set_data (book, shorter, _ ("Remove a row"), error);
}

gboolean
gs_workbook_name (GsWorkbook *book, GsNameKind kind, const gchar *line, GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  g_autofree gchar *old = gs_names_to_line (gs_dataset_get_names (data, kind));
  g_autoptr (GPtrArray) names = gs_names_from_line (line);
  g_autoptr (GsDataset) named = NULL;

  if (g_str_equal (line, old))
    return TRUE;
  named = gs_dataset_with_names (data, kind, names->len > 0 ? names : NULL, error);
  return named != NULL && gs_workbook_set_data (book, named, _ ("Name columns"), error);
}

/* ---- parts ---- */

gboolean
gs_workbook_part_rows (GsWorkbook *book, const GsRowParts *parts, GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GsDataset) parted = NULL, batched = NULL, dealt = NULL;
  gint size = parts->batch_size == 0 ? G_MAXINT : parts->batch_size, n;
  guint64 seed;
  gboolean is_same = gs_dataset_get_test_share (data, &seed) == parts->test
                     && gs_dataset_get_validation_share (data) == parts->validation
                     && (seed == parts->seed || parts->test + parts->validation == 0);

  parted = is_same ? gs_dataset_ref (data)
                   : gs_dataset_with_split (data, parts->test, parts->validation, parts->seed, error);
  if (parted == NULL)
    return FALSE;
  if (size < 0 && (!is_same || parts->is_shuffled) && gs_dataset_get_asked_batch_size (data) == 0) {
    gs_dataset_get_batch (data, 1, &n);
    size = n;
  }
  batched = size < 0 ? gs_dataset_ref (parted) : gs_dataset_with_batch_size (parted, size);
  dealt = gs_dataset_with_shuffling (batched, parts->is_shuffled, error);
  return dealt != NULL
         && (gs_dataset_equal (dealt, data)
             || gs_workbook_set_data (book, dealt,
                                      !is_same ? _ ("Keep rows apart")
                                      : parts->is_shuffled != gs_dataset_is_shuffled (data)
                                          ? _ ("Shuffle rows")
                                          : _ ("Batches"),
                                      error));
}

gboolean
gs_workbook_scale_rows (GsWorkbook *book, GsScalingKind kind, GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GsDataset) scaled = NULL;

  if (!gs_dataset_has_rows (data, error))
    return FALSE;
  scaled = gs_dataset_rescale (data, kind);
  return gs_dataset_equal (scaled, data)
         || gs_workbook_set_data (
             book, scaled, kind == GS_SCALING_NONE ? _ ("Inputs as they are") : _ ("Scale inputs"), error);
}

/* ---- the row that is stepped ---- */

static gint
find_row (const gint *rows, gint n, gint row)
{
  for (gint i = 0; i < n; i++)
    if (rows[i] == row)
      return i;
  return -1;
}

/* The batches as they are, with two rows in each other's places. */
static GsDataset *
swap_rows (GsDataset *data, gint one, gint other, GError **error)
{
  gint n_batches = gs_dataset_get_n_batches (data);
  g_autofree const gint **batches = g_new (const gint *, n_batches);
  g_autofree gint *lengths = g_new (gint, n_batches);
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);

  for (gint i = 0; i < n_batches; i++) {
    const gint *rows = gs_dataset_get_batch (data, i + 1, &lengths[i]);
    gint *copy = g_memdup2 (rows, (gsize) lengths[i] * sizeof (gint));

    for (gint k = 0; k < lengths[i]; k++)
      copy[k] = rows[k] == one ? other : rows[k] == other ? one : rows[k];
    g_ptr_array_add (owned, copy);
    batches[i] = copy;
  }
  return gs_dataset_with_batches (data, n_batches, batches, lengths, error);
}

gboolean
gs_workbook_take_row (GsWorkbook *book, gint row, gint *place, GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GsDataset) swapped = NULL;
  g_autofree gchar *label = NULL;
  gint n;
  const gint *batch = gs_workbook_get_batch (book, &n);

  *place = find_row (batch, n, row) + 1;
  if (*place > 0)
    return TRUE;
  if (gs_dataset_get_use (data, row) != GS_ROWS_TRAINING) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 gs_dataset_get_use (data, row) == GS_ROWS_TEST
                     ? _ ("Row %d is kept for testing: no pass takes it, so it cannot be stepped.")
                     : _ ("Row %d is kept for validation: no pass takes it, so it cannot be stepped."),
                 row);
    return FALSE;
  }
  swapped = swap_rows (gs_workbook_get_scope (book).data, batch[0], row, error);
  label = g_strdup_printf (_ ("Step row %d"), row);
  if (swapped == NULL || !gs_workbook_set_data (book, swapped, label, error))
    return FALSE;
  *place = 1;
  return TRUE;
}

/* ---- a picture in its place ---- */

static gint
find_role (NnProgram *program, NnRole role)
{
  gint tensor = 0;

  while (nn_program_get_tensor (program, tensor)->role != role)
    tensor++;
  return tensor;
}

static void
append_row (GArray *cells, NnProgram *program, gint tensor, gint place)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  gsize n = nn_shape_count (&info->shape) / (gsize) info->shape.dim[0];

  for (gsize i = 0; i < n; i++) {
    NnCell cell = { tensor, (gsize) (place - 1) * n + i };

    g_array_append_val (cells, cell);
  }
}

gboolean
gs_workbook_put_picture (GsWorkbook *book,
                         gint place,
                         const gdouble *input,
                         gint class_number,
                         GError **error)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnShape *target = gs_dataset_get_target_shape (gs_workbook_get_data (book));
  gsize n_inputs = nn_shape_count (gs_dataset_get_input_shape (gs_workbook_get_data (book)));
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autofree gdouble *values = NULL;

  append_row (cells, program, find_role (program, NN_ROLE_INPUT), place);
  g_assert (cells->len == n_inputs);
  if (target->rank == 1)
    append_row (cells, program, find_role (program, NN_ROLE_TARGET), place);
  values = g_new0 (gdouble, cells->len);
  for (gsize i = 0; i < n_inputs; i++)
    values[i] = input[i];
  for (gint i = 0; target->rank == 1 && i < target->dim[0]; i++)
    values[n_inputs + (gsize) i] = target->dim[0] == 1 ? class_number : i == class_number;
  return gs_workbook_set_cells (book, (const NnCell *) cells->data, values, cells->len, error);
}
