/* A command as a task that signals stop. */
#include "gs-interrupt.h"

#include <signal.h>

#include "app/text/gs-signals.h"
#include "app/text/gs-task.h"

typedef struct {
  const GsCommand *command;
  gint n_arguments;
  gchar **arguments;
  GsTask *task;
  GMainLoop *loop;
  gint status;
} Running;

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static gpointer
work (gpointer data)
{
  Running *self = data;

  g_cancellable_push_current (G_CANCELLABLE (self->task));
  self->status = self->command->run (self->n_arguments, self->arguments);
  g_cancellable_pop_current (G_CANCELLABLE (self->task));
  g_idle_add (quit, self->loop);
  return NULL;
}

/* While it works, the main loop turns. */
static void
work_beside (Running *self)
{
  g_autoptr (GThread) thread = g_thread_new ("command", work, self);

  g_main_loop_run (self->loop);
  g_thread_join (g_steal_pointer (&thread));
}

static gboolean
on_signal (gpointer user_data, gint number)
{
  Running *self = user_data;

  if (g_cancellable_is_cancelled (G_CANCELLABLE (self->task))) {
    signal (number, SIG_DFL);
    raise (number);
  }
  g_cancellable_cancel (G_CANCELLABLE (self->task));
  return G_SOURCE_CONTINUE;
}

gint
gs_interrupt_run (const GsCommand *command, gint n_arguments, gchar **arguments)
{
  /* Signals are caught for good: one that comes while the program goes out has nothing left to stop. */
  static Running self;
  g_autoptr (GsTask) task = gs_task_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  self = (Running){ command, n_arguments, arguments, task, loop, 0 };
  gs_signals_catch (on_signal, &self);
  work_beside (&self);
  /* Not every function on the way hands on why it could not go on. */
  return self.status == GS_EXIT_BAD && g_cancellable_is_cancelled (G_CANCELLABLE (task)) ? GS_EXIT_INTERRUPTED
                                                                                         : self.status;
}
