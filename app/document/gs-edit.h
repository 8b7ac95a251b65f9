/* Edits: what undo and redo are made of. An edit knows both sides, so that it can be taken
 * back and done again to the bit, also after the document was saved and opened.
 *
 * Moving the cursor is no edit. A run of training is one.
 */
#pragma once

#include "app/data/gs-dataset.h"
#include "gs-change.h"
#include "nn/nn-network.h"
#include "nn/nn-tensor.h"

G_BEGIN_DECLS

typedef enum {
  GS_EDIT_CELLS,   /* parameters, optimiser state or hyperparameters of one pass */
  GS_EDIT_PIN,     /* a computed cell held, let go, or held at another value */
  GS_EDIT_DATA,    /* rows or batches */
  GS_EDIT_NETWORK, /* layers, loss, optimiser, seed: everything may change */
  GS_EDIT_STATE    /* training, or back to the starting weights: pass and state */
} GsEditKind;

/* The last pass there is: files hold no higher number. */
#define GS_MAX_PASS ((guint32) G_MAXINT32)

/* Where an edit was made. */
typedef struct {
  guint32 pass;
  gint instruction;
  gsize cell, term;
} GsCursor;

typedef struct {
  GsEditKind kind;
  gchar *label;       /* "Edit W1[2,3]", "Train 100 passes": after "Undo " */
  GsCursor cursor;    /* where the cursor stood */
  GPtrArray *cells;   /* GsCellChange, for CELLS and PIN */
  GPtrArray *dropped; /* GsOverride: what was laid down for other passes and this edit made void */
  NnState
      *anchor; /* the state of place.pass with this edit made, kept once that pass has been left; or NULL */

  /* DATA: before and after. CELLS, NETWORK: these too when rows were changed with them. */
  GsDataset *old_data, *new_data;

  /* NETWORK */
  NnNetwork *old_network, *new_network;
  guint64 old_seed, new_seed;

  /* NETWORK and STATE */
  guint32 old_pass, new_pass;
  NnState *old_state, *new_state;
  GPtrArray *old_pins; /* GsCellChange, pins that a new network could not keep */

  /* What stood around it (see gs-regime.h); not saved: NULL for an edit from a file. */
  struct _GsRegime *before, *after;
  gboolean is_joined;    /* its label says so; not saved */
  GHashTable *own_cells; /* `cells` by what they are, once others have been joined; NULL before */
} GsEdit;

GsEdit *gs_edit_new (GsEditKind kind, const gchar *label, const GsCursor *cursor);
/* Deep; `before` and `after` are shared. */
GsEdit *gs_edit_copy (const GsEdit *edit);
void gs_edit_free (GsEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsEdit, gs_edit_free)
/* Makes one of two edits of numbers (cells, rows) that were made one behind the other in the same pass:
 * `edit` does then what both did. FALSE, and nothing changed, if they are others. */
gboolean gs_edit_join (GsEdit *edit, const GsEdit *next);
/* How many cells this thread has compared to join edits; for tests. */
guint64 gs_edit_count_compared (void);

/* Of an edit that begins anew: all that `before` has laid down becomes void, for passes behind `pass` and
 * ahead. */
void gs_edit_drop_all (GsEdit *edit, guint32 pass);
/* What stands on the other side of the edit, of which `now` is one side: after it with `redo`, before it
 * without. For edits from files; those of this sitting have kept both. Caller unrefs. */
struct _GsRegime *gs_edit_make_regime (const GsEdit *edit, const struct _GsRegime *now, gboolean redo);

G_END_DECLS
