/* The whole sheet small, and the part in view. */
#include "gs-minimap.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/paint/gs-layout.h"
#include "app/paint/gs-theme.h"
#include "gs-later.h"
#include "gs-style.h"

#define MAX_WIDTH  200.0
#define MAX_HEIGHT 130.0
#define MARGIN     6.0
#define EDGE       14  /* to the edges of the sheet */
#define MUCH       1.6 /* so many windows' worth, across or down, and one would get lost */

struct _GsMinimap {
  GtkWidget parent_instance;

  GsView *view;
  GsSheetView *sheet;
  GtkAdjustment *across, *down;
  GsLayout *layout;
  GsLater later;
};

G_DEFINE_FINAL_TYPE (GsMinimap, gs_minimap, GTK_TYPE_WIDGET)

/* Pixels of the minimap for one of the sheet's. */
static gdouble
get_scale (GsMinimap *self)
{
  gdouble width = gtk_adjustment_get_upper (self->across), height = gtk_adjustment_get_upper (self->down);

  return MIN ((MAX_WIDTH - 2 * MARGIN) / MAX (width, 1), (MAX_HEIGHT - 2 * MARGIN) / MAX (height, 1));
}

static gboolean
is_needed (GsMinimap *self)
{
  return !gs_view_shows_data (self->view) && gtk_adjustment_get_page_size (self->across) > 1
         && (gtk_adjustment_get_upper (self->across) > MUCH * gtk_adjustment_get_page_size (self->across)
             || gtk_adjustment_get_upper (self->down) > MUCH * gtk_adjustment_get_page_size (self->down));
}

/* In a corner where it covers no cell; the right ones are nearest to the hand. FALSE if there is none. */
static gboolean
find_corner (GsMinimap *self, GtkAlign *across, GtkAlign *down)
{
  static const GtkAlign corners[][2] = { { GTK_ALIGN_END, GTK_ALIGN_END },
                                         { GTK_ALIGN_END, GTK_ALIGN_START },
                                         { GTK_ALIGN_START, GTK_ALIGN_END },
                                         { GTK_ALIGN_START, GTK_ALIGN_START } };
  gint width = (gint) gtk_adjustment_get_page_size (self->across);
  gint height = (gint) gtk_adjustment_get_page_size (self->down);
  gint own_width = (gint) ceil (gtk_adjustment_get_upper (self->across) * get_scale (self) + 2 * MARGIN);
  gint own_height = (gint) ceil (gtk_adjustment_get_upper (self->down) * get_scale (self) + 2 * MARGIN);

  /* Beneath another view the sheet may be lower than its map. */
  if (own_width + 2 * EDGE > width || own_height + 2 * EDGE > height)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++) {
    const GdkRectangle place = { corners[i][0] == GTK_ALIGN_END ? width - own_width - EDGE : EDGE,
                                 corners[i][1] == GTK_ALIGN_END ? height - own_height - EDGE : EDGE,
                                 own_width, own_height };

    *across = corners[i][0];
    *down = corners[i][1];
    if (gs_sheet_view_is_free (self->sheet, &place))
      return TRUE;
  }
  return FALSE;
}

static void
update (GsMinimap *self)
{
  GtkAlign across, down;
  gboolean has_place = is_needed (self) && find_corner (self, &across, &down);

  if (has_place) {
    gtk_widget_set_halign (GTK_WIDGET (self), across);
    gtk_widget_set_valign (GTK_WIDGET (self), down);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), has_place);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
on_scrolled (GsMinimap *self)
{
  gs_later_when_laid_out (&self->later, (GsLaterFunc) update, self);
}

static void
on_view_changed (GsMinimap *self, guint change)
{
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_SHEET)) {
    g_clear_pointer (&self->layout, gs_layout_free);
    self->layout = gs_layout_new_shown (self->view);
  }
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_SHEET))
    update (self);
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_SHEET | GS_VIEW_CURSOR))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- drawing ---- */

static void
set_colour (cairo_t *cr, const GsColour *colour, gdouble alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, alpha);
}

