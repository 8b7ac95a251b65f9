/* Long work seen from both sides: how far it is, and stopped on the way. */
#include "app/text/gs-task.h"

#include <glib/gstdio.h>

#include "app/inspect/gs-nudge.h"
#include "app/paint/gs-picture.h"
#include "books.h"

static void
test_parts (void)
{
  g_autoptr (GsTask) task = gs_task_new ();
  g_autoptr (GError) error = NULL;

  /* Nobody's work is never stopped and tells nobody. */
  gs_task_begin_part (0.5);
  g_assert_true (gs_task_go_on (1, 2, NULL));
  g_cancellable_push_current (G_CANCELLABLE (task));
  g_assert_true (gs_task_go_on (1, 2, &error));
  g_assert_cmpfloat (gs_task_get_fraction (task), ==, 0.5);
  g_cancellable_pop_current (G_CANCELLABLE (task));

  g_set_object (&task, NULL);
  task = gs_task_new ();
  g_cancellable_push_current (G_CANCELLABLE (task));
  gs_task_begin_part (0.25);
  g_assert_cmpfloat (gs_task_estimate_rest (task), <, 0); /* nothing is done to tell by */
  g_assert_true (gs_task_go_on (1, 2, &error));
  g_assert_cmpfloat (gs_task_get_fraction (task), ==, 0.125);
  gs_task_begin_part (0.5);
  g_assert_cmpfloat (gs_task_get_fraction (task), ==, 0.25);
  g_assert_true (gs_task_go_on (1, 2, &error));
  g_assert_cmpfloat (gs_task_get_fraction (task), ==, 0.5);
  /* Never back, and never beyond. */
  g_assert_true (gs_task_go_on (0, 2, &error));
  g_assert_cmpfloat (gs_task_get_fraction (task), ==, 0.5);
  gs_task_begin_part (0.9);
  g_assert_true (gs_task_go_on (9, 2, &error));
  g_assert_cmpfloat (gs_task_get_fraction (task), ==, 1);
  g_assert_false (gs_task_is_cancelled ());
  g_cancellable_cancel (G_CANCELLABLE (task));
  g_assert_true (gs_task_is_cancelled ());
  g_assert_false (gs_task_go_on (1, 2, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_cancellable_pop_current (G_CANCELLABLE (task));
}

/* Whatever is asked for when the task is cancelled already gives nothing, and leaves nothing. */
static void
test_stopped (void)
{
  g_autoptr (GsTask) task = gs_task_new ();
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), "W1"), 0 };
  g_autoptr (GsNudging) nudging = gs_nudging_new (book, &cell, 0, NULL);
  g_autoptr (GsSight) sight = gs_sight_new (gs_workbook_get_frame (book));
  g_autoptr (GsLayout) layout = gs_layout_new (gs_workbook_get_program (book));
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  GsScene scene = gs_picture_make_scene (sight, layout, gs_theme_get (FALSE, FALSE), 1);
  GsNudge nudge;

  g_cancellable_push_current (G_CANCELLABLE (task));
  g_cancellable_cancel (G_CANCELLABLE (task));
  g_assert_null (gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", NULL));
  g_assert_false (gs_nudging_run (nudging, &nudge, NULL));
  for (gint i = 0; i < 3; i++) {
    static const gchar *const names[] = { "a.png", "a.svg", "a.pdf" };
    g_autofree gchar *path = g_build_filename (folder, names[i], NULL);
    g_autoptr (GError) error = NULL;

    g_assert_false (gs_picture_write_scene (&scene, path, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  }
  g_cancellable_pop_current (G_CANCELLABLE (task));
  g_rmdir (folder);
}

/* Work that is watched gives what it gives unwatched, and all of it is done at the end. */
static void
test_watched (void)
{
  g_autoptr (GsTask) task = gs_task_new ();
  g_autoptr (GsWorkbook) plain = book_open ("mazur"), book = NULL;
  NnCell cell = { nn_program_find (gs_workbook_get_program (plain), "W1"), 0 };
  g_autoptr (GsNudging) nudging = gs_nudging_new (plain, &cell, 0, NULL);
  GsNudge watched, nudge;

  g_cancellable_push_current (G_CANCELLABLE (task));
  book = book_open ("mazur");
  g_assert_nonnull (book);
  g_assert_cmpfloat (gs_task_get_fraction (task), >, 0.5);
  g_cancellable_pop_current (G_CANCELLABLE (task));
  g_set_object (&task, NULL);
  task = gs_task_new ();
  g_cancellable_push_current (G_CANCELLABLE (task));
  g_assert_true (gs_nudging_run (nudging, &watched, NULL));
  g_assert_cmpfloat (gs_task_get_fraction (task), ==, 1);
  g_cancellable_pop_current (G_CANCELLABLE (task));
  g_assert_true (gs_nudge (plain, &cell, 0, &nudge, NULL));
  g_assert_cmpfloat (watched.plus, ==, nudge.plus);
  g_assert_cmpfloat (watched.minus, ==, nudge.minus);
  g_assert_cmpfloat (watched.gradient, ==, nudge.gradient);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/task/parts", test_parts);
  g_test_add_func ("/task/stopped", test_stopped);
  g_test_add_func ("/task/watched", test_watched);
  return g_test_run ();
}
