/* The sheet: a scrollable, zoomable canvas of the network, with one selected cell.
 *
 * Put it into a GtkScrolledWindow. Arrow keys move, with Shift they extend the range, with Ctrl they go to
 * the next block; typing replaces, F2 edits, Delete lets a pinned cell go; Ctrl+[ and Ctrl+] walk to what a
 * cell is computed from and what is computed from it. Ctrl with the wheel zooms.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_SHEET_VIEW (gs_sheet_view_get_type ())
G_DECLARE_FINAL_TYPE (GsSheetView, gs_sheet_view, GS, SHEET_VIEW, GtkWidget)

GtkWidget *gs_sheet_view_new (GsView *view);
/* The same cells laid out as pictures (gs_layout_new_pictures()), whatever the tab. */
GtkWidget *gs_sheet_view_new_pictures (GsView *view);

void gs_sheet_view_set_arrows (GsSheetView *self, gboolean show);

/* For a class: shows only what is in play (gs-board.h), as large as fits. `unit`: pixels for one of a screen
 * that is 720 high; 0 ends it. */
void gs_sheet_view_set_board (GsSheetView *self, gdouble unit);
/* Whether what the selected cell is computed from is outlined, as at first. */
void gs_sheet_view_set_outlines (GsSheetView *self, gboolean show);
/* So many pixels at the bottom are left free by the board, for what is laid over it. */
void gs_sheet_view_set_foot (GsSheetView *self, gint height);
/* Where a cell is, in pixels of the widget. FALSE if it is not shown. */
gboolean gs_sheet_view_locate (GsSheetView *self, const NnCell *cell, GdkRectangle *place);
/* Where all blocks end, in pixels of the widget. */
void gs_sheet_view_get_end (GsSheetView *self, gint *right, gint *bottom);
/* Whether so much room shows all of the board; the height that it needs to be legible from the back row. */
gboolean gs_sheet_view_fits_board (GsSheetView *self, gint width, gint height);
gint gs_sheet_view_get_least_height (GsSheetView *self, gint width, gboolean with_asked);

/* Pixels of text for one of the design's, in place of the desktop's size of text. */
void gs_sheet_view_set_text_scale (GsSheetView *self, gdouble scale);
/* Pixels for one of the layout's, 0.02 to 8; with large text 100 % is more than 1. Emits "notify::zoom" (the
 * property "zoom"). */
gdouble gs_sheet_view_get_zoom (GsSheetView *self);
void gs_sheet_view_set_zoom (GsSheetView *self, gdouble zoom);
/* The same by a factor, as keys and buttons do it: the selected cell stays in view. */
void gs_sheet_view_zoom_by (GsSheetView *self, gdouble factor);
/* The same in per cent of what the desktop's size of text asks for. */
gdouble gs_sheet_view_get_percent (GsSheetView *self);
/* Whether no block, with its headers and its name, lies in this part of the widget. */
gboolean gs_sheet_view_is_free (GsSheetView *self, const GdkRectangle *place);
void gs_sheet_view_zoom_to_fit (GsSheetView *self);
/* So that the selected cell's block fills the window. */
void gs_sheet_view_zoom_to_block (GsSheetView *self);
/* So that all of these blocks (names, NULL-terminated) are in view. */
void gs_sheet_view_zoom_to_blocks (GsSheetView *self, const gchar *const *names);

/* Copies the first row of the selected range down, or its first column to the right: one edit. */
void gs_sheet_view_fill (GsSheetView *self, gboolean down);

/* Begins to edit the selected cell; with NULL its value stands in the editor. What is typed is that cell's,
 * whatever is selected later: see gs_workbook_open_editor. */
void gs_sheet_view_edit (GsSheetView *self, const gchar *text);
gboolean gs_sheet_view_is_editing (GsSheetView *self);

G_END_DECLS
