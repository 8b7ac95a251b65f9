/* The transport: start, back, step, run, end; and how large a step is. */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_TRANSPORT (gs_transport_get_type ())
G_DECLARE_FINAL_TYPE (GsTransport, gs_transport, GS, TRANSPORT, GtkWidget)

GtkWidget *gs_transport_new (GsView *view);

/* Steps again and again until it is stopped, time ends, or a breakpoint is met; `slowly`, so that one can
 * follow and say what happens, whatever the speed is. The other way round while it runs: it stops. Signal:
 * "running", when it has begun or ended. */
void gs_transport_toggle_run (GsTransport *self, gboolean slowly);
gboolean gs_transport_is_running (GsTransport *self);

G_END_DECLS
