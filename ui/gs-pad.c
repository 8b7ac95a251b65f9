/* A pad: pointer and keys make strokes. */
#include "gs-pad.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/paint/gs-theme.h"
#include "gs-accessible.h"
#include "gs-style.h"

#define SMALLEST 170
#define NATURAL  264
#define PEN      0.075 /* of the side */
#define KEY_STEP (1.0 / 24)

struct _GsPad {
  GtkWidget parent_instance;

  GsSubject *subject;
  GsDrawing *drawing;   /* its */
  gdouble pen_x, pen_y; /* of the keyboard */
  gboolean is_down;     /* its pen */
  gdouble *picture;     /* or NULL */
  gint rows, columns;
};

G_DEFINE_FINAL_TYPE (GsPad, gs_pad, GTK_TYPE_WIDGET)

static void
on_changed (GsPad *self)
{
  gs_subject_drawn (self->subject);
}

/* Somebody has drawn, here or on another pad, or taken a row. */
static void
on_asked (GsPad *self)
{
  g_clear_pointer (&self->picture, g_free);
  if (gs_drawing_get_n_strokes (self->drawing) == 0)
    self->is_down = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- where the pad lies in the widget ---- */

static gdouble
get_pad (GsPad *self, gdouble *left, gdouble *top)
{
  gint width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  gdouble side = MAX (MIN (width, height), 1);

  *left = (width - side) / 2;
  *top = (height - side) / 2;
  return side;
}

/* ---- pointer and pen ---- */

static void
draw_at (GsPad *self, gdouble x, gdouble y, gboolean begin)
{
  gdouble left, top, side = get_pad (self, &left, &top);

  if (begin)
    gs_drawing_begin (self->drawing, (x - left) / side, (y - top) / side);
  else
    gs_drawing_draw_to (self->drawing, (x - left) / side, (y - top) / side);
  on_changed (self);
}

static void
on_begin (GtkGestureDrag *drag, gdouble x, gdouble y, GsPad *self)
{
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->is_down = FALSE;
  draw_at (self, x, y, TRUE);
}

static void
on_dragged (GtkGestureDrag *drag, gdouble dx, gdouble dy, GsPad *self)
{
  gdouble x, y;

  /* A key may have taken the stroke away meanwhile. */
  if (gs_drawing_get_n_strokes (self->drawing) == 0 || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  draw_at (self, x + dx, y + dy, FALSE);
}

/* ---- keyboard ---- */

static void
move_pen (GsPad *self, gdouble dx, gdouble dy)
{
  self->pen_x = CLAMP (self->pen_x + dx * KEY_STEP, 0, 1);
  self->pen_y = CLAMP (self->pen_y + dy * KEY_STEP, 0, 1);
  if (self->is_down) {
    gs_drawing_draw_to (self->drawing, self->pen_x, self->pen_y);
    on_changed (self);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
press_pen (GsPad *self)
{
  self->is_down = !self->is_down;
  if (self->is_down) {
    gs_drawing_begin (self->drawing, self->pen_x, self->pen_y);
    on_changed (self);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsPad *self)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left: move_pen (self, -1, 0); return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right: move_pen (self, 1, 0); return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up: move_pen (self, 0, -1); return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down: move_pen (self, 0, 1); return TRUE;
  case GDK_KEY_space:
  case GDK_KEY_KP_Space: press_pen (self); return TRUE;
  case GDK_KEY_BackSpace: gs_pad_undo (self); return TRUE;
  case GDK_KEY_Delete:
  case GDK_KEY_KP_Delete: gs_pad_clear (self); return TRUE;
  default: return FALSE;
  }
}

/* ---- drawing ---- */

static void
draw_strokes (GsPad *self, cairo_t *cr, gdouble side)
{
  cairo_set_line_width (cr, PEN * side);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < gs_drawing_get_n_strokes (self->drawing); i++) {
    guint n;
    const GsDrawingPoint *points = gs_drawing_get_stroke (self->drawing, i, &n);

    cairo_move_to (cr, points[0].x * side, points[0].y * side);
    for (guint k = 0; k < n; k++)
      cairo_line_to (cr, points[k].x * side, points[k].y * side);
    cairo_stroke (cr);
  }
}

/* Another picture than one's own, pixel by pixel. */
static void
draw_picture (GsPad *self, cairo_t *cr, const GsTheme *theme, gdouble side)
{
  for (gint row = 0; self->picture != NULL && row < self->rows; row++)
    for (gint column = 0; column < self->columns; column++) {
      gdouble x = round (column * side / self->columns), y = round (row * side / self->rows);

      cairo_set_source_rgba (cr, theme->ink.red, theme->ink.green, theme->ink.blue,
                             self->picture[row * self->columns + column]);
      cairo_rectangle (cr, x, y, round ((column + 1) * side / self->columns) - x,
                       round ((row + 1) * side / self->rows) - y);
      cairo_fill (cr);
    }
}

/* The keyboard's pen: a cross, in a ring when it is down. */
static void
draw_pen (GsPad *self, cairo_t *cr, const GsTheme *theme, gdouble side)
{
  gdouble x = self->pen_x * side, y = self->pen_y * side, reach = PEN * side * 0.7;

  gs_paint_set_colour (cr, &theme->accent);
  cairo_set_line_width (cr, 2);
  cairo_move_to (cr, x - reach, y);
  cairo_line_to (cr, x + reach, y);
  cairo_move_to (cr, x, y - reach);
  cairo_line_to (cr, x, y + reach);
  if (self->is_down) {
    cairo_new_sub_path (cr);
    cairo_arc (cr, x, y, reach, 0, 2 * G_PI);
  }
  cairo_stroke (cr);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsPad *self = GS_PAD (widget);
  const GsTheme *theme = gs_style_get_theme ();
  gdouble left, top, side = get_pad (self, &left, &top);
  cairo_t *cr = gtk_snapshot_append_cairo (
      into, &GRAPHENE_RECT_INIT ((float) left, (float) top, (float) side, (float) side));

  cairo_translate (cr, left, top);
  gs_paint_set_colour (cr, &theme->canvas);
  cairo_paint (cr);
  draw_picture (self, cr, theme, side);
  gs_paint_set_colour (cr, &theme->ink);
  draw_strokes (self, cr, side);
  gs_paint_set_colour (cr, gtk_widget_has_visible_focus (widget) ? &theme->accent : &theme->line);
  cairo_set_line_width (cr, gtk_widget_has_visible_focus (widget) ? 4 : 2);
  cairo_rectangle (cr, 0, 0, side, side);
  cairo_stroke (cr);
  if (gtk_widget_has_visible_focus (widget))
    draw_pen (self, cr, theme, side);
  cairo_destroy (cr);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  *minimum = SMALLEST;
  *natural =
      orientation == GTK_ORIENTATION_VERTICAL && for_size > SMALLEST ? MIN (for_size, NATURAL) : NATURAL;
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsPad *self = GS_PAD (object);

  if (self->subject != NULL)
    g_signal_handlers_disconnect_by_data (self->subject, self);
  g_clear_object (&self->subject);
  G_OBJECT_CLASS (gs_pad_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (GS_PAD (object)->picture);
  G_OBJECT_CLASS (gs_pad_parent_class)->finalize (object);
}

static void
gs_pad_class_init (GsPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gs_pad_init (GsPad *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->pen_x = self->pen_y = 0.5;
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_dragged), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gs_accessible_set_name (GTK_WIDGET (self),
                          _ ("Pad to draw on: arrow keys move the pen, Space puts it down and lifts it"));
}

GtkWidget *
gs_pad_new (GsSubject *subject)
{
  GsPad *self = g_object_new (GS_TYPE_PAD, NULL);

  self->subject = g_object_ref (subject);
  self->drawing = gs_subject_get_drawing (subject);
  g_signal_connect_swapped (subject, "changed", G_CALLBACK (on_asked), self);
  return GTK_WIDGET (self);
}

void
gs_pad_set_picture (GsPad *self, const gdouble *pixels, gint rows, gint columns)
{
  g_free (self->picture);
  self->picture =
      pixels != NULL ? g_memdup2 (pixels, (gsize) rows * (gsize) columns * sizeof (gdouble)) : NULL;
  self->rows = rows;
  self->columns = columns;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gs_pad_undo (GsPad *self)
{
  self->is_down = FALSE;
  if (gs_drawing_undo (self->drawing))
    on_changed (self);
}

void
gs_pad_clear (GsPad *self)
{
  self->is_down = FALSE;
  gs_drawing_clear (self->drawing);
  on_changed (self);
}
