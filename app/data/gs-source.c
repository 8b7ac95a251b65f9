/* Files, made rows and the data that come with the program, opened by one word. */
#include "gs-source.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-number.h"
#include "app/text/gs-words.h"
#include "gs-enlarged.h"
#include "gs-feature.h"
#include "gs-packed.h"
#include "gs-pixels.h"
#include "gs-rows.h"
#include "gs-shipped.h"
#include "nn/nn-error.h"

struct _GsSource {
  GsSourceKind kind;
  GsGenerator generator;
  gchar *path, *sum;
  gsize size;
  gchar *text; /* of a table */
  gsize length;
  GsIdx pictures, labels;
  GArray *columns;    /* gsize, from 0: those of the table that are read; NULL for all */
  gint crop;          /* pixels in a row of what is cut out of pictures; 0: all */
  gboolean is_random; /* another part in each epoch */
  GBytes *whole;      /* then the pictures as they were, of this size */
  gint whole_rows, whole_columns;
  GPtrArray *classes, *names; /* of a folder: gchar *, of classes and of pictures; NULL otherwise */
  guint n_left_out;           /* likewise; see GsFolder */
};

void
gs_source_free (GsSource *source)
{
  if (source == NULL)
    return;
  g_free (source->generator.curve);
  g_free (source->path);
  g_free (source->sum);
  g_free (source->text);
  gs_idx_clear (&source->pictures);
  gs_idx_clear (&source->labels);
  g_clear_pointer (&source->whole, g_bytes_unref);
  g_clear_pointer (&source->columns, g_array_unref);
  g_clear_pointer (&source->classes, g_ptr_array_unref);
  g_clear_pointer (&source->names, g_ptr_array_unref);
  g_free (source);
}

/* ---- bytes ---- */

/* One file, unpacked; its size and sum are added to the source's. */
static gchar *
read_file (GsSource *source, const gchar *path, gsize *length, GError **error)
{
  gboolean is_input = g_str_equal (path, "-");
  gsize size;
  g_autofree gchar *bytes = is_input ? gs_file_read_input (GS_FILE_MAX_ROWS, &size, error)
                                     : gs_file_read (path, GS_FILE_MAX_ROWS, &size, error);
  g_autofree gchar *name = g_filename_display_name (path), *sum = NULL, *before = NULL;

  if (bytes == NULL)
    return NULL;
  before = g_steal_pointer (&source->sum);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
  source->sum = g_strconcat (before != NULL ? before : "", sum, NULL);
  source->size += size;
  if (gs_packed_looks_like (bytes, size))
    return gs_packed_unpack (bytes, size, name, length, error);
  *length = size;
  return g_steal_pointer (&bytes);
}

/* ---- what the word means ---- */

/* One file of two; which one it is its header says. */
static void
refuse_half (const GsSource *source, const gchar *path, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path);
  g_auto (GsIdx) idx = { 0 };

  if (!gs_idx_read (&idx, source->text, source->length, name, error))
    return;
  g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
               idx.rank == 1
                   ? _ ("%s: these are labels (IDX), and their pictures are in another file. Choose both "
                        "files together where rows are asked for, the second one with Ctrl and a click; or "
                        "drop both on the window. A command takes images,labels.")
                   : _ ("%s: these are pictures (IDX), and they need their labels, which are in another "
                        "file. Choose both files together where rows are asked for, the second one with "
                        "Ctrl and a click; or drop both on the window. A command takes images,labels."),
               name);
}

static gboolean
open_table (GsSource *source, const gchar *path, GError **error)
{
  source->kind = GS_SOURCE_TABLE;
  source->path = g_strdup (path);
  source->text = read_file (source, path, &source->length, error);
  if (source->text == NULL)
    return FALSE;
  if (!gs_idx_looks_like (source->text, source->length))
    return TRUE;
  refuse_half (source, path, error);
  return FALSE;
}

