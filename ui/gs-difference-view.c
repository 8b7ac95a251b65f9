/* A sheet of differences. */
#include "gs-difference-view.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-painter.h"
#include "app/text/gs-number.h"
#include "gs-style.h"

struct _GsDifferenceView {
  GtkWidget parent_instance;

  GtkWidget *scroller, *area;
  GsSight *sight; /* or NULL */
  GsLayout *layout;
  GsPainter *painter;
};

G_DEFINE_FINAL_TYPE (GsDifferenceView, gs_difference_view, GTK_TYPE_WIDGET)

static void
draw (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsDifferenceView *self = user_data;
  gdouble scale = gs_style_get_text_scale ();
  GsScene scene;

  if (self->sight == NULL)
    return;
  scene = (GsScene){ .layout = self->layout,
                     .sight = self->sight,
                     .theme = gs_style_get_theme (),
                     .zoom = scale,
                     .text_scale = scale,
                     .width = width,
                     .height = height };
  gs_painter_draw (self->painter, cr, &scene);
}

static gboolean
on_tooltip (GtkWidget *area, gint x, gint y, gboolean keyboard, GtkTooltip *tooltip, GsDifferenceView *self)
{
  gdouble scale = gs_style_get_text_scale (), value, change;
  g_autofree gchar *name = NULL, *text = NULL, *here = NULL;
  NnCell cell;

  if (self->sight == NULL || !gs_layout_find_cell (self->layout, x / scale, y / scale, 1, &cell)
      || gs_frame_look (self->sight->frame, &cell, &value) == GS_CELL_BLANK)
    return FALSE;
  name = gs_cell_name_labelled (self->sight->program, &cell);
  here = gs_number_show (value, 9);
  if (gs_frame_get_change (self->sight->frame, &cell, &change)) {
    g_autofree gchar *there = gs_number_show (value - change, 9), *by = gs_number_show (change, 9);

    text = g_strdup_printf (_ ("%s is %s here and %s there: %s%s"), name, here, there, change > 0 ? "+" : "",
                            by);
  } else {
    text = g_strdup_printf (_ ("%s is %s in both"), name, here);
  }
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
forget (GsDifferenceView *self)
{
  g_clear_pointer (&self->layout, gs_layout_free);
  g_clear_pointer (&self->sight, gs_sight_unref);
}

void
gs_difference_view_take (GsDifferenceView *self, GsFrame *frame)
{
  gdouble width = 0, height = 0, scale = gs_style_get_text_scale ();

  forget (self);
  if (frame != NULL) {
    self->sight = gs_sight_new (frame);
    self->sight->differences = TRUE;
    self->layout = gs_layout_new_sheet (self->sight->program, &(GsLayoutChoice){ .folded = TRUE });
    gs_layout_get_size (self->layout, &width, &height);
    gs_frame_unref (frame);
  }
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->area), (gint) (width * scale));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area), (gint) (height * scale));
  gtk_widget_queue_draw (self->area);
}

static void
dispose (GObject *object)
{
  GsDifferenceView *self = GS_DIFFERENCE_VIEW (object);

  forget (self);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_difference_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  gs_painter_free (GS_DIFFERENCE_VIEW (object)->painter);
  G_OBJECT_CLASS (gs_difference_view_parent_class)->finalize (object);
}

static void
gs_difference_view_class_init (GsDifferenceViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gs_difference_view_init (GsDifferenceView *self)
{
  self->painter = gs_painter_new ();
  self->scroller = gtk_scrolled_window_new ();
  self->area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, "has-tooltip",
                             TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The difference of two runs, cell by cell"), -1);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self, NULL);
  g_signal_connect (self->area, "query-tooltip", G_CALLBACK (on_tooltip), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->area);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
gs_difference_view_new (void)
{
  return g_object_new (GS_TYPE_DIFFERENCE_VIEW, NULL);
}
