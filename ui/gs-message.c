/* A message over the lower edge of the sheet. */
#include "gs-message.h"

#include "gs-template.h"

/* Milliseconds: to notice it, and to read a character. */
#define TO_NOTICE 4000
#define TO_READ   70

struct _GsMessage {
  GtkWidget parent_instance;

  GtkWidget *revealer, *label;
  guint timer;
};

G_DEFINE_FINAL_TYPE (GsMessage, gs_message, GTK_TYPE_WIDGET)

static gboolean
on_read (gpointer user_data)
{
  GsMessage *self = user_data;

  self->timer = 0;
  gs_message_set (self, NULL);
  return G_SOURCE_REMOVE;
}

void
gs_message_set (GsMessage *self, const gchar *text)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  /* What goes keeps its words until it has gone. */
  if (text != NULL) {
    gtk_label_set_text (GTK_LABEL (self->label), text);
    self->timer = g_timeout_add (TO_NOTICE + TO_READ * (guint) g_utf8_strlen (text, -1), on_read, self);
  }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), text != NULL);
}

gboolean
gs_message_is_shown (GsMessage *self)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}

static void
dispose (GObject *object)
{
  GsMessage *self = GS_MESSAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_message_parent_class)->dispose (object);
}

static void
gs_message_class_init (GsMessageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-message");
  gtk_widget_class_bind_template_child (widget_class, GsMessage, revealer);
  gtk_widget_class_bind_template_child (widget_class, GsMessage, label);
}

static void
gs_message_init (GsMessage *self)
{
  gs_template_init (GTK_WIDGET (self));
}

void
gs_message_tell (GtkWidget *widget, const gchar *text)
{
  gtk_widget_activate_action (widget, "win.tell", "s", text);
}

gboolean
gs_message_tell_of (GtkWidget *widget, gboolean done, gchar **said, GError **error)
{
  if (!done)
    gtk_widget_error_bell (widget);
  if (!done && *error != NULL)
    gs_message_tell (widget, (*error)->message);
  else if (done && said != NULL && *said != NULL)
    gs_message_tell (widget, *said);
  return done;
}
