/* A view: one way of looking at a workbook. What every pane of a window shares: the selected cell, the
 * size of a step, how numbers are written, what is hidden from the class.
 *
 *   GsView *view = gs_view_new (book);
 *   g_signal_connect (view, "changed", ...);    // anything below, or the workbook, has changed
 *   gs_view_select (view, &cell, FALSE);
 *   gs_view_step (view, 1);                     // one step of the chosen size; the cursor's cell is selected
 *
 * "changed" is emitted with a GsViewChange that says what did. Several windows may have views of one
 * workbook.
 */
#pragma once

#include "gs-range.h"
#include "gs-sight.h"
#include "gs-subject.h"

G_BEGIN_DECLS

typedef enum {
  GS_VIEW_VALUES = 1 << 0,    /* numbers, pins, labels of undo */
  GS_VIEW_CURSOR = 1 << 1,    /* the cursor */
  GS_VIEW_PROGRAM = 1 << 2,   /* another program: cells have new numbers */
  GS_VIEW_SELECTION = 1 << 3, /* the selected cell or range */
  GS_VIEW_OPTIONS = 1 << 4,   /* digits, scale, step size, sample, hiding */
  GS_VIEW_SHEET = 1 << 5,     /* the tab, its page or what is folded: blocks lie elsewhere */
  GS_VIEW_LIVE =
      1 << 6 /* a trainer beside has got on: other numbers, and nothing that anybody has done here */
} GsViewChange;

#define GS_TYPE_VIEW (gs_view_get_type ())
G_DECLARE_FINAL_TYPE (GsView, gs_view, GS, VIEW, GObject)

GsView *gs_view_new (GsWorkbook *book);
/* Borrowed; never NULL. */
GsWorkbook *gs_view_get_workbook (GsView *view);
/* All there is to see through the view now: made when first asked for after a change. Borrowed until the
 * next; who keeps it takes a reference. Reading it computes nothing. */
GsSight *gs_view_get_sight (GsView *view);

/* ---- selection: one cell, and the range around it in the same tensor ---- */

/* FALSE if nothing is selected. */
gboolean gs_view_get_selected (GsView *view, NnCell *cell);
/* The range's corners: where marking began, and where it has got to. Both are the selected cell if only that
 * is marked. */
gboolean gs_view_get_anchor (GsView *view, NnCell *anchor);
gboolean gs_view_get_corner (GsView *view, NnCell *corner);
/* With `extend` the corner moves and the cell stays. NULL selects nothing. An open editor is settled first;
 * if it refuses, what was selected stays. */
void gs_view_select (GsView *view, const NnCell *cell, gboolean extend);
/* Marks a range whose selected cell is `cell`: three cells of one tensor. */
void gs_view_mark (GsView *view, const NnCell *anchor, const NnCell *corner, const NnCell *cell);
/* What is marked stays marked beside a second range, which begins with this cell; a third takes the place of
 * the first. What is done is done with the later one. */
void gs_view_select_also (GsView *view, const NnCell *cell);
/* What is marked; FALSE if nothing is. */
gboolean gs_view_get_range (GsView *view, GsRange *range);
/* The earlier of two ranges that are marked; FALSE if there is only one. */
gboolean gs_view_get_other_range (GsView *view, GsRange *range);
/* All cells of the range, as NnCell, row by row; caller unrefs. */
GArray *gs_view_list_range (GsView *view);
/* A cell that the pointer is on, to be lit everywhere; NULL for none. */
void gs_view_point_at (GsView *view, const NnCell *cell);
gboolean gs_view_get_pointed (GsView *view, NnCell *cell);

/* ---- stepping ---- */

GsStep gs_view_get_step (GsView *view);
void gs_view_set_step (GsView *view, GsStep step);
/* Whoever moves through time by hand moves from what is to be seen: a trainer that is running is paused, and
 * its last pass is where the workbook stands. Each of these steps does so first; who goes elsewhere, asks for
 * it. */
void gs_view_pause_training (GsView *view);
/* Moves by `count` steps and selects the cell that has come (or comes next). FALSE where time ends. What has
 * been drawn on a pad since the last step, or chosen to be asked about, is stepped from its first operation
 * on: see gs_view_take_subject(). */
