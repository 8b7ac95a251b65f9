/* A network as a drawing. */
#include "gs-graph-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-map-painter.h"
#include "gs-painter-private.h"

#define STRENGTH   0.62 /* of maps over the canvas */
#define NAME_SIZE  11.0
#define TITLE_SIZE 12.0
#define MIN_LINE   0.75
#define MAX_LINE   6.5

/* ---- lines ---- */

/* The largest magnitude among the weights that are drawn. */
static gdouble
find_weight_scale (const GsGraphScene *scene)
{
  gdouble largest = 0;

  for (guint i = 0; i < scene->graph->columns->len; i++) {
    gint weights = g_array_index (scene->graph->columns, GsGraphColumn, i).weights;

    if (weights >= 0)
      largest = MAX (largest, gs_sight_get_largest (scene->sight, weights));
  }
  return largest > 0 ? largest : 1;
}

static void
trace_line (cairo_t *cr, const GsGraph *graph, guint line)
{
  const GsGraphLine *at = &g_array_index (graph->lines, GsGraphLine, line);
  const GsGraphNode *from = &g_array_index (graph->nodes, GsGraphNode, at->from);
  const GsGraphNode *to = &g_array_index (graph->nodes, GsGraphNode, at->to);
  gdouble start = from->x + graph->size / 2, end = to->x - graph->size / 2, middle = (start + end) / 2;

  cairo_move_to (cr, start, from->y);
  cairo_curve_to (cr, middle, from->y, middle, to->y, end, to->y);
}

