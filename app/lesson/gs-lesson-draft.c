/* A lesson that is being written: the tree of its file. */
#include "gs-lesson-draft.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "gs-lesson-check.h"
#include "gs-lesson.h"

#define FORMAT "gradsheet-lesson"

struct _GsLessonDraft {
  cJSON *root, *steps; /* the steps are in the root */
  gboolean is_new;     /* nobody has kept progress under its id */
};

/* ---- trees ---- */

static void
put (cJSON *object, const gchar *key, cJSON *value)
{
  if (cJSON_HasObjectItem (object, key))
    cJSON_ReplaceItemInObjectCaseSensitive (object, key, value);
  else
    cJSON_AddItemToObject (object, key, value);
}

static void
put_text (cJSON *object, const gchar *key, const gchar *text)
{
  put (object, key, cJSON_CreateString (text));
}

static const gchar *
get_text (const cJSON *object, const gchar *key)
{
  const gchar *text = cJSON_GetStringValue (gs_reader_find (object, key));

  return text != NULL ? text : "";
}

/* Under the key, made if it is not there. */
static cJSON *
need (cJSON *object, const gchar *key, cJSON *(*create) (void) )
{
  cJSON *item = cJSON_GetObjectItemCaseSensitive (object, key);

  if (item == NULL)
    cJSON_AddItemToObject (object, key, item = create ());
  return item;
}

/* cJSON's own loses the item where the first has been taken out before. */
static void
insert (cJSON *list, guint at, cJSON *item)
{
  g_autoptr (GPtrArray) behind = g_ptr_array_new ();

  while ((guint) cJSON_GetArraySize (list) > at)
    g_ptr_array_add (behind, cJSON_DetachItemFromArray (list, (gint) at));
  cJSON_AddItemToArray (list, item);
  for (guint i = 0; i < behind->len; i++)
    cJSON_AddItemToArray (list, g_ptr_array_index (behind, i));
}

static cJSON *
get_step (const GsLessonDraft *self, guint step)
{
  cJSON *item = cJSON_GetArrayItem (self->steps, (gint) step);

  g_assert (item != NULL);
  return item;
}

/* cJSON's own printing changes numbers. */
static void
write_item (GsWriter *writer, const cJSON *item)
{
  const cJSON *child;

  if (cJSON_IsObject (item)) {
    gs_writer_begin_object (writer, FALSE);
    cJSON_ArrayForEach (child, item)
    {
      gs_writer_key (writer, child->string);
      write_item (writer, child);
    }
    gs_writer_end_object (writer);
  } else if (cJSON_IsArray (item)) {
    gs_writer_begin_array (writer, !cJSON_IsObject (item->child) && !cJSON_IsString (item->child));
    cJSON_ArrayForEach (child, item) write_item (writer, child);
    gs_writer_end_array (writer);
  } else if (cJSON_IsNumber (item)) {
    gs_writer_number (writer, item->valuedouble);
  } else if (cJSON_IsString (item)) {
    gs_writer_string (writer, item->valuestring);
  } else if (cJSON_IsBool (item)) {
    gs_writer_boolean (writer, cJSON_IsTrue (item));
  } else {
    gs_writer_raw (writer, "null");
  }
}

/* ---- lessons ---- */

GsLessonDraft *
gs_lesson_draft_new (const gchar *title)
{
  GsLessonDraft *self = g_new0 (GsLessonDraft, 1);

  self->root = cJSON_CreateObject ();
  self->is_new = TRUE;
  put_text (self->root, "format", FORMAT);
  put (self->root, "version", cJSON_CreateNumber (GS_LESSON_VERSION));
  put_text (self->root, "id", "");
  gs_lesson_draft_set_title (self, title);
  put_text (self->root, "level", "beginner");
  put (self->root, "minutes", cJSON_CreateNumber (10));
  self->steps = need (self->root, "steps", cJSON_CreateArray);
  return self;
}

