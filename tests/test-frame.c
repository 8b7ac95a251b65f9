/* Frames: they show what the cursor has passed, stay what they are whatever comes after, and share what has
 * not changed. */
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/workbook/gs-workbook.h"
#include "books.h"

static const gchar *const networks[] = { "xor", "mazur", "convnetjs", "logistic", "softmax3", "welch" };

static void
compare_with_run (GsWorkbook *book)
{
  GsFrame *frame = gs_workbook_get_frame (book);
  NnProgram *program = gs_workbook_get_program (book);
  GsCursor cursor = gs_workbook_get_cursor (book);

  g_assert_true (gs_frame_get_program (frame) == program);
  g_assert_cmpmem (gs_frame_get_cursor (frame), sizeof cursor, &cursor, sizeof cursor);
  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    gsize n_cells = nn_shape_count (&nn_program_get_tensor (program, tensor)->shape), n;
    const gdouble *values = gs_frame_get_values (frame, tensor, &n);
    gdouble largest = 0;

    g_assert_true ((values != NULL) == (n > 0) && n <= n_cells);
    for (gsize offset = 0; offset < n_cells; offset++) {
      NnCell cell = { tensor, offset };
      gdouble seen, wanted;
      GsCellLook look = gs_frame_look (frame, &cell, &seen);

      g_assert_cmpint (look, ==, gs_workbook_look (book, &cell, &wanted));
      g_assert_cmpmem (&seen, sizeof seen, &wanted, sizeof wanted);
      g_assert_true (gs_frame_is_visible (frame, &cell) == (offset < n));
      if (offset < n && isfinite (seen))
        largest = fmax (largest, fabs (seen));
    }
    g_assert_cmpfloat (gs_frame_get_largest (frame, tensor), ==, largest);
  }
}

/* At every step of every size, forward and back, the frame shows what the workbook shows. */
static void
test_shows_what_is_visible (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autoptr (GsWorkbook) book = book_open (networks[i]);

    for (GsStep step = GS_STEP_TERM; step <= GS_STEP_PASS; step++)
      for (gint k = 0; k < 24; k++) {
        gs_workbook_step (book, step, k % 5 == 4 ? -2 : 1);
        compare_with_run (book);
      }
  }
}

/* A computed cell of the forward pass, or a weight. */
static NnCell
draw_cell (NnProgram *program, GRand *random, gboolean computed)
{
  NnCell cell;
  const NnTensorInfo *info;

  do {
    cell.tensor = g_rand_int_range (random, 0, nn_program_get_n_tensors (program));
    info = nn_program_get_tensor (program, cell.tensor);
  } while (computed ? info->producer < 0 || info->producer > nn_program_get_n_instructions (program) / 3
                    : info->role != NN_ROLE_PARAMETER);
  cell.offset = g_rand_int (random) % nn_shape_count (&info->shape);
  return cell;
}

static void
do_something (GsWorkbook *book, GRand *random)
{
  NnProgram *program = gs_workbook_get_program (book);
  GsCursor cursor = gs_workbook_get_cursor (book);
  NnCell computed = draw_cell (program, random, TRUE), weight = draw_cell (program, random, FALSE);
  gdouble value = g_rand_double_range (random, -1, 1);

  switch (g_rand_int_range (random, 0, 10)) {
  case 0: gs_workbook_set_cells (book, &weight, &value, 1, NULL); break;
  case 1: gs_workbook_pin (book, &computed, value, NULL); break;
  case 2: gs_workbook_unpin (book, &computed, NULL); break;
  case 3: gs_workbook_undo (book); break;
  case 4: gs_workbook_redo (book); break;
  case 5: gs_workbook_train (book, 2, NULL, NULL, NULL, NULL); break;
  case 6:
    cursor.pass = (guint32) g_rand_int_range (random, 1, (gint) gs_workbook_get_newest_pass (book) + 2);
    cursor.instruction = g_rand_int_range (random, 0, nn_program_get_n_instructions (program));
    gs_workbook_go_to (book, &cursor, NULL);
    break;
  case 7:
    if (g_rand_int_range (random, 0, 8) == 0)
      gs_workbook_reset (book, NULL);
    break;
  default:
    gs_workbook_step (book, (GsStep) g_rand_int_range (random, GS_STEP_TERM, GS_STEP_PASS + 1),
                      g_rand_int_range (random, -2, 4));
  }
}

