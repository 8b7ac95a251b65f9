/* Reading the line. Each part is a list of words; a word either begins an option or is refused with
 * the words that could stand in its place. */
#include "gs-spec.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-words.h"
#include "nn/nn-error.h"

/* No size is larger; sums of two still fit a gint. */
#define MAX_COUNT (G_MAXINT / 2)

/* What may stand only once in a part. */
typedef enum {
  SAID_ACTIVATION = 1 << 0,
  SAID_STRIDE = 1 << 1,
  SAID_PADDING = 1 << 2,
  SAID_KERNEL_INIT = 1 << 3,
  SAID_BIAS_INIT = 1 << 4,
  SAID_NAME = 1 << 5
} Said;

typedef struct {
  gchar **words;
  guint at;
  guint said;
  gint number;       /* of the part, from 1 */
  const gchar *text; /* of the whole part */
  GError **error;
} Part;

static gboolean G_GNUC_PRINTF (2, 3) fail (Part *part, const gchar *format, ...)
{
  va_list arguments;
  g_autofree gchar *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (part->error, NN_ERROR, NN_ERROR_SYNTAX, _ ("part %d, “%s”: %s"), part->number, part->text,
               message);
  return FALSE;
}

static const gchar *
peek (const Part *part)
{
  return part->words[part->at];
}

static const gchar *
take (Part *part)
{
  const gchar *word = part->words[part->at];

  if (word != NULL)
    part->at++;
  return word;
}

static gboolean
take_word (Part *part, const gchar *word)
{
  if (peek (part) == NULL || !g_str_equal (peek (part), word))
    return FALSE;
  part->at++;
  return TRUE;
}

/* A second activation would silently win over the first, and who wrote both meant something else. */
static gboolean
say_once (Part *part, Said what, const gchar *name)
{
  if ((part->said & what) != 0)
    return fail (part, _ ("%s is said twice; keep one of them"), name);
  part->said |= what;
  return TRUE;
}

/* ---- numbers ---- */

/* "8", "5x3", "1,2,0,1": n whole numbers between the characters of `between`. */
static gint
read_list (const gchar *word, const gchar *between, gint *values, gint max)
{
  gint n = 0;

  while (word != NULL && n < max) {
    gchar *end;
    gint64 value = g_ascii_isdigit (*word) ? g_ascii_strtoll (word, &end, 10) : -1;

    if (value < 0 || value > MAX_COUNT)
      return 0;
    values[n++] = (gint) value;
    if (*end == '\0')
      return n;
    if (strchr (between, *end) == NULL)
      return 0;
    word = end + 1;
  }
  return 0;
}

static gboolean
take_count (Part *part, const gchar *what, const gchar *example, gint *value)
{
  const gchar *word = take (part);

  if (word == NULL)
    return fail (part, _ ("say %s, as in “%s”"), what, example);
  if (read_list (word, "", value, 1) == 1 && *value >= 1)
    return TRUE;
  return fail (part, _ ("say %s as a whole number from 1 to %d, as in “%s”, not as “%s”"), what, MAX_COUNT,
               example, word);
}

/* "3" or "3x5". */
static gboolean
take_pair (Part *part, const gchar *what, const gchar *example, gint *first, gint *second)
{
  const gchar *word = take (part);
  gint values[2], n = read_list (word, "x*", values, 2);

  if (n == 0 || values[0] < 1 || (n == 2 && values[1] < 1))
    return word == NULL ? fail (part, _ ("say %s, as in “%s”"), what, example)
                        : fail (part, _ ("“%s” is not %s, as in “%s”"), word, what, example);
  *first = values[0];
  *second = n == 2 ? values[1] : values[0];
  return TRUE;
}

/* Decimal and finite: not "nan", "-inf" or "0x1p3", which the C library would read, too. */
static gboolean
is_number (const gchar *word)
{
  gchar *end;

  return word != NULL && *word != '\0' && strspn (word, "0123456789.eE+-") == strlen (word)
         && isfinite (g_ascii_strtod (word, &end)) && *end == '\0';
}

static gboolean
take_number (Part *part, const gchar *what, const gchar *example, gdouble *value)
{
  const gchar *word = take (part);

  if (!is_number (word))
    return fail (part, _ ("say %s as a number, as in “%s”"), what, example);
  *value = g_ascii_strtod (word, NULL);
  return TRUE;
}

/* ---- words ---- */

static gint
find_activation (const gchar *word)
{
  return word != NULL ? nn_activation_find (word) : -1;
}

