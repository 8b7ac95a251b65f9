/* What is copied, and what is pasted. */
#include "gs-clipboard.h"

#include <string.h>

void
gs_clipboard_copy (GtkWidget *widget, const gchar *text, const gchar *html)
{
  GdkContentProvider *providers[] = { gdk_content_provider_new_typed (G_TYPE_STRING, text), NULL };
  g_autoptr (GdkContentProvider) all = NULL;

  if (html != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));

    providers[1] = gdk_content_provider_new_for_bytes ("text/html", bytes);
  }
  /* Takes them. */
  all = gdk_content_provider_new_union (providers, html != NULL ? 2 : 1);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), all);
}

typedef struct {
  GWeakRef widget;
  GsClipboardTaken taken;
} Reading;

static void
on_read (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  g_autofree gchar *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  g_autoptr (GObject) widget = g_weak_ref_get (&reading->widget);

  if (widget != NULL)
    reading->taken (widget, text);
  g_weak_ref_clear (&reading->widget);
  g_free (reading);
}

void
gs_clipboard_read (GtkWidget *widget, GsClipboardTaken taken)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->taken = taken;
  g_weak_ref_init (&reading->widget, widget);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, on_read, reading);
}
