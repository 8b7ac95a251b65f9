/* What windows ask of the application that they are windows of: to open something in a window of its own, and
 * what has been done in lessons. The application implements it (gs-application.c); windows know this and not
 * the application, which knows them.
 *
 *   gs_host_open_file (GTK_WINDOW (self), file);
 *
 * `from` is the window that asks: what there is to say is said there, and work that takes long is seen there.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-progress.h"
#include "app/lesson/gs-work.h"
#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

#define GS_TYPE_HOST (gs_host_get_type ())
G_DECLARE_INTERFACE (GsHost, gs_host, GS, HOST, GtkApplication)

struct _GsHostInterface {
  GTypeInterface parent;

  GsLessonProgress *(*get_progress) (GsHost *host);
  void (*show_welcome) (GsHost *host);
  void (*open_file) (GsHost *host, GtkWindow *from, GFile *file);
  void (*open_example) (GsHost *host, GtkWindow *from, const gchar *name);
  void (*open_book) (GsHost *host, GsWorkbook *book, const gchar *path);
  void (*try_lesson) (GsHost *host, GtkWindow *from, const gchar *path, guint step);
  void (*open_work) (GsHost *host,
                     GtkWindow *from,
                     const gchar *lesson,
                     const GsWork *work,
                     const gchar *step,
                     const gchar *cell);
};

/* The lessons and what one has done of them; borrowed. */
GsLessonProgress *gs_host_get_progress (void);
/* The welcome page, made or brought to the front. */
void gs_host_show_welcome (void);

/* A window on a document, a model or a lesson; rows begin a new network. */
void gs_host_open_file (GtkWindow *from, GFile *file);
/* A window on a copy of a ready-made network, not yet saved anywhere. */
void gs_host_open_example (GtkWindow *from, const gchar *name);
/* A window on this workbook; `path` is NULL for one that has not been saved anywhere. */
void gs_host_open_book (GsWorkbook *book, const gchar *path);
/* A window with the lesson at this step, counted from 0, to see how it plays; nothing is kept. */
void gs_host_try_lesson (GtkWindow *from, const gchar *path, guint step);
/* A window with the lesson at this step, its answers given as they were handed in; `cell`, a name or NULL, is
 * selected. Nothing of it is kept. */
void gs_host_open_work (GtkWindow *from,
                        const gchar *lesson,
                        const GsWork *work,
                        const gchar *step,
                        const gchar *cell);

G_END_DECLS
