/* The sheet: laid out anew, and how large it is shown. */
#include <math.h>

#include "gs-sheet-view-private.h"

#define LEAST_FIRST   0.75 /* of the design: the smallest zoom that a sheet opens at by itself */
#define LEAST_NUMBERS 1.02 /* of the width at which a cell has its number */
#define MOST_LETTERS  3.0
#define FIT_TURNS     4

void
gs_sheet_view_rebuild (GsSheetView *self)
{
  if (self->unit > 0) {
    gs_sheet_view_rebuild_board (self);
    return;
  }
  g_clear_pointer (&self->layout, gs_layout_free);
  self->layout = self->has_pictures ? gs_layout_new_pictures (gs_view_get_sight (self->view)->program,
                                                              gs_view_get_pages (self->view), self->letters)
                                    : gs_layout_new_shown (self->view);
  gs_sheet_view_configure (self);
}

void
gs_sheet_view_zoom_at (GsSheetView *self, gdouble zoom, gdouble x, gdouble y)
{
  GsScene scene = gs_sheet_view_get_scene (self);
  gdouble at_x, at_y;

  zoom = CLAMP (zoom, GS_SHEET_MIN_ZOOM, GS_SHEET_MAX_ZOOM);
  if (zoom == self->zoom)
    return;
  gs_scene_to_layout (&scene, x, y, &at_x, &at_y);
  self->zoom = zoom;
  gs_sheet_view_configure (self);
  gtk_adjustment_set_value (self->hadjustment, at_x * zoom - x);
  gtk_adjustment_set_value (self->vadjustment, at_y * zoom - y);
  gs_sheet_view_size_editor (self);
  g_object_notify (G_OBJECT (self), "zoom");
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gdouble
gs_sheet_view_get_percent (GsSheetView *self)
{
  return self->zoom / self->text_scale * 100;
}

gdouble
gs_sheet_view_get_zoom (GsSheetView *self)
{
  return self->zoom;
}

void
gs_sheet_view_set_zoom (GsSheetView *self, gdouble zoom)
{
  gs_sheet_view_zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                         gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/* All values in view, the gradients a scroll away. The smaller it all is, the larger are the letters for it,
 * for which there has to be room: a few turns come close enough. */
static void
fit_pictures (GsSheetView *self, gint own_width, gint own_height)
{
  gdouble zoom = self->text_scale;

  for (gint turn = 0; turn < FIT_TURNS; turn++) {
    gdouble width, height, top;

    self->letters = CLAMP (self->text_scale / zoom, 1, MOST_LETTERS);
    gs_sheet_view_rebuild (self);
    gs_layout_get_size (self->layout, &width, &height);
    gs_layout_get_band (self->layout, GS_BAND_VALUES, &top, &height);
    zoom = MIN (MIN (own_width / width, own_height / height), 2.0 * self->text_scale);
  }
  gs_sheet_view_set_zoom (self, zoom);
  gtk_adjustment_set_value (self->hadjustment, 0);
  gtk_adjustment_set_value (self->vadjustment, 0);
}

void
gs_sheet_view_zoom_to_fit (GsSheetView *self)
{
  gdouble width, height;
  gint own_width = gtk_widget_get_width (GTK_WIDGET (self)),
       own_height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->board != NULL) {
    gs_sheet_view_rebuild_board (self);
    return;
  }
  if (own_width <= 0 || own_height <= 0)
    return;
  if (self->has_pictures) {
    fit_pictures (self, own_width, own_height);
    return;
  }
  gs_layout_get_size (self->layout, &width, &height);
  gs_sheet_view_set_zoom (self, MIN (MIN (own_width / width, own_height / height), 2.0 * self->text_scale));
}

/* A small network opens as designed, or so much smaller that its loss, at the right end, is in view;
 * where its numbers would be too small for that, one scrolls. */
void
gs_sheet_view_zoom_at_first (GsSheetView *self)
{
  gint width = gtk_widget_get_width (GTK_WIDGET (self));
  gdouble full_width, full_height, zoom;

  if (self->first_zoom > 0 && self->zoom != self->first_zoom)
    return;
  gs_layout_get_size (self->layout, &full_width, &full_height);
  zoom = MIN (width / full_width, self->text_scale);
  gs_sheet_view_set_zoom (self, zoom < LEAST_FIRST * self->text_scale ? self->text_scale : zoom);
  gtk_adjustment_set_value (self->hadjustment, 0);
  gtk_adjustment_set_value (self->vadjustment, 0);
  self->first_zoom = self->zoom;
}

void
gs_sheet_view_zoom_to_block (GsSheetView *self)
{
  NnCell cell;
  const GsBlock *block;
  gint width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  if (!gs_view_get_selected (self->view, &cell))
    return;
  block = gs_layout_find_block (self->layout, cell.tensor);
  if (block == NULL)
    return;
  gs_sheet_view_set_zoom (self, MIN (width / (block->width + 80), height / (block->height + 100)));
  gtk_adjustment_set_value (self->hadjustment, (block->x + block->width / 2) * self->zoom - width / 2.0);
  gtk_adjustment_set_value (self->vadjustment, (block->y + block->height / 2) * self->zoom - height / 2.0);
}

void
gs_sheet_view_zoom_to_blocks (GsSheetView *self, const gchar *const *names)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));
  gint width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  gdouble left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = 0, bottom = 0, zoom, narrow, least;

  for (; *names != NULL; names++) {
    const GsBlock *block = gs_layout_find_block (self->layout, nn_program_find (program, *names));

    if (block == NULL)
      continue;
    left = MIN (left, block->x);
    top = MIN (top, block->y);
    right = MAX (right, block->x + block->width);
    bottom = MAX (bottom, block->y + block->height);
  }
  if (left > right || width <= 0 || height <= 0)
    return;
  /* Not larger than reads well: a lone cell need not fill the window. Where only without margins numbers have
   * room, those go. */
  zoom = MIN (width / (right - left + 100), height / (bottom - top + 120));
  narrow = MIN (width / (right - left + 2 * GS_HEADER_HEIGHT), height / (bottom - top + 60));
  least = LEAST_NUMBERS * GS_NUMBER_WIDTH * self->text_scale / GS_CELL_WIDTH;
  gs_sheet_view_set_zoom (self, MIN (MAX (zoom, MIN (least, narrow)), 2.0 * self->text_scale));
  gtk_adjustment_set_value (self->hadjustment, (left + right) / 2 * self->zoom - width / 2.0);
  gtk_adjustment_set_value (self->vadjustment, (top + bottom) / 2 * self->zoom - height / 2.0);
}

void
gs_sheet_view_zoom_by (GsSheetView *self, gdouble factor)
{
  gs_sheet_view_set_zoom (self, self->zoom * factor);
  gs_sheet_view_reveal (self);
}
