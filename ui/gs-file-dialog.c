/* Asks for a file. */
#include "gs-file-dialog.h"

#include <glib/gi18n-lib.h>

/* One to open and one to save with, for the whole program, and never let go. GTK 4.8's dialog reads a folder
 * beside the main loop and does not forget that when it is disposed: closed by a key soon enough, or with its
 * window, it would be told of files by what has read them, and end the program in g_file_equal(). */
typedef struct {
  GtkFileChooserNative *dialog;
  GsFileChosen done;
  GWeakRef owner;
} Choice;

static Choice choices[2];

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
make_dialog (Choice *choice, GtkFileChooserAction action)
{
  GtkFileFilter *filter;

  choice->dialog = gtk_file_chooser_native_new (NULL, NULL, action, NULL, NULL);
  g_weak_ref_init (&choice->owner, NULL);
  g_signal_connect (choice->dialog, "response", G_CALLBACK (on_response), choice);
  if (action != GTK_FILE_CHOOSER_ACTION_OPEN)
    return;
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("Gradsheet documents"));
  gtk_file_filter_add_pattern (filter, "*.gradsheet");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (choice->dialog), filter);
}

void
gs_file_dialog_choose (GtkWindow *parent,
                       const gchar *title,
                       GtkFileChooserAction action,
                       const gchar *suggestion,
                       GsFileChosen done,
                       gpointer owner)
{
  Choice *choice = &choices[action == GTK_FILE_CHOOSER_ACTION_SAVE];
  GtkNativeDialog *dialog;

  if (choice->dialog == NULL)
    make_dialog (choice, action);
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
