/* Rows and their batches, names and source; what is shared and what is made anew. */
#include "gs-dataset-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "nn/nn-error.h"

/* Takes the bytes; the batches are still to come. */
GsDataset *
gs_dataset_alloc (const NnShape *input, const NnShape *target, gint n_rows, GBytes *inputs, GBytes *targets)
{
  GsDataset *dataset = g_new0 (GsDataset, 1);

  g_atomic_ref_count_init (&dataset->ref_count);
  dataset->input = *input;
  dataset->target = *target;
  dataset->n_rows = n_rows;
  dataset->inputs = inputs;
  dataset->targets = targets;
  return dataset;
}

GsRowUse
gs_dataset_get_use (const GsDataset *dataset, gint row)
{
  return dataset->uses != NULL ? (GsRowUse) ((const guint8 *) g_bytes_get_data (dataset->uses, NULL))[row - 1]
                               : GS_ROWS_TRAINING;
}

void
gs_dataset_fill_batches (GsDataset *dataset, gint asked_size)
{
  gint n = 0, size;

  dataset->asked_size = asked_size;
  dataset->epoch = 0;
  g_clear_pointer (&dataset->rows, g_free);
  g_clear_pointer (&dataset->first, g_free);
  dataset->rows = g_new (gint, dataset->n_rows);
  for (gint row = 1; row <= dataset->n_rows; row++)
    if (gs_dataset_get_use (dataset, row) == GS_ROWS_TRAINING)
      dataset->rows[n++] = row;
  size = CLAMP (asked_size, 1, MAX (n, 1));
  dataset->n_batches = n > 0 ? (n - 1) / size + 1 : 1;
  dataset->first = g_new (gint, dataset->n_batches + 1);
  for (gint batch = 0; batch < dataset->n_batches; batch++)
    dataset->first[batch] = batch * size;
  dataset->first[dataset->n_batches] = n;
}

/* `rows` and the lengths in `first` are copied. */
void
gs_dataset_fill_listed_batches (GsDataset *dataset, GArray *rows, GArray *lengths)
{
  dataset->asked_size = 0;
  dataset->is_shuffled = FALSE;
  dataset->n_batches = (gint) lengths->len;
  dataset->rows = g_memdup2 (rows->data, rows->len * sizeof (gint));
  dataset->first = g_new (gint, lengths->len + 1);
  dataset->first[0] = 0;
  for (guint i = 0; i < lengths->len; i++)
    dataset->first[i + 1] = dataset->first[i] + g_array_index (lengths, gint, i);
}

GsDataset *
gs_dataset_new (const NnShape *input,
                const NnShape *target,
                gint n_rows,
                const gdouble *inputs,
                const gdouble *targets)
{
  gsize n_inputs = nn_shape_count (input), n_targets = nn_shape_count (target);

  return gs_dataset_new_take (input, target, n_rows,
                              g_memdup2 (inputs, (gsize) n_rows * n_inputs * sizeof (gdouble)),
                              g_memdup2 (targets, (gsize) n_rows * n_targets * sizeof (gdouble)));
}

GsDataset *
gs_dataset_new_take (const NnShape *input,
                     const NnShape *target,
                     gint n_rows,
                     gdouble *inputs,
                     gdouble *targets)
{
  gsize n_inputs = nn_shape_count (input), n_targets = nn_shape_count (target);
  GsDataset *dataset;

  g_assert (n_rows >= 1);
  g_assert (n_inputs <= NN_MAX_CELLS / (gsize) n_rows && n_targets <= NN_MAX_CELLS / (gsize) n_rows);
  dataset = gs_dataset_alloc (input, target, n_rows,
                              g_bytes_new_take (inputs, (gsize) n_rows * n_inputs * sizeof (gdouble)),
                              g_bytes_new_take (targets, (gsize) n_rows * n_targets * sizeof (gdouble)));
  gs_dataset_fill_batches (dataset, G_MAXINT);
  return dataset;
}

