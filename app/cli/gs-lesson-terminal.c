/* A lesson played on the terminal: a loop of show, ask, mark. */
#include "gs-lesson-terminal.h"

#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "app/text/gs-quote.h"

#define WIDTH     78
#define MAX_LINE  4096
#define MAX_STEPS 100000

typedef struct {
  GsLessonPlayer *player;
  GsWorkbook *book;
  gboolean ended, finished;
} Terminal;

/* ---- printing ---- */

/* Words up to the width; lines that are there already stay. A choice's number stands on its first line only.
 */
static void
print_wrapped (const gchar *text, const gchar *indent)
{
  gboolean numbered = g_ascii_isdigit (indent[strspn (indent, " ")]);
  g_autofree gchar *hanging = numbered ? g_strnfill (strlen (indent), ' ') : g_strdup (indent);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  glong column = g_utf8_strlen (indent, -1);

  g_print ("%s", indent);
  for (gint i = 0; words[i] != NULL; i++) {
    glong length = g_utf8_strlen (words[i], -1);

    if (i > 0 && column + 1 + length > WIDTH) {
      g_print ("\n%s", hanging);
      column = g_utf8_strlen (indent, -1);
    } else if (i > 0) {
      g_print (" ");
      column++;
    }
    g_print ("%s", words[i]);
    column += length;
  }
  g_print ("\n");
}

/* Takes the paragraphs. */
static void
print_paragraphs (GPtrArray *taken, const gchar *indent, gboolean apart)
{
  g_autoptr (GPtrArray) paragraphs = taken;

  for (guint i = 0; i < paragraphs->len; i++) {
    g_autofree gchar *text = gs_lesson_runs_join (g_ptr_array_index (paragraphs, i));

    print_wrapped (text, indent);
    if (apart)
      g_print ("\n");
  }
}

static void
print_cell (Terminal *self, const NnCell *cell)
{
  g_autofree gchar *name = gs_cell_name_labelled (gs_workbook_get_program (self->book), cell);
  g_autofree gchar *value = gs_view_get_text (gs_lesson_player_get_view (self->player), cell);
  gboolean hidden = gs_lesson_player_is_hidden (self->player, cell);

  g_print ("  %s = %s\n", name, hidden ? "?" : *value != '\0' ? value : "…");
}

static void
print_highlighted (Terminal *self)
{
  g_autoptr (GArray) cells = gs_lesson_player_list_highlighted (self->player);

  for (guint i = 0; i < MIN (cells->len, 12); i++)
    print_cell (self, &g_array_index (cells, NnCell, i));
  if (cells->len > 0)
    g_print ("\n");
}

static const gchar *
get_invitation (const GsLessonTask *task)
{
  switch (task->kind) {
  case GS_LESSON_TASK_PREDICT: return "Type a number.";
  case GS_LESSON_TASK_CHOOSE: return "Type the number of a choice.";
  case GS_LESSON_TASK_PRECEDENTS: return "Type the cells, with spaces between.";
  case GS_LESSON_TASK_FILL: return "Type a number for the next blank, or CELL = NUMBER; “check” marks them.";
  case GS_LESSON_TASK_SET: return "Type: set CELL=VALUE";
  case GS_LESSON_TASK_STEP_TO: return "Type: step, step 3, step -1 or run CELL";
  case GS_LESSON_TASK_REACH: return "Type: set CELL=VALUE and train 10";
  }
  return "";
}

static void
print_task (Terminal *self)
{
  const GsLessonTask *task = gs_lesson_player_get_step (self->player)->task;
  guint number = gs_lesson_player_get_number (self->player);

  if (task == NULL) {
    g_print ("Enter goes on.\n");
    return;
  }
  print_paragraphs (gs_lesson_player_get_prompt (self->player), "> ", FALSE);
  for (guint i = 1; i <= task->options->len; i++) {
    g_autofree gchar *indent = g_strdup_printf ("  %u) ", i);

    print_paragraphs (gs_lesson_player_get_option (self->player, i), indent, FALSE);
  }
  g_print ("%s %s\n", get_invitation (task), "Or: hint, answer, skip, help.");
  if (gs_lesson_player_is_solved (self->player, number))
    g_print ("(Solved before: “skip” goes on.)\n");
}

static void
print_step (Terminal *self)
{
  const GsLessonStep *step = gs_lesson_player_get_step (self->player);
  guint number = gs_lesson_player_get_number (self->player);

  g_autofree gchar *title = step->title != NULL ? gs_quote_visible (step->title, FALSE) : NULL;

  g_print ("\n── %u/%u", number + 1, gs_lesson_player_get_n_steps (self->player));
  if (title != NULL)
    g_print (" · %s", title);
  g_print (" ──\n\n");
  print_paragraphs (gs_lesson_player_get_text (self->player), "", TRUE);
  print_highlighted (self);
  print_task (self);
}

/* ---- commands ---- */

static void
print_error (GError *error)
{
  g_autofree gchar *message = gs_quote_visible (error->message, FALSE);

  g_print ("%s\n", message);
  g_error_free (error);
}

