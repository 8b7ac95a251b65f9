/* The trainer: the same bits as training here and now, whatever disturbs it; one owner at a time; one entry
 * for undo; what is saved meanwhile can be opened. The oracle is a second workbook that is trained without a
 * thread. */
#include <glib/gstdio.h>

#include "app/view/gs-view.h"
#include "app/workbook/gs-workbook-replace.h"
#include "nn/nn-error.h"
#include "training.h"

/* ---- bits ---- */

static void
test_same_bits (void)
{
  for (guint number = 0; number < G_N_ELEMENTS (training_lines); number++) {
    g_autoptr (GsWorkbook) book = training_make_book (number), plain = training_make_book (number);
    g_autoptr (GsTrainer) trainer = NULL;

    gs_workbook_step (book, GS_STEP_OPERATION, 3);
    gs_workbook_step (plain, GS_STEP_OPERATION, 3);
    trainer = training_start (book, 500);
    training_wait_for_end (trainer);
    training_train (plain, 500);
    g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_DONE);
    g_assert_null (gs_workbook_get_trainer (book));
    g_assert_cmpuint (training_count_done (trainer), ==, 500);
    g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Train 500 passes");
    training_assert_same_past (book, plain);
    g_assert_true (gs_workbook_undo (book));
    g_assert_true (gs_workbook_undo (plain));
    training_assert_same_past (book, plain);
    g_assert_true (gs_workbook_redo (book));
    g_assert_true (gs_workbook_redo (plain));
    training_assert_same_past (book, plain);
  }
}

/* Held and released in between; steps and looks at the past while it runs. */
static void
test_paused_bits (void)
{
  for (guint number = 0; number < G_N_ELEMENTS (training_lines); number++) {
    g_autoptr (GsWorkbook) book = training_make_book (number), plain = training_make_book (number);
    g_autoptr (GsTrainer) trainer = training_start (book, 4000);

    for (guint32 i = 1; i <= 3; i++) {
      training_wait_for (trainer, i * 500);
      gs_workbook_step (book, GS_STEP_CELL, 5);
      gs_workbook_go_to (book, &(GsCursor){ .pass = 2 }, NULL);
      if (gs_trainer_has_ended (trainer))
        break;
      gs_trainer_set_paused (trainer, TRUE);
      if (gs_trainer_has_ended (trainer))
        break;
      g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_STANDING);
      g_assert_true (gs_trainer_is_paused (trainer));
      if (i == 1) {
        const GsLosses *losses = gs_frame_get_losses (gs_workbook_get_frame (book));

        g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, training_count_done (trainer) + 1);
        g_assert_cmpuint (gs_losses_get (losses, gs_losses_get_n (losses) - 1)->last, ==,
                          training_count_done (trainer));
      }
      gs_workbook_go_to (book, &(GsCursor){ .pass = 3 }, NULL); /* nobody's business */
      gs_trainer_set_paused (trainer, FALSE);
    }
    training_wait_for_end (trainer);
    training_train (plain, 4000);
    training_assert_same_past (book, plain);
    while (gs_workbook_undo (book))
      ;
    g_assert_true (gs_workbook_undo (plain));
    training_assert_same_pass (book, plain);
  }
}

/* An edit that depends on where the trainer is: the oracle makes it at the same pass. */
static void
test_split_by_an_edit (void)
{
  for (guint number = 0; number < G_N_ELEMENTS (training_lines); number++) {
    g_autoptr (GsWorkbook) book = training_make_book (number), plain = training_make_book (number);
    g_autoptr (GsTrainer) trainer = training_start (book, 6000);
    g_autoptr (GError) error = NULL;
    guint32 first, second;

    training_wait_for (trainer, 200);
    g_assert_true (gs_workbook_set_text (book, "lr", "0.003", &error));
    first = training_count_done (trainer);
    g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, first + 1);
    g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Training");
    training_wait_for (trainer, first + 200);
    g_assert_true (gs_workbook_set_text (book, number == 2 ? "W2[1,1]" : "W1[1,1]", "0.25", &error));
    second = training_count_done (trainer);
    training_wait_for_end (trainer);
    g_assert_cmpuint (training_count_done (trainer), ==, 6000);

    training_train (plain, first);
    g_assert_true (gs_workbook_set_text (plain, "lr", "0.003", &error));
    training_train (plain, second - first);
    g_assert_true (gs_workbook_set_text (plain, number == 2 ? "W2[1,1]" : "W1[1,1]", "0.25", &error));
    training_train (plain, 6000 - second);
    training_assert_same_past (book, plain);
    /* Step by step back to the beginning and on again. */
    while (gs_workbook_undo (book)) {
      g_assert_true (gs_workbook_undo (plain));
      training_assert_same_pass (book, plain);
    }
    g_assert_false (gs_workbook_undo (plain));
    while (gs_workbook_redo (book)) {
      g_assert_true (gs_workbook_redo (plain));
      training_assert_same_pass (book, plain);
    }
  }
}

