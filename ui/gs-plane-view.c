/* The plane in the window. */
#include "gs-plane-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-plane-painter.h"
#include "app/plane/gs-points.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-accessible.h"
#include "gs-message.h"
#include "gs-style.h"

struct _GsPlaneView {
  GtkWidget parent_instance;

  GsMapper *mapper;
  GsView *view;  /* the mapper's */
  gdouble scale; /* of its own; 0: the desktop's */
  gint layer, neuron;
  gboolean has_cell;
  NnCell cell; /* of the neuron */
  gboolean is_discrete, hides_test;
  gboolean has_cross; /* the keyboard's */
  gdouble cross_x, cross_y;
  gdouble pointer_x, pointer_y; /* in pixels */
  gboolean has_pointer;
  GtkWidget *reading;     /* what is there, in words */
  gint placed;            /* the class of points that are placed; -1: none are */
  gint carried;           /* the row that is dragged, or taken along by the keyboard; 0: none */
  gdouble from_x, from_y; /* where the button went down, in pixels */
};

G_DEFINE_FINAL_TYPE (GsPlaneView, gs_plane_view, GTK_TYPE_WIDGET)

/* ---- what is shown ---- */

/* "a1[1,3]", or what the network gives. Caller frees. */
static gchar *
name_map (GsPlaneView *self)
{
  return self->has_cell ? gs_cell_name_display (gs_view_get_sight (self->view)->program, &self->cell)
                        : g_strdup (_ ("The plane"));
}

static GsPlaneScene
make_scene (GsPlaneView *self, const gchar *title)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  NnCell output = { nn_program_get_output (sight->program), 0 };

  return (GsPlaneScene){ .plane = gs_mapper_get_plane (self->mapper),
                         .maps = gs_mapper_get_maps (self->mapper),
                         .layer = self->has_cell ? self->layer : GS_MAPS_ANSWER,
                         .neuron = self->neuron,
                         .title = title,
                         .sight = sight,
                         .theme = gs_style_get_theme (),
                         .scale = gs_style_choose_scale (self->scale),
                         .is_low = self->scale > 0,
                         .width = gtk_widget_get_width (GTK_WIDGET (self)),
                         .height = gtk_widget_get_height (GTK_WIDGET (self)),
                         .is_discrete = self->is_discrete,
                         .hides_test = self->hides_test,
                         .is_hidden = gs_sight_is_hidden (sight, self->has_cell ? &self->cell : &output),
                         .has_cursor = self->has_cross && gtk_widget_has_focus (GTK_WIDGET (self)),
                         .cursor_x = self->cross_x,
                         .cursor_y = self->cross_y,
                         .carried = self->carried };
}

/* Numbers at a place: what the map says there, or each class' share. */
static void
append_answer (GsPlaneView *self, const GsPlaneScene *scene, gdouble x, gdouble y, GString *text)
{
  const GsMaps *maps = scene->maps;
  gint n = maps != NULL && scene->layer == GS_MAPS_ANSWER ? MIN (maps->n_classes, GS_MAPS_MAX_NEURONS) : 1;

  for (gint i = 0; maps != NULL && !scene->is_hidden && i < n; i++) {
    gdouble value = gs_maps_read (maps, scene->layer, self->has_cell ? self->neuron : i, x, y);
    gchar buffer[GS_VIEW_BUFFER];

    if (!isnan (value))
      g_string_append_printf (text, i == 0 ? " → %s" : ", %s", gs_view_format (value, 4, buffer));
  }
}

/* "x1 = 0.5, x2 = 1.2 → 0.93", and the row whose point is there. */
static void
describe (GsPlaneView *self, const GsPlaneScene *scene, gdouble px, gdouble py)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint row = gs_plane_painter_find_row (scene, px, py);
  gchar first[GS_VIEW_BUFFER], second[GS_VIEW_BUFFER];
  gdouble x, y;

  if (gs_plane_painter_to_plane (scene, px, py, &x, &y)) {
    g_string_append_printf (text, "(%s, %s)", gs_view_format (x, 3, first), gs_view_format (y, 3, second));
    append_answer (self, scene, x, y, text);
  }
  if (row > 0) {
    g_string_append (text, "  ·  ");
    g_string_append_printf (text, _ ("row %d"), row);
  }
  gtk_label_set_text (GTK_LABEL (self->reading), text->str);
  gs_accessible_set_description (GTK_WIDGET (self), text->len > 0 ? text->str : NULL);
}

static void
update_reading (GsPlaneView *self)
{
  GsPlaneScene scene = make_scene (self, "");
  gdouble px, py;

  if (scene.plane == NULL)
    return;
  if (self->has_pointer) {
    describe (self, &scene, self->pointer_x, self->pointer_y);
  } else if (scene.has_cursor) {
    gs_plane_painter_to_pixels (&scene, self->cross_x, self->cross_y, &px, &py);
    describe (self, &scene, px, py);
  } else {
    gtk_label_set_text (GTK_LABEL (self->reading), "");
  }
}