static gboolean
open_idx (GsSource *source, const gchar *path, GsIdx *idx, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path), *bytes = NULL;
  gsize length;

  bytes = read_file (source, path, &length, error);
  return bytes != NULL && gs_idx_read (idx, bytes, length, name, error);
}

/* Which of the two files holds the pictures they say themselves: who picks both in a list has no say in their
 * order. */
static gboolean
open_pictures (GsSource *source, const gchar *text, GError **error)
{
  g_auto (GStrv) paths = g_strsplit (text, ",", 2);

  source->kind = GS_SOURCE_PICTURES;
  source->path = g_strdup (text);
  if (!open_idx (source, paths[0], &source->pictures, error)
      || !open_idx (source, paths[1], &source->labels, error))
    return FALSE;
  if (source->pictures.rank == 1) {
    GsIdx labels = source->pictures;

    source->pictures = source->labels;
    source->labels = labels;
  }
  if (gs_idx_are_pairs (&source->pictures, &source->labels, error))
    return TRUE;
  g_prefix_error (error, "%s: ", text);
  return FALSE;
}

static gboolean
open_folder (GsSource *source, const gchar *path, GError **error)
{
  GsFolder folder = { 0 };

  source->kind = GS_SOURCE_PICTURES;
  source->path = g_strdup (path);
  if (!gs_folder_read (&folder, path, error)) {
    gs_folder_clear (&folder);
    return FALSE;
  }
  source->pictures = folder.pictures;
  source->labels = folder.labels;
  source->classes = folder.classes;
  source->names = folder.names;
  source->size = folder.size;
  source->sum = folder.sum;
  source->n_left_out = folder.n_left_out;
  return TRUE;
}

/* "x1*x1;sin(x2)" */
static gboolean
read_features (GsGenerator *generator, const gchar *text, GError **error)
{
  g_auto (GStrv) names = g_strsplit (text, ";", -1);

  generator->features = 0;
  for (gint i = 0; names[i] != NULL; i++) {
    gint feature = gs_feature_find (g_strstrip (names[i]));

    if (feature < 0) {
      g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                   _ ("“%s” is no feature; there are x1*x1, x2*x2, x1*x2, sin(x1) and sin(x2), with a "
                      "semicolon between them"),
                   names[i]);
      return FALSE;
    }
    generator->features |= 1u << feature;
  }
  return TRUE;
}

static gboolean
read_setting (GsGenerator *generator, const gchar *setting, GError **error)
{
  const gchar *sign = strchr (setting, '=');
  g_autofree gchar *key = g_strndup (setting, sign != NULL ? (gsize) (sign - setting) : strlen (setting));
  const gchar *value = sign != NULL ? sign + 1 : "";
  gint64 rows;

  g_strstrip (key);
  if (g_str_equal (key, "rows")) {
    if (!g_ascii_string_to_signed (value, 10, 1, GS_GENERATOR_MAX_ROWS, &rows, error))
      return FALSE;
    generator->n_rows = (gint) rows;
    return TRUE;
  }
  if (g_str_equal (key, "noise"))
    return gs_number_parse (value, &generator->noise, error);
  if (g_str_equal (key, "seed"))
    return g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &generator->seed, error);
  if (g_str_equal (key, "f")) {
    g_free (generator->curve);
    generator->curve = g_strdup (value);
    return TRUE;
  }
  if (g_str_equal (key, "features"))
    return read_features (generator, value, error);
  g_set_error (error, NN_ERROR, NN_ERROR_NAME,
               _ ("“%s” is no setting of made rows; there are rows, noise, seed, features and f"), key);
  return FALSE;
}

static gint
find_made (const gchar *text)
{
  g_autofree gchar *name = g_strndup (text, strcspn (text, ":"));

  return gs_generator_find (name);
}

