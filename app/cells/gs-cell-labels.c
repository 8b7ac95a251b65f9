/* Names of features and targets on the tensors of a program. */
#include "gs-cell-labels.h"

#include <string.h>

/* The axis that the letter stands for, or -1. */
static gint
find_axis (const NnTensorInfo *info, gchar letter)
{
  const gchar *at = strchr (info->axes, letter);

  return letter != '\0' && at != NULL ? (gint) (at - info->axes) : -1;
}

static void
label (NnProgram *program, gint tensor, gint axis, const GPtrArray *names)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);

  if (names != NULL && axis >= 0 && axis < info->shape.rank && info->shape.dim[axis] == (gint) names->len)
    nn_program_set_labels (program, tensor, axis, (GPtrArray *) names);
}

/* The last layer that makes numbers of its own: activations and dropout behind it keep its columns. */
static gint
find_last_layer (const NnNetwork *network)
{
  gint last = (gint) network->layers->len - 1;

  for (; last > 0; last--) {
    NnLayerKind kind = ((const NnLayer *) g_ptr_array_index (network->layers, last))->kind;

    if (kind != NN_LAYER_ACTIVATION && kind != NN_LAYER_DROPOUT)
      break;
  }
  return last;
}

static gboolean
is_backward (const NnProgram *program, const NnTensorInfo *info)
{
  return info->producer >= 0
         && nn_program_get_instruction (program, info->producer)->phase == NN_PHASE_BACKWARD;
}

/* The layer that computes a gradient is not the one whose cells it is for: da1 comes from layer 2. */
static void
label_gradients (NnProgram *program)
{
  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    gint of = nn_program_get_tensor (program, tensor)->gradient_of;

    for (gint axis = 0; of >= 0 && axis < nn_program_get_tensor (program, of)->shape.rank; axis++)
      label (program, tensor, axis, nn_program_get_tensor (program, of)->labels[axis]);
  }
}

void
gs_cell_labels_set (NnProgram *program, const NnNetwork *network, GsDataset *data)
{
  const GPtrArray *features = gs_dataset_get_names (data, GS_NAMES_FEATURES);
  const GPtrArray *targets = gs_dataset_get_names (data, GS_NAMES_TARGETS);
  gint last = find_last_layer (network);

  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
    gint rank = info->shape.rank;

    if (is_backward (program, info))
      continue;
    if (info->role == NN_ROLE_INPUT)
      label (program, tensor, rank - 1, features);
    else if (info->role == NN_ROLE_TARGET)
      label (program, tensor, 1, targets);
    if (info->layer == 0)
      label (program, tensor, find_axis (info, 'i'), features);
    if (info->layer >= last || info->layer < 0)
      label (program, tensor, find_axis (info, 'o'), targets);
  }
  label_gradients (program);
}

gchar *
gs_cell_labels_get_key (GsDataset *data)
{
  /* Lists never change and a program keeps its own, so that their addresses tell them apart. Of rows a pass
   * has others than the next; whether there are any, the sheet must know. */
  return g_strdup_printf ("%p %p %d", (gpointer) gs_dataset_get_names (data, GS_NAMES_FEATURES),
                          (gpointer) gs_dataset_get_names (data, GS_NAMES_TARGETS),
                          gs_dataset_get_names (data, GS_NAMES_ROWS) != NULL);
}
