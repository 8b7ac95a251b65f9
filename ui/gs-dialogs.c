/* Small windows that say or ask something. */
#include "gs-dialogs.h"

#include <glib/gi18n-lib.h>

#include "app/text/gs-quote.h"
#include "gs-accessible.h"
#include "gs-help-window.h"
#include "gs-template.h"

/* Milliseconds between two looks at what a question is about. */
#define TICK 120

#define GS_TYPE_DIALOG (gs_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GsDialog, gs_dialog, GS, DIALOG, GtkWindow)

struct _GsDialog {
  GtkWindow parent_instance;

  GtkWidget *heading, *text, *entry, *reason, *buttons;
  GsLineCheck check;
  GsMatter lasts; /* NULL: whatever happens */
  guint tick;
  GsAnswer answer;
  GsLineAnswer line_answer;
  GWeakRef owner;
  gboolean is_answered;
};

G_DEFINE_FINAL_TYPE (GsDialog, gs_dialog, GTK_TYPE_WINDOW)

/* One answer, given when the dialog is gone already: what it leads to may open another one, or close the
 * window this one stood before. Nobody is told who is gone himself. */
static void
finish (GsDialog *dialog, gint button)
{
  GsAnswer answer = dialog->answer;
  GsLineAnswer line_answer = dialog->line_answer;
  g_autoptr (GObject) owner = g_weak_ref_get (&dialog->owner);
  g_autofree gchar *line = button > 0 && dialog->line_answer != NULL
                               ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (dialog->entry)))
                               : NULL;

  if (dialog->is_answered)
    return;
  dialog->is_answered = TRUE;
  g_clear_handle_id (&dialog->tick, g_source_remove);
  /* An event still in line may hold the dialog longer than its parent lives. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
  if (owner != NULL && answer != NULL)
    answer (button, owner);
  if (owner != NULL && line_answer != NULL)
    line_answer (line, owner);
}

/* The dialog that a widget is in; NULL when that has gone, and only an event still in line holds the widget.
 */
static GsDialog *
find_dialog (GtkWidget *widget)
{
  GtkRoot *window = gtk_widget_get_root (widget);

  return GS_IS_DIALOG (window) ? GS_DIALOG (window) : NULL;
}

static gboolean
on_tick (gpointer user_data)
{
  GsDialog *dialog = user_data;
  g_autoptr (GObject) owner = g_weak_ref_get (&dialog->owner);

  if (owner != NULL && dialog->lasts (owner))
    return G_SOURCE_CONTINUE;
  dialog->tick = 0;
  finish (dialog, -1);
  return G_SOURCE_REMOVE;
}

static void
on_clicked (GtkButton *button)
{
  GsDialog *dialog = find_dialog (GTK_WIDGET (button));

  if (dialog != NULL)
    finish (dialog, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "number")));
}

static gboolean
close_request (GtkWindow *window)
{
  finish (GS_DIALOG (window), -1);
  return TRUE;
}

static void
add_buttons (GsDialog *dialog, const gchar *const *buttons)
{
  for (gint i = 0; buttons[i] != NULL; i++) {
    GtkWidget *button = gtk_button_new_with_mnemonic (_ (buttons[i]));

    gs_accessible_set_button_name (button);
    g_object_set_data (G_OBJECT (button), "number", GINT_TO_POINTER (i));
    g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), NULL);
    gtk_box_append (GTK_BOX (dialog->buttons), button);
    if (buttons[i + 1] == NULL) {
      gtk_widget_add_css_class (button, "suggested-action");
      gtk_window_set_default_widget (GTK_WINDOW (dialog), button);
      gtk_widget_grab_focus (button);
    }
  }
}

/* Asked twice, a question still stands once. */
static gboolean
is_asked_already (GtkWindow *parent, const gchar *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (!GS_IS_DIALOG (window) || gtk_window_get_transient_for (window) != parent
        || !g_str_equal (gtk_window_get_title (window), title))
      continue;
    gtk_window_present (window);
    return TRUE;
  }
  return FALSE;
}

