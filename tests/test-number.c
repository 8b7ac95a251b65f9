/* Numbers as text: the same bits again, by no more digits than it takes; what people type, and each way to
 * refuse it; the unit of the last digit shown. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "nn/nn-error.h"
#include "pass.h"

static gdouble
from_bits (guint64 bits)
{
  gdouble value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static guint
count_digits (const gchar *text)
{
  const gchar *last = NULL, *first = NULL;
  guint n = 0;

  for (const gchar *c = text; *c != '\0' && *c != 'e'; c++)
    if (g_ascii_isdigit (*c) && (*c != '0' || first != NULL)) {
      first = first != NULL ? first : c;
      n++;
      last = *c != '0' ? c : last;
    }
  /* Zeros behind the last digit that counts do not count in a whole number. */
  if (strchr (text, '.') == NULL && last != NULL)
    n -= (guint) strspn (last + 1, "0");
  return n;
}

static void
check_text (gdouble value)
{
  gchar buffer[GS_NUMBER_BUFFER], shorter[64], format[16];
  const gchar *text = gs_number_to_text (value, buffer);
  gdouble again = g_ascii_strtod (text, NULL), parsed;
  guint digits = count_digits (text);
  g_autoptr (GError) error = NULL;

  g_assert_true (text == buffer);
  g_assert_cmpuint (strlen (text), <, GS_NUMBER_BUFFER);
  g_assert_true (memcmp (&again, &value, sizeof value) == 0);
  g_assert_true (gs_number_parse (text, &parsed, &error));
  g_assert_true (memcmp (&parsed, &value, sizeof value) == 0);
  /* JSON: digits on both sides of a point, no sign in front but a minus. */
  g_assert_true (g_regex_match_simple ("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?(e[-+]?[0-9]+)?$", text, 0, 0));
  if (digits < 2)
    return;
  g_snprintf (format, sizeof format, "%%.%ue", digits - 2);
  g_ascii_formatd (shorter, sizeof shorter, format, value);
  if (g_ascii_strtod (shorter, NULL) == value)
    g_error ("%s has a digit more than %s", text, shorter);
}

static void
test_to_text (void)
{
  guint64 random = 7;

  for (gint i = 0; i < 20000; i++) {
    guint64 bits =
        (guint64) (pass_random (&random) * 0x1p53) << 11 ^ (guint64) (pass_random (&random) * 0x1p53);
    gdouble value = from_bits (bits);

    if (isfinite (value))
      check_text (value);
    check_text (pass_random (&random) * 200 - 100);
    check_text ((gdouble) pass_random_int (&random, -100000, 100000) / 1000);
    check_text (ldexp (1, pass_random_int (&random, -1074, 1023)));
  }
  for (gint i = -20; i < 400; i++)
    check_text (pow (10, -i));
  check_text (0.0);
  check_text (-0.0);
  check_text (G_MAXDOUBLE);
  check_text (0x1p-1074);
}

static void
assert_text (gdouble value, const gchar *wanted)
{
  gchar buffer[GS_NUMBER_BUFFER];

  g_assert_cmpstr (gs_number_to_text (value, buffer), ==, wanted);
}

static void
test_known_texts (void)
{
  assert_text (0.1, "0.1");
  assert_text (0.5, "0.5");
  assert_text (1, "1");
  assert_text (-2, "-2");
  assert_text (1.0 / 3, "0.3333333333333333");
  assert_text (1e22, "1e+22");
  assert_text (NAN, "NaN");
  assert_text (INFINITY, "Infinity");
  assert_text (-INFINITY, "-Infinity");
}

static void
assert_parses (const gchar *text, gdouble wanted)
{
  g_autoptr (GError) error = NULL;
  gdouble value = NAN;

  gs_number_parse (text, &value, &error);
  g_assert_no_error (error);
  if (memcmp (&value, &wanted, sizeof value) != 0)
    g_error ("“%s” is %.17g, not %.17g", text, value, wanted);
}

static void
assert_refused (const gchar *text, gint code, const gchar *word)
{
  g_autoptr (GError) error = NULL;
  gdouble value = 42;

  g_assert_false (gs_number_parse (text, &value, &error));
  g_assert_error (error, NN_ERROR, code);
  g_assert_cmpfloat (value, ==, 42);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s”: “%s” does not say “%s”", text, error->message, word);
}

