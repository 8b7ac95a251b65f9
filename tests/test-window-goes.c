/* A window that has been closed is gone: nobody holds it, so that nothing in it can be told or asked any
 * more.
 *
 *   /window-goes/alone           the document's window, after it was used
 *   /window-goes/with-a-lesson   with a lesson beside its sheet
 *   /window-goes/ended           closed in the moment in which its lesson ends
 *   /window-goes/pasting         while it waits for what somebody else has copied, who never answers
 *   /window-goes/dragging        while a button is held down on its sheet
 *   /window-goes/replaced        while a button is held down on what another thing takes the place of
 *   /window-goes/blanked         the projector, blanked and shown within a frame
 *   /window-goes/each            what each of the window's actions opens, closed before the window
 *   /window-goes/together        the same, closed with it
 *   /window-goes/files           what files open: a model's report, a comparison, rows that are looked at,
 *                              the first page
 *   /window-goes/half-typed      a number typed and not yet taken in each field of each
 */
#include <glib/gstdio.h>

#include "ui/gs-host.h"
#include "ui/gs-presenter.h"
#include "ui/gs-stage.h"
#include "windows.h"
#include "witness.h"

#define DEADLINE (20 * G_TIME_SPAN_SECOND)

static GHashTable *seen; /* names of classes */

static Witness *
watch (gpointer widget)
{
  g_hash_table_add (seen, g_strdup (G_OBJECT_TYPE_NAME (widget)));
  return witness_new (widget);
}

static GPtrArray *
watch_windows (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GPtrArray *witnesses = g_ptr_array_new_with_free_func (witness_free);

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    g_ptr_array_add (witnesses, watch (window));
  }
  return witnesses;
}

static gboolean
has_gone (Witness *witness)
{
  g_autoptr (GObject) object = g_weak_ref_get (&witness->object);

  return object == NULL;
}

static void
close_others (GsWindow *but)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i > 0; i--) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i - 1);

    if (window != GTK_WINDOW (but))
      gtk_window_close (window);
    windows_settle ();
  }
}

/* That all windows go which were there, those that are kept aside. */
static void
expect_gone (GPtrArray *witnesses, const gchar *after)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;

  for (guint i = 0; i < witnesses->len; i++) {
    Witness *witness = g_ptr_array_index (witnesses, i);

    /* GTK's dialogs for files are kept, hidden, by whoever asks for files. */
    if (g_str_has_prefix (witness->name, "GtkFileChooserDialog"))
      continue;
    while (!has_gone (witness) && g_get_monotonic_time () < end) {
      windows_settle ();
      g_usleep (1000);
    }
    if (!has_gone (witness))
      g_test_message ("%s was closed and lives on, after %s", witness->name, after);
    g_assert_true (has_gone (witness));
  }
}

/* ---- the document's window ---- */

static void
use (GsWindow *window)
{
  gs_view_select (window->view, &(NnCell){ 0, 0 }, FALSE);
  gs_view_step (window->view, 3);
  gs_sheet_view_edit (gs_sheet_pane_get_sheet (window->sheet_pane), "0.5");
  windows_draw (GTK_WIDGET (window));
}

static void
test_alone (void)
{
  GsWindow *window = windows_open ("mazur");
  g_autoptr (GPtrArray) witnesses = watch_windows ();

  use (window);
  windows_close (window);
  expect_gone (witnesses, "use");
}

static void
begin_lesson (GsWindow *window)
{
  windows_begin_lesson (window, "08-chain-rule.json", NULL);
  windows_draw (GTK_WIDGET (window));
}

/* Begun anew, and ended: neither its pane nor what one could answer in it stays behind. */
static void
test_lesson (void)
{
  GsWindow *window = windows_open ("mazur");
  g_autoptr (GPtrArray) witnesses = watch_windows ();

  begin_lesson (window);
  g_ptr_array_add (witnesses, watch (window->lesson_pane));
  begin_lesson (window);
  g_ptr_array_add (witnesses, watch (window->lesson_pane));
  g_ptr_array_remove_index (witnesses, 0);
  gs_window_end_lesson (window);
  expect_gone (witnesses, "a lesson");
  g_ptr_array_add (witnesses, watch (window));
  windows_close (window);
  expect_gone (witnesses, "a lesson");
}

