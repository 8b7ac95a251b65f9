/* Documents out: readable, every number exact, the file replaced as a whole or not at all. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "gs-document-private.h"
#include "nn/nn-kernel.h"

/* Whole numbers above this are not exact in every reader of JSON: written as text. */
#define MAX_EXACT ((guint64) 1 << 53)

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

  if (gs_dataset_is_shuffled (data))
    gs_writer_put_boolean (writer, "shuffle", TRUE);
  if (asked == G_MAXINT)
    return;
  if (asked > 0) {
    gs_writer_put_integer (writer, "batch-size", asked);
    return;
  }
  gs_writer_put_array (writer, "batches", FALSE);
  for (gint batch = 1; batch <= gs_dataset_get_n_batches (data); batch++) {
    gint n;
    const gint *rows = gs_dataset_get_batch (data, batch, &n);

    gs_writer_begin_array (writer, TRUE);
    for (gint i = 0; i < n; i++)
      gs_writer_integer (writer, rows[i]);
    gs_writer_claim (writer, (gsize) n);
    gs_writer_end_array (writer);
  }
  gs_writer_end_array (writer);
}

static gboolean
same_batches (GsDataset *a, GsDataset *b)
{
  if (gs_dataset_get_asked_batch_size (a) != gs_dataset_get_asked_batch_size (b)
      || gs_dataset_is_shuffled (a) != gs_dataset_is_shuffled (b)
      || gs_dataset_get_n_batches (a) != gs_dataset_get_n_batches (b))
    return FALSE;
  for (gint batch = 1; gs_dataset_get_asked_batch_size (a) == 0 && batch <= gs_dataset_get_n_batches (a);
       batch++) {
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
      || !same_batches (data, base) || !gs_document_same_split (data, base)
      || gs_dataset_get_source (data) != NULL)
    return -1;
  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++)
    n += !same_row (data, base, row);
  return n;
}

