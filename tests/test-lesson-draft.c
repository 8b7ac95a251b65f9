/* Lessons that are being written: what is kept, moved and recorded, and which mistakes are proposed. */
#include "app/lesson/gs-lesson-draft.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/document/gs-ready-made.h"
#include "app/lesson/gs-lesson-propose.h"
#include "books.h"

static GsWorkbook *
open_network (const gchar *name)
{
  g_autofree gchar *path = gs_ready_made_find (name);
  g_autoptr (GError) error = NULL;
  GsWorkbook *book = gs_workbook_open (path, &error);

  g_assert_no_error (error);
  return book;
}

/* The titles of the steps, with spaces between. */
static gchar *
list_titles (const GsLessonDraft *draft)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < gs_lesson_draft_get_n_steps (draft); i++) {
    g_autofree gchar *title = gs_lesson_draft_get_text (draft, i, "title");

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", title);
  }
  return g_string_free (text, FALSE);
}

static void
expect_titles (const GsLessonDraft *draft, const gchar *wanted)
{
  g_autofree gchar *titles = list_titles (draft);

  g_assert_cmpstr (titles, ==, wanted);
}

static void
test_order (void)
{
  static const gchar *const titles[] = { "a", "b", "c", "d" };
  g_autoptr (GsLessonDraft) draft = gs_lesson_draft_new ("My first lesson!");

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    gs_lesson_draft_set_text (draft, gs_lesson_draft_add_step (draft, i), "title", titles[i]);
  expect_titles (draft, "a b c d");
  gs_lesson_draft_move_step (draft, 0, 1);
  expect_titles (draft, "b a c d");
  gs_lesson_draft_move_step (draft, 3, 0);
  expect_titles (draft, "d b a c");
  gs_lesson_draft_move_step (draft, 2, 3);
  expect_titles (draft, "d b c a");
  gs_lesson_draft_remove_step (draft, 1);
  expect_titles (draft, "d c a");
  gs_lesson_draft_set_text (draft, gs_lesson_draft_add_step (draft, 0), "title", "e");
  expect_titles (draft, "e d c a");
}

/* A lesson of two steps, as a person makes it, passes the check; saved and loaded it is the same text. */
static void
test_recorded (void)
{
  static const gchar *const one[] = { "z1[1,1]", NULL };
  g_autoptr (GsWorkbook) book = open_network ("mazur");
  g_autoptr (GsLessonDraft) draft = gs_lesson_draft_new ("My sums"), again = NULL;
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-draft-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "mine.json", NULL), *text = NULL, *other = NULL,
                   *checked = g_build_filename (folder, "checked.json", NULL);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  gs_lesson_draft_add_step (draft, 0);
  gs_lesson_draft_record (draft, 0, book);
  gs_lesson_draft_set_text (draft, 0, "text", "Look.\n\nThen go on.");
  gs_lesson_draft_add_step (draft, 1);
  gs_lesson_draft_record (draft, 1, book);
  gs_lesson_draft_set_text (draft, 1, "text", "What is the first sum?");
  gs_lesson_draft_set_task (draft, 1, one, "Work out [[z1[1,1]]].");
  problems = gs_lesson_draft_check (draft, folder);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_true (gs_lesson_draft_save (draft, path, &error));
  again = gs_lesson_draft_load (path, &error);
  g_assert_no_error (error);
  text = gs_lesson_draft_to_text (draft, &length);
  other = gs_lesson_draft_to_text (again, &length);
  g_assert_cmpstr (text, ==, other);
  g_clear_pointer (&text, g_free);
  text = gs_lesson_draft_get_text (again, 0, "text");
  g_assert_cmpstr (text, ==, "Look.\n\nThen go on.");
  g_unlink (path);
  g_unlink (checked);
  g_rmdir (folder);
}

static void
expect_mistake (const GsLessonDraft *draft, guint mistake, const gchar *when, const gchar *say)
{
  const gchar *found_when, *found_say;

  gs_lesson_draft_get_mistake (draft, 0, mistake, &found_when, &found_say);
  g_assert_cmpstr (found_when, ==, when);
  g_assert_cmpstr (found_say, ==, say);
}

/* Mistakes belong to the cell that is asked for: they are kept with another question, and go with another
 * cell. */
