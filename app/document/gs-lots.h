/* Cells laid down by hand, in lots: what a regime is made of (gs-regime.h). Internal to it.
 *
 * Of the lots of one pass a later one counts more, and is less than half as long as the one before it: there
 * are few, however many edits were made.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A cell set, or held, or let go. */
typedef struct {
  gchar *tensor; /* GRefString, interned: equal names are one pointer */
  gsize offset;
  gdouble value;
  gboolean pinned;
} GsLaid;

/* Cells laid down in one pass: sorted by tensor and offset, each once. It never changes, so that the regimes
 * of before and after an edit share what the edit left alone. */
typedef struct {
  gint n_refs;
  guint32 pass;
  GArray *cells; /* GsLaid */
} GsLot;

/* Elements GsLaid, which it owns. Caller unrefs. */
GArray *gs_laid_new (guint n);
/* Names come in runs: each is looked up once. */
void gs_laid_append (GArray *cells, const gchar *tensor, gsize offset, gdouble value, gboolean pinned);
/* For arrays of const GsLaid *. */
gint gs_laid_compare_pointers (gconstpointer a, gconstpointer b);

void gs_lot_unref (gpointer pointer);
/* The cell that is like `cell`; borrowed, or NULL. */
const GsLaid *gs_lot_find (const GsLot *lot, const GsLaid *cell);

/* Lays cells down; of equal ones the last counts. */
void gs_lots_lay (GPtrArray *lots, guint32 pass, GArray *cells);
/* What counts of passes `from` to `to`, sorted; caller unrefs. */
GArray *gs_lots_collect (const GPtrArray *lots, guint32 from, guint32 to);
/* Forgets those of passes after `pass`. */
void gs_lots_cut (GPtrArray *lots, guint32 pass);
void gs_lots_share (const GPtrArray *from, GPtrArray *to);
/* The pass in which something is laid down next after `pass`; G_MAXUINT32 if none is. */
guint32 gs_lots_find_next (const GPtrArray *lots, guint32 pass);
/* How many cells this thread has compared. */
guint64 gs_lots_count_compared (void);

G_END_DECLS