static void
redraw (GsPlaneView *self)
{
  update_reading (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gs_plane_view_show_neuron (GsPlaneView *self, gint layer, gint neuron, const NnCell *cell)
{
  self->has_cell = cell != NULL;
  self->layer = layer;
  self->neuron = cell != NULL ? neuron : 0;
  if (cell != NULL)
    self->cell = *cell;
  redraw (self);
}

void
gs_plane_view_set_discrete (GsPlaneView *self, gboolean is_discrete)
{
  self->is_discrete = is_discrete;
  redraw (self);
}

void
gs_plane_view_set_test (GsPlaneView *self, gboolean shown)
{
  self->hides_test = !shown;
  redraw (self);
}

void
gs_plane_view_set_scale (GsPlaneView *self, gdouble scale)
{
  self->scale = scale;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsPlaneView *self = GS_PLANE_VIEW (widget);
  g_autofree gchar *title = name_map (self);
  GsPlaneScene scene = make_scene (self, title);
  cairo_t *cr;

  if (scene.plane == NULL)
    return;
  cr =
      gtk_snapshot_append_cairo (into, &GRAPHENE_RECT_INIT (0, 0, (float) scene.width, (float) scene.height));
  gs_plane_painter_draw (cr, &scene);
  cairo_destroy (cr);
  gtk_widget_snapshot_child (widget, self->reading, into);
}

static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  GsPlaneView *self = GS_PLANE_VIEW (widget);
  GtkAllocation place = { .x = 8, .width = MAX (width - 16, 1) };
  GtkRequisition size;

  gtk_widget_get_preferred_size (self->reading, NULL, &size);
  place.y = height - size.height;
  place.height = size.height;
  gtk_widget_size_allocate (self->reading, &place, -1);
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
  gdouble own = GS_PLANE_VIEW (widget)->scale, scale = gs_style_choose_scale (own);

  *minimum = (gint) ((orientation == GTK_ORIENTATION_HORIZONTAL ? 230 : own > 0 ? 190 : 180) * scale);
  *natural = own > 0 ? *minimum : (gint) (440 * scale);
}

/* ---- points ---- */

static void
place_point (GsPlaneView *self, gdouble x, gdouble y, gint class)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  const GsPlane *plane = gs_mapper_get_plane (self->mapper);
  g_autoptr (GError) error = NULL;

  if (class < gs_points_get_n_classes (plane, gs_frame_get_data (gs_view_get_sight (self->view)->frame)))
    gs_message_tell_of (GTK_WIDGET (self), gs_points_add (book, plane, x, y, class, &error), NULL, &error);
}

/* The carried point is let go at a place on the plane. */
static void
drop_point (GsPlaneView *self, gdouble x, gdouble y)
{
  g_autoptr (GError) error = NULL;
  gint row = self->carried;

  self->carried = 0;
  gs_message_tell_of (GTK_WIDGET (self),
                      gs_points_move (gs_view_get_workbook (self->view), gs_mapper_get_plane (self->mapper),
                                      row, x, y, &error),
                      NULL, &error);
}

void
gs_plane_view_set_placed (GsPlaneView *self, gint class)
{
  self->placed = class;
  self->carried = 0;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), class >= 0 ? "crosshair" : NULL);
  redraw (self);
}

/* ---- rows ---- */

/* Makes the row at a pixel the one that is stepped. */
static void
take_row (GsPlaneView *self, gdouble px, gdouble py)
{
  GsPlaneScene scene = make_scene (self, "");
  gint row = scene.plane != NULL ? gs_plane_painter_find_row (&scene, px, py) : 0, place;
  g_autoptr (GError) error = NULL;

  if (row > 0
      && gs_message_tell_of (GTK_WIDGET (self),
                             gs_workbook_take_row (gs_view_get_workbook (self->view), row, &place, &error),
                             NULL, &error))
    gs_view_set_sample (self->view, place);
}

static void
on_drag_begin (GtkGestureDrag *gesture, gdouble px, gdouble py, GsPlaneView *self)
{
  GsPlaneScene scene = make_scene (self, "");

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->from_x = px;
  self->from_y = py;
  self->carried = 0;
  if (self->placed >= 0 && scene.plane != NULL)
    self->carried = gs_plane_painter_find_row (&scene, px, py);
}

static void
on_drag_update (GtkGestureDrag *gesture, gdouble dx, gdouble dy, GsPlaneView *self)
{
  GsPlaneScene scene = make_scene (self, "");

  if (self->carried == 0 || scene.plane == NULL)
    return;
  self->has_cross = gs_plane_painter_to_plane (&scene, self->from_x + dx, self->from_y + dy, &self->cross_x,
                                               &self->cross_y);
  redraw (self);
}

