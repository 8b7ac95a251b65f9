/* How far long work is: a line of text, a bar, and buttons to stop it and the like. To be laid over a sheet.
 *
 *   bar = gs_work_bar_new (_ ("Training"));
 *   gs_work_bar_add_button (bar, _ ("Stop"), tooltip, G_CALLBACK (on_stop), self);
 *   gs_work_bar_show (bar, text, 0.3);
 *
 * Hidden until it is shown. Whoever has used it hides it, and uses it again: what is under the pointer is not
 * torn down.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_WORK_BAR (gs_work_bar_get_type ())
G_DECLARE_FINAL_TYPE (GsWorkBar, gs_work_bar, GS, WORK_BAR, GtkWidget)

/* `name` is for screen readers. */
GsWorkBar *gs_work_bar_new (const gchar *name);
/* `clicked` is called with `object` as its first argument, as long as that lives. Borrowed. */
GtkWidget *gs_work_bar_add_button (GsWorkBar *self,
                                   const gchar *label,
                                   const gchar *tooltip,
                                   GCallback clicked,
                                   gpointer object);
void gs_work_bar_show (GsWorkBar *self, const gchar *text, gdouble fraction);

/* "12 s left", "3 min left", "2 h left": as far as one can know. NULL where one cannot (negative). Caller
 * frees. */
gchar *gs_work_bar_describe_rest (gdouble seconds);

/* How many characters there is room for, so that the bar does not tremble; at first 52. */
void gs_work_bar_set_room (GsWorkBar *self, gint characters);

G_END_DECLS
