/* The help: a list of pages at the left, with a line to search them, the page at the right. Works without a
 * network and without another program. One window for the whole application.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_HELP_WINDOW (gs_help_window_get_type ())
G_DECLARE_FINAL_TYPE (GsHelpWindow, gs_help_window, GS, HELP_WINDOW, GtkWindow)

/* Opens the help, or brings it to the front, at a page or a place of it: "sheet", "glossary#logits". */
void gs_help_window_show (const gchar *place);

/* F1 leads a window of this class to that page, Ctrl+? to the list of keys; the help can be read while a
 * dialog is open. To be called in class_init. */
void gs_help_window_bind_keys (GtkWidgetClass *klass, const gchar *place);
/* The same for one window of a class that is not ours. */
void gs_help_window_add_keys (GtkWidget *window, const gchar *place);

G_END_DECLS
