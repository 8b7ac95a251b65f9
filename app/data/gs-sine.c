/* Sines from a polynomial. */
#include "gs-sine.h"

#include <math.h>

/* sin (pi/2 * t) for |t| <= 1/2: the Taylor series, whose first term left out is below 2^-60. */
static gdouble
sine_of_quarter (gdouble t)
{
  gdouble x = t * G_PI_2, square = x * x, sum = 0;

  for (gint n = 17; n >= 3; n -= 2)
    sum = (1 + sum) * -square / (n * (n - 1));
  return x + x * sum;
}

static gdouble
cosine_of_quarter (gdouble t)
{
  gdouble x = t * G_PI_2, square = x * x, sum = 0;

  for (gint n = 18; n >= 2; n -= 2)
    sum = (1 + sum) * -square / (n * (n - 1));
  return 1 + sum;
}

void
gs_sine_of_turn (gdouble angle, gdouble *sine, gdouble *cosine)
{
  gdouble quarters = 4 * (angle - floor (angle)), whole = floor (quarters + 0.5), rest = quarters - whole;
  gdouble s = sine_of_quarter (rest), c = cosine_of_quarter (rest);

  switch ((gint) whole % 4) {
  case 0: *sine = s, *cosine = c; break;
  case 1: *sine = c, *cosine = -s; break;
  case 2: *sine = -s, *cosine = -c; break;
  default: *sine = -c, *cosine = s;
  }
}

gdouble
gs_sine (gdouble angle)
{
  gdouble sine, cosine;

  gs_sine_of_turn (angle / (2 * G_PI), &sine, &cosine);
  return sine;
}