static void
test_typed (void)
{
  assert_parses ("0.25", 0.25);
  assert_parses (" 0.25\t", 0.25);
  assert_parses (".5", 0.5);
  assert_parses ("5.", 5);
  assert_parses ("+3", 3);
  assert_parses ("-1e-3", -1e-3);
  assert_parses ("1E5", 1e5);
  assert_parses ("1e+5", 1e5);
  assert_parses ("−2.5", -2.5); /* a real minus */
  assert_parses ("1e−7", 1e-7);
  assert_parses ("- 4", -4);
  assert_parses ("1/3", 1.0 / 3);
  /* A decimal comma, in any language. */
  assert_parses ("0,25", 0.25);
  assert_parses (",25", 0.25);
  assert_parses ("-1,5e-3", -1.5e-3);
  assert_parses ("1,5/3", 0.5);
  assert_parses ("0,125", 0.125);
  assert_parses ("1,2345", 1.2345);
  assert_parses ("50%", 0.5);
  assert_parses ("12,5 %", 0.125);
  assert_parses ("-1/4%", -25);
  assert_parses ("-1 / 4", -0.25);
  assert_parses ("1/-4", -0.25);
  assert_parses ("0.5/2e1", 0.025);
  assert_parses ("-0", -0.0);
  assert_parses ("\302\2405\302\240", 5); /* spaces that do not break */
  assert_parses ("4.9406564584124654e-324", 0x1p-1074);
}

static void
test_refusals (void)
{
  assert_refused ("", NN_ERROR_SYNTAX, "missing");
  assert_refused ("  \t", NN_ERROR_SYNTAX, "missing");
  assert_refused ("abc", NN_ERROR_SYNTAX, "“abc” is not a number");
  assert_refused ("-", NN_ERROR_SYNTAX, "is not a number");
  assert_refused (".", NN_ERROR_SYNTAX, "is not a number");
  assert_refused ("1e", NN_ERROR_SYNTAX, "is not a number");
  assert_refused ("1,234", NN_ERROR_SYNTAX, "may mean 1.234 or 1234");
  assert_refused ("-12,345", NN_ERROR_SYNTAX, "may mean -12.345 or -12345");
  assert_refused ("1,2,3", NN_ERROR_SYNTAX, "more than one number");
  assert_refused ("1,234.5", NN_ERROR_SYNTAX, "more than one number");
  assert_refused ("%", NN_ERROR_SYNTAX, "is not a number");
  assert_refused ("5%%", NN_ERROR_SYNTAX, "more than one number");
  assert_refused ("1 2", NN_ERROR_SYNTAX, "more than one number");
  assert_refused ("1/2/3", NN_ERROR_SYNTAX, "more than one number");
  assert_refused ("0x10", NN_ERROR_SYNTAX, "more than one number");
  assert_refused ("1/", NN_ERROR_SYNTAX, "is not a number");
  assert_refused ("1/0", NN_ERROR_VALUE, "divides by 0");
  assert_refused ("0/0", NN_ERROR_VALUE, "divides by 0");
  assert_refused ("1e999", NN_ERROR_VALUE, "too large");
  assert_refused ("-1e999", NN_ERROR_VALUE, "too large");
  assert_refused ("1e308/1e-308", NN_ERROR_VALUE, "too large");
  assert_refused ("nan", NN_ERROR_VALUE, "finite");
  assert_refused ("-inf", NN_ERROR_VALUE, "finite");
  assert_refused ("Infinity", NN_ERROR_VALUE, "finite");
  assert_refused ("∞", NN_ERROR_VALUE, "finite");
}

/* Where a comma is the decimal sign it may be typed, and texts for files have a point all the same. */
static void
test_comma (void)
{
  static const gchar *const locales[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8" };
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (locales) && !found; i++)
    found = setlocale (LC_NUMERIC, locales[i]) != NULL;
  if (!found) {
    g_test_skip ("no locale with a decimal comma here (optional)");
    return;
  }
  assert_parses ("0,25", 0.25);
  assert_parses ("0.25", 0.25);
  assert_parses ("1,5/3", 0.5);
  assert_refused ("1,2,3", NN_ERROR_SYNTAX, "1,2,3");
  assert_text (0.25, "0.25");
  setlocale (LC_NUMERIC, "C");
}

