/* A pad to draw on, with mouse, pen, finger or keyboard: arrow keys move the pen, Space puts it down and
 * lifts it, Backspace takes the last stroke away, Delete all of them.
 *
 *   GtkWidget *pad = gs_pad_new (gs_view_get_subject (view));   // all pads on it show the same
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-subject.h"

G_BEGIN_DECLS

#define GS_TYPE_PAD (gs_pad_get_type ())
G_DECLARE_FINAL_TYPE (GsPad, gs_pad, GS, PAD, GtkWidget)

GtkWidget *gs_pad_new (GsSubject *subject);
/* Shows a picture beneath, rows x columns numbers from 0 (paper) to 1 (ink), until somebody draws; NULL takes
 * it away. */
void gs_pad_set_picture (GsPad *self, const gdouble *pixels, gint rows, gint columns);
void gs_pad_undo (GsPad *self);
void gs_pad_clear (GsPad *self);

G_END_DECLS
