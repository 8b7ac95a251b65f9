/* Points on the plane, made from a seed. */
#include "gs-generator.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "app/text/gs-task.h"
#include "gs-feature.h"
#include "gs-sine.h"
#include "nn/nn-error.h"
#include "nn/nn-formula.h"
#include "nn/nn-math.h"
#include "nn/nn-random.h"

#define SIZE  5.0 /* of the figures, from the middle */
#define RANGE 6.0 /* of points that lie anywhere */

static const struct {
  const gchar *name, *title;
  gint n_classes;
  const gchar *what;
} table[] = {
#define ROW(ID, name, title, classes, what) { name, title, classes, what },
  GS_GENERATOR_TABLE (ROW)
#undef ROW
};

const gchar *
gs_generator_get_name (GsGeneratorKind kind)
{
  return table[kind].name;
}

const gchar *
gs_generator_get_title (GsGeneratorKind kind)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "rows", table[kind].title);
}

const gchar *
gs_generator_get_what (GsGeneratorKind kind)
{
  return _ (table[kind].what);
}

gint
gs_generator_get_n_classes (GsGeneratorKind kind)
{
  return table[kind].n_classes;
}

gint
gs_generator_find (const gchar *name)
{
  for (gint kind = 0; kind < GS_N_GENERATORS; kind++)
    if (g_str_equal (table[kind].name, name))
      return kind;
  return -1;
}

/* ---- points ---- */

/* What a random number is for; the third and fourth move the point. */
enum { FIRST = 1, SECOND, NOISE_X, NOISE_Y };

typedef struct {
  const GsGenerator *generator;
  NnFormula *curve;
  gint row; /* from 0 */
} Maker;

static gdouble
draw (const Maker *maker, guint32 use, gdouble low, gdouble high)
{
  return low
         + (high - low)
               * nn_random_uniform (maker->generator->seed, NN_STREAM_DATA, (guint32) maker->generator->kind,
                                    use, (guint32) maker->row);
}

static gdouble
draw_normal (const Maker *maker, guint32 use)
{
  return nn_random_normal (maker->generator->seed, NN_STREAM_DATA, (guint32) maker->generator->kind, use,
                           (guint32) maker->row);
}

static void
place_around (gdouble radius, gdouble angle, gdouble *x, gdouble *y)
{
  gs_sine_of_turn (angle, y, x);
  *x *= radius;
  *y *= radius;
}

/* f of the curve at x; NaN or an infinity where it has no value. */
static gdouble
evaluate_curve (NnFormula *curve, gdouble x)
{
  NnBinding binding = { .out_shape = nn_shape (0), .in_shape = { nn_shape (0) }, .in = { &x } };

  return nn_formula_evaluate (curve, &binding, 0);
}

static gdouble
get_hill (gdouble x, gdouble y)
{
  static const gdouble tops[][3] = { { -4, 2.5, 1 },   { 0, 2.5, -1 }, { 4, 2.5, 1 },
                                     { -4, -2.5, -1 }, { 0, -2.5, 1 }, { 4, -2.5, -1 } };
  gdouble sum = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (tops); i++) {
    gdouble dx = x - tops[i][0], dy = y - tops[i][1];

    sum += tops[i][2] * nn_exp (-(dx * dx + dy * dy) / 2);
  }
  return sum;
}

static gdouble
place_in_square (const Maker *maker, gdouble *x, gdouble *y)
{
  *x = draw (maker, FIRST, -RANGE, RANGE);
  *y = draw (maker, SECOND, -RANGE, RANGE);
  if (maker->generator->kind == GS_GENERATOR_PLANE)
    return (*x + *y) / (2 * RANGE);
  if (maker->generator->kind == GS_GENERATOR_HILLS)
    return get_hill (*x, *y);
  return *y > evaluate_curve (maker->curve, *x);
}

