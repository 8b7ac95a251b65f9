/* Numbers written exactly, and read as people type them. */
#include "gs-number.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "nn/nn-dialect.h"
#include "nn/nn-error.h"

/* ---- writing ---- */

static gboolean
same_bits (gdouble a, gdouble b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

static gboolean
reads_back (const gchar *text, gdouble value)
{
  return same_bits (g_ascii_strtod (text, NULL), value);
}

static gchar *
put_digits (guint64 digits, gchar *end)
{
  do
    *--end = (gchar) ('0' + digits % 10);
  while ((digits /= 10) != 0);
  return end;
}

/* Numbers with few decimals, as people write them. digits / 10^k with both exact is rounded once,
 * as reading "0.25" is, so equality shows that the text reads back to the same bits. */
static gboolean
write_short_decimal (gdouble value, gchar buffer[GS_NUMBER_BUFFER])
{
  static const gdouble powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8 };
  gdouble size = fabs (value);
  gchar text[GS_NUMBER_BUFFER];
  gchar *end = text + sizeof text;
  gchar *start;
  gchar *out = buffer;

  if (size != 0 && (size < 1e-4 || size >= 1e15))
    return FALSE;
  for (gint decimals = 0; decimals < (gint) G_N_ELEMENTS (powers); decimals++) {
    gdouble scaled = nearbyint (size * powers[decimals]);

    if (scaled >= 1e15)
      return FALSE;
    if (scaled / powers[decimals] != size)
      continue;
    start = put_digits ((guint64) scaled, end);
    while (end - start <= decimals)
      *--start = '0';
    if (signbit (value))
      *out++ = '-';
    memcpy (out, start, (gsize) (end - start - decimals));
    out += end - start - decimals;
    if (decimals > 0)
      *out++ = '.';
    memcpy (out, end - decimals, (gsize) decimals);
    out[decimals] = '\0';
    return TRUE;
  }
  return FALSE;
}

static gboolean
write_with_precision (gdouble value, gint precision, gchar buffer[GS_NUMBER_BUFFER])
{
  gchar format[8];

  g_snprintf (format, sizeof format, "%%.%dg", precision);
  g_ascii_formatd (buffer, GS_NUMBER_BUFFER, format, value);
  return reads_back (buffer, value);
}

/* A power of two lies nearer to its neighbour below than above: the closest decimal may
 * round away while the next one outwards reads back. (Those between 1e-4 and 1e16 have few digits
 * and never come here, so the exponent is always written.) */
static gboolean
write_outwards (gdouble value, gint precision, gchar buffer[GS_NUMBER_BUFFER])
{
  gchar format[8];
  gchar *at;

  g_snprintf (format, sizeof format, "%%.%de", precision - 1);
  g_ascii_formatd (buffer, GS_NUMBER_BUFFER, format, value);
  for (at = strchr (buffer, 'e') - 1; *at == '9'; at--)
    *at = '0';
  if (!g_ascii_isdigit (*at))
    return FALSE;
  ++*at;
  return reads_back (buffer, value);
}

