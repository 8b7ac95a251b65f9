/* What rows of fields have in common: defaults, ranges, and what is said of a value outside. */
#include "nn-field.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "nn-error.h"

const NnField *
nn_field_next (const NnField *rows, gsize n_rows, gint kind, const NnField *previous)
{
  if (kind < 0 || kind >= 32)
    return NULL;
  for (const NnField *row = previous != NULL ? previous + 1 : rows; row < rows + n_rows; row++)
    if ((row->kinds & NN_FIELD_OF (kind)) != 0)
      return row;
  return NULL;
}

const NnField *
nn_field_find (const NnField *rows, gsize n_rows, gint kind, const gchar *name)
{
  const NnField *row = nn_field_next (rows, n_rows, kind, NULL);

  while (row != NULL && !g_str_equal (row->name, name))
    row = nn_field_next (rows, n_rows, kind, row);
  return row;
}

void
nn_field_reset (const NnField *field, gpointer object)
{
  switch (field->type) {
  case NN_FIELD_WHOLE:
  case NN_FIELD_FLAG:
  case NN_FIELD_CHOICE: *nn_field_at (field, object, gint) = (gint) field->otherwise; break;
  case NN_FIELD_NUMBER:
  case NN_FIELD_OPTIONAL: *nn_field_at (field, object, gdouble) = field->otherwise; break;
  case NN_FIELD_PAIR:
    *nn_field_at (field, object, NnPair) = (NnPair){ (gint) field->otherwise, (gint) field->otherwise };
    break;
  case NN_FIELD_PADDING:
  case NN_FIELD_INIT:
  case NN_FIELD_NAME:
  case NN_FIELD_NAMES: break; /* all zeros in a fresh object */
  }
}

gboolean
nn_field_is_default (const NnField *field, gconstpointer object)
{
  gint whole = (gint) (isnan (field->otherwise) ? 0 : field->otherwise);
  gdouble number;

  switch (field->type) {
  case NN_FIELD_WHOLE:
  case NN_FIELD_FLAG:
  case NN_FIELD_CHOICE:
  case NN_FIELD_PADDING: /* begins with its kind, and so does an initialiser */
  case NN_FIELD_INIT: return *nn_field_at (field, object, const gint) == whole;
  case NN_FIELD_NUMBER:
  case NN_FIELD_OPTIONAL:
    number = *nn_field_at (field, object, const gdouble);
    return number == field->otherwise || (isnan (number) && isnan (field->otherwise));
  case NN_FIELD_PAIR:
    return nn_field_at (field, object, const NnPair)->rows == whole
           && nn_field_at (field, object, const NnPair)->columns == whole;
  case NN_FIELD_NAME:
  case NN_FIELD_NAMES: return *nn_field_at (field, object, const gconstpointer) == NULL;
  }
  g_assert_not_reached ();
}

gchar **
nn_field_list_words (const NnField *field)
{
  g_autofree gchar *words = g_strstrip (g_strdup (field->range));

  g_assert (field->type == NN_FIELD_CHOICE);
  return g_strsplit (words, " ", -1);
}

const gchar *
nn_field_get_label (const NnField *field)
{
  g_assert (field->label != NULL);
  return _ (field->label);
}

gchar **
nn_field_list_shown (const NnField *field)
{
  g_assert (field->shown != NULL);
  return g_strsplit (_ (field->shown), "|", -1);
}

/* ---- ranges ---- */

static gdouble
read_end (const gchar *text)
{
  gboolean negative = *text == '-';

  if (g_str_has_prefix (text + negative, "inf"))
    return negative ? -HUGE_VAL : HUGE_VAL;
  return g_ascii_strtod (text, NULL);
}

void
nn_field_get_range (const NnField *field, gdouble ends[2], gboolean closed[2])
{
  const gchar *comma = strchr (field->range, ',');

  g_assert (comma != NULL);
  ends[0] = read_end (field->range + 1);
  ends[1] = read_end (comma + 2);
  closed[0] = field->range[0] == '[';
  closed[1] = g_str_has_suffix (field->range, "]");
}

gboolean
nn_field_contains (const NnField *field, gdouble value)
{
  gdouble ends[2];
  gboolean closed[2];

  nn_field_get_range (field, ends, closed);
  return (closed[0] ? value >= ends[0] : value > ends[0]) && (closed[1] ? value <= ends[1] : value < ends[1]);
}

/* The shortest decimal that reads back the same, so that a value just outside is seen to be outside. */
static gchar *
print_number (gdouble value)
{
  gchar buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (gint digits = 6; digits <= 17; digits++) {
    gchar format[8];

    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (buffer, sizeof buffer, format, value);
    if (g_ascii_strtod (buffer, NULL) == value)
      break;
  }
  return g_strdup (buffer);
}

gchar *
nn_field_describe_range (const NnField *field)
{
  g_autofree gchar *low = NULL, *high = NULL, *list = NULL;
  g_auto (GStrv) words = NULL;
  gdouble ends[2];
  gboolean closed[2];

  if (field->type == NN_FIELD_CHOICE) {
    words = nn_field_list_words (field);
    list = g_strjoinv (", ", words);
    return g_strdup_printf (_ ("one of %s"), list);
  }
  nn_field_get_range (field, ends, closed);
  low = print_number (ends[0]);
  high = print_number (ends[1]);
  if (field->type == NN_FIELD_WHOLE)
    return g_strdup_printf (_ ("a whole number from %s to %s"), low, high);
  if (isinf (ends[0]))
    return g_strdup (_ ("a finite number"));
  if (isinf (ends[1]) && !closed[0])
    return g_strdup_printf (_ ("a finite number above %s"), low);
  if (isinf (ends[1]))
    return g_strdup_printf (_ ("a finite number, %s or more"), low);
  if (closed[0] && closed[1])
    return g_strdup_printf (_ ("from %s to %s"), low, high);
  if (closed[0])
    return g_strdup_printf (_ ("from %s up to, but not including, %s"), low, high);
  return g_strdup_printf (_ ("above %s and at most %s"), low, high);
}

void
nn_field_refuse (const NnField *field, const gchar *name, gdouble value, GError **error)
{
  g_autofree gchar *range = nn_field_describe_range (field), *shown = print_number (value);

  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("%s is %s; it must be %s"), name, shown, range);
}

gboolean
nn_field_check (const NnField *field, gconstpointer object, GError **error)
{
  gdouble value = 0;
  gboolean fine = TRUE;

  if (field->type == NN_FIELD_NUMBER || field->type == NN_FIELD_OPTIONAL) {
    value = *nn_field_at (field, object, const gdouble);
    fine = nn_field_contains (field, value) || (field->type == NN_FIELD_OPTIONAL && isnan (value));
  } else if (field->type == NN_FIELD_WHOLE) {
    value = *nn_field_at (field, object, const gint);
    fine = nn_field_contains (field, value);
  } else if (field->type == NN_FIELD_CHOICE) {
    g_auto (GStrv) words = nn_field_list_words (field);

    value = *nn_field_at (field, object, const gint);
    fine = value >= 0 && value < g_strv_length (words);
  }
  if (!fine)
    nn_field_refuse (field, field->name, value, error);
  return fine;
}
