/* A class: works graded, and as a table. */
#include "gs-class.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
work_free (gpointer data)
{
  GsClassWork *work = data;

  g_free (work->path);
  gs_work_free (work->work);
  gs_grade_free (work->grade);
  g_free (work);
}

GsClass *
gs_class_new (const gchar *lesson, GError **error)
{
  GsLesson *loaded = gs_lesson_load (lesson, NULL, error);
  GsClass *self;

  if (loaded == NULL)
    return NULL;
  self = g_new0 (GsClass, 1);
  self->lesson_path = g_strdup (lesson);
  self->lesson = loaded;
  self->works = g_ptr_array_new_with_free_func (work_free);
  return self;
}

void
gs_class_free (GsClass *self)
{
  g_ptr_array_unref (self->works);
  gs_lesson_free (self->lesson);
  g_free (self->lesson_path);
  g_free (self);
}

gboolean
gs_class_add (GsClass *self, const gchar *path, GError **error)
{
  g_autoptr (GsWork) work = gs_work_load (path, error);
  GsGrade *grade = work != NULL ? gs_grade_new (self->lesson_path, work, error) : NULL;
  GsClassWork *added;

  if (grade == NULL)
    return FALSE;
  added = g_new0 (GsClassWork, 1);
  added->path = g_strdup (path);
  added->work = g_steal_pointer (&work);
  added->grade = grade;
  g_ptr_array_add (self->works, added);
  return TRUE;
}

gchar *
gs_class_work_get_name (const GsClassWork *work)
{
  const gchar *learner = gs_work_get_learner (work->work);

  return learner != NULL && *learner != '\0' ? g_strdup (learner) : g_filename_display_basename (work->path);
}

GPtrArray *
gs_class_count_mistakes (const GsClass *self)
{
  g_autoptr (GPtrArray) grades = g_ptr_array_new ();

  for (guint i = 0; i < self->works->len; i++)
    g_ptr_array_add (grades, ((const GsClassWork *) g_ptr_array_index (self->works, i))->grade);
  return gs_grade_count_mistakes (grades);
}

/* ---- CSV ---- */

/* In quotes where it must be; a spreadsheet takes what begins like a formula for one, so a sign in front of
 * it says that it is none. */
static void
append_field (GString *text, const gchar *field)
{
  g_auto (GStrv) parts = g_strsplit (field, "\"", -1);
  g_autofree gchar *doubled = g_strjoinv ("\"\"", parts);
  gboolean is_formula = *field != '\0' && strchr ("=+-@", *field) != NULL;

  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, ',');
  if (strpbrk (field, ",\"\r\n") != NULL || is_formula)
    g_string_append_printf (text, "\"%s%s\"", is_formula ? "'" : "", doubled);
  else
    g_string_append (text, field);
}

static void
append_number (GString *text, guint number)
{
  g_string_append_printf (text, ",%u", number);
}

gchar *
gs_class_to_csv (const GsClass *self)
{
  GString *text = g_string_new ("file,learner,points,most,percent,minutes,edited");

  for (guint i = 0; i < self->lesson->steps->len; i++)
    if (gs_lesson_get_step (self->lesson, i)->task != NULL)
      append_field (text, gs_lesson_get_step (self->lesson, i)->id);
  g_string_append (text, "\r\n");
  for (guint i = 0; i < self->works->len; i++) {
    const GsClassWork *work = g_ptr_array_index (self->works, i);
    const gchar *learner = gs_work_get_learner (work->work);
    g_autofree gchar *file = g_filename_display_basename (work->path);
    gchar minutes[G_ASCII_DTOSTR_BUF_SIZE];

    append_field (text, file);
    append_field (text, learner != NULL && *learner != '\0' ? learner : "");
    append_number (text, work->grade->points);
    append_number (text, work->grade->most);
    append_number (text, work->grade->most > 0 ? 100 * work->grade->points / work->grade->most : 0);
    g_string_append_printf (
        text, ",%s,%s",
        g_ascii_formatd (minutes, sizeof minutes, "%.1f", gs_work_get_seconds (work->work) / 60),
        gs_work_is_edited (work->work) ? "yes" : "no");
    for (guint k = 0; k < work->grade->steps->len; k++)
      append_number (text, ((const GsGradeStep *) g_ptr_array_index (work->grade->steps, k))->points);
    g_string_append (text, "\r\n");
  }
  return g_string_free (text, FALSE);
}
