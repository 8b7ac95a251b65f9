/* Rows and batches read from a document. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-document-private.h"

gchar *
gs_document_describe_shape (const NnShape *shape)
{
  GString *text = g_string_new (shape->rank == 0 ? _ ("a single number") : NULL);

  for (gint i = 0; i < shape->rank; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? "×" : "", shape->dim[i]);
  return g_string_free (text, FALSE);
}

/* Rows of `shape` each, or of any shape that a network could take if that is NULL; NULL after an error. */
static NnTensor *
read_rows (GsReader *reader, const cJSON *object, const gchar *key, const NnShape *shape)
{
  const cJSON *item = gs_reader_need (reader, object, key, "[[0, 1], [1, 0]]");
  gsize mark = gs_reader_enter (reader, key);
  g_autoptr (NnTensor) rows = item != NULL ? gs_reader_to_tensor (reader, item, key) : NULL;

  if (rows == NULL)
    return NULL;
  if (shape == NULL && rows->shape.rank != 2 && rows->shape.rank != 4) {
    gs_reader_fail (reader, _ ("must be a list of rows such as [[0, 1], [1, 0]]"));
    return NULL;
  }
  if (shape == NULL) {
    gs_reader_leave (reader, mark);
    return g_steal_pointer (&rows);
  }
  if (rows->shape.rank != shape->rank + 1
      || memcmp (rows->shape.dim + 1, shape->dim, (gsize) shape->rank * sizeof shape->dim[0]) != 0) {
    g_autofree gchar *wanted = gs_document_describe_shape (shape),
                     *given = gs_document_describe_shape (&rows->shape);

    gs_reader_fail (reader,
                    _ ("is %s, but the network takes rows of %s: a list with one such row after another"),
                    given, wanted);
    return NULL;
  }
  gs_reader_leave (reader, mark);
  return g_steal_pointer (&rows);
}

static GsDataset *
read_batches (GsReader *reader, const cJSON *object, GsDataset *data)
{
  const cJSON *list = gs_reader_find (object, "batches"), *item;
  g_autoptr (GPtrArray) batches = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (gint));
  GsDataset *result;
  GError *error = NULL;
  GsReaderItems items = { 0 };
  gsize outer = gs_reader_enter (reader, "batches");

  while ((item = gs_reader_next (reader, list, &items)) != NULL) {
    gint n = cJSON_GetArraySize (item), i = 0;
    gint *rows;
    const cJSON *row;

    if (!gs_reader_check_array (reader, item) || !gs_reader_claim (reader, (gsize) n))
      return NULL;
    rows = g_new0 (gint, MAX (n, 1));
    g_ptr_array_add (batches, rows);
    g_array_append_val (lengths, n);
    cJSON_ArrayForEach (row, item) rows[i++] =
        (gint) gs_reader_to_integer (reader, row, 1, gs_dataset_get_n_rows (data));
  }
  if (reader->error != NULL)
    return NULL;
  result = gs_dataset_with_batches (data, (gint) batches->len, (const gint *const *) batches->pdata,
                                    (const gint *) (gpointer) lengths->data, &error);
  if (result == NULL)
    gs_reader_fail_with (reader, error);
  else
    gs_reader_leave (reader, outer);
  return result;
}

static NnShape
get_row_shape (const NnTensor *rows)
{
  NnShape shape = { .rank = rows->shape.rank - 1 };

  memcpy (shape.dim, rows->shape.dim + 1, (gsize) shape.rank * sizeof shape.dim[0]);
  return shape;
}

/* Rows that stand in the document. */
static GsDataset *
read_own_rows (GsReader *reader, const cJSON *object, const NnShape *input, const NnShape *target)
{
  g_autoptr (NnTensor) inputs = read_rows (reader, object, "inputs", input);
  g_autoptr (NnTensor) targets = inputs != NULL ? read_rows (reader, object, "targets", target) : NULL;
  NnShape input_row, target_row;

  if (targets == NULL)
    return NULL;
  input_row = get_row_shape (inputs);
  target_row = get_row_shape (targets);
  if (inputs->shape.dim[0] != targets->shape.dim[0]) {
    gs_reader_fail (reader, _ ("has %d rows of inputs and %d of targets; each input needs its target"),
                    inputs->shape.dim[0], targets->shape.dim[0]);
    return NULL;
  }
  return gs_dataset_new (&input_row, &target_row, inputs->shape.dim[0], inputs->values, targets->values);
}

static GsDataset *
read_rows_from_source (GsReader *reader, const cJSON *object, const NnShape *input, const NnShape *target)
{
  GsDataset *data;

  if (gs_reader_find (object, "inputs") != NULL || gs_reader_find (object, "targets") != NULL) {
    gs_reader_fail (reader, _ ("has rows and a “source”; keep one of the two"));
    return NULL;
  }
  data = gs_document_read_source (reader, gs_reader_find (object, "source"));
  if (data == NULL || input == NULL || target == NULL
      || (nn_shape_equal (gs_dataset_get_input_shape (data), input)
          && nn_shape_equal (gs_dataset_get_target_shape (data), target)))
    return data;
  gs_dataset_unref (data);
  gs_reader_fail (reader, _ ("the rows of the source do not fit the network"));
  return NULL;
}

