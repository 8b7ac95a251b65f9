/* Edits in a document: what undo and redo need, whole. */
#include <glib/gi18n-lib.h>

#include "gs-document-private.h"

const gchar *const gs_edit_kind_names[] = { "cells", "pin", "data", "network", "state" };

/* ---- writing ---- */

guint
gs_document_count_run (const GPtrArray *changes, guint first)
{
  const GsCellChange *start = g_ptr_array_index (changes, first);
  guint n = 1;

  for (; first + n < changes->len; n++) {
    const GsCellChange *next = g_ptr_array_index (changes, first + n);

    if (next->offset != start->offset + n || !g_str_equal (next->tensor, start->tensor)
        || next->old_pinned != start->old_pinned || next->new_pinned != start->new_pinned)
      break;
  }
  return n;
}

static void
write_run (GsWriter *writer, const GPtrArray *changes, guint first, guint n)
{
  const GsCellChange *start = g_ptr_array_index (changes, first);
  /* A cell that was not held may have computed NaN; no undo needs that number. */
  gboolean is_pin = start->old_pinned || start->new_pinned;
  g_autofree gdouble *old_values = g_new0 (gdouble, n), *new_values = g_new0 (gdouble, n);

  for (guint i = 0; i < n; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, first + i);

    if (!is_pin || change->old_pinned)
      old_values[i] = change->old_value;
    if (!is_pin || change->new_pinned)
      new_values[i] = change->new_value;
  }
  gs_writer_begin_object (writer, TRUE);
  gs_writer_put_string (writer, "tensor", start->tensor);
  gs_writer_put_integer (writer, "offset", (gint64) start->offset);
  gs_document_write_numbers (writer, "old", old_values, n);
  gs_document_write_numbers (writer, "new", new_values, n);
  if (is_pin) {
    gs_writer_put_boolean (writer, "old-pinned", start->old_pinned);
    gs_writer_put_boolean (writer, "new-pinned", start->new_pinned);
  }
  gs_writer_end_object (writer);
}

static void
write_changes (GsWriter *writer, const gchar *key, const GPtrArray *changes)
{
  if (changes->len == 0)
    return;
  gs_writer_put_array (writer, key, FALSE);
  for (guint i = 0, n; i < changes->len; i += n) {
    n = gs_document_count_run (changes, i);
    write_run (writer, changes, i, n);
  }
  gs_writer_end_array (writer);
}

static void
write_state (GsWriter *writer, const gchar *key, const NnState *state)
{
  if (state == NULL)
    return;
  gs_writer_key (writer, key);
  gs_document_write_state (writer, state);
}

static void
write_whole (GsWriter *writer, const gchar *key, const NnNetwork *network)
{
  if (network == NULL)
    return;
  gs_writer_put_object (writer, key, FALSE);
  gs_document_write_network (writer, network);
  gs_writer_end_object (writer);
}

static void
write_data_number (GsWriter *writer, const gchar *key, GsDataset *data, GsDataTable *table)
{
  if (data == NULL)
    return;
  gs_writer_put_integer (writer, key, gs_data_table_find (table, data));
}

static void
write_seed (GsWriter *writer, const gchar *key, guint64 seed)
{
  g_autofree gchar *text = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);

  gs_writer_put_string (writer, key, text);
}

static void
write_edit (GsWriter *writer, const GsEdit *edit, GsDataTable *table)
{
  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "kind", gs_edit_kind_names[edit->kind]);
  gs_writer_put_string (writer, "label", edit->label);
  gs_writer_key (writer, "place");
  gs_document_write_cursor (writer, &edit->cursor);
  write_changes (writer, "cells", edit->cells);
  write_changes (writer, "old-pins", edit->old_pins);
  if (edit->dropped->len > 0) {
    gs_writer_key (writer, "dropped");
    gs_document_write_overrides (writer, edit->dropped, 0, table);
  }
  write_state (writer, "anchor", edit->anchor);
  write_data_number (writer, "old-data", edit->old_data, table);
  write_data_number (writer, "new-data", edit->new_data, table);
  if (edit->kind == GS_EDIT_NETWORK || edit->kind == GS_EDIT_STATE) {
    gs_writer_put_integer (writer, "old-pass", edit->old_pass);
    gs_writer_put_integer (writer, "new-pass", edit->new_pass);
    write_state (writer, "old-state", edit->old_state);
    write_state (writer, "new-state", edit->new_state);
  }
  if (edit->kind == GS_EDIT_NETWORK) {
    write_seed (writer, "old-seed", edit->old_seed);
    write_seed (writer, "new-seed", edit->new_seed);
    write_whole (writer, "old-network", edit->old_network);
    write_whole (writer, "new-network", edit->new_network);
  }
  gs_writer_end_object (writer);
}