gchar *
gs_number_to_text (gdouble value, gchar buffer[GS_NUMBER_BUFFER])
{
  gint exponent;

  if (!isfinite (value)) {
    g_strlcpy (buffer, isnan (value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity", GS_NUMBER_BUFFER);
    return buffer;
  }
  if (write_short_decimal (value, buffer))
    return buffer;
  /* Normal numbers keep any 15 digits, so fewer need no trying: %g drops their zeros. */
  for (gint precision = isnormal (value) ? 15 : 1; precision < 17; precision++) {
    if (write_with_precision (value, precision, buffer))
      return buffer;
    if (precision == 16 && fabs (frexp (value, &exponent)) == 0.5
        && write_outwards (value, precision, buffer))
      return buffer;
  }
  write_with_precision (value, 17, buffer);
  return buffer;
}

/* As printf rounds. */
static gint
print_exponent (gdouble size, gint digits)
{
  gchar text[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  g_snprintf (format, sizeof format, "%%.%de", digits - 1);
  g_ascii_formatd (text, sizeof text, format, size);
  return (gint) g_ascii_strtoll (strchr (text, 'e') + 1, NULL, 10);
}

/* The power of ten of the first of so many digits, when the value is rounded to them: 9.9996 to 4 digits
 * is 10. A sheet asks for thousands; only what lies near a border is printed to see on which side. */
static gint
get_exponent (gdouble size, gint digits)
{
  gint exponent = (gint) floor (log10 (size));
  gdouble lead = size / pow (10, exponent), border;

  digits = MAX (digits, 1);
  border = 10 - 5 * pow (10, -digits);
  return lead > 1 + 1e-9 && lead < border - 1e-9 ? exponent : print_exponent (size, digits);
}

gint
gs_number_count_decimals (gdouble value, gint digits)
{
  gdouble size = fabs (value);
  gint exponent;

  if (size == 0 || !isfinite (size))
    return 0;
  exponent = get_exponent (size, digits);
  return exponent >= -3 && exponent < MAX (digits, 4) ? MAX (digits - 1 - exponent, 0) : -1;
}

gdouble
gs_number_get_unit (gdouble value, gint digits)
{
  gdouble size = fabs (value);
  gint exponent;

  if (size == 0 || !isfinite (size))
    return 0;
  exponent = get_exponent (size, digits);
  return pow (10, gs_number_count_decimals (value, digits) >= 0 ? MIN (exponent - digits + 1, 0)
                                                                : exponent - digits + 1);
}

/* ---- reading ---- */

static gboolean
refuse (GError **error, NnError code, const gchar *text, const gchar *format)
{
  g_set_error (error, NN_ERROR, code, format, text);
  return FALSE;
}

static void
copy_digits (const gchar **at, GString *plain)
{
  for (; g_ascii_isdigit (**at); ++*at)
    g_string_append_c (plain, **at);
}

static void
copy_sign (const gchar **at, GString *plain)
{
  if (g_str_has_prefix (*at, "\342\210\222")) { /* U+2212, a minus sign */
    g_string_append_c (plain, '-');
    *at += 3;
  } else if (**at == '-' || **at == '+') {
    g_string_append_c (plain, *(*at)++);
  }
}

/* What is preferred, or 0 for the locale's; atomic, as pictures are written on any thread. */
static gint preferred;

void
gs_number_prefer_sign (gchar sign)
{
  g_atomic_int_set (&preferred, sign);
}

gchar
gs_number_get_sign (void)
{
  gint sign = g_atomic_int_get (&preferred);

  if (sign != 0)
    return (gchar) sign;
  return g_str_equal (localeconv ()->decimal_point, ",") ? ',' : '.';
}

gchar *
gs_number_to_local_text (gdouble value, gchar buffer[GS_NUMBER_BUFFER])
{
  gchar *point = strchr (gs_number_to_text (value, buffer), '.');

  if (point != NULL)
    *point = gs_number_get_sign ();
  return buffer;
}

gchar *
gs_number_show (gdouble value, gint digits)
{
  return nn_dialect_number (value, digits, gs_number_get_sign ());
}

gchar *
gs_number_show_fixed (gdouble value, gint decimals)
{
  gchar format[8], buffer[330]; /* the largest double has 309 places */

  gchar *point;

  if (!isfinite (value))
    return gs_number_show (value, 1);
  g_snprintf (format, sizeof format, "%%.%df", CLAMP (decimals, 0, 9));
  g_ascii_formatd (buffer, sizeof buffer, format, fabs (value));
  point = strchr (buffer, '.');
  if (point != NULL)
    *point = gs_number_get_sign ();
  return g_strconcat (value < 0 && strpbrk (buffer, "123456789") != NULL ? "−" : "", buffer, NULL);
}

/* A point, a comma, or the locale's sign. */
static gboolean
copy_point (const gchar **at, GString *plain)
{
  const gchar *local = localeconv ()->decimal_point;

  if (**at == '.' || **at == ',')
    ++*at;
  else if (*local != '\0' && g_str_has_prefix (*at, local))
    *at += strlen (local);
  else
    return FALSE;
  g_string_append_c (plain, '.');
  return TRUE;
}

static void
skip_spaces (const gchar **at)
{
  for (;;) {
    gunichar c = g_utf8_get_char_validated (*at, -1);

    if (**at == '\0' || c == (gunichar) -1 || c == (gunichar) -2 || !g_unichar_isspace (c))
      return;
    *at = g_utf8_next_char (*at);
  }
}

/* One decimal number at *at, into `plain` as the C language writes it. */
static gboolean
copy_number (const gchar **at, GString *plain)
{
  gsize digits, before;

  copy_sign (at, plain);
  skip_spaces (at);
  before = plain->len;
  copy_digits (at, plain);
  digits = plain->len - before;
  if (copy_point (at, plain)) {
    before = plain->len;
    copy_digits (at, plain);
    digits += plain->len - before;
  }
  if (digits == 0)
    return FALSE;
  if (**at != 'e' && **at != 'E')
    return TRUE;
  g_string_append_c (plain, 'e');
  ++*at;
  copy_sign (at, plain);
  before = plain->len;
  copy_digits (at, plain);
  return plain->len > before;
}

static gboolean
parse_decimal (const gchar *text, const gchar **at, gdouble *value, GError **error)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  skip_spaces (at);
  if (!copy_number (at, plain))
    return refuse (error, NN_ERROR_SYNTAX, text,
                   _ ("“%s” is not a number; write for example 0.25, -1e-3 or 1/3"));
  skip_spaces (at);
  *value = g_ascii_strtod (plain->str, NULL);
  if (**at == '%') {
    ++*at;
    skip_spaces (at);
    *value /= 100;
  }
  if (isfinite (*value))
    return TRUE;
  return refuse (error, NN_ERROR_VALUE, text, _ ("“%s” is too large; numbers reach to about 1.8e308"));
}

/* "nan", "-inf", "Infinity": numbers to a computer, but not to a cell. */
static gboolean
is_word_for_not_finite (const gchar *text)
{
  g_autofree gchar *word = g_strstrip (g_ascii_strdown (text, -1));
  const gchar *at = *word == '-' || *word == '+' ? word + 1 : word;

  return g_str_equal (at, "nan") || g_str_equal (at, "inf") || g_str_equal (at, "infinity")
         || g_str_equal (at, "\342\210\236");
}

/* "1,234": one to three digits, a comma, three digits. Where a comma is the decimal sign nobody means that.
 */
static gboolean
may_part_thousands (const gchar *text)
{
  const gchar *comma = strchr (text, ','), *digit;

  if (comma == NULL || gs_number_get_sign () == ',')
    return FALSE;
  for (digit = comma; digit > text && g_ascii_isdigit (digit[-1]); digit--)
    ;
  return comma > digit && comma - digit <= 3 && *digit != '0' && strspn (comma + 1, "0123456789") == 3;
}

gboolean
gs_number_parse (const gchar *text, gdouble *value, GError **error)
{
  const gchar *at = text;
  gdouble numerator, denominator = 1;

  skip_spaces (&at);
  if (*at == '\0') {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_SYNTAX,
                         _ ("a number is missing; write for example 0.25, -1e-3 or 1/3"));
    return FALSE;
  }
  if (is_word_for_not_finite (at))
    return refuse (error, NN_ERROR_VALUE, text, _ ("“%s” cannot stand in a cell; write a finite number"));
  if (!parse_decimal (text, &at, &numerator, error))
    return FALSE;
  if (*at == '/') {
    at++;
    if (!parse_decimal (text, &at, &denominator, error))
      return FALSE;
  }
  if (*at != '\0')
    return refuse (error, NN_ERROR_SYNTAX, text,
                   _ ("“%s” is more than one number; write for example 0.25, -1e-3 or 1/3"));
  if (denominator == 0)
    return refuse (error, NN_ERROR_VALUE, text, _ ("“%s” divides by 0; write another denominator"));
  if (!isfinite (numerator / denominator))
    return refuse (error, NN_ERROR_VALUE, text, _ ("“%s” is too large; numbers reach to about 1.8e308"));
  if (may_part_thousands (text)) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_SYNTAX,
        _ ("“%s” may mean %.3f or %.0f; write the decimals behind a point, and thousands without a sign"),
        text, numerator, numerator * 1000);
    return FALSE;
  }
  *value = numerator / denominator;
  return TRUE;
}