static void
write_changed (GsWriter *writer, GsDataset *data, GsDataset *base, gint base_number)
{
  gs_writer_put_integer (writer, "like", base_number);
  gs_writer_claim (writer, gs_document_count_data (data));
  gs_writer_put_array (writer, "changed", FALSE);
  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++) {
    if (same_row (data, base, row))
      continue;
    gs_writer_begin_object (writer, TRUE);
    gs_writer_put_integer (writer, "row", row);
    gs_writer_key (writer, "input");
    gs_writer_tensor (writer, gs_dataset_get_input_shape (data), gs_dataset_get_input (data, row));
    gs_writer_key (writer, "target");
    gs_writer_tensor (writer, gs_dataset_get_target_shape (data), gs_dataset_get_target (data, row));
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

/* Of data that only an edit remembers nothing else says what its rows would be like. */
static void
write_no_rows (GsWriter *writer, GsDataset *data, gboolean is_earlier)
{
  if (is_earlier) {
    gs_writer_put_shape (writer, "input", gs_dataset_get_input_shape (data));
    gs_writer_put_shape (writer, "target", gs_dataset_get_target_shape (data));
  }
  write_batches (writer, data);
  gs_document_write_names (writer, data, NULL);
}

static void
write_data (GsWriter *writer, GsDataset *data, GsDataset *base, gint base_number)
{
  gint n_changed = count_changed (data, base);

  gs_writer_begin_object (writer, FALSE);
  if (gs_dataset_get_n_rows (data) == 0) {
    write_no_rows (writer, data, base != NULL);
  } else if (n_changed >= 0 && 2 * n_changed <= gs_dataset_get_n_rows (data)) {
    write_changed (writer, data, base, base_number);
    gs_document_write_names (writer, data, base);
  } else {
    if (gs_dataset_get_source (data) != NULL) {
      gs_document_write_source (writer, data);
    } else {
      write_rows (writer, "inputs", data, TRUE);
      write_rows (writer, "targets", data, FALSE);
    }
    write_batches (writer, data);
    gs_document_write_split (writer, data);
    gs_document_write_names (writer, data, NULL);
  }
  gs_writer_end_object (writer);
}

/* ---- what is remembered ---- */

/* So many numbers tell data apart well enough; there may be hundreds of megabytes of them. */
#define HASHED ((gsize) 1 << 16)

/* A number at a time, of large data one in so many. */
static guint64
hash_numbers (guint64 hash, const gdouble *numbers, gsize n)
{
  gsize step = n / HASHED + 1;

  for (gsize i = 0; i < n; i += step) {
    guint64 bits;

    memcpy (&bits, &numbers[i], sizeof bits);
    hash = (hash ^ bits) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
    hash ^= hash >> 32;
  }
  return hash;
}

static guint
hash_data (gconstpointer pointer)
{
  GsDataset *data = (GsDataset *) pointer;
  gsize n = (gsize) gs_dataset_get_n_rows (data);
  guint64 hash = n;

  if (n > 0) {
    hash = hash_numbers (hash, gs_dataset_get_input (data, 1),
                         n * nn_shape_count (gs_dataset_get_input_shape (data)));
    hash = hash_numbers (hash, gs_dataset_get_target (data, 1),
                         n * nn_shape_count (gs_dataset_get_target_shape (data)));
  }
  return (guint) hash;
}

static gboolean
equal_data (gconstpointer a, gconstpointer b)
{
  return gs_dataset_equal (a, b);
}

/* The number of cells that it adds to the file; *finite turns FALSE at NaN or infinity. */
static gsize
count_state (const NnState *state, gboolean *finite)
{
  gsize cells = 0;

  for (guint i = 0; state != NULL && i < nn_state_get_size (state); i++) {
    const NnTensor *tensor = nn_state_get (state, i);
    gsize n = nn_shape_count (&tensor->shape);

    *finite = *finite && nn_kernel_all_finite (tensor->values, n);
    cells += n;
  }
  return cells;
}

static gsize
count_data (const GsDataTable *table, GsDataset *data)
{
  return data == NULL || g_hash_table_contains (table->numbers, data) ? 0 : gs_document_count_data (data);
}

static gsize
count_dropped (const GsDataTable *table, const GPtrArray *dropped)
{
  gsize cells = dropped->len;

  for (guint i = 0; i < dropped->len; i++)
    cells += count_data (table, ((const GsOverride *) g_ptr_array_index (dropped, i))->data);
  return cells;
}

static gsize
count_network (const NnNetwork *network)
{
  gsize cells = 0;

  for (guint i = 0; network != NULL && i < network->layers->len; i++) {
    const NnLayer *layer = g_ptr_array_index (network->layers, i);
    const NnInit *inits[] = { &layer->kernel_init, &layer->bias_init };

    for (gint j = 0; j < 2; j++)
      cells += inits[j]->values != NULL ? nn_shape_count (&inits[j]->values->shape) : 0;
  }
  return cells;
}

static gsize
count_edit (const GsEdit *edit, const GsDataTable *table, gboolean *finite)
{
  *finite = TRUE;
  for (guint i = 0; edit->kind == GS_EDIT_CELLS && i < edit->cells->len; i++) {
    const GsCellChange *change = g_ptr_array_index (edit->cells, i);

    *finite = *finite && isfinite (change->old_value) && isfinite (change->new_value);
  }
  return edit->cells->len + count_state (edit->anchor, finite) + count_state (edit->old_state, finite)
         + count_state (edit->new_state, finite) + count_data (table, edit->old_data)
         + count_data (table, edit->new_data) + count_dropped (table, edit->dropped)
         + count_network (edit->old_network) + count_network (edit->new_network);
}

/* Those of passes from `from` on; the number of cells that they add to the file. */
static gsize
enter_data (GsDataTable *table, const GPtrArray *overrides, guint32 from)
{
  gsize cells = 0;

  for (guint i = 0; i < overrides->len; i++) {
    const GsOverride *set = g_ptr_array_index (overrides, i);

    cells += set->pass >= from;
    if (set->pass >= from && set->data != NULL) {
      cells += count_data (table, set->data);
      gs_data_table_find (table, set->data);
    }
  }
  return cells;
}

/* The first edit to write from `from` on, so that the newest ones fit `left`, and none before it. Enters
 * their datasets in the order in which they follow from each other. */
static guint
choose_first (const GPtrArray *edits, guint from, gboolean redo, GsDataTable *table, gsize *left)
{
  guint first = edits->len;

  for (; first > from; first--) {
    const GsEdit *edit = g_ptr_array_index (edits, first - 1);
    GsDataset *near = redo ? edit->old_data : edit->new_data, *far = redo ? edit->new_data : edit->old_data;
    gboolean finite;
    gsize cells = count_edit (edit, table, &finite);

    if (!finite || cells > *left)
      break;
    *left -= cells;
    if (near != NULL)
      gs_data_table_find (table, near);
    if (far != NULL)
      gs_data_table_find (table, far);
    enter_data (table, edit->dropped, 0);
  }
  return first;
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
  gs_writer_put_array (writer, "pins", FALSE);
  for (guint i = 0, n; i < pins->len; i += n) {
    const GsCellChange *pin = g_ptr_array_index (pins, i);
    g_autofree gdouble *values = NULL;

    n = gs_document_count_run (pins, i);
    values = g_new (gdouble, n);
    for (guint j = 0; j < n; j++)
      values[j] = ((const GsCellChange *) g_ptr_array_index (pins, i + j))->new_value;
    gs_writer_begin_object (writer, TRUE);
    gs_writer_put_string (writer, "tensor", pin->tensor);
    gs_writer_put_integer (writer, "offset", (gint64) pin->offset);
    gs_document_write_numbers (writer, "value", values, n);
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

/* What is written of undo and redo. */
typedef struct {
  guint undo, redo; /* the first edit of each */
  gsize budget;     /* cells for both together, and for what the document began with */
} Chosen;

/* What is written besides the present. */
typedef struct {
  GsDataTable table;
  guint undo, redo; /* the first edit of each */
  guint32 from;     /* the first pass whose overrides are */
} History;

static gboolean
history_is_empty (const History *history, const GsDocument *document)
{
  return history->undo == document->undo->len && history->redo == document->redo->len;
}

static void
history_clear (History *history)
{
  g_ptr_array_unref (history->table.list);
  g_hash_table_unref (history->table.numbers);
}

static void
history_init (History *history, const GsDocument *document, const Chosen *chosen, guint32 from)
{
  gsize left = chosen->budget;

  *history = (History){ { g_ptr_array_new (), g_hash_table_new (hash_data, equal_data) }, .from = from };
  gs_data_table_find (&history->table, document->data);
  left -= MIN (left, enter_data (&history->table, document->overrides, from));
  history->undo = choose_first (document->undo, chosen->undo, FALSE, &history->table, &left);
  history->redo = choose_first (document->redo, chosen->redo, TRUE, &history->table, &left);
}

/* What stood in earlier passes only undo and redo ask for; without it they cannot be. */
static void
history_choose (History *history, const GsDocument *document, const Chosen *chosen)
{
  guint32 ahead = document->cursor.pass + 1;

  if (gs_document_count_past (document) == 0) {
    history_init (history, document, chosen, ahead);
    return;
  }
  history_init (history, document, chosen, 0);
  if (history_is_empty (history, document)) {
    history_clear (history);
    history_init (history, document, &(Chosen){ document->undo->len, document->redo->len, 0 }, ahead);
  }
}

static void
write_overrides (GsWriter *writer, const GsDocument *document, History *history)
{
  gboolean any = FALSE;

  for (guint i = 0; i < document->overrides->len && !any; i++)
    any = ((const GsOverride *) g_ptr_array_index (document->overrides, i))->pass >= history->from;
  if (!any)
    return;
  gs_writer_key (writer, "overrides");
  gs_document_write_overrides (writer, document->overrides, history->from, &history->table);
}

static void
write_history (GsWriter *writer, const GsDocument *document, History *history)
{
  GsDataTable *table = &history->table;

  if (table->list->len > 1) {
    gs_writer_put_array (writer, "earlier-data", FALSE);
    for (guint i = 1; i < table->list->len; i++)
      write_data (writer, g_ptr_array_index (table->list, i), g_ptr_array_index (table->list, i - 1),
                  (gint) i);
    gs_writer_end_array (writer);
  }
  if (document->undo->len > history->undo) {
    gs_writer_key (writer, "undo");
    gs_document_write_edits (writer, document->undo, history->undo, table);
  }
  if (document->redo->len > history->redo) {
    gs_writer_key (writer, "redo");
    gs_document_write_edits (writer, document->redo, history->redo, table);
  }
}

static gboolean
has_names (const GsDataset *data)
{
  for (gint kind = 0; kind < GS_N_NAMES; kind++)
    if (gs_dataset_get_names (data, (GsNameKind) kind) != NULL)
      return TRUE;
  return FALSE;
}

static GsWriter *
write_document (const GsDocument *document, const Chosen *chosen)
{
  GsWriter *writer = gs_writer_new ();
  Chosen rest = *chosen;
  History history;
  gboolean finite = TRUE;
  gsize n_start = count_state (document->start, &finite);

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "format", "gradsheet");
  gs_writer_put_integer (writer, "version", GS_FORMAT_VERSION);
  gs_document_write_network (writer, document->network);
  write_seed (writer, document->seed);
  if (gs_dataset_get_n_rows (document->data) > 0
      || gs_dataset_get_asked_batch_size (document->data) != G_MAXINT
      || gs_dataset_is_shuffled (document->data) || has_names (document->data)) {
    gs_writer_key (writer, "data");
    write_data (writer, document->data, NULL, 0);
  }
  gs_writer_key (writer, "state");
  gs_document_write_state (writer, document->state);
  if (document->start != NULL && n_start <= rest.budget) {
    gs_writer_key (writer, "start");
    gs_document_write_state (writer, document->start);
    rest.budget -= n_start;
  }
  if (gs_bookmarks_count_cells (document->bookmarks) <= rest.budget) {
    gs_document_write_bookmarks (writer, document->bookmarks);
    rest.budget -= gs_bookmarks_count_cells (document->bookmarks);
  }
  gs_document_write_epochs (writer, document->epochs, document->cursor.pass);
  gs_writer_key (writer, "place");
  gs_document_write_cursor (writer, &document->cursor);
  if (document->pins->len > 0)
    write_pins (writer, document->pins);
  history_choose (&history, document, &rest);
  write_overrides (writer, document, &history);
  write_history (writer, document, &history);
  history_clear (&history);
  gs_writer_end_object (writer);
  return writer;
}

gchar *
gs_document_to_text (const GsDocument *document, gsize *length)
{
  return gs_writer_end (write_document (document, &(Chosen){ 0, 0, GS_DOCUMENT_MAX_HISTORY }), length);
}

/* ---- whether it can be read again ---- */

static gboolean
fail (GError **error, const gchar *name, const gchar *reason, const gchar *cure)
{
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE,
               _ ("%s: not saved (%s). What was there is untouched; %s."), name, reason, cure);
  return FALSE;
}

/* The same questions that loading asks. Of undo and redo what can be is kept. */
static gboolean
check (GsDocument *document, Chosen *chosen, gchar **reason)
{
  GsReader reader;

  gs_reader_init (&reader, "", GS_DOCUMENT_MAX_CELLS);
  if (!gs_document_check (&reader, document)) {
    /* The file's name stands before it already. */
    *reason = g_strdup (reader.error->message + strlen (": "));
    gs_reader_clear (&reader);
    return FALSE;
  }
  chosen->undo = gs_document_check_edits (&reader, document, FALSE);
  g_clear_error (&reader.error);
  g_string_truncate (reader.path, 0);
  chosen->redo = gs_document_check_edits (&reader, document, TRUE);
  gs_reader_clear (&reader);
  return TRUE;
}

static gboolean
is_too_large (const GsWriter *writer)
{
  GsWriterSize size = gs_writer_get_size (writer);

  /* The parser counts the root too, and a line ends it. */
  return size.cells > GS_DOCUMENT_MAX_CELLS || size.values > GS_JSON_MAX_VALUES
         || size.length >= GS_JSON_MAX_LENGTH;
}

gchar *
gs_document_to_file (GsDocument *document, const gchar *name, gsize *length, GError **error)
{
  Chosen chosen = { .budget = GS_DOCUMENT_MAX_HISTORY };
  g_autofree gchar *reason = NULL, *text = NULL;
  gboolean too_large = TRUE;

  if (!check (document, &chosen, &reason)) {
    fail (error, name, reason, _ ("undo what led to it, and save again"));
    return NULL;
  }
  while (too_large) {
    GsWriter *writer = write_document (document, &chosen);

    too_large = is_too_large (writer);
    g_clear_pointer (&reason, g_free);
    reason = g_strdup (gs_writer_get_not_finite (writer));
    g_free (text);
    text = gs_writer_end (writer, length);
    if (chosen.budget == 0)
      break;
    /* Undo is what can be done without. */
    chosen.budget = chosen.budget > 1024 ? chosen.budget / 8 : 0;
  }
  if (reason != NULL)
    g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE,
                 _ ("%s: not saved (%s holds NaN or infinity, which no document can). What was there is "
                    "untouched; undo, or set it to a number, and save again."),
                 name, reason);
  else if (too_large)
    fail (error, name, _ ("it is more than a document holds: 1 GiB, 67 million numbers"),
          _ ("use fewer rows, or smaller layers"));
  else
    return g_steal_pointer (&text);
  return NULL;
}

gboolean
gs_document_save (GsDocument *document, const gchar *path, GError **error)
{
  gsize length;
  g_autofree gchar *name = g_filename_display_name (path);
  g_autofree gchar *text = gs_document_to_file (document, name, &length, error);

  if (text == NULL || !gs_file_write (path, text, length, GS_FILE_PUBLIC, error))
    return FALSE;
  g_free (document->checksum);
  document->checksum = gs_document_compute_checksum (text, length);
  return TRUE;
}