GsDataset *
gs_dataset_new_empty (const NnShape *input, const NnShape *target)
{
  GsDataset *dataset = gs_dataset_alloc (input, target, 0, g_bytes_new (NULL, 0), g_bytes_new (NULL, 0));

  gs_dataset_fill_batches (dataset, G_MAXINT);
  return dataset;
}

GsDataset *
gs_dataset_ref (GsDataset *dataset)
{
  g_atomic_ref_count_inc (&dataset->ref_count);
  return dataset;
}

static void
clear_source (gpointer data)
{
  GsDatasetSource *source = data;

  g_free (source->text);
  g_free (source->sum);
}

void
gs_dataset_source_unref (GsDatasetSource *source)
{
  if (source != NULL)
    g_atomic_rc_box_release_full (source, clear_source);
}

void
gs_dataset_unref (GsDataset *dataset)
{
  if (dataset == NULL || !g_atomic_ref_count_dec (&dataset->ref_count))
    return;
  g_bytes_unref (dataset->inputs);
  g_bytes_unref (dataset->targets);
  g_free (dataset->rows);
  g_free (dataset->first);
  for (gint kind = 0; kind < GS_N_NAMES; kind++)
    g_clear_pointer (&dataset->names[kind], g_ptr_array_unref);
  gs_dataset_source_unref (dataset->source);
  g_clear_pointer (&dataset->crops.whole, g_bytes_unref);
  g_clear_pointer (&dataset->uses, g_bytes_unref);
  g_clear_pointer (&dataset->subtract, g_bytes_unref);
  g_clear_pointer (&dataset->divide, g_bytes_unref);
  g_clear_pointer (&dataset->plain, g_bytes_unref);
  g_free (dataset);
}

gint
gs_dataset_get_n_rows (const GsDataset *dataset)
{
  return dataset->n_rows;
}

gboolean
gs_dataset_has_rows (const GsDataset *dataset, GError **error)
{
  if (dataset->n_rows > 0)
    return TRUE;
  g_set_error_literal (
      error, NN_ERROR, NN_ERROR_VALUE,
      _ ("There are no rows yet. Paste some from a spreadsheet, read them from a file, or add one and "
         "type its numbers."));
  return FALSE;
}

const NnShape *
gs_dataset_get_input_shape (const GsDataset *dataset)
{
  return &dataset->input;
}

const NnShape *
gs_dataset_get_target_shape (const GsDataset *dataset)
{
  return &dataset->target;
}

static const gdouble *
get_row (const GsDataset *dataset, GBytes *values, const NnShape *shape, gint row)
{
  g_assert (row >= 1 && row <= dataset->n_rows);
  return (const gdouble *) g_bytes_get_data (values, NULL) + (gsize) (row - 1) * nn_shape_count (shape);
}

const gdouble *
gs_dataset_get_input (const GsDataset *dataset, gint row)
{
  return get_row (dataset, dataset->inputs, &dataset->input, row);
}

const gdouble *
gs_dataset_get_target (const GsDataset *dataset, gint row)
{
  return get_row (dataset, dataset->targets, &dataset->target, row);
}

gint
gs_dataset_get_batch_size (const GsDataset *dataset)
{
  return MIN (dataset->asked_size, dataset->n_rows);
}

gint
gs_dataset_get_asked_batch_size (const GsDataset *dataset)
{
  return dataset->asked_size;
}

gint
gs_dataset_get_n_batches (const GsDataset *dataset)
{
  return dataset->n_batches;
}

const gint *
gs_dataset_get_batch (const GsDataset *dataset, gint batch, gint *n_rows)
{
  g_assert (batch >= 1 && batch <= dataset->n_batches);
  *n_rows = dataset->first[batch] - dataset->first[batch - 1];
  return dataset->rows != NULL ? dataset->rows + dataset->first[batch - 1] : NULL; /* there are no rows yet */
}

gint
gs_dataset_count_samples (const GsDataset *dataset, guint32 pass)
{
  gint n_rows;

  gs_dataset_get_batch (dataset, gs_dataset_get_batch_of_pass (dataset, pass), &n_rows);
  return MAX (n_rows, 1);
}

