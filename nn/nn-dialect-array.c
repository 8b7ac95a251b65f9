/* The dialect of arrays: whole tensors in the place of cells. */
#include "nn-dialect-array.h"

#include <string.h>

#include "nn-dialect-private.h"

#define MAX_AXES 12

/* Axes of an array, by the slots of their indices, in order. */
typedef struct {
  gint n;
  gint slot[MAX_AXES];
  gint size[MAX_AXES];
} Frame;

typedef struct {
  NnPrint print; /* for letters and index arithmetic */
  GString *text;
  NnArrayUse *use;
} Array;

static void print_value (Array *self, const NnNode *node, const Frame *frame, gint level);

/* ---- words ---- */

const gchar *
nn_array_word_get_name (NnArrayWord word)
{
  static const gchar *const names[NN_N_ARRAY_WORDS] = {
    "einsum", "exp",   "log",    "log1p",  "sqrt", "tanh",          "where",
    "cospi",  "count", "spread", "inside", "at",   "first_largest", "largest",
  };

  return names[word];
}

/* Its arguments follow. */
static void
append_call (Array *self, NnArrayWord word)
{
  g_string_append_printf (self->text, "%s(", nn_array_word_get_name (word));
  self->use->words |= 1u << word;
}

/* ---- frames ---- */

static gboolean
has_slot (const Frame *frame, gint slot)
{
  for (gint i = 0; i < frame->n; i++)
    if (frame->slot[i] == slot)
      return TRUE;
  return FALSE;
}

static void
add_slot (Frame *frame, gint slot, gint size)
{
  if (has_slot (frame, slot))
    return;
  g_assert (frame->n < MAX_AXES);
  frame->slot[frame->n] = slot;
  frame->size[frame->n++] = size;
}

/* The axes of `frame` that a node depends on, added to `used`; those of sums inside are bound there. */
static void
collect_slots (Array *self, const NnNode *node, const Frame *frame, Frame *used)
{
  if (node == NULL)
    return;
  for (gint i = 0; i < frame->n; i++) {
    gboolean is_rest = frame->slot[i] >= NN_SLOT_REST;

    if ((node->kind == NN_NODE_INDEX && node->slot == frame->slot[i])
        || (node->kind == NN_NODE_CELL && node->rest && is_rest))
      add_slot (used, frame->slot[i], frame->size[i]);
  }
  for (gint i = 0; i < NN_MAX_RANK; i++)
    collect_slots (self, node->child[i], frame, used);
  for (gint i = 0; nn_node_is_reduction (node) && i < node->n_indices; i++) {
    collect_slots (self, node->first[i], frame, used);
    collect_slots (self, node->last[i], frame, used);
  }
}

/* In the order of `frame`. */
static Frame
get_used (Array *self, const NnNode *node, const NnNode *condition, const Frame *frame)
{
  Frame used = { 0 }, ordered = { 0 };

  collect_slots (self, node, frame, &used);
  collect_slots (self, condition, frame, &used);
  for (gint i = 0; i < frame->n; i++)
    if (has_slot (&used, frame->slot[i]))
      add_slot (&ordered, frame->slot[i], frame->size[i]);
  return ordered;
}

static void
append_letters (Array *self, const Frame *frame, const gchar *between)
{
  for (gint i = 0; i < frame->n; i++) {
    g_string_append (self->text, i > 0 ? between : "");
    nn_print_append_letter (&self->print, self->text, frame->slot[i]);
  }
}

/* "(1, 4, 3)", "(3,)" */
static void
append_sizes (Array *self, const Frame *frame)
{
  g_string_append_c (self->text, '(');
  for (gint i = 0; i < frame->n; i++)
    g_string_append_printf (self->text, "%s%d", i > 0 ? ", " : "", frame->size[i]);
  g_string_append (self->text, frame->n == 1 ? ",)" : ")");
}

/* What was just written has the axes `has`; this makes them those of `frame`: "[:, None]". */
static void
append_expansion (Array *self, const Frame *has, const Frame *frame)
{
  gint first = 0;

  while (first < frame->n && !has_slot (has, frame->slot[first]))
    first++;
  if (frame->n - first == has->n)
    return; /* the last ones, which broadcast by themselves */
  g_string_append_c (self->text, '[');
  for (gint i = first; i < frame->n; i++)
    g_string_append_printf (self->text, "%s%s", i > first ? ", " : "",
                            has_slot (has, frame->slot[i]) ? ":" : "None");
  g_string_append_c (self->text, ']');
}

/* ---- conditions on indices, and places ---- */