/* An input typed while it trains is of the row that was seen, not of the row that stands there by now. */
static void
test_the_row_that_was_seen (void)
{
  g_autoptr (GsWorkbook) book = training_make_book (0);
  g_autoptr (GsTrainer) trainer = training_start (book, 100000);
  g_autoptr (GError) error = NULL;
  gint n_rows, row = gs_workbook_get_batch (book, &n_rows)[1];

  g_assert_cmpint (n_rows, ==, 3);
  for (guint i = 0; i < 8 && !gs_trainer_has_ended (trainer); i++) {
    gchar text[G_ASCII_DTOSTR_BUF_SIZE];

    training_wait_for (trainer, training_count_done (trainer) + 1);
    g_assert_true (gs_workbook_go_to (book, &(GsCursor){ .pass = 1 }, &error));
    g_ascii_dtostr (text, sizeof text, i + 0.5);
    g_assert_true (gs_workbook_set_text (book, "x[2,3]", text, &error));
    g_assert_cmpfloat (gs_dataset_get_input (gs_workbook_get_data (book), row)[2], ==, i + 0.5);
  }
  gs_trainer_stop (trainer);
}

/* ---- one owner ---- */

static void
test_refusals (void)
{
  g_autoptr (GsWorkbook) book = training_make_book (0);
  g_autoptr (GsTrainer) trainer = training_start (book, 1000000);
  g_autoptr (GError) error = NULL;
  gdouble loss;

  g_assert_null (gs_trainer_start (book, &(GsTrainerPlan){ .passes = 3 }, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "trained already"));
  g_clear_error (&error);
  g_assert_false (gs_workbook_train (book, 3, NULL, NULL, &loss, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_assert_false (gs_workbook_redo (book));
  g_assert_true (gs_workbook_get_trainer (book) == trainer);
  gs_trainer_stop (trainer);
  gs_trainer_stop (trainer); /* nothing more */
  g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_STOPPED);
}

/* Whatever is done meanwhile, in any order: passes are counted right, undo leads back to the bit. */
static void
disturb (GsWorkbook *book, guint64 *random)
{
  g_autoptr (GError) error = NULL;
  NnCell z1 = { nn_program_find (gs_workbook_get_program (book), "z1"), 1 };
  GsDataset *data = gs_workbook_get_data (book);

  switch (pass_random_int (random, 0, 9)) {
  case 0: gs_workbook_set_text (book, "b1[1]", "0.5", &error); break;
  case 1: {
    g_autoptr (GsDataset) fewer =
        gs_dataset_with_batch_size (data, pass_random_int (random, 1, gs_dataset_get_n_rows (data)));

    gs_workbook_set_data (book, fewer, "Batches", &error);
    break;
  }
  case 2: gs_workbook_undo (book); break;
  case 3: gs_workbook_redo (book); break;
  case 4: gs_workbook_reset (book, &error); break;
  case 5: gs_workbook_set_seed (book, 17, &error); break;
  case 6: gs_workbook_pin (book, &z1, 0.25, &error); break;
  case 7: gs_workbook_set_all_gradients (book, TRUE, &error); break;
  case 8: gs_workbook_step (book, GS_STEP_PASS, 2); break;
  default: gs_workbook_set_text (book, "x[1,1]", "0.125", &error); break;
  }
  g_assert_no_error (error);
}

static void
test_disturbed (void)
{
  for (guint64 seed = 1; seed <= 12; seed++) {
    guint64 random = seed;
    g_autoptr (GsWorkbook) book = training_make_book (seed % 2);
    g_autoptr (NnState) before = nn_run_save_state (gs_workbook_get_run (book));
    g_autoptr (NnState) after = NULL;
    g_autoptr (GsTrainer) trainer = training_start (book, 3000);
    g_autoptr (GsDocument) document = NULL;
    g_autofree gchar *text = NULL;
    g_autoptr (GError) error = NULL;
    gsize length;

    for (guint i = 0; i < 12 && !gs_trainer_has_ended (trainer); i++) {
      training_wait_for (trainer, training_count_done (trainer) + 1);
      disturb (book, &random);
      document = gs_workbook_to_document (book);
      text = gs_document_to_text (document, &length);
      g_clear_pointer (&document, gs_document_free);
      document = gs_document_load_bytes (text, length, "meanwhile", &error);
      g_assert_no_error (error);
      g_clear_pointer (&document, gs_document_free);
      g_clear_pointer (&text, g_free);
    }
    if (seed % 3 == 0)
      gs_trainer_stop (trainer);
    training_wait_for_end (trainer);
    /* The first undo has ended it. */
    if (gs_trainer_get_state (trainer) == GS_TRAINER_DONE)
      g_assert_cmpuint (training_count_done (trainer), ==, 3000);
    while (gs_workbook_undo (book))
      ;
    g_assert_null (gs_workbook_get_undo_label (book));
    after = nn_run_save_state (gs_workbook_get_run (book));
    g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 1);
    g_assert_true (nn_state_equal (before, after));
  }
}

