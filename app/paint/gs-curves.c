/* Curves over passes, drawn and read. */
#include "gs-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/text/gs-number.h"

#define LEFT   38.0
#define RIGHT  8.0
#define MANY   3   /* curves whose names find room between them */
#define LETTER 7.4 /* of a name, at most */
#define ABOVE  8.0
#define BELOW  20.0

typedef struct {
  guint32 pass;
  gdouble value;
} Point;

typedef struct {
  gchar *name;
  guint look;
  GArray *points; /* Point */
} Curve;

struct _GsCurves {
  GsCurvesScale scale;
  GArray *list; /* Curve */
};

/* Where the numbers lie. */
typedef struct {
  gdouble low, high; /* of the logarithm, on that scale */
  guint32 first, last;
  gint width, height;
  gdouble right; /* from the curves' end to the edge: many have their names there */
  gboolean log;
} Frame;

static void
clear_curve (gpointer data)
{
  Curve *curve = data;

  g_free (curve->name);
  g_array_unref (curve->points);
}

GsCurves *
gs_curves_new (GsCurvesScale scale)
{
  GsCurves *curves = g_new (GsCurves, 1);

  curves->scale = scale;
  curves->list = g_array_new (FALSE, FALSE, sizeof (Curve));
  g_array_set_clear_func (curves->list, clear_curve);
  return curves;
}

void
gs_curves_free (GsCurves *curves)
{
  if (curves == NULL)
    return;
  g_array_unref (curves->list);
  g_free (curves);
}

static const Curve *
get_curve (const GsCurves *curves, guint i)
{
  return &g_array_index (curves->list, Curve, i);
}

static const Point *
get_point (const Curve *curve, guint i)
{
  return &g_array_index (curve->points, Point, i);
}

guint
gs_curves_add (GsCurves *curves, const gchar *name, guint look)
{
  Curve curve = { g_strdup (name), look, g_array_new (FALSE, FALSE, sizeof (Point)) };

  g_array_append_val (curves->list, curve);
  return curves->list->len - 1;
}

void
gs_curves_put (GsCurves *curves, guint curve, guint32 pass, gdouble value)
{
  Point point = { pass, value };

  if (isfinite (value) && (curves->scale != GS_CURVES_LOG || value > 0))
    g_array_append_val (get_curve (curves, curve)->points, point);
}

gboolean
gs_curves_is_empty (const GsCurves *curves)
{
  for (guint i = 0; i < curves->list->len; i++)
    if (get_curve (curves, i)->points->len > 0)
      return FALSE;
  return TRUE;
}

/* ---- where things lie ---- */

/* Few curves have their names within the picture, where they are not; many beside it. */
static gdouble
find_right (const GsCurves *curves, gint width)
{
  glong longest = 0;

  for (guint i = 0; i < curves->list->len; i++)
    longest = MAX (longest, g_utf8_strlen (get_curve (curves, i)->name, -1));
  return curves->list->len <= MANY ? RIGHT : MIN ((gdouble) longest * LETTER + 54, width / 2.2);
}

static void
measure (const GsCurves *curves, gint width, gint height, Frame *frame)
{
  gdouble low = HUGE_VAL, high = -HUGE_VAL;

  *frame = (Frame){ .first = G_MAXUINT32,
                    .width = width,
                    .height = height,
                    .right = find_right (curves, width),
                    .log = curves->scale == GS_CURVES_LOG };
  for (guint i = 0; i < curves->list->len; i++) {
    const Curve *curve = get_curve (curves, i);

    for (guint k = 0; k < curve->points->len; k++) {
      const Point *point = get_point (curve, k);

      low = MIN (low, point->value);
      high = MAX (high, point->value);
      frame->first = MIN (frame->first, point->pass);
      frame->last = MAX (frame->last, point->pass);
    }
  }
  frame->low = frame->log ? floor (log10 (low)) : MIN (low, 0);
  frame->high = frame->log ? ceil (log10 (high)) : high;
  if (curves->scale == GS_CURVES_SHARE) {
    frame->low = 0;
    frame->high = 1;
  }
  if (!(frame->high > frame->low))
    frame->high = frame->low + 1;
}

