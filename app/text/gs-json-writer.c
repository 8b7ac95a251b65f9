/* JSON as a person would lay it out. */
#include <string.h>

#include "gs-binary.h"
#include "gs-json.h"
#include "gs-number.h"
#include "gs-quote.h"
#include "nn/nn-kernel.h"

/* Beyond this many numbers a tensor is written as base64. */
#define MAX_READABLE 256

typedef struct {
  gboolean flat;
  gboolean filled;
} Level;

struct _GsWriter {
  GString *text;
  GArray *levels;     /* Level, the outermost first */
  gboolean after_key; /* a key has just been written */
  GString *key;       /* the last one */
  gchar *not_finite;
  gsize n_cells, n_values; /* as the reader counts */
};

GsWriter *
gs_writer_new (void)
{
  GsWriter *writer = g_new0 (GsWriter, 1);

  writer->text = g_string_sized_new (4096);
  writer->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  writer->key = g_string_new (NULL);
  return writer;
}

gchar *
gs_writer_end (GsWriter *writer, gsize *length)
{
  gchar *text;

  g_assert (writer->levels->len == 0);
  g_string_append_c (writer->text, '\n');
  if (length != NULL)
    *length = writer->text->len;
  text = g_string_free (writer->text, FALSE);
  g_array_unref (writer->levels);
  g_string_free (writer->key, TRUE);
  g_free (writer->not_finite);
  g_free (writer);
  return text;
}