/* A document is made when the worker is through and nobody has been told: nothing is trained again. */
static void
test_document_at_the_end (void)
{
  g_autoptr (GsWorkbook) book = training_make_book (FALSE);
  g_autoptr (GsTrainer) trainer = training_start (book, 20);
  g_autoptr (GsDocument) document = NULL;

  training_wait_for (trainer, 1);
  while (training_count_done (trainer) < 20)
    g_usleep (1000);
  g_usleep (20 * 1000); /* the worker says that it is through just behind its last pass */
  document = gs_workbook_to_document (book);
  training_wait_for_end (trainer);
  g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_DONE);
  g_assert_cmpuint (training_count_done (trainer), ==, 20);
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 21);
  g_assert_true (gs_workbook_undo (book));
  g_assert_null (gs_workbook_get_undo_label (book));
}

/* The first undo ends the run, the next takes it back, and then what was done before. */
static void
test_undo_meanwhile (void)
{
  g_autoptr (GsWorkbook) book = training_make_book (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTrainer) trainer = NULL;
  guint32 done;

  g_assert_true (gs_workbook_set_text (book, "lr", "0.5", &error));
  trainer = training_start (book, 1000000000);
  training_wait_for (trainer, 100);
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Training");
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_STOPPED);
  done = training_count_done (trainer);
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, done + 1);
  g_assert_true (g_str_has_prefix (gs_workbook_get_undo_label (book), "Train "));
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 1);
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Edit lr");
  g_assert_true (gs_workbook_redo (book));
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, done + 1);
}

/* ---- frames ---- */

static void
count_live (GsWorkbook *book, guint *n_live)
{
  (*n_live)++;
}

/* Until the next frame is shown; returns its number among all that were made. */
static guint64
wait_for_frame (GsWorkbook *book, guint *n_live)
{
  guint n = *n_live;

  while (*n_live == n)
    g_main_context_iteration (NULL, TRUE);
  return gs_frame_get_revision (gs_workbook_get_frame (book));
}

/* However long nobody takes a frame, no other is made meanwhile; and once somebody has stepped, none at all.
 */
