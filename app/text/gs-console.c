/* The way out of the program for everything that is printed. */
#include "gs-console.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gs-quote.h"

#define FIRST_MARK 0xfdd0u

static const gchar *program_name;
static gint bad_status;
static const gchar *const *colours; /* of GS_CONSOLE_MARKS, or NULL */

gboolean
gs_console_is_mark (gunichar c)
{
  return c >= FIRST_MARK && c < FIRST_MARK + GS_CONSOLE_MARKS;
}

const gchar *
gs_console_mark (gint number)
{
  static const gchar marks[GS_CONSOLE_MARKS][4] = { "\xef\xb7\x90", "\xef\xb7\x91", "\xef\xb7\x92",
                                                    "\xef\xb7\x93", "\xef\xb7\x94", "\xef\xb7\x95",
                                                    "\xef\xb7\x96", "\xef\xb7\x97" };

  return marks[number];
}

void
gs_console_set_colours (const gchar *const *sequences)
{
  colours = sequences;
}

/* Where the locale has other letters, what they lack becomes a “?”. */
static void
write_text (const gchar *text, FILE *to)
{
  const gchar *charset;
  g_autofree gchar *converted = NULL;

  if (!g_get_console_charset (&charset))
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  fputs (converted != NULL ? converted : text, to);
}

static void
print (const gchar *text, FILE *to, const gchar *const *sequences)
{
  g_autofree gchar *visible = gs_quote_visible (text, TRUE);
  GString *out = g_string_new (NULL);
  const gchar *rest = visible;

  for (const gchar *at = visible; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (!gs_console_is_mark (c))
      continue;
    g_string_append_len (out, rest, at - rest);
    if (sequences != NULL)
      g_string_append (out, sequences[c - FIRST_MARK]);
    rest = g_utf8_next_char (at);
  }
  g_string_append (out, rest);
  write_text (out->str, to);
  g_string_free (out, TRUE);
}

static void
print_out (const gchar *text)
{
  print (text, stdout, colours);
}

static void
print_error (const gchar *text)
{
  print (text, stderr, NULL);
}

/* At the end, when all has been written, and before the program's status is given. */
static void
check_output (void)
{
  gboolean flushed = fflush (stdout) == 0;
  const gchar *reason = flushed ? _ ("a write failed") : g_strerror (errno);
  g_autofree gchar *message = NULL;

  if (flushed && !ferror (stdout))
    return;
  message = g_strdup_printf (_ ("%s: the output could not be written (%s); it is not complete."),
                             program_name, reason);
  g_printerr ("%s\n", message);
  fflush (stderr);
  _exit (bad_status);
}

void
gs_console_start (const gchar *program, gint status)
{
  g_assert (program_name == NULL);
  program_name = program;
  bad_status = status;
  g_set_print_handler (print_out);
  g_set_printerr_handler (print_error);
  if (atexit (check_output) != 0)
    g_error ("no room for what is to be done at the end");
}
