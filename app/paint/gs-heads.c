/* A strip with the name or the number of a row or column. */
#include "gs-heads.h"

#include "gs-painter-private.h"

void
gs_head_draw (cairo_t *cr,
              const GsTheme *theme,
              const GsRectangle *place,
              const gchar *name,
              gint number,
              gdouble size)
{
  g_autofree gchar *text = name != NULL ? gs_paint_shorten (cr, name, place->width - 4, size, FALSE)
                                        : g_strdup_printf ("%d", number);

  gs_paint_set_colour (cr, &theme->head);
  cairo_rectangle (cr, place->x, place->y, place->width, place->height);
  cairo_fill (cr);
  gs_paint_set_colour (cr, name != NULL ? &theme->text : &theme->dim);
  gs_paint_text (cr, text, place->x + (place->width - gs_paint_measure (cr, text, size, FALSE)) / 2,
                 place->y + place->height / 2 + size * 0.36, size, FALSE);
}
