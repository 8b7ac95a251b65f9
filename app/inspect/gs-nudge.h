/* Nudging: a gradient checked by moving one cell a little and looking at the loss.
 *
 * (L(w + h) - L(w - h)) / 2h beside dL/dw, for any input, parameter or activation; the whole L
 * (penalties included), with any dropout mask held. At a kink (relu at 0) or a tie (max-pool)
 * the two-sided difference is no derivative, and the result says so where a unit switches between w - h and
 * w + h and the loss listens to it: its gradient there is not 0. Nor is it where a step jumps. What lies
 * before a step has gradient 0, and what lies before a layer that passes its gradient through has the delta
 * rule's: the result says that, too, and so it does where a gradient that is held by hand has its part in it.
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

#define GS_NUDGE_MAX_WAYS 4

typedef enum {
  GS_NUDGE_SMOOTH,
  GS_NUDGE_KINK, /* relu at 0 */
  GS_NUDGE_TIE,  /* max-pool */
  GS_NUDGE_JUMP, /* a step switches */
  GS_NUDGE_FLAT, /* every way to the loss goes through a step: 0 on both sides */
  GS_NUDGE_RULE, /* a way goes through a layer that passes its gradient through: no derivative */
  GS_NUDGE_HELD, /* the gradient, or one that it is computed from, is held by hand: `where` */
  GS_NUDGE_N_KINDS
} GsNudgeKind;

typedef struct {
  gdouble h;           /* the step that was used */
  gdouble plus, minus; /* L(w + h), L(w - h) */
  gdouble difference;  /* (plus - minus) / 2h */
  gdouble gradient;    /* dL/dw by the program; NaN if the program has none */
  gboolean is_covered; /* the gradient is asked for: not to be told, nor to be compared */
  GsNudgeKind kind;
  NnCell where; /* the cell that switches or is held; tensor -1: there is none */
  gint n_ways;  /* by which the gradient came, if it is the sum of a few; else 0 */
  struct {
    NnCell over; /* where a way begins; offset G_MAXSIZE: anywhere in the tensor */
    gdouble value;
  } way[GS_NUDGE_MAX_WAYS];
} GsNudge;

#define GS_NUDGE_STEP 0.001 /* large enough to follow with a pocket calculator */

/* h = 0 chooses the step with the least error for the cell's size. NN_ERROR_VALUE for a cell that does not
 * precede the loss. */
gboolean gs_nudge (GsWorkbook *book, const NnCell *cell, gdouble h, GsNudge *nudge, GError **error);

/* The same in two parts, for who does not want to wait: what is to be tried is copied from the workbook, and
 * the rest may be done on another thread, as a GsTask that can be stopped (G_IO_ERROR_CANCELLED). */
typedef struct _GsNudging GsNudging;
GsNudging *gs_nudging_new (GsWorkbook *book, const NnCell *cell, gdouble h, GError **error);
void gs_nudging_free (GsNudging *nudging);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsNudging, gs_nudging_free)
gboolean gs_nudging_run (GsNudging *nudging, GsNudge *nudge, GError **error);

/* The numbers as text, with as many digits as it takes for (plus − minus) / 2h, worked out from what is
 * printed, to give the difference that is printed; and to how many of its digits the gradient agrees. */
typedef struct {
  gchar *h, *plus, *minus, *difference, *gradient;
  gchar *ways[GS_NUDGE_MAX_WAYS]; /* with as many decimals as it takes for them to add up to the gradient */
  gint n_digits, n_agree;
} GsNudgeText;

void gs_nudge_print (const GsNudge *nudge, GsNudgeText *text);
void gs_nudge_text_clear (GsNudgeText *text);
/* "z2[1,2]". Caller frees. */
gchar *gs_nudge_name_way (NnProgram *program, const GsNudge *nudge, gint way);

/* How far rounding alone may put the difference from the derivative: both losses are rounded. */
gdouble gs_nudge_get_noise (const GsNudge *nudge);

/* Every parameter's and input's gradient against central differences. Elements of the array are
 * GsCheckRow, the worst first; what is not smooth is listed apart, behind, kind by kind. */
typedef struct {
  NnCell cell; /* in the all-gradients program */
  gchar *name;
  GsNudge nudge;
  gdouble error; /* |difference - gradient| / max (1, |difference|, |gradient|) */
  gdouble noise; /* how much of it rounding may be */
} GsCheckRow;

GPtrArray *gs_check (GsWorkbook *book, GsProgress progress, gpointer user_data, GError **error);

G_END_DECLS
