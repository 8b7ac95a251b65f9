/* Small windows that say or ask something. */
#include "gs-dialogs.h"

#include <glib/gi18n-lib.h>

#include "app/text/gs-quote.h"
#include "gs-accessible.h"

/* Lives as long as its window. */
typedef struct {
  GtkWindow *window;
  GtkWidget *buttons;
  GtkWidget *entry; /* or NULL */
  GtkWidget *reason;
  GsLineCheck check;
  GsAnswer answer;
  GsLineAnswer line_answer;
  GWeakRef owner;
  gboolean is_answered;
} Dialog;

static void
free_dialog (gpointer data)
{
  g_weak_ref_clear (&((Dialog *) data)->owner);
  g_free (data);
}

/* One answer, given when the dialog is gone already: what it leads to may open another one, or close the
 * window this one stood before. Nobody is told who is gone himself. */
static void
finish (Dialog *dialog, gint button)
{
  GsAnswer answer = dialog->answer;
  GsLineAnswer line_answer = dialog->line_answer;
  g_autoptr (GObject) owner = g_weak_ref_get (&dialog->owner);
  g_autofree gchar *line = button > 0 && dialog->entry != NULL
                               ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (dialog->entry)))
                               : NULL;

  if (dialog->is_answered)
    return;
  dialog->is_answered = TRUE;
  /* An event still in line may hold the dialog longer than its parent lives. */
  gtk_window_set_transient_for (dialog->window, NULL);
  gtk_window_destroy (dialog->window);
  if (owner != NULL && answer != NULL)
    answer (button, owner);
  if (owner != NULL && line_answer != NULL)
    line_answer (line, owner);
}

/* The dialog that a widget is in; NULL when that has gone, and only an event still in line holds the widget.
 */
static Dialog *
find_dialog (GtkWidget *widget)
{
  GtkRoot *window = gtk_widget_get_root (widget);

  return window != NULL ? g_object_get_data (G_OBJECT (window), "dialog") : NULL;
}

static void
on_clicked (GtkButton *button)
{
  Dialog *dialog = find_dialog (GTK_WIDGET (button));

  if (dialog != NULL)
    finish (dialog, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "number")));
}

static gboolean
on_close (GtkWindow *window, Dialog *dialog)
{
  finish (dialog, -1);
  return TRUE;
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static GtkWidget *
make_label (const gchar *text, const gchar *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 56);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_add_css_class (label, class);
  return label;
}

static void
add_buttons (Dialog *dialog, const gchar *const *buttons)
{
  for (gint i = 0; buttons[i] != NULL; i++) {
    GtkWidget *button = gtk_button_new_with_mnemonic (_ (buttons[i]));

    gs_accessible_set_button_name (button);
    g_object_set_data (G_OBJECT (button), "number", GINT_TO_POINTER (i));
    g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), NULL);
    gtk_box_append (GTK_BOX (dialog->buttons), button);
    if (buttons[i + 1] == NULL) {
      gtk_widget_add_css_class (button, "suggested-action");
      gtk_window_set_default_widget (dialog->window, button);
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

    if (g_object_get_data (G_OBJECT (window), "dialog") == NULL
        || gtk_window_get_transient_for (window) != parent
        || !g_str_equal (gtk_window_get_title (window), title))
      continue;
    gtk_window_present (window);
    return TRUE;
  }
  return FALSE;
}

static Dialog *
make_dialog (GtkWindow *parent, const gchar *title, const gchar *text)
{
  Dialog *dialog = g_new0 (Dialog, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkShortcut *escape = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                          gtk_callback_action_new (on_escape, NULL, NULL));
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();
  g_autofree gchar *visible = gs_quote_visible (text, TRUE); /* names of files need not be text */
  GApplication *application = g_application_get_default ();

  g_weak_ref_init (&dialog->owner, NULL);
  dialog->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_title (dialog->window, title);
  gtk_window_set_modal (dialog->window, TRUE);
  gtk_window_set_resizable (dialog->window, FALSE);
  /* Without a parent it is a window of the application, which would end without one. */
  if (parent != NULL) {
    gtk_window_set_transient_for (dialog->window, parent);
    gtk_window_set_destroy_with_parent (dialog->window, TRUE);
  }
  if (parent == NULL && application != NULL)
    gtk_window_set_application (dialog->window, GTK_APPLICATION (application));
  gtk_widget_add_css_class (box, "gs-dialog");
  gtk_box_append (GTK_BOX (box), make_label (title, "gs-dialog-title"));
  gtk_box_append (GTK_BOX (box), make_label (visible, "gs-dialog-text"));
  dialog->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_set_halign (dialog->buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), dialog->buttons);
  gtk_window_set_child (dialog->window, box);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts), escape);
  gtk_widget_add_controller (GTK_WIDGET (dialog->window), shortcuts);
  g_signal_connect (dialog->window, "close-request", G_CALLBACK (on_close), dialog);
  g_object_set_data_full (G_OBJECT (dialog->window), "dialog", dialog, free_dialog);
  return dialog;
}

void
gs_dialogs_tell (GtkWindow *parent, const gchar *title, const gchar *text)
{
  static const gchar *const buttons[] = { N_ ("_All right"), NULL };
  Dialog *dialog = make_dialog (parent, title, text);

  add_buttons (dialog, buttons);
  gtk_window_present (dialog->window);
}

void
gs_dialogs_ask (GtkWindow *parent,
                const gchar *title,
                const gchar *text,
                const gchar *const *buttons,
                GsAnswer answer,
                gpointer owner)
{
  Dialog *dialog;

  if (is_asked_already (parent, title))
    return;
  dialog = make_dialog (parent, title, text);
  dialog->answer = answer;
  g_weak_ref_set (&dialog->owner, owner);
  add_buttons (dialog, buttons);
  gtk_window_present (dialog->window);
}

static void
check_line (GtkEditable *entry)
{
  Dialog *dialog = find_dialog (GTK_WIDGET (entry));
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (dialog == NULL)
    return;
  good = dialog->check == NULL || dialog->check (gtk_editable_get_text (entry), &error);
  gtk_label_set_text (GTK_LABEL (dialog->reason), good ? "" : error->message);
  gtk_widget_set_visible (dialog->reason, !good);
  gtk_widget_set_sensitive (gtk_widget_get_last_child (dialog->buttons), good);
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
  Dialog *dialog;

  if (is_asked_already (parent, title))
    return;
  dialog = make_dialog (parent, title, text);
  dialog->line_answer = answer;
  g_weak_ref_set (&dialog->owner, owner);
  dialog->entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (dialog->entry), preset);
  gs_accessible_set_name (dialog->entry, title);
  gs_accessible_set_description (dialog->entry, text);
  gtk_entry_set_activates_default (GTK_ENTRY (dialog->entry), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (dialog->entry), 44);
  gtk_box_insert_child_after (GTK_BOX (gtk_window_get_child (dialog->window)), dialog->entry,
                              gtk_widget_get_prev_sibling (dialog->buttons));
  dialog->reason = make_label ("", "gs-bad");
  dialog->check = check;
  gtk_box_insert_child_after (GTK_BOX (gtk_window_get_child (dialog->window)), dialog->reason, dialog->entry);
  add_buttons (dialog, buttons);
  g_signal_connect (dialog->entry, "changed", G_CALLBACK (check_line), NULL);
  check_line (GTK_EDITABLE (dialog->entry));
  gtk_widget_grab_focus (dialog->entry);
  gtk_window_present (dialog->window);
}
