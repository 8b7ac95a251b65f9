/* The panel of the data: rows, batches and where they come from. */
#include "gs-data-panel.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/data/gs-rows.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-accessible.h"
#include "gs-answers-pane.h"
#include "gs-clipboard.h"
#include "gs-data-parts.h"
#include "gs-message.h"
#include "gs-pool.h"
#include "gs-style.h"
#include "gs-template.h"

/* Rows that are listed. */
#define MAX_ROWS 200
/* Features, targets, classes: what can be named here. */
#define N_NAMED GS_NAMES_ROWS

struct _GsDataPanel {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *scroller, *box, *summary, *said, *list;
  GtkWidget *names[N_NAMED]; /* entries, by GsNameKind */
  GsDataset *shown;          /* whose rows are listed */
};

G_DEFINE_FINAL_TYPE (GsDataPanel, gs_data_panel, GTK_TYPE_WIDGET)

static gboolean
is_in_batch (const GsFrame *frame, gint row)
{
  gint n;
  const gint *rows = gs_frame_get_batch (frame, &n);

  for (gint i = 0; i < n; i++)
    if (rows[i] == row)
      return TRUE;
  return FALSE;
}

static GtkWidget *
make_line (gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "gs-mono");
  return label;
}

static void
fill_list (GsDataPanel *self, GsDataset *data)
{
  guint n = (guint) MIN (gs_dataset_get_n_rows (data), MAX_ROWS);
  GtkListBoxRow *chosen = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  for (guint i = 0; i < n; i++) {
    g_autofree gchar *text = gs_rows_describe (data, (gint) i + 1);
    GtkWidget *label = gs_pool_get (self->list, i, make_line, NULL);

    gtk_label_set_text (GTK_LABEL (label), text);
    gs_accessible_set_name (gtk_widget_get_parent (label), text);
  }
  gs_pool_trim (self->list, n);
  /* What is not there cannot be chosen. */
  if (chosen != NULL && gtk_list_box_row_get_index (chosen) >= (gint) n)
    gtk_list_box_unselect_all (GTK_LIST_BOX (self->list));
  g_clear_pointer (&self->shown, gs_dataset_unref);
  self->shown = gs_dataset_ref (data);
}

static void
mark_batch (GsDataPanel *self)
{
  const GsFrame *frame = gs_view_get_sight (self->view)->frame;
  GtkListBoxRow *row;

  for (gint i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++) {
    gboolean in_batch = is_in_batch (frame, i + 1);

    gs_accessible_set_description (GTK_WIDGET (row), in_batch ? _ ("in this pass") : NULL);
    gs_style_set_class (GTK_WIDGET (row), "gs-in-batch", in_batch);
  }
}

static void
show_names (GsDataPanel *self, GsDataset *data)
{
  for (gint kind = 0; kind < N_NAMED; kind++) {
    g_autofree gchar *text = gs_names_to_line (gs_dataset_get_names (data, (GsNameKind) kind));
    gboolean has_names = gs_dataset_get_n_names (data, (GsNameKind) kind) > 0;

    gtk_editable_set_text (GTK_EDITABLE (self->names[kind]), text);
    gtk_widget_set_visible (gtk_widget_get_parent (self->names[kind]), has_names);
  }
}

static void
update (GsDataPanel *self)
{
  GsDataset *data = gs_frame_get_data (gs_view_get_sight (self->view)->frame);
  g_autofree gchar *text = g_strdup_printf (_ ("Rows: %d. Batches: %d. This pass takes the marked rows."),
                                            gs_dataset_get_n_rows (data), gs_dataset_get_n_batches (data));
  g_autoptr (GError) error = NULL;

  gtk_label_set_text (GTK_LABEL (self->summary), gs_dataset_has_rows (data, &error) ? text : error->message);
  if (data != self->shown) {
    fill_list (self, data);
    show_names (self, data);
  }
  mark_batch (self);
}

