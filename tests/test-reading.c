/* Reading never computes: whatever is painted, selected, pointed at, read aloud, printed or looked up, no
 * kernel is executed and no run made, wherever the cursor stands and whatever has just been edited. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/paint/gs-picture.h"
#include "app/view/gs-view.h"
#include "books.h"

static const gchar *const networks[] = { "mazur",    "xor",     "welch",    "logistic",
                                         "softmax3", "convnet", "convnetjs" };

/* ---- how much has been computed ---- */

typedef struct {
  guint64 n_executed, n_made;
} Work;

static Work
note_work (void)
{
  return (Work){ nn_run_count_executed (), nn_run_count_made () };
}

static void
assert_no_work (const Work *before)
{
  g_assert_cmpuint (nn_run_count_executed (), ==, before->n_executed);
  g_assert_cmpuint (nn_run_count_made (), ==, before->n_made);
}

/* ---- all the ways of reading ---- */

static void
paint (GsView *view, const GsLayout *layout)
{
  g_autoptr (GsPainter) painter = gs_painter_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 700, 500);
  cairo_t *cr = cairo_create (surface);
  GsScene scene = { .layout = layout,
                    .sight = gs_view_get_sight (view),
                    .theme = gs_theme_get (FALSE, FALSE),
                    .zoom = 0.6,
                    .width = 700,
                    .height = 500 };

  gs_painter_draw (painter, cr, &scene);
  gs_painter_draw_legend (painter, cr, &scene, 10, 10);
  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++)
    gs_painter_get_key (painter, &scene, i);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
read_cell (GsView *view, const NnCell *cell)
{
  static const NnDialect dialects[] = { NN_DIALECT_MATH, NN_DIALECT_LATEX, NN_DIALECT_NUMBERS,
                                        NN_DIALECT_PYTHON };
  const GsSight *sight;
  NnCell found;

  gs_view_select (view, cell, FALSE);
  gs_view_point_at (view, cell);
  sight = gs_view_get_sight (view);
  g_free (gs_sight_get_text (sight, cell));
  g_free (gs_sight_describe (sight, cell));
  g_free (gs_sight_speak_value (sight, cell));
  g_free (gs_sight_speak_origin (sight, cell));
  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++)
    for (NnPrintForm form = NN_PRINT_GENERAL; form <= NN_PRINT_EXPANDED; form++)
      g_free (gs_explanation_print (sight->explanation, dialects[i], form, NULL));
  g_array_unref (gs_explanation_get_precedents (sight->explanation, 64));
  g_array_unref (gs_explanation_get_dependents (sight->explanation, 64));
  gs_explanation_get_formula_value (sight->explanation);
  gs_view_is_hidden (view, cell);
  gs_view_is_blanked (view, cell);
  gs_view_may_edit (view, cell);
  gs_view_get_current (view, &found);
  gs_view_find_not_finite (view, &found);
}

/* A few cells of every tensor, those far ahead of the cursor included. */
static void
read_all (GsView *view)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  g_autoptr (GsLayout) layout = gs_layout_new (program);
  Work before = note_work ();

  paint (view, layout);
  for (NnCell cell = { 0, 0 }; cell.tensor < nn_program_get_n_tensors (program); cell.tensor++) {
    gsize n = nn_shape_count (&nn_program_get_tensor (program, cell.tensor)->shape);

    for (cell.offset = 0; cell.offset < n; cell.offset += 1 + n / 2)
      read_cell (view, &cell);
    if (cell.tensor % 4 == 0)
      paint (view, layout);
  }
  assert_no_work (&before);
}

/* ---- wherever the cursor stands ---- */

static void
test_everywhere (gconstpointer name)
{
  g_autoptr (GsWorkbook) book = book_open (name);
  g_autoptr (GsView) view = gs_view_new (book);
  NnCell w = { nn_program_find (gs_workbook_get_program (book), "W1"), 0 };

  gs_view_set_levels (view, 3, 2);
  for (GsStep step = GS_STEP_TERM; step <= GS_STEP_PASS; step++) {
    gs_view_set_step (view, step);
    gs_view_step (view, 2);
    read_all (view);
  }
  gs_view_set_step (view, GS_STEP_OPERATION);
  gs_view_step (view, -5);
  read_all (view);
  gs_view_step (view, 3);
  gs_view_set_ask_first (view, TRUE);
  gs_view_step (view, 1);
  read_all (view);
  /* What an edit has put out of date is computed by the edit as far as it is seen, and no farther. */
  g_assert_true (gs_workbook_set_cells (book, &w, &(gdouble){ 0.125 }, 1, NULL));
  gs_view_set_differences (view, TRUE);
  read_all (view);
  gs_workbook_undo (book);
  read_all (view);
}

