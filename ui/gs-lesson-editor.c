/* A lesson that is being made, beside the sheet. */
#include "gs-lesson-editor-private.h"
#include "gs-screen.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "gs-help-window.h"
#include "gs-job.h"
#include "gs-template.h"

G_DEFINE_FINAL_TYPE (GsLessonEditor, gs_lesson_editor, GTK_TYPE_WINDOW)

static void
remove_folder (GsLessonEditor *self)
{
  static const gchar *const names[] = { "tried.json", "checked.json" };

  for (gsize i = 0; self->folder != NULL && i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *path = g_build_filename (self->folder, names[i], NULL);

    g_unlink (path);
  }
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

static void
gs_lesson_editor_dispose (GObject *object)
{
  GsLessonEditor *self = GS_LESSON_EDITOR (object);

  gs_template_take_typed (self);
  if (self->work != NULL)
    gs_job_stop (self->work);
  self->is_showing = TRUE; /* what goes is no change */
  gtk_widget_dispose_template (GTK_WIDGET (self), GS_TYPE_LESSON_EDITOR);
  g_clear_object (&self->view);
  g_clear_weak_pointer (&self->sheet);
  G_OBJECT_CLASS (gs_lesson_editor_parent_class)->dispose (object);
}

static void
gs_lesson_editor_finalize (GObject *object)
{
  GsLessonEditor *self = GS_LESSON_EDITOR (object);

  remove_folder (self);
  g_clear_pointer (&self->draft, gs_lesson_draft_free);
  g_free (self->path);
  G_OBJECT_CLASS (gs_lesson_editor_parent_class)->finalize (object);
}

static void
gs_lesson_editor_class_init (GsLessonEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gs_lesson_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = gs_lesson_editor_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = gs_lesson_editor_close;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "lessons#a-lesson-of-your-own");
  gs_template_set (widget_class, "gs-lesson-editor");
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, title);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, save);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, list);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, add);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, up);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, down);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, remove);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, form);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, text_part);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, step_title);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, text);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, asked);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, nothing);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, task);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, prompt);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, mistakes);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, propose);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, work);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, said);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, problems_part);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, problems);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, attempt);
  gs_lesson_editor_bind_steps (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, gs_lesson_editor_check);
  gtk_widget_class_bind_template_callback (widget_class, gs_lesson_editor_ask_for_file);
  gtk_widget_class_bind_template_callback (widget_class, gs_lesson_editor_go_to_problem);
  gtk_widget_class_bind_template_callback (widget_class, gs_lesson_editor_save);
  gtk_widget_class_bind_template_callback (widget_class, gs_lesson_editor_try);
}

static void
gs_lesson_editor_init (GsLessonEditor *self)
{
  gs_template_init (GTK_WIDGET (self));
  gs_screen_set_design_size (GTK_WINDOW (self), 760, 640);
  gs_lesson_editor_listen (self);
}

GtkWindow *
gs_lesson_editor_new (GtkWindow *parent, GsView *view, const gchar *path, GError **error)
{
  GsLessonEditor *self =
      g_object_new (GS_TYPE_LESSON_EDITOR, "application", gtk_window_get_application (parent), NULL);

  self->view = g_object_ref (view);
  g_set_weak_pointer (&self->sheet, parent);
  self->folder = g_dir_make_tmp ("gradsheet-lesson-XXXXXX", error);
  self->draft = gs_lesson_draft_new (_ ("My lesson"));
  if (self->folder == NULL || (path != NULL && !gs_lesson_editor_load (self, path, error))) {
    gtk_window_destroy (GTK_WINDOW (self));
    return NULL;
  }
  if (path == NULL) {
    gs_lesson_editor_show_draft (self);
    gs_lesson_editor_tell (self,
                           _ ("Let the sheet show what your class is to see first, then add it as a step."));
  }
  gtk_widget_grab_focus (self->title);
  return GTK_WINDOW (self);
}