static void
test_ended (void)
{
  GsWindow *window = windows_open ("mazur");
  g_autoptr (GPtrArray) witnesses = g_ptr_array_new_with_free_func (witness_free);

  begin_lesson (window);
  g_ptr_array_add (witnesses, watch (window));
  gs_window_end_lesson (window);
  window->may_close = TRUE;
  gtk_window_destroy (GTK_WINDOW (window));
  /* What runs all the time leaves the main loop none for what is less urgent. */
  g_assert_true (has_gone (g_ptr_array_index (witnesses, 0)));
}

/* ---- pasting ---- */

#define TEST_TYPE_MUTE (test_mute_get_type ())
G_DECLARE_FINAL_TYPE (TestMute, test_mute, TEST, MUTE, GdkContentProvider)

struct _TestMute {
  GdkContentProvider parent_instance;
};

/* What is copied is said to be text, and never given. */
G_DEFINE_FINAL_TYPE (TestMute, test_mute, GDK_TYPE_CONTENT_PROVIDER)

static GdkContentFormats *
ref_formats (GdkContentProvider *provider)
{
  static const gchar *const types[] = { "text/plain;charset=utf-8" };

  return gdk_content_formats_new ((const gchar **) types, G_N_ELEMENTS (types));
}

static void
never_write (GdkContentProvider *provider,
             const gchar *type,
             GOutputStream *stream,
             gint priority,
             GCancellable *cancellable,
             GAsyncReadyCallback done,
             gpointer user_data)
{
}

static void
test_mute_class_init (TestMuteClass *klass)
{
  GDK_CONTENT_PROVIDER_CLASS (klass)->ref_formats = ref_formats;
  GDK_CONTENT_PROVIDER_CLASS (klass)->write_mime_type_async = never_write;
}

static void
test_mute_init (TestMute *self)
{
}

static void
test_pasting (void)
{
  g_autoptr (GdkContentProvider) mute = g_object_new (TEST_TYPE_MUTE, NULL);
  GsWindow *window = windows_open ("mazur");
  GtkWidget *sheet = GTK_WIDGET (gs_sheet_pane_get_sheet (window->sheet_pane));
  g_autoptr (GPtrArray) witnesses = g_ptr_array_new_with_free_func (witness_free);

  g_ptr_array_add (witnesses, watch (window));
  g_ptr_array_add (witnesses, watch (sheet));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (sheet), mute);
  g_action_group_activate_action (G_ACTION_GROUP (window), "rows-paste", NULL);
  gtk_widget_activate_action (sheet, "sheet.paste", NULL);
  windows_close (window);
  expect_gone (witnesses, "pasting");
  gdk_clipboard_set_content (gdk_display_get_clipboard (gdk_display_get_default ()), NULL);
}

/* ---- dragging ---- */

static void
press (const gchar *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;
  va_list more;

  g_ptr_array_add (words, (gpointer) "xdotool");
  va_start (more, first);
  for (const gchar *word = first; word != NULL; word = va_arg (more, const gchar *))
    g_ptr_array_add (words, (gpointer) word);
  va_end (more);
  g_ptr_array_add (words, NULL);
  g_spawn_sync (NULL, (gchar **) words->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                &error);
  g_assert_no_error (error);
  while (g_get_monotonic_time () < end)
    windows_settle ();
}

