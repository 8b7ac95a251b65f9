/* Strokes, brought to size, and the points of a bitmap that a pen covers. */
#include "gs-drawing.h"

#include <math.h>
#include <string.h>

#define COARSE      16  /* pixels up to which a picture is made as UCI's are */
#define LEAST_SIZE  0.2 /* of the pad: what is drawn smaller is a dot, and does not grow to a blot */
#define MNIST_PEN   2.6 /* pixels, of 28 */
#define UCI_PEN     1.6 /* pixels, of 8 */
#define UCI_WIDTH   6.5 /* pixels, of 8: hardly a digit is wider */
#define MNIST_FINE  8   /* points a pixel, in each direction */
#define UCI_FINE    4
#define MNIST_STEPS 255

struct _GsDrawing {
  GPtrArray *strokes; /* GArray of GsDrawingPoint */
};

GsDrawing *
gs_drawing_new (void)
{
  GsDrawing *drawing = g_new0 (GsDrawing, 1);

  drawing->strokes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  return drawing;
}

void
gs_drawing_free (GsDrawing *drawing)
{
  if (drawing == NULL)
    return;
  g_ptr_array_unref (drawing->strokes);
  g_free (drawing);
}

/* ---- strokes ---- */

void
gs_drawing_begin (GsDrawing *drawing, gdouble x, gdouble y)
{
  g_ptr_array_add (drawing->strokes, g_array_new (FALSE, FALSE, sizeof (GsDrawingPoint)));
  gs_drawing_draw_to (drawing, x, y);
}

void
gs_drawing_draw_to (GsDrawing *drawing, gdouble x, gdouble y)
{
  GsDrawingPoint point = { CLAMP (x, 0, 1), CLAMP (y, 0, 1) };

  g_assert (drawing->strokes->len > 0);
  g_array_append_val ((GArray *) g_ptr_array_index (drawing->strokes, drawing->strokes->len - 1), point);
}

gboolean
gs_drawing_undo (GsDrawing *drawing)
{
  if (drawing->strokes->len == 0)
    return FALSE;
  g_ptr_array_set_size (drawing->strokes, (gint) drawing->strokes->len - 1);
  return TRUE;
}

void
gs_drawing_clear (GsDrawing *drawing)
{
  g_ptr_array_set_size (drawing->strokes, 0);
}

guint
gs_drawing_get_n_strokes (const GsDrawing *drawing)
{
  return drawing->strokes->len;
}

const GsDrawingPoint *
gs_drawing_get_stroke (const GsDrawing *drawing, guint stroke, guint *n_points)
{
  GArray *points = g_ptr_array_index (drawing->strokes, stroke);

  *n_points = points->len;
  return (const GsDrawingPoint *) points->data;
}

/* ---- a bitmap ---- */

/* Points, `fine` of them to a pixel in each direction; lengths in points. A place of the pad, x, lies at
 * left + scale * x. */
typedef struct {
  gint rows, columns;
  gdouble left, top, scale, radius;
  guint8 *covered;
} Bitmap;

static gdouble
get_distance (gdouble x, gdouble y, const GsDrawingPoint *a, const GsDrawingPoint *b)
{
  gdouble dx = b->x - a->x, dy = b->y - a->y, length = dx * dx + dy * dy;
  gdouble along = length > 0 ? CLAMP (((x - a->x) * dx + (y - a->y) * dy) / length, 0, 1) : 0;

  return hypot (x - a->x - along * dx, y - a->y - along * dy);
}

/* What a round pen covers on its way from `a` to `b`. */
static void
cover (Bitmap *bitmap, GsDrawingPoint a, GsDrawingPoint b)
{
  gdouble radius = bitmap->radius;
  gint row0 = MAX ((gint) floor (MIN (a.y, b.y) - radius), 0),
       row1 = MIN ((gint) ceil (MAX (a.y, b.y) + radius), bitmap->rows),
       column0 = MAX ((gint) floor (MIN (a.x, b.x) - radius), 0),
       column1 = MIN ((gint) ceil (MAX (a.x, b.x) + radius), bitmap->columns);

  for (gint row = row0; row < row1; row++)
    for (gint column = column0; column < column1; column++)
      if (get_distance (column + 0.5, row + 0.5, &a, &b) <= radius)
        bitmap->covered[row * bitmap->columns + column] = 1;
}

static void
fill (const GsDrawing *drawing, Bitmap *bitmap)
{
  memset (bitmap->covered, 0, (gsize) bitmap->rows * (gsize) bitmap->columns);
  for (guint i = 0; i < drawing->strokes->len; i++) {
    guint n;
    const GsDrawingPoint *points = gs_drawing_get_stroke (drawing, i, &n);
    GsDrawingPoint from = { 0, 0 };

    for (guint k = 0; k < n; k++) {
      GsDrawingPoint to = { bitmap->left + bitmap->scale * points[k].x,
                            bitmap->top + bitmap->scale * points[k].y };

      cover (bitmap, k > 0 ? from : to, to);
      from = to;
    }
  }
}