/* Cells to be filled in are looked up while keys are handled and the sheet is drawn, after edits too. */
static void
test_blanks (gconstpointer name)
{
  g_autoptr (GsWorkbook) book = book_open (name);
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);
  NnCell w = { nn_program_find (gs_workbook_get_program (book), "W1"), 0 };
  NnCell z = { nn_program_find (gs_workbook_get_program (book), "z1"), 0 };
  Work before;

  g_assert_true (gs_blanks_add (blanks, &z, 1, NULL));
  gs_view_set_blanks (view, blanks);
  read_all (view);
  g_assert_true (gs_workbook_set_cells (book, &w, &(gdouble){ 0.125 }, 1, NULL));
  before = note_work ();
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 1);
  g_assert_cmpint (gs_blanks_find (blanks, &z), ==, 0);
  g_assert_true (gs_blanks_type (blanks, &z, "0.5", NULL));
  g_assert_cmpstr (gs_blanks_get_text (blanks, &z), ==, "0.5");
  g_assert_cmpuint (gs_blanks_count_filled (blanks), ==, 1);
  g_assert_true (gs_view_is_blanked (view, &z));
  assert_no_work (&before);
  read_all (view);
  /* Marking is a request: that computes. What is marked is read as everything else. */
  gs_view_mark_blanks (view);
  g_assert_cmpuint (nn_run_count_executed (), >, before.n_executed);
  read_all (view);
}

/* Pictures of all kinds of a sheet whose cursor stands at the start. */
static void
test_pictures (gconstpointer name)
{
  static const gchar *const endings[] = { "png", "svg", "pdf" };
  g_autofree gchar *folder = g_dir_make_tmp ("reading-XXXXXX", NULL);
  g_autoptr (GsWorkbook) book = book_open (name);
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  NnCell loss = { nn_program_get_loss (gs_workbook_get_program (book)), 0 };
  Work before;

  gs_view_select (view, &loss, FALSE);
  gs_view_set_levels (view, 4, 4);
  before = note_work ();
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree gchar *path = g_strdup_printf ("%s/sheet.%s", folder, endings[i]);
    GsScene scene = gs_picture_make_scene (gs_view_get_sight (view), layout, gs_theme_get (i == 1, FALSE), 1);
    g_autoptr (GError) error = NULL;

    gs_picture_write_scene (&scene, path, &error);
    g_assert_no_error (error);
    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  assert_no_work (&before);
  g_rmdir (folder);
}

/* Without rows there is nothing to compute: cells have their formulas and arrows, looking ahead shows no
 * more, and blanks outlast the rows' going and coming. */
static void
test_no_rows (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GsDataset) none =
      gs_dataset_new_empty (gs_dataset_get_input_shape (data), gs_dataset_get_target_shape (data));
  g_autoptr (GsFrame) ahead = NULL;
  g_autoptr (GError) error = NULL;
  NnCell z = { nn_program_find (gs_workbook_get_program (book), "z1"), 0 };
  Work before;

  g_assert_true (gs_blanks_add (blanks, &z, 1, NULL));
  g_assert_true (gs_blanks_type (blanks, &z, "0.3775", NULL));
  gs_view_set_blanks (view, blanks);
  g_assert_true (gs_workbook_set_data (book, none, "No rows", &error));
  g_assert_no_error (error);
  before = note_work ();
  ahead = gs_workbook_look_ahead (book, &z);
  g_assert_false (gs_frame_is_visible (ahead, &z));
  assert_no_work (&before);
  read_all (view);
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpstr (gs_blanks_get_text (blanks, &z), ==, "0.3775");
  gs_view_mark_blanks (view);
  g_assert_cmpint (gs_sight_find_entry (gs_view_get_sight (view), &z)->mark, ==, GS_MARK_RIGHT);
}

/* The counters do count. */
static void
test_counters (void)
{
  Work before = note_work ();
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  Work opened = note_work ();
  NnCell loss = { nn_program_get_loss (gs_workbook_get_program (book)), 0 };
  g_autoptr (GsFrame) frame = NULL;

  g_assert_cmpuint (opened.n_made, >, before.n_made);
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  g_assert_cmpuint (nn_run_count_executed (), ==, opened.n_executed + 1);
  /* Who wants to know what comes asks, and that computes; the cursor stays. */
  frame = gs_workbook_look_ahead (book, &loss);
  g_assert_cmpuint (nn_run_count_executed (), >, opened.n_executed + 1);
  g_assert_true (gs_frame_is_visible (frame, &loss));
  g_assert_false (gs_frame_is_visible (gs_workbook_get_frame (book), &loss));
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reading/counters", test_counters);
  g_test_add_func ("/reading/no-rows", test_no_rows);
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autofree gchar *everywhere = g_strdup_printf ("/reading/everywhere/%s", networks[i]);
    g_autofree gchar *blanks = g_strdup_printf ("/reading/blanks/%s", networks[i]);
    g_autofree gchar *pictures = g_strdup_printf ("/reading/pictures/%s", networks[i]);

    g_test_add_data_func (everywhere, networks[i], test_everywhere);
    g_test_add_data_func (blanks, networks[i], test_blanks);
    g_test_add_data_func (pictures, networks[i], test_pictures);
  }
  return g_test_run ();
}
