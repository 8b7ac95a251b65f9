/* Expressions: reading them. */
#include "gs-expression.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "app/text/gs-words.h"
#include "gs-expression-private.h"
#include "nn/nn-error.h"
#include "nn/nn-syntax.h"

static const struct {
  const gchar *word;
  guint fewest, most;
} functions[] = {
#define FUNCTION_ROW(ID, word, fewest, most) { word, fewest, most },
  GS_EXPRESSION_FUNCTION_TABLE (FUNCTION_ROW)
#undef FUNCTION_ROW
};

const gchar *
gs_expression_function_get_name (GsExpressionFunction function)
{
  return functions[function].word;
}

/* Words that are values. */
static const struct {
  const gchar *word;
  GsExpressionNodeKind kind;
} values[] = {
  { "answer", GS_EXPRESSION_NODE_ANSWER },
  { "updates", GS_EXPRESSION_NODE_UPDATES },
  { "pass", GS_EXPRESSION_NODE_PASS },
};

/* ---- the tree ---- */

static void
node_free (gpointer pointer)
{
  GsExpressionNode *node = pointer;

  if (node == NULL)
    return;
  g_free (node->name);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node);
}

static GsExpressionNode *
node_new (GsExpressionNodeKind kind)
{
  GsExpressionNode *node = g_new0 (GsExpressionNode, 1);

  node->kind = kind;
  node->children = g_ptr_array_new_with_free_func (node_free);
  return node;
}

/* Takes the children. */
static GsExpressionNode *
node_new_pair (GsExpressionNodeKind kind, GsExpressionNode *left, GsExpressionNode *right)
{
  GsExpressionNode *node = node_new (kind);

  g_ptr_array_add (node->children, left);
  if (right != NULL)
    g_ptr_array_add (node->children, right);
  return node;
}

/* ---- reading ---- */

enum { OR, AND, COMPARISON, SUM, PRODUCT, N_LEVELS };

typedef struct {
  gchar bound[27]; /* index letters in force */
  GsExpression *formula;
} Reader;

/* The length of a name such as hidden.W.next or z1.max: words joined by points. */
static gsize
measure_name (const gchar *at)
{
  gsize length = 0;

  while (g_ascii_isalnum (at[length]) || at[length] == '_'
         || (at[length] == '.' && length > 0 && g_ascii_isalnum (at[length + 1])))
    length++;
  return length;
}

/* A name in quotation marks instead of a number. */
static GsExpressionNode *
read_label (NnSyntax *syntax, const gchar *end)
{
  GsExpressionNode *node = node_new (GS_EXPRESSION_NODE_LABEL);

  node->name = g_strndup (syntax->at, (gsize) (end - syntax->at));
  syntax->at = end;
  return node;
}

/* Values separated by commas up to `close`, which is taken; of a cell's indices some may be names. */
static gboolean
read_list (NnSyntax *syntax, GPtrArray *into, const gchar *close)
{
  do {
    const gchar *end;
    GsExpressionNode *child;

    nn_syntax_skip_space (syntax);
    end = *close == ']' ? gs_cell_name_skip_label (syntax->at) : NULL;
    child = end != NULL ? read_label (syntax, end) : nn_syntax_read (syntax, OR);
    if (child == NULL)
      return FALSE;
    g_ptr_array_add (into, child);
  } while (nn_syntax_take (syntax, ","));
  return nn_syntax_expect (syntax, close);
}

static GsExpressionNode *
read_cell (NnSyntax *syntax)
{
  gboolean is_derivative = g_str_has_prefix (syntax->at, "dL/d") && g_ascii_isalpha (syntax->at[4]);
  const gchar *begin = syntax->at + (is_derivative ? 4 : 0);
  gsize length = measure_name (begin);
  GsExpressionNode *node = node_new (GS_EXPRESSION_NODE_CELL);

  node->name = g_strndup (begin, length);
  if (is_derivative) {
    gchar *gradient = nn_gradient_name (node->name);

    g_free (node->name);
    node->name = gradient;
  }
  syntax->at = begin + length;
  if (*syntax->at == '[') {
    syntax->at++;
    if (!read_list (syntax, node->children, "]")
        || (node->children->len > NN_MAX_RANK
            && nn_syntax_fail (syntax, _ ("a cell has at most 4 indices")) == NULL)) {
      node_free (node);
      return NULL;
    }
  }
  return node;
}

