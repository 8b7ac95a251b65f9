/* The walk over a formula's tree that prints it, whatever the dialect. */
#include "nn-dialect.h"

#include <math.h>
#include <string.h>

#include "nn-dialect-private.h"

/* A convention's words stand in the order of the tree's kinds. */
G_STATIC_ASSERT (NN_NODE_COSPI - NN_NODE_SQRT + 1 == NN_N_CALLS);
G_STATIC_ASSERT (NN_NODE_ARGMAX - NN_NODE_SUM + 1 == NN_N_FOLDS);

/* ---- pieces ---- */

static void
nn_piece_free (gpointer pointer)
{
  NnPiece *piece = pointer;

  g_free (piece->text);
  g_free (piece);
}

static void
add_piece (NnPrint *self, const gchar *text, gint input, gsize offset, gboolean is_result)
{
  NnPiece *piece = g_new0 (NnPiece, 1);

  *piece = (NnPiece){
    .text = g_strdup (text), .input = input, .offset = offset, .is_result = is_result, .term = self->term
  };
  g_ptr_array_add (self->pieces, piece);
}

static void
end_text (NnPrint *self)
{
  if (self->text->len > 0)
    add_piece (self, self->text->str, -1, 0, FALSE);
  g_string_truncate (self->text, 0);
}

gsize
nn_print_set_term (NnPrint *self, gsize term)
{
  gsize before = self->term;

  if (term != before)
    end_text (self);
  self->term = term;
  return before;
}

void
nn_print_text (NnPrint *self, const gchar *text)
{
  g_string_append (self->text, text);
}

void
nn_print_sign (NnPrint *self, gchar sign, const gchar *text)
{
  gboolean joins_the_whole = self->parts && self->depth == 0;

  if (joins_the_whole)
    end_text (self);
  nn_print_text (self, text);
  if (!joins_the_whole)
    return;
  end_text (self);
  ((NnPiece *) g_ptr_array_index (self->pieces, self->pieces->len - 1))->sign = sign;
}

void
nn_print_open (NnPrint *self, gboolean needed)
{
  nn_print_text (self, needed ? self->convention->open : "");
  self->depth += needed;
}

void
nn_print_close (NnPrint *self, gboolean needed)
{
  nn_print_text (self, needed ? self->convention->close : "");
  self->depth -= needed;
}

/* Ends the piece under way and adds one that stands for a cell. */
static void
print_cell (NnPrint *self, const gchar *text, gint input, gsize offset, gboolean is_result)
{
  end_text (self);
  add_piece (self, text, input, offset, is_result);
}

/* Whether nothing stands to the left on the same level. */
static gboolean
is_at_start (const NnPrint *self)
{
  static const gchar *const openings[] = { "(", "[", "{", ", ", ": ", "= ", "< ", "> ", "≤ ", "≥ ", "& " };

  const gchar *before = self->text->str;

  if (self->text->len == 0 && self->pieces->len > 0)
    before = ((const NnPiece *) g_ptr_array_index (self->pieces, self->pieces->len - 1))->text;
  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    if (g_str_has_suffix (before, openings[i]))
      return TRUE;
  return *before == '\0';
}

gchar *
nn_pieces_join (GPtrArray *pieces)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++)
    g_string_append (line, ((const NnPiece *) g_ptr_array_index (pieces, i))->text);
  return g_string_free (line, FALSE);
}

/* ---- what stands for a tensor ---- */

static gchar *
make_reference (const NnPrint *self, gint input, gsize offset, const gchar *tensor, const gchar *subscripts)
{
  const NnReference reference = { input, offset, tensor, subscripts };
  GString *text = g_string_new (NULL);

  self->convention->write_cell (&reference, text, self->convention->user_data);
  return g_string_free (text, FALSE);
}

/* What the cells at an index along an axis are called, in quotation marks; FALSE if they have no name. */
static gboolean
append_label (const NnPrint *self, GString *subscripts, GPtrArray *const *labels, gint axis, gint64 index)
{
  const GPtrArray *list = self->shows_labels && labels != NULL ? labels[axis] : NULL;
  const gchar *label =
      list != NULL && index >= 1 && index <= (gint64) list->len ? g_ptr_array_index (list, index - 1) : "";

  if (*label != '\0')
    g_string_append_printf (subscripts, "\"%s\"", label);
  return *label != '\0';
}

