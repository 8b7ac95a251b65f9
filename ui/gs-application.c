/* The application: its windows, its actions, what it opens. */
#include "gs-application.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/document/gs-ready-made.h"
#include "app/exchange/gs-onnx-import.h"
#include "app/lesson/gs-lessons.h"
#include "app/text/gs-quote.h"
#include "app/text/gs-signals.h"
#include "app/workbook/gs-found-rows.h"
#include "gs-autosave.h"
#include "gs-colours.h"
#include "gs-dialogs.h"
#include "gs-file-kinds.h"
#include "gs-host.h"
#include "gs-job.h"
#include "gs-key-sight.h"
#include "gs-lesson-windows.h"
#include "gs-let-go.h"
#include "gs-new-dialog.h"
#include "gs-places.h"
#include "gs-recent.h"
#include "gs-recovery.h"
#include "gs-report-window.h"
#include "gs-settings.h"
#include "gs-style.h"
#include "gs-welcome.h"
#include "gs-window.h"

struct _GsApplication {
  GtkApplication parent_instance;

  GsLessonProgress *progress; /* made when first asked for */
  GsWelcome *welcome;         /* while it is open */
  gchar *first_lesson;        /* asked for when the program was started, or NULL */
  gint ended_by;              /* the signal that did, or 0 */
  gboolean has_failed;        /* to open what it was started with */
};

static void be_host (GsHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GsApplication,
                               gs_application,
                               GTK_TYPE_APPLICATION,
                               G_IMPLEMENT_INTERFACE (GS_TYPE_HOST, be_host))

