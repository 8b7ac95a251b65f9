/* Reading tasks. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/practice/gs-blanks.h"
#include "gs-lesson-private.h"

static const gchar *const kinds[] = { "set",   "predict", "choose",     "step-to",
                                      "reach", "fill",    "precedents", NULL };

/* What each kind has beside what all have. */
#define COMMON "kind", "prompt", "hints", "right", "derivation", "mistakes"

static const gchar *const keys[][18] = {
  { COMMON, "cell", "cells", "value", "values", "condition", "answer", "not-yet", "accept", "refuse", NULL },
  { COMMON, "cell", "value", "digits", NULL },
  { COMMON, "options", NULL },
  { COMMON, "cell", "exactly", "pass", NULL },
  { COMMON, "condition", "updates", "answer", "not-yet", "accept", "refuse", NULL },
  { COMMON, "cells", "digits", "seeded", "test", NULL },
  { COMMON, "cell", NULL },
};

static GsReader *
get_reader (GsLessonLoader *loader)
{
  return &loader->reader;
}

/* ---- lists of objects ---- */

typedef gpointer (*ReadItem) (GsLessonLoader *loader, const cJSON *item);

/* Empty where the key is missing. */
static GPtrArray *
read_list (GsLessonLoader *loader,
           const cJSON *object,
           const gchar *key,
           ReadItem read,
           GDestroyNotify free_item)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_item);
  const cJSON *item = gs_reader_find (object, key), *child;
  gsize mark = gs_reader_enter (get_reader (loader), key);
  GsReaderItems items = { 0 };

  while (item != NULL && (child = gs_reader_next (get_reader (loader), item, &items)) != NULL) {
    gpointer one = read (loader, child);

    if (one != NULL)
      g_ptr_array_add (list, one);
  }
  gs_reader_leave (get_reader (loader), mark);
  return list;
}

static void
mistake_free (gpointer pointer)
{
  GsLessonMistake *mistake = pointer;

  g_free (mistake->name);
  gs_expression_free (mistake->when);
  g_strfreev (mistake->cells);
  gs_lesson_text_free (mistake->say);
  g_free (mistake);
}

static gpointer
read_mistake (GsLessonLoader *loader, const cJSON *item)
{
  static const gchar *const mistake_keys[] = { "name", "when", "cells", "missing", "say", NULL };
  GsReader *reader = get_reader (loader);
  GsLessonMistake *mistake;

  if (!gs_reader_check_object (reader, item, mistake_keys))
    return NULL;
  mistake = g_new0 (GsLessonMistake, 1);
  gs_reader_need (reader, item, "say", "\"The sign is the wrong way round.\"");
  mistake->name = g_strdup (gs_reader_get_string (reader, item, "name", NULL));
  mistake->when = gs_lesson_loader_get_formula (loader, item, "when");
  mistake->cells = gs_lesson_loader_get_names (loader, item, "cells");
  mistake->missing = gs_reader_get_boolean (reader, item, "missing", FALSE);
  mistake->say = gs_lesson_loader_get_text (loader, item, "say");
  return mistake;
}

static void
option_free (gpointer pointer)
{
  GsLessonOption *option = pointer;

  gs_lesson_text_free (option->text);
  gs_lesson_text_free (option->say);
  g_free (option);
}

static gpointer
read_option (GsLessonLoader *loader, const cJSON *item)
{
  static const gchar *const option_keys[] = { "text", "right", "say", NULL };
  GsReader *reader = get_reader (loader);
  GsLessonOption *option;

  if (!gs_reader_check_object (reader, item, option_keys))
    return NULL;
  option = g_new0 (GsLessonOption, 1);
  gs_reader_need (reader, item, "text", "\"It grows\"");
  option->text = gs_lesson_loader_get_text (loader, item, "text");
  option->say = gs_lesson_loader_get_text (loader, item, "say");
  option->right = gs_reader_get_boolean (reader, item, "right", FALSE);
  return option;
}