static void
print_index_condition (Array *self, const NnNode *node)
{
  static const gchar *const signs[] = { " == ", " < ", " > ", " <= ", " >= " };

  if (node->kind == NN_NODE_AND) {
    print_index_condition (self, node->child[0]);
    g_string_append (self->text, " & ");
    print_index_condition (self, node->child[1]);
    return;
  }
  g_string_append_c (self->text, '(');
  nn_print_append_index (&self->print, self->text, node->child[0]);
  g_string_append (self->text, signs[node->kind - NN_NODE_EQUAL]);
  nn_print_append_index (&self->print, self->text, node->child[1]);
  g_string_append_c (self->text, ')');
}

/* Whether the cells are the whole tensor, each index running along all of its axis. */
static gboolean
is_plain (Array *self, const NnNode *cell, const Frame *frame)
{
  for (gint i = 0; i < cell->n_children; i++) {
    if (cell->child[i]->kind != NN_NODE_INDEX)
      return FALSE;
    for (gint k = 0; k < frame->n; k++)
      if (frame->slot[k] == cell->child[i]->slot
          && frame->size[k] != self->print.binding->in_shape[cell->slot].dim[i])
        return FALSE;
  }
  return TRUE;
}

/* at(x, (1, 4, 3), lambda b, r, u: (b, r+u-1)) */
static void
print_places (Array *self, NnArrayWord word, const NnNode *cell, const NnNode *condition, const Frame *used)
{
  append_call (self, word);
  g_string_append_printf (self->text, "%s, ", self->print.names->in[cell->slot]);
  append_sizes (self, used);
  g_string_append (self->text, ", lambda ");
  append_letters (self, used, ", ");
  g_string_append (self->text, ": (");
  for (gint i = 0; i < cell->n_children; i++) {
    nn_print_append_index (&self->print, self->text, cell->child[i]);
    g_string_append (self->text, ", ");
  }
  for (gint i = 0; cell->rest && i < self->print.evaluation.n_rest; i++) {
    nn_print_append_letter (&self->print, self->text, NN_SLOT_REST + i);
    g_string_append (self->text, ", ");
  }
  g_string_truncate (self->text, self->text->len - 1);
  if (cell->n_children + (cell->rest ? self->print.evaluation.n_rest : 0) > 1)
    g_string_truncate (self->text, self->text->len - 1);
  g_string_append_c (self->text, ')');
  if (condition != NULL) {
    g_string_append (self->text, ", lambda ");
    append_letters (self, used, ", ");
    g_string_append (self->text, ": ");
    print_index_condition (self, condition);
  }
  g_string_append_c (self->text, ')');
}

/* Those of a tensor whose indices stand plainly, as they lie. */
static Frame
get_axes (Array *self, const NnNode *cell)
{
  Frame axes = { 0 };

  for (gint i = 0; i < cell->n_children; i++)
    add_slot (&axes, cell->child[i]->slot, 0);
  for (gint i = 0; cell->rest && i < self->print.evaluation.n_rest; i++)
    add_slot (&axes, NN_SLOT_REST + i, 0);
  return axes;
}

/* A cell over the axes it uses, as an operand of einsum. Returns them as they lie. */
static Frame
print_operand (Array *self, const NnNode *cell, const NnNode *condition, const Frame *frame)
{

  if (!is_plain (self, cell, frame) || condition != NULL) {
    Frame used = get_used (self, cell, condition, frame);

    print_places (self, NN_ARRAY_AT, cell, condition, &used);
    return used;
  }
  g_string_append (self->text, self->print.names->in[cell->slot]);
  return get_axes (self, cell);
}

/* Whether the axes stand in another order than in `frame`. */
static gboolean
is_turned (const Frame *used, const Frame *frame)
{
  gint at = 0;

  for (gint i = 0; i < frame->n; i++)
    if (at < used->n && frame->slot[i] == used->slot[at])
      at++;
  return at < used->n;
}

static void
print_cell (Array *self, const NnNode *cell, const Frame *frame)
{
  GString *text = self->text, *operand = g_string_new (NULL);
  Frame used, ordered;

  self->text = operand;
  used = print_operand (self, cell, NULL, frame);
  self->text = text;
  ordered = get_used (self, cell, NULL, frame);
  if (is_turned (&used, frame)) {
    append_call (self, NN_ARRAY_EINSUM);
    g_string_append_c (text, '"');
    append_letters (self, &used, "");
    g_string_append (text, "->");
    append_letters (self, &ordered, "");
    g_string_append_printf (text, "\", %s)", operand->str);
  } else {
    g_string_append (text, operand->str);
  }
  g_string_free (operand, TRUE);
  append_expansion (self, &ordered, frame);
}

