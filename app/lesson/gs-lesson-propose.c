/* Usual mistakes out of a cell's formula. */
#include "gs-lesson-propose.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/inspect/gs-explain.h"
#include "gs-lesson-values.h"

/* Terms of a sum that are written out; of a longer one nobody forgets a single term. */
#define MAX_TERMS 12

typedef struct {
  GPtrArray *proposals; /* GsLessonProposal */
  GArray *taken;        /* gdouble: what the cell holds, then what each proposal gives */
  GsExpressionScope scope;
  gint digits;
} Proposer;

static void
proposal_free (gpointer data)
{
  GsLessonProposal *proposal = data;

  g_free (proposal->when);
  g_free (proposal->say);
  g_free (proposal);
}

/* ---- the formula's text ---- */

/* As lessons are written: "x[1,1] * W1[1,1] - b1[1]". Caller frees. */
static gchar *
to_lesson (const gchar *printed)
{
  GString *text = g_string_new (printed);

  g_string_replace (text, "×", "*", 0);
  g_string_replace (text, "−", "-", 0);
  return g_string_free (text, FALSE);
}

/* The parts between these signs, outside of all brackets, each sign with the part behind it ("" before the
 * first). A sign is one only between spaces, as it is printed. */
typedef struct {
  gchar sign; /* 0: the first */
  gchar *text;
} Part;

static void
clear_part (gpointer data)
{
  g_free (((Part *) data)->text);
}

static GArray *
split (const gchar *text, const gchar *signs)
{
  GArray *parts = g_array_new (FALSE, TRUE, sizeof (Part));
  const gchar *begin = text;
  gchar sign = 0;
  gint depth = 0;

  g_array_set_clear_func (parts, clear_part);
  for (const gchar *at = text;; at++) {
    gboolean is_sign = depth == 0 && at > text && *at != '\0' && strchr (signs, *at) != NULL && at[-1] == ' '
                       && at[1] == ' ';

    depth += (*at == '(' || *at == '[') - (*at == ')' || *at == ']');
    if (*at == '\0' || is_sign) {
      Part part = { sign, g_strstrip (g_strndup (begin, (gsize) (at - begin))) };

      g_array_append_val (parts, part);
    }
    if (*at == '\0')
      return parts;
    if (is_sign) {
      sign = *at;
      begin = at + 1;
    }
  }
}

/* The parts again, but one; one sign may be another. Caller frees. */
static gchar *
join (const GArray *parts, guint without, guint turned, gchar sign)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++) {
    const Part *part = &g_array_index (parts, Part, i);
    gchar before = i == turned ? sign : part->sign;

    if (i == without)
      continue;
    if (text->len > 0)
      g_string_append_printf (text, " %c ", before);
    else if (before == '-')
      g_string_append_c (text, '-');
    g_string_append (text, part->text);
  }
  return g_string_free (text, FALSE);
}

/* ---- proposing ---- */

static gboolean
is_taken (const Proposer *self, gdouble value)
{
  for (guint i = 0; i < self->taken->len; i++) {
    gdouble other = g_array_index (self->taken, gdouble, i);

    /* A turned sign is recognised by itself. */
    if (gs_lesson_values_agree (value, other, self->digits)
        || (i == 0 && gs_lesson_values_agree (-value, other, self->digits)))
      return TRUE;
  }
  return FALSE;
}

/* Takes the texts. What cannot be read or told apart is no proposal. */
static void
propose (Proposer *self, gchar *when, gchar *say)
{
  g_autoptr (GsExpression) formula = gs_expression_parse (when, NULL);
  GsLessonProposal *proposal = g_new0 (GsLessonProposal, 1);
  gdouble value;

  proposal->when = when;
  proposal->say = say;
  if (formula == NULL || self->proposals->len == GS_LESSON_MAX_PROPOSALS
      || !gs_expression_evaluate (formula, &self->scope, &value, NULL) || !isfinite (value)
      || is_taken (self, value)) {
    proposal_free (proposal);
    return;
  }
  g_array_append_val (self->taken, value);
  g_ptr_array_add (self->proposals, proposal);
}

/* A cell as a link, anything else as a formula; caller frees. */
static gchar *
name_part (const gchar *part)
{
  gsize length = strcspn (part, " (*/+");

  return part[length] == '\0' && g_ascii_isalpha (*part) ? g_strdup_printf ("[[%s]]", part)
                                                         : g_strdup_printf ("`%s`", part);
}

/* Of a sum: each term forgotten, the last first, for that is the bias; each minus taken for a plus. */
static void
propose_terms (Proposer *self, const GArray *terms)
{
  for (guint i = terms->len; i-- > 0;) {
    const Part *term = &g_array_index (terms, Part, i);
    g_autofree gchar *name = name_part (term->text);

    if (term->sign == '-')
      propose (self, join (terms, G_MAXUINT, i, '+'), g_strdup_printf (_ ("%s is to be subtracted."), name));
    propose (self, join (terms, i, G_MAXUINT, 0), g_strdup_printf (_ ("%s is missing."), name));
  }
}

/* Of a product: each factor forgotten, the last first, for that is the slope; added where it is multiplied.
 */
static void
propose_factors (Proposer *self, const GArray *factors)
{
  for (guint i = factors->len; i-- > 0;) {
    const Part *factor = &g_array_index (factors, Part, i);
    g_autofree gchar *name = name_part (factor->text);

    if (i > 0 || g_array_index (factors, Part, 1).sign == '*')
      propose (self, join (factors, i, G_MAXUINT, 0),
               g_strdup_printf (_ ("The factor %s is missing."), name));
  }
  if (factors->len == 2 && g_array_index (factors, Part, 1).sign == '*')
    propose (self, join (factors, G_MAXUINT, 1, '+'), g_strdup (_ ("That is the sum. Multiply.")));
}

GPtrArray *
gs_lesson_propose_mistakes (GsWorkbook *book, const NnCell *cell, gint digits)
{
  const NnPrintLimits limits = { .max_terms = MAX_TERMS };
  g_autoptr (GsExplanation) why = gs_explanation_new (gs_workbook_get_frame (book), cell, NULL);
  g_autofree gchar *printed =
      why != NULL ? gs_explanation_print (why, NN_DIALECT_MATH, NN_PRINT_EXPANDED, &limits) : NULL;
  g_autofree gchar *text = printed != NULL ? to_lesson (printed) : NULL;
  const gchar *right = text != NULL ? strstr (text, " = ") : NULL;
  g_autoptr (GArray) terms = NULL, factors = NULL;
  GsLessonValues values;
  Proposer self = { .proposals = g_ptr_array_new_with_free_func (proposal_free), .digits = digits };
  gdouble value;

  if (right == NULL)
    return self.proposals;
  self.taken = g_array_new (FALSE, FALSE, sizeof (gdouble));
  value = gs_lesson_values_read (book, cell);
  g_array_append_val (self.taken, value);
  gs_lesson_values_init (&values, book);
  gs_lesson_values_get_scope (&values, &self.scope);
  terms = split (right + 3, "+-");
  factors = split (right + 3, "*/");
  if (terms->len > 1)
    propose_terms (&self, terms);
  else if (factors->len > 1)
    propose_factors (&self, factors);
  gs_lesson_values_clear (&values);
  g_array_unref (self.taken);
  return self.proposals;
}
