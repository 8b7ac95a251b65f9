/* One picture, decoded within bounds. */
#include "gs-pixels.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "nn/nn-error.h"

void
gs_pixels_clear (GsPixels *pixels)
{
  g_clear_pointer (&pixels->bytes, g_free);
}

gboolean
gs_pixels_is_name (const gchar *path)
{
  static const gchar *const endings[] = { ".png", ".jpg", ".jpeg" };
  g_autofree gchar *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

gboolean
gs_pixels_looks_like (const gchar *bytes, gsize length)
{
  return (length >= 8 && memcmp (bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
         || (length >= 3 && memcmp (bytes, "\xff\xd8\xff", 3) == 0);
}

/* ---- what the header says, before anything is decoded ---- */

typedef struct {
  const gchar *type; /* as GdkPixbuf calls it */
  gsize columns, rows;
} Header;

static gsize
get_number (const guint8 *at, gint n_bytes)
{
  gsize number = 0;

  for (gint i = 0; i < n_bytes; i++)
    number = number << 8 | at[i];
  return number;
}

/* The width and height stand first in IHDR, which comes first. */
static gboolean
read_png_header (Header *header, const guint8 *bytes, gsize length)
{
  if (length < 24 || memcmp (bytes, "\x89PNG\r\n\x1a\n", 8) != 0 || memcmp (bytes + 12, "IHDR", 4) != 0)
    return FALSE;
  *header = (Header){ "png", get_number (bytes + 16, 4), get_number (bytes + 20, 4) };
  return TRUE;
}

/* Height and width stand in the frame's header, behind segments that say how long they are. */
static gboolean
read_jpeg_header (Header *header, const guint8 *bytes, gsize length)
{
  gsize at = 2;

  if (length < 4 || bytes[0] != 0xff || bytes[1] != 0xd8)
    return FALSE;
  while (at + 9 <= length && bytes[at] == 0xff) {
    guint8 marker = bytes[at + 1];

    if (marker == 0xff) {
      at++;
    } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
      *header = (Header){ "jpeg", get_number (bytes + at + 7, 2), get_number (bytes + at + 5, 2) };
      return TRUE;
    } else {
      at += 2 + get_number (bytes + at + 2, 2);
    }
  }
  return FALSE;
}

static gboolean
read_header (Header *header, const gchar *bytes, gsize length, const gchar *name, GError **error)
{
  if (!read_png_header (header, (const guint8 *) bytes, length)
      && !read_jpeg_header (header, (const guint8 *) bytes, length)) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                 _ ("%s: this is no PNG or JPEG picture; convert it to one of these"), name);
    return FALSE;
  }
  if (header->columns >= 1 && header->rows >= 1 && header->columns <= GS_PIXELS_MAX_SIDE
      && header->rows <= GS_PIXELS_MAX_SIDE && header->columns * header->rows <= GS_PIXELS_MAX)
    return TRUE;
  g_set_error (
      error, NN_ERROR, NN_ERROR_SIZE,
      _ ("%s: the picture says it is %zu×%zu pixels; at most %d a side and %zu in all are read. Make it "
         "smaller first."),
      name, header->columns, header->rows, GS_PIXELS_MAX_SIDE, GS_PIXELS_MAX);
  return FALSE;
}

/* ---- decoding ---- */

/* A file that ends too early is decoded as far as it goes. */
static void
on_area_updated (GdkPixbufLoader *loader, gint x, gint y, gint width, gint height, gpointer user_data)
{
  gint *reached = user_data;

  *reached = MAX (*reached, y + height);
}

static GdkPixbuf *
decode (const Header *header, const gchar *bytes, gsize length, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (header->type, error);
  GdkPixbuf *picture;
  gint reached = 0;
  gboolean done;

  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "area-updated", G_CALLBACK (on_area_updated), &reached);
  done = gdk_pixbuf_loader_write (loader, (const guchar *) bytes, length, error);
  if (!gdk_pixbuf_loader_close (loader, done ? error : NULL) || !done)
    return NULL;
  picture = gdk_pixbuf_loader_get_pixbuf (loader);
  if (picture != NULL && (gsize) reached == header->rows)
    return g_object_ref (picture);
  g_set_error_literal (error, NN_ERROR, NN_ERROR_SYNTAX, _ ("it ends too early"));
  return NULL;
}