/* Every key that needs AltGr somewhere has another beside it. */
static const struct {
  const gchar *action;
  const gchar *keys[4];
} accels[] = {
  { "app.quit", { "<Ctrl>q" } },
  { "win.new", { "<Ctrl>n" } },
  { "win.open", { "<Ctrl>o" } },
  { "win.save", { "<Ctrl>s" } },
  { "win.preferences", { "<Ctrl>F12" } },
  { "win.print", { "<Ctrl>p" } },
  { "win.worksheet", { "<Ctrl>j" } },
  { "win.hand-in", { "<Ctrl><Shift>j" } },
  { "win.grades", { "<Ctrl><Shift>r" } },
  { "win.make-lesson", { "<Ctrl>F7" } },
  { "win.save-as", { "<Ctrl><Shift>s" } },
  { "win.export", { "<Ctrl><Shift>x" } },
  { "win.compare", { "<Ctrl><Shift>w" } },
  { "window.close", { "<Ctrl>w" } },
  { "win.undo", { "<Ctrl>z" } },
  { "win.redo", { "<Ctrl><Shift>z", "<Ctrl>y" } },
  { "win.step", { "F10" } },
  { "win.back", { "<Shift>F10" } },
  { "win.start", { "<Alt>Home" } },
  { "win.end", { "<Alt>End" } },
  { "win.size::term", { "<Alt>1" } },
  { "win.size::cell", { "<Alt>2" } },
  { "win.size::operation", { "<Alt>3" } },
  { "win.size::layer", { "<Alt>4" } },
  { "win.size::pass", { "<Alt>5" } },
  { "win.view::sheet", { "<Ctrl>1" } },
  { "win.view::playground", { "<Ctrl>2" } },
  { "win.view::digits", { "<Ctrl>3" } },
  { "win.run", { "F9" } },
  { "win.run-slowly", { "<Ctrl>F9" } },
  { "win.breakpoint", { "<Ctrl>b" } },
  { "win.fold", { "<Ctrl><Shift>f" } },
  { "win.run-to-cell", { "<Ctrl>F10", "<Shift>F9" } },
  { "win.train", { "<Ctrl>t" } },
  { "win.train-on", { "<Ctrl><Shift>o" } },
  { "win.stop-training", { "<Ctrl><Shift>t" } },
  { "win.race", { "<Ctrl><Shift>m" } },
  { "win.set-bookmark", { "<Ctrl><Shift>k" } },
  { "win.go-to-bookmark", { "<Ctrl><Shift>g" } },
  { "win.pause-training", { "<Ctrl><Shift>p" } },
  { "win.train-epoch", { "<Ctrl><Shift>e" } },
  { "win.train-batch", { "<Ctrl><Shift>b" } },
  { "win.train-sample", { "<Ctrl><Shift>n" } },
  { "win.nudge", { "F7" } },
  { "win.arrows", { "F8" } },
  { "win.ask-first", { "<Ctrl>h" } },
  { "win.reveal", { "<Ctrl><Shift>h" } },
  { "win.fill-down", { "<Ctrl>d" } },
  { "win.fill-right", { "<Ctrl>r" } },
  { "win.differences", { "F3" } },
  { "win.more-back", { "<Ctrl><Shift>comma", "<Ctrl>less" } },
  { "win.more-on", { "<Ctrl><Shift>period", "<Ctrl>greater" } },
  { "win.first-error", { "<Ctrl>e" } },
  { "win.find", { "<Ctrl>f" } },
  { "win.go-to-name", { "<Ctrl>g", "F4" } },
  { "win.copy-formula", { "<Ctrl><Shift>c" } },
  { "win.next-pane", { "F6" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.fold-update", { "<Ctrl><Shift>u" } },
  { "win.next-tab", { "<Ctrl>Page_Down" } },
  { "win.previous-tab", { "<Ctrl>Page_Up" } },
  { "win.lesson-next", { "<Alt>Page_Down" } },
  { "win.lesson-previous", { "<Alt>Page_Up" } },
  { "win.lesson-pick", { "Insert" } },
  { "win.lesson-anew", { "<Ctrl><Shift>a" } },
  { "win.rehearse", { "<Ctrl><Shift>y" } },
  { "win.lessons", { "<Ctrl>l" } },
  { "win.build", { "<Ctrl><Shift>l" } },
  { "win.practice", { "<Ctrl>m" } },
  { "win.side", { "<Ctrl>F5" } },
  { "win.present", { "F5" } },
  { "win.teacher", { "<Shift>F5" } },
  { "win.help", { "F1", "Help" } },
  { "win.keys", { "<Ctrl>question", "<Ctrl>F1" } },
};

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  /* Each window asks about what is not saved; those that stay open keep the application. */
  windows = g_list_copy (gtk_application_get_windows (user_data));
  g_list_foreach (windows, (GFunc) (GCallback) g_object_ref, NULL);
  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_close (link->data);
  g_list_free_full (windows, g_object_unref); /* one may have gone with another */
  gs_job_stop (NULL);
}

/* ---- told to end ---- */

/* There is no time to ask: what is not saved is kept, and the program ends in order. A second signal ends it
 * at once. */
static gboolean
on_signal (gpointer user_data, gint number)
{
  GsApplication *self = user_data;
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  self->ended_by = number;
  gs_autosave_leave_all ();
  windows =
      g_list_copy_deep (windows, (GCopyFunc) (gpointer) g_object_ref, NULL); /* one may take another along */
  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_destroy (link->data);
  g_list_free_full (windows, g_object_unref);
  g_application_quit (G_APPLICATION (self));
  return G_SOURCE_REMOVE;
}

gint
gs_application_get_signal (GsApplication *self)
{
  return self->ended_by;
}

gboolean
gs_application_has_failed (GsApplication *self)
{
  return self->has_failed;
}

/* ---- starting ---- */

static void
startup (GApplication *application)
{
  static const GActionEntry entries[] = { { .name = "quit", .activate = on_quit } };

  G_APPLICATION_CLASS (gs_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action, accels[i].keys);
  gs_signals_catch (on_signal, application);
  gs_style_load ();
  gs_settings_start ();
  gs_colours_start (application);
  /* Asked first when its database has been read from elsewhere already, GLib 2.74 reads it again, perhaps
   * while a file dialog's thread is looking something up in it. */
  g_content_type_get_mime_dirs ();
  gs_key_sight_start ();
  gs_let_go_start ();
  /* Where it is not installed, it is found beside the sources. */
  gtk_icon_theme_add_search_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                  GS_ICONS_SOURCE);
  gtk_window_set_default_icon_name (g_application_get_application_id (application));
}

/* ---- windows ---- */

static void
open_book (GsHost *host, GsWorkbook *book, const gchar *path)
{
  gtk_window_present (GTK_WINDOW (gs_window_new (GTK_APPLICATION (host), book, path)));
}

static void
show_welcome (GsHost *host)
{
  GsApplication *self = GS_APPLICATION (host);

  if (self->welcome == NULL) {
    self->welcome = gs_welcome_new (GTK_APPLICATION (self));
    g_object_add_weak_pointer (G_OBJECT (self->welcome), (gpointer *) &self->welcome);
  }
  gs_welcome_update (self->welcome);
  gtk_window_present (GTK_WINDOW (self->welcome));
}

/* ---- opening: a job ---- */

/* Bytes of what a dialog says; more is a list. */
#define MAX_TOLD 400

typedef struct {
  gchar *path;
  GsFileKind kind;
  GsFoundRows *rows; /* where the file is no document */
  GPtrArray *report; /* what became of a model's nodes, line by line; else NULL */
  GWeakRef parent;   /* for what there is to say */
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_weak_ref_clear (&opening->parent);
  g_clear_pointer (&opening->report, g_ptr_array_unref);
  g_clear_pointer (&opening->rows, gs_found_rows_free);
  g_free (opening->path);
  g_free (opening);
}

