/* The data as a sheet of its own: a line for each row, columns of names, inputs, targets, what the network
 * answers and how far it is off; a cursor and a marked range, and what is typed, pasted and filled in; rows
 * as they lie or the worst first, all or some of them.
 *
 *   GsDataGrid *grid = gs_data_grid_new (view);
 *   text = gs_data_grid_get_text (grid, row, column);
 *   gs_data_grid_select (grid, row, column, FALSE);
 *   gs_data_grid_type (grid, "0,5", FALSE, &said, &error);
 *   gs_data_grid_choose (grid, &(GsDataChoice){ .worst_first = TRUE, .is = -1, .answer = -1, .use = -1 },
 * &error);
 *
 * Rows of this sheet are lines: gs_data_grid_get_number() tells which row of the data stands there. They
 * count from 1, columns from 0. One row more than there are is empty: numbers typed there are kept until
 * the row has all of its numbers, and then it is added. Reading computes nothing; what the network answers is
 * worked out for the rows that are asked for by gs_data_grid_predict(), and blank otherwise. Every edit is
 * one entry for undo, made whole or not at all.
 *
 * "changed" is emitted with TRUE if only the cursor or the range has.
 */
#pragma once

#include "app/inspect/gs-answers.h"
#include "gs-range-edit.h"
#include "gs-view.h"

G_BEGIN_DECLS

/* From the mean of an input: the end of the colours. */
#define GS_DATA_MANY_DEVIATIONS 2.5

typedef enum {
  GS_DATA_NAME,   /* of the row */
  GS_DATA_INPUT,  /* a number */
  GS_DATA_TARGET, /* a number */
  GS_DATA_CLASS,  /* that the targets stand for: a word, or its number from 0 */
  GS_DATA_SET,    /* whether it is kept for testing */
  GS_DATA_BATCH,  /* which of the present batch it is */
  GS_DATA_OUTPUT, /* what the network gives */
  GS_DATA_ANSWER, /* the class that this stands for */
  GS_DATA_ERROR,  /* how far it is off: the row's own loss (gs-answers.h) */
  GS_N_DATA
} GsDataKind;

typedef struct {
  GsDataKind kind;
  gint offset;  /* of the input, target or output, from 0 */
  gchar *title; /* "sepal length", or "3" */
} GsDataColumn;

#define GS_TYPE_DATA_GRID (gs_data_grid_get_type ())
G_DECLARE_FINAL_TYPE (GsDataGrid, gs_data_grid, GS, DATA_GRID, GObject)

GsDataGrid *gs_data_grid_new (GsView *view);
GsView *gs_data_grid_get_view (GsDataGrid *grid);

/* Another number when anything but the cursor and the range is another. */
guint64 gs_data_grid_get_revision (GsDataGrid *grid);
gint gs_data_grid_get_n_rows (GsDataGrid *grid); /* that are chosen, without the empty one */
/* The number of the row in the data. */
gint gs_data_grid_get_number (GsDataGrid *grid, gint row);
gint gs_data_grid_get_n_columns (GsDataGrid *grid);
/* Whether numbers stand in the empty row that are not a whole row yet: no document has them. */
gboolean gs_data_grid_has_draft (GsDataGrid *grid);
const GsDataColumn *gs_data_grid_get_column (GsDataGrid *grid, gint column);
/* What a group of columns is called above their titles: "x", "t", … */
const gchar *gs_data_kind_get_title (GsDataKind kind);
/* Whether it is a number, and can be changed. */
gboolean gs_data_kind_is_number (GsDataKind kind);
gboolean gs_data_kind_is_editable (GsDataKind kind);

/* As it is shown. Caller frees. */
gchar *gs_data_grid_get_text (GsDataGrid *grid, gint row, gint column);
/* FALSE if there is no number there, or none yet. */
gboolean gs_data_grid_get_value (GsDataGrid *grid, gint row, gint column, gdouble *value);
/* -1 to 1 for a colour: inputs by their distance from the column's mean, outputs as they are; 0 elsewhere. */
gdouble gs_data_grid_get_tone (GsDataGrid *grid, gint row, gint column);
/* Which of the present batch the row is, from 1; 0 if it is not in it. */
gint gs_data_grid_get_place (GsDataGrid *grid, gint row);
/* The line whose numbers stepping shows; 0 if there is none, or it is not among those that are chosen. */
gint gs_data_grid_get_stepped (GsDataGrid *grid);
/* 1 if the answer is right, -1 if it is wrong, 0 if nobody knows. */
gint gs_data_grid_is_right (GsDataGrid *grid, gint row);
/* A row's error as a share of the worst that is known; 0 where it is not known. */
gdouble gs_data_grid_get_share (GsDataGrid *grid, gint row);
/* For screen readers: "row 3, sepal length: 5.9". Caller frees. */
gchar *gs_data_grid_describe (GsDataGrid *grid, gint row, gint column);
/* "W numbers sum … mean …" of the range. Caller frees. */
gchar *gs_data_grid_summarize (GsDataGrid *grid);

