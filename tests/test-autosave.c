/* Documents kept for a crash: written with changes only, gone when the window closes, found by the next
 * start and by one program alone, whatever number its process has. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/workbook/gs-workbook.h"
#include "books.h"
#include "ui/gs-autosave.h"

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

static guint
count_names_with (const gchar *part)
{
  g_autoptr (GPtrArray) paths = list_kept ();
  guint n = 0;

  for (guint i = 0; i < paths->len; i++)
    n += strstr (g_ptr_array_index (paths, i), part) != NULL;
  return n;
}

/* Only the documents. */
static guint
count_documents (void)
{
  return count_names_with (".gradsheet") - count_names_with ("/.gradsheet");
}

/* Only what was being written when a program was killed. */
static guint
count_beside (void)
{
  return count_names_with ("/.gradsheet-saving-");
}

static void
assert_written (GsAutosave *autosave, guint n)
{
  g_autoptr (GError) error = NULL;

  gs_autosave_write (autosave, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_documents (), ==, n);
}

static guint
count_left_behind (void)
{
  g_autoptr (GPtrArray) left = gs_autosave_find_left_behind ();

  return left->len;
}

/* What a program keeps that is killed in the middle of its work. */
static void
keep_and_die (void)
{
  pid_t child = fork ();
  gint status;

  if (child == 0) {
    GsWorkbook *book = book_open ("mazur");
    GsAutosave *autosave = gs_autosave_new (book);

    g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", NULL));
    g_assert_true (gs_autosave_write (autosave, NULL));
    kill (getpid (), SIGKILL);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
}

static void
test_kept_and_taken_away (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  GsAutosave *autosave = gs_autosave_new (book);

  assert_written (autosave, 0);
  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", NULL));
  assert_written (autosave, 1);
  g_assert_true (gs_workbook_undo (book));
  assert_written (autosave, 0);
  g_assert_cmpuint (count_kept (), ==, 0); /* nor a lock */
  g_assert_true (gs_workbook_redo (book));
  assert_written (autosave, 1);
  g_object_unref (autosave);
  g_assert_cmpuint (count_kept (), ==, 0);
}

/* Two windows on one document keep one copy, until both are closed. */
static void
test_shared (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  GsAutosave *first = gs_autosave_new (book), *second = gs_autosave_new (book);

  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", NULL));
  assert_written (first, 1);
  assert_written (second, 1);
  g_object_unref (first);
  g_assert_cmpuint (count_documents (), ==, 1);
  assert_written (second, 1);
  g_object_unref (second);
  g_assert_cmpuint (count_kept (), ==, 0);
}

static void
test_left_behind (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur"), found = NULL;
  GsAutosave *autosave = gs_autosave_new (book);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.25", NULL));
  assert_written (autosave, 1);
  g_assert_cmpuint (count_left_behind (), ==, 0); /* its program is alive: this one */
  keep_and_die ();
  left = gs_autosave_find_left_behind ();
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpuint (count_left_behind (), ==, 0); /* nobody else is asked about it meanwhile */
  g_clear_pointer (&left, g_ptr_array_unref);

  left = gs_autosave_find_left_behind (); /* not answered: it is still there */
  g_assert_cmpuint (left->len, ==, 1);
  found = gs_kept_open (g_ptr_array_index (left, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gs_workbook_get_undo_label (found), ==, "Edit W1[1,1]");
  g_assert_true (gs_workbook_is_modified (found));
  g_clear_pointer (&left, g_ptr_array_unref);
  g_object_unref (autosave);
  g_assert_cmpuint (count_documents (), ==, 1);
  g_assert_cmpuint (count_left_behind (), ==, 0); /* it belongs to the workbook now */

  autosave = gs_autosave_new (found); /* and goes on in the same file */
  assert_written (autosave, 1);
  g_object_unref (autosave);
  g_assert_cmpuint (count_kept (), ==, 0);
}

/* Opened, and then no window came up: it is still there. */
static void
test_opened_in_vain (void)
{
  g_autoptr (GPtrArray) left = NULL;
  GsWorkbook *found;

  keep_and_die ();
  left = gs_autosave_find_left_behind ();
  g_assert_cmpuint (left->len, ==, 1);
  found = gs_kept_open (g_ptr_array_index (left, 0), NULL);
  g_assert_nonnull (found);
  g_object_unref (found);
  g_clear_pointer (&left, g_ptr_array_unref);
  left = gs_autosave_find_left_behind ();
  g_assert_cmpuint (left->len, ==, 1);
  gs_kept_throw_away (g_ptr_array_index (left, 0));
  g_clear_pointer (&left, g_ptr_array_unref);
  g_assert_cmpuint (count_kept (), ==, 0);
}

/* Numbers of processes come again, at once in a container and after each start of the machine: a copy of the
 * program that had ours, from before there were locks, is neither written over nor passed by. */
static void
test_same_number (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur"), other = book_open ("mazur");
  g_autofree gchar *folder = g_build_filename (g_get_user_state_dir (), "gradsheet", "kept", NULL);
  g_autoptr (GPtrArray) left = NULL;

  for (guint i = 1; i < 20; i++) {
    g_autofree gchar *name = g_strdup_printf ("%d-%u.gradsheet", (gint) getpid (), i);
    g_autofree gchar *path = g_build_filename (folder, name, NULL);

    g_assert_true (gs_workbook_save (book, path, NULL));
  }
  for (guint i = 1; i < 20; i++) {
    g_autoptr (GsAutosave) autosave = gs_autosave_new (other);

    g_assert_nonnull (autosave);
    g_assert_cmpuint (count_documents (), ==, 19);
  }
  left = gs_autosave_find_left_behind ();
  g_assert_cmpuint (left->len, ==, 19);
  for (guint i = 0; i < left->len; i++)
    gs_kept_throw_away (g_ptr_array_index (left, i));
  g_clear_pointer (&left, g_ptr_array_unref);
  g_assert_cmpuint (count_kept (), ==, 0);
}

/* What was kept knows the file that it is a copy of, and what stood there: saving goes there again, and asks
 * if somebody else has written it. */
static void
test_origin (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("origin-XXXXXX", NULL);
  /* A name that is not UTF-8, with a space. */
  g_autofree gchar *path = g_build_filename (folder, "na\xefve net.gradsheet", NULL), *real = NULL;
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GError) error = NULL;
  const gchar *checksum;
  pid_t child;
  gint status;

  g_assert_true (gs_workbook_save (book, path, &error));
  real = g_strdup (gs_workbook_get_file (book, &checksum));
  g_assert_nonnull (real);
  for (gint round = 0; round < 2; round++) {
    g_autoptr (GPtrArray) left = NULL;
    g_autoptr (GsWorkbook) found = NULL;
    g_autofree gchar *text = NULL;

    child = fork ();
    if (child == 0) {
      GsWorkbook *own = gs_workbook_open (path, NULL);
      GsAutosave *autosave = gs_autosave_new (own);

      g_assert_true (gs_workbook_set_text (own, "W1[1,1]", round == 0 ? "0.5" : "0.75", NULL));
      g_assert_true (gs_autosave_write (autosave, NULL));
      kill (getpid (), SIGKILL);
    }
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    left = gs_autosave_find_left_behind ();
    g_assert_cmpuint (left->len, ==, 1);
    found = gs_kept_open (g_ptr_array_index (left, 0), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (gs_workbook_get_file (found, &checksum), ==, real);
    if (round == 1) {
      g_assert_true (g_file_set_contents (path, "somebody else", -1, NULL));
      g_assert_false (gs_workbook_save (found, path, &error));
      g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_CHANGED);
    } else {
      g_assert_true (gs_workbook_save (found, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_nonnull (strstr (text, "0.5"));
    }
    g_object_unref (gs_autosave_new (found)); /* and taken away */
    g_assert_cmpuint (count_kept (), ==, 0);
  }
  g_unlink (path);
  g_rmdir (folder);
}

/* A document that has no file, and one whose origin was damaged: neither has one when it is found. */
static void
test_no_origin (void)
{
  for (gint round = 0; round < 2; round++) {
    g_autoptr (GPtrArray) left = NULL, paths = NULL;
    g_autoptr (GsWorkbook) found = NULL;
    const gchar *checksum;

    keep_and_die ();
    paths = list_kept ();
    for (guint i = 0; i < paths->len; i++)
      if (g_str_has_suffix (paths->pdata[i], ".origin")) {
        if (round == 0)
          g_unlink (paths->pdata[i]);
        else
          g_assert_true (g_file_set_contents (paths->pdata[i], "{\"format\"", -1, NULL));
      }
    left = gs_autosave_find_left_behind ();
    g_assert_cmpuint (left->len, ==, 1);
    found = gs_kept_open (g_ptr_array_index (left, 0), NULL);
    g_assert_nonnull (found);
    g_assert_null (gs_workbook_get_file (found, &checksum));
    g_object_unref (gs_autosave_new (found));
    g_assert_cmpuint (count_kept (), ==, 0);
  }
}

static void
on_failed (GsAutosave *autosave, const gchar *text, gpointer user_data)
{
  g_assert_nonnull (strstr (text, "not being kept"));
  (*(gint *) user_data)++;
}

/* Said once, until it works again; and so for every way in which it can fail. */
static void
test_failed (void)
{
  g_autofree gchar *folder = g_build_filename (g_get_user_state_dir (), "gradsheet", "kept", NULL);
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsAutosave) autosave = gs_autosave_new (book);
  gint n_told = 0;

  g_signal_connect (autosave, "failed", G_CALLBACK (on_failed), &n_told);
  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", NULL));
  for (gint round = 1; round <= 2; round++) {
    g_autoptr (GError) error = NULL;

    /* Where a folder should be lies a file: not even the administrator can write there. */
    g_rmdir (folder);
    g_assert_true (g_file_set_contents (folder, "", 0, NULL));
    for (gint i = 0; i < 3; i++) {
      g_clear_error (&error);
      g_assert_false (gs_autosave_write (autosave, &error));
      g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE);
      g_assert_cmpint (n_told, ==, round);
    }
    g_unlink (folder);
    assert_written (autosave, 1);
    g_assert_true (gs_workbook_undo (book));
    assert_written (autosave, 0);
    g_assert_true (gs_workbook_redo (book));
  }
}

/* What cannot be read is no reason to throw it away. */
static void
test_damaged (void)
{
  g_autofree gchar *folder = g_build_filename (g_get_user_state_dir (), "gradsheet", "kept", NULL);
  g_autofree gchar *path = g_build_filename (folder, "torn.gradsheet", NULL);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "{\"format\"", -1, NULL));
  left = gs_autosave_find_left_behind ();
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (gs_kept_get_path (g_ptr_array_index (left, 0)), ==, path);
  g_assert_null (gs_kept_open (g_ptr_array_index (left, 0), &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_SYNTAX);
  g_clear_pointer (&left, g_ptr_array_unref);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  left = gs_autosave_find_left_behind ();
  gs_kept_throw_away (g_ptr_array_index (left, 0));
  g_clear_pointer (&left, g_ptr_array_unref);
  g_assert_cmpuint (count_kept (), ==, 0);
}

