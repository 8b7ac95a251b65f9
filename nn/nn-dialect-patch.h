/* Patches: terms of a sum that lie side by side on a sheet. What the dialect of spreadsheets writes as one
 * block.
 *
 *   NnPatches patches = { .map = map };
 *   if (nn_patches_find (&patches, print, reduction)) ...   // patch by patch, in the order of the terms
 *   nn_patches_clear (&patches);
 */
#pragma once

#include "nn-dialect-private.h"
#include "nn-dialect-sheet.h"

G_BEGIN_DECLS

#define NN_MAX_REFERENCES 8

typedef struct {
  gint row, column;
} NnSheetStep;

/* n_outer runs of n_inner terms. For each cell of the body: where its first one lies, and its steps. */
typedef struct {
  guint first_term, n_terms; /* of all that there are, in order */
  gint n_inner, n_outer;
  NnSheetSpot at[NN_MAX_REFERENCES], last[NN_MAX_REFERENCES];
  NnSheetStep inner[NN_MAX_REFERENCES], outer[NN_MAX_REFERENCES];
} NnPatch;

typedef struct {
  const NnSheetMap *map;
  NnBox box;
  const NnNode *cells[NN_MAX_REFERENCES]; /* of the reduction's body, in the order of the text */
  gint n_cells;
  GArray *list;   /* NnPatch */
  GArray *places; /* gsize: of each term, in the reduction's box */
} NnPatches;

static inline NnPatch *
nn_patches_get (const NnPatches *patches, guint i)
{
  return &g_array_index (patches->list, NnPatch, i);
}

/* Of the patch's i-th term. */
static inline gsize
nn_patch_get_place (const NnPatches *patches, const NnPatch *patch, guint i)
{
  return g_array_index (patches->places, gsize, patch->first_term + i);
}

/* FALSE if there is no term, or no two terms are alike: a sum within the sum, an index among the values. */
gboolean nn_patches_find (NnPatches *patches, NnPrint *print, const NnNode *reduction);
void nn_patches_clear (NnPatches *patches);

/* Whether all cells run side by side, in steps of one: then their rectangles match place by place, but for
 * cells that stand still along a side. */
gboolean nn_patch_is_aligned (const NnPatches *patches, const NnPatch *patch);
/* The rectangle around the k-th cell's way through the patch. */
void nn_patch_get_rectangle (const NnPatch *patch, gint k, NnSheetSpot *first, gint *rows, gint *columns);
/* Whether all cells run along rows, whatever their stride; a single run has no second way to go. */
gboolean nn_patch_can_be_picked (const NnPatches *patches, const NnPatch *patch);
/* Turns it so that its first cell runs forwards. */
void nn_patch_turn_forwards (const NnPatches *patches, NnPatch *patch);
/* Reads a cell that runs backwards in steps of one in its turned copy, where the map has one. */
void nn_patch_read_turned (const NnPatches *patches, NnPatch *patch);
/* Of two cells, one along a row and the other down a column: which is the row; -1 if it is not so. */
gint nn_patch_find_row_of_cross (const NnPatch *patch);

G_END_DECLS
