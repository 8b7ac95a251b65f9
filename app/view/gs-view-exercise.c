/* What a lesson or an exercise does to the sheet: cells it points at, cells it covers, cells that are to
 * be filled in. */
#include <glib/gi18n-lib.h>

#include "gs-view-private.h"
#include "nn/nn-error.h"

/* ---- pointing and covering ---- */

static GArray *
copy_sorted (const GArray *cells)
{
  GArray *copy;

  if (cells == NULL || cells->len == 0)
    return NULL;
  copy = g_array_sized_new (FALSE, FALSE, sizeof (NnCell), cells->len);
  g_array_append_vals (copy, cells->data, cells->len);
  g_array_sort (copy, gs_sight_compare_cells);
  return copy;
}

void
gs_view_set_emphasis (GsView *view, const GArray *highlighted, const GArray *covered)
{
  g_clear_pointer (&view->highlighted, g_array_unref);
  g_clear_pointer (&view->covered, g_array_unref);
  view->highlighted = copy_sorted (highlighted);
  view->covered = copy_sorted (covered);
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_set_secret (GsView *view, const GArray *cells)
{
  g_clear_pointer (&view->secret, g_array_unref);
  for (guint i = 0; cells != NULL && i < cells->len; i++) {
    gint tensor = g_array_index (cells, NnCell, i).tensor;

    if (view->secret == NULL)
      view->secret = g_array_new (FALSE, FALSE, sizeof (gint));
    if (view->secret->len == 0 || g_array_index (view->secret, gint, view->secret->len - 1) != tensor)
      g_array_append_val (view->secret, tensor);
  }
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_set_plain_captions (GsView *view, gboolean plain)
{
  if (view->plain_captions == plain)
    return;
  view->plain_captions = plain;
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

gboolean
gs_view_may_nudge (GsView *view, NnCell *cell, GError **error)
{
  const GsSight *sight = gs_view_get_sight (view);
  gint of = nn_program_get_tensor (sight->program, cell->tensor)->gradient_of;
  gint loss = nn_program_get_loss (sight->program), gradient;

  if (of >= 0)
    cell->tensor = of;
  gradient = nn_program_get_tensor (sight->program, cell->tensor)->gradient;
  if (!gs_sight_is_hidden (sight, cell) && (loss < 0 || !gs_sight_is_hidden (sight, &(NnCell){ loss, 0 }))
      && (gradient < 0 || !gs_sight_is_secret (sight, gradient)))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("The check would tell a number that is still asked for. Work it out first."));
  return FALSE;
}

gboolean
gs_view_select_blank (GsView *view, gint by)
{
  NnCell cell;
  gint place;

  if (view->blanks == NULL || !gs_view_get_selected (view, &cell))
    return FALSE;
  place = gs_blanks_find (view->blanks, &cell);
  if (place < 0 || place + by < 0 || place + by >= (gint) gs_blanks_get_n_cells (view->blanks))
    return FALSE;
  gs_view_select (view, gs_blanks_get_cell (view->blanks, (guint) (place + by)), FALSE);
  return TRUE;
}

void
gs_view_set_may_edit (GsView *view, GsViewMayEdit may_edit, gpointer user_data)
{
  view->may_edit = may_edit;
  view->may_edit_data = user_data;
}

gboolean
gs_view_may_edit (GsView *view, const NnCell *cell)
{
  return view->may_edit == NULL || gs_view_is_blanked (view, cell)
         || view->may_edit (cell, view->may_edit_data);
}

/* ---- blanks ---- */

static void
on_blanks_changed (GsView *view)
{
  g_clear_pointer (&view->marking, gs_marking_free);
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_set_blanks (GsView *view, GsBlanks *blanks)
{
  if (view->blanks == blanks)
    return;
  /* Whoever refuses is told of cells that are asked no more. */
  gs_workbook_settle (view->book, NULL);
  gs_view_forget_exercise (view);
  if (blanks != NULL) {
    view->blanks = g_object_ref (blanks);
    g_signal_connect_swapped (blanks, "changed", G_CALLBACK (on_blanks_changed), view);
  }
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_forget_exercise (GsView *view)
{
  g_clear_pointer (&view->marking, gs_marking_free);
  if (view->blanks != NULL)
    g_signal_handlers_disconnect_by_data (view->blanks, view);
  g_clear_object (&view->blanks);
}

GsBlanks *
gs_view_get_blanks (GsView *view)
{
  return view->blanks;
}

void
gs_view_mark_blanks (GsView *view)
{
  if (view->blanks == NULL || !gs_workbook_settle (view->book, NULL))
    return;
  g_clear_pointer (&view->marking, gs_marking_free);
  view->marking = gs_marking_new (view->blanks);
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

GsMarking *
gs_view_get_marking (GsView *view)
{
  return view->marking;
}
