/* The network as a drawing, in the window. */
#include "gs-graph-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/paint/gs-graph-painter.h"
#include "gs-accessible.h"
#include "gs-cell-proxy.h"
#include "gs-message.h"
#include "gs-number-wheel.h"
#include "gs-style.h"

#define TOUR_SECONDS 7.0
#define TOUR_ROOM    52.0 /* pixels */

struct _GsGraphView {
  GtkWidget parent_instance;

  GsMapper *mapper;
  GsView *view;  /* the mapper's */
  gdouble scale; /* of its own; 0: the desktop's */
  GsGraph *graph;
  GsNumberWheel *wheel;
  GtkWidget *cell; /* stands where the selected cell is, for keyboard and screen readers */
  gboolean has_hover, is_discrete;
  GsGraphHit hover;
  GsTour *tour;   /* or NULL */
  gdouble time;   /* of it, 0 to 1 */
  gint64 set_out; /* in microseconds of the frame clock; 0: with the next frame */
  guint tick;     /* while it goes on */
};

G_DEFINE_FINAL_TYPE (GsGraphView, gs_graph_view, GTK_TYPE_WIDGET)

static guint hovered_signal, tour_ended_signal;

/* ---- drawing ---- */

/* The letters are as large as leave all neurons in sight; in a window not smaller than the design's. */
static gdouble
choose_scale (GsGraphView *self)
{
  gdouble scale = gs_style_choose_scale (self->scale), fit;

  if (self->graph == NULL)
    return scale;
  fit = gtk_widget_get_height (GTK_WIDGET (self)) / gs_graph_get_least_height (self->graph);
  return MIN (scale, self->scale == 0 ? MAX (fit, 1) : fit);
}

/* With room at the right for those who arrive. */
static void
lay_out (GsGraphView *self)
{
  gdouble scale = choose_scale (self), room = self->tour != NULL ? TOUR_ROOM * scale : 0;

  if (self->graph != NULL)
    gs_graph_lay_out (self->graph, gtk_widget_get_width (GTK_WIDGET (self)) - room,
                      gtk_widget_get_height (GTK_WIDGET (self)), scale);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsGraphView *self = GS_GRAPH_VIEW (widget);
  GsGraphScene scene = { .graph = self->graph,
                         .maps = gs_mapper_get_maps (self->mapper),
                         .sight = gs_view_get_sight (self->view),
                         .theme = gs_style_get_theme (),
                         .scale = choose_scale (self),
                         .width = gtk_widget_get_width (widget),
                         .height = gtk_widget_get_height (widget),
                         .hover = self->has_hover ? &self->hover : NULL,
                         .is_discrete = self->is_discrete,
                         .tour = self->tour,
                         .time = self->time };
  cairo_t *cr;

  if (self->graph == NULL)
    return;
  cr =
      gtk_snapshot_append_cairo (into, &GRAPHENE_RECT_INIT (0, 0, (float) scene.width, (float) scene.height));
  gs_graph_painter_draw (cr, &scene);
  cairo_destroy (cr);
  gtk_widget_snapshot_child (widget, self->cell, into);
}

static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  GsGraphView *self = GS_GRAPH_VIEW (widget);
  const GsSight *sight = gs_view_get_sight (self->view);
  GtkAllocation place = { 0, 0, width, height };
  GsGraphHit hit;

  lay_out (self);
  if (self->graph != NULL && sight->has_selection && gs_graph_find_cell (self->graph, &sight->selected, &hit)
      && hit.part == GS_GRAPH_NODE) {
    const GsGraphNode *node = &g_array_index (self->graph->nodes, GsGraphNode, hit.index);
    gint size = (gint) self->graph->size;

    place = (GtkAllocation){ (gint) node->x - size / 2, (gint) node->y - size / 2, size, size };
  }
  gtk_widget_size_allocate (self->cell, &place, -1);
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
  gdouble scale = gs_style_choose_scale (GS_GRAPH_VIEW (widget)->scale);

  *minimum = (gint) ((orientation == GTK_ORIENTATION_HORIZONTAL ? 260 : 180) * scale);
  *natural = (gint) ((orientation == GTK_ORIENTATION_HORIZONTAL ? 560 : 420) * scale);
}

/* ---- what is looked at ---- */

static void
rebuild (GsGraphView *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);

  g_clear_pointer (&self->graph, gs_graph_free);
  self->has_hover = FALSE;
  self->graph = gs_graph_new (gs_workbook_get_network (gs_view_get_workbook (self->view)), sight->program);
  lay_out (self);
}

