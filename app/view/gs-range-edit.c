/* What is done with the marked cells. */
#include "gs-range-edit-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-pasted.h"
#include "gs-typed.h"
#include "nn/nn-error.h"

static gboolean
fail (GError **error, const gchar *text)
{
  g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, text);
  return FALSE;
}

static NnProgram *
get_program (GsView *view)
{
  return gs_workbook_get_program (gs_view_get_workbook (view));
}

static gchar *
name_cell (GsView *view, gint tensor, gsize offset)
{
  return gs_cell_name_display (get_program (view), &(NnCell){ tensor, offset });
}

static gboolean
is_computed (GsView *view, gint tensor)
{
  return nn_program_get_tensor (get_program (view), tensor)->producer >= 0;
}

static gboolean
get_range (GsRange *range, GsView *view, GError **error)
{
  return gs_view_get_range (view, range) || fail (error, _ ("Select a cell first, or a range of them."));
}

/* ---- setting ---- */

static gboolean
check_may_edit (GsView *view, const GArray *cells, GError **error)
{
  for (guint i = 0; i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);

    if (!gs_view_may_edit (view, cell)) {
      g_autofree gchar *name = name_cell (view, cell->tensor, cell->offset);

      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("In this step the lesson keeps %s as it is."), name);
      return FALSE;
    }
  }
  return TRUE;
}

/* A target that the loss cannot take is taken all the same, and said rather than anything else. */
static void
say_of_targets (GsView *view, const GArray *cells, gchar **said)
{
  for (guint i = 0; said != NULL && i < cells->len; i++) {
    g_autoptr (GError) warning = NULL;

    if (!gs_workbook_check_target (gs_view_get_workbook (view), &g_array_index (cells, NnCell, i),
                                   &warning)) {
      g_free (*said);
      *said = g_strdup (warning->message);
      return;
    }
  }
}

gboolean
gs_range_put (GsView *view,
              const GArray *cells,
              const gdouble *values,
              const gchar *text,
              gchar **said,
              GError **error)
{
  GsWorkbook *book = gs_view_get_workbook (view);
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gdouble));
  const NnCell *first;
  gboolean done;

  for (guint i = 0; i < cells->len; i++)
    if (!gs_view_is_blanked (view, &g_array_index (cells, NnCell, i))) {
      g_array_append_val (plain, g_array_index (cells, NnCell, i));
      g_array_append_val (numbers, values[i]);
    }
  first = (const NnCell *) (gpointer) plain->data;
  done = plain->len == 0
         || (check_may_edit (view, plain, error)
             && (is_computed (view, first->tensor) ? gs_workbook_pin_cells : gs_workbook_set_cells) (
                 book, first, (const gdouble *) (gpointer) numbers->data, plain->len, error));
  for (guint i = 0; done && i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    gchar buffer[GS_NUMBER_BUFFER];

    if (plain->len < cells->len && gs_view_is_blanked (view, cell))
      done = gs_blanks_type (gs_view_get_blanks (view), cell,
                             text != NULL ? text : gs_number_to_text (values[i], buffer), error);
  }
  if (done)
    say_of_targets (view, plain, said);
  return done;
}

gboolean
gs_range_type (GsView *view, const GArray *cells, const gchar *text, gchar **said, GError **error)
{
  g_autofree gdouble *values = g_new (gdouble, MAX (cells->len, 1));
  gdouble value;

  if (!gs_typed_read (view, text, &value, said, error))
    return FALSE;
  for (guint i = 0; i < cells->len; i++)
    values[i] = value;
  return gs_range_put (view, cells, values, text, said, error);
}

/* ---- copying and pasting ---- */

static void
append_cell (GString *text, GsView *view, const NnCell *cell, GsCopy form)
{
  gchar buffer[GS_NUMBER_BUFFER], local[GS_NUMBER_BUFFER];
  gdouble value;
  GsSeen seen = gs_sight_see (gs_view_get_sight (view), cell, &value);

  if (seen == GS_SEEN_HIDDEN)
    g_string_append (text, form == GS_COPY_HTML ? "<td>?</td>" : "?");
  else if (seen == GS_SEEN_BLANK)
    g_string_append (text, form == GS_COPY_HTML ? "<td></td>" : "");
  else if (form == GS_COPY_HTML)
    /* LibreOffice takes the number from sdval, whatever the language. */
    g_string_append_printf (text, "<td align=\"right\" sdval=\"%s\">%s</td>",
                            gs_number_to_text (value, buffer), gs_number_to_local_text (value, local));
  else
    g_string_append (text, form == GS_COPY_LOCAL ? gs_number_to_local_text (value, buffer)
                                                 : gs_number_to_text (value, buffer));
}