static void
test_frames_for_who_looks (void)
{
  g_autoptr (GsWorkbook) book = training_make_book (0);
  g_autoptr (GsTrainer) trainer = NULL;
  guint64 shown = gs_frame_get_revision (gs_workbook_get_frame (book)), made;
  guint n_live = 0;

  g_signal_connect (book, "live", G_CALLBACK (count_live), &n_live);
  trainer = training_start (book, 1000000000);
  for (gint i = 0; i < 4; i++, shown++) {
    guint32 done = training_count_done (trainer);

    g_assert_cmpuint (wait_for_frame (book, &n_live), ==, shown + 1);
    g_usleep (200 * 1000); /* of several frames */
    while (training_count_done (trainer) < done + 100)
      g_usleep (1000);
  }
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  made = gs_frame_get_revision (gs_workbook_get_frame (book));
  g_assert_cmpuint (made, <=, shown + 2);
  for (gint i = 0; i < 4; i++) {
    g_usleep (50 * 1000);
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  g_assert_cmpuint (gs_frame_get_revision (gs_workbook_get_frame (book)), ==, made + 1);
  gs_trainer_stop (trainer);
}

/* A step by hand in a view is one from the pass that is to be seen, not from where training began: it pauses
 * and steps, and what is left is trained when one goes on, as if nobody had looked. */
static void
test_stepped_meanwhile (void)
{
  static const GsStep steps[] = { GS_STEP_TERM, GS_STEP_CELL, GS_STEP_OPERATION, GS_STEP_LAYER,
                                  GS_STEP_PASS };
  g_autoptr (GsWorkbook) book = training_make_book (0), plain = training_make_book (0);
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsTrainer) trainer = training_start (book, 1000000000);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    guint32 before = training_count_done (trainer), done;
    GsCursor cursor;

    training_wait_for (trainer, before + 100);
    g_assert_false (gs_trainer_has_ended (trainer));
    gs_view_set_step (view, steps[i]);
    gs_view_step (view, i % 2 == 0 ? 1 : -1);
    g_assert_true (gs_trainer_is_paused (trainer));
    done = training_count_done (trainer);
    g_assert_cmpuint (done, >=, before + 100);
    cursor = gs_workbook_get_cursor (book);
    g_assert_cmpuint (cursor.pass, ==, done + (steps[i] == GS_STEP_PASS ? 2 : 1));
    g_assert_cmpuint (gs_frame_get_cursor (gs_workbook_get_frame (book))->pass, ==, cursor.pass);
    gs_view_step (view, -1);
    gs_view_run_step (view);
    g_assert_cmpuint (training_count_done (trainer), ==, done);
    gs_trainer_set_paused (trainer, FALSE);
  }
  training_wait_for (trainer, training_count_done (trainer) + 100);
  gs_trainer_stop (trainer);
  training_train (plain, training_count_done (trainer));
  training_assert_same_pass (book, plain);
}

/* ---- saving and leaving ---- */

static void
test_saving_meanwhile (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "meanwhile.gradsheet", NULL);

  for (guint number = 0; number < G_N_ELEMENTS (training_lines); number++) {
    g_autoptr (GsWorkbook) book = training_make_book (number), plain = training_make_book (number),
                           saved = NULL;
    g_autoptr (GsTrainer) trainer = training_start (book, 20000);
    g_autoptr (GError) error = NULL;
    guint32 pass;

    training_wait_for (trainer, 100);
    g_assert_true (gs_workbook_is_modified (book));
    g_assert_true (gs_workbook_save (book, path, &error));
    g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 1); /* nothing moves */
    training_wait_for_end (trainer);
    g_assert_true (gs_workbook_is_modified (book));
    g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Train 20000 passes");
    g_assert_true (gs_workbook_undo (book));
    g_assert_true (gs_workbook_is_modified (book));

    saved = gs_workbook_open (path, &error);
    g_assert_no_error (error);
    pass = gs_workbook_get_cursor (saved).pass;
    g_assert_cmpuint (pass, >, 100);
    training_train (plain, pass - 1);
    training_assert_same_pass (saved, plain);
    g_assert_true (gs_workbook_undo (saved));
    g_assert_true (gs_workbook_undo (plain));
    training_assert_same_pass (saved, plain);
    g_remove (path);
  }
  g_rmdir (folder);
}