/* A document under another name; else NULL, and the rows or why there are none. */
static gpointer
work_open_rows (Opening *opening, GError **error)
{
  if (gs_file_kinds_is_document (opening->path))
    return gs_workbook_open (opening->path, error);
  opening->rows = gs_found_rows_open (opening->path, error);
  if (opening->rows != NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "rows");
  else
    g_prefix_error (error, "%s\n",
                    _ ("Documents (.gradsheet), models (.onnx), lessons (.json) and tables of text (.csv, "
                       ".tsv, .txt, also .gz) can be opened; save the sheet of another program as CSV."));
  return NULL;
}

static gpointer
work_open (gpointer order, GError **error)
{
  Opening *opening = order;
  GsDocument *document;

  if (opening->kind == GS_FILE_ROWS)
    return work_open_rows (opening, error);
  if (opening->kind != GS_FILE_MODEL)
    return gs_workbook_open (opening->path, error);
  document = gs_onnx_import (opening->path, &opening->report, error);
  return document != NULL ? gs_workbook_new (document, error) : NULL;
}

/* A model is a new document of its own, with a list of what became what beside it. */
static void
show_model (GsApplication *self, Opening *opening, GsWorkbook *book)
{
  GtkWindow *window = GTK_WINDOW (gs_window_new (GTK_APPLICATION (self), book, NULL));
  g_autofree gchar *name = g_filename_display_basename (opening->path);
  g_autofree gchar *visible = gs_quote_visible (name, TRUE), *title = NULL;

  gtk_window_present (window);
  title = g_strdup_printf (_ ("What became of %s"), visible);
  gs_report_window_show (window, title,
                         _ ("It is a new document. It has no rows yet: rows from a file, made or pasted make "
                            "it step and train."),
                         opening->report);
}

/* Who started the program from a terminal reads it there, too. */
static void
tell (GtkWindow *parent, const gchar *title, const gchar *text)
{
  if (parent == NULL) {
    g_printerr ("gradsheet: %s\n", text);
    GS_APPLICATION (g_application_get_default ())->has_failed = TRUE;
  }
  gs_dialogs_tell (parent, title, text);
}

/* Rows want a network first. */
static void
show_rows (GsApplication *self, GtkWindow *parent, Opening *opening)
{
  if (parent == NULL)
    show_welcome (GS_HOST (self));
  gs_new_dialog_show_rows (parent != NULL ? parent : GTK_WINDOW (self->welcome),
                           g_steal_pointer (&opening->rows));
}

/* Nodes that are in the way are listed where they are many. */
static void
tell_failure (GtkWindow *parent, Opening *opening, const GError *error)
{
  const gchar *title = opening->kind == GS_FILE_MODEL ? _ ("This model cannot be taken over")
                                                      : _ ("This file cannot be opened");

  if (opening->report != NULL && opening->report->len > 0 && strlen (error->message) > MAX_TOLD)
    gs_report_window_show (parent, title, _ ("Some of it is not supported. Nothing was opened."),
                           opening->report);
  else
    tell (parent, title, error->message);
}

static void
on_opened (gpointer owner, gpointer order, gpointer result, const GError *error)
{
  Opening *opening = order;
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&opening->parent);
  g_autoptr (GsWorkbook) book = result;

  if (opening->rows != NULL) {
    show_rows (owner, parent, opening);
  } else if (book == NULL) {
    tell_failure (parent, opening, error);
  } else if (opening->kind == GS_FILE_MODEL) {
    show_model (owner, opening, book);
  } else {
    gs_recent_add (opening->path);
    open_book (owner, book, opening->path);
  }
  gs_recovery_offer (owner);
}

static void
open_file (GsHost *host, GtkWindow *parent, GFile *file)
{
  static const GsJobKind kind = { work_open, on_opened, free_opening, g_object_unref };
  g_autofree gchar *path = g_file_get_path (file), *name = NULL, *visible = NULL, *what = NULL;
  Opening *opening;

  if (path == NULL) {
    gs_dialogs_tell (parent, _ ("This file is not on this machine"),
                     _ ("Copy it to a folder here and open it there."));
    return;
  }
  if (gs_file_kinds_find (path) == GS_FILE_LESSON) {
    gs_lesson_windows_open (parent, path);
    return;
  }
  name = g_filename_display_basename (path);
  visible = gs_quote_visible (name, TRUE);
  if (gs_file_kinds_find (path) == GS_FILE_ARRAYS) {
    tell (parent, _ ("This file cannot be opened"),
          _ ("Arrays are compared with a network: open one first, then drop the file on its sheet."));
    return;
  }
  what = g_strdup_printf (_ ("Opening %s"), visible);
  opening = g_new0 (Opening, 1);
  opening->path = g_steal_pointer (&path);
  opening->kind = gs_file_kinds_find (opening->path);
  g_weak_ref_init (&opening->parent, parent);
  gs_job_start (parent != NULL && GS_IS_WINDOW (parent) ? gs_window_get_work (GS_WINDOW (parent))
                                                        : GTK_WIDGET (parent),
                &kind, what, opening, host);
}