static void
draw_blocks (GsMinimap *self, cairo_t *cr, const GsTheme *theme, gdouble scale)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  gint cursor = gs_frame_get_cursor (sight->frame)->instruction;
  gdouble zoom = gs_sheet_view_get_zoom (self->sheet) * scale;

  for (gint i = 0; i < gs_layout_get_n_blocks (self->layout); i++) {
    const GsBlock *block = gs_layout_get_block (self->layout, i);
    gint producer = nn_program_get_tensor (sight->program, block->tensor)->producer;

    set_colour (cr, producer == cursor ? &theme->accent : producer < cursor ? &theme->dim : &theme->grid, 1);
    cairo_rectangle (cr, MARGIN + block->x * zoom, MARGIN + block->y * zoom, MAX (block->width * zoom, 1.5),
                     MAX (block->height * zoom, 1.5));
    cairo_fill (cr);
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsMinimap *self = GS_MINIMAP (widget);
  const GsTheme *theme = gs_style_get_theme ();
  gint width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gdouble scale = get_scale (self);
  cairo_t *cr = gtk_snapshot_append_cairo (into, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  set_colour (cr, &theme->panel, 0.94);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  draw_blocks (self, cr, theme, scale);
  cairo_set_line_width (cr, 1);
  set_colour (cr, &theme->line, 1);
  cairo_rectangle (cr, 0.5, 0.5, width - 1, height - 1);
  cairo_stroke (cr);
  set_colour (cr, &theme->accent, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_rectangle (cr, MARGIN + gtk_adjustment_get_value (self->across) * scale,
                   MARGIN + gtk_adjustment_get_value (self->down) * scale,
                   gtk_adjustment_get_page_size (self->across) * scale,
                   gtk_adjustment_get_page_size (self->down) * scale);
  cairo_stroke (cr);
  cairo_destroy (cr);
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
  GsMinimap *self = GS_MINIMAP (widget);
  GtkAdjustment *adjustment = orientation == GTK_ORIENTATION_HORIZONTAL ? self->across : self->down;
  gdouble size = adjustment != NULL ? gtk_adjustment_get_upper (adjustment) * get_scale (self) : 0;

  *minimum = *natural = (gint) ceil (size + 2 * MARGIN);
}

/* ---- going there ---- */

/* So that this place is in the middle of the window. */
static void
go_to (GsMinimap *self, gdouble x, gdouble y)
{
  gdouble scale = get_scale (self);

  gtk_adjustment_set_value (self->across,
                            (x - MARGIN) / scale - gtk_adjustment_get_page_size (self->across) / 2);
  gtk_adjustment_set_value (self->down, (y - MARGIN) / scale - gtk_adjustment_get_page_size (self->down) / 2);
}

static void
on_begin (GtkGestureDrag *drag, gdouble x, gdouble y, GsMinimap *self)
{
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  go_to (self, x, y);
}

static void
on_dragged (GtkGestureDrag *drag, gdouble dx, gdouble dy, GsMinimap *self)
{
  gdouble x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  go_to (self, x + dx, y + dy);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsMinimap *self = GS_MINIMAP (object);

  gs_later_forget (&self->later);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->across != NULL)
    g_signal_handlers_disconnect_by_data (self->across, self);
  if (self->down != NULL)
    g_signal_handlers_disconnect_by_data (self->down, self);
  g_clear_object (&self->across);
  g_clear_object (&self->down);
  g_clear_object (&self->view);
  g_clear_object (&self->sheet);
  g_clear_pointer (&self->layout, gs_layout_free);
  G_OBJECT_CLASS (gs_minimap_parent_class)->dispose (object);
}

static void
gs_minimap_class_init (GsMinimapClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
  GTK_WIDGET_CLASS (klass)->measure = measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gs_minimap_init (GsMinimap *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_dragged), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_margin_start (GTK_WIDGET (self), EDGE);
  gtk_widget_set_margin_end (GTK_WIDGET (self), EDGE);
  gtk_widget_set_margin_top (GTK_WIDGET (self), EDGE);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), EDGE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ ("The whole sheet: click or drag to go there"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Map of the sheet"), -1);
}

static void
watch (GsMinimap *self, GtkAdjustment *adjustment, GtkAdjustment **slot)
{
  *slot = g_object_ref (adjustment);
  g_signal_connect_swapped (adjustment, "changed", G_CALLBACK (on_scrolled), self);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_scrolled), self);
}

GtkWidget *
gs_minimap_new (GsView *view, GsSheetView *sheet, GtkScrolledWindow *scroller)
{
  GsMinimap *self = g_object_new (GS_TYPE_MINIMAP, NULL);

  self->view = g_object_ref (view);
  self->sheet = g_object_ref (sheet);
  self->layout = gs_layout_new_shown (view);
  watch (self, gtk_scrolled_window_get_hadjustment (scroller), &self->across);
  watch (self, gtk_scrolled_window_get_vadjustment (scroller), &self->down);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  update (self);
  return GTK_WIDGET (self);
}
