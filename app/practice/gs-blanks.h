/* Blank cells: computed cells of one pass that a learner fills in, and what was typed into them.
 *
 *   g_autoptr(GsBlanks) blanks = gs_blanks_new (book);
 *   gs_blanks_add_text (blanks, "z1..a2, dW1[1,1]", &error);
 *   gs_blanks_set_digits (blanks, 4);
 *   gs_blanks_type (blanks, &cell, "1/4", &error);       // junk is refused with a reason
 *   g_autoptr(GsMarking) marking = gs_marking_new (blanks);   // see gs-marking.h
 *
 * Blanks belong to the pass that is current when they are made, wherever in it the cursor stands and
 * wherever the workbook goes afterwards; they follow edits of that pass. Typing is no edit of the
 * document: the sheet's own numbers stay, and who draws it hides those for which gs_blanks_find()
 * gives a position. When the network changes, blanks that still exist keep their entries.
 *
 * Signal: "changed" (cells, entries or digits, or the numbers behind them).
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

#define GS_TYPE_BLANKS (gs_blanks_get_type ())
G_DECLARE_FINAL_TYPE (GsBlanks, gs_blanks, GS, BLANKS, GObject)

/* Nobody fills in more by hand. */
#define GS_BLANKS_MAX_CELLS 4096

#define GS_BLANKS_MIN_DIGITS     2
#define GS_BLANKS_MAX_DIGITS     17
#define GS_BLANKS_DEFAULT_DIGITS 4

/* None at first, in the workbook's current pass; it must have rows (gs_workbook_has_rows()). */
GsBlanks *gs_blanks_new (GsWorkbook *book);
GsWorkbook *gs_blanks_get_book (GsBlanks *blanks);
/* Whether the workbook is in that pass, and the cells below are those of its program. */
gboolean gs_blanks_is_current (GsBlanks *blanks);

/* ---- which cells ---- */

/* All or none; cells that are blank already stay so. NN_ERROR_NAME or _VALUE for a cell that does not
 * exist, is given rather than computed, is held by hand, or is one too many. */
gboolean gs_blanks_add (GsBlanks *blanks, const NnCell *cells, gsize n_cells, GError **error);

/* A list of cells ("z1[1,1]"), whole tensors ("dW1"), parts of one ("z1[1,1]..z1[1,3]": all between the
 * two corners) and stretches of the pass ("z1..a2": every tensor computed from z1 to a2), with commas or
 * semicolons between. */
gboolean gs_blanks_add_text (GsBlanks *blanks, const gchar *text, GError **error);

/* Everything that the instructions from `first` up to, not including, `end` write. */
gboolean gs_blanks_add_steps (GsBlanks *blanks, gint first, gint end, GError **error);

/* No blanks, no entries. */
void gs_blanks_clear (GsBlanks *blanks);

/* In the order in which the pass computes them: an earlier cell never depends on a later one. */
guint gs_blanks_get_n_cells (GsBlanks *blanks);
const NnCell *gs_blanks_get_cell (GsBlanks *blanks, guint position);
/* The position of the cell, or -1 if it is no blank. Quick; computes nothing. */
gint gs_blanks_find (GsBlanks *blanks, const NnCell *cell);

/* ---- what the learner types ---- */

/* How many digits an answer must have, as a cell of the sheet that is set to so many shows them (4: 0.3775,
 * 12.345, 4.39e-04): GS_BLANKS_MIN_DIGITS to _MAX_DIGITS. */
void gs_blanks_set_digits (GsBlanks *blanks, gint digits);
gint gs_blanks_get_digits (GsBlanks *blanks);

/* Accepts a number ("0.25", "0,25", "1/4", "-1e-3") and keeps the text; nothing but white space
 * empties the cell. On failure what was there stays: NN_ERROR_NAME if the cell is no blank,
 * NN_ERROR_SYNTAX or _VALUE for junk. */
gboolean gs_blanks_type (GsBlanks *blanks, const NnCell *cell, const gchar *text, GError **error);
/* Empties every cell. */
void gs_blanks_forget_entries (GsBlanks *blanks);

/* As it was typed; NULL if the cell is empty or no blank. Borrowed until the cell changes. */
const gchar *gs_blanks_get_text (GsBlanks *blanks, const NnCell *cell);
/* FALSE if the cell is empty or no blank. */
gboolean gs_blanks_get_number (GsBlanks *blanks, const NnCell *cell, gdouble *number);
guint gs_blanks_count_filled (GsBlanks *blanks);

/* ---- what is behind them ---- */

/* A run of the blanks' pass, computed to its end now if it was not: it has the numbers that the learner does
 * not see. Nobody may change it. Borrowed until "changed"; held, it outlives changes of the workbook. */
NnRun *gs_blanks_get_run (GsBlanks *blanks);

typedef struct {
  NnRun *run;
} GsHeldRun;

GsHeldRun *gs_blanks_hold_run (GsBlanks *blanks);
void gs_held_run_release (GsHeldRun *held);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsHeldRun, gs_held_run_release)

G_END_DECLS
