/* From text to nodes, whatever they are: recursive descent over levels of operators. */
#include "nn-syntax.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "nn-error.h"

#define MAX_DEPTH 64

void
nn_syntax_begin (NnSyntax *syntax, const NnLanguage *language, const gchar *text, gpointer user_data)
{
  *syntax = (NnSyntax){ .language = language, .text = text, .at = text, .user_data = user_data };
}

gpointer
nn_syntax_fail (NnSyntax *syntax, const gchar *what)
{
  if (syntax->error == NULL)
    syntax->error = g_error_new (NN_ERROR, NN_ERROR_SYNTAX, _ ("“%s”, at character %ld: %s"), syntax->text,
                                 g_utf8_pointer_to_offset (syntax->text, syntax->at) + 1, what);
  return NULL;
}

void
nn_syntax_skip_space (NnSyntax *syntax)
{
  while (g_ascii_isspace (*syntax->at))
    syntax->at++;
}

gboolean
nn_syntax_take (NnSyntax *syntax, const gchar *sign)
{
  gsize length = strlen (sign);

  nn_syntax_skip_space (syntax);
  if (strncmp (syntax->at, sign, length) != 0)
    return FALSE;
  if (g_ascii_isalpha (sign[0]) && (g_ascii_isalnum (syntax->at[length]) || syntax->at[length] == '_'))
    return FALSE;
  syntax->at += length;
  return TRUE;
}

gboolean
nn_syntax_expect (NnSyntax *syntax, const gchar *sign)
{
  g_autofree gchar *what = NULL;

  if (nn_syntax_take (syntax, sign))
    return TRUE;
  what = g_strdup_printf (_ ("here “%s” is missing"), sign);
  nn_syntax_fail (syntax, what);
  return FALSE;
}

static gpointer
read_number (NnSyntax *self)
{
  const gchar *end = self->at, *exponent;
  g_autofree gchar *digits = NULL;
  gdouble value;

  while (g_ascii_isdigit (*end))
    end++;
  if (end[0] == '.' && g_ascii_isdigit (end[1])) /* two points are a range */
    for (end++; g_ascii_isdigit (*end);)
      end++;
  exponent = end + 1 + (end[0] != '\0' && (end[1] == '-' || end[1] == '+'));
  if ((*end == 'e' || *end == 'E') && g_ascii_isdigit (*exponent))
    for (end = exponent; g_ascii_isdigit (*end);)
      end++;
  digits = g_strndup (self->at, (gsize) (end - self->at));
  value = g_ascii_strtod (digits, NULL);
  if (!isfinite (value) || g_ascii_isalpha (*end))
    return nn_syntax_fail (self, _ ("no number that can be used; write 0.5 or 1e-3"));
  self->at = end;
  return self->language->make_number (value);
}

static gpointer
read_operand (NnSyntax *self)
{
  gpointer node = NULL;

  nn_syntax_skip_space (self);
  if (++self->depth > MAX_DEPTH)
    return nn_syntax_fail (self, _ ("too many parentheses within each other"));
  if (nn_syntax_take (self, "-")) {
    node = read_operand (self);
    node = node != NULL ? self->language->make (self->language->negate_kind, node, NULL) : NULL;
  } else if (nn_syntax_take (self, "(")) {
    node = nn_syntax_read (self, self->language->inner_level);
    if (node != NULL && !nn_syntax_expect (self, ")"))
      g_clear_pointer (&node, self->language->free_node);
  } else if (g_ascii_isdigit (*self->at)) {
    node = read_number (self);
  } else if (g_ascii_isalpha (*self->at)) {
    node = self->language->read_word (self);
  } else {
    nn_syntax_fail (self, *self->at == '\0'
                              ? _ ("the formula ends too early")
                              : _ ("here a number, a cell such as W1[1,2] or a function was expected"));
  }
  self->depth--;
  return node;
}

static const NnOperator *
take_operator (NnSyntax *self, gint level)
{
  for (const NnOperator *op = self->language->operators; op->sign != NULL; op++)
    if (op->level == level && nn_syntax_take (self, op->sign))
      return op;
  return NULL;
}

/* Takes `left`; NULL without a `right`. */
static gpointer
join (NnSyntax *self, gint kind, gpointer left, gpointer right)
{
  if (right != NULL)
    return self->language->make (kind, left, right);
  self->language->free_node (left);
  return NULL;
}

static gpointer
read_comparison (NnSyntax *self, gint level)
{
  const NnLanguage *language = self->language;
  const NnOperator *op;
  const gchar *middle, *end;
  gpointer all;

  if (language->not_kind >= 0 && nn_syntax_take (self, "not")) {
    if (++self->depth > MAX_DEPTH)
      return nn_syntax_fail (self, _ ("too many “not”"));
    all = read_comparison (self, level);
    self->depth--;
    return all != NULL ? language->make (language->not_kind, all, NULL) : NULL;
  }
  all = nn_syntax_read (self, level + 1);
  op = all != NULL ? take_operator (self, level) : NULL;
  if (op == NULL)
    return all;
  middle = self->at;
  all = join (self, op->kind, all, nn_syntax_read (self, level + 1));
  /* In a <= b <= c the middle stands in two comparisons: it is read once more. */
  while (language->chain_kind >= 0 && all != NULL && (op = take_operator (self, level)) != NULL) {
    gpointer left;

    end = self->at;
    self->at = middle;
    left = nn_syntax_read (self, level + 1);
    middle = self->at = end;
    all =
        join (self, language->chain_kind, all, join (self, op->kind, left, nn_syntax_read (self, level + 1)));
  }
  return all;
}

gpointer
nn_syntax_read (NnSyntax *syntax, gint level)
{
  const NnOperator *op;
  gpointer left;

  if (level == syntax->language->n_levels)
    return read_operand (syntax);
  if (level == syntax->language->comparison_level)
    return read_comparison (syntax, level);
  left = nn_syntax_read (syntax, level + 1);
  while (left != NULL && (op = take_operator (syntax, level)) != NULL)
    left = join (syntax, op->kind, left, nn_syntax_read (syntax, level + 1));
  return left;
}

gboolean
nn_syntax_end (NnSyntax *syntax, GError **error)
{
  nn_syntax_skip_space (syntax);
  if (*syntax->at != '\0')
    nn_syntax_fail (syntax, _ ("this is not understood; a sign such as + or * may be missing"));
  if (syntax->error == NULL)
    return TRUE;
  g_propagate_error (error, syntax->error);
  return FALSE;
}
