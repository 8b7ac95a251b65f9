/* Races: the run without a change is the document's own to the bit, changes begin with the same
 * weights, and what cannot be changed is said. */
#include "app/workbook/gs-race.h"

#include <math.h>
#include <string.h>

#include "books.h"
#include "nn/nn-error.h"

#define XOR SOURCE_ROOT "/lessons/networks/xor.gradsheet"

static gdouble
loss_of (GsRace *race, guint run, guint32 pass)
{
  g_autoptr (GsLosses) losses = gs_race_get_losses (race, run);
  gdouble loss = NAN;

  g_assert_true (gs_losses_find (losses, pass, &loss));
  return loss;
}

static void
add (GsRace *race, const gchar *changes)
{
  g_autoptr (GError) error = NULL;

  gs_race_add (race, changes, &error);
  g_assert_no_error (error);
}

/* From wherever the document stands, and with a rate set by hand. */
static void
test_runs (void)
{
  g_autoptr (GsWorkbook) book = book_open ("xor"), plain = book_open ("xor");
  g_autoptr (GsRace) race = NULL;
  g_autoptr (GsFrame) frame = NULL, other = NULL;
  g_autoptr (GError) error = NULL;
  gdouble loss;
  gsize n;

  g_assert_true (gs_workbook_set_text (book, "lr", "0.25", &error));
  g_assert_true (gs_workbook_set_text (plain, "lr", "0.25", &error));
  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", &error));
  g_assert_true (gs_workbook_set_text (plain, "W1[1,1]", "0.5", &error));
  g_assert_true (gs_workbook_train (book, 7, NULL, NULL, &loss, &error));
  race = gs_race_new (book);
  add (race, "");
  add (race, "lr=0.5");
  add (race, "optimizer=adam lr=0.01");
  add (race, "seed=77");
  add (race, "activation=relu");
  gs_race_run (race, 50, NULL, NULL, NULL);
  for (guint32 pass = 1; pass <= 50; pass++) {
    g_assert_true (gs_workbook_train (plain, 1, NULL, NULL, &loss, &error));
    g_assert_cmpfloat (loss_of (race, 0, pass), ==, loss);
  }
  /* The first loss tells the starting weights. */
  g_assert_cmpfloat (loss_of (race, 1, 1), ==, loss_of (race, 0, 1));
  g_assert_cmpfloat (loss_of (race, 2, 1), ==, loss_of (race, 0, 1));
  g_assert_cmpfloat (loss_of (race, 3, 1), !=, loss_of (race, 0, 1));
  g_assert_cmpfloat (loss_of (race, 4, 1), !=, loss_of (race, 0, 1));
  g_assert_cmpfloat (loss_of (race, 1, 2), !=, loss_of (race, 0, 2));
  frame = gs_race_make_frame (race, 0, 1);
  other = gs_race_make_frame (race, 1, 1);
  {
    gint W1 = nn_program_find (gs_frame_get_program (frame), "W1");
    g_autoptr (NnState) state = nn_run_save_state (gs_workbook_get_run (plain));

    for (gsize i = 0; i < 4; i++) {
      NnCell cell = { W1, i };
      gdouble here, there, change;

      gs_frame_look (frame, &cell, &here);
      gs_frame_look (other, &cell, &there);
      g_assert_true (gs_frame_get_change (frame, &cell, &change));
      g_assert_cmpfloat (change, ==, here - there);
    }
    g_assert_false (gs_frame_has_changes (other)); /* beside itself */
    g_assert_cmpmem (gs_frame_get_values (frame, W1, &n), n * sizeof (gdouble),
                     nn_state_find (state, "W1")->values, n * sizeof (gdouble));
  }
  /* The document is where it was. */
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 8);
}

static void
test_optimizers (void)
{
  g_autoptr (GsWorkbook) book = book_open ("xor");
  g_autoptr (GsRace) race = gs_race_new (book);
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_race_add_optimizers (race, &error));
  g_assert_cmpuint (gs_race_get_n (race), ==, NN_N_OPTIMIZERS);
  gs_race_run (race, 20, NULL, NULL, NULL);
  for (guint i = 0; i < NN_N_OPTIMIZERS; i++) {
    g_autoptr (GsEpochs) epochs = gs_race_get_epochs (race, i);

    g_assert_cmpstr (gs_race_get_name (race, i), ==, nn_optimizer_get_name ((NnOptimizerKind) i));
    g_assert_cmpfloat (loss_of (race, i, 1), ==, loss_of (race, 0, 1));
    g_assert_true (i == 0 || loss_of (race, i, 20) != loss_of (race, 0, 20));
    g_assert_cmpuint (gs_epochs_get_n (epochs), ==,
                      20 / gs_dataset_get_n_batches (gs_workbook_get_data (book)));
  }
}

/* One that blows up ends alone; a halt ends all. */
static void
test_ends (void)
{
  g_autoptr (GsWorkbook) book = book_open ("xor");
  g_autoptr (GsRace) race = gs_race_new (book), halted = gs_race_new (book);
  g_autoptr (GsLosses) none = NULL;
  g_autofree gchar *failure = NULL;
  gint halt = 1;

  add (race, "");
  add (race, "activation=linear lr=1e300");
  gs_race_run (race, 30, NULL, NULL, NULL);
  failure = gs_race_get_failure (race, 1);
  g_assert_nonnull (strstr (failure, "Stopped in pass"));
  g_assert_null (gs_race_get_failure (race, 0));
  g_assert_true (isfinite (loss_of (race, 0, 30)));
  add (halted, "");
  gs_race_run (halted, 30, &halt, NULL, NULL);
  none = gs_race_get_losses (halted, 0);
  g_assert_cmpuint (gs_losses_get_n (none), ==, 0);
}

static void
test_refusals (void)
{
  static const struct {
    const gchar *changes, *says;
  } cases[] = {
    { "speed=3", "speed" },       { "lr", "lr=0.1" },
    { "lr=-1", "0 or more" },     { "optimizer=adem", "“adam”" },
    { "activation=tan", "tanh" }, { "seed=x", "seed=x" },
    { "mu=0.5", "mu" },
  };
  g_autoptr (GsWorkbook) book = book_open ("xor");
  g_autoptr (GsRace) race = gs_race_new (book);
  g_autoptr (GError) full = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (gs_race_add (race, cases[i].changes, &error));
    g_assert_nonnull (error);
    if (strstr (error->message, cases[i].says) == NULL)
      g_error ("“%s” says: %s", cases[i].changes, error->message);
  }
  for (guint i = 0; i < GS_RACE_MAX_RUNS; i++)
    add (race, "");
  g_assert_false (gs_race_add (race, "", &full));
  g_assert_error (full, NN_ERROR, NN_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/runs", test_runs);
  g_test_add_func ("/race/optimizers", test_optimizers);
  g_test_add_func ("/race/ends", test_ends);
  g_test_add_func ("/race/refusals", test_refusals);
  return g_test_run ();
}
