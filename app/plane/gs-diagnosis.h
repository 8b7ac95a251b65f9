/* What is wrong here: why a network may not learn, found in the numbers that there are, said in a sentence,
 * with a cell to look at.
 *
 *   g_autoptr (GPtrArray) findings = gs_diagnosis_list (frame);     // GsFinding; empty: nothing is noticed
 *
 * Units that are dead (a ReLU that is 0 for every row of the batch) or saturated (a tanh or sigmoid
 * before the outputs at its end for every row), outputs that are the same for every row although targets
 * differ, a loss that grows from pass to pass, a number that is none. It reads a frame, and says nothing of
 * what is not computed yet.
 */
#pragma once

#include "app/frame/gs-frame.h"

G_BEGIN_DECLS

typedef struct {
  gchar *text;
  NnCell cell;
} GsFinding;

/* At most a few of each kind. Caller unrefs. */
GPtrArray *gs_diagnosis_list (const GsFrame *frame);

G_END_DECLS
