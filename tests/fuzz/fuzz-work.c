/* Fuzzing work that is handed in: whatever the bytes are, they are refused with a message or understood. */
#include "app/lesson/gs-work.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWork) work = NULL;

  fuzz_begin ();
  work = gs_work_load_bytes ((const gchar *) data, size, "work.json", &error);
  fuzz_check (work != NULL, error);
  if (work != NULL)
    g_assert_nonnull (gs_work_get_lesson (work));
  return 0;
}
