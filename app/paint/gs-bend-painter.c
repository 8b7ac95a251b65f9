/* A bent plane. */
#include "gs-bend-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/text/gs-number.h"
#include "gs-painter-private.h"

#define MARGIN    40.0
#define TOP       44.0
#define N_LINES   13 /* of the grid, in each direction */
#define N_STEPS   48 /* along a line */
#define NEAR      10.0
#define MAX_DRAWN 4000 /* rows */

/* How far the picture reaches: what is bounded has its bounds, what is not the corners of the grid. */
static gdouble
find_reach (const GsBendScene *scene)
{
  const GsBend *bend = scene->bend;
  gdouble reach = 0;

  for (gint i = 0; i < 4; i++) {
    gdouble u = 0, v = 0;

    gs_bend_map (bend, scene->sight->frame, i % 2 == 0 ? -bend->reach : bend->reach,
                 i / 2 == 0 ? -bend->reach : bend->reach, &u, &v);
    reach = MAX (reach, MAX (fabs (u), fabs (v)));
  }
  return reach <= 1 || !isfinite (reach) ? 1.1 : pow (2, ceil (log2 (reach)));
}

static void
get_area (const GsBendScene *scene, gdouble *x, gdouble *y, gdouble *side)
{
  gdouble room_x = scene->width - 2 * MARGIN * scene->scale;
  gdouble room_y = scene->height - (TOP + MARGIN) * scene->scale;

  *side = floor (MAX (MIN (room_x, room_y), 40));
  *x = floor ((scene->width - *side) / 2);
  *y = floor (TOP * scene->scale);
}

void
gs_bend_painter_to_pixels (const GsBendScene *scene, gdouble u, gdouble v, gdouble *px, gdouble *py)
{
  gdouble x, y, side, reach = find_reach (scene);

  get_area (scene, &x, &y, &side);
  *px = x + (u + reach) / (2 * reach) * side;
  *py = y + (reach - v) / (2 * reach) * side;
}

void
gs_bend_painter_to_plane (const GsBendScene *scene, gdouble px, gdouble py, gdouble *u, gdouble *v)
{
  gdouble x, y, side, reach = find_reach (scene);

  get_area (scene, &x, &y, &side);
  *u = (px - x) / side * 2 * reach - reach;
  *v = reach - (py - y) / side * 2 * reach;
}

static void
locate_handle (const GsBendScene *scene, GsBendHandle handle, gdouble *px, gdouble *py)
{
  gdouble x, y;

  gs_bend_get_handle (scene->bend, handle, &x, &y);
  gs_bend_map (scene->bend, scene->sight->frame, x, y, &x, &y);
  gs_bend_painter_to_pixels (scene, x, y, px, py);
}

gint
gs_bend_painter_find (const GsBendScene *scene, gdouble px, gdouble py)
{
  /* The tips lie over the origin. */
  for (gint handle = GS_BEND_SECOND; handle >= GS_BEND_ORIGIN; handle--) {
    gdouble x, y;

    locate_handle (scene, (GsBendHandle) handle, &x, &y);
    if (hypot (px - x, py - y) <= NEAR * scene->scale)
      return handle;
  }
  return -1;
}

/* ---- drawing ---- */

static void
draw_grid_line (cairo_t *cr, const GsBendScene *scene, gdouble at, gboolean across)
{
  gdouble reach = scene->bend->reach;

  cairo_new_path (cr);
  for (gint i = 0; i <= N_STEPS; i++) {
    gdouble along = -reach + 2 * reach * i / N_STEPS, u, v;

    gs_bend_map (scene->bend, scene->sight->frame, across ? along : at, across ? at : along, &u, &v);
    gs_bend_painter_to_pixels (scene, u, v, &u, &v);
    cairo_line_to (cr, u, v);
  }
  gs_paint_set_colour (cr, at == 0 ? &scene->theme->dim : &scene->theme->dot);
  cairo_set_line_width (cr, (at == 0 ? 1.75 : 1) * scene->scale);
  cairo_stroke (cr);
}

static void
draw_rows (cairo_t *cr, const GsBendScene *scene)
{
  GsDataset *data = gs_frame_get_data (scene->sight->frame);
  GsClassKind kind = gs_plane_get_class_kind (scene->plane);
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));

  for (gint row = 1; row <= MIN (gs_dataset_get_n_rows (data), MAX_DRAWN); row++) {
    const gdouble *input = gs_dataset_get_input (data, row), *target = gs_dataset_get_target (data, row);
    gint mark = n > 1                                              ? MAX (gs_dataset_get_class (data, row), 0)
                : target[0] > (kind == GS_CLASSES_PLAIN ? 0.5 : 0) ? 0
                                                                   : 1;
    gdouble u = 0, v = 0;

    gs_bend_map (scene->bend, scene->sight->frame, input[0], input[1], &u, &v);
    gs_bend_painter_to_pixels (scene, u, v, &u, &v);
    cairo_new_path (cr);
    cairo_arc (cr, u, v, 3 * scene->scale, 0, 2 * G_PI);
    gs_paint_set_colour (cr, &scene->theme->classes[mark % GS_THEME_CLASSES]);
    if (gs_dataset_is_test (data, row)) {
      cairo_set_line_width (cr, 1.5 * scene->scale);
      cairo_stroke (cr);
    } else {
      cairo_fill (cr);
    }
  }
}

