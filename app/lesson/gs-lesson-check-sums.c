/* The check: arithmetic in texts, worked out again from the numbers as they are printed. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "gs-lesson-check-private.h"

/* Signs as people write them, and as they are read here. */
static gchar *
to_plain (const gchar *text, const GsLessonText *source)
{
  g_autofree gchar *numbers = gs_lesson_translation_plain_numbers (text, source->decimal, source->thousands);
  g_autoptr (GString) plain = g_string_new (numbers);

  g_string_replace (plain, "−", "-", 0);
  g_string_replace (plain, "×", "*", 0);
  g_string_replace (plain, "·", "*", 0);
  g_string_replace (plain, "÷", "/", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/* Whether the arithmetic from `at` on begins in the middle of a formula: "z1[1,1]*0.5 = 3" says nothing of
 * numbers alone, nor do "x * 2 = 6" and "ln 2 * 3 = 2.1"; "the bill is 2 * 3 = 6" does. */
static gboolean
is_torn (const gchar *begin, const gchar *at)
{
  const gchar *first = at + strspn (at, " ");

  if (at == begin)
    return FALSE;
  if (*first != '\0' && (strchr ("*/+)", *first) != NULL || (*first == '-' && first[1] == ' ')))
    return TRUE;
  if (first > at)
    return at - begin >= 2 && g_str_has_prefix (at - 2, "ln");
  return g_ascii_isalpha (at[-1]) || strchr ("]^_|", at[-1]) != NULL || (guchar) at[-1] >= 0x80;
}

/* The arithmetic that ends at `end`: numbers, signs and brackets. Caller frees. */
static gchar *
take_left (const gchar *begin, const gchar *end)
{
  const gchar *at = end;
  gchar *left;

  while (at > begin && strchr ("0123456789.+-*/() ", at[-1]) != NULL)
    at--;
  left = g_strstrip (g_strndup (at, (gsize) (end - at)));
  if (is_torn (begin, at))
    *left = '\0';
  return left;
}

static gint
count_decimals (const gchar *number)
{
  const gchar *point = strchr (number, '.');

  return point != NULL ? (gint) strspn (point + 1, "0123456789") : 0;
}

static gboolean
is_arithmetic (const gchar *left)
{
  return *left != '\0' && strpbrk (left + 1, "+-*/") != NULL && strpbrk (left, "0123456789") != NULL;
}

static void
check_equation (GsLessonCheck *check, const gchar *field, const gchar *text, const gchar *sign)
{
  g_autofree gchar *left = take_left (text, sign);
  g_autoptr (GsExpression) formula = is_arithmetic (left) ? gs_expression_parse (left, NULL) : NULL;
  GsExpressionScope scope;
  const gchar *at = sign + 1 + strspn (sign + 1, " ");
  gchar *end;
  gdouble value, said = g_ascii_strtod (at, &end);
  g_autofree gchar *number = g_strndup (at, (gsize) (end - at));

  gs_lesson_values_get_scope (&check->player->values, &scope);
  if (formula == NULL || end == at
      || (end[strspn (end, " ")] != '\0' && strchr ("+-*/", end[strspn (end, " ")]) != NULL))
    return;
  if (gs_expression_evaluate (formula, &scope, &value, NULL)
      && fabs (value - said) > 1.0001 * pow (10, -count_decimals (number)))
    gs_lesson_check_complain (check, field, _ ("does not add up as it is printed: %s = %s (it gives %g)"),
                              left, number, value);
}

void
gs_lesson_check_sums (GsLessonCheck *check, const gchar *field, const GsLessonText *text)
{
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree gchar *joined = NULL, *plain = NULL;
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&check->player->values, &scope);
  runs =
      gs_lesson_text_expand (text, &scope, NULL, NULL, gs_lesson_player_get_lesson (check->player)->digits);
  joined = gs_lesson_runs_join (runs);
  plain = to_plain (joined, text);
  for (const gchar *sign = strchr (plain, '='); sign != NULL; sign = strchr (sign + 1, '='))
    check_equation (check, field, plain, sign);
}