/* "i, j:" behind the parenthesis of a sum; how many letters, 0 if it is not that. */
static gsize
measure_indices (const gchar *at, gchar letters[5])
{
  gsize n = 0;

  for (;;) {
    while (g_ascii_isspace (*at))
      at++;
    if (!g_ascii_islower (*at) || g_ascii_isalnum (at[1]) || n == 4)
      return 0;
    letters[n++] = *at++;
    letters[n] = '\0';
    while (g_ascii_isspace (*at))
      at++;
    if (*at == ':')
      return n;
    if (*at++ != ',')
      return 0;
  }
}

static GsExpressionNode *
read_gather (NnSyntax *syntax, GsExpressionFunction function, const gchar *letters)
{
  Reader *reader = syntax->user_data;
  gsize n_bound = strlen (reader->bound);
  GsExpressionNode *node, *body;

  for (const gchar *letter = letters; *letter != '\0'; letter++)
    if (strchr (reader->bound, *letter) != NULL || strchr (letter + 1, *letter) != NULL)
      return nn_syntax_fail (syntax, _ ("this index is in use already; take another letter"));
  syntax->at = strchr (syntax->at, ':') + 1;
  g_strlcat (reader->bound, letters, sizeof reader->bound);
  body = nn_syntax_read (syntax, OR);
  reader->bound[n_bound] = '\0';
  if (body == NULL)
    return NULL;
  node = node_new_pair (GS_EXPRESSION_NODE_GATHER, body, NULL);
  node->function = function;
  node->name = g_strdup (letters);
  if (nn_syntax_expect (syntax, ")"))
    return node;
  node_free (node);
  return NULL;
}

static GsExpressionNode *
read_call (NnSyntax *syntax, const gchar *word)
{
  GsExpressionNode *node;
  gchar letters[5];
  gsize function = 0;

  while (function < G_N_ELEMENTS (functions) && !g_str_equal (functions[function].word, word))
    function++;
  if (function == G_N_ELEMENTS (functions)) {
    const gchar *words[G_N_ELEMENTS (functions)];
    g_autofree gchar *suggestion = NULL, *what = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
      words[i] = functions[i].word;
    suggestion = gs_words_suggest (word, words, G_N_ELEMENTS (functions));
    what = g_strdup_printf (_ ("unknown function %s"), suggestion);
    return nn_syntax_fail (syntax, what);
  }
  nn_syntax_take (syntax, "(");
  if (GS_EXPRESSION_FUNCTION_GATHERS (function) && measure_indices (syntax->at, letters) > 0)
    return read_gather (syntax, (GsExpressionFunction) function, letters);
  ((Reader *) syntax->user_data)->formula->uses_start |= function == GS_EXPRESSION_FUNCTION_START;
  node = node_new (GS_EXPRESSION_NODE_CALL);
  node->function = (GsExpressionFunction) function;
  if (read_list (syntax, node->children, ")")) {
    if (node->children->len >= functions[function].fewest && node->children->len <= functions[function].most)
      return node;
    nn_syntax_fail (syntax, _ ("the function in front of this has too few or too many values"));
  }
  node_free (node);
  return NULL;
}

static gpointer
read_word (NnSyntax *syntax)
{
  Reader *reader = syntax->user_data;
  gsize length = measure_name (syntax->at);
  g_autofree gchar *word = g_strndup (syntax->at, length);
  const gchar *behind = syntax->at + length;
  gboolean is_cell = *behind == '[';

  while (g_ascii_isspace (*behind))
    behind++;
  if (*behind == '(') {
    syntax->at = behind;
    return read_call (syntax, word);
  }
  if (length == 1 && strchr (reader->bound, *word) != NULL) {
    GsExpressionNode *node = node_new (GS_EXPRESSION_NODE_INDEX);

    syntax->at++;
    node->name = g_steal_pointer (&word);
    return node;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (values) && !is_cell; i++)
    if (g_str_equal (word, values[i].word)) {
      syntax->at += length;
      reader->formula->uses_answer |= values[i].kind == GS_EXPRESSION_NODE_ANSWER;
      return node_new (values[i].kind);
    }
  return read_cell (syntax);
}