/* Writes ever larger numbers into the copy, and says through the pipe which it has kept, until it is killed.
 */
static void
keep_on (gint say)
{
  GsWorkbook *book = book_open ("mazur");
  GsAutosave *autosave = gs_autosave_new (book);

  for (gint i = 1;; i++) {
    g_autofree gchar *number = g_strdup_printf ("%d", i);

    g_assert_true (gs_workbook_set_text (book, "W1[1,1]", number, NULL));
    g_assert_true (gs_autosave_write (autosave, NULL));
    g_assert_cmpint (write (say, &i, sizeof i), ==, sizeof i);
  }
}

/* What was said to be kept is found, or what came after it. */
static gdouble
take_what_was_kept (gint kept)
{
  g_autoptr (GPtrArray) left = gs_autosave_find_left_behind ();
  g_autoptr (GsWorkbook) found = NULL;
  g_autoptr (GsDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (left->len, <=, 1);
  if (left->len == 0) {
    g_assert_cmpint (kept, ==, 0);
    return 0;
  }
  found = gs_kept_open (g_ptr_array_index (left, 0), &error);
  g_assert_no_error (error);
  document = gs_workbook_to_document (found);
  g_object_unref (gs_autosave_new (found)); /* and thrown away */
  return nn_state_find (document->state, "W1")->values[0];
}

/* Killed at any moment, in the middle of writing too. */
static void
test_killed (void)
{
  const gint n_kills = g_test_quick () ? 100 : 1000;
  g_autoptr (GPtrArray) litter = NULL;
  gint n_found = 0;

  for (gint n = 0; n < n_kills; n++) {
    gint ends[2], kept = 0, status;
    gdouble value;
    pid_t child;

    g_assert_cmpint (pipe (ends), ==, 0);
    child = fork ();
    if (child == 0)
      keep_on (ends[1]);
    close (ends[1]);
    /* Mostly when there is something to find, however slow the machine is. */
    if (n % 4 > 0)
      g_assert_cmpint (read (ends[0], &kept, sizeof kept), ==, sizeof kept);
    g_usleep ((gulong) g_random_int_range (0, 30000));
    kill (child, SIGKILL);
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
    while (read (ends[0], &kept, sizeof kept) == sizeof kept)
      ;
    close (ends[0]);
    value = take_what_was_kept (kept);
    g_assert_true (value == kept || value == kept + 1);
    n_found += value > 0;
  }
  g_test_message ("%d kills while changes were being kept: a copy each of the %d times there was one",
                  n_kills, n_found);
  g_assert_cmpint (n_found, >=, n_kills * 3 / 4);
  /* Nor does anything else stay but what was being written, which goes when it is old. */
  g_assert_cmpuint (count_left_behind (), ==, 0);
  g_assert_cmpuint (count_kept (), ==, count_beside ());
  litter = list_kept ();
  for (guint i = 0; i < litter->len; i++)
    g_unlink (g_ptr_array_index (litter, i));
}

static void
test_leave_all (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur"), unchanged = book_open ("mazur");
  GsAutosave *autosave = gs_autosave_new (book), *other = gs_autosave_new (unchanged);
  g_autoptr (GPtrArray) left = NULL;

  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", NULL));
  gs_autosave_leave_all ();
  g_object_unref (autosave);
  g_object_unref (other);
  left = gs_autosave_find_left_behind ();
  g_assert_cmpuint (left->len, ==, 1);
  gs_kept_throw_away (g_ptr_array_index (left, 0));
  g_clear_pointer (&left, g_ptr_array_unref);
  g_assert_cmpuint (count_kept (), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autosave/kept", test_kept_and_taken_away);
  g_test_add_func ("/autosave/shared", test_shared);
  g_test_add_func ("/autosave/left-behind", test_left_behind);
  g_test_add_func ("/autosave/left-behind/opened-in-vain", test_opened_in_vain);
  g_test_add_func ("/autosave/left-behind/same-number", test_same_number);
  g_test_add_func ("/autosave/left-behind/damaged", test_damaged);
  g_test_add_func ("/autosave/left-behind/origin", test_origin);
  g_test_add_func ("/autosave/left-behind/no-origin", test_no_origin);
  g_test_add_func ("/autosave/failed", test_failed);
  g_test_add_func ("/autosave/killed", test_killed);
  g_test_add_func ("/autosave/leave-all", test_leave_all);
  return g_test_run ();
}