static void
test_the_workbook_goes (void)
{
  for (guint i = 0; i < 20; i++) {
    GsWorkbook *book = training_make_book (i % 3);
    g_autoptr (GsTrainer) trainer = training_start (book, 1000000);

    training_wait_for (trainer, i);
    if (i % 4 == 1)
      gs_trainer_set_paused (trainer, TRUE);
    g_object_unref (book);
    g_assert_true (gs_trainer_has_ended (trainer));
    gs_trainer_stop (trainer);
    gs_trainer_set_paused (trainer, FALSE);
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
}

/* Another document is put in: what was trained goes with its own. */
static void
test_exchange (void)
{
  g_autoptr (GsWorkbook) book = training_make_book (0), other = training_make_book (1);
  g_autoptr (GsTrainer) trainer = training_start (book, 1000000);

  training_wait_for (trainer, 50);
  gs_workbook_exchange (book, other);
  g_assert_true (gs_trainer_has_ended (trainer));
  g_assert_null (gs_workbook_get_undo_label (book));
  g_assert_true (g_str_has_prefix (gs_workbook_get_undo_label (other), "Train "));
  g_assert_cmpuint (gs_workbook_get_cursor (other).pass, ==, training_count_done (trainer) + 1);
}

/* ---- what is seen ---- */

/* Frames of the trainer, each of one pass and behind its loss, with the numbers that plain training gives. */
static void
on_live (GsWorkbook *book, GPtrArray *frames)
{
  g_ptr_array_add (frames, gs_frame_ref (gs_workbook_get_frame (book)));
}

/* The last pass whose loss is in the frame. */
static guint32
find_last_loss (GsWorkbook *book)
{
  const GsLosses *losses = gs_frame_get_losses (gs_workbook_get_frame (book));

  g_assert_cmpuint (gs_losses_get_n (losses), >, 0);
  return gs_losses_get (losses, gs_losses_get_n (losses) - 1)->last;
}

static void
test_live (void)
{
  g_autoptr (GsWorkbook) book = training_make_book (0), plain = training_make_book (0);
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_frame_unref);
  g_autoptr (GsTrainer) trainer = NULL;
  guint32 done;
  guint n;

  gs_workbook_get_frame (book); /* somebody looks */
  g_signal_connect (book, "live", G_CALLBACK (on_live), frames);
  trainer = training_start (book, 10000000);
  while (frames->len < 5)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 1);
  /* Who steps by hand sees that, and no more of the trainer's until it has stood. */
  gs_workbook_step (book, GS_STEP_OPERATION, 2);
  n = frames->len;
  g_assert_cmpint (gs_frame_get_cursor (gs_workbook_get_frame (book))->instruction, ==, 2);
  done = find_last_loss (book);
  g_assert_cmpuint (done, >=, gs_frame_get_cursor (g_ptr_array_index (frames, n - 1))->pass - 1);
  training_wait_for (trainer, training_count_done (trainer) + 20000);
  g_assert_cmpuint (frames->len, ==, n);
  /* The losses go on in what is shown next. */
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  g_assert_cmpuint (find_last_loss (book), >, done);
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 1);
  gs_trainer_stop (trainer);
  g_assert_cmpuint (find_last_loss (book), ==, training_count_done (trainer));
  g_assert_cmpuint (gs_frame_get_cursor (gs_workbook_get_frame (book))->pass, ==,
                    training_count_done (trainer) + 1);

  for (guint i = 0; i < n; i++) {
    const GsFrame *frame = g_ptr_array_index (frames, i);
    NnProgram *program = gs_frame_get_program (frame);
    guint32 pass = gs_frame_get_cursor (frame)->pass;

    training_train (plain, pass - gs_workbook_get_cursor (plain).pass);
    g_assert_true (gs_workbook_go_to_pass (plain, pass, NULL));
    g_assert_cmpint (gs_frame_get_cursor (frame)->instruction, ==,
                     gs_workbook_get_cursor (plain).instruction);
    for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
      gsize n_cells;
      const gdouble *values = gs_frame_get_values (frame, tensor, &n_cells);

      if (values != NULL)
        g_assert_cmpmem (values, n_cells * sizeof (gdouble),
                         nn_run_get_values (gs_workbook_get_run (plain), tensor), n_cells * sizeof (gdouble));
    }
  }
}