static void
test_mistakes (void)
{
  static const gchar *const one[] = { "z1[1,1]", NULL }, *const two[] = { "z1[1,1]", "z1[1,2]", NULL };
  g_autoptr (GsLessonDraft) draft = gs_lesson_draft_new ("Sums"), copy = NULL;
  g_autofree gchar *prompt = NULL, *cells = NULL, *none = NULL;

  gs_lesson_draft_add_step (draft, 0);
  g_assert_cmpstr (gs_lesson_draft_get_title (draft), ==, "Sums");
  g_assert_null (gs_lesson_draft_get_task (draft, 0));
  g_assert_cmpuint (gs_lesson_draft_get_n_mistakes (draft, 0), ==, 0);
  gs_lesson_draft_set_task (draft, 0, one, "What is it?");
  g_assert_cmpstr (gs_lesson_draft_get_task (draft, 0), ==, "predict");
  gs_lesson_draft_add_mistake (draft, 0, "0", "Nothing?");
  gs_lesson_draft_add_mistake (draft, 0, "x[1,1]", "Only the input");
  gs_lesson_draft_add_mistake (draft, 0, "0", "Once more");
  g_assert_cmpuint (gs_lesson_draft_get_n_mistakes (draft, 0), ==, 2);
  expect_mistake (draft, 0, "0", "Nothing?");
  gs_lesson_draft_say_mistake (draft, 0, 1, "That is the input.");
  expect_mistake (draft, 1, "x[1,1]", "That is the input.");
  gs_lesson_draft_set_prompt (draft, 0, "And now?");
  prompt = gs_lesson_draft_get_prompt (draft, 0);
  g_assert_cmpstr (prompt, ==, "And now?");
  copy = gs_lesson_draft_copy (draft);
  gs_lesson_draft_remove_mistake (draft, 0, 0);
  g_assert_cmpuint (gs_lesson_draft_get_n_mistakes (draft, 0), ==, 1);
  expect_mistake (draft, 0, "x[1,1]", "That is the input.");
  g_assert_cmpuint (gs_lesson_draft_get_n_mistakes (copy, 0), ==, 2);
  gs_lesson_draft_set_task (draft, 0, two, "What are they?");
  g_assert_cmpstr (gs_lesson_draft_get_task (draft, 0), ==, "fill");
  cells = gs_lesson_draft_get_cells (draft, 0);
  g_assert_cmpstr (cells, ==, "z1[1,1], z1[1,2]");
  g_assert_cmpuint (gs_lesson_draft_get_n_mistakes (draft, 0), ==, 0);
  gs_lesson_draft_remove_task (draft, 0);
  g_assert_null (gs_lesson_draft_get_task (draft, 0));
  none = gs_lesson_draft_get_cells (draft, 0);
  g_assert_cmpstr (none, ==, "");
}

/* What is missing is said with its step and field, and what is there can be saved. */
static void
test_problems (void)
{
  static const gchar *const none[] = { "z9[1,1]", NULL };
  g_autoptr (GsWorkbook) book = open_network ("mazur");
  g_autoptr (GsLessonDraft) draft = gs_lesson_draft_new ("Bad");
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-draft-XXXXXX", NULL),
                   *checked = g_build_filename (folder, "checked.json", NULL);
  g_autoptr (GPtrArray) problems = NULL;

  gs_lesson_draft_add_step (draft, 0);
  gs_lesson_draft_record (draft, 0, book);
  gs_lesson_draft_set_text (draft, 0, "text", "Look.");
  gs_lesson_draft_set_task (draft, 0, none, "What is it?");
  problems = gs_lesson_draft_check (draft, folder);
  g_assert_cmpuint (problems->len, >=, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (problems, 0), "steps[1].task"));
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "z9"));
  g_unlink (checked);
  g_rmdir (folder);
}

