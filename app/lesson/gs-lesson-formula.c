/* Formulas of lessons: reading them. */
#include "gs-lesson-formula.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "app/text/gs-words.h"
#include "gs-lesson-formula-private.h"
#include "nn/nn-error.h"

#define MAX_DEPTH 40

static const struct {
  const gchar *word;
  guint fewest, most;
} functions[] = {
#define FUNCTION_ROW(ID, word, fewest, most) { word, fewest, most },
  GS_LESSON_FUNCTION_TABLE (FUNCTION_ROW)
#undef FUNCTION_ROW
};

const gchar *
gs_lesson_function_get_name (GsLessonFunction function)
{
  return functions[function].word;
}

/* ---- the tree ---- */

static void
node_free (gpointer pointer)
{
  GsLessonNode *node = pointer;

  if (node == NULL)
    return;
  g_free (node->name);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node);
}

static GsLessonNode *
node_new (GsLessonNodeKind kind)
{
  GsLessonNode *node = g_new0 (GsLessonNode, 1);

  node->kind = kind;
  node->children = g_ptr_array_new_with_free_func (node_free);
  return node;
}

/* Takes the children. */
static GsLessonNode *
node_new_pair (GsLessonNodeKind kind, GsLessonNode *left, GsLessonNode *right)
{
  GsLessonNode *node = node_new (kind);

  g_ptr_array_add (node->children, left);
  if (right != NULL)
    g_ptr_array_add (node->children, right);
  return node;
}

/* ---- reading ---- */

typedef struct {
  const gchar *text, *at;
  gchar bound[27]; /* index letters in force */
  gint depth;
  GsLessonFormula *formula;
  GError *error;
} Reader;

static GsLessonNode *read_expression (Reader *reader);

static GsLessonNode *
fail (Reader *reader, const gchar *what)
{
  if (reader->error == NULL)
    reader->error = g_error_new (NN_ERROR, NN_ERROR_SYNTAX, _ ("“%s”, at character %ld: %s"), reader->text,
                                 g_utf8_pointer_to_offset (reader->text, reader->at) + 1, what);
  return NULL;
}

static void
skip_space (Reader *reader)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
}

static gboolean
take (Reader *reader, const gchar *sign)
{
  skip_space (reader);
  if (!g_str_has_prefix (reader->at, sign))
    return FALSE;
  reader->at += strlen (sign);
  return TRUE;
}

/* A whole word, not the beginning of a longer one. */
static gboolean
take_word (Reader *reader, const gchar *word)
{
  gchar next;

  skip_space (reader);
  if (!g_str_has_prefix (reader->at, word))
    return FALSE;
  next = reader->at[strlen (word)];
  if (g_ascii_isalnum (next) || next == '_' || next == '.' || next == '[' || next == '(')
    return FALSE;
  reader->at += strlen (word);
  return TRUE;
}

static GsLessonNode *
read_number (Reader *reader)
{
  gchar *end = NULL;
  gdouble value = g_ascii_strtod (reader->at, &end);
  GsLessonNode *node;

  if (end == reader->at || !isfinite (value) || g_ascii_tolower (reader->at[1]) == 'x')
    return fail (reader, _ ("no number that can be used; write 0.5 or 1e-3"));
  reader->at = end;
  node = node_new (GS_LESSON_NODE_NUMBER);
  node->number = value;
  return node;
}

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

/* Values separated by commas up to `close`, which is taken. */
static gboolean
read_list (Reader *reader, GPtrArray *into, const gchar *close, const gchar *what)
{
  do {
    GsLessonNode *child = read_expression (reader);

    if (child == NULL)
      return FALSE;
    g_ptr_array_add (into, child);
  } while (take (reader, ","));
  if (!take (reader, close)) {
    fail (reader, what);
    return FALSE;
  }
  return TRUE;
}

