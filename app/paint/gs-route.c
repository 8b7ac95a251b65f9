/* The shortest ways with right angles between walls: Dijkstra's search on the lattice of their edges. */
#include "gs-route.h"

#include <math.h>
#include <string.h>

#define SLACK 1e-6 /* pixels: what a rounding may be */

/* A crossing of the lattice, entered along one of the two axes. */
typedef struct {
  gdouble cost;
  gint node; /* 2 * (row * columns + column) + axis */
} Step;

enum { ALONG_X, ALONG_Y };

/* The best way to a crossing along one of the axes, from the aim. */
typedef struct {
  gboolean is_reached;
  gdouble cost;
  gint from; /* the node before; -1 */
} Node;

struct _GsRoutes {
  GArray *xs, *ys;   /* gdouble, ascending: the lattice */
  guint8 *walled[2]; /* whether the stretch to the next crossing along the axis is */
  Node *nodes;
  GsPoint *places;
  gint n_places;
};

/* ---- the lattice ---- */

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  const gdouble *first = a, *second = b;

  return *first < *second ? -1 : *first > *second;
}

static void
sort_unique (GArray *numbers)
{
  guint n = 0;

  g_array_sort (numbers, compare_numbers);
  for (guint i = 0; i < numbers->len; i++) {
    gdouble number = g_array_index (numbers, gdouble, i);

    if (n == 0 || number != g_array_index (numbers, gdouble, n - 1))
      g_array_index (numbers, gdouble, n++) = number;
  }
  g_array_set_size (numbers, n);
}

