/* Exporting, in one dialog. */
#include "gs-export-dialog.h"

#include <glib/gi18n-lib.h>

#include "gs-choice.h"
#include "gs-dialogs.h"
#include "gs-file-dialog.h"
#include "gs-help-window.h"
#include "gs-template.h"
#include "nn/nn-error.h"

#define MANY_PASSES 5

struct _GsExportDialog {
  GtkWindow parent_instance;

  GsView *view;
  gchar *name;
  GtkWidget *place; /* of the parent's */
  GsExportDone done;
  GtkWidget *grid, *format_label, *format, *scale_label, *scale, *dark, *clear, *size, *problem, *go;
  GtkWidget *passes_label, *passes, *rows_label, *rows, *layers_label, *layers, *block_label, *block, *hint;
  gboolean is_updating;
};

G_DEFINE_FINAL_TYPE (GsExportDialog, gs_export_dialog, GTK_TYPE_WINDOW)

static const GsExportFormat *
get_format (GsExportDialog *self)
{
  return gs_export_get (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->format)));
}

static guint
get_exchange_choices (GsExportDialog *self)
{
  const GsExportFormat *format = get_format (self);

  return format->exchange != NULL ? format->exchange->choices : 0;
}

static gint
get_number (GtkWidget *spin)
{
  return gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (spin));
}

static void
take_options (GsExportDialog *self, GsExportOrder *order)
{
  guint there = get_exchange_choices (self);
  GsRecordOptions *record = &order->options.record;

  record->n_passes = (there & GS_EXCHANGE_PASSES) != 0 ? (guint) get_number (self->passes) : 1;
  record->n_rows = (there & GS_EXCHANGE_ROWS) != 0 ? get_number (self->rows) : 0;
  record->n_layers = (there & GS_EXCHANGE_LAYERS) != 0 ? get_number (self->layers) : 0;
  if ((there & (GS_EXCHANGE_TENSOR | GS_EXCHANGE_CELL)) != 0)
    gs_export_order_set_tensor (order, gtk_editable_get_text (GTK_EDITABLE (self->block)));
}

static GsExportOrder *
make_order (GsExportDialog *self)
{
  const GsExportFormat *format = get_format (self);
  GsExportOrder *order = gs_export_order_new (self->view, format);

  if (format->choices & GS_EXPORT_SCALE)
    order->scale = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->scale)) / 100;
  if (format->choices & GS_EXPORT_DARK)
    order->dark = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->dark));
  if (format->choices & GS_EXPORT_CLEAR)
    order->clear = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->clear));
  take_options (self, order);
  return order;
}

static void
show_choice (GtkWidget *label, GtkWidget *widget, gboolean there)
{
  gtk_widget_set_visible (label, there);
  gtk_widget_set_visible (widget, there);
}

static void
show_choices (GsExportDialog *self)
{
  guint there = get_exchange_choices (self);

  show_choice (self->passes_label, self->passes, (there & GS_EXCHANGE_PASSES) != 0);
  show_choice (self->rows_label, self->rows, (there & GS_EXCHANGE_ROWS) != 0);
  show_choice (self->layers_label, self->layers, (there & GS_EXCHANGE_LAYERS) != 0);
  show_choice (self->block_label, self->block, (there & (GS_EXCHANGE_TENSOR | GS_EXCHANGE_CELL)) != 0);
  gtk_widget_set_visible (self->hint, (there & GS_EXCHANGE_ROWS) != 0);
}

static void
show_size (GsExportDialog *self, const GsExportOrder *order)
{
  guint choices = order->format->choices;
  GsScene scene = gs_export_make_scene (order);
  /* Translators: the width and height of a picture. */
  g_autofree gchar *size = g_strdup_printf (_ ("%d × %d pixels"), scene.width, scene.height);

  show_choice (self->scale_label, self->scale, (choices & GS_EXPORT_SCALE) != 0);
  gtk_widget_set_visible (self->size, (choices & GS_EXPORT_SCALE) != 0);
  gtk_widget_set_visible (self->dark, (choices & GS_EXPORT_DARK) != 0);
  gtk_widget_set_visible (self->clear, (choices & GS_EXPORT_CLEAR) != 0);
  gtk_label_set_text (GTK_LABEL (self->size), size);
}

/* A format that holds one block needs its name. */
static gboolean
check (GsExportDialog *self, const GsExportOrder *order, GError **error)
{
  if ((get_exchange_choices (self) & GS_EXCHANGE_TENSOR) != 0 && order->options.tensor == NULL) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_NAME,
                         _ ("This format holds one block: say which one, such as dW1."));
    return FALSE;
  }
  return gs_export_check (order, self->view, error);
}