/* So that the drawing, pen included, fits a box of this size, with its middle in the middle. */
static void
fit (const GsDrawing *drawing, Bitmap *bitmap, gdouble width, gdouble height)
{
  gdouble left = 1, right = 0, top = 1, bottom = 0;

  for (guint i = 0; i < drawing->strokes->len; i++) {
    guint n;
    const GsDrawingPoint *points = gs_drawing_get_stroke (drawing, i, &n);

    for (guint k = 0; k < n; k++) {
      left = MIN (left, points[k].x);
      right = MAX (right, points[k].x);
      top = MIN (top, points[k].y);
      bottom = MAX (bottom, points[k].y);
    }
  }
  bitmap->scale = MIN ((width - 2 * bitmap->radius) / MAX (right - left, LEAST_SIZE),
                       (height - 2 * bitmap->radius) / MAX (bottom - top, LEAST_SIZE));
  bitmap->left = bitmap->columns / 2.0 - bitmap->scale * (left + right) / 2;
  bitmap->top = bitmap->rows / 2.0 - bitmap->scale * (top + bottom) / 2;
}

/* So that what is covered has its centre of mass in the middle. */
static void
balance (Bitmap *bitmap)
{
  gdouble x = 0, y = 0, n = 0;

  for (gint row = 0; row < bitmap->rows; row++)
    for (gint column = 0; column < bitmap->columns; column++)
      if (bitmap->covered[row * bitmap->columns + column]) {
        x += column + 0.5;
        y += row + 0.5;
        n++;
      }
  if (n > 0) {
    bitmap->left += bitmap->columns / 2.0 - x / n;
    bitmap->top += bitmap->rows / 2.0 - y / n;
  }
}

/* How many points of a pixel are covered. */
static gint
count (const Bitmap *bitmap, gint fine, gint row, gint column)
{
  gint n = 0;

  for (gint y = row * fine; y < (row + 1) * fine; y++)
    for (gint x = column * fine; x < (column + 1) * fine; x++)
      n += bitmap->covered[y * bitmap->columns + x];
  return n;
}

void
gs_drawing_render (const GsDrawing *drawing, gint rows, gint columns, gdouble *pixels)
{
  gint side = MIN (rows, columns), fine = side <= COARSE ? UCI_FINE : MNIST_FINE, points = fine * fine;
  g_autofree guint8 *covered = g_malloc ((gsize) (rows * fine) * (gsize) (columns * fine));
  Bitmap bitmap = { .rows = rows * fine, .columns = columns * fine, .covered = covered };

  if (side <= COARSE) {
    bitmap.radius = UCI_PEN / 2 * side / 8 * fine;
    fit (drawing, &bitmap, UCI_WIDTH / 8 * side * fine, side * fine);
    fill (drawing, &bitmap);
  } else {
    gint whole = side == 24 ? 28 : side; /* 24 are the middle of 28 */

    bitmap.radius = MNIST_PEN / 2 * whole / 28 * fine;
    fit (drawing, &bitmap, 20.0 / 28 * whole * fine, 20.0 / 28 * whole * fine);
    fill (drawing, &bitmap);
    balance (&bitmap);
    fill (drawing, &bitmap);
  }
  for (gint row = 0; row < rows; row++)
    for (gint column = 0; column < columns; column++) {
      gdouble share = (gdouble) count (&bitmap, fine, row, column) / points;

      pixels[row * columns + column] = side <= COARSE ? share : round (share * MNIST_STEPS) / MNIST_STEPS;
    }
}

/* ---- as a row ---- */

#define ROWS_LOOKED_AT 200

/* What the numbers of a channel lie between. */
static void
find_range (const GsDataset *data, gint channel, gdouble *paper, gdouble *ink)
{
  const NnShape *shape = gs_dataset_get_input_shape (data);
  gsize n = (gsize) shape->dim[1] * (gsize) shape->dim[2];
  gint n_rows = MIN (gs_dataset_get_n_rows (data), ROWS_LOOKED_AT);

  *paper = G_MAXDOUBLE;
  *ink = -G_MAXDOUBLE;
  for (gint row = 1; row <= n_rows; row++) {
    const gdouble *values = gs_dataset_get_input (data, row) + (gsize) channel * n;

    for (gsize i = 0; i < n; i++) {
      *paper = MIN (*paper, values[i]);
      *ink = MAX (*ink, values[i]);
    }
  }
  if (*paper < *ink)
    return;
  *paper = 0;
  *ink = 1;
}

void
gs_drawing_to_input (const GsDrawing *drawing, const GsDataset *data, gdouble *input)
{
  const NnShape *shape = gs_dataset_get_input_shape (data);
  gint n = shape->dim[1] * shape->dim[2];
  g_autofree gdouble *pixels = g_new0 (gdouble, n);

  g_assert (shape->rank == 3);
  gs_drawing_render (drawing, shape->dim[1], shape->dim[2], pixels);
  for (gint channel = 0; channel < shape->dim[0]; channel++) {
    gdouble paper, ink;

    find_range (data, channel, &paper, &ink);
    for (gint i = 0; i < n; i++)
      input[channel * n + i] = paper + pixels[i] * (ink - paper);
  }
}

gboolean
gs_drawing_are_digits (const GsDataset *data)
{
  const NnShape *input = gs_dataset_get_input_shape (data), *target = gs_dataset_get_target_shape (data);
  const GPtrArray *names = gs_dataset_get_names (data, GS_NAMES_TARGETS);

  if (input->rank != 3 || input->dim[0] != 1 || target->rank != 1 || target->dim[0] != 10)
    return FALSE;
  for (guint i = 0; names != NULL && i < names->len; i++) {
    const gchar digit[] = { (gchar) ('0' + i), '\0' }, *name = g_ptr_array_index (names, i);

    if (*name != '\0' && !g_str_equal (name, digit))
      return FALSE;
  }
  return TRUE;
}
