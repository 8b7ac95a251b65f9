/* The sheet as a class sees it: what is in play, as large as there is room for. */
#include <math.h>

#include "gs-sheet-view-private.h"

void
gs_sheet_view_rebuild_board (GsSheetView *self)
{
  gint width = gtk_widget_get_width (GTK_WIDGET (self));
  gint height = gtk_widget_get_height (GTK_WIDGET (self)) - self->foot;

  g_clear_pointer (&self->board, gs_board_free);
  g_clear_pointer (&self->layout, gs_layout_free);
  self->board = gs_board_new (gs_view_get_sight (self->view));
  self->layout = gs_board_lay_out (self->board, width, height, self->unit, &self->zoom);
  gs_sheet_view_configure (self);
  gtk_adjustment_set_value (self->hadjustment, 0);
  gtk_adjustment_set_value (self->vadjustment, 0);
  gs_sheet_view_size_editor (self);
  g_object_notify (G_OBJECT (self), "zoom");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The blocks follow what is selected, or what comes next. */
void
gs_sheet_view_follow_board (GsSheetView *self)
{
  g_autoptr (GsBoard) now = self->board != NULL ? gs_board_new (gs_view_get_sight (self->view)) : NULL;

  if (now != NULL && !gs_board_equal (now, self->board))
    gs_sheet_view_rebuild_board (self);
}

void
gs_sheet_view_fit_board (GsSheetView *self, gint width, gint height)
{
  if (width == self->fitted_width && height - self->foot == self->fitted_height)
    return;
  self->fitted_width = width;
  self->fitted_height = height - self->foot;
  gs_sheet_view_rebuild_board (self);
  gs_sheet_view_reveal (self);
}

void
gs_sheet_view_set_outlines (GsSheetView *self, gboolean show)
{
  if (self->hide_sources != !show)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->hide_sources = !show;
}

void
gs_sheet_view_set_foot (GsSheetView *self, gint height)
{
  if (height == self->foot)
    return;
  self->foot = height;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

gboolean
gs_sheet_view_fits_board (GsSheetView *self, gint width, gint height)
{
  return self->board == NULL || gs_board_fits (self->board, width, height, self->unit);
}

gint
gs_sheet_view_get_least_height (GsSheetView *self, gint width, gboolean with_asked)
{
  return self->board != NULL
             ? (gint) ceil (gs_board_get_least_height (self->board, width, self->unit, with_asked))
             : 0;
}

void
gs_sheet_view_get_end (GsSheetView *self, gint *right, gint *bottom)
{
  GsScene scene = gs_sheet_view_get_scene (self);

  *right = *bottom = 0;
  for (gint i = 0; i < gs_layout_get_n_blocks (self->layout); i++) {
    const GsBlock *block = gs_layout_get_block (self->layout, i);

    *right = MAX (*right, (gint) ceil ((block->x + block->width - scene.left) * self->zoom));
    *bottom = MAX (*bottom, (gint) ceil ((block->y + block->height - scene.top) * self->zoom));
  }
}