static gdouble
place_pass (const Frame *frame, guint32 pass)
{
  gdouble room = frame->width - LEFT - frame->right;

  return frame->last > frame->first
             ? LEFT + room * (pass - frame->first) / (gdouble) (frame->last - frame->first)
             : LEFT + room / 2;
}

static gdouble
place_value (const Frame *frame, gdouble value)
{
  gdouble at = frame->log ? log10 (value) : value;

  return ABOVE + (frame->height - ABOVE - BELOW) * (frame->high - at) / (frame->high - frame->low);
}

/* The last point up to `pass`, or NULL. */
static const Point *
find_point (const Curve *curve, guint32 pass)
{
  guint low = 0, high = curve->points->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (get_point (curve, middle)->pass <= pass)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? get_point (curve, low - 1) : NULL;
}

/* ---- drawing ---- */

static void
set_look (cairo_t *cr, const GsTheme *theme, guint look)
{
  static const gdouble dashes[][4] = { { 6, 3, 6, 3 }, { 2, 3, 2, 3 }, { 9, 3, 2, 3 }, { 12, 4, 12, 4 } };
  const GsColour blue = gs_theme_unpack (gs_theme_map (theme, 1)),
                 orange = gs_theme_unpack (gs_theme_map (theme, -1));
  const GsColour *const others[] = { &blue,       &orange,       &theme->ok,   &theme->accent,
                                     &theme->dim, &theme->error, &theme->text, &blue };
  guint other = look - GS_CURVE_OTHER;

  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1.75);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND); /* a pointed one goes far beyond a peak */
  if (look == GS_CURVE_TRAINING) {
    gs_paint_set_colour (cr, &theme->text);
  } else if (look == GS_CURVE_TEST) {
    gs_paint_set_colour (cr, &theme->accent);
    cairo_set_dash (cr, dashes[0], 2, 0);
  } else if (look == GS_CURVE_VALIDATION) {
    gs_paint_set_colour (cr, &theme->ok);
    cairo_set_dash (cr, dashes[1], 2, 0);
  } else {
    gs_paint_set_colour (cr, others[other % G_N_ELEMENTS (others)]);
    if (other % 2 == 1)
      cairo_set_dash (cr, dashes[other / 2 % G_N_ELEMENTS (dashes)], 4, 0);
  }
}

static gchar *
print_value (const GsCurves *curves, gdouble value, gint digits)
{
  g_autofree gchar *number = NULL;

  if (curves->scale != GS_CURVES_SHARE)
    return gs_number_show (value, digits);
  number = gs_number_show_fixed (100 * value, digits > 3 ? 2 : 0);
  return g_strdup_printf (_ ("%s %%"), number);
}

static void
draw_text (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble align)
{
  cairo_text_extents_t extents;

  cairo_text_extents (cr, text, &extents);
  cairo_move_to (cr, x - align * extents.x_advance, y);
  cairo_show_text (cr, text);
}

#define LINE_PITCH 13.0 /* at least, so that no number lies on another */

/* Lines at the decades, or at quarters; fewer where they would lie too close. */
static void
draw_axes (const GsCurves *curves, cairo_t *cr, const GsTheme *theme, const Frame *frame)
{
  gint room = MAX ((gint) ((frame->height - ABOVE - BELOW) / LINE_PITCH), 1);
  gint n = frame->log ? MIN ((gint) MIN (frame->high - frame->low, 6), room) : room >= 4 ? 4 : MIN (room, 2);
  g_autofree gchar *from = g_strdup_printf ("%u", frame->first), *to = g_strdup_printf ("%u", frame->last);

  cairo_select_font_face (cr, gs_theme_get_font (), CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, 10);
  cairo_set_line_width (cr, 1);
  for (gint i = 0; i <= n; i++) {
    gdouble at = frame->low + (frame->high - frame->low) * i / n;
    gdouble value = frame->log ? pow (10, rint (at)) : at, y = floor (place_value (frame, value)) + 0.5;
    g_autofree gchar *text = print_value (curves, value, 2);

    gs_paint_set_colour (cr, i == 0 ? &theme->dim : &theme->line);
    cairo_move_to (cr, LEFT, y);
    cairo_line_to (cr, frame->width - frame->right, y);
    cairo_stroke (cr);
    gs_paint_set_colour (cr, &theme->dim);
    draw_text (cr, text, LEFT - 4, y + 3.5, 1);
  }
  draw_text (cr, from, LEFT, frame->height - 5, 0);
  if (frame->last > frame->first)
    draw_text (cr, to, frame->width - frame->right, frame->height - 5, 1);
}

