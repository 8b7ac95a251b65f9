/* A lesson as it was read: its steps found, its networks opened. */
#include "gs-lesson.h"

#include <string.h>

#include "gs-lesson-private.h"
#include "gs-places.h"

const gchar *
gs_lesson_panel_get_name (GsLessonPanel panel)
{
  static const gchar *const names[] = { "formula", "operation", "tape", "transport", "loss", "data", "plot" };

  return names[panel];
}

void
gs_lesson_setting_free (GsLessonSetting *setting)
{
  g_free (setting->cell);
  gs_expression_free (setting->value);
  g_free (setting);
}

void
gs_lesson_show_clear (GsLessonShow *show)
{
  g_free (show->network);
  g_free (show->document);
  g_clear_pointer (&show->set, g_ptr_array_unref);
  g_free (show->cursor_cell);
  g_strfreev (show->zoom);
  g_strfreev (show->highlight);
  g_strfreev (show->hide);
  g_free (show->select);
  gs_expression_free (show->plot.at);
  gs_expression_free (show->plot.target);
  g_free (show->plot.weight);
  g_free (show->plot.bias);
  g_strfreev (show->plot.cells);
}

void
gs_lesson_task_free (GsLessonTask *task)
{
  if (task == NULL)
    return;
  gs_lesson_text_free (task->prompt);
  gs_lesson_text_free (task->right);
  gs_lesson_text_free (task->derivation);
  gs_lesson_text_free (task->not_yet);
  g_clear_pointer (&task->accept, g_ptr_array_unref);
  g_clear_pointer (&task->refuse, g_ptr_array_unref);
  g_clear_pointer (&task->hints, g_ptr_array_unref);
  g_clear_pointer (&task->mistakes, g_ptr_array_unref);
  g_clear_pointer (&task->values, g_ptr_array_unref);
  g_clear_pointer (&task->options, g_ptr_array_unref);
  g_clear_pointer (&task->answer, g_ptr_array_unref);
  g_strfreev (task->cells);
  gs_expression_free (task->condition);
  g_free (task);
}

void
gs_lesson_free (GsLesson *lesson)
{
  if (lesson == NULL)
    return;
  g_free (lesson->path);
  g_free (lesson->id);
  g_free (lesson->title);
  g_free (lesson->summary);
  g_free (lesson->level);
  g_free (lesson->language);
  g_strfreev (lesson->needs);
  g_clear_pointer (&lesson->steps, g_ptr_array_unref);
  g_free (lesson);
}

const GsLessonStep *
gs_lesson_get_step (const GsLesson *lesson, guint number)
{
  g_assert (number < lesson->steps->len);
  return g_ptr_array_index (lesson->steps, number);
}

gint
gs_lesson_find_step (const GsLesson *lesson, const gchar *id)
{
  for (guint i = 0; i < lesson->steps->len; i++)
    if (g_str_equal (gs_lesson_get_step (lesson, i)->id, id))
      return (gint) i;
  return -1;
}

gchar *
gs_lesson_find_network (const gchar *lesson_path, const gchar *name)
{
  g_autofree gchar *folder = g_path_get_dirname (lesson_path);
  g_autofree gchar *file = g_strconcat (name, ".gradsheet", NULL);
  const gchar *const folders[] = { folder, GS_LESSONS_SOURCE, GS_LESSONS_INSTALLED };
  static const gchar *const places[] = { "networks", "../networks" };

  if (strchr (name, G_DIR_SEPARATOR) != NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (places); k++) {
      g_autofree gchar *path = g_build_filename (folders[i], places[k], file, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

GsDocument *
gs_lesson_open_network (const GsLesson *lesson, const GsLessonStep *step, GError **error)
{
  g_autofree gchar *path = NULL;

  g_assert (step->show.network != NULL);
  if (step->show.document != NULL)
    return gs_document_load_bytes (step->show.document, strlen (step->show.document), lesson->path, error);
  path = gs_lesson_find_network (lesson->path, step->show.network);
  return gs_document_load (path != NULL ? path : step->show.network, error);
}