gchar *
gs_range_copy (GsView *view, GsCopy form)
{
  gboolean html = form == GS_COPY_HTML;
  GString *text;
  GsRange range;

  if (!gs_view_get_range (view, &range))
    return NULL;
  text = g_string_new (html ? "<html><head><meta charset=\"utf-8\"></head><body><table><tr>" : NULL);
  for (gsize line = 0; line < range.n_lines; line++)
    for (gsize column = 0; column < range.n_columns; column++) {
      NnCell cell = { range.tensor, gs_range_get_offset (&range, line, column) };

      if (column == 0 && line > 0)
        g_string_append (text, html ? "</tr><tr>" : "\n");
      else if (column > 0 && !html)
        g_string_append_c (text, '\t');
      append_cell (text, view, &cell, form);
    }
  g_string_append (text, html ? "</tr></table></body></html>" : "");
  return g_string_free (text, FALSE);
}

/* From one cell on: the range becomes what the table covers. */
static gboolean
make_room (GsView *view, GsRange *range, const GsPasted *pasted, GError **error)
{
  gsize n = pasted->n_lines * pasted->n_columns, n_fit;
  g_autofree gchar *name = name_cell (view, range->tensor, gs_range_get_offset (range, 0, 0));

  if (gs_range_extend (range, pasted->n_lines, pasted->n_columns))
    return TRUE;
  n_fit = MIN (range->n_lines, pasted->n_lines) * MIN (range->n_columns, pasted->n_columns);
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
               _ ("%zu×%zu numbers do not fit: from %s on there is room for %zu×%zu, %zu would be left out. "
                  "Nothing was pasted."),
               pasted->n_lines, pasted->n_columns, name, range->n_lines, range->n_columns, n - n_fit);
  return FALSE;
}

/* Once or several times into what is marked. */
static gboolean
check_divides (const GsRange *range, const GsPasted *pasted, GError **error)
{
  gsize n_fit = MIN (range->n_lines, pasted->n_lines) * MIN (range->n_columns, pasted->n_columns);
  gsize n_over = pasted->n_lines * pasted->n_columns - n_fit;

  if (range->n_lines % pasted->n_lines == 0 && range->n_columns % pasted->n_columns == 0)
    return TRUE;
  if (n_over > 0)
    g_set_error (
        error, NN_ERROR, NN_ERROR_SHAPE,
        _ ("%zu×%zu numbers do not fit the %zu×%zu marked cells: %zu would be left out. Mark as many, or "
           "only the first cell. Nothing was pasted."),
        pasted->n_lines, pasted->n_columns, range->n_lines, range->n_columns, n_over);
  else
    g_set_error (
        error, NN_ERROR, NN_ERROR_SHAPE,
        _ ("%zu×%zu numbers do not fill the %zu×%zu marked cells evenly. Mark as many, or only the first "
           "cell. Nothing was pasted."),
        pasted->n_lines, pasted->n_columns, range->n_lines, range->n_columns);
  return FALSE;
}

gboolean
gs_range_paste (GsView *view, const gchar *text, gchar **said, GError **error)
{
  GsRange range;
  g_auto (GsPasted) pasted = { NULL };
  g_autofree gdouble *values = NULL;
  g_autoptr (GArray) cells = NULL;
  gboolean one_cell;

  if (!get_range (&range, view, error))
    return FALSE;
  one_cell = gs_range_count (&range) == 1;
  if (!gs_pasted_read (&pasted, text, one_cell ? 0 : range.n_columns, error))
    return FALSE;
  if (one_cell ? !make_room (view, &range, &pasted, error) : !check_divides (&range, &pasted, error))
    return FALSE;
  cells = gs_range_list (&range);
  values = g_new (gdouble, cells->len);
  for (gsize i = 0; i < cells->len; i++)
    values[i] = pasted.values[i / range.n_columns % pasted.n_lines * pasted.n_columns
                              + i % range.n_columns % pasted.n_columns];
  return gs_range_put (view, cells, values, NULL, said, error);
}

/* ---- the wheel ---- */

/* A tenth of the first digit, as a power of ten. */
static gint
find_step (gdouble value)
{
  return value != 0 && isfinite (value) ? (gint) floor (log10 (fabs (value))) - 1 : -2;
}

static gdouble
times_power (gdouble n, gint power)
{
  return power < 0 ? n / pow (10, -power) : n * pow (10, power);
}

