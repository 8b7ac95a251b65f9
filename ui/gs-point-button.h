/* A toggle with a small picture of what points a generator makes.
 *
 *   button = gs_point_button_new (GS_GENERATOR_SPIRAL);
 */
#pragma once

#include <gtk/gtk.h>

#include "app/data/gs-generator.h"

G_BEGIN_DECLS

/* A GtkToggleButton. */
GtkWidget *gs_point_button_new (GsGeneratorKind kind);

G_END_DECLS
