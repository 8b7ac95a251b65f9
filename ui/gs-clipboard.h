/* What is copied, plain text and a table for programs that take one, and what is pasted.
 *
 *   gs_clipboard_copy (GTK_WIDGET (self), text, html);
 *   gs_clipboard_read (GTK_WIDGET (self), on_pasted);
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `html` may be NULL. */
void gs_clipboard_copy (GtkWidget *widget, const gchar *text, const gchar *html);

/* Asks whoever has copied something for its text, which may take as long as that likes, or for ever: the
 * widget is held weakly, and nobody is told when it has gone. `text` is NULL where there is none. */
typedef void (*GsClipboardTaken) (gpointer widget, const gchar *text);
void gs_clipboard_read (GtkWidget *widget, GsClipboardTaken taken);

G_END_DECLS
