/* All dark but a circle around the pointer. */
#include "gs-spotlight.h"

#define RADIUS   170.0
#define DARKNESS 0.72

struct _GsSpotlight {
  GtkWidget parent_instance;

  gdouble x, y;
};

G_DEFINE_FINAL_TYPE (GsSpotlight, gs_spotlight, GTK_TYPE_WIDGET)

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsSpotlight *self = GS_SPOTLIGHT (widget);
  gint width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (into, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_arc (cr, self->x, self->y, RADIUS, 0, 2 * G_PI);
  cairo_set_source_rgba (cr, 0, 0, 0, DARKNESS);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
gs_spotlight_class_init (GsSpotlightClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
}

static void
gs_spotlight_init (GsSpotlight *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
gs_spotlight_new (void)
{
  return g_object_new (GS_TYPE_SPOTLIGHT, NULL);
}

gboolean
gs_spotlight_is_on (GsSpotlight *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self));
}

void
gs_spotlight_set_on (GsSpotlight *self, gboolean on)
{
  gtk_widget_set_visible (GTK_WIDGET (self), on);
}

void
gs_spotlight_move (GsSpotlight *self, gdouble x, gdouble y)
{
  self->x = x;
  self->y = y;
  if (gs_spotlight_is_on (self))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