/* A person sees numbered steps, no file. */
static void
test_said (void)
{
  static const struct {
    const gchar *problem, *said;
    guint step;
  } cases[] = {
    { "steps[3].text: has 91 words", "Step 3, text: has 91 words", 3 },
    { "steps[12].task.mistakes[1].when: is empty", "Step 12, task.mistakes[1].when: is empty", 12 },
    { "steps[1]: needs a network", "Step 1: needs a network", 1 },
    { "minutes: is missing", "minutes: is missing", 0 },
    { "steps: is empty", "steps: is empty", 0 },
    { "steps[2", "steps[2", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint step;
    g_autofree gchar *said = gs_lesson_draft_say_problem (cases[i].problem, &step);

    g_assert_cmpstr (said, ==, cases[i].said);
    g_assert_cmpuint (step, ==, cases[i].step);
  }
}

static gchar *
propose (GsWorkbook *book, const gchar *name)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) proposals = NULL;
  NnCell cell;

  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, NULL));
  proposals = gs_lesson_propose_mistakes (book, &cell, 4);
  for (guint i = 0; i < proposals->len; i++) {
    const GsLessonProposal *proposal = g_ptr_array_index (proposals, i);

    g_string_append_printf (text, "%s|", proposal->when);
  }
  return g_string_free (text, FALSE);
}

/* The bias forgotten, a derivative forgotten, uphill in place of downhill: from the formulas alone. */
static void
test_proposals (void)
{
  static const struct {
    const gchar *cell, *mistake;
  } expected[] = {
    { "z1[1,1]", "x[1,1] * W1[1,1] + x[1,2] * W1[2,1]|" },
    { "dz2[1,1]", "da2[1,1] * a2[1,1]|" },
    { "W2.next[1,1]", "W2[1,1] + lr * dW2[1,1]|" },
    { "dW2[1,1]", "a1[1,1] + dz2[1,1]|" },
    { "L", "1 * ((a2[1,1] - t[1,1]) * (a2[1,1] - t[1,1]) + (a2[1,2] - t[1,2]) * (a2[1,2] - t[1,2]))|" },
  };
  g_autoptr (GsWorkbook) book = open_network ("mazur");

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree gchar *proposed = propose (book, expected[i].cell);

    g_test_message ("%s: %s", expected[i].cell, proposed);
    g_assert_nonnull (strstr (proposed, expected[i].mistake));
  }
  /* Signs and brackets in names are no signs and brackets of the formula. */
  {
    g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-draft-XXXXXX", NULL);
    g_autofree gchar *path = g_build_filename (folder, "rows.csv", NULL), *proposed = NULL;
    g_autoptr (GsWorkbook) named = NULL;

    g_assert_true (g_file_set_contents (path, "a (b,c + d × e,y\n1,2,0\n3,5,1\n", -1, NULL));
    named = book_make ("input 2 · dense 1", path);
    proposed = propose (named, "z1[1,1]");
    g_assert_nonnull (strstr (proposed, "x[1,\"a (b\"] * W1[\"a (b\",\"y\"] + b1[\"y\"]|"));
    g_assert_nonnull (strstr (proposed, "x[1,\"c + d × e\"] * W1[\"c + d × e\",\"y\"] + b1[\"y\"]|"));
    g_unlink (path);
    g_rmdir (folder);
  }
  {
    g_autofree gchar *leaf = propose (book, "x[1,1]");

    g_assert_cmpstr (leaf, ==, "");
  }
}

static void
test_refused (void)
{
  static const struct {
    const gchar *text, *says;
  } bad[] = {
    { "{\"format\": \"gradsheet-lesson\", \"version\": 1, \"steps\": [{\"id\": ", "line 1" },
    { "{\"format\": \"gradsheet\", \"version\": 1, \"steps\": []}", "gradsheet" },
    { "{\"format\": \"gradsheet-lesson\", \"version\": 1}", "steps" },
    { "{\"format\": \"gradsheet-lesson\", \"version\": 1, \"steps\": {}}", "steps" },
    { "{\"format\": \"gradsheet-lesson\", \"version\": 1, \"steps\": [{}, 3]}", "steps[2]" },
  };
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-draft-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "bad.json", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, bad[i].text, -1, NULL));
    g_assert_null (gs_lesson_draft_load (path, &error));
    g_assert_nonnull (error);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, bad[i].says));
  }
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-draft/order", test_order);
  g_test_add_func ("/lesson-draft/recorded", test_recorded);
  g_test_add_func ("/lesson-draft/mistakes", test_mistakes);
  g_test_add_func ("/lesson-draft/problems", test_problems);
  g_test_add_func ("/lesson-draft/said", test_said);
  g_test_add_func ("/lesson-draft/proposals", test_proposals);
  g_test_add_func ("/lesson-draft/refused", test_refused);
  return g_test_run ();
}
