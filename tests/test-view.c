/* Views: selection, ranges, what is hidden, numbers as cells show them; and documents kept for a crash. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "app/view/gs-outline.h"
#include "app/view/gs-phase.h"
#include "app/view/gs-tabs.h"
#include "app/view/gs-view.h"
#include "views.h"

static NnCell
find (GsView *view, const gchar *name)
{
  NnCell cell;

  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (gs_view_get_workbook (view)), name, &cell, NULL));
  return cell;
}

static void
assert_format (gdouble value, gint digits, const gchar *wanted)
{
  gchar buffer[GS_VIEW_BUFFER];

  g_assert_cmpstr (gs_view_format (value, digits, buffer), ==, wanted);
}

static void
test_format (void)
{
  gs_number_prefer_sign (',');
  assert_format (-0.05, 4, "−0,05000");
  assert_format (0.000438568, 4, "4,386e−4");
  assert_format (1234.56, 4, "1235");
  gs_number_prefer_sign ('\0');
  assert_format (0.05, 4, "0.05000");
  assert_format (-0.05, 4, "−0.05000");
  assert_format (-0.2171, 4, "−0.2171");
  assert_format (0, 4, "0");
  assert_format (-0.0, 4, "0");
  assert_format (1.22491, 4, "1.225");
  assert_format (12.3456, 4, "12.35");
  assert_format (1234.56, 4, "1235");
  assert_format (0.000438568, 4, "4.386e−4");
  assert_format (123456, 4, "1.235e5");
  assert_format (1e-100, 3, "1.00e−100");
  assert_format (NAN, 4, "NaN");
  assert_format (-INFINITY, 4, "−∞");
  assert_format (1.0 / 3, 17, "0.33333333333333331");
  /* Significant digits: as many whatever the sign and the place of the point, also when rounding makes one
   * more. */
  assert_format (0.99996, 4, "1.000");
  assert_format (-9.9996, 4, "−10.00");
  assert_format (0.0012345, 4, "0.001234");
  assert_format (99996, 4, "1.000e5");
  assert_format (123456, 8, "123456.00");
  assert_format (-1.387778780781446e-17, 4, "−1.388e−17");
  assert_format (1e126, 1, "1e126");
}

static void
count_change (GsView *view, guint change, guint *changes)
{
  *changes |= change;
}

