/* Subscripts: attributes become numbers, and what can be multiplied out is. */
#include <string.h>

#include "nn-dialect-private.h"

gboolean
nn_affine_is_constant (const NnAffine *affine)
{
  for (gint slot = 0; slot < NN_N_SLOTS; slot++)
    if (affine->factor[slot] != 0)
      return FALSE;
  return TRUE;
}

static void
add_scaled (NnAffine *to, const NnAffine *other, gint64 scale)
{
  to->constant += scale * other->constant;
  for (gint slot = 0; slot < NN_N_SLOTS; slot++)
    to->factor[slot] += scale * other->factor[slot];
}

/* a div b and a mod b for constant b: exact where b is 1 or a is constant too. */
static gboolean
divide (const NnAffine *a, const NnAffine *b, gboolean modulo, NnAffine *affine)
{
  if (!nn_affine_is_constant (b) || b->constant <= 0)
    return FALSE;
  if (b->constant == 1) {
    if (!modulo)
      *affine = *a;
    return TRUE;
  }
  if (!nn_affine_is_constant (a))
    return FALSE;
  affine->constant = nn_floor_div (a->constant, b->constant);
  if (modulo)
    affine->constant = a->constant - affine->constant * b->constant;
  return TRUE;
}

gboolean
nn_print_get_affine (NnPrint *self, const NnNode *node, NnAffine *affine)
{
  NnAffine a, b;

  memset (affine, 0, sizeof *affine);
  switch ((gint) node->kind) {
  case NN_NODE_NUMBER: affine->constant = (gint64) node->number; return TRUE;
  case NN_NODE_ATTRIBUTE: affine->constant = self->binding->attribute[node->slot]; return TRUE;
  case NN_NODE_INDEX:
    if (self->known[node->slot])
      affine->constant = self->evaluation.value[node->slot];
    else
      affine->factor[node->slot] = 1;
    return TRUE;
  case NN_NODE_CELL:
  case NN_NODE_SQRT:
  case NN_NODE_EXP:
  case NN_NODE_LN:
  case NN_NODE_LN1P:
  case NN_NODE_TANH:
  case NN_NODE_COSPI:
  case NN_NODE_IF: return FALSE;
  default: break;
  }
  if (node->kind >= NN_NODE_EQUAL)
    return FALSE;
  if (node->kind == NN_NODE_MOD && nn_print_get_affine (self, node->child[1], &b)
      && nn_affine_is_constant (&b) && b.constant == 1)
    return TRUE; /* whatever it is of */
  if (!nn_print_get_affine (self, node->child[0], &a))
    return FALSE;
  if (node->kind == NN_NODE_NEGATE) {
    add_scaled (affine, &a, -1);
    return TRUE;
  }
  if (!nn_print_get_affine (self, node->child[1], &b))
    return FALSE;
  switch ((gint) node->kind) {
  case NN_NODE_ADD:
  case NN_NODE_SUBTRACT:
    add_scaled (affine, &a, 1);
    add_scaled (affine, &b, node->kind == NN_NODE_ADD ? 1 : -1);
    return TRUE;
  case NN_NODE_MULTIPLY:
    if (!nn_affine_is_constant (&a) && !nn_affine_is_constant (&b))
      return FALSE;
    if (nn_affine_is_constant (&a))
      add_scaled (affine, &b, a.constant);
    else
      add_scaled (affine, &a, b.constant);
    return TRUE;
  case NN_NODE_DIV: return divide (&a, &b, FALSE, affine);
  case NN_NODE_MOD: return divide (&a, &b, TRUE, affine);
  default: return FALSE;
  }
}

void
nn_print_append_letter (NnPrint *self, GString *text, gint slot)
{
  const NnFormula *formula = self->formula;
  const gchar *axes;
  gsize axis;

  if (slot < NN_SLOT_REST) {
    g_string_append_c (text, (gchar) ('a' + slot));
    return;
  }
  axes = self->names->in_axes[formula->rest_input];
  axis = (gsize) (formula->rest_from + slot - NN_SLOT_REST);
  g_string_append_c (text, axis < strlen (axes) ? axes[axis] : '?');
}

static gboolean
has_positive_factor (const NnAffine *affine)
{
  for (gint slot = 0; slot < NN_N_SLOTS; slot++)
    if (affine->factor[slot] > 0)
      return TRUE;
  return FALSE;
}

static void
append_constant (NnPrint *self, GString *text, gint64 constant, gboolean first)
{
  g_string_append (text, constant < 0 ? self->convention->index_minus : first ? "" : "+");
  g_string_append_printf (text, "%" G_GINT64_FORMAT, ABS (constant));
}

/* "2r+u−2"; "3−u" and not "−u+3". */
static void
append_affine (NnPrint *self, GString *text, const NnAffine *affine)
{
  gboolean constant_first = affine->constant > 0 && !has_positive_factor (affine);
  gboolean first = !constant_first;

  if (constant_first)
    append_constant (self, text, affine->constant, TRUE);
  for (gint slot = 0; slot < NN_N_SLOTS; slot++) {
    gint64 factor = affine->factor[slot];

    if (factor == 0)
      continue;
    g_string_append (text, factor < 0 ? self->convention->index_minus : first ? "" : "+");
    if (ABS (factor) != 1)
      g_string_append_printf (text, "%" G_GINT64_FORMAT "%s", ABS (factor), self->convention->index_factor);
    nn_print_append_letter (self, text, slot);
    first = FALSE;
  }
  if (!constant_first && (first || affine->constant != 0))
    append_constant (self, text, affine->constant, first);
}

