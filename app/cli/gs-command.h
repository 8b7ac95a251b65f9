/* Commands of gradsheet-cli: what each is called, how it is used, and what runs it.
 *
 * A command gets its arguments with its options already taken out. It returns an exit status:
 * 0, GS_EXIT_OFF (a check that found something), or that of gs_command_fail().
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

#define GS_EXIT_OFF         1
#define GS_EXIT_BAD         2
#define GS_EXIT_INTERRUPTED 130

typedef struct {
  const gchar *name;
  const gchar *summary;       /* one line, for the list of commands */
  const gchar *usage;         /* what stands behind the name */
  const gchar *help;          /* paragraphs and an example */
  gchar *(*make_help) (void); /* instead, where it follows from tables. Caller frees */
  const GOptionEntry *options;
  gint (*run) (gint n_arguments, gchar **arguments);
  gboolean
      is_for_learners; /* lessons and paper are in the person's language; the rest is in English throughout */
  gboolean can_be_stopped; /* by Ctrl+C, in the middle, with nothing left behind (gs-interrupt.h) */
} GsCommand;

/* NULL-terminated, in the order of the list that --help prints. */
extern const GsCommand *const gs_commands[];

extern const GsCommand gs_command_new, gs_command_info, gs_command_trace, gs_command_explain, gs_command_set,
    gs_command_train, gs_command_predict, gs_command_check, gs_command_tour, gs_command_render,
    gs_command_lesson, gs_command_data, gs_command_evaluate, gs_command_worksheet, gs_command_export,
    gs_command_compare, gs_command_import, gs_command_grade, gs_command_race;

/* Prints "gradsheet-cli: ..." and gives GS_EXIT_BAD, or GS_EXIT_INTERRUPTED if somebody stopped it. Takes the
 * error. */
gint gs_command_fail (GError *error);
/* The same for a wrong number of arguments, with the usage. */
gint gs_command_fail_usage (const GsCommand *command);

/* How to call this program again: "gradsheet-cli", or, where it was called by a path, that path, quoted
 * for a shell. gs_command_set_program() takes what main() was given; NULL is "gradsheet-cli". */
void gs_command_set_program (const gchar *called);
const gchar *gs_command_get_program (void);

/* Opens a document, "-" being standard input, or prints why not and returns NULL. Knows the ready-made
 * networks by name, and for a name that is nearly one of theirs it says which. */
GsWorkbook *gs_command_open (const gchar *path);

/* Whether a document may be written to `path`, asked before any work is done for it: its folder exists,
 * and the file would not hide a ready-made network. */
gboolean gs_command_check_output (const gchar *path, GError **error);
/* The first half of it: whether the folder that `path` lies in exists. */
gboolean gs_command_check_folder (const gchar *path, GError **error);

/* A name such as "lessons/networks/mazur.gradsheet" or "mazur": the path if that exists, else that of
 * the ready-made network of this name. Caller frees. */
gchar *gs_command_find_file (const gchar *path);

/* ---- options ---- */

typedef const gchar *(*GsCommandGetName) (gint);

/* "--option: unknown word ..." with the nearest of `words` and all of them. Always FALSE. */
gboolean gs_command_refuse_word (const gchar *option, const gchar *word, gchar **words, GError **error);
/* The place of `word` (NULL: it stays as it is) among the n names that `get_name` gives; else refused. */
gboolean gs_command_choose (const gchar *option,
                            const gchar *word,
                            GsCommandGetName get_name,
                            gint n,
                            gint *place,
                            GError **error);
/* A number as people type it; NULL leaves `value` as it is. */
gboolean gs_command_read_number (const gchar *option, const gchar *text, gdouble *value, GError **error);

G_END_DECLS
