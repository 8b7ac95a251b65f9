#include "gs-data-panel.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/workbook/gs-workbook-rows.h"
#include "gs-accessible.h"
#include "gs-pool.h"
#include "gs-template.h"

/* Rows that are listed, and numbers of a row that are shown. */
#define MAX_ROWS    200
#define MAX_NUMBERS 4
/* Features, targets, classes: what can be named here. */
#define N_NAMED GS_NAMES_ROWS

struct _GsDataPanel {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box, *summary, *said, *list;
  GtkWidget *names[N_NAMED]; /* entries, by GsNameKind */
  GsDataset *shown;          /* whose rows are listed */
};

G_DEFINE_FINAL_TYPE (GsDataPanel, gs_data_panel, GTK_TYPE_WIDGET)

static void
append_numbers (GString *text, const gdouble *values, gsize n)
{
  for (gsize i = 0; i < MIN (n, MAX_NUMBERS); i++) {
    g_autofree gchar *number = nn_dialect_number (values[i], 4, '\0');

    g_string_append_printf (text, "%s%s", i > 0 ? "  " : "", number);
  }
  if (n > MAX_NUMBERS)
    g_string_append (text, " …");
}

/* The name of the class that the row belongs to, or NULL. */
static const gchar *
get_class_name (GsDataset *data, gint row)
{
  gint class = gs_dataset_get_class (data, row);
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));

  return class >= 0 ? gs_names_get (gs_dataset_get_names (data, n == 1 ? GS_NAMES_CLASSES : GS_NAMES_TARGETS),
                                    (gsize) class)
                    : NULL;
}

static gchar *
describe_row (GsDataset *data, gint row)
{
  GString *text = g_string_new (NULL);
  const gchar *name = gs_names_get (gs_dataset_get_names (data, GS_NAMES_ROWS), (gsize) row - 1);
  const gchar *class = get_class_name (data, row);

  g_string_append_printf (text, "%3d   ", row);
  if (name != NULL)
    g_string_append_printf (text, "%s   ", name);
  append_numbers (text, gs_dataset_get_input (data, row), nn_shape_count (gs_dataset_get_input_shape (data)));
  g_string_append (text, "  →  ");
  if (class != NULL)
    g_string_append (text, class);
  else
    append_numbers (text, gs_dataset_get_target (data, row),
                    nn_shape_count (gs_dataset_get_target_shape (data)));
  return g_string_free (text, FALSE);
}

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
    g_autofree gchar *text = describe_row (data, (gint) i + 1);
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
    if (in_batch)
      gtk_widget_add_css_class (GTK_WIDGET (row), "gs-in-batch");
    else
      gtk_widget_remove_css_class (GTK_WIDGET (row), "gs-in-batch");
  }
}

/* "sleep, study" of the names of a kind; "" if there are none. */
static gchar *
join_names (GsDataset *data, GsNameKind kind)
{
  const GPtrArray *names = gs_dataset_get_names (data, kind);
  GString *text = g_string_new (NULL);

  for (guint i = 0; names != NULL && i < names->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const gchar *) g_ptr_array_index (names, i));
  return g_string_free (text, FALSE);
}

static void
show_names (GsDataPanel *self, GsDataset *data)
{
  for (gint kind = 0; kind < N_NAMED; kind++) {
    g_autofree gchar *text = join_names (data, (GsNameKind) kind);
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

/* Takes both; exactly one of them is NULL. */
static gboolean
apply (GsDataPanel *self, GsDataset *data, const gchar *label, GError *error)
{
  g_autoptr (GsDataset) owned = data;
  g_autoptr (GError) failure = error;

  gtk_label_set_text (GTK_LABEL (self->said), NULL);
  if (data != NULL && gs_workbook_set_data (gs_view_get_workbook (self->view), data, label, &failure))
    return TRUE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", failure->message);
  return FALSE;
}

/* What was typed becomes the names of columns; nothing takes them away. */
static void
on_names (GtkEntry *entry, GsDataPanel *self)
{
  GsDataset *data = gs_workbook_get_data (gs_view_get_workbook (self->view));
  GsNameKind kind = GTK_WIDGET (entry) == self->names[GS_NAMES_FEATURES]  ? GS_NAMES_FEATURES
                    : GTK_WIDGET (entry) == self->names[GS_NAMES_TARGETS] ? GS_NAMES_TARGETS
                                                                          : GS_NAMES_CLASSES;
  g_auto (GStrv) words = g_strsplit (gtk_editable_get_text (GTK_EDITABLE (entry)), ",", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree gchar *old = join_names (data, kind);
  GError *error = NULL;

  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), old))
    return;
  for (gint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (names, g_strstrip (words[i]));
  data = gs_dataset_with_names (data, kind, names->len > 0 ? names : NULL, &error);
  apply (self, data, _ ("Name columns"), error);
}

/* A copy of the last row, to be changed. */
static void
on_add (GsDataPanel *self)
{
  GsDataset *data = gs_frame_get_data (gs_view_get_sight (self->view)->frame);
  gint n = gs_dataset_get_n_rows (data);
  g_autofree gdouble *zeros = g_new0 (gdouble, MAX (nn_shape_count (gs_dataset_get_input_shape (data)),
                                                    nn_shape_count (gs_dataset_get_target_shape (data))));
  GError *error = NULL;
  GsDataset *longer = gs_dataset_splice (data, n + 1, 0, 1, n > 0 ? gs_dataset_get_input (data, n) : zeros,
                                         n > 0 ? gs_dataset_get_target (data, n) : zeros, &error);

  apply (self, longer, _ ("Add a row"), error);
}

static void
on_remove (GsDataPanel *self)
{
  GsDataset *data = gs_frame_get_data (gs_view_get_sight (self->view)->frame);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  gint number = row != NULL ? gtk_list_box_row_get_index (row) + 1 : gs_dataset_get_n_rows (data);
  GError *error = NULL;
  GsDataset *shorter = gs_dataset_splice (data, number, 1, 0, NULL, NULL, &error);

  apply (self, shorter, _ ("Remove a row"), error);
}

/* How the text was understood is said: a comma can be read in two ways, and only the user knows which is
 * right.
 */
static void
on_clipboard (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GsDataPanel) self = user_data;
  g_autofree gchar *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  if (self->view == NULL)
    return;
  if (!gs_workbook_append_rows (gs_view_get_workbook (self->view), text != NULL ? text : "", &said, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", error->message);
  gtk_label_set_text (GTK_LABEL (self->said), said);
}

/* Rows from a spreadsheet, behind those that are there. */
static void
on_paste (GsDataPanel *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, on_clipboard,
                                 g_object_ref (self));
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
  g_clear_pointer (&self->box, gtk_widget_unparent);
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
gs_data_panel_new (GsView *view)
{
  GsDataPanel *self = g_object_new (GS_TYPE_DATA_PANEL, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  update (self);
  return GTK_WIDGET (self);
}
