/* Parts of a line, and what fits of them. */
#include "gs-blueprint.h"

#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "gs-spec.h"
#include "nn/nn-words.h"

#define SEPARATOR " · "

struct _GsBlueprint {
  NnNetwork *network; /* all that is not layers */
  GPtrArray *parts;   /* gchar */
  gboolean loss_follows, optimizer_follows;
};

static GsBlueprint *
make (NnNetwork *network, const gchar *line)
{
  GsBlueprint *blueprint = g_new0 (GsBlueprint, 1);

  blueprint->network = network;
  blueprint->parts = g_ptr_array_new_with_free_func (g_free);
  gs_blueprint_set_line (blueprint, line);
  return blueprint;
}

GsBlueprint *
gs_blueprint_new (const NnNetwork *network)
{
  g_autofree gchar *line = gs_spec_to_text (network);
  GsBlueprint *blueprint = make (nn_network_copy (network), line);

  gs_blueprint_set_loss (blueprint, network->loss);
  return blueprint;
}

void
gs_blueprint_free (GsBlueprint *blueprint)
{
  if (blueprint == NULL)
    return;
  nn_network_free (blueprint->network);
  g_ptr_array_unref (blueprint->parts);
  g_free (blueprint);
}

/* ---- what goes with the layers ---- */

/* The line's layers, if it reads and has any; caller frees. */
static NnNetwork *
read_layers (const GsBlueprint *blueprint)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autofree gchar *line = gs_blueprint_get_line (blueprint);

  return gs_spec_parse (line, network, NULL) && network->layers->len > 0 ? g_steal_pointer (&network) : NULL;
}

NnLossKind
gs_blueprint_find_loss (const NnNetwork *network)
{
  const NnLayer *output = g_ptr_array_index (network->layers, network->layers->len - 1);

  if (output->activation == NN_ACTIVATION_SOFTMAX)
    return NN_LOSS_CROSS_ENTROPY;
  return output->activation == NN_ACTIVATION_SIGMOID ? NN_LOSS_BINARY_CROSS_ENTROPY : NN_LOSS_SQUARED_ERROR;
}

static NnOptimizerKind
find_optimizer (const NnNetwork *network)
{
  for (guint i = 0; i < network->layers->len; i++)
    if (((const NnLayer *) g_ptr_array_index (network->layers, i))->kind == NN_LAYER_CONV)
      return NN_OPTIMIZER_ADAM;
  return gs_blueprint_find_loss (network) == NN_LOSS_CROSS_ENTROPY ? NN_OPTIMIZER_ADAM : NN_OPTIMIZER_SGD;
}

/* After every change of the layers. */
static void
follow (GsBlueprint *blueprint)
{
  g_autoptr (NnNetwork) network =
      blueprint->loss_follows || blueprint->optimizer_follows ? read_layers (blueprint) : NULL;
  NnOptimizer *optimizer = &blueprint->network->optimizer;

  if (network == NULL)
    return;
  if (blueprint->loss_follows)
    blueprint->network->loss = gs_blueprint_find_loss (network);
  if (blueprint->optimizer_follows && optimizer->kind != find_optimizer (network))
    *optimizer = nn_optimizer_default (find_optimizer (network));
}

gboolean
gs_blueprint_propose_loss (const GsBlueprint *blueprint, NnLossKind *loss)
{
  g_autoptr (NnNetwork) network = read_layers (blueprint);

  if (network != NULL)
    *loss = gs_blueprint_find_loss (network);
  return network != NULL;
}

GsBlueprint *
gs_blueprint_new_from_line (const gchar *line)
{
  GsBlueprint *blueprint = make (nn_network_new (), line);

  blueprint->loss_follows = blueprint->optimizer_follows = TRUE;
  follow (blueprint);
  return blueprint;
}

/* ---- parts ---- */

guint
gs_blueprint_get_n (const GsBlueprint *blueprint)
{
  return blueprint->parts->len;
}

const gchar *
gs_blueprint_get (const GsBlueprint *blueprint, guint part)
{
  return g_ptr_array_index (blueprint->parts, part);
}

