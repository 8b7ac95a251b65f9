/* Something that is to be done a little later, once, however often it is asked for until then.
 *
 *   GsLater later;                                              // in a widget's struct, all zero
 *   gs_later_when_laid_out (&self->later, update, self);        // while sizes are given out
 *   gs_later_at_rest (&self->later, 400, take, self);           // whenever a number is turned
 *   gs_later_forget (&self->later);                             // in dispose
 *
 * While sizes are given out nobody may want another one: those around would wait for theirs for ever. What
 * changes with one's size, or with what another widget tells then, is done when all have theirs.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*GsLaterFunc) (gpointer owner);

typedef struct {
  guint source; /* 0: nothing is to be done */
  GsLaterFunc act;
  gpointer owner;
} GsLater;

/* Before the next picture is drawn. */
void gs_later_when_laid_out (GsLater *later, GsLaterFunc act, gpointer owner);
/* When it has not been asked for so long. */
void gs_later_at_rest (GsLater *later, guint milliseconds, GsLaterFunc act, gpointer owner);
gboolean gs_later_is_due (const GsLater *later);
void gs_later_forget (GsLater *later);

G_END_DECLS
