/* How the rows are parted: shares for testing and validation, the seed they are drawn with, rows of a batch,
 * and whether they are shuffled.
 *
 * A number is taken when it has come to rest, as one edit. It shows what the document has; shares that were
 * never asked for are 0.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_DATA_PARTS (gs_data_parts_get_type ())
G_DECLARE_FINAL_TYPE (GsDataParts, gs_data_parts, GS, DATA_PARTS, GtkWidget)

GtkWidget *gs_data_parts_new (GsView *view);

G_END_DECLS
