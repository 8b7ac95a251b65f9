/* The plane with its points. */
#include "gs-plane-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/plane/gs-points.h"
#include "app/text/gs-number.h"
#include "gs-map-painter.h"
#include "gs-painter-private.h"

#define TOP       44.0
#define LEFT      36.0
#define RIGHT     12.0
#define LEGEND    46.0 /* its line, under the plane */
#define BOTTOM    6.0  /* under that */
#define READING   28.0 /* what is pointed at in words */
#define STRENGTH  0.5  /* of the colours over the canvas */
#define RADIUS    4.2  /* of a point */
#define NEAR      8.0
#define MAX_DRAWN 4000 /* rows */

/* ---- places ---- */

/* Where room is scarce the legend is close to the axis. */
static gdouble
get_legend (const GsPlaneScene *scene)
{
  return scene->is_low ? LEGEND - 10 : LEGEND;
}

/* The square within the widget. */
static void
get_area (const GsPlaneScene *scene, gdouble *x, gdouble *y, gdouble *width, gdouble *height)
{
  gdouble room_x = scene->width - (LEFT + RIGHT) * scene->scale;
  gdouble room_y =
      scene->height - (TOP + get_legend (scene) + BOTTOM + (scene->is_low ? 0 : READING)) * scene->scale;
  gdouble side = floor (MAX (MIN (room_x, room_y), 40));

  *x = floor (LEFT * scene->scale + MAX ((room_x - side) / 2, 0));
  *y = floor (TOP * scene->scale);
  *width = *height = side;
}

void
gs_plane_painter_to_pixels (const GsPlaneScene *scene, gdouble x, gdouble y, gdouble *px, gdouble *py)
{
  const GsPlaneBox *box = gs_plane_get_box (scene->plane);
  gdouble left, top, width, height;

  get_area (scene, &left, &top, &width, &height);
  *px = left + (x - box->left) / (box->right - box->left) * width;
  *py = top + (box->top - y) / (box->top - box->bottom) * height;
}

gboolean
gs_plane_painter_to_plane (const GsPlaneScene *scene, gdouble px, gdouble py, gdouble *x, gdouble *y)
{
  const GsPlaneBox *box = gs_plane_get_box (scene->plane);
  gdouble left, top, width, height;

  get_area (scene, &left, &top, &width, &height);
  *x = box->left + (px - left) / width * (box->right - box->left);
  *y = box->top - (py - top) / height * (box->top - box->bottom);
  return *x >= box->left && *x <= box->right && *y >= box->bottom && *y <= box->top;
}

gint
gs_plane_painter_find_row (const GsPlaneScene *scene, gdouble px, gdouble py)
{
  GsDataset *data = gs_frame_get_data (scene->sight->frame);
  gdouble nearest = NEAR * scene->scale;
  gint found = 0;

  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++) {
    gdouble x, y;

    if (scene->hides_rows || (scene->hides_test && gs_dataset_is_test (data, row)))
      continue;
    gs_plane_get_point (scene->plane, gs_dataset_get_input (data, row), &x, &y);
    gs_plane_painter_to_pixels (scene, x, y, &x, &y);
    if (hypot (x - px, y - py) < nearest) {
      nearest = hypot (x - px, y - py);
      found = row;
    }
  }
  return found;
}

/* ---- the map ---- */

/* How far from the boundary the answers get. */
static gdouble
find_reach (const GsMaps *maps)
{
  const gfloat *map = gs_maps_get (maps, GS_MAPS_ANSWER, 0);
  gdouble reach = 0;

  for (gint i = 0; map != NULL && i < maps->side * maps->side; i++)
    if (isfinite (map[i]))
      reach = MAX (reach, fabs ((gdouble) map[i] - maps->boundary));
  return reach;
}

static gboolean
shows_sides (const GsPlaneScene *scene)
{
  return scene->layer == GS_MAPS_ANSWER && scene->maps != NULL && scene->maps->kind == GS_ANSWER_SIDE;
}

static gboolean
shows_classes (const GsPlaneScene *scene)
{
  return scene->layer == GS_MAPS_ANSWER && scene->maps != NULL && scene->maps->kind == GS_ANSWER_CLASS;
}