/* A point without noise, and what is to be learned of it. */
static gdouble
place (const Maker *maker, gdouble *x, gdouble *y)
{
  GsGeneratorKind kind = maker->generator->kind;
  gint class = maker->row % MAX (table[kind].n_classes, 1), n = MAX (maker->generator->n_rows / 2, 1);
  gint pair = maker->row / 2;
  gdouble along = (pair + 0.5) / n; /* an arm or a moon */

  switch (kind) {
  case GS_GENERATOR_CIRCLE:
    place_around (SIZE * (class == 1 ? draw (maker, FIRST, 0, 0.5) : draw (maker, FIRST, 0.7, 1)),
                  draw (maker, SECOND, 0, 1), x, y);
    break;
  case GS_GENERATOR_XOR: /* a strip along the axes stays free */
    *x = draw (maker, FIRST, 0.3, SIZE + 0.3) * (maker->row / 2 % 2 == 0 ? 1 : -1);
    *y = draw (maker, SECOND, 0.3, SIZE + 0.3) * ((class == 1) == (*x > 0) ? -1 : 1);
    break;
  case GS_GENERATOR_GAUSSIANS:
    *x = (class == 1 ? 2 : -2) + draw_normal (maker, FIRST);
    *y = (class == 1 ? 2 : -2) + draw_normal (maker, SECOND);
    break;
  case GS_GENERATOR_SPIRAL: place_around (SIZE * along, 1.75 * along + class / 2.0, x, y); break;
  case GS_GENERATOR_MOONS:
    place_around (SIZE * 0.6, along / 2, x, y);
    *x = class == 1 ? 1.5 - *x : *x - 1.5;
    *y = class == 1 ? 0.75 - *y : *y - 0.75;
    break;
  case GS_GENERATOR_BLOBS: {
    gdouble middle_x, middle_y;

    place_around (SIZE * 0.6, 0.25 + class / 3.0, &middle_x, &middle_y);
    *x = middle_x + 0.8 * draw_normal (maker, FIRST);
    *y = middle_y + 0.8 * draw_normal (maker, SECOND);
    break;
  }
  case GS_GENERATOR_PLANE:
  case GS_GENERATOR_HILLS:
  case GS_GENERATOR_CURVE: return place_in_square (maker, x, y);
  case GS_N_GENERATORS: g_assert_not_reached ();
  }
  return class;
}

static void
append_number (GString *text, gdouble value, gchar end)
{
  gchar number[GS_NUMBER_BUFFER];

  g_string_append (text, gs_number_to_text (value, number));
  g_string_append_c (text, end);
}

static void
append_row (const Maker *maker, GString *text)
{
  gdouble x = 0, y = 0, noise = maker->generator->noise;
  gdouble learned = place (maker, &x, &y);

  if (table[maker->generator->kind].n_classes == 0) {
    learned += noise * draw_normal (maker, NOISE_X);
  } else {
    x += SIZE * noise * draw_normal (maker, NOISE_X);
    y += SIZE * noise * draw_normal (maker, NOISE_Y);
  }
  append_number (text, x, ',');
  append_number (text, y, ',');
  for (gint feature = 0; feature < GS_N_FEATURES; feature++)
    if (maker->generator->features & 1u << feature)
      append_number (text, gs_feature_evaluate ((GsFeature) feature, x, y), ',');
  append_number (text, learned, '\n');
}

/* ---- the curve ---- */

/* "x^3" for people is (x*x*x) in formulas. */
static gchar *
expand_powers (const gchar *curve)
{
  GString *text = g_string_new (curve);

  g_string_replace (text, "x²", "(x*x)", 0);
  g_string_replace (text, "x³", "(x*x*x)", 0);
  for (gint power = 2; power <= 9; power++) {
    g_autofree gchar *from = g_strdup_printf ("x^%d", power);
    g_autoptr (GString) to = g_string_new ("(x");

    for (gint i = 1; i < power; i++)
      g_string_append (to, "*x");
    g_string_append_c (to, ')');
    g_string_replace (text, from, to->str, 0);
  }
  return g_string_free (text, FALSE);
}

/* A curve is of x, numbers and functions of them; the language of operations has indices, sums and whole
 * numbers besides, which mean nothing over the plane. */
