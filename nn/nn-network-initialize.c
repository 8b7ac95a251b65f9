/* Starting values: parameters by their initialisers, optimiser state, hyperparameters. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "nn-dialect.h"
#include "nn-error.h"
#include "nn-network-private.h"
#include "nn-network.h"
#include "nn-random.h"

/* How many inputs a neuron has, and how many neurons an input feeds. */
static void
get_fans (const NnShape *kernel, gdouble *fan_in, gdouble *fan_out)
{
  gdouble window = kernel->rank == 4 ? (gdouble) kernel->dim[2] * kernel->dim[3] : 1;

  if (kernel->rank == 4) {
    *fan_in = kernel->dim[1] * window;
    *fan_out = kernel->dim[0] * window;
  } else if (kernel->rank == 2) {
    *fan_in = kernel->dim[0];
    *fan_out = kernel->dim[1];
  } else {
    *fan_in = *fan_out = kernel->dim[0]; /* a bias: one for each neuron */
  }
}

static NnInitKind
resolve_kind (const NnNetwork *network, const NnTensorInfo *info, NnInitKind kind)
{
  NnActivation activation;

  if (kind != NN_INIT_DEFAULT)
    return kind;
  if (info->shape.rank == 1)
    return NN_INIT_ZEROS;
  activation = nn_network_get_activation (network, info->layer);
  return activation == NN_ACTIVATION_RELU || activation == NN_ACTIVATION_LEAKY_RELU ? NN_INIT_HE_NORMAL
                                                                                    : NN_INIT_GLOROT_UNIFORM;
}

static gboolean
check_init (const NnInit *init, const NnTensorInfo *info, GError **error)
{
  gboolean fine = isfinite (init->a) && isfinite (init->b);
  g_autofree gchar *a = NULL, *b = NULL;

  if (init->kind == NN_INIT_VALUES
      && (init->values == NULL || !nn_shape_equal (&init->values->shape, &info->shape))) {
    g_autofree gchar *wanted = nn_shape_to_string (&info->shape);
    g_autofree gchar *got =
        init->values != NULL ? nn_shape_to_string (&init->values->shape) : g_strdup ("nothing");

    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("%s is %s, but the starting values written out are %s; write %s numbers"), info->name,
                 wanted, got, wanted);
    return FALSE;
  }
  if ((guint) init->kind >= NN_N_INITS)
    fine = FALSE;
  if (init->kind == NN_INIT_UNIFORM)
    fine = fine && init->a <= init->b;
  if (init->kind == NN_INIT_NORMAL)
    fine = fine && init->b >= 0;
  if (fine)
    return TRUE;
  a = nn_dialect_plain_number (init->a);
  b = nn_dialect_plain_number (init->b);
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("%s: the initialiser's numbers are %s and %s; they must be finite, uniform's in order, "
                  "and a standard deviation 0 or more"),
               info->name, a, b);
  return FALSE;
}

static void
fill_uniform (NnTensor *tensor, guint64 seed, guint32 number, gdouble low, gdouble high)
{
  gsize n = nn_shape_count (&tensor->shape);

  for (gsize i = 0; i < n; i++)
    tensor->values[i] =
        low + (high - low) * nn_random_uniform (seed, NN_STREAM_INITIAL, 0, number, (guint32) i);
}

static void
fill_normal (NnTensor *tensor, guint64 seed, guint32 number, gdouble mean, gdouble deviation)
{
  gsize n = nn_shape_count (&tensor->shape);

  for (gsize i = 0; i < n; i++)
    tensor->values[i] = mean + deviation * nn_random_normal (seed, NN_STREAM_INITIAL, 0, number, (guint32) i);
}

static void
fill_constant (NnTensor *tensor, gdouble value)
{
  gsize n = nn_shape_count (&tensor->shape);

  for (gsize i = 0; i < n; i++)
    tensor->values[i] = value;
}

static void
fill_parameter (NnTensor *tensor, const NnInit *init, NnInitKind kind, guint64 seed, guint32 number)
{
  gdouble in, out;

  get_fans (&tensor->shape, &in, &out);
  switch (kind) {
  case NN_INIT_CONSTANT: fill_constant (tensor, init->a); break;
  case NN_INIT_UNIFORM: fill_uniform (tensor, seed, number, init->a, init->b); break;
  case NN_INIT_NORMAL: fill_normal (tensor, seed, number, init->a, init->b); break;
  case NN_INIT_GLOROT_UNIFORM:
    fill_uniform (tensor, seed, number, -sqrt (6 / (in + out)), sqrt (6 / (in + out)));
    break;
  case NN_INIT_GLOROT_NORMAL: fill_normal (tensor, seed, number, 0, sqrt (2 / (in + out))); break;
  case NN_INIT_HE_UNIFORM: fill_uniform (tensor, seed, number, -sqrt (6 / in), sqrt (6 / in)); break;
  case NN_INIT_HE_NORMAL: fill_normal (tensor, seed, number, 0, sqrt (2 / in)); break;
  case NN_INIT_VALUES:
    memcpy (tensor->values, init->values->values, nn_shape_count (&tensor->shape) * sizeof (gdouble));
    break;
  case NN_INIT_ZEROS: break;
  case NN_INIT_DEFAULT:
  case NN_N_INITS:
  default: g_assert_not_reached ();
  }
}

static const NnInit *
get_init (const NnNetwork *network, const NnTensorInfo *info)
{
  const NnLayer *layer = g_ptr_array_index (network->layers, info->layer);

  return info->shape.rank > 1 ? &layer->kernel_init : &layer->bias_init;
}

gboolean
nn_network_can_initialize (const NnNetwork *network, const NnProgram *program, GError **error)
{
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    if (info->role == NN_ROLE_PARAMETER && !check_init (get_init (network, info), info, error))
      return FALSE;
  }
  return TRUE;
}

NnState *
nn_network_initialize (const NnNetwork *network, const NnProgram *program, guint64 seed, GError **error)
{
  g_autoptr (NnState) state = nn_state_new ();
  guint32 number = 0;

  if (!nn_network_can_initialize (network, program, error))
    return NULL;
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    g_autoptr (NnTensor) tensor = NULL;

    if (!nn_tensor_info_persists (info))
      continue;
    tensor = nn_tensor_new (info->name, &info->shape);
    if (info->role == NN_ROLE_PARAMETER) {
      const NnInit *init = get_init (network, info);

      fill_parameter (tensor, init, resolve_kind (network, info, init->kind), seed, ++number);
    } else {
      fill_constant (tensor, info->value);
    }
    nn_state_put (state, g_steal_pointer (&tensor));
  }
  return g_steal_pointer (&state);
}

void
nn_state_keep_fitting (NnState *state, const NnState *old)
{
  for (guint i = 0; i < nn_state_get_size (state); i++) {
    NnTensor *tensor = nn_state_get (state, i);
    NnTensor *earlier = nn_state_find (old, tensor->name);

    if (earlier != NULL && nn_shape_equal (&earlier->shape, &tensor->shape))
      memcpy (tensor->values, earlier->values, nn_shape_count (&tensor->shape) * sizeof (gdouble));
  }
}
