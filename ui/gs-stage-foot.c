/* The foot of what a class sees: a key, a line, buttons. */
#include "gs-stage-foot.h"

#include <glib/gi18n-lib.h>

#include "gs-class.h"
#include "gs-template.h"
#include "gs-train-bar.h"

struct _GsStageFoot {
  GtkWidget parent_instance;

  GsView *view;
  GsLessonPlayer *lesson; /* or NULL */
  GtkWidget *box, *key, *hint, *message, *buttons, *stop, *training;
  gboolean running, has_buttons;
};

G_DEFINE_FINAL_TYPE (GsStageFoot, gs_stage_foot, GTK_TYPE_WIDGET)

static const gchar *
get_hint (GsStageFoot *self)
{
  if (self->running)
    return _ ("stop");
  if (gs_class_is_asking (self->view, self->lesson))
    return _ ("show the answer");
  if (self->lesson == NULL)
    return _ ("one step");
  return gs_lesson_player_get_number (self->lesson) + 1 < gs_lesson_player_get_n_steps (self->lesson)
             ? _ ("the next step")
             : _ ("this is the last step");
}

/* One button stops what goes on; while a network is trained its bar has that. */
static void
show_buttons (GsStageFoot *self)
{
  gboolean trains = gs_workbook_get_trainer (gs_view_get_workbook (self->view)) != NULL;

  gtk_widget_set_visible (self->buttons, self->has_buttons && !trains);
  for (GtkWidget *button = gtk_widget_get_first_child (self->buttons); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_widget_set_visible (button, self->running == (button == self->stop));
}

void
gs_stage_foot_update (GsStageFoot *self)
{
  gtk_label_set_text (GTK_LABEL (self->key), self->running ? "F9" : C_ ("key", "Space"));
  gtk_label_set_text (GTK_LABEL (self->hint), get_hint (self));
  show_buttons (self);
}

void
gs_stage_foot_set_running (GsStageFoot *self, gboolean running)
{
  self->running = running;
  gs_stage_foot_update (self);
}

void
gs_stage_foot_set_buttons (GsStageFoot *self, gboolean shown)
{
  self->has_buttons = shown;
  show_buttons (self);
}

void
gs_stage_foot_tell (GsStageFoot *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text != NULL ? text : "");
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsStageFoot *self = GS_STAGE_FOOT (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (gs_view_get_workbook (self->view), self);
  g_clear_object (&self->lesson);
  g_clear_object (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_stage_foot_parent_class)->dispose (object);
}

static void
gs_stage_foot_class_init (GsStageFootClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-stage-foot");
  gtk_widget_class_bind_template_child (widget_class, GsStageFoot, box);
  gtk_widget_class_bind_template_child (widget_class, GsStageFoot, key);
  gtk_widget_class_bind_template_child (widget_class, GsStageFoot, hint);
  gtk_widget_class_bind_template_child (widget_class, GsStageFoot, message);
  gtk_widget_class_bind_template_child (widget_class, GsStageFoot, buttons);
  gtk_widget_class_bind_template_child (widget_class, GsStageFoot, stop);
}

static void
gs_stage_foot_init (GsStageFoot *self)
{
  gs_template_init (GTK_WIDGET (self));
}

GtkWidget *
gs_stage_foot_new (GsView *view, GsLessonPlayer *lesson)
{
  GsStageFoot *self = g_object_new (GS_TYPE_STAGE_FOOT, NULL);

  self->view = g_object_ref (view);
  g_set_object (&self->lesson, lesson);
  self->training = gs_train_bar_new (view);
  gs_train_bar_be_brief (GS_TRAIN_BAR (self->training));
  gtk_widget_set_valign (self->training, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), self->training);
  g_signal_connect_swapped (gs_view_get_workbook (view), "training", G_CALLBACK (show_buttons), self);
  gs_stage_foot_update (self);
  return GTK_WIDGET (self);
}
