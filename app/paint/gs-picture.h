/* The whole sheet as a file: PNG, SVG or PDF by the ending of its name. On any thread; a GsTask knows how far
 * it is and stops it (G_IO_ERROR_CANCELLED, and no file). */
#pragma once

#include "gs-painter.h"

G_BEGIN_DECLS

/* The whole of the layout, `scale` times as large as it is designed. */
GsScene
gs_picture_make_scene (const GsSight *sight, const GsLayout *layout, const GsTheme *theme, gdouble scale);

/* Whether the scene is small enough for a picture; NN_ERROR_SIZE with its size. To be asked before one
 * chooses where it goes. */
gboolean gs_picture_check_size (const GsScene *scene, GError **error);

/* This scene; its size, zoom and place are the caller's. Fails for another ending, a scene too large for a
 * picture, or an unwritable place. */
gboolean gs_picture_write_scene (const GsScene *scene, const gchar *path, GError **error);

/* Whether the name ends as a picture's does. */
gboolean gs_picture_is_name (const gchar *path);

G_END_DECLS
