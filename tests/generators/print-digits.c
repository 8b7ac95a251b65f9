/* Prints ten drawn digits as the data of a document: rows of rows x rows pixels, and their classes.
 *
 * usage: print-digits ROWS
 */
#include <stdlib.h>

#include "tests/digits.h"

/* The pixels of one, three decimals each, as nested lists. */
static void
print_picture (const gdouble *pixels, gint rows)
{
  g_print ("      [[");
  for (gint row = 0; row < rows; row++) {
    g_print (row > 0 ? ",\n        [" : "[");
    for (gint column = 0; column < rows; column++) {
      gint thousandths = (gint) (pixels[row * rows + column] * 1000 + 0.5);

      if (thousandths == 0 || thousandths == 1000)
        g_print ("%s%d", column > 0 ? ", " : "", thousandths / 1000);
      else
        g_print ("%s0.%03d", column > 0 ? ", " : "", thousandths);
    }
    g_print ("]");
  }
  g_print ("]]");
}

int
main (int argc, char **argv)
{
  gint rows = argc > 1 ? atoi (argv[1]) : 28;
  g_autofree gdouble *pixels = g_new (gdouble, rows * rows);

  g_print ("  \"data\": {\n    \"inputs\": [\n");
  for (gint digit = 0; digit < 10; digit++) {
    g_autoptr (GsDrawing) drawing = digits_draw (digit, 1, 0, 0);

    gs_drawing_render (drawing, rows, rows, pixels);
    print_picture (pixels, rows);
    g_print (digit < 9 ? ",\n" : "\n    ],\n    \"targets\": [\n");
  }
  for (gint digit = 0; digit < 10; digit++) {
    g_print ("      [");
    for (gint other = 0; other < 10; other++)
      g_print ("%s%d", other > 0 ? ", " : "", other == digit);
    g_print (digit < 9 ? "],\n" : "]\n    ],\n");
  }
  g_print ("    \"batch-size\": 1,\n    \"names\": {\"targets\": [\"0\", \"1\", \"2\", \"3\", \"4\", "
           "\"5\", \"6\", \"7\", \"8\", \"9\"]}\n  }");
  return 0;
}
