/* From text to tree, by the grammar in nn-formula.h. */
#include "nn-formula-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "nn-error.h"
#include "nn-syntax.h"

/* Levels of operators: conditions stand only where one belongs. */
enum { AND, COMPARISON, SUM, PRODUCT, N_LEVELS };

/* The names that a formula may use. */
typedef struct {
  const gchar *const *inputs;
  const gchar *const *attributes;
} Names;

static void
node_free (gpointer pointer)
{
  NnNode *node = pointer;

  if (node == NULL)
    return;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    node_free (node->child[i]);
  for (gint i = 0; i < NN_MAX_INDICES; i++) {
    node_free (node->first[i]);
    node_free (node->last[i]);
  }
  g_free (node);
}

static NnNode *
node_new (NnNodeKind kind, NnNode *a, NnNode *b, NnNode *c)
{
  NnNode *node = g_new0 (NnNode, 1);

  node->kind = kind;
  node->child[0] = a;
  node->child[1] = b;
  node->child[2] = c;
  node->n_children = (a != NULL) + (b != NULL) + (c != NULL);
  return node;
}

static gint
find_name (const gchar *const *names, const gchar *name)
{
  for (gint i = 0; names != NULL && names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

static gchar *
take_name (NnSyntax *self)
{
  const gchar *start = self->at;

  while (g_ascii_isalnum (*self->at) || *self->at == '_')
    self->at++;
  return g_strndup (start, (gsize) (self->at - start));
}

static NnNode *
parse_subscripts (NnSyntax *self, NnNode *cell)
{
  do {
    if (nn_syntax_take (self, "..")) {
      cell->rest = TRUE;
      break;
    }
    if (cell->n_children == NN_MAX_RANK) {
      nn_syntax_fail (self, _ ("a cell has at most 4 indices"));
      break;
    }
    cell->child[cell->n_children] = nn_syntax_read (self, SUM);
    if (cell->child[cell->n_children] == NULL)
      break;
    cell->n_children++;
  } while (nn_syntax_take (self, ","));
  if (self->error == NULL)
    nn_syntax_expect (self, "]");
  return cell;
}

/* The words in front of a bracket that are no roles. */
static NnNodeKind
find_function (const gchar *name)
{
  static const struct {
    const gchar *name;
    NnNodeKind kind;
  } functions[] = {
    { "sqrt", NN_NODE_SQRT }, { "exp", NN_NODE_EXP },     { "ln", NN_NODE_LN },
    { "ln1p", NN_NODE_LN1P }, { "tanh", NN_NODE_TANH },   { "cospi", NN_NODE_COSPI },
    { "if", NN_NODE_IF },     { "sum", NN_NODE_SUM },     { "max", NN_NODE_MAX },
    { "min", NN_NODE_MIN },   { "count", NN_NODE_COUNT }, { "argmax", NN_NODE_ARGMAX },
    { "either", NN_NODE_IF },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, name) == 0)
      return functions[i].kind;
  return NN_NODE_NUMBER;
}

static gboolean
is_condition (const NnNode *node)
{
  return node->kind == NN_NODE_AND ? is_condition (node->child[0]) && is_condition (node->child[1])
                                   : node->kind >= NN_NODE_EQUAL && node->kind < NN_NODE_AND;
}

static NnNode *
parse_condition (NnSyntax *self)
{
  const gchar *start = self->at;
  NnNode *node = nn_syntax_read (self, AND);

  if (node == NULL || is_condition (node))
    return node;
  self->at = start;
  node_free (node);
  return nn_syntax_fail (self, _ ("here a comparison was expected"));
}

static gint
take_letter (NnSyntax *self)
{
  nn_syntax_skip_space (self);
  if (!g_ascii_islower (*self->at) || g_ascii_isalnum (self->at[1]))
    return -1;
  return *self->at++ - 'a';
}

static void
parse_indices (NnSyntax *self, NnNode *node)
{
  do {
    gint slot;

    if (nn_syntax_take (self, "..")) {
      node->rest = TRUE;
      break;
    }
    slot = take_letter (self);
    if (slot < 0 || node->n_indices == NN_MAX_INDICES) {
      nn_syntax_fail (self, slot < 0 ? _ ("here an index letter was expected") : _ ("at most 4 indices"));
      return;
    }
    node->index[node->n_indices] = slot;
    if (nn_syntax_take (self, "=")) {
      node->first[node->n_indices] = nn_syntax_read (self, SUM);
      if (self->error == NULL && nn_syntax_expect (self, ".."))
        node->last[node->n_indices] = nn_syntax_read (self, SUM);
    }
    node->n_indices++;
  } while (self->error == NULL && nn_syntax_take (self, ","));
}

static NnNode *
parse_reduction (NnSyntax *self, NnNodeKind kind)
{
  NnNode *node = node_new (kind, NULL, NULL, NULL);

  parse_indices (self, node);
  if (self->error == NULL && nn_syntax_take (self, "where"))
    node->child[1] = parse_condition (self);
  if (self->error == NULL && nn_syntax_expect (self, ":"))
    node->child[0] = nn_syntax_read (self, SUM);
  if (self->error == NULL)
    nn_syntax_expect (self, ")");
  node->n_children = node->child[1] != NULL ? 2 : 1;
  return node;
}

static NnNode *
parse_function (NnSyntax *self, NnNodeKind kind)
{
  NnNode *a, *b = NULL, *c = NULL;

  if (kind >= NN_NODE_SUM)
    return parse_reduction (self, kind);
  if (kind == NN_NODE_IF) {
    a = parse_condition (self);
    if (self->error == NULL && nn_syntax_expect (self, ","))
      b = nn_syntax_read (self, SUM);
    if (self->error == NULL && nn_syntax_expect (self, ","))
      c = nn_syntax_read (self, SUM);
  } else {
    a = nn_syntax_read (self, SUM);
  }
  if (self->error == NULL)
    nn_syntax_expect (self, ")");
  return node_new (kind, a, b, c);
}

static NnNode *
parse_name (NnSyntax *self)
{
  const Names *names = self->user_data;
  const gchar *start = self->at;
  g_autofree gchar *name = take_name (self);
  NnNodeKind function = find_function (name);
  NnNode *node;
  gint slot;

  if (function != NN_NODE_NUMBER && nn_syntax_take (self, "(")) {
    node = parse_function (self, function);
    node->is_either = g_str_equal (name, "either");
    return node;
  }
  if ((slot = find_name (names->inputs, name)) >= 0) {
    node = node_new (NN_NODE_CELL, NULL, NULL, NULL);
    node->slot = slot;
    return nn_syntax_take (self, "[") ? parse_subscripts (self, node) : node;
  }
  if ((slot = find_name (names->attributes, name)) >= 0) {
    node = node_new (NN_NODE_ATTRIBUTE, NULL, NULL, NULL);
    node->slot = slot;
    return node;
  }
  if (name[1] == '\0' && g_ascii_islower (name[0])) {
    node = node_new (NN_NODE_INDEX, NULL, NULL, NULL);
    node->slot = name[0] - 'a';
    return node;
  }
  self->at = start;
  return nn_syntax_fail (self, _ ("here an input, an attribute, an index or a function was expected"));
}

/* What was begun when an error came is of no use. */
static gpointer
parse_word (NnSyntax *self)
{
  NnNode *node = parse_name (self);

  if (self->error == NULL)
    return node;
  node_free (node);
  return NULL;
}

static gpointer
make (gint kind, gpointer left, gpointer right)
{
  return node_new ((NnNodeKind) kind, left, right, NULL);
}

static gpointer
make_number (gdouble number)
{
  NnNode *node = node_new (NN_NODE_NUMBER, NULL, NULL, NULL);

  node->number = number;
  return node;
}

static const NnOperator operators[] = {
  { "and", AND, NN_NODE_AND },
  { "<=", COMPARISON, NN_NODE_LESS_EQUAL },
  { ">=", COMPARISON, NN_NODE_GREATER_EQUAL },
  { "=", COMPARISON, NN_NODE_EQUAL },
  { "<", COMPARISON, NN_NODE_LESS },
  { ">", COMPARISON, NN_NODE_GREATER },
  { "+", SUM, NN_NODE_ADD },
  { "-", SUM, NN_NODE_SUBTRACT },
  { "*", PRODUCT, NN_NODE_MULTIPLY },
  { "/", PRODUCT, NN_NODE_DIVIDE },
  { "div", PRODUCT, NN_NODE_DIV },
  { "mod", PRODUCT, NN_NODE_MOD },
  { NULL, 0, 0 },
};

static const NnLanguage language = {
  .operators = operators,
  .n_levels = N_LEVELS,
  .inner_level = SUM,
  .comparison_level = COMPARISON,
  .negate_kind = NN_NODE_NEGATE,
  .not_kind = -1,
  .chain_kind = NN_NODE_AND,
  .make = make,
  .make_number = make_number,
  .read_word = parse_word,
  .free_node = node_free,
};

static void
parse_left_side (NnSyntax *self, NnFormula *formula)
{
  if (!nn_syntax_expect (self, "out") || !nn_syntax_take (self, "["))
    return;
  do {
    gint slot;

    if (nn_syntax_take (self, "..")) {
      formula->out_rest = TRUE;
      break;
    }
    slot = take_letter (self);
    if (slot < 0 || formula->n_out_index == NN_MAX_RANK) {
      nn_syntax_fail (self, slot < 0 ? _ ("here an index letter was expected") : _ ("at most 4 axes"));
      return;
    }
    formula->out_index[formula->n_out_index++] = slot;
  } while (nn_syntax_take (self, ","));
  nn_syntax_expect (self, "]");
}

/* ---- what follows from the tree alone ---- */

static void
find_sources (NnFormula *formula, const NnNode *node)
{
  if (node == NULL)
    return;
  if (node->kind == NN_NODE_CELL) {
    if (node->rest && formula->rest_input < 0) {
      formula->rest_input = node->slot;
      formula->rest_from = node->n_children;
    }
    for (gint i = 0; i < node->n_children; i++)
      if (node->child[i]->kind == NN_NODE_INDEX && formula->source[node->child[i]->slot].input < 0) {
        formula->source[node->child[i]->slot].input = node->slot;
        formula->source[node->child[i]->slot].axis = i;
      }
  }
  for (gint i = 0; i < NN_MAX_RANK; i++)
    find_sources (formula, node->child[i]);
  for (gint i = 0; i < node->n_indices; i++) {
    find_sources (formula, node->first[i]);
    find_sources (formula, node->last[i]);
  }
}

static void
analyse (NnFormula *formula)
{
  for (gint i = 0; i < NN_N_SLOTS; i++)
    formula->source[i] = (NnIndexSource){ -1, 0 };
  formula->rest_input = -1;
  find_sources (formula, formula->root);
  formula->has_rest = formula->rest_input >= 0;
  for (gint i = 0; formula->has_rest && i < NN_MAX_RANK; i++)
    formula->source[NN_SLOT_REST + i] = (NnIndexSource){ formula->rest_input, formula->rest_from + i };
}

/* Every index is the output's, or of a reduction around it; a reduction's has a range. */
static gboolean
check_indices (NnFormula *formula, const NnNode *node, guint32 known, GError **error)
{
  if (node == NULL)
    return TRUE;
  if (node->kind == NN_NODE_INDEX && (known >> node->slot & 1) == 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                 "formula \"%s\": index %c is neither the output's nor summed over", formula->text,
                 'a' + node->slot);
    return FALSE;
  }
  for (gint i = 0; i < node->n_indices; i++) {
    if (!check_indices (formula, node->first[i], known, error)
        || !check_indices (formula, node->last[i], known, error))
      return FALSE;
    if (node->first[i] == NULL && formula->source[node->index[i]].input < 0) {
      g_set_error (
          error, NN_ERROR, NN_ERROR_SYNTAX,
          "formula \"%s\": index %c has no range: it stands nowhere plainly as a subscript; write %c=1..n",
          formula->text, 'a' + node->index[i], 'a' + node->index[i]);
      return FALSE;
    }
  }
  for (gint i = 0; i < node->n_indices; i++)
    known |= (guint32) 1 << node->index[i];
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (!check_indices (formula, node->child[i], known, error))
      return FALSE;
  return TRUE;
}

