/* Commands that Ctrl+C stops between two steps of their work, so that nothing half-done is left behind.
 *
 *   status = gs_interrupt_run (command, n_arguments, arguments);
 *
 * The command runs on a thread of its own, as a GsTask: what asks gs_task_go_on() on the way ends with
 * G_IO_ERROR_CANCELLED, and the exit status is GS_EXIT_INTERRUPTED. SIGTERM and SIGHUP do the same.
 * A second signal ends the program at once. Only for commands that ask nobody anything and whose long loops
 * do ask the task: whatever does not would be stopped later than without this.
 */
#pragma once

#include "gs-command.h"

G_BEGIN_DECLS

gint gs_interrupt_run (const GsCommand *command, gint n_arguments, gchar **arguments);

G_END_DECLS