/* A number of whole steps stays one, so that 0.15 becomes 0.16 and not 0.16000000000000003. */
static gdouble
turn (gdouble value, gint power, gdouble steps, gboolean whole)
{
  gdouble n = times_power (value, -power);

  if (whole || fabs (n - round (n)) < 1e-9 * fabs (n))
    return times_power (round (n + steps), power);
  return value + times_power (steps, power);
}

gboolean
gs_range_turn (GsView *view, const NnCell *cell, gdouble steps, gchar **said, GError **error)
{
  GsWorkbook *book = gs_view_get_workbook (view);
  g_autoptr (GArray) cells = NULL;
  g_autofree gdouble *values = NULL;
  gdouble value;
  gint power;
  GsRange range;

  if (!gs_view_get_range (view, &range) || !gs_range_contains (&range, cell)) {
    gs_view_select (view, cell, FALSE);
    gs_range_init (&range, get_program (view), cell, cell);
  }
  gs_workbook_look (book, cell, &value);
  power = find_step (value);
  cells = gs_range_list (&range);
  values = g_new (gdouble, cells->len);
  for (guint i = 0; i < cells->len; i++) {
    gs_workbook_look (book, &g_array_index (cells, NnCell, i), &values[i]);
    values[i] = turn (values[i], power, steps, cells->len == 1);
  }
  if (!check_may_edit (view, cells, error)
      || !gs_workbook_set_cells (book, (const NnCell *) (gpointer) cells->data, values, cells->len, error))
    return FALSE;
  say_of_targets (view, cells, said);
  return TRUE;
}

/* ---- holding ---- */

gboolean
gs_range_hold (GsView *view, GError **error)
{
  GsWorkbook *book = gs_view_get_workbook (view);
  g_autoptr (GArray) cells = NULL;
  g_autofree gdouble *values = NULL;
  GsRange range;

  if (!get_range (&range, view, error))
    return FALSE;
  cells = gs_range_list (&range);
  values = g_new (gdouble, cells->len);
  for (guint i = 0; i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);

    if (gs_sight_see (gs_view_get_sight (view), cell, &values[i]) != GS_SEEN_NUMBER)
      return fail (error, _ ("What has not been computed yet, or is hidden, cannot be held."));
  }
  return check_may_edit (view, cells, error)
         && gs_workbook_pin_cells (book, (const NnCell *) (gpointer) cells->data, values, cells->len, error);
}

/* Of what is marked: cells that are asked for are emptied, held ones let go, given ones set to 0 if `zero`.
 * FALSE without an error if there was nothing to do. */
static gboolean
clear (GsView *view, gboolean zero, gchar **said, GError **error)
{
  GsWorkbook *book = gs_view_get_workbook (view);
  g_autoptr (GArray) cells = NULL, touched = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autofree gdouble *zeros = NULL;
  gboolean blanked = FALSE, computed;
  const NnCell *first;
  GsRange range;

  if (!get_range (&range, view, error))
    return FALSE;
  computed = is_computed (view, range.tensor);
  cells = gs_range_list (&range);
  for (guint i = 0; i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);

    if (gs_view_is_blanked (view, cell)) {
      gs_blanks_type (gs_view_get_blanks (view), cell, "", NULL);
      blanked = TRUE;
    } else if (computed ? gs_workbook_is_pinned (book, cell) : zero) {
      g_array_append_val (touched, *cell);
    }
  }
  if (touched->len == 0)
    return blanked;
  first = (const NnCell *) (gpointer) touched->data;
  zeros = g_new0 (gdouble, touched->len);
  if (!check_may_edit (view, touched, error)
      || !(computed ? gs_workbook_unpin_cells (book, first, touched->len, error)
                    : gs_workbook_set_cells (book, first, zeros, touched->len, error)))
    return FALSE;
  say_of_targets (view, touched, said);
  return TRUE;
}

gboolean
gs_range_let_go (GsView *view, GError **error)
{
  g_autoptr (GError) own = NULL;

  if (clear (view, FALSE, NULL, &own))
    return TRUE;
  if (own == NULL)
    return fail (error, _ ("No marked cell is held."));
  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}

gboolean
gs_range_clear (GsView *view, gchar **said, GError **error)
{
  g_autoptr (GError) own = NULL;

  if (clear (view, TRUE, said, &own))
    return TRUE;
  if (own == NULL)
    return fail (
        error,
        _ ("What is computed cannot be deleted; a held cell would be let go. To hold it at 0, type 0."));
  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}