static void
move_free (gpointer pointer)
{
  GsLessonMove *move = pointer;

  g_clear_pointer (&move->set, g_ptr_array_unref);
  g_free (move);
}

static gpointer
read_move (GsLessonLoader *loader, const cJSON *item)
{
  static const gchar *const move_keys[] = { "set", "train", NULL };
  GsReader *reader = get_reader (loader);
  GsLessonMove *move;

  if (!gs_reader_check_object (reader, item, move_keys))
    return NULL;
  move = g_new0 (GsLessonMove, 1);
  move->set = gs_lesson_loader_get_settings (loader, item, "set");
  move->train = (guint32) gs_reader_get_integer (reader, item, "train", 0, 1, GS_LESSON_MAX_TRAIN);
  return move;
}

static gpointer
read_value (GsLessonLoader *loader, const cJSON *item)
{
  return gs_lesson_loader_to_formula (loader, item);
}

/* ---- kinds ---- */

/* `one` or `many`, not both. */
static void
refuse_both (GsLessonLoader *loader, const cJSON *item, const gchar *one, const gchar *many)
{
  if (gs_reader_find (item, one) != NULL && gs_reader_find (item, many) != NULL)
    gs_reader_fail (get_reader (loader), _ ("has “%s” and “%s”; keep the one or the other"), one, many);
}

/* Names under `key`: at least one, and no more where one is asked for. */
static gchar **
read_cells (GsLessonLoader *loader, const cJSON *item, const gchar *key)
{
  gchar **names = gs_lesson_loader_get_names (loader, item, key);
  guint n = g_strv_length (names);

  if (n == 0)
    gs_reader_fail (get_reader (loader), _ ("“%s” names no cell"), key);
  else if (n > 1 && g_str_equal (key, "cell"))
    gs_reader_fail (get_reader (loader), _ ("“cell” must be one cell"));
  return names;
}

static void
read_set (GsLessonLoader *loader, const cJSON *item, GsLessonTask *task)
{
  GsReader *reader = get_reader (loader);
  gboolean free_way = gs_reader_find (item, "condition") != NULL;
  const gchar *key = free_way ? "answer" : gs_reader_find (item, "values") != NULL ? "values" : "value";

  refuse_both (loader, item, "cell", "cells");
  refuse_both (loader, item, "value", "values");
  refuse_both (loader, item, "condition", "value");
  refuse_both (loader, item, "condition", "values");
  if (!free_way && gs_reader_find (item, "answer") != NULL)
    gs_reader_fail (reader, _ ("has “answer”, which belongs to a “condition”; write “value”"));
  if (gs_reader_find (item, "cells") == NULL)
    gs_reader_need (reader, item, "cell", "\"W1[1,1]\"");
  gs_reader_need (reader, item, key, "0.5");
  task->cells = read_cells (loader, item, gs_reader_find (item, "cells") != NULL ? "cells" : "cell");
  task->condition = gs_lesson_loader_get_condition (loader, item, "condition");
  if (cJSON_IsArray (gs_reader_find (item, key))) {
    g_ptr_array_unref (task->values);
    task->values = read_list (loader, item, key, read_value, (GDestroyNotify) gs_expression_free);
  } else {
    gsize mark = gs_reader_enter (reader, key);
    GsExpression *value = gs_lesson_loader_to_formula (loader, gs_reader_find (item, key));

    if (value != NULL)
      g_ptr_array_add (task->values, value);
    gs_reader_leave (reader, mark);
  }
  if (reader->error == NULL && task->values->len != g_strv_length (task->cells))
    gs_reader_fail (reader, _ ("has %u cells and %u values for them; there must be as many"),
                    g_strv_length (task->cells), task->values->len);
}