static void
open_example (GsHost *host, GtkWindow *parent, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open_ready_made (name, &error);

  if (book == NULL)
    gs_dialogs_tell (parent, _ ("This network is not installed"), error->message);
  else
    open_book (host, book, NULL);
}

/* ---- lessons ---- */

static GsLessonProgress *
get_progress (GsHost *host)
{
  GsApplication *self = GS_APPLICATION (host);

  if (self->progress == NULL)
    self->progress = gs_lesson_progress_new (NULL);
  return self->progress;
}

static void
be_host (GsHostInterface *iface)
{
  iface->get_progress = get_progress;
  iface->show_welcome = show_welcome;
  iface->open_file = open_file;
  iface->open_example = open_example;
  iface->open_book = open_book;
  iface->try_lesson = gs_lesson_windows_try;
  iface->open_work = gs_lesson_windows_show_work;
}

/* ---- what it is started with ---- */

/* The lesson that was asked for; a message over the first page if there is none. */
static void
open_first_lesson (GsApplication *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *path = gs_lessons_find (self->first_lesson, &error);

  g_clear_pointer (&self->first_lesson, g_free);
  if (path != NULL)
    gs_lesson_windows_open (NULL, path);
  else {
    g_printerr ("gradsheet: %s\n", error->message);
    self->has_failed = TRUE;
    show_welcome (GS_HOST (self));
    gs_dialogs_tell (GTK_WINDOW (self->welcome), _ ("There is no such lesson"), error->message);
  }
}

static void
activate (GApplication *application)
{
  GsApplication *self = GS_APPLICATION (application);

  if (self->first_lesson != NULL)
    open_first_lesson (self);
  else
    show_welcome (GS_HOST (self));
  gs_recovery_offer (GTK_APPLICATION (application));
}

static void
tell_of_name (const gchar *name)
{
  g_autofree gchar *visible = gs_quote_visible (name, TRUE), *nearest = gs_ready_made_suggest (name);
  g_autofree gchar *text =
      nearest != NULL ? g_strdup_printf (
          _ ("No file and no ready-made network is called “%s”. Did you mean “%s”?"), visible, nearest)
                      : g_strdup_printf (_ ("No file and no ready-made network is called “%s”."), visible);

  tell (NULL, _ ("This file cannot be opened"), text);
}

static void
open_files (GApplication *application, GFile **files, gint n_files, const gchar *hint)
{
  for (gint i = 0; i < n_files; i++) {
    g_autofree gchar *name = gs_file_kinds_find_name (files[i]),
                     *path = name != NULL ? gs_ready_made_find (name) : NULL;

    if (name == NULL)
      open_file (GS_HOST (application), NULL, files[i]);
    else if (path != NULL)
      open_example (GS_HOST (application), NULL, name);
    else
      tell_of_name (name);
  }
}

static void
shut_down (GApplication *application)
{
  gs_job_stop_and_wait ();
  G_APPLICATION_CLASS (gs_application_parent_class)->shutdown (application);
}

static gint
handle_local_options (GApplication *application, GVariantDict *options)
{
  g_variant_dict_lookup (options, "lesson", "s", &GS_APPLICATION (application)->first_lesson);
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("Gradsheet " GS_VERSION "\n");
  return 0;
}

static void
dispose (GObject *object)
{
  GsApplication *self = GS_APPLICATION (object);

  if (self->welcome != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->welcome), (gpointer *) &self->welcome);
  self->welcome = NULL;
  g_clear_object (&self->progress);
  g_clear_pointer (&self->first_lesson, g_free);
  G_OBJECT_CLASS (gs_application_parent_class)->dispose (object);
}

static void
gs_application_class_init (GsApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  application_class->startup = startup;
  application_class->shutdown = shut_down;
  application_class->handle_local_options = handle_local_options;
  application_class->activate = activate;
  application_class->open = open_files;
}

static void
gs_application_init (GsApplication *self)
{
}

GsApplication *
gs_application_new (void)
{
  static const GOptionEntry options[] = {
    { "lesson", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Begin with this lesson: its number, id or file"),
      N_ ("LESSON") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Say the version and end"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GsApplication *self = g_object_new (GS_TYPE_APPLICATION, "application-id", "org.gradsheet.Gradsheet",
                                      "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE, NULL);

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("[FILE.gradsheet…|MODEL.onnx…|LESSON.json…|NAME…]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("A spreadsheet whose cells are a neural network. Without a file, lessons and ready-made "
         "networks are offered."));
  return self;
}
