/* Bookmarks: what the weights were at some moment, under a name.
 *
 * A bookmark is a pass and all that persists at its start: parameters, the optimiser's memory, its numbers.
 * It stays when that pass is no longer kept. A document has them as a list (GPtrArray of GsBookmark, the
 * oldest first; NULL is none).
 */
#pragma once

#include "app/text/gs-json.h"
#include "nn/nn-program.h"
#include "nn/nn-tensor.h"

G_BEGIN_DECLS

/* Numbers of all bookmarks of a document together: 128 MiB. */
#define GS_BOOKMARKS_MAX_CELLS ((gsize) 1 << 24)
#define GS_BOOKMARK_MAX_NAME   80 /* characters */

typedef struct {
  gchar *name;
  guint32 pass;
  NnState *state;
} GsBookmark;

/* Takes the state. */
GsBookmark *gs_bookmark_new (const gchar *name, guint32 pass, NnState *state);

/* A list that owns them; of others, copied. */
GPtrArray *gs_bookmarks_new (void);
GPtrArray *gs_bookmarks_copy (const GPtrArray *bookmarks);
/* NULL if there is none of that name. Borrowed. */
GsBookmark *gs_bookmarks_find (const GPtrArray *bookmarks, const gchar *name);
gsize gs_bookmarks_count_cells (const GPtrArray *bookmarks);

/* One to 80 characters, none of which is a control character: NN_ERROR_NAME. */
gboolean gs_bookmark_check_name (const gchar *name, GError **error);
/* Whether it has all that persists in this program, and nothing else. */
gboolean gs_bookmark_fits (const GsBookmark *bookmark, const NnProgram *program);

/* The key "bookmarks": nothing for none; NULL after an error. */
void gs_document_write_bookmarks (GsWriter *writer, const GPtrArray *bookmarks);
GPtrArray *gs_document_read_bookmarks (GsReader *reader, const cJSON *root);

G_END_DECLS
