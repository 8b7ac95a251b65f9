/* What one chooses in the playground, at its left: points, layers, how it is trained (app/plane/gs-recipe.h).
 * Each choice is an edit like any other; while the network is being trained, training goes on with it.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_PLAY_CONTROLS (gs_play_controls_get_type ())
G_DECLARE_FINAL_TYPE (GsPlayControls, gs_play_controls, GS, PLAY_CONTROLS, GtkWidget)

GtkWidget *gs_play_controls_new (GsView *view);

G_END_DECLS