/* ---- the tour ---- */

static void
end_tour (GsGraphView *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->tour, gs_tour_free);
  lay_out (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tell_end (GsGraphView *self)
{
  g_autofree gchar *text = gs_tour_describe (self->tour);

  gs_message_tell (GTK_WIDGET (self), text);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GsGraphView *self = user_data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (self->set_out == 0)
    self->set_out = now;
  self->time = MIN ((gdouble) (now - self->set_out) / (TOUR_SECONDS * G_USEC_PER_SEC), 1);
  gtk_widget_queue_draw (widget);
  if (self->time < 1)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  tell_end (self);
  return G_SOURCE_REMOVE;
}

/* Who wants no motion sees where they arrive. */
static void
begin_tour (GsGraphView *self)
{
  g_autoptr (GError) error = NULL;
  gboolean moves = TRUE;

  if (gs_sight_may_hide (gs_view_get_sight (self->view))) {
    gs_message_tell (GTK_WIDGET (self), _ ("Not while numbers are asked for."));
    return;
  }
  self->tour = gs_tour_new (gs_view_get_workbook (self->view), self->graph, 200, &error);
  if (self->tour == NULL) {
    gs_message_tell (GTK_WIDGET (self), error->message);
    return;
  }
  lay_out (self);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &moves, NULL);
  self->set_out = 0;
  self->time = moves ? 0 : 1;
  if (moves)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, self, NULL);
  else
    tell_end (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gs_graph_view_set_touring (GsGraphView *self, gboolean touring)
{
  if (self->tour != NULL)
    end_tour (self);
  if (touring && self->graph != NULL)
    begin_tour (self);
  if (touring && self->tour == NULL)
    g_signal_emit (self, tour_ended_signal, 0);
}

static void
on_view_changed (GsGraphView *self, guint change)
{
  if (self->tour != NULL && (change & (GS_VIEW_PROGRAM | GS_VIEW_VALUES | GS_VIEW_LIVE)) != 0) {
    end_tour (self);
    g_signal_emit (self, tour_ended_signal, 0);
  }
  if (change & GS_VIEW_PROGRAM)
    rebuild (self);
  gs_cell_proxy_show (GS_CELL_PROXY (self->cell), self->view);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
name_neuron (GsGraphView *self, const GsGraphHit *hit, gint *layer, gint *neuron, NnCell *cell)
{
  if (hit->part != GS_GRAPH_NODE)
    return FALSE;
  *layer = gs_graph_get_column (self->graph, hit->index)->layer;
  *neuron = g_array_index (self->graph->nodes, GsGraphNode, hit->index).neuron;
  *cell = gs_graph_get_cell (self->graph, hit, gs_view_get_sight (self->view)->sample);
  return TRUE;
}

gboolean
gs_graph_view_get_hovered (GsGraphView *self, gint *layer, gint *neuron, NnCell *cell)
{
  return self->has_hover && name_neuron (self, &self->hover, layer, neuron, cell);
}

gboolean
gs_graph_view_get_selected (GsGraphView *self, gint *layer, gint *neuron, NnCell *cell)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  GsGraphHit hit;

  return self->graph != NULL && sight->has_selection
         && gs_graph_find_cell (self->graph, &sight->selected, &hit)
         && name_neuron (self, &hit, layer, neuron, cell);
}

void
gs_graph_view_set_discrete (GsGraphView *self, gboolean is_discrete)
{
  self->is_discrete = is_discrete;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gs_graph_view_set_scale (GsGraphView *self, gdouble scale)
{
  self->scale = scale;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* ---- the pointer ---- */

static void
set_hover (GsGraphView *self, const GsGraphHit *hit)
{
  gboolean same = self->has_hover == (hit != NULL)
                  && (hit == NULL || (hit->part == self->hover.part && hit->index == self->hover.index));

  if (same)
    return;
  self->has_hover = hit != NULL;
  if (hit != NULL)
    self->hover = *hit;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, hovered_signal, 0);
}

static void
on_moved (GtkEventControllerMotion *controller, gdouble x, gdouble y, GsGraphView *self)
{
  GsGraphHit hit;

  set_hover (self, self->graph != NULL && gs_graph_find (self->graph, x, y, &hit) ? &hit : NULL);
}

static void
on_left (GtkEventControllerMotion *controller, GsGraphView *self)
{
  set_hover (self, NULL);
}

static void
select_hit (GsGraphView *self, const GsGraphHit *hit)
{
  NnCell cell = gs_graph_get_cell (self->graph, hit, gs_view_get_sight (self->view)->sample);

  if (cell.tensor >= 0)
    gs_view_select (self->view, &cell, FALSE);
}

static void
on_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsGraphView *self)
{
  GsGraphHit hit;

  gtk_widget_grab_focus (self->cell);
  if (self->graph == NULL || !gs_graph_find (self->graph, x, y, &hit))
    return;
  select_hit (self, &hit);
  if (n == 2)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-selected", "s", "");
}

static gboolean
on_wheel (GtkEventControllerScroll *controller, gdouble dx, gdouble dy, GsGraphView *self)
{
  g_autoptr (GError) error = NULL;
  NnCell cell;

  if (!self->has_hover || self->hover.part == GS_GRAPH_NODE)
    return FALSE;
  cell = gs_graph_get_cell (self->graph, &self->hover, 1);
  if (cell.tensor < 0)
    return FALSE;
  gs_message_tell_of (GTK_WIDGET (self),
                      gs_number_wheel_turn (self->wheel, &cell, dy != 0 ? -dy : -dx, NULL, &error), NULL,
                      &error);
  return TRUE;
}

/* ---- the keyboard ---- */

static void
walk (GsGraphView *self, gint right, gint down)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  GsGraphHit from = { GS_GRAPH_NODE, 0 }, to = from;

  if (self->graph == NULL)
    return;
  if (sight->has_selection && gs_graph_find_cell (self->graph, &sight->selected, &from)
      && !gs_graph_walk (self->graph, &from, right, down, &to))
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    select_hit (self, &to);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsGraphView *self)
{
  gunichar character = gdk_keyval_to_unicode (key);
  gchar text[8] = "";

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  switch (key) {
  case GDK_KEY_Left: walk (self, -1, 0); return TRUE;
  case GDK_KEY_Right: walk (self, 1, 0); return TRUE;
  case GDK_KEY_Up: walk (self, 0, -1); return TRUE;
  case GDK_KEY_Down: walk (self, 0, 1); return TRUE;
  case GDK_KEY_F2: gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-selected", "s", ""); return TRUE;
  default: break;
  }
  if (character == 0 || character == ' ' || !g_unichar_isprint (character)
      || !gs_view_get_sight (self->view)->has_selection)
    return FALSE;
  text[g_unichar_to_utf8 (character, text)] = '\0';
  gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-selected", "s", text);
  return TRUE;
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GS_GRAPH_VIEW (widget)->cell);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsGraphView *self = GS_GRAPH_VIEW (object);

  g_clear_pointer (&self->wheel, gs_number_wheel_free);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->mapper != NULL)
    g_signal_handlers_disconnect_by_data (self->mapper, self);
  g_clear_object (&self->mapper);
  g_clear_object (&self->view);
  g_clear_pointer (&self->tour, gs_tour_free);
  g_clear_pointer (&self->graph, gs_graph_free);
  g_clear_pointer (&self->cell, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_graph_view_parent_class)->dispose (object);
}

