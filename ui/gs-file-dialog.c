/* Asks for a file. */
#include "gs-file-dialog.h"

#include <glib/gi18n-lib.h>

/* One to open, one to save and one to take rows with, for the whole program, and never let go. GTK 4.8's
 * dialog reads a folder beside the main loop and does not forget that when it is disposed: closed by a key
 * soon enough, or with its window, it would be told of files by what has read them, and end the program in
 * g_file_equal(). */
typedef struct {
  GtkFileChooserNative *dialog;
  GsFileChosen done;
  GWeakRef owner;
} Choice;

typedef enum { FOR_OPENING, FOR_SAVING, FOR_ROWS, N_CHOICES } Purpose;

static Choice choices[N_CHOICES];

static void
on_response (GtkNativeDialog *dialog, gint response, Choice *choice)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&choice->owner);
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  g_weak_ref_set (&choice->owner, NULL);
  gtk_native_dialog_set_transient_for (dialog, NULL);
  if (owner != NULL && file != NULL)
    choice->done (file, owner);
}

static void
make_dialog (Choice *choice, Purpose purpose)
{
  GtkFileFilter *filter;

  choice->dialog = gtk_file_chooser_native_new (
      NULL, NULL, purpose == FOR_SAVING ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN, NULL,
      NULL);
  g_weak_ref_init (&choice->owner, NULL);
  g_signal_connect (choice->dialog, "response", G_CALLBACK (on_response), choice);
  if (purpose != FOR_OPENING)
    return;
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("Gradsheet documents"));
  gtk_file_filter_add_pattern (filter, "*.gradsheet");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (choice->dialog), filter);
}

static void
choose (Purpose purpose,
        GtkWindow *parent,
        const gchar *title,
        const gchar *suggestion,
        GsFileChosen done,
        gpointer owner)
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
    if (suggestion != NULL)
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggestion);
  }
  gtk_native_dialog_show (dialog);
}

void
gs_file_dialog_choose (GtkWindow *parent,
                       const gchar *title,
                       GtkFileChooserAction action,
                       const gchar *suggestion,
                       GsFileChosen done,
                       gpointer owner)
{
  choose (action == GTK_FILE_CHOOSER_ACTION_SAVE ? FOR_SAVING : FOR_OPENING, parent, title, suggestion, done,
          owner);
}

void
gs_file_dialog_choose_rows (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner)
{
  choose (FOR_ROWS, parent, title, NULL, done, owner);
}
