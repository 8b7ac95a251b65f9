/* Windows with a lesson, made and brought to what they are for. */
#include "gs-lesson-windows.h"

#include <glib/gi18n-lib.h>

#include "gs-dialogs.h"
#include "gs-settings.h"
#include "gs-window.h"

/* A window with the lesson of this file; `progress` NULL: rehearsed, nothing is kept. NULL, and it is told
 * why, if it cannot be opened. */
static GsWindow *
make (GtkWindow *parent, const gchar *path, GsLessonProgress *progress)
{
  g_autoptr (GError) error = NULL;
  GsLesson *lesson = gs_lesson_load (path, gs_settings_get_lesson_language (), &error);
  g_autoptr (GsWorkbook) book = lesson != NULL ? gs_workbook_open_ready_made ("mazur", &error) : NULL;
  GsWindow *window =
      book != NULL ? gs_window_new (GTK_APPLICATION (g_application_get_default ()), book, NULL) : NULL;

  if (window != NULL && gs_window_start_lesson (window, lesson, progress, &error))
    return window;
  if (window != NULL) /* the lesson was taken */
    gtk_window_destroy (GTK_WINDOW (window));
  else
    g_clear_pointer (&lesson, gs_lesson_free);
  gs_dialogs_tell (parent, _ ("This lesson cannot be opened"), error->message);
  return NULL;
}

void
gs_lesson_windows_open (GtkWindow *parent, const gchar *path)
{
  GsWindow *window = make (parent, path, gs_host_get_progress ());

  if (window == NULL)
    return;
  gtk_window_present (GTK_WINDOW (window));
  gs_window_tell_notice (window);
}

/* A window that could not be brought to what it is for goes, and it is told why. */
static void
show (GsWindow *window, GtkWindow *parent, const gchar *title, const GError *error)
{
  if (error == NULL) {
    gtk_window_present (GTK_WINDOW (window));
    return;
  }
  gtk_window_destroy (GTK_WINDOW (window));
  gs_dialogs_tell (parent, title, error->message);
}

void
gs_lesson_windows_show_work (GsHost *host,
                             GtkWindow *parent,
                             const gchar *lesson,
                             const GsWork *work,
                             const gchar *step,
                             const gchar *cell)
{
  GsWindow *window = make (parent, lesson, NULL);
  g_autoptr (GError) error = NULL;

  if (window == NULL)
    return;
  gs_window_show_work (window, work, step, cell, &error);
  show (window, parent, _ ("This work cannot be shown"), error);
}

void
gs_lesson_windows_try (GsHost *host, GtkWindow *parent, const gchar *path, guint step)
{
  GsWindow *window = make (parent, path, NULL);
  g_autoptr (GError) error = NULL;

  if (window == NULL)
    return;
  gs_window_go_to_step (window, step, &error);
  show (window, parent, _ ("This lesson cannot be opened"), error);
}
