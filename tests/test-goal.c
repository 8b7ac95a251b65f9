/* Goals of training: what can be said, what cannot and why, when they are reached; epochs in bounded memory.
 */
#include "app/workbook/gs-goal.h"

#include <math.h>

#include "app/network/gs-spec.h"
#include "app/workbook/gs-crew.h"
#include "app/workbook/gs-evaluator.h"
#include "app/workbook/gs-trainer.h"
#include "nn/nn-error.h"
#include "nn/nn-kernel.h"
#include "pass.h"

/* ---- words ---- */

static GsDataset *
make_data (gint n_rows, gint batch_size, gdouble test_share)
{
  NnShape input = nn_shape (1, 2), target = nn_shape (1, 1);
  g_autofree gdouble *inputs = g_new (gdouble, 2 * n_rows), *targets = g_new (gdouble, n_rows);
  g_autoptr (GsDataset) all = NULL, parted = NULL;
  guint64 random = 7;

  for (gint i = 0; i < n_rows; i++) {
    inputs[2 * i] = pass_random (&random) * 2 - 1;
    inputs[2 * i + 1] = pass_random (&random) * 2 - 1;
    targets[i] = inputs[2 * i] > inputs[2 * i + 1];
  }
  all = gs_dataset_new (&input, &target, n_rows, inputs, targets);
  parted = test_share > 0 ? gs_dataset_with_test_rows (all, test_share, 1, NULL) : gs_dataset_ref (all);
  return gs_dataset_with_batch_size (parted, batch_size);
}

