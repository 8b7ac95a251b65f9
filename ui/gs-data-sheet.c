/* The data's sheet: drawing page by page, scrolling, the pointer. */
#include <math.h>

#include "gs-accessible.h"
#include "gs-data-sheet-private.h"
#include "gs-menus.h"
#include "gs-message.h"
#include "gs-style.h"

enum { PROP_0, PROP_HADJUSTMENT, PROP_VADJUSTMENT, PROP_HSCROLL_POLICY, PROP_VSCROLL_POLICY };

#define PAGE 24 /* rows that are drawn together, and kept */
#define KEPT 12 /* pages */

G_DEFINE_FINAL_TYPE_WITH_CODE (GsDataSheet,
                               gs_data_sheet,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* ---- drawing ---- */

typedef struct {
  GskRenderNode *node;
  guint64 revision;
  gdouble left, scale;
  gint width;
  const GsTheme *theme;
} Page;

static void
page_free (gpointer page)
{
  g_clear_pointer (&((Page *) page)->node, gsk_render_node_unref);
  g_free (page);
}

static gboolean
is_fresh (const Page *page, const GsDataScene *scene)
{
  return page != NULL && page->revision == gs_data_grid_get_revision (scene->grid)
         && page->left == scene->left && page->scale == scene->scale && page->width == scene->width
         && page->theme == scene->theme;
}

static Page *
draw_page (GsDataSheet *self, const GsDataScene *scene, gint number)
{
  gint first = number * PAGE + 1;
  gdouble height = gs_data_painter_get_row_height (scene) * PAGE;
  Page *page = g_new0 (Page, 1);
  cairo_t *cr;

  *page = (Page){ gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) scene->width, (float) height)),
                  gs_data_grid_get_revision (scene->grid),
                  scene->left,
                  scene->scale,
                  scene->width,
                  scene->theme };
  cr = gsk_cairo_node_get_draw_context (page->node);
  gs_data_painter_draw_rows (cr, scene, first, first + PAGE - 1);
  cairo_destroy (cr);
  if (g_hash_table_size (self->pages) >= KEPT)
    g_hash_table_remove_all (self->pages);
  g_hash_table_insert (self->pages, GINT_TO_POINTER (number), page);
  return page;
}

static void
append_pages (GsDataSheet *self, const GsDataScene *scene, GtkSnapshot *into)
{
  gdouble line = gs_data_painter_get_row_height (scene), head = gs_data_painter_get_head_height (scene);
  gint n_rows = gs_data_grid_get_n_rows (self->grid) + 1;
  gint first = (gint) floor (scene->top / (line * PAGE));

  for (gint number = first; number * PAGE < n_rows && number * PAGE * line - scene->top < scene->height;
       number++) {
    Page *page = g_hash_table_lookup (self->pages, GINT_TO_POINTER (number));

    if (!is_fresh (page, scene))
      page = draw_page (self, scene, number);
    gtk_snapshot_save (into);
    gtk_snapshot_translate (into,
                            &GRAPHENE_POINT_INIT (0, (float) (head + number * PAGE * line - scene->top)));
    gtk_snapshot_append_node (into, page->node);
    gtk_snapshot_restore (into);
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsDataSheet *self = GS_DATA_SHEET (widget);
  GsDataScene scene = gs_data_sheet_get_scene (self);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) scene.width, (float) scene.height);
  const GsColour *canvas = &scene.theme->canvas;
  const GdkRGBA ground = { (float) canvas->red, (float) canvas->green, (float) canvas->blue, 1 };
  cairo_t *cr;

  if (scene.width <= 0 || scene.height <= 0)
    return;
  gtk_snapshot_append_color (into, &ground, &all);
  append_pages (self, &scene, into);
  cr = gtk_snapshot_append_cairo (into, &all);
  gs_data_painter_draw_marks (cr, &scene);
  gs_data_painter_draw_heads (cr, &scene);
  cairo_destroy (cr);
  gs_cell_editor_snapshot (self->editor, into);
}

/* ---- answers for what is in view ---- */

static gboolean
on_predict (gpointer user_data)
{
  GsDataSheet *self = user_data;
  GsDataScene scene = gs_data_sheet_get_scene (self);
  gdouble line = gs_data_painter_get_row_height (&scene);
  gint first = (gint) floor (scene.top / line) + 1, n = (gint) ceil (scene.height / line) + 1;

  self->predict_later = 0;
  /* And some around, so that a line farther down is there already. */
  gs_data_grid_predict (self->grid, MAX (first - n, 1), 3 * n);
  return G_SOURCE_REMOVE;
}

/* A moment later, for what is in view then: not for each row that is scrolled past, and not for each picture
 * of a network that learns. */
