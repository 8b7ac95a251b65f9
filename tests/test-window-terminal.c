/* The same answers to the same lesson, in the window's pane and in the terminal: the same words to each of
 * them, the same marks in the end.
 *
 *   /window-terminal/alike
 *
 * The terminal is run anew for each deed, with all deeds up to it; what it says more than the time before is
 * its answer. GRADSHEET_CLI names the program.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "app/lesson/gs-lesson-progress.h"
#include "ui/gs-lesson-task.h"
#include "ui/gs-paragraphs.h"
#include "windows.h"

/* z = 2 · 0.5 + 0.1 = 1.1, L = (3 − 1.1)² / 2, dz = −1.9, dW = −3.8. */
#define LESSON                                                                                               \
  "{'format': 'gradsheet-lesson', 'version': 1, 'id': 'alike', 'title': 'Alike', 'summary': 'Every deed.',"  \
  " 'level': 'beginner', 'minutes': 5, 'networks': {'line': {'spec': 'input 1 · dense 1', 'loss': "         \
  "'half-mse', 'optimizer': {'kind': 'sgd', 'lr': 0.1}, 'state': {'W1': [[0.5]], 'b1': [0.1]}, 'data': "     \
  "{'inputs': [[2]], 'targets': [[3]]}}}, 'steps': ["                                                        \
  "{'id': 'read', 'text': 'A neuron: [[z1[1,1]]] comes from {x[1,1]}.', "                                    \
  "'show': {'network': 'line', 'cursor': 'start'}},"                                                         \
  "{'id': 'sum', 'text': 'What will it be?', 'task': {'kind': 'predict', 'cell': 'z1[1,1]', 'prompt': "      \
  "'Work out [[z1[1,1]]].', 'hints': ['{x[1,1]} times {W1[1,1]} and what else?'], 'right': "                 \
  "'Yes, {x[1,1]} counts *twice*.', 'mistakes': [{'name': 'product', 'when': 'x[1,1] * W1[1,1]', 'say': "    \
  "'And the bias, {b1[1]}?'}]}},"                                                                            \
  "{'id': 'way', 'text': 'It is to be larger.', 'task': {'kind': 'choose', 'prompt': 'Which way?', "         \
  "'options': [{'text': 'Down', 'say': 'Then it shrinks.'}, {'text': 'Up', 'right': true, 'say': "           \
  "'Yes.'}]}},"                                                                                              \
  "{'id': 'slope', 'text': 'The gradient.', 'show': {'cursor': 'end', 'hide': ['dW1']}, 'task': "            \
  "{'kind': 'predict', 'cell': 'dW1[1,1]', 'prompt': 'The gradient?', 'hints': ['The error times the "       \
  "input, and both of them are there on the sheet already, whoever looks for them.', 'The error is "         \
  "{z1[1,1] - 3}.'], 'mistakes': [{'when': '-dW1[1,1]', 'say': 'The sign.'}]}},"                             \
  "{'id': 'loss', 'text': 'The loss.', 'task': {'kind': 'predict', 'cell': 'L', 'prompt': 'The loss?'}},"    \
  "{'id': 'end', 'text': 'The end.'}]}"

typedef enum { ENTER, ANSWER, OPTION, HINT, REVEAL, SKIP } Kind;

static const struct {
  Kind kind;
  const gchar *typed; /* in the terminal */
  gboolean solves;
} deeds[] = {
  { ENTER, "", FALSE },     { ANSWER, "7", FALSE }, /* wrong */
  { ANSWER, "1", FALSE },                           /* a mistake that the lesson knows */
  { HINT, "hint", FALSE },  { ANSWER, "1.1", TRUE },    { OPTION, "1", FALSE },
  { OPTION, "2", TRUE },    { ANSWER, "3.8", FALSE },   { ANSWER, "-1.9", FALSE }, /* a usual one */
  { HINT, "hint", FALSE },  { HINT, "hint", FALSE },    { REVEAL, "answer", FALSE },
  { ANSWER, "-3.8", TRUE }, { ANSWER, "what?", FALSE }, { SKIP, "skip", FALSE },
};

