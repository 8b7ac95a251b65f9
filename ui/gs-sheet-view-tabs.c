/* The sheet of a large network: its tabs and the pages of its blocks. */
#include "app/paint/gs-strip.h"
#include "gs-sheet-view-private.h"

#define LEAST_ZOOM       0.6 /* smaller maps are not read */
#define MUCH_LARGER      1.15
#define LEAST_WITH_STRIP 0.5 /* nor smaller numbers below them */

/* All of a network whole; where its values alone may be much larger, and with them what one reads, those. */
static void
show_all (GsSheetView *self, gint own_width, gint own_height)
{
  gdouble width, height, top, bottom, zoom;

  gs_layout_get_size (self->layout, &width, &height);
  gs_layout_get_band (self->layout, GS_BAND_VALUES, &top, &bottom);
  zoom = MIN (MIN (own_width / width, own_height / bottom), self->text_scale);
  if (self->board != NULL || self->has_pictures || zoom < MUCH_LARGER * self->zoom)
    return;
  gs_sheet_view_set_zoom (self, zoom);
  gtk_adjustment_set_value (self->hadjustment, 0);
  gtk_adjustment_set_value (self->vadjustment, 0);
}

/* A layer's sheet is at first as large as its values and gradients fit in sight; in a low window, and where
 * the numbers of a window are to be read below them, its values:
 * what the update makes of it is below, and all of it together would be too small to read. */
void
gs_sheet_view_show_sheet (GsSheetView *self)
{
  const GsTab *tab = &g_array_index (gs_view_get_tabs (self->view), GsTab, gs_view_get_tab (self->view));
  gint own_width = gtk_widget_get_width (GTK_WIDGET (self)),
       own_height = gtk_widget_get_height (GTK_WIDGET (self));
  gdouble width, height, top, bottom, zoom;

  gs_sheet_view_zoom_to_fit (self);
  if (own_width > 0 && own_height > 0 && gs_layout_get_room (self->layout) == GS_ROOM_DRAWING)
    show_all (self, own_width, own_height);
  gs_layout_get_band (self->layout, GS_BAND_GRADIENTS, &top, &bottom);
  if (tab->kind != GS_TAB_LAYER || self->board != NULL || self->has_pictures || bottom <= top
      || own_width <= 0 || own_height <= 0)
    return;
  gs_layout_get_size (self->layout, &width, &height);
  zoom = MIN (own_width / width, own_height / bottom);
  gs_layout_get_band (self->layout, GS_BAND_VALUES, &top, &bottom);
  if ((zoom < LEAST_ZOOM || gs_layout_get_strip (self->layout) != NULL) && bottom > 0)
    zoom = MIN (own_width / width, MAX (own_height / bottom, LEAST_WITH_STRIP));
  gs_sheet_view_set_zoom (self, MIN (zoom, 2.0 * self->text_scale));
  gtk_adjustment_set_value (self->vadjustment, 0);
}

/* Another tab or page. A large network's sheets are each shown whole at first; a page turned stays as it is.
 */
void
gs_sheet_view_change_sheet (GsSheetView *self)
{
  guint tab = gs_view_get_tab (self->view);

  gs_sheet_view_rebuild (self);
  if (self->tab == tab || self->has_pictures)
    return;
  self->tab = tab;
  if (gs_layout_get_room (self->layout) != GS_ROOM_NUMBERS)
    gs_sheet_view_show_sheet (self);
}

/* The selected cell may be on another sheet or page, or of another sample. With `turn` one goes there. */
void
gs_sheet_view_bring_into_layout (GsSheetView *self, gboolean turn)
{
  const GsBlock *block;
  GsSpot spot;
  NnCell cell;

  if (!gs_view_get_selected (self->view, &cell) || self->board != NULL || gs_view_shows_data (self->view))
    return;
  block = gs_layout_find_block (self->layout, cell.tensor);
  if (block == NULL && turn && !self->has_pictures)
    gs_view_show_tensor (self->view, cell.tensor);
  block = gs_layout_find_block (self->layout, cell.tensor);
  if (block == NULL || block->tensor != cell.tensor)
    return;
  if (block->by_sample && turn)
    gs_view_set_sample (self->view, (gint) (cell.offset / block->sample_stride) + 1);
  if (gs_block_find_spot (block, cell.offset, gs_view_get_sample (self->view), &spot))
    return;
  if (gs_layout_get_room (self->layout) == GS_ROOM_NUMBERS)
    gs_view_set_rows_page (self->view, gs_block_find_page (block, cell.offset));
  else
    gs_view_set_page (self->view, block->page_of, gs_block_find_page (block, cell.offset));
}

gboolean
gs_sheet_view_turn_page_at (GsSheetView *self, gdouble x, gdouble y)
{
  GsScene scene = gs_sheet_view_get_scene (self);
  gdouble at_x, at_y;
  gint turn, page;
  const GsBlock *block;

  if (gs_strip_find_turn (&scene, x, y, &page)) {
    gs_view_set_part (self->view, page);
    return TRUE;
  }
  gs_scene_to_layout (&scene, x, y, &at_x, &at_y);
  block = gs_layout_find_picker (self->layout, at_x, at_y, &turn);
  if (block == NULL)
    return FALSE;
  page = CLAMP (block->first_tile / (block->tiles_across * block->tiles_down) + turn, 0,
                gs_block_get_n_pages (block) - 1);
  if (gs_layout_get_room (self->layout) == GS_ROOM_NUMBERS)
    gs_view_set_rows_page (self->view, page);
  else
    gs_view_set_page (self->view, block->page_of, page);
  return TRUE;
}
