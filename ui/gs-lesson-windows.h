/* Windows with a lesson: to be played, tried while it is written, or with answers that were handed in. What
 * cannot be opened is told before `parent`, which may be NULL.
 */
#pragma once

#include "gs-host.h"

G_BEGIN_DECLS

/* The lesson of this file, where one was in it. */
void gs_lesson_windows_open (GtkWindow *parent, const gchar *path);

/* As in GsHostInterface. */
void gs_lesson_windows_try (GsHost *host, GtkWindow *parent, const gchar *path, guint step);
void gs_lesson_windows_show_work (GsHost *host,
                                  GtkWindow *parent,
                                  const gchar *lesson,
                                  const GsWork *work,
                                  const gchar *step,
                                  const gchar *cell);

G_END_DECLS
