/* Lines and a table of epochs. */
#include "gs-train-report.h"

#include <math.h>

#include "app/text/gs-file.h"
#include "app/text/gs-number.h"

/* Between two lines, and between two times that the file is written; microseconds. */
#define LINE_EVERY (100 * 1000)
#define FILE_EVERY (1000 * 1000)

struct _GsTrainReport {
  gchar *log;
  gboolean lines;
  gint64 begun, printed, written;
  guint32 last_printed; /* epochs */
  GHashTable *seconds;  /* by epoch: when it was first seen, in milliseconds */
};

GsTrainReport *
gs_train_report_new (const gchar *log, gboolean lines)
{
  GsTrainReport *report = g_new0 (GsTrainReport, 1);

  report->log = g_strdup (log);
  report->lines = lines;
  report->begun = report->written = g_get_monotonic_time ();
  report->seconds = g_hash_table_new (NULL, NULL);
  return report;
}

void
gs_train_report_free (GsTrainReport *report)
{
  if (report == NULL)
    return;
  g_hash_table_unref (report->seconds);
  g_free (report->log);
  g_free (report);
}

/* ---- lines ---- */

static void
append_measures (GString *line, const gchar *of, gdouble loss, gdouble accuracy)
{
  gchar buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (loss))
    g_string_append_printf (line, "  %sloss %s", of,
                            g_ascii_formatd (buffer, sizeof buffer, "%-10.6g", loss));
  if (!isnan (accuracy))
    g_string_append_printf (line, "  %saccuracy %s %%", of,
                            g_ascii_formatd (buffer, sizeof buffer, "%6.2f", 100 * accuracy));
}

/* "epoch   12  loss 0.0123  accuracy 97.20 %  test accuracy 96.80 %  5200 samples/s  3 min left" */
static void
print_line (const GsEpoch *epoch, const GsTrainerProgress *progress)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gdouble left = progress->seconds_left;

  g_string_append_printf (line, "epoch %4u", epoch->epoch);
  append_measures (line, "", epoch->loss, epoch->accuracy);
  append_measures (line, "validation ", epoch->validation_loss, epoch->validation_accuracy);
  append_measures (line, "test ", epoch->test_loss, epoch->test_accuracy);
  g_string_append_printf (line, "  %.0f samples/s", progress->samples_per_second);
  if (left >= 0 && left < 90)
    g_string_append_printf (line, "  %.0f s left", ceil (left));
  else if (left >= 0)
    g_string_append_printf (line, "  %.0f min left", ceil (left / 60));
  g_printerr ("%s\n", line->str);
}

/* ---- the table ---- */

static void
append_number (GString *text, gdouble value)
{
  gchar buffer[GS_NUMBER_BUFFER];

  g_string_append_printf (text, ",%s", isnan (value) ? "" : gs_number_to_text (value, buffer));
}

static gboolean
write_log (GsTrainReport *report, const GsEpochs *epochs, GError **error)
{
  g_autoptr (GString) text = g_string_new (
      "epoch,passes,loss,accuracy,test loss,test accuracy,validation loss,validation accuracy,seconds\n");

  for (guint i = 0; i < gs_epochs_get_n (epochs); i++) {
    const GsEpoch *epoch = gs_epochs_get (epochs, i);
    gpointer seen = g_hash_table_lookup (report->seconds, GUINT_TO_POINTER (epoch->epoch));

    g_string_append_printf (text, "%u,%u", epoch->epoch, epoch->last_pass);
    append_number (text, epoch->loss);
    append_number (text, epoch->accuracy);
    append_number (text, epoch->test_loss);
    append_number (text, epoch->test_accuracy);
    append_number (text, epoch->validation_loss);
    append_number (text, epoch->validation_accuracy);
    append_number (text, seen != NULL ? GPOINTER_TO_UINT (seen) / 1000.0 : NAN);
    g_string_append_c (text, '\n');
  }
  report->written = g_get_monotonic_time ();
  return gs_file_write (report->log, text->str, text->len, GS_FILE_PUBLIC, error);
}

gboolean
gs_train_report_update (GsTrainReport *report, GsTrainer *trainer, gboolean is_end, GError **error)
{
  g_autoptr (GsEpochs) epochs = gs_trainer_get_epochs (trainer);
  gint64 now = g_get_monotonic_time ();
  guint n = gs_epochs_get_n (epochs);
  const GsEpoch *last = n > 0 ? gs_epochs_get (epochs, n - 1) : NULL;
  GsTrainerProgress progress;

  for (guint i = n; i > 0; i--) {
    gpointer key = GUINT_TO_POINTER (gs_epochs_get (epochs, i - 1)->epoch);

    if (g_hash_table_contains (report->seconds, key))
      break;
    g_hash_table_insert (report->seconds, key, GUINT_TO_POINTER (MAX ((now - report->begun) / 1000, 1)));
  }
  gs_trainer_get_progress (trainer, &progress);
  if (report->lines && last != NULL && last->epoch > report->last_printed
      && (is_end || now - report->printed >= LINE_EVERY)) {
    print_line (last, &progress);
    report->printed = now;
    report->last_printed = last->epoch;
  }
  return report->log == NULL || (!is_end && now - report->written < FILE_EVERY)
         || write_log (report, epochs, error);
}
