/* The bar over the sheet while one trains. */
#include "gs-train-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/workbook/gs-trainer.h"
#include "gs-template.h"

struct _GsTrainBar {
  GtkWidget parent_instance;

  GsView *view;
  GsTrainer *trainer; /* while there is one */
  GtkWidget *box, *progress, *text, *pause;
};

G_DEFINE_FINAL_TYPE (GsTrainBar, gs_train_bar, GTK_TYPE_WIDGET)

/* ---- text ---- */

/* "12 s", "3 min", "2 h": as far as one can know. */
static gchar *
describe_time (gdouble seconds)
{
  if (seconds < 90)
    return g_strdup_printf (_ ("%d s left"), (gint) ceil (seconds));
  if (seconds < 90 * 60)
    return g_strdup_printf (_ ("%d min left"), (gint) ceil (seconds / 60));
  return g_strdup_printf (_ ("%.0f h left"), MIN (ceil (seconds / 3600), 1e6));
}

/* "57 of 3000 passes · loss 0.298 · 5200 samples/s · 12 s left" */
static gchar *
describe (const GsTrainerProgress *progress, gboolean paused)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u of %u pass", "%u of %u passes", progress->total),
                                           progress->done, progress->total));
  if (!isnan (progress->loss))
    g_ptr_array_add (parts, g_strdup_printf (_ ("loss %.6g"), progress->loss));
  if (paused) {
    g_ptr_array_add (parts, g_strdup (_ ("paused")));
  } else if (progress->seconds_left >= 0) {
    g_ptr_array_add (parts, g_strdup_printf (_ ("%.0f samples/s"), progress->samples_per_second));
    g_ptr_array_add (parts, describe_time (progress->seconds_left));
  }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("  ·  ", (gchar **) parts->pdata);
}

static void
update (GsTrainBar *self)
{
  GsTrainerProgress progress;
  g_autofree gchar *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), self->trainer != NULL);
  if (self->trainer == NULL)
    return;
  gs_trainer_get_progress (self->trainer, &progress);
  text = describe (&progress, gs_trainer_is_paused (self->trainer));
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                 (gdouble) progress.done / MAX (progress.total, 1));
  gtk_label_set_text (GTK_LABEL (self->text), text);
  gtk_button_set_label (GTK_BUTTON (self->pause),
                        gs_trainer_is_paused (self->trainer) ? _ ("Go on") : _ ("Pause"));
}

/* ---- who trains ---- */

static void
on_trainer_changed (GsTrainBar *self)
{
  update (self);
}

static void
forget_trainer (GsTrainBar *self)
{
  if (self->trainer != NULL)
    g_signal_handlers_disconnect_by_data (self->trainer, self);
  g_clear_object (&self->trainer);
}

static void
on_training (GsTrainBar *self)
{
  GsTrainer *trainer = gs_workbook_get_trainer (gs_view_get_workbook (self->view));

  if (trainer != self->trainer) {
    forget_trainer (self);
    if (trainer != NULL) {
      self->trainer = g_object_ref (trainer);
      g_signal_connect_swapped (trainer, "changed", G_CALLBACK (on_trainer_changed), self);
    }
  }
  update (self);
}

static void
on_pause (GsTrainBar *self)
{
  if (self->trainer != NULL)
    gs_trainer_set_paused (self->trainer, !gs_trainer_is_paused (self->trainer));
}

static void
on_stop (GsTrainBar *self)
{
  if (self->trainer != NULL)
    gs_trainer_stop (self->trainer);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsTrainBar *self = GS_TRAIN_BAR (object);

  forget_trainer (self);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (gs_view_get_workbook (self->view), self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_train_bar_parent_class)->dispose (object);
}

static void
gs_train_bar_class_init (GsTrainBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "gs-train-bar");
  gs_template_set (widget_class, "gs-train-bar");
  gtk_widget_class_bind_template_child (widget_class, GsTrainBar, box);
  gtk_widget_class_bind_template_child (widget_class, GsTrainBar, text);
  gtk_widget_class_bind_template_child (widget_class, GsTrainBar, progress);
  gtk_widget_class_bind_template_child (widget_class, GsTrainBar, pause);
  gtk_widget_class_bind_template_callback (widget_class, on_pause);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
}

static void
gs_train_bar_init (GsTrainBar *self)
{
  gs_template_init (GTK_WIDGET (self));
}

GtkWidget *
gs_train_bar_new (GsView *view)
{
  GsTrainBar *self = g_object_new (GS_TYPE_TRAIN_BAR, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (gs_view_get_workbook (view), "training", G_CALLBACK (on_training), self);
  on_training (self);
  return GTK_WIDGET (self);
}
