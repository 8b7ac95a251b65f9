/* What epochs came to, and how a file has it: each as an object, what nobody knows left out. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-document-private.h"

typedef struct {
  const gchar *key;
  gsize offset;
} Measure;

static const Measure measures[] = {
  { "loss", G_STRUCT_OFFSET (GsEpoch, loss) },
  { "accuracy", G_STRUCT_OFFSET (GsEpoch, accuracy) },
  { "test-loss", G_STRUCT_OFFSET (GsEpoch, test_loss) },
  { "test-accuracy", G_STRUCT_OFFSET (GsEpoch, test_accuracy) },
  { "validation-loss", G_STRUCT_OFFSET (GsEpoch, validation_loss) },
  { "validation-accuracy", G_STRUCT_OFFSET (GsEpoch, validation_accuracy) },
};

#define AT(epoch, measure) G_STRUCT_MEMBER (gdouble, epoch, (measure)->offset)

void
gs_document_write_epochs (GsWriter *writer, const GsEpochs *epochs, guint32 pass)
{
  guint n = 0;

  while (epochs != NULL && n < gs_epochs_get_n (epochs) && gs_epochs_get (epochs, n)->last_pass < pass)
    n++;
  if (n == 0)
    return;
  gs_writer_key (writer, "epochs");
  gs_writer_begin_array (writer, FALSE);
  for (guint i = 0; i < n; i++) {
    GsEpoch epoch = *gs_epochs_get (epochs, i);

    gs_writer_begin_object (writer, TRUE);
    gs_writer_put_integer (writer, "epoch", epoch.epoch);
    gs_writer_put_integer (writer, "pass", epoch.last_pass);
    for (gsize k = 0; k < G_N_ELEMENTS (measures); k++)
      if (isfinite (AT (&epoch, &measures[k])))
        gs_writer_put_number (writer, measures[k].key, AT (&epoch, &measures[k]));
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

static gboolean
read_epoch (GsReader *reader, const cJSON *item, const GsEpoch *before, GsEpoch *epoch)
{
  static const gchar *const keys[] = { "epoch",
                                       "pass",
                                       "loss",
                                       "accuracy",
                                       "test-loss",
                                       "test-accuracy",
                                       "validation-loss",
                                       "validation-accuracy",
                                       NULL };

  if (!gs_reader_check_object (reader, item, keys) || gs_reader_need (reader, item, "epoch", "1") == NULL
      || gs_reader_need (reader, item, "pass", "4") == NULL)
    return FALSE;
  epoch->epoch = (guint32) gs_reader_get_integer (reader, item, "epoch", 1, 1, GS_MAX_PASS);
  epoch->last_pass = (guint32) gs_reader_get_integer (reader, item, "pass", 1, 1, GS_MAX_PASS);
  for (gsize k = 0; k < G_N_ELEMENTS (measures); k++)
    AT (epoch, &measures[k]) = gs_reader_get_number (reader, item, measures[k].key, NAN);
  if (reader->error == NULL && (epoch->epoch <= before->epoch || epoch->last_pass <= before->last_pass))
    gs_reader_fail (reader,
                    _ ("epochs stand in their order, each with a later last pass than the one before it"));
  return reader->error == NULL;
}

GsEpochs *
gs_document_read_epochs (GsReader *reader, const cJSON *root)
{
  const cJSON *list = gs_reader_find (root, "epochs"), *item;
  g_autoptr (GsEpochs) epochs = gs_epochs_new ();
  GsEpoch before = { 0 }, epoch;
  GsReaderItems items = { 0 };
  gsize outer;

  if (list == NULL || reader->error != NULL)
    return g_steal_pointer (&epochs);
  outer = gs_reader_enter (reader, "epochs");
  while ((item = gs_reader_next (reader, list, &items)) != NULL) {
    if (!read_epoch (reader, item, &before, &epoch))
      return NULL;
    gs_epochs_add (epochs, &epoch);
    before = epoch;
  }
  if (reader->error != NULL)
    return NULL;
  gs_reader_leave (reader, outer);
  return g_steal_pointer (&epochs);
}