/* What stands behind the colon. */
static gboolean
read_settings (const gchar *text, GsGenerator *generator, GError **error)
{
  const gchar *colon = strchr (text, ':');
  g_auto (GStrv) settings = g_strsplit (colon != NULL ? colon + 1 : "", ",", -1);

  generator->n_rows = 500;
  generator->seed = 1;
  for (gint i = 0; settings[i] != NULL; i++)
    if (*settings[i] != '\0' && !read_setting (generator, settings[i], error)) {
      g_clear_pointer (&generator->curve, g_free);
      g_prefix_error (error, "%s: ", text);
      return FALSE;
    }
  return TRUE;
}

gboolean
gs_source_read_made (const gchar *text, GsGenerator *generator, GError **error)
{
  gint kind = find_made (text);

  if (kind < 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("no kind of made rows is called %s"), text);
    return FALSE;
  }
  *generator = (GsGenerator){ .kind = (GsGeneratorKind) kind };
  return read_settings (text, generator, error);
}

gchar *
gs_source_write_made (const GsGenerator *made, GError **error)
{
  gchar noise[GS_NUMBER_BUFFER];
  const gchar *sign = ",features=";
  gboolean has_curve = made->kind == GS_GENERATOR_CURVE;
  g_autofree gchar *curve =
      has_curve ? gs_generator_read_curve (made->curve != NULL ? made->curve : "", error) : NULL;
  GString *text;

  if (has_curve && curve == NULL)
    return NULL;
  text = g_string_new (gs_generator_get_name (made->kind));
  g_string_append_printf (text, ":rows=%d,noise=%s,seed=%" G_GUINT64_FORMAT, made->n_rows,
                          gs_number_to_text (made->noise, noise), made->seed);
  for (gint feature = 0; feature < GS_N_FEATURES; feature++)
    if (made->features & 1u << feature) {
      g_string_append_printf (text, "%s%s", sign, gs_feature_get_name ((GsFeature) feature));
      sign = ";";
    }
  if (has_curve)
    g_string_append_printf (text, ",f=%s", curve);
  return g_string_free (text, FALSE);
}

static gboolean
open_made (GsSource *source, const gchar *text, GError **error)
{
  source->kind = GS_SOURCE_MADE;
  if (!gs_source_read_made (text, &source->generator, error))
    return FALSE;
  source->text = gs_generator_make (&source->generator, &source->length, error);
  return source->text != NULL;
}

static gboolean
is_enlarged (const gchar *text)
{
  gsize n = strcspn (text, ":");

  return n == strlen (GS_ENLARGED_NAME) && strncmp (text, GS_ENLARGED_NAME, n) == 0;
}

/* Pictures made from those that come with the program: settings as of made rows. */
static gboolean
open_enlarged (GsSource *source, const gchar *text, GError **error)
{
  g_autofree gchar *path = gs_shipped_find_file ("digits8"), *digits = NULL;
  gsize length;

  source->kind = GS_SOURCE_TABLE;
  if (!read_settings (text, &source->generator, error)
      || (digits = read_file (source, path, &length, error)) == NULL)
    return FALSE;
  source->path = g_strdup (GS_ENLARGED_NAME);
  source->text =
      gs_enlarged_make (digits, source->generator.n_rows, source->generator.seed, &source->length, error);
  return source->text != NULL;
}

static gboolean
refuse_word (const gchar *text, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree gchar *suggestion = NULL;

  for (gint i = 0; gs_shipped_list ()[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) gs_shipped_list ()[i]);
  for (gint kind = 0; kind < GS_N_GENERATORS; kind++)
    g_ptr_array_add (words, (gpointer) gs_generator_get_name ((GsGeneratorKind) kind));
  suggestion = gs_words_suggest (text, (const gchar *const *) words->pdata, words->len);
  g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("no file, data or kind of made rows is called %s"),
               suggestion);
  return FALSE;
}