static void
check_line (GsDialog *dialog)
{
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (gtk_widget_get_last_child (dialog->buttons) == NULL)
    return;
  good =
      dialog->check == NULL || dialog->check (gtk_editable_get_text (GTK_EDITABLE (dialog->entry)), &error);
  gtk_label_set_text (GTK_LABEL (dialog->reason), good ? "" : error->message);
  gtk_widget_set_visible (dialog->reason, !good);
  gtk_widget_set_sensitive (gtk_widget_get_last_child (dialog->buttons), good);
}

static void
dispose (GObject *object)
{
  g_clear_handle_id (&GS_DIALOG (object)->tick, g_source_remove);
  G_OBJECT_CLASS (gs_dialog_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_weak_ref_clear (&GS_DIALOG (object)->owner);
  G_OBJECT_CLASS (gs_dialog_parent_class)->finalize (object);
}

static void
gs_dialog_class_init (GsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "start");
  gs_template_set (widget_class, "gs-dialog");
  gtk_widget_class_bind_template_child (widget_class, GsDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, GsDialog, text);
  gtk_widget_class_bind_template_child (widget_class, GsDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, GsDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, GsDialog, buttons);
  gtk_widget_class_bind_template_callback (widget_class, check_line);
}

static void
gs_dialog_init (GsDialog *self)
{
  g_weak_ref_init (&self->owner, NULL);
  gs_template_init (GTK_WIDGET (self));
}

static GsDialog *
make_dialog (GtkWindow *parent, const gchar *title, const gchar *text)
{
  GsDialog *dialog = g_object_new (GS_TYPE_DIALOG, "title", title, NULL);
  g_autofree gchar *visible = gs_quote_visible (text, TRUE); /* names of files need not be text */
  GApplication *application = g_application_get_default ();

  gtk_label_set_text (GTK_LABEL (dialog->heading), title);
  gtk_label_set_text (GTK_LABEL (dialog->text), visible);
  /* Without a parent it is a window of the application, which would end without one. */
  if (parent != NULL) {
    gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
    gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  }
  if (parent == NULL && application != NULL)
    gtk_window_set_application (GTK_WINDOW (dialog), GTK_APPLICATION (application));
  return dialog;
}

void
gs_dialogs_tell (GtkWindow *parent, const gchar *title, const gchar *text)
{
  static const gchar *const buttons[] = { N_ ("_All right"), NULL };
  GsDialog *dialog = make_dialog (parent, title, text);

  add_buttons (dialog, buttons);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
gs_dialogs_ask (GtkWindow *parent,
                const gchar *title,
                const gchar *text,
                const gchar *const *buttons,
                GsAnswer answer,
                gpointer owner)
{
  gs_dialogs_ask_while (parent, title, text, buttons, NULL, answer, owner);
}

void
gs_dialogs_ask_while (GtkWindow *parent,
                      const gchar *title,
                      const gchar *text,
                      const gchar *const *buttons,
                      GsMatter lasts,
                      GsAnswer answer,
                      gpointer owner)
{
  GsDialog *dialog;

  if (is_asked_already (parent, title))
    return;
  dialog = make_dialog (parent, title, text);
  dialog->answer = answer;
  dialog->lasts = lasts;
  g_weak_ref_set (&dialog->owner, owner);
  if (lasts != NULL)
    dialog->tick = g_timeout_add (TICK, on_tick, dialog);
  add_buttons (dialog, buttons);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
gs_dialogs_ask_line (GtkWindow *parent,
                     const gchar *title,
                     const gchar *text,
                     const gchar *preset,
                     const gchar *button,
                     GsLineCheck check,
                     GsLineAnswer answer,
                     gpointer owner)
{
  const gchar *const buttons[] = { _ ("_Cancel"), button, NULL };
  GsDialog *dialog;

  if (is_asked_already (parent, title))
    return;
  dialog = make_dialog (parent, title, text);
  dialog->line_answer = answer;
  g_weak_ref_set (&dialog->owner, owner);
  dialog->check = check;
  gtk_editable_set_text (GTK_EDITABLE (dialog->entry), preset);
  gs_accessible_set_name (dialog->entry, title);
  gs_accessible_set_description (dialog->entry, text);
  gtk_widget_set_visible (dialog->entry, TRUE);
  add_buttons (dialog, buttons);
  check_line (dialog);
  gtk_widget_grab_focus (dialog->entry);
  gtk_window_present (GTK_WINDOW (dialog));
}