/* What this module walks through must be there; all else is the reader's to complain of. */
static gboolean
check_steps (const cJSON *root, const gchar *name, GError **error)
{
  GsReader reader;
  const cJSON *steps, *step;
  gboolean is_good;
  GsReaderItems items = { 0 };
  gsize mark;

  gs_reader_init (&reader, name, 0);
  steps = gs_reader_need (&reader, root, "steps", "[{\"id\": \"first\", \"text\": \"…\"}]");
  mark = gs_reader_enter (&reader, "steps");
  while ((step = gs_reader_next (&reader, steps, &items)) != NULL)
    if (!cJSON_IsObject (step))
      gs_reader_fail (&reader, _ ("must be an object such as {\"id\": \"first\", \"text\": \"…\"}"));
  gs_reader_leave (&reader, mark);
  is_good = reader.error == NULL;
  if (!is_good)
    g_propagate_error (error, g_steal_pointer (&reader.error));
  gs_reader_clear (&reader);
  return is_good;
}

GsLessonDraft *
gs_lesson_draft_load (const gchar *path, GError **error)
{
  gsize length;
  g_autofree gchar *text = gs_file_read (path, GS_FILE_MAX_LESSON, &length, error);
  cJSON *root = text != NULL ? gs_json_parse (text, length, path, NULL, NULL, error) : NULL;
  g_autoptr (GError) problem = NULL;
  GsLessonDraft *self;

  if (root == NULL)
    return NULL;
  if (!gs_json_check_version (root, path, FORMAT, GS_LESSON_VERSION, &problem)
      || !check_steps (root, path, &problem)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    cJSON_Delete (root);
    return NULL;
  }
  self = g_new0 (GsLessonDraft, 1);
  self->root = root;
  self->steps = cJSON_GetObjectItemCaseSensitive (root, "steps");
  return self;
}

void
gs_lesson_draft_free (GsLessonDraft *self)
{
  cJSON_Delete (self->root);
  g_free (self);
}

GsLessonDraft *
gs_lesson_draft_copy (const GsLessonDraft *draft)
{
  GsLessonDraft *self = g_new0 (GsLessonDraft, 1);

  self->root = cJSON_Duplicate (draft->root, TRUE);
  self->steps = cJSON_GetObjectItemCaseSensitive (self->root, "steps");
  self->is_new = draft->is_new;
  return self;
}

gchar *
gs_lesson_draft_to_text (const GsLessonDraft *self, gsize *length)
{
  GsWriter *writer = gs_writer_new ();

  write_item (writer, self->root);
  return gs_writer_end (writer, length);
}

gboolean
gs_lesson_draft_save (const GsLessonDraft *self, const gchar *path, GError **error)
{
  gsize length;
  g_autofree gchar *text = gs_lesson_draft_to_text (self, &length);

  return gs_file_write (path, text, length, GS_FILE_PUBLIC, error);
}

