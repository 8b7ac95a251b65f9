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

typedef struct {
  gchar **words;
  guint at;
  guint64 said;      /* the fields that may be said only once, by their places in the struct */
  gint number;       /* of the part, from 1 */
  const gchar *text; /* of the whole part */
  gboolean failed;
  GError **error;
} Part;

/* The one flag of two words. */
#define FROZEN "frozen"

static gboolean G_GNUC_PRINTF (2, 3) fail (Part *part, const gchar *format, ...)
{
  va_list arguments;
  g_autofree gchar *message = NULL;

  if (part->failed)
    return FALSE;
  part->failed = TRUE;
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
say_once (Part *part, const NnField *field)
{
  guint64 bit = (guint64) 1 << (field->offset / sizeof (gint));
  gboolean goes_by_name = field->type == NN_FIELD_CHOICE || field->type == NN_FIELD_PADDING;

  G_STATIC_ASSERT (sizeof (NnLayer) / sizeof (gint) <= 64);
  if ((part->said & bit) != 0)
    return fail (part, _ ("“%s” is said twice; keep one of them"), goes_by_name ? field->name : field->spec);
  part->said |= bit;
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
take_pair (Part *part, const gchar *what, const gchar *example, NnPair *pair)
{
  const gchar *word = take (part);
  gint values[2], n = read_list (word, "x*", values, 2);

  if (n == 0 || values[0] < 1 || (n == 2 && values[1] < 1))
    return word == NULL ? fail (part, _ ("say %s, as in “%s”"), what, example)
                        : fail (part, _ ("“%s” is not %s, as in “%s”"), word, what, example);
  *pair = (NnPair){ values[0], n == 2 ? values[1] : values[0] };
  return TRUE;
}

/* Decimal and finite, with a point or a comma: not "nan", "-inf" or "0x1p3", which the C library would read,
 * too. */
static gboolean
read_number (const gchar *word, gdouble *value)
{
  g_autofree gchar *plain = word != NULL ? g_strdelimit (g_strdup (word), ",", '.') : NULL;
  gchar *end;

  if (plain == NULL || *plain == '\0' || strspn (plain, "0123456789.eE+-") < strlen (plain))
    return FALSE;
  *value = g_ascii_strtod (plain, &end);
  return isfinite (*value) && *end == '\0';
}

static gboolean
is_number (const gchar *word)
{
  gdouble value;

  return read_number (word, &value);
}

static gboolean
take_number (Part *part, const gchar *what, const gchar *example, gdouble *value)
{
  const gchar *word = take (part);

  if (!read_number (word, value))
    return fail (part, _ ("say %s as a number, as in “%s”"), what, example);
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

static void
add_word (GPtrArray *words, const gchar *word)
{
  g_ptr_array_add (words, g_strdup (word));
}

/* What can be said of a field behind the kind and its numbers. */
static void
add_words (GPtrArray *words, const NnField *field)
{
  g_auto (GStrv) choice = field->type == NN_FIELD_CHOICE ? nn_field_list_words (field) : NULL;
  g_autofree gchar *negated = NULL;

  for (gint i = 0; choice != NULL && choice[i] != NULL; i++)
    add_word (words, choice[i]);
  if (g_str_has_prefix (field->spec, FROZEN)) {
    if (!g_ptr_array_find_with_equal_func (words, FROZEN, g_str_equal, NULL))
      add_word (words, FROZEN);
  } else if (field->type == NN_FIELD_FLAG && field->otherwise != 0) {
    negated = g_strconcat ("no-", field->spec, NULL);
    add_word (words, negated);
  } else if (*field->spec != '\0' && *field->spec != '=') {
    add_word (words, field->spec);
  }
  if (field->type == NN_FIELD_PADDING) {
    add_word (words, "same");
    add_word (words, "valid");
  }
}

gchar **
gs_spec_list_options (NnLayerKind kind)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (const NnField *field = nn_layer_next_field (kind, NULL); field != NULL;
       field = nn_layer_next_field (kind, field))
    add_words (words, field);
  g_ptr_array_add (words, NULL);
  return (gchar **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

static gboolean
refuse_option (Part *part, const NnLayer *layer)
{
  g_auto (GStrv) words = gs_spec_list_options (layer->kind);

  return refuse_word (part, (const gchar *const *) words);
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

/* ---- options, in any order: each returns whether the word at hand is one of the field's ---- */

static gboolean
take_activation (Part *part, const NnField *field, NnLayer *layer)
{
  gint activation = find_activation (peek (part));

  if (activation < 0)
    return FALSE;
  if (!say_once (part, field))
    return TRUE;
  part->at++;
  layer->activation = (NnActivation) activation;
  if (activation == NN_ACTIVATION_LEAKY_RELU && is_number (peek (part)))
    take_number (part, _ ("the slope"), "leaky-relu 0.1", &layer->slope);
  return TRUE;
}

static gboolean
take_padding_words (Part *part, const NnField *field, NnPadding *padding)
{
  const gchar *word = peek (part);
  gboolean is_explicit = g_str_equal (word, field->spec), is_same = g_str_equal (word, "same");

  if (!is_explicit && !is_same && !g_str_equal (word, "valid"))
    return FALSE;
  if (!say_once (part, field))
    return TRUE;
  part->at++;
  if (is_explicit)
    take_padding (part, padding);
  else
    padding->kind = is_same ? NN_PADDING_SAME : NN_PADDING_VALID;
  return TRUE;
}

/* "count-padding", or "no-bias" for what is there unless one says so. */
static gboolean
take_flag (Part *part, const NnField *field, gboolean *flag)
{
  gboolean otherwise = field->otherwise != 0;
  const gchar *word = peek (part);

  if (otherwise ? !g_str_has_prefix (word, "no-") || !g_str_equal (word + strlen ("no-"), field->spec)
                : !g_str_equal (word, field->spec))
    return FALSE;
  part->at++;
  *flag = !otherwise;
  return TRUE;
}

static gboolean
take_name (Part *part, const NnField *field, gchar **name)
{
  if (!take_word (part, field->spec))
    return FALSE;
  if (peek (part) == NULL) {
    fail (part, _ ("say a layer's name, as in “dense 8 %s hidden”"), field->spec);
  } else if (say_once (part, field)) {
    g_free (*name);
    *name = g_strdup (take (part));
  }
  return TRUE;
}

static gboolean
take_field (Part *part, const NnField *field, NnLayer *layer)
{
  switch (field->type) {
  case NN_FIELD_CHOICE: return take_activation (part, field, layer);
  case NN_FIELD_PADDING: return take_padding_words (part, field, nn_field_at (field, layer, NnPadding));
  case NN_FIELD_FLAG: return take_flag (part, field, nn_field_at (field, layer, gboolean));
  case NN_FIELD_NAME: return take_name (part, field, nn_field_at (field, layer, gchar *));
  case NN_FIELD_PAIR:
    if (!take_word (part, field->spec))
      return FALSE;
    if (say_once (part, field))
      take_pair (part, _ ("the stride"), "stride 2 or stride 2x1", nn_field_at (field, layer, NnPair));
    return TRUE;
  case NN_FIELD_INIT:
    if (!take_word (part, field->spec))
      return FALSE;
    if (say_once (part, field))
      take_init (part, nn_field_at (field, layer, NnInit));
    return TRUE;
  case NN_FIELD_WHOLE:
  case NN_FIELD_NUMBER:
  case NN_FIELD_OPTIONAL:
  case NN_FIELD_NAMES: return FALSE; /* they stand behind the kind, or behind leaky-relu */
  }
  g_assert_not_reached ();
}

/* "frozen kernel", "frozen bias", or "frozen" for both. */
static gboolean
take_frozen (Part *part, NnLayer *layer)
{
  gboolean kernel, bias;

  if (!nn_layer_kind_has_parameters (layer->kind) || !take_word (part, FROZEN))
    return FALSE;
  kernel = take_word (part, "kernel");
  bias = !kernel && take_word (part, "bias");
  layer->freeze_kernel = layer->freeze_kernel || !bias;
  layer->freeze_bias = layer->freeze_bias || !kernel;
  return TRUE;
}

static gboolean
take_option (Part *part, NnLayer *layer)
{
  if (take_frozen (part, layer))
    return TRUE;
  for (const NnField *field = nn_layer_next_field (layer->kind, NULL); field != NULL;
       field = nn_layer_next_field (layer->kind, field))
    if (take_field (part, field, layer))
      return TRUE;
  return refuse_option (part, layer);
}

static gboolean
take_options (Part *part, NnLayer *layer)
{
  while (peek (part) != NULL && !part->failed)
    take_option (part, layer);
  return !part->failed;
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
  if (!take_pair (part, _ ("the size of the window"), example, &layer->kernel))
    return FALSE;
  if (layer->kind != NN_LAYER_CONV)
    layer->stride = layer->kernel;
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

/* "add h", "concatenate a b": the names up to the first option. */
static gboolean
read_with (Part *part, NnLayer *layer)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const gchar *kind = nn_layer_kind_get_name (layer->kind);
  guint first = part->at;

  while (peek (part) != NULL && !g_str_equal (peek (part), "as") && !g_str_equal (peek (part), "from"))
    g_strv_builder_add (names, take (part));
  if (part->at == first)
    return fail (part,
                 _ ("say which layer it takes in beside the one before, as in “%s h”; that one gets its name "
                    "by “as h”"),
                 kind);
  layer->with = g_strv_builder_end (names);
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
  layer = nn_network_add_layer (network, activation >= 0 ? NN_LAYER_ACTIVATION : kind);
  if (activation >= 0)
    return take_options (part, layer); /* the first of them is the activation */
  part->at++;
  if (nn_layer_kind_merges (kind)) {
    if (!read_with (part, layer))
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
    Part part = { words, 0, 0, i + 1, g_strstrip (parts[i]), FALSE, error };

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
