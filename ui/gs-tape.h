/* The tape: the program as a strip of cards with the cursor in it. A click goes to a card. */
#pragma once

#include <gtk/gtk.h>

#include "app/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_TAPE (gs_tape_get_type ())
G_DECLARE_FINAL_TYPE (GsTape, gs_tape, GS, TAPE, GtkWidget)

GtkWidget *gs_tape_new (GsView *view);

G_END_DECLS
