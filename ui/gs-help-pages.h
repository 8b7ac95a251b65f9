/* The pages of the help: kept in the program, so that they are there without a network. A page is light
 * Markdown (gs-help-markup.h); a translation lies in a folder of its language and is taken when there is one.
 * The page of keys is written from the table the list of keys is made from.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The names of the pages in the order of the list, NULL-terminated: "start", "sheet", … */
const gchar *const *gs_help_pages_list (void);

/* The text of a page in the user's language; NULL when there is no such page. Caller frees. */
gchar *gs_help_page_load (const gchar *name);

/* What the list calls a page: its first heading. Caller frees. */
gchar *gs_help_page_get_title (const gchar *text);

/* How often `words` stands in the page, capitals and accents aside. */
guint gs_help_page_count (const gchar *text, const gchar *words);

G_END_DECLS