static gpointer
make (gint kind, gpointer left, gpointer right)
{
  return node_new_pair ((GsExpressionNodeKind) kind, left, right);
}

static gpointer
make_number (gdouble number)
{
  GsExpressionNode *node = node_new (GS_EXPRESSION_NODE_NUMBER);

  node->number = number;
  return node;
}

static const NnOperator operators[] = {
  { "or", OR, GS_EXPRESSION_NODE_OR },
  { "and", AND, GS_EXPRESSION_NODE_AND },
  { "<=", COMPARISON, GS_EXPRESSION_NODE_LESS_EQUAL },
  { ">=", COMPARISON, GS_EXPRESSION_NODE_GREATER_EQUAL },
  { "!=", COMPARISON, GS_EXPRESSION_NODE_NOT_EQUAL },
  { "<", COMPARISON, GS_EXPRESSION_NODE_LESS },
  { ">", COMPARISON, GS_EXPRESSION_NODE_GREATER },
  { "=", COMPARISON, GS_EXPRESSION_NODE_EQUAL },
  { "+", SUM, GS_EXPRESSION_NODE_ADD },
  { "-", SUM, GS_EXPRESSION_NODE_SUBTRACT },
  { "*", PRODUCT, GS_EXPRESSION_NODE_MULTIPLY },
  { "/", PRODUCT, GS_EXPRESSION_NODE_DIVIDE },
  { NULL, 0, 0 },
};

/* That of nn-formula.h with `or`, `not` and !=, conditions as values, and cells by their names. No chains of
 * comparisons: what is read again within itself takes too long in a text made to take long. */
static const NnLanguage language = {
  .operators = operators,
  .n_levels = N_LEVELS,
  .inner_level = OR,
  .comparison_level = COMPARISON,
  .negate_kind = GS_EXPRESSION_NODE_NEGATE,
  .not_kind = GS_EXPRESSION_NODE_NOT,
  .chain_kind = -1,
  .make = make,
  .make_number = make_number,
  .read_word = read_word,
  .free_node = node_free,
};

/* ---- formulas ---- */

GsExpression *
gs_expression_parse (const gchar *text, GError **error)
{
  g_autoptr (GsExpression) formula = g_new0 (GsExpression, 1);
  Reader reader = { .formula = formula };
  NnSyntax syntax;

  if (strlen (text) > GS_EXPRESSION_MAX_LENGTH) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX, _ ("a formula of more than %d characters is not read"),
                 GS_EXPRESSION_MAX_LENGTH);
    return NULL;
  }
  formula->text = g_strdup (text);
  nn_syntax_begin (&syntax, &language, formula->text, &reader);
  syntax.at += *text == '=';
  formula->root = nn_syntax_read (&syntax, OR);
  return nn_syntax_end (&syntax, error) ? g_steal_pointer (&formula) : NULL;
}

GsExpression *
gs_expression_new_number (gdouble value)
{
  GsExpression *formula = g_new0 (GsExpression, 1);
  gchar buffer[GS_NUMBER_BUFFER];

  formula->text = g_strdup (gs_number_to_text (value, buffer));
  formula->root = node_new (GS_EXPRESSION_NODE_NUMBER);
  formula->root->number = value;
  return formula;
}

void
gs_expression_free (GsExpression *formula)
{
  if (formula == NULL)
    return;
  g_free (formula->text);
  node_free (formula->root);
  g_free (formula);
}

const gchar *
gs_expression_get_text (const GsExpression *formula)
{
  return formula->text;
}

gboolean
gs_expression_is_condition (const GsExpression *formula)
{
  return gs_expression_node_is_condition (formula->root);
}

static gboolean
is_constant (const GsExpressionNode *node)
{
  gboolean is = node->kind == GS_EXPRESSION_NODE_NUMBER || node->children->len > 0;

  for (guint i = 0; i < node->children->len; i++)
    is = is && node->kind != GS_EXPRESSION_NODE_CELL && is_constant (gs_expression_node_child (node, i));
  return is;
}

gboolean
gs_expression_is_number (const GsExpression *formula)
{
  return is_constant (formula->root);
}

gboolean
gs_expression_uses_answer (const GsExpression *formula)
{
  return formula->uses_answer;
}

gboolean
gs_expression_uses_start (const GsExpression *formula)
{
  return formula->uses_start;
}
