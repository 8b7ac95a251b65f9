/* Signals that ask a program to end: SIGINT, SIGTERM, SIGHUP.
 *
 *   gs_signals_catch (on_signal, self);   // gboolean on_signal (gpointer self, gint number)
 *
 * Called from the default main context: between two of its turns, not in the middle of anything. What was
 * ignored when the program began stays so: that is what nohup does.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* G_SOURCE_REMOVE: the next signal of this number ends the program at once. */
typedef gboolean (*GsSignalFunc) (gpointer user_data, gint number);

/* For as long as the program runs; `user_data` must do so, too. */
void gs_signals_catch (GsSignalFunc func, gpointer user_data);

G_END_DECLS
