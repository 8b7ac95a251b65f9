/* The sheet: where things lie in it, and scrolling to them. */
#include <math.h>

#include "app/paint/gs-enlarged-map.h"
#include "app/paint/gs-strip.h"
#include "gs-key-sight.h"
#include "gs-sheet-view-private.h"
#include "gs-style.h"

/* Of a band's title with its note, in pixels. */
#define HEADING_WIDTH  420
#define HEADING_HEIGHT 34

GsScene
gs_sheet_view_get_scene (GsSheetView *self)
{
  gdouble width, height, left = gtk_adjustment_get_value (self->hadjustment);
  gdouble top = gtk_adjustment_get_value (self->vadjustment);
  gint own_width = gtk_widget_get_width (GTK_WIDGET (self)),
       own_height = gtk_widget_get_height (GTK_WIDGET (self));

  gs_layout_get_size (self->layout, &width, &height);
  /* A sheet smaller than the window stands in its middle, but not below its upper third; a board at its
   * corner. */
  if (width * self->zoom < own_width)
    left = self->board != NULL ? 0 : -(own_width - width * self->zoom) / 2;
  if (height * self->zoom < own_height - self->foot)
    top = self->board != NULL ? 0 : -MIN ((own_height - height * self->zoom) / 2, own_height / 12.0);
  return (GsScene){ .layout = self->layout,
                    .tabs = gs_view_get_tabs (self->view),
                    .sight = gs_view_get_sight (self->view),
                    .theme = gs_style_get_theme (),
                    .zoom = self->zoom,
                    .text_scale = self->text_scale,
                    .left = round (left) / self->zoom,
                    .top = round (top) / self->zoom,
                    .width = own_width,
                    .height = own_height,
                    .hide_arrows = self->hide_arrows,
                    .for_class = self->board != NULL,
                    .hide_sources = self->hide_sources,
                    .preview = self->preview,
                    .focused = gtk_widget_has_focus (self->cell) };
}

gboolean
gs_sheet_view_locate (GsSheetView *self, const NnCell *cell, GdkRectangle *place)
{
  const GsBlock *block = gs_layout_find_block (self->layout, cell->tensor);
  GsScene scene = gs_sheet_view_get_scene (self);
  gdouble x, y;

  if (!gs_layout_get_cell (self->layout, cell, gs_view_get_sample (self->view), &x, &y))
    return FALSE;
  *place = (GdkRectangle){ (gint) round ((x - scene.left) * self->zoom),
                           (gint) round ((y - scene.top) * self->zoom),
                           MAX ((gint) ceil (block->cell_width * self->zoom), 1),
                           MAX ((gint) ceil (block->cell_height * self->zoom), 1) };
  return TRUE;
}

/* Titles of bands begin at the left; over the values the names of layers go on to the right. */
static gboolean
covers_heading (GsSheetView *self, const GsScene *scene, const GdkRectangle *place)
{
  for (gint band = 0; band < GS_N_BANDS; band++) {
    gdouble top, bottom;
    GdkRectangle title;

    gs_layout_get_band (self->layout, (GsBand) band, &top, &bottom);
    title = (GdkRectangle){ 0, (gint) ((top - scene->top) * self->zoom),
                            band == GS_BAND_VALUES ? scene->width : MIN (scene->width, HEADING_WIDTH),
                            (gint) (HEADING_HEIGHT * MAX (self->zoom, self->text_scale)) };
    if (bottom > top && gdk_rectangle_intersect (&title, place, NULL))
      return TRUE;
  }
  return FALSE;
}

static gboolean
overlap (const GdkRectangle *place, gdouble x, gdouble y, gdouble width, gdouble height)
{
  return x < place->x + place->width && x + width > place->x && y < place->y + place->height
         && y + height > place->y;
}

/* The numbers below a layer's values, and the map beside them. */
static gboolean
covers_strip (const GsScene *scene, const GdkRectangle *place)
{
  gdouble x, y, width, height;

  return (gs_strip_get_extent (scene, &x, &y, &width, &height) && overlap (place, x, y, width, height))
         || (gs_enlarged_map_get_extent (scene, &x, &y, &width, &height)
             && overlap (place, x, y, width, height));
}

gboolean
gs_sheet_view_is_free (GsSheetView *self, const GdkRectangle *place)
{
  GsScene scene = gs_sheet_view_get_scene (self);

  for (gint i = 0; i < gs_layout_get_n_blocks (self->layout); i++) {
    const GsBlock *block = gs_layout_get_block (self->layout, i);
    gdouble above = (GS_HEADER_HEIGHT + GS_CAPTION_SPACE) * gs_layout_get_letters (self->layout);
    GdkRectangle own = { (gint) ((block->x - GS_HEADER_HEIGHT - scene.left) * self->zoom),
                         (gint) ((block->y - above - scene.top) * self->zoom),
                         (gint) ((block->width + GS_HEADER_HEIGHT) * self->zoom),
                         (gint) ((block->height + above) * self->zoom) };

    if (gdk_rectangle_intersect (&own, place, NULL))
      return FALSE;
  }
  return !covers_strip (&scene, place) && !covers_heading (self, &scene, place);
}

void
gs_sheet_view_configure (GsSheetView *self)
{
  gint width = gtk_widget_get_width (GTK_WIDGET (self)),
       height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - self->foot, 0);
  gdouble full_width, full_height;

  gs_layout_get_size (self->layout, &full_width, &full_height);
  gtk_adjustment_configure (self->hadjustment, gtk_adjustment_get_value (self->hadjustment), 0,
                            MAX (full_width * self->zoom, width), 60, width * 0.9, width);
  gtk_adjustment_configure (self->vadjustment, gtk_adjustment_get_value (self->vadjustment), 0,
                            MAX (full_height * self->zoom, height), 60, height * 0.9, height);
}

void
gs_sheet_view_reveal (GsSheetView *self)
{
  NnCell cell;
  GdkRectangle place;
  GsScene scene = gs_sheet_view_get_scene (self);
  gint height = scene.height - self->foot;
  gdouble x, y;

  if (!gs_view_get_selected (self->view, &cell) || !gs_sheet_view_locate (self, &cell, &place)
      || scene.width < 50)
    return;
  gs_key_sight_stop_scrolling (GTK_WIDGET (self));
  /* With some room around, for the headers and what lies beside. */
  x = place.x + scene.left * self->zoom;
  y = place.y + scene.top * self->zoom;
  if (place.x < 40 || place.x + place.width > scene.width - 20)
    gtk_adjustment_set_value (self->hadjustment, x + place.width / 2.0 - scene.width / 2.0);
  if (place.y < 50 || place.y + place.height > height - 30)
    gtk_adjustment_set_value (self->vadjustment, y + place.height / 2.0 - height / 2.0);
}