gint
gs_dataset_get_batch_of_pass (const GsDataset *dataset, guint32 pass)
{
  g_assert (pass >= 1);
  return (gint) ((pass - 1) % (guint32) dataset->n_batches) + 1;
}

/* ---- names ---- */

gsize
gs_dataset_get_n_names (const GsDataset *dataset, GsNameKind kind)
{
  switch (kind) {
  case GS_NAMES_FEATURES: return dataset->input.rank == 1 ? (gsize) dataset->input.dim[0] : 0;
  case GS_NAMES_TARGETS: return (gsize) dataset->target.dim[0];
  case GS_NAMES_CLASSES: return nn_shape_count (&dataset->target) == 1 ? 2 : 0;
  case GS_NAMES_ROWS: return (gsize) dataset->n_rows;
  case GS_N_NAMES: break;
  }
  g_return_val_if_reached (0);
}

const GPtrArray *
gs_dataset_get_names (const GsDataset *dataset, GsNameKind kind)
{
  return dataset->names[kind];
}

gint
gs_dataset_get_class (const GsDataset *dataset, gint row)
{
  const gdouble *target = gs_dataset_get_target (dataset, row);
  gsize n = nn_shape_count (&dataset->target);
  gint class = -1;

  for (gsize i = 0; i < n; i++) {
    if (target[i] != 0 && target[i] != 1)
      return -1;
    if (target[i] == 1 && class >= 0)
      return -1;
    if (target[i] == 1)
      class = (gint) i;
  }
  return n == 1 ? class + 1 : class;
}

/* ---- new datasets from old ones ---- */

static GBytes *
share_bytes (GBytes *bytes)
{
  return bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

/* What stays when rows change: names of columns, how test rows are chosen, shuffling, scaling. */
void
gs_dataset_share_description (GsDataset *to, const GsDataset *from)
{
  for (gint kind = 0; kind < GS_NAMES_ROWS; kind++)
    if (from->names[kind] != NULL)
      to->names[kind] = g_ptr_array_ref (from->names[kind]);
  to->is_shuffled = from->is_shuffled;
  to->test_share = from->test_share;
  to->validation_share = from->validation_share;
  to->split_seed = from->split_seed;
  to->scaling = from->scaling;
  to->subtract = share_bytes (from->subtract);
  to->divide = share_bytes (from->divide);
}

/* The same rows; the batches are still to come. */
static GsDataset *
dataset_share (GsDataset *dataset)
{
  GsDataset *other = gs_dataset_alloc (&dataset->input, &dataset->target, dataset->n_rows,
                                       g_bytes_ref (dataset->inputs), g_bytes_ref (dataset->targets));

  gs_dataset_share_description (other, dataset);
  if (dataset->names[GS_NAMES_ROWS] != NULL)
    other->names[GS_NAMES_ROWS] = g_ptr_array_ref (dataset->names[GS_NAMES_ROWS]);
  other->uses = share_bytes (dataset->uses);
  other->plain = share_bytes (dataset->plain);
  other->source = dataset->source != NULL ? g_atomic_rc_box_acquire (dataset->source) : NULL;
  other->crops = dataset->crops;
  other->crops.whole = share_bytes (dataset->crops.whole);
  return other;
}

GsDataset *
gs_dataset_copy (GsDataset *dataset)
{
  GsDataset *other = dataset_share (dataset);

  other->asked_size = dataset->asked_size;
  other->epoch = dataset->epoch;
  other->epoch_seed = dataset->epoch_seed;
  other->n_batches = dataset->n_batches;
  other->rows = g_memdup2 (dataset->rows, (gsize) dataset->first[dataset->n_batches] * sizeof (gint));
  other->first = g_memdup2 (dataset->first, ((gsize) dataset->n_batches + 1) * sizeof (gint));
  return other;
}

GsDataset *
gs_dataset_with_names (GsDataset *dataset, GsNameKind kind, const GPtrArray *names, GError **error)
{
  const gchar *const *texts = names != NULL ? (const gchar *const *) names->pdata : NULL;
  gsize n = gs_dataset_get_n_names (dataset, kind);
  GsDataset *other;

  if (names != NULL && names->len != n) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 g_dngettext (GETTEXT_PACKAGE, "there is %u name where %zu are needed",
                              "there are %u names where %zu are needed", names->len),
                 names->len, n);
    return NULL;
  }
  if (names != NULL && !gs_names_check (kind, texts, n, error))
    return NULL;
  other = gs_dataset_copy (dataset);
  g_clear_pointer (&other->names[kind], g_ptr_array_unref);
  if (names != NULL)
    other->names[kind] = gs_names_copy (texts, n);
  return other;
}