static gboolean
refuse_word (Part *part, const gchar *const *options)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree gchar *suggestion = NULL;
  g_autofree gchar *list = NULL;

  for (gint i = 0; options[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) options[i]);
  g_ptr_array_add (words, NULL);
  list = g_strjoinv (", ", (gchar **) words->pdata);
  suggestion = gs_words_suggest (peek (part), (const gchar *const *) words->pdata, words->len - 1);
  return fail (part, _ ("unknown word %s%s Possible here: %s."), suggestion,
               g_str_has_suffix (suggestion, "?") ? "" : ".", list);
}

/* Activations and what this kind of layer takes. */
static gboolean
refuse_option (Part *part, const NnLayer *layer)
{
  static const gchar *const common[] = { "as" };
  static const gchar *const weights[] = { "no-bias", "frozen", "init", "bias-init" };
  static const gchar *const window[] = { "stride", "same", "valid", "pad" };
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  gboolean has_weights = layer->kind == NN_LAYER_DENSE || layer->kind == NN_LAYER_CONV;

  for (gint i = 0; has_weights && i < NN_N_ACTIVATIONS; i++)
    g_ptr_array_add (words, (gpointer) nn_activation_get_name ((NnActivation) i));
  for (gsize i = 0; has_weights && i < G_N_ELEMENTS (weights); i++)
    g_ptr_array_add (words, (gpointer) weights[i]);
  if (layer->kind == NN_LAYER_CONV || layer->kind == NN_LAYER_MAX_POOL
      || layer->kind == NN_LAYER_AVERAGE_POOL)
    for (gsize i = 0; i < G_N_ELEMENTS (window); i++)
      g_ptr_array_add (words, (gpointer) window[i]);
  if (layer->kind == NN_LAYER_AVERAGE_POOL)
    g_ptr_array_add (words, (gpointer) "count-padding");
  g_ptr_array_add (words, (gpointer) common[0]);
  g_ptr_array_add (words, NULL);
  return refuse_word (part, (const gchar *const *) words->pdata);
}

static gboolean
refuse_init (Part *part)
{
  const gchar *words[NN_N_INITS + 1] = { NULL };
  gint n = 0;

  if (peek (part) == NULL)
    return fail (part, _ ("say how to initialise, as in “init he-normal”"));
  for (gint i = 0; i < NN_N_INITS; i++)
    if (i != NN_INIT_VALUES)
      words[n++] = nn_init_get_name ((NnInitKind) i);
  return refuse_word (part, words);
}

static gboolean
take_init (Part *part, NnInit *init)
{
  gint kind = peek (part) != NULL ? nn_init_find (peek (part)) : -1;

  if (kind < 0 || kind == NN_INIT_VALUES)
    return refuse_init (part);
  part->at++;
  init->kind = (NnInitKind) kind;
  if (kind == NN_INIT_CONSTANT)
    return take_number (part, _ ("the constant"), "init constant 0.5", &init->a);
  if (kind == NN_INIT_UNIFORM)
    return take_number (part, _ ("the lower end"), "init uniform -1 1", &init->a)
           && take_number (part, _ ("the upper end"), "init uniform -1 1", &init->b);
  if (kind == NN_INIT_NORMAL)
    return take_number (part, _ ("the mean"), "init normal 0 0.1", &init->a)
           && take_number (part, _ ("the standard deviation"), "init normal 0 0.1", &init->b);
  return TRUE;
}

static gboolean
take_padding (Part *part, NnPadding *padding)
{
  const gchar *word = take (part);
  gint sides[4], n = read_list (word, ",", sides, 4);

  if (n != 1 && n != 4)
    return fail (part, _ ("say the padding, as in “pad 2” or “pad 1,2,0,1” (top, bottom, left, right)"));
  *padding = (NnPadding){ NN_PADDING_EXPLICIT, sides[0], sides[n == 4 ? 1 : 0], sides[n == 4 ? 2 : 0],
                          sides[n == 4 ? 3 : 0] };
  return TRUE;
}

/* ---- options, in any order ---- */

static gboolean
take_window_option (Part *part, NnLayer *layer, gboolean *taken)
{
  *taken = TRUE;
  if (take_word (part, "stride"))
    return say_once (part, SAID_STRIDE, _ ("the stride"))
           && take_pair (part, _ ("the stride"), "stride 2 or stride 2x1", &layer->stride_rows,
                         &layer->stride_columns);
  if (take_word (part, "pad"))
    return say_once (part, SAID_PADDING, _ ("the padding")) && take_padding (part, &layer->padding);
  if (take_word (part, "same")) {
    layer->padding.kind = NN_PADDING_SAME;
    return say_once (part, SAID_PADDING, _ ("the padding"));
  }
  if (take_word (part, "valid")) {
    layer->padding.kind = NN_PADDING_VALID;
    return say_once (part, SAID_PADDING, _ ("the padding"));
  }
  if (layer->kind == NN_LAYER_AVERAGE_POOL && take_word (part, "count-padding"))
    layer->count_padding = TRUE;
  else
    *taken = FALSE;
  return TRUE;
}

