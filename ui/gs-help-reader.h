/* A page of the help in a text view: headings, lists, code and links as tags. Links are followed by mouse, or
 * by Tab, Shift+Tab and Enter.
 *
 * Signals: "followed" (const gchar *target), when a link is.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_HELP_READER (gs_help_reader_get_type ())
G_DECLARE_FINAL_TYPE (GsHelpReader, gs_help_reader, GS, HELP_READER, GtkWidget)

/* Shows a page (light Markdown, see gs-help-markup.h) from its beginning. */
void gs_help_reader_set_page (GsHelpReader *self, const gchar *markdown);

/* Scrolls to the heading of this anchor; FALSE when there is none. */
gboolean gs_help_reader_go_to (GsHelpReader *self, const gchar *anchor);

/* Marks the words wherever they stand and shows the first; NULL marks nothing. */
void gs_help_reader_mark (GsHelpReader *self, const gchar *words);

/* To the next marked place, around the end. */
void gs_help_reader_next_mark (GsHelpReader *self);

G_END_DECLS
