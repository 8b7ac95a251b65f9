/* A list of cells of one tensor, by their places in it: a model for a list that shows them. What it holds is
 * made when it is looked at, so that half a million cells cost nothing.
 *
 *   GListModel *model = G_LIST_MODEL (gs_offset_list_new (offsets));
 *   gsize offset = gs_offset_list_get (GS_OFFSET_LIST (model), position);
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GS_TYPE_OFFSET_LIST (gs_offset_list_get_type ())
G_DECLARE_FINAL_TYPE (GsOffsetList, gs_offset_list, GS, OFFSET_LIST, GObject)

/* `offsets` are gsize; a reference is taken. */
GsOffsetList *gs_offset_list_new (GArray *offsets);
gsize gs_offset_list_get (GsOffsetList *self, guint position);

G_END_DECLS