GPtrArray *
gs_lesson_draft_check (const GsLessonDraft *self, const gchar *folder)
{
  g_autofree gchar *path = g_build_filename (folder, "checked.json", NULL);
  g_autofree gchar *prefix = g_strconcat (path, ": ", NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *problems =
      gs_lesson_draft_save (self, path, &error) ? gs_lesson_check (path, NULL, &error) : NULL;

  if (problems == NULL) {
    problems = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (problems, g_strdup (error->message));
  }
  /* The file is nobody's but ours. */
  for (guint i = 0; i < problems->len; i++) {
    gchar *text = g_ptr_array_index (problems, i);

    if (g_str_has_prefix (text, prefix))
      memmove (text, text + strlen (prefix), strlen (text + strlen (prefix)) + 1);
  }
  return problems;
}

gchar *
gs_lesson_draft_say_problem (const gchar *problem, guint *step)
{
  guint number;
  gint length = 0; /* 0 until the bracket is closed */
  const gchar *rest;

  *step = 0;
  if (sscanf (problem, "steps[%u]%n", &number, &length) < 1 || length == 0)
    return g_strdup (problem);
  *step = number;
  rest = problem + length;
  if (g_str_has_prefix (rest, ": "))
    return g_strdup_printf (_ ("Step %u: %s"), number, rest + strlen (": "));
  return g_strdup_printf (_ ("Step %u, %s"), number, rest + (*rest == '.' ? 1 : 0));
}

const gchar *
gs_lesson_draft_get_title (const GsLessonDraft *self)
{
  return get_text (self->root, "title");
}

/* Small letters, digits and hyphens; caller frees. */
static gchar *
make_id (const gchar *title)
{
  g_autofree gchar *plain = g_str_to_ascii (title, "C");
  GString *id = g_string_new (NULL);

  for (const gchar *at = plain; *at != '\0'; at++)
    if (g_ascii_isalnum (*at))
      g_string_append_c (id, g_ascii_tolower (*at));
    else if (id->len > 0 && id->str[id->len - 1] != '-')
      g_string_append_c (id, '-');
  if (id->len > 0 && id->str[id->len - 1] == '-')
    g_string_truncate (id, id->len - 1);
  return id->len > 0 ? g_string_free (id, FALSE) : (g_string_free (id, TRUE), g_strdup ("lesson"));
}

void
gs_lesson_draft_set_title (GsLessonDraft *self, const gchar *title)
{
  g_autofree gchar *id = make_id (title);

  put_text (self->root, "title", title);
  if (self->is_new)
    put_text (self->root, "id", id);
}

/* ---- steps ---- */

guint
gs_lesson_draft_get_n_steps (const GsLessonDraft *self)
{
  return (guint) cJSON_GetArraySize (self->steps);
}

static gboolean
has_id (const GsLessonDraft *self, const gchar *id)
{
  const cJSON *step;

  cJSON_ArrayForEach (step, self->steps)
  {
    if (g_str_equal (get_text (step, "id"), id))
      return TRUE;
  }
  return FALSE;
}

guint
gs_lesson_draft_add_step (GsLessonDraft *self, guint at)
{
  cJSON *step = cJSON_CreateObject ();
  guint number = gs_lesson_draft_get_n_steps (self);
  g_autofree gchar *id = NULL;

  do {
    g_free (id);
    id = g_strdup_printf ("step-%u", ++number);
  } while (has_id (self, id));
  put_text (step, "id", id);
  put_text (step, "text", "");
  insert (self->steps, at, step);
  return at;
}

void
gs_lesson_draft_remove_step (GsLessonDraft *self, guint step)
{
  cJSON_DeleteItemFromArray (self->steps, (gint) step);
}

void
gs_lesson_draft_move_step (GsLessonDraft *self, guint step, guint to)
{
  insert (self->steps, to, cJSON_DetachItemFromArray (self->steps, (gint) step));
}

/* The document's tree without what a network in a lesson has not, or would only make longer. */
static cJSON *
make_network (GsWorkbook *book)
{
  static const gchar *const left_out[] = { "format", "version", "undo", "redo", "bookmarks", "epochs" };
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);
  gsize length;
  g_autofree gchar *text = gs_document_to_text (document, &length);
  cJSON *tree = gs_json_parse (text, length, "sheet", NULL, NULL, NULL);

  g_assert (tree != NULL); /* we wrote it */
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
    cJSON_DeleteItemFromObjectCaseSensitive (tree, left_out[i]);
  return tree;
}

void
gs_lesson_draft_record (GsLessonDraft *self, guint step, GsWorkbook *book)
{
  cJSON *show = need (get_step (self, step), "show", cJSON_CreateObject);
  gint done = gs_workbook_get_cursor (book).instruction;
  static const gchar *const replaced[] = { "set", "train" };

  put (show, "network", make_network (book));
  for (gsize i = 0; i < G_N_ELEMENTS (replaced); i++) /* done already, in what is recorded */
    cJSON_DeleteItemFromObjectCaseSensitive (show, replaced[i]);
  if (done > 0) {
    cJSON *cursor = cJSON_CreateObject ();

    put (cursor, "step", cJSON_CreateNumber (done));
    put (show, "cursor", cursor);
  } else {
    put_text (show, "cursor", "start");
  }
}

/* ---- texts ---- */

gchar *
gs_lesson_draft_get_text (const GsLessonDraft *self, guint step, const gchar *key)
{
  const cJSON *item = gs_reader_find (get_step (self, step), key), *child;
  GString *text;

  if (!cJSON_IsArray (item))
    return g_strdup (get_text (get_step (self, step), key));
  text = g_string_new (NULL);
  cJSON_ArrayForEach (child, item)
  {
    if (cJSON_IsString (child))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", child->valuestring);
  }
  return g_string_free (text, FALSE);
}

