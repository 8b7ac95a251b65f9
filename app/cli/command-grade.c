/* grade: work that was handed in, marked; a class in one table. */
#include <string.h>

#include "app/lesson/gs-grade.h"
#include "app/lesson/gs-lessons.h"
#include "app/paper/gs-class-report.h"
#include "app/text/gs-document-error.h"
#include "app/text/gs-file.h"
#include "app/text/gs-quote.h"
#include "gs-command.h"
#include "gs-terminal.h"

static gchar *csv_path, *report_path;

static const GOptionEntry entries[] = {
  { "csv", 0, 0, G_OPTION_ARG_FILENAME, &csv_path,
    "A row for each file, with the reason where it cannot be graded", "OUT.csv" },
  { "report", 0, 0, G_OPTION_ARG_FILENAME, &report_path, "The class on paper", "OUT.pdf" },
  { NULL },
};

/* Adds all work. FALSE if some cannot be graded: that is said, and the others go on. */
static gboolean
add_all (GsClass *class, gchar **paths)
{
  gboolean all = TRUE;

  for (; *paths != NULL; paths++) {
    GError *error = NULL;

    if (gs_class_add (class, *paths, &error))
      continue;
    gs_command_fail (error);
    all = FALSE;
  }
  for (guint i = 0; i < class->problems->len; i++) {
    const GsClassProblem *problem = g_ptr_array_index (class->problems, i);

    gs_command_fail (
        g_error_new (GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT, "%s: %s", problem->path, problem->reason));
  }
  return all && class->problems->len == 0;
}

static void
print_learner (const GsClassWork *work)
{
  g_autofree gchar *name = gs_class_work_get_name (work), *quoted = gs_quote_visible (name, FALSE);
  g_autofree gchar *padded = gs_terminal_pad (quoted, 28);
  const GsGrade *grade = work->grade;

  g_print ("%s %3u of %3u  %3u %%  %4.0f min%s\n", padded, grade->points, grade->most,
           grade->most > 0 ? 100 * grade->points / grade->most : 0, gs_work_get_seconds (work->work) / 60,
           gs_work_is_edited (work->work) ? "  changed by hand" : "");
  for (guint i = 0; i < grade->steps->len; i++) {
    const GsGradeStep *step = g_ptr_array_index (grade->steps, i);

    if (step->astray != NULL)
      g_print ("  %s: %u of %u, astray at %s\n", step->id, step->points, step->most, step->astray);
  }
}

static void
print_mistakes (const GsClass *class)
{
  g_autoptr (GPtrArray) mistakes = gs_class_count_mistakes (class);

  for (guint i = 0; i < mistakes->len; i++) {
    const GsGradeMistake *mistake = g_ptr_array_index (mistakes, i);
    g_autofree gchar *text = gs_quote_visible (mistake->text, FALSE);

    g_print ("%s%u of %u  %s: %s\n", i == 0 ? "\n" : "", mistake->n, class->works->len, mistake->step, text);
  }
}

static gint
run (gint n_arguments, gchar **arguments)
{
  GError *error = NULL;
  g_autoptr (GsClass) class = NULL;
  g_autofree gchar *path = NULL, *csv = NULL, *languages = gs_lesson_translation_get_languages ();
  gint status;

  if (n_arguments < 2)
    return gs_command_fail_usage (&gs_command_grade);
  if ((csv_path != NULL && !gs_command_check_folder (csv_path, &error))
      || (report_path != NULL && !gs_command_check_folder (report_path, &error))
      || (path = gs_lessons_find (arguments[0], &error)) == NULL
      || (class = gs_class_new (path, languages, &error)) == NULL)
    return gs_command_fail (error);
  status = add_all (class, arguments + 1) ? 0 : GS_EXIT_BAD;
  for (guint i = 0; i < class->works->len; i++)
    print_learner (g_ptr_array_index (class->works, i));
  print_mistakes (class);
  if (csv_path != NULL) {
    csv = gs_class_to_csv (class);
    if (!gs_file_write (csv_path, csv, strlen (csv), GS_FILE_PUBLIC, &error))
      return gs_command_fail (error);
  }
  if (report_path != NULL && class->works->len > 0
      && !gs_class_report_write (class, GS_PAPER_A4, report_path, &error))
    return gs_command_fail (error);
  return status;
}

const GsCommand gs_command_grade = {
  .name = "grade",
  .summary = "Mark work of a lesson that was handed in",
  .usage = "LESSON WORK|FOLDER...",
  .help =
      "Points with credit for what follows from a slip, where each learner went astray, and how many made\n"
      "which mistake. Work comes from “lesson play LESSON --work WORK.json”, or the window's Hand in. Of a\n"
      "folder all files are graded that end in “.json”. What cannot be read is said, and is in the table\n"
      "without points; the rest is graded, and the status is 2.\n\n"
      "Example:\n  gradsheet-cli grade 15 handed-in --csv class.csv --report class.pdf\n",
  .options = entries,
  .run = run,
  .is_for_learners = TRUE,
};
