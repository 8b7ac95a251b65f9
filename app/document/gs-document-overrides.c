/* Overrides in a document: what is laid down by hand for other passes than the one it stands at. */
#include <glib/gi18n-lib.h>

#include "gs-document-private.h"
#include "gs-regime.h"

GsRegime *
gs_document_make_regime (const GsDocument *document)
{
  GsRegime *regime = gs_regime_new (document->data);

  gs_regime_set_pins (regime, 0, document->pins, TRUE);
  gs_regime_set_overrides (regime, document->overrides);
  return regime;
}

/* ---- writing ---- */

/* How many from `first` on are of cells that follow each other. */
static guint
count_run (const GPtrArray *overrides, guint first)
{
  const GsOverride *start = g_ptr_array_index (overrides, first);
  guint n = 1;

  for (; start->kind != GS_OVERRIDE_DATA && first + n < overrides->len; n++) {
    const GsOverride *next = g_ptr_array_index (overrides, first + n);

    if (next->pass != start->pass || next->kind != start->kind || next->offset != start->offset + n
        || !g_str_equal (next->tensor, start->tensor))
      break;
  }
  return n;
}

static void
write_run (GsWriter *writer, const GPtrArray *overrides, guint first, guint n)
{
  const GsOverride *set = g_ptr_array_index (overrides, first);
  g_autofree gdouble *values = g_new (gdouble, n);

  for (guint i = 0; i < n; i++)
    values[i] = ((const GsOverride *) g_ptr_array_index (overrides, first + i))->value;
  gs_writer_put_string (writer, "tensor", set->tensor);
  gs_writer_put_integer (writer, "offset", (gint64) set->offset);
  gs_document_write_numbers (writer, "value", values, n);
  if (set->kind == GS_OVERRIDE_CELL)
    return;
  gs_writer_put_boolean (writer, "pinned", set->kind == GS_OVERRIDE_PIN);
}