void
gs_document_write_edits (GsWriter *writer, const GPtrArray *edits, guint first, GsDataTable *table)
{
  gs_writer_begin_array (writer, FALSE);
  for (guint i = first; i < edits->len; i++)
    write_edit (writer, g_ptr_array_index (edits, i), table);
  gs_writer_end_array (writer);
}

/* ---- reading ---- */

static void
read_change (GsReader *reader, const cJSON *item, GPtrArray *changes)
{
  static const gchar *const keys[] = { "tensor", "offset", "old", "new", "old-pinned", "new-pinned", NULL };
  g_autoptr (NnTensor) old_values = NULL, new_values = NULL;
  const gchar *name;
  gsize offset;
  gboolean old_pinned, new_pinned;
  gint n_old, n_new;

  if (!gs_reader_check_object (reader, item, keys))
    return;
  gs_reader_need (reader, item, "tensor", "\"W1\"");
  name = gs_reader_get_string (reader, item, "tensor", "");
  offset = (gsize) gs_reader_get_integer (reader, item, "offset", 0, 0, GS_DOCUMENT_MAX_OFFSET);
  old_pinned = gs_reader_get_boolean (reader, item, "old-pinned", FALSE);
  new_pinned = gs_reader_get_boolean (reader, item, "new-pinned", FALSE);
  old_values = gs_document_read_numbers (reader, item, "old", 0);
  new_values = gs_document_read_numbers (reader, item, "new", 0);
  if (reader->error != NULL)
    return;
  n_old = old_values->shape.dim[0];
  n_new = new_values->shape.dim[0];
  if (n_old != n_new && gs_reader_find (item, "old") != NULL && gs_reader_find (item, "new") != NULL) {
    gs_reader_fail (reader, _ ("has %d old values and %d new ones; give both the same length"), n_old, n_new);
    return;
  }
  for (gint i = 0; i < MAX (n_old, n_new); i++) {
    GsCellChange *change =
        gs_cell_change_new (name, offset + (gsize) i, i < n_old ? old_values->values[i] : 0,
                            i < n_new ? new_values->values[i] : 0);

    change->old_pinned = old_pinned;
    change->new_pinned = new_pinned;
    g_ptr_array_add (changes, change);
  }
}

static void
read_changes (GsReader *reader, const cJSON *object, const gchar *key, GPtrArray *changes)
{
  const cJSON *array = gs_reader_find (object, key), *item;
  GsReaderItems items = { 0 };
  gsize mark;

  if (array == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, key);
  while ((item = gs_reader_next (reader, array, &items)) != NULL)
    read_change (reader, item, changes);
  gs_reader_leave (reader, mark);
}

/* Required if `needed`. */
static NnState *
read_state (GsReader *reader, const cJSON *object, const gchar *key, gboolean needed)
{
  const cJSON *item =
      needed ? gs_reader_need (reader, object, key, "{\"W1\": [[0.1]]}") : gs_reader_find (object, key);
  gsize mark = gs_reader_enter (reader, key);
  NnState *state = item != NULL && reader->error == NULL ? gs_document_read_state (reader, item) : NULL;

  if (reader->error == NULL)
    gs_reader_leave (reader, mark);
  return state;
}

static NnNetwork *
read_whole (GsReader *reader, const cJSON *object, const gchar *key)
{
  const cJSON *item = gs_reader_need (reader, object, key, "{\"input\": [2], \"layers\": []}");
  gsize mark = gs_reader_enter (reader, key);
  NnNetwork *network = item != NULL && gs_reader_check_object (reader, item, gs_document_network_keys)
                           ? gs_document_read_network (reader, item)
                           : NULL;

  if (reader->error == NULL)
    gs_reader_leave (reader, mark);
  return network;
}

