/* Small windows that say or ask something.
 *
 *   gs_dialogs_ask (GTK_WINDOW (self), title, text, buttons, on_answered, self);
 *
 * A dialog is answered once, and closed when its answer is given. It goes with the window it stands before.
 * Its owner, an object, is held weakly: when that has gone, nobody is told. A question that stands already is
 * shown again, not asked twice. One whose matter may end meanwhile (whether to stop what is going on) is
 * asked while that lasts, and goes with it.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says something; one button. `parent` may be NULL. */
void gs_dialogs_tell (GtkWindow *parent, const gchar *title, const gchar *text);

/* Asks; `answer` gets the number of the button, from 0, or -1 when the dialog was closed. `buttons` is
 * NULL-terminated, the last one is the suggested one. */
typedef void (*GsAnswer) (gint button, gpointer owner);
void gs_dialogs_ask (GtkWindow *parent,
                     const gchar *title,
                     const gchar *text,
                     const gchar *const *buttons,
                     GsAnswer answer,
                     gpointer owner);

/* The same while `lasts` holds, which is asked a few times a second; then the dialog goes as one that was
 * closed. */
typedef gboolean (*GsMatter) (gpointer owner);
void gs_dialogs_ask_while (GtkWindow *parent,
                           const gchar *title,
                           const gchar *text,
                           const gchar *const *buttons,
                           GsMatter lasts,
                           GsAnswer answer,
                           gpointer owner);

/* Asks for a line of text; `answer` gets NULL when it was closed. While `check` fails, its reason stands
 * beneath the line and the line cannot be given. */
typedef gboolean (*GsLineCheck) (const gchar *text, GError **error);
typedef void (*GsLineAnswer) (const gchar *text, gpointer owner);
void gs_dialogs_ask_line (GtkWindow *parent,
                          const gchar *title,
                          const gchar *text,
                          const gchar *preset,
                          const gchar *button,
                          GsLineCheck check,
                          GsLineAnswer answer,
                          gpointer owner);

G_END_DECLS