static void
draw_curve (const Curve *curve, cairo_t *cr, const GsTheme *theme, const Frame *frame)
{
  gdouble column = -1, least = 0, most = 0;

  if (curve->points->len == 0)
    return;
  set_look (cr, theme, curve->look);
  cairo_new_path (cr);
  for (guint i = 0; i < curve->points->len; i++) {
    const Point *point = get_point (curve, i);
    gdouble x = place_pass (frame, point->pass), y = place_value (frame, point->value);

    /* Many points of one column of pixels are their span: no peak is lost, and long runs are drawn at once.
     */
    if (floor (x) == column && y >= least && y <= most && i + 1 < curve->points->len)
      continue;
    if (floor (x) != column) {
      column = floor (x);
      least = most = y;
    }
    least = MIN (least, y);
    most = MAX (most, y);
    cairo_line_to (cr, x, y);
  }
  cairo_stroke (cr);
  if (curve->points->len == 1) {
    cairo_set_dash (cr, NULL, 0, 0);
    cairo_arc (cr, place_pass (frame, get_point (curve, 0)->pass),
               place_value (frame, get_point (curve, 0)->value), 2, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

static void
draw_mark (const GsCurves *curves, cairo_t *cr, const GsTheme *theme, const Frame *frame, guint32 pass)
{
  gdouble x = floor (place_pass (frame, CLAMP (pass, frame->first, frame->last))) + 0.5;

  gs_paint_set_colour (cr, &theme->dim);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x, ABOVE);
  cairo_line_to (cr, x, frame->height - BELOW);
  cairo_stroke (cr);
  for (guint i = 0; i < curves->list->len; i++) {
    const Curve *curve = get_curve (curves, i);
    const Point *point = find_point (curve, pass);

    if (point == NULL)
      continue;
    set_look (cr, theme, curve->look);
    cairo_arc (cr, place_pass (frame, point->pass), place_value (frame, point->value), 3.5, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

#define NAME_PITCH 15.0

/* How much of the curves lies in so many pixels from the right, between two heights. */
static guint
count_points (const GsCurves *curves, const Frame *frame, gdouble width, gdouble top, gdouble bottom)
{
  guint n = 0;

  for (guint i = 0; i < curves->list->len; i++) {
    const Curve *curve = get_curve (curves, i);

    for (guint k = 0; k < curve->points->len; k++) {
      gdouble x = place_pass (frame, get_point (curve, k)->pass);
      gdouble y = place_value (frame, get_point (curve, k)->value);

      n += x >= frame->width - RIGHT - width && y >= top && y <= bottom;
    }
  }
  return n;
}

/* Where the names begin: at the top, or at the bottom where that leaves more of the curves to be seen. */
static gdouble
place_legend (const GsCurves *curves, cairo_t *cr, const Frame *frame)
{
  gdouble width = 0, height = 0, top = ABOVE + 2, bottom = frame->height - BELOW - 2;

  for (guint i = 0; i < curves->list->len; i++) {
    cairo_text_extents_t extents;

    if (get_curve (curves, i)->points->len == 0)
      continue;
    cairo_text_extents (cr, get_curve (curves, i)->name, &extents);
    width = MAX (width, extents.x_advance + 38);
    height += NAME_PITCH;
  }
  return count_points (curves, frame, width, bottom - height, bottom)
                 < count_points (curves, frame, width, top, top + height)
             ? bottom - height
             : top;
}

/* A piece of each line with its name, from the right. */
static void
draw_legend (const GsCurves *curves, cairo_t *cr, const GsTheme *theme, const Frame *frame)
{
  gdouble y;

  cairo_set_font_size (cr, 10.5);
  y = place_legend (curves, cr, frame) + 10;
  for (guint i = 0; i < curves->list->len; i++) {
    const Curve *curve = get_curve (curves, i);
    cairo_text_extents_t extents;
    gdouble x;

    if (curve->points->len == 0)
      continue;
    cairo_text_extents (cr, curve->name, &extents);
    x = frame->width - RIGHT - 8 - extents.x_advance;
    cairo_set_source_rgba (cr, theme->panel.red, theme->panel.green, theme->panel.blue, 0.85);
    cairo_rectangle (cr, x - 30, y - 10, extents.x_advance + 34, 14);
    cairo_fill (cr);
    set_look (cr, theme, curve->look);
    cairo_move_to (cr, x - 27, y - 3.5);
    cairo_line_to (cr, x - 5, y - 3.5);
    cairo_stroke (cr);
    gs_paint_set_colour (cr, &theme->text);
    draw_text (cr, curve->name, x, y, 0);
    y += NAME_PITCH;
  }
}

void
gs_curves_draw (const GsCurves *curves,
                cairo_t *cr,
                const GsTheme *theme,
                gint width,
                gint height,
                guint32 pass)
{
  Frame frame;

  if (gs_curves_is_empty (curves))
    return;
  measure (curves, width, height, &frame);
  draw_axes (curves, cr, theme, &frame);
  for (guint i = curves->list->len; i > 0; i--)
    draw_curve (get_curve (curves, i - 1), cr, theme, &frame);
  if (pass >= frame.first && frame.first <= frame.last)
    draw_mark (curves, cr, theme, &frame, pass);
  if (curves->list->len > 1)
    draw_legend (curves, cr, theme, &frame);
}

/* ---- reading ---- */

gboolean
gs_curves_find (const GsCurves *curves, gint width, gdouble x, guint32 *pass)
{
  gdouble nearest = HUGE_VAL;
  Frame frame;

  if (gs_curves_is_empty (curves))
    return FALSE;
  measure (curves, width, 100, &frame);
  for (guint i = 0; i < curves->list->len; i++) {
    const Curve *curve = get_curve (curves, i);

    for (guint k = 0; k < curve->points->len; k++) {
      gdouble distance = fabs (place_pass (&frame, get_point (curve, k)->pass) - x);

      if (distance < nearest) {
        nearest = distance;
        *pass = get_point (curve, k)->pass;
      }
    }
  }
  return TRUE;
}

guint32
gs_curves_step (const GsCurves *curves, guint32 pass, gint step)
{
  guint32 found = pass;

  for (guint i = 0; i < curves->list->len; i++) {
    const Curve *curve = get_curve (curves, i);

    for (guint k = 0; k < curve->points->len; k++) {
      guint32 other = get_point (curve, k)->pass;

      if (step > 0 ? other > pass && (found == pass || other < found)
                   : other < pass && (found == pass || other > found))
        found = other;
    }
  }
  return found;
}

gchar *
gs_curves_read (const GsCurves *curves, guint32 pass)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint32 last = 0; /* that one of them has a value of: of the present one there may be none yet */

  for (guint i = 0; i < curves->list->len; i++) {
    const Curve *curve = get_curve (curves, i);
    const Point *point = find_point (curve, pass);
    g_autofree gchar *value = point != NULL ? print_value (curves, point->value, 6) : NULL;

    if (point == NULL)
      continue;
    last = MAX (last, point->pass);
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", curve->name, value);
  }
  if (text->len == 0)
    return NULL;
  /* Translators: what the curves say at a pass: "pass 12: loss 0.31, test loss 0.35". */
  return g_strdup_printf (_ ("pass %u: %s"), last, text->str);
}
