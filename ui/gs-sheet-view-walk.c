/* The sheet: from cell to cell. */
#include "app/view/gs-range-select.h"
#include "gs-sheet-view-private.h"

void
gs_sheet_view_move (GsSheetView *self, gint down, gint right, GdkModifierType state)
{
  gint sample = gs_view_get_sample (self->view);
  gboolean extend = (state & GDK_SHIFT_MASK) != 0;
  NnCell cell, corner;

  if (!gs_view_get_selected (self->view, &cell) || !gs_view_get_corner (self->view, &corner)) {
    const GsBlock *first = gs_layout_get_block (self->layout, 0);

    gs_view_select (self->view, &(NnCell){ first->tensor, 0 }, FALSE);
    return;
  }
  if ((state & GDK_CONTROL_MASK) && extend) {
    gs_range_select_to_edge (self->view, down, right);
    return;
  }
  if (state & GDK_CONTROL_MASK)
    cell = gs_layout_move_block (self->layout, &cell, sample, down, right);
  else
    cell = gs_layout_move (self->layout, extend ? &corner : &cell, sample, down, right);
  gs_view_select (self->view, &cell, extend);
}

void
gs_sheet_view_walk (GsSheetView *self, gint down, gint right)
{
  /* What is to be filled in comes in the order of the pass. */
  if (right == 0 && gs_view_select_blank (self->view, down))
    return;
  if (!gs_range_walk (self->view, down, right))
    gs_sheet_view_move (self, down, right, 0);
}
