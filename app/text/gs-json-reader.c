/* From the tree of a text to values, with the place of whatever is wrong. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "gs-binary.h"
#include "gs-document-error.h"
#include "gs-json.h"
#include "gs-number.h"
#include "gs-task.h"
#include "gs-words.h"

/* What is exact in a double. */
#define MAX_WHOLE 9007199254740992.0

gboolean
gs_json_check_version (const cJSON *root, const gchar *name, const gchar *format, gint newest, GError **error)
{
  const cJSON *own = gs_reader_find (root, "format"), *version = gs_reader_find (root, "version");

  if (!cJSON_IsObject (root) || !cJSON_IsString (own) || !g_str_equal (own->valuestring, format)) {
    g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT,
                 _ ("%s: this is JSON, but no file of the kind that is wanted here: it does not begin with "
                    "\"format\": \"%s\""),
                 name, format);
    return FALSE;
  }
  if (!cJSON_IsNumber (version) || version->valuedouble < 1
      || version->valuedouble != floor (version->valuedouble)) {
    g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT,
                 _ ("%s: version: the format's version is missing; write \"version\": %d"), name, newest);
    return FALSE;
  }
  if (version->valuedouble <= newest)
    return TRUE;
  g_set_error (
      error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER,
      _ ("%s: this file is of format version %.0f, made by a newer Gradsheet; this one reads up to %d. "
         "Install the newer one to open it; the file is untouched."),
      name, version->valuedouble, newest);
  return FALSE;
}

void
gs_reader_init (GsReader *reader, const gchar *name, gsize max_cells)
{
  *reader = (GsReader){ .name = name, .path = g_string_new (NULL), .cells_left = max_cells };
}

void
gs_reader_clear (GsReader *reader)
{
  g_string_free (reader->path, TRUE);
  g_clear_error (&reader->error);
}

void
gs_reader_fail (GsReader *reader, const gchar *format, ...)
{
  g_autofree gchar *message = NULL;
  va_list args;

  if (reader->error != NULL)
    return;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (&reader->error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT, "%s: %s%s%s", reader->name,
               reader->path->str, reader->path->len > 0 ? ": " : "", message);
}

void
gs_reader_fail_with (GsReader *reader, GError *error)
{
  gs_reader_fail (reader, "%s", error->message);
  g_error_free (error);
}

gsize
gs_reader_enter (GsReader *reader, const gchar *key)
{
  gsize mark = reader->path->len;
  g_autofree gchar *quoted = gs_words_quote (key, strlen (key), 60);

  if (mark > 0)
    g_string_append_c (reader->path, '.');
  g_string_append (reader->path, quoted);
  return mark;
}

gsize
gs_reader_enter_item (GsReader *reader, gint number)
{
  gsize mark = reader->path->len;

  g_string_append_printf (reader->path, "[%d]", number);
  return mark;
}

void
gs_reader_leave (GsReader *reader, gsize mark)
{
  g_string_truncate (reader->path, mark);
}

gboolean
gs_reader_claim (GsReader *reader, gsize cells)
{
  GError *stopped = NULL;

  if (reader->error != NULL)
    return FALSE;
  if (cells > reader->cells_left) {
    gs_reader_fail (reader, _ ("with this the document's numbers would not fit memory; use smaller tensors, "
                               "or fewer rows of data"));
    return FALSE;
  }
  if (!gs_task_go_on (reader->n_cells, reader->expected, &stopped)) {
    gs_reader_fail_with (reader, stopped);
    return FALSE;
  }
  reader->cells_left -= cells;
  reader->n_cells += cells;
  return TRUE;
}

/* ---- kinds of values ---- */

static const gchar *
describe (const cJSON *item)
{
  if (cJSON_IsNull (item))
    return "null";
  if (cJSON_IsBool (item))
    return _ ("true or false");
  if (cJSON_IsNumber (item))
    return _ ("a number");
  if (cJSON_IsString (item))
    return _ ("a text");
  return cJSON_IsArray (item) ? _ ("a list") : _ ("an object");
}

