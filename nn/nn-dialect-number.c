/* Numbers as people read them, and how many digits it takes to recompute a result from what is shown. */
#include <math.h>
#include <string.h>

#include "nn-dialect.h"

#define MINUS "−"

/* "1e-07" becomes "1e−7". */
static void
append_exponent (GString *text, const gchar *exponent)
{
  gint value = (gint) g_ascii_strtoll (exponent, NULL, 10);

  g_string_append_printf (text, "e%s%d", value < 0 ? MINUS : "", ABS (value));
}

gchar *
nn_dialect_number (gdouble value, gint digits, gchar decimal_point)
{
  gchar buffer[40];
  gchar *exponent;
  GString *text;

  if (isnan (value))
    return g_strdup ("NaN");
  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : MINUS "∞");
  if (value == 0)
    return g_strdup ("0");
  if (digits == 0) {
    for (digits = 1; digits < 17; digits++) {
      gchar format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      if (g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, format, value), NULL) == value)
        break;
    }
  }
  {
    gchar format[8];

    g_snprintf (format, sizeof format, "%%.%dg", CLAMP (digits, 1, 17));
    g_ascii_formatd (buffer, sizeof buffer, format, fabs (value));
  }
  text = g_string_new (value < 0 ? MINUS : "");
  exponent = strchr (buffer, 'e');
  if (exponent != NULL)
    *exponent = '\0';
  for (const gchar *c = buffer; *c != '\0'; c++)
    g_string_append_c (text, *c == '.' && decimal_point != '\0' ? decimal_point : *c);
  if (exponent != NULL)
    append_exponent (text, exponent + 1);
  return g_string_free (text, FALSE);
}

gchar *
nn_dialect_plain_number (gdouble value)
{
  g_autofree gchar *number = nn_dialect_number (value, 0, '\0');
  GString *text = g_string_new (number);

  g_string_replace (text, MINUS, "-", 0);
  return g_string_free (text, FALSE);
}

gchar *
nn_cell_name (const gchar *tensor, const NnShape *shape, gsize offset)
{
  gint index[NN_MAX_RANK];
  GString *name = g_string_new (tensor);

  nn_shape_index (shape, offset, index);
  for (gint i = 0; i < shape->rank; i++)
    g_string_append_printf (name, "%c%d", i == 0 ? '[' : ',', index[i]);
  if (shape->rank > 0)
    g_string_append_c (name, ']');
  return g_string_free (name, FALSE);
}

/* ---- enough digits ---- */

typedef struct {
  const NnBinding *binding;
  gint digits;
} Rounding;

/* As somebody would type it in from the page. */
static gdouble
round_to (gdouble value, gint digits)
{
  gchar buffer[40], format[8];

  if (!isfinite (value))
    return value;
  g_snprintf (format, sizeof format, "%%.%dg", digits);
  return g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, format, value), NULL);
}

static gdouble
read_rounded (gint input, gsize offset, gpointer user_data)
{
  const Rounding *rounding = user_data;
  const NnBinding *binding = rounding->binding;
  gdouble value =
      binding->read != NULL ? binding->read (input, offset, binding->read_data) : binding->in[input][offset];

  return round_to (value, rounding->digits);
}

gint
nn_dialect_enough_digits (NnFormula *formula, const NnBinding *binding, gsize offset, gint digits)
{
  g_autofree gchar *shown = nn_dialect_number (nn_formula_evaluate (formula, binding, offset), digits, 0);
  Rounding rounding = { binding, digits };
  NnBinding rounded = *binding;

  rounded.read = read_rounded;
  rounded.read_data = &rounding;
  for (; rounding.digits < 17; rounding.digits++) {
    g_autofree gchar *text = nn_dialect_number (nn_formula_evaluate (formula, &rounded, offset), digits, 0);

    if (g_str_equal (text, shown))
      break;
  }
  return rounding.digits;
}
