/* The bookmarks of a document as a list: go to one, give it another name, remove it.
 *
 *   gs_bookmarks_window_show (GTK_WINDOW (self), book, on_chosen, self);
 *
 * The newest stands first and is selected; Enter goes there, F2 renames, Delete removes, Escape closes.
 * Renaming and removing are done at once. `go` is told the one that was chosen when the window has closed,
 * its owner is held weakly.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

#define GS_TYPE_BOOKMARKS_WINDOW (gs_bookmarks_window_get_type ())
G_DECLARE_FINAL_TYPE (GsBookmarksWindow, gs_bookmarks_window, GS, BOOKMARKS_WINDOW, GtkWindow)

typedef void (*GsBookmarkChosen) (const gchar *name, gpointer owner);

void gs_bookmarks_window_show (GtkWindow *parent, GsWorkbook *book, GsBookmarkChosen go, gpointer owner);

G_END_DECLS