gboolean
gs_reader_check_object (GsReader *reader, const cJSON *item, const gchar *const *keys)
{
  const cJSON *child;

  if (reader->error != NULL)
    return FALSE;
  if (!cJSON_IsObject (item)) {
    gs_reader_fail (reader, _ ("is %s, but must be an object; write {\"%s\": ...}"), describe (item),
                    keys[0]);
    return FALSE;
  }
  cJSON_ArrayForEach (child, item)
  {
    g_autofree gchar *suggestion = NULL;

    if (g_strv_contains (keys, child->string))
      continue;
    suggestion = gs_words_suggest (child->string, keys, g_strv_length ((gchar **) (gpointer) keys));
    gs_reader_fail (reader, _ ("has the unknown key %s%s"), suggestion,
                    g_str_has_suffix (suggestion, "?") ? "" : _ ("; remove it"));
    return FALSE;
  }
  return TRUE;
}

gboolean
gs_reader_check_array (GsReader *reader, const cJSON *item)
{
  if (reader->error != NULL)
    return FALSE;
  if (cJSON_IsArray (item))
    return TRUE;
  gs_reader_fail (reader, _ ("is %s, but must be a list; write [...]"), describe (item));
  return FALSE;
}

const cJSON *
gs_reader_next (GsReader *reader, const cJSON *list, GsReaderItems *items)
{
  if (items->number > 0) {
    gs_reader_leave (reader, items->mark);
    items->item = items->item->next;
  } else if (gs_reader_check_array (reader, list))
    items->item = list->child;
  if (items->item == NULL || reader->error != NULL)
    return NULL;
  items->mark = gs_reader_enter_item (reader, ++items->number);
  return items->item;
}

const cJSON *
gs_reader_find (const cJSON *object, const gchar *key)
{
  return cJSON_GetObjectItemCaseSensitive (object, key);
}

const cJSON *
gs_reader_need (GsReader *reader, const cJSON *object, const gchar *key, const gchar *example)
{
  const cJSON *item = reader->error == NULL ? gs_reader_find (object, key) : NULL;

  if (item == NULL)
    gs_reader_fail (reader, _ ("“%s” is missing; add for example \"%s\": %s"), key, key, example);
  return item;
}

gdouble
gs_reader_to_number (GsReader *reader, const cJSON *item)
{
  if (reader->error == NULL && cJSON_IsNumber (item))
    return item->valuedouble;
  gs_reader_fail (reader, _ ("is %s, but must be a number; write for example 0.25"), describe (item));
  return 0;
}

gint64
gs_reader_to_integer (GsReader *reader, const cJSON *item, gint64 low, gint64 high)
{
  gdouble value = gs_reader_to_number (reader, item);
  gchar text[GS_NUMBER_BUFFER];

  if (reader->error != NULL)
    return low;
  if (value == floor (value) && fabs (value) <= MAX_WHOLE && (gint64) value >= low && (gint64) value <= high)
    return (gint64) value;
  gs_reader_fail (reader, _ ("is %s, but must be a whole number from %" PRId64 " to %" PRId64),
                  gs_number_to_text (value, text), low, high);
  return low;
}

