/* The application: opens windows, one for each document, and owns what they have in common. */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-work.h"

G_BEGIN_DECLS

#define GS_TYPE_APPLICATION (gs_application_get_type ())
G_DECLARE_FINAL_TYPE (GsApplication, gs_application, GS, APPLICATION, GtkApplication)

GsApplication *gs_application_new (void);

/* A window on this file; on failure a message in `parent` (or a window of its own) says why. */
void gs_application_open_file (GsApplication *self, GtkWindow *parent, GFile *file);
/* A window on a copy of a ready-made network, not yet saved anywhere. */
void gs_application_open_example (GsApplication *self, GtkWindow *parent, const gchar *name);

/* The lessons and what one has done of them. */
GsLessonProgress *gs_application_get_progress (GsApplication *self);
/* A window with the lesson of this file; `parent`, if it is the welcome page, goes. */
void gs_application_open_lesson (GsApplication *self, GtkWindow *parent, const gchar *path);
/* A window with the lesson at this step, its answers given as they were handed in; `cell`, a name or NULL, is
 * selected. Nothing of it is kept. */
void gs_application_open_work (GsApplication *self,
                               GtkWindow *parent,
                               const gchar *lesson,
                               const GsWork *work,
                               const gchar *step,
                               const gchar *cell);
/* A window with the lesson at this step, to see how it plays; nothing is kept. */
void gs_application_try_lesson (GsApplication *self, GtkWindow *parent, const gchar *path, guint step);
/* The welcome page, made or brought to the front. */
void gs_application_show_welcome (GsApplication *self, GtkWindow *parent);

/* Puts the file among the recent ones. */
void gs_application_remember (const gchar *path);

/* SIGTERM, SIGHUP or SIGINT if that has ended the application, after all changes were kept; else 0. */
gint gs_application_get_signal (GsApplication *self);

/* Whether something that the program was started with could not be opened. */
gboolean gs_application_has_failed (GsApplication *self);

G_END_DECLS
