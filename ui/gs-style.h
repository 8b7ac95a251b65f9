/* The looks of widgets around the sheet: one style sheet for each theme, from the same tokens as the sheet.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/paint/gs-theme.h"

G_BEGIN_DECLS

/* Loads the style for the display; it follows the setting gtk-application-prefer-dark-theme. */
void gs_style_load (void);

gboolean gs_style_is_dark (void);
void gs_style_set_dark (gboolean dark);
/* Pixels of text for one of the design's, by the desktop's size of text (its resolution for fonts): 1 where
 * it says nothing. */
gdouble gs_style_get_text_scale (void);
/* The same for a widget that may have a scale of its own, as on a projector: that, unless it is 0. */
gdouble gs_style_choose_scale (gdouble own);
/* Calls `changed` on `object` whenever it changes, as long as the object lives. */
void gs_style_watch_text_scale (gpointer object, GCallback changed);

/* Whether the desktop asks for high contrast, or the user does. */
gboolean gs_style_has_high_contrast (void);
void gs_style_set_high_contrast (gboolean high_contrast);
/* The colours that go with both. */
const GsTheme *gs_style_get_theme (void);
/* Calls `changed` on `object` whenever they are others, as long as the object lives. */
void gs_style_watch_theme (gpointer object, GCallback changed);

/* A CSS class is given or taken away. */
void gs_style_set_class (GtkWidget *widget, const gchar *name, gboolean on);

G_END_DECLS