static void
show_problem (GsExportDialog *self, const GsExportOrder *order)
{
  g_autoptr (GError) error = NULL;
  gboolean fits = check (self, order, &error);

  gtk_label_set_text (GTK_LABEL (self->problem), fits ? "" : error->message);
  gtk_widget_set_visible (self->problem, !fits);
  gtk_widget_set_sensitive (self->go, fits);
}

static void
update (GsExportDialog *self)
{
  g_autoptr (GsExportOrder) order = NULL;

  if (self->is_updating)
    return;
  order = make_order (self);
  show_choices (self);
  show_size (self, order);
  show_problem (self, order);
}
/* A few passes, so that one sees it learn; one, where they are more than the format takes. What is selected
 * is proposed where a name is needed. */
static void
on_format (GsExportDialog *self)
{
  g_autoptr (GsExportOrder) order = NULL;
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));
  guint there = get_exchange_choices (self);
  NnCell cell;

  self->is_updating = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->passes), MANY_PASSES);
  gtk_label_set_text_with_mnemonic (GTK_LABEL (self->block_label),
                                    (there & GS_EXCHANGE_CELL) != 0 ? _ ("_Only the cell") : _ ("_Block"));
  gtk_editable_set_text (GTK_EDITABLE (self->block), "");
  if ((there & GS_EXCHANGE_TENSOR) != 0)
    gtk_editable_set_text (
        GTK_EDITABLE (self->block),
        nn_program_get_tensor (program, gs_view_get_selected (self->view, &cell) ? cell.tensor : 0)->name);
  order = make_order (self);
  if ((there & GS_EXCHANGE_PASSES) != 0 && !gs_export_check (order, self->view, NULL))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->passes), 1);
  self->is_updating = FALSE;
  update (self);
}

static void
on_named (GFile *file, gpointer user_data)
{
  GsExportDialog *self = user_data;
  g_autofree gchar *path = g_file_get_path (file);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (path == NULL || parent == NULL)
    return;
  gs_export_start (make_order (self), path, self->place, parent, self->done);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_go (GsExportDialog *self)
{
  const GsExportFormat *format = get_format (self);

  gs_file_dialog_save (GTK_WINDOW (self), _ ("Export"), self->name, format->ending, on_named, self);
}

static void
on_cancel (GsExportDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_formats (GsExportDialog *self)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; gs_export_get (i) != NULL; i++) {
    g_autofree gchar *ending = g_ascii_strup (gs_export_get (i)->ending + 1, -1);

    /* Translators: a format's title, and how names of its files end. */
    g_ptr_array_add (titles, g_strdup_printf (_ ("%s (%s)"), _ (gs_export_get (i)->title), ending));
  }
  g_ptr_array_add (titles, NULL);
  self->format = gs_choice_new ((const gchar *const *) titles->pdata, _ ("Format"));
  gtk_widget_set_hexpand (self->format, TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), self->format, 1, 0, 2, 1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (self->format_label), self->format);
  g_signal_connect_swapped (self->format, "notify::selected", G_CALLBACK (on_format), self);
}

static void
dispose (GObject *object)
{
  GsExportDialog *self = GS_EXPORT_DIALOG (object);

  gs_template_take_typed (self);
  g_clear_object (&self->view);
  g_clear_object (&self->place);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (gs_export_dialog_parent_class)->dispose (object);
}

static void
gs_export_dialog_class_init (GsExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "sheet#export");
  gs_template_set (widget_class, "gs-export-dialog");
#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, GsExportDialog, name)
  CHILD (grid);
  CHILD (format_label);
  CHILD (scale_label);
  CHILD (scale);
  CHILD (dark);
  CHILD (clear);
  CHILD (size);
  CHILD (passes_label);
  CHILD (passes);
  CHILD (rows_label);
  CHILD (rows);
  CHILD (layers_label);
  CHILD (layers);
  CHILD (block_label);
  CHILD (block);
  CHILD (hint);
  CHILD (problem);
  CHILD (go);
#undef CHILD
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
gs_export_dialog_init (GsExportDialog *self)
{
  gs_template_init (GTK_WIDGET (self));
  add_formats (self);
}

void
gs_export_dialog_show (GtkWindow *parent,
                       GsView *view,
                       const gchar *name,
                       GtkWidget *place,
                       GsExportDone done)
{
  GsExportDialog *self =
      g_object_new (GS_TYPE_EXPORT_DIALOG, "application", gtk_window_get_application (parent),
                    "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  g_autoptr (GsExportOrder) order = gs_export_order_new (view, gs_export_get (0));

  self->view = g_object_ref (view);
  self->name = g_strdup (name);
  self->place = g_object_ref (place);
  self->done = done;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->dark), order->dark);
  update (self);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->go);
  gtk_widget_grab_focus (self->format);
  gtk_window_present (GTK_WINDOW (self));
}