gboolean gs_view_step (GsView *view, gint count);
/* Puts what the network is asked about (gs-subject.h) in the place of the row that is stepped, as an edit; a
 * row of the data that a pass takes is gone to instead. FALSE with an error if that cannot be, or if the view
 * may not edit it. */
gboolean gs_view_take_subject (GsView *view, GError **error);
/* The cell that the last step wrote or is writing: the last one before the cursor. FALSE at the start. */
gboolean gs_view_get_current (GsView *view, NnCell *cell);
/* The first cell, in the program's order, that holds a NaN or an infinity. FALSE if all is finite. */
gboolean gs_view_find_not_finite (GsView *view, NnCell *cell);

/* Instructions before which running stops; kept by the name of what they write. */
gboolean gs_view_has_breakpoint (GsView *view, gint instruction);
void gs_view_toggle_breakpoint (GsView *view, gint instruction);
/* Their names, NULL-terminated; caller frees. */
gchar **gs_view_list_breakpoints (GsView *view);
/* One step of a run: as gs_view_step (view, 1), but it goes no farther than the next breakpoint, and returns
 * FALSE there. While somebody types into a cell it waits. */
gboolean gs_view_run_step (GsView *view);

/* ---- options ---- */

/* Significant digits of numbers in cells, 2 to 17. */
gint gs_view_get_digits (GsView *view);
void gs_view_set_digits (GsView *view, gint digits);
/* A short bar in negative cells that show only their colour. */
void gs_view_set_signs (GsView *view, gboolean signs);
/* Always with an exponent: 3.775e−1. */
gboolean gs_view_get_scientific (GsView *view);
void gs_view_set_scientific (GsView *view, gboolean scientific);
/* What of a block is shown. */
GsDisplay gs_view_get_display (GsView *view, gint tensor);
void gs_view_set_display (GsView *view, gint tensor, GsDisplay display);
/* One colour scale for the whole sheet, or one for each block. Where nobody has chosen, the sheet has one as
 * long as it leaves no weight white: magnitudes of weights and inputs differ by 100 at most, and there are
 * not hundreds. */
typedef enum { GS_SCALE_UNCHOSEN, GS_SCALE_WHOLE, GS_SCALE_BLOCKS } GsScaleChoice;
GsScaleChoice gs_view_get_scale_choice (GsView *view);
void gs_view_set_scale_choice (GsView *view, GsScaleChoice choice);
/* What that comes to now. */
gboolean gs_view_get_whole_scale (GsView *view);
void gs_view_set_whole_scale (GsView *view, gboolean whole);
/* Which sample of the batch images are shown of, from 1. */
gint gs_view_get_sample (GsView *view);
void gs_view_set_sample (GsView *view, gint sample);
/* What a network of pictures is asked about. */
GsSubject *gs_view_get_subject (GsView *view);
/* Whether cells show what the last edit changed: how much they differ from before it. */
void gs_view_set_differences (GsView *view, gboolean show);
/* How many levels of arrows go back from the selected cell (1 at first) and how many go on from it (0 at
 * first); both 0 to 4. */
void gs_view_get_levels (GsView *view, gint *back, gint *on);
void gs_view_set_levels (GsView *view, gint back, gint on);
/* Ask first: a newly computed cell stays hidden until it is revealed. */
gboolean gs_view_get_ask_first (GsView *view);
void gs_view_set_ask_first (GsView *view, gboolean ask);
gboolean gs_view_is_hidden (GsView *view, const NnCell *cell);
void gs_view_reveal (GsView *view);
/* A guess at a hidden cell, as typed: right if the number, rounded to the guess's decimals, is the guess,
 * with at least two digits that count. Then the cell is revealed and TRUE returned; else NN_ERROR_VALUE says
 * that it is not right, never by how much. A lesson judges guesses at its own question. */
gboolean gs_view_guess (GsView *view, const NnCell *cell, const gchar *text, GError **error);

/* ---- sheets: gs-tabs.h; an open editor, whose cell may go out of sight, is settled before they change ----
 */

