/* Asks for a file. */
#include "gs-file-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-dialogs.h"
#include "gs-file-kinds.h"

/* One for each purpose, for the whole program, and never let go. GTK 4.8's
 * dialog reads a folder beside the main loop and does not forget that when it is disposed: closed by a key
 * soon enough, or with its window, it would be told of files by what has read them, and end the program in
 * g_file_equal(). */
typedef struct {
  GtkFileChooserNative *dialog;
  GsFileChosen done;
  GsRowsChosen done_rows; /* in its place, for rows */
  GWeakRef owner;
  const gchar *ending; /* what the name of a saved file ends with */
  GFile *file;         /* while it is asked whether it may be replaced */
} Choice;

typedef enum {
  FOR_OPENING,
  FOR_SAVING,
  FOR_NUMBERS,
  FOR_ROWS,
  FOR_ROWS_FOLDER,
  FOR_FOLDER,
  FOR_WORKS,
  FOR_LESSON,
  N_CHOICES
} Purpose;

static Choice choices[N_CHOICES];

/* Where the last file was chosen, for whichever purpose; NULL: none yet. */
static GFile *last_folder;

static void
on_replace (gint button, gpointer owner)
{
  Choice *choice = &choices[FOR_SAVING];
  g_autoptr (GFile) file = g_steal_pointer (&choice->file);

  if (button == 1)
    choice->done (file, owner);
}

/* The dialog has asked about the name as it was typed, not about the one with the ending. */
static void
ask_to_replace (GtkWindow *parent, GFile *file, GObject *owner)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Replace"), NULL };
  g_autofree gchar *path = g_file_get_path (file), *name = g_filename_display_basename (path);
  g_autofree gchar *title = g_strdup_printf (_ ("Replace %s?"), name);

  g_set_object (&choices[FOR_SAVING].file, file);
  gs_dialogs_ask (parent, title, _ ("There is a file of this name already."), buttons, on_replace, owner);
}

/* Saving gives what was typed its ending. TRUE: that file is there already. */
static gboolean
add_ending (const Choice *choice, GFile **file)
{
  g_autofree gchar *path = g_file_get_path (*file), *whole = NULL, *lower = NULL;

  if (choice->ending == NULL || path == NULL)
    return FALSE;
  lower = g_ascii_strdown (path, -1);
  if (g_str_has_suffix (lower, choice->ending))
    return FALSE;
  whole = g_strconcat (path, choice->ending, NULL);
  g_object_unref (*file);
  *file = g_file_new_for_path (whole);
  return g_file_test (whole, G_FILE_TEST_EXISTS);
}

static void
tell_all (const Choice *choice, GtkFileChooser *chooser, gpointer owner)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    choice->done (file, owner);
  }
  choice->done (NULL, owner);
}

/* The paths with commas between. */
static void
tell_rows (const Choice *choice, GtkFileChooser *chooser, gpointer owner)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);
  g_autoptr (GString) source = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);
    g_autofree gchar *path = g_file_get_path (file);

    if (path != NULL)
      g_string_append_printf (source, "%s%s", source->len > 0 ? "," : "", path);
  }
  if (source->len > 0)
    choice->done_rows (source->str, owner);
}

static void
on_response (GtkNativeDialog *dialog, gint response, Choice *choice)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&choice->owner);
  GtkWindow *shown_before = gtk_native_dialog_get_transient_for (dialog);
  g_autoptr (GtkWindow) parent = shown_before != NULL ? g_object_ref (shown_before) : NULL;
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  g_weak_ref_set (&choice->owner, NULL);
  gtk_native_dialog_set_transient_for (dialog, NULL);
  if (owner == NULL || file == NULL)
    return;
  g_clear_object (&last_folder);
  last_folder = g_file_get_parent (file);
  if (choice->done_rows != NULL)
    tell_rows (choice, GTK_FILE_CHOOSER (dialog), owner);
  else if (gtk_file_chooser_get_select_multiple (GTK_FILE_CHOOSER (dialog)))
    tell_all (choice, GTK_FILE_CHOOSER (dialog), owner);
  else if (add_ending (choice, &file))
    ask_to_replace (parent, file, owner);
  else
    choice->done (file, owner);
}

