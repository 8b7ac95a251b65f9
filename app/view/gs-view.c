/* A view: selection and steps, and the breakpoints at which they stop. */
#include "gs-range.h"
#include "gs-view-private.h"

G_DEFINE_FINAL_TYPE (GsView, gs_view, G_TYPE_OBJECT)

static guint changed_signal;

void
gs_view_emit (GsView *view, GsViewChange change)
{
  g_clear_pointer (&view->sight, gs_sight_unref);
  g_signal_emit (view, changed_signal, 0, (guint) change);
}

static void
on_book_changed (GsView *view)
{
  gs_view_emit (view, GS_VIEW_VALUES);
}

static void
on_book_moved (GsView *view)
{
  gs_view_follow_cursor (view);
  gs_view_emit (view, GS_VIEW_CURSOR);
}

/* Others train it, and this is what they have got to. */
static void
on_book_live (GsView *view)
{
  gs_view_emit (view, GS_VIEW_LIVE);
}

static void
on_book_rebuilt (GsView *view)
{
  view->has_pointed = FALSE;
  /* They named cells of the program that was. */
  g_clear_pointer (&view->highlighted, g_array_unref);
  g_clear_pointer (&view->covered, g_array_unref);
  gs_view_list_tabs (view);
  gs_view_emit (view, GS_VIEW_PROGRAM);
}

static void
gs_view_dispose (GObject *object)
{
  GsView *view = GS_VIEW (object);

  gs_view_forget_exercise (view);
  g_clear_pointer (&view->highlighted, g_array_unref);
  g_clear_pointer (&view->covered, g_array_unref);
  g_clear_pointer (&view->sight, gs_sight_unref);
  if (view->book != NULL)
    g_signal_handlers_disconnect_by_data (view->book, view);
  g_clear_object (&view->book);
  G_OBJECT_CLASS (gs_view_parent_class)->dispose (object);
}

static void
gs_view_finalize (GObject *object)
{
  gs_view_clear_tabs (GS_VIEW (object));
  g_free (GS_VIEW (object)->selected_tensor);
  g_free (GS_VIEW (object)->other_tensor);
  g_hash_table_unref (GS_VIEW (object)->displays);
  g_hash_table_unref (GS_VIEW (object)->breakpoints);
  G_OBJECT_CLASS (gs_view_parent_class)->finalize (object);
}

static void
gs_view_class_init (GsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gs_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = gs_view_finalize;
  changed_signal = g_signal_new ("changed", GS_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_UINT);
}

static void
gs_view_init (GsView *view)
{
  view->step = GS_STEP_OPERATION;
  view->digits = 4;
  view->sample = 1;
  view->levels_back = 1;
  view->breakpoints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  view->displays = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  view->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GsView *
gs_view_new (GsWorkbook *book)
{
  GsView *view = g_object_new (GS_TYPE_VIEW, NULL);

  view->book = g_object_ref (book);
  gs_view_list_tabs (view);
  /* From now on somebody looks, and an edit is compared with what was seen before it. */
  gs_workbook_get_frame (book);
  g_signal_connect_swapped (book, "rebuilt", G_CALLBACK (on_book_rebuilt), view);
  g_signal_connect_swapped (book, "changed", G_CALLBACK (on_book_changed), view);
  g_signal_connect_swapped (book, "moved", G_CALLBACK (on_book_moved), view);
  g_signal_connect_swapped (book, "live", G_CALLBACK (on_book_live), view);
  return view;
}

GsWorkbook *
gs_view_get_workbook (GsView *view)
{
  return view->book;
}

/* ---- selection ---- */

/* FALSE if the present program has no such cell. */
static gboolean
find_named (GsView *view, const gchar *tensor, gsize offset, NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (view->book);

  *cell = (NnCell){ nn_program_find (program, tensor), offset };
  return cell->tensor >= 0 && offset < nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape);
}

static gboolean
find_selected (GsView *view, gsize offset, NnCell *cell)
{
  return view->has_selection && find_named (view, view->selected_tensor, offset, cell);
}

gboolean
gs_view_get_selected (GsView *view, NnCell *cell)
{
  return find_selected (view, view->selected, cell);
}

gboolean
gs_view_get_anchor (GsView *view, NnCell *anchor)
{
  return find_selected (view, view->anchor, anchor);
}

gboolean
gs_view_get_corner (GsView *view, NnCell *corner)
{
  return find_selected (view, view->corner, corner);
}

/* From now on a cell of this tensor is selected; FALSE if that was one of another. */
static gboolean
take_tensor (GsView *view, gint tensor)
{
  const gchar *name = nn_program_get_tensor (gs_workbook_get_program (view->book), tensor)->name;
  gboolean same = view->has_selection && g_str_equal (name, view->selected_tensor);

  if (!same) {
    g_free (view->selected_tensor);
    view->selected_tensor = g_strdup (name);
  }
  view->has_selection = TRUE;
  return same;
}

void
gs_view_select (GsView *view, const NnCell *cell, gboolean extend)
{
  if (!gs_workbook_settle (view->book, NULL))
    return;
  if (!extend || cell == NULL)
    g_clear_pointer (&view->other_tensor, g_free);
  if (cell == NULL) {
    view->has_selection = FALSE;
  } else {
    gboolean same = take_tensor (view, cell->tensor);

    if (!extend || !same)
      view->selected = view->anchor = cell->offset;
    view->corner = cell->offset;
  }
  gs_view_emit (view, GS_VIEW_SELECTION);
}

