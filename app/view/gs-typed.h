/* What is typed into a cell: a number, or arithmetic over numbers and cells, whose value is taken.
 *
 *   g_autofree gchar *said = NULL;
 *   if (gs_typed_read (view, "=W1[1,1] * 2", &value, &said, &error)) ...    // "= W1[1,1] * 2 is 0.3: …"
 *
 * Arithmetic is that of gs-expression.h, with "=" in front or without. As people write it: a decimal comma
 * (but in the brackets of a cell or a function a comma parts), 50 % for 0.5, ×, · and − for * and -.
 */
#pragma once

#include "gs-view.h"

G_BEGIN_DECLS

/* `said` is told that it was worked out, as a sentence, or is NULL for a plain number; caller frees; may be
 * NULL. NN_ERROR_SYNTAX with the place, NN_ERROR_NAME for a cell that there is not, NN_ERROR_VALUE for one
 * that has no number yet or is hidden, and for what is not finite. */
gboolean gs_typed_read (GsView *view, const gchar *text, gdouble *value, gchar **said, GError **error);

G_END_DECLS
