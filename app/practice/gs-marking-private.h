/* What the files of a marking share: gs-marking.c judges, gs-marking-notes.c explains. */
#pragma once

#include "gs-marking.h"

G_BEGIN_DECLS

/* Which numbers a cell is worked out from. */
typedef enum {
  GS_WORLD_EXACT, /* the sheet's */
  GS_WORLD_RIGHT, /* the learner's where they are right, else the sheet's */
  GS_WORLD_OWN,   /* the learner's */
  GS_N_WORLDS
} GsWorld;

/* A blank as it was. */
typedef struct {
  NnCell cell;
  gboolean filled;
  gdouble entry;
  GsMark mark;
  gdouble result; /* what the entry was found to agree with; for a wrong one, what its own numbers give */
  gint n_used;    /* of `used`, the precedents whose own, not right numbers were used */
  NnCell *used;
} GsMarkedCell;

struct _GsMarking {
  GsHeldRun *held;
  NnProgram *program; /* of held */
  gint digits;
  GArray *cells;                /* GsMarkedCell, in the order of the pass */
  gdouble **world[GS_N_WORLDS]; /* per tensor, NULL where all is exact; [GS_WORLD_EXACT] itself is NULL */
  guint8 *is_carried;           /* per tensor: the worlds know of it */
};

/* Replaces what a world says about one cell. */
typedef struct {
  NnCell cell;
  gdouble value;
} GsSubstitute;

/* The blank's own marked cell, or NULL. */
GsMarkedCell *gs_marking_find (GsMarking *marking, const NnCell *cell);

gdouble gs_marking_read (GsMarking *marking, GsWorld world, const NnCell *cell);

G_END_DECLS
