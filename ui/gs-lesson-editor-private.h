/* What the files of the editor of lessons share: gs-lesson-editor.c is the window, -files
 * checks and saves, -steps writes steps. Each knows those behind it only. */
#pragma once

#include "app/lesson/gs-lesson-draft.h"
#include "gs-lesson-editor.h"

G_BEGIN_DECLS

struct _GsLessonEditor {
  GtkWindow parent_instance;

  GtkWidget *title, *save, *list, *add, *up, *down, *remove, *form, *text_part, *step_title, *text, *asked,
      *nothing, *task, *prompt, *mistakes, *propose, *work, *said, *problems, *problems_part, *attempt;
  GsView *view;
  GsLessonDraft *draft;
  GtkWindow *sheet; /* the window it belongs to; weak */
  gchar *path;      /* where it was saved last, or NULL */
  gchar *folder;    /* of our own: what is tried and checked */
  gboolean is_showing, is_changed;
  /* What comes next: while it is asked whether to save, and while it is asked where; or NULL. */
  void (*then) (GsLessonEditor *self);
  void (*then_saved) (GsLessonEditor *self);
};

/* Those of gs-lesson-editor-steps.c. A line beneath the steps. */
void gs_lesson_editor_tell (GsLessonEditor *self, const gchar *text);
/* The step that is chosen, or -1. */
gint gs_lesson_editor_get_step (GsLessonEditor *self);
/* The list of steps anew, with this one chosen. */
void gs_lesson_editor_fill_list (GsLessonEditor *self, gint selected);
/* What the template's buttons do to steps, and what is done when texts are written. */
void gs_lesson_editor_bind_steps (GtkWidgetClass *widget_class);
void gs_lesson_editor_listen (GsLessonEditor *self);

/* Those of gs-lesson-editor-files.c. */
void gs_lesson_editor_check (GsLessonEditor *self);
void gs_lesson_editor_go_to_problem (GsLessonEditor *self, GtkListBoxRow *row);
void gs_lesson_editor_try (GsLessonEditor *self);
void gs_lesson_editor_ask_for_file (GsLessonEditor *self);
/* Asks where. */
void gs_lesson_editor_save (GsLessonEditor *self);
/* TRUE while it is asked whether changes may go. */
gboolean gs_lesson_editor_close (GtkWindow *window);
void gs_lesson_editor_show_draft (GsLessonEditor *self);
gboolean gs_lesson_editor_load (GsLessonEditor *self, const gchar *path, GError **error);

G_END_DECLS
