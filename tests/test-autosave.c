/* Documents kept for a crash: written with changes only, gone when the window closes, found by the next
 * start. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/workbook/gs-workbook.h"
#include "ui/gs-autosave.h"

static GsWorkbook *
open_network (void)
{
  g_autoptr (GError) error = NULL;
  GsWorkbook *book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", &error);

  g_assert_no_error (error);
  return book;
}

/* The files in the folder of kept documents. */
static GPtrArray *
list_kept (void)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree gchar *folder = g_build_filename (g_get_user_state_dir (), "gradsheet", "kept", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  return paths;
}

static guint
count_kept (void)
{
  g_autoptr (GPtrArray) paths = list_kept ();

  return paths->len;
}

static void
test_kept_and_taken_away (void)
{
  g_autoptr (GsWorkbook) book = open_network ();
  GsAutosave *autosave = gs_autosave_new (book);

  gs_autosave_write (autosave);
  g_assert_cmpuint (count_kept (), ==, 0);
  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", NULL));
  gs_autosave_write (autosave);
  g_assert_cmpuint (count_kept (), ==, 1);
  g_assert_true (gs_workbook_undo (book));
  gs_autosave_write (autosave);
  g_assert_cmpuint (count_kept (), ==, 0);
  g_assert_true (gs_workbook_redo (book));
  gs_autosave_write (autosave);
  gs_autosave_free (autosave);
  g_assert_cmpuint (count_kept (), ==, 0);
}

static void
test_left_behind (void)
{
  g_autoptr (GsWorkbook) book = open_network (), found = NULL;
  g_autoptr (GsAutosave) autosave = gs_autosave_new (book);
  g_autoptr (GPtrArray) paths = NULL;
  g_auto (GStrv) own = NULL, left = NULL;
  g_autofree gchar *folder = NULL, *dead = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", NULL));
  gs_autosave_write (autosave);
  own = gs_autosave_list_left_behind ();
  g_assert_cmpuint (g_strv_length (own), ==, 0); /* its program is alive: this one */
  paths = list_kept ();
  folder = g_path_get_dirname (g_ptr_array_index (paths, 0));
  dead = g_build_filename (folder, "2147483647-1.gradsheet", NULL); /* no process has this number */
  g_assert_cmpint (g_rename (g_ptr_array_index (paths, 0), dead), ==, 0);
  left = gs_autosave_list_left_behind ();
  g_assert_cmpuint (g_strv_length (left), ==, 1);
  found = gs_workbook_open (left[0], &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gs_workbook_get_undo_label (found), ==, "Edit W1[1,1]");
  g_unlink (dead);
}

int
main (int argc, char *argv[])
{
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autosave/kept", test_kept_and_taken_away);
  g_test_add_func ("/autosave/left-behind", test_left_behind);
  return g_test_run ();
}