/* How many of the lattice's lines lie before the number. */
static gint
count_before (const GArray *numbers, gdouble number)
{
  gint low = 0, high = (gint) numbers->len;

  while (low < high) {
    gint middle = (low + high) / 2;

    if (g_array_index (numbers, gdouble, middle) < number)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* How many lie before or on it. */
static gint
count_up_to (const GArray *numbers, gdouble number)
{
  return count_before (numbers, nextafter (number, INFINITY));
}

/* Lines strictly within the wall cannot be walked where it stands; its edges can, also where they have been
 * calculated in another way and differ by a rounding. */
static void
raise_wall (GsRoutes *self, const GsRectangle *wall, GsPoint margin)
{
  gint columns = (gint) self->xs->len;
  gdouble left = wall->x - margin.x, right = wall->x + wall->width + margin.x;
  gdouble top = wall->y - margin.y, bottom = wall->y + wall->height + margin.y;
  gint from_left = count_before (self->xs, left - SLACK), to_right = count_up_to (self->xs, right + SLACK);
  gint from_top = count_before (self->ys, top - SLACK), to_bottom = count_up_to (self->ys, bottom + SLACK);

  for (gint row = count_up_to (self->ys, top + SLACK); row < count_before (self->ys, bottom - SLACK); row++)
    for (gint column = from_left; column < to_right - 1; column++)
      self->walled[ALONG_X][row * columns + column] = TRUE;
  for (gint column = count_up_to (self->xs, left + SLACK); column < count_before (self->xs, right - SLACK);
       column++)
    for (gint row = from_top; row < to_bottom - 1; row++)
      self->walled[ALONG_Y][row * columns + column] = TRUE;
}

static void
build (GsRoutes *self, const GsRectangle *walls, gint n_walls, GsPoint margin)
{
  gsize n;

  for (gint i = 0; i < n_walls; i++) {
    const gdouble x[] = { walls[i].x - margin.x, walls[i].x + walls[i].width + margin.x };
    const gdouble y[] = { walls[i].y - margin.y, walls[i].y + walls[i].height + margin.y };

    g_array_append_vals (self->xs, x, 2);
    g_array_append_vals (self->ys, y, 2);
  }
  for (gint i = 0; i < self->n_places; i++) {
    g_array_append_val (self->xs, self->places[i].x);
    g_array_append_val (self->ys, self->places[i].y);
  }
  sort_unique (self->xs);
  sort_unique (self->ys);
  n = (gsize) self->xs->len * self->ys->len;
  self->walled[ALONG_X] = g_new0 (guint8, n);
  self->walled[ALONG_Y] = g_new0 (guint8, n);
  for (gint i = 0; i < n_walls; i++)
    raise_wall (self, &walls[i], margin);
}

/* ---- a heap, the cheapest step on top ---- */

static void
push (GArray *heap, Step step)
{
  guint at = heap->len;

  g_array_append_val (heap, step);
  while (at > 0 && g_array_index (heap, Step, (at - 1) / 2).cost > step.cost) {
    g_array_index (heap, Step, at) = g_array_index (heap, Step, (at - 1) / 2);
    at = (at - 1) / 2;
  }
  g_array_index (heap, Step, at) = step;
}

static Step
pop (GArray *heap)
{
  Step top = g_array_index (heap, Step, 0), last = g_array_index (heap, Step, heap->len - 1);
  guint at = 0, child;

  g_array_set_size (heap, heap->len - 1);
  while ((child = 2 * at + 1) < heap->len) {
    if (child + 1 < heap->len
        && g_array_index (heap, Step, child + 1).cost < g_array_index (heap, Step, child).cost)
      child++;
    if (g_array_index (heap, Step, child).cost >= last.cost)
      break;
    g_array_index (heap, Step, at) = g_array_index (heap, Step, child);
    at = child;
  }
  if (heap->len > 0)
    g_array_index (heap, Step, at) = last;
  return top;
}

/* ---- the search ---- */

static gint
find_crossing (const GsRoutes *self, const GsPoint *point)
{
  return count_before (self->ys, point->y) * (gint) self->xs->len + count_before (self->xs, point->x);
}

static void
reach (GsRoutes *self, GArray *heap, gint node, gint from, gdouble cost)
{
  if (self->nodes[node].is_reached && cost >= self->nodes[node].cost)
    return;
  self->nodes[node] = (Node){ TRUE, cost, from };
  push (heap, (Step){ cost, node });
}

/* To the four crossings beside this one. */
static void
walk_on (GsRoutes *self, GArray *heap, const Step *step)
{
  gint columns = (gint) self->xs->len, rows = (gint) self->ys->len;
  gint crossing = step->node / 2, axis = step->node % 2, column = crossing % columns,
       row = crossing / columns;

  for (gint turn = 0; turn < 4; turn++) {
    gint way = turn / 2, sign = turn % 2 ? 1 : -1;
    gint at = way == ALONG_X ? column : row, end = way == ALONG_X ? columns : rows;
    gint stride = way == ALONG_X ? 1 : columns;
    const GArray *lines = way == ALONG_X ? self->xs : self->ys;

    if (at + sign < 0 || at + sign >= end || self->walled[way][sign > 0 ? crossing : crossing - stride])
      continue;
    reach (self, heap, 2 * (crossing + sign * stride) + way, step->node,
           step->cost + fabs (g_array_index (lines, gdouble, at + sign) - g_array_index (lines, gdouble, at))
               + (way != axis ? GS_ROUTE_CORNER : 0));
  }
}

/* The crossings of all places, TRUE for each. */
static gint
mark_places (const GsRoutes *self, guint8 *is_wanted)
{
  gint n = 0;

  for (gint i = 0; i < self->n_places; i++) {
    gint crossing = find_crossing (self, &self->places[i]);

    n += !is_wanted[crossing];
    is_wanted[crossing] = TRUE;
  }
  return n;
}

/* Until all places have their way, and whatever else is as near. */
static void
search (GsRoutes *self, gint aim)
{
  gsize n = (gsize) self->xs->len * self->ys->len;
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autofree guint8 *is_wanted = g_new0 (guint8, n);
  gint start = find_crossing (self, &self->places[aim]), n_wanted = mark_places (self, is_wanted);
  gdouble farthest = INFINITY;

  self->nodes = g_new0 (Node, 2 * n);
  for (gint axis = 0; axis < 2; axis++)
    reach (self, heap, 2 * start + axis, -1, 0);
  while (heap->len > 0) {
    Step step = pop (heap);

    if (step.cost > farthest)
      break;
    if (is_wanted[step.node / 2] && --n_wanted == 0)
      farthest = step.cost;
    is_wanted[step.node / 2] = FALSE;
    if (step.cost <= self->nodes[step.node].cost)
      walk_on (self, heap, &step);
  }
}

/* ---- ways ---- */

static gint
find_node (const GsRoutes *self, gint place)
{
  gint node = 2 * find_crossing (self, &self->places[place]);
  const Node *along_x = &self->nodes[node], *along_y = &self->nodes[node + 1];

  return along_x->is_reached && (!along_y->is_reached || along_x->cost <= along_y->cost) ? node : node + 1;
}

gdouble
gs_routes_get_cost (const GsRoutes *routes, gint place)
{
  const Node *node = &routes->nodes[find_node (routes, place)];

  return node->is_reached ? node->cost : INFINITY;
}

static GsPoint
get_point (const GsRoutes *self, gint node)
{
  gint columns = (gint) self->xs->len, crossing = node / 2;

  return (GsPoint){ g_array_index (self->xs, gdouble, crossing % columns),
                    g_array_index (self->ys, gdouble, crossing / columns) };
}

GArray *
gs_routes_get_way (const GsRoutes *routes, gint place)
{
  GArray *way;
  gint node = find_node (routes, place);

  if (!routes->nodes[node].is_reached)
    return NULL;
  way = g_array_new (FALSE, FALSE, sizeof (GsPoint));
  for (; node >= 0; node = routes->nodes[node].from) {
    GsPoint point = get_point (routes, node);
    guint n = way->len;

    /* A crossing that is passed straight on is no corner. */
    if (n >= 2) {
      const GsPoint *before = &g_array_index (way, GsPoint, n - 2),
                    *last = &g_array_index (way, GsPoint, n - 1);

      if ((before->x == last->x && last->x == point.x) || (before->y == last->y && last->y == point.y))
        g_array_set_size (way, n - 1);
    }
    g_array_append_val (way, point);
  }
  return way;
}

gboolean
gs_walls_leave_free (const GsRectangle *walls, gint n_walls, const GsRectangle *rectangle)
{
  for (gint i = 0; i < n_walls; i++)
    if (walls[i].x < rectangle->x + rectangle->width && rectangle->x < walls[i].x + walls[i].width
        && walls[i].y < rectangle->y + rectangle->height && rectangle->y < walls[i].y + walls[i].height)
      return FALSE;
  return TRUE;
}

/* ---- all of it ---- */

GsRoutes *
gs_routes_new (const GsRectangle *walls,
               gint n_walls,
               GsPoint margin,
               const GsPoint *places,
               gint n_places,
               gint aim)
{
  GsRoutes *self = g_new0 (GsRoutes, 1);

  g_assert (aim >= 0 && aim < n_places);
  self->xs = g_array_new (FALSE, FALSE, sizeof (gdouble));
  self->ys = g_array_new (FALSE, FALSE, sizeof (gdouble));
  self->places = g_memdup2 (places, sizeof *places * (gsize) n_places);
  self->n_places = n_places;
  build (self, walls, n_walls, margin);
  search (self, aim);
  return self;
}

void
gs_routes_free (GsRoutes *routes)
{
  if (routes == NULL)
    return;
  g_array_unref (routes->xs);
  g_array_unref (routes->ys);
  g_free (routes->walled[ALONG_X]);
  g_free (routes->walled[ALONG_Y]);
  g_free (routes->nodes);
  g_free (routes->places);
  g_free (routes);
}
