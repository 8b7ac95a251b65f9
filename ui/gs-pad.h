/* A pad to draw on, with mouse, pen, finger or keyboard: arrow keys move the pen, Space puts it down and
 * lifts it, Backspace takes the last stroke away, Delete all of them.
 *
 *   GtkWidget *pad = gs_pad_new ();
 *   g_signal_connect (pad, "changed", ...);      // while one draws
 *   gs_drawing_to_input (gs_pad_get_drawing (GS_PAD (pad)), data, input);
 */
#pragma once

#include <gtk/gtk.h>

#include "app/data/gs-drawing.h"

G_BEGIN_DECLS

#define GS_TYPE_PAD (gs_pad_get_type ())
G_DECLARE_FINAL_TYPE (GsPad, gs_pad, GS, PAD, GtkWidget)

GtkWidget *gs_pad_new (void);
/* Borrowed; changes as one draws. */
const GsDrawing *gs_pad_get_drawing (GsPad *self);
/* Shows a picture beneath, rows x columns numbers from 0 (paper) to 1 (ink), until somebody draws; NULL takes
 * it away. What is drawn goes. */
void gs_pad_set_picture (GsPad *self, const gdouble *pixels, gint rows, gint columns);
/* Both emit "changed". */
void gs_pad_undo (GsPad *self);
void gs_pad_clear (GsPad *self);

G_END_DECLS