static gboolean
open_word (GsSource *source, const gchar *text, GError **error)
{
  gint made = find_made (text);
  g_autofree gchar *shipped = gs_shipped_find_file (text);

  if (g_file_test (text, G_FILE_TEST_IS_DIR))
    return open_folder (source, text, error);
  if (g_str_equal (text, "-") || g_file_test (text, G_FILE_TEST_EXISTS))
    return open_table (source, text, error);
  if (shipped != NULL)
    return open_table (source, shipped, error);
  if (is_enlarged (text))
    return open_enlarged (source, text, error);
  if (made >= 0)
    return open_made (source, text, error);
  if (strchr (text, ',') != NULL)
    return open_pictures (source, text, error);
  if (strpbrk (text, "./") == NULL)
    return refuse_word (text, error);
  return open_table (source, text, error); /* which says what is wrong with it */
}

/* ---- which part of a file ---- */

/* A number of a column from `least` on, or what a list of them looks like. */
static gboolean
read_column (const gchar *text, guint64 least, guint64 *column, GError **error)
{
  if (g_ascii_string_to_unsigned (text, 10, least, GS_TABLE_MAX_COLUMNS, column, NULL))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("“%s” is no column here; columns are numbers from 1 on, as in columns=1;3-5"), text);
  return FALSE;
}

/* "1;3-5;2" */
static gboolean
read_columns (GsSource *source, const gchar *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  g_clear_pointer (&source->columns, g_array_unref);
  source->columns = g_array_new (FALSE, FALSE, sizeof (gsize));
  for (gchar **part = parts; *part != NULL; part++) {
    g_auto (GStrv) ends = g_strsplit (g_strstrip (*part), "-", 2);
    guint64 first, last;

    if (!read_column (*ends != NULL ? ends[0] : "", 1, &first, error))
      return FALSE;
    last = first;
    if (*ends != NULL && ends[1] != NULL && !read_column (ends[1], first, &last, error))
      return FALSE;
    for (gsize column = (gsize) first - 1; column < (gsize) last; column++)
      g_array_append_val (source->columns, column);
  }
  return source->columns->len > 0 || read_column ("", 1, &(guint64){ 0 }, error);
}

static gboolean
read_part (GsSource *source, const gchar *setting, GError **error)
{
  guint64 size;

  if (g_str_has_prefix (setting, "columns="))
    return read_columns (source, setting + strlen ("columns="), error);
  if (g_str_has_prefix (setting, "crop=")) {
    if (!g_ascii_string_to_unsigned (setting + strlen ("crop="), 10, 1, 1 << 15, &size, error))
      return FALSE;
    source->crop = (gint) size;
    return TRUE;
  }
  if (g_str_equal (setting, "random") && source->crop > 0) {
    source->is_random = TRUE;
    return TRUE;
  }
  g_set_error (error, NN_ERROR, NN_ERROR_NAME,
               _ ("“%s” says nothing of a file; there are columns, crop, and random behind crop"), setting);
  return FALSE;
}

/* The colon behind which it is said which part is read; NULL if all is. */
static const gchar *
find_parts (const gchar *text)
{
  const gchar *columns = strstr (text, ":columns="), *crop = strstr (text, ":crop=");

  if (g_file_test (text, G_FILE_TEST_EXISTS))
    return NULL;
  return columns == NULL || (crop != NULL && crop < columns) ? crop : columns;
}

gchar *
gs_source_put_beside (const gchar *text, const gchar *folder)
{
  const gchar *parts = find_parts (text);
  g_autofree gchar *word = parts != NULL ? g_strndup (text, (gsize) (parts - text)) : g_strdup (text);
  g_auto (GStrv) names = g_strsplit (word, ",", 2);
  g_autofree gchar *first = g_build_filename (folder, names[0], NULL);
  g_autofree gchar *second = names[1] != NULL ? g_build_filename (folder, names[1], NULL) : NULL;

  return g_strconcat (first, second != NULL ? "," : "", second != NULL ? second : "",
                      parts != NULL ? parts : "", NULL);
}

/* The word without what stands behind its colon, which goes into the source. Caller frees; NULL with an
 * error. */