static void
draw_line (cairo_t *cr, const GsGraphScene *scene, guint line, gdouble weight_scale)
{
  const NnCell *cell = &g_array_index (scene->graph->lines, GsGraphLine, line).weight;
  gdouble value = 0, width = 1, dash;
  GsSeen seen = cell->tensor >= 0 ? gs_sight_see (scene->sight, cell, &value) : GS_SEEN_BLANK;

  if (seen == GS_SEEN_NUMBER && isfinite (value))
    width = MIN_LINE + (MAX_LINE - MIN_LINE) * MIN (fabs (value) / weight_scale, 1);
  cairo_set_line_width (cr, width * scene->scale);
  gs_paint_set_colour (cr, seen != GS_SEEN_NUMBER ? &scene->theme->dot
                           : value < 0            ? &scene->theme->negative
                                                  : &scene->theme->positive);
  dash = MAX (6, 1.6 * width) * scene->scale;
  if (seen == GS_SEEN_HIDDEN)
    dash = 2 * scene->scale;
  if ((seen == GS_SEEN_NUMBER && value < 0) || seen == GS_SEEN_HIDDEN)
    cairo_set_dash (cr, (gdouble[]){ dash, dash * 0.6 }, 2, 0);
  trace_line (cr, scene->graph, line);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* ---- neurons ---- */

static void
draw_frame (cairo_t *cr,
            const GsGraphScene *scene,
            gdouble x,
            gdouble y,
            const GsColour *colour,
            gdouble width)
{
  gdouble size = scene->graph->size;

  gs_paint_set_colour (cr, colour);
  cairo_set_line_width (cr, width);
  cairo_rectangle (cr, x - size / 2 + 0.5, y - size / 2 + 0.5, size - 1, size - 1);
  cairo_stroke (cr);
}

static void
draw_middle (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble size, gboolean bold)
{
  gs_paint_text (cr, text, x - gs_paint_measure (cr, text, size, bold) / 2, y, size, bold);
}

/* The number and its colour. */
static void
draw_number (cairo_t *cr,
             const GsGraphScene *scene,
             const GsGraphColumn *column,
             gdouble value,
             gdouble x,
             gdouble y)
{
  gdouble size = scene->graph->size, largest = gs_sight_get_largest (scene->sight, column->tensor);
  gdouble letters = MIN (12 * scene->scale, size / 3.4);
  gchar buffer[GS_VIEW_BUFFER];

  if (isfinite (value)) {
    GsColour colour = gs_theme_unpack (gs_theme_map (scene->theme, largest > 0 ? value / largest : 0));

    gs_paint_set_colour (cr, &colour);
    cairo_rectangle (cr, x - size / 2, y - size / 2, size, size);
    cairo_fill (cr);
  }
  if (size < 26 * scene->scale)
    return;
  gs_paint_set_colour (cr, &scene->theme->ink);
  for (gint digits = 3; digits > 0; digits--)
    if (gs_paint_measure (cr, gs_sight_format (scene->sight, value, digits, buffer), letters, FALSE)
        < size - 2)
      break;
  draw_middle (cr, buffer, x, y + letters * 0.36, letters, FALSE);
}

/* The map of a neuron; FALSE if there is none. */
static gboolean
draw_map (cairo_t *cr,
          const GsGraphScene *scene,
          const GsGraphColumn *column,
          gint neuron,
          gdouble x,
          gdouble y)
{
  const gfloat *map = scene->maps != NULL ? gs_maps_get (scene->maps, column->layer, neuron) : NULL;
  gdouble size = scene->graph->size;
  GsMapLook look = { .strength = STRENGTH, .is_discrete = scene->is_discrete };

  if (map == NULL)
    return FALSE;
  look.scale = gs_maps_get_largest (scene->maps, column->layer);
  gs_map_painter_draw (cr, scene->theme, map, scene->maps->side, &look,
                       &(GsRectangle){ x - size / 2, y - size / 2, size, size });
  return TRUE;
}

static gboolean
is_selected (const GsGraphScene *scene, const NnCell *cell)
{
  return scene->sight->has_selection && nn_cell_equal (&scene->sight->selected, cell);
}

/* "petal length", or where nobody has named it x[1,3]. Caller frees. */
static gchar *
name_briefly (const NnProgram *program, const NnCell *cell)
{
  const NnShape *shape = &nn_program_get_tensor (program, cell->tensor)->shape;
  gint last = shape->rank - 1;
  const gchar *label = nn_program_get_label (program, cell->tensor, last,
                                             (gint) (cell->offset % (gsize) shape->dim[last]) + 1);

  return label != NULL ? g_strdup (label) : gs_cell_name (program, cell);
}

/* How far it is to the next column, or to the edge. */
static gdouble
find_pitch (const GsGraphScene *scene, const GsGraphColumn *column)
{
  gdouble next = scene->width + scene->graph->size / 2;

  for (guint i = 0; i < scene->graph->columns->len; i++) {
    gdouble x = g_array_index (scene->graph->columns, GsGraphColumn, i).x;

    if (x > column->x && x < next)
      next = x;
  }
  return next - column->x;
}

/* How far apart columns are, on either side. */
static gdouble
find_distance (const GsGraphScene *scene, const GsGraphColumn *column)
{
  gdouble least = scene->width;

  for (guint i = 0; i < scene->graph->columns->len; i++) {
    gdouble x = g_array_index (scene->graph->columns, GsGraphColumn, i).x;

    if (x != column->x)
      least = MIN (least, fabs (x - column->x));
  }
  return least;
}

/* Where a text begins that would be at x, so that all of it is seen. */
static gdouble
keep_inside (const GsGraphScene *scene, gdouble x, gdouble width)
{
  return CLAMP (x, 2, MAX (scene->width - width - 2, 2));
}

/* Under the neuron; a long one goes on towards the next column, where there is nothing but lines. */
static void
draw_name (cairo_t *cr,
           const GsGraphScene *scene,
           const GsGraphColumn *column,
           const NnCell *cell,
           gdouble y,
           gboolean selected)
{
  g_autofree gchar *name = gs_cell_name_display (scene->graph->program, cell);
  gdouble room = MAX (scene->graph->size * 1.9, 40 * scene->scale), width;
  g_autofree gchar *cut = NULL;

  if (gs_paint_measure (cr, name, NAME_SIZE * scene->scale, selected) > room) {
    g_free (name);
    name = name_briefly (scene->graph->program, cell);
    room = MAX (room, 0.7 * find_distance (scene, column));
  }
  cut = gs_paint_shorten (cr, name, room, NAME_SIZE * scene->scale, selected);
  width = gs_paint_measure (cr, cut, NAME_SIZE * scene->scale, selected);
  gs_paint_set_colour (cr, selected ? &scene->theme->accent : &scene->theme->dim);
  gs_paint_text (cr, cut, keep_inside (scene, column->x - width / 2, width), y, NAME_SIZE * scene->scale,
                 selected);
}

static void
draw_node (cairo_t *cr, const GsGraphScene *scene, guint index)
{
  const GsGraphColumn *column = gs_graph_get_column (scene->graph, index);
  const GsGraphNode *node = &g_array_index (scene->graph->nodes, GsGraphNode, index);
  NnCell cell = gs_graph_get_cell (scene->graph, &(GsGraphHit){ GS_GRAPH_NODE, index }, scene->sight->sample);
  gdouble size = scene->graph->size, value;
  GsSeen seen = gs_sight_see (scene->sight, &cell, &value);
  gboolean selected = is_selected (scene, &cell);

  gs_paint_set_colour (cr, seen == GS_SEEN_HIDDEN ? &scene->theme->tint : &scene->theme->canvas);
  cairo_rectangle (cr, node->x - size / 2, node->y - size / 2, size, size);
  cairo_fill (cr);
  if (seen == GS_SEEN_HIDDEN) {
    gs_paint_set_colour (cr, &scene->theme->accent);
    draw_middle (cr, "?", node->x, node->y + size * 0.14, size * 0.4, TRUE);
  } else if (seen == GS_SEEN_BLANK) {
    gs_paint_set_colour (cr, &scene->theme->dot);
    cairo_new_path (cr);
    cairo_arc (cr, node->x, node->y, 1.5 * scene->scale, 0, 2 * G_PI);
    cairo_fill (cr);
  } else if (!draw_map (cr, scene, column, node->neuron, node->x, node->y)) {
    draw_number (cr, scene, column, value, node->x, node->y);
  }
  draw_frame (cr, scene, node->x, node->y, &scene->theme->grid, 1);
  if (selected)
    draw_frame (cr, scene, node->x, node->y, &scene->theme->accent, 3 + scene->theme->outline);
  if (column->has_names)
    draw_name (cr, scene, column, &cell, node->y + size / 2 + 14 * scene->scale, selected);
}

/* A dot at the neuron's lower left. */
static void
draw_bias (cairo_t *cr, const GsGraphScene *scene, guint index, gdouble weight_scale)
{
  const GsGraphColumn *column = gs_graph_get_column (scene->graph, index);
  NnCell cell = { column->biases, (gsize) g_array_index (scene->graph->nodes, GsGraphNode, index).neuron };
  gdouble x, y, value = 0;
  GsColour colour = scene->theme->canvas;

  if (column->biases < 0)
    return;
  gs_graph_get_bias (scene->graph, index, &x, &y);
  if (gs_sight_see (scene->sight, &cell, &value) == GS_SEEN_NUMBER && isfinite (value))
    colour = gs_theme_unpack (gs_theme_map (scene->theme, value / weight_scale));
  gs_paint_set_colour (cr, &colour);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, 5 * scene->scale, 0, 2 * G_PI);
  cairo_fill_preserve (cr);
  gs_paint_set_colour (cr, is_selected (scene, &cell) ? &scene->theme->accent : &scene->theme->dim);
  cairo_set_line_width (cr, is_selected (scene, &cell) ? 3 : 1);
  cairo_stroke (cr);
}