static void
ask_for_answers (GsDataSheet *self)
{
  if (self->predict_later == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->predict_later = g_timeout_add (120, on_predict, self);
}

/* ---- what changes ---- */

static void
on_changed (GsDataSheet *self, gboolean only_cursor)
{
  g_autofree gchar *text = NULL;
  gint row, column;

  if (!only_cursor)
    gs_data_sheet_configure (self);
  gs_data_grid_get_cursor (self->grid, &row, &column);
  text = gs_data_grid_describe (self->grid, row, column);
  gs_accessible_set_description (GTK_WIDGET (self), text);
  if (only_cursor)
    gs_data_sheet_reveal (self);
  else
    ask_for_answers (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_scrolled (GsDataSheet *self)
{
  ask_for_answers (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (GsDataSheet *self, GtkAdjustment **slot, GtkAdjustment *adjustment)
{
  if (*slot != NULL && *slot == adjustment)
    return;
  if (*slot != NULL)
    g_signal_handlers_disconnect_by_data (*slot, self);
  g_clear_object (slot);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  *slot = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_scrolled), self);
}

void
gs_data_sheet_fill (GsDataSheet *self, gboolean down)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  gs_message_tell_of (GTK_WIDGET (self), gs_data_grid_fill (self->grid, down, &said, &error), &said, &error);
}

/* ---- the pointer ---- */

static void
step_row (GsDataSheet *self, gint row)
{
  g_autoptr (GError) error = NULL;

  gs_message_tell_of (GTK_WIDGET (self), gs_data_grid_step_row (self->grid, row, &error), NULL, &error);
}

static void
mark_rows (GsDataSheet *self, gint row, gboolean extend)
{
  GsDataBox box = gs_data_grid_get_box (self->grid);
  gint last = gs_data_grid_get_n_columns (self->grid) - 1;

  box = extend ? (GsDataBox){ MIN (box.top, row), 0, MAX (box.bottom, row), last }
               : (GsDataBox){ row, 0, row, last };
  gs_data_grid_mark (self->grid, &box);
}

static void
mark_columns (GsDataSheet *self, gint column, gboolean extend)
{
  GsDataBox box = gs_data_grid_get_box (self->grid);
  gint last = gs_data_grid_get_n_rows (self->grid);

  box = extend ? (GsDataBox){ 1, MIN (box.left, column), last, MAX (box.right, column) }
               : (GsDataBox){ 1, column, last, column };
  gs_data_grid_mark (self->grid, &box);
}

static void
mark_all (GsDataSheet *self)
{
  gs_data_grid_mark (self->grid, &(GsDataBox){ 1, 0, gs_data_grid_get_n_rows (self->grid),
                                               gs_data_grid_get_n_columns (self->grid) - 1 });
}

static void
on_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsDataSheet *self)
{
  gboolean extend =
      (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_SHIFT_MASK) != 0;
  GsDataScene scene = gs_data_sheet_get_scene (self);
  gint row, column;

  if (!gs_data_sheet_settle (self))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->tab_home = -1;
  self->drag = gs_data_painter_find (&scene, x, y, &row, &column);
  switch (self->drag) {
  case GS_DATA_PLACE_CELL:
    gs_data_grid_select (self->grid, row, column, extend);
    if (n == 2)
      gs_data_sheet_edit (self, NULL);
    break;
  case GS_DATA_PLACE_ROW:
    mark_rows (self, row, extend);
    if (!extend)
      step_row (self, row);
    break;
  case GS_DATA_PLACE_COLUMN: mark_columns (self, column, extend); break;
  case GS_DATA_PLACE_CORNER: mark_all (self); break;
  case GS_DATA_PLACE_HANDLE:
  case GS_DATA_PLACE_NONE:
  default: break;
  }
}

/* The right button: the cell is selected, unless it is marked already. */
static void
on_menu_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsDataSheet *self)
{
  GsDataScene scene = gs_data_sheet_get_scene (self);
  GsDataBox box = gs_data_grid_get_box (self->grid);
  gint row, column;

  if (gs_data_sheet_is_editing (self)
      || gs_data_painter_find (&scene, x, y, &row, &column) != GS_DATA_PLACE_CELL)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (row < box.top || row > box.bottom || column < box.left || column > box.right)
    gs_data_grid_select (self->grid, row, column, FALSE);
  gs_data_sheet_show_menu (self);
}