static void
test_dragging (void)
{
  GsWindow *window = windows_open ("mazur");
  GtkWidget *sheet = GTK_WIDGET (gs_sheet_pane_get_sheet (window->sheet_pane));
  g_autoptr (GPtrArray) witnesses = g_ptr_array_new_with_free_func (witness_free);

  g_ptr_array_add (witnesses, watch (window));
  g_ptr_array_add (witnesses, watch (sheet));
  windows_draw (GTK_WIDGET (window));
  press ("mousemove", "200", "300", "mousedown", "1", "mousemove", "260", "340", NULL);
  windows_close (window);
  press ("mouseup", "1", NULL);
  expect_gone (witnesses, "dragging");
}

/* Something else comes in its place, in the same window. */
static void
test_replaced (void)
{
  GtkApplication *application = windows_application (); /* which starts GTK */
  GtkWidget *window = gtk_application_window_new (application), *area = gtk_drawing_area_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GPtrArray) witnesses = g_ptr_array_new_with_free_func (witness_free);

  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (gtk_gesture_drag_new ()));
  gtk_widget_set_size_request (area, 400, 400);
  gtk_box_append (GTK_BOX (box), area);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  windows_draw (window);
  g_ptr_array_add (witnesses, watch (area));
  press ("mousemove", "200", "300", "mousedown", "1", "mousemove", "260", "340", NULL);
  gtk_box_remove (GTK_BOX (box), area);
  press ("mouseup", "1", NULL);
  expect_gone (witnesses, "being replaced");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The projector goes black and comes back faster than frames follow each other. */
static void
test_blanked (void)
{
  GsWindow *window = windows_open ("mazur");
  g_autoptr (GPtrArray) witnesses = g_ptr_array_new_with_free_func (witness_free);
  GsPresenter *presenter;

  g_action_group_activate_action (G_ACTION_GROUP (window), "present", NULL);
  presenter = GS_PRESENTER (window->presenter);
  windows_draw (GTK_WIDGET (presenter));
  g_ptr_array_add (witnesses, watch (windows_find (GTK_WIDGET (presenter), GS_TYPE_STAGE)));
  for (guint i = 0; i < 3; i++)
    gs_presenter_toggle_black (presenter);
  windows_draw (GTK_WIDGET (presenter));
  windows_close (window);
  expect_gone (witnesses, "blanked");
}

/* ---- what it opens ---- */

static void
open_and_close (const gchar *action, gboolean together)
{
  GsWindow *window = windows_open ("xor");
  g_autoptr (GPtrArray) witnesses = NULL;
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 5;

  g_action_group_activate_action (G_ACTION_GROUP (window), action, NULL);
  windows_draw (GTK_WIDGET (window));
  while (g_get_monotonic_time () < end)
    windows_settle ();
  witnesses = watch_windows ();
  g_test_message ("%s: %u windows", action, witnesses->len);
  if (!together)
    close_others (window);
  windows_close (window);
  close_others (NULL);
  expect_gone (witnesses, action);
}

/* The names of those that can be asked for without saying more. */
static GPtrArray *
list_actions (void)
{
  GsWindow *window = windows_open ("xor");
  g_auto (GStrv) actions = g_action_group_list_actions (G_ACTION_GROUP (window));
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (gchar **action = actions; *action != NULL; action++)
    if (g_action_group_get_action_enabled (G_ACTION_GROUP (window), *action)
        && g_action_group_get_action_parameter_type (G_ACTION_GROUP (window), *action) == NULL)
      g_ptr_array_add (names, g_strdup (*action));
  windows_close (window);
  return names;
}

static void
test_each (gconstpointer together)
{
  g_autoptr (GPtrArray) actions = list_actions ();

  for (guint i = 0; i < actions->len; i++)
    open_and_close (g_ptr_array_index (actions, i), together != NULL);
}

/* ---- what files open ---- */

/* A window of this class, when it is there. */
static GtkWindow *
wait_for (const gchar *name)
{
  GListModel *windows = gtk_window_get_toplevels ();
  gint64 end = g_get_monotonic_time () + DEADLINE;

  while (g_get_monotonic_time () < end) {
    windows_settle ();
    g_usleep (1000);
    for (guint i = g_list_model_get_n_items (windows); i > 0; i--) {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i - 1);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), name) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  }
  g_error ("no %s", name);
}

