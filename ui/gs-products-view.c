/* The terms of the selected cell as tables that are drawn. */
#include "gs-products-view.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-products-painter.h"
#include "gs-accessible.h"
#include "gs-style.h"
#include "gs-template.h"

struct _GsProductsView {
  GtkWidget parent_instance;

  GsView *view;
  GsProducts *products; /* NULL where the selected cell has none */
  GtkWidget *box, *title, *part_box, *part, *area;
};

G_DEFINE_FINAL_TYPE (GsProductsView, gs_products_view, GTK_TYPE_WIDGET)

static GsProductsScene
make_scene (GsProductsView *self, gint width, gint height)
{
  return (GsProductsScene){ .products = self->products,
                            .sight = gs_view_get_sight (self->view),
                            .theme = gs_style_get_theme (),
                            .text_scale = gs_style_get_text_scale (),
                            .part = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->part)) - 1,
                            .width = width,
                            .height = height };
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsProductsView *self = user_data;
  GsProductsScene scene = make_scene (self, width, height);

  if (self->products != NULL)
    gs_products_draw (cr, &scene);
}

static void
update (GsProductsView *self)
{
  /* What is hidden under the pointer takes its mark away, and with it the view's sight. */
  g_autoptr (GsSight) sight = gs_sight_ref (gs_view_get_sight (self->view));
  g_autofree gchar *text = NULL, *name = NULL, *title = NULL;
  gint n_parts;

  g_clear_pointer (&self->products, gs_products_free);
  if (sight->explanation != NULL)
    self->products = gs_products_new (sight->explanation);
  n_parts = self->products != NULL ? self->products->n_parts : 1;
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->part), 0, n_parts);
  gtk_widget_set_visible (self->part_box, n_parts > 1);
  if (n_parts == 1)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->part), 0);
  gtk_widget_set_visible (self->area, self->products != NULL);
  if (self->products == NULL) {
    text = gs_products_describe_none (sight, FALSE);
    gtk_label_set_text (GTK_LABEL (self->title), text);
    return;
  }
  name = gs_cell_name_labelled (sight->program, &sight->selected);
  title = g_strdup_printf (_ ("%s, product by product"), name);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  text = gs_products_describe (self->products, sight);
  gs_accessible_set_description (self->area, text);
  gtk_widget_queue_draw (self->area);
}

static void
on_view_changed (GsProductsView *self, guint change)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

static gboolean
show_part (GtkSpinButton *part, GsProductsView *self)
{
  gint number = gtk_spin_button_get_value_as_int (part);
  g_autofree gchar *text = number == 0 ? g_strdup (C_ ("channels", "all")) : g_strdup_printf ("%d", number);

  gtk_editable_set_text (GTK_EDITABLE (part), text);
  return TRUE;
}

static gint
read_part (GtkSpinButton *part, gdouble *value, GsProductsView *self)
{
  const gchar *text = gtk_editable_get_text (GTK_EDITABLE (part));

  if (!g_str_equal (text, C_ ("channels", "all")))
    return FALSE;
  *value = 0;
  return TRUE;
}

static void
on_part (GsProductsView *self)
{
  gtk_widget_queue_draw (self->area);
}

static void
on_pressed (GtkGestureClick *click, gint n, gdouble x, gdouble y, GsProductsView *self)
{
  GsProductsScene scene =
      make_scene (self, gtk_widget_get_width (self->area), gtk_widget_get_height (self->area));
  NnCell cell;

  if (self->products != NULL && gs_products_find_cell (&scene, x, y, &cell))
    gs_view_select (self->view, &cell, FALSE);
}

static void
on_moved (GtkEventControllerMotion *motion, gdouble x, gdouble y, GsProductsView *self)
{
  GsProductsScene scene =
      make_scene (self, gtk_widget_get_width (self->area), gtk_widget_get_height (self->area));
  gboolean found;
  NnCell cell;

  if (self->products == NULL)
    return;
  found = gs_products_find_cell (&scene, x, y, &cell);
  gs_view_point_at (self->view, found ? &cell : NULL);
}

static void
on_left (GsProductsView *self)
{
  gs_view_point_at (self->view, NULL);
}

/* ---- the widget ---- */

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gs_products_view_parent_class)->map (widget);
  update (GS_PRODUCTS_VIEW (widget));
}

static void
dispose (GObject *object)
{
  GsProductsView *self = GS_PRODUCTS_VIEW (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->products, gs_products_free);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_products_view_parent_class)->dispose (object);
}

static void
gs_products_view_class_init (GsProductsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->map = map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gs_template_set (GTK_WIDGET_CLASS (klass), "gs-products-view");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsProductsView, box);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsProductsView, title);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsProductsView, part_box);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsProductsView, part);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsProductsView, area);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), show_part);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), read_part);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_part);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_pressed);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_moved);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_left);
}

static void
gs_products_view_init (GsProductsView *self)
{
  gs_template_init (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self, NULL);
}

GtkWidget *
gs_products_view_new (GsView *view)
{
  GsProductsView *self = g_object_new (GS_TYPE_PRODUCTS_VIEW, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  return GTK_WIDGET (self);
}
