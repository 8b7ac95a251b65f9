/* What a network of pictures is asked about: what is drawn, or a row of the data, and which class it is meant
 * as. All that show a view ask the same, so that one may draw in one window and the other answers, too.
 *
 *   GsSubject *subject = gs_view_get_subject (view);
 *   gs_drawing_begin (gs_subject_get_drawing (subject), 0.3, 0.2);
 *   gs_subject_drawn (subject);                      // "changed": whoever shows it follows
 */
#pragma once

#include <glib-object.h>

#include "app/data/gs-drawing.h"

G_BEGIN_DECLS

#define GS_TYPE_SUBJECT (gs_subject_get_type ())
G_DECLARE_FINAL_TYPE (GsSubject, gs_subject, GS, SUBJECT, GObject)

GsSubject *gs_subject_new (void);
/* Borrowed; who has drawn into it says so. It is asked about from then on, in place of a row. */
GsDrawing *gs_subject_get_drawing (GsSubject *subject);
void gs_subject_drawn (GsSubject *subject);
/* A row of the data, from 1, of that class (-1: nobody knows), and the drawing goes; 0: what is drawn. */
void gs_subject_set_row (GsSubject *subject, gint row, gint known);
gint gs_subject_get_row (GsSubject *subject);
/* Whether there is something that has not been stepped since it was drawn, chosen or meant as something;
 * taken is what is stepped from now on. */
gboolean gs_subject_is_new (GsSubject *subject);
void gs_subject_take (GsSubject *subject);
/* The class that it is meant as, from 0: what was said, else the last guess. */
gint gs_subject_get_meant (GsSubject *subject);
void gs_subject_say (GsSubject *subject, gint class);
/* What the network answers, for as long as nobody has said anything; emits nothing. */
void gs_subject_guess (GsSubject *subject, gint class);

G_END_DECLS