/* How a dialog asks: what it is for, and which files it shows (gs-file-kinds.h; 0: all) unless all are
 * chosen; of rows at first all, for pictures and labels come in files without an ending. */
static const struct {
  GtkFileChooserAction action;
  const gchar *filter;
  guint kinds;
  gboolean several;
} asked[N_CHOICES] = {
  [FOR_OPENING] = { GTK_FILE_CHOOSER_ACTION_OPEN,
                    N_ ("Documents, models of other programs (ONNX), tables of rows"), GS_FILE_OPENS, FALSE },
  [FOR_SAVING] = { GTK_FILE_CHOOSER_ACTION_SAVE, NULL, 0, FALSE },
  [FOR_NUMBERS] = { GTK_FILE_CHOOSER_ACTION_OPEN, NULL, 0, FALSE },
  [FOR_ROWS] = { GTK_FILE_CHOOSER_ACTION_OPEN, N_ ("Tables of rows"), GS_FILE_ROWS, TRUE },
  [FOR_ROWS_FOLDER] = { GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, 0, FALSE },
  [FOR_FOLDER] = { GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, 0, FALSE },
  [FOR_WORKS] = { GTK_FILE_CHOOSER_ACTION_OPEN, N_ ("Work that was handed in"), GS_FILE_LESSON, TRUE },
  [FOR_LESSON] = { GTK_FILE_CHOOSER_ACTION_OPEN, N_ ("Lessons"), GS_FILE_LESSON, FALSE },
};

static void
add_filters (GtkFileChooser *dialog, Purpose purpose)
{
  g_autoptr (GtkFileFilter) some = gtk_file_filter_new (), all = gtk_file_filter_new ();

  gtk_file_filter_set_name (some, _ (asked[purpose].filter));
  gs_file_kinds_add_patterns (some, asked[purpose].kinds);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (dialog, some);
  gtk_file_chooser_add_filter (dialog, all);
  gtk_file_chooser_set_filter (dialog, purpose == FOR_ROWS ? all : some);
}

static void
make_dialog (Choice *choice, Purpose purpose)
{

  choice->dialog = gtk_file_chooser_native_new (NULL, NULL, asked[purpose].action, NULL, NULL);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (choice->dialog), asked[purpose].several);
  g_weak_ref_init (&choice->owner, NULL);
  g_signal_connect (choice->dialog, "response", G_CALLBACK (on_response), choice);
  if (asked[purpose].kinds != 0)
    add_filters (GTK_FILE_CHOOSER (choice->dialog), purpose);
}

/* Where the last file was, at first where the program was started. */
static void
set_folder (GtkFileChooser *chooser)
{
  g_autofree gchar *here = g_get_current_dir ();
  g_autoptr (GFile) folder = last_folder != NULL ? g_object_ref (last_folder) : g_file_new_for_path (here);

  gtk_file_chooser_set_current_folder (chooser, folder, NULL);
}

static gboolean
find_nothing (GtkTreeView *list)
{
  g_signal_stop_emission_by_name (list, "start-interactive-search");
  return FALSE;
}

static gboolean
do_nothing (G_GNUC_UNUSED GtkWidget *widget,
            G_GNUC_UNUSED GVariant *arguments,
            G_GNUC_UNUSED gpointer user_data)
{
  return TRUE;
}

static gboolean
is_place (GtkListBoxRow *row, G_GNUC_UNUSED gpointer user_data)
{
  g_autofree gchar *uri = NULL;

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (row), "uri") != NULL)
    g_object_get (row, "uri", &uri, NULL);
  return g_strcmp0 (uri, "recent:///") != 0;
}

/* GTK 4.8's list of files has a search of its own behind Ctrl+F, which puts its box where it may not stand
 * and says so on standard error; the dialog's search is there for whoever types a name. Its recent files,
 * once somebody types a path beside them, are taken for those of the folder that was there before: another
 * file is opened than the one marked, or the program ends. The welcome page and the menu have recent ones. */
