/* A network's cells, small. */
#include "gs-thumbnail.h"

#include <math.h>

#include "app/paint/gs-painter.h"
#include "app/view/gs-view.h"
#include "gs-style.h"

#define MARGIN   6.0
#define MAX_ZOOM 1.1
#define NAMES    0.5 /* names of blocks are seen from here on */

struct _GsThumbnail {
  GtkWidget parent_instance;

  gint natural_width;
  GsView *view; /* or NULL */
  GsLayout *layout;
  GsPainter *painter;
};

G_DEFINE_FINAL_TYPE (GsThumbnail, gs_thumbnail, GTK_TYPE_WIDGET)

/* All that the forward pass shows, in the layout's pixels. */
static graphene_rect_t
find_values (const GsLayout *layout)
{
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);
    /* With its caption and headers, for which there is room in a large picture. */
    const gdouble above = GS_HEADER_HEIGHT + GS_CAPTION_SPACE;
    graphene_rect_t own =
        GRAPHENE_RECT_INIT ((float) (block->x - GS_HEADER_HEIGHT), (float) (block->y - above),
                            (float) (block->width + GS_HEADER_HEIGHT), (float) (block->height + above));

    if (block->band != GS_BAND_VALUES)
      continue;
    if (all.size.width > 0)
      graphene_rect_union (&all, &own, &all);
    else
      all = own;
  }
  return all;
}

static gdouble
choose_zoom (const graphene_rect_t *values, gint width, gint height)
{
  return MIN (MIN ((width - 2 * MARGIN) / values->size.width, (height - 2 * MARGIN) / values->size.height),
              MAX_ZOOM);
}

/* Empty cells in a few columns, for what is not read: too large for a picture, or not to be read at all. */
static void
draw_unread (cairo_t *cr, gint width, gint height)
{
  static const gint rows[] = { 2, 4, 3, 1 };
  const gint columns = G_N_ELEMENTS (rows);
  gdouble cell = floor (MIN (width / (2.0 * columns + 1), height / 6.0));

  for (gint i = 0; i < columns; i++)
    for (gint k = 0; k < rows[i]; k++)
      cairo_rectangle (cr, floor ((width - (2 * columns - 1) * cell) / 2) + 2 * i * cell + 0.5,
                       floor ((height - rows[i] * cell) / 2) + k * cell + 0.5, cell, cell);
  gs_paint_set_colour (cr, &gs_style_get_theme ()->grid);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsThumbnail *self = GS_THUMBNAIL (widget);
  gint width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t values;
  gdouble all_width, all_height;
  GsScene scene;
  cairo_t *cr;

  if (width <= 2 * MARGIN || height <= 2 * MARGIN)
    return;
  if (self->view == NULL) {
    cr = gtk_snapshot_append_cairo (into, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
    draw_unread (cr, width, height);
    cairo_destroy (cr);
    return;
  }
  values = find_values (self->layout);
  if (values.size.width <= 0)
    return;
  /* The last block's name goes on to the end of the sheet. */
  gs_layout_get_size (self->layout, &all_width, &all_height);
  if (choose_zoom (&values, width, height) > NAMES)
    values.size.width = MAX (values.size.width, (float) all_width - values.origin.x);
  scene = (GsScene){ .layout = self->layout,
                     .sight = gs_view_get_sight (self->view),
                     .theme = gs_style_get_theme (),
                     .zoom = choose_zoom (&values, width, height),
                     .width = width,
                     .height = height };
  scene.left = values.origin.x - (width / scene.zoom - values.size.width) / 2;
  scene.top = values.origin.y - (height / scene.zoom - values.size.height) / 2;
  cr = gtk_snapshot_append_cairo (into, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  for (gint i = 0; i < gs_layout_get_n_blocks (self->layout); i++)
    if (gs_layout_get_block (self->layout, i)->band == GS_BAND_VALUES)
      gs_painter_draw_block (self->painter, cr, &scene, i);
  cairo_destroy (cr);
}

static void
forget (GsThumbnail *self)
{
  g_clear_pointer (&self->layout, gs_layout_free);
  g_clear_object (&self->view);
}

void
gs_thumbnail_set_document (GsThumbnail *self, GsDocument *document)
{
  g_autoptr (GsWorkbook) book = document != NULL ? gs_workbook_new (document, NULL) : NULL;
  GsCursor behind_loss = { 1, 0, 0, 0 };

  forget (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (book == NULL || !gs_workbook_has_rows (book, NULL))
    return;
  behind_loss.pass = gs_workbook_get_cursor (book).pass;
  behind_loss.instruction = gs_workbook_find_behind_loss (book);
  gs_workbook_go_to (book, &behind_loss, NULL);
  self->view = gs_view_new (book);
  self->layout = gs_layout_new_shown (self->view);
}

static void
dispose (GObject *object)
{
  forget (GS_THUMBNAIL (object));
  G_OBJECT_CLASS (gs_thumbnail_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&GS_THUMBNAIL (object)->painter, gs_painter_free);
  G_OBJECT_CLASS (gs_thumbnail_parent_class)->finalize (object);
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
  *minimum = 0;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? GS_THUMBNAIL (widget)->natural_width : 0;
}

void
gs_thumbnail_set_natural_width (GsThumbnail *self, gint width)
{
  self->natural_width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
gs_thumbnail_class_init (GsThumbnailClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->measure = measure;
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
gs_thumbnail_init (GsThumbnail *self)
{
  self->painter = gs_painter_new ();
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
gs_thumbnail_new (void)
{
  return g_object_new (GS_TYPE_THUMBNAIL, NULL);
}
