/* The pointer on the sheet: clicks on cells and headers, drags, the fill handle, the wheel. */
#include <math.h>

#include "app/paint/gs-enlarged-map.h"
#include "app/paint/gs-strip.h"
#include "app/view/gs-range-select.h"
#include "gs-message.h"
#include "gs-sheet-view-private.h"

static gboolean
find_cell (GsSheetView *self, gdouble x, gdouble y, NnCell *cell)
{
  GsScene scene = gs_sheet_view_get_scene (self);
  gdouble at_x, at_y;

  gs_scene_to_layout (&scene, x, y, &at_x, &at_y);
  return gs_layout_find_cell (self->layout, at_x, at_y, gs_view_get_sample (self->view), cell);
}

/* Of the numbers below the values, or of the map that is enlarged beside them. */
static gboolean
find_in_strip (GsSheetView *self, gdouble x, gdouble y, NnCell *cell)
{
  GsScene scene = gs_sheet_view_get_scene (self);

  return gs_strip_find_cell (&scene, x, y, cell) || gs_enlarged_map_find_cell (&scene, x, y, cell);
}

/* ---- the button ---- */

static GsHeader
find_header (GsSheetView *self, gdouble x, gdouble y, NnCell *cell)
{
  GsScene scene = gs_sheet_view_get_scene (self);
  gdouble at_x, at_y;

  gs_scene_to_layout (&scene, x, y, &at_x, &at_y);
  return gs_layout_find_header (self->layout, at_x, at_y, gs_view_get_sample (self->view), cell);
}

/* On the small square at the end of what is marked. */
static gboolean
is_at_handle (GsSheetView *self, gdouble x, gdouble y)
{
  GsScene scene = gs_sheet_view_get_scene (self);
  gdouble at_x, at_y;

  return gs_painter_get_handle (&scene, &at_x, &at_y) && fabs (x - at_x) <= 6 && fabs (y - at_y) <= 6;
}

/* Marks the cell, or from where marking began to it, or it beside what is marked. */
static void
select_cell (GsSheetView *self, const NnCell *cell, GdkModifierType state)
{
  if (state & GDK_CONTROL_MASK)
    gs_view_select_also (self->view, cell);
  else
    gs_view_select (self->view, cell, (state & GDK_SHIFT_MASK) != 0);
}

/* A number above or beside the cells marks its column or row, the name the block. */
static void
select_header (GsSheetView *self, GsHeader header, const NnCell *cell, GdkModifierType state)
{
  select_cell (self, cell, state);
  self->drag = header == GS_HEADER_ROW      ? GS_DRAG_ROWS
               : header == GS_HEADER_COLUMN ? GS_DRAG_COLUMNS
                                            : GS_DRAG_NONE;
  if (header == GS_HEADER_ROW)
    gs_range_select_rows (self->view);
  else if (header == GS_HEADER_COLUMN)
    gs_range_select_columns (self->view);
  else
    gs_range_select_block (self->view);
}

static void
on_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsSheetView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  GsHeader header;
  NnCell cell;

  self->drag = GS_DRAG_NONE;
  if (!gs_sheet_view_apply_edit (self))
    return;
  gtk_widget_grab_focus (self->cell);
  if (gs_sheet_view_turn_page_at (self, x, y))
    return;
  if (find_in_strip (self, x, y, &cell)) {
    select_cell (self, &cell, state);
    return;
  }
  if (is_at_handle (self, x, y)) {
    self->drag = GS_DRAG_HANDLE;
    return;
  }
  if ((header = find_header (self, x, y, &cell)) != GS_HEADER_NONE) {
    select_header (self, header, &cell, state);
    return;
  }
  if (!find_cell (self, x, y, &cell))
    return;
  self->drag = GS_DRAG_CELLS;
  select_cell (self, &cell, state);
  if (n == 2)
    gs_sheet_view_edit (self, NULL);
}

/* The right button: the cell is selected, unless it is in the range already. */
static void
on_menu_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsSheetView *self)
{
  GsRange range;
  NnCell cell;

  if (gs_sheet_view_is_editing (self) || !find_cell (self, x, y, &cell))
    return;
  if (!gs_view_get_range (self->view, &range) || !gs_range_contains (&range, &cell))
    gs_view_select (self->view, &cell, FALSE);
  gs_sheet_view_show_menu (self);
}

