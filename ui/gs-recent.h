/* Documents opened or saved lately, as the desktop knows them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The document in this file is one of them from now on. */
void gs_recent_add (const gchar *path);

/* Those that are still there, the latest first and at most this many (GtkRecentInfo *); only to be
 * unreferenced. */
GPtrArray *gs_recent_list (guint most);

G_END_DECLS