static const gchar *const steps[] = { "read", "sum", "way", "slope", "loss", "end" };

/* ---- the terminal ---- */

/* All that is said to the first n deeds. */
static gchar *
play (const gchar *lesson, const gchar *home, guint n)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) terminal = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gchar *said = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (lines, "%s\n", deeds[i].typed);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", home, TRUE);
  terminal = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("GRADSHEET_CLI"), "lesson", "play",
                                          lesson, "--step", "1", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (terminal, lines->str, NULL, &said, NULL, &error));
  g_assert_no_error (error);
  return said;
}

/* What a person reads: without marks before the lines, and however they are broken; what belongs to the next
 * step is left out. */
static gchar *
tidy (const gchar *text)
{
  static const gchar *const marks[] = { "✓ ", "? " };
  const gchar *next = strstr (text, "\n── ");
  g_autofree gchar *own = next != NULL ? g_strndup (text, (gsize) (next - text)) : g_strdup (text);
  g_auto (GStrv) lines = g_strsplit_set (own, "\n", -1);
  g_autoptr (GString) words = g_string_new (NULL);

  for (gint i = 0; lines[i] != NULL; i++) {
    const gchar *line = g_strstrip (lines[i]);

    for (gsize mark = 0; mark < G_N_ELEMENTS (marks); mark++)
      line += g_str_has_prefix (line, marks[mark]) ? strlen (marks[mark]) : 0;
    if (*line != '\0')
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", line);
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* ---- the pane ---- */

/* Widgets of this type, in the order in which they stand. */
static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static GtkWidget *
find (GtkWidget *widget, GType type, guint number)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (widget, type, found);
  g_assert_cmpuint (found->len, >, number);
  return g_ptr_array_index (found, number);
}

static void
press (GtkWidget *card, const gchar *label)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  collect (card, GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_button_get_label (g_ptr_array_index (buttons, i)), label) == 0) {
      g_assert_true (gtk_widget_is_sensitive (g_ptr_array_index (buttons, i)));
      g_signal_emit_by_name (g_ptr_array_index (buttons, i), "clicked");
      return;
    }
  g_error ("no button %s", label);
}

static void
choose (GtkWidget *card, const gchar *number)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  collect (card, GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (GPOINTER_TO_INT (g_object_get_data (g_ptr_array_index (buttons, i), "number")) == atoi (number)) {
      g_signal_emit_by_name (g_ptr_array_index (buttons, i), "clicked");
      return;
    }
  g_error ("no option %s", number);
}

/* Prompt, feedback, hints and derivation are the card's paragraphs, in this order. */
enum { FEEDBACK = 1, HINTS, DERIVATION };