static gboolean
check_words (const gchar *curve, GError **error)
{
  static const gchar *const words[] = { "x", "sqrt", "exp", "ln", "ln1p", "tanh", "cospi", NULL };
  g_autoptr (GRegex) part =
      g_regex_new ("[0-9.]+(?:[eE][-+]?[0-9]+)?|[A-Za-z][A-Za-z0-9]*|[^-+*/() \\t]", G_REGEX_RAW, 0, NULL);
  g_autoptr (GMatchInfo) found = NULL;

  for (g_regex_match (part, curve, 0, &found); g_match_info_matches (found);
       g_match_info_next (found, NULL)) {
    g_autofree gchar *word = g_match_info_fetch (found, 0);

    if (g_ascii_isdigit (*word) || *word == '.' || (guchar) *word >= 0x80 || g_strv_contains (words, word))
      continue;
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                 _ ("“%s” is not for curves; there are x, numbers, + - * / ( ), x^2, sqrt, exp, ln and tanh"),
                 word);
    return FALSE;
  }
  return TRUE;
}

static NnFormula *
parse_curve (const gchar *curve, GError **error)
{
  static const gchar *const inputs[] = { "x", NULL }, *const attributes[] = { NULL };
  g_autofree gchar *expanded = NULL, *line = NULL;
  NnFormula *formula;

  if (curve == NULL || *curve == '\0') {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_SYNTAX,
        _ ("the curve is missing; write for example x*x/4 - 2, with x, numbers, + - * / ( ), x^2, "
           "sqrt, exp, ln and tanh"));
    return NULL;
  }
  expanded = expand_powers (curve);
  line = g_strconcat ("out = ", expanded, NULL);
  formula = check_words (expanded, error) ? nn_formula_parse (line, inputs, attributes, error) : NULL;
  if (formula == NULL)
    g_prefix_error (error, _ ("the curve “%s” cannot be read; write for example x*x/4 - 2: "), curve);
  return formula;
}

gchar *
gs_generator_read_curve (const gchar *typed, GError **error)
{
  g_autofree gchar *curve = g_strstrip (g_strdup (typed));
  g_autoptr (NnFormula) formula = NULL;

  for (gchar *comma = strchr (curve, ','); comma != NULL; comma = strchr (comma + 1, ','))
    if (comma > curve && g_ascii_isdigit (comma[-1]) && g_ascii_isdigit (comma[1]))
      *comma = '.';
  formula = parse_curve (curve, error);
  return formula != NULL ? g_steal_pointer (&curve) : NULL;
}

/* A curve with a hole in it would part nothing there. */
static gboolean
check_curve (NnFormula *curve, GError **error)
{
  for (gint i = -600; i <= 600; i++)
    if (!isfinite (evaluate_curve (curve, i / 100.0))) {
      gchar number[GS_NUMBER_BUFFER];

      g_set_error (error, NN_ERROR, NN_ERROR_NOT_FINITE,
                   _ ("the curve has no value at x = %s; it needs one from -6 to 6"),
                   gs_number_to_text (i / 100.0, number));
      return FALSE;
    }
  return TRUE;
}

gchar *
gs_generator_make (const GsGenerator *generator, gsize *length, GError **error)
{
  Maker maker = { .generator = generator };
  g_autoptr (NnFormula) curve = NULL;
  GString *text;

  if (generator->n_rows < 1 || generator->n_rows > GS_GENERATOR_MAX_ROWS) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("%d rows cannot be made; make 1 to %d"),
                 generator->n_rows, GS_GENERATOR_MAX_ROWS);
    return NULL;
  }
  if (!(generator->noise >= 0 && generator->noise <= 1)) {
    gchar number[GS_NUMBER_BUFFER];

    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("the noise is %s; it lies between 0 and 1"),
                 gs_number_to_text (generator->noise, number));
    return NULL;
  }
  if (generator->kind == GS_GENERATOR_CURVE) {
    curve = parse_curve (generator->curve, error);
    if (curve == NULL || !check_curve (curve, error))
      return NULL;
  }
  maker.curve = curve;
  text = g_string_new ("x1,x2,");
  for (gint feature = 0; feature < GS_N_FEATURES; feature++)
    if (generator->features & 1u << feature)
      g_string_append_printf (text, "%s,", gs_feature_get_name ((GsFeature) feature));
  g_string_append (text, table[generator->kind].n_classes > 0 ? "class\n" : "y\n");
  for (; maker.row < generator->n_rows; maker.row++) {
    if (maker.row % 256 == 0 && !gs_task_go_on ((gsize) maker.row, (gsize) generator->n_rows, error)) {
      g_string_free (text, TRUE);
      return NULL;
    }
    append_row (&maker, text);
  }
  *length = text->len;
  return g_string_free (text, FALSE);
}