static gboolean
take_weight_option (Part *part, NnLayer *layer, gboolean *taken)
{
  gint activation = find_activation (peek (part));

  *taken = TRUE;
  if (activation >= 0) {
    if (!say_once (part, SAID_ACTIVATION, _ ("the activation")))
      return FALSE;
    part->at++;
    layer->activation = (NnActivation) activation;
    if (activation == NN_ACTIVATION_LEAKY_RELU && is_number (peek (part)))
      return take_number (part, _ ("the slope"), "leaky-relu 0.1", &layer->slope);
    return TRUE;
  }
  if (take_word (part, "init"))
    return say_once (part, SAID_KERNEL_INIT, "“init”") && take_init (part, &layer->kernel_init);
  if (take_word (part, "bias-init"))
    return say_once (part, SAID_BIAS_INIT, "“bias-init”") && take_init (part, &layer->bias_init);
  if (take_word (part, "no-bias")) {
    layer->bias = FALSE;
  } else if (take_word (part, "frozen")) {
    gboolean kernel = take_word (part, "kernel"), bias = !kernel && take_word (part, "bias");

    layer->freeze_kernel = layer->freeze_kernel || !bias;
    layer->freeze_bias = layer->freeze_bias || !kernel;
  } else {
    *taken = FALSE;
  }
  return TRUE;
}

static gboolean
take_options (Part *part, NnLayer *layer)
{
  gboolean has_weights = layer->kind == NN_LAYER_DENSE || layer->kind == NN_LAYER_CONV;
  gboolean has_window = layer->kind == NN_LAYER_CONV || layer->kind == NN_LAYER_MAX_POOL
                        || layer->kind == NN_LAYER_AVERAGE_POOL;

  while (peek (part) != NULL) {
    gboolean taken = FALSE;

    if (take_word (part, "as")) {
      if (peek (part) == NULL)
        return fail (part, _ ("say the layer's name, as in “dense 8 as hidden”"));
      if (!say_once (part, SAID_NAME, _ ("the name")))
        return FALSE;
      g_free (layer->name);
      layer->name = g_strdup (take (part));
      continue;
    }
    if (has_window && !take_window_option (part, layer, &taken))
      return FALSE;
    if (!taken && has_weights && !take_weight_option (part, layer, &taken))
      return FALSE;
    if (!taken)
      return refuse_option (part, layer);
  }
  return TRUE;
}

/* ---- parts ---- */

static gboolean
refuse_beginning (Part *part)
{
  static const gchar *const words[] = { "input" };
  const gchar *nearest = gs_words_find_nearest (peek (part), words, G_N_ELEMENTS (words));

  return fail (part, _ ("the line begins with the input, as in “input 2” or “input 1x28x28”%s"),
               nearest != NULL ? _ ("; did you mean “input”?") : "");
}

static gboolean
read_input (Part *part, NnNetwork *network)
{
  const gchar *word;
  gint sizes[3], n;

  if (!take_word (part, "input"))
    return refuse_beginning (part);
  word = take (part);
  n = read_list (word, "x*", sizes, 3);
  for (gint i = 0; i < n; i++)
    if (sizes[i] < 1)
      n = 0;
  if ((n != 1 && n != 3) || peek (part) != NULL)
    return fail (
        part, _ ("say the size of the input: features, as in “input 2”, or channels x rows x columns, as in "
                 "“input 1x28x28”"));
  network->input = n == 1 ? nn_shape (1, sizes[0]) : nn_shape (3, sizes[0], sizes[1], sizes[2]);
  return TRUE;
}

static gboolean
read_window (Part *part, NnLayer *layer, const gchar *example)
{
  if (!take_pair (part, _ ("the size of the window"), example, &layer->kernel_height, &layer->kernel_width))
    return FALSE;
  if (layer->kind != NN_LAYER_CONV) {
    layer->stride_rows = layer->kernel_height;
    layer->stride_columns = layer->kernel_width;
  }
  return TRUE;
}

static gboolean
read_dropout (Part *part, NnLayer *layer)
{
  gdouble dropped = 0.5;

  if (!take_number (part, _ ("the share to drop"), "dropout 0.5", &dropped))
    return FALSE;
  if (!(dropped >= 0 && dropped < 1))
    return fail (part, _ ("the share to drop is from 0 up to, but not including, 1, as in “dropout 0.5”"));
  layer->keep = 1 - dropped;
  return TRUE;
}