void
gs_blueprint_set (GsBlueprint *blueprint, guint part, const gchar *text)
{
  gchar **slot = (gchar **) &g_ptr_array_index (blueprint->parts, part);
  gchar *copy = g_strdup (text);

  g_free (*slot);
  *slot = copy;
  follow (blueprint);
}

void
gs_blueprint_insert (GsBlueprint *blueprint, guint part, const gchar *text)
{
  g_assert (part > 0 && part <= blueprint->parts->len);
  g_ptr_array_insert (blueprint->parts, (gint) part, g_strdup (text));
  follow (blueprint);
}

void
gs_blueprint_remove (GsBlueprint *blueprint, guint part)
{
  g_assert (part > 0);
  g_ptr_array_remove_index (blueprint->parts, part);
  follow (blueprint);
}

gboolean
gs_blueprint_move (GsBlueprint *blueprint, guint part, gint by)
{
  gint to = (gint) part + by;

  if (part == 0 || to < 1 || to >= (gint) blueprint->parts->len)
    return FALSE;
  g_ptr_array_insert (blueprint->parts, to, g_ptr_array_steal_index (blueprint->parts, part));
  follow (blueprint);
  return TRUE;
}

static gchar *
join (const GsBlueprint *blueprint, guint n)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (line, "%s%s", i > 0 ? SEPARATOR : "", gs_blueprint_get (blueprint, i));
  return g_string_free (g_steal_pointer (&line), FALSE);
}

gchar *
gs_blueprint_get_line (const GsBlueprint *blueprint)
{
  return join (blueprint, blueprint->parts->len);
}

/* Commas separate layers, but also the sides of a padding ("pad 1,2,0,1"): those stand between digits. */
static gboolean
is_separator (const gchar *line, const gchar *at, gsize *length)
{
  *length = 1;
  if (g_str_has_prefix (at, "·") || g_str_has_prefix (at, "->") || g_str_has_prefix (at, "→")) {
    *length = g_str_has_prefix (at, "→") ? strlen ("→") : 2;
    return TRUE;
  }
  if (*at == '|')
    return TRUE;
  return *at == ',' && !(at > line && g_ascii_isdigit (at[-1]) && g_ascii_isdigit (at[1]));
}

void
gs_blueprint_set_line (GsBlueprint *blueprint, const gchar *line)
{
  const gchar *start = line, *at = line;
  gsize length;

  g_ptr_array_set_size (blueprint->parts, 0);
  for (; *at != '\0'; at++) {
    if (!is_separator (line, at, &length))
      continue;
    g_ptr_array_add (blueprint->parts, g_strstrip (g_strndup (start, (gsize) (at - start))));
    at += length - 1;
    start = at + 1;
  }
  g_ptr_array_add (blueprint->parts, g_strstrip (g_strdup (start)));
  follow (blueprint);
}

/* ---- loss and optimiser ---- */

NnLossKind
gs_blueprint_get_loss (const GsBlueprint *blueprint)
{
  return blueprint->network->loss;
}

void
gs_blueprint_set_loss (GsBlueprint *blueprint, NnLossKind loss)
{
  NnLossKind proposed;

  blueprint->network->loss = loss;
  blueprint->loss_follows = gs_blueprint_propose_loss (blueprint, &proposed) && proposed == loss;
}

NnOptimizerKind
gs_blueprint_get_optimizer (const GsBlueprint *blueprint)
{
  return blueprint->network->optimizer.kind;
}

void
gs_blueprint_set_optimizer (GsBlueprint *blueprint, NnOptimizerKind kind)
{
  blueprint->optimizer_follows = FALSE;
  if (blueprint->network->optimizer.kind != kind)
    blueprint->network->optimizer = nn_optimizer_default (kind);
}

gboolean
gs_blueprint_uses_field (const GsBlueprint *blueprint, const NnField *field)
{
  return nn_optimizer_uses (&blueprint->network->optimizer, field);
}

