/* Small windows that say or ask something. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says something; one button. `parent` may be NULL. */
void gs_dialogs_tell (GtkWindow *parent, const gchar *title, const gchar *text);

/* Asks; `answer` gets the number of the button, from 0, or -1 when the window was closed. `buttons` is
 * NULL-terminated, the last one is the suggested one. */
typedef void (*GsAnswer) (gint button, gpointer user_data);
void gs_dialogs_ask (GtkWindow *parent,
                     const gchar *title,
                     const gchar *text,
                     const gchar *const *buttons,
                     GsAnswer answer,
                     gpointer user_data);

/* Asks for a line of text; `answer` gets NULL when it was closed. While `check` fails, its reason stands
 * beneath the line and the line cannot be given. */
typedef gboolean (*GsLineCheck) (const gchar *text, GError **error);
typedef void (*GsLineAnswer) (const gchar *text, gpointer user_data);
void gs_dialogs_ask_line (GtkWindow *parent,
                          const gchar *title,
                          const gchar *text,
                          const gchar *preset,
                          const gchar *button,
                          GsLineCheck check,
                          GsLineAnswer answer,
                          gpointer user_data);

G_END_DECLS
