/* A folder of pictures: a folder for each class. */
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-task.h"
#include "gs-pixels.h"
#include "nn/nn-error.h"

/* A label is a byte. */
#define MAX_CLASSES 256

void
gs_folder_clear (GsFolder *folder)
{
  gs_idx_clear (&folder->pictures);
  gs_idx_clear (&folder->labels);
  g_clear_pointer (&folder->classes, g_ptr_array_unref);
  g_clear_pointer (&folder->names, g_ptr_array_unref);
  g_clear_pointer (&folder->sum, g_free);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* What is in a folder and not hidden, in order; NULL with an error. */
static GPtrArray *
list_folder (const gchar *path, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const gchar *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (*name != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  if (dir == NULL)
    g_clear_pointer (&names, g_ptr_array_unref);
  return names;
}

/* ---- collecting ---- */

typedef struct {
  GsFolder *folder;
  GChecksum *sum;
  GByteArray *pixels, *labels;
  GPtrArray *paths; /* below the folder, "cats/tom.png" */
  GsPixels first;   /* whose size all must have; its bytes are not kept */
  gboolean coloured;
} Collector;

/* Of a kind that has no business among pictures: what a file manager has put there, a note. A picture of a
 * kind that is not read is none of these, nor is a folder. */
static gboolean
is_stray (const gchar *path)
{
  static const gchar *const others[] = { ".gif", ".bmp", ".webp", ".tif", ".tiff",
                                         ".pgm", ".ppm", ".svg",  ".heic" };
  g_autofree gchar *lower = g_ascii_strdown (path, -1), *bytes = NULL;
  gsize length;

  if (gs_pixels_is_name (path) || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_has_suffix (lower, others[i]))
      return FALSE;
  bytes = gs_file_read (path, GS_PIXELS_MAX_FILE, &length, NULL);
  return bytes == NULL || !gs_pixels_looks_like (bytes, length);
}

static gboolean
list_class (Collector *all, const gchar *path, const gchar *class, GError **error)
{
  g_autofree gchar *place = g_build_filename (path, class, NULL);
  g_autoptr (GPtrArray) names = list_folder (place, error);
  guint8 label = (guint8) all->folder->classes->len;

  if (names == NULL)
    return FALSE;
  for (guint i = names->len; i > 0; i--) {
    g_autofree gchar *file = g_build_filename (place, g_ptr_array_index (names, i - 1), NULL);

    if (is_stray (file)) {
      g_ptr_array_remove_index (names, i - 1);
      all->folder->n_left_out++;
    }
  }
  if (names->len == 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 _ ("%s: there are no pictures in it; put some there, or take the folder away"), place);
    return FALSE;
  }
  for (guint i = 0; i < names->len; i++) {
    g_ptr_array_add (all->paths, g_build_filename (class, g_ptr_array_index (names, i), NULL));
    g_byte_array_append (all->labels, &label, 1);
  }
  g_ptr_array_add (all->folder->classes, g_filename_display_name (class));
  return TRUE;
}

static gboolean
list_all (Collector *all, const gchar *path, GError **error)
{
  g_autoptr (GPtrArray) classes = list_folder (path, error);

  if (classes == NULL)
    return FALSE;
  for (guint i = 0; i < classes->len; i++) {
    g_autofree gchar *place = g_build_filename (path, g_ptr_array_index (classes, i), NULL);

    if (is_stray (place)) {
      all->folder->n_left_out++;
      continue;
    }
    if (!g_file_test (place, G_FILE_TEST_IS_DIR)) {
      g_set_error (
          error, NN_ERROR, NN_ERROR_VALUE,
          _ ("%s: a folder of pictures has a folder for each class, called as the class, and nothing "
             "else; put it into one of these, or take it away"),
          place);
      return FALSE;
    }
    if (!list_class (all, path, g_ptr_array_index (classes, i), error))
      return FALSE;
  }
  if (all->folder->classes->len >= 2 && all->folder->classes->len <= MAX_CLASSES)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("%s: there are %u folders in it, one for each class; there must be from 2 to %d"), path,
               all->folder->classes->len, MAX_CLASSES);
  return FALSE;
}

