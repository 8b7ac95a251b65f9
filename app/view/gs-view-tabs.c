/* Which sheet of a network a view shows, and which page of it. */
#include "gs-phase.h"
#include "gs-tabs.h"
#include "gs-view-private.h"

#define FEW_UPDATE_CELLS 8 /* tensors of the optimiser's own that need no folding */

static NnProgram *
get_program (GsView *view)
{
  return gs_workbook_get_program (view->book);
}

/* A plain step or momentum is short enough to stay in view. */
static gboolean
has_many_inner_updates (NnProgram *program)
{
  gint n = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    n += gs_tab_is_inner_update (program, i);
  return n > FEW_UPDATE_CELLS;
}

/* Whether the colours of one scale would leave a block of weights white: magnitudes differ by more than this.
 */
#define MANY_PARAMETERS 500

static gsize
count_parameters (NnProgram *program)
{
  gsize n = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (nn_program_get_tensor (program, i)->role == NN_ROLE_PARAMETER)
      n += nn_shape_count (&nn_program_get_tensor (program, i)->shape);
  return n;
}

gboolean
gs_view_is_large (GsView *view)
{
  return count_parameters (get_program (view)) > MANY_PARAMETERS;
}

void
gs_view_list_tabs (GsView *view)
{
  g_autoptr (GArray) old = g_steal_pointer (&view->tabs);
  guint shown = view->tab;

  view->tabs = gs_tabs_list (gs_workbook_get_network (view->book));
  view->tab = 0;
  if (old == NULL) {
    view->folded = has_many_inner_updates (get_program (view)) || gs_view_is_large (view);
    return;
  }
  for (guint i = 0; i < view->tabs->len; i++)
    if (g_str_equal (g_array_index (view->tabs, GsTab, i).title, g_array_index (old, GsTab, shown).title))
      view->tab = i;
}

void
gs_view_clear_tabs (GsView *view)
{
  g_clear_pointer (&view->tabs, g_array_unref);
  g_clear_pointer (&view->pages, g_hash_table_unref);
}

const GArray *
gs_view_get_tabs (GsView *view)
{
  return view->tabs;
}

guint
gs_view_get_tab (GsView *view)
{
  return view->tab;
}

void
gs_view_set_tab (GsView *view, guint tab)
{
  if (tab == view->tab || tab >= view->tabs->len || !gs_workbook_settle (view->book, NULL))
    return;
  view->tab = tab;
  gs_view_emit (view, GS_VIEW_SHEET);
}

gboolean
gs_view_shows_data (GsView *view)
{
  return g_array_index (view->tabs, GsTab, view->tab).kind == GS_TAB_DATA;
}

void
gs_view_set_data_cell (GsView *view, const gchar *text)
{
  gchar *copy;

  if (g_strcmp0 (view->data_cell, text) == 0)
    return;
  copy = g_strdup (text);
  g_free (view->data_cell);
  view->data_cell = copy;
  if (gs_view_shows_data (view))
    gs_view_emit (view, GS_VIEW_SELECTION);
}

const gchar *
gs_view_get_data_cell (GsView *view)
{
  return gs_view_shows_data (view) ? view->data_cell : NULL;
}

void
gs_view_leave_data (GsView *view)
{
  if (gs_view_shows_data (view))
    gs_view_set_tab (view, 0);
}

gboolean
gs_view_get_follow (GsView *view)
{
  return view->follow;
}

void
gs_view_follow_cursor (GsView *view)
{
  NnProgram *program = get_program (view);
  GsCursor cursor = gs_workbook_get_cursor (view->book);
  gint instruction = CLAMP (gs_phase_find_now (&cursor), 0, nn_program_get_n_instructions (program) - 1);

  if (!view->follow)
    return;
  gs_view_set_tab (view, gs_tabs_find_instruction (view->tabs, program, instruction));
}

void
gs_view_set_follow (GsView *view, gboolean follow)
{
  if (follow == view->follow)
    return;
  view->follow = follow;
  gs_view_follow_cursor (view);
  gs_view_emit (view, GS_VIEW_SHEET);
}

void
gs_view_show_tensor (GsView *view, gint tensor)
{
  NnProgram *program = get_program (view);

  if (view->selected_by_step && !view->follow)
    return;
  for (guint i = 0; i < view->tabs->len; i++) {
    guint tab = (view->tab + i) % view->tabs->len;
    const GsTab *candidate = &g_array_index (view->tabs, GsTab, tab);

    /* All holds everything, but not everything has room there. */
    if ((i > 0 && candidate->kind == GS_TAB_ALL) || !gs_tab_holds (candidate, program, tensor))
      continue;
    gs_view_set_tab (view, tab);
    return;
  }
}

gboolean
gs_view_get_folded (GsView *view)
{
  return view->folded;
}

void
gs_view_set_folded (GsView *view, gboolean folded)
{
  if (folded == view->folded || !gs_workbook_settle (view->book, NULL))
    return;
  view->folded = folded;
  gs_view_emit (view, GS_VIEW_SHEET);
}

GHashTable *
gs_view_get_pages (GsView *view)
{
  return view->pages;
}

gint
gs_view_get_page (GsView *view, gint tensor)
{
  return GPOINTER_TO_INT (
      g_hash_table_lookup (view->pages, nn_program_get_tensor (get_program (view), tensor)->name));
}

void
gs_view_set_page (GsView *view, gint tensor, gint page)
{
  if (page < 0 || page == gs_view_get_page (view, tensor) || !gs_workbook_settle (view->book, NULL))
    return;
  g_hash_table_insert (view->pages, g_strdup (nn_program_get_tensor (get_program (view), tensor)->name),
                       GINT_TO_POINTER (page));
  gs_view_emit (view, GS_VIEW_SHEET);
}

gint
gs_view_get_rows_page (GsView *view)
{
  return view->rows_page;
}

void
gs_view_set_rows_page (GsView *view, gint page)
{
  if (page < 0 || page == view->rows_page || !gs_workbook_settle (view->book, NULL))
    return;
  view->rows_page = page;
  gs_view_emit (view, GS_VIEW_SHEET);
}

gint
gs_view_get_part (GsView *view)
{
  return view->part;
}

void
gs_view_set_part (GsView *view, gint part)
{
  if (part < 0 || part == view->part)
    return;
  view->part = part;
  gs_view_emit (view, GS_VIEW_SHEET);
}
