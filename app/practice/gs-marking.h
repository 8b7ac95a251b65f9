/* Marking blank cells, with credit for what follows from one's own earlier numbers.
 *
 *   g_autoptr(GsMarking) marking = gs_marking_new (blanks);
 *   gs_marking_get (marking, &cell)                        // GS_MARK_RIGHT_GIVEN_EARLIER
 *   g_autoptr(GsMarkNote) note = gs_marking_explain (marking, &cell, TRUE, mistakes, n_mistakes);
 *
 * A marking is a snapshot of the blanks as they were; make another one after typing. docs/MARKING.md
 * says what is accepted and why. In short: an entry is held against its cell's formula, evaluated on
 * the exact values or on what the learner typed (blanks left empty and cells that are no blanks pass
 * earlier entries on through their own formulas), in any mixture; each number on the way may have been
 * rounded to the digits asked for, and the entry itself may be one unit of its last digit away.
 */
#pragma once

#include "gs-blanks.h"

G_BEGIN_DECLS

typedef enum {
  GS_MARK_EMPTY,
  GS_MARK_RIGHT,               /* follows from exact numbers, or from own ones that are right */
  GS_MARK_RIGHT_GIVEN_EARLIER, /* follows, but from an earlier number that is not right */
  GS_MARK_WRONG
} GsMark;

typedef struct _GsMarking GsMarking;

GsMarking *gs_marking_new (GsBlanks *blanks);
void gs_marking_free (GsMarking *marking);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsMarking, gs_marking_free)

/* GS_MARK_EMPTY also for a cell that is no blank. */
GsMark gs_marking_get (GsMarking *marking, const NnCell *cell);
guint gs_marking_count (GsMarking *marking, GsMark mark);
/* Every blank is filled and none is wrong. */
gboolean gs_marking_is_done (GsMarking *marking);

/* ---- the numbers, for whoever recognises mistakes ---- */

/* What the cell holds, any cell of the program; for lessons to evaluate their formulas of mistakes on. */
gdouble gs_marking_get_exact (GsMarking *marking, const NnCell *cell);
/* What the cell holds for the learner: the entry if there is one, else what follows from earlier
 * entries. The same as the exact value where no entry has a say. */
gdouble gs_marking_get_own (GsMarking *marking, const NnCell *cell);

/* Whether `entry` is `value` to `digits` significant digits: at most one unit of the last one away. */
gboolean gs_marking_agrees (gdouble entry, gdouble value, gint digits);

/* ---- explanations ---- */

/* A usual mistake: the number that somebody who makes it would get in this cell. */
typedef struct {
  const gchar *label; /* a sentence: "The sign is the wrong way round." */
  gdouble value;
} GsMistake;

typedef struct {
  GsMark mark;
  gint mistake;       /* which of the mistakes it was, or -1 */
  gboolean is_coarse; /* wrong only in that digits are missing */
  GArray *earlier;    /* NnCell: the nearest earlier blanks, not right themselves, whose entries were used */
  gchar *verdict;     /* "Right, given your dz2[1,1] = 0.14." One or two sentences. */
  gchar
      *formula; /* "dW2[1,1] = a1[1,1] × dz2[1,1] + a1[2,1] × dz2[2,1]"; NULL where a test does not tell it */
  gchar *numbers;  /* "0.5933 × 0.14": own numbers where those were used; cells that are still to be
                    * found by name; NULL for an empty cell, and where even its form would tell */
  gchar *expected; /* "0.08306": what was asked for; NULL for an empty cell, and without `reveal` for a
                    * wrong one */
} GsMarkNote;

/* Why a blank has its mark. With `reveal` a wrong cell's note says what would have been right; an empty
 * cell's note never does. Among the mistakes the first that gives the entry is named. The cell must be
 * a blank. */
GsMarkNote *gs_marking_explain (GsMarking *marking,
                                const NnCell *cell,
                                gboolean reveal,
                                const GsMistake *mistakes,
                                gsize n_mistakes);
/* The lines one below the other. Caller frees. */
gchar *gs_mark_note_to_text (const GsMarkNote *note);
void gs_mark_note_free (GsMarkNote *note);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsMarkNote, gs_mark_note_free)

G_END_DECLS