static void
read_predict (GsLessonLoader *loader, const cJSON *item, GsLessonTask *task)
{
  GsReader *reader = get_reader (loader);
  const cJSON *value = gs_reader_find (item, "value");

  refuse_both (loader, item, "cell", "value");
  if (value == NULL) {
    gs_reader_need (reader, item, "cell", "\"z1[1,1]\"");
    task->cells = read_cells (loader, item, "cell");
  } else {
    gsize mark = gs_reader_enter (reader, "value");
    GsExpression *formula = gs_lesson_loader_to_formula (loader, value);

    if (formula != NULL)
      g_ptr_array_add (task->values, formula);
    if (formula != NULL && (gs_expression_is_condition (formula) || gs_expression_uses_answer (formula)))
      gs_reader_fail (reader, _ ("must give a number, and not from the answer"));
    gs_reader_leave (reader, mark);
  }
}

static void
read_choose (GsLessonLoader *loader, const cJSON *item, GsLessonTask *task)
{
  gint n_right = 0;

  gs_reader_need (get_reader (loader), item, "options", "[{\"text\": \"...\", \"right\": true}, ...]");
  g_ptr_array_unref (task->options);
  task->options = read_list (loader, item, "options", read_option, option_free);
  for (guint i = 0; i < task->options->len; i++)
    n_right += ((const GsLessonOption *) g_ptr_array_index (task->options, i))->right;
  if (task->options->len < 2 || task->options->len > 9)
    gs_reader_fail (get_reader (loader), _ ("must have from 2 to 9 options"));
  else if (n_right != 1)
    gs_reader_fail (get_reader (loader), _ ("has %d options that are right; there must be one"), n_right);
}

static void
read_step_to (GsLessonLoader *loader, const cJSON *item, GsLessonTask *task)
{
  GsReader *reader = get_reader (loader);

  task->cells =
      gs_reader_find (item, "cell") != NULL ? read_cells (loader, item, "cell") : g_new0 (gchar *, 1);
  task->exactly = gs_reader_get_boolean (reader, item, "exactly", FALSE);
  task->pass = (gint) gs_reader_get_integer (reader, item, "pass", 0, 1, GS_LESSON_MAX_TRAIN);
  if (task->cells[0] == NULL && task->pass == 0)
    gs_reader_need (reader, item, "cell", "\"z1[1,1]\"");
}

static void
read_reach (GsLessonLoader *loader, const cJSON *item, GsLessonTask *task)
{
  GsReader *reader = get_reader (loader);

  gs_reader_need (reader, item, "condition", "\"L < 0.01\"");
  gs_reader_need (reader, item, "answer", "[{\"train\": 20}]");
  task->condition = gs_lesson_loader_get_condition (loader, item, "condition");
  task->updates = (gint) gs_reader_get_integer (reader, item, "updates", -1, 0, GS_LESSON_MAX_TRAIN);
  g_ptr_array_unref (task->answer);
  task->answer = read_list (loader, item, "answer", read_move, move_free);
}

static void
read_kind (GsLessonLoader *loader, const cJSON *item, GsLessonTask *task)
{
  GsReader *reader = get_reader (loader);

  switch (task->kind) {
  case GS_LESSON_TASK_SET: read_set (loader, item, task); break;
  case GS_LESSON_TASK_PREDICT: read_predict (loader, item, task); break;
  case GS_LESSON_TASK_CHOOSE: read_choose (loader, item, task); break;
  case GS_LESSON_TASK_STEP_TO: read_step_to (loader, item, task); break;
  case GS_LESSON_TASK_REACH: read_reach (loader, item, task); break;
  case GS_LESSON_TASK_FILL:
    gs_reader_need (reader, item, "cells", "[\"z1\", \"a1\"]");
    task->cells = read_cells (loader, item, "cells");
    task->seeded = gs_reader_get_boolean (reader, item, "seeded", FALSE);
    task->test = gs_reader_get_boolean (reader, item, "test", FALSE);
    break;
  case GS_LESSON_TASK_PRECEDENTS:
    gs_reader_need (reader, item, "cell", "\"z1[1,1]\"");
    task->cells = read_cells (loader, item, "cell");
    break;
  }
}