/* How tightly an index expression holds together: 1 sums, 2 products, 3 single things. */
static gint
get_tightness (NnPrint *self, const NnNode *node)
{
  NnAffine affine;
  gint n = 0;

  if (!nn_print_get_affine (self, node, &affine))
    return node->kind == NN_NODE_ADD || node->kind == NN_NODE_SUBTRACT ? 1 : 2;
  for (gint slot = 0; slot < NN_N_SLOTS; slot++)
    n += affine.factor[slot] != 0 ? (affine.factor[slot] == 1 ? 1 : 2) : 0;
  n += affine.constant != 0;
  return n > 1 ? 1 : 3;
}

static void
append_operand (NnPrint *self, GString *text, const NnNode *node, gint tightness)
{
  gboolean loose = get_tightness (self, node) < tightness;

  if (loose)
    g_string_append_c (text, '(');
  nn_print_append_index (self, text, node);
  if (loose)
    g_string_append_c (text, ')');
}

/* An indirect index: the cell that tells it. */
static void
append_label (NnPrint *self, GString *text, const NnNode *node)
{
  g_autoptr (GString) subscripts = g_string_new (NULL);
  NnReference reference = { node->slot, G_MAXSIZE, self->names->in[node->slot], NULL };

  for (gint i = 0; i < node->n_children; i++) {
    g_string_append (subscripts, i > 0 ? "," : "");
    nn_print_append_subscript (self, subscripts, node->child[i]);
  }
  reference.subscripts = subscripts->str;
  g_string_append (text, self->convention->label_open);
  self->convention->write_cell (&reference, text, self->convention->user_data);
  g_string_append (text, self->convention->label_close);
}

void
nn_print_append_index (NnPrint *self, GString *text, const NnNode *node)
{
  NnAffine affine;
  const gchar *sign;
  gint tightness = 2;

  if (nn_print_get_affine (self, node, &affine)) {
    append_affine (self, text, &affine);
    return;
  }
  if (node->kind == NN_NODE_CELL) {
    append_label (self, text, node);
    return;
  }
  switch ((gint) node->kind) {
  case NN_NODE_ADD: sign = "+", tightness = 1; break;
  case NN_NODE_SUBTRACT: sign = self->convention->index_minus, tightness = 1; break;
  case NN_NODE_MULTIPLY: sign = self->convention->index_times; break;
  case NN_NODE_DIV: sign = self->convention->index_div; break;
  default: sign = self->convention->index_mod; break;
  }
  append_operand (self, text, node->child[0], tightness);
  g_string_append (text, sign);
  append_operand (self, text, node->child[1], tightness + 1);
}

void
nn_print_append_subscript (NnPrint *self, GString *text, const NnNode *node)
{
  gint64 shift = self->convention->first_index - 1;
  NnAffine affine;

  if (nn_print_get_affine (self, node, &affine)) {
    affine.constant += shift;
    append_affine (self, text, &affine);
    return;
  }
  /* "(j-1)//6+1", counted from 0, is "(j-1)//6". */
  if (shift != 0 && node->kind == NN_NODE_ADD && nn_print_get_affine (self, node->child[1], &affine)
      && nn_affine_is_constant (&affine)) {
    shift += affine.constant;
    node = node->child[0];
  }
  nn_print_append_index (self, text, node);
  if (shift != 0)
    append_constant (self, text, shift, FALSE);
}

void
nn_print_append_slot (NnPrint *self, GString *text, gint slot)
{
  gint shift = self->convention->first_index - 1;

  if (self->known[slot]) {
    g_string_append_printf (text, "%d", self->evaluation.value[slot] + shift);
    return;
  }
  nn_print_append_letter (self, text, slot);
  if (shift != 0)
    append_constant (self, text, shift, FALSE);
}

/* ---- conditions on indices ---- */

gint
nn_print_decide (NnPrint *self, const NnNode *condition)
{
  NnAffine a, b;
  gint first, second;

  if (condition->kind == NN_NODE_AND) {
    first = nn_print_decide (self, condition->child[0]);
    second = nn_print_decide (self, condition->child[1]);
    return first == 0 || second == 0 ? 0 : first == 1 && second == 1 ? 1 : -1;
  }
  if (!nn_print_get_affine (self, condition->child[0], &a)
      || !nn_print_get_affine (self, condition->child[1], &b))
    return -1;
  add_scaled (&a, &b, -1);
  if (!nn_affine_is_constant (&a))
    return -1;
  switch ((gint) condition->kind) {
  case NN_NODE_EQUAL: return a.constant == 0;
  case NN_NODE_LESS: return a.constant < 0;
  case NN_NODE_GREATER: return a.constant > 0;
  case NN_NODE_LESS_EQUAL: return a.constant <= 0;
  default: return a.constant >= 0;
  }
}
