/* A bent plane in the window. */
#include "gs-bend-view.h"

#include <glib/gi18n-lib.h>

#include "app/paint/gs-bend-painter.h"
#include "gs-accessible.h"
#include "gs-message.h"
#include "gs-style.h"

struct _GsBendView {
  GtkWidget parent_instance;

  GsMapper *mapper;
  GsView *view;  /* the mapper's */
  gdouble scale; /* of its own; 0: the desktop's */
  GsBend bend;
  gboolean has_bend;
  gint held;   /* by the pointer; -1: none */
  gint chosen; /* by the keyboard */
};

G_DEFINE_FINAL_TYPE (GsBendView, gs_bend_view, GTK_TYPE_WIDGET)

/* The layer of the selected cell, or the first that is bent so. */
static void
find_bend (GsBendView *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  const GsPlane *plane = gs_mapper_get_plane (self->mapper);
  g_autoptr (GsGraph) graph =
      gs_graph_new (gs_workbook_get_network (gs_view_get_workbook (self->view)), sight->program);
  gint layer =
      sight->has_selection ? nn_program_get_tensor (sight->program, sight->selected.tensor)->layer : -1;

  self->has_bend =
      graph != NULL
      && gs_bend_find (&self->bend, graph, layer, plane != NULL ? gs_plane_get_box (plane)->right : 1);
}

static GsBendScene
make_scene (GsBendView *self)
{
  const GsPlane *plane = gs_mapper_get_plane (self->mapper);

  return (GsBendScene){ .bend = &self->bend,
                        .plane = plane != NULL && self->bend.layer == 0 ? plane : NULL,
                        .sight = gs_view_get_sight (self->view),
                        .theme = gs_style_get_theme (),
                        .scale = gs_style_choose_scale (self->scale),
                        .width = gtk_widget_get_width (GTK_WIDGET (self)),
                        .height = gtk_widget_get_height (GTK_WIDGET (self)),
                        .held = self->held >= 0                            ? self->held
                                : gtk_widget_has_focus (GTK_WIDGET (self)) ? self->chosen
                                                                           : -1 };
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsBendView *self = GS_BEND_VIEW (widget);
  GsBendScene scene = make_scene (self);
  cairo_t *cr;

  if (!self->has_bend)
    return;
  cr =
      gtk_snapshot_append_cairo (into, &GRAPHENE_RECT_INIT (0, 0, (float) scene.width, (float) scene.height));
  gs_bend_painter_draw (cr, &scene);
  cairo_destroy (cr);
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
  gdouble own = GS_BEND_VIEW (widget)->scale, scale = gs_style_choose_scale (own);

  *minimum = (gint) ((orientation == GTK_ORIENTATION_HORIZONTAL ? 230 : 180) * scale);
  *natural = own > 0 ? *minimum : (gint) (440 * scale);
}

void
gs_bend_view_set_scale (GsBendView *self, gdouble scale)
{
  self->scale = scale;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

gboolean
gs_bend_view_can_show (GsBendView *self)
{
  return self->has_bend;
}

static void
on_view_changed (GsBendView *self, guint change)
{
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_SELECTION))
    find_bend (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- dragging ---- */

static void
drag_to (GsBendView *self, gint handle, gdouble u, gdouble v)
{
  g_autoptr (GError) error = NULL;

  if (!gs_view_may_edit (self->view, &(NnCell){ self->bend.weights, 0 }))
    return;
  if (!gs_bend_drag (&self->bend, gs_view_get_workbook (self->view), (GsBendHandle) handle, u, v, &error))
    gs_message_tell (GTK_WIDGET (self), error->message);
}

static void
on_drag_begin (GtkGestureDrag *gesture, gdouble px, gdouble py, GsBendView *self)
{
  GsBendScene scene = make_scene (self);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->held = self->has_bend ? gs_bend_painter_find (&scene, px, py) : -1;
  if (self->held >= 0) {
    self->chosen = self->held;
    gs_workbook_begin_gesture (gs_view_get_workbook (self->view));
  }
}

static void
on_drag_update (GtkGestureDrag *gesture, gdouble dx, gdouble dy, GsBendView *self)
{
  GsBendScene scene = make_scene (self);
  gdouble px, py, u, v;

  if (self->held < 0 || !gtk_gesture_drag_get_start_point (gesture, &px, &py))
    return;
  gs_bend_painter_to_plane (&scene, px + dx, py + dy, &u, &v);
  drag_to (self, self->held, u, v);
}

static void
on_drag_end (GtkGestureDrag *gesture, gdouble dx, gdouble dy, GsBendView *self)
{
  if (self->held >= 0)
    gs_workbook_end_gesture (gs_view_get_workbook (self->view));
  self->held = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsBendView *self)
{
  GsBendScene scene = make_scene (self);
  gdouble x, y, px, py, step = state & GDK_SHIFT_MASK ? 20 : 4;

  if (!self->has_bend || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;
  if (key >= GDK_KEY_0 && key <= GDK_KEY_2) {
    self->chosen = (gint) (key - GDK_KEY_0);
    gtk_widget_queue_draw (GTK_WIDGET (self));
    return TRUE;
  }
  gs_bend_get_handle (&self->bend, (GsBendHandle) self->chosen, &x, &y);
  gs_bend_map (&self->bend, scene.sight->frame, x, y, &x, &y);
  gs_bend_painter_to_pixels (&scene, x, y, &px, &py);
  switch (key) {
  case GDK_KEY_Left: px -= step; break;
  case GDK_KEY_Right: px += step; break;
  case GDK_KEY_Up: py -= step; break;
  case GDK_KEY_Down: py += step; break;
  default: return FALSE;
  }
  gs_bend_painter_to_plane (&scene, px, py, &x, &y);
  drag_to (self, self->chosen, x, y);
  return TRUE;
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsBendView *self = GS_BEND_VIEW (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->mapper != NULL)
    g_signal_handlers_disconnect_by_data (self->mapper, self);
  g_clear_object (&self->mapper);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_bend_view_parent_class)->dispose (object);
}

static void
gs_bend_view_class_init (GsBendViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  gtk_widget_class_set_css_name (widget_class, "gs-bend");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gs_bend_view_init (GsBendView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->held = -1;
  self->chosen = GS_BEND_FIRST;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gs_accessible_set_name (GTK_WIDGET (self), _ ("Bent plane"));
  gs_accessible_set_description (
      GTK_WIDGET (self), _ ("0, 1 and 2 choose the bias or a row of the matrix, the arrow keys move it."));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
gs_bend_view_new (GsMapper *mapper)
{
  GsBendView *self = g_object_new (GS_TYPE_BEND_VIEW, NULL);

  self->mapper = g_object_ref (mapper);
  self->view = g_object_ref (gs_mapper_get_view (mapper));
  find_bend (self);
  g_signal_connect_swapped (self->view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (mapper, "changed", G_CALLBACK (find_bend), self);
  return GTK_WIDGET (self);
}
