/* A small living picture of a network: its own cells with today's numbers as colours, forward from left to
 * right.
 *
 *   gs_thumbnail_set_document (thumbnail, gs_lesson_open_network (lesson, step, NULL));
 */
#pragma once

#include <gtk/gtk.h>

#include "app/document/gs-document.h"

G_BEGIN_DECLS

#define GS_TYPE_THUMBNAIL (gs_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (GsThumbnail, gs_thumbnail, GS, THUMBNAIL, GtkWidget)

GtkWidget *gs_thumbnail_new (void);
/* Takes the document, and computes its forward pass and loss; NULL, or what cannot be computed, has empty
 * cells for a picture. */
void gs_thumbnail_set_document (GsThumbnail *self, GsDocument *document);

/* How wide it likes to be where there is room; otherwise as narrow as it was asked to be. */
void gs_thumbnail_set_natural_width (GsThumbnail *self, gint width);

G_END_DECLS
