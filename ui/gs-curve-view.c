/* Curves over passes, drawn and read off. */
#include "gs-curve-view.h"

#include <glib/gi18n-lib.h>

#include "gs-style.h"

#define HEIGHT       190
#define LEAST_HEIGHT 55 /* where they take what room there is */

struct _GsCurveView {
  GtkWidget parent_instance;

  GtkWidget *title, *area, *text;
  GsCurves *curves;  /* or NULL */
  gdouble scale;     /* 0: the desktop's */
  guint32 now, read; /* the pass one stands in, and the one that is read off; 0: none */
};

G_DEFINE_FINAL_TYPE (GsCurveView, gs_curve_view, GTK_TYPE_WIDGET)

static gdouble
get_scale (GsCurveView *self)
{
  return self->scale > 0 ? self->scale : gs_style_get_text_scale ();
}

static void
update (GsCurveView *self)
{
  g_autofree gchar *text =
      self->curves != NULL ? gs_curves_read (self->curves, self->read > 0 ? self->read : self->now) : NULL;

  gtk_label_set_text (GTK_LABEL (self->text), text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "", -1);
  gtk_widget_queue_draw (self->area);
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsCurveView *self = user_data;
  gdouble scale = get_scale (self);

  if (self->curves == NULL)
    return;
  cairo_scale (cr, scale, scale);
  gs_curves_draw (self->curves, cr, gs_style_get_theme (), (gint) (width / scale), (gint) (height / scale),
                  self->read > 0 ? self->read : self->now);
}

/* ---- reading off ---- */

static void
on_motion (GtkEventControllerMotion *controller, gdouble x, gdouble y, GsCurveView *self)
{
  gdouble scale = get_scale (self);
  guint32 pass;

  if (self->curves == NULL
      || !gs_curves_find (self->curves, (gint) (gtk_widget_get_width (self->area) / scale), x / scale, &pass))
    return;
  self->read = pass;
  update (self);
}

static void
forget_reading (GsCurveView *self)
{
  self->read = 0;
  update (self);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsCurveView *self)
{
  gint step = key == GDK_KEY_Right || key == GDK_KEY_KP_Right ? 1
              : key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1
                                                              : 0;

  if (step == 0 || self->curves == NULL || gs_curves_is_empty (self->curves)
      || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  self->read = gs_curves_step (self->curves, self->read > 0 ? self->read : self->now, step);
  update (self);
  return TRUE;
}

/* ---- the widget ---- */

void
gs_curve_view_take (GsCurveView *view, GsCurves *curves, guint32 pass)
{
  gs_curves_free (view->curves);
  view->curves = curves;
  view->now = pass;
  gtk_widget_set_visible (GTK_WIDGET (view), !gs_curves_is_empty (curves));
  update (view);
}

static void
on_text_scale (GsCurveView *self)
{
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area),
                                       (gint) ((self->scale > 0 ? LEAST_HEIGHT : HEIGHT) * get_scale (self)));
}

void
gs_curve_view_set_scale (GsCurveView *view, gdouble scale)
{
  view->scale = scale;
  gtk_widget_set_vexpand (view->area, TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (view), TRUE); /* which does not ask what stands in it */
  on_text_scale (view);
}

void
gs_curve_view_be_brief (GsCurveView *view)
{
  gtk_widget_set_visible (view->title, FALSE);
}

static void
dispose (GObject *object)
{
  GsCurveView *self = GS_CURVE_VIEW (object);

  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->area, gtk_widget_unparent);
  g_clear_pointer (&self->text, gtk_widget_unparent);
  g_clear_pointer (&self->curves, gs_curves_free);
  G_OBJECT_CLASS (gs_curve_view_parent_class)->dispose (object);
}

static void
gs_curve_view_class_init (GsCurveViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
make_label (GsCurveView *self, const gchar *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, style);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
gs_curve_view_init (GsCurveView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new (),
                     *focus = gtk_event_controller_focus_new ();
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  self->title = make_label (self, "gs-panel-title");
  self->area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, "focusable",
                             TRUE, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self, NULL);
  gtk_widget_set_parent (self->area, GTK_WIDGET (self));
  self->text = make_label (self, "gs-dim");
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (forget_reading), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (forget_reading), self);
  gtk_widget_add_controller (self->area, motion);
  gtk_widget_add_controller (self->area, keys);
  gtk_widget_add_controller (self->area, focus);
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GsCurveView *
gs_curve_view_new (const gchar *title)
{
  GsCurveView *self = g_object_new (GS_TYPE_CURVE_VIEW, NULL);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return self;
}
