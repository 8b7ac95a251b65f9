/* Dialogs: one answer, whatever comes after it; nobody is told who has gone.
 *
 *   /dialogs/answered-once      a button clicked again when its dialog is closed already
 *   /dialogs/owner-has-gone     the owner goes while the question stands
 *   /dialogs/goes-with-window   the window it stands before is destroyed
 *   /dialogs/asked-once         the same question twice
 *   /dialogs/answer-opens       an answer that closes the window and asks something else
 *   /dialogs/files-are-searched Ctrl+F in the list of files is not answered by the list itself
 *   /dialogs/all-files          whatever a dialog shows of files, all of them can be chosen; of rows at first
 */
#include <string.h>

#include "buttons.h"
#include "ui/gs-dialogs.h"
#include "ui/gs-file-dialog.h"

static const gchar *const buttons[] = { "_No", "_Yes", NULL };
static gint n_answers, last_answer;

static void
on_answered (gint button, gpointer owner)
{
  g_assert_true (G_IS_OBJECT (owner));
  n_answers++;
  last_answer = button;
}

static void
settle (void)
{
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

/* Borrowed; NULL if there is none. */
static GtkWindow *
find_dialog (const gchar *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (g_strcmp0 (gtk_window_get_title (window), title) == 0)
      return window;
  }
  return NULL;
}

static GtkWindow *
ask (GtkWindow *parent, gpointer owner)
{
  n_answers = 0;
  gs_dialogs_ask (parent, "Question", "Yes or no?", buttons, on_answered, owner);
  settle ();
  g_assert_nonnull (find_dialog ("Question"));
  return find_dialog ("Question");
}

static void
test_answered_once (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWindow *dialog = ask (parent, parent);
  g_autoptr (GtkWidget) yes = g_object_ref (find_button (GTK_WIDGET (dialog), "_Yes"));

  g_signal_emit_by_name (yes, "clicked");
  g_assert_cmpint (last_answer, ==, 1);
  settle ();
  g_assert_null (find_dialog ("Question"));
  g_signal_emit_by_name (yes, "clicked");
  g_assert_cmpint (n_answers, ==, 1);
  gtk_window_destroy (parent);
}

static void
test_owner_has_gone (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);
  GtkWindow *dialog = ask (parent, owner);

  g_object_unref (owner);
  g_signal_emit_by_name (find_button (GTK_WIDGET (dialog), "_No"), "clicked");
  g_assert_cmpint (n_answers, ==, 0);
  g_assert_null (find_dialog ("Question"));
  gtk_window_destroy (parent);
}

static void
test_goes_with_window (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWindow *dialog = ask (parent, parent);
  g_autoptr (GtkWidget) yes = g_object_ref (find_button (GTK_WIDGET (dialog), "_Yes"));

  gtk_window_destroy (parent);
  settle ();
  g_assert_null (find_dialog ("Question"));
  g_signal_emit_by_name (yes, "clicked");
  g_assert_cmpint (n_answers, ==, 0);
}

static void
test_asked_once (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());
  GtkWindow *dialog = ask (parent, parent);

  gs_dialogs_ask (parent, "Question", "Yes or no?", buttons, on_answered, parent);
  gtk_window_close (dialog);
  g_assert_cmpint (n_answers, ==, 1);
  g_assert_cmpint (last_answer, ==, -1);
  g_assert_null (find_dialog ("Question"));
  gtk_window_destroy (parent);
}

static void
on_line (const gchar *text, gpointer owner)
{
  g_assert_cmpstr (text, ==, "12");
  n_answers++;
  gs_dialogs_tell (NULL, "Told", text);
  gtk_window_destroy (owner);
}

static void
test_answer_opens (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());

  n_answers = 0;
  gs_dialogs_ask_line (parent, "Line", "How many?", "12", "_Go", NULL, on_line, parent);
  settle ();
  g_signal_emit_by_name (find_button (GTK_WIDGET (find_dialog ("Line")), "_Go"), "clicked");
  settle ();
  g_assert_cmpint (n_answers, ==, 1);
  g_assert_null (find_dialog ("Line"));
  gtk_window_close (find_dialog ("Told"));
  g_assert_null (find_dialog ("Told"));
}

static void
on_file_chosen (GFile *file, gpointer owner)
{
  g_assert_not_reached ();
}

static guint
press_search (GtkWidget *widget)
{
  guint n = 0;

  if (GTK_IS_TREE_VIEW (widget)) {
    gboolean begun = FALSE;

    gtk_widget_grab_focus (widget);
    g_signal_emit_by_name (widget, "start-interactive-search", &begun);
    g_assert_false (begun);
    n = 1;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += press_search (child);
  return n;
}

static void
test_files_are_searched (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());

  gtk_window_present (parent);
  for (gint i = 0; i < 2; i++) { /* the dialog is the same the next time */
    gs_file_dialog_open (parent, "Files", on_file_chosen, parent);
    settle ();
    g_assert_cmpuint (press_search (GTK_WIDGET (find_dialog ("Files"))), >=, 1);
    gtk_window_close (find_dialog ("Files"));
    settle ();
  }
  gtk_window_destroy (parent);
}

static void
on_source_chosen (const gchar *source, gpointer owner)
{
}

/* The shown filter's name, when all there is offered and one kind of files besides. */
static const gchar *
get_filter (const gchar *title, const gchar *kind)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (find_dialog (title));
  g_autoptr (GListModel) filters = gtk_file_chooser_get_filters (chooser);
  gboolean has_all = FALSE, has_kind = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (filters); i++) {
    g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);

    has_all = has_all || g_str_equal (gtk_file_filter_get_name (filter), "All files");
    has_kind = has_kind || strstr (gtk_file_filter_get_name (filter), kind) != NULL;
  }
  g_assert_true (has_all && has_kind);
  return gtk_file_filter_get_name (gtk_file_chooser_get_filter (chooser));
}

static void
test_all_files (void)
{
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());

  gtk_window_present (parent);
  gs_file_dialog_open (parent, "Files", on_file_chosen, parent);
  settle ();
  g_assert_cmpstr (get_filter ("Files", "ables of rows"), !=, "All files");
  gtk_window_close (find_dialog ("Files"));
  settle ();
  gs_file_dialog_choose_source (parent, on_source_chosen, parent);
  settle ();
  g_assert_cmpstr (get_filter ("Rows from a file", "ables of rows"), ==, "All files");
  gtk_window_close (find_dialog ("Rows from a file"));
  settle ();
  gtk_window_destroy (parent);
}

gint
main (gint argc, gchar **argv)
{
  gtk_disable_setlocale ();
  if (!gtk_init_check ()) {
    g_print ("1..0 # SKIP no display\n");
    return 0;
  }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialogs/answered-once", test_answered_once);
  g_test_add_func ("/dialogs/owner-has-gone", test_owner_has_gone);
  g_test_add_func ("/dialogs/goes-with-window", test_goes_with_window);
  g_test_add_func ("/dialogs/asked-once", test_asked_once);
  g_test_add_func ("/dialogs/answer-opens", test_answer_opens);
  g_test_add_func ("/dialogs/files-are-searched", test_files_are_searched);
  g_test_add_func ("/dialogs/all-files", test_all_files);
  return g_test_run ();
}
