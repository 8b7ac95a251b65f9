/* The drawing and the plane beside each other. */
#include "gs-playground.h"

#include <glib/gi18n-lib.h>

#include "app/plane/gs-mapper.h"
#include "app/plane/gs-points.h"
#include "gs-bend-view.h"
#include "gs-graph-view.h"
#include "gs-loss-panel.h"
#include "gs-plane-view.h"
#include "gs-play-controls.h"
#include "gs-pool.h"
#include "gs-template.h"
#include "gs-wrap.h"

/* Before a class, pixels for one of the design's. */
#define LETTERS       2.0
#define PLANE_LETTERS 1.75
#define LOSS_HEIGHT   130

struct _GsPlayground {
  GtkWidget parent_instance;

  GsView *view;
  GsMapper *mapper;
  GtkWidget *box, *middle, *right, *controls, *choices, *tour, *bends, *places, *classes, *selected_map,
      *discrete, *test;
  GtkWidget *loss; /* before a class, under the plane; else NULL */
  GsGraphView *graph;
  GsPlaneView *plane;
  GsBendView *bend; /* in its place, if that is asked for */
};

G_DEFINE_FINAL_TYPE (GsPlayground, gs_playground, GTK_TYPE_WIDGET)

/* The neuron that is pointed at, or the selected one if that is asked for, else the answer. */
static void
choose_map (GsPlayground *self)
{
  gint layer = 0, neuron = 0;
  NnCell cell;
  gboolean has = gs_graph_view_get_hovered (self->graph, &layer, &neuron, &cell)
                 || (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->selected_map))
                     && gs_graph_view_get_selected (self->graph, &layer, &neuron, &cell));

  gs_plane_view_show_neuron (self->plane, layer, neuron, has ? &cell : NULL);
}

/* ---- which class is placed ---- */

static gint
get_placed (GsPlayground *self)
{
  gint class = 0;

  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (self->places)))
    return -1;
  for (GtkWidget *choice = gtk_widget_get_first_child (self->classes); choice != NULL;
       choice = gtk_widget_get_next_sibling (choice), class ++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (choice)))
      return class;
  return 0;
}

static void
on_class (GsPlayground *self)
{
  gs_plane_view_set_placed (self->plane, get_placed (self));
}

static GtkWidget *
make_class (gpointer user_data)
{
  GsPlayground *self = user_data;
  GtkWidget *first = gtk_widget_get_first_child (self->classes), *choice = gtk_check_button_new ();

  if (first != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (choice), GTK_CHECK_BUTTON (first));
  else
    gtk_check_button_set_active (GTK_CHECK_BUTTON (choice), TRUE);
  g_signal_connect_swapped (choice, "toggled", G_CALLBACK (on_class), self);
  return choice;
}

/* A radio button for each class, in the order of the keys that place them. */
static void
list_classes (GsPlayground *self)
{
  const GsPlane *plane = gs_mapper_get_plane (self->mapper);
  GsDataset *data = gs_frame_get_data (gs_view_get_sight (self->view)->frame);
  gint n = plane != NULL ? MIN (gs_points_get_n_classes (plane, data), 9) : 0;

  for (gint class = 0; class < n; class ++) {
    g_autofree gchar *name = gs_points_name_class (plane, data, class);
    GtkWidget *choice = gs_pool_get (self->classes, (guint) class, make_class, self);

    gtk_check_button_set_label (GTK_CHECK_BUTTON (choice), name);
    gtk_widget_set_tooltip_text (choice, name);
    gs_wrap_label (choice);
  }
  gs_pool_trim (self->classes, (guint) n);
}

static void
update (GsPlayground *self)
{
  gboolean has_plane = gs_mapper_get_plane (self->mapper) != NULL;

  gboolean can_bend = gs_bend_view_can_show (self->bend);
  gboolean bends = can_bend && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->bends));
  GtkWidget *of_plane[] = { self->places, self->selected_map, self->discrete, self->test };

  gtk_widget_set_visible (GTK_WIDGET (self->plane), has_plane && !bends);
  gtk_widget_set_visible (GTK_WIDGET (self->bend), bends);
  gtk_widget_set_visible (self->bends, can_bend);
  for (gsize i = 0; i < G_N_ELEMENTS (of_plane); i++)
    gtk_widget_set_visible (of_plane[i], has_plane && !bends);
  list_classes (self);
}

/* The curve stands there as soon as there is one. */
static void
show_loss (GsPlayground *self)
{
  const GsLosses *losses = gs_frame_get_losses (gs_view_get_sight (self->view)->frame);

  if (self->loss != NULL)
    gtk_widget_set_visible (self->loss, losses != NULL && gs_losses_get_n (losses) > 1);
}

static void
on_view_changed (GsPlayground *self, guint change)
{
  show_loss (self);
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_SELECTION | GS_VIEW_OPTIONS))
    choose_map (self);
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_SELECTION))
    update (self);
}

