/* render: the sheet as a picture, without a screen. */
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "app/gs-cell-name.h"
#include "app/gs-painter.h"
#include "gs-command.h"
#include "nn/nn-error.h"

static gchar *size_text, *cell_name;
static gdouble zoom;
static gboolean is_dark, at_end;

static const GOptionEntry entries[] = {
  { "size", 0, 0, G_OPTION_ARG_STRING, &size_text, "Of the picture, in pixels; all of the sheet if left out",
    "WxH" },
  { "at", 0, 0, G_OPTION_ARG_STRING, &cell_name, "Go to this cell and select it", "CELL" },
  { "end", 0, 0, G_OPTION_ARG_NONE, &at_end, "At the end of the pass", NULL },
  { "zoom", 0, 0, G_OPTION_ARG_DOUBLE, &zoom, "1 is the size on the screen; fitted if left out", "Z" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &is_dark, "The dark colours", NULL },
  { NULL },
};

static gboolean
read_size (GsScene *scene, GError **error)
{
  gdouble width, height;
  gchar *end;
  gint64 w, h;

  gs_layout_get_size (scene->layout, &width, &height);
  if (size_text == NULL) {
    scene->zoom = zoom > 0 ? zoom : 1;
    width *= scene->zoom;
    height *= scene->zoom;
    if (width > 20000 || height > 20000) {
      g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
                   "the picture would be %.0f×%.0f; choose a --size or a smaller --zoom.", width, height);
      return FALSE;
    }
    scene->width = (gint) ceil (width);
    scene->height = (gint) ceil (height);
    return TRUE;
  }
  w = g_ascii_strtoll (size_text, &end, 10);
  h = *end == 'x' ? g_ascii_strtoll (end + 1, &end, 10) : 0;
  if (w < 16 || h < 16 || w > 20000 || h > 20000 || *end != '\0') {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "--size: “%s” is no size such as 1600x1000 (16 to 20000).",
                 size_text);
    return FALSE;
  }
  scene->width = (gint) w;
  scene->height = (gint) h;
  scene->zoom = zoom > 0 ? zoom : MIN (MIN (w / width, h / height), 2);
  return TRUE;
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

static gboolean
write_picture (const gchar *path, GsScene *scene, GError **error)
{
  g_autofree gchar *lower = g_ascii_strdown (path, -1);
  gboolean png = g_str_has_suffix (lower, ".png");
  cairo_surface_t *surface;
  cairo_status_t status;

  scene->is_vector = !png;
  if (png)
    surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, scene->width, scene->height);
  else if (g_str_has_suffix (lower, ".svg"))
    surface = cairo_svg_surface_create (path, scene->width, scene->height);
  else
    surface = cairo_pdf_surface_create (path, scene->width, scene->height);
  draw (surface, scene);
  status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS && png)
    status = cairo_surface_write_to_png (surface, path);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "%s cannot be written: %s.", path,
               cairo_status_to_string (status));
  return FALSE;
}

static gboolean
go_there (GsWorkbook *book, GsView *view, GError **error)
{
  NnCell cell;

  if (at_end)
    gs_workbook_go_to (book, &(GsPlace){ gs_workbook_get_place (book).pass, G_MAXINT, 0, 0 }, NULL);
  if (cell_name == NULL)
    return TRUE;
  if (!gs_cell_name_parse (gs_workbook_get_program (book), cell_name, &cell, error))
    return FALSE;
  if (!at_end)
    gs_workbook_run_to_cell (book, &cell);
  gs_view_select (view, &cell, FALSE);
  return TRUE;
}

static gboolean
is_picture (const gchar *path)
{
  g_autofree gchar *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".png") || g_str_has_suffix (lower, ".svg")
         || g_str_has_suffix (lower, ".pdf");
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsView) view = NULL;
  g_autoptr (GsLayout) layout = NULL;
  GsScene scene = { 0 };
  GError *error = NULL;

  if (n_arguments != 2)
    return gs_command_fail_usage (&gs_command_render);
  if (!is_picture (arguments[1]))
    return gs_command_fail (g_error_new (NN_ERROR, NN_ERROR_VALUE,
                                         "%s: the name must end with .png, .svg or .pdf.", arguments[1]));
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  view = gs_view_new (book);
  if (!go_there (book, view, &error))
    return gs_command_fail (error);
  layout = gs_layout_new (gs_workbook_get_program (book));
  scene.layout = layout;
  scene.view = view;
  scene.theme = gs_theme_get (is_dark, FALSE);
  if (!read_size (&scene, &error) || !write_picture (arguments[1], &scene, &error))
    return gs_command_fail (error);
  return 0;
}

const GsCommand gs_command_render = {
  .name = "render",
  .summary = "Draw the sheet as PNG, SVG or PDF",
  .usage = "FILE OUT.png|svg|pdf",
  .help = "Example:\n  gradsheet-cli render mazur sheet.png --size 1600x1000 --at 'dW2[1,1]'\n",
  .options = entries,
  .run = run,
};