static GsLessonNode *
read_cell (Reader *reader)
{
  gboolean is_derivative = g_str_has_prefix (reader->at, "dL/d") && g_ascii_isalpha (reader->at[4]);
  const gchar *begin = reader->at + (is_derivative ? 4 : 0);
  gsize length = measure_name (begin);
  GsLessonNode *node = node_new (GS_LESSON_NODE_CELL);

  node->name = g_strndup (begin, length);
  if (is_derivative) {
    gchar *gradient = nn_gradient_name (node->name);

    g_free (node->name);
    node->name = gradient;
  }
  reader->at = begin + length;
  if (*reader->at == '[') {
    reader->at++;
    if (!read_list (reader, node->children, "]", _ ("here a cell's “]” is missing"))
        || (node->children->len > NN_MAX_RANK && fail (reader, _ ("a cell has at most 4 indices")) == NULL)) {
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

static GsLessonNode *
read_gather (Reader *reader, GsLessonFunction function, const gchar *letters)
{
  gsize n_bound = strlen (reader->bound);
  GsLessonNode *node, *body;

  for (const gchar *letter = letters; *letter != '\0'; letter++)
    if (strchr (reader->bound, *letter) != NULL || strchr (letter + 1, *letter) != NULL)
      return fail (reader, _ ("this index is in use already; take another letter"));
  reader->at = strchr (reader->at, ':') + 1;
  g_strlcat (reader->bound, letters, sizeof reader->bound);
  body = read_expression (reader);
  reader->bound[n_bound] = '\0';
  if (body == NULL)
    return NULL;
  node = node_new_pair (GS_LESSON_NODE_GATHER, body, NULL);
  node->function = function;
  node->name = g_strdup (letters);
  if (take (reader, ")"))
    return node;
  node_free (node);
  return fail (reader, _ ("here “)” is missing"));
}

static GsLessonNode *
read_call (Reader *reader, const gchar *word)
{
  GsLessonNode *node;
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
    return fail (reader, what);
  }
  take (reader, "(");
  if (GS_LESSON_FUNCTION_GATHERS (function) && measure_indices (reader->at, letters) > 0)
    return read_gather (reader, (GsLessonFunction) function, letters);
  reader->formula->uses_start |= function == GS_LESSON_FUNCTION_START;
  node = node_new (GS_LESSON_NODE_CALL);
  node->function = (GsLessonFunction) function;
  if (read_list (reader, node->children, ")", _ ("here “)” is missing"))) {
    if (node->children->len >= functions[function].fewest && node->children->len <= functions[function].most)
      return node;
    fail (reader, _ ("the function in front of this has too few or too many values"));
  }
  node_free (node);
  return NULL;
}

static GsLessonNode *
read_name (Reader *reader)
{
  gsize length = measure_name (reader->at);
  g_autofree gchar *word = g_strndup (reader->at, length);
  const gchar *behind = reader->at + length;

  while (g_ascii_isspace (*behind))
    behind++;
  if (*behind == '(') {
    reader->at = behind;
    return read_call (reader, word);
  }
  if (length == 1 && strchr (reader->bound, *word) != NULL) {
    GsLessonNode *node = node_new (GS_LESSON_NODE_INDEX);

    reader->at++;
    node->name = g_steal_pointer (&word);
    return node;
  }
  if (take_word (reader, "answer")) {
    reader->formula->uses_answer = TRUE;
    return node_new (GS_LESSON_NODE_ANSWER);
  }
  if (take_word (reader, "updates"))
    return node_new (GS_LESSON_NODE_UPDATES);
  return take_word (reader, "pass") ? node_new (GS_LESSON_NODE_PASS) : read_cell (reader);
}

static GsLessonNode *
read_sign (Reader *reader)
{
  GsLessonNode *node = NULL;

  skip_space (reader);
  if (++reader->depth > MAX_DEPTH)
    return fail (reader, _ ("too many parentheses within each other"));
  if (*reader->at == '-') {
    reader->at++;
    node = read_sign (reader);
    node = node != NULL ? node_new_pair (GS_LESSON_NODE_NEGATE, node, NULL) : NULL;
  } else if (*reader->at == '(') {
    reader->at++;
    node = read_expression (reader);
    if (node != NULL && !take (reader, ")")) {
      g_clear_pointer (&node, node_free);
      fail (reader, _ ("here “)” is missing"));
    }
  } else if (g_ascii_isdigit (*reader->at)) {
    node = read_number (reader);
  } else if (g_ascii_isalpha (*reader->at)) {
    node = read_name (reader);
  } else {
    fail (reader, *reader->at == '\0'
                      ? _ ("the formula ends too early")
                      : _ ("here a number, a cell such as W1[1,2] or a function was expected"));
  }
  reader->depth--;
  return node;
}

typedef struct {
  const gchar *sign;
  GsLessonNodeKind kind;
} SignOf;

/* `read` { sign `read` }, from left to right. */
static GsLessonNode *
read_chain (Reader *reader, const SignOf *signs, GsLessonNode *(*read) (Reader *) )
{
  GsLessonNode *left = read (reader);

  while (left != NULL) {
    const SignOf *sign = signs;
    GsLessonNode *right;

    while (sign->sign != NULL
           && !(g_ascii_isalpha (*sign->sign) ? take_word (reader, sign->sign) : take (reader, sign->sign)))
      sign++;
    if (sign->sign == NULL)
      return left;
    right = read (reader);
    if (right == NULL) {
      node_free (left);
      return NULL;
    }
    left = node_new_pair (sign->kind, left, right);
  }
  return NULL;
}

static GsLessonNode *
read_product (Reader *reader)
{
  static const SignOf signs[] = { { "*", GS_LESSON_NODE_MULTIPLY },
                                  { "/", GS_LESSON_NODE_DIVIDE },
                                  { NULL, 0 } };

  return read_chain (reader, signs, read_sign);
}

static GsLessonNode *
read_sum (Reader *reader)
{
  static const SignOf signs[] = { { "+", GS_LESSON_NODE_ADD },
                                  { "-", GS_LESSON_NODE_SUBTRACT },
                                  { NULL, 0 } };

  return read_chain (reader, signs, read_product);
}

static GsLessonNode *
read_comparison (Reader *reader)
{
  static const SignOf signs[] = {
    { "<=", GS_LESSON_NODE_LESS_EQUAL }, { ">=", GS_LESSON_NODE_GREATER_EQUAL },
    { "!=", GS_LESSON_NODE_NOT_EQUAL },  { "<", GS_LESSON_NODE_LESS },
    { ">", GS_LESSON_NODE_GREATER },     { "=", GS_LESSON_NODE_EQUAL },
  };
  GsLessonNode *left, *right;

  if (take_word (reader, "not")) {
    if (++reader->depth > MAX_DEPTH)
      return fail (reader, _ ("too many “not”"));
    left = read_comparison (reader);
    reader->depth--;
    return left != NULL ? node_new_pair (GS_LESSON_NODE_NOT, left, NULL) : NULL;
  }
  left = read_sum (reader);
  for (gsize i = 0; left != NULL && i < G_N_ELEMENTS (signs); i++)
    if (take (reader, signs[i].sign)) {
      right = read_sum (reader);
      if (right != NULL)
        return node_new_pair (signs[i].kind, left, right);
      g_clear_pointer (&left, node_free);
    }
  return left;
}

static GsLessonNode *
read_and (Reader *reader)
{
  static const SignOf signs[] = { { "and", GS_LESSON_NODE_AND }, { NULL, 0 } };

  return read_chain (reader, signs, read_comparison);
}

static GsLessonNode *
read_expression (Reader *reader)
{
  static const SignOf signs[] = { { "or", GS_LESSON_NODE_OR }, { NULL, 0 } };

  return read_chain (reader, signs, read_and);
}

/* ---- formulas ---- */

GsLessonFormula *
gs_lesson_formula_parse (const gchar *text, GError **error)
{
  g_autoptr (GsLessonFormula) formula = g_new0 (GsLessonFormula, 1);
  Reader reader = { .formula = formula };

  if (strlen (text) > GS_LESSON_FORMULA_MAX_LENGTH) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX, _ ("a formula of more than %d characters is not read"),
                 GS_LESSON_FORMULA_MAX_LENGTH);
    return NULL;
  }
  formula->text = g_strdup (text);
  reader.text = reader.at = formula->text;
  formula->root = read_expression (&reader);
  skip_space (&reader);
  if (formula->root != NULL && *reader.at != '\0')
    fail (&reader, "this is not understood; a sign such as + or * may be missing");
  if (reader.error == NULL)
    return g_steal_pointer (&formula);
  g_propagate_error (error, reader.error);
  return NULL;
}

