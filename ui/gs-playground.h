/* The view "Playground": the network as a drawing of maps, the plane with its points, and what can be chosen.
 * The cells themselves stand beneath it, in the sheet.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_PLAYGROUND (gs_playground_get_type ())
G_DECLARE_FINAL_TYPE (GsPlayground, gs_playground, GS, PLAYGROUND, GtkWidget)

GtkWidget *gs_playground_new (GsView *view);
/* For a class: without what is chosen beside it, with the loss; letters for the back row. `unit`: pixels for
 * one of a screen that is 720 high. */
void gs_playground_set_unit (GsPlayground *self, gdouble unit);

G_END_DECLS
