/* Symbols and numbers of a formula, paired piece by piece. */
#include "gs-formula-pieces.h"

#include <glib/gi18n-lib.h>

#include "app/text/gs-number.h"

typedef struct {
  GsFormulaLine *line;
  const GsSight *sight;
  const GsFormulaForm *form;
  GPtrArray *symbols, *numbers; /* NnPiece; numbers are NULL where there are none */
  guint next;                   /* of the numbers */
  gboolean writing;             /* term by term */
} Filling;

static void
append_sign (Filling *self, const gchar *symbol, const gchar *number)
{
  gs_formula_line_append (self->line, GS_FORMULA_SIGN, symbol, number, NULL);
}

static const NnPiece *
get_number (Filling *self)
{
  return self->numbers != NULL && self->next < self->numbers->len
             ? g_ptr_array_index (self->numbers, self->next)
             : NULL;
}

/* ---- the result ---- */

/* What the terms of a cell that is being written come to so far: behind the last one that is done. */
static void
append_so_far (Filling *self)
{
  g_autofree gchar *number = gs_number_show (self->sight->term.running, self->form->digits);
  g_autofree gchar *text = g_strdup_printf (" = %s", number);

  gs_formula_line_set_time (self->line, GS_FORMULA_ALL);
  /* Translators: above the number that a sum has come to while it is added up. */
  gs_formula_line_append (self->line, GS_FORMULA_RESULT, _ ("so far"), text, NULL);
}

/* For a cell that is hidden: what was rightly typed into it, else "?". Caller frees. */
static gchar *
print_hidden (const GsSight *sight, const NnCell *cell)
{
  const gchar *solved = gs_sight_get_solved (sight, cell);

  return g_strdup (solved != NULL ? solved : "?");
}

/* The result as it is known: a number, "?", while a sum is added up what it has come to, or nothing. */
static gchar *
print_result (Filling *self)
{
  const GsSight *sight = self->sight;
  g_autofree gchar *running = NULL;

  if (gs_sight_is_hidden (sight, &sight->selected))
    return print_hidden (sight, &sight->selected);
  if (self->writing) {
    running = gs_number_show (sight->term.running, self->form->digits);
    return g_strconcat (running, " …", NULL);
  }
  if (!gs_frame_is_visible (sight->frame, &sight->selected))
    return g_strdup (self->numbers != NULL ? "…" : "");
  return gs_number_show (gs_explanation_get_formula_value (sight->explanation), self->form->digits);
}

static void
append_result (Filling *self)
{
  g_autofree gchar *number = print_result (self), *text = g_strdup_printf (" = %s", number);

  gs_formula_line_append (self->line, GS_FORMULA_RESULT, "", text, NULL);
}

static void
append_held (Filling *self)
{
  gint digits = self->form->for_class ? self->form->digits : 0;
  g_autofree gchar *held = gs_number_show (gs_explanation_get_value (self->sight->explanation), digits);
  g_autofree gchar *remark = g_strdup_printf (_ ("held at %s by hand"), held);

  append_sign (self, "", "  ");
  append_sign (self, "", remark);
}

/* ---- pieces ---- */

/* Whether a piece is of a term that is done, is under way, or comes; a sign goes with what follows it. */
static GsFormulaTime
find_time (Filling *self, guint i)
{
  gsize now = self->sight->term.number, term;
  guint of = i;

  while (of < self->symbols->len && ((const NnPiece *) g_ptr_array_index (self->symbols, of))->term == 0)
    of++;
  if (of == self->symbols->len)
    return GS_FORMULA_NEXT;
  term = ((const NnPiece *) g_ptr_array_index (self->symbols, of))->term;
  if (term > now)
    return GS_FORMULA_NEXT;
  return term == now && of == i ? GS_FORMULA_NOW : GS_FORMULA_PAST;
}

