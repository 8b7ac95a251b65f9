/* A view's state and the workbook's frame, put together to what there is to see. */
#include "gs-range.h"
#include "gs-view-private.h"

static void
clear_entry (gpointer data)
{
  g_free (((GsEntry *) data)->text);
}

static GArray *
copy_entries (GsView *view)
{
  GArray *entries;

  if (view->blanks == NULL || !gs_blanks_is_current (view->blanks))
    return NULL;
  entries = g_array_new (FALSE, FALSE, sizeof (GsEntry));
  g_array_set_clear_func (entries, clear_entry);
  for (guint i = 0; i < gs_blanks_get_n_cells (view->blanks); i++) {
    const NnCell *cell = gs_blanks_get_cell (view->blanks, i);
    GsEntry entry = { *cell, g_strdup (gs_blanks_get_text (view->blanks, cell)),
                      view->marking != NULL ? gs_marking_get (view->marking, cell) : GS_MARK_EMPTY };

    g_array_append_val (entries, entry);
  }
  g_array_sort (entries, gs_sight_compare_cells);
  return entries;
}

static void
copy_named (GsView *view, GsSight *sight)
{
  gint n = nn_program_get_n_tensors (sight->program),
       n_lines = nn_program_get_n_instructions (sight->program);

  if (g_hash_table_size (view->displays) > 0) {
    sight->displays = g_new0 (guint8, n);
    for (gint i = 0; i < n; i++)
      sight->displays[i] = (guint8) gs_view_get_display (view, i);
  }
  if (g_hash_table_size (view->breakpoints) > 0) {
    sight->breakpoints = g_new0 (guint8, n_lines);
    for (gint i = 0; i < n_lines; i++)
      sight->breakpoints[i] = gs_view_has_breakpoint (view, i);
  }
}

static guint64
mix (guint64 sum, guint64 number)
{
  sum = (sum ^ number) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return sum ^ (sum >> 29);
}

static guint64
mix_cell (guint64 sum, const NnCell *cell)
{
  return mix (mix (sum, (guint64) cell->tensor), cell->offset);
}

static guint64
sum_up_hiding (const GsSight *sight)
{
  guint64 sum = 0;

  if (sight->ask_first) {
    sum = mix (sum, (guint64) gs_frame_get_cursor (sight->frame)->pass + 1);
    sum = mix (sum, sight->revealed.pass);
    sum = mix (sum, (guint64) sight->revealed.instruction);
    sum = mix (sum, sight->revealed.cell);
  }
  for (guint i = 0; sight->covered != NULL && i < sight->covered->len; i++)
    sum = mix_cell (sum, &g_array_index (sight->covered, NnCell, i));
  if (sight->is_plain)
    sum = mix_cell (sum, &(NnCell){ -1, 1 });
  for (guint i = 0; sight->secret != NULL && i < sight->secret->len; i++)
    sum = mix_cell (sum, &(NnCell){ g_array_index (sight->secret, gint, i), G_MAXUINT32 });
  for (guint i = 0; sight->entries != NULL && i < sight->entries->len; i++) {
    const GsEntry *entry = &g_array_index (sight->entries, GsEntry, i);

    sum = mix (mix_cell (sum, &entry->cell), (guint64) entry->mark);
    sum = mix (sum, entry->text != NULL ? g_str_hash (entry->text) + 1 : 0);
  }
  return sum;
}

static GArray *
share (GArray *cells)
{
  return cells != NULL ? g_array_ref (cells) : NULL;
}

static void
take_term (GsSight *sight)
{
  NnCell cell;
  gsize number;

  if (!gs_frame_get_term (sight->frame, &cell, &number))
    return;
  sight->writing = gs_explanation_new (sight->frame, &cell, NULL);
  if (!gs_explanation_get_term (sight->writing, number, &sight->term))
    g_clear_pointer (&sight->writing, gs_explanation_free);
}

static GsSight *
make_sight (GsView *view, GsFrame *frame)
{
  GsSight *sight = gs_sight_new (frame);
  GsRange other;

  sight->has_selection = gs_view_get_selected (view, &sight->selected);
  sight->has_pointed = gs_view_get_pointed (view, &sight->pointed);
  g_array_unref (sight->range);
  sight->range = gs_view_list_range (view);
  if (gs_view_get_other_range (view, &other))
    sight->other = gs_range_list (&other);
  if (sight->has_selection)
    sight->explanation = gs_explanation_new (frame, &sight->selected, NULL);
  take_term (sight);
  sight->digits = view->digits;
  sight->sample = gs_view_get_sample (view);
  sight->levels_back = view->levels_back;
  sight->levels_on = view->levels_on;
  sight->is_scale_chosen = view->scale_choice != GS_SCALE_UNCHOSEN;
  sight->whole_scale = sight->is_scale_chosen
                           ? view->scale_choice == GS_SCALE_WHOLE
                           : !gs_view_is_large (view) && gs_sight_has_like_magnitudes (sight);
  sight->ask_first = view->ask_first;
  sight->differences = view->differences;
  sight->scientific = view->scientific;
  sight->signs = view->signs;
  sight->revealed = view->revealed;
  sight->highlighted = share (view->highlighted);
  sight->covered = share (view->covered);
  sight->secret = share (view->secret);
  sight->is_plain = view->plain_captions;
  sight->entries = copy_entries (view);
  sight->is_marked = view->marking != NULL;
  sight->hiding = sum_up_hiding (sight);
  copy_named (view, sight);
  return sight;
}

GsSight *
gs_view_get_sight (GsView *view)
{
  GsFrame *frame = gs_workbook_get_frame (view->book);

  if (view->sight != NULL && view->sight->frame == frame)
    return view->sight;
  gs_sight_unref (view->sight);
  view->sight = make_sight (view, frame);
  return view->sight;
}

/* ---- what it tells, for who has only the view ---- */

gboolean
gs_view_get_whole_scale (GsView *view)
{
  return gs_view_get_sight (view)->whole_scale;
}

gboolean
gs_view_is_hidden (GsView *view, const NnCell *cell)
{
  return gs_sight_is_hidden (gs_view_get_sight (view), cell);
}

gboolean
gs_view_is_blanked (GsView *view, const NnCell *cell)
{
  return gs_sight_find_entry (gs_view_get_sight (view), cell) != NULL;
}

gchar *
gs_view_get_text (GsView *view, const NnCell *cell)
{
  return gs_sight_get_text (gs_view_get_sight (view), cell);
}

gchar *
gs_view_describe (GsView *view, const NnCell *cell)
{
  return gs_sight_describe (gs_view_get_sight (view), cell);
}