gchar *
gs_blueprint_get_field (const GsBlueprint *blueprint, const NnField *field)
{
  const NnOptimizer *optimizer = &blueprint->network->optimizer;
  gchar buffer[GS_NUMBER_BUFFER];
  gdouble number;

  if (field->type == NN_FIELD_CHOICE) {
    g_auto (GStrv) words = nn_field_list_words (field);

    return g_strdup (words[*nn_field_at (field, optimizer, const gint)]);
  }
  number = *nn_field_at (field, optimizer, const gdouble);
  return g_strdup (isnan (number) ? "" : gs_number_to_local_text (number, buffer));
}

gboolean
gs_blueprint_set_field (GsBlueprint *blueprint, const NnField *field, const gchar *text, GError **error)
{
  NnOptimizer changed = blueprint->network->optimizer;

  if (field->type == NN_FIELD_CHOICE) {
    g_auto (GStrv) words = nn_field_list_words (field);

    *nn_field_at (field, &changed, gint) =
        nn_words_find ((const gchar *const *) words, (gint) g_strv_length (words), text);
    if (!nn_field_check (field, &changed, error))
      return FALSE;
  } else if (field->type == NN_FIELD_OPTIONAL && *text == '\0') {
    *nn_field_at (field, &changed, gdouble) = NAN;
  } else if (!gs_number_parse (text, nn_field_at (field, &changed, gdouble), error)) {
    return FALSE;
  }
  if (!nn_field_check (field, &changed, NULL)) {
    nn_field_refuse (field, nn_field_get_label (field), *nn_field_at (field, &changed, gdouble), error);
    return FALSE;
  }
  blueprint->network->optimizer = changed;
  blueprint->optimizer_follows = FALSE;
  return TRUE;
}

/* ---- names ---- */

/* The word behind "as", or NULL. */
static gchar *
read_name (const gchar *part)
{
  g_auto (GStrv) words = g_strsplit_set (part, " \t", -1);

  for (gint i = 0; words[i] != NULL && words[i + 1] != NULL; i++)
    if (g_str_equal (words[i], "as"))
      return g_strdup (words[i + 1]);
  return NULL;
}

static gboolean
is_taken (const GsBlueprint *blueprint, const gchar *name)
{
  for (guint i = 1; i < blueprint->parts->len; i++) {
    g_autofree gchar *other = read_name (gs_blueprint_get (blueprint, i));

    if (g_strcmp0 (other, name) == 0)
      return TRUE;
  }
  return FALSE;
}

const gchar *
gs_blueprint_name_part (GsBlueprint *blueprint, guint part)
{
  g_autofree gchar *name = read_name (gs_blueprint_get (blueprint, part)), *text = NULL;

  if (part == 0)
    return "input";
  for (guint number = 1; name == NULL; number++) {
    name = g_strdup_printf ("h%u", number);
    if (is_taken (blueprint, name))
      g_clear_pointer (&name, g_free);
    else {
      text = g_strdup_printf ("%s as %s", gs_blueprint_get (blueprint, part), name);
      gs_blueprint_set (blueprint, part, text);
    }
  }
  return g_intern_string (name);
}

/* ---- what fits ---- */

static void
clear_part (gpointer part)
{
  g_free (((GsBlueprintPart *) part)->shape);
  g_free (((GsBlueprintPart *) part)->problem);
}

/* Those of the last layer of `network`. */
static gsize
count_parameters (const NnNetwork *network, const NnShape *shapes)
{
  gint last = (gint) network->layers->len - 1, source;
  const NnLayer *layer = g_ptr_array_index (network->layers, last);
  g_autoptr (GArray) sources = nn_network_list_sources (network, last, NULL);
  const NnShape *input;
  gsize weights;

  if (!nn_layer_kind_has_parameters (layer->kind))
    return 0;
  source = g_array_index (sources, gint, 0);
  input = source >= 0 ? &shapes[source] : &network->input;
  weights = layer->kind == NN_LAYER_DENSE
                ? nn_shape_count (input)
                : (gsize) input->dim[0] * (gsize) layer->kernel.rows * (gsize) layer->kernel.columns;
  return (gsize) layer->units * (weights + (layer->bias ? 1 : 0));
}

