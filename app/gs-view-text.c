/* The numbers and sentences that a view writes. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "gs-cell-name.h"
#include "gs-explain.h"
#include "gs-phase.h"
#include "gs-view-private.h"

/* With a real minus sign, which is as wide as a plus, and "e−4" rather than "e-04". */
void
gs_view_put_minus (const gchar *from, gchar buffer[GS_VIEW_BUFFER])
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
  gs_view_put_minus (g_ascii_formatd (text, sizeof text, format, value), buffer);
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
  gs_view_put_minus (g_ascii_formatd (text, sizeof text, format, value), buffer);
  return buffer;
}

gchar *
gs_view_get_text (GsView *view, const NnCell *cell)
{
  gchar buffer[GS_VIEW_BUFFER];
  gdouble value;

  if (gs_view_is_blanked (view, cell)) {
    const gchar *typed = gs_blanks_get_text (view->blanks, cell);

    return g_strdup (typed != NULL ? typed : "?");
  }
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
