/* A sight: a frame as one view shows it, with what is selected, hidden, pointed at, to be filled in and
 * marked, and how numbers are written. Immutable and reference-counted, as the frame is.
 *
 *   const GsSight *sight = gs_view_get_sight (view);    // another one after the view's "changed"
 *   text = gs_sight_get_text (sight, &cell);
 *
 * Painter, formula bar, tape, panels, screen readers, pictures and paper read a sight and nothing else. Its
 * fields are there to be read, never to be written.
 */
#pragma once

#include <stdatomic.h>

#include "app/inspect/gs-explain.h"
#include "app/practice/gs-marking.h"

G_BEGIN_DECLS

/* What of a block is shown: numbers on colours where there is room for them, or only one of the two. */
typedef enum { GS_DISPLAY_BOTH, GS_DISPLAY_NUMBERS, GS_DISPLAY_COLOURS } GsDisplay;

/* A cell to be filled in. */
typedef struct {
  NnCell cell;
  gchar *text; /* as it was typed; NULL: empty */
  GsMark mark; /* GS_MARK_EMPTY where nothing is marked */
} GsEntry;

typedef struct {
  atomic_uint n_refs;
  guint64 serial; /* another one for every sight */
  GsFrame *frame;
  NnProgram *program; /* the frame's */

  gboolean has_selection, has_pointed;
  NnCell selected, pointed;
  GArray *range;              /* NnCell: the marked cells, row by row; the selected one is among them */
  GArray *other;              /* NnCell: those of the earlier of two ranges; NULL if there is only one */
  GsExplanation *explanation; /* of the selected cell; NULL if there is none */
  GsExplanation *writing;     /* of the cell that is written term by term; NULL if there is none */
  NnTerm term;                /* its last one so far, and what they come to */

  gint digits, sample, levels_back, levels_on;
  gboolean whole_scale; /* of colours, else each block has its own */
  gboolean is_scale_chosen;
  gboolean ask_first, differences, scientific, signs;
  GsCursor revealed;             /* with ask_first: cells up to here are shown */
  GArray *highlighted, *covered; /* NnCell, sorted; NULL if none */
  gboolean is_plain;             /* computed blocks have names alone above them, and no formulas in short */
  GArray *secret;     /* gint: tensors of which it is not told what they are made of; NULL if none */
  GArray *entries;    /* GsEntry, sorted by cell; NULL if there is nothing to fill in */
  gboolean is_marked; /* the entries are */
  guint64 hiding;     /* another number when other cells are hidden, or hold other entries */
  guint8 *displays, *breakpoints; /* GsDisplay by tensor, whether by instruction; NULL if nothing is set */
} GsSight;

/* A frame as it is: nothing selected, hidden or pointed at, numbers with four digits. For frames that belong
 * to no view. */
GsSight *gs_sight_new (GsFrame *frame);
GsSight *gs_sight_ref (GsSight *sight);
void gs_sight_unref (GsSight *sight);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsSight, gs_sight_unref)

/* ---- cells ---- */

/* Where their names are looked up. */
GsCellScope gs_sight_get_scope (const GsSight *sight);
/* NnCell by tensor, then by offset. */
gint gs_sight_compare_cells (gconstpointer a, gconstpointer b);
/* A cell that reads `?`: not yet revealed, covered by a lesson, or to be filled in. */
gboolean gs_sight_is_hidden (const GsSight *sight, const NnCell *cell);
/* Whether neither formula nor arrows may tell what the tensor's cells are made of: that is the question. */
gboolean gs_sight_is_secret (const GsSight *sight, gint tensor);
/* Whether any cell may be hidden, for whatever reason. */
gboolean gs_sight_may_hide (const GsSight *sight);
/* What one sees of a cell: nothing yet, a `?`, or its number, which *value gets if it is asked for; 0 where
 * there is none. */
typedef enum { GS_SEEN_BLANK, GS_SEEN_HIDDEN, GS_SEEN_NUMBER } GsSeen;
GsSeen gs_sight_see (const GsSight *sight, const NnCell *cell, gdouble *value);
/* NULL if the cell is none that is to be filled in. */
const GsEntry *gs_sight_find_entry (const GsSight *sight, const NnCell *cell);
/* What was typed into a cell that is to be filled in and is marked right, so that formulas need not ask for
 * it any more; NULL for every other cell. */
const gchar *gs_sight_get_solved (const GsSight *sight, const NnCell *cell);

GsDisplay gs_sight_get_display (const GsSight *sight, gint tensor);
gboolean gs_sight_has_breakpoint (const GsSight *sight, gint instruction);

/* The largest finite magnitude of what a tensor's cells show: their values or, with `differences`, how they
 * differ from before the last edit; hidden ones left out. 0 if there is none. */
gdouble gs_sight_get_largest (const GsSight *sight, gint tensor);
/* Whether one scale of colours leaves no weight or input white. */
gboolean gs_sight_has_like_magnitudes (const GsSight *sight);

/* ---- text ---- */

#define GS_VIEW_BUFFER 48

/* A number as cells show it, to so many significant digits; very small and very large ones with an exponent.
 * Returns `buffer`. */
gchar *gs_view_format (gdouble value, gint digits, gchar buffer[GS_VIEW_BUFFER]);
/* "0.0513": with so many digits behind the point, however small or large; below 1e15 and 20 of them. Returns
 * `buffer`. */
gchar *gs_view_format_fixed (gdouble value, gint decimals, gchar buffer[GS_VIEW_BUFFER]);
/* "1e126": one digit and the power of ten, for a narrow place. Returns `buffer`. */
gchar *gs_view_format_power (gdouble value, gchar buffer[GS_VIEW_BUFFER]);
/* The same with the sight's digits and notation, or with fewer digits (0: the sight's). */
gchar *gs_sight_format (const GsSight *sight, gdouble value, gint digits, gchar buffer[GS_VIEW_BUFFER]);

/* What stands in a cell: "0.3775", "" when blank, "?" when hidden. Caller frees. */
gchar *gs_sight_get_text (const GsSight *sight, const NnCell *cell);
/* "dL/dW2[1,1] = 0.0822, backward, from a1[1,1] and dz2[1,1]". Caller frees. */
gchar *gs_sight_describe (const GsSight *sight, const NnCell *cell);
/* Where one is: "Pass 1  ·  Backward  ·  step 8 of 14", while a cell is written term by term
 * "Pass 1  ·  Forward  ·  z1  ·  term 2 of 3". Caller frees. */
gchar *gs_sight_describe_step (const GsSight *sight);
/* For screen readers, in two parts: what stands in the cell, "dL/dW2[1,1] = 0.0822" ("…, hidden",
 * "…, not computed yet", "…, to be filled in"), and what one may want to know then, "backward, from
 * a1[1,1] and dz2[1,1], row 1 of 2, column 1 of 2". Caller frees. */
/* Of the cell that is written term by term: "0.0425 after 2 of 3 terms". Caller frees. */
gchar *gs_sight_speak_so_far (const GsSight *sight);
gchar *gs_sight_speak_value (const GsSight *sight, const NnCell *cell);
gchar *gs_sight_speak_origin (const GsSight *sight, const NnCell *cell);

G_END_DECLS
