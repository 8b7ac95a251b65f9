#include "gs-loss-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/paint/gs-theme.h"
#include "app/workbook/gs-trainer.h"
#include "gs-style.h"
#include "gs-template.h"

#define MAX_POINTS 1024

struct _GsLossPanel {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box, *area, *text;
  GsTrainer *trainer; /* while there is one */
  GArray *points;     /* GsLossPoint, by pass */
  gdouble scale;      /* 0: the desktop's */
};

G_DEFINE_FINAL_TYPE (GsLossPanel, gs_loss_panel, GTK_TYPE_WIDGET)

static gdouble
get_scale (GsLossPanel *self)
{
  return self->scale > 0 ? self->scale : gs_style_get_text_scale ();
}

static GsLossPoint *
get_point (GsLossPanel *self, guint n)
{
  return &g_array_index (self->points, GsLossPoint, n);
}

/* Long runs are thinned to what can be told apart; a point keeps the least and the greatest of what it stands
 * for. */
static void
collect (GsLossPanel *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  g_autoptr (GsLosses) own = self->trainer != NULL ? gs_trainer_get_losses (self->trainer) : NULL;
  const GsLosses *losses = own != NULL ? own : gs_frame_get_losses (sight->frame);
  NnCell cell = { nn_program_get_loss (sight->program), 0 };
  guint n = gs_losses_get_n (losses), stride = n / MAX_POINTS + 1;
  guint32 now = gs_frame_get_cursor (sight->frame)->pass;
  gdouble loss;

  g_array_set_size (self->points, 0);
  for (guint i = 0; i < n; i++) {
    const GsLossPoint *point = gs_losses_get (losses, i);
    GsLossPoint *last =
        i % stride > 0 && self->points->len > 0 ? get_point (self, self->points->len - 1) : NULL;

    if (!isfinite (point->loss))
      continue;
    if (last == NULL) {
      g_array_append_vals (self->points, point, 1);
      continue;
    }
    last->last = point->last;
    last->loss = point->loss;
    last->min = MIN (last->min, point->min);
    last->max = MAX (last->max, point->max);
  }
  if (gs_sight_see (sight, &cell, &loss) == GS_SEEN_NUMBER && isfinite (loss)
      && (self->points->len == 0 || get_point (self, self->points->len - 1)->last < now)) {
    GsLossPoint point = { now, now, loss, loss, loss };

    g_array_append_val (self->points, point);
  }
}

static void
on_view_changed (GsLossPanel *self, guint change)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  NnCell cell = { nn_program_get_loss (sight->program), 0 };
  g_autofree gchar *text = NULL, *number = NULL;
  gdouble loss, before;
  GsSeen seen;

  if ((change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM | GS_VIEW_OPTIONS)) == 0)
    return;
  collect (self);
  seen = gs_sight_see (sight, &cell, &loss);
  if (seen != GS_SEEN_BLANK) {
    number = seen == GS_SEEN_HIDDEN ? g_strdup ("?") : nn_dialect_number (loss, 6, '\0');
    if (gs_frame_get_loss_before (sight->frame, &before)) {
      g_autofree gchar *was = nn_dialect_number (before, 6, '\0');

      text = g_strdup_printf (_ ("Pass %u: L = %s; in the pass before it was %s"),
                              gs_frame_get_cursor (sight->frame)->pass, number, was);
    } else {
      text = g_strdup_printf (_ ("Pass %u: L = %s"), gs_frame_get_cursor (sight->frame)->pass, number);
    }
  }
  gtk_label_set_text (GTK_LABEL (self->text),
                      text != NULL ? text : _ ("The loss of this pass is not computed yet."));
  gtk_widget_queue_draw (self->area);
}

/* ---- while one trains ---- */

static void
on_trainer_changed (GsLossPanel *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  collect (self);
  gtk_widget_queue_draw (self->area);
}

static void
forget_trainer (GsLossPanel *self)
{
  if (self->trainer != NULL)
    g_signal_handlers_disconnect_by_data (self->trainer, self);
  g_clear_object (&self->trainer);
}

static void
on_training (GsLossPanel *self)
{
  GsTrainer *trainer = gs_workbook_get_trainer (gs_view_get_workbook (self->view));

  forget_trainer (self);
  if (trainer != NULL) {
    self->trainer = g_object_ref (trainer);
    g_signal_connect_swapped (trainer, "changed", G_CALLBACK (on_trainer_changed), self);
  }
  on_trainer_changed (self);
}

/* ---- drawing ---- */

static void
set_colour (cairo_t *cr, const GsColour *colour)
{
  cairo_set_source_rgb (cr, colour->red, colour->green, colour->blue);
}