static void
gs_graph_view_class_init (GsGraphViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->snapshot = snapshot;
  widget_class->size_allocate = size_allocate;
  widget_class->measure = measure;
  widget_class->grab_focus = grab_focus;
  hovered_signal =
      g_signal_new ("hovered", GS_TYPE_GRAPH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  tour_ended_signal =
      g_signal_new ("tour-ended", GS_TYPE_GRAPH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "gs-graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
add_controllers (GsGraphView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_left), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (wheel, "scroll", G_CALLBACK (on_wheel), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), wheel);
}

static void
gs_graph_view_init (GsGraphView *self)
{
  self->cell = gs_cell_proxy_new ();
  gtk_widget_set_parent (self->cell, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gs_accessible_set_name (GTK_WIDGET (self), _ ("Network"));
  gs_accessible_set_description (GTK_WIDGET (self),
                                 _ ("Left and right along weights, up and down from neuron to neuron."));
  add_controllers (self);
}

GtkWidget *
gs_graph_view_new (GsMapper *mapper)
{
  GsGraphView *self = g_object_new (GS_TYPE_GRAPH_VIEW, NULL);

  self->mapper = g_object_ref (mapper);
  self->view = g_object_ref (gs_mapper_get_view (mapper));
  self->wheel = gs_number_wheel_new (self->view);
  rebuild (self);
  gs_cell_proxy_show (GS_CELL_PROXY (self->cell), self->view);
  g_signal_connect_swapped (self->view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (mapper, "changed", G_CALLBACK (gtk_widget_queue_draw), self);
  return GTK_WIDGET (self);
}