static void
draw_map (cairo_t *cr, const GsPlaneScene *scene)
{
  const gfloat *map =
      scene->maps != NULL ? gs_maps_get (scene->maps, scene->layer, MAX (scene->neuron, 0)) : NULL;
  GsMapLook look = { .strength = STRENGTH, .is_discrete = scene->is_discrete };
  GsRectangle place;

  get_area (scene, &place.x, &place.y, &place.width, &place.height);
  if (map == NULL || scene->is_hidden)
    return;
  if (shows_classes (scene)) {
    gs_map_painter_draw_classes (cr, scene->theme, scene->maps, scene->is_discrete, &place);
    return;
  }
  look.middle = shows_sides (scene) ? scene->maps->boundary : 0;
  look.scale =
      shows_sides (scene) ? find_reach (scene->maps) : gs_maps_get_largest (scene->maps, scene->layer);
  gs_map_painter_draw (cr, scene->theme, map, scene->maps->side, &look, &place);
  if (!shows_sides (scene))
    return;
  gs_map_painter_trace (cr, map, scene->maps->side, scene->maps->boundary, &place);
  gs_paint_set_colour (cr, &scene->theme->text);
  cairo_set_line_width (cr, 2 * scene->scale);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
}

/* ---- points ---- */

/* A mark for each class, so that colour is not all. */
static void
trace_mark (cairo_t *cr, gint class, gdouble x, gdouble y, gdouble r)
{
  cairo_new_path (cr);
  switch (class % GS_THEME_CLASSES) {
  case 0: cairo_arc (cr, x, y, r, 0, 2 * G_PI); break;
  case 1: cairo_rectangle (cr, x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r); break;
  case 2:
    cairo_move_to (cr, x, y - 1.2 * r);
    cairo_line_to (cr, x + 1.1 * r, y + 0.8 * r);
    cairo_line_to (cr, x - 1.1 * r, y + 0.8 * r);
    break;
  case 3:
    cairo_move_to (cr, x, y - 1.25 * r);
    cairo_line_to (cr, x + 1.25 * r, y);
    cairo_line_to (cr, x, y + 1.25 * r);
    cairo_line_to (cr, x - 1.25 * r, y);
    break;
  case 4:
    cairo_move_to (cr, x, y + 1.2 * r);
    cairo_line_to (cr, x + 1.1 * r, y - 0.8 * r);
    cairo_line_to (cr, x - 1.1 * r, y - 0.8 * r);
    break;
  default: cairo_rectangle (cr, x - 1.3 * r, y - 0.6 * r, 2.6 * r, 1.2 * r);
  }
  cairo_close_path (cr);
}

/* The class of a row as marks show it: of two, the second is the round one, as positive numbers are blue. -1
 * for a number that is learned. */
static gint
find_mark (const GsPlaneScene *scene, GsClassKind kind, gint row)
{
  GsDataset *data = gs_frame_get_data (scene->sight->frame);
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));

  if (kind == GS_CLASSES_SIGNED)
    return gs_dataset_get_target (data, row)[0] > 0 ? 0 : 1;
  if (kind == GS_CLASSES_NONE)
    return -1;
  return n == 1 ? 1 - gs_dataset_get_class (data, row) : gs_dataset_get_class (data, row);
}

static GsColour
find_colour (const GsPlaneScene *scene, gint mark, gint row, gdouble largest)
{
  GsDataset *data = gs_frame_get_data (scene->sight->frame);

  if (mark >= 0)
    return scene->theme->classes[mark % GS_THEME_CLASSES];
  return gs_theme_unpack (
      gs_theme_map (scene->theme, largest > 0 ? gs_dataset_get_target (data, row)[0] / largest : 0));
}

/* What sets a mark off from what lies under it: a rim, or the inside of a hollow one. */
static void
draw_ground (cairo_t *cr, const GsPlaneScene *scene, gint mark, gboolean hollow, gdouble x, gdouble y)
{
  trace_mark (cr, MAX (mark, 0), x, y, (hollow ? 0.9 * RADIUS : RADIUS + 0.5) * scene->scale);
  gs_paint_set_colour (cr, hollow || mark >= 0 ? &scene->theme->canvas : &scene->theme->text);
  cairo_fill (cr);
}

static void
draw_mark (cairo_t *cr,
           const GsPlaneScene *scene,
           gint mark,
           const GsColour *colour,
           gboolean hollow,
           gdouble x,
           gdouble y)
{
  trace_mark (cr, MAX (mark, 0), x, y, (hollow ? 0.9 * RADIUS : RADIUS - 0.5) * scene->scale);
  gs_paint_set_colour (cr, colour);
  cairo_set_line_width (cr, 2 * scene->scale);
  (hollow ? cairo_stroke : cairo_fill) (cr);
}

