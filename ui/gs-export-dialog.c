/* Exporting, in one dialog. */
#include "gs-export-dialog.h"

#include <glib/gi18n-lib.h>

#include "gs-choice.h"
#include "gs-dialogs.h"
#include "gs-file-dialog.h"
#include "gs-help-window.h"
#include "gs-template.h"

struct _GsExportDialog {
  GtkWindow parent_instance;

  GsView *view;
  gchar *name;
  GtkWidget *place; /* of the parent's */
  GsExportDone done;
  GtkWidget *grid, *format_label, *format, *scale_label, *scale, *dark, *clear, *size, *problem, *go;
};

G_DEFINE_FINAL_TYPE (GsExportDialog, gs_export_dialog, GTK_TYPE_WINDOW)

static const GsExportFormat *
get_format (GsExportDialog *self)
{
  return gs_export_get (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->format)));
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
  return order;
}

static void
update (GsExportDialog *self)
{
  const GsExportFormat *format = get_format (self);
  g_autoptr (GsExportOrder) order = make_order (self);
  gboolean has_size = (format->choices & GS_EXPORT_SCALE) != 0;
  GsScene scene = gs_export_make_scene (order);
  /* Translators: the width and height of a picture. */
  g_autofree gchar *size = g_strdup_printf (_ ("%d × %d pixels"), scene.width, scene.height);
  g_autoptr (GError) error = NULL;
  gboolean fits = gs_export_check (order, &error);

  gtk_widget_set_visible (self->scale_label, has_size);
  gtk_widget_set_visible (self->scale, has_size);
  gtk_widget_set_visible (self->size, has_size);
  gtk_widget_set_visible (self->dark, (format->choices & GS_EXPORT_DARK) != 0);
  gtk_widget_set_visible (self->clear, (format->choices & GS_EXPORT_CLEAR) != 0);
  gtk_label_set_text (GTK_LABEL (self->size), size);
  gtk_label_set_text (GTK_LABEL (self->problem), fits ? "" : error->message);
  gtk_widget_set_visible (self->problem, !fits);
  gtk_widget_set_sensitive (self->go, fits);
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
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  for (guint i = 0; gs_export_get (i) != NULL; i++)
    g_ptr_array_add (titles, (gpointer) _ (gs_export_get (i)->title));
  g_ptr_array_add (titles, NULL);
  self->format = gs_choice_new ((const gchar *const *) titles->pdata, _ ("Format"));
  gtk_widget_set_hexpand (self->format, TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), self->format, 1, 0, 2, 1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (self->format_label), self->format);
  g_signal_connect_swapped (self->format, "notify::selected", G_CALLBACK (update), self);
}

static void
dispose (GObject *object)
{
  GsExportDialog *self = GS_EXPORT_DIALOG (object);

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
