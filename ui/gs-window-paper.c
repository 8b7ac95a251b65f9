/* Paper and what is handed in: worksheets of what the window shows, a learner's work as a file. */
#include <glib/gi18n-lib.h>

#include "gs-dialogs.h"
#include "gs-file-dialog.h"
#include "gs-grades-window.h"
#include "gs-lesson-editor.h"
#include "gs-window-private.h"
#include "gs-worksheet-dialog.h"

/* ---- worksheets ---- */

static void
on_written (GsWindow *self, const gchar *text)
{
  gs_window_tell (self, text);
}

static void
make_worksheet (GsWindow *self)
{
  GsLessonPlayer *lesson = gs_window_get_lesson (self);
  GsWorksheetDialog *dialog =
      gs_worksheet_dialog_show (GTK_WINDOW (self), gs_view_get_workbook (self->view),
                                lesson != NULL ? gs_lesson_player_get_lesson (lesson) : NULL);

  g_signal_connect_object (dialog, "written", G_CALLBACK (on_written), self, G_CONNECT_SWAPPED);
}

/* ---- handing in ---- */

static void
hand_in_to (GFile *file, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autofree gchar *path = g_file_get_path (file), *name = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL || self->work == NULL)
    return;
  if (!gs_work_save (self->work, path, &error)) {
    gs_dialogs_tell (GTK_WINDOW (self), _ ("Your work was not saved"), error->message);
    return;
  }
  name = g_filename_display_basename (path);
  text = g_strdup_printf (_ ("Your work is in %s, ready to be handed in."), name);
  gs_window_tell (self, text);
}

static void
on_named (const gchar *text, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autofree gchar *what = NULL, *name = NULL;

  if (text == NULL || self->work == NULL)
    return;
  gs_work_set_learner (self->work, text);
  what = g_strjoin (" ", gs_work_get_lesson (self->work), *text != '\0' ? text : NULL, NULL);
  name = gs_file_dialog_suggest_name (NULL, what, ".json");
  gs_file_dialog_save (GTK_WINDOW (self), _ ("Save your work, to hand it in"), name, ".json", hand_in_to,
                       self);
}

static void
hand_in (GsWindow *self)
{
  if (self->work != NULL)
    gs_dialogs_ask_line (GTK_WINDOW (self), _ ("Hand in what you have done"), _ ("Whose work is it?"),
                         g_strcmp0 (g_get_real_name (), "Unknown") != 0 ? g_get_real_name () : "",
                         _ ("_Go on"), NULL, on_named, self);
}

/* ---- lessons of one's own ---- */

/* The lesson that is played is the one to be changed; without one the sheet is where a new one begins. A
 * window has one editor. */
static void
make_lesson (GsWindow *self)
{
  GsLessonPlayer *lesson = gs_window_get_lesson (self);
  g_autoptr (GError) error = NULL;

  if (self->lesson_editor == NULL)
    g_set_weak_pointer (
        &self->lesson_editor,
        gs_lesson_editor_new (GTK_WINDOW (self), self->view,
                              lesson != NULL ? gs_lesson_player_get_lesson (lesson)->path : NULL, &error));
  if (self->lesson_editor != NULL)
    gtk_window_present (self->lesson_editor);
  else
    gs_dialogs_tell (GTK_WINDOW (self), _ ("This lesson cannot be opened"), error->message);
}

gboolean
gs_window_ask_about_lesson (GsWindow *self)
{
  return self->lesson_editor != NULL && gs_lesson_editor_ask (GS_LESSON_EDITOR (self->lesson_editor));
}

/* ---- grading ---- */

static void
show_grades (GsWindow *self)
{
  GsLessonPlayer *lesson = gs_window_get_lesson (self);

  gtk_window_present (gs_grades_window_new (
      GTK_WINDOW (self), lesson != NULL ? gs_lesson_player_get_lesson (lesson)->path : NULL));
}

void
gs_window_add_paper_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "worksheet", G_CALLBACK (make_worksheet) },
    { "hand-in", G_CALLBACK (hand_in) },
    { "grades", G_CALLBACK (show_grades) },
    { "make-lesson", G_CALLBACK (make_lesson) },
  };

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
}