gint
gs_reader_to_word (GsReader *reader, const cJSON *item, const gchar *const *words, gsize n_words)
{
  g_autofree gchar *suggestion = NULL;
  g_autoptr (GString) all = NULL;

  if (reader->error != NULL)
    return 0;
  if (cJSON_IsString (item)) {
    for (gsize i = 0; i < n_words; i++)
      if (g_str_equal (words[i], item->valuestring))
        return (gint) i;
    suggestion = gs_words_suggest (item->valuestring, words, n_words);
  } else {
    suggestion = g_strdup (describe (item));
  }
  all = g_string_new (NULL);
  for (gsize i = 0; i < n_words; i++)
    g_string_append_printf (all, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
  gs_reader_fail (reader, _ ("is %s; write one of %s"), suggestion, all->str);
  return 0;
}

/* ---- values under a key ---- */

gdouble
gs_reader_get_number (GsReader *reader, const cJSON *object, const gchar *key, gdouble otherwise)
{
  const cJSON *item = gs_reader_find (object, key);
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return otherwise;
  mark = gs_reader_enter (reader, key);
  otherwise = gs_reader_to_number (reader, item);
  gs_reader_leave (reader, mark);
  return otherwise;
}

gint64
gs_reader_get_integer (GsReader *reader,
                       const cJSON *object,
                       const gchar *key,
                       gint64 otherwise,
                       gint64 low,
                       gint64 high)
{
  const cJSON *item = gs_reader_find (object, key);
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return otherwise;
  mark = gs_reader_enter (reader, key);
  otherwise = gs_reader_to_integer (reader, item, low, high);
  gs_reader_leave (reader, mark);
  return otherwise;
}

gboolean
gs_reader_get_boolean (GsReader *reader, const cJSON *object, const gchar *key, gboolean otherwise)
{
  const cJSON *item = gs_reader_find (object, key);
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return otherwise;
  if (cJSON_IsBool (item))
    return cJSON_IsTrue (item);
  mark = gs_reader_enter (reader, key);
  gs_reader_fail (reader, _ ("is %s, but must be true or false"), describe (item));
  gs_reader_leave (reader, mark);
  return otherwise;
}

const gchar *
gs_reader_get_string (GsReader *reader, const cJSON *object, const gchar *key, const gchar *otherwise)
{
  const cJSON *item = gs_reader_find (object, key);
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return otherwise;
  if (cJSON_IsString (item))
    return item->valuestring;
  mark = gs_reader_enter (reader, key);
  gs_reader_fail (reader, _ ("is %s, but must be a text in double quotes"), describe (item));
  gs_reader_leave (reader, mark);
  return otherwise;
}

/* ---- tensors ---- */

/* The shape that the first lists of lists have. */
static gboolean
infer_shape (GsReader *reader, const cJSON *item, NnShape *shape)
{
  *shape = nn_shape (0);
  for (; cJSON_IsArray (item); item = item->child) {
    if (shape->rank == NN_MAX_RANK) {
      gs_reader_fail (reader, _ ("has more than %d levels of lists; a tensor has at most %d axes"),
                      NN_MAX_RANK, NN_MAX_RANK);
      return FALSE;
    }
    shape->dim[shape->rank++] = cJSON_GetArraySize (item);
    if (item->child == NULL)
      break;
  }
  if (nn_shape_is_valid (shape))
    return TRUE;
  gs_reader_fail (
      reader, _ ("has an empty list, or more numbers than fit memory; every list needs at least one number"));
  return FALSE;
}

static gboolean
read_shape (GsReader *reader, const cJSON *item, NnShape *shape)
{
  gsize mark = gs_reader_enter (reader, "shape");
  const cJSON *child;

  *shape = nn_shape (0);
  if (gs_reader_check_array (reader, item)) {
    cJSON_ArrayForEach (child, item)
    {
      if (shape->rank == NN_MAX_RANK) {
        gs_reader_fail (reader, _ ("has more than %d sizes; a tensor has at most %d axes"), NN_MAX_RANK,
                        NN_MAX_RANK);
        return FALSE;
      }
      shape->dim[shape->rank++] = (gint) gs_reader_to_integer (reader, child, 1, (gint64) NN_MAX_CELLS);
    }
    if (!nn_shape_is_valid (shape))
      gs_reader_fail (reader, _ ("asks for more numbers than fit memory; use a smaller one"));
  }
  gs_reader_leave (reader, mark);
  return reader->error == NULL;
}

/* Fills `count` numbers from lists of lists that must have the shape's sizes from `axis` on. */
static gboolean
fill_nested (GsReader *reader, const cJSON *item, const NnShape *shape, gint axis, gdouble **next)
{
  const cJSON *child;
  gint n = 0;

  if (axis == shape->rank) {
    *(*next)++ = gs_reader_to_number (reader, item);
    return reader->error == NULL;
  }
  if (!gs_reader_check_array (reader, item))
    return FALSE;
  cJSON_ArrayForEach (child, item)
  {
    if (++n > shape->dim[axis])
      break;
    if (axis + 1 == shape->rank && cJSON_IsNumber (child))
      *(*next)++ = child->valuedouble;
    else if (!fill_nested (reader, child, shape, axis + 1, next))
      return FALSE;
  }
  if (n == shape->dim[axis])
    return TRUE;
  gs_reader_fail (
      reader,
      n > shape->dim[axis]
          ? _ ("has a list of more than %d values where %d were expected; give all lists of a level the same "
               "length")
          : _ ("has a list of %d values where %d were expected; give all lists of a level the same length"),
      MIN (n, shape->dim[axis]), shape->dim[axis]);
  return FALSE;
}

/* Strictly: no line breaks, no missing padding, no other letters. */
static gboolean
is_base64 (const gchar *text, gsize length)
{
  gsize padding = 0;

  if (length == 0 || length % 4 != 0)
    return FALSE;
  while (padding < 2 && text[length - 1 - padding] == '=')
    padding++;
  for (gsize i = 0; i < length - padding; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return FALSE;
  return TRUE;
}

static gboolean
fill_base64 (GsReader *reader, const cJSON *item, const NnShape *shape, gint bits, gdouble *values)
{
  gsize count = nn_shape_count (shape), size = count * ((gsize) bits / 8);
  gsize length = cJSON_IsString (item) ? strlen (item->valuestring) : 0;
  gsize wanted = (size + 2) / 3 * 4;
  gsize n_bytes = 0;

  if (length != wanted || !is_base64 (item->valuestring, length)) {
    gs_reader_fail (reader,
                    _ ("“base64” must be %zu letters of base64: %zu "
                       "little-endian numbers of %d bits, as the shape says"),
                    wanted, count, bits);
    return FALSE;
  }
  g_base64_decode_inplace (item->valuestring, &n_bytes);
  if (n_bytes != size) {
    gs_reader_fail (reader, _ ("“base64” holds %zu bytes, but the shape needs %zu"), n_bytes, size);
    return FALSE;
  }
  gs_binary_unpack ((const guint8 *) item->valuestring, bits, count, values);
  for (gsize i = 0; i < count; i++)
    if (!isfinite (values[i])) {
      gs_reader_fail (reader, _ ("number %zu is not finite; documents hold finite numbers only"), i + 1);
      return FALSE;
    }
  return TRUE;
}

/* How many bits each number has: 64, where nothing is said. */
static gint
read_bits (GsReader *reader, const cJSON *object, gboolean is_base64_form)
{
  gint64 bits = gs_reader_get_integer (reader, object, "bits", 64, 16, 64);
  gsize mark;

  if (reader->error != NULL)
    return 0;
  if (!is_base64_form && gs_reader_find (object, "bits") != NULL)
    gs_reader_fail (reader, _ ("“bits” goes with “base64” only; leave it out"));
  mark = gs_reader_enter (reader, "bits");
  if (bits != 16 && bits != 32 && bits != 64)
    gs_reader_fail (reader, _ ("is %d, but must be 16, 32 or 64"), (gint) bits);
  gs_reader_leave (reader, mark);
  return (gint) bits;
}

NnTensor *
gs_reader_to_tensor (GsReader *reader, const cJSON *item, const gchar *name)
{
  static const gchar *const keys[] = { "shape", "values", "base64", "bits", NULL };
  g_autoptr (NnTensor) tensor = NULL;
  const cJSON *values = item;
  gboolean is_base64_form = FALSE;
  gint bits = 64;
  gdouble *next;
  NnShape shape;

  if (reader->error != NULL)
    return NULL;
  if (cJSON_IsObject (item)) {
    const cJSON *sizes;

    if (!gs_reader_check_object (reader, item, keys))
      return NULL;
    sizes = gs_reader_need (reader, item, "shape", "[2, 2]");
    values = gs_reader_find (item, "values");
    is_base64_form = values == NULL;
    if (is_base64_form)
      values = gs_reader_need (reader, item, "base64", "\"...\"");
    else if (gs_reader_find (item, "base64") != NULL)
      gs_reader_fail (reader, _ ("has both “values” and “base64”; keep one of the two"));
    bits = read_bits (reader, item, is_base64_form);
    if (reader->error != NULL || !read_shape (reader, sizes, &shape))
      return NULL;
  } else if (!infer_shape (reader, item, &shape)) {
    return NULL;
  }
  if (!gs_reader_claim (reader, nn_shape_count (&shape)))
    return NULL;
  tensor = nn_tensor_new (name, &shape);
  next = tensor->values;
  if (is_base64_form ? !fill_base64 (reader, values, &shape, bits, tensor->values)
                     : !fill_nested (reader, values, &shape, 0, &next))
    return NULL;
  return g_steal_pointer (&tensor);
}
