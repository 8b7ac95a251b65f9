/* Signals that ask a program to end, as calls from the main loop. */
#include "gs-signals.h"

#include <glib-unix.h>
#include <signal.h>

typedef struct {
  GsSignalFunc func;
  gpointer user_data;
  gint number;
} Caught;

static gboolean
hand_on (gpointer data)
{
  const Caught *self = data;

  return self->func (self->user_data, self->number);
}

void
gs_signals_catch (GsSignalFunc func, gpointer user_data)
{
  static const gint numbers[] = { SIGTERM, SIGHUP, SIGINT };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    struct sigaction now;
    Caught *caught;

    if (sigaction (numbers[i], NULL, &now) != 0 || now.sa_handler == SIG_IGN)
      continue;
    caught = g_new (Caught, 1);
    *caught = (Caught){ func, user_data, numbers[i] };
    g_unix_signal_add_full (G_PRIORITY_DEFAULT, numbers[i], hand_on, caught, g_free);
  }
}
