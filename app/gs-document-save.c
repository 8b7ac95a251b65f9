/* Documents out: readable, every number exact, the file replaced as a whole or not at all. */
#include <string.h>

#include "gs-document-private.h"

/* Whole numbers above this are not exact in every reader of JSON: written as text. */
#define MAX_EXACT ((guint64) 1 << 53)

void
gs_document_write_place (GsWriter *writer, const GsPlace *place)
{
  gs_writer_begin_object (writer, TRUE);
  gs_writer_key (writer, "pass");
  gs_writer_integer (writer, place->pass);
  gs_writer_key (writer, "instruction");
  gs_writer_integer (writer, place->instruction);
  if (place->cell > 0 || place->term > 0) {
    gs_writer_key (writer, "cell");
    gs_writer_integer (writer, (gint64) place->cell);
    gs_writer_key (writer, "term");
    gs_writer_integer (writer, (gint64) place->term);
  }
  gs_writer_end_object (writer);
}

void
gs_document_write_state (GsWriter *writer, const NnState *state)
{
  gs_writer_begin_object (writer, FALSE);
  for (guint i = 0; i < nn_state_get_size (state); i++) {
    const NnTensor *tensor = nn_state_get (state, i);

    gs_writer_key (writer, tensor->name);
    gs_writer_tensor (writer, &tensor->shape, tensor->values);
  }
  gs_writer_end_object (writer);
}

