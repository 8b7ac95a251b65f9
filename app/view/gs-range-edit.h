/* What is done with the marked cells: copied, pasted over, filled, typed over, held, let go. Leaves are set,
 * computed cells are held.
 *
 *   g_autofree gchar *text = gs_range_copy (view);
 *   if (!gs_range_paste (view, text, &error)) ...
 *
 * Each is one edit and one entry for undo, and is done whole or not at all: a cell that a lesson keeps, or
 * text that is no number, leaves all as it was, with an NN_ERROR that says which. `said`, NULL to begin with,
 * is told what there is to say of an edit that was made: that the loss cannot take a target as it stands now,
 * with the cure. Caller frees; NULL: nobody asks.
 */
#pragma once

#include "gs-view.h"

G_BEGIN_DECLS

typedef enum {
  GS_COPY_LOCAL, /* tabs between, a line for each line, with the locale's decimal sign */
  GS_COPY_POINT, /* the same with a point */
  GS_COPY_HTML   /* a table, for programs that take one: with the locale's sign, and the numbers as such */
} GsCopy;

/* The numbers as spreadsheets take them: exact; nothing for what is not computed, ? for what is hidden. NULL
 * if nothing is marked. Caller frees. */
gchar *gs_range_copy (GsView *view, GsCopy form);

/* One number fills what is marked. A table goes from the selected cell on; where more is marked it must fill
 * that, once or several times. What does not fit is an error that says how much. */
gboolean gs_range_paste (GsView *view, const gchar *text, gchar **said, GError **error);

/* What was typed (gs-typed.h, also for `said`), in each of the cells (elements NnCell, of one tensor); a cell
 * that is asked for takes it as an answer. */
gboolean gs_range_type (GsView *view, const GArray *cells, const gchar *text, gchar **said, GError **error);

/* The first marked row (or column) into the others; in each channel its own. Where only one is marked it
 * takes what stands before it. */
gboolean gs_range_fill (GsView *view, gboolean down, gchar **said, GError **error);
/* Goes on with what is marked as far as `to`, a cell of its block: by rows or by columns, whichever it is
 * farther away in. One row is copied; of several whose numbers have even distances the series goes on, others
 * are repeated. Then all of it is marked. */
gboolean gs_range_fill_to (GsView *view, const NnCell *to, gchar **said, GError **error);
/* The cells that this would fill, for a preview: elements NnCell; NULL if there are none. Caller unrefs. */
GArray *gs_range_list_fill (GsView *view, const NnCell *to);

/* Adds `steps` of the size that fits the number in `cell` (1/10 of its first digit) to it, and to what is
 * marked if it is in that. Leaves only. */
gboolean gs_range_turn (GsView *view, const NnCell *cell, gdouble steps, gchar **said, GError **error);

/* Computed cells are held at the numbers they have, or let go. */
gboolean gs_range_hold (GsView *view, GError **error);
gboolean gs_range_let_go (GsView *view, GError **error);
/* What Delete does: given cells become 0, held ones are let go, answers are emptied. */
gboolean gs_range_clear (GsView *view, gchar **said, GError **error);

G_END_DECLS
