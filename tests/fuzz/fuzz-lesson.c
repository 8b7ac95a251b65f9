/* Fuzzing lessons: whatever the bytes are, they are refused with a message, or are a lesson each step of
 * which opens its network or says why not. */
#include "app/lesson/gs-lesson.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsLesson) lesson = NULL;

  fuzz_begin ();
  lesson = gs_lesson_load_bytes ((const gchar *) data, size, SOURCE_ROOT "/lessons/fuzz.json", NULL, &error);
  fuzz_check (lesson != NULL, error);
  for (guint i = 0; lesson != NULL && i < lesson->steps->len; i++) {
    const GsLessonStep *step = gs_lesson_get_step (lesson, i);
    g_autoptr (GError) open_error = NULL;
    g_autoptr (GsDocument) document =
        step->show.network != NULL ? gs_lesson_open_network (lesson, step, &open_error) : NULL;

    g_assert (gs_lesson_find_step (lesson, step->id) == (gint) i);
    if (step->show.network != NULL)
      fuzz_check (document != NULL, open_error);
  }
  return 0;
}