/* ---- captions and labels ---- */

/* Whether a number of the column is asked for: then its scale would tell of it. */
static gboolean
hides_any (const GsGraphScene *scene, const GsGraphColumn *column)
{
  for (gint i = 0; i < column->n_shown; i++) {
    NnCell cell = gs_graph_get_cell (scene->graph, &(GsGraphHit){ GS_GRAPH_NODE, column->first + (guint) i },
                                     scene->sight->sample);

    if (gs_sight_is_hidden (scene->sight, &cell))
      return TRUE;
  }
  return FALSE;
}

/* "±0.98", and how many of the neurons are there. Caller frees. */
static gchar *
describe_column (const GsGraphScene *scene, const GsGraphColumn *column)
{
  gdouble scale = scene->maps != NULL ? gs_maps_get_largest (scene->maps, column->layer)
                                      : gs_sight_get_largest (scene->sight, column->tensor);
  g_autofree gchar *number = gs_number_show (scale, 3);

  if (hides_any (scene, column))
    return g_strdup ("");
  if (column->n > column->n_shown)
    return g_strdup_printf (_ ("%d of %d, ±%s"), column->n_shown, column->n, number);
  return g_strdup_printf ("±%s", number);
}

static void
draw_caption (cairo_t *cr, const GsGraphScene *scene, const GsGraphColumn *column)
{
  const NnTensorInfo *info = nn_program_get_tensor (scene->graph->program, column->tensor);
  g_autofree gchar *brief = info->producer >= 0 ? nn_program_get_brief (scene->graph->program, info->producer)
                                                : g_strdup (_ ("inputs"));
  g_autofree gchar *second = describe_column (scene, column);
  gdouble left = column->x - scene->graph->size / 2, size = TITLE_SIZE * scene->scale;
  gdouble right = left + gs_paint_measure (cr, info->name, size, TRUE) + 6 * scene->scale;
  gdouble room = left + find_pitch (scene, column) - right - 8 * scene->scale;

  gs_paint_set_colour (cr, &scene->theme->text);
  gs_paint_text (cr, info->name, left, column->top + 16 * scene->scale, size, TRUE);
  gs_paint_set_colour (cr, &scene->theme->dim);
  /* Half a formula says nothing. */
  if (gs_paint_measure (cr, brief, 11 * scene->scale, FALSE) <= room)
    gs_paint_text (cr, brief, right, column->top + 16 * scene->scale, 11 * scene->scale, FALSE);
  gs_paint_set_colour (cr, &scene->theme->faint);
  size = 10.5 * scene->scale;
  gs_paint_text (cr, second, keep_inside (scene, left, gs_paint_measure (cr, second, size, FALSE)),
                 column->top + 32 * scene->scale, size, FALSE);
}

