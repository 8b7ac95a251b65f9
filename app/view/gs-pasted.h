/* Numbers from the clipboard, in lines and columns.
 *
 *   g_auto (GsPasted) pasted = { NULL };
 *   if (gs_pasted_read (&pasted, text, 0, &error)) ... pasted.values[line * pasted.n_columns + column] ...
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gdouble *values; /* line by line */
  gsize n_lines, n_columns;
} GsPasted;

/* One number a line as people type them, or a table (gs-table.h) without a heading; `n_expected` columns tell
 * the reader how to read what could be read in two ways, 0 for any. NN_ERROR with line and column. */
gboolean gs_pasted_read (GsPasted *pasted, const gchar *text, gsize n_expected, GError **error);

static inline void
gs_pasted_clear (GsPasted *pasted)
{
  g_clear_pointer (&pasted->values, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GsPasted, gs_pasted_clear)

G_END_DECLS