static void
go_next (Terminal *self)
{
  GError *error = NULL;

  if (gs_lesson_player_next (self->player, &error)) {
    print_step (self);
    return;
  }
  self->ended = TRUE;
  self->finished = error == NULL;
  if (error != NULL)
    print_error (error);
  else
    g_print ("\nThat was the last step.\n");
}

/* Marked blanks that are wrong, each with its reason, as the window shows it for the selected one. */
static void
print_marks (Terminal *self)
{
  GsBlanks *blanks = gs_lesson_player_get_blanks (self->player);
  guint n = 0;

  for (guint i = 0; blanks != NULL && gs_lesson_player_get_marking (self->player) != NULL
                    && i < gs_blanks_get_n_cells (blanks) && n < 6;
       i++) {
    const NnCell *cell = gs_blanks_get_cell (blanks, i);
    g_autoptr (GsMarkNote) note = gs_lesson_player_explain_blank (self->player, cell, FALSE);
    g_autofree gchar *name = gs_cell_name_labelled (gs_workbook_get_program (self->book), cell);

    if (note == NULL || note->mark != GS_MARK_WRONG)
      continue;
    g_print ("  %s: %s\n", name, note->verdict);
    n++;
  }
}

static void
print_verdict (Terminal *self)
{
  GsLessonVerdict verdict = gs_lesson_player_get_verdict (self->player);
  g_autoptr (GPtrArray) feedback = gs_lesson_player_get_feedback (self->player);

  if (feedback->len > 0)
    print_paragraphs (g_steal_pointer (&feedback), verdict == GS_LESSON_VERDICT_RIGHT ? "✓ " : "  ", FALSE);
  print_marks (self);
  if (verdict == GS_LESSON_VERDICT_RIGHT)
    go_next (self);
}

/* A computed cell is held at the value. */
static void
put (Terminal *self, const NnCell *cell, const gchar *name, const gchar *text, GError **error)
{
  const NnTensorInfo *info = nn_program_get_tensor (gs_workbook_get_program (self->book), cell->tensor);
  gdouble value;

  if (info->producer < 0)
    gs_workbook_set_text (self->book, name, text, error);
  else if (gs_number_parse (text, &value, error))
    gs_workbook_pin (self->book, cell, value, error);
}

static void
set_cell (Terminal *self, const gchar *assignment)
{
  const gchar *sign = strrchr (assignment, '=');
  g_autofree gchar *name = sign != NULL ? g_strndup (assignment, (gsize) (sign - assignment)) : NULL;
  GError *error = NULL;
  NnCell cell;

  if (sign == NULL)
    g_print ("Say what to set: set W1[1,1]=0.5\n");
  else if (gs_cell_name_parse (gs_workbook_get_scope (self->book), name, &cell, &error)
           && !gs_lesson_player_can_edit (self->player, &cell))
    g_print ("%s is locked in this step.\n", name);
  else if (error == NULL)
    put (self, &cell, name, sign + 1, &error);
  if (error != NULL)
    print_error (error);
  else
    print_verdict (self);
}

/* 1 if nothing was typed, 0 if it is no whole number from 1 to `most`. */
static gint
read_count (const gchar *typed, gint most)
{
  guint64 n = 1;

  if (*typed != '\0' && !g_ascii_string_to_unsigned (typed, 10, 1, (guint64) most, &n, NULL))
    return 0;
  return (gint) n;
}

static void
move (Terminal *self, const gchar *count)
{
  gint n = read_count (count, MAX_STEPS);

  if (n == 0) {
    g_print ("Say how many steps, from 1 to %d: step 3\n", MAX_STEPS);
    return;
  }
  gs_view_step (gs_lesson_player_get_view (self->player), n);
  print_verdict (self);
}

static void
run_to (Terminal *self, const gchar *name)
{
  GError *error = NULL;
  NnCell cell;

  if (gs_cell_name_parse (gs_workbook_get_scope (self->book), name, &cell, &error)) {
    gs_workbook_run_to_cell (self->book, &cell);
    print_verdict (self);
  } else {
    print_error (error);
  }
}

static void
train (Terminal *self, const gchar *count)
{
  gint n = read_count (count, GS_LESSON_MAX_TRAIN);
  GError *error = NULL;
  gdouble loss;

  if (n == 0)
    g_print ("Say how many passes, from 1 to %d: train 10\n", GS_LESSON_MAX_TRAIN);
  else if (gs_workbook_train (self->book, (guint32) n, NULL, NULL, &loss, &error))
    g_print ("  L = %g\n", loss);
  if (error != NULL)
    print_error (error);
  else
    print_verdict (self);
}

static void
print_named (Terminal *self, const gchar *name)
{
  const gchar *const names[] = { name, NULL };
  GError *error = NULL;
  g_autoptr (GArray) cells = gs_lesson_values_find (self->book, names, &error);

  if (cells == NULL)
    print_error (error);
  for (guint i = 0; cells != NULL && i < MIN (cells->len, 100); i++)
    print_cell (self, &g_array_index (cells, NnCell, i));
}

