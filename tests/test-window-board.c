/* What a class sees of each lesson on a projector of 1280x720, step by step: asked, with the
 * hands that were raised, and answered.
 *
 *   /window-board/NN-lesson    digits that are read from the back, what is asked for in sight, no word on
 * stderr
 *   /window-board/squarer      the other views and the whole formula on a screen of 1024x768
 */
#include "app/paint/gs-board.h"
#include "app/paint/gs-painter.h"
#include "ui/gs-board-formula.h"
#include "ui/gs-formula-line.h"
#include "ui/gs-sheet-view-private.h"
#include "ui/gs-stage-view.h"
#include "ui/gs-stage.h"
#include "windows.h"

#define N_FRAMES 8 /* until the question has its place, and the cells the room that it leaves */

/* The smallest of all blocks whose cells have numbers. */
static gdouble
find_digit_size (GsSheetView *sheet)
{
  gdouble zoom = gs_sheet_view_get_zoom (sheet), size = G_MAXDOUBLE;

  for (gint i = 0; i < gs_layout_get_n_blocks (sheet->layout); i++) {
    const GsBlock *block = gs_layout_get_block (sheet->layout, i);

    if (block->cell_width * zoom >= GS_NUMBER_WIDTH)
      size = MIN (size, gs_painter_get_block_digit_size (block, zoom));
  }
  return size;
}

static void
assert_seen (GsSheetView *sheet, const NnCell *cell)
{
  GdkRectangle place;

  if (!gs_sheet_view_locate (sheet, cell, &place))
    return;
  g_assert_cmpint (place.x, >=, 0);
  g_assert_cmpint (place.y, >=, 0);
  g_assert_cmpint (place.x + place.width, <=, gtk_widget_get_width (GTK_WIDGET (sheet)) + 1);
  g_assert_cmpint (place.y + place.height, <=, gtk_widget_get_height (GTK_WIDGET (sheet)) - sheet->foot + 1);
}

static void
look (GsView *view, GsStage *stage)
{
  const GsSight *sight = gs_view_get_sight (view);
  g_autoptr (GsBoard) board = gs_board_new (gs_view_get_sight (view));
  GsSheetView *sheet = gs_stage_get_sheet (stage);
  guint n = gs_board_count_in_play (board);
  NnCell cell;

  for (gint i = 0; i < N_FRAMES; i++)
    windows_draw (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (stage))));
  if (n > 0 && n < GS_BOARD_FEW)
    g_assert_cmpfloat (find_digit_size (sheet), >=, GS_BOARD_LEGIBLE);
  if (!gs_view_get_selected (view, &cell))
    return;
  assert_seen (sheet, &cell);
  /* What it is computed from is, too. */
  if (n < GS_BOARD_FEW && sight->explanation != NULL) {
    g_autoptr (GArray) sources = gs_explanation_get_precedents (sight->explanation, GS_BOARD_FEW);

    for (guint i = 0; i < sources->len; i++)
      assert_seen (sheet, &g_array_index (sources, NnCell, i));
  }
  /* What the question is about is seen as a whole. */
  for (guint i = 0; sight->highlighted != NULL && n < GS_BOARD_FEW && i < sight->highlighted->len; i++)
    if (g_array_index (sight->highlighted, NnCell, i).tensor == cell.tensor)
      assert_seen (sheet, &g_array_index (sight->highlighted, NnCell, i));
  for (guint i = 0; sight->entries != NULL && n < GS_BOARD_FEW && i < sight->entries->len; i++)
    if (g_array_index (sight->entries, GsEntry, i).cell.tensor == cell.tensor)
      assert_seen (sheet, &g_array_index (sight->entries, GsEntry, i).cell);
}

static void
test_lesson (gconstpointer name)
{
  g_autoptr (GError) error = NULL;
  GsWindow *window = windows_open ("mazur");
  GtkWidget *projector = gtk_window_new ();
  GtkWidget *stage;
  GsLessonPlayer *player;

  windows_begin_lesson (window, name, NULL);
  player = gs_lesson_pane_get_player (window->lesson_pane);
  stage = gs_stage_new (window->view, player, window->poll, gs_sheet_pane_get_grid (window->sheet_pane));
  gtk_window_set_default_size (GTK_WINDOW (projector), 1280, 720);
  gtk_window_set_child (GTK_WINDOW (projector), stage);
  gtk_window_present (GTK_WINDOW (projector));
  for (guint i = 0; i < gs_lesson_player_get_n_steps (player); i++) {
    g_test_message ("step %u", i + 1);
    gs_lesson_player_go_to (player, i, &error);
    g_assert_no_error (error);
    look (window->view, GS_STAGE (stage));
    if (gs_lesson_player_get_step (player)->task != NULL) {
      /* All hands for one answer: the others' bars have no length. */
      gs_poll_set_count (window->poll, i, 1, 12);
      gs_poll_set_shown (window->poll, TRUE);
      look (window->view, GS_STAGE (stage));
      gs_poll_set_shown (window->poll, FALSE);
      gs_lesson_player_reveal (player);
      look (window->view, GS_STAGE (stage));
    }
  }
  gtk_window_destroy (GTK_WINDOW (projector));
  windows_close (window);
}

static void
look_at_view (const gchar *network, const gchar *name)
{
  GsWindow *window = windows_open (network);
  GtkWidget *projector = gtk_window_new ();
  GtkWidget *stage =
      gs_stage_new (window->view, NULL, window->poll, gs_sheet_pane_get_grid (window->sheet_pane));
  GtkWidget *shown, *formula, *line;
  gint least, whole;

  gtk_window_set_default_size (GTK_WINDOW (projector), 1024, 768);
  gtk_window_set_child (GTK_WINDOW (projector), stage);
  gtk_window_present (GTK_WINDOW (projector));
  gs_stage_show (GS_STAGE (stage), name);
  do {
    g_autofree gchar *text = NULL;

    for (gint i = 0; i < N_FRAMES; i++)
      windows_draw (projector);
    shown = windows_find (stage, GS_TYPE_STAGE_VIEW);
    gtk_widget_measure (shown, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    g_assert_cmpint (least, <=, gtk_widget_get_width (gtk_widget_get_parent (shown)));
    formula = windows_find (stage, GS_TYPE_BOARD_FORMULA);
    line = windows_find (formula, GS_TYPE_FORMULA_LINE);
    gs_formula_line_set_room (GS_FORMULA_LINE (line), 0);
    gtk_widget_measure (line, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &whole, NULL, NULL);
    text = gs_formula_line_get_text (GS_FORMULA_LINE (line), FALSE);
    /* At 24 pixels so many letters have room. */
    if (g_utf8_strlen (text, -1) <= 58)
      g_assert_cmpint (whole, <=, gtk_widget_get_width (formula));
  } while (gs_view_step (window->view, 1)
           && gs_workbook_get_cursor (gs_view_get_workbook (window->view)).pass == 1);
  gtk_window_destroy (GTK_WINDOW (projector));
  windows_close (window);
}

static void
test_squarer (void)
{
  look_at_view ("moons", "playground");
  look_at_view ("digits8-conv", "digits");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  windows_add_lessons ("window-board", test_lesson);
  g_test_add_func ("/window-board/squarer", test_squarer);
  return g_test_run ();
}
