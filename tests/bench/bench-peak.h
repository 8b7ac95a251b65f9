/* How fast this processor multiplies and adds at its best, at one thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One burst of independent chains of multiply-and-add in the widest registers there are, `rounds` steps long
 * (a few nanoseconds each); returns its floating-point operations, FMA counted as two. For who looks at the
 * clock before and after, because the processor's pace changes within milliseconds. */
gdouble bench_burst (gsize rounds);

/* The highest rate of such bursts in operations per second, measured now (about 50 ms). */
gdouble bench_measure_peak (void);

G_END_DECLS