static void
test_counts (void)
{
  g_autoptr (GsDataset) data = make_data (10, 3, 0); /* 4 batches */
  static const struct {
    const gchar *text;
    guint32 pass, count;
  } cases[] = {
    { "300", 1, 300 },
    { " 300 passes ", 7, 300 },
    { "1 pass", 7, 1 },
    { "5 epochs", 3, 20 },
    { "epoch 5", 1, 20 },
    { "epoch >= 5", 3, 18 },
    { "epoch 5", 20, 1 },
    { "epoch 5", 21, 0 },
    { "300 or 5 epochs", 1, 20 },
    { "loss < 0,5", 1, GS_GOAL_MAX_PASSES },
    { "loss < 0.5, 7 passes", 1, 7 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GsGoal) goal = gs_goal_parse (cases[i].text, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (gs_goal_count_passes (goal, data, cases[i].pass), ==, cases[i].count);
  }
}

static void
test_refusals (void)
{
  static const gchar *const bad[] = { "",
                                      "soon",
                                      "0",
                                      "-3",
                                      "1.5 epochs",
                                      "99999999999",
                                      "loss",
                                      "loss <",
                                      "loss < x",
                                      "loss < 5 %",
                                      "loss = 3",
                                      "accuracy > 98",
                                      "accuracy > 101 %",
                                      "accuracy > -1 %",
                                      "test loss not better for 0 epochs",
                                      "test loss not better for epochs",
                                      "5 epochs and more",
                                      "5 epochs or" };
  static const gchar *const never[][2] = {
    { "loss < -1", "“loss < -1” is never reached: a loss is never below 0" },
    { "test loss <= -0.5", "never reached" },
    { "loss < 0", "say <= 0" },
    { "accuracy > 100 %", "“accuracy > 100 %” is never reached: an accuracy lies between 0 % and 100 %" },
    { "test accuracy above 1", "say >= 100 %" },
    { "accuracy < 0", "never reached" },
    { "0", "0 passes or epochs cannot be trained; say a whole number from 1 to 1000000000" },
    { "0 epochs", "a whole number from 1" },
    { "loss not better for 0 epochs", "a whole number from 1" },
  };
  static const gchar *const just[] = { "loss <= 0", "accuracy >= 100 %", "accuracy > 99.9 %", "loss > 0" };
  g_autoptr (GsDataset) plain = make_data (10, 3, 0);
  g_autoptr (GsGoal) test = gs_goal_parse ("test accuracy >= 98 %", NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) own = NULL;

    g_assert_null (gs_goal_parse (bad[i], &own));
    g_assert_nonnull (own);
    g_assert_cmpuint (strlen (own->message), >, 20);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (never); i++) {
    g_autoptr (GError) own = NULL;

    g_assert_null (gs_goal_parse (never[i][0], &own));
    g_assert_error (own, NN_ERROR, NN_ERROR_VALUE);
    if (strstr (own->message, never[i][1]) == NULL)
      g_error ("%s: “%s”, not “%s”", never[i][0], own->message, never[i][1]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (just); i++) {
    g_autoptr (GsGoal) goal = gs_goal_parse (just[i], &error);

    g_assert_no_error (error);
  }
  g_assert_false (gs_goal_check_data (test, plain, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "kept apart"));
  {
    g_autoptr (GsDataset) validated = gs_dataset_with_split (plain, 0, 0.3, 1, NULL);
    g_autoptr (GsDataset) tested = gs_dataset_with_split (plain, 0.3, 0, 1, NULL);
    g_autoptr (GsGoal) goal = gs_goal_parse ("validation loss not better for 2 epochs", NULL);

    g_assert_false (gs_goal_check_data (test, validated, NULL));
    g_assert_true (gs_goal_check_data (goal, validated, NULL));
    g_assert_true (gs_goal_check_data (goal, tested, NULL));
    g_assert_false (gs_goal_check_data (goal, plain, NULL));
  }
}

static gdouble validation = NAN; /* loss of the epochs that are checked */

static gboolean
check (GsGoal *goal,
       gdouble loss,
       gdouble accuracy,
       gdouble test_loss,
       gdouble test_accuracy,
       const gchar *want)
{
  GsEpoch epoch = { 1, 1, loss, accuracy, test_loss, test_accuracy, validation, 0.5 };
  g_autofree gchar *reason = NULL;
  gboolean reached = gs_goal_is_reached (goal, &epoch, &reason);

  g_assert_cmpstr (reason, ==, want);
  return reached;
}

static void
test_reached (void)
{
  g_autoptr (GsGoal) loss = gs_goal_parse ("loss < 0.5", NULL),
                     right = gs_goal_parse ("accuracy > 90 %", NULL),
                     test = gs_goal_parse ("test accuracy ≥ 98%", NULL),
                     limit = gs_goal_parse ("validation loss < 0.5", NULL),
                     stale = gs_goal_parse ("validation loss not better for 2 epochs", NULL);

  g_assert_false (gs_goal_needs_test (loss));
  g_assert_true (gs_goal_needs_test (test));
  g_assert_true (gs_goal_needs_test (stale));
  check (loss, 0.5, 1, 0, 1, NULL);
  check (loss, NAN, 1, 0, 1, NULL);
  check (loss, 0.25, 1, 0, 1, "the loss is 0.25");
  check (right, 0, 0.9, 0, 1, NULL);
  check (right, 0, NAN, 0, 1, NULL);
  check (right, 0, 0.95, 0, 0, "the accuracy is 95.00 %");
  check (test, 0, 1, 0, 0.97, NULL);
  check (test, 0, 1, 0, NAN, NULL);
  check (test, 0, 0, 1, 0.98, "the test accuracy is 98.00 %");
  check (stale, 0, 0, 3, 0, NULL);
  check (stale, 0, 0, 3.5, 0, NULL);
  check (stale, 0, 0, 2, 0, NULL); /* better again */
  check (stale, 0, 0, NAN, 0, NULL);
  check (stale, 0, 0, 2, 0, NULL); /* as good is not better */
  check (stale, 0, 0, 2.5, 0, "on the validation rows it was not better than 2 for 2 epochs");
  /* Where there are rows for validation, these count. */
  validation = 1;
  check (limit, 0, 0, 0, 0, NULL);
  validation = 0.25;
  check (limit, 0, 0, 3, 0, "the validation loss is 0.25");
  validation = NAN;
  check (limit, 0, 0, 0.25, 0, "the validation loss is 0.25");
}

static void
test_epochs (void)
{
  GsEpochs *epochs = gs_epochs_new ();
  g_autoptr (GsEpochs) shared = NULL;
  guint n;

  for (guint32 i = 1; i <= 3 * GS_EPOCHS_MAX; i++)
    gs_epochs_add (epochs, &(GsEpoch){ .epoch = i, .last_pass = 2 * i, .loss = i });
  n = gs_epochs_get_n (epochs);
  g_assert_cmpuint (n, <=, GS_EPOCHS_MAX + 1);
  g_assert_cmpuint (n, >, GS_EPOCHS_MAX / 2);
  g_assert_cmpuint (gs_epochs_get (epochs, n - 1)->epoch, ==, 3 * GS_EPOCHS_MAX);
  for (guint i = 1; i < n; i++)
    g_assert_cmpuint (gs_epochs_get (epochs, i - 1)->epoch, <, gs_epochs_get (epochs, i)->epoch);
  shared = gs_epochs_ref (epochs);
  epochs = gs_epochs_own (epochs);
  g_assert_true (epochs != shared);
  gs_epochs_forget (epochs, 1000);
  g_assert_cmpuint (gs_epochs_get (epochs, gs_epochs_get_n (epochs) - 1)->last_pass, <, 1000);
  g_assert_cmpuint (gs_epochs_get_n (shared), ==, n);
  gs_epochs_unref (epochs);
}

/* ---- training to a goal ---- */

static GsWorkbook *
make_book_of (GsDataset *data)
{
  g_autoptr (GError) error = NULL;
  NnNetwork *network = nn_network_new ();
  GsWorkbook *book;

  gs_spec_parse ("input 2 · dense 4 tanh · dense 1 sigmoid", network, &error);
  g_assert_no_error (error);
  network->loss = NN_LOSS_BINARY_CROSS_ENTROPY;
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  network->optimizer.lr = 0.05;
  book = gs_workbook_new (gs_document_new (network, data, 3, &error), &error);
  g_assert_no_error (error);
  return book;
}

static GsWorkbook *
make_book (gdouble test_share)
{
  g_autoptr (GsDataset) data = make_data (60, 7, test_share);

  return make_book_of (data);
}

static GsTrainer *
start (GsWorkbook *book, const gchar *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsGoal) goal = gs_goal_parse (text, &error);
  GsTrainer *trainer;

  g_assert_no_error (error);
  trainer = gs_trainer_start (book, &(GsTrainerPlan){ .goal = goal }, &error);
  g_assert_no_error (error);
  return g_object_ref (trainer);
}