/* The same wherever one goes and whatever one edits; some of it unseen, so that the next frame catches up. */
static void
test_random_walks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autoptr (GsWorkbook) book = book_open (networks[i]);
    g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) i);

    for (gint k = 0; k < 150; k++) {
      do_something (book, random);
      if (k % 4 != 3)
        compare_with_run (book);
    }
  }
}

/* ---- what stays ---- */

static guint64
sum_up (GsFrame *frame)
{
  guint64 sum = gs_frame_get_revision (frame);

  for (gint tensor = 0; tensor < nn_program_get_n_tensors (gs_frame_get_program (frame)); tensor++) {
    gsize n;
    const gdouble *values = gs_frame_get_values (frame, tensor, &n);

    for (gsize i = 0; i < n; i++) {
      guint64 bits;

      memcpy (&bits, &values[i], sizeof bits);
      sum = (sum ^ bits) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
    }
  }
  return sum;
}

/* Whatever is stepped, edited, trained and undone later. */
static void
test_stays_as_it_is (void)
{
  g_autoptr (GsWorkbook) book = book_open ("xor");
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_frame_unref);
  g_autoptr (GArray) sums = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (gint i = 0; i < 60; i++) {
    GsFrame *frame = gs_frame_ref (gs_workbook_get_frame (book));
    guint64 sum = sum_up (frame);

    g_assert_true (gs_workbook_get_frame (book) == frame);
    g_ptr_array_add (frames, frame);
    g_array_append_val (sums, sum);
    if (i % 7 == 3)
      g_assert_true (gs_workbook_set_text (book, "W1[1,1]", i % 2 == 0 ? "1/4" : "-3", NULL));
    else if (i % 11 == 5)
      gs_workbook_undo (book);
    else if (i % 13 == 6)
      g_assert_true (gs_workbook_train (book, 3, NULL, NULL, NULL, NULL));
    else
      gs_workbook_step (book, (GsStep) (i % 5), i % 3 == 2 ? -1 : 1);
  }
  for (guint i = 0; i < frames->len; i++)
    g_assert_cmpuint (sum_up (g_ptr_array_index (frames, i)), ==, g_array_index (sums, guint64, i));
  for (guint i = 1; i < frames->len; i++)
    g_assert_cmpuint (gs_frame_get_revision (g_ptr_array_index (frames, i)), !=,
                      gs_frame_get_revision (g_ptr_array_index (frames, i - 1)));
}

/* ---- what is shared ---- */

static const gdouble *
get_values (GsFrame *frame, const gchar *name)
{
  gsize n;

  return gs_frame_get_values (frame, nn_program_find (gs_frame_get_program (frame), name), &n);
}

/* A step copies what it has written and nothing else; over a commit the next weights become the weights. */
static void
test_shares (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  NnProgram *program = gs_workbook_get_program (book);
  gint n = nn_program_get_n_instructions (program) - 1;
  g_autoptr (GsFrame) last = NULL;

  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 0, 0, 0 }, NULL));
  last = gs_frame_ref (gs_workbook_get_frame (book));
  for (gint i = 0; i < n; i++) {
    GsFrame *frame;

    gs_workbook_step (book, GS_STEP_OPERATION, 1);
    frame = gs_workbook_get_frame (book);
    for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
      gsize n_then, n_now;
      const gdouble *then = gs_frame_get_values (last, tensor, &n_then);
      const gdouble *now = gs_frame_get_values (frame, tensor, &n_now);

      if (nn_program_get_tensor (program, tensor)->producer == i)
        g_assert_true (then == NULL && now != NULL);
      else
        g_assert_true (then == now && n_then == n_now);
    }
    gs_frame_unref (last);
    last = gs_frame_ref (frame);
  }
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  g_assert_true (get_values (gs_workbook_get_frame (book), "W1") == get_values (last, "W1.next"));
  g_assert_true (get_values (gs_workbook_get_frame (book), "x") == get_values (last, "x"));
  g_assert_null (get_values (gs_workbook_get_frame (book), "W1.next"));
}

/* ---- what the last edit changed ---- */

static gdouble
get_change (GsWorkbook *book, const gchar *name)
{
  NnCell cell;
  gdouble difference;

  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, NULL));
  return gs_frame_get_change (gs_workbook_get_frame (book), &cell, &difference) ? difference : 0;
}

