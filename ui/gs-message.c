/* A message over the lower edge of the sheet. */
#include "gs-message.h"

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
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gs_message_init (GsMessage *self)
{
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer), GTK_REVEALER_TRANSITION_TYPE_CROSSFADE);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  /* Screen readers read it out when it appears. */
  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), 90);
  gtk_widget_add_css_class (self->label, "gs-message");
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), self->label);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

GtkWidget *
gs_message_new (void)
{
  return g_object_new (GS_TYPE_MESSAGE, NULL);
}