/* `pauses`: whenever it has got a little farther it is stopped, and goes on. */
static void
wait_for_end (GsTrainer *trainer, gboolean pauses)
{
  guint32 last = 0;

  while (!gs_trainer_has_ended (trainer)) {
    GsTrainerProgress progress;

    g_main_context_iteration (NULL, !pauses);
    gs_trainer_get_progress (trainer, &progress);
    if (!pauses || progress.done <= last)
      continue;
    last = progress.done;
    gs_trainer_set_paused (trainer, TRUE);
    gs_trainer_set_paused (trainer, FALSE);
  }
}

/* It ends at the first epoch that is good enough, the same one however often it is paused, and what the
 * epochs came to is what evaluating there gives. */
static void
test_until (void)
{
  g_autoptr (GsWorkbook) plain = make_book (0.3), paused = make_book (0.3), steps = make_book (0.3);
  g_autoptr (GsTrainer) trainer = start (plain, "test accuracy >= 90 % or 500 epochs"),
                        other = start (paused, "test accuracy >= 90 % or 500 epochs");
  g_autoptr (GsEpochs) epochs = NULL, others = NULL;
  g_autoptr (GsFrame) before = gs_frame_ref (gs_workbook_get_frame (plain));
  g_autoptr (GsDataset) part = gs_dataset_get_part (gs_workbook_get_data (steps), GS_ROWS_TEST);
  g_autoptr (GsEvaluator) evaluator = gs_evaluator_new (gs_workbook_get_network (steps), part);
  g_autofree gchar *end = NULL;
  gint n_batches = gs_dataset_get_n_batches (gs_workbook_get_data (plain));
  gboolean good = FALSE;
  guint n;

  wait_for_end (trainer, FALSE);
  wait_for_end (other, TRUE);
  g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_REACHED);
  g_assert_cmpint (gs_trainer_get_state (other), ==, GS_TRAINER_REACHED);
  end = gs_trainer_describe_end (trainer);
  g_assert_nonnull (strstr (end, "the test accuracy is"));
  epochs = gs_trainer_get_epochs (trainer);
  others = gs_trainer_get_epochs (other);
  n = gs_epochs_get_n (gs_workbook_get_epochs (plain));
  g_assert_cmpuint (n, ==, gs_epochs_get_n (gs_workbook_get_epochs (paused)));
  g_assert_cmpuint (n, ==, gs_epochs_get_n (gs_frame_get_epochs (gs_workbook_get_frame (plain))));
  g_assert_cmpuint (gs_epochs_get_n (gs_frame_get_epochs (before)), ==, 0);
  g_assert_cmpuint (gs_workbook_get_cursor (plain).pass, ==, n * (guint) n_batches + 1);
  g_assert_cmpuint (gs_workbook_get_cursor (paused).pass, ==, n * (guint) n_batches + 1);
  for (guint i = 0; i < n; i++) {
    const GsEpoch *epoch = gs_epochs_get (gs_workbook_get_epochs (plain), i),
                  *same = gs_epochs_get (gs_workbook_get_epochs (paused), i);
    g_autoptr (NnState) weights = NULL;
    g_autoptr (GsEvaluation) evaluation = NULL;
    gdouble sum = 0, loss;

    for (gint pass = 0; pass < n_batches; pass++) {
      g_assert_true (gs_workbook_train (steps, 1, NULL, NULL, &loss, NULL));
      sum += loss;
    }
    weights = nn_run_save_state (gs_workbook_get_run (steps));
    evaluation = gs_evaluator_run (evaluator, weights, NULL, NULL);
    g_assert_false (good); /* nothing before was good enough */
    good = 10 * evaluation->n_right >= 9 * evaluation->n_rows;
    g_assert_cmpuint (epoch->epoch, ==, i + 1);
    g_assert_cmpfloat (epoch->loss, ==, sum / n_batches);
    g_assert_cmpfloat (epoch->test_loss, ==, evaluation->loss);
    g_assert_cmpfloat (epoch->test_accuracy, ==, (gdouble) evaluation->n_right / evaluation->n_rows);
    g_assert_cmpfloat (epoch->accuracy, >=, 0);
    g_assert_cmpfloat (same->test_loss, ==, epoch->test_loss);
  }
  g_assert_true (good);
}

