/* Tabs: a large network is several sheets, one a layer, as a spreadsheet has them.
 *
 *   g_autoptr (GArray) tabs = gs_tabs_list (network);        // All, x, conv 1, pool 1, …, Loss, Optimiser,
 * Data if (gs_tab_holds (&g_array_index (tabs, GsTab, i), program, tensor)) ...
 *
 * A layer's tab holds what it reads and makes, with its gradients and its update; a tensor can be on several.
 * Data holds no tensors: its sheet is one of rows (gs-data-grid.h).
 */
#pragma once

#include "nn/nn-network.h"

G_BEGIN_DECLS

typedef enum { GS_TAB_ALL, GS_TAB_INPUT, GS_TAB_LAYER, GS_TAB_LOSS, GS_TAB_OPTIMIZER, GS_TAB_DATA } GsTabKind;

typedef struct {
  GsTabKind kind;
  gint layer;      /* for GS_TAB_LAYER, from 0; else -1 */
  gchar title[32]; /* "conv 1", or the layer's own name */
} GsTab;

/* Elements GsTab, in the order of the tabs; caller unrefs. */
GArray *gs_tabs_list (const NnNetwork *network);

gboolean gs_tab_holds (const GsTab *tab, NnProgram *program, gint tensor);

/* The tab to look at while an instruction is the current one: of its layer, the loss or the optimiser. */
guint gs_tabs_find_instruction (const GArray *tabs, NnProgram *program, gint instruction);

/* Whether a tensor is the optimiser's own: its memory and the steps on the way to `.next`. A sheet folds
 * these. */
gboolean gs_tab_is_inner_update (NnProgram *program, gint tensor);
/* Whether the update has steps on the way to new weights. */
gboolean gs_tabs_have_inner_update (NnProgram *program);

G_END_DECLS
