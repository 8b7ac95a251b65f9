/* The transport: start, back, step, run, end; and how large a step is. */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_TRANSPORT (gs_transport_get_type ())
G_DECLARE_FINAL_TYPE (GsTransport, gs_transport, GS, TRANSPORT, GtkWidget)

GtkWidget *gs_transport_new (GsView *view);

/* Steps again and again until it is stopped, time ends, or a breakpoint is met. */
void gs_transport_toggle_run (GsTransport *self);

G_END_DECLS