static GsDataset *
read_data_number (GsReader *reader,
                  const cJSON *object,
                  const gchar *key,
                  gboolean needed,
                  const GsDataTable *table)
{
  gint64 number;

  if (needed)
    gs_reader_need (reader, object, key, "1");
  if (gs_reader_find (object, key) == NULL || reader->error != NULL)
    return NULL;
  number = gs_reader_get_integer (reader, object, key, 1, 1, table->list->len);
  return reader->error == NULL ? gs_dataset_ref (g_ptr_array_index (table->list, number - 1)) : NULL;
}

static guint64
read_seed (GsReader *reader, const cJSON *object, const gchar *key)
{
  const gchar *text = gs_reader_get_string (reader, object, key, "0");
  guint64 seed = 0;

  if (reader->error == NULL && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &seed, NULL)) {
    gs_reader_enter (reader, key);
    gs_reader_fail (reader, _ ("must be a whole number in quotes, such as \"7\""));
  }
  return seed;
}

static void
read_sides (GsReader *reader, const cJSON *item, GsEdit *edit)
{
  edit->old_pass = (guint32) gs_reader_get_integer (reader, item, "old-pass", 1, 1, GS_MAX_PASS);
  edit->new_pass = (guint32) gs_reader_get_integer (reader, item, "new-pass", 1, 1, GS_MAX_PASS);
  edit->old_state = read_state (reader, item, "old-state", TRUE);
  edit->new_state = read_state (reader, item, "new-state", TRUE);
  if (edit->kind != GS_EDIT_NETWORK)
    return;
  edit->old_seed = read_seed (reader, item, "old-seed");
  edit->new_seed = read_seed (reader, item, "new-seed");
  edit->old_network = read_whole (reader, item, "old-network");
  edit->new_network = read_whole (reader, item, "new-network");
}

static GsEdit *
read_edit (GsReader *reader, const cJSON *item, const GsDataTable *table)
{
  static const gchar *const keys[] = { "kind",        "label",       "place",     "cells",    "old-pins",
                                       "dropped",     "anchor",      "old-data",  "new-data", "old-pass",
                                       "new-pass",    "old-state",   "new-state", "old-seed", "new-seed",
                                       "old-network", "new-network", NULL };
  const cJSON *kind, *cursor, *dropped;
  g_autoptr (GsEdit) edit = NULL;
  GsCursor none = { 1, 0, 0, 0 };
  gsize mark;

  if (!gs_reader_check_object (reader, item, keys))
    return NULL;
  kind = gs_reader_need (reader, item, "kind", "\"cells\"");
  cursor = gs_reader_need (reader, item, "place", "{\"pass\": 1, \"instruction\": 0}");
  if (reader->error != NULL)
    return NULL;
  mark = gs_reader_enter (reader, "kind");
  edit = gs_edit_new ((GsEditKind) gs_reader_to_word (reader, kind, gs_edit_kind_names, 5), "", &none);
  gs_reader_leave (reader, mark);
  g_free (edit->label);
  edit->label = g_strdup (gs_reader_get_string (reader, item, "label", "Edit"));
  gs_document_read_cursor (reader, cursor, &edit->cursor);
  read_changes (reader, item, "cells", edit->cells);
  read_changes (reader, item, "old-pins", edit->old_pins);
  dropped = gs_reader_find (item, "dropped");
  if (dropped != NULL) {
    g_ptr_array_unref (edit->dropped);
    edit->dropped = gs_document_read_overrides (reader, dropped, table);
  }
  edit->anchor = read_state (reader, item, "anchor", FALSE);
  edit->old_data = read_data_number (reader, item, "old-data", edit->kind == GS_EDIT_DATA, table);
  edit->new_data = read_data_number (reader, item, "new-data", edit->kind == GS_EDIT_DATA, table);
  if (reader->error == NULL && (edit->kind == GS_EDIT_NETWORK || edit->kind == GS_EDIT_STATE))
    read_sides (reader, item, edit);
  return reader->error == NULL ? g_steal_pointer (&edit) : NULL;
}

GPtrArray *
gs_document_read_edits (GsReader *reader, const cJSON *array, const GsDataTable *table)
{
  GPtrArray *edits = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  const cJSON *item;
  GsReaderItems items = { 0 };

  while ((item = gs_reader_next (reader, array, &items)) != NULL) {
    GsEdit *edit = read_edit (reader, item, table);

    if (edit != NULL)
      g_ptr_array_add (edits, edit);
  }
  return edits;
}