/* An index by itself, along an axis of what has these labels. */
static void
append_slot (NnPrint *self, GString *subscripts, gint slot, GPtrArray *const *labels, gint axis)
{
  g_string_append (subscripts, axis > 0 ? "," : "");
  if (!self->known[slot] || !append_label (self, subscripts, labels, axis, self->evaluation.value[slot]))
    nn_print_append_slot (self, subscripts, slot);
}

/* The output's or an input's further axes, from `axis` on. */
static void
append_rest (NnPrint *self, GString *subscripts, GPtrArray *const *labels, gint axis)
{
  for (gint i = 0; i < self->evaluation.n_rest; i++)
    append_slot (self, subscripts, NN_SLOT_REST + i, labels, axis + i);
}

static void
print_left_side (NnPrint *self)
{
  const NnFormula *formula = self->formula;
  g_autoptr (GString) subscripts = g_string_new (NULL);
  g_autofree gchar *text = NULL;
  gboolean by_place = self->convention->goes_by_place;

  for (gint i = 0; !by_place && i < formula->n_out_index; i++)
    append_slot (self, subscripts, formula->out_index[i], self->names->out_labels, i);
  if (!by_place && formula->out_rest)
    append_rest (self, subscripts, self->names->out_labels, formula->n_out_index);
  text = make_reference (self, -1, self->form == NN_PRINT_GENERAL ? G_MAXSIZE : self->offset,
                         self->names->out, subscripts->str);
  print_cell (self, text, -1, 0, TRUE);
  nn_print_text (self, self->convention->equals);
}

/* ---- what is known while printing ---- */

static gboolean
is_all_known (NnPrint *self, const NnNode *node)
{
  if (node == NULL)
    return TRUE;
  if (node->kind == NN_NODE_INDEX && !self->known[node->slot])
    return FALSE;
  for (gint i = 0; node->kind == NN_NODE_CELL && node->rest && i < self->evaluation.n_rest; i++)
    if (!self->known[NN_SLOT_REST + i])
      return FALSE;
  if (nn_node_is_reduction (node))
    return TRUE; /* its own indices are bound inside */
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (!is_all_known (self, node->child[i]))
      return FALSE;
  return TRUE;
}

/* A number that the program's structure fixes, such as how many values a mean is taken over. */
static gboolean
is_structural (NnPrint *self, const NnNode *node, gint64 *value)
{
  NnAffine affine;

  if (node->kind == NN_NODE_NUMBER || node->kind == NN_NODE_INDEX
      || !nn_print_get_affine (self, node, &affine) || !nn_affine_is_constant (&affine))
    return FALSE;
  *value = affine.constant;
  return TRUE;
}

static gboolean
is_structural_one (NnPrint *self, const NnNode *node)
{
  gint64 value = 0;

  return is_structural (self, node, &value) && value == 1;
}

/* ---- numbers and cells ---- */

void
nn_print_number (NnPrint *self, gdouble value, gint digits, gint level, gint input, gsize offset)
{
  g_autofree gchar *text = self->convention->write_number (value, digits, self->decimal_point);
  gboolean enclose = g_str_has_prefix (text, self->convention->negative)
                     && (level == NN_SINGLE_LEVEL || !is_at_start (self));

  nn_print_open (self, enclose);
  if (input >= 0)
    print_cell (self, text, input, offset, FALSE);
  else
    nn_print_text (self, text);
  nn_print_close (self, enclose);
}

static gdouble
read_value (const NnBinding *binding, gint input, gsize offset)
{
  return binding->read != NULL ? binding->read (input, offset, binding->read_data)
                               : binding->in[input][offset];
}

static void
append_subscripts (NnPrint *self, GString *subscripts, const NnNode *node)
{
  GPtrArray *const *labels = self->names->in_labels[node->slot];

  for (gint i = 0; i < node->n_children; i++) {
    NnAffine affine;

    if (i > 0)
      g_string_append_c (subscripts, ',');
    if (!nn_print_get_affine (self, node->child[i], &affine) || !nn_affine_is_constant (&affine)
        || !append_label (self, subscripts, labels, i, affine.constant))
      nn_print_append_subscript (self, subscripts, node->child[i]);
  }
  if (node->rest)
    append_rest (self, subscripts, labels, node->n_children);
}