/* ---- reductions ---- */

static Frame
get_inner (Array *self, const NnNode *node)
{
  NnEvaluation evaluation = self->print.evaluation;
  Frame inner = { 0 };
  NnBox box;

  nn_box_begin (&box, &evaluation, node);
  for (gint i = 0; i < box.n; i++)
    add_slot (&inner, box.slot[i], box.last[i]);
  return inner;
}

static Frame
join (const Frame *a, const Frame *b)
{
  Frame both = *a;

  for (gint i = 0; i < b->n; i++)
    add_slot (&both, b->slot[i], b->size[i]);
  return both;
}

/* The first cell of a body whose place is worked out, and so may not exist; NULL if all exist. */
static const NnNode *
find_worked_out (Array *self, const NnNode *node, const Frame *frame)
{
  const NnNode *found = NULL;

  if (node == NULL || nn_node_is_reduction (node))
    return NULL;
  if (node->kind == NN_NODE_CELL)
    return is_plain (self, node, frame) ? NULL : node;
  for (gint i = 0; i < NN_MAX_RANK && found == NULL; i++)
    found = find_worked_out (self, node->child[i], frame);
  return found;
}

static gboolean
is_product_of_cells (const NnNode *body)
{
  return body->kind == NN_NODE_MULTIPLY && body->child[0]->kind == NN_NODE_CELL
         && body->child[1]->kind == NN_NODE_CELL;
}

/* einsum("bi,io->bo", x, W1) */
static void
print_einsum (Array *self, const NnNode *node, const Frame *all, const Frame *free)
{
  const NnNode *body = node->child[0];
  g_autoptr (GString) operands = g_string_new (NULL);
  GString *text = self->text;
  Frame axes[2];

  self->text = operands;
  for (gint i = 0; i < 2; i++) {
    g_string_append (operands, ", ");
    axes[i] = print_operand (self, body->child[i], i == 0 ? node->child[1] : NULL, all);
  }
  self->text = text;
  append_call (self, NN_ARRAY_EINSUM);
  g_string_append_c (text, '"');
  append_letters (self, &axes[0], "");
  g_string_append_c (text, ',');
  append_letters (self, &axes[1], "");
  g_string_append (text, "->");
  append_letters (self, free, "");
  g_string_append_printf (text, "\"%s)", operands->str);
}

/* The sum of a tensor's own cells along some of its axes: "dz1.sum(axis=(0,))". FALSE if it is another sum.
 */
static gboolean
print_own_sum (Array *self, const NnNode *node, const Frame *inner, const Frame *free, const Frame *all)
{
  const NnNode *cell = node->child[0];
  Frame used, rest = { 0 };

  if (cell->kind != NN_NODE_CELL || !is_plain (self, cell, all) || node->child[1] != NULL)
    return FALSE;
  used = print_operand (self, cell, NULL, all);
  g_string_append (self->text, ".sum(axis=(");
  for (gint i = 0; i < used.n; i++) {
    if (has_slot (inner, used.slot[i]))
      g_string_append_printf (self->text, "%d, ", i);
    else
      add_slot (&rest, used.slot[i], used.size[i]);
  }
  g_string_truncate (self->text, self->text->len - (inner->n > 1 ? 2 : 1));
  g_string_append (self->text, "))");
  g_assert (!is_turned (&rest, free));
  return TRUE;
}

/* The body over the axes `all`, with `missing` where a term does not exist. */
static void
print_body (Array *self, const NnNode *node, const Frame *all, const gchar *missing)
{
  const NnNode *worked_out = find_worked_out (self, node->child[0], all);
  Frame used;

  if (worked_out == NULL) {
    g_assert (node->child[1] == NULL);
    print_value (self, node->child[0], all, NN_SUM_LEVEL);
    return;
  }
  append_call (self, NN_ARRAY_WHERE);
  used = get_used (self, worked_out, node->child[1], all);
  print_places (self, NN_ARRAY_INSIDE, worked_out, node->child[1], &used);
  append_expansion (self, &used, all);
  g_string_append (self->text, ", ");
  print_value (self, node->child[0], all, NN_SUM_LEVEL);
  g_string_append_printf (self->text, ", %s)", missing);
}

/* Behind what is summed: the last n axes. */
static void
append_sum (Array *self, gint n, gboolean all)
{
  if (all) {
    g_string_append (self->text, ".sum()");
    return;
  }
  g_string_append (self->text, ".sum(axis=(");
  for (gint i = n; i > 0; i--)
    g_string_append_printf (self->text, "-%d%s", i, i > 1 ? ", " : n == 1 ? ",))" : "))");
}

