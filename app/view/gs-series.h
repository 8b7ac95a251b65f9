/* How a few numbers go on when they are dragged on: with even distances by these, else over again. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The number `n` places behind the first of `count` (n < 0: in front of it). */
gdouble gs_series_get (const gdouble *values, gint count, gint n);

G_END_DECLS