static void
test_selection (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnCell a = find (view, "W1[1,2]"), b = find (view, "W1[2,1]"), cell;
  g_autoptr (GArray) none = gs_view_list_range (view), range = NULL;
  guint changes = 0;

  g_assert_cmpuint (none->len, ==, 0);
  g_signal_connect (view, "changed", G_CALLBACK (count_change), &changes);
  gs_view_select (view, &a, FALSE);
  gs_view_select (view, &b, TRUE);
  g_assert_cmpuint (changes, ==, GS_VIEW_SELECTION);
  g_assert_true (gs_view_get_selected (view, &cell));
  g_assert_cmpuint (cell.offset, ==, a.offset);
  range = gs_view_list_range (view);
  g_assert_cmpuint (range->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (g_array_index (range, NnCell, i).offset, ==, i);
  gs_view_select (view, NULL, FALSE);
  g_assert_false (gs_view_get_selected (view, &cell));
}

/* The selection is by name: it stays on its tensor when pins change the program. */
static void
test_selection_outlives_the_program (void)
{
  g_autoptr (GsView) view = view_open ("softmax3");
  GsWorkbook *book = gs_view_get_workbook (view);
  NnCell selected = find (view, "dW1[2,3]"), pinned = find (view, "p[1,1]"), cell;
  g_autofree gchar *name = NULL;

  gs_view_select (view, &selected, FALSE);
  g_assert_true (gs_workbook_pin (book, &pinned, 0.5, NULL));
  g_assert_true (gs_view_get_selected (view, &cell));
  name = gs_cell_name (gs_workbook_get_program (book), &cell);
  g_assert_cmpstr (name, ==, "dW1[2,3]");
}

static void
test_ask_first (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnCell z1 = find (view, "z1[1,2]"), x = find (view, "x[1,1]");
  g_autofree gchar *hidden = NULL, *shown = NULL, *described = NULL;

  gs_view_set_step (view, GS_STEP_CELL);
  gs_view_set_ask_first (view, TRUE);
  g_assert_true (gs_view_step (view, 1));
  gs_view_reveal (view);
  g_assert_true (gs_view_step (view, 1));
  g_assert_true (gs_view_is_hidden (view, &z1));
  g_assert_false (gs_view_is_hidden (view, &x));
  g_assert_false (gs_view_is_hidden (view, &(NnCell){ z1.tensor, 0 }));
  hidden = gs_view_get_text (view, &z1);
  g_assert_cmpstr (hidden, ==, "?");
  described = gs_view_describe (view, &z1);
  g_assert_cmpstr (described, ==, "z1[1,2] = ?, forward, from x[1,1], W1[1,2], x[1,2], W1[2,2] and more");
  gs_view_reveal (view);
  shown = gs_view_get_text (view, &z1);
  g_assert_cmpstr (shown, ==, "0.3925");
}

/* What is chosen is what is seen, and nothing beyond what there is. */
static void
test_options (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  g_auto (GStrv) names = NULL;
  g_autoptr (GsSight) kept = NULL;
  gchar buffer[GS_VIEW_BUFFER];
  gint back, on;

  g_assert_cmpstr (gs_view_format_power (-1.5e126, buffer), ==, "−2e126");
  gs_view_set_levels (view, 9, -1);
  gs_view_get_levels (view, &back, &on);
  g_assert_cmpint (back, ==, 4);
  g_assert_cmpint (on, ==, 0);
  gs_view_set_sample (view, 7);
  g_assert_cmpint (gs_view_get_sample (view), ==, nn_program_get_batch_size (program));
  gs_view_set_ask_first (view, TRUE);
  g_assert_true (gs_view_get_ask_first (view));
  gs_view_toggle_breakpoint (view, 2);
  names = gs_view_list_breakpoints (view);
  g_assert_cmpint (g_strv_length (names), ==, 1);
  g_assert_cmpstr (names[0], ==,
                   nn_program_get_tensor (program, nn_program_get_instruction (program, 2)->output)->name);
  /* A sight stays as it was taken. */
  kept = gs_sight_ref (gs_view_get_sight (view));
  gs_view_toggle_breakpoint (view, 2);
  g_assert_true (gs_sight_has_breakpoint (kept, 2));
  g_assert_false (gs_sight_has_breakpoint (gs_view_get_sight (view), 2));
  for (gint phase = NN_PHASE_FORWARD; phase <= NN_PHASE_COMMIT; phase++)
    g_assert_cmpint (g_ascii_strcasecmp (gs_phase_title ((NnPhase) phase), gs_phase_name ((NnPhase) phase)),
                     ==, 0);
}

/* One goes to the sheet that holds a block, stays where it is there already, and follows the steps if asked.
 */
static void
test_tabs (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  const GArray *tabs = gs_view_get_tabs (view);
  gint W2 = nn_program_find (program, "W2");

  gs_view_show_tensor (view, W2);
  g_assert_cmpuint (gs_view_get_tab (view), ==, 0); /* all of it holds it, too */
  gs_view_set_tab (view, 1);
  g_assert_false (gs_tab_holds (&g_array_index (tabs, GsTab, 1), program, W2));
  gs_view_show_tensor (view, W2);
  g_assert_true (gs_tab_holds (&g_array_index (tabs, GsTab, gs_view_get_tab (view)), program, W2));
  gs_view_set_tab (view, 1);
  gs_view_set_follow (view, TRUE);
  g_assert_true (gs_view_get_follow (view));
  gs_workbook_run_to_cell (gs_view_get_workbook (view), &(NnCell){ nn_program_get_loss (program), 0 });
  g_assert_cmpuint (gs_view_get_tab (view), ==,
                    gs_tabs_find_instruction (
                        tabs, program, gs_workbook_get_cursor (gs_view_get_workbook (view)).instruction));
  gs_view_set_folded (view, TRUE);
  g_assert_true (gs_view_get_folded (view));
  gs_view_set_page (view, W2, 3);
  g_assert_cmpint (gs_view_get_page (view, W2), ==, 3);
  gs_view_set_rows_page (view, 2);
  g_assert_cmpint (gs_view_get_rows_page (view), ==, 2);
}

static void
assert_seen (GsView *view, const gchar *name, GsSeen expected, gdouble number)
{
  NnCell cell = find (view, name);
  gdouble value = NAN;

  g_assert_cmpint (gs_sight_see (gs_view_get_sight (view), &cell, &value), ==, expected);
  g_assert_cmpfloat (value, ==, number);
}

/* Blank, hidden for whatever reason, or a number; no number is told of what is not seen. */
static void
test_seen (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GArray) covered = g_array_new (FALSE, FALSE, sizeof (NnCell));
  NnCell x = find (view, "x[1,1]"), z2 = find (view, "z2[1,1]");

  assert_seen (view, "x[1,1]", GS_SEEN_NUMBER, 0.05);
  assert_seen (view, "z1[1,1]", GS_SEEN_BLANK, 0);
  g_array_append_val (covered, x);
  g_array_append_val (covered, z2); /* blank, and hidden all the same */
  gs_view_set_emphasis (view, NULL, covered);
  assert_seen (view, "x[1,1]", GS_SEEN_HIDDEN, 0);
  assert_seen (view, "z2[1,1]", GS_SEEN_HIDDEN, 0);
  gs_view_set_ask_first (view, TRUE);
  g_assert_true (gs_view_step (view, 1));
  assert_seen (view, "z1[1,1]", GS_SEEN_HIDDEN, 0);
  gs_view_reveal (view);
  g_assert_cmpint (
      gs_sight_see (gs_view_get_sight (view), &(NnCell){ find (view, "z1[1,1]").tensor, 0 }, &(gdouble){ 0 }),
      ==, GS_SEEN_NUMBER);
}