/* The slope found by moving a cell, and the gradient, if that is not asked for. */
static void
nudge (Terminal *self, const gchar *name)
{
  GError *error = NULL;
  GsNudgeText text;
  GsNudge result;
  NnCell cell;

  if (!gs_cell_name_parse (gs_workbook_get_scope (self->book), name, &cell, &error)
      || !gs_lesson_player_nudge (self->player, &cell, &result, &error)) {
    print_error (error);
    return;
  }
  gs_nudge_print (&result, &text);
  g_print ("  h = %s\n  L(w + h) = %s\n  L(w − h) = %s\n  difference ÷ 2h = %s\n  gradient = %s\n", text.h,
           text.plus, text.minus, text.difference, result.is_covered ? "?" : text.gradient);
  gs_nudge_text_clear (&text);
}

static void
give_hint (Terminal *self)
{
  if (!gs_lesson_player_hint (self->player))
    g_print ("There are no more hints; “answer” shows how it is done.\n");
  else
    print_paragraphs (gs_lesson_player_get_hints (self->player), "? ", FALSE);
}

static void
give_answer (Terminal *self)
{
  gs_lesson_player_reveal (self->player);
  print_paragraphs (gs_lesson_player_get_derivation (self->player), "  ", FALSE);
}

static void
go_back (Terminal *self)
{
  GError *error = NULL;

  if (gs_lesson_player_previous (self->player, &error))
    print_step (self);
  else if (error != NULL)
    print_error (error);
}

static void
return_to_step (Terminal *self)
{
  GError *error = NULL;

  if (gs_lesson_player_restart (self->player, &error))
    print_step (self);
  else
    print_error (error);
}

static void
print_commands (void)
{
  g_print ("An answer, or:\n"
           "  hint             the next hint\n"
           "  answer           how it is done\n"
           "  print CELL       what a cell or a block holds\n"
           "  set CELL=VALUE   change the sheet\n"
           "  nudge CELL       move it a little, and see what the loss does (F7)\n"
           "  step [N], run CELL, train N\n"
           "                   move in time\n"
           "  check            look at the sheet, mark the blanks\n"
           "  again            the step as it began\n"
           "  next, skip, back, quit\n");
}

/* ---- lines ---- */

/* A word at the beginning of the line: what stands behind it, or NULL. */
static const gchar *
match (const gchar *line, const gchar *word)
{
  gsize length = strlen (word);

  if (g_ascii_strncasecmp (line, word, length) != 0 || (line[length] != '\0' && line[length] != ' '))
    return NULL;
  line += length;
  return line + strspn (line, " ");
}

/* Moves in the sheet, and looking at it. */
static gboolean
obey_sheet (Terminal *self, const gchar *line)
{
  static const struct {
    const gchar *word;
    void (*run) (Terminal *self, const gchar *rest);
  } commands[] = { { "set", set_cell }, { "step", move },         { "run", run_to },
                   { "train", train },  { "print", print_named }, { "nudge", nudge } };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    const gchar *rest = match (line, commands[i].word);

    if (rest == NULL)
      continue;
    commands[i].run (self, rest);
    return TRUE;
  }
  return FALSE;
}

static void
check (Terminal *self)
{
  gs_lesson_player_check (self->player);
  print_verdict (self);
}

static gboolean
obey_word (Terminal *self, const gchar *line)
{
  static const struct {
    const gchar *word;
    void (*run) (Terminal *self);
  } commands[] = { { "hint", give_hint },      { "answer", give_answer }, { "check", check },
                   { "next", go_next },        { "skip", go_next },       { "back", go_back },
                   { "again", return_to_step } };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_ascii_strcasecmp (line, commands[i].word) == 0) {
      commands[i].run (self);
      return TRUE;
    }
  return FALSE;
}

static void
obey (Terminal *self, const gchar *line)
{
  const GsLessonTask *task = gs_lesson_player_get_step (self->player)->task;

  if (g_ascii_strcasecmp (line, "quit") == 0)
    self->ended = TRUE;
  else if (g_ascii_strcasecmp (line, "help") == 0)
    print_commands ();
  else if (*line == '\0' && task == NULL)
    go_next (self);
  else if (*line != '\0' && !obey_word (self, line) && !obey_sheet (self, line)) {
    if (task == NULL)
      g_print ("There is nothing to answer here; Enter goes on, “help” says more.\n");
    else {
      gs_lesson_player_answer (self->player, line);
      print_verdict (self);
    }
  }
}

gboolean
gs_lesson_terminal_play (GsLessonPlayer *player, FILE *input)
{
  Terminal self = { .player = player, .book = gs_view_get_workbook (gs_lesson_player_get_view (player)) };
  gchar line[MAX_LINE];

  print_step (&self);
  while (!self.ended && fgets (line, sizeof line, input) != NULL) {
    g_autofree gchar *valid = g_strstrip (g_utf8_make_valid (line, -1));

    /* What is longer is no answer, and its end not the next one. */
    if (strchr (line, '\n') == NULL && !feof (input)) {
      while (fgets (line, sizeof line, input) != NULL && strchr (line, '\n') == NULL)
        ;
      g_print ("That is too long; at most %d bytes are read.\n", MAX_LINE - 2);
      continue;
    }
    obey (&self, valid);
  }
  return self.finished;
}
