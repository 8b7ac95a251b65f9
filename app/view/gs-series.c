/* How a few numbers go on. */
#include "gs-series.h"

#include <math.h>

/* 0.1, 0.2 go on with 0.3, not with 0.30000000000000004. */
static gdouble
tidy (gdouble value)
{
  gchar text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.14g", value), NULL);
}

gdouble
gs_series_get (const gdouble *values, gint count, gint n)
{
  gdouble step = count > 1 ? (values[count - 1] - values[0]) / (count - 1) : 0;
  gboolean even = count > 1;

  for (gint i = 1; i < count && even; i++)
    even = fabs (values[i] - values[i - 1] - step) <= 1e-12 * MAX (fabs (values[i]), fabs (step));
  if (even && step != 0)
    return tidy (values[0] + step * n);
  return values[((n % count) + count) % count];
}
