/* The whole sheet as a file: PNG, SVG or PDF by the ending of its name. On any thread; a GsTask knows how far
 * it is and stops it (G_IO_ERROR_CANCELLED, and no file). */
#pragma once

#include "gs-painter.h"

G_BEGIN_DECLS

/* At zoom 1. Fails for another ending, a sheet too large for a picture, or an unwritable place. */
gboolean gs_picture_write (const GsSight *sight,
                           const GsLayout *layout,
                           const gchar *path,
                           gboolean dark,
                           GError **error);

/* This scene; its size, zoom and place are the caller's. */
gboolean gs_picture_write_scene (const GsScene *scene, const gchar *path, GError **error);

/* Whether the name ends as a picture's does. */
gboolean gs_picture_is_name (const gchar *path);

G_END_DECLS
