/* The spotlight: darkens all but a circle around the pointer. Laid over what is presented; the pointer
 * goes through it.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_SPOTLIGHT (gs_spotlight_get_type ())
G_DECLARE_FINAL_TYPE (GsSpotlight, gs_spotlight, GS, SPOTLIGHT, GtkWidget)

GtkWidget *gs_spotlight_new (void);

gboolean gs_spotlight_is_on (GsSpotlight *self);
void gs_spotlight_set_on (GsSpotlight *self, gboolean on);
/* Where the pointer is, in the spotlight's own coordinates. */
void gs_spotlight_move (GsSpotlight *self, gdouble x, gdouble y);

G_END_DECLS