/* Where looking at the test rows takes longer than training, nearly each pause falls into a look: no epoch is
 * lost by that, its sums go on, and its test is that of its own weights, even if they are changed meanwhile.
 */
static void
test_paused_looks (void)
{
  g_autoptr (GsDataset) data = make_data (20000, 10, 0.9985);
  g_autoptr (GsWorkbook) plain = make_book_of (data), paused = make_book_of (data),
                         edited = make_book_of (data);
  GsWorkbook *const others[] = { paused, edited };
  const gchar *goal = "test loss < 1e-9 or 6 epochs";
  g_autoptr (GsTrainer) trainer = start (plain, goal);
  GsEpochs *epochs;

  wait_for_end (trainer, FALSE);
  epochs = gs_workbook_get_epochs (plain);
  g_assert_cmpuint (gs_epochs_get_n (epochs), ==, 6);
  for (gsize k = 0; k < G_N_ELEMENTS (others); k++) {
    g_autoptr (GsTrainer) other = start (others[k], goal);
    GsEpochs *same;

    if (others[k] == edited) {
      GsTrainerProgress progress;

      do
        gs_trainer_get_progress (other, &progress);
      while (progress.done < 3);
      g_assert_true (gs_workbook_set_text (edited, "W1[1,1]", "5", NULL));
    }
    wait_for_end (other, TRUE);
    same = gs_workbook_get_epochs (others[k]);
    g_assert_cmpuint (gs_epochs_get_n (same), ==, 6);
    for (guint i = 0; i < (others[k] == edited ? 1 : 6); i++)
      g_assert_cmpmem (gs_epochs_get (same, i), sizeof (GsEpoch), gs_epochs_get (epochs, i),
                       sizeof (GsEpoch));
  }
}

/* Training stops by the validation rows alone; what all three come to is kept, saved and read again to the
 * bit, up to where the document stands. */
