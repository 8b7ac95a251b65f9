/* Sines with the same bits on every machine, which the C library's are not: for rows that are made, and for
 * what is worked out from them.
 *
 *   gs_sine_of_turn (0.25, &sine, &cosine);     // 1 and 0
 *   y = gs_sine (x);                            // of an angle in radians
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of an angle in turns: 1/4 is a right angle. */
void gs_sine_of_turn (gdouble angle, gdouble *sine, gdouble *cosine);
gdouble gs_sine (gdouble angle);

G_END_DECLS
