/* What the layouts share: of the sheet, of an operation, of pictures. */
#pragma once

#include "gs-layout.h"

G_BEGIN_DECLS

#define GS_LAYOUT_LEFT  30.0
#define GS_LAYOUT_TOP   20.0
#define GS_LAYOUT_TITLE 42.0 /* of a band */

struct _GsLayout {
  NnProgram *program;
  GsLayoutChoice choice;
  GsRoom room;
  GArray *blocks;
  GArray *signs;  /* const gchar *, by block; or NULL */
  gint *block_of; /* per tensor: index into blocks, or -1 */
  gint n_columns, n_lanes, n_folded;
  gint growth; /* of a drawing's cells */
  gdouble width, height;
  gdouble letters; /* for one of the layout's lengths */
  gdouble band_top[GS_N_BANDS], band_bottom[GS_N_BANDS];
  GsStrip strip; /* without width: there is none */
};

GsLayout *gs_layout_new_empty (NnProgram *program);
/* Decides whether there is a strip, and its size; its place is below the values. */
void gs_layout_measure_strip (GsLayout *layout);
/* When everything has its place: the room that is left beside the tiles, above the strip. */
void gs_layout_place_map (GsLayout *layout);
/* Whether an operation only hands numbers on, as they are. */
gboolean gs_layout_is_copy (NnOp op);
/* Places of a max and the steps of a softmax, which are seen on the layer's own sheet. */
gboolean gs_layout_is_inner_step (NnOp op);

G_END_DECLS
