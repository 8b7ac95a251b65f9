/* The list of keys. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* As light Markdown, for the help. Caller frees. */
gchar *gs_help_print_shortcuts (void);

/* What the program is, and under which licence. */
void gs_help_show_about (GtkWindow *parent);

G_END_DECLS
