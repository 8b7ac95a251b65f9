/* How a view shows things, and what it asks for first. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "gs-view-private.h"
#include "nn/nn-error.h"

gint
gs_view_get_digits (GsView *view)
{
  return view->digits;
}

void
gs_view_set_digits (GsView *view, gint digits)
{
  view->digits = CLAMP (digits, 2, 17);
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_set_signs (GsView *view, gboolean signs)
{
  view->signs = signs;
  gs_view_emit (view, GS_VIEW_OPTIONS);
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
  gs_view_emit (view, GS_VIEW_OPTIONS);
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
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_set_whole_scale (GsView *view, gboolean whole)
{
  gs_view_set_scale_choice (view, whole ? GS_SCALE_WHOLE : GS_SCALE_BLOCKS);
}

GsScaleChoice
gs_view_get_scale_choice (GsView *view)
{
  return view->scale_choice;
}

void
gs_view_set_scale_choice (GsView *view, GsScaleChoice choice)
{
  view->scale_choice = choice;
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

GsSubject *
gs_view_get_subject (GsView *view)
{
  return view->subject;
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
  gs_view_emit (view, GS_VIEW_OPTIONS);
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
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_set_differences (GsView *view, gboolean show)
{
  view->differences = show;
  gs_view_emit (view, GS_VIEW_OPTIONS);
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
  view->revealed = gs_workbook_get_cursor (view->book);
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_reveal (GsView *view)
{
  view->revealed = gs_workbook_get_cursor (view->book);
  gs_view_emit (view, GS_VIEW_OPTIONS);
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

void
gs_view_set_question (GsView *view, const NnCell *cell, GsViewJudge judge, gpointer user_data)
{
  if (cell == NULL && view->judge_data != user_data)
    return;
  view->judge = cell != NULL ? judge : NULL;
  view->judge_data = user_data;
  if (cell != NULL)
    view->question = *cell;
}

gboolean
gs_view_is_question (GsView *view, const NnCell *cell)
{
  return view->judge != NULL && nn_cell_equal (&view->question, cell);
}

gboolean
gs_view_guess (GsView *view, const NnCell *cell, const gchar *text, GError **error)
{
  gint significant, decimals = count_decimals (text, &significant);
  gdouble guess, value;
  gboolean is_exact = strpbrk (text, "/eE") != NULL;

  if (gs_view_is_question (view, cell))
    return view->judge (text, view->judge_data, error);
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
