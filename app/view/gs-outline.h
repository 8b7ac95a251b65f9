/* The outline: the program's instructions as a list whose phases can be folded, to their layers or whole.
 *
 *   g_autoptr(GArray) items = gs_outline_list (program, folds);    // GsOutlineItem, in order
 *
 * Each instruction is in exactly one item.
 */
#pragma once

#include "nn/nn-program.h"

G_BEGIN_DECLS

typedef enum { GS_FOLD_OPEN, GS_FOLD_LAYERS, GS_FOLD_CLOSED } GsFold;

#define GS_N_PHASES (NN_PHASE_COMMIT + 1)

typedef struct {
  gint first, last; /* instructions */
  NnPhase phase;
} GsOutlineItem;

/* `folds` has GS_N_PHASES elements. Caller unrefs. */
GArray *gs_outline_list (NnProgram *program, const GsFold *folds);

/* The item that holds an instruction. */
gint gs_outline_find (const GArray *items, gint instruction);

/* What the card says: the output's name and what the operation does, or for several instructions their names
 * and number. Caller frees both. */
void gs_outline_describe (NnProgram *program, const GsOutlineItem *item, gchar **title, gchar **text);

/* What several operations that are folded to their layer are called: as its tab, or of no layer as what they
 * are for; NULL for any other item. It lives as long as `tabs` (gs-tabs.h). */
const gchar *gs_outline_find_layer (const GArray *tabs,
                                    NnProgram *program,
                                    const GsOutlineItem *item,
                                    const GsFold *folds);

/* What gs_outline_describe() says, as one sentence for screen readers: "3: z1 = x W1 + b1, forward", and for
 * several instructions "5 to 7: z2 … a2, 3 operations, forward". Caller frees. */
gchar *gs_outline_speak (NnProgram *program, const GsOutlineItem *item);

G_END_DECLS
