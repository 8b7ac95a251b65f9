/* A drawing: strokes of a pen, and the picture of it that a network can read, made as the pictures were made
 * that networks learn digits from. Pure numbers, no screen.
 *
 *   GsDrawing *drawing = gs_drawing_new ();
 *   gs_drawing_begin (drawing, 0.3, 0.2);       // pen down; the pad is 1 by 1, its corner upper left
 *   gs_drawing_draw_to (drawing, 0.7, 0.2);
 *   gs_drawing_render (drawing, 28, 28, pixels);
 *
 * Strokes are moved and scaled as lines, so that however small somebody draws the pen is as wide as in the
 * training pictures; then the pixels that it covers are counted.
 *   - From 17 pixels on as MNIST: the drawing fits a box of 20/28 of the picture (20 of 24 pixels, which
 *     are the middle of 28), its centre of mass lies in the middle, and a pixel is how much of it is
 *     covered, in 255 steps (Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied
 *     to document recognition", 1998).
 *   - Up to 16 pixels as UCI's digits of 8 by 8: the drawing fills a bitmap with 4 by 4 points for each
 *     pixel from top to bottom, its middle in the middle, and a pixel is how many of its 16 points are
 * covered (E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", 1998).
 */
#pragma once

#include "gs-dataset.h"

G_BEGIN_DECLS

typedef struct {
  gdouble x, y;
} GsDrawingPoint;

typedef struct _GsDrawing GsDrawing;

GsDrawing *gs_drawing_new (void);
void gs_drawing_free (GsDrawing *drawing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsDrawing, gs_drawing_free)

/* A new stroke, a dot as long as nothing follows. Places beyond the pad are brought to its edge. */
void gs_drawing_begin (GsDrawing *drawing, gdouble x, gdouble y);
/* On with the last stroke, which must be there. */
void gs_drawing_draw_to (GsDrawing *drawing, gdouble x, gdouble y);
/* Takes the last stroke away; FALSE if there is none. */
gboolean gs_drawing_undo (GsDrawing *drawing);
void gs_drawing_clear (GsDrawing *drawing);

guint gs_drawing_get_n_strokes (const GsDrawing *drawing);
/* The points of a stroke from 0 on, borrowed until the next change. */
const GsDrawingPoint *gs_drawing_get_stroke (const GsDrawing *drawing, guint stroke, guint *n_points);

/* rows x columns numbers, from 0 (paper) to 1 (ink), row by row; all 0 for an empty drawing. */
void gs_drawing_render (const GsDrawing *drawing, gint rows, gint columns, gdouble *pixels);

/* The same as a row of inputs for a network that reads pictures as `data` has them, of one or more channels:
 * paper and ink are what is least and greatest in its first rows (scaled ones, or 0 to 16), 0 and 1 where it
 * has none. nn_shape_count (input shape) numbers. */
void gs_drawing_to_input (const GsDrawing *drawing, const GsDataset *data, gdouble *input);

/* Whether pictures like these are digits, so far as one can tell: of one channel, in ten classes that have no
 * names or are called 0 to 9. */
gboolean gs_drawing_are_digits (const GsDataset *data);

G_END_DECLS
