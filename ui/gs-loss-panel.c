/* The curves of loss and accuracy, gathered anew when passes are done. */
#include "gs-loss-panel.h"

#include "app/text/gs-number.h"
#include "gs-curve-view.h"
#include "gs-template.h"
#include <glib/gi18n-lib.h>

/* Points of a curve; more of them than a panel has pixels tell nothing. */
#define MAX_POINTS 2048

struct _GsLossPanel {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box, *curves, *text, *log;
  GsCurveView *loss, *accuracy;
  gdouble scale; /* of a projector, which shows the loss alone; 0: the desktop's */
};

G_DEFINE_FINAL_TYPE (GsLossPanel, gs_loss_panel, GTK_TYPE_WIDGET)

/* The loss of every pass; where they are many, of so many passes the least and the greatest. */
static void
put_losses (GsCurves *curves, guint curve, const GsLosses *losses)
{
  guint n = gs_losses_get_n (losses), stride = n / MAX_POINTS + 1;

  for (guint i = 0; i < n; i += stride) {
    const GsLossPoint *first = gs_losses_get (losses, i);
    gdouble least = first->min, most = first->max;

    for (guint k = i + 1; k < MIN (i + stride, n); k++) {
      least = MIN (least, gs_losses_get (losses, k)->min);
      most = MAX (most, gs_losses_get (losses, k)->max);
    }
    if (most > least) {
      gs_curves_put (curves, curve, first->first, most);
      gs_curves_put (curves, curve, first->first, least);
    }
    first = gs_losses_get (losses, MIN (i + stride, n) - 1);
    gs_curves_put (curves, curve, first->last, first->loss);
  }
}

/* One measure of all epochs, each at its last pass. */
static void
put_epochs (GsCurves *curves, guint curve, const GsEpochs *epochs, gsize offset)
{
  for (guint i = 0; i < gs_epochs_get_n (epochs); i++) {
    const GsEpoch *epoch = gs_epochs_get (epochs, i);

    gs_curves_put (curves, curve, epoch->last_pass, *(const gdouble *) (gpointer) ((gchar *) epoch + offset));
  }
}

#define PUT(curves, name, look, epochs, member)                                                              \
  put_epochs (curves, gs_curves_add (curves, name, look), epochs, G_STRUCT_OFFSET (GsEpoch, member))

static GsCurves *
make_loss (GsLossPanel *self, const GsLosses *losses, const GsEpochs *epochs)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  NnCell cell = { nn_program_get_loss (sight->program), 0 };
  guint32 now = gs_frame_get_cursor (sight->frame)->pass;
  guint n = gs_losses_get_n (losses), training;
  GsCurves *curves = gs_curves_new (
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->log)) ? GS_CURVES_LOG : GS_CURVES_LINEAR);
  gdouble loss;

  training = gs_curves_add (curves, _ ("loss"), GS_CURVE_TRAINING);
  put_losses (curves, training, losses);
  /* Of a document that was saved the epochs are known, and no passes. */
  if (n == 0)
    put_epochs (curves, training, epochs, G_STRUCT_OFFSET (GsEpoch, loss));
  if (gs_sight_see (sight, &cell, &loss) == GS_SEEN_NUMBER
      && (n == 0 || gs_losses_get (losses, n - 1)->last < now))
    gs_curves_put (curves, training, now, loss);
  PUT (curves, _ ("test loss"), GS_CURVE_TEST, epochs, test_loss);
  PUT (curves, _ ("validation loss"), GS_CURVE_VALIDATION, epochs, validation_loss);
  return curves;
}

static GsCurves *
make_accuracy (const GsEpochs *epochs)
{
  GsCurves *curves = gs_curves_new (GS_CURVES_SHARE);

  PUT (curves, _ ("accuracy"), GS_CURVE_TRAINING, epochs, accuracy);
  PUT (curves, _ ("test accuracy"), GS_CURVE_TEST, epochs, test_accuracy);
  PUT (curves, _ ("validation accuracy"), GS_CURVE_VALIDATION, epochs, validation_accuracy);
  return curves;
}

