/* Fuzzing PNG and JPEG files: decoded to as many pixels as the header says, or refused with a message. */
#include "app/data/gs-pixels.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_auto (GsPixels) pixels = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean done;

  fuzz_begin ();
  done = gs_pixels_read_bytes (&pixels, (const gchar *) data, size, "picture", &error);
  fuzz_check (done, error);
  if (done)
    g_assert (pixels.bytes != NULL && pixels.rows > 0 && pixels.columns > 0);
  return 0;
}
