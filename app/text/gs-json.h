/* JSON, read strictly and written readably.
 *
 * Reading is done twice: a scanner refuses everything that RFC 8259 does not allow or that
 * would be read differently elsewhere (trailing text, a key twice, numbers that overflow, \u0000,
 * too much nesting) and says line and column; cJSON then builds the tree. Numbers are
 * converted here, so that they are right to the bit in every locale.
 *
 * GsReader walks the tree and remembers where it stands, for messages such as
 * "mine.gradsheet: layers[2].units: ...". The first error sticks; afterwards every function returns
 * at once, so that readers need to ask only now and then. Items are counted from 1.
 */
#pragma once

#include <cjson/cJSON.h>

#include "nn/nn-tensor.h"

G_BEGIN_DECLS

/* ---- parsing ---- */

/* How deep lists and objects may be nested, how many values a file may have, and how long it may be. */
#define GS_JSON_MAX_DEPTH  32
#define GS_JSON_MAX_VALUES ((gsize) 1 << 24)
#define GS_JSON_MAX_LENGTH ((gsize) 1 << 30)

/* The tree of `text`, or NULL with GS_DOCUMENT_ERROR_SYNTAX. With `raw_key` not NULL, *raw is the text
 * of the value that the outermost object has under this key, or NULL. Free with cJSON_Delete(), *raw with
 * g_free(). `name` is the file's name for messages. */
cJSON *gs_json_parse (const gchar *text,
                      gsize length,
                      const gchar *name,
                      const gchar *raw_key,
                      gchar **raw,
                      GError **error);

/* Whether the tree is a file of this format and of a version from 1 to `newest`. GS_DOCUMENT_ERROR_FORMAT if
 * not, _NEWER if only the version is beyond: then the file is good, and to be left as it is. */
gboolean gs_json_check_version (const cJSON *root,
                                const gchar *name,
                                const gchar *format,
                                gint newest,
                                GError **error);

/* ---- reading the tree ---- */

typedef struct {
  const gchar *name; /* of the file */
  GString *path;
  gsize cells_left; /* how many numbers the file may still claim */
  gsize n_cells;    /* that it has claimed */
  gsize expected;   /* how many it will claim, roughly, for who watches; 0: not known */
  GError *error;    /* the first */
} GsReader;

void gs_reader_init (GsReader *reader, const gchar *name, gsize max_cells);
void gs_reader_clear (GsReader *reader);

/* GS_DOCUMENT_ERROR_FORMAT with file and place, unless there is an error already. */
void gs_reader_fail (GsReader *reader, const gchar *format, ...) G_GNUC_PRINTF (2, 3);
/* The same with another error's message; takes the error. */
void gs_reader_fail_with (GsReader *reader, GError *error);

/* Goes to a key or an item; the result brings it back. */
gsize gs_reader_enter (GsReader *reader, const gchar *key);
gsize gs_reader_enter_item (GsReader *reader, gint number);
void gs_reader_leave (GsReader *reader, gsize mark);

/* The items of a list, which it must be, in turn; each is the place that is read until the next. NULL behind
 * the last, and behind one that was wrong.
 *
 *   GsReaderItems items = { 0 };
 *   while ((item = gs_reader_next (reader, list, &items)) != NULL)
 *     ...
 */
typedef struct {
  const cJSON *item;
  gint number;
  gsize mark;
} GsReaderItems;
const cJSON *gs_reader_next (GsReader *reader, const cJSON *list, GsReaderItems *items);

/* Counts `cells` numbers against the limit; FALSE when it is passed. */
gboolean gs_reader_claim (GsReader *reader, gsize cells);

/* Whether `item` is an object that has no keys but `keys` (NULL-terminated). */
gboolean gs_reader_check_object (GsReader *reader, const cJSON *item, const gchar *const *keys);
gboolean gs_reader_check_array (GsReader *reader, const cJSON *item);

/* The value under `key`, or NULL. */
const cJSON *gs_reader_find (const cJSON *object, const gchar *key);
/* The same; an error if it is missing. */
const cJSON *gs_reader_need (GsReader *reader, const cJSON *object, const gchar *key, const gchar *example);

