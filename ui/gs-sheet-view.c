/* The sheet as a widget: what it follows, its size and drawing. */
#include "gs-sheet-view.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "gs-cell-proxy.h"
#include "gs-menus.h"
#include "gs-sheet-view-private.h"
#include "gs-style.h"

enum { PROP_0, PROP_HADJUSTMENT, PROP_VADJUSTMENT, PROP_HSCROLL_POLICY, PROP_VSCROLL_POLICY, PROP_ZOOM };

G_DEFINE_FINAL_TYPE_WITH_CODE (GsSheetView,
                               gs_sheet_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* ---- what changes ---- */

/* The small widget on the selected cell tells a screen reader what is there. */
static void
update_cell (GsSheetView *self)
{
  gs_cell_proxy_show (GS_CELL_PROXY (self->cell), self->view);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
on_view_changed (GsSheetView *self, guint change)
{
  NnCell cell;

  if (change == GS_VIEW_LIVE) {
    gtk_widget_queue_draw (GTK_WIDGET (self));
    return;
  }
  if (change & GS_VIEW_PROGRAM) {
    if (!gs_sheet_view_get_edited (self, &cell))
      gs_sheet_view_cancel_edit (self);
    gs_sheet_view_rebuild (self);
  }
  if (change & GS_VIEW_SHEET)
    gs_sheet_view_change_sheet (self);
  gs_sheet_view_follow_board (self);
  if (change & (GS_VIEW_SELECTION | GS_VIEW_CURSOR)) {
    gs_sheet_view_bring_into_layout (self, (change & GS_VIEW_CURSOR) == 0);
    gs_sheet_view_reveal (self);
  }
  update_cell (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_scrolled (GsSheetView *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (GsSheetView *self, GtkAdjustment **slot, GtkAdjustment *adjustment)
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

/* ---- the size of text ---- */

/* The desktop's text grows: so does the sheet. */
static void
on_text_scale (GsSheetView *self)
{
  gdouble before = self->text_scale;

  self->text_scale = gs_style_choose_scale (self->own_scale);
  self->first_zoom *= self->text_scale / before;
  gs_sheet_view_set_zoom (self, self->zoom * self->text_scale / before);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
gs_sheet_view_set_text_scale (GsSheetView *self, gdouble scale)
{
  if (scale == self->own_scale)
    return;
  self->own_scale = scale;
  on_text_scale (self);
}

/* ---- the widget ---- */

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsSheetView *self = GS_SHEET_VIEW (widget);
  GsScene scene = gs_sheet_view_get_scene (self);

  if (scene.width <= 0 || scene.height <= 0)
    return;
  gs_sheet_nodes_snapshot (self->nodes, self->painter, &scene, into);
  gs_cell_editor_snapshot (self->editor, into);
}

static void
settle_size (GsSheetView *self)
{
  g_object_thaw_notify (G_OBJECT (self));
  if (self->sizes_editor)
    gs_sheet_view_size_editor (self);
  if (self->is_to_fit && gs_layout_get_room (self->layout) == GS_ROOM_NUMBERS)
    gs_sheet_view_zoom_at_first (self);
  else if (self->is_to_fit)
    gs_sheet_view_show_sheet (self);
  self->is_to_fit = FALSE;
}

/* Another zoom brings scroll bars, and who hears of it may want another size. */
static void
notify_later (GsSheetView *self)
{
  if (gs_later_is_due (&self->later))
    return;
  g_object_freeze_notify (G_OBJECT (self));
  gs_later_when_laid_out (&self->later, (GsLaterFunc) settle_size, self);
}

static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  GsSheetView *self = GS_SHEET_VIEW (widget);
  GdkRectangle place = { 0, 0, 1, 1 };
  NnCell cell;

  self->is_allocating = TRUE;
  notify_later (self);
  gs_sheet_view_configure (self);
  if (self->board != NULL) {
    gs_sheet_view_fit_board (self, width, height);
  } else if (width != self->fitted_width) {
    self->fitted_width = width;
    self->is_to_fit = TRUE;
  }
  if (gs_view_get_selected (self->view, &cell))
    gs_sheet_view_locate (self, &cell, &place);
  gtk_widget_size_allocate (self->cell, &place, -1);
  gs_menus_allocate (self->menu);
  gs_sheet_view_place_editor (self);
  self->is_allocating = FALSE;
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

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GS_SHEET_VIEW (widget)->cell);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  GsSheetView *self = GS_SHEET_VIEW (object);

  switch (id) {
  case PROP_HADJUSTMENT: set_adjustment (self, &self->hadjustment, g_value_get_object (value)); break;
  case PROP_VADJUSTMENT: set_adjustment (self, &self->vadjustment, g_value_get_object (value)); break;
  case PROP_HSCROLL_POLICY: self->hpolicy = g_value_get_enum (value); break;
  case PROP_VSCROLL_POLICY: self->vpolicy = g_value_get_enum (value); break;
  case PROP_ZOOM: gs_sheet_view_set_zoom (self, g_value_get_double (value)); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  GsSheetView *self = GS_SHEET_VIEW (object);

  switch (id) {
  case PROP_HADJUSTMENT: g_value_set_object (value, self->hadjustment); break;
  case PROP_VADJUSTMENT: g_value_set_object (value, self->vadjustment); break;
  case PROP_HSCROLL_POLICY: g_value_set_enum (value, self->hpolicy); break;
  case PROP_VSCROLL_POLICY: g_value_set_enum (value, self->vpolicy); break;
  case PROP_ZOOM: g_value_set_double (value, self->zoom); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
dispose (GObject *object)
{
  GsSheetView *self = GS_SHEET_VIEW (object);

  /* What waits to be told is told to nobody: those who listen are going, too. */
  gs_later_forget (&self->later);
  g_clear_pointer (&self->wheel, gs_number_wheel_free);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->hadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->hadjustment, self);
  if (self->vadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->vadjustment, self);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->cell, gtk_widget_unparent);
  g_clear_pointer (&self->editor, gs_cell_editor_free);
  g_clear_pointer (&self->layout, gs_layout_free);
  g_clear_pointer (&self->board, gs_board_free);
  g_clear_pointer (&self->nodes, gs_sheet_nodes_free);
  g_clear_pointer (&self->painter, gs_painter_free);
  g_clear_pointer (&self->edited_range, g_array_unref);
  g_clear_pointer (&self->preview, g_array_unref);
  g_clear_pointer (&self->edited_tensor, g_free);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_sheet_view_parent_class)->dispose (object);
}

/* Megabytes of pictures are freed with each frame and taken again for the next. Given back to the system in
 * between, and handed out by it page by page, they took nearly half of a frame's time. */
static void
keep_memory_of_frames (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, 32 << 20);
  mallopt (M_TRIM_THRESHOLD, 64 << 20);
#endif
}

static void
gs_sheet_view_class_init (GsSheetViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  widget_class->snapshot = snapshot;
  widget_class->size_allocate = size_allocate;
  widget_class->measure = measure;
  widget_class->grab_focus = grab_focus;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  g_object_class_install_property (
      object_class, PROP_ZOOM,
      g_param_spec_double ("zoom", NULL, NULL, GS_SHEET_MIN_ZOOM, GS_SHEET_MAX_ZOOM, 1,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_css_name (widget_class, "gs-sheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  keep_memory_of_frames ();
}

static void
gs_sheet_view_init (GsSheetView *self)
{
  self->zoom = self->text_scale = gs_style_get_text_scale ();
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  gs_style_watch_theme (self, G_CALLBACK (gtk_widget_queue_draw));
  self->painter = gs_painter_new ();
  self->nodes = gs_sheet_nodes_new ();
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);
  self->cell = gs_cell_proxy_new ();
  gtk_widget_set_parent (self->cell, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

static GtkWidget *
make (GsView *view, gboolean has_pictures)
{
  GsSheetView *self = g_object_new (GS_TYPE_SHEET_VIEW, NULL);

  self->view = g_object_ref (view);
  self->has_pictures = self->hide_arrows = has_pictures;
  self->letters = 1;
  self->wheel = gs_number_wheel_new (view);
  gs_sheet_view_rebuild (self);
  self->tab = gs_view_get_tab (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  gs_sheet_view_add_pointer (self);
  gs_sheet_view_add_keys (self);
  gs_sheet_view_add_editor (self);
  update_cell (self);
  return GTK_WIDGET (self);
}

GtkWidget *
gs_sheet_view_new (GsView *view)
{
  return make (view, FALSE);
}

GtkWidget *
gs_sheet_view_new_pictures (GsView *view)
{
  return make (view, TRUE);
}

void
gs_sheet_view_set_arrows (GsSheetView *self, gboolean show)
{
  self->hide_arrows = !show;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gs_sheet_view_set_board (GsSheetView *self, gdouble unit)
{
  if (unit == self->unit)
    return;
  self->unit = unit;
  g_clear_pointer (&self->board, gs_board_free);
  gs_sheet_view_rebuild (self);
}
