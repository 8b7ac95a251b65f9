/* Shows the first of its children that fits the width: words where there is room for them, else an icon.
 *
 * In a .ui file its children stand from the widest to the narrowest. It can become as narrow as the last one.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_SQUEEZER (gs_squeezer_get_type ())
G_DECLARE_FINAL_TYPE (GsSqueezer, gs_squeezer, GS, SQUEEZER, GtkWidget)

G_END_DECLS
