/* What cannot be done is said, and the window goes on.
 *
 *   /window-refusals/rows     a row is to be added where there is none to begin from
 *   /window-refusals/names    more names than columns
 *   /window-refusals/row      of a batch that is typed into while it trains: the batch waits
 */
#include "app/network/gs-spec.h"
#include "app/workbook/gs-trainer.h"
#include "buttons.h"
#include "ui/gs-data-panel.h"
#include "ui/gs-sheet-view-private.h"
#include "windows.h"

static void
expect_said (GsWindow *window, const gchar *words)
{
  GtkWidget *label = windows_find (GTK_WIDGET (window->message), GTK_TYPE_LABEL);

  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), words));
}

/* A new network has no rows yet. */
static GsWindow *
open_empty (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsDataset) data = NULL;
  GsWindow *window;
  NnShape target;

  g_assert_true (gs_spec_parse ("input 2 · dense 1", network, &error));
  g_assert_true (nn_network_get_target_shape (network, &target, &error));
  data = gs_dataset_new_empty (&network->input, &target);
  book = gs_workbook_new (gs_document_new (g_steal_pointer (&network), data, 1, &error), &error);
  g_assert_no_error (error);
  window = gs_window_new (windows_application (), book, NULL);
  gtk_window_present (GTK_WINDOW (window));
  windows_draw (GTK_WIDGET (window));
  return window;
}

static void
test_rows (void)
{
  GsWindow *window = open_empty ();
  GtkWidget *panel = windows_find (GTK_WIDGET (window), GS_TYPE_DATA_PANEL);

  g_signal_emit_by_name (find_button (panel, "_Add a row"), "clicked");
  expect_said (window, "no row yet");
  g_signal_emit_by_name (find_button (panel, "_Remove"), "clicked");
  windows_close (window);
}

static void
test_names (void)
{
  GsWindow *window = windows_open ("mazur");
  GtkWidget *entry = windows_find (windows_find (GTK_WIDGET (window), GS_TYPE_DATA_PANEL), GTK_TYPE_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), "sleep, study, weather");
  g_signal_emit_by_name (entry, "activate");
  expect_said (window, "3");
  windows_close (window);
}

static void
test_row (void)
{
  GsWindow *window = windows_open ("moons");
  GsWorkbook *book = gs_view_get_workbook (window->view);
  GsSheetView *sheet = gs_sheet_pane_get_sheet (window->sheet_pane);
  GsTrainer *trainer = gs_trainer_start (book, &(GsTrainerPlan){ .passes = 100000000 }, NULL);
  NnCell x = { nn_program_find (gs_workbook_get_program (book), "x"), 0 };
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 5;
  gint row, n;

  gs_view_select (window->view, &x, FALSE);
  gs_sheet_view_edit (sheet, "7");
  g_assert_true (gs_trainer_is_paused (trainer));
  expect_said (window, "paused");
  row = gs_workbook_get_batch (book, &n)[0];
  while (g_get_monotonic_time () < end)
    windows_settle ();
  g_assert_true (gs_sheet_view_apply_edit (sheet));
  g_assert_cmpfloat (gs_dataset_get_input (gs_workbook_get_data (book), row)[0], ==, 7);
  windows_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-refusals/rows", test_rows);
  g_test_add_func ("/window-refusals/names", test_names);
  g_test_add_func ("/window-refusals/row", test_row);
  return g_test_run ();
}
