/* What others have written, where we repeat it: in messages, in commands that messages propose, on a
 * terminal.
 *
 * Control characters (C0, DEL, C1) would move a terminal's cursor or change its colours; they are shown as
 * JSON writes them, such as \u001b, which for documents and lessons is how they stand in the file.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text with its control characters shown and what is no UTF-8 as “�”; with `lines`, line breaks and tabs
 * stay. Caller frees. */
gchar *gs_quote_visible (const gchar *text, gboolean lines);
/* The same for one character, at the end of `to`. */
void gs_quote_append_visible (GString *to, gunichar c);

/* A file's name as a shell takes it: as it is if nothing in it is special, else in quotes; where it is no
 * text,
 * $'caf\xe9'. Never a control character, always UTF-8. Caller frees. */
gchar *gs_quote_for_shell (const gchar *name);

G_END_DECLS