static void
assert_spoken (GsView *view, const gchar *name, const gchar *value, const gchar *origin)
{
  NnCell cell = find (view, name);
  g_autofree gchar *spoken_value = gs_sight_speak_value (gs_view_get_sight (view), &cell);
  g_autofree gchar *spoken_origin = gs_sight_speak_origin (gs_view_get_sight (view), &cell);

  g_assert_cmpstr (spoken_value, ==, value);
  g_assert_cmpstr (spoken_origin, ==, origin);
}

static void
test_speech (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsView) images = view_open ("convnet"), asking = view_open ("mazur");
  GsWorkbook *book = gs_view_get_workbook (view);
  NnCell a1 = find (view, "a1[1,1]");

  assert_spoken (view, "W1[2,1]", "W1[2,1] = 0.2000", "parameter, row 2 of 2, column 1 of 2");
  assert_spoken (view, "dW2[1,2]", "dL/dW2[1,2], not computed yet",
                 "backward, from a1[1,1] and dz2[1,2], row 1 of 2, column 2 of 2");
  while (gs_workbook_get_cursor (book).instruction
         < nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1)
    g_assert_true (gs_view_step (view, 1));
  assert_spoken (view, "dW2[1,1]", "dL/dW2[1,1] = 0.08217",
                 "backward, from a1[1,1] and dz2[1,1], row 1 of 2, column 1 of 2");
  assert_spoken (view, "L", "L = 0.2984", "loss, from a2[1,1], t[1,1], a2[1,2] and t[1,2]");
  g_assert_true (gs_workbook_pin (book, &a1, 0.5, NULL));
  assert_spoken (view, "a1[1,1]", "a1[1,1] = 0.5000",
                 "forward, from z1[1,1], pinned by hand, row 1 of 1, column 1 of 2");
  gs_view_set_ask_first (asking, TRUE);
  g_assert_true (gs_view_step (asking, 1));
  assert_spoken (asking, "z1[1,2]", "z1[1,2], hidden",
                 "forward, from x[1,1], W1[1,2], x[1,2], W1[2,2] and more, row 1 of 1, column 2 of 2");
  assert_spoken (images, "x[2,1,2,4]", "x[2,1,2,4] = 1.000",
                 "input, sample 2 of 2, channel 1 of 1, row 2 of 6, column 4 of 6");
}

static void
test_current (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnCell z1 = find (view, "z1[1,1]"), cell;

  g_assert_false (gs_view_get_current (view, &cell));
  gs_view_set_step (view, GS_STEP_TERM);
  g_assert_true (gs_view_step (view, 1));
  g_assert_true (gs_view_get_current (view, &cell));
  g_assert_cmpint (cell.tensor, ==, z1.tensor);
  g_assert_cmpuint (cell.offset, ==, 0);
  gs_view_set_step (view, GS_STEP_OPERATION);
  g_assert_true (gs_view_step (view, 2));
  g_assert_true (gs_view_get_selected (view, &cell));
  g_assert_cmpint (cell.tensor, ==, find (view, "a1[1,1]").tensor);
}

