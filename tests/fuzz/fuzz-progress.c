/* Fuzzing the file of what a learner has done: whatever the bytes are, they are refused with a message or
 * understood. */
#include "app/lesson/gs-lesson-progress.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) lessons = NULL;

  fuzz_begin ();
  lessons = gs_lesson_progress_parse ((const gchar *) data, size, "progress.json", &error);
  fuzz_check (lessons != NULL, error);
  return 0;
}
