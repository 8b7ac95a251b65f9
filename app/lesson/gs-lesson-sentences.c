/* Where the sentences of a lesson's text end. */
#include "gs-lesson-sentences.h"

#include <string.h>

/* Behind the end of the first sentence that ends within the run, or NULL. */
static const gchar *
find_end (const GsLessonRun *run)
{
  if (run->kind != GS_LESSON_RUN_PLAIN)
    return NULL;
  for (const gchar *at = run->text; *at != '\0'; at++)
    if (strchr (".?!", *at) != NULL && at[1] == ' ')
      return at + 1;
  return NULL;
}

static void
append_run (GPtrArray *runs, const GsLessonRun *run, gsize length)
{
  GsLessonRun *copy = g_new0 (GsLessonRun, 1);

  copy->kind = run->kind;
  copy->text = g_strndup (run->text, length);
  copy->target = g_strdup (run->target);
  g_ptr_array_add (runs, copy);
}

/* The paragraph's first sentences, at most *left, which become fewer; NULL takes none and only counts. */
static void
take (const GPtrArray *paragraph, GPtrArray *into, guint *left)
{
  for (guint i = 0; i < paragraph->len; i++) {
    GsLessonRun run = *(const GsLessonRun *) g_ptr_array_index (paragraph, i);
    const gchar *end;

    while ((end = find_end (&run)) != NULL) {
      if (into != NULL)
        append_run (into, &run, (gsize) (end - run.text));
      if (--*left == 0)
        return;
      run.text += end - run.text;
    }
    if (into != NULL)
      append_run (into, &run, strlen (run.text));
  }
  --*left;
}

guint
gs_lesson_count_sentences (const GPtrArray *paragraphs)
{
  guint left = G_MAXUINT;

  for (guint i = 0; i < paragraphs->len; i++)
    take (g_ptr_array_index (paragraphs, i), NULL, &left);
  return G_MAXUINT - left;
}

GPtrArray *
gs_lesson_take_sentences (const GPtrArray *paragraphs, guint count)
{
  GPtrArray *some = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < paragraphs->len && count > 0; i++) {
    GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_lesson_run_free);

    g_ptr_array_add (some, runs);
    take (g_ptr_array_index (paragraphs, i), runs, &count);
  }
  return some;
}
