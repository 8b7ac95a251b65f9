#include "gs-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "gs-cell-name.h"
#include "gs-explain.h"
#include "gs-number.h"
#include "gs-phase.h"
#include "nn/nn-error.h"

struct _GsView {
  GObject parent_instance;

  GsWorkbook *book;
  gboolean has_selection, has_pointed;
  gchar *selected_tensor; /* by name, so that it outlives another program */
  gsize selected, corner; /* offsets */
  NnCell pointed;
  GsStep step;
  gint digits, sample, levels_back, levels_on;
  gboolean whole_scale, ask_first, differences, scientific;
  GHashTable *breakpoints; /* names of outputs */
  GHashTable *displays;    /* GsDisplay by a tensor's name: those that are not BOTH */
  GsChanges *changes;
  GsPlace revealed; /* with ask_first: cells up to here are shown */
};

G_DEFINE_FINAL_TYPE (GsView, gs_view, G_TYPE_OBJECT)

static guint changed_signal;

static void
emit_changed (GsView *view, GsViewChange change)
{
  g_signal_emit (view, changed_signal, 0, (guint) change);
}

static void
on_book_changed (GsView *view)
{
  emit_changed (view, GS_VIEW_VALUES);
}

static void
on_book_moved (GsView *view)
{
  emit_changed (view, GS_VIEW_PLACE);
}

static void
on_book_rebuilt (GsView *view)
{
  view->has_pointed = FALSE;
  emit_changed (view, GS_VIEW_PROGRAM);
}

static void
gs_view_dispose (GObject *object)
{
  GsView *view = GS_VIEW (object);

  g_clear_pointer (&view->changes, gs_changes_free);
  if (view->book != NULL)
    g_signal_handlers_disconnect_by_data (view->book, view);
  g_clear_object (&view->book);
  G_OBJECT_CLASS (gs_view_parent_class)->dispose (object);
}

static void
gs_view_finalize (GObject *object)
{
  g_free (GS_VIEW (object)->selected_tensor);
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
  view->whole_scale = TRUE;
  view->breakpoints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  view->displays = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GsView *
gs_view_new (GsWorkbook *book)
{
  GsView *view = g_object_new (GS_TYPE_VIEW, NULL);

  view->book = g_object_ref (book);
  view->changes = gs_changes_new (book); /* first, so that it knows when "changed" is passed on */
  g_signal_connect_swapped (book, "rebuilt", G_CALLBACK (on_book_rebuilt), view);
  g_signal_connect_swapped (book, "changed", G_CALLBACK (on_book_changed), view);
  g_signal_connect_swapped (book, "moved", G_CALLBACK (on_book_moved), view);
  return view;
}

GsWorkbook *
gs_view_get_workbook (GsView *view)
{
  return view->book;
}

/* ---- selection ---- */

static gboolean
find_selected (GsView *view, gsize offset, NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (view->book);

  if (!view->has_selection)
    return FALSE;
  *cell = (NnCell){ nn_program_find (program, view->selected_tensor), offset };
  return cell->tensor >= 0 && offset < nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape);
}

gboolean
gs_view_get_selected (GsView *view, NnCell *cell)
{
  return find_selected (view, view->selected, cell);
}

gboolean
gs_view_get_corner (GsView *view, NnCell *corner)
{
  return find_selected (view, view->corner, corner);
}

void
gs_view_select (GsView *view, const NnCell *cell, gboolean extend)
{
  if (cell == NULL) {
    view->has_selection = FALSE;
  } else {
    const gchar *name = nn_program_get_tensor (gs_workbook_get_program (view->book), cell->tensor)->name;
    gboolean same = view->has_selection && g_str_equal (name, view->selected_tensor);

    if (!same) {
      g_free (view->selected_tensor);
      view->selected_tensor = g_strdup (name);
    }
    if (!extend || !same)
      view->selected = cell->offset;
    view->corner = cell->offset;
    view->has_selection = TRUE;
  }
  emit_changed (view, GS_VIEW_SELECTION);
}

