/* The numbers of a nudge, with digits that a reader can follow. */
#include "gs-nudge.h"

#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"

#define DIGITS 5 /* of the difference, if the losses have as many */

/* What somebody types into a calculator who reads the number printed with so many digits, whatever the
 * locale. */
static gdouble
read_printed (gdouble value, gint digits)
{
  gchar text[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  g_snprintf (format, sizeof format, "%%.%de", digits - 1);
  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, value), NULL);
}

static gboolean
is_same (gdouble a, gdouble b, gint digits)
{
  return read_printed (a, digits) == read_printed (b, digits);
}

/* Of the losses, so that their quotient is the printed one; 0 if no number of digits does it. */
static gint
find_loss_digits (const GsNudge *nudge, gint digits)
{
  for (gint n = digits; n <= 15; n++) {
    gdouble quotient = (read_printed (nudge->plus, n) - read_printed (nudge->minus, n)) / (2 * nudge->h);

    if (is_same (quotient, nudge->difference, digits))
      return n;
  }
  return 0;
}

/* With one digit more, and so on, until what is printed adds up to the gradient that is. */
static void
print_ways (const GsNudge *nudge, GsNudgeText *text)
{
  gint n = text->n_digits - 1;
  gdouble sum;

  do {
    sum = 0;
    n++;
    for (gint i = 0; i < nudge->n_ways; i++)
      sum += read_printed (nudge->way[i].value, n);
  } while (!is_same (sum, nudge->gradient, text->n_digits) && n < 15);
  for (gint i = 0; i < nudge->n_ways; i++)
    text->ways[i] = gs_number_show (nudge->way[i].value, n);
}

void
gs_nudge_print (const GsNudge *nudge, GsNudgeText *text)
{
  gint digits = DIGITS, n = 0;

  memset (text->ways, 0, sizeof text->ways);
  while ((n = find_loss_digits (nudge, digits)) == 0 && digits > 1)
    digits--;
  n = n > 0 ? n : 15;
  text->n_digits = digits;
  text->h = gs_number_show (nudge->h, 0);
  text->plus = gs_number_show (nudge->plus, n);
  text->minus = gs_number_show (nudge->minus, n);
  text->difference = gs_number_show (nudge->difference, digits);
  text->gradient = isnan (nudge->gradient) ? NULL : gs_number_show (nudge->gradient, digits);
  print_ways (nudge, text);
  text->n_agree = digits;
  while (text->n_agree > 0 && !is_same (nudge->difference, nudge->gradient, text->n_agree))
    text->n_agree--;
}

void
gs_nudge_text_clear (GsNudgeText *text)
{
  g_clear_pointer (&text->h, g_free);
  g_clear_pointer (&text->plus, g_free);
  g_clear_pointer (&text->minus, g_free);
  g_clear_pointer (&text->difference, g_free);
  g_clear_pointer (&text->gradient, g_free);
  for (gint i = 0; i < GS_NUDGE_MAX_WAYS; i++)
    g_clear_pointer (&text->ways[i], g_free);
}
