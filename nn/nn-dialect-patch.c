/* Terms of a sum that lie side by side. */
#include "nn-dialect-patch.h"

#include <string.h>

/* ---- the ways of cells through the terms ---- */

/* A subscript as c0 + sum of c[i] * the box's i-th index, which must be from 1 to `size`. */
typedef struct {
  gint64 constant, factor[NN_MAX_INDICES + NN_MAX_RANK];
  gint size;
} Subscript;

/* The subscripts of each cell of the body. Sums of thousands of cells have millions of terms, and the tree is
 * too slow a way to find each of these. */
typedef struct {
  gint n[NN_MAX_REFERENCES];
  Subscript subscript[NN_MAX_REFERENCES][NN_MAX_RANK];
} Ways;

static void
set_subscript (const NnPatches *self, Subscript *subscript, const NnAffine *affine, gint size)
{
  subscript->constant = affine->constant;
  subscript->size = size;
  for (gint i = 0; i < self->box.n; i++)
    subscript->factor[i] = affine->factor[self->box.slot[i]];
}

/* FALSE if a subscript is more than a sum of indices, or not every term exists whose subscripts are within
 * their tensors. */
static gboolean
find_ways (const NnPatches *self, NnPrint *print, const NnNode *reduction, Ways *ways)
{
  const NnEvaluation *evaluation = &print->evaluation;
  gboolean found;

  nn_print_set_known (print, reduction, FALSE);
  found = reduction->child[1] == NULL || nn_print_decide (print, reduction->child[1]) == 1;
  for (gint k = 0; k < self->n_cells && found; k++) {
    const NnNode *cell = self->cells[k];
    const NnShape *shape = &evaluation->binding->in_shape[cell->slot];
    NnAffine affine;

    ways->n[k] = cell->n_children + (cell->rest ? evaluation->n_rest : 0);
    for (gint i = 0; i < cell->n_children && found; i++) {
      found = nn_print_get_affine (print, cell->child[i], &affine);
      set_subscript (self, &ways->subscript[k][i], &affine, shape->dim[i]);
    }
    for (gint i = cell->n_children; i < ways->n[k]; i++) {
      gint slot = NN_SLOT_REST + i - cell->n_children;

      affine = (NnAffine){ 0 };
      if (print->known[slot])
        affine.constant = evaluation->value[slot];
      else
        affine.factor[slot] = 1;
      set_subscript (self, &ways->subscript[k][i], &affine, shape->dim[i]);
    }
  }
  nn_print_set_known (print, reduction, TRUE);
  return found;
}

/* The offset of the k-th cell at the present place, or -1. */
static gssize
follow (const NnPatches *self, const Ways *ways, gint k, const gint *value)
{
  gssize offset = 0;

  for (gint axis = 0; axis < ways->n[k]; axis++) {
    const Subscript *subscript = &ways->subscript[k][axis];
    gint64 index = subscript->constant;

    for (gint i = 0; i < self->box.n; i++)
      index += subscript->factor[i] * value[self->box.slot[i]];
    if (index < 1 || index > subscript->size)
      return -1;
    offset = offset * subscript->size + (gssize) (index - 1);
  }
  return offset;
}

/* Where the cells of the term at the present place lie; FALSE if there is none. `ways` or NULL. */
static gboolean
find_spots (NnPatches *self,
            const Ways *ways,
            NnEvaluation *evaluation,
            const NnNode *reduction,
            NnSheetSpot *spots)
{
  if (ways == NULL && !nn_evaluation_term_exists (evaluation, reduction))
    return FALSE;
  for (gint k = 0; k < self->n_cells; k++) {
    gssize offset = ways != NULL ? follow (self, ways, k, evaluation->value)
                                 : nn_evaluation_offset (evaluation, self->cells[k]);

    if (offset < 0)
      return FALSE;
    spots[k] = self->map->find (self->cells[k]->slot, (gsize) offset, self->map->user_data);
  }
  return TRUE;
}

/* ---- runs of terms, and patches of runs ---- */