/* ---- what an edit changed ---- */

static void
assert_difference (GsView *view, const gchar *name, gdouble wanted)
{
  NnCell cell = find (view, name);
  gdouble difference;

  g_assert_true (gs_frame_get_change (gs_view_get_sight (view)->frame, &cell, &difference));
  g_assert_cmpfloat_with_epsilon (difference, wanted, 1e-12);
}

static void
assert_unchanged (GsView *view, const gchar *name)
{
  NnCell cell = find (view, name);

  g_assert_false (gs_frame_get_change (gs_view_get_sight (view)->frame, &cell, NULL));
}

static void
test_changes (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  GsWorkbook *book = gs_view_get_workbook (view);
  NnCell pinned = find (view, "a1[1,1]");

  gs_workbook_step (book, GS_STEP_OPERATION, 2);
  g_assert_false (gs_frame_has_changes (gs_view_get_sight (view)->frame));
  /* x1 = 0.05: a weight of 0.1 more is 0.005 more in z1, and nothing in its neighbour. */
  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.25", NULL));
  assert_difference (view, "W1[1,1]", 0.1);
  assert_difference (view, "z1[1,1]", 0.005);
  assert_unchanged (view, "z1[1,2]");
  assert_unchanged (view, "x[1,1]");
  /* Not computed before, so that nothing can be said. */
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  assert_unchanged (view, "z2[1,1]");
  assert_difference (view, "z1[1,1]", 0.005);
  /* Undo is a change the other way. */
  g_assert_true (gs_workbook_undo (book));
  assert_difference (view, "z1[1,1]", -0.005);
  /* A pin adds tensors; what follows is found all the same. */
  g_assert_true (gs_workbook_pin (book, &pinned, 0.75, NULL));
  assert_difference (view, "a1[1,1]", 0.75 - 1 / (1 + exp (-0.3775)));
  assert_unchanged (view, "z1[1,1]");
  gs_workbook_step (book, GS_STEP_PASS, 2);
  g_assert_false (gs_frame_has_changes (gs_view_get_sight (view)->frame));
}

/* ---- guesses ---- */

/* A right guess reveals; the number is hidden again for the next one. */
static void
assert_guess (GsView *view, const NnCell *cell, const gchar *text, gboolean right)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_view_guess (view, cell, text, &error) == right);
  if (right) {
    g_assert_no_error (error);
    g_assert_false (gs_view_is_hidden (view, cell));
    gs_view_step (view, -1);
    gs_view_set_ask_first (view, TRUE);
    gs_view_step (view, 1);
  } else {
    g_assert_nonnull (error);
    g_assert_null (strstr (error->message, "377"));
  }
  g_assert_true (gs_view_is_hidden (view, cell));
}

/* z1[1,1] = 0.3775 */
static void
test_guess (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnCell cell = find (view, "z1[1,1]");

  gs_view_set_step (view, GS_STEP_OPERATION);
  gs_view_set_ask_first (view, TRUE);
  gs_view_step (view, 1);
  assert_guess (view, &cell, "0.3775", TRUE);
  assert_guess (view, &cell, "0.378", TRUE);
  assert_guess (view, &cell, "0.38", TRUE);
  assert_guess (view, &cell, "151/400", TRUE);
  assert_guess (view, &cell, "3.775e-1", TRUE);
  assert_guess (view, &cell, "0.4", FALSE);
  assert_guess (view, &cell, "0", FALSE);
  assert_guess (view, &cell, "0.37", FALSE);
  assert_guess (view, &cell, "-0.3775", FALSE);
  assert_guess (view, &cell, "0.37760001", FALSE);
  assert_guess (view, &cell, "about 0.4", FALSE);
  assert_guess (view, &cell, "", FALSE);
}