static void
append_factor (Filling *self, const NnPiece *symbol, guint i)
{
  const NnPiece *number = get_number (self);
  NnCell cell = { symbol->input, symbol->offset };
  gboolean brackets;
  g_autofree gchar *shown = NULL, *text = NULL;

  while (number != NULL && number->input < 0) {
    /* A parenthesis around a negative number, which the symbols do not have. */
    self->next++;
    number = get_number (self);
  }
  if (gs_sight_is_hidden (self->sight, &cell))
    shown = print_hidden (self->sight, &cell);
  else if (number != NULL)
    shown = g_strdup (number->text);
  /* Behind the sign of equality none is needed. */
  brackets = self->form->for_class && i > 2 && shown != NULL
             && (g_str_has_prefix (shown, "−") || g_str_has_prefix (shown, "-"));
  text = brackets ? g_strdup_printf ("(%s)", shown) : g_steal_pointer (&shown);
  gs_formula_line_append (self->line, GS_FORMULA_FACTOR, symbol->text, text != NULL ? text : "", &cell);
  self->next++;
}

/* Behind the left side stands " = ", and what the line begins with. */
static void
append_between (Filling *self, const NnPiece *symbol, guint i)
{
  gboolean is_first = i == 1 && g_str_has_prefix (symbol->text, " = ");
  const gchar *below = is_first ? symbol->text + 3 : symbol->text;
  const NnPiece *number = get_number (self);

  if (self->form->for_class)
    append_sign (self, symbol->text, self->numbers != NULL ? symbol->text : "");
  else
    append_sign (self, symbol->text, below);
  if (*below != '\0' && number != NULL && number->input < 0)
    self->next++;
}

/* The left side stands above the result, and the sign between stands alone. */
static void
append_left (Filling *self, const NnPiece *symbol)
{
  g_autofree gchar *result = self->form->for_class ? print_result (self) : NULL;

  if (result != NULL)
    gs_formula_line_append (self->line, GS_FORMULA_SUBJECT, symbol->text, result, NULL);
  else
    append_sign (self, symbol->text, "");
}

/* Symbols and numbers come from one tree, so that pieces pair up one by one: a cell's symbol with its number,
 * a sign with the same sign. While the cell is written, its sum so far stands among them. */
static void
append_all (Filling *self)
{
  GsFormulaTime time = GS_FORMULA_ALL;
  gboolean says_so_far = self->writing && !self->form->for_class;

  for (guint i = 0; i < self->symbols->len; i++) {
    const NnPiece *symbol = g_ptr_array_index (self->symbols, i);

    if (self->writing && time != GS_FORMULA_NEXT) {
      time = find_time (self, i);
      if (time == GS_FORMULA_NEXT && says_so_far)
        append_so_far (self);
    }
    gs_formula_line_set_time (self->line, symbol->is_result && self->form->for_class ? GS_FORMULA_ALL : time);
    if (symbol->is_result)
      append_left (self, symbol);
    else if (symbol->input >= 0)
      append_factor (self, symbol, i);
    else
      append_between (self, symbol, i);
  }
  if (says_so_far && time != GS_FORMULA_NEXT)
    append_so_far (self);
}

void
gs_formula_pieces_fill (GsFormulaLine *line, const GsSight *sight, const GsFormulaForm *form)
{
  gboolean visible = gs_frame_is_visible (sight->frame, &sight->selected);
  Filling self = { .line = line, .sight = sight, .form = form };
  NnPrintLimits limits = { .max_terms = form->max_terms,
                           .digits = form->digits,
                           .enough = TRUE,
                           .plain = form->plain,
                           .decimal_point = gs_number_get_sign () };

  self.writing = !visible && gs_explanation_has_numbers (sight->explanation);
  limits.term = self.writing ? sight->term.number : 0;
  /* Both with what is known, so that of two branches both show the same one. */
  if (!visible && !self.writing && form->for_class) {
    self.symbols = gs_explanation_print_prospect (sight->explanation, NN_DIALECT_MATH, &limits);
    self.numbers = gs_explanation_print_prospect (sight->explanation, NN_DIALECT_NUMBERS, &limits);
  }
  if (self.symbols == NULL)
    self.symbols =
        gs_explanation_print_pieces (sight->explanation, NN_DIALECT_MATH, NN_PRINT_EXPANDED, &limits);
  if (visible || self.writing)
    self.numbers =
        gs_explanation_print_pieces (sight->explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
  append_all (&self);
  if (visible && !form->for_class)
    append_result (&self);
  if (visible && gs_explanation_is_pinned (sight->explanation))
    append_held (&self);
  g_ptr_array_unref (self.symbols);
  g_clear_pointer (&self.numbers, g_ptr_array_unref);
}
