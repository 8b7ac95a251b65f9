/* A line of text that says what happened, laid over the lower edge of what it stands on: nothing moves for
 * it, and what lies beneath can still be clicked. It goes by itself when it can have been read, or by
 * gs_message_set (NULL).
 *
 *   <child type="overlay"><object class="GsMessage" id="message"/></child>
 *   gs_message_set (message, text);
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_MESSAGE (gs_message_get_type ())
G_DECLARE_FINAL_TYPE (GsMessage, gs_message, GS, MESSAGE, GtkWidget)

/* NULL takes it away. */
void gs_message_set (GsMessage *self, const gchar *text);
gboolean gs_message_is_shown (GsMessage *self);

/* Says it in the window that the widget is in, if that has a line for such texts. */
void gs_message_tell (GtkWidget *widget, const gchar *text);
/* Why something was not done, with a bell; or what there is to say of what was (`said` or *said may be NULL).
 * Returns `done`. Addresses, for arguments have no order: gs_message_tell_of (widget, try (&error), NULL,
 * &error). */
gboolean gs_message_tell_of (GtkWidget *widget, gboolean done, gchar **said, GError **error);

G_END_DECLS
