/* A class: works graded, and as a table. */
#include "gs-class.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-document-error.h"
#include "app/text/gs-quote.h"
#include "app/text/gs-task.h"
#include "gs-lessons.h"

static void
problem_free (gpointer data)
{
  GsClassProblem *problem = data;

  g_free (problem->path);
  g_free (problem->reason);
  g_free (problem);
}

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
gs_class_new (const gchar *lesson, const gchar *languages, GError **error)
{
  GsLesson *loaded = gs_lesson_load (lesson, languages, error);
  GsClass *self;

  if (loaded == NULL)
    return NULL;
  self = g_new0 (GsClass, 1);
  self->lesson_path = g_strdup (lesson);
  self->languages = g_strdup (languages);
  self->lesson = loaded;
  self->works = g_ptr_array_new_with_free_func (work_free);
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  return self;
}

void
gs_class_free (GsClass *self)
{
  g_ptr_array_unref (self->works);
  g_ptr_array_unref (self->problems);
  gs_lesson_free (self->lesson);
  g_free (self->lesson_path);
  g_free (self->languages);
  g_free (self);
}

/* Takes the work. */
static gboolean
add_work (GsClass *self, const gchar *path, GsWork *work, GError **error)
{
  GsGrade *grade = gs_grade_new (self->lesson_path, self->languages, work, error);
  GsClassWork *added;

  if (grade == NULL) {
    gs_work_free (work);
    return FALSE;
  }
  added = g_new0 (GsClassWork, 1);
  added->path = g_strdup (path);
  added->work = work;
  added->grade = grade;
  g_ptr_array_add (self->works, added);
  return TRUE;
}

/* ---- collecting ---- */

typedef struct {
  gchar *path;
  GsWork *work; /* or NULL, and why */
  GError *error;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->path);
  g_clear_pointer (&found->work, gs_work_free);
  g_clear_error (&found->error);
  g_free (found);
}

static void
take_file (GPtrArray *all, gchar *path)
{
  Found *found = g_new0 (Found, 1);

  found->path = path;
  found->work = gs_work_load (path, &found->error);
  g_ptr_array_add (all, found);
}

static gint
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

static void
take_folder (GPtrArray *all, const gchar *path, GDir *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const gchar *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".json") && *name != '.')
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_paths);
  for (guint i = 0; i < names->len; i++)
    if (!gs_task_is_cancelled ())
      take_file (all, g_ptr_array_index (names, i));
    else
      g_free (g_ptr_array_index (names, i));
}

static GPtrArray *
find_works (const gchar *const *paths)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (found_free);

  for (; *paths != NULL && !gs_task_is_cancelled (); paths++) {
    g_autoptr (GDir) folder = g_file_test (*paths, G_FILE_TEST_IS_DIR) ? g_dir_open (*paths, 0, NULL) : NULL;

    if (folder != NULL)
      take_folder (all, *paths, folder);
    else
      take_file (all, g_strdup (*paths));
  }
  return all;
}

static guint
count_lesson (const GPtrArray *all, const gchar *id)
{
  guint n = 0;

  for (guint i = 0; i < all->len; i++) {
    const Found *found = g_ptr_array_index (all, i);

    n += found->work != NULL && g_str_equal (gs_work_get_lesson (found->work), id);
  }
  return n;
}

/* The lesson that most are of, the first of equals; NULL if there is no work. */
static const gchar *
find_lesson (const GPtrArray *all)
{
  const gchar *best = NULL;
  guint most = 0;

  for (guint i = 0; i < all->len; i++) {
    const Found *found = g_ptr_array_index (all, i);
    const gchar *id = found->work != NULL ? gs_work_get_lesson (found->work) : NULL;
    guint n = id != NULL ? count_lesson (all, id) : 0;

    if (n > most) {
      most = n;
      best = id;
    }
  }
  return best;
}

/* Without the file's path in front, which is told with its name. */
static const gchar *
strip_path (const gchar *message, const gchar *path)
{
  gsize length = strlen (path);

  return g_str_has_prefix (message, path) && g_str_has_prefix (message + length, ": ") ? message + length + 2
                                                                                       : message;
}