/* The last digit that a cell shows with so many digits, found by looking at the cell's text. */
static void
test_unit (void)
{
  g_assert_cmpfloat (gs_number_get_unit (0, 4), ==, 0);
  g_assert_cmpfloat (gs_number_get_unit (NAN, 4), ==, 0);
  g_assert_cmpfloat (gs_number_get_unit (INFINITY, 4), ==, 0);
  g_assert_cmpfloat_with_epsilon (gs_number_get_unit (0.1234, 4), 1e-4, 1e-18);
  g_assert_cmpfloat_with_epsilon (gs_number_get_unit (-3.5, 4), 1e-3, 1e-17);
  g_assert_cmpfloat_with_epsilon (gs_number_get_unit (35.25, 4), 1e-2, 1e-16);
  g_assert_cmpfloat_with_epsilon (gs_number_get_unit (1234.5, 4), 1, 1e-14);
  g_assert_cmpfloat_with_epsilon (gs_number_get_unit (1234.5, 2), 1,
                                  1e-14); /* no digit is made up before the point */
  /* At the borders, where a digit more or less decides, it is as printf rounds. */
  for (gint digits = 1; digits <= 17; digits++)
    for (gint exponent = -12; exponent <= 12; exponent++)
      for (gint step = -3; step <= 3; step++) {
        gdouble border = (10 - 5 * pow (10, -digits)) * pow (10, exponent),
                value = border * (1 + step * DBL_EPSILON);
        g_autofree gchar *text = g_strdup_printf ("%.*e", digits - 1, value);
        gint shown = atoi (strchr (text, 'e') + 1), decimals = gs_number_count_decimals (value, digits);

        g_assert_cmpint (decimals, ==,
                         shown >= -3 && shown < MAX (digits, 4) ? MAX (digits - 1 - shown, 0) : -1);
      }
  for (gint digits = 2; digits <= 15; digits++)
    for (gint exponent = -300; exponent <= 300; exponent += 7) {
      gdouble value = 1.2345 * pow (10, exponent), unit = gs_number_get_unit (value, digits);

      g_assert_cmpfloat (unit, >, 0);
      g_assert_cmpfloat (unit, <=, fabs (value) * 100); /* at least one digit in sight */
      g_assert_cmpfloat (gs_number_get_unit (-value, digits), ==, unit);
      g_assert_cmpfloat_with_epsilon (log10 (unit), nearbyint (log10 (unit)), 1e-9);
    }
}

/* What is preferred goes before the language; both signs are read as ever. */
static void
test_preferred_sign (void)
{
  static const struct {
    gdouble value;
    gint decimals;
    const gchar *text;
  } fixed[] = { { 99.25, 1, "99,2" }, { -0.04, 1, "0,0" },    { -0.5, 2, "−0,50" },
                { 100, 0, "100" },    { -INFINITY, 1, "−∞" }, { 0.97468, 4, "0,9747" } };
  gchar buffer[GS_NUMBER_BUFFER];
  g_autofree gchar *shown = NULL;
  gdouble value;

  g_assert_cmpint (gs_number_get_sign (), ==, '.');
  gs_number_prefer_sign (',');
  g_assert_cmpint (gs_number_get_sign (), ==, ',');
  shown = gs_number_show (-1234.5678, 6);
  g_assert_cmpstr (shown, ==, "−1234,57");
  g_assert_cmpstr (gs_number_to_text (-0.25, buffer), ==, "-0.25");
  g_assert_cmpstr (gs_number_to_local_text (-0.25, buffer), ==, "-0,25");
  g_assert_true (gs_number_parse ("1,234", &value, NULL));
  g_assert_cmpfloat (value, ==, 1.234);
  g_assert_true (gs_number_parse ("0.5", &value, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++) {
    g_autofree gchar *text = gs_number_show_fixed (fixed[i].value, fixed[i].decimals);

    g_assert_cmpstr (text, ==, fixed[i].text);
  }
  gs_number_prefer_sign ('.');
  g_assert_cmpstr (gs_number_to_local_text (-0.25, buffer), ==, "-0.25");
  gs_number_prefer_sign ('\0');
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/to-text", test_to_text);
  g_test_add_func ("/number/known-texts", test_known_texts);
  g_test_add_func ("/number/typed", test_typed);
  g_test_add_func ("/number/refusals", test_refusals);
  g_test_add_func ("/number/comma", test_comma);
  g_test_add_func ("/number/unit", test_unit);
  g_test_add_func ("/number/preferred-sign", test_preferred_sign);
  return g_test_run ();
}