static void
print_cell_node (NnPrint *self, const NnNode *node, gint level)
{
  gboolean single = is_all_known (self, node);
  gssize offset = single ? nn_evaluation_offset (&self->evaluation, node) : -1;
  g_autoptr (GString) subscripts = g_string_new (NULL);
  g_autofree gchar *text = NULL;

  if (self->convention->shows_values && offset >= 0) {
    nn_print_number (self, read_value (self->binding, node->slot, (gsize) offset), self->digits, level,
                     node->slot, (gsize) offset);
    return;
  }
  if (!self->convention->goes_by_place)
    append_subscripts (self, subscripts, node);
  text = make_reference (self, node->slot, offset >= 0 ? (gsize) offset : G_MAXSIZE,
                         self->names->in[node->slot], subscripts->str);
  print_cell (self, text, node->slot, offset >= 0 ? (gsize) offset : G_MAXSIZE, FALSE);
}

/* ---- conditions ---- */

void
nn_print_condition (NnPrint *self, const NnNode *node)
{
  if (node->kind == NN_NODE_AND) {
    gint first = nn_print_decide (self, node->child[0]), second = nn_print_decide (self, node->child[1]);

    if (first != 1)
      nn_print_condition (self, node->child[0]);
    if (first != 1 && second != 1)
      nn_print_text (self, self->convention->and);
    if (second != 1)
      nn_print_condition (self, node->child[1]);
    return;
  }
  nn_print_node (self, node->child[0], NN_SUM_LEVEL);
  nn_print_text (self, self->convention->relations[node->kind - NN_NODE_EQUAL]);
  nn_print_node (self, node->child[1], NN_SUM_LEVEL);
}

/* Whether both ways are short enough to show: "if(−0.3 > 0, −0.3, 0)" says why it is 0, while
 * the other way of computing a sigmoid only distracts. */
static gboolean
is_short (const NnNode *node)
{
  if (node == NULL)
    return TRUE;
  if ((node->kind >= NN_NODE_SQRT && node->kind <= NN_NODE_COSPI) || nn_node_is_reduction (node))
    return FALSE;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (!is_short (node->child[i]))
      return FALSE;
  return TRUE;
}

/* Of two ways to compute the same number people are shown the one from the books, as long as it gives the
 * same digits: an exponential in it may overflow. */
static gboolean
shows_first (NnPrint *self, const NnNode *node)
{
  gdouble first, taken;

  if (!node->is_either || self->convention->never_cuts)
    return FALSE;
  if (self->form == NN_PRINT_GENERAL || !self->has_values || !is_all_known (self, node))
    return TRUE;
  first = nn_evaluation_value (&self->evaluation, node->child[1]);
  taken = nn_evaluation_value (&self->evaluation, node);
  return fabs (first - taken) <= 1e-14 * fabs (taken);
}

/* Where one of the branches is a number as it stands, to choose is to answer. */
static gboolean
is_asked (const NnPrint *self, const NnNode *node)
{
  return self->undecided && self->n_terms <= 1
         && (node->child[1]->kind == NN_NODE_NUMBER || node->child[2]->kind == NN_NODE_NUMBER);
}

static void
print_if (NnPrint *self, const NnNode *node, gint level)
{
  gint decided = shows_first (self, node) ? 1 : nn_print_decide (self, node->child[0]);

  if (decided < 0 && self->form != NN_PRINT_GENERAL && self->has_values && !is_asked (self, node)
      && is_all_known (self, node) && (self->in_terms || !is_short (node)))
    decided = nn_evaluation_condition (&self->evaluation, node->child[0]);
  if (decided >= 0) {
    nn_print_node (self, node->child[decided ? 1 : 2], level);
    return;
  }
  self->depth++;
  self->convention->write_if (self, node->child[0], node->child[1], node->child[2]);
  self->depth--;
}

/* ---- sums, products, functions ---- */

/* The term that the node is by itself, of those added behind the leading sum. */
static gsize
find_added (const NnPrint *self, const NnNode *node)
{
  for (gint i = 0; i < self->n_added; i++)
    if (self->added[i] == node)
      return self->n_terms + (gsize) i + 1;
  return self->term;
}

static void
print_sides (NnPrint *self, const NnNode *node, gint left, gchar sign, gint right, gboolean enclose)
{
  const NnConvention *words = self->convention;
  gsize before;

  nn_print_open (self, enclose);
  nn_print_node (self, node->child[0], left);
  nn_print_sign (self, sign,
                 sign == '+'   ? words->plus
                 : sign == '-' ? words->minus
                 : sign == '*' ? words->times
                               : words->divided);
  before = nn_print_set_term (self, find_added (self, node->child[1]));
  nn_print_node (self, node->child[1], right);
  nn_print_set_term (self, before);
  nn_print_close (self, enclose);
}

