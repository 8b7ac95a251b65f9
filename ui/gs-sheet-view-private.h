/* What the files of the sheet share: gs-sheet-view.c is the widget. Of the others each knows those before it
 * only: -places where things lie, -walk from cell to cell, -edit, -board before a class, -zoom, -tabs, and
 * what is listened to, -keys and -pointer.
 */
#pragma once

#include "app/paint/gs-board.h"
#include "app/paint/gs-layout.h"
#include "app/paint/gs-painter.h"
#include "app/view/gs-range-edit.h"
#include "app/view/gs-view.h"
#include "gs-cell-editor.h"
#include "gs-later.h"
#include "gs-number-wheel.h"
#include "gs-sheet-nodes.h"
#include "gs-sheet-view.h"

G_BEGIN_DECLS

/* What becomes of the text: a number, the answer to a blank, a guess at what is hidden. */
typedef enum { GS_TYPING_NUMBER, GS_TYPING_ANSWER, GS_TYPING_GUESS } GsTyping;

#define GS_SHEET_MIN_ZOOM 0.02
#define GS_SHEET_MAX_ZOOM 8.0

typedef enum { GS_DRAG_NONE, GS_DRAG_CELLS, GS_DRAG_ROWS, GS_DRAG_COLUMNS, GS_DRAG_HANDLE } GsDrag;

struct _GsSheetView {
  GtkWidget parent_instance;

  GsView *view;
  GsLayout *layout;
  GsPainter *painter;
  GsSheetNodes *nodes;
  GtkAdjustment *hadjustment, *vadjustment;
  GtkScrollablePolicy hpolicy, vpolicy;
  gdouble zoom;       /* pixels for one of the layout's */
  gdouble text_scale; /* the zoom that people call 100 % */
  gdouble own_scale;  /* of text, in place of the desktop's; 0: none */
  gboolean hide_arrows, hide_sources;
  GsBoard *board; /* what is in play, for the projector; NULL: the whole sheet */
  gdouble unit;   /* of the projector's pixels */
  gint foot;      /* what the board leaves free */
  gint fitted_width, fitted_height;
  gdouble first_zoom; /* as long as nobody has chosen another the width may change it */
  gboolean is_allocating;
  gboolean has_pictures; /* laid out as such, whatever the tab */
  gdouble letters;       /* of pictures, for one of their lengths */
  guint tab;             /* whose layout this is */
  gdouble pointer_x, pointer_y;
  gboolean lights_strip; /* what the pointer lights is in the strip below the values */
  GsDrag drag;           /* what the button that is held down drags */
  GArray *preview;       /* NnCell: what letting go of the handle would fill; or NULL */
  NnCell dragged;        /* where it has got to */
  GsNumberWheel *wheel;

  GtkWidget *cell; /* stands on the selected cell, for keyboard and screen readers */
  GtkWidget *menu; /* of the selected cell */
  GsCellEditor *editor;
  /* While it is open: whose text it holds, whatever is selected. */
  GsTyping typing;
  gchar *edited_tensor;
  gsize edited;
  GArray *edited_range;             /* gsize: the offsets that were marked */
  GsLater later;                    /* what others do about the new size is done when all have theirs */
  gboolean sizes_editor, is_to_fit; /* then */
};

/* Those of gs-sheet-view-places.c. The scene as it is drawn now. */
GsScene gs_sheet_view_get_scene (GsSheetView *self);
/* The scroll bars go by the size of the layout and of the widget. */
void gs_sheet_view_configure (GsSheetView *self);
/* Scrolls so that the selected cell is in view. */
void gs_sheet_view_reveal (GsSheetView *self);

/* Those of gs-sheet-view-walk.c: to the cell beside the selected one, by the keys that are held down. */
void gs_sheet_view_move (GsSheetView *self, gint down, gint right, GdkModifierType state);
/* To the next cell: within what is marked, if several cells are. */
void gs_sheet_view_walk (GsSheetView *self, gint down, gint right);

/* Those of gs-sheet-view-edit.c. */
void gs_sheet_view_add_editor (GsSheetView *self);
void gs_sheet_view_place_editor (GsSheetView *self);
/* After another zoom. */
void gs_sheet_view_size_editor (GsSheetView *self);
/* Applies what stands in an open editor to its cell; FALSE if it is wrong and stays open. */
gboolean gs_sheet_view_apply_edit (GsSheetView *self);
/* The cell that is edited; FALSE if none is, or there is no such cell any more. */
gboolean gs_sheet_view_get_edited (GsSheetView *self, NnCell *cell);
void gs_sheet_view_cancel_edit (GsSheetView *self);

/* Those of gs-sheet-view-board.c. */
void gs_sheet_view_rebuild_board (GsSheetView *self);
void gs_sheet_view_follow_board (GsSheetView *self);
void gs_sheet_view_fit_board (GsSheetView *self, gint width, gint height);

/* Those of gs-sheet-view-zoom.c. Lays the sheet out anew. */
void gs_sheet_view_rebuild (GsSheetView *self);
/* So that what lies at x, y stays there. */
void gs_sheet_view_zoom_at (GsSheetView *self, gdouble zoom, gdouble x, gdouble y);
/* As it opens, and when it gets another width before anybody has chosen a zoom. */
void gs_sheet_view_zoom_at_first (GsSheetView *self);

/* Those of gs-sheet-view-tabs.c. Another tab or page is shown. */
void gs_sheet_view_show_sheet (GsSheetView *self);
void gs_sheet_view_change_sheet (GsSheetView *self);
/* Turns to the page of the selected cell; with `turn` to its sheet and sample, too. */
void gs_sheet_view_bring_into_layout (GsSheetView *self, gboolean turn);
/* Turns the page of the block whose picker is there. FALSE if there is none. */
gboolean gs_sheet_view_turn_page_at (GsSheetView *self, gdouble x, gdouble y);

/* Those of gs-sheet-view-keys.c and -pointer.c. */
void gs_sheet_view_add_keys (GsSheetView *self);
void gs_sheet_view_add_pointer (GsSheetView *self);
/* The menu at the selected cell. */
void gs_sheet_view_show_menu (GsSheetView *self);

G_END_DECLS
