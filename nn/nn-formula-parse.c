/* From text to tree: recursive descent over the grammar in nn-formula.h. */
#include "nn-error.h"
#include "nn-formula-private.h"

#include <string.h>

#define MAX_DEPTH 64

typedef struct {
  const gchar *text;
  const gchar *at;
  const gchar *const *inputs;
  const gchar *const *attributes;
  gint depth;
  GError *error;
} Parser;

static NnNode *parse_expression (Parser *self);

static void
node_free (NnNode *node)
{
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

/* Only the first error is kept: it is where the text went wrong. */
static NnNode *
fail (Parser *self, const gchar *expected)
{
  if (self->error == NULL)
    g_set_error (&self->error, NN_ERROR, NN_ERROR_SYNTAX, "formula \"%s\": at character %d: expected %s",
                 self->text, (gint) g_utf8_pointer_to_offset (self->text, self->at) + 1, expected);
  return NULL;
}

static void
skip_space (Parser *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

static gboolean
accept (Parser *self, const gchar *token)
{
  gsize length = strlen (token);

  skip_space (self);
  if (strncmp (self->at, token, length) != 0)
    return FALSE;
  if (g_ascii_isalpha (token[0]) && (g_ascii_isalnum (self->at[length]) || self->at[length] == '_'))
    return FALSE;
  self->at += length;
  return TRUE;
}

static gboolean
expect (Parser *self, const gchar *token)
{
  g_autofree gchar *what = NULL;

  if (accept (self, token))
    return TRUE;
  what = g_strdup_printf ("\"%s\"", token);
  fail (self, what);
  return FALSE;
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
take_name (Parser *self)
{
  const gchar *start;

  skip_space (self);
  start = self->at;
  if (!g_ascii_isalpha (*start))
    return NULL;
  while (g_ascii_isalnum (*self->at) || *self->at == '_')
    self->at++;
  return g_strndup (start, (gsize) (self->at - start));
}

static NnNode *
parse_subscripts (Parser *self, NnNode *cell)
{
  do {
    if (accept (self, "..")) {
      cell->rest = TRUE;
      break;
    }
    if (cell->n_children == NN_MAX_RANK) {
      fail (self, "at most 4 subscripts");
      break;
    }
    cell->child[cell->n_children] = parse_expression (self);
    if (cell->child[cell->n_children] == NULL)
      break;
    cell->n_children++;
  } while (accept (self, ","));
  if (self->error == NULL)
    expect (self, "]");
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
    { "sqrt", NN_NODE_SQRT },   { "exp", NN_NODE_EXP },       { "ln", NN_NODE_LN },
    { "ln1p", NN_NODE_LN1P },   { "tanh", NN_NODE_TANH },     { "if", NN_NODE_IF },
    { "sum", NN_NODE_SUM },     { "max", NN_NODE_MAX },       { "min", NN_NODE_MIN },
    { "count", NN_NODE_COUNT }, { "argmax", NN_NODE_ARGMAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, name) == 0)
      return functions[i].kind;
  return NN_NODE_NUMBER;
}

static NnNode *
parse_comparison (Parser *self)
{
  static const struct {
    const gchar *token;
    NnNodeKind kind;
  } relations[] = {
    { "<=", NN_NODE_LESS_EQUAL }, { ">=", NN_NODE_GREATER_EQUAL }, { "=", NN_NODE_EQUAL },
    { "<", NN_NODE_LESS },        { ">", NN_NODE_GREATER },
  };
  const gchar *start = self->at;
  NnNode *left = parse_expression (self);
  NnNode *all = NULL;

  while (self->error == NULL) {
    NnNode *right, *one;
    const gchar *middle;
    guint r;

    for (r = 0; r < G_N_ELEMENTS (relations); r++)
      if (accept (self, relations[r].token))
        break;
    if (r == G_N_ELEMENTS (relations))
      break;
    middle = self->at;
    right = parse_expression (self);
    one = node_new (relations[r].kind, left, right, NULL);
    all = all == NULL ? one : node_new (NN_NODE_AND, all, one, NULL);
    left = NULL;
    if (self->error != NULL)
      break;
    /* In a <= b <= c the middle stands in two comparisons: read it once more. */
    skip_space (self);
    if (strchr ("<>=", *self->at) != NULL && *self->at != '\0') {
      const gchar *end = self->at;

      self->at = middle;
      left = parse_expression (self);
      self->at = end;
    }
  }
  if (all == NULL && self->error == NULL) {
    self->at = start;
    fail (self, "a comparison");
  }
  node_free (left);
  return all;
}

static NnNode *
parse_condition (Parser *self)
{
  NnNode *all = parse_comparison (self);

  while (self->error == NULL && accept (self, "and"))
    all = node_new (NN_NODE_AND, all, parse_comparison (self), NULL);
  return all;
}

static gint
take_letter (Parser *self)
{
  skip_space (self);
  if (!g_ascii_islower (*self->at) || g_ascii_isalnum (self->at[1]))
    return -1;
  return *self->at++ - 'a';
}

static void
parse_indices (Parser *self, NnNode *node)
{
  do {
    gint slot;

    if (accept (self, "..")) {
      node->rest = TRUE;
      break;
    }
    slot = take_letter (self);
    if (slot < 0 || node->n_indices == NN_MAX_INDICES) {
      fail (self, slot < 0 ? "an index letter" : "at most 4 indices");
      return;
    }
    node->index[node->n_indices] = slot;
    if (accept (self, "=")) {
      node->first[node->n_indices] = parse_expression (self);
      if (self->error == NULL && expect (self, ".."))
        node->last[node->n_indices] = parse_expression (self);
    }
    node->n_indices++;
  } while (self->error == NULL && accept (self, ","));
}

static NnNode *
parse_reduction (Parser *self, NnNodeKind kind)
{
  NnNode *node = node_new (kind, NULL, NULL, NULL);

  parse_indices (self, node);
  if (self->error == NULL && accept (self, "where"))
    node->child[1] = parse_condition (self);
  if (self->error == NULL && expect (self, ":"))
    node->child[0] = parse_expression (self);
  if (self->error == NULL)
    expect (self, ")");
  node->n_children = node->child[1] != NULL ? 2 : 1;
  return node;
}

static NnNode *
parse_function (Parser *self, NnNodeKind kind)
{
  NnNode *a, *b = NULL, *c = NULL;

  if (kind >= NN_NODE_SUM)
    return parse_reduction (self, kind);
  if (kind == NN_NODE_IF) {
    a = parse_condition (self);
    if (self->error == NULL && expect (self, ","))
      b = parse_expression (self);
    if (self->error == NULL && expect (self, ","))
      c = parse_expression (self);
  } else {
    a = parse_expression (self);
  }
  if (self->error == NULL)
    expect (self, ")");
  return node_new (kind, a, b, c);
}

static NnNode *
parse_name (Parser *self)
{
  const gchar *start = self->at;
  g_autofree gchar *name = take_name (self);
  NnNodeKind function = find_function (name);
  NnNode *node;
  gint slot;

  if (function != NN_NODE_NUMBER && accept (self, "("))
    return parse_function (self, function);
  if ((slot = find_name (self->inputs, name)) >= 0) {
    node = node_new (NN_NODE_CELL, NULL, NULL, NULL);
    node->slot = slot;
    return accept (self, "[") ? parse_subscripts (self, node) : node;
  }
  if ((slot = find_name (self->attributes, name)) >= 0) {
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
  return fail (self, "an input, an attribute, an index or a function");
}

static NnNode *
parse_number (Parser *self)
{
  NnNode *node;
  g_autofree gchar *digits = NULL;
  const gchar *start = self->at;

  while (g_ascii_isdigit (*self->at))
    self->at++;
  if (self->at[0] == '.' && g_ascii_isdigit (self->at[1])) {
    self->at++;
    while (g_ascii_isdigit (*self->at))
      self->at++;
  }
  digits = g_strndup (start, (gsize) (self->at - start));
  node = node_new (NN_NODE_NUMBER, NULL, NULL, NULL);
  node->number = g_ascii_strtod (digits, NULL);
  return node;
}

static NnNode *
parse_factor (Parser *self)
{
  NnNode *node = NULL;

  skip_space (self);
  if (++self->depth > MAX_DEPTH)
    return fail (self, "fewer nested parts");
  if (accept (self, "-")) {
    node = node_new (NN_NODE_NEGATE, parse_factor (self), NULL, NULL);
  } else if (accept (self, "(")) {
    node = parse_expression (self);
    if (self->error == NULL)
      expect (self, ")");
  } else if (g_ascii_isdigit (*self->at)) {
    node = parse_number (self);
  } else if (g_ascii_isalpha (*self->at)) {
    node = parse_name (self);
  } else {
    fail (self, "a number, a name or a bracket");
  }
  self->depth--;
  return node;
}

static NnNode *
parse_term (Parser *self)
{
  NnNode *left = parse_factor (self);

  while (self->error == NULL) {
    NnNodeKind kind = accept (self, "*")     ? NN_NODE_MULTIPLY
                      : accept (self, "/")   ? NN_NODE_DIVIDE
                      : accept (self, "div") ? NN_NODE_DIV
                      : accept (self, "mod") ? NN_NODE_MOD
                                             : NN_NODE_NUMBER;

    if (kind == NN_NODE_NUMBER)
      break;
    left = node_new (kind, left, parse_factor (self), NULL);
  }
  return left;
}

static NnNode *
parse_expression (Parser *self)
{
  NnNode *left = parse_term (self);

  while (self->error == NULL) {
    NnNodeKind kind = accept (self, "+")   ? NN_NODE_ADD
                      : accept (self, "-") ? NN_NODE_SUBTRACT
                                           : NN_NODE_NUMBER;

    if (kind == NN_NODE_NUMBER)
      break;
    left = node_new (kind, left, parse_term (self), NULL);
  }
  return left;
}

static void
parse_left_side (Parser *self, NnFormula *formula)
{
  if (!expect (self, "out") || !accept (self, "["))
    return;
  do {
    gint slot;

    if (accept (self, "..")) {
      formula->out_rest = TRUE;
      break;
    }
    slot = take_letter (self);
    if (slot < 0 || formula->n_out_index == NN_MAX_RANK) {
      fail (self, slot < 0 ? "an index letter" : "at most 4 axes");
      return;
    }
    formula->out_index[formula->n_out_index++] = slot;
  } while (accept (self, ","));
  expect (self, "]");
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
  Parser parser = { text, text, inputs, attributes, 0, NULL };
  guint32 known = 0;

  formula->ref_count = 1;
  formula->text = g_strdup (text);
  formula->inputs = g_strdupv ((gchar **) inputs);
  formula->attributes = g_strdupv ((gchar **) attributes);
  formula->n_inputs = inputs != NULL ? (gint) g_strv_length ((gchar **) inputs) : 0;
  formula->n_attributes = attributes != NULL ? (gint) g_strv_length ((gchar **) attributes) : 0;
  parse_left_side (&parser, formula);
  if (parser.error == NULL && expect (&parser, "="))
    formula->root = parse_expression (&parser);
  skip_space (&parser);
  if (parser.error == NULL && *parser.at != '\0')
    fail (&parser, "the end");
  if (parser.error != NULL) {
    g_propagate_error (error, parser.error);
    return NULL;
  }
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