/* The line up to part `last` as a network with shapes behind each layer. */
static gboolean
try_up_to (const GsBlueprint *blueprint, guint last, NnNetwork *network, NnShape *shapes, GError **error)
{
  g_autofree gchar *line = join (blueprint, last + 1);

  return gs_spec_parse (line, network, error) && nn_network_infer_shapes (network, shapes, error);
}

/* An input alone is no network yet; a layer that fits any input tells whether it reads. */
static gboolean
try_input (const GsBlueprint *blueprint, NnNetwork *network, GError **error)
{
  g_autofree gchar *line = g_strconcat (gs_blueprint_get (blueprint, 0), SEPARATOR "relu", NULL);

  return gs_spec_parse (line, network, error);
}

static void
check_part (const GsBlueprint *blueprint, guint number, GsBlueprintPart *part)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autofree NnShape *shapes = g_new0 (NnShape, number + 1);
  g_autoptr (GError) error = NULL;

  if (number == 0 ? try_input (blueprint, network, &error)
                  : try_up_to (blueprint, number, network, shapes, &error)) {
    part->shape = nn_shape_to_string (number == 0 ? &network->input : &shapes[number - 1]);
    if (number > 0)
      part->n_parameters = count_parameters (network, shapes);
    return;
  }
  part->problem = g_strdup (error->message);
}

/* All of them fit where they stand; one that nobody reads is still of no use. */
static void
check_graph (const GsBlueprint *blueprint, GArray *parts)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autofree gchar *line = gs_blueprint_get_line (blueprint);
  g_autoptr (GError) error = NULL;
  gint unread;

  if (!gs_spec_parse (line, network, NULL))
    return;
  unread = nn_network_find_unread (network);
  if (unread >= 0 && !nn_network_check_graph (network, &error))
    g_array_index (parts, GsBlueprintPart, unread + 1).problem = g_strdup (error->message);
}

GArray *
gs_blueprint_check (const GsBlueprint *blueprint)
{
  GArray *parts = g_array_new (FALSE, TRUE, sizeof (GsBlueprintPart));

  g_array_set_clear_func (parts, clear_part);
  g_array_set_size (parts, blueprint->parts->len);
  for (guint i = 0; i < blueprint->parts->len; i++) {
    check_part (blueprint, i, &g_array_index (parts, GsBlueprintPart, i));
    if (g_array_index (parts, GsBlueprintPart, i).problem != NULL)
      return parts;
  }
  check_graph (blueprint, parts);
  return parts;
}

NnNetwork *
gs_blueprint_build (const GsBlueprint *blueprint, GError **error)
{
  g_autoptr (NnNetwork) network = nn_network_copy (blueprint->network);
  g_autofree gchar *line = gs_blueprint_get_line (blueprint);

  if (!gs_spec_parse (line, network, error) || !nn_network_validate (network, error))
    return NULL;
  return g_steal_pointer (&network);
}

void
gs_blueprint_append (GsBlueprint *blueprint, const gchar *text)
{
  gint kind = nn_layer_kind_find (text);
  guint n = gs_blueprint_get_n (blueprint);
  g_autofree gchar *merge =
      kind >= 0 && nn_layer_kind_merges ((NnLayerKind) kind)
          ? g_strdup_printf ("%s %s", text, gs_blueprint_name_part (blueprint, n >= 2 ? n - 2 : 0))
          : NULL;

  gs_blueprint_insert (blueprint, n, merge != NULL ? merge : text);
}

const gchar *const *
gs_blueprint_list_templates (void)
{
  static const gchar *const templates[] = { "dense 4 tanh",
                                            "dense 1 sigmoid",
                                            "conv 8 3x3 relu",
                                            "max-pool 2",
                                            "average-pool 2",
                                            "flatten",
                                            "relu",
                                            "softmax",
                                            "dropout 0.5",
                                            "add",
                                            "concatenate",
                                            "multiply",
                                            NULL };

  return templates;
}
