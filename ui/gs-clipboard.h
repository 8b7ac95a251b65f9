/* What is copied: plain text, and a table for programs that take one.
 *
 *   gs_clipboard_copy (GTK_WIDGET (self), text, html);
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `html` may be NULL. */
void gs_clipboard_copy (GtkWidget *widget, const gchar *text, const gchar *html);

G_END_DECLS
