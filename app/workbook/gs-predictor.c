/* One input, one run. */
#include "gs-predictor.h"

struct _GsPredictor {
  NnRun *run;
  gint input;
  guint64 *stamps; /* by tensor: of the frame's values that it has; 0 for none */
};

GsPredictor *
gs_predictor_new (const NnNetwork *network, GError **error)
{
  g_autoptr (NnProgram) program = nn_network_compile (network, 1, NN_COMPILE_PREDICTION, NULL, error);
  GsPredictor *predictor;

  if (program == NULL)
    return NULL;
  predictor = g_new0 (GsPredictor, 1);
  predictor->run = nn_run_new (program);
  predictor->stamps = g_new0 (guint64, nn_program_get_n_tensors (program));
  while (nn_program_get_tensor (program, predictor->input)->role != NN_ROLE_INPUT)
    predictor->input++;
  return predictor;
}

void
gs_predictor_free (GsPredictor *predictor)
{
  if (predictor == NULL)
    return;
  nn_run_free (predictor->run);
  g_free (predictor->stamps);
  g_free (predictor);
}

void
gs_predictor_take_weights (GsPredictor *predictor, const GsFrame *frame)
{
  NnProgram *own = nn_run_get_program (predictor->run), *shown = gs_frame_get_program (frame);

  for (gint tensor = 0; tensor < nn_program_get_n_tensors (own); tensor++) {
    const NnTensorInfo *info = nn_program_get_tensor (own, tensor);
    gint other = nn_program_find (shown, info->name);
    const gdouble *values;
    gsize n;

    if (!nn_tensor_info_persists (info) || other < 0
        || gs_frame_get_stamp (frame, other) == predictor->stamps[tensor])
      continue;
    values = gs_frame_get_values (frame, other, &n);
    if (values == NULL || n != nn_shape_count (&info->shape))
      continue;
    nn_run_set_values (predictor->run, tensor, values);
    predictor->stamps[tensor] = gs_frame_get_stamp (frame, other);
  }
}

const gdouble *
gs_predictor_run (GsPredictor *predictor, const gdouble *input, gsize *n_outputs, GError **error)
{
  NnProgram *program = nn_run_get_program (predictor->run);
  gint output = nn_program_get_output (program);
  NnCell bad;

  nn_run_set_values (predictor->run, predictor->input, input);
  if (!nn_run_ensure (predictor->run, G_MAXINT, &bad, error))
    return NULL;
  *n_outputs = nn_shape_count (&nn_program_get_tensor (program, output)->shape);
  return nn_run_get_values (predictor->run, output);
}
