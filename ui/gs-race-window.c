/* Runs beside each other, in a window. */
#include "gs-race-window.h"

#include <glib/gi18n-lib.h>

#include "app/workbook/gs-race.h"
#include "gs-curve-view.h"
#include "gs-difference-view.h"
#include "gs-help-window.h"
#include "gs-screen.h"
#include "gs-template.h"

/* Milliseconds between two looks at the runs. */
#define TICK 100
/* Points of a curve that are drawn of each run. */
#define MAX_POINTS 600

struct _GsRaceWindow {
  GtkWindow parent_instance;

  GtkWidget *changes, *optimizers, *epochs, *run, *said, *parts, *curves, *difference, *which;
  GsCurveView *loss, *accuracy;
  GsDifferenceView *cells;
  GsWorkbook *book;
  GsRace *race; /* the thread's while it runs; or NULL */
  GThread *thread;
  guint tick;
  gint halt, over; /* atomic */
  guint32 passes;
};

G_DEFINE_FINAL_TYPE (GsRaceWindow, gs_race_window, GTK_TYPE_WINDOW)

static void
tell (GsRaceWindow *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->said), text);
}

/* ---- curves ---- */

static void
put_losses (GsCurves *curves, guint curve, const GsLosses *losses)
{
  guint n = gs_losses_get_n (losses), stride = n / MAX_POINTS + 1;

  for (guint i = 0; i < n; i += stride) {
    const GsLossPoint *point = gs_losses_get (losses, MIN (i + stride, n) - 1);

    gs_curves_put (curves, curve, point->last, point->loss);
  }
}

/* The test rows' accuracy where some are kept apart, else the training rows'. */
static void
put_accuracy (GsCurves *curves, guint curve, const GsEpochs *epochs, gboolean test)
{
  for (guint i = 0; i < gs_epochs_get_n (epochs); i++) {
    const GsEpoch *epoch = gs_epochs_get (epochs, i);

    gs_curves_put (curves, curve, epoch->last_pass, test ? epoch->test_accuracy : epoch->accuracy);
  }
}

static void
show_curves (GsRaceWindow *self)
{
  gboolean test = gs_dataset_get_test_share (gs_workbook_get_data (self->book), NULL) > 0;
  GsCurves *loss = gs_curves_new (GS_CURVES_LOG), *accuracy = gs_curves_new (GS_CURVES_SHARE);

  for (guint i = 0; i < gs_race_get_n (self->race); i++) {
    const gchar *name = gs_race_get_name (self->race, i);
    g_autoptr (GsLosses) losses = gs_race_get_losses (self->race, i);
    g_autoptr (GsEpochs) epochs = gs_race_get_epochs (self->race, i);

    put_losses (loss, gs_curves_add (loss, name, GS_CURVE_OTHER + i), losses);
    put_accuracy (accuracy, gs_curves_add (accuracy, name, GS_CURVE_OTHER + i), epochs, test);
  }
  gs_curve_view_take (self->loss, loss, self->passes);
  gs_curve_view_take (self->accuracy, accuracy, self->passes);
}

/* ---- the difference ---- */

static void
show_difference (GsRaceWindow *self)
{
  guint run = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->which)) + 1;
  gboolean there = self->race != NULL && self->thread == NULL && run < gs_race_get_n (self->race);

  gs_difference_view_take (self->cells, there ? gs_race_make_frame (self->race, run, 0) : NULL);
}

/* "lr=0.1 less as it is" */
static void
offer_differences (GsRaceWindow *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 1; i < gs_race_get_n (self->race); i++) {
    g_autofree gchar *text =
        g_strdup_printf (_ ("Cells of “%s” less those of “%s”"), gs_race_get_name (self->race, i),
                         gs_race_get_name (self->race, 0));

    gtk_string_list_append (list, text);
  }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->which), G_LIST_MODEL (list));
  show_difference (self);
}

/* ---- running ---- */

static gpointer
work (gpointer data)
{
  GsRaceWindow *self = data;

  gs_race_run (self->race, self->passes, &self->halt, NULL, NULL);
  g_atomic_int_set (&self->over, 1);
  return NULL;
}

static void
stop (GsRaceWindow *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->thread == NULL)
    return;
  g_atomic_int_set (&self->halt, 1);
  g_thread_join (g_steal_pointer (&self->thread));
}

/* What ended early says so; the others have their curves. */
static void
tell_end (GsRaceWindow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < gs_race_get_n (self->race); i++) {
    g_autofree gchar *failure = gs_race_get_failure (self->race, i);

    if (failure != NULL)
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", gs_race_get_name (self->race, i),
                              failure);
  }
  tell (self, text->len > 0 ? text->str : _ ("All runs are done. Point at a curve to read it off."));
}

static void
finish (GsRaceWindow *self)
{
  stop (self);
  gtk_button_set_label (GTK_BUTTON (self->run), _ ("_Run"));
  show_curves (self);
  offer_differences (self);
  tell_end (self);
}