static gchar *
read_parts (GsSource *source, const gchar *text, GError **error)
{
  const gchar *colon = find_parts (text);
  g_auto (GStrv) settings = NULL;

  if (colon == NULL)
    return g_strdup (text);
  settings = g_strsplit (colon + 1, ",", -1);
  for (gchar **setting = settings; *setting != NULL; setting++)
    if (!read_part (source, *setting, error)) {
      g_prefix_error (error, "%s: ", text);
      return NULL;
    }
  return g_strndup (text, (gsize) (colon - text));
}

static gboolean
crop (GsSource *source, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (source->path != NULL ? source->path : "");

  if (source->kind == GS_SOURCE_PICTURES) {
    gint channels;

    if (source->is_random && source->pictures.rank >= 3) {
      gs_idx_get_size (&source->pictures, &channels, &source->whole_rows, &source->whole_columns);
      source->whole = g_bytes_new (source->pictures.bytes, gs_idx_count (&source->pictures));
    }
    return gs_idx_crop (&source->pictures, source->crop, name, error);
  }
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
               _ ("%s: rows of numbers have no middle that could be cut out; crop is for files of pictures"),
               name);
  return FALSE;
}

GsSource *
gs_source_open (const gchar *text, GError **error)
{
  g_autoptr (GsSource) source = g_new0 (GsSource, 1);
  g_autofree gchar *word = read_parts (source, text, error);

  if (word == NULL || !open_word (source, word, error) || (source->crop > 0 && !crop (source, error)))
    return NULL;
  if (source->columns == NULL || source->kind != GS_SOURCE_PICTURES)
    return g_steal_pointer (&source);
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _ ("%s: pictures have no columns to pick"), text);
  return NULL;
}

/* ---- what is in it ---- */

GsSourceKind
gs_source_get_kind (const GsSource *source)
{
  return source->kind;
}

const gchar *
gs_source_get_path (const GsSource *source)
{
  return source->path;
}

gsize
gs_source_get_size (const GsSource *source)
{
  return source->size;
}

const gchar *
gs_source_get_sum (const GsSource *source)
{
  return source->sum;
}

const GsIdx *
gs_source_get_pictures (const GsSource *source)
{
  return source->kind == GS_SOURCE_PICTURES ? &source->pictures : NULL;
}

const GsIdx *
gs_source_get_labels (const GsSource *source)
{
  return source->kind == GS_SOURCE_PICTURES ? &source->labels : NULL;
}

const GPtrArray *
gs_source_get_classes (const GsSource *source)
{
  return source->classes;
}

GsTable *
gs_source_read_table (const GsSource *source, gsize n_expected, GError **error)
{
  g_autofree gchar *name = source->path != NULL ? g_filename_display_name (source->path) : NULL;

  g_assert (source->text != NULL || source->kind == GS_SOURCE_PICTURES);
  if (source->kind != GS_SOURCE_PICTURES) {
    /* With some of its columns a row says nothing of how many it has. */
    g_autoptr (GsTable) table =
        gs_table_read (source->text, source->length, name, source->columns == NULL ? n_expected : 0, error);

    if (table == NULL
        || (source->columns != NULL
            && !gs_table_pick (table, (const gsize *) source->columns->data, source->columns->len, error)))
      return NULL;
    return g_steal_pointer (&table);
  }
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _ ("%s: these are pictures, no table"), name);
  return NULL;
}

/* What one cuts out is in a document as its source only. */
static GsDataset *
cut_by_chance (GsSource *source, GsDataset *data, GError **error)
{
  gint channels, size, columns;

  if (source->whole == NULL)
    return gs_dataset_ref (data);
  if (gs_dataset_get_target_shape (data)->rank != 1) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_SHAPE,
                         _ ("pictures can be cut by chance only for a network whose output is one row of "
                            "classes: leave “random” out, or end it with flatten and dense"));
    return NULL;
  }
  gs_idx_get_size (&source->pictures, &channels, &size, &columns);
  return gs_dataset_with_crops (data, source->whole, channels, source->whole_rows, source->whole_columns,
                                size);
}

