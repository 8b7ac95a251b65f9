/* What is wrong with a lesson, and in which field of which step. */
#include "gs-lesson-check-private.h"

void
gs_lesson_check_complain (GsLessonCheck *check, const gchar *field, const gchar *format, ...)
{
  g_autofree gchar *words = NULL;
  va_list args;

  va_start (args, format);
  words = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (check->problems,
                   g_strdup_printf ("%s: steps[%u].%s: %s", gs_lesson_player_get_lesson (check->player)->path,
                                    check->number + 1, field, words));
}