GsDataset *
gs_dataset_with_batch_size (GsDataset *dataset, gint batch_size)
{
  GsDataset *other = dataset_share (dataset);

  g_assert (batch_size >= 1);
  gs_dataset_fill_batches (other, batch_size);
  return other;
}

static gboolean
append_batch (GsDataset *dataset, gint batch, const gint *rows, gint n, GArray *all, GError **error)
{
  if (n < 1) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("batch %d is empty; list at least one row"), batch);
    return FALSE;
  }
  for (gint i = 0; i < n; i++)
    if (rows[i] < 1 || rows[i] > dataset->n_rows) {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("batch %d lists row %d; the rows go from 1 to %d"),
                   batch, rows[i], dataset->n_rows);
      return FALSE;
    }
  if ((guint) n > NN_MAX_CELLS - all->len) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_SIZE, _ ("the batches list too many rows; list fewer"));
    return FALSE;
  }
  g_array_append_vals (all, rows, (guint) n);
  return TRUE;
}

GsDataset *
gs_dataset_with_batches (GsDataset *dataset,
                         gint n_batches,
                         const gint *const *batches,
                         const gint *lengths,
                         GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint));
  g_autoptr (GArray) all_lengths = g_array_new (FALSE, FALSE, sizeof (gint));
  GsDataset *other;

  if (n_batches < 1) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, _ ("no batches are listed; list at least one"));
    return NULL;
  }
  for (gint i = 0; i < n_batches; i++)
    if (!append_batch (dataset, i + 1, batches[i], lengths[i], rows, error))
      return NULL;
  g_array_append_vals (all_lengths, lengths, (guint) n_batches);
  other = dataset_share (dataset);
  gs_dataset_fill_listed_batches (other, rows, all_lengths);
  return other;
}

/* ---- splicing ---- */

static gboolean
same_bytes (GBytes *a, GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

gboolean
gs_dataset_equal (const GsDataset *a, const GsDataset *b)
{
  if (a == b)
    return TRUE;
  for (gint kind = 0; kind < GS_N_NAMES; kind++)
    if (!gs_names_equal (a->names[kind], b->names[kind]))
      return FALSE;
  if ((a->source == NULL) != (b->source == NULL)
      || (a->source != NULL
          && (!g_str_equal (a->source->text, b->source->text)
              || g_strcmp0 (a->source->sum, b->source->sum) != 0)))
    return FALSE;
  if (a->test_share != b->test_share || a->validation_share != b->validation_share
      || a->split_seed != b->split_seed || a->scaling != b->scaling || !same_bytes (a->subtract, b->subtract)
      || !same_bytes (a->divide, b->divide) || a->is_shuffled != b->is_shuffled)
    return FALSE;
  if (!same_bytes (a->crops.whole, b->crops.whole))
    return FALSE;
  return nn_shape_equal (&a->input, &b->input) && nn_shape_equal (&a->target, &b->target)
         && a->n_rows == b->n_rows && a->asked_size == b->asked_size && a->n_batches == b->n_batches
         && memcmp (a->first, b->first, (gsize) (a->n_batches + 1) * sizeof (gint)) == 0
         && (a->is_shuffled                 /* of which epoch is no matter: seed and pass tell */
             || a->first[a->n_batches] == 0 /* no rows yet */
             || memcmp (a->rows, b->rows, (gsize) a->first[a->n_batches] * sizeof (gint)) == 0)
         && same_bytes (a->inputs, b->inputs) && same_bytes (a->targets, b->targets);
}