/* Over white where it is transparent. */
static guint8
get_channel (const guint8 *pixel, gint channel, gboolean has_alpha)
{
  gint alpha = has_alpha ? pixel[3] : 255;

  return (guint8) ((pixel[channel] * alpha + 255 * (255 - alpha) + 127) / 255);
}

static void
take_pixels (GsPixels *pixels, GdkPixbuf *picture)
{
  const guint8 *from = gdk_pixbuf_read_pixels (picture);
  gboolean has_alpha = gdk_pixbuf_get_has_alpha (picture), is_grey = TRUE;
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (picture),
        step = (gsize) gdk_pixbuf_get_n_channels (picture), n;

  pixels->rows = gdk_pixbuf_get_height (picture);
  pixels->columns = gdk_pixbuf_get_width (picture);
  n = (gsize) pixels->rows * (gsize) pixels->columns;
  pixels->bytes = g_malloc (3 * n);
  for (gsize row = 0, i = 0; row < (gsize) pixels->rows; row++)
    for (gsize column = 0; column < (gsize) pixels->columns; column++, i++) {
      const guint8 *pixel = from + row * stride + column * step;

      for (gint channel = 0; channel < 3; channel++)
        pixels->bytes[(gsize) channel * n + i] = get_channel (pixel, channel, has_alpha);
      is_grey =
          is_grey && pixels->bytes[i] == pixels->bytes[n + i] && pixels->bytes[i] == pixels->bytes[2 * n + i];
    }
  pixels->channels = is_grey ? 1 : 3;
}

gboolean
gs_pixels_read_bytes (GsPixels *pixels, const gchar *bytes, gsize length, const gchar *name, GError **error)
{
  g_autoptr (GdkPixbuf) picture = NULL;
  g_autoptr (GError) failure = NULL;
  Header header;

  if (!read_header (&header, bytes, length, name, error))
    return FALSE;
  picture = decode (&header, bytes, length, &failure);
  if (picture == NULL || gdk_pixbuf_get_bits_per_sample (picture) != 8
      || (gsize) gdk_pixbuf_get_width (picture) != header.columns
      || (gsize) gdk_pixbuf_get_height (picture) != header.rows) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX, _ ("%s: the picture is damaged (%s); use another copy"),
                 name, failure != NULL ? failure->message : _ ("it is of another size than its header says"));
    return FALSE;
  }
  take_pixels (pixels, picture);
  return TRUE;
}

gboolean
gs_pixels_read (GsPixels *pixels, const gchar *path, GError **error)
{
  gsize length;
  g_autofree gchar *name = g_filename_display_name (path);
  g_autofree gchar *bytes = gs_file_read (path, GS_PIXELS_MAX_FILE, &length, error);

  return bytes != NULL && gs_pixels_read_bytes (pixels, bytes, length, name, error);
}

/* ---- what a network reads ---- */

gdouble *
gs_pixels_to_input (const GsPixels *pixels, const NnNetwork *network, const gchar *name, GError **error)
{
  const NnShape *input = &network->input;
  gsize n = (gsize) pixels->rows * (gsize) pixels->columns, all = nn_shape_count (input);
  gint wanted = input->rank == 3 ? input->dim[0] : all == 3 * n ? 3 : 1;
  gboolean fits = input->rank == 3 ? input->dim[1] == pixels->rows && input->dim[2] == pixels->columns
                                   : all == n * (gsize) wanted;
  gdouble *values;

  if (!fits || (wanted != 1 && wanted != 3)) {
    g_autofree gchar *shape = nn_shape_to_string (input);

    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("%s: the picture is %d×%d pixels and the network takes %s; make it that size first"),
                 name, pixels->rows, pixels->columns, shape);
    return NULL;
  }
  values = g_new (gdouble, all);
  for (gsize i = 0; i < all; i++) {
    const guint8 *at = pixels->bytes + i % n;

    if (pixels->channels == 3 && wanted == 1)
      values[i] = (299 * at[0] + 587 * at[n] + 114 * at[2 * n]) / 255000.0;
    else
      values[i] = pixels->bytes[pixels->channels == 3 ? i : i % n] / 255.0;
  }
  return values;
}