static gboolean
list_cells (NnPatches *self, const NnNode *node)
{
  if (node == NULL)
    return TRUE;
  if (node->kind == NN_NODE_CELL) {
    if (self->n_cells == NN_MAX_REFERENCES)
      return FALSE;
    self->cells[self->n_cells++] = node;
    return TRUE;
  }
  /* A sum within a sum, or an index among the values: each term is another. */
  if (nn_node_is_reduction (node) || node->kind == NN_NODE_INDEX)
    return FALSE;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (!list_cells (self, node->child[i]))
      return FALSE;
  return TRUE;
}

/* From one spot to another within a tile, along a row or a column or not at all. */
static gboolean
get_step (const NnSheetSpot *from, const NnSheetSpot *to, NnSheetStep *step)
{
  *step = (NnSheetStep){ to->row - from->row, to->column - from->column };
  return from->sheet == to->sheet && from->tile == to->tile && (step->row == 0 || step->column == 0);
}

static void
add_run (NnPatches *self, const NnSheetSpot *spots)
{
  NnPatch run = { .first_term = self->places->len, .n_terms = 1, .n_inner = 1, .n_outer = 1 };

  memcpy (run.at, spots, sizeof run.at);
  memcpy (run.last, spots, sizeof run.last);
  g_array_append_val (self->list, run);
}

static gboolean
extend_run (NnPatches *self, NnPatch *run, const NnSheetSpot *spots)
{
  NnSheetStep steps[NN_MAX_REFERENCES];
  gboolean moves = FALSE;

  for (gint k = 0; k < self->n_cells; k++) {
    if (!get_step (&run->last[k], &spots[k], &steps[k]))
      return FALSE;
    if (run->n_inner > 1 && memcmp (&steps[k], &run->inner[k], sizeof (NnSheetStep)) != 0)
      return FALSE;
    moves = moves || steps[k].row != 0 || steps[k].column != 0;
  }
  if (!moves)
    return FALSE;
  memcpy (run->inner, steps, sizeof run->inner);
  memcpy (run->last, spots, sizeof run->last);
  run->n_terms++;
  run->n_inner++;
  return TRUE;
}

static gboolean
is_perpendicular (const NnSheetStep *a, const NnSheetStep *b)
{
  return a->row * b->row == 0 && a->column * b->column == 0;
}

/* Puts a run of equal length beneath the patch, if it continues it. */
static gboolean
stack_run (NnPatches *self, NnPatch *patch, const NnPatch *run)
{
  NnSheetStep steps[NN_MAX_REFERENCES];

  if (patch->n_inner == 1 || run->n_inner != patch->n_inner)
    return FALSE;
  for (gint k = 0; k < self->n_cells; k++) {
    if (!get_step (&patch->last[k], &run->at[k], &steps[k]) || !is_perpendicular (&steps[k], &patch->inner[k])
        || memcmp (&run->inner[k], &patch->inner[k], sizeof (NnSheetStep)) != 0
        || (patch->n_outer > 1 && memcmp (&steps[k], &patch->outer[k], sizeof (NnSheetStep)) != 0))
      return FALSE;
  }
  memcpy (patch->outer, steps, sizeof patch->outer);
  memcpy (patch->last, run->at, sizeof patch->last); /* where the last run begins */
  patch->n_terms += run->n_terms;
  patch->n_outer++;
  return TRUE;
}

static void
stack_runs (NnPatches *self)
{
  guint n = 0;

  for (guint i = 0; i < self->list->len; i++) {
    const NnPatch *run = nn_patches_get (self, i);
    NnPatch *patch;

    if (n > 0 && stack_run (self, nn_patches_get (self, n - 1), run))
      continue;
    patch = nn_patches_get (self, n++);
    if (patch != run)
      *patch = *run;
    memcpy (patch->last, patch->at, sizeof patch->last);
  }
  g_array_set_size (self->list, n);
}

gboolean
nn_patches_find (NnPatches *self, NnPrint *print, const NnNode *reduction)
{
  NnEvaluation *evaluation = &print->evaluation;
  gsize place = 0;
  gboolean has_ways;
  Ways ways;

  self->list = g_array_new (FALSE, FALSE, sizeof (NnPatch));
  self->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  if (!list_cells (self, reduction->child[0]) || !nn_box_begin (&self->box, evaluation, reduction))
    return FALSE;
  has_ways = find_ways (self, print, reduction, &ways);
  do {
    NnSheetSpot spots[NN_MAX_REFERENCES] = { 0 };

    if (find_spots (self, has_ways ? &ways : NULL, evaluation, reduction, spots)) {
      if (self->list->len == 0 || !extend_run (self, nn_patches_get (self, self->list->len - 1), spots))
        add_run (self, spots);
      g_array_append_val (self->places, place);
    }
    place++;
  } while (nn_box_next (&self->box, evaluation));
  stack_runs (self);
  return self->list->len > 0;
}