static void
add_problem (GsClass *self, const gchar *path, const GError *error)
{
  GsClassProblem *problem = g_new0 (GsClassProblem, 1);

  problem->path = g_strdup (path);
  problem->reason = g_strdup (strip_path (error->message, path));
  g_ptr_array_add (self->problems, problem);
}

static void
fail_with_nothing (const GPtrArray *all, GError **error)
{
  const Found *first = all->len > 0 ? g_ptr_array_index (all, 0) : NULL;
  g_autofree gchar *name = first != NULL ? g_filename_display_basename (first->path) : NULL;
  g_autofree gchar *visible = name != NULL ? gs_quote_visible (name, TRUE) : NULL;

  if (first == NULL)
    g_set_error (
        error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT,
        _ ("there is no work here. Work is what learners save with “Hand in”, files that end in “.json”."));
  else
    g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT,
                 _ ("none of these files can be graded. The first is %s: %s"), visible,
                 first->error->message);
}

/* The lesson of this id: the file that is proposed, if it is that, else one that is installed. */
static GsClass *
begin (const gchar *id, const gchar *proposed, const gchar *languages, GError **error)
{
  GsClass *self = proposed != NULL ? gs_class_new (proposed, languages, NULL) : NULL;
  g_autofree gchar *path = NULL;

  if (self != NULL && g_str_equal (self->lesson->id, id))
    return self;
  g_clear_pointer (&self, gs_class_free);
  path = gs_lessons_find (id, error);
  return path != NULL ? gs_class_new (path, languages, error) : NULL;
}

static gboolean
add_found (GsClass *self, const GPtrArray *all, GError **error)
{
  for (guint i = 0; i < all->len; i++) {
    Found *found = g_ptr_array_index (all, i);

    if (!gs_task_go_on (i, all->len, error))
      return FALSE;
    if (found->work == NULL || !add_work (self, found->path, g_steal_pointer (&found->work), &found->error))
      add_problem (self, found->path, found->error);
  }
  return TRUE;
}

gboolean
gs_class_add (GsClass *self, const gchar *path, GError **error)
{
  const gchar *paths[] = { path, NULL };
  g_autoptr (GPtrArray) all = find_works (paths);

  if (all->len > 0)
    return add_found (self, all, error);
  fail_with_nothing (all, error);
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

GsClass *
gs_class_collect (const gchar *const *paths, const gchar *proposed, const gchar *languages, GError **error)
{
  g_autoptr (GPtrArray) all = find_works (paths);
  const gchar *id = find_lesson (all);
  g_autoptr (GsClass) self = id != NULL ? begin (id, proposed, languages, error) : NULL;

  if (id == NULL)
    fail_with_nothing (all, error);
  if (self == NULL || !add_found (self, all, error))
    return NULL;
  if (self->works->len > 0)
    return g_steal_pointer (&self);
  fail_with_nothing (all, error);
  return NULL;
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

#define N_COLUMNS 7 /* before those of the tasks */

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

/* A row without points: nobody is missing from the table, and none looks like a zero. */
static void
append_problem (GString *text, const GsClassProblem *problem, guint n_tasks)
{
  g_autofree gchar *file = g_filename_display_basename (problem->path);

  append_field (text, file);
  for (guint i = 0; i < N_COLUMNS - 1 + n_tasks; i++)
    append_field (text, "");
  append_field (text, problem->reason);
  g_string_append (text, "\r\n");
}

gchar *
gs_class_to_csv (const GsClass *self)
{
  GString *text = g_string_new ("file,learner,points,most,percent,minutes,edited");
  guint n_tasks = 0;

  for (guint i = 0; i < self->lesson->steps->len; i++)
    if (gs_lesson_get_step (self->lesson, i)->task != NULL) {
      append_field (text, gs_lesson_get_step (self->lesson, i)->id);
      n_tasks++;
    }
  g_string_append (text, ",remark\r\n");
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
    g_string_append (text, ",\r\n");
  }
  for (guint i = 0; i < self->problems->len; i++)
    append_problem (text, g_ptr_array_index (self->problems, i), n_tasks);
  return g_string_free (text, FALSE);
}
