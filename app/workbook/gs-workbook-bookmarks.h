/* Bookmarks of a workbook: the weights of the present pass under a name, and back to them.
 *
 *   gs_workbook_add_bookmark (book, "before the spiral", &error);
 *   gs_workbook_go_to_bookmark (book, "before the spiral", &error);    // an edit; undo leads back
 *   gs_workbook_rename_bookmark (book, "before the spiral", "the line", &error);
 *
 * They are saved with the document, and hold however far one trains on. While a trainer works it stands for
 * the moment, so that "now" is what it has done.
 */
#pragma once

#include "app/document/gs-bookmark.h"
#include "gs-workbook.h"

G_BEGIN_DECLS

/* GsBookmark, the oldest first. Borrowed until the next change. */
const GPtrArray *gs_workbook_get_bookmarks (GsWorkbook *book);
/* Of the present pass. NN_ERROR_NAME for no name or one that is taken, NN_ERROR_SIZE if there is no room for
 * more, NN_ERROR_VALUE where a weight is not finite. */
gboolean gs_workbook_add_bookmark (GsWorkbook *book, const gchar *name, GError **error);
/* FALSE if there is none. */
gboolean gs_workbook_remove_bookmark (GsWorkbook *book, const gchar *name);
/* Keeps its place. NN_ERROR_NAME if there is none, or another is called so. */
gboolean
gs_workbook_rename_bookmark (GsWorkbook *book, const gchar *name, const gchar *new_name, GError **error);
/* Behind the loss of its pass, with its weights and the rows and pins of now. NN_ERROR_NAME if there is none,
 * NN_ERROR_SHAPE if the network has changed since. */
gboolean gs_workbook_go_to_bookmark (GsWorkbook *book, const gchar *name, GError **error);

G_END_DECLS
