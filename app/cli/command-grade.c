/* grade: work that was handed in, marked; a class in one table. */
#include <string.h>

#include "app/lesson/gs-grade.h"
#include "app/lesson/gs-lessons.h"
#include "app/paper/gs-class-report.h"
#include "app/text/gs-file.h"
#include "app/text/gs-quote.h"
#include "gs-command.h"
#include "gs-terminal.h"

static gchar *csv_path, *report_path;

static const GOptionEntry entries[] = {
  { "csv", 0, 0, G_OPTION_ARG_FILENAME, &csv_path, "A row for each file", "OUT.csv" },
  { "report", 0, 0, G_OPTION_ARG_FILENAME, &report_path, "The class on paper", "OUT.pdf" },
  { NULL },
};

/* Adds the file to the class. FALSE if it cannot be graded: that is said, and the others go on. */
static gboolean
add_file (GsClass *class, const gchar *path)
{
  g_autoptr (GError) error = NULL;

  if (gs_class_add (class, path, &error))
    return TRUE;
  gs_command_fail (g_steal_pointer (&error));
  return FALSE;
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
  gint status = 0;

  if (n_arguments < 2)
    return gs_command_fail_usage (&gs_command_grade);
  if ((csv_path != NULL && !gs_command_check_folder (csv_path, &error))
      || (report_path != NULL && !gs_command_check_folder (report_path, &error))
      || (path = gs_lessons_find (arguments[0], &error)) == NULL
      || (class = gs_class_new (path, languages, &error)) == NULL)
    return gs_command_fail (error);
  for (gint i = 1; i < n_arguments; i++)
    if (!add_file (class, arguments[i]))
      status = GS_EXIT_BAD;
  if (class->works->len == 0)
    return GS_EXIT_BAD;
  for (guint i = 0; i < class->works->len; i++)
    print_learner (g_ptr_array_index (class->works, i));
  print_mistakes (class);
  if (csv_path != NULL) {
    csv = gs_class_to_csv (class);
    if (!gs_file_write (csv_path, csv, strlen (csv), GS_FILE_PUBLIC, &error))
      return gs_command_fail (error);
  }
  if (report_path != NULL && !gs_class_report_write (class, GS_PAPER_A4, report_path, &error))
    return gs_command_fail (error);
  return status;
}

const GsCommand gs_command_grade = {
  .name = "grade",
  .summary = "Mark work of a lesson that was handed in",
  .usage = "LESSON WORK...",
  .help =
      "Points with credit for what follows from a slip, where each learner went astray, and how many made\n"
      "which mistake. Work comes from “lesson play LESSON --work WORK.json”, or the window's Hand in. What\n"
      "cannot be read is said, and the rest graded; status 2 then.\n\n"
      "Example:\n  gradsheet-cli grade 15 handed-in/*.json --csv class.csv --report class.pdf\n",
  .options = entries,
  .run = run,
  .is_for_learners = TRUE,
};
