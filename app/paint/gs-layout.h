/* Layout: where each tensor lies on the sheet.
 *
 * Three bands, one below the other: values, gradients, what the update makes. A tensor, its gradient
 * and its update share a column, so that the forward pass runs to the right and the backward pass
 * to the left beneath it. Places are in units of a pixel at zoom 1; how the cells of one tensor lie is said
 * in gs-block.h. A large network is drawn with small cells, and each of its layers has a sheet of its own.
 */
#pragma once

#include "app/view/gs-tabs.h"
#include "app/view/gs-view.h"
#include "gs-block.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

typedef struct _GsLayout GsLayout;

/* Everything, on one sheet. */
GsLayout *gs_layout_new (NnProgram *program);

/* What of a program a sheet shows. */
typedef struct {
  const GsTab *tab;  /* NULL: all */
  gsize row_names;   /* letters of the longest name of the data's rows, which stand beside inputs, targets and
                      * outputs; 0: none has one */
  gboolean folded;   /* without the optimiser's own cells */
  GHashTable *pages; /* by tensor's name: GINT_TO_POINTER (page), from 0; or NULL */
  gint rows_page;    /* the page of a long batch's rows, the same for every tensor that has rows */
  gint part;         /* the channel whose products the strip has, from 0 */
} GsLayoutChoice;

GsLayout *gs_layout_new_sheet (NnProgram *program, const GsLayoutChoice *choice);
/* What a view shows. */
GsLayout *gs_layout_new_shown (GsView *view);
/* Whether a network's cells have no room for their numbers when it is laid out whole. */
gboolean gs_layout_is_large (NnProgram *program);

/* One block of a row, for the projector: gs-board.h. */
typedef struct {
  gint tensor;
  const gchar *sign; /* before it, "×"; static; or NULL */
  gboolean is_cut;   /* to these rows and columns, from 0 */
  gint first_row, rows, first_column, columns;
} GsPiece;

/* The pieces (GsPiece) side by side, so many in a row; with `flat` cells where there is little room. */
GsLayout *gs_layout_new_board (NnProgram *program, const GArray *pieces, gint per_row, gboolean flat);
/* What stands before a block; NULL where nothing does. */
const gchar *gs_layout_get_sign (const GsLayout *layout, gint block);
#define GS_SIGN_WIDTH 26.0 /* the room for it */

/* A network that reads pictures, as pictures: a line for each filter, with its kernel, the map it makes and
 * what pooling leaves of it, so that what belongs together stands side by side; the weights of a layer behind
 * them as the maps they read; the gradients below in the same places. The optimiser's cells are not there.
 * `pages`: as in GsLayoutChoice; a layer's kernels have the page for all of the line. `letters`: how much
 * larger than the pictures names and numbers are to be, 1 or more, so that they can be read however small the
 * whole is drawn. */
GsLayout *gs_layout_new_pictures (NnProgram *program, GHashTable *pages, gdouble letters);
gboolean gs_layout_has_pictures (const NnNetwork *network);
void gs_layout_free (GsLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLayout, gs_layout_free)

gint gs_layout_get_n_blocks (const GsLayout *layout);
const GsBlock *gs_layout_get_block (const GsLayout *layout, gint block);
/* The block of a tensor, or NULL: pins and dL's helpers are not shown. */
const GsBlock *gs_layout_find_block (const GsLayout *layout, gint tensor);
void gs_layout_get_size (const GsLayout *layout, gdouble *width, gdouble *height);
GsRoom gs_layout_get_room (const GsLayout *layout);
/* 1 but for pictures. */
gdouble gs_layout_get_letters (const GsLayout *layout);
/* What turns the page of a block, at the right end of its name: two signs, back and on. FALSE if the block
 * has one page only. Places as in gs_layout_find_cell(). */
gboolean gs_layout_get_picker (const GsLayout *layout, const GsBlock *block, gdouble *x, gdouble *y);
/* The block whose picker is at a place, and by how many pages it turns, -1 or 1; NULL if there is none. */
const GsBlock *gs_layout_find_picker (const GsLayout *layout, gdouble x, gdouble y, gint *turn);
#define GS_PICKER_WIDTH 16.0 /* of each of the two signs */

/* Below the values of a layer that slides a kernel: room for the numbers under it (gs-strip.h). */
typedef struct {
  gdouble x, y, width, height;
  gint around; /* rows and columns of the selected cell's neighbours */
  gint part;
  gdouble map_x, map_y,
      map_side; /* beside the tiles: room for the map that the selected cell is in; 0: there is none */
} GsStrip;

#define GS_STRIP_LETTERS                                                                                     \
  1.25 /* its letters, for one of the sheet's: they are read when maps are drawn small */

/* NULL where the sheet has none. */
const GsStrip *gs_layout_get_strip (const GsLayout *layout);

/* How many blocks of the optimiser's own are folded away. */
gint gs_layout_get_n_folded (const GsLayout *layout);
/* The top of a band's title, and its bottom; a band without blocks has no height. */
void gs_layout_get_band (const GsLayout *layout, GsBand band, gdouble *top, gdouble *bottom);

/* The cell at a place, of sample `sample` (from 1) where images are shown. */
gboolean gs_layout_find_cell (const GsLayout *layout, gdouble x, gdouble y, gint sample, NnCell *cell);
/* The rectangle of a cell. FALSE if it is not shown (another sample, no block). */
gboolean gs_layout_get_cell (const GsLayout *layout, const NnCell *cell, gint sample, gdouble *x, gdouble *y);

/* What is at a place above or to the left of a block's cells: the number of a column or row, with a cell of
 * it, or the block's name and corner, with its first cell. */
typedef enum { GS_HEADER_NONE, GS_HEADER_ROW, GS_HEADER_COLUMN, GS_HEADER_BLOCK } GsHeader;
GsHeader gs_layout_find_header (const GsLayout *layout, gdouble x, gdouble y, gint sample, NnCell *cell);
/* The cell of a block that is nearest to a place along one axis, or along both (GS_HEADER_NONE): where a drag
 * that began on a header has got to. FALSE if the block is not shown. */
gboolean gs_layout_find_nearest (const GsLayout *layout,
                                 GsHeader header,
                                 gdouble x,
                                 gdouble y,
                                 gint sample,
                                 NnCell *cell);

/* The first cell of the sheet, and the last one: that of the block at the right end of the lowest band. */
NnCell gs_layout_get_end (const GsLayout *layout, gint sample, gboolean last);

/* The next cell in a direction within the block, stopping at its edge. Steps are -1, 0, 1 (or whole tiles'
 * worth). */
NnCell gs_layout_move (const GsLayout *layout, const NnCell *cell, gint sample, gint down, gint right);
/* The first cell of the block beside (right, down: one of -1, 0, 1); the same cell if there is none. */
NnCell gs_layout_move_block (const GsLayout *layout, const NnCell *cell, gint sample, gint down, gint right);

G_END_DECLS
