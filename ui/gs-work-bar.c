/* A line, a bar and buttons: how far long work is. */
#include "gs-work-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-accessible.h"
#include "gs-template.h"

struct _GsWorkBar {
  GtkWidget parent_instance;

  GtkWidget *box, *progress, *text;
};

G_DEFINE_FINAL_TYPE (GsWorkBar, gs_work_bar, GTK_TYPE_WIDGET)

gchar *
gs_work_bar_describe_rest (gdouble seconds)
{
  if (seconds < 0)
    return NULL;
  if (seconds < 90)
    return g_strdup_printf (_ ("%d s left"), (gint) ceil (seconds));
  if (seconds < 90 * 60)
    return g_strdup_printf (_ ("%d min left"), (gint) ceil (seconds / 60));
  return g_strdup_printf (_ ("%.0f h left"), MIN (ceil (seconds / 3600), 1e6));
}

void
gs_work_bar_show (GsWorkBar *self, const gchar *text, gdouble fraction)
{
  gtk_label_set_text (GTK_LABEL (self->text), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), CLAMP (fraction, 0, 1));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

GtkWidget *
gs_work_bar_add_button (GsWorkBar *self,
                        const gchar *label,
                        const gchar *tooltip,
                        GCallback clicked,
                        gpointer object)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", clicked, object, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

void
gs_work_bar_set_room (GsWorkBar *self, gint characters)
{
  gtk_label_set_width_chars (GTK_LABEL (self->text), characters);
}

static void
dispose (GObject *object)
{
  g_clear_pointer (&GS_WORK_BAR (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_work_bar_parent_class)->dispose (object);
}

static void
gs_work_bar_class_init (GsWorkBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "gs-work-bar");
  gs_template_set (widget_class, "gs-work-bar");
  gtk_widget_class_bind_template_child (widget_class, GsWorkBar, box);
  gtk_widget_class_bind_template_child (widget_class, GsWorkBar, text);
  gtk_widget_class_bind_template_child (widget_class, GsWorkBar, progress);
}

static void
gs_work_bar_init (GsWorkBar *self)
{
  gs_template_init (GTK_WIDGET (self));
}

GsWorkBar *
gs_work_bar_new (const gchar *name)
{
  GsWorkBar *self = g_object_new (GS_TYPE_WORK_BAR, NULL);

  gs_accessible_set_name (self->progress, name);
  return self;
}
