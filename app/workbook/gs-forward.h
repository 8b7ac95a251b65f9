/* Rows through a network, to see what it answers: without dropout, whatever it was trained with.
 *
 *   g_auto (GsForward) pass = { 0 };
 *   if (gs_forward_init (&pass, network, weights, 100, NN_COMPILE_PREDICTION, &error)) {
 *     nn_run_set_values (pass.run, pass.input, inputs);                // 100 rows
 *     nn_run_ensure (pass.run, pass.n_instructions, &bad, &error);
 *     outputs = nn_run_get_values (pass.run, pass.output);
 *   }
 */
#pragma once

#include "nn/nn-network.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

typedef struct {
  NnRun *run;
  gint n_rows, input, target, output, loss; /* tensors; target and loss are -1 for outputs alone */
  gint n_instructions;                      /* up to the last one that is needed */
} GsForward;

/* For `n_rows` rows with these weights (nn_run_save_state()); with NN_COMPILE_TRAINING the loss is there,
 * too, and the output is the probabilities, where the loss makes them. What the pass was is cleared. */
gboolean gs_forward_init (GsForward *pass,
                          const NnNetwork *network,
                          const NnState *weights,
                          gint n_rows,
                          NnCompileFlags flags,
                          GError **error);
void gs_forward_clear (GsForward *pass);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GsForward, gs_forward_clear)

/* Other weights. */
void gs_forward_load (GsForward *pass, const NnNetwork *network, const NnState *weights);

/* What a program answers with: probabilities where the loss makes them. */
gint gs_forward_find_answer (NnProgram *program);

G_END_DECLS
