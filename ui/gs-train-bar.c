/* The bar over the sheet while one trains. */
#include "gs-train-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/text/gs-number.h"
#include "app/workbook/gs-trainer.h"
#include "gs-work-bar.h"

#define BRIEF_ROOM 34 /* characters */

struct _GsTrainBar {
  GtkWidget parent_instance;

  GsView *view;
  GsTrainer *trainer; /* while there is one */
  GsWorkBar *bar;
  GtkWidget *pause;
  gboolean is_brief;
};

G_DEFINE_FINAL_TYPE (GsTrainBar, gs_train_bar, GTK_TYPE_WIDGET)

/* ---- text ---- */

/* Loss and accuracy of the rows kept apart, as far as somebody has looked. */
static void
append_epoch (GPtrArray *parts, const GsEpoch *epoch)
{
  g_autofree gchar *test = gs_number_show_fixed (100 * epoch->test_accuracy, 1),
                   *loss = gs_number_show (epoch->test_loss, 4),
                   *accuracy = gs_number_show_fixed (100 * epoch->accuracy, 1);

  if (epoch->epoch == 0)
    return;
  g_ptr_array_add (parts, g_strdup_printf (_ ("epoch %u"), epoch->epoch));
  if (!isnan (epoch->test_accuracy))
    g_ptr_array_add (parts, g_strdup_printf (_ ("test %s %%"), test));
  else if (!isnan (epoch->test_loss))
    g_ptr_array_add (parts, g_strdup_printf (_ ("test loss %s"), loss));
  else if (!isnan (epoch->accuracy))
    g_ptr_array_add (parts, g_strdup_printf (_ ("accuracy %s %%"), accuracy));
}

/* "57 of 3000 passes · loss 0.298 · epoch 5 · test 97.2 % · 5200 samples/s · 12 s left"; briefly only how far
 * and how well: "57 of 3000 passes · loss 0.298". */
static gchar *
describe (const GsTrainerProgress *progress, gboolean paused, gboolean briefly)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (progress->total < GS_GOAL_MAX_PASSES)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u of %u pass", "%u of %u passes", progress->total),
                                             progress->done, progress->total));
  else
    g_ptr_array_add (parts,
                     g_strdup_printf (ngettext ("%u pass", "%u passes", progress->done), progress->done));
  if (!isnan (progress->loss)) {
    g_autofree gchar *loss = gs_number_show (progress->loss, briefly ? 3 : 6);

    g_ptr_array_add (parts, g_strdup_printf (_ ("loss %s"), loss));
  }
  if (!briefly)
    append_epoch (parts, &progress->epoch);
  if (paused)
    g_ptr_array_add (parts, g_strdup (_ ("paused")));
  else if (progress->samples_per_second > 0 && !briefly)
    g_ptr_array_add (parts, g_strdup_printf (_ ("%.0f samples/s"), progress->samples_per_second));
  if (!paused && progress->seconds_left >= 0 && !briefly)
    g_ptr_array_add (parts, gs_work_bar_describe_rest (progress->seconds_left));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("  ·  ", (gchar **) parts->pdata);
}

static void
update (GsTrainBar *self)
{
  GsTrainerProgress progress;
  g_autofree gchar *text = NULL;

  if (self->trainer == NULL) {
    gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
    return;
  }
  gs_trainer_get_progress (self->trainer, &progress);
  text = describe (&progress, gs_trainer_is_paused (self->trainer), self->is_brief);
  gs_work_bar_show (self->bar, text, (gdouble) progress.done / MAX (progress.total, 1));
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
  if (self->bar != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->bar)));
  G_OBJECT_CLASS (gs_train_bar_parent_class)->dispose (object);
}

static void
gs_train_bar_class_init (GsTrainBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gs_train_bar_init (GsTrainBar *self)
{
  self->bar = gs_work_bar_new (_ ("Training"));
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));
  self->pause = gs_work_bar_add_button (self->bar, _ ("Pause"), _ ("Take over what is done, and wait"),
                                        G_CALLBACK (on_pause), self);
  gs_work_bar_add_button (self->bar, _ ("Stop"), _ ("End training; what is done stays (Ctrl+Shift+T)"),
                          G_CALLBACK (on_stop), self);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START); /* the minimap is at the end */
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
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

void
gs_train_bar_be_brief (GsTrainBar *self)
{
  self->is_brief = TRUE;
  gs_work_bar_set_room (self->bar, BRIEF_ROOM);
  update (self);
}
