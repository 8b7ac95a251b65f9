/* Terms of a sum that lie side by side. */
#include "nn-dialect-patch.h"

#include <string.h>

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

static void
patch_free (gpointer pointer)
{
  NnPatch *patch = pointer;

  if (patch == NULL)
    return; /* it has become part of another */
  g_array_unref (patch->places);
  g_free (patch);
}

/* From one spot to another within a tile, along a row or a column or not at all. */
static gboolean
get_step (const NnSheetSpot *from, const NnSheetSpot *to, NnSheetStep *step)
{
  *step = (NnSheetStep){ to->row - from->row, to->column - from->column };
  return from->sheet == to->sheet && from->tile == to->tile && (step->row == 0 || step->column == 0);
}

static NnPatch *
add_run (NnPatches *self, gsize place, const NnSheetSpot *spots)
{
  NnPatch *run = g_new0 (NnPatch, 1);

  run->place = place;
  run->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_array_append_val (run->places, place);
  run->n_inner = run->n_outer = 1;
  memcpy (run->at, spots, sizeof run->at);
  memcpy (run->last, spots, sizeof run->last);
  g_ptr_array_add (self->list, run);
  return run;
}

static gboolean
extend_run (NnPatches *self, NnPatch *run, gsize place, const NnSheetSpot *spots)
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
  g_array_append_val (run->places, place);
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
  g_array_append_vals (patch->places, run->places->data, run->places->len);
  patch->n_outer++;
  return TRUE;
}

static void
stack_runs (NnPatches *self)
{
  g_autoptr (GPtrArray) runs = g_steal_pointer (&self->list);
  NnPatch *patch = NULL;

  self->list = g_ptr_array_new_with_free_func (patch_free);
  for (guint i = 0; i < runs->len; i++) {
    NnPatch *run = g_ptr_array_index (runs, i);

    if (patch != NULL && stack_run (self, patch, run))
      continue;
    patch = run;
    memcpy (patch->last, patch->at, sizeof patch->last);
    g_ptr_array_index (runs, i) = NULL;
    g_ptr_array_add (self->list, patch);
  }
}

gboolean
nn_patches_find (NnPatches *self, NnEvaluation *evaluation, const NnNode *reduction)
{
  NnPatch *run = NULL;
  gsize place = 0;

  self->list = g_ptr_array_new_with_free_func (patch_free);
  if (!list_cells (self, reduction->child[0]) || !nn_box_begin (&self->box, evaluation, reduction))
    return FALSE;
  do {
    NnSheetSpot spots[NN_MAX_REFERENCES] = { 0 };

    if (nn_evaluation_term_exists (evaluation, reduction)) {
      for (gint k = 0; k < self->n_cells; k++)
        spots[k] =
            self->map->find (self->cells[k]->slot, (gsize) nn_evaluation_offset (evaluation, self->cells[k]),
                             self->map->user_data);
      if (run == NULL || !extend_run (self, run, place, spots))
        run = add_run (self, place, spots);
    }
    place++;
  } while (nn_box_next (&self->box, evaluation));
  stack_runs (self);
  return self->list->len > 0;
}

void
nn_patches_clear (NnPatches *patches)
{
  g_clear_pointer (&patches->list, g_ptr_array_unref);
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

void
nn_patch_turn_forwards (const NnPatches *self, NnPatch *patch)
{
  gboolean turn_inner = patch->inner[0].column < 0, turn_outer = patch->outer[0].row < 0;

  for (gint k = 0; k < self->n_cells; k++) {
    if (turn_inner) {
      patch->at[k].column += (patch->n_inner - 1) * patch->inner[k].column;
      patch->inner[k].column = -patch->inner[k].column;
    }
    if (turn_outer) {
      patch->at[k].row += (patch->n_outer - 1) * patch->outer[k].row;
      patch->outer[k].row = -patch->outer[k].row;
    }
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
