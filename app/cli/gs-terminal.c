/* Colours and the bar for long work, where somebody watches. */
#include "gs-terminal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/text/gs-console.h"
#include "nn/nn-dialect.h"

#define REDRAW_INTERVAL (100 * 1000) /* microseconds */
#define BAR_WIDTH       30

/* Whether standard output takes colours. */
static gboolean
has_colours (void)
{
  const gchar *no_color = g_getenv ("NO_COLOR"), *term = g_getenv ("TERM");

  if (no_color != NULL && *no_color != '\0')
    return FALSE;
  return isatty (STDOUT_FILENO) && term != NULL && !g_str_equal (term, "dumb");
}

void
gs_terminal_start (void)
{
  /* In the order of GsInk; the plain one ends the others. */
  static const gchar *const sequences[GS_CONSOLE_MARKS] = { "\033[0m",  "\033[2m",  "\033[1m", "\033[36m",
                                                            "\033[33m", "\033[35m", "",        "" };

  gs_console_set_colours (has_colours () ? sequences : NULL);
}

const gchar *
gs_terminal_begin (GsInk ink)
{
  return gs_console_mark ((gint) ink);
}

const gchar *
gs_terminal_end (void)
{
  return gs_console_mark (GS_INK_PLAIN);
}

gint
gs_terminal_width (const gchar *text)
{
  gint width = 0;

  for (const gchar *c = text; *c != '\0'; c = g_utf8_next_char (c))
    width += !gs_console_is_mark (g_utf8_get_char (c)); /* a colour takes no room */
  return width;
}

gchar *
gs_terminal_pad (const gchar *text, gint width)
{
  gint missing = MAX (width - gs_terminal_width (text), 0);

  return g_strdup_printf ("%s%*s", text, missing, "");
}

gchar *
gs_terminal_pad_left (const gchar *text, gint width)
{
  gint missing = MAX (width - gs_terminal_width (text), 0);

  return g_strdup_printf ("%*s%s", missing, "", text);
}

static gint64 drawn_at;
static gboolean is_drawn;

gboolean
gs_terminal_progress (guint32 done, guint32 total, gdouble loss, gpointer user_data)
{
  gint64 now = g_get_monotonic_time ();
  gint filled = total > 0 ? (gint) ((guint64) BAR_WIDTH * done / total) : 0;
  gchar bar[BAR_WIDTH + 1];
  g_autofree gchar *number = NULL;

  if (!isatty (STDERR_FILENO) || (is_drawn && now - drawn_at < REDRAW_INTERVAL && done < total))
    return TRUE;
  memset (bar, ' ', BAR_WIDTH);
  memset (bar, '#', (gsize) filled);
  bar[BAR_WIDTH] = '\0';
  number = nn_dialect_number (loss, 6, '\0');
  fprintf (stderr, "\r%3d %% [%s] %u of %u, loss %s\033[K", total > 0 ? (gint) (100ULL * done / total) : 100,
           bar, done, total, number);
  fflush (stderr);
  drawn_at = now;
  is_drawn = TRUE;
  return TRUE;
}

void
gs_terminal_end_progress (void)
{
  if (is_drawn)
    fputs ("\r\033[K", stderr);
  is_drawn = FALSE;
}