void
gs_document_write_overrides (GsWriter *writer, const GPtrArray *overrides, guint32 from, GsDataTable *table)
{
  gs_writer_begin_array (writer, FALSE);
  for (guint i = 0, n; i < overrides->len; i += n) {
    const GsOverride *set = g_ptr_array_index (overrides, i);

    n = count_run (overrides, i);
    if (set->pass < from)
      continue;
    gs_writer_begin_object (writer, TRUE);
    gs_writer_put_integer (writer, "pass", set->pass);
    if (set->kind == GS_OVERRIDE_DATA) {
      gs_writer_put_integer (writer, "data", gs_data_table_find (table, set->data));
    } else {
      write_run (writer, overrides, i, n);
    }
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

/* ---- reading ---- */

static void
read_rows (GsReader *reader, const cJSON *item, guint32 pass, const GsDataTable *table, GPtrArray *overrides)
{
  static const gchar *const keys[] = { "pass", "data", NULL };
  gint64 number;

  if (!gs_reader_check_object (reader, item, keys))
    return;
  number = gs_reader_get_integer (reader, item, "data", 1, 1, table->list->len);
  if (reader->error == NULL)
    g_ptr_array_add (overrides, gs_override_new_data (pass, g_ptr_array_index (table->list, number - 1)));
}

static void
read_cells (GsReader *reader, const cJSON *item, guint32 pass, GPtrArray *overrides)
{
  static const gchar *const keys[] = { "pass", "tensor", "offset", "value", "pinned", NULL };
  g_autoptr (NnTensor) values = NULL;
  gboolean is_pin = gs_reader_find (item, "pinned") != NULL, pinned;
  const gchar *name;
  gsize offset;

  if (!gs_reader_check_object (reader, item, keys))
    return;
  gs_reader_need (reader, item, "tensor", "\"W1\"");
  pinned = gs_reader_get_boolean (reader, item, "pinned", FALSE);
  if (!is_pin || pinned)
    gs_reader_need (reader, item, "value", "0.5");
  name = gs_reader_get_string (reader, item, "tensor", "");
  offset = (gsize) gs_reader_get_integer (reader, item, "offset", 0, 0, GS_DOCUMENT_MAX_OFFSET);
  values = gs_document_read_numbers (reader, item, "value", 0);
  for (gint i = 0; values != NULL && i < values->shape.dim[0]; i++)
    g_ptr_array_add (overrides,
                     is_pin ? gs_override_new_pin (pass, name, offset + (gsize) i, pinned, values->values[i])
                            : gs_override_new (pass, name, offset + (gsize) i, values->values[i]));
}

static void
read_override (GsReader *reader, const cJSON *item, const GsDataTable *table, GPtrArray *overrides)
{
  guint32 pass =
      cJSON_IsObject (item) ? (guint32) gs_reader_get_integer (reader, item, "pass", 1, 1, GS_MAX_PASS) : 1;

  if (reader->error != NULL)
    return;
  if (gs_reader_find (item, "data") != NULL)
    read_rows (reader, item, pass, table, overrides);
  else
    read_cells (reader, item, pass, overrides);
}

GPtrArray *
gs_document_read_overrides (GsReader *reader, const cJSON *array, const GsDataTable *table)
{
  GPtrArray *overrides = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  const cJSON *item;
  GsReaderItems items = { 0 };

  while ((item = gs_reader_next (reader, array, &items)) != NULL)
    read_override (reader, item, table, overrides);
  return overrides;
}

/* ---- checking ---- */

guint
gs_document_count_past (const GsDocument *document)
{
  guint n = 0;

  for (guint i = 0; i < document->overrides->len; i++)
    n += ((const GsOverride *) g_ptr_array_index (document->overrides, i))->pass <= document->cursor.pass;
  return n;
}

static void
check_override (GsReader *reader, GsHeld *held, GsRegime *regime, const GsOverride *set)
{
  NnProgram *program;

  if (set->pass < 1 || set->pass > GS_MAX_PASS)
    gs_reader_fail (reader, _ ("pass %u is none; they go from 1 to %u"), set->pass, GS_MAX_PASS);
  if (reader->error != NULL)
    return;
  switch (set->kind) {
  case GS_OVERRIDE_CELL:
    /* What lasts from pass to pass is the same whatever is held. */
    program = held->program != NULL ? held->program : gs_held_get_program (held, reader, regime, set->pass);
    if (program != NULL)
      gs_document_check_leaf (reader, program, set->tensor, set->offset);
    break;
  case GS_OVERRIDE_PIN:
    if (gs_held_get_program (held, reader, regime, set->pass) != NULL)
      gs_document_check_pin (reader, held, set->tensor, set->offset);
    break;
  case GS_OVERRIDE_UNPIN:
    gs_held_get_program (held, reader, regime, set->pass);
    /* In pass 1 it says that it was not held from the beginning. */
    if (set->pass > 1 && !gs_regime_find_pin (regime, set->pass - 1, set->tensor, set->offset, NULL))
      gs_reader_fail (reader, _ ("%s is not held there, so that it could be let go"), set->tensor);
    break;
  case GS_OVERRIDE_DATA: gs_document_check_rows (reader, held->network, set->data); break;
  default: g_assert_not_reached ();
  }
}

void
gs_document_check_overrides (GsReader *reader,
                             GsHeld *held,
                             GsRegime *regime,
                             const GPtrArray *overrides,
                             guint32 from,
                             guint32 to)
{
  for (guint i = 0; i < overrides->len && reader->error == NULL; i++) {
    const GsOverride *set = g_ptr_array_index (overrides, i);
    gsize mark = gs_reader_enter_item (reader, (gint) i + 1);

    if (set->pass >= from && set->pass <= to)
      check_override (reader, held, regime, set);
    gs_reader_leave (reader, mark);
  }
}