/* ---- ends ---- */

static void
test_breakpoint (void)
{
  static const gchar *const names[] = { "dW1", NULL };
  g_autoptr (GsWorkbook) book = training_make_book (0);
  NnProgram *program = gs_workbook_get_program (book);
  gint instruction = nn_program_get_tensor (program, nn_program_find (program, "dW1"))->producer;

  for (guint32 pass = 1; pass <= 4; pass++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GsTrainer) trainer = g_object_ref (
        gs_trainer_start (book, &(GsTrainerPlan){ .passes = 100, .breakpoints = names }, &error));

    g_assert_no_error (error);
    training_wait_for_end (trainer);
    g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_BREAKPOINT);
    g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, pass);
    g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, instruction);
    g_assert_cmpuint (training_count_done (trainer), ==, pass == 1 ? 0 : 1);
  }
}

static void
test_blow_up (void)
{
  g_autoptr (GsWorkbook) book = training_make_book (0), plain = training_make_book (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTrainer) trainer = NULL;
  g_autofree gchar *text = NULL;

  g_assert_true (gs_workbook_set_text (book, "lr", "1e300", &error));
  g_assert_true (gs_workbook_set_text (plain, "lr", "1e300", &error));
  trainer = training_start (book, 1000);
  training_wait_for_end (trainer);
  g_assert_cmpint (gs_trainer_get_state (trainer), ==, GS_TRAINER_FAILED);
  g_assert_false (gs_workbook_train (plain, 1000, NULL, NULL, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NOT_FINITE);
  text = gs_trainer_describe_end (trainer);
  g_assert_cmpstr (text, ==, error->message);
  training_assert_same_past (book, plain);
}

/* What one could go back to before, one still can; what one may remember in all is bounded. */
static void
test_history (void)
{
  g_autoptr (GsWorkbook) book = training_make_book (0);
  g_autoptr (GsTrainer) trainer = NULL;
  NnHistory *history = gs_workbook_get_history (book);

  training_train (book, 30);
  trainer = training_start (book, 400);
  training_wait_for_end (trainer);
  g_assert_cmpuint (gs_workbook_get_oldest_pass (book), ==, 1);
  g_assert_cmpuint (gs_workbook_get_newest_pass (book), ==, 431);
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ .pass = 12 }, NULL));
  g_assert_cmpuint (nn_history_get_budget (history), ==, (gsize) 256 << 20);
  g_assert_cmpuint (nn_history_get_used (history), <=, nn_history_get_budget (history));
  /* From the past on: later passes are gone through again, and still hold. */
  g_clear_object (&trainer);
  trainer = training_start (book, 5);
  training_wait_for_end (trainer);
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 17);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/same-bits", test_same_bits);
  g_test_add_func ("/trainer/paused-bits", test_paused_bits);
  g_test_add_func ("/trainer/split-by-an-edit", test_split_by_an_edit);
  g_test_add_func ("/trainer/the-row-that-was-seen", test_the_row_that_was_seen);
  g_test_add_func ("/trainer/refusals", test_refusals);
  g_test_add_func ("/trainer/document-at-the-end", test_document_at_the_end);
  g_test_add_func ("/trainer/disturbed", test_disturbed);
  g_test_add_func ("/trainer/undo-meanwhile", test_undo_meanwhile);
  g_test_add_func ("/trainer/frames-for-who-looks", test_frames_for_who_looks);
  g_test_add_func ("/trainer/stepped-meanwhile", test_stepped_meanwhile);
  g_test_add_func ("/trainer/saving-meanwhile", test_saving_meanwhile);
  g_test_add_func ("/trainer/the-workbook-goes", test_the_workbook_goes);
  g_test_add_func ("/trainer/exchange", test_exchange);
  g_test_add_func ("/trainer/live", test_live);
  g_test_add_func ("/trainer/breakpoint", test_breakpoint);
  g_test_add_func ("/trainer/blow-up", test_blow_up);
  g_test_add_func ("/trainer/history", test_history);
  return g_test_run ();
}