void
nn_patches_clear (NnPatches *patches)
{
  g_clear_pointer (&patches->list, g_array_unref);
  g_clear_pointer (&patches->places, g_array_unref);
}

/* ---- how a patch lies ---- */

void
nn_patch_get_rectangle (const NnPatch *patch, gint k, NnSheetSpot *first, gint *rows, gint *columns)
{
  gint down = (patch->n_inner - 1) * patch->inner[k].row + (patch->n_outer - 1) * patch->outer[k].row;
  gint across = (patch->n_inner - 1) * patch->inner[k].column + (patch->n_outer - 1) * patch->outer[k].column;

  *first = patch->at[k];
  first->row += MIN (down, 0);
  first->column += MIN (across, 0);
  *rows = ABS (down) + 1;
  *columns = ABS (across) + 1;
}

gboolean
nn_patch_is_aligned (const NnPatches *self, const NnPatch *patch)
{
  NnSheetStep inner = { 0 }, outer = { 0 };

  for (gint k = 0; k < self->n_cells; k++) {
    const NnSheetStep *a = &patch->inner[k], *b = &patch->outer[k];

    if (ABS (a->row + a->column) > 1 || ABS (b->row + b->column) > 1)
      return FALSE;
    if (a->row != 0 || a->column != 0) {
      if ((inner.row != 0 || inner.column != 0) && memcmp (a, &inner, sizeof inner) != 0)
        return FALSE;
      inner = *a;
    }
    if (b->row != 0 || b->column != 0) {
      if ((outer.row != 0 || outer.column != 0) && memcmp (b, &outer, sizeof outer) != 0)
        return FALSE;
      outer = *b;
    }
  }
  return is_perpendicular (&inner, &outer);
}

gboolean
nn_patch_can_be_picked (const NnPatches *self, const NnPatch *patch)
{
  for (gint k = 0; k < self->n_cells; k++)
    if (patch->inner[k].column == 0 || (patch->n_outer > 1 && patch->outer[k].row == 0))
      return FALSE;
  return TRUE;
}

static void
turn (NnSheetSpot *at, NnSheetStep *step, gint n)
{
  at->row += (n - 1) * step->row;
  at->column += (n - 1) * step->column;
  *step = (NnSheetStep){ -step->row, -step->column };
}

void
nn_patch_turn_forwards (const NnPatches *self, NnPatch *patch)
{
  gboolean turn_inner = patch->inner[0].row + patch->inner[0].column < 0;
  gboolean turn_outer = patch->outer[0].row + patch->outer[0].column < 0;

  for (gint k = 0; k < self->n_cells; k++) {
    if (turn_inner)
      turn (&patch->at[k], &patch->inner[k], patch->n_inner);
    if (turn_outer)
      turn (&patch->at[k], &patch->outer[k], patch->n_outer);
  }
}

void
nn_patch_read_turned (const NnPatches *self, NnPatch *patch)
{
  for (gint k = 0; k < self->n_cells && self->map->turn != NULL; k++) {
    gint inner = patch->inner[k].row + patch->inner[k].column;
    gint outer = patch->outer[k].row + patch->outer[k].column;

    if (inner != -1 || (patch->n_outer > 1 && outer != -1)
        || !self->map->turn (self->cells[k]->slot, &patch->at[k], self->map->user_data))
      continue;
    patch->inner[k] = (NnSheetStep){ -patch->inner[k].row, -patch->inner[k].column };
    patch->outer[k] = (NnSheetStep){ -patch->outer[k].row, -patch->outer[k].column };
  }
}

gint
nn_patch_find_row_of_cross (const NnPatch *patch)
{
  const NnSheetStep *a = &patch->inner[0], *b = &patch->inner[1];

  if (patch->n_outer > 1 || ABS (a->row + a->column) != 1 || a->row + a->column != b->row + b->column)
    return -1;
  return a->column != 0 && b->row != 0 ? 0 : b->column != 0 && a->row != 0 ? 1 : -1;
}
