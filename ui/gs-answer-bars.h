/* What a network answers, as bars: a line for each class with its name, how long its probability is, and the
 * number; the largest in the accent's colour. Of many classes those with the greatest numbers.
 *
 *   gs_answer_bars_set (GS_ANSWER_BARS (bars), probabilities, 10, names);
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_ANSWER_BARS (gs_answer_bars_get_type ())
G_DECLARE_FINAL_TYPE (GsAnswerBars, gs_answer_bars, GS, ANSWER_BARS, GtkWidget)

GtkWidget *gs_answer_bars_new (void);
/* Copies; NULL shows the classes without numbers. `names` may be NULL: then they are numbers from 0. Numbers
 * outside of 0 to 1 have bars up to the edge. */
void gs_answer_bars_set (GsAnswerBars *self, const gdouble *answers, gsize n, const GPtrArray *names);
/* Pixels for one of the design's, in place of the desktop's size of text. */
void gs_answer_bars_set_scale (GsAnswerBars *self, gdouble scale);
/* How many classes are shown at most, from the next numbers on; at first ten. */
void gs_answer_bars_set_most (GsAnswerBars *self, gint classes);

G_END_DECLS