static void
break_line (GsWriter *writer, guint depth)
{
  g_string_append_c (writer->text, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (writer->text, "  ");
}

GsWriterSize
gs_writer_get_size (const GsWriter *writer)
{
  return (GsWriterSize){ writer->n_cells, writer->n_values, writer->text->len };
}

void
gs_writer_claim (GsWriter *writer, gsize cells)
{
  writer->n_cells += cells;
}

/* What comes before a key, or an item, or a value. */
static void
separate (GsWriter *writer)
{
  Level *level;

  if (writer->after_key || writer->levels->len == 0) {
    writer->after_key = FALSE;
    return;
  }
  level = &g_array_index (writer->levels, Level, writer->levels->len - 1);
  if (level->filled)
    g_string_append (writer->text, level->flat ? ", " : ",");
  if (!level->flat)
    break_line (writer, writer->levels->len);
  level->filled = TRUE;
}

static void
begin_item (GsWriter *writer)
{
  writer->n_values++;
  separate (writer);
}

static void
begin_level (GsWriter *writer, gboolean flat, gchar open)
{
  Level level = { .flat = flat };

  begin_item (writer);
  if (writer->levels->len > 0)
    level.flat = level.flat || g_array_index (writer->levels, Level, writer->levels->len - 1).flat;
  g_string_append_c (writer->text, open);
  g_array_append_val (writer->levels, level);
}

static void
end_level (GsWriter *writer, gchar close)
{
  Level level = g_array_index (writer->levels, Level, writer->levels->len - 1);

  g_array_set_size (writer->levels, writer->levels->len - 1);
  if (level.filled && !level.flat)
    break_line (writer, writer->levels->len);
  g_string_append_c (writer->text, close);
}

void
gs_writer_begin_object (GsWriter *writer, gboolean flat)
{
  begin_level (writer, flat, '{');
}

void
gs_writer_end_object (GsWriter *writer)
{
  end_level (writer, '}');
}

void
gs_writer_begin_array (GsWriter *writer, gboolean flat)
{
  begin_level (writer, flat, '[');
}

void
gs_writer_end_array (GsWriter *writer)
{
  end_level (writer, ']');
}

void
gs_json_append_text (GString *to, const gchar *text)
{
  g_autofree gchar *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (to, '"');
  for (const gchar *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    switch (*at) {
    case '"': g_string_append (to, "\\\""); break;
    case '\\': g_string_append (to, "\\\\"); break;
    case '\n': g_string_append (to, "\\n"); break;
    case '\t': g_string_append (to, "\\t"); break;
    /* Beyond what JSON asks for, DEL and C1 too: people look at such files on terminals. */
    default: gs_quote_append_visible (to, g_utf8_get_char (at));
    }
  }
  g_string_append_c (to, '"');
}

void
gs_writer_key (GsWriter *writer, const gchar *key)
{
  separate (writer);
  gs_json_append_text (writer->text, key);
  g_string_append (writer->text, ": ");
  writer->after_key = TRUE;
  g_string_assign (writer->key, key);
}

void
gs_writer_string (GsWriter *writer, const gchar *text)
{
  begin_item (writer);
  gs_json_append_text (writer->text, text);
}

/* JSON has no NaN and no infinity: who saves must know. */
static void
note_finite (GsWriter *writer, const gdouble *values, gsize count)
{
  if (writer->not_finite == NULL && !nn_kernel_all_finite (values, count))
    writer->not_finite = g_strdup (writer->key->str);
}

const gchar *
gs_writer_get_not_finite (const GsWriter *writer)
{
  return writer->not_finite;
}

void
gs_writer_number (GsWriter *writer, gdouble value)
{
  gchar text[GS_NUMBER_BUFFER];

  note_finite (writer, &value, 1);
  gs_writer_raw (writer, gs_number_to_text (value, text));
}

void
gs_writer_integer (GsWriter *writer, gint64 value)
{
  begin_item (writer);
  g_string_append_printf (writer->text, "%" G_GINT64_FORMAT, value);
}

void
gs_writer_boolean (GsWriter *writer, gboolean value)
{
  gs_writer_raw (writer, value ? "true" : "false");
}

void
gs_writer_raw (GsWriter *writer, const gchar *text)
{
  begin_item (writer);
  g_string_append (writer->text, text);
}

/* ---- tensors ---- */

static void
append_values (GsWriter *writer, const NnShape *shape, gint axis, guint depth, const gdouble **next)
{
  gboolean innermost = axis + 1 == shape->rank;
  gchar text[GS_NUMBER_BUFFER];

  g_string_append_c (writer->text, '[');
  writer->n_values += (gsize) shape->dim[axis];
  for (gint i = 0; i < shape->dim[axis]; i++) {
    if (i > 0)
      g_string_append (writer->text, innermost ? ", " : ",");
    if (innermost) {
      g_string_append (writer->text, gs_number_to_text (*(*next)++, text));
    } else {
      break_line (writer, depth + 1);
      append_values (writer, shape, axis + 1, depth + 1, next);
    }
  }
  if (!innermost)
    break_line (writer, depth);
  g_string_append_c (writer->text, ']');
}

void
gs_writer_values (GsWriter *writer, const NnShape *shape, const gdouble *values)
{
  writer->n_cells += nn_shape_count (shape);
  if (shape->rank == 0) {
    gs_writer_number (writer, *values);
    return;
  }
  note_finite (writer, values, nn_shape_count (shape));
  begin_item (writer);
  append_values (writer, shape, 0, writer->levels->len, &values);
}

void
gs_writer_base64 (GsWriter *writer, const NnShape *shape, const gdouble *values)
{
  gsize count = nn_shape_count (shape);
  gint bits = gs_binary_find_bits (values, count);
  g_autofree guint8 *bytes = gs_binary_pack (values, count, bits);
  g_autofree gchar *text = g_base64_encode (bytes, count * ((gsize) bits / 8));

  writer->n_cells += count;
  note_finite (writer, values, count);
  gs_writer_begin_object (writer, TRUE);
  gs_writer_key (writer, "shape");
  gs_writer_begin_array (writer, TRUE);
  for (gint axis = 0; axis < shape->rank; axis++)
    gs_writer_integer (writer, shape->dim[axis]);
  gs_writer_end_array (writer);
  if (bits < 64)
    gs_writer_put_integer (writer, "bits", bits);
  gs_writer_key (writer, "base64");
  begin_item (writer);
  g_string_append_c (writer->text, '"');
  g_string_append (writer->text, text);
  g_string_append_c (writer->text, '"');
  gs_writer_end_object (writer);
}

void
gs_writer_tensor (GsWriter *writer, const NnShape *shape, const gdouble *values)
{
  if (nn_shape_count (shape) > MAX_READABLE)
    gs_writer_base64 (writer, shape, values);
  else
    gs_writer_values (writer, shape, values);
}

void
gs_writer_put_object (GsWriter *writer, const gchar *key, gboolean flat)
{
  gs_writer_key (writer, key);
  gs_writer_begin_object (writer, flat);
}

void
gs_writer_put_array (GsWriter *writer, const gchar *key, gboolean flat)
{
  gs_writer_key (writer, key);
  gs_writer_begin_array (writer, flat);
}

void
gs_writer_put_string (GsWriter *writer, const gchar *key, const gchar *text)
{
  if (text == NULL)
    return;
  gs_writer_key (writer, key);
  gs_writer_string (writer, text);
}

void
gs_writer_put_number (GsWriter *writer, const gchar *key, gdouble value)
{
  gs_writer_key (writer, key);
  gs_writer_number (writer, value);
}

void
gs_writer_put_integer (GsWriter *writer, const gchar *key, gint64 value)
{
  gs_writer_key (writer, key);
  gs_writer_integer (writer, value);
}

void
gs_writer_put_boolean (GsWriter *writer, const gchar *key, gboolean value)
{
  gs_writer_key (writer, key);
  gs_writer_boolean (writer, value);
}

void
gs_writer_put_shape (GsWriter *writer, const gchar *key, const NnShape *shape)
{
  gs_writer_put_array (writer, key, TRUE);
  for (gint i = 0; i < shape->rank; i++)
    gs_writer_integer (writer, shape->dim[i]);
  gs_writer_end_array (writer);
}