static gdouble
find_largest_target (GsDataset *data)
{
  gdouble largest = 0;

  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++)
    largest = MAX (largest, fabs (gs_dataset_get_target (data, row)[0]));
  return largest;
}

typedef struct {
  gdouble x, y; /* in pixels */
  gint mark;
  gboolean hollow;
  GsColour colour;
} Point;

/* Elements Point; of very many rows every second, third, …. */
static GArray *
list_points (const GsPlaneScene *scene)
{
  GsDataset *data = gs_frame_get_data (scene->sight->frame);
  GsClassKind kind = gs_plane_get_class_kind (scene->plane);
  gdouble largest = kind == GS_CLASSES_NONE ? find_largest_target (data) : 0;
  gint n = gs_dataset_get_n_rows (data), step = (n + MAX_DRAWN - 1) / MAX_DRAWN;
  GArray *points = g_array_new (FALSE, FALSE, sizeof (Point));

  for (gint row = 1; row <= n; row += MAX (step, 1)) {
    Point point = { .mark = find_mark (scene, kind, row), .hollow = gs_dataset_is_test (data, row) };

    if (point.hollow && scene->hides_test)
      continue;
    gs_plane_get_point (scene->plane, gs_dataset_get_input (data, row), &point.x, &point.y);
    if (row == scene->carried) {
      point.x = scene->cursor_x;
      point.y = scene->cursor_y;
    }
    gs_plane_painter_to_pixels (scene, point.x, point.y, &point.x, &point.y);
    point.colour = find_colour (scene, point.mark, row, largest);
    g_array_append_val (points, point);
  }
  return points;
}

/* First what lies under the marks, then the marks: where points are many their rims would cover the colours
 * of all but the last. */
static void
draw_points (cairo_t *cr, const GsPlaneScene *scene)
{
  g_autoptr (GArray) points = list_points (scene);

  for (gint pass = 0; pass < 4; pass++)
    for (guint i = 0; i < points->len; i++) {
      const Point *point = &g_array_index (points, Point, i);

      if (point->hollow != (pass >= 2))
        continue;
      if (pass % 2 == 0)
        draw_ground (cr, scene, point->mark, point->hollow, point->x, point->y);
      else
        draw_mark (cr, scene, point->mark, &point->colour, point->hollow, point->x, point->y);
    }
}

/* The row of the batch that is looked at. */
static void
draw_ring (cairo_t *cr, const GsPlaneScene *scene)
{
  GsDataset *data = gs_frame_get_data (scene->sight->frame);
  gint n;
  const gint *rows = gs_frame_get_batch (scene->sight->frame, &n);
  gdouble x, y;

  if (scene->sight->sample > n)
    return;
  gs_plane_get_point (scene->plane, gs_dataset_get_input (data, rows[scene->sight->sample - 1]), &x, &y);
  gs_plane_painter_to_pixels (scene, x, y, &x, &y);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, 8.5 * scene->scale, 0, 2 * G_PI);
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, 2.5 * scene->scale);
  cairo_stroke (cr);
}

/* ---- around it ---- */

static void
draw_text_at_right (cairo_t *cr, const gchar *text, gdouble right, gdouble y, gdouble size)
{
  gs_paint_text (cr, text, right - gs_paint_measure (cr, text, size, FALSE), y, size, FALSE);
}

/* The axis' name stands between the numbers; where that is too narrow, in place of the middle one. */
static void
draw_across (cairo_t *cr, const GsPlaneScene *scene, const gchar *name)
{
  const GsPlaneBox *box = gs_plane_get_box (scene->plane);
  g_autofree gchar *first = gs_number_show (box->left, 3), *last = gs_number_show (box->right, 3),
                   *middle = gs_number_show ((box->left + box->right) / 2, 3), *text = NULL;
  gdouble size = 11 * scene->scale, gap = 6 * scene->scale, x, y, width, height, end, room;

  get_area (scene, &x, &y, &width, &height);
  y += height + size + gap;
  end = MIN (x + width * 0.85, x + width - gs_paint_measure (cr, last, size, FALSE) - gap);
  text = gs_paint_shorten (cr, name, end - x - gs_paint_measure (cr, first, size, FALSE) - gap, size, FALSE);
  room = gs_paint_measure (cr, middle, size, FALSE) / 2;
  gs_paint_text (cr, first, x, y, size, FALSE);
  draw_text_at_right (cr, last, x + width, y, size);
  draw_text_at_right (cr, text, end, y, size);
  if (end - gs_paint_measure (cr, text, size, FALSE) - gap > x + width / 2 + room)
    gs_paint_text (cr, middle, x + width / 2 - room, y, size, FALSE);
}