/* One scale of colours as long as it leaves no weight white; what somebody chooses holds. */
static void
test_scale (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnCell cell = find (view, "W2[1,1]");

  g_assert_true (gs_view_get_whole_scale (view));
  gs_workbook_set_cells (gs_view_get_workbook (view), &cell, &(gdouble){ 2000 }, 1, NULL);
  g_assert_false (gs_view_get_whole_scale (view));
  g_assert_cmpint (gs_view_get_scale_choice (view), ==, GS_SCALE_UNCHOSEN);
  gs_view_set_whole_scale (view, TRUE);
  g_assert_true (gs_view_get_whole_scale (view));
  gs_view_set_scale_choice (view, GS_SCALE_UNCHOSEN);
  g_assert_false (gs_view_get_whole_scale (view));
  gs_workbook_undo (gs_view_get_workbook (view));
  g_assert_true (gs_view_get_whole_scale (view));
}

/* 0.1 + 0.2 - 0.3 is no 0 to a machine: it stands there, and gives no colour its measure. A small gradient
 * does. */
static void
test_noise (void)
{
  static const gdouble inputs[] = { 0.1, 0.2 }, noisy[] = { 0.3 }, small[] = { 0.3 + 1e-12 };

  for (gint i = 0; i < 2; i++) {
    g_autoptr (GsWorkbook) book =
        book_new ("input 2 · dense 1 linear", NN_LOSS_HALF_SQUARED_ERROR, 1, inputs, i == 0 ? noisy : small);
    g_autoptr (GsView) view = gs_view_new (book);
    GsCursor end = { 1, nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1, 0, 0 };
    const GsSight *sight;
    gdouble value;

    book_set (book, "W1[1,1]", 1);
    book_set (book, "W1[2,1]", 1);
    g_assert_true (gs_workbook_go_to (book, &end, NULL));
    for (const gchar *const *name = (const gchar *const[]){ "da1[1,1]", "dW1[1,1]", "dW1[2,1]", NULL };
         *name != NULL; name++) {
      NnCell cell = book_find (book, *name);

      sight = gs_view_get_sight (view);
      g_assert_cmpint (gs_frame_look (sight->frame, &cell, &value), !=, GS_CELL_BLANK);
      g_assert_cmpfloat (fabs (value), >, 0);
      if (i == 0)
        g_assert_cmpfloat (gs_sight_get_largest (sight, cell.tensor), ==, 0);
      else
        g_assert_cmpfloat (gs_sight_get_largest (sight, cell.tensor), >=, fabs (value));
    }
  }
}

static void
test_display (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnCell cell = find (view, "W1[1,1]"), other = find (view, "W2[1,1]");
  gchar buffer[GS_VIEW_BUFFER];
  g_autofree gchar *text = NULL;

  g_assert_cmpint (gs_view_get_display (view, cell.tensor), ==, GS_DISPLAY_BOTH);
  gs_view_set_display (view, cell.tensor, GS_DISPLAY_COLOURS);
  g_assert_cmpint (gs_view_get_display (view, cell.tensor), ==, GS_DISPLAY_COLOURS);
  g_assert_cmpint (gs_view_get_display (view, other.tensor), ==, GS_DISPLAY_BOTH);
  gs_view_set_display (view, cell.tensor, GS_DISPLAY_BOTH);
  g_assert_cmpint (gs_view_get_display (view, cell.tensor), ==, GS_DISPLAY_BOTH);
  gs_view_set_scientific (view, TRUE);
  g_assert_cmpstr (gs_sight_format (gs_view_get_sight (view), 0.3775, 0, buffer), ==, "3.775e−1");
  g_assert_cmpstr (gs_sight_format (gs_view_get_sight (view), -1234.5, 2, buffer), ==, "−1.2e3");
  g_assert_cmpstr (gs_sight_format (gs_view_get_sight (view), NAN, 0, buffer), ==, "NaN");
  text = gs_view_get_text (view, &cell);
  g_assert_cmpstr (text, ==, "1.500e−1");
}

/* ---- breakpoints and the outline ---- */

static gint
find_instruction (GsView *view, const gchar *name)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));

  return nn_program_get_tensor (program, nn_program_find (program, name))->producer;
}

static GsCursor
run (GsView *view)
{
  for (gint i = 0; i < 1000 && gs_view_run_step (view); i++)
    ;
  return gs_workbook_get_cursor (gs_view_get_workbook (view));
}

