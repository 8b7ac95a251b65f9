/* gradsheet-cli: finds the command, takes its options, runs it. */
#include <locale.h>
#include <string.h>

#include "app/text/gs-console.h"
#include "app/text/gs-file.h"
#include "app/text/gs-language.h"
#include "app/text/gs-words.h"
#include "gs-command.h"
#include "gs-interrupt.h"
#include "gs-terminal.h"

const GsCommand *const gs_commands[] = {
  &gs_command_tour,   &gs_command_new,     &gs_command_info,     &gs_command_trace,     &gs_command_explain,
  &gs_command_set,    &gs_command_train,   &gs_command_predict,  &gs_command_check,     &gs_command_render,
  &gs_command_lesson, &gs_command_data,    &gs_command_evaluate, &gs_command_worksheet, &gs_command_grade,
  &gs_command_export, &gs_command_compare, &gs_command_import,   &gs_command_race,      NULL
};

static void
print_help (void)
{
  g_print ("Gradsheet, a spreadsheet for seeing how a neural network computes and learns.\n\n"
           "Usage: gradsheet-cli COMMAND [OPTION...] [ARGUMENT...]\n\n");
  for (gint i = 0; gs_commands[i] != NULL; i++)
    g_print ("  %-10s %s\n", gs_commands[i]->name, gs_commands[i]->summary);
  g_print ("\nEach command tells more with --help. To begin with: gradsheet-cli tour\n"
           "Ready-made networks may be given by name: mazur, welch, xor, logistic, softmax3, circle,\n"
           "moons, spiral, residual, branches, convnet, convnetjs, excelnet; trained: digits8-dense,\n"
           "digits8-conv, convnetjs-trained, excelnet-trained.\n"
           "Exit status: 0 all right, 1 a check found something, 2 bad input, 130 stopped by Ctrl+C.\n");
}

static const GsCommand *
find_command (const gchar *name)
{
  for (gint i = 0; gs_commands[i] != NULL; i++)
    if (g_str_equal (gs_commands[i]->name, name))
      return gs_commands[i];
  return NULL;
}

static gint
refuse_command (const gchar *name)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree gchar *suggestion = NULL;

  for (gint i = 0; gs_commands[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) gs_commands[i]->name);
  suggestion = gs_words_suggest (name, (const gchar *const *) words->pdata, words->len);
  g_printerr ("gradsheet-cli: unknown command %s\nAll commands: %s --help\n", suggestion,
              gs_command_get_program ());
  return GS_EXIT_BAD;
}

/* "-0.5" is a number here, not an option: it gets a real minus sign, which numbers may have. Files may
 * begin with a minus and a digit, too; what is no list of numbers through and through stays as it is. */
static gchar *
protect_number (const gchar *argument)
{
  gboolean begins =
      argument[0] == '-' && (g_ascii_isdigit (argument[1]) || argument[1] == '.' || argument[1] == ',');

  if (begins && strspn (argument, "0123456789.,;/+-eE \t") == strlen (argument))
    return g_strconcat ("−", argument + 1, NULL);
  return g_strdup (argument);
}

/* Whether the next argument belongs to this one: then it is no option, whatever it begins with. */
static gboolean
takes_value (const GsCommand *command, const gchar *argument)
{
  for (const GOptionEntry *entry = command->options; entry != NULL && entry->long_name != NULL; entry++) {
    gboolean is_long = g_str_has_prefix (argument, "--") && g_str_equal (argument + 2, entry->long_name);
    gboolean is_short =
        argument[0] == '-' && argument[1] == entry->short_name && argument[1] != '\0' && argument[2] == '\0';

    if (is_long || is_short)
      return entry->arg != G_OPTION_ARG_NONE;
  }
  return FALSE;
}

static gchar **
protect_numbers (const GsCommand *command, gint n_arguments, gchar **arguments)
{
  gchar **copy = g_new0 (gchar *, n_arguments + 1);

  for (gint i = 0; i < n_arguments; i++)
    copy[i] = i > 0 && takes_value (command, arguments[i - 1]) ? g_strdup (arguments[i])
                                                               : protect_number (arguments[i]);
  return copy;
}