static void
leave_out_what_fails (GtkWidget *widget)
{
  if (GTK_IS_TREE_VIEW (widget))
    g_signal_connect (widget, "start-interactive-search", G_CALLBACK (find_nothing), NULL);
  else if (GTK_IS_LIST_BOX (widget))
    gtk_list_box_set_filter_func (GTK_LIST_BOX (widget), is_place, NULL, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    leave_out_what_fails (child);
}

/* The windows of GTK's dialogs that are new. */
static void
tend_dialogs (void)
{
  static GQuark is_tended;
  GListModel *windows = gtk_window_get_toplevels ();

  if (is_tended == 0)
    is_tended = g_quark_from_static_string ("gs-file-dialog-is-tended");
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    GtkEventController *keys;

    if (!GTK_IS_FILE_CHOOSER (window) || g_object_get_qdata (G_OBJECT (window), is_tended) != NULL)
      continue;
    g_object_set_qdata (G_OBJECT (window), is_tended, window);
    leave_out_what_fails (window);
    keys = gtk_shortcut_controller_new ();
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_r, GDK_ALT_MASK),
                                                          gtk_callback_action_new (do_nothing, NULL, NULL)));
    gtk_widget_add_controller (window, keys);
  }
}

static void
choose (Purpose purpose, GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner)
{
  Choice *choice = &choices[purpose];
  GtkNativeDialog *dialog;

  if (choice->dialog == NULL)
    make_dialog (choice, purpose);
  dialog = GTK_NATIVE_DIALOG (choice->dialog);
  if (!gtk_native_dialog_get_visible (dialog)) {
    choice->done = done;
    g_weak_ref_set (&choice->owner, owner);
    gtk_native_dialog_set_title (dialog, title);
    gtk_native_dialog_set_transient_for (dialog, parent);
    gtk_native_dialog_set_modal (dialog, TRUE);
    set_folder (GTK_FILE_CHOOSER (dialog));
  }
  gtk_native_dialog_show (dialog);
  tend_dialogs ();
}

void
gs_file_dialog_open (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner)
{
  choose (FOR_OPENING, parent, title, done, owner);
}

void
gs_file_dialog_save (GtkWindow *parent,
                     const gchar *title,
                     const gchar *name,
                     const gchar *ending,
                     GsFileChosen done,
                     gpointer owner)
{
  Choice *choice = &choices[FOR_SAVING];
  g_autofree gchar *whole = g_strconcat (name, ending, NULL);

  if (choice->dialog == NULL)
    make_dialog (choice, FOR_SAVING);
  if (!gtk_native_dialog_get_visible (GTK_NATIVE_DIALOG (choice->dialog))) {
    choice->ending = ending;
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (choice->dialog), whole);
  }
  choose (FOR_SAVING, parent, title, done, owner);
}

gchar *
gs_file_dialog_suggest_name (const gchar *path, const gchar *title, const gchar *ending)
{
  g_autofree gchar *name = path != NULL ? g_filename_display_basename (path) : g_strdup (title);

  if (path != NULL && g_str_has_suffix (name, ending))
    name[strlen (name) - strlen (ending)] = '\0';
  if (path == NULL)
    g_strstrip (g_strdelimit (name, "/\\:\n\r\t", '-'));
  return *name != '\0' ? g_steal_pointer (&name) : g_strdup (_ ("Untitled"));
}

void
gs_file_dialog_choose_source (GtkWindow *parent, GsRowsChosen done, gpointer owner)
{
  choices[FOR_ROWS].done_rows = done;
  choose (FOR_ROWS, parent, _ ("Rows from a file"), NULL, owner);
}

void
gs_file_dialog_choose_source_folder (GtkWindow *parent, GsRowsChosen done, gpointer owner)
{
  choices[FOR_ROWS_FOLDER].done_rows = done;
  choose (FOR_ROWS_FOLDER, parent, _ ("Rows from a folder of pictures"), NULL, owner);
}

void
gs_file_dialog_choose_numbers (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner)
{
  choose (FOR_NUMBERS, parent, title, done, owner);
}

void
gs_file_dialog_choose_folder (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner)
{
  choose (FOR_FOLDER, parent, title, done, owner);
}

void
gs_file_dialog_choose_works (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner)
{
  choose (FOR_WORKS, parent, title, done, owner);
}

void
gs_file_dialog_choose_lesson (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner)
{
  choose (FOR_LESSON, parent, title, done, owner);
}
