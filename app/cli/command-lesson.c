/* lesson: the list, checking files, playing one in the terminal, its texts for a translator. */
#include <stdio.h>
#include <string.h>

#include "app/lesson/gs-lesson-check.h"
#include "app/lesson/gs-lesson-translation.h"
#include "app/lesson/gs-lessons.h"
#include "app/lesson/gs-work.h"
#include "app/text/gs-quote.h"
#include "gs-command.h"
#include "gs-lesson-terminal.h"
#include "gs-terminal.h"

static gchar *language, *first_step, *work_path, *learner;
static gint seed;
static gboolean no_progress;

static const GOptionEntry entries[] = {
  { "language", 'l', 0, G_OPTION_ARG_STRING, &language, "The translation, as in de; the system's if left out",
    "LANGUAGE" },
  { "step", 0, 0, G_OPTION_ARG_STRING, &first_step, "play: begin with this step, by id or number", "STEP" },
  { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "play: of the numbers that are drawn; chance if left out", "S" },
  { "work", 0, 0, G_OPTION_ARG_FILENAME, &work_path,
    "play: what was done, to be handed in, also if one leaves early", "WORK.json" },
  { "learner", 0, 0, G_OPTION_ARG_STRING, &learner, "play: whose work it is", "NAME" },
  { "no-progress", 0, 0, G_OPTION_ARG_NONE, &no_progress, "play, list: neither read nor keep progress",
    NULL },
  { NULL },
};

/* The option's, else the system's; NULL for the originals. Caller frees. */
static gchar *
get_language (void)
{
  return language != NULL ? g_strdup (language) : gs_lesson_translation_get_languages ();
}

static void
say_notice (GsLessonProgress *progress)
{
  g_autofree gchar *notice = progress != NULL ? gs_lesson_progress_take_notice (progress) : NULL;

  if (notice != NULL)
    g_printerr ("gradsheet-cli: %s\n", notice);
}

static GsLessonProgress *
open_progress (void)
{
  GsLessonProgress *progress = no_progress ? NULL : gs_lesson_progress_new (NULL);

  say_notice (progress);
  return progress;
}

/* ---- list ---- */

static guint
count_done (GsLessonProgress *progress, const GsLesson *lesson)
{
  return progress != NULL ? gs_lesson_progress_count_done (progress, lesson) : 0;
}

/* By which play finds it, as its file's name begins; "" if that has none. Caller frees. */
static gchar *
get_number (const GsLessonEntry *entry)
{
  g_autofree gchar *base = g_path_get_basename (entry->path);

  return g_ascii_isdigit (*base) ? g_strdup_printf ("%u", (guint) g_ascii_strtoull (base, NULL, 10))
                                 : g_strdup ("");
}

static gint
run_list (gint n_arguments, gchar **arguments)
{
  g_autofree gchar *chosen = get_language ();
  g_autoptr (GPtrArray) lessons =
      gs_lessons_list (n_arguments > 0 ? (const gchar *const *) arguments : NULL, chosen);
  g_autoptr (GsLessonProgress) progress = open_progress ();
  gint status = 0;

  for (guint i = 0; i < lessons->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (lessons, i);
    g_autofree gchar *title = NULL, *padded = NULL, *number = get_number (entry);

    if (entry->lesson == NULL) {
      g_autofree gchar *message = gs_quote_visible (entry->error->message, FALSE);

      g_printerr ("gradsheet-cli: %s\n", message);
      status = GS_EXIT_BAD;
      continue;
    }
    title = gs_quote_visible (entry->lesson->title, FALSE);
    padded = gs_terminal_pad (title, 44);
    g_print ("%3s  %-24s %s %3d min  %2u/%u\n", number, entry->lesson->id, padded, entry->lesson->minutes,
             count_done (progress, entry->lesson), entry->lesson->steps->len);
  }
  return status;
}

/* ---- check ---- */

/* The file of a translation stands for its lesson in that language. */
static gint
check_file (const gchar *name)
{
  GError *error = NULL;
  g_autofree gchar *other = NULL;
  g_autofree gchar *translated = gs_lesson_translation_get_lesson (name, &other);
  g_autofree gchar *path = gs_lessons_find (translated != NULL ? translated : name, &error);
  g_autoptr (GPtrArray) problems =
      path != NULL ? gs_lesson_check (path, other != NULL ? other : language, &error) : NULL;

  if (problems == NULL)
    return gs_command_fail (error);
  for (guint i = 0; i < problems->len; i++)
    g_print ("%s\n", (const gchar *) g_ptr_array_index (problems, i));
  if (problems->len == 0)
    g_print ("%s: good\n", translated != NULL ? name : path);
  return problems->len > 0 ? GS_EXIT_OFF : 0;
}