static gboolean
on_tick (gpointer user_data)
{
  GsRaceWindow *self = user_data;

  if (g_atomic_int_get (&self->over) == 0) {
    show_curves (self);
    return G_SOURCE_CONTINUE;
  }
  self->tick = 0;
  finish (self);
  return G_SOURCE_REMOVE;
}

/* The document as it is, and each change; without any the optimisers. */
static gboolean
add_runs (GsRace *race, const gchar *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  gboolean any = FALSE;

  for (guint i = 0; parts[i] != NULL; i++)
    any = *g_strstrip (parts[i]) != '\0' || any;
  if (!any)
    return gs_race_add_optimizers (race, error);
  if (!gs_race_add (race, "", error))
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0' && !gs_race_add (race, parts[i], error))
      return FALSE;
  return TRUE;
}

static void
start (GsRaceWindow *self, const gchar *text)
{
  g_autoptr (GsRace) race = gs_race_new (self->book);
  g_autoptr (GError) error = NULL;
  guint32 n = (guint32) MAX (gs_dataset_get_n_batches (gs_workbook_get_data (self->book)), 1);

  if (!add_runs (race, text, &error)) {
    tell (self, error->message);
    return;
  }
  gs_race_free (self->race);
  self->race = g_steal_pointer (&race);
  self->passes = n * (guint32) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->epochs));
  self->halt = self->over = 0;
  gtk_button_set_label (GTK_BUTTON (self->run), _ ("_Stop"));
  tell (self, _ ("Training …"));
  gtk_widget_set_visible (self->parts, TRUE);
  self->thread = g_thread_new ("compare", work, self);
  self->tick = g_timeout_add (TICK, on_tick, self);
  show_difference (self);
}

static void
on_run (GsRaceWindow *self)
{
  if (self->thread != NULL)
    finish (self);
  else
    start (self, gtk_editable_get_text (GTK_EDITABLE (self->changes)));
}

static void
on_optimizers (GsRaceWindow *self)
{
  if (self->thread != NULL)
    finish (self);
  start (self, "");
}

/* ---- the window ---- */

static void
dispose (GObject *object)
{
  GsRaceWindow *self = GS_RACE_WINDOW (object);

  gs_template_take_typed (self);
  stop (self);
  g_clear_pointer (&self->race, gs_race_free);
  g_clear_object (&self->book);
  G_OBJECT_CLASS (gs_race_window_parent_class)->dispose (object);
}

static void
gs_race_window_class_init (GsRaceWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gs_template_set (widget_class, "gs-race-window");
  gtk_widget_class_bind_template_child (widget_class, GsRaceWindow, changes);
  gtk_widget_class_bind_template_child (widget_class, GsRaceWindow, optimizers);
  gtk_widget_class_bind_template_child (widget_class, GsRaceWindow, epochs);
  gtk_widget_class_bind_template_child (widget_class, GsRaceWindow, run);
  gtk_widget_class_bind_template_child (widget_class, GsRaceWindow, said);
  gtk_widget_class_bind_template_child (widget_class, GsRaceWindow, parts);
  gtk_widget_class_bind_template_child (widget_class, GsRaceWindow, curves);
  gtk_widget_class_bind_template_child (widget_class, GsRaceWindow, difference);
  gtk_widget_class_bind_template_child (widget_class, GsRaceWindow, which);
  gtk_widget_class_bind_template_callback (widget_class, on_run);
  gtk_widget_class_bind_template_callback (widget_class, on_optimizers);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "building#the-same-again-with-one-thing-changed");
}

static void
gs_race_window_init (GsRaceWindow *self)
{
  gs_template_init (GTK_WIDGET (self));
  gs_screen_set_design_size (GTK_WINDOW (self), 1080, 720);
  gtk_editable_set_text (GTK_EDITABLE (self->changes), "lr=0.1, optimizer=adam, seed=2");
  self->loss = gs_curve_view_new (_ ("Loss of each run, pass by pass"));
  self->accuracy = gs_curve_view_new (_ ("Accuracy of each run, epoch by epoch"));
  self->cells = GS_DIFFERENCE_VIEW (gs_difference_view_new ());
  gtk_box_append (GTK_BOX (self->curves), GTK_WIDGET (self->loss));
  gtk_box_append (GTK_BOX (self->curves), GTK_WIDGET (self->accuracy));
  gtk_widget_set_vexpand (GTK_WIDGET (self->cells), TRUE);
  gtk_box_append (GTK_BOX (self->difference), GTK_WIDGET (self->cells));
  g_signal_connect_swapped (self->which, "notify::selected", G_CALLBACK (show_difference), self);
}

GtkWindow *
gs_race_window_new (GtkWindow *parent, GsWorkbook *book)
{
  GsRaceWindow *self = g_object_new (GS_TYPE_RACE_WINDOW, "transient-for", parent, NULL);

  self->book = g_object_ref (book);
  return GTK_WINDOW (self);
}