/* The cell's name and number on a plate. */
static void
draw_plate (cairo_t *cr, const GsGraphScene *scene, const NnCell *cell, gdouble x, gdouble y)
{
  g_autofree gchar *name = gs_cell_name_display (scene->graph->program, cell);
  g_autofree gchar *number = gs_sight_get_text (scene->sight, cell);
  gdouble size = 12 * scene->scale, gap = 8 * scene->scale, height = 24 * scene->scale;
  gdouble name_width = gs_paint_measure (cr, name, size, FALSE);
  gdouble width = name_width + gs_paint_measure (cr, number, size, TRUE) + 3 * gap;
  gdouble left = keep_inside (scene, x - width / 2, width), top = y - height / 2;

  cairo_rectangle (cr, left + 0.5, top + 0.5, width - 1, height - 1);
  gs_paint_set_colour (cr, &scene->theme->card);
  cairo_fill_preserve (cr);
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, name, left + gap, y + size * 0.36, size, FALSE);
  gs_paint_set_colour (cr, &scene->theme->text);
  gs_paint_text (cr, number, left + 2 * gap + name_width, y + size * 0.36, size, TRUE);
}

static void
draw_label (cairo_t *cr, const GsGraphScene *scene, const GsGraphHit *hit)
{
  NnCell cell = gs_graph_get_cell (scene->graph, hit, scene->sight->sample);
  const GsGraphNode *node;
  gdouble x, y;

  if (cell.tensor < 0)
    return;
  switch (hit->part) {
  case GS_GRAPH_LINE:
    gs_graph_get_point (scene->graph, hit->index, 0.5, &x, &y);
    draw_plate (cr, scene, &cell, x, y);
    break;
  case GS_GRAPH_BIAS:
    gs_graph_get_bias (scene->graph, hit->index, &x, &y);
    draw_plate (cr, scene, &cell, x, y + 20 * scene->scale);
    break;
  case GS_GRAPH_NODE:
  default:
    node = &g_array_index (scene->graph->nodes, GsGraphNode, hit->index);
    if (!gs_graph_get_column (scene->graph, hit->index)->has_names)
      draw_plate (cr, scene, &cell, node->x, node->y + scene->graph->size / 2 + 14 * scene->scale);
    break;
  }
}

