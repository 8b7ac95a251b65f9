/* What the commands share: documents opened, words chosen, failures told. */
#include "gs-command.h"

#include <string.h>

#include "app/document/gs-ready-made.h"
#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "app/text/gs-number.h"
#include "app/text/gs-quote.h"
#include "app/text/gs-task.h"
#include "app/text/gs-words.h"
#include "nn/nn-error.h"

#define ENDING ".gradsheet"

static gchar *program;

void
gs_command_set_program (const gchar *called)
{
  g_clear_pointer (&program, g_free);
  if (called != NULL && strchr (called, G_DIR_SEPARATOR) != NULL)
    program = gs_quote_for_shell (called);
}

const gchar *
gs_command_get_program (void)
{
  return program != NULL ? program : "gradsheet-cli";
}

gint
gs_command_fail (GError *error)
{
  /* What was typed is quoted in messages, and need not be text; a message is one line. */
  g_autofree gchar *message = gs_quote_visible (error->message, FALSE);
  /* A reader makes its own error of what it was told. */
  gboolean is_stopped = gs_task_is_cancelled ();

  g_printerr ("gradsheet-cli: %s\n", is_stopped ? "stopped; nothing is written." : message);
  g_error_free (error);
  return is_stopped ? GS_EXIT_INTERRUPTED : GS_EXIT_BAD;
}

gint
gs_command_fail_usage (const GsCommand *command)
{
  g_printerr ("Usage: gradsheet-cli %s %s\nMore: %s %s --help\n", command->name, command->usage,
              gs_command_get_program (), command->name);
  return GS_EXIT_BAD;
}

/* ---- ready-made networks ---- */

/* For a bare word that is neither a file nor a ready-made network. */
static gint
refuse_name (const gchar *name)
{
  g_autoptr (GPtrArray) names = gs_ready_made_list_names ();
  g_autofree gchar *valid = gs_quote_visible (name, FALSE), *nearest = gs_ready_made_suggest (name);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const gchar *) g_ptr_array_index (names, i));
  g_printerr ("gradsheet-cli: no file and no ready-made network is called “%s”%s%s%s\n", valid,
              nearest != NULL ? "; did you mean “" : ".", nearest != NULL ? nearest : "",
              nearest != NULL ? "”?" : "");
  if (list->len > 0)
    g_printerr ("Ready-made networks: %s\n", list->str);
  g_string_free (list, TRUE);
  return GS_EXIT_BAD;
}

gchar *
gs_command_find_file (const gchar *path)
{
  gchar *ready_made = g_file_test (path, G_FILE_TEST_EXISTS) ? NULL : gs_ready_made_find (path);

  return ready_made != NULL ? ready_made : g_strdup (path);
}

/* The document that comes in on standard input. */
static GsWorkbook *
open_input (GError **error)
{
  gsize length;
  g_autofree gchar *text = gs_file_read_input (GS_JSON_MAX_LENGTH, &length, error);
  GsDocument *document = text != NULL ? gs_document_load_bytes (text, length, "standard input", error) : NULL;

  return document != NULL ? gs_workbook_new (document, error) : NULL;
}

GsWorkbook *
gs_command_open (const gchar *path)
{
  g_autofree gchar *found = gs_command_find_file (path);
  GError *error = NULL;
  GsWorkbook *book;

  if (g_str_equal (path, "-")) {
    book = open_input (&error);
    if (book == NULL)
      gs_command_fail (error);
    return book;
  }
  if (strchr (found, G_DIR_SEPARATOR) == NULL && !g_file_test (found, G_FILE_TEST_EXISTS)) {
    refuse_name (found);
    return NULL;
  }
  book = gs_workbook_open (found, &error);
  if (book == NULL)
    gs_command_fail (error);
  return book;
}

/* ---- where results go ---- */

gboolean
gs_command_check_folder (const gchar *path, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (path);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               "%s: not saved, the folder %s %s. Make it first, or choose another place.", path, folder,
               g_file_test (folder, G_FILE_TEST_EXISTS) ? "is a file, no folder" : "does not exist");
  return FALSE;
}

/* A file called "mazur" would be found before the ready-made network from then on. One that is there
 * already was meant to be, and may be written again. */
gboolean
gs_command_check_output (const gchar *path, GError **error)
{
  g_autofree gchar *ready_made = NULL, *full = NULL, *quoted = NULL;

  if (!gs_command_check_folder (path, error))
    return FALSE;
  if (g_str_has_suffix (path, ENDING) || g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  ready_made = gs_ready_made_find (path);
  if (ready_made == NULL)
    return TRUE;
  full = g_strconcat (path, ENDING, NULL);
  quoted = gs_quote_for_shell (full);
  g_set_error (error, NN_ERROR, NN_ERROR_NAME,
               "-o %s: not saved, a file of this name would hide the ready-made network %s. Write -o %s.",
               path, path, quoted);
  return FALSE;
}

/* ---- options ---- */

gboolean
gs_command_refuse_word (const gchar *option, const gchar *word, gchar **words, GError **error)
{
  g_autofree gchar *suggestion = gs_words_suggest (word, (const gchar *const *) words, g_strv_length (words));
  g_autofree gchar *list = g_strjoinv (", ", words);

  g_set_error (error, NN_ERROR, NN_ERROR_NAME, "%s: unknown word %s%s Possible: %s.", option, suggestion,
               g_str_has_suffix (suggestion, "?") ? "" : ".", list);
  return FALSE;
}

gboolean
gs_command_choose (const gchar *option,
                   const gchar *word,
                   GsCommandGetName get_name,
                   gint n,
                   gint *place,
                   GError **error)
{
  const gchar *names[64];

  if (word == NULL)
    return TRUE;
  for (gint i = 0; i < n; i++) {
    names[i] = get_name (i);
    if (g_str_equal (names[i], word)) {
      *place = i;
      return TRUE;
    }
  }
  names[n] = NULL;
  return gs_command_refuse_word (option, word, (gchar **) names, error);
}

gboolean
gs_command_read_number (const gchar *option, const gchar *text, gdouble *value, GError **error)
{
  if (text == NULL || gs_number_parse (text, value, error))
    return TRUE;
  g_prefix_error (error, "%s: ", option);
  return FALSE;
}