static GsDataset *
read_batch_size (GsReader *reader, const cJSON *object, GsDataset *data)
{
  gint64 size = gs_reader_get_integer (reader, object, "batch-size", G_MAXINT, 1, G_MAXINT);
  gboolean shuffled = gs_reader_get_boolean (reader, object, "shuffle", FALSE);
  g_autoptr (GsDataset) batched = NULL;

  if (reader->error != NULL)
    return NULL;
  batched = gs_dataset_with_batch_size (data, (gint) size);
  return gs_dataset_with_shuffling (batched, shuffled, NULL);
}

static GsDataset *
read_whole_data (GsReader *reader, const cJSON *object, const NnShape *input, const NnShape *target)
{
  g_autoptr (GsDataset) plain = gs_reader_find (object, "source") != NULL
                                    ? read_rows_from_source (reader, object, input, target)
                                    : read_own_rows (reader, object, input, target);
  g_autoptr (GsDataset) data = plain != NULL ? gs_document_read_split (reader, object, plain) : NULL;

  if (data == NULL)
    return NULL;
  if (gs_reader_find (object, "batches") != NULL) {
    if (gs_reader_find (object, "batch-size") != NULL) {
      gs_reader_fail (reader, _ ("has both “batches” and “batch-size”; keep one of the two"));
      return NULL;
    }
    if (gs_reader_get_boolean (reader, object, "shuffle", FALSE)) {
      gs_reader_fail (reader, _ ("has both “batches” and “shuffle”; listed batches stay as they are"));
      return NULL;
    }
    return reader->error == NULL ? read_batches (reader, object, data) : NULL;
  }
  return read_batch_size (reader, object, data);
}

/* Values of one row, of the shape that all have. */
static gboolean
read_row_values (GsReader *reader,
                 const cJSON *object,
                 const gchar *key,
                 const NnShape *shape,
                 gdouble *values)
{
  const cJSON *item = gs_reader_need (reader, object, key, "[0, 1]");
  gsize mark = gs_reader_enter (reader, key);
  g_autoptr (NnTensor) row = item != NULL ? gs_reader_to_tensor (reader, item, key) : NULL;

  if (row == NULL)
    return FALSE;
  if (!nn_shape_equal (&row->shape, shape)) {
    g_autofree gchar *wanted = gs_document_describe_shape (shape);

    gs_reader_fail (reader, _ ("must be %s"), wanted);
    return FALSE;
  }
  memcpy (values, row->values, nn_shape_count (shape) * sizeof (gdouble));
  gs_reader_leave (reader, mark);
  return TRUE;
}

/* One changed row, into the values of all. */
static gboolean
change_row (GsReader *reader, const cJSON *item, GsDataset *data, gdouble *inputs, gdouble *targets)
{
  static const gchar *const keys[] = { "row", "input", "target", NULL };
  const NnShape *input = gs_dataset_get_input_shape (data), *target = gs_dataset_get_target_shape (data);
  gsize row;

  if (!gs_reader_check_object (reader, item, keys))
    return FALSE;
  gs_reader_need (reader, item, "row", "1");
  row = (gsize) gs_reader_get_integer (reader, item, "row", 1, 1, gs_dataset_get_n_rows (data)) - 1;
  return reader->error == NULL
         && read_row_values (reader, item, "input", input, inputs + row * nn_shape_count (input))
         && read_row_values (reader, item, "target", target, targets + row * nn_shape_count (target));
}

static GsDataset *
read_changed_data (GsReader *reader, const cJSON *object, const GsDataTable *table)
{
  static const gchar *const keys[] = { "like", "changed", "names", NULL };
  gint64 number = gs_reader_get_integer (reader, object, "like", 1, 1, table->list->len);
  const cJSON *list = gs_reader_need (reader, object, "changed", "[]"), *item;
  GsDataset *data;
  gsize n_inputs, n_targets, outer;
  g_autofree gdouble *inputs = NULL, *targets = NULL;
  GsReaderItems items = { 0 };
  gint n_rows;

  if (!gs_reader_check_object (reader, object, keys))
    return NULL;
  data = g_ptr_array_index (table->list, number - 1);
  n_rows = gs_dataset_get_n_rows (data);
  n_inputs = (gsize) n_rows * nn_shape_count (gs_dataset_get_input_shape (data));
  n_targets = (gsize) n_rows * nn_shape_count (gs_dataset_get_target_shape (data));
  outer = gs_reader_enter (reader, "changed");
  if (!gs_reader_check_array (reader, list) || !gs_reader_claim (reader, n_inputs + n_targets))
    return NULL;
  if (n_rows == 0) {
    gs_reader_fail (reader, _ ("can be like only what has rows"));
    return NULL;
  }
  inputs = g_memdup2 (gs_dataset_get_input (data, 1), n_inputs * sizeof (gdouble));
  targets = g_memdup2 (gs_dataset_get_target (data, 1), n_targets * sizeof (gdouble));
  while ((item = gs_reader_next (reader, list, &items)) != NULL)
    if (!change_row (reader, item, data, inputs, targets))
      return NULL;
  gs_reader_leave (reader, outer);
  return gs_dataset_splice (data, 1, n_rows, n_rows, inputs, targets, NULL);
}