static void
on_switched (GsPlayground *self)
{
  gboolean discrete;

  if (self->plane == NULL)
    return;
  discrete = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->discrete));
  gs_graph_view_set_discrete (self->graph, discrete);
  gs_plane_view_set_discrete (self->plane, discrete);
  gs_plane_view_set_test (self->plane, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->test)));
  update (self);
  gtk_widget_set_visible (self->classes, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->places)));
  gs_plane_view_set_placed (self->plane, get_placed (self));
  choose_map (self);
}

static void
on_tour (GsPlayground *self)
{
  if (self->graph != NULL)
    gs_graph_view_set_touring (self->graph, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->tour)));
}

/* For whoever else shows it. */
static void
on_tour_ended (GsPlayground *self)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->tour)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.tour", NULL);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gs_playground_parent_class)->map (widget);
  gs_mapper_set_watched (GS_PLAYGROUND (widget)->mapper, TRUE);
}

static void
unmap (GtkWidget *widget)
{
  if (GS_PLAYGROUND (widget)->mapper != NULL)
    gs_mapper_set_watched (GS_PLAYGROUND (widget)->mapper, FALSE);
  GTK_WIDGET_CLASS (gs_playground_parent_class)->unmap (widget);
}

/* The drawing is where one begins. */
static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GS_PLAYGROUND (widget)->graph));
}

static void
dispose (GObject *object)
{
  GsPlayground *self = GS_PLAYGROUND (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->mapper != NULL)
    g_signal_handlers_disconnect_by_data (self->mapper, self);
  /* Switches that lose their actions switch once more. */
  self->graph = NULL;
  self->plane = NULL;
  self->bend = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->mapper);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_playground_parent_class)->dispose (object);
}

static void
gs_playground_class_init (GsPlaygroundClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  widget_class->unmap = unmap;
  widget_class->grab_focus = grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-playground");
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, box);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, middle);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, right);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, choices);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, tour);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, bends);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, places);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, classes);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, selected_map);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, discrete);
  gtk_widget_class_bind_template_child (widget_class, GsPlayground, test);
  gtk_widget_class_bind_template_callback (widget_class, on_switched);
  gtk_widget_class_bind_template_callback (widget_class, on_tour);
}

static void
gs_playground_init (GsPlayground *self)
{
  gs_template_init (GTK_WIDGET (self));
  gs_wrap_label (self->bends);
  gs_wrap_label (self->places);
  gs_wrap_label (self->selected_map);
  gs_wrap_label (self->discrete);
  gs_wrap_label (self->test);
}

GtkWidget *
gs_playground_new (GsView *view)
{
  GsPlayground *self = g_object_new (GS_TYPE_PLAYGROUND, NULL);

  self->view = g_object_ref (view);
  self->mapper = gs_mapper_new (view);
  self->graph = GS_GRAPH_VIEW (gs_graph_view_new (self->mapper));
  self->bend = GS_BEND_VIEW (gs_bend_view_new (self->mapper));
  self->plane = GS_PLANE_VIEW (gs_plane_view_new (self->mapper));
  self->controls = gs_play_controls_new (view);
  gtk_box_prepend (GTK_BOX (self->box), self->controls);
  gtk_widget_set_hexpand (GTK_WIDGET (self->graph), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->graph), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->plane), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->bend), TRUE);
  gtk_box_prepend (GTK_BOX (self->middle), GTK_WIDGET (self->graph));
  gtk_box_append (GTK_BOX (self->right), GTK_WIDGET (self->plane));
  gtk_box_append (GTK_BOX (self->right), GTK_WIDGET (self->bend));
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (self->graph, "hovered", G_CALLBACK (choose_map), self);
  g_signal_connect_swapped (self->graph, "tour-ended", G_CALLBACK (on_tour_ended), self);
  g_signal_connect_swapped (self->mapper, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}

void
gs_playground_set_unit (GsPlayground *self, gdouble unit)
{
  if (self->loss == NULL) {
    self->loss = gs_loss_panel_new (self->view);
    gs_loss_panel_be_brief (GS_LOSS_PANEL (self->loss));
    gtk_box_append (GTK_BOX (self->right), self->loss);
    gtk_widget_set_visible (self->controls, FALSE);
    gtk_widget_set_visible (self->choices, FALSE);
    gtk_widget_add_css_class (GTK_WIDGET (self), "gs-bare");
    show_loss (self);
  }
  gs_graph_view_set_scale (self->graph, LETTERS * unit);
  gs_plane_view_set_scale (self->plane, PLANE_LETTERS * unit);
  gs_bend_view_set_scale (self->bend, PLANE_LETTERS * unit);
  gtk_widget_set_size_request (self->loss, -1, (gint) (LOSS_HEIGHT * unit));
  gs_loss_panel_set_scale (GS_LOSS_PANEL (self->loss), PLANE_LETTERS * unit);
}