static NnLayerKind
find_kind (const gchar *word, gboolean *found)
{
  static const struct {
    const gchar *word;
    NnLayerKind kind;
  } others[] = { { "maxpool", NN_LAYER_MAX_POOL },
                 { "avg-pool", NN_LAYER_AVERAGE_POOL },
                 { "avgpool", NN_LAYER_AVERAGE_POOL },
                 { "average-pool", NN_LAYER_AVERAGE_POOL } };
  gint kind = nn_layer_kind_find (word);

  for (gsize i = 0; i < G_N_ELEMENTS (others) && kind < 0; i++)
    if (g_str_equal (word, others[i].word))
      kind = (gint) others[i].kind;
  *found = kind >= 0 && kind != NN_LAYER_ACTIVATION;
  return (NnLayerKind) MAX (kind, 0);
}

static gboolean
refuse_kind (Part *part)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (gint i = 0; i < NN_N_LAYER_KINDS; i++)
    if (i != NN_LAYER_ACTIVATION)
      g_ptr_array_add (words, (gpointer) nn_layer_kind_get_name ((NnLayerKind) i));
  for (gint i = 0; i < NN_N_ACTIVATIONS; i++)
    g_ptr_array_add (words, (gpointer) nn_activation_get_name ((NnActivation) i));
  g_ptr_array_add (words, NULL);
  return refuse_word (part, (const gchar *const *) words->pdata);
}

static gboolean
read_layer (Part *part, NnNetwork *network)
{
  gboolean found;
  gint activation = find_activation (peek (part));
  NnLayerKind kind = find_kind (peek (part), &found);
  NnLayer *layer;

  if (activation < 0 && !found)
    return refuse_kind (part);
  part->at++;
  layer = nn_network_add_layer (network, activation >= 0 ? NN_LAYER_ACTIVATION : kind);
  if (activation >= 0) {
    layer->activation = (NnActivation) activation;
    if (activation == NN_ACTIVATION_LEAKY_RELU && is_number (peek (part))
        && !take_number (part, _ ("the slope"), "leaky-relu 0.1", &layer->slope))
      return FALSE;
  } else if (kind == NN_LAYER_DENSE) {
    if (!take_count (part, _ ("how many units"), "dense 8", &layer->units))
      return FALSE;
  } else if (kind == NN_LAYER_CONV) {
    if (!take_count (part, _ ("how many filters"), "conv 16 5x5", &layer->units)
        || !read_window (part, layer, "conv 16 5x5"))
      return FALSE;
  } else if (kind == NN_LAYER_MAX_POOL || kind == NN_LAYER_AVERAGE_POOL) {
    if (!read_window (part, layer, "max-pool 2"))
      return FALSE;
  } else if (kind == NN_LAYER_DROPOUT && !read_dropout (part, layer)) {
    return FALSE;
  }
  return take_options (part, layer);
}

/* ---- the line ---- */

/* Puts one kind of separator for all. A comma between digits belongs to a list of numbers. */
static gchar **
split_parts (const gchar *text)
{
  GString *line = g_string_new (text);
  gchar **parts;

  g_string_replace (line, "·", "|", 0);
  g_string_replace (line, "→", "|", 0);
  g_string_replace (line, "->", "|", 0);
  g_string_replace (line, "×", "x", 0);
  g_string_replace (line, "−", "-", 0);
  for (gsize i = 0; i < line->len; i++)
    if (line->str[i] == ','
        && !(i > 0 && g_ascii_isdigit (line->str[i - 1]) && g_ascii_isdigit (line->str[i + 1])))
      line->str[i] = '|';
  parts = g_strsplit (line->str, "|", -1);
  g_string_free (line, TRUE);
  return parts;
}

static gchar **
split_words (const gchar *text)
{
  g_autofree gchar *copy = g_strdup (text);
  g_auto (GStrv) pieces = g_strsplit_set (g_strdelimit (copy, "\t\n\r", ' '), " ", -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (gint i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      g_ptr_array_add (words, g_strdup (pieces[i]));
  g_ptr_array_add (words, NULL);
  return (gchar **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

gboolean
gs_spec_parse (const gchar *text, NnNetwork *network, GError **error)
{
  g_auto (GStrv) parts = split_parts (text);
  g_autofree NnShape *shapes = NULL;

  g_ptr_array_set_size (network->layers, 0);
  for (gint i = 0; parts[i] != NULL; i++) {
    g_auto (GStrv) words = split_words (parts[i]);
    Part part = { words, 0, 0, i + 1, g_strstrip (parts[i]), error };

    if (words[0] == NULL)
      return fail (&part, _ ("is empty; between two separators stands a layer, such as “dense 8 tanh”"));
    if (!(i == 0 ? read_input (&part, network) : read_layer (&part, network)))
      return FALSE;
  }
  if (network->layers->len == 0) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_SYNTAX,
        _ ("a network needs at least one layer behind its input, as in “input 2 · dense 1 sigmoid”"));
    return FALSE;
  }
  shapes = g_new0 (NnShape, network->layers->len);
  return nn_network_infer_shapes (network, shapes, error);
}