static void
test_before (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");

  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 3, 0, 0 }, NULL));
  g_assert_false (gs_frame_has_changes (gs_workbook_get_frame (book)));
  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "1.15", NULL));
  g_assert_cmpfloat_with_epsilon (get_change (book, "W1[1,1]"), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (get_change (book, "z1[1,1]"), 0.05, 1e-12);
  g_assert_cmpfloat (get_change (book, "z1[1,2]"), ==, 0);
  /* What comes into sight later was not there before, and steps do not end it. */
  gs_workbook_step (book, GS_STEP_OPERATION, 4);
  g_assert_cmpfloat (get_change (book, "a2[1,1]"), ==, 0);
  g_assert_cmpfloat_with_epsilon (get_change (book, "z1[1,1]"), 0.05, 1e-12);
  /* The next edit does, and a held cell makes another program, in which the rest is found again. */
  g_assert_true (gs_workbook_set_text (book, "b1[1]", "0.25", NULL));
  g_assert_cmpfloat (get_change (book, "W1[1,1]"), ==, 0);
  g_assert_cmpfloat_with_epsilon (get_change (book, "z1[1,1]"), -0.1, 1e-12);
  gs_workbook_undo (book);
  g_assert_cmpfloat_with_epsilon (get_change (book, "z1[1,1]"), 0.1, 1e-12);
  gs_workbook_step (book, GS_STEP_PASS, 1);
  gs_workbook_step (book, GS_STEP_PASS, -1);
  g_assert_false (gs_frame_has_changes (gs_workbook_get_frame (book)));
}

/* ---- losses, pins, what is not finite ---- */

static void
test_rest (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsFrame) old = gs_frame_ref (gs_workbook_get_frame (book));
  NnCell cell, found;
  const GsLossPoint *first;
  gdouble before, fifth;
  guint32 pass;

  g_assert_true (gs_workbook_train (book, 5, NULL, NULL, NULL, NULL));
  g_assert_cmpuint (gs_losses_get_n (gs_frame_get_losses (old)), ==, 0);
  g_assert_false (gs_frame_get_loss_before (old, &before));
  g_assert_true (gs_frame_get_loss_before (gs_workbook_get_frame (book), &before));
  g_assert_true (gs_losses_find (gs_frame_get_losses (gs_workbook_get_frame (book)), 5, &fifth));
  g_assert_cmpfloat (before, ==, fifth);
  g_assert_cmpuint (gs_losses_get_n (gs_frame_get_losses (gs_workbook_get_frame (book))), ==, 5);
  first = gs_losses_get (gs_frame_get_losses (gs_workbook_get_frame (book)), 0);
  g_assert_cmpfloat_with_epsilon (first->loss, 0.2983711088, 1e-10);
  g_assert_cmpuint (first->last, ==, 1);
  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), "a1[1,2]", &cell, NULL));
  g_assert_false (gs_frame_is_pinned (gs_workbook_get_frame (book), &cell));
  g_assert_true (gs_workbook_pin (book, &cell, 0.5, NULL));
  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), "a1[1,2]", &cell, NULL));
  g_assert_true (gs_frame_is_pinned (gs_workbook_get_frame (book), &cell));
  g_assert_false (gs_frame_find_not_finite (gs_workbook_get_frame (book), &found));
  g_assert_true (gs_workbook_set_text (book, "W1[2,2]", "1e308", NULL));
  g_assert_true (gs_workbook_set_text (book, "x[1,2]", "100", NULL));
  pass = gs_workbook_get_cursor (book).pass;
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ pass, 0, 0, 0 }, NULL));
  g_assert_false (gs_frame_find_not_finite (gs_workbook_get_frame (book), &found));
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  g_assert_true (gs_frame_find_not_finite (gs_workbook_get_frame (book), &found));
  g_assert_cmpstr (nn_program_get_tensor (gs_workbook_get_program (book), found.tensor)->name, ==, "z1");
  g_assert_cmpuint (found.offset, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/shows-what-is-visible", test_shows_what_is_visible);
  g_test_add_func ("/frame/random-walks", test_random_walks);
  g_test_add_func ("/frame/stays-as-it-is", test_stays_as_it_is);
  g_test_add_func ("/frame/shares", test_shares);
  g_test_add_func ("/frame/before", test_before);
  g_test_add_func ("/frame/rest", test_rest);
  return g_test_run ();
}
