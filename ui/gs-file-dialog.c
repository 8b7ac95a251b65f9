/* Asks for a file. */
#include "gs-file-dialog.h"

#include <glib/gi18n-lib.h>

#define KEY "gs-file-dialog"

/* Goes with the dialog, which its parent holds. */
typedef struct {
  GsFileChosen done;
  GWeakRef owner, parent;
} Choice;

static void
free_choice (gpointer data)
{
  Choice *choice = data;

  g_weak_ref_clear (&choice->owner);
  g_weak_ref_clear (&choice->parent);
  g_free (choice);
}

static gboolean
on_idle (gpointer dialog)
{
  return G_SOURCE_REMOVE;
}

static void
on_response (GtkNativeDialog *dialog, gint response)
{
  Choice *choice = g_object_get_data (G_OBJECT (dialog), KEY);
  g_autoptr (GObject) owner = g_weak_ref_get (&choice->owner);
  g_autoptr (GObject) parent = g_weak_ref_get (&choice->parent);
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  GsFileChosen done = choice->done;

  /* GTK's own dialog still reads a folder, and sorts what it has read, when it is closed: it is let go when
   * what is in line now has been done, not in the middle of its own signal. */
  g_idle_add_full (G_PRIORITY_LOW, on_idle, g_object_ref (dialog), g_object_unref);
  if (parent != NULL)
    g_object_set_data (parent, KEY, NULL);
  if (owner != NULL && file != NULL)
    done (file, owner);
}

static void
add_filter (GtkFileChooser *chooser)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Gradsheet documents"));
  gtk_file_filter_add_pattern (filter, "*.gradsheet");
  gtk_file_chooser_add_filter (chooser, filter);
}

void
gs_file_dialog_choose (GtkWindow *parent,
                       const gchar *title,
                       GtkFileChooserAction action,
                       const gchar *suggestion,
                       GsFileChosen done,
                       gpointer owner)
{
  GtkFileChooserNative *dialog = g_object_get_data (G_OBJECT (parent), KEY);
  Choice *choice;

  if (dialog != NULL) {
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
    return;
  }
  choice = g_new0 (Choice, 1);
  choice->done = done;
  g_weak_ref_init (&choice->owner, owner);
  g_weak_ref_init (&choice->parent, parent);
  dialog = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);
  g_object_set_data_full (G_OBJECT (dialog), KEY, choice, free_choice);
  g_object_set_data_full (G_OBJECT (parent), KEY, dialog, g_object_unref);
  if (suggestion != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggestion);
  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    add_filter (GTK_FILE_CHOOSER (dialog));
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