/* A click takes a row or places a point; a drag has moved one. */
static void
on_drag_end (GtkGestureDrag *gesture, gdouble dx, gdouble dy, GsPlaneView *self)
{
  GsPlaneScene scene = make_scene (self, "");
  gdouble x, y;

  if (scene.plane == NULL)
    return;
  if (hypot (dx, dy) < 3 && (self->placed < 0 || self->carried > 0)) {
    self->carried = 0;
    take_row (self, self->from_x, self->from_y);
  } else if (gs_plane_painter_to_plane (&scene, self->from_x + dx, self->from_y + dy, &x, &y)) {
    if (self->carried > 0)
      drop_point (self, x, y);
    else if (self->placed >= 0)
      place_point (self, x, y, self->placed);
  }
  self->carried = 0;
  redraw (self);
}

static void
on_moved (GtkEventControllerMotion *controller, gdouble x, gdouble y, GsPlaneView *self)
{
  self->has_pointer = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  update_reading (self);
}

static void
on_left (GtkEventControllerMotion *controller, GsPlaneView *self)
{
  self->has_pointer = FALSE;
  update_reading (self);
}

/* Placing, moving and taking away at the cross. */
static gboolean
use_key_on_points (GsPlaneView *self, const GsPlaneScene *scene, guint key)
{
  g_autoptr (GError) error = NULL;
  gdouble px, py;
  gint row;

  if (self->placed < 0 || !self->has_cross)
    return FALSE;
  gs_plane_painter_to_pixels (scene, self->cross_x, self->cross_y, &px, &py);
  row = gs_plane_painter_find_row (scene, px, py);
  if (key >= GDK_KEY_1 && key <= GDK_KEY_9)
    place_point (self, self->cross_x, self->cross_y, (gint) (key - GDK_KEY_1));
  else if ((key == GDK_KEY_m || key == GDK_KEY_M) && self->carried > 0)
    drop_point (self, self->cross_x, self->cross_y);
  else if (key == GDK_KEY_m || key == GDK_KEY_M)
    self->carried = row;
  else if (key == GDK_KEY_Delete && row > 0)
    gs_message_tell_of (GTK_WIDGET (self), gs_points_remove (gs_view_get_workbook (self->view), row, &error),
                        NULL, &error);
  else
    return FALSE;
  redraw (self);
  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsPlaneView *self)
{
  GsPlaneScene scene = make_scene (self, "");
  const GsPlaneBox *box = scene.plane != NULL ? gs_plane_get_box (scene.plane) : NULL;
  gdouble step = state & GDK_SHIFT_MASK ? 0.1 : 0.01, px, py;

  if (box == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;
  if (!self->has_cross) {
    self->cross_x = (box->left + box->right) / 2;
    self->cross_y = (box->bottom + box->top) / 2;
  }
  switch (key) {
  case GDK_KEY_Left: self->cross_x -= step * (box->right - box->left); break;
  case GDK_KEY_Right: self->cross_x += step * (box->right - box->left); break;
  case GDK_KEY_Up: self->cross_y += step * (box->top - box->bottom); break;
  case GDK_KEY_Down: self->cross_y -= step * (box->top - box->bottom); break;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    gs_plane_painter_to_pixels (&scene, self->cross_x, self->cross_y, &px, &py);
    take_row (self, px, py);
    return TRUE;
  default: return use_key_on_points (self, &scene, key);
  }
  self->has_cross = TRUE;
  self->has_pointer = FALSE;
  self->cross_x = CLAMP (self->cross_x, box->left, box->right);
  self->cross_y = CLAMP (self->cross_y, box->bottom, box->top);
  redraw (self);
  return TRUE;
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsPlaneView *self = GS_PLANE_VIEW (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->mapper != NULL)
    g_signal_handlers_disconnect_by_data (self->mapper, self);
  g_clear_object (&self->mapper);
  g_clear_object (&self->view);
  g_clear_pointer (&self->reading, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_plane_view_parent_class)->dispose (object);
}

static void
gs_plane_view_class_init (GsPlaneViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->snapshot = snapshot;
  widget_class->size_allocate = size_allocate;
  widget_class->measure = measure;
  gtk_widget_class_set_css_name (widget_class, "gs-plane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gs_plane_view_init (GsPlaneView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();

  self->reading = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->reading, "gs-numbers");
  gtk_label_set_ellipsize (GTK_LABEL (self->reading), PANGO_ELLIPSIZE_END);
  gtk_widget_set_can_target (self->reading, FALSE);
  gtk_widget_set_parent (self->reading, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gs_accessible_set_name (GTK_WIDGET (self), _ ("Plane"));
  self->placed = -1;
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (motion, "enter", G_CALLBACK (on_moved), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_left), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* What is not shown any more is no neuron of the program. */
static void
on_view_changed (GsPlaneView *self, guint change)
{
  if (change & GS_VIEW_PROGRAM)
    self->has_cell = FALSE;
  redraw (self);
}

GtkWidget *
gs_plane_view_new (GsMapper *mapper)
{
  GsPlaneView *self = g_object_new (GS_TYPE_PLANE_VIEW, NULL);

  self->mapper = g_object_ref (mapper);
  self->view = g_object_ref (gs_mapper_get_view (mapper));
  g_signal_connect_swapped (self->view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (mapper, "changed", G_CALLBACK (redraw), self);
  return GTK_WIDGET (self);
}