static void
draw_up (cairo_t *cr, const GsPlaneScene *scene, const gchar *name)
{
  const GsPlaneBox *box = gs_plane_get_box (scene->plane);
  const gdouble marks[] = { box->bottom, (box->bottom + box->top) / 2, box->top };
  gdouble size = 11 * scene->scale, gap = 6 * scene->scale, x, y, width, height;
  g_autofree gchar *text = NULL;

  get_area (scene, &x, &y, &width, &height);
  text = gs_paint_shorten (cr, name, x - gap, size, FALSE);
  for (gint i = 0; i < 3; i++) {
    g_autofree gchar *mark = gs_number_show (marks[i], 3);

    draw_text_at_right (cr, mark, x - gap,
                        CLAMP (y + height * (2 - i) / 2 + size * 0.36, y + size, y + height), size);
  }
  draw_text_at_right (cr, text, x - gap, y + height * 0.25 + size * 0.36, size);
}

static void
draw_axes (cairo_t *cr, const GsPlaneScene *scene)
{
  const GPtrArray *names = gs_dataset_get_names (gs_frame_get_data (scene->sight->frame), GS_NAMES_FEATURES);
  const gchar *across = gs_names_get (names, 0), *up = gs_names_get (names, 1);
  gdouble x, y, width, height;

  get_area (scene, &x, &y, &width, &height);
  gs_paint_set_colour (cr, &scene->theme->grid);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x + 0.5, y + 0.5, width - 1, height - 1);
  cairo_stroke (cr);
  gs_paint_set_colour (cr, &scene->theme->dim);
  draw_across (cr, scene, across != NULL ? across : "x1");
  draw_up (cr, scene, up != NULL ? up : "x2");
}

static gdouble
draw_legend_item (cairo_t *cr,
                  const GsPlaneScene *scene,
                  gint mark,
                  gboolean hollow,
                  const gchar *text,
                  gdouble x,
                  gdouble y)
{
  gdouble size = 11 * scene->scale;
  GsColour colour = mark >= 0 ? scene->theme->classes[mark % GS_THEME_CLASSES] : scene->theme->dim;

  draw_ground (cr, scene, MAX (mark, 0), hollow, x + 5 * scene->scale, y - 4 * scene->scale);
  draw_mark (cr, scene, MAX (mark, 0), &colour, hollow, x + 5 * scene->scale, y - 4 * scene->scale);
  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, text, x + 14 * scene->scale, y, size, FALSE);
  return x + 26 * scene->scale + gs_paint_measure (cr, text, size, FALSE);
}

/* Where it has room beneath the plane it begins with it; too wide a one is set smaller: what `scene` has
 * for a scale after this. */
static gdouble
fit_legend (cairo_t *cr, GsPlaneScene *scene, const GPtrArray *names, gdouble x)
{
  gdouble width = 26 * scene->scale * names->len;

  for (guint i = 0; i < names->len; i++)
    width += gs_paint_measure (cr, g_ptr_array_index (names, i), 11 * scene->scale, FALSE);
  if (width > scene->width)
    scene->scale *= scene->width / width;
  return MAX (MIN (x, scene->width - width), 0);
}

