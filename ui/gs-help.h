/* The list of keys. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkShortcutsWindow *gs_help_make_shortcuts (void);

/* The same list as light Markdown, for the help. Caller frees. */
gchar *gs_help_print_shortcuts (void);

G_END_DECLS