/* The value under `key`, or `otherwise` if there is none. */
gdouble gs_reader_get_number (GsReader *reader, const cJSON *object, const gchar *key, gdouble otherwise);
gint64 gs_reader_get_integer (GsReader *reader,
                              const cJSON *object,
                              const gchar *key,
                              gint64 otherwise,
                              gint64 low,
                              gint64 high);
gboolean gs_reader_get_boolean (GsReader *reader, const cJSON *object, const gchar *key, gboolean otherwise);
/* Borrowed. */
const gchar *
gs_reader_get_string (GsReader *reader, const cJSON *object, const gchar *key, const gchar *otherwise);

/* The value of an item that must be one. */
gdouble gs_reader_to_number (GsReader *reader, const cJSON *item);
gint64 gs_reader_to_integer (GsReader *reader, const cJSON *item, gint64 low, gint64 high);
/* The place of a word among `words`, or 0 with an error that names the nearest. */
gint gs_reader_to_word (GsReader *reader, const cJSON *item, const gchar *const *words, gsize n_words);

/* Numbers in lists of lists, or {"shape": [...], "values": ... or "base64": "..."}; NULL after an error. */
NnTensor *gs_reader_to_tensor (GsReader *reader, const cJSON *item, const gchar *name);

/* ---- writing ---- */

/* The text in double quotes, with escapes for whatever is no plain character, at the end of `to`. */
void gs_json_append_text (GString *to, const gchar *text);

/* Commas, line breaks and indentation are the writer's care. */
typedef struct _GsWriter GsWriter;

GsWriter *gs_writer_new (void);
/* The text, ending with a newline; frees the writer. Caller frees. */
gchar *gs_writer_end (GsWriter *writer, gsize *length);

/* A flat object or list stays on one line, and so does everything in it but matrices. */
void gs_writer_begin_object (GsWriter *writer, gboolean flat);
void gs_writer_end_object (GsWriter *writer);
void gs_writer_begin_array (GsWriter *writer, gboolean flat);
void gs_writer_end_array (GsWriter *writer);
void gs_writer_key (GsWriter *writer, const gchar *key);
void gs_writer_string (GsWriter *writer, const gchar *text);
void gs_writer_number (GsWriter *writer, gdouble value);
void gs_writer_integer (GsWriter *writer, gint64 value);
void gs_writer_boolean (GsWriter *writer, gboolean value);
/* The same behind a key. A text that is NULL is left out, its key too. */
void gs_writer_put_object (GsWriter *writer, const gchar *key, gboolean flat);
void gs_writer_put_array (GsWriter *writer, const gchar *key, gboolean flat);
void gs_writer_put_string (GsWriter *writer, const gchar *key, const gchar *text);
void gs_writer_put_number (GsWriter *writer, const gchar *key, gdouble value);
void gs_writer_put_integer (GsWriter *writer, const gchar *key, gint64 value);
void gs_writer_put_boolean (GsWriter *writer, const gchar *key, gboolean value);
/* [2, 3] */
void gs_writer_put_shape (GsWriter *writer, const gchar *key, const NnShape *shape);
/* The key under which the first number stood that was NaN or infinite, or NULL. Until _end. */
const gchar *gs_writer_get_not_finite (const GsWriter *writer);
/* How much reader and parser will count in what has been written so far: numbers in tensors, and values; and
 * the text's length. */
typedef struct {
  gsize cells, values, length;
} GsWriterSize;
GsWriterSize gs_writer_get_size (const GsWriter *writer);
/* Numbers that the reader will need room for although they are not written (rows like others). */
void gs_writer_claim (GsWriter *writer, gsize cells);
/* JSON text as it is: one value. */
void gs_writer_raw (GsWriter *writer, const gchar *text);

/* Numbers in lists of lists, one innermost list a line. */
void gs_writer_values (GsWriter *writer, const NnShape *shape, const gdouble *values);
/* {"shape": [...], "base64": "..."}: the doubles, little-endian; where all of them fit 32 or 16 bits, those,
 * with "bits" (gs-binary.h). */
void gs_writer_base64 (GsWriter *writer, const NnShape *shape, const gdouble *values);
/* The one up to 256 numbers, the other beyond. */
void gs_writer_tensor (GsWriter *writer, const NnShape *shape, const gdouble *values);

G_END_DECLS