/* With the names of classes and pictures, where it has them. */
static GsDataset *
read_pictures (GsSource *source, const NnNetwork *network, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (source->path);
  g_autoptr (GsDataset) data =
      gs_idx_to_rows (&source->pictures, &source->labels, network, source->classes, name, error);
  g_autoptr (GsDataset) cut = data != NULL ? cut_by_chance (source, data, error) : NULL;

  if (cut == NULL || source->names == NULL)
    return g_steal_pointer (&cut);
  return gs_dataset_with_names (cut, GS_NAMES_ROWS, source->names, error);
}

void
gs_source_let_go (GsSource *source)
{
  g_clear_pointer (&source->text, g_free);
}

/* Where a row needs fewer columns than a file has, some can be chosen. */
static void
offer_columns (const GsSource *source, const GsTable *table, const NnNetwork *network, GError **error)
{
  g_autofree gchar *reason = NULL, *name = NULL;

  if (error == NULL || !g_error_matches (*error, NN_ERROR, NN_ERROR_SHAPE) || source->path == NULL
      || source->columns != NULL || gs_table_get_n_columns (table) <= nn_shape_count (&network->input) + 1)
    return;
  reason = g_steal_pointer (&(*error)->message);
  name = g_filename_display_basename (source->path);
  (*error)->message = g_strdup_printf (
      _ ("%s Choose columns in Data, Rows from a file…, or write for example %s:columns=1-3;4."), reason,
      name);
}

guint
gs_source_get_n_left_out (const GsSource *source)
{
  return source->n_left_out;
}

gchar *
gs_source_describe_left_out (const GsSource *source)
{
  if (source->n_left_out == 0)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u file that is no picture is left out",
                                       "%u files that are no pictures are left out", source->n_left_out),
                          source->n_left_out);
}

static gchar *
describe_pictures (const GsSource *source)
{
  g_autofree gchar *left_out = gs_source_describe_left_out (source), *text = NULL;
  gint channels, rows, columns;

  gs_idx_get_size (&source->pictures, &channels, &rows, &columns);
  text = g_strdup_printf (source->whole == NULL
                              ? _ ("%d pictures of %d×%d pixels, divided by 255, with their labels")
                              : _ ("%d pictures, of which each epoch takes other %d×%d pixels, divided "
                                   "by 255, with their labels"),
                          source->pictures.dim[0], rows, columns);
  return left_out != NULL ? g_strdup_printf ("%s; %s", text, left_out) : g_steal_pointer (&text);
}

GsDataset *
gs_source_read (GsSource *source, const NnNetwork *network, GsDataset *like, gchar **said, GError **error)
{
  g_autoptr (GsTable) table = NULL;
  GsDataset *data;

  if (source->kind == GS_SOURCE_PICTURES) {
    data = read_pictures (source, network, error);
    if (data == NULL)
      return NULL;
    if (said != NULL)
      *said = describe_pictures (source);
    return like != NULL ? gs_rows_scale_like (data, like) : data;
  }
  table = gs_source_read_table (source, gs_rows_count_columns (network), error);
  gs_source_let_go (source); /* the rows come next, and want the room */
  data = table != NULL ? gs_rows_from_table (table, network, like, said, error) : NULL;
  if (table != NULL && data == NULL)
    offer_columns (source, table, network, error);
  return data;
}

/* Cells of a table that a document may well hold. */
#define MAX_INSIDE 20000

gboolean
gs_source_is_kept_outside (const GsSource *source, GsDataset *data, GsDataset *like)
{
  gsize n_cells = (gsize) gs_dataset_get_n_rows (data) * nn_shape_count (gs_dataset_get_input_shape (data));

  if (gs_dataset_get_target_shape (data)->rank != 1)
    return FALSE;
  return gs_source_get_kind (source) != GS_SOURCE_TABLE || (n_cells > MAX_INSIDE && like == NULL);
}
