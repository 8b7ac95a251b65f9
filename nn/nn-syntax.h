/* Reading expressions: one grammar for the formulas of operations (nn-formula.h) and of lessons. What reads
 * is here; what the signs and words mean, and what a node is, a language says.
 *
 *   expression = operand { operator operand }       a level for each tightness, from left to right
 *   operand    = "-" operand | number | "(" expression ")" | what the language reads at a letter
 *   number     = digits [ "." digits ] [ "e" [sign] digits ]
 *
 *   NnSyntax syntax;
 *   nn_syntax_begin (&syntax, &language, text, user_data);
 *   node = nn_syntax_read (&syntax, 0);
 *   if (!nn_syntax_end (&syntax, &error)) ...     // the first error, with its place in the text
 *
 * Whoever gets NULL has nothing to free and returns NULL.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _NnLanguage NnLanguage;

typedef struct {
  const NnLanguage *language;
  const gchar *text, *at;
  gint depth;
  GError *error; /* the first: it is where the text went wrong */
  gpointer user_data;
} NnSyntax;

typedef struct {
  const gchar *sign; /* a word is one only as a whole; what begins another stands behind it */
  gint level;        /* 0 holds most loosely */
  gint kind;
} NnOperator;

struct _NnLanguage {
  const NnOperator *operators; /* ends with a NULL sign */
  gint n_levels;
  gint inner_level;      /* from which on operators may stand within parentheses */
  gint comparison_level; /* takes one operator, and "not" in front; -1: none */
  gint negate_kind;
  gint not_kind;   /* -1: there is no "not" */
  gint chain_kind; /* a <= b <= c is this of a <= b and b <= c; -1: refused */

  /* A node of one operand or two, which it takes. */
  gpointer (*make) (gint kind, gpointer left, gpointer right);
  gpointer (*make_number) (gdouble number);
  /* At a letter: a name, a function, whatever the language has. */
  gpointer (*read_word) (NnSyntax *syntax);
  void (*free_node) (gpointer node);
};

void nn_syntax_begin (NnSyntax *syntax, const NnLanguage *language, const gchar *text, gpointer user_data);
/* An expression of the operators of `level` and tighter ones. */
gpointer nn_syntax_read (NnSyntax *syntax, gint level);
/* Whether all was read without an error: NN_ERROR_SYNTAX. */
gboolean nn_syntax_end (NnSyntax *syntax, GError **error);

/* ---- for languages ---- */

/* Returns NULL. `what` says what is wrong here, or what was expected. */
gpointer nn_syntax_fail (NnSyntax *syntax, const gchar *what);
void nn_syntax_skip_space (NnSyntax *syntax);
/* Whether the sign or word comes next; then it is passed. */
gboolean nn_syntax_take (NnSyntax *syntax, const gchar *sign);
/* The same, and else an error. */
gboolean nn_syntax_expect (NnSyntax *syntax, const gchar *sign);

G_END_DECLS