static void
draw_arrow (cairo_t *cr, const GsBendScene *scene, GsBendHandle handle)
{
  const GsColour *colour = handle == GS_BEND_FIRST ? &scene->theme->positive : &scene->theme->negative;
  gdouble from_x, from_y, x, y;

  locate_handle (scene, GS_BEND_ORIGIN, &from_x, &from_y);
  locate_handle (scene, handle, &x, &y);
  gs_paint_set_colour (cr, colour);
  cairo_set_line_width (cr, 3 * scene->scale);
  cairo_new_path (cr);
  cairo_move_to (cr, from_x, from_y);
  cairo_line_to (cr, x, y);
  cairo_stroke (cr);
}

static void
draw_handle (cairo_t *cr, const GsBendScene *scene, GsBendHandle handle)
{
  const NnTensorInfo *weights = nn_program_get_tensor (scene->sight->program, scene->bend->weights);
  const NnTensorInfo *biases =
      scene->bend->biases >= 0 ? nn_program_get_tensor (scene->sight->program, scene->bend->biases) : NULL;
  g_autofree gchar *name = handle == GS_BEND_ORIGIN
                               ? g_strdup (biases != NULL ? biases->name : "0")
                               : g_strdup_printf ("%s[%d]", weights->name, (gint) handle);
  gdouble x, y;

  locate_handle (scene, handle, &x, &y);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, 6 * scene->scale, 0, 2 * G_PI);
  gs_paint_set_colour (cr, scene->held == (gint) handle ? &scene->theme->accent : &scene->theme->canvas);
  cairo_fill_preserve (cr);
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, 2.5 * scene->scale);
  cairo_stroke (cr);
  gs_paint_set_colour (cr, &scene->theme->text);
  gs_paint_text (cr, name, x + 10 * scene->scale, y - 6 * scene->scale, 12 * scene->scale, TRUE);
}

static void
draw_frame (cairo_t *cr, const GsBendScene *scene)
{
  const NnTensorInfo *output = nn_program_get_tensor (scene->sight->program, scene->bend->output);
  g_autofree gchar *title = g_strdup_printf (_ ("What %s does to the plane"), output->name);
  g_autofree gchar *number = gs_number_show (find_reach (scene), 3);
  g_autofree gchar *low = g_strdup_printf ("−%s", number), *cut = NULL;
  gdouble x, y, side, size = 11 * scene->scale;

  get_area (scene, &x, &y, &side);
  gs_paint_set_colour (cr, &scene->theme->grid);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x + 0.5, y + 0.5, side - 1, side - 1);
  cairo_stroke (cr);
  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, low, x, y + side + 18 * scene->scale, size, FALSE);
  gs_paint_text (cr, number, x + side - gs_paint_measure (cr, number, size, FALSE),
                 y + side + 18 * scene->scale, size, FALSE);
  gs_paint_set_colour (cr, &scene->theme->text);
  cut = gs_paint_shorten (cr, title, side, 12 * scene->scale, TRUE);
  gs_paint_text (cr, cut, x, y - 14 * scene->scale, 12 * scene->scale, TRUE);
}

/* Weights that are asked for would be read off the grid. */
static gboolean
is_hidden (const GsBendScene *scene)
{
  for (gsize i = 0; i < 4; i++)
    if (gs_sight_is_hidden (scene->sight, &(NnCell){ scene->bend->weights, i }))
      return TRUE;
  return FALSE;
}

void
gs_bend_painter_draw (cairo_t *cr, const GsBendScene *scene)
{
  gdouble x, y, side;

  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_paint (cr);
  get_area (scene, &x, &y, &side);
  draw_frame (cr, scene);
  if (is_hidden (scene)) {
    gs_paint_set_colour (cr, &scene->theme->accent);
    gs_paint_text (cr, "?", x + side / 2 - 10 * scene->scale, y + side / 2 + 14 * scene->scale,
                   40 * scene->scale, TRUE);
    return;
  }
  cairo_save (cr);
  cairo_rectangle (cr, x, y, side, side);
  cairo_clip (cr);
  for (gint i = 0; i < N_LINES; i++) {
    gdouble at = scene->bend->reach * (2.0 * i / (N_LINES - 1) - 1);

    draw_grid_line (cr, scene, at, TRUE);
    draw_grid_line (cr, scene, at, FALSE);
  }
  if (scene->plane != NULL)
    draw_rows (cr, scene);
  cairo_restore (cr);
  draw_arrow (cr, scene, GS_BEND_FIRST);
  draw_arrow (cr, scene, GS_BEND_SECOND);
  for (gint handle = 0; handle < GS_BEND_N_HANDLES; handle++)
    draw_handle (cr, scene, (GsBendHandle) handle);
}
