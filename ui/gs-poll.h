/* A show of hands: how many of a class are for each option of a step's question. Typed in at the teacher's
 * window, shown to the class when the teacher wants. Kept as long as the window is open, for each step by
 * itself.
 *
 *   gs_poll_set_count (poll, step, option, 12);
 *   fraction = gs_poll_get_share (poll, step, option);
 *
 * Signal: "changed".
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GS_TYPE_POLL (gs_poll_get_type ())
G_DECLARE_FINAL_TYPE (GsPoll, gs_poll, GS, POLL, GObject)

GsPoll *gs_poll_new (void);

/* Steps and options count from 0. */
guint gs_poll_get_count (GsPoll *self, guint step, guint option);
void gs_poll_set_count (GsPoll *self, guint step, guint option, guint count);
/* Of all hands of the step, 0 to 1; 0 where nobody has raised any. */
gdouble gs_poll_get_share (GsPoll *self, guint step, guint option);

/* Whether the class sees them. */
gboolean gs_poll_is_shown (GsPoll *self);
void gs_poll_set_shown (GsPoll *self, gboolean shown);

/* Another lesson: nobody has said anything yet, and nothing is shown. */
void gs_poll_clear (GsPoll *self);

G_END_DECLS
