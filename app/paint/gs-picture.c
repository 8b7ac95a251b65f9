/* The whole sheet written as PNG, SVG or PDF. */
#include "gs-picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/text/gs-file.h"
#include "app/text/gs-task.h"
#include "nn/nn-error.h"

#define MAX_SIDE 20000
/* Of the time that a picture takes, roughly; the rest is for packing and writing it. */
#define DRAW_SHARE 0.7

static gboolean
has_ending (const gchar *path, const gchar *ending)
{
  g_autofree gchar *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ending);
}

gboolean
gs_picture_is_name (const gchar *path)
{
  return has_ending (path, ".png") || has_ending (path, ".svg") || has_ending (path, ".pdf");
}

static cairo_status_t
collect (gpointer closure, const guchar *bytes, guint length)
{
  GByteArray *picture = closure;

  if (length > G_MAXUINT / 2 - picture->len || gs_task_is_cancelled ())
    return CAIRO_STATUS_WRITE_ERROR;
  g_byte_array_append (picture, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
make_surface (const GsScene *scene, const gchar *path, GByteArray *picture)
{
  if (has_ending (path, ".png"))
    return cairo_image_surface_create (scene->is_clear ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24,
                                       scene->width, scene->height);
  if (has_ending (path, ".svg"))
    return cairo_svg_surface_create_for_stream (collect, picture, scene->width, scene->height);
  return cairo_pdf_surface_create_for_stream (collect, picture, scene->width, scene->height);
}

static void
draw (cairo_surface_t *surface, const GsScene *scene)
{
  g_autoptr (GsPainter) painter = gs_painter_new ();
  cairo_t *cr = cairo_create (surface);

  gs_painter_draw (painter, cr, scene);
  cairo_show_page (cr);
  cairo_destroy (cr);
}

gboolean
gs_picture_check_size (const GsScene *scene, GError **error)
{
  if (scene->width <= MAX_SIDE && scene->height <= MAX_SIDE)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
               _ ("the picture would be %d×%d pixels; choose a smaller size or zoom (at most %d a side)."),
               scene->width, scene->height, MAX_SIDE);
  return FALSE;
}

gboolean
gs_picture_write_scene (const GsScene *scene, const gchar *path, GError **error)
{
  g_autoptr (GByteArray) picture = g_byte_array_new ();
  g_autofree gchar *name = g_filename_display_name (path);
  GsScene own = *scene;
  gboolean is_png = has_ending (path, ".png");
  cairo_surface_t *surface;
  cairo_status_t status;

  if (!gs_picture_is_name (path)) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("%s: the name must end with .png, .svg or .pdf."), name);
    return FALSE;
  }
  if (!gs_picture_check_size (scene, error))
    return FALSE;
  own.is_vector = !is_png;
  gs_task_begin_part (DRAW_SHARE);
  surface = make_surface (&own, path, picture);
  draw (surface, &own);
  status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS && is_png)
    status = cairo_surface_write_to_png_stream (surface, collect, picture);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (!gs_task_go_on (0, 0, error))
    return FALSE;
  if (status == CAIRO_STATUS_SUCCESS)
    return gs_file_write (path, (const gchar *) picture->data, picture->len, GS_FILE_PUBLIC, error);
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("%s: the picture cannot be drawn (%s). Choose a smaller size or zoom."), name,
               cairo_status_to_string (status));
  return FALSE;
}

GsScene
gs_picture_make_scene (const GsSight *sight, const GsLayout *layout, const GsTheme *theme, gdouble scale)
{
  GsScene scene = { .layout = layout, .sight = sight, .theme = theme, .zoom = scale };
  gdouble width, height;

  gs_layout_get_size (layout, &width, &height);
  scene.width = (gint) ceil (MIN (width * scale, 1e6));
  scene.height = (gint) ceil (MIN (height * scale, 1e6));
  return scene;
}