/* Works out the answers for `n` rows from `first` on, if they are not known; nothing happens where what the
 * network gives may be asked for. FALSE if nothing had to be done. */
gboolean gs_data_grid_predict (GsDataGrid *grid, gint first, gint n);

/* ---- which rows, in which order ---- */

typedef struct {
  gboolean worst_first; /* by falling error; else as they lie */
  gboolean wrong;       /* only rows whose class is answered wrongly */
  gint is, answer;      /* only rows of this class, answered with that one; -1: whatever it is */
  gint use;             /* only rows of this GsRowUse; -1: all */
  gboolean batch;       /* only rows of the present batch: others in another pass */
} GsDataChoice;

/* All rows as they lie. */
extern const GsDataChoice gs_data_choice_all;

const GsDataChoice *gs_data_grid_get_choice (GsDataGrid *grid);
/* Where answers are needed and not known they are asked for, and the rows follow when these are there. FALSE
 * if what the network gives may be asked for, or there are no rows. Editing changes no order; rows that are
 * added and removed do. */
gboolean gs_data_grid_choose (GsDataGrid *grid, const GsDataChoice *choice, GError **error);
/* Works out the answers of all rows, on a thread; "changed" tells that they are there. */
gboolean gs_data_grid_ask (GsDataGrid *grid, GError **error);
gboolean gs_data_grid_is_asking (GsDataGrid *grid);
/* Why the last asking came to nothing; NULL if it did not. */
const gchar *gs_data_grid_get_failure (GsDataGrid *grid);
/* The answers that were asked for; NULL if there are none. Borrowed, until "changed". */
const GsAnswers *gs_data_grid_get_answers (GsDataGrid *grid);
/* Whether weights or rows are others since. */
gboolean gs_data_grid_is_stale (GsDataGrid *grid);
/* What a class is called: its name, or its number. Caller frees. */
gchar *gs_data_grid_name_class (GsDataGrid *grid, gint class_number);
/* 0: the targets are no classes. */
gint gs_data_grid_count_classes (GsDataGrid *grid);

/* ---- the cursor and the range ---- */

void gs_data_grid_get_cursor (GsDataGrid *grid, gint *row, gint *column);
typedef struct {
  gint top, left, bottom, right; /* both ends are in it */
} GsDataBox;
GsDataBox gs_data_grid_get_box (GsDataGrid *grid);
/* Cut to what there is; with `extend` marking goes on from where it began. */
void gs_data_grid_select (GsDataGrid *grid, gint row, gint column, gboolean extend);
/* Marks a box; the cursor goes to its first cell unless it is in it. */
void gs_data_grid_mark (GsDataGrid *grid, const GsDataBox *box);
/* Enter and Tab within what is marked; FALSE if that is one cell. */
gboolean gs_data_grid_walk (GsDataGrid *grid, gint down, gint right);

/* Goes to the next cell behind the cursor (or before it) that holds the number, as gs-find.h takes it, or the
 * word, in any case; from the last on to the first. *place is told which of them it is, from 0. The number of
 * those that there are; with `stay` the cursor stays. */
gint gs_data_grid_find (GsDataGrid *grid, const gchar *text, gboolean back, gboolean stay, gint *place);

/* ---- edits ---- `said` is as in gs-range-edit.h. */

/* What was typed (gs-typed.h), into the cursor's cell or with `fill` into all that is marked. A class may be
 * typed by its name; a row's name is a text. */
gboolean gs_data_grid_type (GsDataGrid *grid, const gchar *text, gboolean fill, gchar **said, GError **error);
/* What is marked, as spreadsheets take it (gs-range-edit.h); words as they are shown. Caller frees. */
gchar *gs_data_grid_copy (GsDataGrid *grid, GsCopy form);
/* Numbers from the cursor on; at the beginning of the empty row whole rows (gs_rows_append()). */
gboolean gs_data_grid_paste (GsDataGrid *grid, const gchar *text, gchar **said, GError **error);
/* Sets what is marked to 0. */
gboolean gs_data_grid_clear (GsDataGrid *grid, gchar **said, GError **error);
/* The first marked row into the others, or the first column. */
gboolean gs_data_grid_fill (GsDataGrid *grid, gboolean down, gchar **said, GError **error);
/* Goes on with what is marked down to `row`, as the handle of a sheet does. */
gboolean gs_data_grid_fill_to (GsDataGrid *grid, gint row, gchar **said, GError **error);
/* Removes the marked rows. */
gboolean gs_data_grid_remove (GsDataGrid *grid, GError **error);
/* Makes the row the one that is stepped; its numbers are selected on the sheet. */
gboolean gs_data_grid_step_row (GsDataGrid *grid, gint row, GError **error);

G_END_DECLS