/* The classes, what is held out, the row that is stepped. */
static void
draw_legend (cairo_t *cr, const GsPlaneScene *whole)
{
  GsPlaneScene small = *whole, *scene = &small;
  GsDataset *data = gs_frame_get_data (scene->sight->frame);
  GsClassKind kind = gs_plane_get_class_kind (scene->plane);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));
  gint n_classes = kind == GS_CLASSES_NONE ? 0 : n == 1 ? 2 : (gint) MIN (n, GS_THEME_CLASSES);
  guint64 seed;
  gdouble x, y, width, height;

  for (gint class = 0; class < n_classes; class ++)
    g_ptr_array_add (names, gs_points_name_class (scene->plane, data,
                                                  n == 1 ? 1 - class : class)); /* the round one first */
  if (gs_dataset_get_test_share (data, &seed) > 0)
    g_ptr_array_add (names, g_strdup (_ ("held out")));
  g_ptr_array_add (names, g_strdup (_ ("this row")));
  get_area (scene, &x, &y, &width, &height);
  y += height + get_legend (scene) * scene->scale;
  x = fit_legend (cr, scene, names, x);
  for (gint i = 0; i < (gint) names->len - 1; i++)
    x = draw_legend_item (cr, scene, i < n_classes ? i : -1, i >= n_classes, g_ptr_array_index (names, i), x,
                          y);
  cairo_new_path (cr);
  cairo_arc (cr, x + 6 * scene->scale, y - 4 * scene->scale, 5 * scene->scale, 0, 2 * G_PI);
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, 2 * scene->scale);
  cairo_stroke (cr);
  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, _ ("this row"), x + 16 * scene->scale, y, 11 * scene->scale, FALSE);
}

static gchar *
describe_map (const GsPlaneScene *scene)
{
  g_autofree gchar *number = NULL;

  if (scene->maps == NULL)
    return g_strdup ("");
  if (shows_classes (scene))
    return g_strdup (_ ("colour is the class that is answered"));
  number = gs_number_show (
      shows_sides (scene) ? scene->maps->boundary : gs_maps_get_largest (scene->maps, scene->layer), 3);
  return g_strdup_printf (shows_sides (scene) ? _ ("the line is where it is %s") : "±%s", number);
}

/* From x, or as far before it as it takes to be seen. */
static void
draw_line (cairo_t *cr,
           const GsPlaneScene *scene,
           const gchar *text,
           gdouble x,
           gdouble y,
           gdouble size,
           gboolean bold)
{
  g_autofree gchar *line = gs_paint_shorten (cr, text, scene->width, size, bold);

  gs_paint_text (cr, line, MAX (MIN (x, scene->width - gs_paint_measure (cr, line, size, bold)), 0), y, size,
                 bold);
}

/* What the colours say stands beside the title, or where there is no room under it. */
static void
draw_title (cairo_t *cr, const GsPlaneScene *scene)
{
  g_autofree gchar *text = describe_map (scene);
  gdouble size = 12 * scene->scale, small = 11 * scene->scale, x, y, width, height, beside;

  get_area (scene, &x, &y, &width, &height);
  beside = gs_paint_measure (cr, scene->title, size, TRUE) + 8 * scene->scale;
  if (beside + gs_paint_measure (cr, text, small, FALSE) > width)
    beside = 0;
  gs_paint_set_colour (cr, &scene->theme->text);
  draw_line (cr, scene, scene->title, x, y - (beside > 0 ? 14 : 28) * scene->scale, size, TRUE);
  gs_paint_set_colour (cr, &scene->theme->dim);
  draw_line (cr, scene, text, x + beside, y - (beside > 0 ? 14 : 11) * scene->scale, small, FALSE);
}

/* Cross hairs where the keyboard is. */
static void
draw_cursor (cairo_t *cr, const GsPlaneScene *scene)
{
  gdouble x, y, r = 7 * scene->scale;

  gs_plane_painter_to_pixels (scene, scene->cursor_x, scene->cursor_y, &x, &y);
  cairo_new_path (cr);
  cairo_move_to (cr, x - r, y);
  cairo_line_to (cr, x + r, y);
  cairo_move_to (cr, x, y - r);
  cairo_line_to (cr, x, y + r);
  gs_paint_set_colour (cr, &scene->theme->text);
  cairo_set_line_width (cr, 1.5 * scene->scale);
  cairo_stroke (cr);
}

void
gs_plane_painter_draw (cairo_t *cr, const GsPlaneScene *scene)
{
  gdouble x, y, width, height;

  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_paint (cr);
  draw_map (cr, scene);
  get_area (scene, &x, &y, &width, &height);
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  if (!scene->hides_rows) {
    draw_points (cr, scene);
    draw_ring (cr, scene);
  }
  if (scene->has_cursor)
    draw_cursor (cr, scene);
  cairo_restore (cr);
  if (scene->is_hidden) {
    gs_paint_set_colour (cr, &scene->theme->accent);
    gs_paint_text (cr, "?", x + width / 2 - 12 * scene->scale, y + height / 2 + 14 * scene->scale,
                   40 * scene->scale, TRUE);
  }
  draw_axes (cr, scene);
  draw_legend (cr, scene);
  draw_title (cr, scene);
}
