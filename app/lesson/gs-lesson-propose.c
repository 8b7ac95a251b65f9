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

/* ---- the formula's parts ---- */

static gchar *
write_number (gdouble value, gint digits, gchar decimal_point)
{
  return nn_dialect_plain_number (value);
}

/* Mathematics as lessons are written: "x[1,1] * W1[1,1] - b1[1]", "(a - t) * (a - t)". */
static NnConvention
make_convention (void)
{
  NnConvention written = nn_convention_math;

  written.equals = "";
  written.minus = " - ";
  written.times = " * ";
  written.negative = "-";
  written.relations[3] = " <= ";
  written.relations[4] = " >= ";
  written.square = NULL;
  written.power_of_e = NULL;
  written.call_open[NN_CALL_SQRT] = "sqrt(";
  written.call_open[NN_CALL_LN1P] = "ln(1 + ";
  written.write_number = write_number;
  return written;
}

/* What stands between two of the signs that join the whole, and the sign before it. */
typedef struct {
  gchar sign; /* 0: the first */
  gboolean is_cell;
  gchar *text;
} Part;

static void
clear_part (gpointer data)
{
  g_free (((Part *) data)->text);
}

/* The first piece is the cell itself. */
static GArray *
split (GPtrArray *pieces, const gchar *signs)
{
  GArray *parts = g_array_new (FALSE, TRUE, sizeof (Part));
  Part part = { .text = g_strdup ("") };

  g_array_set_clear_func (parts, clear_part);
  for (guint i = 1; i < pieces->len; i++) {
    const NnPiece *piece = g_ptr_array_index (pieces, i);

    if (piece->sign != 0 && strchr (signs, piece->sign) != NULL) {
      g_array_append_val (parts, part);
      part = (Part){ .sign = piece->sign, .text = g_strdup ("") };
    } else {
      gchar *longer = g_strconcat (part.text, piece->text, NULL);

      part.is_cell = *part.text == '\0' && piece->input >= 0;
      g_free (part.text);
      part.text = longer;
    }
  }
  g_array_append_val (parts, part);
  return parts;
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
name_part (const Part *part)
{
  return g_strdup_printf (part->is_cell ? "[[%s]]" : "`%s`", part->text);
}

/* Of a sum: each term forgotten, the last first, for that is the bias; each minus taken for a plus. */
static void
propose_terms (Proposer *self, const GArray *terms)
{
  for (guint i = terms->len; i-- > 0;) {
    const Part *term = &g_array_index (terms, Part, i);
    g_autofree gchar *name = name_part (term);

    if (term->sign == '-')
      propose (self, join (terms, G_MAXUINT, i, '+'), g_strdup_printf (_ ("%s is to be subtracted."), name));
    propose (self, join (terms, i, G_MAXUINT, 0), g_strdup_printf (_ ("%s is missing."), name));
  }
}

/* Of a product: each factor forgotten, the last first, for that is the derivative of an activation; added
 * where it is multiplied. */
static void
propose_factors (Proposer *self, const GArray *factors)
{
  for (guint i = factors->len; i-- > 0;) {
    const Part *factor = &g_array_index (factors, Part, i);
    g_autofree gchar *name = name_part (factor);

    if (factor->sign == '/')
      propose (self, join (factors, i, G_MAXUINT, 0), g_strdup_printf (_ ("Divide by %s, too."), name));
    else if (i > 0 || g_array_index (factors, Part, 1).sign == '*')
      propose (self, join (factors, i, G_MAXUINT, 0),
               g_strdup_printf (_ ("The factor %s is missing."), name));
  }
  if (factors->len == 2 && g_array_index (factors, Part, 1).sign == '*')
    propose (self, join (factors, G_MAXUINT, 1, '+'), g_strdup (_ ("That is the sum. Multiply.")));
}

GPtrArray *
gs_lesson_propose_mistakes (GsWorkbook *book, const NnCell *cell, gint digits)
{
  const NnPrintLimits limits = { .max_terms = MAX_TERMS, .parts = TRUE };
  const NnConvention written = make_convention ();
  g_autoptr (GsExplanation) why = gs_explanation_new (gs_workbook_get_frame (book), cell, NULL);
  g_autoptr (GPtrArray) pieces =
      why != NULL ? gs_explanation_print_pieces (why, &written, NN_PRINT_EXPANDED, &limits) : NULL;
  g_autoptr (GArray) terms = NULL, factors = NULL;
  GsLessonValues values;
  Proposer self = { .proposals = g_ptr_array_new_with_free_func (proposal_free), .digits = digits };
  gdouble value;

  if (pieces == NULL || gs_explanation_count_terms (why) > MAX_TERMS)
    return self.proposals;
  self.taken = g_array_new (FALSE, FALSE, sizeof (gdouble));
  value = gs_lesson_values_read (book, cell);
  g_array_append_val (self.taken, value);
  gs_lesson_values_init (&values, book);
  gs_lesson_values_get_scope (&values, &self.scope);
  terms = split (pieces, "+-");
  factors = split (pieces, "*/");
  if (terms->len > 1)
    propose_terms (&self, terms);
  else if (factors->len > 1)
    propose_factors (&self, factors);
  gs_lesson_values_clear (&values);
  g_array_unref (self.taken);
  return self.proposals;
}