/* The first long option that the command does not have, without its "=value"; NULL if there is none. */
static gchar *
find_unknown_option (const GsCommand *command, gint n_arguments, gchar **arguments)
{
  for (gint i = 1; i < n_arguments && !g_str_equal (arguments[i], "--"); i++) {
    g_autofree gchar *word = g_strndup (arguments[i], strcspn (arguments[i], "="));
    gboolean known = !g_str_has_prefix (word, "--") || g_str_equal (word, "--help")
                     || takes_value (command, arguments[i - 1]);

    for (const GOptionEntry *entry = command->options; !known && entry != NULL && entry->long_name != NULL;
         entry++)
      known = g_str_equal (word + 2, entry->long_name);
    if (!known)
      return g_steal_pointer (&word);
  }
  return NULL;
}

static gint
refuse_options (const GsCommand *command, gint n_arguments, gchar **arguments, GError *error)
{
  g_autofree gchar *unknown = g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION)
                                  ? find_unknown_option (command, n_arguments, arguments)
                                  : NULL;

  if (unknown != NULL) {
    g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
    g_autofree gchar *suggestion = NULL;

    for (const GOptionEntry *entry = command->options; entry != NULL && entry->long_name != NULL; entry++)
      g_ptr_array_add (words, g_strconcat ("--", entry->long_name, NULL));
    suggestion = gs_words_suggest (unknown, (const gchar *const *) words->pdata, words->len);
    g_clear_error (&error);
    error = g_error_new (G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "unknown option %s", suggestion);
  }
  gs_command_fail (error);
  g_printerr ("More: %s %s --help\n", gs_command_get_program (), command->name);
  return GS_EXIT_BAD;
}

static gint
run_here (const GsCommand *command, gint n_arguments, gchar **arguments)
{
  return command->run (n_arguments, arguments);
}

static gint
run_command (const GsCommand *command, gint n_arguments, gchar **arguments)
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->usage);
  g_autofree gchar *name = g_strdup_printf ("gradsheet-cli %s", command->name);
  g_autofree gchar *summary = g_strdup_printf ("%s.", command->summary);
  g_autofree gchar *help = command->make_help != NULL ? command->make_help () : g_strdup (command->help);
  g_auto (GStrv) own = protect_numbers (command, n_arguments, arguments);
  GError *error = NULL;

  if (command->is_for_learners)
    gs_language_load ();
  else
    setlocale (LC_MESSAGES, "C");
  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, help);
  if (command->options != NULL)
    g_option_context_add_main_entries (context, command->options, NULL);
  if (!g_option_context_parse_strv (context, &own, &error))
    return refuse_options (command, n_arguments, arguments, error);
  return (command->can_be_stopped ? gs_interrupt_run : run_here) (command, (gint) g_strv_length (own) - 1,
                                                                  own + 1);
}

/* Where no locale is chosen, as in many containers, ASCII would be taken for granted and every × become
 * a “?”. Only the character set changes; numbers and the language stay as they are. */
static void
choose_locale (void)
{
  static const gchar *const names[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8" };

  setlocale (LC_ALL, "");
  if (!g_str_equal (setlocale (LC_CTYPE, NULL), "C") && !g_str_equal (setlocale (LC_CTYPE, NULL), "POSIX"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (setlocale (LC_CTYPE, names[i]) != NULL)
      return;
}

gint
main (gint argc, gchar **argv)
{
  const GsCommand *command;

  gs_file_survive_limits ();
  choose_locale ();
  gs_console_start ("gradsheet-cli", GS_EXIT_BAD);
  gs_terminal_start ();
  gs_command_set_program (argc > 0 ? argv[0] : NULL);
  if (argc == 3 && g_str_equal (argv[1], "help") && find_command (argv[2]) != NULL) {
    gchar *arguments[] = { argv[2], (gchar *) "--help", NULL };

    return run_command (find_command (argv[2]), 2, arguments);
  }
  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")
      || g_str_equal (argv[1], "help")) {
    print_help ();
    return argc < 2 ? GS_EXIT_BAD : 0;
  }
  if (g_str_equal (argv[1], "--version")) {
    g_print ("gradsheet-cli %s\n", GS_VERSION);
    return 0;
  }
  command = find_command (argv[1]);
  return command != NULL ? run_command (command, argc - 1, argv + 1) : refuse_command (argv[1]);
}