static void
collect (GsLossPanel *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  const GsEpochs *epochs = gs_frame_get_epochs (sight->frame);
  guint32 now = gs_frame_get_cursor (sight->frame)->pass;

  gs_curve_view_take (self->loss, make_loss (self, gs_frame_get_losses (sight->frame), epochs), now);
  if (self->scale == 0)
    gs_curve_view_take (self->accuracy, make_accuracy (epochs), now);
}

static void
on_view_changed (GsLossPanel *self, guint change)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  NnCell cell = { nn_program_get_loss (sight->program), 0 };
  g_autofree gchar *text = NULL, *number = NULL;
  gdouble loss, before;
  GsSeen seen;

  if ((change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM | GS_VIEW_OPTIONS | GS_VIEW_LIVE)) == 0)
    return;
  /* Of the frames of a trainer, many in a second, only where one looks. */
  if (change != GS_VIEW_LIVE || gtk_widget_get_mapped (GTK_WIDGET (self)))
    collect (self);
  seen = gs_sight_see (sight, &cell, &loss);
  if (seen != GS_SEEN_BLANK) {
    number = seen == GS_SEEN_HIDDEN ? g_strdup ("?") : gs_number_show (loss, 6);
    if (gs_frame_get_loss_before (sight->frame, &before)) {
      g_autofree gchar *was = gs_number_show (before, 6);

      text = g_strdup_printf (_ ("Pass %u: L = %s; in the pass before it was %s"),
                              gs_frame_get_cursor (sight->frame)->pass, number, was);
    } else {
      text = g_strdup_printf (_ ("Pass %u: L = %s"), gs_frame_get_cursor (sight->frame)->pass, number);
    }
  }
  gtk_label_set_text (GTK_LABEL (self->text),
                      text != NULL ? text : _ ("The loss of this pass is not computed yet."));
}

static void
on_scale (GsLossPanel *self)
{
  if (self->view != NULL)
    collect (self);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsLossPanel *self = GS_LOSS_PANEL (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_loss_panel_parent_class)->dispose (object);
}

void
gs_loss_panel_set_scale (GsLossPanel *self, gdouble scale)
{
  if (scale == self->scale)
    return;
  self->scale = scale;
  gtk_widget_set_visible (GTK_WIDGET (self->accuracy), FALSE);
  gtk_widget_set_visible (self->log, FALSE);
  gtk_widget_set_visible (self->text, FALSE); /* the curve says it, too */
  gtk_widget_set_vexpand (self->curves, TRUE);
  gs_curve_view_set_scale (self->loss, scale);
}

void
gs_loss_panel_be_brief (GsLossPanel *self)
{
  gs_curve_view_be_brief (self->loss);
}

static void
gs_loss_panel_class_init (GsLossPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-loss-panel");
  gtk_widget_class_bind_template_child (widget_class, GsLossPanel, box);
  gtk_widget_class_bind_template_child (widget_class, GsLossPanel, curves);
  gtk_widget_class_bind_template_child (widget_class, GsLossPanel, log);
  gtk_widget_class_bind_template_child (widget_class, GsLossPanel, text);
}

static void
gs_loss_panel_init (GsLossPanel *self)
{
  gs_template_init (GTK_WIDGET (self));
  self->loss = gs_curve_view_new (_ ("Loss, pass by pass"));
  self->accuracy = gs_curve_view_new (_ ("Accuracy, epoch by epoch"));
  gtk_box_append (GTK_BOX (self->curves), GTK_WIDGET (self->loss));
  gtk_box_append (GTK_BOX (self->curves), GTK_WIDGET (self->accuracy));
  g_signal_connect_swapped (self->log, "toggled", G_CALLBACK (on_scale), self);
}

GtkWidget *
gs_loss_panel_new (GsView *view)
{
  GsLossPanel *self = g_object_new (GS_TYPE_LOSS_PANEL, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  on_view_changed (self, GS_VIEW_VALUES);
  return GTK_WIDGET (self);
}
