/* What is copied. */
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