static void
on_dragged (GtkGestureDrag *gesture, gdouble dx, gdouble dy, GsDataSheet *self)
{
  GsDataScene scene = gs_data_sheet_get_scene (self);
  gdouble x, y;
  gint row, column;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (hypot (dx, dy) <= 4 || gs_data_sheet_is_editing (self))
    return;
  gs_data_painter_find (&scene, x + dx, y + dy, &row, &column);
  switch (self->drag) {
  case GS_DATA_PLACE_CELL: gs_data_grid_select (self->grid, row, column, TRUE); break;
  case GS_DATA_PLACE_ROW: mark_rows (self, row, TRUE); break;
  case GS_DATA_PLACE_COLUMN: mark_columns (self, column, TRUE); break;
  case GS_DATA_PLACE_HANDLE:
    self->fill_to = row;
    gtk_widget_queue_draw (GTK_WIDGET (self));
    break;
  case GS_DATA_PLACE_CORNER:
  case GS_DATA_PLACE_NONE:
  default: break;
  }
}

static void
on_let_go (GtkGestureDrag *gesture, gdouble dx, gdouble dy, GsDataSheet *self)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;
  gint to = self->drag == GS_DATA_PLACE_HANDLE ? self->fill_to : 0;

  self->fill_to = 0;
  self->drag = GS_DATA_PLACE_NONE;
  if (to > 0)
    gs_message_tell_of (GTK_WIDGET (self), gs_data_grid_fill_to (self->grid, to, &said, &error), &said,
                        &error);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_moved (GtkEventControllerMotion *controller, gdouble x, gdouble y, GsDataSheet *self)
{
  GsDataScene scene = gs_data_sheet_get_scene (self);
  gint row, column;

  gtk_widget_set_cursor_from_name (
      GTK_WIDGET (self),
      gs_data_painter_find (&scene, x, y, &row, &column) == GS_DATA_PLACE_HANDLE ? "crosshair" : NULL);
}

static void
add_pointer (GsDataSheet *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new (),
             *menu = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (on_menu_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_dragged), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_let_go), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_moved), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/* ---- the widget ---- */

static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  gs_data_sheet_configure (GS_DATA_SHEET (widget));
  gs_data_sheet_place_editor (GS_DATA_SHEET (widget));
  gs_menus_allocate (GS_DATA_SHEET (widget)->menu);
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  *minimum = 100;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 500;
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gs_data_sheet_parent_class)->map (widget);
  ask_for_answers (GS_DATA_SHEET (widget));
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  GsDataSheet *self = GS_DATA_SHEET (object);

  switch (id) {
  case PROP_HADJUSTMENT: set_adjustment (self, &self->hadjustment, g_value_get_object (value)); break;
  case PROP_VADJUSTMENT: set_adjustment (self, &self->vadjustment, g_value_get_object (value)); break;
  case PROP_HSCROLL_POLICY: self->hpolicy = g_value_get_enum (value); break;
  case PROP_VSCROLL_POLICY: self->vpolicy = g_value_get_enum (value); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  GsDataSheet *self = GS_DATA_SHEET (object);

  switch (id) {
  case PROP_HADJUSTMENT: g_value_set_object (value, self->hadjustment); break;
  case PROP_VADJUSTMENT: g_value_set_object (value, self->vadjustment); break;
  case PROP_HSCROLL_POLICY: g_value_set_enum (value, self->hpolicy); break;
  case PROP_VSCROLL_POLICY: g_value_set_enum (value, self->vpolicy); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
dispose (GObject *object)
{
  GsDataSheet *self = GS_DATA_SHEET (object);

  g_clear_handle_id (&self->predict_later, g_source_remove);
  if (self->grid != NULL)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  if (self->hadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->hadjustment, self);
  if (self->vadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->vadjustment, self);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->editor, gs_cell_editor_free);
  g_clear_pointer (&self->pages, g_hash_table_unref);
  g_clear_object (&self->grid);
  G_OBJECT_CLASS (gs_data_sheet_parent_class)->dispose (object);
}

static void
gs_data_sheet_class_init (GsDataSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  widget_class->snapshot = snapshot;
  widget_class->size_allocate = size_allocate;
  widget_class->measure = measure;
  widget_class->map = map;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  gtk_widget_class_set_css_name (widget_class, "gs-data-sheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
gs_data_sheet_init (GsDataSheet *self)
{
  self->scale = 1;
  self->tab_home = -1;
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, page_free);
  gs_style_watch_theme (self, G_CALLBACK (gtk_widget_queue_draw));
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
gs_data_sheet_new (GsDataGrid *grid)
{
  GsDataSheet *self = g_object_new (GS_TYPE_DATA_SHEET, NULL);

  self->grid = g_object_ref (grid);
  g_signal_connect_swapped (grid, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  add_pointer (self);
  gs_data_sheet_add_keys (self);
  on_changed (self, FALSE);
  return GTK_WIDGET (self);
}

void
gs_data_sheet_set_scale (GsDataSheet *self, gdouble scale)
{
  self->scale = scale;
  gs_data_sheet_configure (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
gs_data_sheet_is_editing (GsDataSheet *self)
{
  return gs_cell_editor_is_open (self->editor);
}