static void
draw_axes (cairo_t *cr,
           const GsTheme *theme,
           gint width,
           gint height,
           gdouble high,
           guint32 first,
           guint32 last)
{
  g_autofree gchar *top = nn_dialect_number (high, 3, '\0'), *from = g_strdup_printf ("%u", first);
  g_autofree gchar *to = g_strdup_printf ("%u", last);

  set_colour (cr, &theme->line);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, 0.5, 16.5, width - 1, height - 34);
  cairo_stroke (cr);
  set_colour (cr, &theme->dim);
  cairo_select_font_face (cr, gs_theme_get_font (), CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, 11);
  cairo_move_to (cr, 1, 12);
  cairo_show_text (cr, top);
  cairo_move_to (cr, 1, height - 4);
  cairo_show_text (cr, from);
  cairo_move_to (cr, width - 8 - 7 * (gdouble) strlen (to), height - 4);
  cairo_show_text (cr, to);
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsLossPanel *self = user_data;
  const GsTheme *theme = gs_theme_get (gs_style_is_dark (), gs_style_has_high_contrast ());
  guint32 now = gs_frame_get_cursor (gs_view_get_sight (self->view)->frame)->pass, first, last;
  gdouble high = 0, now_x = -1, now_y = 0, text_scale = get_scale (self);

  if (self->points->len == 0)
    return;
  /* From here on in pixels of the design. */
  cairo_scale (cr, text_scale, text_scale);
  width = (gint) (width / text_scale);
  height = (gint) (height / text_scale);
  for (guint i = 0; i < self->points->len; i++)
    high = MAX (high, get_point (self, i)->max);
  high = high > 0 ? high : 1;
  first = get_point (self, 0)->first;
  last = get_point (self, self->points->len - 1)->last;
  draw_axes (cr, theme, width, height, high, first, last);
  set_colour (cr, &theme->accent);
  cairo_set_line_width (cr, 1.75);
  cairo_new_path (cr);
  for (guint i = 0; i < self->points->len; i++) {
    const GsLossPoint *point = get_point (self, i);
    gdouble x = last > first ? 6 + (width - 12.0) * (point->last - first) / (last - first) : width / 2.0;
    gdouble scale = (height - 44.0) / high, y = height - 22 - scale * MAX (point->loss, 0);

    if (point->max > point->min) {
      cairo_line_to (cr, x, height - 22 - scale * MAX (point->max, 0));
      cairo_line_to (cr, x, height - 22 - scale * MAX (point->min, 0));
    }
    cairo_line_to (cr, x, y);
    if (point->first <= now && now <= point->last) {
      now_x = x;
      now_y = y;
    }
  }
  cairo_stroke (cr);
  if (now_x < 0)
    return;
  cairo_arc (cr, now_x, now_y, 3.5, 0, 2 * G_PI);
  cairo_fill (cr);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsLossPanel *self = GS_LOSS_PANEL (object);

  forget_trainer (self);
  if (self->view != NULL) {
    g_signal_handlers_disconnect_by_data (gs_view_get_workbook (self->view), self);
    g_signal_handlers_disconnect_by_data (self->view, self);
  }
  g_clear_object (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->points, g_array_unref);
  G_OBJECT_CLASS (gs_loss_panel_parent_class)->dispose (object);
}

static void
on_text_scale (GsLossPanel *self)
{
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area),
                                       (gint) ((self->scale > 0 ? 55 : 220) * get_scale (self)));
}

void
gs_loss_panel_set_scale (GsLossPanel *self, gdouble scale)
{
  if (scale == self->scale)
    return;
  self->scale = scale;
  gtk_widget_set_vexpand (self->area, TRUE);
  on_text_scale (self);
}

static void
gs_loss_panel_class_init (GsLossPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-loss-panel");
  gtk_widget_class_bind_template_child (widget_class, GsLossPanel, box);
  gtk_widget_class_bind_template_child (widget_class, GsLossPanel, area);
  gtk_widget_class_bind_template_child (widget_class, GsLossPanel, text);
}

static void
gs_loss_panel_init (GsLossPanel *self)
{
  gs_template_init (GTK_WIDGET (self));
  self->points = g_array_new (FALSE, FALSE, sizeof (GsLossPoint));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self, NULL);
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
}

GtkWidget *
gs_loss_panel_new (GsView *view)
{
  GsLossPanel *self = g_object_new (GS_TYPE_LOSS_PANEL, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (gs_view_get_workbook (view), "training", G_CALLBACK (on_training), self);
  on_training (self);
  on_view_changed (self, GS_VIEW_VALUES);
  return GTK_WIDGET (self);
}
