/* What has become of something, line by line. */
#include "gs-report-window.h"

#include <glib/gi18n-lib.h>

#include "app/text/gs-quote.h"
#include "gs-accessible.h"
#include "gs-help-window.h"
#include "gs-screen.h"
#include "gs-template.h"

struct _GsReportWindow {
  GtkWindow parent_instance;

  GtkWidget *summary, *list, *go;
};

G_DEFINE_FINAL_TYPE (GsReportWindow, gs_report_window, GTK_TYPE_WINDOW)

static void
on_go (GsReportWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
gs_report_window_class_init (GsReportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "exchange#onnx");
  gs_template_set (widget_class, "gs-report-window");
  gtk_widget_class_bind_template_child (widget_class, GsReportWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, GsReportWindow, list);
  gtk_widget_class_bind_template_child (widget_class, GsReportWindow, go);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
}

static void
gs_report_window_init (GsReportWindow *self)
{
  gs_template_init (GTK_WIDGET (self));
  gs_screen_set_design_size (GTK_WINDOW (self), 620, 440);
}

/* Names in a line are another program's, and need not be text. */
static void
add_line (GsReportWindow *self, const gchar *line)
{
  g_autofree gchar *visible = gs_quote_visible (line, TRUE);
  GtkWidget *label = gtk_label_new (visible), *row;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_box_append (GTK_LIST_BOX (self->list), label);
  row = gtk_widget_get_parent (label);
  gs_accessible_set_name (row, visible);
}

void
gs_report_window_show (GtkWindow *parent, const gchar *title, const gchar *summary, GPtrArray *lines)
{
  GsReportWindow *self = g_object_new (GS_TYPE_REPORT_WINDOW, "title", title, "transient-for", parent,
                                       "destroy-with-parent", parent != NULL, NULL);
  GApplication *application = g_application_get_default ();

  /* Without a parent it is a window of the application, which would end without one. */
  if (parent == NULL && application != NULL)
    gtk_window_set_application (GTK_WINDOW (self), GTK_APPLICATION (application));
  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  gs_accessible_set_name (self->list, title);
  for (guint i = 0; i < lines->len; i++)
    add_line (self, g_ptr_array_index (lines, i));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->go);
  gtk_widget_grab_focus (self->go);
  gtk_window_present (GTK_WINDOW (self));
}