/* ---- cells of tables ---- */

#define MAX_DIGITS 19 /* what a guint64 holds */
#define MAX_EXACT  ((guint64) 1 << 53)

/* A decimal of at most 19 digits and a short exponent: nearly all that tables hold. */
typedef struct {
  guint64 digits;
  gint n_read, n_digits; /* with and without the zeros before the first digit */
  gint exponent;
  gboolean negative;
  gchar sign; /* the decimal sign, or 0 */
} PlainDecimal;

static const gchar *
read_digits (const gchar *at, const gchar *end, PlainDecimal *plain)
{
  for (; at < end && g_ascii_isdigit (*at) && plain->n_digits <= MAX_DIGITS; at++) {
    plain->digits = plain->digits * 10 + (guint64) (*at - '0');
    plain->n_digits += plain->digits != 0;
    plain->n_read++;
    plain->exponent -= plain->sign != 0;
  }
  return at;
}

static gboolean
read_exponent (const gchar *at, const gchar *end, PlainDecimal *plain)
{
  gboolean negative = at < end && *at == '-';
  gint exponent = 0;

  at += at < end && (*at == '-' || *at == '+');
  if (at == end || end - at > 4)
    return FALSE;
  for (; at < end; at++) {
    if (!g_ascii_isdigit (*at))
      return FALSE;
    exponent = exponent * 10 + (*at - '0');
  }
  plain->exponent += negative ? -exponent : exponent;
  return TRUE;
}

