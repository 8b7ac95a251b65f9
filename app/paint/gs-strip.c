/* The numbers of a layer's sliding window, on the layer's sheet. */
#include "gs-strip.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-painter-private.h"
#include "gs-products-painter.h"

/* The strip as a drawing of its own, at x, y. */
typedef struct {
  gdouble x, y;
  GsProductsScene scene;
} Strip;

gboolean
gs_strip_get_extent (const GsScene *scene, gdouble *x, gdouble *y, gdouble *width, gdouble *height)
{
  const GsStrip *strip = gs_layout_get_strip (scene->layout);
  GsRectangle place;

  if (strip == NULL)
    return FALSE;
  place = (GsRectangle){ (strip->x - scene->left) * scene->zoom, (strip->y - scene->top) * scene->zoom,
                         strip->width * scene->zoom, strip->height * scene->zoom };
  *x = place.x;
  *y = place.y;
  *width = place.width;
  *height = place.height;
  return gs_scene_is_visible (scene, &place);
}

/* The part with the term at work, or that which was chosen. */
static gint
find_part (const GsScene *scene, const GsProducts *products)
{
  const GsSight *sight = scene->sight;
  const gint size = products->rows * products->columns;

  if (sight->writing != NULL && nn_cell_equal (gs_explanation_get_cell (sight->writing), &sight->selected))
    for (guint i = 0; i < products->products->len; i++) {
      const GsProduct *product = g_ptr_array_index (products->products, i);

      if (product != NULL && product->number == sight->term.number)
        return (gint) i / size;
    }
  return MIN (gs_layout_get_strip (scene->layout)->part, products->n_parts - 1);
}

/* FALSE if it is out of sight. Free with clear(). */
static gboolean
make (const GsScene *scene, Strip *strip)
{
  const GsSight *sight = scene->sight;
  const gboolean is_elsewhere =
      sight->has_selection && gs_layout_find_block (scene->layout, sight->selected.tensor) == NULL;
  gdouble width, height;

  if (!gs_strip_get_extent (scene, &strip->x, &strip->y, &width, &height))
    return FALSE;
  strip->scene = (GsProductsScene){
    .sight = sight,
    .theme = scene->theme,
    .products = sight->has_selection && !is_elsewhere && !gs_sight_is_secret (sight, sight->selected.tensor)
                    ? gs_products_new (sight->explanation)
                    : NULL,
    .text_scale = scene->zoom * GS_STRIP_LETTERS,
    .width = (gint) width,
    .height = (gint) height,
    .has_heads = TRUE,
    .is_elsewhere = is_elsewhere,
    .around = is_elsewhere ? 0 : gs_layout_get_strip (scene->layout)->around,
  };
  if (strip->scene.products != NULL)
    strip->scene.part = find_part (scene, strip->scene.products);
  return TRUE;
}

static void
clear (Strip *strip)
{
  gs_products_free ((GsProducts *) strip->scene.products);
}

/* Where the two signs are that turn parts, at the lower right. FALSE if there is one part only. */
static gboolean
get_turners (const Strip *strip, gdouble *x, gdouble *y, gdouble *size)
{
  const GsProductsScene *scene = &strip->scene;

  *size = GS_PICKER_WIDTH * scene->text_scale;
  *x = scene->width - 2 * *size;
  *y = scene->height - (GS_PRODUCTS_FOOT - 5) * scene->text_scale;
  return scene->products != NULL && scene->products->n_parts > 1;
}

/* "3 of 8" and the signs. */
static void
draw_turners (cairo_t *cr, const Strip *strip)
{
  const GsProductsScene *scene = &strip->scene;
  const gdouble letter = 11 * scene->text_scale;
  g_autofree gchar *text = NULL;
  gdouble x, y, size;

  if (!get_turners (strip, &x, &y, &size))
    return;
  text = g_strdup_printf (C_ ("part of a window", "%d of %d"), scene->part + 1, scene->products->n_parts);
  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, text, x - gs_paint_measure (cr, text, letter, FALSE) - 4 * scene->text_scale,
                 y + size / 2 + letter * 0.36, letter, FALSE);
  gs_paint_turners (cr, scene->theme, x, y, size, scene->part > 0,
                    scene->part < scene->products->n_parts - 1);
}

void
gs_strip_draw (cairo_t *cr, const GsScene *scene)
{
  Strip strip;

  if (!make (scene, &strip))
    return;
  cairo_save (cr);
  cairo_translate (cr, round (strip.x), round (strip.y));
  gs_products_draw (cr, &strip.scene);
  draw_turners (cr, &strip);
  cairo_restore (cr);
  clear (&strip);
}

/* Whether there is anything to find: the products of a deep kernel are not made for every place of the
 * pointer. */
static gboolean
is_inside (const GsScene *scene, gdouble x, gdouble y)
{
  gdouble left, top, width, height;

  return gs_strip_get_extent (scene, &left, &top, &width, &height) && x >= left && x < left + width
         && y >= top && y < top + height;
}

gboolean
gs_strip_find_cell (const GsScene *scene, gdouble x, gdouble y, NnCell *cell)
{
  gboolean found;
  Strip strip;

  if (!is_inside (scene, x, y) || !make (scene, &strip))
    return FALSE;
  found = gs_products_find_cell (&strip.scene, x - round (strip.x), y - round (strip.y), cell);
  clear (&strip);
  return found;
}

gboolean
gs_strip_find_turn (const GsScene *scene, gdouble x, gdouble y, gint *part)
{
  gdouble left, top, size;
  gboolean found;
  Strip strip;

  if (!is_inside (scene, x, y) || !make (scene, &strip))
    return FALSE;
  x -= round (strip.x);
  y -= round (strip.y);
  found = get_turners (&strip, &left, &top, &size) && x >= left && x < left + 2 * size && y >= top
          && y < top + size;
  if (found)
    *part = CLAMP (strip.scene.part + (x < left + size ? -1 : 1), 0, strip.scene.products->n_parts - 1);
  clear (&strip);
  return found;
}