static void
on_view_changed (GsDataPanel *self, guint change)
{
  if (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM))
    update (self);
}

/* ---- rows added and removed ---- */

/* Why nothing was done, if so. */
static void
tell (GsDataPanel *self, const GError *error)
{
  gtk_label_set_text (GTK_LABEL (self->said), NULL);
  if (error != NULL)
    gs_message_tell (GTK_WIDGET (self), error->message);
}

static void
on_names (GtkEntry *entry, GsDataPanel *self)
{
  GsNameKind kind = GTK_WIDGET (entry) == self->names[GS_NAMES_FEATURES]  ? GS_NAMES_FEATURES
                    : GTK_WIDGET (entry) == self->names[GS_NAMES_TARGETS] ? GS_NAMES_TARGETS
                                                                          : GS_NAMES_CLASSES;
  g_autoptr (GError) error = NULL;

  gs_workbook_name (gs_view_get_workbook (self->view), kind, gtk_editable_get_text (GTK_EDITABLE (entry)),
                    &error);
  tell (self, error);
}

static void
on_add (GsDataPanel *self)
{
  g_autoptr (GError) error = NULL;

  gs_workbook_add_row (gs_view_get_workbook (self->view), &error);
  tell (self, error);
}

/* The selected row, or the last one. */
static void
on_remove (GsDataPanel *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  gint number = row != NULL
                    ? gtk_list_box_row_get_index (row) + 1
                    : gs_dataset_get_n_rows (gs_frame_get_data (gs_view_get_sight (self->view)->frame));
  g_autoptr (GError) error = NULL;

  gs_workbook_remove_row (book, number, &error);
  tell (self, error);
}

/* How the text was understood is said: a comma can be read in two ways, and only the user knows which is
 * right.
 */
static void
on_clipboard (gpointer widget, const gchar *text)
{
  GsDataPanel *self = widget;
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  if (self->view == NULL)
    return;
  gs_workbook_append_rows (gs_view_get_workbook (self->view), text != NULL ? text : "", &said, &error);
  tell (self, error);
  gtk_label_set_text (GTK_LABEL (self->said), said);
}

/* Rows from a spreadsheet, behind those that are there. */
static void
on_paste (GsDataPanel *self)
{
  gs_clipboard_read (GTK_WIDGET (self), on_clipboard);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsDataPanel *self = GS_DATA_PANEL (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->shown, gs_dataset_unref);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_data_panel_parent_class)->dispose (object);
}

static void
gs_data_panel_class_init (GsDataPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const gchar *const names[] = { "features", "targets", "classes" };

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-data-panel");
  gtk_widget_class_bind_template_child (widget_class, GsDataPanel, box);
  gtk_widget_class_bind_template_child (widget_class, GsDataPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, GsDataPanel, summary);
  gtk_widget_class_bind_template_child (widget_class, GsDataPanel, said);
  gtk_widget_class_bind_template_child (widget_class, GsDataPanel, list);
  for (gint kind = 0; kind < N_NAMED; kind++)
    gtk_widget_class_bind_template_child_full (widget_class, names[kind], FALSE,
                                               G_STRUCT_OFFSET (GsDataPanel, names)
                                                   + kind * (gssize) sizeof (GtkWidget *));
  gtk_widget_class_bind_template_callback (widget_class, on_names);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_paste);
}

static void
gs_data_panel_init (GsDataPanel *self)
{
  gs_template_init (GTK_WIDGET (self));
}

GtkWidget *
gs_data_panel_new (GsDataGrid *grid)
{
  GsView *view = gs_data_grid_get_view (grid);
  GsDataPanel *self = g_object_new (GS_TYPE_DATA_PANEL, NULL);

  self->view = g_object_ref (view);
  gtk_box_insert_child_after (GTK_BOX (self->box), gs_data_parts_new (view), self->summary);
  gtk_box_insert_child_after (GTK_BOX (self->box), gs_answers_pane_new (grid), self->summary);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  update (self);
  return GTK_WIDGET (self);
}