GsLessonFormula *
gs_lesson_formula_new_number (gdouble value)
{
  GsLessonFormula *formula = g_new0 (GsLessonFormula, 1);
  gchar buffer[GS_NUMBER_BUFFER];

  formula->text = g_strdup (gs_number_to_text (value, buffer));
  formula->root = node_new (GS_LESSON_NODE_NUMBER);
  formula->root->number = value;
  return formula;
}

void
gs_lesson_formula_free (GsLessonFormula *formula)
{
  if (formula == NULL)
    return;
  g_free (formula->text);
  node_free (formula->root);
  g_free (formula);
}

const gchar *
gs_lesson_formula_get_text (const GsLessonFormula *formula)
{
  return formula->text;
}

gboolean
gs_lesson_formula_is_condition (const GsLessonFormula *formula)
{
  return gs_lesson_node_is_condition (formula->root);
}

static gboolean
is_constant (const GsLessonNode *node)
{
  gboolean is = node->kind == GS_LESSON_NODE_NUMBER || node->children->len > 0;

  for (guint i = 0; i < node->children->len; i++)
    is = is && node->kind != GS_LESSON_NODE_CELL && is_constant (gs_lesson_node_child (node, i));
  return is;
}

gboolean
gs_lesson_formula_is_number (const GsLessonFormula *formula)
{
  return is_constant (formula->root);
}

gboolean
gs_lesson_formula_uses_answer (const GsLessonFormula *formula)
{
  return formula->uses_answer;
}

gboolean
gs_lesson_formula_uses_start (const GsLessonFormula *formula)
{
  return formula->uses_start;
}
