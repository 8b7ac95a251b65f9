/* Ten digits drawn with a pen, for tests and for the documents' rows.
 */
#pragma once

#include "app/data/gs-drawing.h"

/* Ten digits as lines, as one would write them; "M x y" begins a stroke. */
static const gchar *const digits_paths[] = {
  "M .5 .15 .36 .22 .29 .4 .29 .62 .37 .8 .5 .86 .63 .8 .71 .62 .71 .4 .64 .22 .5 .15",
  "M .42 .28 .52 .15 .52 .86",
  "M .3 .32 .36 .2 .5 .14 .64 .2 .69 .34 .62 .5 .45 .68 .29 .85 .72 .85",
  "M .3 .22 .42 .14 .58 .15 .68 .26 .63 .41 .47 .48 .63 .53 .71 .67 .64 .81 .48 .87 .31 .8",
  "M .56 .14 .42 .38 .28 .6 .74 .6 M .6 .34 .6 .87",
  "M .69 .15 .36 .15 .33 .46 .5 .42 .66 .49 .7 .65 .63 .8 .47 .87 .3 .8",
  "M .62 .15 .45 .28 .34 .5 .31 .68 .38 .83 .52 .87 .66 .79 .68 .64 .58 .53 .44 .55 .33 .66",
  "M .28 .16 .72 .16 .58 .45 .45 .87",
  "M .5 .14 .36 .2 .35 .35 .5 .47 .66 .6 .68 .76 .56 .86 .42 .85 .32 .74 .36 .6 .5 .47 .64 .34 .63 .2 .5 .14",
  "M .66 .3 .58 .17 .44 .17 .33 .3 .36 .45 .5 .51 .63 .44 .66 .3 .65 .55 .58 .87",
};

/* `scale` times as large, moved. Caller frees. */
static inline GsDrawing *
digits_draw (gint digit, gdouble scale, gdouble dx, gdouble dy)
{
  g_auto (GStrv) words = g_strsplit (digits_paths[digit], " ", -1);
  GsDrawing *drawing = gs_drawing_new ();
  gboolean begins = FALSE;

  for (gint i = 0; words[i] != NULL; i++) {
    gdouble x, y;

    if (g_str_equal (words[i], "M")) {
      begins = TRUE;
      continue;
    }
    x = g_ascii_strtod (words[i], NULL) * scale + dx;
    y = g_ascii_strtod (words[++i], NULL) * scale + dy;
    if (begins)
      gs_drawing_begin (drawing, x, y);
    else
      gs_drawing_draw_to (drawing, x, y);
    begins = FALSE;
  }
  return drawing;
}
