/* render: the sheet as a picture, without a screen. */
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-picture.h"
#include "app/text/gs-number.h"
#include "app/view/gs-view.h"
#include "gs-command.h"
#include "nn/nn-error.h"

#define MIN_ZOOM 0.01
#define MAX_ZOOM 100.0

static gchar *size_text, *zoom_text, *cell_name, *tab_name;
static gboolean is_dark, at_end, as_pictures;

static const GOptionEntry entries[] = {
  { "size", 0, 0, G_OPTION_ARG_STRING, &size_text, "Of the picture, in pixels; all of the sheet if left out",
    "WxH" },
  { "tab", 0, 0, G_OPTION_ARG_STRING, &tab_name,
    "One sheet: “conv 1”, “Loss”, “Optimiser” …; all if left out", "NAME" },
  { "pictures", 0, 0, G_OPTION_ARG_NONE, &as_pictures,
    "A network of pictures as such: kernels, maps, what pooling leaves, and their gradients", NULL },
  { "at", 0, 0, G_OPTION_ARG_STRING, &cell_name, "Go to this cell and select it", "CELL" },
  { "end", 0, 0, G_OPTION_ARG_NONE, &at_end, "At the end of the pass", NULL },
  { "zoom", 0, 0, G_OPTION_ARG_STRING, &zoom_text, "1 is the size on the screen; fitted if left out", "Z" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &is_dark, "The dark colours", NULL },
  { NULL },
};

/* What is asked for, or 0 if nothing is. */
static gboolean
read_zoom (gdouble *zoom, GError **error)
{
  *zoom = 0;
  if (zoom_text == NULL)
    return TRUE;
  if (!gs_number_parse (zoom_text, zoom, error)) {
    g_prefix_error (error, "--zoom: ");
    return FALSE;
  }
  if (*zoom >= MIN_ZOOM && *zoom <= MAX_ZOOM)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               "--zoom: %s is no zoom from %g to %g; 1 is the size on the screen.", zoom_text, MIN_ZOOM,
               MAX_ZOOM);
  return FALSE;
}

static gboolean
read_size (GsScene *scene, GError **error)
{
  gdouble width, height, zoom;
  gchar *end;
  gint64 w, h;

  if (!read_zoom (&zoom, error))
    return FALSE;
  gs_layout_get_size (scene->layout, &width, &height);
  if (size_text == NULL) {
    scene->zoom = zoom > 0 ? zoom : 1;
    width *= scene->zoom;
    height *= scene->zoom;
    scene->width = (gint) ceil (MIN (width, 1e6));
    scene->height = (gint) ceil (MIN (height, 1e6));
    return TRUE;
  }
  w = g_ascii_strtoll (size_text, &end, 10);
  h = *end == 'x' ? g_ascii_strtoll (end + 1, &end, 10) : 0;
  if (strspn (size_text, "0123456789x") != strlen (size_text) || w < 16 || h < 16 || w > 20000 || h > 20000
      || *end != '\0') {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "--size: “%s” is no size such as 1600x1000 (16 to 20000).",
                 size_text);
    return FALSE;
  }
  scene->width = (gint) w;
  scene->height = (gint) h;
  scene->zoom = zoom > 0 ? zoom : MIN (MIN (w / width, h / height), 2);
  return TRUE;
}

static gboolean
go_there (GsWorkbook *book, GsView *view, GError **error)
{
  NnCell cell;

  if (at_end)
    gs_workbook_go_to (book, &(GsCursor){ gs_workbook_get_cursor (book).pass, G_MAXINT, 0, 0 }, NULL);
  if (cell_name == NULL)
    return TRUE;
  if (!gs_cell_name_parse (gs_workbook_get_scope (book), cell_name, &cell, error))
    return FALSE;
  if (!at_end)
    gs_workbook_run_to_cell (book, &cell);
  gs_view_select (view, &cell, FALSE);
  return TRUE;
}

/* The sheet asked for; the tabs are named in the message if there is none of that name. */
static gboolean
choose_tab (GsView *view, GError **error)
{
  const GArray *tabs = gs_view_get_tabs (view);
  g_autoptr (GString) names = g_string_new (NULL);

  if (tab_name == NULL)
    return TRUE;
  for (guint i = 0; i < tabs->len; i++) {
    const gchar *title = g_array_index (tabs, GsTab, i).title;

    if (g_ascii_strcasecmp (title, tab_name) == 0) {
      gs_view_set_tab (view, i);
      return TRUE;
    }
    g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ", title);
  }
  g_set_error (error, NN_ERROR, NN_ERROR_NAME, "There is no sheet “%s” in this network; it has: %s.",
               tab_name, names->str);
  return FALSE;
}

/* What is drawn; NULL where it is none that can be. */
static GsLayout *
lay_out (GsView *view, GError **error)
{
  NnProgram *program = gs_view_get_sight (view)->program;

  if (!as_pictures)
    return gs_layout_new_shown (view);
  if (gs_layout_has_pictures (gs_workbook_get_network (gs_view_get_workbook (view))))
    return gs_layout_new_pictures (program, gs_view_get_pages (view), 1);
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               "--pictures: this network reads no pictures, but a row of numbers; leave the option out.");
  return NULL;
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
  if (!gs_picture_is_name (arguments[1]))
    return gs_command_fail (g_error_new (NN_ERROR, NN_ERROR_VALUE,
                                         "%s: the name must end with .png, .svg or .pdf.", arguments[1]));
  if (!gs_command_check_folder (arguments[1], &error))
    return gs_command_fail (error);
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  view = gs_view_new (book);
  if (!go_there (book, view, &error))
    return gs_command_fail (error);
  if (!choose_tab (view, &error))
    return gs_command_fail (error);
  layout = lay_out (view, &error);
  if (layout == NULL)
    return gs_command_fail (error);
  scene.hide_arrows = as_pictures;
  scene.layout = layout;
  scene.sight = gs_view_get_sight (view);
  scene.theme = gs_theme_get (is_dark, FALSE);
  if (!read_size (&scene, &error) || !gs_picture_write_scene (&scene, arguments[1], &error))
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
  .can_be_stopped = TRUE,
};
