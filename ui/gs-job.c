/* Long work beside the window: a thread, a bar, and what is done when it ends. */
#include "gs-job.h"

#include <glib/gi18n-lib.h>

#include "app/text/gs-task.h"
#include "gs-help-window.h"
#include "gs-work-bar.h"

/* Milliseconds between two looks; what ends before the second needs no bar. */
#define TICK 120

struct _GsJob {
  GObject parent_instance;

  const GsJobKind *kind;
  gchar *what;
  GsTask *task;
  GThread *thread;
  GSource *tick;
  gboolean was_seen;  /* by a look that found it at work */
  gboolean has_place; /* a box */
  GtkWidget *place;   /* weak */
  GsWorkBar *bar;     /* weak; NULL until it is shown */
  GtkWindow *window;  /* that holds the bar, where the place is no box */
  GWeakRef owner;
  /* The worker's until it is over. */
  gpointer order, result;
  GError *error;
  gint over; /* atomic */
};

#define GS_TYPE_JOB (gs_job_get_type ())
G_DECLARE_FINAL_TYPE (GsJob, gs_job, GS, JOB, GObject)
G_DEFINE_FINAL_TYPE (GsJob, gs_job, G_TYPE_OBJECT)

static GPtrArray *running; /* GsJob, the oldest first; NULL before the first */

/* ---- the thread ---- */

static gpointer
work (gpointer data)
{
  GsJob *self = data;

  g_cancellable_push_current (G_CANCELLABLE (self->task));
  self->result = self->kind->work (self->order, &self->error);
  g_cancellable_pop_current (G_CANCELLABLE (self->task));
  g_atomic_int_set (&self->over, 1);
  g_source_set_ready_time (self->tick, 0);
  return NULL;
}

/* ---- what is seen ---- */

static void
stop (GsJob *self)
{
  g_cancellable_cancel (G_CANCELLABLE (self->task));
}

static gboolean
on_close (GsJob *self)
{
  stop (self);
  return TRUE;
}

/* A place of its own. */
static GtkWidget *
make_place (GsJob *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_title (self->window, self->what);
  gtk_window_set_resizable (self->window, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->window), "gs");
  if (self->place != NULL)
    gtk_window_set_transient_for (self->window, GTK_WINDOW (self->place));
  gtk_window_set_child (self->window, box);
  g_signal_connect_object (self->window, "close-request", G_CALLBACK (on_close), self, G_CONNECT_SWAPPED);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (GTK_WIDGET (self->window), keys);
  gs_help_window_add_keys (GTK_WIDGET (self->window), "start");
  return box;
}

/* One that is hidden is nobody's. */
static GsWorkBar *
find_bar (GtkWidget *place)
{
  for (GtkWidget *child = gtk_widget_get_first_child (place); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GS_IS_WORK_BAR (child) && !gtk_widget_get_visible (child))
      return GS_WORK_BAR (child);
  return NULL;
}

/* The bar's job, which may be another one by now. */
static void
on_stop (GsWorkBar *bar)
{
  GsJob *job = g_object_get_data (G_OBJECT (bar), "job");

  if (job != NULL)
    stop (job);
}

static void
take_bar (GsJob *self)
{
  GtkWidget *place = self->has_place ? self->place : make_place (self);
  GsWorkBar *bar = find_bar (place);

  if (bar == NULL) {
    bar = gs_work_bar_new (_ ("Progress"));
    gs_work_bar_add_button (bar, _ ("Stop"), _ ("Leave it; nothing is changed by it"), G_CALLBACK (on_stop),
                            bar);
    gtk_box_prepend (GTK_BOX (place), GTK_WIDGET (bar));
  }
  g_object_set_data (G_OBJECT (bar), "job", self);
  g_set_weak_pointer (&self->bar, bar);
}

static void
show (GsJob *self)
{
  g_autofree gchar *rest = gs_work_bar_describe_rest (gs_task_estimate_rest (self->task)), *text = NULL;
  gdouble fraction = gs_task_get_fraction (self->task);

  if (self->bar == NULL)
    take_bar (self);
  if (g_cancellable_is_cancelled (G_CANCELLABLE (self->task)))
    text = g_strdup_printf (_ ("%s  ·  stopping"), self->what);
  else if (rest != NULL)
    text = g_strdup_printf (_ ("%s  ·  %.0f %%  ·  %s"), self->what, fraction * 100, rest);
  else
    text = g_strdup (self->what);
  gs_work_bar_show (self->bar, text, fraction);
  if (self->window != NULL && !gtk_widget_get_visible (GTK_WIDGET (self->window)))
    gtk_window_present (self->window);
}