static void
test_breakpoint (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  gint stop = find_instruction (view, "z2"), later = find_instruction (view, "dW2");

  gs_view_toggle_breakpoint (view, stop);
  gs_view_toggle_breakpoint (view, later);
  g_assert_true (gs_view_has_breakpoint (view, stop));
  for (GsStep step = GS_STEP_CELL; step <= GS_STEP_PASS; step++) {
    GsCursor cursor;

    gs_view_set_step (view, step);
    cursor = run (view);
    g_assert_cmpint (cursor.instruction, ==, stop);
    g_assert_cmpuint (cursor.cell, ==, 0);
    g_assert_cmpint (run (view).instruction, ==, later);
    /* The next pass has the same. */
    g_assert_cmpint (run (view).instruction, ==, stop);
    g_assert_cmpuint (gs_workbook_get_cursor (gs_view_get_workbook (view)).pass, ==, cursor.pass + 1);
    gs_workbook_go_to (gs_view_get_workbook (view), &(GsCursor){ cursor.pass + 1, 0, 0, 0 }, NULL);
  }
  gs_view_toggle_breakpoint (view, stop);
  g_assert_false (gs_view_has_breakpoint (view, stop));
  g_assert_cmpint (run (view).instruction, ==, later);
}

static void
test_outline (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  GsFold folds[GS_N_PHASES] = { GS_FOLD_OPEN };
  gint n = nn_program_get_n_instructions (program);

  for (gint k = 0; k < 243; k++) {
    g_autoptr (GArray) items = NULL;
    gint next = 0;

    for (gint phase = 0, rest = k; phase < GS_N_PHASES; phase++, rest /= 3)
      folds[phase] = (GsFold) (rest % 3);
    items = gs_outline_list (program, folds);
    for (guint i = 0; i < items->len; i++) {
      const GsOutlineItem *item = &g_array_index (items, GsOutlineItem, i);
      g_autofree gchar *title = NULL, *text = NULL;

      g_assert_cmpint (item->first, ==, next);
      g_assert_cmpint (item->last, >=, item->first);
      for (gint at = item->first; at <= item->last; at++) {
        g_assert_cmpint (nn_program_get_instruction (program, at)->phase, ==, item->phase);
        g_assert_cmpint (gs_outline_find (items, at), ==, i);
      }
      gs_outline_describe (program, item, &title, &text);
      g_assert_cmpint (strlen (title), >, 0);
      next = item->last + 1;
    }
    g_assert_cmpint (next, ==, n);
    if (k == 0)
      g_assert_cmpuint (items->len, ==, n);
    if (k == 242)
      g_assert_cmpuint (items->len, ==, GS_N_PHASES);
  }
}

static void
test_spoken_outline (void)
{
  static const gchar *const want[] = { "1: z1 = x·W1 + b1, forward", "1 to 2: z1 … a1, 2 operations, forward",
                                       "1 to 4: z1 … a2, 4 operations, forward" };
  g_autoptr (GsView) view = view_open ("mazur");
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));

  for (gint fold = GS_FOLD_OPEN; fold <= GS_FOLD_CLOSED; fold++) {
    GsFold folds[GS_N_PHASES];
    g_autoptr (GArray) items = NULL;
    g_autofree gchar *first = NULL, *last = NULL;

    for (gint phase = 0; phase < GS_N_PHASES; phase++)
      folds[phase] = (GsFold) fold;
    items = gs_outline_list (program, folds);
    first = gs_outline_speak (program, &g_array_index (items, GsOutlineItem, 0));
    last = gs_outline_speak (program, &g_array_index (items, GsOutlineItem, items->len - 1));
    g_assert_cmpstr (first, ==, want[fold]);
    g_assert_cmpstr (last, ==, "14: commit, each weight takes its new value");
  }
}

/* An open editor: what it holds is settled before anything moves, or nothing moves. */
typedef struct {
  GsWorkbook *book;
  gboolean refuses;
  guint n_asked, n_refused;
} Editor;

static gboolean
on_commit (gpointer user_data, GError **error)
{
  Editor *editor = user_data;

  editor->n_asked++;
  if (!editor->refuses)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "No number.");
  return FALSE;
}

static void
on_refused (GsWorkbook *book, const gchar *reason, Editor *editor)
{
  g_assert_cmpstr (reason, ==, "No number.");
  editor->n_refused++;
}