static void
print_reduction (Array *self, const NnNode *node, const Frame *frame)
{
  Frame inner = get_inner (self, node);
  Frame around = join (frame, &inner);
  Frame all = get_used (self, node->child[0], node->child[1], &around);
  Frame free = { 0 };

  for (gint i = 0; i < all.n; i++)
    if (!has_slot (&inner, all.slot[i]))
      add_slot (&free, all.slot[i], all.size[i]);
  all = join (&free, &inner);
  if (node->kind == NN_NODE_SUM && is_product_of_cells (node->child[0])) {
    print_einsum (self, node, &all, &free);
  } else if (node->kind == NN_NODE_SUM && print_own_sum (self, node, &inner, &free, &all)) {
    /* done */
  } else if (node->kind == NN_NODE_SUM) {
    g_string_append_c (self->text, '(');
    print_body (self, node, &all, "0");
    g_string_append_c (self->text, ')');
    append_sum (self, inner.n, free.n == 0);
  } else if (node->kind == NN_NODE_COUNT) {
    Frame used = get_used (self, node->child[0], node->child[1], &all);

    g_string_append (self->text, "(1.0 * ");
    print_places (self, NN_ARRAY_INSIDE, node->child[0], node->child[1], &used);
    g_string_append_c (self->text, ')');
    append_sum (self, inner.n, free.n == 0);
  } else {
    gboolean is_least = node->kind == NN_NODE_MIN;

    g_string_append (self->text, is_least ? "-" : "");
    append_call (self, node->kind == NN_NODE_ARGMAX ? NN_ARRAY_FIRST_LARGEST : NN_ARRAY_LARGEST);
    g_string_append (self->text, is_least ? "-(" : "");
    print_body (self, node, &all, is_least ? "float(\"inf\")" : "-float(\"inf\")");
    g_string_append_printf (self->text, "%s, %d)", is_least ? ")" : "", inner.n);
  }
  append_expansion (self, &free, frame);
}

/* ---- the rest ---- */

static void
print_sides (Array *self, const NnNode *node, const Frame *frame, const gchar *sign, gint level, gint right)
{
  gint own = node->kind == NN_NODE_ADD || node->kind == NN_NODE_SUBTRACT ? NN_SUM_LEVEL : NN_PRODUCT_LEVEL;

  g_string_append (self->text, own < level ? "(" : "");
  print_value (self, node->child[0], frame, own);
  g_string_append (self->text, sign);
  print_value (self, node->child[1], frame, right);
  g_string_append (self->text, own < level ? ")" : "");
}

static void
print_condition (Array *self, const NnNode *node, const Frame *frame)
{
  static const gchar *const signs[] = { " == ", " < ", " > ", " <= ", " >= " };

  g_assert (node->kind != NN_NODE_AND);
  print_value (self, node->child[0], frame, NN_SUM_LEVEL);
  g_string_append (self->text, signs[node->kind - NN_NODE_EQUAL]);
  print_value (self, node->child[1], frame, NN_SUM_LEVEL);
}

/* An index among the values: "count(3)[:, None]". */
static void
print_index (Array *self, gint slot, const Frame *frame)
{
  for (gint i = 0; i < frame->n; i++)
    if (frame->slot[i] == slot) {
      Frame one = { 1, { slot }, { frame->size[i] } };

      append_call (self, NN_ARRAY_COUNT);
      g_string_append_printf (self->text, "%d)", frame->size[i]);
      append_expansion (self, &one, frame);
      return;
    }
  g_assert_not_reached ();
}

/* A factor or divisor that is 1 by structure, such as what a mean of one is taken over. */
static gboolean
is_one (Array *self, const NnNode *node)
{
  return node->kind == NN_NODE_ATTRIBUTE && self->print.binding->attribute[node->slot] == 1;
}

