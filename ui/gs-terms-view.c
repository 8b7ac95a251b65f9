/* The terms of the selected cell as a list that is drawn, page by page. */
#include "gs-terms-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/paint/gs-terms-painter.h"
#include "gs-accessible.h"
#include "gs-style.h"
#include "gs-template.h"

#define PAGE 32 /* terms; a kernel of 5×5 and its bias are one page */

struct _GsTermsView {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box, *title, *pager, *back, *on, *area;
  NnCell shown; /* whose page it is */
  gsize first;  /* term of the page, from 1 */
};

G_DEFINE_FINAL_TYPE (GsTermsView, gs_terms_view, GTK_TYPE_WIDGET)

static GsTermsScene
make_scene (GsTermsView *self, gint width)
{
  return (GsTermsScene){ .sight = gs_view_get_sight (self->view),
                         .theme = gs_style_get_theme (),
                         .text_scale = gs_style_get_text_scale (),
                         .first = self->first,
                         .n = PAGE,
                         .width = width };
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsTermsScene scene = make_scene (user_data, width);

  gs_terms_draw (cr, &scene);
}

/* "Terms 33 to 64 of 201". */
static gchar *
describe_page (gsize first, gsize last, gsize n)
{
  return n <= PAGE ? g_strdup_printf (
             ngettext ("%zu term, and the sum so far", "%zu terms, and the sum so far", (gulong) n), n)
                   : g_strdup_printf (_ ("Terms %zu to %zu of %zu"), first, last, n);
}

static void
show_page (GsTermsView *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  const gsize n = gs_explanation_count_terms (sight->explanation);
  const gsize last = MIN (self->first + PAGE - 1, n);
  g_autofree gchar *title = describe_page (self->first, last, n), *spoken = NULL;
  g_autoptr (GsTermList) list = gs_term_list_new (sight, self->first, PAGE, sight->digits);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_widget_set_visible (self->pager, n > PAGE);
  gtk_widget_set_sensitive (self->back, self->first > 1);
  gtk_widget_set_sensitive (self->on, last < n);
  /* The last page is as high as the others: what stands below stays. */
  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (self->area), (gint) gs_terms_get_height (MIN (n, PAGE), gs_style_get_text_scale ()));
  spoken = gs_term_list_speak (list);
  gs_accessible_set_description (self->area, spoken);
  gtk_widget_queue_draw (self->area);
}

static void
update (GsTermsView *self)
{
  /* Kept, for what hides takes the pointer's mark away, and with it the view's sight. */
  g_autoptr (GsSight) sight = gs_sight_ref (gs_view_get_sight (self->view));
  gboolean shown = gs_view_get_data_cell (self->view) == NULL && gs_term_list_has (sight);

  if (shown
      && (!nn_cell_equal (&self->shown, &sight->selected)
          || self->first > gs_explanation_count_terms (sight->explanation))) {
    self->shown = sight->selected;
    self->first = 1;
  }
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  if (shown)
    show_page (self);
}

static void
on_view_changed (GsTermsView *self, guint change)
{
  update (self);
}

static void
on_back (GsTermsView *self)
{
  self->first -= MIN (PAGE, self->first - 1);
  show_page (self);
}

static void
on_on (GsTermsView *self)
{
  self->first += PAGE;
  show_page (self);
}

static void
on_moved (GtkEventControllerMotion *motion, gdouble x, gdouble y, GsTermsView *self)
{
  GsTermsScene scene = make_scene (self, gtk_widget_get_width (self->area));
  NnCell cell;

  gs_view_point_at (self->view, gs_terms_find_cell (&scene, y, &cell) ? &cell : NULL);
}

static void
on_left (GsTermsView *self)
{
  gs_view_point_at (self->view, NULL);
}

static void
on_look (GsTermsView *self)
{
  update (self);
}

static void
dispose (GObject *object)
{
  GsTermsView *self = GS_TERMS_VIEW (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_terms_view_parent_class)->dispose (object);
}

static void
gs_terms_view_class_init (GsTermsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-terms-view");
  gtk_widget_class_bind_template_child (widget_class, GsTermsView, box);
  gtk_widget_class_bind_template_child (widget_class, GsTermsView, title);
  gtk_widget_class_bind_template_child (widget_class, GsTermsView, pager);
  gtk_widget_class_bind_template_child (widget_class, GsTermsView, back);
  gtk_widget_class_bind_template_child (widget_class, GsTermsView, on);
  gtk_widget_class_bind_template_child (widget_class, GsTermsView, area);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_on);
  gtk_widget_class_bind_template_callback (widget_class, on_moved);
  gtk_widget_class_bind_template_callback (widget_class, on_left);
}

static void
gs_terms_view_init (GsTermsView *self)
{
  self->first = 1;
  gs_template_init (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self, NULL);
}

GtkWidget *
gs_terms_view_new (GsView *view)
{
  GsTermsView *self = g_object_new (GS_TYPE_TERMS_VIEW, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  gs_style_watch_theme (self, G_CALLBACK (on_look));
  gs_style_watch_text_scale (self, G_CALLBACK (on_look));
  update (self);
  return GTK_WIDGET (self);
}