/* A mistake needs what it is recognised by: a formula, or picked cells; of blanks both, whose they are and
 * what. */
static const gchar *
find_mistakes_lack (GsLessonTaskKind kind, const GsLessonMistake *mistake)
{
  gboolean has_cells = mistake->cells[0] != NULL, has_formula = mistake->when != NULL;

  if (kind == GS_LESSON_TASK_PRECEDENTS)
    return has_cells && !has_formula ? NULL
                                     : _ ("must have “cells”, and no “when”: cells are what is picked here");
  if (kind == GS_LESSON_TASK_FILL)
    return has_cells && has_formula ? NULL : _ ("must have “cells”, the blanks it belongs to, and “when”");
  return has_formula && !has_cells ? NULL
                                   : _ ("must have “when”, and no “cells”: those belong to “precedents”");
}

static void
check_mistakes (GsLessonLoader *loader, const GsLessonTask *task)
{
  GsReader *reader = get_reader (loader);

  for (guint i = 0; i < task->mistakes->len; i++) {
    const gchar *lack = find_mistakes_lack (task->kind, g_ptr_array_index (task->mistakes, i));
    gsize mark = gs_reader_enter (reader, "mistakes");

    gs_reader_enter_item (reader, (gint) i + 1);
    if (lack != NULL)
      gs_reader_fail (reader, "%s", lack);
    gs_reader_leave (reader, mark);
  }
  if (task->kind == GS_LESSON_TASK_CHOOSE && task->mistakes->len > 0)
    gs_reader_fail (reader, _ ("has “mistakes”; where one chooses, each option has its own “say”"));
}

static void
read_digits (GsLessonLoader *loader, const cJSON *item, GsLessonTask *task)
{
  gboolean fill = task->kind == GS_LESSON_TASK_FILL;
  gint least = fill ? GS_BLANKS_MIN_DIGITS : 2, most = fill ? GS_BLANKS_MAX_DIGITS : 17;

  task->digits = (gint) gs_reader_get_integer (get_reader (loader), item, "digits",
                                               MIN (loader->lesson->digits, most), least, most);
}

GsLessonTask *
gs_lesson_loader_read_task (GsLessonLoader *loader, const cJSON *item)
{
  GsReader *reader = get_reader (loader);
  GsLessonTask *task = g_new0 (GsLessonTask, 1);

  task->values = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_expression_free);
  task->options = g_ptr_array_new_with_free_func (option_free);
  task->answer = g_ptr_array_new_with_free_func (move_free);
  task->updates = -1;
  if (!cJSON_IsObject (item)) {
    gs_reader_fail (reader, _ ("must be an object; write {\"kind\": \"predict\", ...}"));
  } else if (gs_reader_need (reader, item, "kind", "\"predict\"") != NULL) {
    task->kind = (GsLessonTaskKind) gs_lesson_loader_get_word (loader, item, "kind", kinds, 0);
    gs_reader_check_object (reader, item, keys[task->kind]);
    gs_reader_need (reader, item, "prompt", "\"What will [[z1[1,1]]] be?\"");
    task->prompt = gs_lesson_loader_get_text (loader, item, "prompt");
    task->right = gs_lesson_loader_get_text (loader, item, "right");
    task->derivation = gs_lesson_loader_get_text (loader, item, "derivation");
    task->not_yet = gs_lesson_loader_get_text (loader, item, "not-yet");
    task->accept = read_list (loader, item, "accept", read_move, move_free);
    task->refuse = read_list (loader, item, "refuse", read_move, move_free);
    task->hints = gs_lesson_loader_get_texts (loader, item, "hints");
    task->mistakes = read_list (loader, item, "mistakes", read_mistake, mistake_free);
    read_digits (loader, item, task);
    read_kind (loader, item, task);
    if (reader->error == NULL)
      check_mistakes (loader, task);
  }
  if (task->cells == NULL)
    task->cells = g_new0 (gchar *, 1);
  return task;
}