static void
print_product (NnPrint *self, const NnNode *node, gint level)
{
  if (is_structural_one (self, node->child[0])) {
    nn_print_node (self, node->child[1], level);
  } else if (is_structural_one (self, node->child[1])) {
    nn_print_node (self, node->child[0], level);
  } else if (self->convention->square != NULL && nn_node_is_same (node->child[0], node->child[1])) {
    nn_print_node (self, node->child[0], NN_SINGLE_LEVEL);
    nn_print_text (self, self->convention->square);
  } else {
    print_sides (self, node, NN_PRODUCT_LEVEL, '*',
                 node->child[1]->kind == NN_NODE_MULTIPLY ? NN_PRODUCT_LEVEL : NN_SINGLE_LEVEL,
                 level > NN_PRODUCT_LEVEL);
  }
}

static void
print_quotient (NnPrint *self, const NnNode *node, gint level)
{
  if (is_structural_one (self, node->child[1])) {
    nn_print_node (self, node->child[0], level);
  } else if (self->convention->write_quotient != NULL) {
    self->depth++;
    self->convention->write_quotient (self, node->child[0], node->child[1]);
    self->depth--;
  } else {
    print_sides (self, node, NN_PRODUCT_LEVEL, '/', NN_SINGLE_LEVEL, level > NN_PRODUCT_LEVEL);
  }
}

static void
print_negation (NnPrint *self, const NnNode *node, gint level)
{
  gboolean enclose = level == NN_SINGLE_LEVEL || !is_at_start (self);

  nn_print_open (self, enclose);
  nn_print_text (self, self->convention->negative);
  nn_print_node (self, node->child[0], NN_PRODUCT_LEVEL);
  nn_print_close (self, enclose);
}

/* "e^−z" */
static void
print_power_of_e (NnPrint *self, const NnNode *exponent)
{
  gboolean negated = exponent->kind == NN_NODE_NEGATE;
  const NnNode *base = negated ? exponent->child[0] : exponent;
  gboolean single = base->kind == NN_NODE_CELL || base->kind == NN_NODE_NUMBER;

  nn_print_text (self, self->convention->power_of_e);
  nn_print_text (self, single && negated ? self->convention->negative : "");
  nn_print_open (self, !single);
  nn_print_node (self, single ? base : exponent, single ? NN_SINGLE_LEVEL : NN_SUM_LEVEL);
  nn_print_close (self, !single);
}

static void
print_function (NnPrint *self, const NnNode *node)
{
  if (node->kind == NN_NODE_EXP && self->convention->power_of_e != NULL) {
    print_power_of_e (self, node->child[0]);
    return;
  }
  nn_print_text (self, self->convention->call_open[node->kind - NN_NODE_SQRT]);
  self->depth++;
  /* Of cos(π·x) the x is a factor. */
  nn_print_node (self, node->child[0], node->kind == NN_NODE_COSPI ? NN_PRODUCT_LEVEL : NN_SUM_LEVEL);
  self->depth--;
  nn_print_text (self, self->convention->call_close[node->kind - NN_NODE_SQRT]);
}

/* Index arithmetic among values: which place of a window one stands at. */
static void
print_index_expression (NnPrint *self, const NnNode *node, gint level)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean enclose;

  nn_print_append_index (self, text, node);
  enclose = level > NN_SUM_LEVEL && strpbrk (text->str, "+ /%") != NULL;
  nn_print_open (self, enclose);
  nn_print_text (self, text->str);
  nn_print_close (self, enclose);
}

static gboolean
is_index_expression (NnPrint *self, const NnNode *node)
{
  NnAffine affine;

  return node->kind == NN_NODE_INDEX || node->kind == NN_NODE_ATTRIBUTE || node->kind == NN_NODE_DIV
         || node->kind == NN_NODE_MOD
         || (node->kind != NN_NODE_NUMBER && nn_print_get_affine (self, node, &affine));
}

