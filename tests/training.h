/* What tests of training share: workbooks of three kinds of network, a trainer begun and waited for, and the
 * oracle, a second workbook that is trained without a thread.
 *
 *   g_autoptr (GsWorkbook) book = training_make_book (0), plain = training_make_book (0);
 *   g_autoptr (GsTrainer) trainer = training_start (book, 500);
 *   training_wait_for_end (trainer);
 *   training_train (plain, 500);
 *   training_assert_same_past (book, plain);
 */
#pragma once

#include "app/network/gs-spec.h"
#include "app/workbook/gs-trainer.h"
#include "pass.h"

static const gchar *const training_lines[] = { "input 3 · dense 4 tanh · dense 2",
                                               "input 3 · dense 5 sigmoid · dropout 0.5 · dense 2 linear",
                                               "input 1x4x4 · conv 2 3x3 relu · flatten · dense 2" };

static inline GsWorkbook *
training_make_book (guint number)
{
  NnNetwork *network = nn_network_new ();
  NnShape target = nn_shape (1, 2);
  guint64 random = number + 1;
  gdouble inputs[7 * 16], targets[14];
  g_autoptr (GsDataset) all = NULL, batched = NULL, data = NULL;
  g_autoptr (GError) error = NULL;
  GsDocument *document;
  GsWorkbook *book;

  gs_spec_parse (training_lines[number], network, &error);
  g_assert_no_error (error);
  network->optimizer = nn_optimizer_default (number == 1 ? NN_OPTIMIZER_ADAM : NN_OPTIMIZER_MOMENTUM);
  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    inputs[i] = pass_random (&random) * 2 - 1;
  for (gint i = 0; i < 14; i++)
    targets[i] = (i / 2 + i) % 2;
  all = gs_dataset_new (&network->input, &target, 7, inputs, targets);
  batched = gs_dataset_with_batch_size (all, 3); /* batches of 3, 3 and 1 */
  data = gs_dataset_with_shuffling (batched, number == 1, NULL);
  document = gs_document_new (network, data, number + 5, &error);
  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  return book;
}

/* ---- comparing ---- */

static inline void
training_assert_same_pass (GsWorkbook *a, GsWorkbook *b)
{
  g_autoptr (NnState) state = nn_run_save_state (gs_workbook_get_run (a));
  g_autoptr (NnState) other = nn_run_save_state (gs_workbook_get_run (b));
  GsCursor cursor = gs_workbook_get_cursor (a), expected = gs_workbook_get_cursor (b);

  g_assert_cmpuint (cursor.pass, ==, expected.pass);
  g_assert_cmpint (cursor.instruction, ==, expected.instruction);
  g_assert_true (nn_state_equal (state, other));
}

/* All passes that are kept, and all losses. */
static inline void
training_assert_same_past (GsWorkbook *a, GsWorkbook *b)
{
  const GsLosses *losses = gs_workbook_get_losses (a), *others = gs_workbook_get_losses (b);
  guint32 last = gs_workbook_get_newest_pass (a);

  training_assert_same_pass (a, b);
  g_assert_cmpuint (gs_losses_get_n (losses), ==, gs_losses_get_n (others));
  for (guint i = 0; i < gs_losses_get_n (losses); i++)
    g_assert_cmpmem (gs_losses_get (losses, i), sizeof (GsLossPoint), gs_losses_get (others, i),
                     sizeof (GsLossPoint));
  g_assert_cmpuint (gs_workbook_get_oldest_pass (a), ==, gs_workbook_get_oldest_pass (b));
  g_assert_cmpuint (last, ==, gs_workbook_get_newest_pass (b));
  for (guint32 pass = gs_workbook_get_oldest_pass (a); pass <= last; pass++) {
    g_assert_true (gs_workbook_go_to (a, &(GsCursor){ .pass = pass }, NULL));
    g_assert_true (gs_workbook_go_to (b, &(GsCursor){ .pass = pass }, NULL));
    training_assert_same_pass (a, b);
  }
}

static inline GsTrainer *
training_start (GsWorkbook *book, guint32 passes)
{
  g_autoptr (GError) error = NULL;
  GsTrainer *trainer = gs_trainer_start (book, &(GsTrainerPlan){ .passes = passes }, &error);

  g_assert_no_error (error);
  g_assert_true (gs_workbook_get_trainer (book) == trainer);
  return g_object_ref (trainer);
}

static inline guint32
training_count_done (GsTrainer *trainer)
{
  GsTrainerProgress progress;

  gs_trainer_get_progress (trainer, &progress);
  return progress.done;
}

/* The main loop runs until so many passes are done, or all. */
static inline void
training_wait_for (GsTrainer *trainer, guint32 done)
{
  while (!gs_trainer_has_ended (trainer) && training_count_done (trainer) < done)
    g_main_context_iteration (NULL, FALSE);
}

static inline void
training_wait_for_end (GsTrainer *trainer)
{
  while (!gs_trainer_has_ended (trainer))
    g_main_context_iteration (NULL, TRUE);
}

static inline void
training_train (GsWorkbook *book, guint32 passes)
{
  g_autoptr (GError) error = NULL;

  if (passes > 0)
    gs_workbook_train (book, passes, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}
