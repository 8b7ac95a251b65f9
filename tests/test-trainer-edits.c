/* Each thing that one may change while a network trains: the trainer stands for that moment and goes on, to
 * the bits that the same edit gives behind the same pass without a thread. */
#include "app/workbook/gs-workbook-replace.h"
#include "training.h"

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

typedef void (*Edit) (GsWorkbook *book, GError **error);

/* Stops the training of `passes` for an edit; how many were done then, 0 if all were: it was too quick. */
static guint32
edit_meanwhile (GsWorkbook *book, GsTrainer *trainer, Edit edit)
{
  g_autoptr (GError) error = NULL;

  training_wait_for (trainer, 100);
  if (gs_trainer_has_ended (trainer))
    return 0;
  edit (book, &error);
  g_assert_no_error (error);
  return gs_trainer_has_ended (trainer) ? 0 : training_count_done (trainer);
}

/* It stands for that moment, goes on to the very passes that were asked for, and comes to what the same edit
 * behind the same pass gives; the run is parted in two entries with the edit between. */
static gboolean
try_edit (Edit edit, guint32 passes)
{
  g_autoptr (GsWorkbook) book = training_make_book (0), plain = training_make_book (0);
  g_autoptr (GsTrainer) trainer = training_start (book, passes);
  g_autoptr (GError) error = NULL;
  guint32 done = edit_meanwhile (book, trainer, edit);
  guint n = 0;

  training_wait_for_end (trainer);
  if (done == 0)
    return FALSE;
  g_assert_cmpuint (done, <, passes);
  g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_DONE);
  g_assert_cmpuint (training_count_done (trainer), ==, passes);
  training_train (plain, done);
  edit (plain, &error);
  g_assert_no_error (error);
  training_train (plain, passes - done);
  training_assert_same_pass (book, plain);
  for (; gs_workbook_undo (book); n++) {
    g_assert_true (gs_workbook_undo (plain));
    training_assert_same_pass (book, plain);
  }
  g_assert_cmpuint (n, ==, 3);
  return TRUE;
}

static void
test_each_edit (void)
{
  static const Edit edits[] = { edit_rate, edit_weight, edit_optimizer, edit_activation, edit_rows };

  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    for (guint32 passes = 5000; !try_edit (edits[i], passes); passes *= 4)
      g_assert_cmpuint (passes, <, 10 * 1000 * 1000);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer-edits/each", test_each_edit);
  return g_test_run ();
}