static gboolean
read_plain (const gchar *at, const gchar *end, PlainDecimal *plain)
{
  plain->negative = at < end && *at == '-';
  at += at < end && (*at == '-' || *at == '+');
  at = read_digits (at, end, plain);
  if (at < end && (*at == '.' || *at == ',')) {
    plain->sign = *at++;
    at = read_digits (at, end, plain);
  }
  if (plain->n_read == 0 || plain->n_digits > MAX_DIGITS)
    return FALSE;
  return at == end || ((*at == 'e' || *at == 'E') && read_exponent (at + 1, end, plain));
}

/* Digits and power of ten both exact: one operation rounds the result right (Clinger, "How to read
 * floating point numbers accurately", 1990). */
static gboolean
convert_plain (const PlainDecimal *plain, gdouble *value)
{
  static const gdouble powers[] = { 1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
  gdouble digits = (gdouble) plain->digits;

  if (plain->digits > MAX_EXACT || ABS (plain->exponent) >= (gint) G_N_ELEMENTS (powers))
    return FALSE;
  digits = plain->exponent < 0 ? digits / powers[-plain->exponent] : digits * powers[plain->exponent];
  *value = plain->negative ? -digits : digits;
  return TRUE;
}

/* The long way, with the point that gs_number_parse() knows in every locale. */
static gboolean
parse_cell (const gchar *text, gsize length, gboolean is_plain, gdouble *value)
{
  g_autofree gchar *copy = g_strndup (text, length);

  g_strdelimit (copy, ",", '.');
  if (!is_plain)
    return gs_number_parse (copy, value, NULL);
  *value = g_ascii_strtod (copy, NULL);
  return isfinite (*value);
}

gboolean
gs_number_read_cell (const gchar *text, gsize length, gchar *sign, gdouble *value)
{
  PlainDecimal plain = { 0 };
  gboolean is_plain = read_plain (text, text + length, &plain);

  *sign = plain.sign;
  if (is_plain && convert_plain (&plain, value))
    return TRUE;
  if (!is_plain) {
    gboolean comma = memchr (text, ',', length) != NULL, point = memchr (text, '.', length) != NULL;

    /* Mostly words come here: nothing that is a number begins with a letter. */
    if (length == 0 || g_ascii_isalpha (*text) || memchr (text, '\0', length) != NULL || (comma && point))
      return FALSE;
    *sign = comma ? ',' : point ? '.' : '\0';
  }
  return parse_cell (text, length, is_plain, value);
}