static void
test_validation (void)
{
  g_autoptr (GsWorkbook) book = make_book (0.3), opened = NULL;
  g_autoptr (GsDataset) data = gs_dataset_with_split (gs_workbook_get_data (book), 0.2, 0.25, 4, NULL),
                        part = NULL;
  g_autoptr (GsTrainer) trainer = NULL;
  g_autoptr (GsEvaluator) evaluator = NULL;
  g_autoptr (GsEvaluation) evaluation = NULL;
  g_autoptr (NnState) weights = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = NULL, *end = NULL;
  const GsEpoch *last, *same;
  gsize length;
  guint n;

  g_assert_true (gs_workbook_set_data (book, data, "Split", &error));
  trainer = start (book, "validation loss not better for 2 epochs or 400 epochs");
  wait_for_end (trainer, TRUE);
  n = gs_epochs_get_n (gs_workbook_get_epochs (book));
  last = gs_epochs_get (gs_workbook_get_epochs (book), n - 1);
  for (guint i = 0; i + 2 < n; i++)
    g_assert_cmpfloat (gs_epochs_get (gs_workbook_get_epochs (book), i)->validation_loss, <=,
                       gs_epochs_get (gs_workbook_get_epochs (book), 0)->validation_loss + 1);
  part = gs_dataset_get_part (data, GS_ROWS_VALIDATION);
  g_assert_cmpint (gs_dataset_get_n_rows (part), ==, 15);
  evaluator = gs_evaluator_new (gs_workbook_get_network (book), part);
  weights = nn_run_save_state (gs_workbook_get_run (book));
  evaluation = gs_evaluator_run (evaluator, weights, NULL, NULL);
  g_assert_cmpfloat (last->validation_loss, ==, evaluation->loss);
  g_assert_cmpfloat (last->validation_accuracy, ==, (gdouble) evaluation->n_right / 15);
  g_assert_false (isnan (last->test_loss));
  g_assert_cmpfloat (last->validation_loss, !=, last->test_loss);
  {
    g_autoptr (GsDocument) document = gs_workbook_to_document (book);

    text = gs_document_to_text (document, &length);
  }
  opened = gs_workbook_new (gs_document_load_bytes (text, length, "same", &error), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gs_epochs_get_n (gs_workbook_get_epochs (opened)), ==, n);
  same = gs_epochs_get (gs_workbook_get_epochs (opened), n - 1);
  g_assert_cmpmem (same, sizeof *same, last, sizeof *last);
  g_assert_cmpfloat (gs_dataset_get_validation_share (gs_workbook_get_data (opened)), ==, 0.25);
  /* Saved at an earlier pass: what came later is not known there. */
  g_assert_true (
      gs_workbook_go_to (book, &(GsCursor){ .pass = 2 * (last->last_pass / last->epoch) + 1 }, NULL));
  {
    g_autoptr (GsDocument) early = gs_workbook_to_document (book);

    g_assert_cmpuint (gs_epochs_get_n (early->epochs), ==, 2);
  }
}

static void
test_ends (void)
{
  g_autoptr (GsWorkbook) book = make_book (0);
  g_autoptr (GsTrainer) trainer = start (book, "2 epochs or loss < 1e-300");
  g_autoptr (GsGoal) reached = gs_goal_parse ("epoch 2", NULL), test = gs_goal_parse ("test loss < 1", NULL);
  g_autoptr (GError) error = NULL;

  wait_for_end (trainer, FALSE);
  g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_DONE);
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 2 * 9 + 1);
  g_assert_null (gs_trainer_start (book, &(GsTrainerPlan){ .goal = reached }, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_null (gs_trainer_start (book, &(GsTrainerPlan){ .goal = test }, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
}

/* The same bits with one thread, with two, and with as many as it finds good. */
static void
test_threads (void)
{
  g_autoptr (NnState) first = NULL;

  for (guint n_threads = 0; n_threads <= 2; n_threads++) {
    NnNetwork *network = nn_network_new ();
    NnShape input = nn_shape (1, 64), target = nn_shape (1, 8);
    g_autofree gdouble *inputs = g_new (gdouble, 64 * 64), *targets = g_new0 (gdouble, 64 * 8);
    g_autoptr (GsDataset) data = NULL;
    g_autoptr (GsWorkbook) book = NULL;
    g_autoptr (GsTrainer) trainer = NULL;
    g_autoptr (NnState) state = NULL;
    guint64 random = 5;

    for (gsize i = 0; i < 64 * 64; i++)
      inputs[i] = pass_random (&random) * 2 - 1;
    for (gsize i = 0; i < 64; i++)
      targets[8 * i + i % 8] = 1;
    data = gs_dataset_new (&input, &target, 64, inputs, targets);
    gs_spec_parse ("input 64 · dense 96 relu · dense 96 tanh · dense 8 softmax", network, NULL);
    network->loss = NN_LOSS_CROSS_ENTROPY;
    book = gs_workbook_new (gs_document_new (network, data, 3, NULL), NULL);
    gs_crew_fix (n_threads);
    trainer = start (book, "400");
    wait_for_end (trainer, n_threads == 2);
    state = nn_run_save_state (gs_workbook_get_run (book));
    if (first == NULL)
      first = g_steal_pointer (&state);
    else
      g_assert_true (nn_state_equal (first, state));
  }
  gs_crew_fix (1);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/goal/counts", test_counts);
  g_test_add_func ("/goal/refusals", test_refusals);
  g_test_add_func ("/goal/reached", test_reached);
  g_test_add_func ("/goal/epochs", test_epochs);
  g_test_add_func ("/goal/until", test_until);
  g_test_add_func ("/goal/paused-looks", test_paused_looks);
  g_test_add_func ("/goal/validation", test_validation);
  g_test_add_func ("/goal/ends", test_ends);
  g_test_add_func ("/goal/threads", test_threads);
  return g_test_run ();
}