/* What letting go here would fill is outlined. */
static void
drag_handle (GsSheetView *self, gdouble x, gdouble y)
{
  GsScene scene = gs_sheet_view_get_scene (self);

  g_clear_pointer (&self->preview, g_array_unref);
  gs_scene_to_layout (&scene, x, y, &x, &y);
  if (gs_view_get_selected (self->view, &self->dragged)
      && gs_layout_find_nearest (self->layout, GS_HEADER_NONE, x, y, gs_view_get_sample (self->view),
                                 &self->dragged))
    self->preview = gs_range_list_fill (self->view, &self->dragged);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Whole rows or columns, as far as the pointer has got. */
static void
drag_header (GsSheetView *self, gdouble x, gdouble y)
{
  GsHeader header = self->drag == GS_DRAG_ROWS ? GS_HEADER_ROW : GS_HEADER_COLUMN;
  GsScene scene = gs_sheet_view_get_scene (self);
  NnCell cell;

  gs_scene_to_layout (&scene, x, y, &x, &y);
  if (!gs_view_get_selected (self->view, &cell)
      || !gs_layout_find_nearest (self->layout, header, x, y, gs_view_get_sample (self->view), &cell))
    return;
  gs_view_select (self->view, &cell, TRUE);
  (self->drag == GS_DRAG_ROWS ? gs_range_select_rows : gs_range_select_columns) (self->view);
}

static void
on_dragged (GtkGestureDrag *gesture, gdouble dx, gdouble dy, GsSheetView *self)
{
  gdouble x, y;
  NnCell cell;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (hypot (dx, dy) <= 4 || gs_sheet_view_is_editing (self))
    return;
  switch (self->drag) {
  case GS_DRAG_CELLS:
    if (find_cell (self, x + dx, y + dy, &cell))
      gs_view_select (self->view, &cell, TRUE);
    break;
  case GS_DRAG_ROWS:
  case GS_DRAG_COLUMNS: drag_header (self, x + dx, y + dy); break;
  case GS_DRAG_HANDLE: drag_handle (self, x + dx, y + dy); break;
  case GS_DRAG_NONE:
  default: break;
  }
}

static void
on_let_go (GtkGestureDrag *gesture, gdouble dx, gdouble dy, GsSheetView *self)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;
  gboolean fills = self->drag == GS_DRAG_HANDLE && self->preview != NULL;

  self->drag = GS_DRAG_NONE;
  g_clear_pointer (&self->preview, g_array_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (fills)
    gs_message_tell_of (GTK_WIDGET (self), gs_range_fill_to (self->view, &self->dragged, &said, &error),
                        &said, &error);
}

/* What is pointed at there is lit in the maps, and in all of its tables. */
static void
light_in_strip (GsSheetView *self, gdouble x, gdouble y)
{
  NnCell cell;
  gboolean was_lit = self->lights_strip;

  self->lights_strip = find_in_strip (self, x, y, &cell);
  if (self->lights_strip || was_lit)
    gs_view_point_at (self->view, self->lights_strip ? &cell : NULL);
}

static void
on_moved (GtkEventControllerMotion *controller, gdouble x, gdouble y, GsSheetView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  light_in_strip (self, x, y);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_at_handle (self, x, y) ? "crosshair" : NULL);
}

static void
on_left (GsSheetView *self)
{
  if (self->lights_strip)
    gs_view_point_at (self->view, NULL);
  self->lights_strip = FALSE;
}

/* ---- the wheel ---- */

/* A number under the wheel goes up and down, and with it what is marked. */
static void
change_number (GsSheetView *self, gdouble steps)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;
  NnCell cell;

  if (find_cell (self, self->pointer_x, self->pointer_y, &cell))
    gs_message_tell_of (GTK_WIDGET (self), gs_number_wheel_turn (self->wheel, &cell, steps, &said, &error),
                        &said, &error);
}

static gboolean
on_wheel (GtkEventControllerScroll *controller, gdouble dx, gdouble dy, GsSheetView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (state & GDK_ALT_MASK) {
    change_number (self, dy != 0 ? -dy : -dx);
    return TRUE;
  }
  if ((state & GDK_CONTROL_MASK) == 0)
    return FALSE;
  gs_sheet_view_zoom_at (self, self->zoom * pow (1.15, -dy), self->pointer_x, self->pointer_y);
  return TRUE;
}

static gdouble pinch_start;

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, GsSheetView *self)
{
  pinch_start = self->zoom;
}

static void
on_pinched (GtkGestureZoom *gesture, gdouble scale, GsSheetView *self)
{
  gdouble x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    gs_sheet_view_zoom_at (self, pinch_start * scale, x, y);
}

static gboolean
on_tooltip (GsSheetView *self, gint x, gint y, gboolean keyboard, GtkTooltip *tooltip)
{
  NnCell cell;
  g_autofree gchar *text = NULL;

  if (keyboard || !find_cell (self, x, y, &cell))
    return FALSE;
  text = gs_view_describe (self->view, &cell);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

void
gs_sheet_view_add_pointer (GsSheetView *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new (),
             *pinch = gtk_gesture_zoom_new (), *menu = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (on_menu_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_dragged), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_let_go), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_moved), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_left), self);
  g_signal_connect (wheel, "scroll", G_CALLBACK (on_wheel), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinched), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), wheel);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_tooltip), NULL);
}