GArray *
gs_view_list_range (GsView *view)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  gint from[NN_MAX_RANK], to[NN_MAX_RANK], index[NN_MAX_RANK];
  const NnShape *shape;
  NnCell cell, corner;
  gint axis;

  if (!gs_view_get_selected (view, &cell) || !gs_view_get_corner (view, &corner))
    return cells;
  shape = &nn_program_get_tensor (gs_workbook_get_program (view->book), cell.tensor)->shape;
  nn_shape_index (shape, cell.offset, from);
  nn_shape_index (shape, corner.offset, to);
  for (axis = 0; axis < shape->rank; axis++) {
    gint low = MIN (from[axis], to[axis]);

    to[axis] = MAX (from[axis], to[axis]);
    from[axis] = index[axis] = low;
  }
  do {
    NnCell found = { cell.tensor, (gsize) nn_shape_offset (shape, index) };

    g_array_append_val (cells, found);
    for (axis = shape->rank - 1; axis >= 0; axis--) {
      if (index[axis]++ < to[axis])
        break;
      index[axis] = from[axis];
    }
  } while (axis >= 0);
  return cells;
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
  emit_changed (view, GS_VIEW_SELECTION);
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
  emit_changed (view, GS_VIEW_OPTIONS);
}

gboolean
gs_view_get_current (GsView *view, NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (view->book);
  GsPlace place = gs_workbook_get_place (view->book);
  gint instruction = place.instruction;
  gsize count;

  if (place.cell == 0 && place.term == 0) {
    if (instruction == 0)
      return FALSE;
    instruction--;
  }
  cell->tensor = nn_program_get_instruction (program, instruction)->output;
  count = nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape);
  if (instruction < place.instruction)
    cell->offset = count - 1;
  else
    cell->offset = place.term > 0 ? place.cell : place.cell - 1;
  return TRUE;
}

static gboolean
find_in_tensor (GsView *view, gint tensor, NnCell *cell)
{
  const NnTensorInfo *info = nn_program_get_tensor (gs_workbook_get_program (view->book), tensor);
  const gdouble *values = nn_run_get_values (gs_workbook_get_run (view->book), tensor);
  gsize n = nn_shape_count (&info->shape);

  *cell = (NnCell){ tensor, 0 };
  for (; cell->offset < n && gs_workbook_is_visible (view->book, cell); cell->offset++)
    if (!isfinite (values[cell->offset]))
      return TRUE;
  return FALSE;
}

gboolean
gs_view_find_not_finite (GsView *view, NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (view->book);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (nn_program_get_tensor (program, i)->producer < 0 && find_in_tensor (view, i, cell))
      return TRUE;
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    gint output = nn_program_get_instruction (program, i)->output;

    if (output >= 0 && find_in_tensor (view, output, cell))
      return TRUE;
  }
  return FALSE;
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
  emit_changed (view, GS_VIEW_OPTIONS);
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
  GsPlace before = gs_workbook_get_place (view->book), after;
  gint stop = find_breakpoint (view, before.instruction);
  gboolean moved = gs_view_step (view, 1);

  after = gs_workbook_get_place (view->book);
  /* Over the end of a pass the breakpoints of the next one count from its start. */
  if (stop < 0 && after.pass > before.pass && after.instruction == 0)
    return moved && !gs_view_has_breakpoint (view, 0);
  if (stop < 0 || (after.pass == before.pass && after.instruction < stop))
    return moved;
  after = (GsPlace){ before.pass, stop, 0, 0 };
  gs_workbook_go_to (view->book, &after, NULL);
  return FALSE;
}

/* ---- options ---- */

gint
gs_view_get_digits (GsView *view)
{
  return view->digits;
}

void
gs_view_set_digits (GsView *view, gint digits)
{
  view->digits = CLAMP (digits, 2, 17);
  emit_changed (view, GS_VIEW_OPTIONS);
}

gboolean
gs_view_get_scientific (GsView *view)
{
  return view->scientific;
}

void
gs_view_set_scientific (GsView *view, gboolean scientific)
{
  view->scientific = scientific;
  emit_changed (view, GS_VIEW_OPTIONS);
}

static const gchar *
get_name (GsView *view, gint tensor)
{
  return nn_program_get_tensor (gs_workbook_get_program (view->book), tensor)->name;
}

GsDisplay
gs_view_get_display (GsView *view, gint tensor)
{
  return (GsDisplay) GPOINTER_TO_INT (g_hash_table_lookup (view->displays, get_name (view, tensor)));
}

void
gs_view_set_display (GsView *view, gint tensor, GsDisplay display)
{
  if (display == GS_DISPLAY_BOTH)
    g_hash_table_remove (view->displays, get_name (view, tensor));
  else
    g_hash_table_insert (view->displays, g_strdup (get_name (view, tensor)), GINT_TO_POINTER (display));
  emit_changed (view, GS_VIEW_OPTIONS);
}

