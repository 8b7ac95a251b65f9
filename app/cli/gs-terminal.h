/* What depends on whether somebody watches: colours, and a bar for long work.
 *
 * Colours only on a terminal, and not if NO_COLOR is set. The bar is drawn on standard error.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { GS_INK_PLAIN, GS_INK_FAINT, GS_INK_BOLD, GS_INK_VALUE, GS_INK_GRADIENT, GS_INK_UPDATE } GsInk;

/* Lets the marks below become colours where standard output takes them, nothing elsewhere. For main(). */
void gs_terminal_start (void);
/* What g_print() takes for the beginning and the end of a stretch in this colour. */
const gchar *gs_terminal_begin (GsInk ink);
const gchar *gs_terminal_end (void);

/* How many columns `text` takes, each character one, marks of colours none. */
gint gs_terminal_width (const gchar *text);
/* `text` padded with spaces to `width` columns, never cut: to the right of it, or, for numbers that
 * stand below each other, to its left. Caller frees. */
gchar *gs_terminal_pad (const gchar *text, gint width);
gchar *gs_terminal_pad_left (const gchar *text, gint width);

/* Draws "42 % [####    ] 420 of 1000, loss 0.123", at most ten times a second; nothing if standard
 * error is no terminal. Fits GsProgress; always TRUE. `user_data` is unused. */
gboolean gs_terminal_progress (guint32 done, guint32 total, gdouble loss, gpointer user_data);
/* Takes the bar away. */
void gs_terminal_end_progress (void);

G_END_DECLS