void
gs_view_mark (GsView *view, const NnCell *anchor, const NnCell *corner, const NnCell *cell)
{
  g_assert (anchor->tensor == cell->tensor && corner->tensor == cell->tensor);
  if (!gs_workbook_settle (view->book, NULL))
    return;
  take_tensor (view, cell->tensor);
  view->anchor = anchor->offset;
  view->corner = corner->offset;
  view->selected = cell->offset;
  gs_view_emit (view, GS_VIEW_SELECTION);
}

void
gs_view_select_also (GsView *view, const NnCell *cell)
{
  g_autofree gchar *other = view->has_selection ? g_strdup (view->selected_tensor) : NULL;
  gsize anchor = view->anchor, corner = view->corner;

  if (!gs_workbook_settle (view->book, NULL))
    return;
  gs_view_select (view, cell, FALSE);
  view->other_tensor = g_steal_pointer (&other);
  view->other_anchor = anchor;
  view->other_corner = corner;
  gs_view_emit (view, GS_VIEW_SELECTION);
}

gboolean
gs_view_get_other (GsView *view, NnCell *anchor, NnCell *corner)
{
  return view->other_tensor != NULL && find_named (view, view->other_tensor, view->other_anchor, anchor)
         && find_named (view, view->other_tensor, view->other_corner, corner);
}

GArray *
gs_view_list_range (GsView *view)
{
  GsRange range;

  return gs_range_of_view (&range, view) ? gs_range_list (&range)
                                         : g_array_new (FALSE, FALSE, sizeof (NnCell));
}

void
gs_view_point_at (GsView *view, const NnCell *cell)
{
  gboolean same = cell != NULL && view->has_pointed && view->pointed.tensor == cell->tensor
                  && view->pointed.offset == cell->offset;

  if (same || (cell == NULL && !view->has_pointed))
    return;
  view->has_pointed = cell != NULL;
  if (cell != NULL)
    view->pointed = *cell;
  gs_view_emit (view, GS_VIEW_SELECTION);
}

gboolean
gs_view_get_pointed (GsView *view, NnCell *cell)
{
  *cell = view->pointed;
  return view->has_pointed;
}

/* ---- stepping ---- */

GsStep
gs_view_get_step (GsView *view)
{
  return view->step;
}

void
gs_view_set_step (GsView *view, GsStep step)
{
  view->step = step;
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

gboolean
gs_view_get_current (GsView *view, NnCell *cell)
{
  return gs_frame_get_current (gs_workbook_get_frame (view->book), cell);
}

gboolean
gs_view_find_not_finite (GsView *view, NnCell *cell)
{
  return gs_frame_find_not_finite (gs_workbook_get_frame (view->book), cell);
}

gboolean
gs_view_step (GsView *view, gint count)
{
  NnCell cell;
  gboolean moved = gs_workbook_step (view->book, view->step, count);

  if (gs_view_get_current (view, &cell)) {
    /* A whole operation is looked at from its first cell. */
    if (view->step > GS_STEP_CELL)
      cell.offset = 0;
    gs_view_select (view, &cell, FALSE);
  }
  return moved;
}

static const gchar *
get_output_name (GsView *view, gint instruction)
{
  NnProgram *program = gs_workbook_get_program (view->book);
  gint output = nn_program_get_instruction (program, instruction)->output;

  return output >= 0 ? nn_program_get_tensor (program, output)->name : "commit";
}

gboolean
gs_view_has_breakpoint (GsView *view, gint instruction)
{
  return g_hash_table_contains (view->breakpoints, get_output_name (view, instruction));
}

void
gs_view_toggle_breakpoint (GsView *view, gint instruction)
{
  const gchar *name = get_output_name (view, instruction);

  if (!g_hash_table_remove (view->breakpoints, name))
    g_hash_table_add (view->breakpoints, g_strdup (name));
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

gchar **
gs_view_list_breakpoints (GsView *view)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, view->breakpoints);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (names, FALSE);
}

/* The first breakpoint behind `instruction` in this pass, or -1. */
static gint
find_breakpoint (GsView *view, gint instruction)
{
  gint n = nn_program_get_n_instructions (gs_workbook_get_program (view->book));

  for (gint i = instruction + 1; i < n; i++)
    if (gs_view_has_breakpoint (view, i))
      return i;
  return -1;
}

gboolean
gs_view_run_step (GsView *view)
{
  GsCursor before = gs_workbook_get_cursor (view->book), after;
  gint stop = find_breakpoint (view, before.instruction);
  gboolean moved;

  if (gs_workbook_has_editor (view->book))
    return TRUE;
  moved = gs_view_step (view, 1);
  after = gs_workbook_get_cursor (view->book);
  /* Over the end of a pass the breakpoints of the next one count from its start. */
  if (stop < 0 && after.pass > before.pass) {
    before = (GsCursor){ after.pass, -1, 0, 0 };
    stop = find_breakpoint (view, -1);
  }
  if (stop < 0 || (after.pass == before.pass && after.instruction < stop))
    return moved;
  after = (GsCursor){ before.pass, stop, 0, 0 };
  gs_workbook_go_to (view->book, &after, NULL);
  return FALSE;
}
