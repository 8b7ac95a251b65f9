/* What g_print() and g_printerr() show to people, and g_print() gives to files and pipes.
 *
 *   gs_console_start ("gradsheet-cli", 2);          // first thing in main()
 *   g_print ("%s%s%s\n", gs_console_mark (1), title, gs_console_mark (0));
 *
 * Control characters but line breaks and tabs are shown, see gs-quote.h, whoever wrote them, so that no name
 * in a document reaches the terminal as a command to it. Colours are therefore marks in the text until the
 * last moment.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Also sees to it that a full disk behind standard output is noticed however the program ends, --help too: it
 * is said on standard error, after `program` and a colon, and `status` is the exit status. */
void gs_console_start (const gchar *program, gint status);

/* What becomes of mark `number` on standard output where there is a terminal with colours; nothing elsewhere.
 * `sequences` has GS_CONSOLE_MARKS of them, and is kept. */
#define GS_CONSOLE_MARKS 8
void gs_console_set_colours (const gchar *const *sequences);

/* The mark of a number from 0: one character, which Unicode has set aside for uses inside a program and never
 * gives a meaning to. */
const gchar *gs_console_mark (gint number);
gboolean gs_console_is_mark (gunichar c);

G_END_DECLS
