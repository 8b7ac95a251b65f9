/* The panel that builds a network: its list, loss, optimiser, and Apply. */
#include "gs-build-panel.h"

#include <glib/gi18n-lib.h>

#include "app/workbook/gs-workbook-layers.h"
#include "gs-build-list.h"
#include "gs-message.h"
#include "gs-template.h"

struct _GsBuildPanel {
  GtkWidget parent_instance;

  GsView *view;
  GsBuildList *list;
  GtkWidget *scroller, *note, *apply;
};

G_DEFINE_FINAL_TYPE (GsBuildPanel, gs_build_panel, GTK_TYPE_WIDGET)

/* What happens to the data: rows of another shape cannot be kept. */
static void
on_list_changed (GsBuildPanel *self)
{
  g_autoptr (NnNetwork) network = gs_blueprint_build (gs_build_list_get_blueprint (self->list), NULL);
  gboolean fits = network != NULL && gs_workbook_rows_fit (gs_view_get_workbook (self->view), network);

  gtk_label_set_text (
      GTK_LABEL (self->note),
      fits ? _ ("Weights that still fit are kept. It can be undone.")
           : _ ("Weights that still fit are kept. The rows of data have another shape and go: new ones "
                "must be pasted or added. It can be undone."));
  gtk_widget_set_visible (self->note, network != NULL);
  gtk_widget_set_sensitive (self->apply, network != NULL);
}

/* Begins again from the document's own network. */
static void
begin (GsBuildPanel *self)
{
  gs_build_list_set_blueprint (
      self->list, gs_blueprint_new (gs_workbook_get_network (gs_view_get_workbook (self->view))));
}

static void
on_view_changed (GsBuildPanel *self, guint change)
{
  if (change & GS_VIEW_PROGRAM)
    begin (self);
}

static void
on_apply (GsBuildPanel *self)
{
  g_autoptr (GError) error = NULL;
  NnNetwork *network = gs_blueprint_build (gs_build_list_get_blueprint (self->list), &error);

  if (network == NULL || !gs_workbook_set_layers (gs_view_get_workbook (self->view), network, &error))
    gs_message_tell (GTK_WIDGET (self), error->message);
}

static void
dispose (GObject *object)
{
  GsBuildPanel *self = GS_BUILD_PANEL (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_build_panel_parent_class)->dispose (object);
}

static void
gs_build_panel_class_init (GsBuildPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (GS_TYPE_BUILD_LIST);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-build-panel");
  gtk_widget_class_bind_template_child (widget_class, GsBuildPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, GsBuildPanel, list);
  gtk_widget_class_bind_template_child (widget_class, GsBuildPanel, note);
  gtk_widget_class_bind_template_child (widget_class, GsBuildPanel, apply);
  gtk_widget_class_bind_template_callback (widget_class, on_list_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_apply);
}

static void
gs_build_panel_init (GsBuildPanel *self)
{
  gs_template_init (GTK_WIDGET (self));
}

GtkWidget *
gs_build_panel_new (GsView *view)
{
  GsBuildPanel *self = g_object_new (GS_TYPE_BUILD_PANEL, NULL);

  self->view = g_object_ref (view);
  begin (self);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  return GTK_WIDGET (self);
}