static void
draw_halo (cairo_t *cr, const GsGraphScene *scene, guint line)
{
  const GsColour *accent = &scene->theme->accent;

  cairo_set_source_rgba (cr, accent->red, accent->green, accent->blue, 0.28);
  cairo_set_line_width (cr, 13 * scene->scale);
  trace_line (cr, scene->graph, line);
  cairo_stroke (cr);
}

/* As much smaller as its room asks for. */
static void
draw_legend (cairo_t *cr, const GsGraphScene *scene)
{
  const gchar *const texts[] = { _ ("positive weight"), _ ("negative weight") };
  gdouble unit = scene->scale, x = 24 * unit, y = scene->height - 14 * unit, wide = 32 + 52;

  for (gint i = 0; i < 2; i++)
    wide += gs_paint_measure (cr, texts[i], NAME_SIZE * unit, FALSE) / unit;
  unit = MIN (unit, (scene->width - x) / wide);
  for (gint i = 0; i < 2; i++) {
    gs_paint_set_colour (cr, i == 0 ? &scene->theme->positive : &scene->theme->negative);
    cairo_set_line_width (cr, 3 * unit);
    if (i == 1)
      cairo_set_dash (cr, (gdouble[]){ 6 * unit, 4 * unit }, 2, 0);
    cairo_move_to (cr, x, y - 4 * unit);
    cairo_line_to (cr, x + 24 * unit, y - 4 * unit);
    cairo_stroke (cr);
    cairo_set_dash (cr, NULL, 0, 0);
    gs_paint_set_colour (cr, &scene->theme->dim);
    gs_paint_text (cr, texts[i], x + 32 * unit, y, NAME_SIZE * unit, FALSE);
    x += 52 * unit + gs_paint_measure (cr, texts[i], NAME_SIZE * unit, FALSE);
  }
}

/* Rows on their way: those kept for testing hollow, those that came to another class than their own ringed.
 */
static void
draw_tour (cairo_t *cr, const GsGraphScene *scene)
{
  for (guint i = 0; i < scene->tour->travellers->len; i++) {
    const GsTraveller *traveller = &g_array_index (scene->tour->travellers, GsTraveller, i);
    gint class = MAX (traveller->class, 0), mark = scene->tour->has_one_output ? 1 - class : class;
    gdouble x, y;

    if (!gs_tour_locate (scene->tour, scene->graph, i, scene->time, scene->scale, &x, &y))
      continue;
    cairo_new_path (cr);
    cairo_arc (cr, x, y, (traveller->is_test ? 2 : 2.6) * scene->scale, 0, 2 * G_PI);
    gs_paint_set_colour (cr, &scene->theme->classes[mark % GS_THEME_CLASSES]);
    cairo_set_line_width (cr, 1.2 * scene->scale);
    if (traveller->is_test)
      cairo_stroke (cr);
    else
      cairo_fill (cr);
    if (scene->time < 1 || traveller->class == traveller->answer)
      continue;
    cairo_arc (cr, x, y, 4 * scene->scale, 0, 2 * G_PI);
    gs_paint_set_colour (cr, &scene->theme->error);
    cairo_stroke (cr);
  }
}

void
gs_graph_painter_draw (cairo_t *cr, const GsGraphScene *scene)
{
  const GsGraph *graph = scene->graph;
  gdouble weight_scale = find_weight_scale (scene);
  GsGraphHit selected;
  gboolean has_selected =
      scene->sight->has_selection && gs_graph_find_cell (graph, &scene->sight->selected, &selected);

  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_paint (cr);
  if (has_selected && selected.part == GS_GRAPH_LINE)
    draw_halo (cr, scene, selected.index);
  for (guint i = 0; i < graph->lines->len; i++)
    draw_line (cr, scene, i, weight_scale);
  for (guint i = 0; i < graph->columns->len; i++)
    draw_caption (cr, scene, &g_array_index (graph->columns, GsGraphColumn, i));
  for (guint i = 0; i < graph->nodes->len; i++) {
    draw_node (cr, scene, i);
    draw_bias (cr, scene, i, weight_scale);
  }
  draw_legend (cr, scene);
  if (scene->tour != NULL)
    draw_tour (cr, scene);
  if (has_selected)
    draw_label (cr, scene, &selected);
  if (scene->hover != NULL)
    draw_label (cr, scene, scene->hover);
}
