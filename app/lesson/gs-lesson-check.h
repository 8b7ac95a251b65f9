/* A lesson checked by playing it: every cell that a text or a task names exists, every task can be solved and
 * is not solved to begin with, its own answer passes, each listed mistake is recognised and differs from the
 * right answer, and no text is longer than can be read at a glance.
 *
 *   g_autoptr(GPtrArray) problems = gs_lesson_check ("lessons/01-neuron.json", NULL, &error);
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sentences "FILE: steps[2].task.mistakes[1]: ...", none if all is well; NULL with an error if the file is no
 * lesson. With a language its translation is checked too. Caller unrefs. */
GPtrArray *gs_lesson_check (const gchar *path, const gchar *language, GError **error);

G_END_DECLS
