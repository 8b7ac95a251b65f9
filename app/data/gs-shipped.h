/* Data that come with the program.
 *
 *   for (gint i = 0; gs_shipped_list ()[i] != NULL; i++)
 *     g_print ("%s: %s\n", gs_shipped_list ()[i], gs_shipped_get_what (gs_shipped_list ()[i]));
 *
 * A name is what one types and files say, in every language; title and description are translated.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The names, NULL-terminated. */
const gchar *const *gs_shipped_list (void);
/* In a word; NULL for another name. */
const gchar *gs_shipped_get_title (const gchar *name);
/* What they are, with their source; NULL for another name. */
const gchar *gs_shipped_get_what (const gchar *name);
/* Where they lie: beside the sources the program was built from, or installed. NULL for another name. Caller
 * frees. */
gchar *gs_shipped_find_file (const gchar *name);

G_END_DECLS