/* Elements GsTab; another array when the program is another one. Borrowed. */
const GArray *gs_view_get_tabs (GsView *view);
guint gs_view_get_tab (GsView *view);
void gs_view_set_tab (GsView *view, guint tab);
/* Whether stepping goes to the tab of the current operation. */
gboolean gs_view_get_follow (GsView *view);
void gs_view_set_follow (GsView *view, gboolean follow);
/* Whether the sheet of rows is shown; and from there to the cells. */
gboolean gs_view_shows_data (GsView *view);
void gs_view_leave_data (GsView *view);
/* What is selected there, in words: bar and panel tell of it. NULL where another sheet is shown. */
void gs_view_set_data_cell (GsView *view, const gchar *text);
const gchar *gs_view_get_data_cell (GsView *view);
/* To a tab that holds the selected cell's tensor, unless the present one does; or stays, if a step has
 * selected the cell and steps are not followed. */
void gs_view_show_tensor (GsView *view, gint tensor);
/* Whether the optimiser's own cells are folded away; they are at first where a network has more than a few.
 */
gboolean gs_view_get_folded (GsView *view);
void gs_view_set_folded (GsView *view, gboolean folded);
/* Which page of a tensor's tiles is shown, from 0; of a long batch's rows all tensors show the same. */
gint gs_view_get_page (GsView *view, gint tensor);
void gs_view_set_page (GsView *view, gint tensor, gint page);
gint gs_view_get_rows_page (GsView *view);
void gs_view_set_rows_page (GsView *view, gint page);
/* Of a cell whose window goes over several channels, the one whose products are shown, from 0. */
gint gs_view_get_part (GsView *view);
void gs_view_set_part (GsView *view, gint part);
/* By tensor's name, for gs-layout.h. Borrowed. */
GHashTable *gs_view_get_pages (GsView *view);

/* ---- lessons and exercises ---- */

/* Cells that are pointed at, and cells that read `?` whatever is asked first (NULL: none). Arrays of NnCell,
 * copied; to be set again when the program is another one. */
void gs_view_set_emphasis (GsView *view, const GArray *highlighted, const GArray *covered);
/* What cells are made of is the question: neither formula nor arrows nor heading tell it of any in their
 * tensors. NULL or none: all is told. */
void gs_view_set_secret (GsView *view, const GArray *cells);
/* Above computed blocks their names alone, for who cannot read “xᵀ·dz1” yet. */
void gs_view_set_plain_captions (GsView *view, gboolean plain);
/* Whether a nudge may be shown of *cell, which becomes, of a gradient, what it is the gradient of. Not where
 * a number that is asked for would be told: the cell's own, the loss, in a test its gradient. */
gboolean gs_view_may_nudge (GsView *view, NnCell *cell, GError **error);

/* Whether a cell may be edited now: what a lesson locks. NULL: all may. */
typedef gboolean (*GsViewMayEdit) (const NnCell *cell, gpointer user_data);
void gs_view_set_may_edit (GsView *view, GsViewMayEdit may_edit, gpointer user_data);
gboolean gs_view_may_edit (GsView *view, const NnCell *cell);

/* The cell whose number a lesson asks for: a guess at it is an answer to the lesson, and `judge` says whether
 * it is right, or why not. NULL ends the question of the same `user_data`; to be set again when the program
 * is another one. */
typedef gboolean (*GsViewJudge) (const gchar *text, gpointer user_data, GError **error);
void gs_view_set_question (GsView *view, const NnCell *cell, GsViewJudge judge, gpointer user_data);
gboolean gs_view_is_question (GsView *view, const NnCell *cell);

/* Cells to be filled in by hand; NULL ends it. They show what was typed, and hide what is there. */
void gs_view_set_blanks (GsView *view, GsBlanks *blanks);
GsBlanks *gs_view_get_blanks (GsView *view);
gboolean gs_view_is_blanked (GsView *view, const NnCell *cell);
/* From a selected blank to the one `by` places on, in the order of the pass; FALSE if there is none, or the
 * selected cell is no blank. */
gboolean gs_view_select_blank (GsView *view, gint by);
/* Marks them, until something else is typed. */
void gs_view_mark_blanks (GsView *view);
/* NULL if they are not marked. Borrowed until "changed". */
GsMarking *gs_view_get_marking (GsView *view);

/* ---- text ---- */

/* Of the present sight; see there. Caller frees. */
gchar *gs_view_get_text (GsView *view, const NnCell *cell);
gchar *gs_view_describe (GsView *view, const NnCell *cell);

G_END_DECLS
