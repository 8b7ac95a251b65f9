/* Each thing that one may change while a network trains: the trainer stands for that moment and goes on, to
 * the bits that the same edit gives behind the same pass without a thread. */
#include "app/workbook/gs-trainer.h"
#include "app/workbook/gs-workbook-replace.h"
#include "books.h"
#include "pass.h"

static GsWorkbook *
make_book (void)
{
  guint64 random = 1;
  gdouble inputs[21], targets[14];
  g_autoptr (GsWorkbook) whole = NULL;
  g_autoptr (GsDataset) data = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++)
    inputs[i] = pass_random (&random) * 2 - 1;
  for (gint i = 0; i < 14; i++)
    targets[i] = (i / 2 + i) % 2;
  whole = book_new ("input 3 · dense 4 tanh · dense 2", NN_LOSS_SQUARED_ERROR, 7, inputs, targets);
  data = gs_dataset_with_batch_size (gs_workbook_get_data (whole), 3);
  g_assert_true (gs_workbook_set_data (whole, data, "Batches", NULL));
  return g_steal_pointer (&whole);
}

static guint32
count_done (GsTrainer *trainer)
{
  GsTrainerProgress progress;

  gs_trainer_get_progress (trainer, &progress);
  return progress.done;
}

static void
train (GsWorkbook *book, guint32 passes)
{
  g_autoptr (GError) error = NULL;

  if (passes > 0)
    gs_workbook_train (book, passes, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_same_pass (GsWorkbook *a, GsWorkbook *b)
{
  g_autoptr (NnState) state = nn_run_save_state (gs_workbook_get_run (a));
  g_autoptr (NnState) other = nn_run_save_state (gs_workbook_get_run (b));

  g_assert_cmpuint (gs_workbook_get_cursor (a).pass, ==, gs_workbook_get_cursor (b).pass);
  g_assert_true (nn_state_equal (state, other));
}

static void
edit_rate (GsWorkbook *book, GError **error)
{
  gs_workbook_set_text (book, "lr", "0.02", error);
}

static void
edit_weight (GsWorkbook *book, GError **error)
{
  gs_workbook_set_text (book, "W1[2,1]", "-0.75", error);
}

static void
edit_optimizer (GsWorkbook *book, GError **error)
{
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));

  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_RMSPROP);
  gs_workbook_set_network (book, network, gs_workbook_get_data (book), "Other optimiser", error);
}

static void
edit_activation (GsWorkbook *book, GError **error)
{
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));

  ((NnLayer *) g_ptr_array_index (network->layers, 0))->activation = NN_ACTIVATION_RELU;
  gs_workbook_set_network (book, network, gs_workbook_get_data (book), "Other activation", error);
}

static void
edit_rows (GsWorkbook *book, GError **error)
{
  gdouble inputs[6] = { 0.5, -0.25, 1, 0.125, 0.75, -1 }, targets[4] = { 1, 0, 0, 1 };
  g_autoptr (GsDataset) more =
      gs_dataset_splice (gs_workbook_get_data (book), 2, 1, 2, inputs, targets, error);

  gs_workbook_set_data (book, more, "Other rows", error);
}

/* It stands for that moment, goes on to the very passes that were asked for, and comes to what the same edit
 * behind the same pass gives; the run is parted in two entries with the edit between. */
static void
test_each_edit (void)
{
  static void (*const edits[]) (GsWorkbook *, GError **) = { edit_rate, edit_weight, edit_optimizer,
                                                             edit_activation, edit_rows };

  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++) {
    g_autoptr (GsWorkbook) book = make_book (), plain = make_book ();
    g_autoptr (GsTrainer) trainer =
        g_object_ref (gs_trainer_start (book, &(GsTrainerPlan){ .passes = 5000 }, NULL));
    g_autoptr (GError) error = NULL;
    guint32 done;
    guint n = 0;

    while (count_done (trainer) < 100)
      g_main_context_iteration (NULL, FALSE);
    edits[i](book, &error);
    g_assert_no_error (error);
    done = count_done (trainer);
    g_assert_cmpuint (done, <, 5000);
    g_assert_false (gs_trainer_has_ended (trainer));
    while (!gs_trainer_has_ended (trainer))
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_DONE);
    g_assert_cmpuint (count_done (trainer), ==, 5000);
    train (plain, done);
    edits[i](plain, &error);
    g_assert_no_error (error);
    train (plain, 5000 - done);
    assert_same_pass (book, plain);
    for (; gs_workbook_undo (book); n++) {
      g_assert_true (gs_workbook_undo (plain));
      assert_same_pass (book, plain);
    }
    g_assert_cmpuint (n, ==, 4); /* and the batches */
  }
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer-edits/each", test_each_edit);
  return g_test_run ();
}
