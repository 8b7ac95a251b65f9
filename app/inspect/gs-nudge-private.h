/* What nudging one cell and checking all of them share: a probe at rest, with its gradients. */
#pragma once

#include "gs-nudge.h"

G_BEGIN_DECLS

typedef struct {
  NnRun *run; /* a probe, computed up to the loss */
  NnProgram *program;
  NnCell loss;
  gint last; /* the instruction that writes the loss */
  gdouble loss_at_rest;
  gboolean *smooth;    /* per tensor: some way to the loss has no step */
  gboolean *ruled;     /* per tensor: some way to the loss goes by the delta rule */
  gdouble **gradients; /* per tensor: a copy, or NULL where the program has none */
  gdouble **released;  /* the same with no gradient held by hand; all NULL if none is */
  GArray *held;        /* NnCell: gradients that are */
  NnCell asked;        /* whose ways are remembered; tensor -1: no cell's */
  GsNudge ways;
  GArray *forks;   /* gint: instructions whose slope jumps somewhere */
  GArray *at_rest; /* gdouble: the branches they take */
  GArray *here;    /* the same while nudged */
} GsNudger;

/* Reads what it needs of the workbook; computes nothing. */
GsNudger *gs_nudger_new (GsWorkbook *book, NnCompileFlags flags, GError **error);
/* Computes the pass at rest, before anything is nudged; on any thread. Fails only if the current GsTask is
 * cancelled. */
gboolean gs_nudger_rest (GsNudger *nudger, GError **error);
void gs_nudger_free (GsNudger *nudger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsNudger, gs_nudger_free)

/* Of a run with all gradients: by which ways the cell's came, in gs-nudge-ways.c. */
void gs_nudge_find_ways (NnRun *run, const NnCell *cell, GsNudge *nudge);
/* `cell` in the nudger's program; h = 0 chooses. Everything is back at rest afterwards. */
void gs_nudger_nudge (GsNudger *nudger, const NnCell *cell, gdouble h, GsNudge *nudge);

G_END_DECLS
