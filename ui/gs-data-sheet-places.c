/* The data's sheet: where things lie in it, and scrolling to them. */
#include <math.h>

#include "gs-data-sheet-private.h"
#include "gs-key-sight.h"
#include "gs-style.h"

GsDataScene
gs_data_sheet_get_scene (GsDataSheet *self)
{
  return (GsDataScene){ .grid = self->grid,
                        .theme = gs_style_get_theme (),
                        .scale = self->scale,
                        .left = round (gtk_adjustment_get_value (self->hadjustment)),
                        .top = round (gtk_adjustment_get_value (self->vadjustment)),
                        .width = gtk_widget_get_width (GTK_WIDGET (self)),
                        .height = gtk_widget_get_height (GTK_WIDGET (self)),
                        .focused = gtk_widget_has_focus (GTK_WIDGET (self)),
                        .fill_to = self->fill_to };
}

void
gs_data_sheet_configure (GsDataSheet *self)
{
  GsDataScene scene = gs_data_sheet_get_scene (self);
  gdouble width, height, line = gs_data_painter_get_row_height (&scene);

  gs_data_painter_get_size (&scene, &width, &height);
  gtk_adjustment_configure (self->hadjustment, scene.left, 0, MAX (width, scene.width), 60, scene.width * 0.9,
                            scene.width);
  gtk_adjustment_configure (self->vadjustment, scene.top, 0, MAX (height, scene.height), line,
                            MAX (scene.height - gs_data_painter_get_head_height (&scene) - line, line),
                            scene.height);
}

void
gs_data_sheet_reveal (GsDataSheet *self)
{
  GsDataScene scene = gs_data_sheet_get_scene (self);
  gdouble x, y, width, height, head = gs_data_painter_get_head_height (&scene);
  gdouble side = gs_data_painter_get_side_width (&scene);
  GsDataBox box = gs_data_grid_get_box (self->grid);
  gint row, column;

  gs_data_grid_get_cursor (self->grid, &row, &column);
  /* The end of the range that moves. */
  row = row == box.top ? box.bottom : row == box.bottom ? box.top : row;
  column = column == box.left ? box.right : column == box.right ? box.left : column;
  if (box.bottom - box.top >= gs_data_grid_get_n_rows (self->grid) - 1)
    return; /* all of it is marked: one stays where one is */
  gs_data_painter_get_cell (&scene, row, column, &x, &y, &width, &height);
  if (scene.width < 50 || scene.height < 50)
    return;
  gs_key_sight_stop_scrolling (GTK_WIDGET (self));
  if (y < head)
    gtk_adjustment_set_value (self->vadjustment, scene.top + y - head);
  else if (y + height + 4 > scene.height)
    gtk_adjustment_set_value (self->vadjustment, scene.top + y + height + 4 - scene.height);
  if (x < side)
    gtk_adjustment_set_value (self->hadjustment, scene.left + x - side);
  else if (x + width + 4 > scene.width)
    gtk_adjustment_set_value (self->hadjustment, scene.left + x + width + 4 - scene.width);
}
