/* The list of files in GTK's own dialog. GTK 4.8 opens its menu at the file that is marked, wherever that has
 * been scrolled to: beside the screen it has nowhere to go.
 *
 *   gs_file_list_add_to (window);                       // once; does nothing where there is no such list
 *   if (is_for_menu && gs_file_list_brings_back (list))
 *     return TRUE;                                      // the next key opens it
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A press that asks for the menu first marks what lies under it. */
void gs_file_list_add_to (GtkWindow *window);
/* Whether the marked file was out of sight, or the list had no place yet. */
gboolean gs_file_list_brings_back (GtkTreeView *list);

G_END_DECLS
