/* How the sum of a cell that is written term by term grows: a bar of its terms. What has been added is pale,
 * what is added now strong, what is still to come dashed; a term that takes away is an empty piece of the
 * bar. The whole sum fits, so that the bar grows from step to step.
 *
 *   gs_sum_painter_draw (cr, sight, theme, 210, 1);
 *
 * It is GS_SUM_HEIGHT x text_scale high.
 */
#pragma once

#include <cairo.h>

#include "app/view/gs-sight.h"
#include "gs-theme.h"

G_BEGIN_DECLS

#define GS_SUM_HEIGHT 36

/* Whether there is a sum to show: terms that are added, of a cell that is written now and not hidden. */
gboolean gs_sum_painter_can_draw (const GsSight *sight);

void gs_sum_painter_draw (cairo_t *cr,
                          const GsSight *sight,
                          const GsTheme *theme,
                          gdouble width,
                          gdouble text_scale);

G_END_DECLS