static void
test_typing (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  GsWorkbook *book = gs_view_get_workbook (view);
  NnCell first = find (view, "W1[1,1]"), other = find (view, "W1[2,2]"), cell;
  Editor editor = { .book = book }, second = { .book = book };
  gdouble half = 0.5;

  g_signal_connect (book, "refused", G_CALLBACK (on_refused), &editor);
  gs_view_select (view, &first, FALSE);
  g_assert_true (gs_workbook_set_cells (book, &first, &half, 1, NULL));

  /* It refuses: nothing moves, by whatever way. */
  editor.refuses = TRUE;
  g_assert_true (gs_workbook_open_editor (book, &editor, on_commit, NULL));
  gs_view_select (view, &other, FALSE);
  g_assert_true (gs_view_get_selected (view, &cell) && cell.offset == first.offset);
  g_assert_false (gs_workbook_step (book, GS_STEP_OPERATION, 1));
  g_assert_false (gs_workbook_step (book, GS_STEP_PASS, 1));
  g_assert_false (gs_workbook_go_to (book, &(GsCursor){ 1, 3, 0, 0 }, NULL));
  gs_workbook_run_to_cell (book, &(NnCell){ nn_program_get_loss (gs_workbook_get_program (book)), 0 });
  g_assert_false (gs_workbook_undo (book));
  g_assert_false (gs_workbook_redo (book));
  g_assert_false (gs_workbook_reset (book, NULL));
  g_assert_false (gs_workbook_train (book, 1, NULL, NULL, NULL, NULL));
  g_assert_false (gs_workbook_set_data (book, gs_workbook_get_data (book), "Rows", NULL));
  g_assert_false (gs_workbook_set_network (book, nn_network_copy (gs_workbook_get_network (book)),
                                           gs_workbook_get_data (book), "Layers", NULL));
  g_assert_false (gs_workbook_set_seed (book, 7, NULL));
  g_assert_false (gs_workbook_set_all_gradients (book, TRUE, NULL));
  g_assert_false (gs_workbook_open_editor (book, &second, on_commit, NULL));
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
  g_assert_cmpuint (editor.n_refused, ==, editor.n_asked);
  g_assert_cmpuint (editor.n_asked, ==, 14);

  /* A run waits for it, without asking. */
  g_assert_true (gs_view_run_step (view));
  g_assert_cmpuint (editor.n_asked, ==, 14);

  /* It takes what it holds: asked once, and the move follows. */
  editor.refuses = FALSE;
  g_assert_true (gs_workbook_step (book, GS_STEP_OPERATION, 1));
  g_assert_cmpuint (editor.n_asked, ==, 15);
  g_assert_false (gs_workbook_has_editor (book));
  g_assert_true (gs_workbook_step (book, GS_STEP_OPERATION, 1));
  g_assert_cmpuint (editor.n_asked, ==, 15);
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 2);

  /* Another one is opened: the first is settled. Who is not open closes nobody. */
  g_assert_true (gs_workbook_open_editor (book, &editor, on_commit, NULL));
  g_assert_true (gs_workbook_open_editor (book, &second, on_commit, NULL));
  g_assert_cmpuint (editor.n_asked, ==, 16);
  gs_workbook_close_editor (book, &editor);
  g_assert_true (gs_workbook_has_editor (book));
  gs_workbook_close_editor (book, &second);
  g_assert_false (gs_workbook_has_editor (book));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/format", test_format);
  g_test_add_func ("/view/selection", test_selection);
  g_test_add_func ("/view/program", test_selection_outlives_the_program);
  g_test_add_func ("/view/ask-first", test_ask_first);
  g_test_add_func ("/view/seen", test_seen);
  g_test_add_func ("/view/options", test_options);
  g_test_add_func ("/view/tabs", test_tabs);
  g_test_add_func ("/view/speech", test_speech);
  g_test_add_func ("/view/current", test_current);
  g_test_add_func ("/view/changes", test_changes);
  g_test_add_func ("/view/guess", test_guess);
  g_test_add_func ("/view/display", test_display);
  g_test_add_func ("/view/scale", test_scale);
  g_test_add_func ("/view/noise", test_noise);
  g_test_add_func ("/view/breakpoint", test_breakpoint);
  g_test_add_func ("/view/outline", test_outline);
  g_test_add_func ("/view/spoken-outline", test_spoken_outline);
  g_test_add_func ("/view/typing", test_typing);
  return g_test_run ();
}