void
gs_document_write_overrides (GsWriter *writer, const GPtrArray *overrides)
{
  gs_writer_begin_array (writer, FALSE);
  for (guint i = 0; i < overrides->len; i++) {
    const GsOverride *set = g_ptr_array_index (overrides, i);

    gs_writer_begin_object (writer, TRUE);
    gs_writer_key (writer, "pass");
    gs_writer_integer (writer, set->pass);
    gs_writer_key (writer, "tensor");
    gs_writer_string (writer, set->tensor);
    gs_writer_key (writer, "offset");
    gs_writer_integer (writer, (gint64) set->offset);
    gs_writer_key (writer, "value");
    gs_writer_number (writer, set->value);
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

/* ---- data ---- */

static void
write_rows (GsWriter *writer, const gchar *key, GsDataset *data, gboolean inputs)
{
  const NnShape *shape = inputs ? gs_dataset_get_input_shape (data) : gs_dataset_get_target_shape (data);
  NnShape all = { .rank = shape->rank + 1, .dim = { gs_dataset_get_n_rows (data) } };

  memcpy (all.dim + 1, shape->dim, (gsize) shape->rank * sizeof shape->dim[0]);
  gs_writer_key (writer, key);
  /* Rows lie one behind the other. */
  gs_writer_tensor (writer, &all, inputs ? gs_dataset_get_input (data, 1) : gs_dataset_get_target (data, 1));
}

static void
write_batches (GsWriter *writer, GsDataset *data)
{
  gint asked = gs_dataset_get_asked_batch_size (data);

  if (asked == G_MAXINT)
    return;
  if (asked > 0) {
    gs_writer_key (writer, "batch-size");
    gs_writer_integer (writer, asked);
    return;
  }
  gs_writer_key (writer, "batches");
  gs_writer_begin_array (writer, FALSE);
  for (gint batch = 1; batch <= gs_dataset_get_n_batches (data); batch++) {
    gint n;
    const gint *rows = gs_dataset_get_batch (data, batch, &n);

    gs_writer_begin_array (writer, TRUE);
    for (gint i = 0; i < n; i++)
      gs_writer_integer (writer, rows[i]);
    gs_writer_end_array (writer);
  }
  gs_writer_end_array (writer);
}

static gboolean
same_batches (GsDataset *a, GsDataset *b)
{
  if (gs_dataset_get_asked_batch_size (a) != gs_dataset_get_asked_batch_size (b)
      || gs_dataset_get_n_batches (a) != gs_dataset_get_n_batches (b))
    return FALSE;
  for (gint batch = 1; batch <= gs_dataset_get_n_batches (a); batch++) {
    gint n, m;
    const gint *first = gs_dataset_get_batch (a, batch, &n), *second = gs_dataset_get_batch (b, batch, &m);

    if (n != m || memcmp (first, second, (gsize) n * sizeof first[0]) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
same_row (GsDataset *a, GsDataset *b, gint row)
{
  gsize n_input = nn_shape_count (gs_dataset_get_input_shape (a)) * sizeof (gdouble);
  gsize n_target = nn_shape_count (gs_dataset_get_target_shape (a)) * sizeof (gdouble);

  return memcmp (gs_dataset_get_input (a, row), gs_dataset_get_input (b, row), n_input) == 0
         && memcmp (gs_dataset_get_target (a, row), gs_dataset_get_target (b, row), n_target) == 0;
}

/* How many rows differ, or -1 if the two differ in more than rows. */
static gint
count_changed (GsDataset *data, GsDataset *base)
{
  gint n = 0;

  if (base == NULL || gs_dataset_get_n_rows (data) != gs_dataset_get_n_rows (base)
      || !nn_shape_equal (gs_dataset_get_input_shape (data), gs_dataset_get_input_shape (base))
      || !nn_shape_equal (gs_dataset_get_target_shape (data), gs_dataset_get_target_shape (base))
      || !same_batches (data, base))
    return -1;
  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++)
    n += !same_row (data, base, row);
  return n;
}

static void
write_changed (GsWriter *writer, GsDataset *data, GsDataset *base, gint base_number)
{
  gs_writer_key (writer, "like");
  gs_writer_integer (writer, base_number);
  gs_writer_key (writer, "changed");
  gs_writer_begin_array (writer, FALSE);
  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++) {
    if (same_row (data, base, row))
      continue;
    gs_writer_begin_object (writer, TRUE);
    gs_writer_key (writer, "row");
    gs_writer_integer (writer, row);
    gs_writer_key (writer, "input");
    gs_writer_tensor (writer, gs_dataset_get_input_shape (data), gs_dataset_get_input (data, row));
    gs_writer_key (writer, "target");
    gs_writer_tensor (writer, gs_dataset_get_target_shape (data), gs_dataset_get_target (data, row));
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

void
gs_document_write_data (GsWriter *writer, GsDataset *data, GsDataset *base, gint base_number)
{
  gint n_changed = count_changed (data, base);

  gs_writer_begin_object (writer, FALSE);
  if (n_changed >= 0 && 2 * n_changed <= gs_dataset_get_n_rows (data)) {
    write_changed (writer, data, base, base_number);
  } else {
    write_rows (writer, "inputs", data, TRUE);
    write_rows (writer, "targets", data, FALSE);
    write_batches (writer, data);
  }
  gs_writer_end_object (writer);
}

gint
gs_data_table_find (GsDataTable *table, GsDataset *data)
{
  for (guint i = 0; i < table->list->len; i++) {
    GsDataset *other = g_ptr_array_index (table->list, i);

    if (other == data || gs_dataset_equal (other, data))
      return (gint) i + 1;
  }
  g_ptr_array_add (table->list, data);
  return (gint) table->list->len;
}

/* In the order in which they follow from each other: back through undo, on through redo. */
static void
collect_data (const GsDocument *document, GsDataTable *table)
{
  const GPtrArray *lists[] = { document->undo, document->redo };

  gs_data_table_find (table, document->data);
  for (gint list = 0; list < 2; list++)
    for (guint i = lists[list]->len; i > 0; i--) {
      const GsEdit *edit = g_ptr_array_index (lists[list], i - 1);
      GsDataset *near = list == 0 ? edit->new_data : edit->old_data;
      GsDataset *far = list == 0 ? edit->old_data : edit->new_data;

      if (near != NULL)
        gs_data_table_find (table, near);
      if (far != NULL)
        gs_data_table_find (table, far);
    }
}

/* ---- the whole ---- */

static void
write_seed (GsWriter *writer, guint64 seed)
{
  g_autofree gchar *text = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);

  gs_writer_key (writer, "seed");
  if (seed <= MAX_EXACT)
    gs_writer_integer (writer, (gint64) seed);
  else
    gs_writer_string (writer, text);
}

static void
write_pins (GsWriter *writer, const GPtrArray *pins)
{
  gs_writer_key (writer, "pins");
  gs_writer_begin_array (writer, FALSE);
  for (guint i = 0; i < pins->len; i++) {
    const GsCellChange *pin = g_ptr_array_index (pins, i);

    gs_writer_begin_object (writer, TRUE);
    gs_writer_key (writer, "tensor");
    gs_writer_string (writer, pin->tensor);
    gs_writer_key (writer, "offset");
    gs_writer_integer (writer, (gint64) pin->offset);
    gs_writer_key (writer, "value");
    gs_writer_number (writer, pin->new_value);
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

static void
write_history (GsWriter *writer, const GsDocument *document, GsDataTable *table)
{
  if (table->list->len > 1) {
    gs_writer_key (writer, "earlier-data");
    gs_writer_begin_array (writer, FALSE);
    for (guint i = 1; i < table->list->len; i++)
      gs_document_write_data (writer, g_ptr_array_index (table->list, i),
                              g_ptr_array_index (table->list, i - 1), (gint) i);
    gs_writer_end_array (writer);
  }
  if (document->undo->len > 0) {
    gs_writer_key (writer, "undo");
    gs_document_write_edits (writer, document->undo, table);
  }
  if (document->redo->len > 0) {
    gs_writer_key (writer, "redo");
    gs_document_write_edits (writer, document->redo, table);
  }
}

gchar *
gs_document_to_text (const GsDocument *document, gsize *length)
{
  GsWriter *writer = gs_writer_new ();
  GsDataTable table = { g_ptr_array_new () };
  gchar *text;

  collect_data (document, &table);
  gs_writer_begin_object (writer, FALSE);
  gs_writer_key (writer, "format");
  gs_writer_string (writer, "gradsheet");
  gs_writer_key (writer, "version");
  gs_writer_integer (writer, GS_FORMAT_VERSION);
  gs_document_write_network (writer, document->network);
  write_seed (writer, document->seed);
  gs_writer_key (writer, "data");
  gs_document_write_data (writer, document->data, NULL, 0);
  gs_writer_key (writer, "state");
  gs_document_write_state (writer, document->state);
  gs_writer_key (writer, "place");
  gs_document_write_place (writer, &document->place);
  if (document->pins->len > 0)
    write_pins (writer, document->pins);
  if (document->overrides->len > 0) {
    gs_writer_key (writer, "overrides");
    gs_document_write_overrides (writer, document->overrides);
  }
  write_history (writer, document, &table);
  gs_writer_end_object (writer);
  g_ptr_array_unref (table.list);
  text = gs_writer_end (writer, length);
  return text;
}

gboolean
gs_document_save (const GsDocument *document, const gchar *path, GError **error)
{
  gsize length;
  g_autofree gchar *text = gs_document_to_text (document, &length);
  g_autofree gchar *target = NULL;
  g_autofree gchar *name = g_filename_display_name (path);
  g_autoptr (GError) failure = NULL;

  /* A link stays a link: what it points to is replaced. */
  target = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? realpath (path, NULL) : NULL;
  if (g_file_set_contents_full (target != NULL ? target : path, text, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, &failure))
    return TRUE;
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE,
               "%s: not saved (%s). What was there is untouched; choose another place, or make room.", name,
               failure->message);
  return FALSE;
}
