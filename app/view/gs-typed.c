/* What is typed into a cell. */
#include "gs-typed.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/cells/gs-expression.h"
#include "app/text/gs-number.h"
#include "nn/nn-error.h"

/* ---- as people write it ---- */

/* Behind a name a parenthesis holds a function's values. */
static gboolean
follows_name (const GString *out)
{
  return out->len > 0 && (g_ascii_isalnum (out->str[out->len - 1]) || out->str[out->len - 1] == '_');
}

/* "50%" becomes "(50/100)": the number that `out` ends with. */
static void
take_percent (GString *out)
{
  gsize begin = out->len;

  while (begin > 0 && (g_ascii_isdigit (out->str[begin - 1]) || out->str[begin - 1] == '.'))
    begin--;
  if (begin == out->len) {
    g_string_append_c (out, '%'); /* let the reader say that it is not understood */
    return;
  }
  g_string_insert_c (out, (gssize) begin, '(');
  g_string_append (out, "/100)");
}

/* In the words of gs-expression.h; caller frees. */
static gchar *
translate (const gchar *text)
{
  static const struct {
    const gchar *sign;
    gchar plain;
  } signs[] = { { "−", '-' }, { "×", '*' }, { "·", '*' }, { "÷", '/' } };
  GString *out = g_string_new (NULL);
  gsize n_open = 0;                                /* parentheses and brackets */
  g_autoptr (GString) lists = g_string_new (NULL); /* for each of them: whether commas part in it */

  while (*text != '\0') {
    const gchar *label = gs_cell_name_skip_label (text);
    gsize i = 0;

    if (label != NULL) {
      g_string_append_len (out, text, label - text);
      text = label;
      continue;
    }
    while (i < G_N_ELEMENTS (signs) && !g_str_has_prefix (text, signs[i].sign))
      i++;
    if (i < G_N_ELEMENTS (signs)) {
      g_string_append_c (out, signs[i].plain);
      text += strlen (signs[i].sign);
      continue;
    }
    if (*text == '(' || *text == '[') {
      g_string_append_c (lists, *text == '[' || follows_name (out));
      n_open++;
    } else if ((*text == ')' || *text == ']') && n_open > 0) {
      g_string_truncate (lists, --n_open);
    }
    if (*text == '%')
      take_percent (out);
    else if (*text == ',' && g_ascii_isdigit (text[1]) && (n_open == 0 || !lists->str[n_open - 1]))
      g_string_append_c (out, '.');
    else
      g_string_append_c (out, *text);
    text++;
  }
  return g_string_free (out, FALSE);
}

/* ---- working it out ---- */

typedef struct {
  GsView *view;
  NnCell missing; /* the first cell without a number */
  gboolean is_missing;
} Reading;

static gdouble
read_cell (const NnCell *cell, gboolean at_start, gpointer user_data)
{
  Reading *reading = user_data;
  const GsSight *sight = gs_view_get_sight (reading->view);
  gdouble value;

  if (gs_sight_see (sight, cell, &value) == GS_SEEN_NUMBER)
    return value;
  if (!reading->is_missing)
    reading->missing = *cell;
  reading->is_missing = TRUE;
  return NAN;
}

static gboolean
refuse_missing (const Reading *reading, GError **error)
{
  const GsSight *sight = gs_view_get_sight (reading->view);
  g_autofree gchar *name = gs_cell_name_display (sight->program, &reading->missing);

  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               gs_sight_is_hidden (sight, &reading->missing)
                   ? _ ("%s is hidden, so nothing can be worked out from it.")
                   : _ ("%s has no number yet, so nothing can be worked out from it."),
               name);
  return FALSE;
}

static gboolean
work_out (GsView *view, const GsExpression *expression, gdouble *value, GError **error)
{
  const GsSight *sight = gs_view_get_sight (view);
  Reading reading = { .view = view };
  gdouble pass = gs_frame_get_cursor (sight->frame)->pass;
  GsExpressionScope scope = { .cells = gs_sight_get_scope (sight),
                              .read = read_cell,
                              .user_data = &reading,
                              .pass = pass,
                              .updates = pass - 1,
                              .answer = NAN };

  if (gs_expression_uses_answer (expression) || gs_expression_uses_start (expression)) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_NAME,
        _ ("“answer” and “start” mean something in lessons only; write cells such as W1[1,1]."));
    return FALSE;
  }
  if (!gs_expression_evaluate (expression, &scope, value, error))
    return FALSE;
  if (reading.is_missing)
    return refuse_missing (&reading, error);
  if (isfinite (*value))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("“%s” comes to no finite number."),
               gs_expression_get_text (expression));
  return FALSE;
}

/* Whether it is meant as arithmetic, so that what is wrong with it as such is of use. */
static gboolean
is_arithmetic (const gchar *text)
{
  return *text != '\0' && strpbrk (text + 1, "[(*/+-") != NULL;
}

gboolean
gs_typed_read (GsView *view, const gchar *text, gdouble *value, gchar **said, GError **error)
{
  const gchar *begin = text + strspn (text, " \t");
  gboolean is_formula = *begin == '=';
  g_autoptr (GError) as_number = NULL;
  g_autofree gchar *plain = NULL;
  g_autoptr (GsExpression) expression = NULL;
  gchar number[GS_NUMBER_BUFFER];

  if (said != NULL)
    *said = NULL;
  if (!is_formula && gs_number_parse (text, value, &as_number))
    return TRUE;
  plain = g_strstrip (translate (begin));
  if (!is_formula && !is_arithmetic (plain)) {
    g_propagate_error (error, g_steal_pointer (&as_number));
    return FALSE;
  }
  expression = gs_expression_parse (plain, error);
  if (expression == NULL || !work_out (view, expression, value, error))
    return FALSE;
  if (said != NULL)
    /* Translators: what was typed, and what it comes to. */
    *said = g_strdup_printf (_ ("%s is %s. The cell keeps the number, not how it was worked out."),
                             plain + is_formula + strspn (plain + is_formula, " \t"),
                             gs_number_to_local_text (*value, number));
  return TRUE;
}
