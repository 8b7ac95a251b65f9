/* What is said of training while it goes on: a line for each epoch, and a table of all of them in a file.
 *
 *   report = gs_train_report_new ("run.csv", lines);
 *   gs_train_report_update (report, trainer, FALSE, &error);   // now and then
 *   gs_train_report_update (report, trainer, TRUE, &error);    // at the end
 *
 * Epochs that take less than a tenth of a second share a line, that of the last of them; the file has all
 * that are kept (gs-epochs.h), with a heading.
 */
#pragma once

#include "app/workbook/gs-trainer.h"

G_BEGIN_DECLS

typedef struct _GsTrainReport GsTrainReport;

/* `log` is a file or NULL; `lines`: whether there are lines, on standard error. */
GsTrainReport *gs_train_report_new (const gchar *log, gboolean lines);
void gs_train_report_free (GsTrainReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsTrainReport, gs_train_report_free)

/* FALSE with an error if the file cannot be written. */
gboolean gs_train_report_update (GsTrainReport *report, GsTrainer *trainer, gboolean is_end, GError **error);

G_END_DECLS
