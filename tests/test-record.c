/* Exports before they are written: passes foreseen without computing them, and what cannot be said
 * beforehand. */
#include <string.h>

#include "app/exchange/gs-arrays.h"
#include "app/exchange/gs-exchange.h"
#include "app/exchange/gs-onnx-export.h"
#include "books.h"

/* As many frames as passes, of the same programs and places as those that are computed, without their
 * numbers. */
static void
test_foreseen (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 3 tanh · dense 1 sigmoid", "circle:rows=10");
  GsRecordOptions options = { .n_passes = 3, .n_rows = 2 }, again = options;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) foreseen = gs_record_foresee (book, &options, &error), taken = NULL;

  g_assert_no_error (error);
  taken = gs_record_take (book, &again, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (foreseen->len, ==, 3);
  g_assert_cmpuint (taken->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    GsFrame *before = g_ptr_array_index (foreseen, i), *after = g_ptr_array_index (taken, i);
    NnProgram *program = gs_frame_get_program (before);
    NnCell loss = { nn_program_get_loss (program), 0 };

    g_assert_cmpint (nn_program_get_n_instructions (program), ==,
                     nn_program_get_n_instructions (gs_frame_get_program (after)));
    g_assert_cmpint (nn_program_get_batch_size (program), ==, 2);
    g_assert_false (gs_frame_is_visible (before, &loss));
    g_assert_true (gs_frame_is_visible (after, &loss));
  }
}

static void
assert_refused (gboolean good, GError *error, const gchar *says)
{
  g_assert_false (good);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
  g_error_free (error);
}

static gboolean
check (const gchar *network, const gchar *file, const gchar *format, GError **error)
{
  g_autoptr (GsWorkbook) book = book_open (network);
  GsExchangeOptions options = { .record.n_passes = 1 };

  return gs_exchange_check (gs_exchange_find (file, format), gs_workbook_to_document (book), &options, error);
}

static void
test_checked (void)
{
  g_autoptr (GsWorkbook) fine = book_open ("mazur"), perceptron = NULL;
  g_autoptr (GError) none = NULL;
  GError *error = NULL;
  gboolean good;

  g_assert_true (check ("mazur", "a.xlsx", NULL, &none));
  g_assert_no_error (none);
  good = check ("excelnet", "a.xlsx", NULL, &error);
  assert_refused (good, g_steal_pointer (&error), "--rows");
  g_assert_true (gs_onnx_check (fine, &none));
  perceptron = book_make ("input 2 · dense 1 step pass-through", "circle:rows=4");
  good = gs_onnx_check (perceptron, &error);
  assert_refused (good, g_steal_pointer (&error), "step");
  g_assert_true (gs_arrays_check_name (gs_workbook_get_program (fine), "W1", &none));
  good = gs_arrays_check_name (gs_workbook_get_program (fine), "W3", &error);
  assert_refused (good, g_steal_pointer (&error), "W1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/foreseen", test_foreseen);
  g_test_add_func ("/record/checked", test_checked);
  return g_test_run ();
}
