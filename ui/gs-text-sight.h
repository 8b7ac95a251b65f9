/* The cursor of a text that is typed into stays in sight.
 *
 *   gs_text_sight_keep (GTK_TEXT_VIEW (self->text), GTK_SCROLLED_WINDOW (self->scroller));
 *
 * Such a text lies alone in a viewport that does not scroll to who has the keyboard, and is scrolled with it;
 * it is no scrolled window's own child. GTK 4.8's text lays out what was typed while it is drawn, and would
 * tell its scroll bars of its height then, when they have been laid out already.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For as long as the text lives; `around` holds the viewport. */
void gs_text_sight_keep (GtkTextView *text, GtkScrolledWindow *around);

G_END_DECLS
