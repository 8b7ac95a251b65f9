/* Networks that branch go the same ways as chains: the tape, steps of every size there and back, a lesson.
 * Practice and its marking on them are in test-marking.c. */
#include "app/lesson/gs-lesson-check.h"
#include "app/view/gs-outline.h"
#include "books.h"
#include "random-books.h"

static const gchar *const networks[] = { "residual", "branches" };

/* Every instruction is in one card of the tape, whatever is folded; a card of a folded layer holds one
 * layer's. */
static void
test_tape (void)
{
  static const GsFold kinds[] = { GS_FOLD_OPEN, GS_FOLD_LAYERS, GS_FOLD_CLOSED };

  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++) {
      g_autoptr (GsWorkbook) book = book_open (networks[i]);
      NnProgram *program = gs_workbook_get_program (book);
      GsFold folds[GS_N_PHASES];
      g_autoptr (GArray) items = NULL;
      gint next = 0;

      for (gint phase = 0; phase < GS_N_PHASES; phase++)
        folds[phase] = kinds[k];
      items = gs_outline_list (program, folds);
      for (guint n = 0; n < items->len; n++) {
        const GsOutlineItem *item = &g_array_index (items, GsOutlineItem, n);
        g_autofree gchar *spoken = gs_outline_speak (program, item);

        g_assert_cmpint (item->first, ==, next);
        for (gint at = item->first; at <= item->last; at++) {
          g_assert_cmpint (gs_outline_find (items, at), ==, n);
          if (kinds[k] == GS_FOLD_LAYERS)
            g_assert_cmpint (nn_program_get_instruction (program, at)->layer, ==,
                             nn_program_get_instruction (program, item->first)->layer);
        }
        g_assert_true (*spoken != '\0');
        next = item->last + 1;
      }
      g_assert_cmpint (next, ==, nn_program_get_n_instructions (program));
    }
}

/* A pass by steps of one size, and each of them taken back: what was seen is seen again, to the bit. */
static void
test_steps (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    for (gint step = GS_STEP_TERM; step <= GS_STEP_PASS; step++) {
      g_autoptr (GsWorkbook) book = book_open (networks[i]), oracle = book_open (networks[i]);
      gint n = 0;

      while (gs_workbook_get_cursor (book).pass < 2) {
        assert_step (book, (GsStep) step, 1);
        n++;
      }
      g_assert_cmpint (n, >=, 2);
      for (gint k = n - 1; k >= 0; k--) {
        GsCursor there;

        assert_step (book, (GsStep) step, -1);
        there = gs_workbook_get_cursor (book);
        go (oracle, &there);
        assert_same_view (book, oracle);
      }
      g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
    }
}

/* Where ways part, the gradient is the sum of what comes back on each; training goes down both. */
static void
test_training (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autoptr (GsWorkbook) trained = book_open (networks[i]), stepped = book_open (networks[i]);
    g_autoptr (GError) error = NULL;

    g_assert_true (gs_workbook_train (trained, 30, NULL, NULL, NULL, &error));
    g_assert_no_error (error);
    assert_step (stepped, GS_STEP_PASS, 31);
    assert_same_view (trained, stepped);
  }
}

/* Every task can be solved and every mistake is recognised, by playing it. */
static void
test_lesson (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems =
      gs_lesson_check (SOURCE_ROOT "/tests/fixtures/around-a-layer.json", NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (const gchar *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/branching/tape", test_tape);
  g_test_add_func ("/branching/steps", test_steps);
  g_test_add_func ("/branching/training", test_training);
  g_test_add_func ("/branching/lesson", test_lesson);
  return g_test_run ();
}
