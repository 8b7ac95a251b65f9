/* The list of keys. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkShortcutsWindow *gs_help_make_shortcuts (void);

G_END_DECLS