gboolean
gs_view_get_whole_scale (GsView *view)
{
  return view->whole_scale;
}

void
gs_view_set_whole_scale (GsView *view, gboolean whole)
{
  view->whole_scale = whole;
  emit_changed (view, GS_VIEW_OPTIONS);
}

gint
gs_view_get_sample (GsView *view)
{
  return MIN (view->sample, nn_program_get_batch_size (gs_workbook_get_program (view->book)));
}

void
gs_view_set_sample (GsView *view, gint sample)
{
  view->sample = MAX (sample, 1);
  emit_changed (view, GS_VIEW_OPTIONS);
}

void
gs_view_get_levels (GsView *view, gint *back, gint *on)
{
  *back = view->levels_back;
  *on = view->levels_on;
}

void
gs_view_set_levels (GsView *view, gint back, gint on)
{
  view->levels_back = CLAMP (back, 0, 4);
  view->levels_on = CLAMP (on, 0, 4);
  emit_changed (view, GS_VIEW_OPTIONS);
}

GsChanges *
gs_view_get_changes (GsView *view)
{
  return view->changes;
}

gboolean
gs_view_get_differences (GsView *view)
{
  return view->differences;
}

void
gs_view_set_differences (GsView *view, gboolean show)
{
  view->differences = show;
  emit_changed (view, GS_VIEW_OPTIONS);
}

gboolean
gs_view_get_ask_first (GsView *view)
{
  return view->ask_first;
}

void
gs_view_set_ask_first (GsView *view, gboolean ask)
{
  view->ask_first = ask;
  view->revealed = gs_workbook_get_place (view->book);
  emit_changed (view, GS_VIEW_OPTIONS);
}

void
gs_view_reveal (GsView *view)
{
  view->revealed = gs_workbook_get_place (view->book);
  emit_changed (view, GS_VIEW_OPTIONS);
}

/* How many decimals a typed number has; what is after an exponent or a fraction bar does not count. */
static gint
count_decimals (const gchar *text, gint *significant)
{
  gint decimals = -1;

  *significant = 0;
  for (; *text != '\0' && *text != 'e' && *text != 'E' && *text != '/'; text++) {
    if (*text == '.' || *text == ',')
      decimals = 0;
    else if (g_ascii_isdigit (*text)) {
      *significant += *significant > 0 || *text != '0';
      decimals += decimals >= 0;
    }
  }
  return MAX (decimals, 0);
}

gboolean
gs_view_guess (GsView *view, const NnCell *cell, const gchar *text, GError **error)
{
  gint significant, decimals = count_decimals (text, &significant);
  gdouble guess, value;
  gboolean is_exact = strpbrk (text, "/eE") != NULL;

  if (!gs_number_parse (text, &guess, error))
    return FALSE;
  gs_workbook_look (view->book, cell, &value);
  if (fabs (guess - value) > (is_exact ? 1e-6 * fabs (value) : 0.5 * pow (10, -decimals) * (1 + 1e-9))) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 _ ("Not yet. The formula above says what goes into this number."));
    return FALSE;
  }
  if (!is_exact && significant < 2 && guess != value) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("Give it with at least two digits that count."));
    return FALSE;
  }
  gs_view_reveal (view);
  return TRUE;
}

gboolean
gs_view_is_hidden (GsView *view, const NnCell *cell)
{
  gint producer = nn_program_get_tensor (gs_workbook_get_program (view->book), cell->tensor)->producer;
  guint32 pass = gs_workbook_get_place (view->book).pass;

  if (!view->ask_first || producer < 0 || !gs_workbook_is_visible (view->book, cell))
    return FALSE;
  if (pass != view->revealed.pass)
    return pass > view->revealed.pass;
  return producer > view->revealed.instruction
         || (producer == view->revealed.instruction && cell->offset >= view->revealed.cell);
}

/* ---- text ---- */

/* With a real minus sign, which is as wide as a plus, and "e−4" rather than "e-04". */
static void
put_minus (const gchar *from, gchar buffer[GS_VIEW_BUFFER])
{
  gchar *to = buffer;

  for (; *from != '\0'; from++) {
    if (*from == '-') {
      memcpy (to, "−", 3);
      to += 3;
    } else if (*from == '0' && to > buffer
               && (to[-1] == 'e' || (to - buffer > 3 && to[-4] == 'e' && to[-1] == '\x92'))
               && g_ascii_isdigit (from[1])) {
      continue;
    } else if (*from != '+') {
      *to++ = *from;
    }
  }
  *to = '\0';
}

