/* The tape: the program as a strip of cards with the cursor in it. A click goes to a card, the right button
 * makes running stop before it; a click on a phase's title folds its cards to layers, then away. */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_TAPE (gs_tape_get_type ())
G_DECLARE_FINAL_TYPE (GsTape, gs_tape, GS, TAPE, GtkWidget)

GtkWidget *gs_tape_new (GsView *view);

/* For keys: where the cursor is. */
void gs_tape_toggle_breakpoint (GsTape *self);
void gs_tape_fold (GsTape *self);

G_END_DECLS