static void
drop (GsWindow *window, const gchar *path)
{
  g_autofree gchar *whole = g_build_filename (SOURCE_ROOT, path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (whole);
  GSList files = { file, NULL };

  gs_window_take_files (window, &files);
}

static void
test_files (void)
{
  GsWindow *window = windows_open ("mazur"), *model;
  g_autofree gchar *folder = g_dir_make_tmp (NULL, NULL), *table = g_build_filename (folder, "z1.csv", NULL);
  g_autoptr (GPtrArray) witnesses = NULL;

  g_assert_true (g_file_set_contents (table, "0.3775,0.4\n", -1, NULL));
  gs_window_compare (window, table);
  wait_for ("GsCompareWindow");
  g_remove (table);
  g_rmdir (folder);
  drop (window, "tests/fixtures/onnx/residual.onnx");
  model = GS_WINDOW (gtk_window_get_transient_for (wait_for ("GsReportWindow")));
  drop (window, "lessons/data/iris.csv");
  wait_for ("GsRowsDialog");
  gs_host_show_welcome ();
  wait_for ("GsWelcome");
  witnesses = watch_windows ();
  window->may_close = model->may_close = TRUE;
  close_others (NULL);
  expect_gone (witnesses, "files");
}

/* ---- what is typed and not yet taken ---- */

static void
list_fields (GtkWidget *widget, GPtrArray *fields)
{
  if (GTK_IS_SPIN_BUTTON (widget) || GTK_IS_ENTRY (widget))
    g_ptr_array_add (fields, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_fields (child, fields);
}

/* Of the document's window, or of what it has opened. */
static GPtrArray *
list_fields_of (gboolean document)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (g_str_has_prefix (G_OBJECT_TYPE_NAME (window), "Gs") && GS_IS_WINDOW (window) == document)
      list_fields (window, fields);
  }
  return fields;
}

/* Types in the field of this number; FALSE if there are not so many. */
static gboolean
type_half (const gchar *action, guint number, gboolean document)
{
  GsWindow *window = windows_open ("xor");
  g_autoptr (GPtrArray) fields = NULL, witnesses = NULL;
  gboolean is_there;

  g_action_group_activate_action (G_ACTION_GROUP (window), action, NULL);
  windows_draw (GTK_WIDGET (window));
  fields = list_fields_of (document);
  is_there = number < fields->len;
  if (is_there) {
    gtk_widget_grab_focus (g_ptr_array_index (fields, number));
    gtk_editable_set_text (g_ptr_array_index (fields, number), "7");
  }
  witnesses = watch_windows ();
  close_others (window);
  windows_close (window);
  close_others (NULL);
  expect_gone (witnesses, action);
  return is_there;
}

static void
test_half_typed (void)
{
  static const gchar *const actions[] = { "build", "export",  "worksheet", "preferences", "race",
                                          "new",   "teacher", "present",   "make-lesson", "grades" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    for (guint number = 0; type_half (actions[i], number, i == 0); number++)
      g_test_message ("%s, field %u", actions[i], number + 1);
}

int
main (int argc, char **argv)
{
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-goes/alone", test_alone);
  g_test_add_func ("/window-goes/with-a-lesson", test_lesson);
  g_test_add_func ("/window-goes/ended", test_ended);
  g_test_add_func ("/window-goes/pasting", test_pasting);
  g_test_add_func ("/window-goes/dragging", test_dragging);
  g_test_add_func ("/window-goes/replaced", test_replaced);
  g_test_add_func ("/window-goes/blanked", test_blanked);
  g_test_add_data_func ("/window-goes/each", NULL, test_each);
  g_test_add_data_func ("/window-goes/together", "", test_each);
  g_test_add_func ("/window-goes/files", test_files);
  g_test_add_func ("/window-goes/half-typed", test_half_typed);
  return g_test_run ();
}