static cJSON *
make_paragraphs (const gchar *text)
{
  g_auto (GStrv) parts = g_regex_split_simple ("\\n\\s*\\n", text, 0, 0);
  cJSON *list;

  if (g_strv_length (parts) <= 1)
    return cJSON_CreateString (text);
  list = cJSON_CreateArray ();
  for (gint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      cJSON_AddItemToArray (list, cJSON_CreateString (parts[i]));
  return list;
}

void
gs_lesson_draft_set_text (GsLessonDraft *self, guint step, const gchar *key, const gchar *text)
{
  cJSON *item = get_step (self, step);

  if (*text == '\0' && !g_str_equal (key, "text"))
    cJSON_DeleteItemFromObjectCaseSensitive (item, key);
  else
    put (item, key, g_str_equal (key, "title") ? cJSON_CreateString (text) : make_paragraphs (text));
}

/* ---- tasks ---- */

static cJSON *
find_task (const GsLessonDraft *self, guint step)
{
  cJSON *task = cJSON_GetObjectItemCaseSensitive (get_step (self, step), "task");

  return cJSON_IsObject (task) ? task : NULL;
}

const gchar *
gs_lesson_draft_get_task (const GsLessonDraft *self, guint step)
{
  return cJSON_GetStringValue (gs_reader_find (find_task (self, step), "kind"));
}

gchar *
gs_lesson_draft_get_cells (const GsLessonDraft *self, guint step)
{
  const cJSON *task = find_task (self, step), *cells = gs_reader_find (task, "cells"), *cell;
  GString *text = g_string_new (get_text (task, "cell"));

  cJSON_ArrayForEach (cell, cells)
  {
    if (cJSON_IsString (cell))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", cell->valuestring);
  }
  return g_string_free (text, FALSE);
}

void
gs_lesson_draft_set_task (GsLessonDraft *self, guint step, const gchar *const *cells, const gchar *prompt)
{
  g_autofree gchar *before = gs_lesson_draft_get_prompt (self, step);
  cJSON *task = cJSON_CreateObject ();
  gboolean several = cells[0] != NULL && cells[1] != NULL;

  put_text (task, "kind", several ? "fill" : "predict");
  if (several)
    put (task, "cells",
         cJSON_CreateStringArray ((const char *const *) cells, (gint) g_strv_length ((gchar **) cells)));
  else
    put_text (task, "cell", cells[0]);
  put_text (task, "prompt", *before != '\0' ? before : prompt);
  put (get_step (self, step), "task", task);
}

void
gs_lesson_draft_remove_task (GsLessonDraft *self, guint step)
{
  cJSON_DeleteItemFromObjectCaseSensitive (get_step (self, step), "task");
}

gchar *
gs_lesson_draft_get_prompt (const GsLessonDraft *self, guint step)
{
  return g_strdup (get_text (find_task (self, step), "prompt"));
}

void
gs_lesson_draft_set_prompt (GsLessonDraft *self, guint step, const gchar *prompt)
{
  cJSON *task = find_task (self, step);

  if (task != NULL)
    put_text (task, "prompt", prompt);
}

/* ---- mistakes ---- */

static cJSON *
get_mistakes (const GsLessonDraft *self, guint step)
{
  return cJSON_GetObjectItemCaseSensitive (find_task (self, step), "mistakes");
}

guint
gs_lesson_draft_get_n_mistakes (const GsLessonDraft *self, guint step)
{
  return (guint) MAX (cJSON_GetArraySize (get_mistakes (self, step)), 0);
}

void
gs_lesson_draft_get_mistake (const GsLessonDraft *self,
                             guint step,
                             guint mistake,
                             const gchar **when,
                             const gchar **say)
{
  const cJSON *item = cJSON_GetArrayItem (get_mistakes (self, step), (gint) mistake);

  *when = get_text (item, "when");
  *say = get_text (item, "say");
}

void
gs_lesson_draft_add_mistake (GsLessonDraft *self, guint step, const gchar *when, const gchar *say)
{
  cJSON *mistakes = need (find_task (self, step), "mistakes", cJSON_CreateArray), *item;

  cJSON_ArrayForEach (item, mistakes)
  {
    if (g_str_equal (get_text (item, "when"), when))
      return;
  }
  item = cJSON_CreateObject ();
  put_text (item, "when", when);
  put_text (item, "say", say);
  cJSON_AddItemToArray (mistakes, item);
}

void
gs_lesson_draft_say_mistake (GsLessonDraft *self, guint step, guint mistake, const gchar *say)
{
  put_text (cJSON_GetArrayItem (get_mistakes (self, step), (gint) mistake), "say", say);
}

void
gs_lesson_draft_remove_mistake (GsLessonDraft *self, guint step, guint mistake)
{
  cJSON_DeleteItemFromArray (get_mistakes (self, step), (gint) mistake);
}
