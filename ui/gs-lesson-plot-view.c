/* A lesson's plot as a widget, made anew when the player changes. */
#include "gs-lesson-plot-view.h"

#include "app/lesson/gs-plot.h"
#include "gs-style.h"

struct _GsLessonPlotView {
  GtkWidget parent_instance;

  GsLessonPlayer *player;
  GsLessonPlot *plot;
  gdouble scale; /* 0: the desktop's */
};

G_DEFINE_FINAL_TYPE (GsLessonPlotView, gs_lesson_plot_view, GTK_TYPE_WIDGET)

static gdouble
get_scale (GsLessonPlotView *self)
{
  return self->scale > 0 ? self->scale : gs_style_get_text_scale ();
}

static void
update (GsLessonPlotView *self)
{
  g_autofree gchar *text = NULL;

  g_clear_pointer (&self->plot, gs_lesson_plot_free);
  self->plot = gs_lesson_plot_new (self->player);
  gtk_widget_set_visible (GTK_WIDGET (self), self->plot != NULL);
  if (self->plot == NULL)
    return;
  text = gs_plot_describe (self->plot);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_view_changed (GsLessonPlotView *self, guint change)
{
  if (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM))
    update (self);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsLessonPlotView *self = GS_LESSON_PLOT_VIEW (widget);
  gint width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gdouble scale = get_scale (self);
  cairo_t *cr;

  if (self->plot == NULL)
    return;
  cr = gtk_snapshot_append_cairo (into, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_scale (cr, scale, scale);
  gs_plot_draw (self->plot, cr, gs_style_get_theme (), (gint) (width / scale), (gint) (height / scale));
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
  GsLessonPlotView *self = GS_LESSON_PLOT_VIEW (widget);

  *natural = (gint) ((orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 160) * get_scale (self));
  /* On a projector it takes the room there is; beside the sheet it gets lower before the task hides a part of
   * it. */
  *minimum = self->scale > 0                           ? (gint) (75 * self->scale)
             : orientation == GTK_ORIENTATION_VERTICAL ? (gint) (86 * get_scale (self))
                                                       : *natural;
  if (self->scale > 0 && orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = *minimum;
}

static void
dispose (GObject *object)
{
  GsLessonPlotView *self = GS_LESSON_PLOT_VIEW (object);

  if (self->player != NULL) {
    g_signal_handlers_disconnect_by_data (gs_lesson_player_get_view (self->player), self);
    g_signal_handlers_disconnect_by_data (self->player, self);
  }
  g_clear_object (&self->player);
  g_clear_pointer (&self->plot, gs_lesson_plot_free);
  G_OBJECT_CLASS (gs_lesson_plot_view_parent_class)->dispose (object);
}

static void
gs_lesson_plot_view_class_init (GsLessonPlotViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
  GTK_WIDGET_CLASS (klass)->measure = measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gs_lesson_plot_view_init (GsLessonPlotView *self)
{
}

void
gs_lesson_plot_view_set_scale (GsLessonPlotView *self, gdouble scale)
{
  if (scale == self->scale)
    return;
  self->scale = scale;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

GtkWidget *
gs_lesson_plot_view_new (GsLessonPlayer *player)
{
  GsLessonPlotView *self = g_object_new (GS_TYPE_LESSON_PLOT_VIEW, NULL);

  self->player = g_object_ref (player);
  g_signal_connect_swapped (player, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (player, "moved", G_CALLBACK (update), self);
  g_signal_connect_swapped (gs_lesson_player_get_view (player), "changed", G_CALLBACK (on_view_changed),
                            self);
  update (self);
  return GTK_WIDGET (self);
}