static gboolean
check_size (Collector *all, const GsPixels *pixels, const gchar *name, GError **error)
{
  gsize n = (gsize) pixels->rows * (gsize) pixels->columns;

  if (all->first.rows == 0)
    all->first = (GsPixels){ pixels->channels, pixels->rows, pixels->columns, NULL };
  if (pixels->rows != all->first.rows || pixels->columns != all->first.columns) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("%s: this picture is %d×%d pixels and the first one %d×%d; make them all one size"), name,
                 pixels->rows, pixels->columns, all->first.rows, all->first.columns);
    return FALSE;
  }
  if (3 * n <= (NN_MAX_CELLS - all->pixels->len) && 3 * n <= G_MAXUINT - all->pixels->len)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
               _ ("%s: up to here the pictures are more than fit memory; use fewer"), name);
  return FALSE;
}

/* Three channels of each, whatever it has: what others have is not known yet. */
static void
append (Collector *all, const GsPixels *pixels)
{
  guint n = (guint) (pixels->rows * pixels->columns);

  for (gint channel = 0; channel < 3; channel++)
    g_byte_array_append (all->pixels, pixels->bytes + (pixels->channels == 3 ? (guint) channel * n : 0), n);
  all->coloured = all->coloured || pixels->channels == 3;
}

static gboolean
read_picture (Collector *all, const gchar *path, const gchar *relative, GError **error)
{
  g_autofree gchar *file = g_build_filename (path, relative, NULL), *name = g_filename_display_name (file);
  g_auto (GsPixels) pixels = { 0 };
  gsize length;
  g_autofree gchar *bytes = gs_file_read (file, GS_PIXELS_MAX_FILE, &length, error);

  if (bytes == NULL || !gs_pixels_read_bytes (&pixels, bytes, length, name, error)
      || !check_size (all, &pixels, name, error))
    return FALSE;
  all->folder->size += length;
  g_checksum_update (all->sum, (const guchar *) relative, (gssize) strlen (relative) + 1);
  g_checksum_update (all->sum, (const guchar *) bytes, (gssize) length);
  g_ptr_array_add (all->folder->names, g_filename_display_name (relative));
  append (all, &pixels);
  return TRUE;
}

/* Grey ones need one channel only. */
static void
finish (Collector *all)
{
  GsFolder *folder = all->folder;
  gsize n = (gsize) all->first.rows * (gsize) all->first.columns, n_pictures = all->paths->len;

  for (gsize i = 1; !all->coloured && i < n_pictures; i++)
    memmove (all->pixels->data + i * n, all->pixels->data + 3 * i * n, n);
  folder->pictures = all->coloured
                         ? (GsIdx){ 4, { (gint) n_pictures, 3, all->first.rows, all->first.columns }, NULL }
                         : (GsIdx){ 3, { (gint) n_pictures, all->first.rows, all->first.columns }, NULL };
  folder->pictures.bytes = g_byte_array_free (g_steal_pointer (&all->pixels), FALSE);
  folder->labels = (GsIdx){ 1, { (gint) n_pictures }, NULL };
  folder->labels.bytes = g_byte_array_free (g_steal_pointer (&all->labels), FALSE);
  folder->sum = g_strdup (g_checksum_get_string (all->sum));
}

gboolean
gs_folder_read (GsFolder *folder, const gchar *path, GError **error)
{
  Collector all = { .folder = folder };
  gboolean done;

  folder->classes = g_ptr_array_new_with_free_func (g_free);
  folder->names = g_ptr_array_new_with_free_func (g_free);
  all.sum = g_checksum_new (G_CHECKSUM_SHA256);
  all.pixels = g_byte_array_new ();
  all.labels = g_byte_array_new ();
  all.paths = g_ptr_array_new_with_free_func (g_free);
  done = list_all (&all, path, error);
  for (guint i = 0; done && i < all.paths->len; i++)
    done = gs_task_go_on (i, all.paths->len, error)
           && read_picture (&all, path, g_ptr_array_index (all.paths, i), error);
  if (done)
    finish (&all);
  g_checksum_free (all.sum);
  g_clear_pointer (&all.pixels, g_byte_array_unref);
  g_clear_pointer (&all.labels, g_byte_array_unref);
  g_ptr_array_unref (all.paths);
  return done;
}
