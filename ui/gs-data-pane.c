/* The tab of the data. */
#include "gs-data-pane.h"

#include <glib/gi18n-lib.h>

#include "gs-accessible.h"
#include "gs-data-choices.h"
#include "gs-style.h"
#include "gs-template.h"
#include "gs-wrap.h"

struct _GsDataPane {
  GtkWidget parent_instance;

  GsDataGrid *grid;
  GsDataSheet *sheet;
  GtkWidget *box, *summary, *overlay, *scroller, *invitation, *choices, *ways;
};

G_DEFINE_FINAL_TYPE (GsDataPane, gs_data_pane, GTK_TYPE_WIDGET)

static gchar *
describe_rows (GsDataPane *self)
{
  const GsFrame *frame = gs_view_get_sight (gs_data_grid_get_view (self->grid))->frame;
  GsDataset *data = gs_frame_get_data (frame);
  gint n_rows = gs_dataset_get_n_rows (data), n;
  guint32 pass = gs_frame_get_cursor (frame)->pass;

  if (n_rows == 0)
    return g_strdup (_ ("No rows yet"));
  gs_frame_get_batch (frame, &n);
  if (gs_dataset_is_shuffled (data))
    return g_strdup_printf (_ ("Rows: %d. Pass %u takes batch %d of %d, shuffled for epoch %u, rows: %d."),
                            n_rows, pass, gs_dataset_get_batch_of_pass (data, pass),
                            gs_dataset_get_n_batches (data),
                            (pass - 1) / (guint32) gs_dataset_get_n_batches (data) + 1, n);
  return g_strdup_printf (_ ("Rows: %d. Pass %u takes batch %d of %d, rows: %d."), n_rows, pass,
                          gs_dataset_get_batch_of_pass (data, pass), gs_dataset_get_n_batches (data), n);
}

/* Where the sheet shows other numbers than these. */
static gchar *
describe_all (GsDataPane *self)
{
  GsDataset *data = gs_frame_get_data (gs_view_get_sight (gs_data_grid_get_view (self->grid))->frame);
  g_autofree gchar *rows = describe_rows (self);

  return gs_dataset_is_cropped (data) ? g_strjoin (
             " ", rows, _ ("Pictures stand here with their middle; each epoch takes another part."), NULL)
                                      : g_steal_pointer (&rows);
}

static void
on_changed (GsDataPane *self, gboolean only_cursor)
{
  g_autofree gchar *text = NULL, *cell = NULL;
  gboolean has_rows;
  gint row, column;

  gs_data_grid_get_cursor (self->grid, &row, &column);
  cell = gs_data_grid_describe (self->grid, row, column);
  gs_view_set_data_cell (gs_data_grid_get_view (self->grid), cell);
  if (only_cursor)
    return;
  text = describe_all (self);
  gtk_label_set_text (GTK_LABEL (self->summary), text);
  has_rows = gs_dataset_get_n_rows (
                 gs_frame_get_data (gs_view_get_sight (gs_data_grid_get_view (self->grid))->frame))
             > 0;
  gtk_widget_set_visible (self->invitation, !has_rows);
  gtk_widget_set_visible (self->choices, has_rows);
}

static void
on_text_scale (GsDataPane *self)
{
  gs_data_sheet_set_scale (self->sheet, gs_style_get_text_scale ());
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GS_DATA_PANE (widget)->sheet));
}

static void
dispose (GObject *object)
{
  GsDataPane *self = GS_DATA_PANE (object);

  if (self->grid != NULL)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->grid);
  G_OBJECT_CLASS (gs_data_pane_parent_class)->dispose (object);
}

static void
gs_data_pane_class_init (GsDataPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-data-pane");
  gtk_widget_class_bind_template_child (widget_class, GsDataPane, box);
  gtk_widget_class_bind_template_child (widget_class, GsDataPane, summary);
  gtk_widget_class_bind_template_child (widget_class, GsDataPane, overlay);
  gtk_widget_class_bind_template_child (widget_class, GsDataPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, GsDataPane, invitation);
  gtk_widget_class_bind_template_child (widget_class, GsDataPane, ways);
}

static void
gs_data_pane_init (GsDataPane *self)
{
  gs_template_init (GTK_WIDGET (self));
  gs_wrap_children (self->ways, 8);
}

GtkWidget *
gs_data_pane_new (GsView *view)
{
  GsDataPane *self = g_object_new (GS_TYPE_DATA_PANE, NULL);

  self->grid = gs_data_grid_new (view);
  self->choices = gs_data_choices_new (self->grid);
  gtk_box_insert_child_after (GTK_BOX (self->box), self->choices, gtk_widget_get_first_child (self->box));
  self->sheet = GS_DATA_SHEET (gs_data_sheet_new (self->grid));
  gs_accessible_set_name (GTK_WIDGET (self->sheet), _ ("Rows of data"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->sheet));
  g_signal_connect_swapped (self->grid, "changed", G_CALLBACK (on_changed), self);
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
  on_changed (self, FALSE);
  return GTK_WIDGET (self);
}

GsDataSheet *
gs_data_pane_get_sheet (GsDataPane *self)
{
  return self->sheet;
}

GsDataGrid *
gs_data_pane_get_grid (GsDataPane *self)
{
  return self->grid;
}