void
nn_print_node (NnPrint *self, const NnNode *node, gint level)
{
  if (is_index_expression (self, node)) {
    print_index_expression (self, node, level);
    return;
  }
  switch (node->kind) {
  case NN_NODE_NUMBER: nn_print_number (self, node->number, 0, level, -1, 0); return;
  case NN_NODE_CELL: print_cell_node (self, node, level); return;
  case NN_NODE_NEGATE: print_negation (self, node, level); return;
  case NN_NODE_ADD:
    /* a + (b − 1) is not a + b − 1 to whoever computes with a limited number of digits. */
    print_sides (self, node, NN_SUM_LEVEL, '+', NN_PRODUCT_LEVEL, level > NN_SUM_LEVEL);
    return;
  case NN_NODE_SUBTRACT:
    print_sides (self, node, NN_SUM_LEVEL, '-', NN_PRODUCT_LEVEL, level > NN_SUM_LEVEL);
    return;
  case NN_NODE_MULTIPLY: print_product (self, node, level); return;
  case NN_NODE_DIVIDE: print_quotient (self, node, level); return;
  case NN_NODE_SQRT:
  case NN_NODE_EXP:
  case NN_NODE_LN:
  case NN_NODE_LN1P:
  case NN_NODE_TANH:
  case NN_NODE_COSPI: print_function (self, node); return;
  case NN_NODE_IF: print_if (self, node, level); return;
  case NN_NODE_SUM:
  case NN_NODE_MAX:
  case NN_NODE_MIN:
  case NN_NODE_COUNT:
  case NN_NODE_ARGMAX: nn_print_reduction (self, node, level); return;
  case NN_NODE_INDEX:
  case NN_NODE_ATTRIBUTE:
  case NN_NODE_DIV:
  case NN_NODE_MOD:
  case NN_NODE_EQUAL:
  case NN_NODE_LESS:
  case NN_NODE_GREATER:
  case NN_NODE_LESS_EQUAL:
  case NN_NODE_GREATER_EQUAL:
  case NN_NODE_AND:
  default: g_assert_not_reached ();
  }
}

/* ---- the whole line ---- */

static gboolean
has_all_values (const NnFormula *formula, const NnBinding *binding)
{
  for (gint i = 0; i < formula->n_inputs && binding->read == NULL; i++)
    if (binding->in[i] == NULL)
      return FALSE;
  return TRUE;
}

GPtrArray *
nn_dialect_print (NnDialect dialect,
                  NnFormula *formula,
                  const NnNames *names,
                  const NnBinding *binding,
                  gsize offset,
                  NnPrintForm form,
                  const NnPrintLimits *limits)
{
  NnPrint self = { .convention = dialect,
                   .form = dialect->shows_values ? NN_PRINT_EXPANDED : form,
                   .formula = formula,
                   .names = names,
                   .binding = binding,
                   .offset = offset };

  self.max_terms = limits != NULL && limits->max_terms > 0 ? MAX (limits->max_terms, 2) : 8;
  self.digits = limits != NULL && limits->digits > 0 ? limits->digits : 6;
  if (dialect->never_cuts)
    self.max_terms = G_MAXSIZE;
  self.shows_labels = dialect->shows_labels && (limits == NULL || !limits->plain);
  self.undecided = limits != NULL && limits->undecided;
  self.parts = limits != NULL && limits->parts;
  self.decimal_point = limits != NULL ? limits->decimal_point : '\0';
  self.has_values = has_all_values (formula, binding);
  g_assert (!dialect->shows_values || self.has_values);
  if (dialect->shows_values && limits != NULL && limits->enough)
    self.digits = nn_dialect_enough_digits (formula, binding, offset, self.digits);
  nn_evaluation_init (&self.evaluation, formula, binding, offset);
  if (self.form == NN_PRINT_EXPANDED) {
    self.leading = nn_formula_get_leading (formula, self.added, NN_MAX_ADDED, &self.n_added);
    self.n_terms = nn_formula_count_terms (formula, binding, offset) - (gsize) self.n_added;
    self.shown_term = limits != NULL ? limits->term : 0;
  }
  for (gint i = 0; self.form != NN_PRINT_GENERAL && i < formula->n_out_index; i++)
    self.known[formula->out_index[i]] = TRUE;
  for (gint i = 0; self.form != NN_PRINT_GENERAL && formula->out_rest && i < self.evaluation.n_rest; i++)
    self.known[NN_SLOT_REST + i] = TRUE;
  self.pieces = g_ptr_array_new_with_free_func (nn_piece_free);
  self.text = g_string_new (NULL);
  if (!dialect->shows_values)
    print_left_side (&self);
  nn_print_node (&self, formula->root, NN_SUM_LEVEL);
  end_text (&self);
  g_string_free (self.text, TRUE);
  return self.pieces;
}
