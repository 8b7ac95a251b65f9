/* Pictures as files, PNG and JPEG, one by one and in folders.
 *
 *   GsPixels pixels = { 0 };
 *   if (gs_pixels_read (&pixels, "three.png", &error))
 *     input = gs_pixels_to_input (&pixels, network, "three.png", &error);
 *
 * A folder of pictures has a folder for each class, called as the class, and the pictures in there; classes
 * and pictures are taken in the order of their names' bytes. A file is read only up to GS_PIXELS_MAX_FILE
 * bytes, and decoded only if its header says no more than GS_PIXELS_MAX pixels: a small file can hold
 * gigabytes. What is transparent is over white.
 */
#pragma once

#include "gs-idx.h"

G_BEGIN_DECLS

#define GS_PIXELS_MAX_FILE ((gsize) 64 << 20)
#define GS_PIXELS_MAX      ((gsize) 1 << 24)
#define GS_PIXELS_MAX_SIDE 8192

/* Channel by channel: 1 where all pixels are grey, else red, green, blue. */
typedef struct {
  gint channels, rows, columns;
  guint8 *bytes; /* owned */
} GsPixels;

void gs_pixels_clear (GsPixels *pixels);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GsPixels, gs_pixels_clear)

/* Whether a file's name ends as that of a picture. */
gboolean gs_pixels_is_name (const gchar *path);
/* Whether the bytes begin as a picture does. */
gboolean gs_pixels_looks_like (const gchar *bytes, gsize length);

gboolean gs_pixels_read (GsPixels *pixels, const gchar *path, GError **error);
/* The same of bytes; `name` goes before messages. NN_ERROR_SYNTAX if they are no picture, NN_ERROR_SIZE
 * beyond the limits. */
gboolean
gs_pixels_read_bytes (GsPixels *pixels, const gchar *bytes, gsize length, const gchar *name, GError **error);

/* What the network reads for the picture: pixels divided by 255; grey where the network has one channel. NULL
 * with NN_ERROR_SHAPE if the sizes differ. Caller frees. */
gdouble *
gs_pixels_to_input (const GsPixels *pixels, const NnNetwork *network, const gchar *name, GError **error);

/* All pictures of a folder, their classes from 0 on, and what the classes (a name each) and the pictures
 * ("cats/tom.png") are called; how many bytes the files have, and a SHA-256 over their names and bytes. All
 * must be of one size. Pictures are of rank 3, or 4 with their channels where one of them is coloured. What
 * is no picture, by its name's ending and by how it begins, is left out and counted; hidden files are not
 * seen. */
typedef struct {
  GsIdx pictures, labels;
  GPtrArray *classes, *names; /* gchar * */
  gsize size;
  gchar *sum;
  guint n_left_out;
} GsFolder;

void gs_folder_clear (GsFolder *folder);
gboolean gs_folder_read (GsFolder *folder, const gchar *path, GError **error);

G_END_DECLS
