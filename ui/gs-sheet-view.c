/* The sheet as a widget: its size, scrolling, zoom and drawing. */
#include "gs-sheet-view.h"

#include <math.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "gs-cell-proxy.h"
#include "gs-sheet-view-private.h"
#include "gs-style.h"

enum { PROP_0, PROP_HADJUSTMENT, PROP_VADJUSTMENT, PROP_HSCROLL_POLICY, PROP_VSCROLL_POLICY, PROP_ZOOM };

#define LEAST_FIRST 0.75 /* of the design: the smallest zoom that a sheet opens at by itself */
/* Of a band's title with its note, in pixels. */
#define HEADING_WIDTH  420
#define HEADING_HEIGHT 34
#define MIN_ZOOM       0.02
#define MAX_ZOOM       8.0
#define MOST_LETTERS   3.0
#define FIT_TURNS      4

static void snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

G_DEFINE_FINAL_TYPE_WITH_CODE (GsSheetView,
                               gs_sheet_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* ---- geometry ---- */

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
  return !covers_heading (self, &scene, place);
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
  /* With some room around, for the headers and what lies beside. */
  x = place.x + scene.left * self->zoom;
  y = place.y + scene.top * self->zoom;
  if (place.x < 40 || place.x + place.width > scene.width - 20)
    gtk_adjustment_set_value (self->hadjustment, x + place.width / 2.0 - scene.width / 2.0);
  if (place.y < 50 || place.y + place.height > height - 30)
    gtk_adjustment_set_value (self->vadjustment, y + place.height / 2.0 - height / 2.0);
}

void
gs_sheet_view_zoom_by (GsSheetView *self, gdouble factor)
{
  gs_sheet_view_set_zoom (self, self->zoom * factor);
  gs_sheet_view_reveal (self);
}

/* ---- what changes ---- */

/* The small widget on the selected cell tells a screen reader what is there. */
static void
update_cell (GsSheetView *self)
{
  gs_cell_proxy_show (GS_CELL_PROXY (self->cell), self->view);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

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

/* ---- zoom ---- */

/* So that what lies at x, y stays there. */
void
gs_sheet_view_zoom_at (GsSheetView *self, gdouble zoom, gdouble x, gdouble y)
{
  GsScene scene = gs_sheet_view_get_scene (self);
  gdouble at_x, at_y;

  zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);
  if (zoom == self->zoom)
    return;
  gs_scene_to_layout (&scene, x, y, &at_x, &at_y);
  self->zoom = zoom;
  gs_sheet_view_configure (self);
  gtk_adjustment_set_value (self->hadjustment, at_x * zoom - x);
  gtk_adjustment_set_value (self->vadjustment, at_y * zoom - y);
  gs_sheet_view_size_editor (self);
  g_object_notify (G_OBJECT (self), "zoom");
  on_scrolled (self);
}

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
static void
zoom_at_first (GsSheetView *self)
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
  gdouble left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = 0, bottom = 0;

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
  /* Not larger than reads well: a lone cell need not fill the window. */
  gs_sheet_view_set_zoom (
      self, MIN (MIN (width / (right - left + 100), height / (bottom - top + 120)), 2.0 * self->text_scale));
  gtk_adjustment_set_value (self->hadjustment, (left + right) / 2 * self->zoom - width / 2.0);
  gtk_adjustment_set_value (self->vadjustment, (top + bottom) / 2 * self->zoom - height / 2.0);
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
    zoom_at_first (self);
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
  if (gtk_widget_get_visible (self->menu))
    gtk_popover_present (GTK_POPOVER (self->menu));
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
      g_param_spec_double ("zoom", NULL, NULL, MIN_ZOOM, MAX_ZOOM, 1,
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
