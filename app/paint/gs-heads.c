/* A strip with the name or the number of a row or column. */
#include "gs-heads.h"

#include "gs-painter-private.h"

#define SMALLEST 0.78 /* of the letters' size */
#define LINE     1.15 /* from line to line */

/* How much smaller letters must be for a text to have room. */
static gdouble
find_scale (cairo_t *cr, const gchar *text, gdouble room, gdouble size)
{
  return MIN (1, room / gs_paint_measure (cr, text, size, FALSE));
}

/* The two lines of a name, broken where they become most alike: at a space, behind another sign, or, where
 * there are none, within the word. NULL if it is one letter. Caller frees. */
static GStrv
break_name (const gchar *name)
{
  glong length = g_utf8_strlen (name, -1), best = 0, least = G_MAXLONG;
  g_auto (GStrv) lines = g_new0 (gchar *, 3);

  for (glong i = 1; i < length; i++) {
    gunichar before = g_utf8_get_char (g_utf8_offset_to_pointer (name, i - 1));
    glong longer = MAX (i, length - i);

    if (!g_unichar_isalnum (before) && longer < least) {
      least = longer;
      best = i;
    }
  }
  if (best == 0)
    best = (length + 1) / 2;
  if (length < 2)
    return NULL;
  lines[0] = g_strchomp (g_utf8_substring (name, 0, best));
  lines[1] = g_strdup (g_utf8_offset_to_pointer (name, best));
  return g_steal_pointer (&lines);
}

static void
draw_line (cairo_t *cr, const GsRectangle *place, const gchar *text, gdouble y, gdouble size)
{
  g_autofree gchar *shown = gs_paint_shorten (cr, text, place->width - 4, size, FALSE);

  gs_paint_text (cr, shown, place->x + (place->width - gs_paint_measure (cr, shown, size, FALSE)) / 2,
                 y + size * 0.36, size, FALSE);
}

static void
draw_name (cairo_t *cr, const GsRectangle *place, const gchar *name, gdouble size)
{
  gdouble room = place->width - 4, middle = place->y + place->height / 2;
  gdouble scale = find_scale (cr, name, room, size);
  g_auto (GStrv) lines = scale < 1 && place->height >= 2 * LINE * size ? break_name (name) : NULL;

  if (lines == NULL) {
    draw_line (cr, place, name, middle, size * MAX (scale, SMALLEST));
    return;
  }
  scale = MIN (find_scale (cr, lines[0], room, size), find_scale (cr, lines[1], room, size));
  size *= MAX (scale, SMALLEST);
  draw_line (cr, place, lines[0], middle - size * LINE / 2, size);
  draw_line (cr, place, lines[1], middle + size * LINE / 2, size);
}

/* A number is never cut, which would make it another: its digits become as small as they must. */
static void
draw_number (cairo_t *cr, const GsRectangle *place, gint number, gdouble size)
{
  g_autofree gchar *text = g_strdup_printf ("%d", number);

  size *= find_scale (cr, text, place->width - 2, size);
  gs_paint_text (cr, text, place->x + (place->width - gs_paint_measure (cr, text, size, FALSE)) / 2,
                 place->y + place->height / 2 + size * 0.36, size, FALSE);
}

void
gs_head_draw (cairo_t *cr,
              const GsTheme *theme,
              const GsRectangle *place,
              const gchar *name,
              gint number,
              gdouble size)
{
  gs_paint_set_colour (cr, &theme->head);
  cairo_rectangle (cr, place->x, place->y, place->width, place->height);
  cairo_fill (cr);
  gs_paint_set_colour (cr, name != NULL ? &theme->text : &theme->dim);
  if (name != NULL)
    draw_name (cr, place, name, size);
  else
    draw_number (cr, place, number, size);
}