static gint
run_check (gint n_arguments, gchar **arguments)
{
  gint status = 0;

  for (gint i = 0; i < n_arguments; i++) {
    gint one = check_file (arguments[i]);

    status = MAX (status, one);
  }
  return status;
}

/* ---- play ---- */

static GsLessonPlayer *
open_player (const gchar *path, GsLessonProgress *progress, GError **error)
{
  g_autofree gchar *chosen = get_language ();
  GsLessonPlayer *player = gs_lesson_player_open (path, chosen, progress, error);

  if (player != NULL && seed > 0)
    gs_lesson_player_set_seed (player, (guint64) seed);
  return player;
}

/* The step asked for, by id or number. */
static gboolean
go_to_first (GsLessonPlayer *player, GError **error)
{
  const GsLesson *lesson = gs_lesson_player_get_lesson (player);
  gint number = gs_lesson_find_step (lesson, first_step);

  guint64 typed;

  if (number < 0 && g_ascii_string_to_unsigned (first_step, 10, 1, lesson->steps->len, &typed, NULL))
    number = (gint) typed - 1;
  if (number >= 0)
    return gs_lesson_player_go_to (player, (guint) number, error);
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT,
               "--step: there is no step “%s”; they go from 1 to %u", first_step, lesson->steps->len);
  return FALSE;
}

static gint
run_play (gint n_arguments, gchar **arguments)
{
  GError *error = NULL;
  g_autofree gchar *path = gs_lessons_find (arguments[0], &error);
  g_autoptr (GsLessonProgress) progress = open_progress ();
  g_autoptr (GsLessonPlayer) player = path != NULL ? open_player (path, progress, &error) : NULL;
  g_autoptr (GsWork) work = NULL;
  g_autofree gchar *title = NULL;
  gboolean done;

  if (work_path != NULL && !gs_command_check_folder (work_path, &error))
    return gs_command_fail (error);
  if (player == NULL || (first_step != NULL && !go_to_first (player, &error)))
    return gs_command_fail (error);
  title = gs_quote_visible (gs_lesson_player_get_lesson (player)->title, FALSE);
  g_print ("%s\n", title);
  say_notice (progress); /* before the work, if it will be in vain */
  work = work_path != NULL ? gs_work_new (player, learner) : NULL;
  if (work != NULL)
    gs_work_keep (work, work_path);
  done = gs_lesson_terminal_play (player, stdin);
  say_notice (progress);
  if (work != NULL && !gs_work_save (work, work_path, &error))
    return gs_command_fail (error);
  return done ? 0 : GS_EXIT_OFF;
}

/* ---- texts ---- */

static gint
run_texts (gint n_arguments, gchar **arguments)
{
  GError *error = NULL;
  g_autofree gchar *path = gs_lessons_find (arguments[0], &error);
  g_autofree gchar *text =
      path != NULL ? gs_lesson_translation_template (path, language != NULL ? language : "", &error) : NULL;

  if (text == NULL)
    return gs_command_fail (error);
  g_print ("%s", text);
  return 0;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  static const struct {
    const gchar *word;
    gint fewest, most;
    gint (*run) (gint n_arguments, gchar **arguments);
  } parts[] = { { "list", 0, G_MAXINT, run_list },
                { "check", 1, G_MAXINT, run_check },
                { "play", 1, 1, run_play },
                { "texts", 1, 1, run_texts } };

  for (gsize i = 0; n_arguments > 0 && i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (arguments[0], parts[i].word) && n_arguments - 1 >= parts[i].fewest
        && n_arguments - 1 <= parts[i].most)
      return parts[i].run (n_arguments - 1, arguments + 1);
  return gs_command_fail_usage (&gs_command_lesson);
}

const GsCommand gs_command_lesson = {
  .name = "lesson",
  .summary = "List, check and play lessons",
  .usage = "list [FOLDER...] | check FILE... | play FILE | texts FILE",
  .help =
      "list    the installed lessons, with how much of each is done\n"
      "check   what is wrong with lessons: cells that do not exist, tasks that cannot be solved,\n"
      "        mistakes that are not recognised, texts that are too long; status 1 if anything is\n"
      "play    a lesson in the terminal; status 1 if it was not finished. “help” lists what can be typed\n"
      "texts   all that people read in it, as a translation's file to fill in (with --language)\n\n"
      "FILE is a path, or an id, file name or number of an installed lesson.\n\n"
      "Examples:\n  gradsheet-cli lesson list\n  gradsheet-cli lesson play 1\n"
      "  gradsheet-cli lesson check lessons/*.json\n"
      "  gradsheet-cli lesson texts 1 --language de > german.json\n",
  .options = entries,
  .run = run,
  .is_for_learners = TRUE,
};