static gchar *
read_paragraphs (GtkWidget *card, guint which)
{
  GtkWidget *paragraphs = find (card, GS_TYPE_PARAGRAPHS, which);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  collect (paragraphs, GTK_TYPE_LABEL, labels);
  for (guint i = 0; i < labels->len && gtk_widget_get_visible (paragraphs); i++)
    if (gtk_widget_get_visible (g_ptr_array_index (labels, i)))
      g_string_append_printf (text, "%s\n", gtk_label_get_text (g_ptr_array_index (labels, i)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Does it in the pane, and gives what is said there. */
static gchar *
act (GsWindow *window, guint deed)
{
  GtkWidget *card = find (GTK_WIDGET (window->lesson_pane), GS_TYPE_LESSON_TASK_CARD, 0);
  GtkWidget *entry = find (card, GTK_TYPE_ENTRY, 0);
  gchar *said = NULL;

  switch (deeds[deed].kind) {
  case ANSWER:
    gtk_editable_set_text (GTK_EDITABLE (entry), deeds[deed].typed);
    g_signal_emit_by_name (entry, "activate");
    break;
  case OPTION: choose (card, deeds[deed].typed); break;
  case HINT: press (card, "_Hint"); break;
  case REVEAL: press (card, "Show the _answer"); break;
  case ENTER:
  case SKIP: break;
  }
  windows_draw (GTK_WIDGET (window));
  if (deeds[deed].kind == HINT || deeds[deed].kind == REVEAL)
    said = read_paragraphs (card, deeds[deed].kind == HINT ? HINTS : DERIVATION);
  else if (deeds[deed].kind == ANSWER || deeds[deed].kind == OPTION)
    said = read_paragraphs (card, FEEDBACK);
  if (deeds[deed].solves || said == NULL)
    g_action_group_activate_action (G_ACTION_GROUP (window), "lesson-next", NULL);
  windows_draw (GTK_WIDGET (window));
  return said;
}

/* ---- both ---- */

static GsLessonProgress *
keep_apart (const gchar *folder, const gchar *name)
{
  g_autofree gchar *home = g_build_filename (folder, name, "gradsheet", NULL);
  g_autofree gchar *path = g_build_filename (home, "progress.json", NULL);

  g_mkdir_with_parents (home, 0700);
  return gs_lesson_progress_new (path);
}

static void
compare_marks (const gchar *folder)
{
  g_autoptr (GsLessonProgress) terminal = keep_apart (folder, "last"), pane = keep_apart (folder, "pane");
  guint n_tries = 0, n_hints = 0, n_shown = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    GsLessonDone one, other;

    gs_lesson_progress_get (terminal, "alike", steps[i], &one);
    gs_lesson_progress_get (pane, "alike", steps[i], &other);
    g_test_message ("%s: %d %d %u %u", steps[i], one.solved, one.shown, one.tries, one.hints);
    g_assert_cmpint (one.solved, ==, other.solved);
    g_assert_cmpint (one.shown, ==, other.shown);
    g_assert_cmpuint (one.tries, ==, other.tries);
    g_assert_cmpuint (one.hints, ==, other.hints);
    g_assert_cmpuint (one.score, ==, other.score);
    n_tries += one.tries;
    n_hints += one.hints;
    n_shown += one.shown ? 1 : 0;
  }
  g_assert_cmpuint (n_tries, >=, 7);
  g_assert_cmpuint (n_hints, ==, 3);
  g_assert_cmpuint (n_shown, ==, 1);
  g_assert_cmpstr (gs_lesson_progress_get_place (terminal, "alike"), ==,
                   gs_lesson_progress_get_place (pane, "alike"));
}

static void
test_alike (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("alike-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "01-alike.json", NULL), *text = g_strdup (LESSON);
  g_autofree gchar *before = NULL;
  g_autoptr (GsLessonProgress) progress = keep_apart (folder, "pane");
  g_autoptr (GError) error = NULL;
  GsWindow *window = windows_open ("mazur");
  guint n_compared = 0;

  g_assert_true (g_file_set_contents (path, g_strdelimit (text, "'", '"'), -1, &error));
  g_assert_true (gs_window_start_lesson (window, gs_lesson_load (path, NULL, &error), progress, &error));
  g_assert_no_error (error);
  windows_draw (GTK_WIDGET (window));
  for (guint i = 0; i <= G_N_ELEMENTS (deeds); i++) {
    g_autofree gchar *name = i == G_N_ELEMENTS (deeds) ? g_strdup ("last") : g_strdup_printf ("home-%u", i);
    g_autofree gchar *home = g_build_filename (folder, name, NULL), *all = play (path, home, i);
    g_autofree gchar *pane = NULL, *ours = NULL, *theirs = NULL;

    if (before != NULL) {
      g_assert_true (g_str_has_prefix (all, before));
      theirs = tidy (all + strlen (before));
      pane = act (window, i - 1);
      ours = pane != NULL ? tidy (pane) : NULL;
    }
    if (ours != NULL) {
      g_test_message ("%s → %s", deeds[i - 1].typed, ours);
      g_assert_cmpstr (ours, ==, theirs);
      g_assert_cmpstr (ours, !=, "");
      n_compared++;
    }
    g_free (before);
    before = g_steal_pointer (&all);
  }
  g_assert_cmpuint (n_compared, ==, 13);
  g_assert_true (gs_lesson_progress_save (progress, &error));
  windows_close (window);
  compare_marks (folder);
}

int
main (int argc, char **argv)
{
  windows_application ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-terminal/alike", test_alike);
  return g_test_run ();
}
