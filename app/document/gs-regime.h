/* Regimes: what people have laid down by hand, pass by pass: the data, the pins, and leaves set.
 *
 * A timeline is a function of the state it began with and its regime, so keeping the
 * regimes before and after an edit is all that exact undo needs besides a state. A regime
 * that is shared never changes; an edit copies it, changes the copy and keeps both:
 *
 *   GsRegime *after = gs_regime_copy (before);
 *   gs_regime_cut (after, pass);                    // later passes become void
 *   gs_regime_set_pins (after, pass, edit->cells, TRUE);
 *
 * n cells laid down at once take n log n steps at most, a copy takes as many as there are lots of cells: a
 * few for each pass in which something was done.
 */
#pragma once

#include "app/data/gs-dataset.h"
#include "gs-change.h"

G_BEGIN_DECLS

typedef struct _GsRegime GsRegime;

/* Nothing pinned, nothing set, these data in every pass. */
GsRegime *gs_regime_new (GsDataset *data);
GsRegime *gs_regime_copy (const GsRegime *regime);
GsRegime *gs_regime_ref (GsRegime *regime);
void gs_regime_unref (GsRegime *regime);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsRegime, gs_regime_unref)

/* ---- in force in a pass ---- */

GsDataset *gs_regime_get_data (const GsRegime *regime, guint32 pass);
/* Elements GsCellChange (old_value unused, new_value the pin's value); caller unrefs. */
GPtrArray *gs_regime_get_pins (const GsRegime *regime, guint32 pass);
gboolean
gs_regime_find_pin (const GsRegime *regime, guint32 pass, const gchar *tensor, gsize offset, gdouble *value);
/* Whether the pins of these passes were laid down in the same edits; then they are the same. Takes no time
 * for many cells. */
gboolean gs_regime_shares_pins (const GsRegime *a, guint32 pass_a, const GsRegime *b, guint32 pass_b);
/* What is laid down for passes later than `pass`: rows, pins, leaves, in order of passes. Elements
 * GsOverride. */
GPtrArray *gs_regime_get_overrides_after (const GsRegime *regime, guint32 pass);
/* How rows and pins came to be what they are in `pass`: those that have changed since pass 1, as they were
 * then and each change of them. Elements GsOverride, in order of passes; none if all has been so from the
 * beginning. */
GPtrArray *gs_regime_get_overrides_before (const GsRegime *regime, guint32 pass);
/* The leaves set when `pass` begins. Elements GsOverride. */
GPtrArray *gs_regime_get_cells (const GsRegime *regime, guint32 pass);
/* How many cells this thread has compared in regimes; for tests. */
guint64 gs_regime_count_compared (void);

/* ---- making; only on one's own copy ---- */

/* Forgets what was laid down for passes after `pass`. */
void gs_regime_cut (GsRegime *regime, guint32 pass);
/* Forgets when things were laid down: what is in force in `pass` is so from the beginning, no leaf is
 * set. Pins stay only with `keep_pins`. */
void gs_regime_collapse (GsRegime *regime, guint32 pass, gboolean keep_pins);
/* From `pass` on. */
void gs_regime_set_data (GsRegime *regime, guint32 pass, GsDataset *data);
/* Elements GsCellChange: held or let go, as their new or old side says. */
void gs_regime_set_pins (GsRegime *regime, guint32 pass, const GPtrArray *changes, gboolean new_side);
/* The same, but each takes the place of what is in force in `pass`, since when that may be: what an edit made
 * in `pass` is taken back, and what was before it comes out. */
void gs_regime_take_back_pins (GsRegime *regime, guint32 pass, const GPtrArray *changes, gboolean new_side);
void gs_regime_take_back_data (GsRegime *regime, guint32 pass, GsDataset *data);
/* Leaves set to their new values, or to their old ones. Elements GsCellChange. */
void gs_regime_set_cells (GsRegime *regime, guint32 pass, const GPtrArray *changes, gboolean new_side);
/* Elements GsOverride, in the order of passes. */
void gs_regime_set_overrides (GsRegime *regime, const GPtrArray *overrides);

G_END_DECLS