static void
print_value (Array *self, const NnNode *node, const Frame *frame, gint level)
{
  static const NnArrayWord calls[NN_N_CALLS] = { NN_ARRAY_SQRT,  NN_ARRAY_EXP,  NN_ARRAY_LOG,
                                                 NN_ARRAY_LOG1P, NN_ARRAY_TANH, NN_ARRAY_COSPI };

  switch (node->kind) {
  case NN_NODE_NUMBER: {
    g_autofree gchar *number = nn_dialect_plain_number (node->number);

    g_string_append (self->text, number);
    return;
  }
  case NN_NODE_INDEX: print_index (self, node->slot, frame); return;
  case NN_NODE_ATTRIBUTE:
    g_string_append_printf (self->text, "%d", self->print.binding->attribute[node->slot]);
    return;
  case NN_NODE_CELL: print_cell (self, node, frame); return;
  case NN_NODE_NEGATE:
    g_string_append (self->text, level > NN_SUM_LEVEL ? "(-" : "-");
    print_value (self, node->child[0], frame, NN_SINGLE_LEVEL);
    g_string_append (self->text, level > NN_SUM_LEVEL ? ")" : "");
    return;
  case NN_NODE_ADD: print_sides (self, node, frame, " + ", level, NN_PRODUCT_LEVEL); return;
  case NN_NODE_SUBTRACT: print_sides (self, node, frame, " - ", level, NN_PRODUCT_LEVEL); return;
  case NN_NODE_MULTIPLY: print_sides (self, node, frame, " * ", level, NN_SINGLE_LEVEL); return;
  case NN_NODE_DIVIDE:
    if (is_one (self, node->child[1])) {
      print_value (self, node->child[0], frame, level);
      return;
    }
    print_sides (self, node, frame, " / ", level, NN_SINGLE_LEVEL);
    return;
  case NN_NODE_DIV: print_sides (self, node, frame, " // ", level, NN_SINGLE_LEVEL); return;
  case NN_NODE_MOD: print_sides (self, node, frame, " % ", level, NN_SINGLE_LEVEL); return;
  case NN_NODE_SQRT:
  case NN_NODE_EXP:
  case NN_NODE_LN:
  case NN_NODE_LN1P:
  case NN_NODE_TANH:
  case NN_NODE_COSPI:
    append_call (self, calls[node->kind - NN_NODE_SQRT]);
    print_value (self, node->child[0], frame, NN_SUM_LEVEL);
    g_string_append_c (self->text, ')');
    return;
  case NN_NODE_IF:
    append_call (self, NN_ARRAY_WHERE);
    print_condition (self, node->child[0], frame);
    g_string_append (self->text, ", ");
    print_value (self, node->child[1], frame, NN_SUM_LEVEL);
    g_string_append (self->text, ", ");
    print_value (self, node->child[2], frame, NN_SUM_LEVEL);
    g_string_append_c (self->text, ')');
    return;
  case NN_NODE_SUM:
  case NN_NODE_MAX:
  case NN_NODE_MIN:
  case NN_NODE_COUNT:
  case NN_NODE_ARGMAX: print_reduction (self, node, frame); return;
  case NN_NODE_EQUAL:
  case NN_NODE_LESS:
  case NN_NODE_GREATER:
  case NN_NODE_LESS_EQUAL:
  case NN_NODE_GREATER_EQUAL:
  case NN_NODE_AND:
  default: g_assert_not_reached ();
  }
}

/* Whether the expression is no more than the name of one whole input. */
static gboolean
is_name (Array *self, const NnNode *node, const Frame *frame)
{
  Frame own;

  while (node->kind == NN_NODE_DIVIDE && is_one (self, node->child[1]))
    node = node->child[0];
  if (node->kind != NN_NODE_CELL || !is_plain (self, node, frame))
    return FALSE;
  own = get_axes (self, node);
  return own.n == frame->n && memcmp (own.slot, frame->slot, (gsize) own.n * sizeof *own.slot) == 0;
}

gchar *
nn_dialect_print_array (NnFormula *formula, const NnNames *names, const NnBinding *binding, NnArrayUse *use)
{
  Array self = { .print = { .convention = &nn_convention_python,
                            .form = NN_PRINT_GENERAL,
                            .formula = formula,
                            .names = names,
                            .binding = binding },
                 .text = g_string_new (NULL),
                 .use = use };
  Frame frame = { 0 }, used;

  nn_evaluation_init (&self.print.evaluation, formula, binding, 0);
  for (gint i = 0; i < formula->n_out_index; i++)
    add_slot (&frame, formula->out_index[i], binding->out_shape.dim[i]);
  for (gint i = 0; formula->out_rest && i < self.print.evaluation.n_rest; i++)
    add_slot (&frame, NN_SLOT_REST + i, binding->out_shape.dim[formula->n_out_index + i]);
  used = get_used (&self, formula->root, NULL, &frame);
  use->is_name = is_name (&self, formula->root, &frame);
  if (used.n < frame.n)
    append_call (&self, NN_ARRAY_SPREAD);
  print_value (&self, formula->root, &frame, NN_SUM_LEVEL);
  if (used.n < frame.n) {
    g_string_append (self.text, ", ");
    append_sizes (&self, &frame);
    g_string_append_c (self.text, ')');
  }
  return g_string_free (self.text, FALSE);
}
