#include "gs-blueprint.h"

#include <string.h>

#include "gs-spec.h"

#define SEPARATOR " · "

struct _GsBlueprint {
  NnNetwork *network; /* all that is not layers */
  GPtrArray *parts;   /* gchar */
};

GsBlueprint *
gs_blueprint_new (const NnNetwork *network)
{
  GsBlueprint *blueprint = g_new0 (GsBlueprint, 1);
  g_autofree gchar *line = gs_spec_to_text (network);

  blueprint->network = nn_network_copy (network);
  blueprint->parts = g_ptr_array_new_with_free_func (g_free);
  gs_blueprint_set_line (blueprint, line);
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
}

void
gs_blueprint_insert (GsBlueprint *blueprint, guint part, const gchar *text)
{
  g_assert (part > 0 && part <= blueprint->parts->len);
  g_ptr_array_insert (blueprint->parts, (gint) part, g_strdup (text));
}

void
gs_blueprint_remove (GsBlueprint *blueprint, guint part)
{
  g_assert (part > 0);
  g_ptr_array_remove_index (blueprint->parts, part);
}

gboolean
gs_blueprint_move (GsBlueprint *blueprint, guint part, gint by)
{
  gint to = (gint) part + by;

  if (part == 0 || to < 1 || to >= (gint) blueprint->parts->len)
    return FALSE;
  g_ptr_array_insert (blueprint->parts, to, g_ptr_array_steal_index (blueprint->parts, part));
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
  blueprint->network->loss = loss;
}

NnOptimizerKind
gs_blueprint_get_optimizer (const GsBlueprint *blueprint)
{
  return blueprint->network->optimizer.kind;
}

void
gs_blueprint_set_optimizer (GsBlueprint *blueprint, NnOptimizerKind kind)
{
  if (blueprint->network->optimizer.kind != kind)
    blueprint->network->optimizer = nn_optimizer_default (kind);
}

gdouble
gs_blueprint_get_rate (const GsBlueprint *blueprint)
{
  return blueprint->network->optimizer.lr;
}

void
gs_blueprint_set_rate (GsBlueprint *blueprint, gdouble rate)
{
  blueprint->network->optimizer.lr = rate;
}

/* ---- what fits ---- */

static void
clear_part (gpointer part)
{
  g_free (((GsBlueprintPart *) part)->shape);
  g_free (((GsBlueprintPart *) part)->problem);
}

static gchar *
print_shape (const NnShape *shape)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gint i = 0; i < shape->rank; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? "×" : "", shape->dim[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gsize
count_parameters (const NnLayer *layer, const NnShape *input)
{
  gsize units = (gsize) layer->units, weights;

  if (layer->kind == NN_LAYER_DENSE)
    weights = nn_shape_count (input);
  else if (layer->kind == NN_LAYER_CONV)
    weights = (gsize) input->dim[0] * (gsize) layer->kernel.rows * (gsize) layer->kernel.columns;
  else
    return 0;
  return units * (weights + (layer->bias ? 1 : 0));
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
    const NnShape *input = number > 1 ? &shapes[number - 2] : &network->input;

    part->shape = print_shape (number == 0 ? &network->input : &shapes[number - 1]);
    if (number > 0)
      part->n_parameters = count_parameters (g_ptr_array_index (network->layers, number - 1), input);
    return;
  }
  part->problem = g_strdup (error->message);
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
      break;
  }
  return parts;
}

NnNetwork *
gs_blueprint_build (const GsBlueprint *blueprint, GError **error)
{
  g_autoptr (NnNetwork) network = nn_network_copy (blueprint->network);
  g_autofree gchar *line = gs_blueprint_get_line (blueprint);
  NnShape target;

  if (!gs_spec_parse (line, network, error) || !nn_network_get_target_shape (network, &target, error)
      || !nn_optimizer_validate (&network->optimizer, error))
    return NULL;
  return g_steal_pointer (&network);
}
