/* How test and validation rows are chosen and inputs were scaled, in the object of the data. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-document-private.h"

#define MAX_SEED ((gint64) 1 << 53)

gboolean
gs_document_same_split (GsDataset *a, GsDataset *b)
{
  gsize size = nn_shape_count (gs_dataset_get_input_shape (a)) * sizeof (gdouble);
  const gdouble *subtract[2], *divide[2];
  guint64 seeds[2];

  if (gs_dataset_get_test_share (a, &seeds[0]) != gs_dataset_get_test_share (b, &seeds[1])
      || gs_dataset_get_validation_share (a) != gs_dataset_get_validation_share (b) || seeds[0] != seeds[1])
    return FALSE;
  if (gs_dataset_get_scaling (a, &subtract[0], &divide[0])
      != gs_dataset_get_scaling (b, &subtract[1], &divide[1]))
    return FALSE;
  return subtract[0] == NULL
         || (memcmp (subtract[0], subtract[1], size) == 0 && memcmp (divide[0], divide[1], size) == 0);
}

static void
write_numbers (GsWriter *writer, const gchar *key, const gdouble *numbers, gsize n)
{
  NnShape shape = nn_shape (1, (gint) n);

  gs_writer_key (writer, key);
  gs_writer_tensor (writer, &shape, numbers);
}

void
gs_document_write_split (GsWriter *writer, GsDataset *data)
{
  gsize n = nn_shape_count (gs_dataset_get_input_shape (data));
  const gdouble *subtract, *divide;
  guint64 seed;
  gdouble share = gs_dataset_get_test_share (data, &seed);
  gdouble validation = gs_dataset_get_validation_share (data);
  GsScalingKind scaling = gs_dataset_get_scaling (data, &subtract, &divide);

  if (share > 0 || validation > 0) {
    gs_writer_put_object (writer, "split", TRUE);
    if (share > 0)
      gs_writer_put_number (writer, "test-share", share);
    if (validation > 0)
      gs_writer_put_number (writer, "validation-share", validation);
    gs_writer_put_integer (writer, "seed", (gint64) seed);
    gs_writer_end_object (writer);
  }
  if (scaling == GS_SCALING_NONE)
    return;
  gs_writer_put_object (writer, "scaling", FALSE);
  gs_writer_put_string (writer, "kind", gs_scaling_get_name (scaling));
  write_numbers (writer, "subtract", subtract, n);
  write_numbers (writer, "divide", divide, n);
  gs_writer_end_object (writer);
}

static GsDataset *
read_split (GsReader *reader, const cJSON *object, GsDataset *data)
{
  static const gchar *const keys[] = { "test-share", "validation-share", "seed", NULL };
  gsize mark = gs_reader_enter (reader, "split");
  GsDataset *other;
  GError *error = NULL;
  gdouble share, validation;
  gint64 seed;

  if (!gs_reader_check_object (reader, object, keys)
      || (gs_reader_find (object, "validation-share") == NULL
          && gs_reader_need (reader, object, "test-share", "0.3") == NULL))
    return NULL;
  share = gs_reader_get_number (reader, object, "test-share", 0);
  validation = gs_reader_get_number (reader, object, "validation-share", 0);
  seed = gs_reader_get_integer (reader, object, "seed", 1, 0, MAX_SEED);
  if (reader->error != NULL)
    return NULL;
  other = gs_dataset_with_split (data, share, validation, (guint64) seed, &error);
  if (other == NULL)
    gs_reader_fail_with (reader, error);
  else
    gs_reader_leave (reader, mark);
  return other;
}

/* A number for each input; NULL after an error. */
static NnTensor *
read_numbers (GsReader *reader, const cJSON *object, const gchar *key, gsize n)
{
  const cJSON *item = gs_reader_need (reader, object, key, "[0, 0]");
  gsize mark = gs_reader_enter (reader, key);
  g_autoptr (NnTensor) numbers = item != NULL ? gs_reader_to_tensor (reader, item, key) : NULL;

  if (numbers == NULL)
    return NULL;
  if (numbers->shape.rank != 1 || nn_shape_count (&numbers->shape) != n) {
    gs_reader_fail (reader,
                    g_dngettext (GETTEXT_PACKAGE, "must be %zu number, one for each input",
                                 "must be %zu numbers, one for each input", (gulong) n),
                    n);
    return NULL;
  }
  for (gsize i = 0; g_str_equal (key, "divide") && i < n; i++)
    if (numbers->values[i] == 0) {
      gs_reader_fail (reader, _ ("divides input %zu by 0; write 1 where nothing is to be divided"), i + 1);
      return NULL;
    }
  gs_reader_leave (reader, mark);
  return g_steal_pointer (&numbers);
}

static GsDataset *
read_scaling (GsReader *reader, const cJSON *object, GsDataset *data)
{
  static const gchar *const keys[] = { "kind", "subtract", "divide", NULL }, *const kinds[] = { "standard",
                                                                                                "unit" };
  gsize mark = gs_reader_enter (reader, "scaling"), n = nn_shape_count (gs_dataset_get_input_shape (data));
  const cJSON *kind;
  g_autoptr (NnTensor) subtract = NULL, divide = NULL;
  gint place;

  if (!gs_reader_check_object (reader, object, keys)
      || (kind = gs_reader_need (reader, object, "kind", "\"standard\"")) == NULL)
    return NULL;
  place = gs_reader_to_word (reader, kind, kinds, G_N_ELEMENTS (kinds));
  if (place < 0 || (subtract = read_numbers (reader, object, "subtract", n)) == NULL
      || (divide = read_numbers (reader, object, "divide", n)) == NULL)
    return NULL;
  gs_reader_leave (reader, mark);
  /* A source gives rows as they are. */
  return gs_dataset_with_known_scaling (data, (GsScalingKind) (place + 1), subtract->values, divide->values,
                                        gs_dataset_get_source (data) == NULL);
}

GsDataset *
gs_document_read_split (GsReader *reader, const cJSON *object, GsDataset *data)
{
  const cJSON *split = gs_reader_find (object, "split"), *scaling = gs_reader_find (object, "scaling");
  g_autoptr (GsDataset) parted = split != NULL ? read_split (reader, split, data) : gs_dataset_ref (data);

  if (parted == NULL || scaling == NULL)
    return g_steal_pointer (&parted);
  return read_scaling (reader, scaling, parted);
}