/* ---- the end ---- */

static void
leave_bar (GsJob *self)
{
  if (self->bar != NULL) {
    g_object_set_data (G_OBJECT (self->bar), "job", NULL);
    gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  }
  g_clear_weak_pointer (&self->bar);
  if (self->window != NULL)
    gtk_window_destroy (g_steal_pointer (&self->window));
}

static void
finish (GsJob *self)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  gboolean stopped = g_cancellable_is_cancelled (G_CANCELLABLE (self->task));
  GApplication *application = g_application_get_default ();

  g_thread_join (g_steal_pointer (&self->thread));
  leave_bar (self);
  if (!stopped && owner != NULL)
    self->kind->done (owner, self->order, g_steal_pointer (&self->result), self->error);
  if (application != NULL)
    g_application_release (application);
  g_ptr_array_remove (running, self);
}

static gboolean
on_tick (gpointer user_data)
{
  GsJob *self = user_data;

  if (g_atomic_int_get (&self->over)) {
    finish (self);
    return G_SOURCE_REMOVE;
  }
  if (self->has_place && self->place == NULL)
    stop (self);
  else if (self->was_seen)
    show (self);
  self->was_seen = TRUE;
  return G_SOURCE_CONTINUE;
}

/* ---- the object ---- */

static void
finalize (GObject *object)
{
  GsJob *self = GS_JOB (object);

  g_assert (self->thread == NULL);
  g_clear_weak_pointer (&self->place);
  g_clear_weak_pointer (&self->bar);
  g_weak_ref_clear (&self->owner);
  if (self->result != NULL && self->kind->free_result != NULL)
    self->kind->free_result (self->result);
  self->kind->free_order (self->order);
  g_clear_error (&self->error);
  g_clear_object (&self->task);
  g_source_unref (self->tick);
  g_free (self->what);
  G_OBJECT_CLASS (gs_job_parent_class)->finalize (object);
}

static void
gs_job_class_init (GsJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
gs_job_init (GsJob *self)
{
  g_weak_ref_init (&self->owner, NULL);
}

void
gs_job_start (GtkWidget *place, const GsJobKind *kind, const gchar *what, gpointer order, gpointer owner)
{
  GsJob *self = g_object_new (GS_TYPE_JOB, NULL);
  GApplication *application = g_application_get_default ();

  self->kind = kind;
  self->what = g_strdup (what);
  self->order = order;
  self->task = gs_task_new ();
  self->has_place = place != NULL && GTK_IS_BOX (place);
  g_set_weak_pointer (&self->place, place);
  g_weak_ref_set (&self->owner, owner);
  if (running == NULL)
    running = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (running, self);
  if (application != NULL)
    g_application_hold (application);
  self->tick = g_timeout_source_new (TICK);
  g_source_set_callback (self->tick, on_tick, self, NULL);
  g_source_attach (self->tick, NULL);
  self->thread = g_thread_new ("job", work, self);
}

const gchar *
gs_job_find (GtkWidget *place)
{
  for (guint i = 0; running != NULL && i < running->len; i++) {
    const GsJob *job = g_ptr_array_index (running, i);

    if (job->has_place && job->place == place && !g_cancellable_is_cancelled (G_CANCELLABLE (job->task)))
      return job->what;
  }
  return NULL;
}

void
gs_job_stop (GtkWidget *place)
{
  for (guint i = 0; running != NULL && i < running->len; i++) {
    GsJob *job = g_ptr_array_index (running, i);

    if (place == NULL ? !job->has_place : job->place == place)
      stop (job);
  }
}

void
gs_job_stop_and_wait (void)
{
  for (guint i = 0; running != NULL && i < running->len; i++)
    stop (g_ptr_array_index (running, i));
  for (guint i = 0; running != NULL && i < running->len; i++) {
    GsJob *job = g_ptr_array_index (running, i);

    g_source_destroy (job->tick);
    g_thread_join (g_steal_pointer (&job->thread));
    leave_bar (job);
  }
  g_clear_pointer (&running, g_ptr_array_unref);
}
