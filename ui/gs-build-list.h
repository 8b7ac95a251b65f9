/* A network being built (gs-blueprint.h) as a list: a row for each layer, which can be typed into, moved and
 * taken out; its shape and parameters, or why it does not fit, beneath it; loss and optimiser.
 *
 *   gs_build_list_set_blueprint (list, gs_blueprint_new (network));
 *   g_signal_connect (list, "changed", ...);           // by whatever is done with it
 *   network = gs_blueprint_build (gs_build_list_get_blueprint (list), &error);
 */
#pragma once

#include <gtk/gtk.h>

#include "app/network/gs-blueprint.h"

G_BEGIN_DECLS

#define GS_TYPE_BUILD_LIST (gs_build_list_get_type ())
G_DECLARE_FINAL_TYPE (GsBuildList, gs_build_list, GS, BUILD_LIST, GtkWidget)

/* Empty until it has a blueprint. Taken, and borrowed. */
void gs_build_list_set_blueprint (GsBuildList *self, GsBlueprint *blueprint);
GsBlueprint *gs_build_list_get_blueprint (GsBuildList *self);
/* What was typed as one line beside the list. */
void gs_build_list_set_line (GsBuildList *self, const gchar *line);

G_END_DECLS