gchar *
gs_view_format (gdouble value, gint digits, gchar buffer[GS_VIEW_BUFFER])
{
  gdouble size = fabs (value);
  gchar text[GS_VIEW_BUFFER], format[12];

  if (!isfinite (value)) {
    g_strlcpy (buffer, isnan (value) ? "NaN" : value > 0 ? "∞" : "−∞", GS_VIEW_BUFFER);
    return buffer;
  }
  if (value == 0) {
    g_strlcpy (buffer, "0", GS_VIEW_BUFFER);
    return buffer;
  }
  if (size >= pow (10, 1 - digits) && size < 1e4)
    g_snprintf (format, sizeof format, "%%.%df",
                MAX (digits - (size >= 10) - (size >= 100) - (size >= 1000), 1));
  else
    g_snprintf (format, sizeof format, "%%.%de", MAX (digits - 2, 1));
  put_minus (g_ascii_formatd (text, sizeof text, format, value), buffer);
  return buffer;
}

gchar *
gs_view_format_as_shown (GsView *view, gdouble value, gint digits, gchar buffer[GS_VIEW_BUFFER])
{
  gchar text[GS_VIEW_BUFFER], format[12];

  if (digits <= 0)
    digits = view->digits;
  if (!view->scientific || !isfinite (value) || value == 0)
    return gs_view_format (value, digits, buffer);
  g_snprintf (format, sizeof format, "%%.%de", digits - 1);
  put_minus (g_ascii_formatd (text, sizeof text, format, value), buffer);
  return buffer;
}

gchar *
gs_view_get_text (GsView *view, const NnCell *cell)
{
  gchar buffer[GS_VIEW_BUFFER];
  gdouble value;

  if (gs_view_is_hidden (view, cell))
    return g_strdup ("?");
  if (gs_workbook_look (view->book, cell, &value) == GS_CELL_BLANK)
    return g_strdup ("");
  return g_strdup (gs_view_format_as_shown (view, value, 0, buffer));
}

/* "a, b and c" of the cells a cell is computed from, or NULL. */
static gchar *
list_precedents (GsView *view, const NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (view->book);
  g_autoptr (GsExplanation) explanation = gs_explanation_new (view->book, cell, NULL);
  g_autoptr (GArray) cells = gs_explanation_get_precedents (explanation, 5);
  gchar *list = NULL;

  for (guint i = 0; i < MIN (cells->len, 4); i++) {
    g_autofree gchar *name = gs_cell_name_display (program, &g_array_index (cells, NnCell, i));
    g_autofree gchar *before = list;

    if (before == NULL)
      list = g_steal_pointer (&name);
    else
      /* Translators: a list of cells grows by one more, and by the last one. */
      list = g_strdup_printf (i + 1 < cells->len ? _ ("%s, %s") : _ ("%s and %s"), before, name);
  }
  if (cells->len > 4) {
    g_autofree gchar *before = list;

    list = g_strdup_printf (_ ("%s and more"), before);
  }
  return list;
}

/* Replaces *text by the format with it. */
static void
wrap_text (gchar **text, const gchar *format, const gchar *more)
{
  gchar *longer = g_strdup_printf (format, *text, more);

  g_free (*text);
  *text = longer;
}

gchar *
gs_view_describe (GsView *view, const NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (view->book);
  const NnTensorInfo *info = nn_program_get_tensor (program, cell->tensor);
  g_autofree gchar *value = gs_view_get_text (view, cell);
  g_autofree gchar *from = info->producer >= 0 ? list_precedents (view, cell) : NULL;
  gchar *text = gs_cell_name_display (program, cell);

  /* Translators: what a screen reader says of a cell, clause by clause. */
  wrap_text (&text, *value != '\0' ? "%s = %s" : _ ("%s, not computed yet"), value);
  if (info->producer >= 0)
    wrap_text (&text, "%s, %s", gs_phase_name (nn_program_get_instruction (program, info->producer)->phase));
  if (from != NULL)
    wrap_text (&text, _ ("%s, from %s"), from);
  if (nn_run_is_pinned (gs_workbook_get_run (view->book), cell))
    wrap_text (&text, _ ("%s, pinned by hand"), NULL);
  return text;
}