NnFormula *
nn_formula_parse (const gchar *text,
                  const gchar *const *inputs,
                  const gchar *const *attributes,
                  GError **error)
{
  g_autoptr (NnFormula) formula = g_new0 (NnFormula, 1);
  Names names = { inputs, attributes };
  NnSyntax syntax;
  guint32 known = 0;

  formula->ref_count = 1;
  formula->text = g_strdup (text);
  formula->inputs = g_strdupv ((gchar **) inputs);
  formula->attributes = g_strdupv ((gchar **) attributes);
  formula->n_inputs = inputs != NULL ? (gint) g_strv_length ((gchar **) inputs) : 0;
  formula->n_attributes = attributes != NULL ? (gint) g_strv_length ((gchar **) attributes) : 0;
  nn_syntax_begin (&syntax, &language, text, &names);
  parse_left_side (&syntax, formula);
  if (syntax.error == NULL && nn_syntax_expect (&syntax, "="))
    formula->root = nn_syntax_read (&syntax, SUM);
  if (!nn_syntax_end (&syntax, error))
    return NULL;
  analyse (formula);
  for (gint i = 0; i < formula->n_out_index; i++)
    known |= (guint32) 1 << formula->out_index[i];
  if (!check_indices (formula, formula->root, known, error))
    return NULL;
  return g_steal_pointer (&formula);
}

NnFormula *
nn_formula_ref (NnFormula *formula)
{
  g_atomic_int_inc (&formula->ref_count);
  return formula;
}

void
nn_formula_unref (NnFormula *formula)
{
  if (formula == NULL || !g_atomic_int_dec_and_test (&formula->ref_count))
    return;
  node_free (formula->root);
  g_strfreev (formula->inputs);
  g_strfreev (formula->attributes);
  g_free (formula->text);
  g_free (formula);
}
