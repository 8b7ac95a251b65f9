/* Heads: what stands over a column of cells and beside a row of them, on the sheet and on paper alike.
 *
 *   gs_head_draw (cr, theme, &place, gs_frame_get_label (frame, tensor, axis, 2), 2, 9.5);
 */
#pragma once

#include <cairo.h>

#include "gs-route.h"
#include "gs-theme.h"

G_BEGIN_DECLS

/* A strip of the theme's with a name, or where that is NULL a number. `size` of the letters; a name that is
 * too long has smaller ones or stands in two lines, and only one that then still has no room is shortened. A
 * number never is: it has letters as small as its room wants. */
void gs_head_draw (cairo_t *cr,
                   const GsTheme *theme,
                   const GsRectangle *place,
                   const gchar *name,
                   gint number,
                   gdouble size);

G_END_DECLS
