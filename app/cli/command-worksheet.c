/* worksheet: a pass on paper, and its key. */
#include "app/lesson/gs-lessons.h"
#include "app/paper/gs-worksheet.h"
#include "gs-command.h"
#include "nn/nn-error.h"

#define MAX_VARIANTS 200

static gchar *out_path, *key_path, *cells, *paper;
static gint n_variants, seed = 1, digits = GS_BLANKS_DEFAULT_DIGITS;
static gboolean no_formulas;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, "The PDF to print", "OUT.pdf" },
  { "key", 'k', 0, G_OPTION_ARG_FILENAME, &key_path, "The answers, with their workings", "KEY.pdf" },
  { "variants", 0, 0, G_OPTION_ARG_INT, &n_variants, "So many sheets with other numbers each", "N" },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Of those numbers; 1 if left out", "S" },
  { "cells", 0, 0, G_OPTION_ARG_STRING, &cells,
    "What to ask for, as in z1..a2, dW1; all of a pass if left out", "CELLS" },
  { "digits", 0, 0, G_OPTION_ARG_INT, &digits, "Significant digits to be written; 4 if left out", "N" },
  { "paper", 0, 0, G_OPTION_ARG_STRING, &paper, "a4 or letter", "SIZE" },
  { "no-formulas", 0, 0, G_OPTION_ARG_NONE, &no_formulas, "Without the box of formulas", NULL },
  { NULL },
};

static gboolean
check_options (GsWorksheet *sheet, GError **error)
{
  gint size = paper != NULL ? gs_paper_size_find (paper) : GS_PAPER_A4;

  if (out_path == NULL)
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "Say where the worksheet goes: -o OUT.pdf");
  else if (size < 0)
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "--paper: “%s” is neither a4 nor letter.", paper);
  else if (n_variants < 0 || n_variants > MAX_VARIANTS)
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "--variants: %d is not from 1 to %d.", n_variants,
                 MAX_VARIANTS);
  else if (digits < GS_BLANKS_MIN_DIGITS || digits > GS_BLANKS_MAX_DIGITS)
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "--digits: %d is not from %d to %d.", digits,
                 GS_BLANKS_MIN_DIGITS, GS_BLANKS_MAX_DIGITS);
  else if (gs_command_check_folder (out_path, error)
           && (key_path == NULL || gs_command_check_folder (key_path, error))) {
    sheet->size = (GsPaperSize) size;
    sheet->formulas = !no_formulas;
    return TRUE;
  }
  return FALSE;
}

/* Whether the name is that of a document, not of a lesson. */
static gboolean
is_document (const gchar *name)
{
  g_autofree gchar *found = gs_command_find_file (name);

  return g_str_has_suffix (found, ".gradsheet") || g_str_equal (found, "-");
}

static GPtrArray *
list_of_document (const gchar *name, gchar **title)
{
  g_autoptr (GsWorkbook) book = gs_command_open (name);
  GPtrArray *exercises = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_exercise_free);
  GError *error = NULL;
  GsExercise *exercise;

  if (book == NULL)
    return exercises;
  exercise = gs_exercise_new (gs_workbook_to_document (book), cells, digits, &error);
  if (exercise == NULL) {
    gs_command_fail (error);
    return exercises;
  }
  *title = g_strdup (exercise->title != NULL ? exercise->title : name);
  g_ptr_array_add (exercises, exercise);
  return exercises;
}

static GPtrArray *
list_of_lesson (const gchar *path, gchar **title)
{
  GError *error = NULL;
  g_autofree gchar *languages = gs_lesson_translation_get_languages ();
  g_autoptr (GsLesson) lesson = gs_lesson_load (path, languages, &error);
  GPtrArray *exercises =
      lesson != NULL ? gs_exercise_list_of_lesson (path, languages, (guint64) seed, &error) : NULL;

  if (exercises == NULL) {
    gs_command_fail (error);
    return g_ptr_array_new ();
  }
  *title = g_strdup (lesson->title);
  return exercises;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autofree gchar *title = NULL, *path = NULL;
  g_autoptr (GPtrArray) exercises = NULL;
  GsWorksheet sheet = { 0 };
  GError *error = NULL;

  if (n_arguments != 1)
    return gs_command_fail_usage (&gs_command_worksheet);
  if (!check_options (&sheet, &error))
    return gs_command_fail (error);
  if (is_document (arguments[0])) {
    path = gs_command_find_file (arguments[0]);
    exercises = list_of_document (arguments[0], &title);
  } else if ((path = gs_lessons_find (arguments[0], &error)) == NULL)
    return gs_command_fail (error);
  else
    exercises = list_of_lesson (path, &title);
  if (exercises->len == 0)
    return GS_EXIT_BAD;
  sheet.title = title;
  sheet.source = path;
  sheet.is_lesson = !is_document (arguments[0]);
  sheet.seed = (guint64) seed;
  if (!gs_worksheet_write (&sheet, exercises, (guint) n_variants, out_path, key_path, &error))
    return gs_command_fail (error);
  g_print (key_path != NULL ? "%s and its key %s\n" : "%s\n", out_path, key_path);
  return 0;
}

const GsCommand gs_command_worksheet = {
  .name = "worksheet",
  .summary = "A pass to compute on paper, and its key",
  .usage = "LESSON|FILE -o OUT.pdf",
  .help =
      "Draws the network, the given numbers, formulas, and empty cells to write in. Without --variants the\n"
      "numbers are the document's or lesson's own.\n\n"
      "Examples:\n  gradsheet-cli worksheet mazur -o mazur.pdf --key mazur-key.pdf\n"
      "  gradsheet-cli worksheet 9 -o class.pdf --key key.pdf --variants 30 --seed 4172\n",
  .options = entries,
  .run = run,
  .is_for_learners = TRUE,
};