/* The shape of a row: [features] or [channels, rows, columns]. */
static gboolean
read_shape (GsReader *reader, const cJSON *object, const gchar *key, NnShape *shape)
{
  const cJSON *list = gs_reader_need (reader, object, key, "[2]");
  gsize mark = gs_reader_enter (reader, key);
  gint n = list != NULL ? cJSON_GetArraySize (list) : 0;

  if (list == NULL || !gs_reader_check_array (reader, list))
    return FALSE;
  if (n != 1 && n != 3) {
    gs_reader_fail (reader, _ ("must be [features] or [channels, rows, columns]"));
    return FALSE;
  }
  *shape = nn_shape (0);
  shape->rank = n;
  for (gint i = 0; i < n; i++)
    shape->dim[i] = (gint) gs_reader_to_integer (reader, cJSON_GetArrayItem (list, i), 1, NN_MAX_CELLS);
  if (reader->error == NULL && !nn_shape_is_valid (shape))
    gs_reader_fail (reader, _ ("does not fit memory"));
  if (reader->error != NULL)
    return FALSE;
  gs_reader_leave (reader, mark);
  return TRUE;
}

/* No rows yet: of the network's shapes, or, where an edit remembers them, of those that are written. */
static GsDataset *
read_no_rows (GsReader *reader, const cJSON *object, const NnNetwork *network)
{
  static const gchar *const keys[] = { "batch-size", "shuffle", "names", "input", "target", NULL };
  static const gchar *const own_keys[] = { "batch-size", "shuffle", "names", NULL };
  g_autoptr (GsDataset) data = NULL;
  NnShape input, target;

  if (!gs_reader_check_object (reader, object, network != NULL ? own_keys : keys))
    return NULL;
  if (network != NULL) {
    input = network->input;
    if (!nn_network_get_target_shape (network, &target, NULL))
      g_assert_not_reached ();
  } else if (!read_shape (reader, object, "input", &input)
             || !read_shape (reader, object, "target", &target)) {
    return NULL;
  }
  data = gs_dataset_new_empty (&input, &target);
  return read_batch_size (reader, object, data);
}

static gboolean
has_no_rows (const cJSON *object, const NnNetwork *network)
{
  if (gs_reader_find (object, "inputs") != NULL || gs_reader_find (object, "targets") != NULL)
    return FALSE;
  if (network == NULL)
    return gs_reader_find (object, "input") != NULL;
  return cJSON_IsObject (object)
         && cJSON_GetArraySize (object)
                == (gs_reader_find (object, "batch-size") != NULL)
                       + (gs_reader_find (object, "shuffle") != NULL)
                       + (gs_reader_find (object, "names") != NULL);
}

static GsDataset *
read_rows_and_batches (GsReader *reader,
                       const cJSON *object,
                       const NnNetwork *network,
                       const GsDataTable *table)
{
  static const gchar *const keys[] = { "inputs", "targets", "batch-size", "batches", "shuffle",
                                       "split",  "scaling", "names",      "source",  NULL };
  NnShape target;

  /* The first stands alone. */
  if (gs_reader_find (object, "like") != NULL && table->list->len > 0)
    return read_changed_data (reader, object, table);
  if (has_no_rows (object, network))
    return read_no_rows (reader, object, network);
  if (!gs_reader_check_object (reader, object, keys))
    return NULL;
  if (network == NULL)
    return read_whole_data (reader, object, NULL, NULL);
  /* The network's shapes have been checked. */
  if (!nn_network_get_target_shape (network, &target, NULL))
    g_assert_not_reached ();
  return read_whole_data (reader, object, &network->input, &target);
}

GsDataset *
gs_document_read_data (GsReader *reader,
                       const cJSON *object,
                       const NnNetwork *network,
                       const GsDataTable *table)
{
  g_autoptr (GsDataset) data = read_rows_and_batches (reader, object, network, table);

  return data != NULL ? gs_document_read_names (reader, object, data) : NULL;
}

gint
gs_data_table_find (GsDataTable *table, GsDataset *data)
{
  gint number = GPOINTER_TO_INT (g_hash_table_lookup (table->numbers, data));

  if (number > 0)
    return number;
  g_ptr_array_add (table->list, data);
  g_hash_table_insert (table->numbers, data, GUINT_TO_POINTER (table->list->len));
  return (gint) table->list->len;
}

gsize
gs_document_count_data (GsDataset *data)
{
  if (gs_dataset_get_source (data) != NULL)
    return 0;
  return (gsize) gs_dataset_get_n_rows (data)
         * (nn_shape_count (gs_dataset_get_input_shape (data))
            + nn_shape_count (gs_dataset_get_target_shape (data)));
}
