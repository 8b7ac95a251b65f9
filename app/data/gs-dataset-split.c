/* Rows kept apart for testing and validation, and inputs scaled by what the training rows say. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gs-dataset-private.h"
#include "nn/nn-error.h"
#include "nn/nn-random.h"

/* ---- test and validation rows ---- */

#define SPLIT_PASS 1000 /* far from the kinds of made rows, which use the same stream */

gdouble
gs_dataset_get_test_share (const GsDataset *dataset, guint64 *seed)
{
  if (seed != NULL)
    *seed = dataset->split_seed;
  return dataset->test_share;
}

typedef struct {
  gdouble key;
  gint row; /* from 0 */
} Draw;

static gint
compare_draws (gconstpointer a, gconstpointer b)
{
  const Draw *first = a, *second = b;

  if (first->key != second->key)
    return first->key < second->key ? -1 : 1;
  return first->row - second->row;
}

const gchar *
gs_row_use_get_name (GsRowUse use)
{
  switch (use) {
  case GS_ROWS_TEST: return C_ ("rows", "test");
  case GS_ROWS_VALIDATION: return C_ ("rows", "validation");
  case GS_ROWS_TRAINING:
  default: return C_ ("rows", "train");
  }
}

gdouble
gs_dataset_get_validation_share (const GsDataset *dataset)
{
  return dataset->validation_share;
}

static gint
count_rows (gint n_rows, gdouble share)
{
  return (gint) floor (share * n_rows + 0.5);
}

void
gs_dataset_choose_uses (GsDataset *dataset)
{
  /* Rows may have become fewer; one always is to learn from. */
  gint n = dataset->n_rows, n_test = MIN (count_rows (n, dataset->test_share), n - 1);
  gint n_apart = n_test + MIN (count_rows (n, dataset->validation_share), n - 1 - n_test);
  g_autofree Draw *draws = NULL;
  guint8 *uses;

  g_clear_pointer (&dataset->uses, g_bytes_unref);
  if (n_apart <= 0)
    return;
  draws = g_new (Draw, n);
  uses = g_new0 (guint8, n);
  for (gint row = 0; row < n; row++)
    draws[row] =
        (Draw){ nn_random_uniform (dataset->split_seed, NN_STREAM_DATA, SPLIT_PASS, 0, (guint32) row), row };
  qsort (draws, (gsize) n, sizeof draws[0], compare_draws);
  for (gint i = 0; i < n_apart; i++)
    uses[draws[i].row] = i < n_test ? GS_ROWS_TEST : GS_ROWS_VALIDATION;
  dataset->uses = g_bytes_new_take (uses, (gsize) n);
}

GsDataset *
gs_dataset_with_split (GsDataset *dataset, gdouble test, gdouble validation, guint64 seed, GError **error)
{
  GsDataset *other;

  if (!(test >= 0 && test < 1) || !(validation >= 0 && validation < 1)
      || count_rows (dataset->n_rows, test) + count_rows (dataset->n_rows, validation) >= dataset->n_rows) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("the shares of test and validation rows lie from 0 to below 1, and together "
                            "leave at least one row to "
                            "learn from"));
    return NULL;
  }
  other = gs_dataset_copy (dataset);
  other->test_share = test;
  other->validation_share = validation;
  other->split_seed = test > 0 || validation > 0 ? seed : 0;
  gs_dataset_choose_uses (other);
  if (other->asked_size > 0)
    gs_dataset_fill_batches (other, other->asked_size);
  return other;
}

GsDataset *
gs_dataset_with_test_rows (GsDataset *dataset, gdouble share, guint64 seed, GError **error)
{
  return gs_dataset_with_split (dataset, share, 0, seed, error);
}

/* The rows of one kind, one behind the other. */
static gdouble *
pick_rows (GBytes *values, gsize width, const gint *rows, gint n)
{
  const gdouble *from = g_bytes_get_data (values, NULL);
  gdouble *to = g_new (gdouble, (gsize) n * width);

  for (gint i = 0; i < n; i++)
    memcpy (to + (gsize) i * width, from + (gsize) (rows[i] - 1) * width, width * sizeof (gdouble));
  return to;
}

GsDataset *
gs_dataset_get_part (GsDataset *dataset, GsRowUse use)
{
  g_autofree gint *rows = g_new (gint, dataset->n_rows);
  gsize n_inputs = nn_shape_count (&dataset->input), n_targets = nn_shape_count (&dataset->target);
  GsDataset *part;
  gint n = 0;

  for (gint row = 1; row <= dataset->n_rows; row++)
    if (gs_dataset_get_use (dataset, row) == use)
      rows[n++] = row;
  if (n == 0)
    return NULL;
  part = gs_dataset_new_take (&dataset->input, &dataset->target, n,
                              pick_rows (dataset->inputs, n_inputs, rows, n),
                              pick_rows (dataset->targets, n_targets, rows, n));
  for (gint kind = 0; kind < GS_NAMES_ROWS; kind++)
    if (dataset->names[kind] != NULL)
      part->names[kind] = g_ptr_array_ref (dataset->names[kind]);
  if (dataset->names[GS_NAMES_ROWS] != NULL) {
    part->names[GS_NAMES_ROWS] = g_ptr_array_new_full ((guint) n, g_free);
    for (gint i = 0; i < n; i++)
      g_ptr_array_add (part->names[GS_NAMES_ROWS],
                       g_strdup (g_ptr_array_index (dataset->names[GS_NAMES_ROWS], rows[i] - 1)));
  }
  return part;
}

/* ---- scaling ---- */

static const gchar *const names[] = { "none", "standard", "unit" };

const gchar *
gs_scaling_get_name (GsScalingKind kind)
{
  return names[kind];
}

gint
gs_scaling_find (const gchar *name)
{
  for (gint kind = 0; kind < GS_N_SCALINGS; kind++)
    if (g_str_equal (names[kind], name))
      return kind;
  return -1;
}

GsScalingKind
gs_dataset_get_scaling (const GsDataset *dataset, const gdouble **subtract, const gdouble **divide)
{
  *subtract = dataset->subtract != NULL ? g_bytes_get_data (dataset->subtract, NULL) : NULL;
  *divide = dataset->divide != NULL ? g_bytes_get_data (dataset->divide, NULL) : NULL;
  return dataset->scaling;
}

void
gs_dataset_scale_inputs (const GsDataset *dataset, gint n_rows, gdouble *inputs)
{
  gsize n = nn_shape_count (&dataset->input);
  const gdouble *subtract, *divide;

  if (gs_dataset_get_scaling (dataset, &subtract, &divide) == GS_SCALING_NONE)
    return;
  g_assert (subtract != NULL && divide != NULL);
  for (gsize i = 0; i < (gsize) n_rows * n; i++)
    inputs[i] = (inputs[i] - subtract[i % n]) / divide[i % n];
}

GsDataset *
gs_dataset_with_known_scaling (GsDataset *dataset,
                               GsScalingKind kind,
                               const gdouble *subtract,
                               const gdouble *divide,
                               gboolean scaled)
{
  gsize n = nn_shape_count (&dataset->input), size = n * sizeof (gdouble);
  GsDataset *other = gs_dataset_copy (dataset);
  gdouble *inputs;

  g_clear_pointer (&other->subtract, g_bytes_unref);
  g_clear_pointer (&other->divide, g_bytes_unref);
  g_clear_pointer (&other->plain, g_bytes_unref);
  other->scaling = kind;
  if (kind == GS_SCALING_NONE)
    return other;
  other->subtract = g_bytes_new (subtract, size);
  other->divide = g_bytes_new (divide, size);
  if (scaled)
    return other;
  inputs = g_memdup2 (g_bytes_get_data (dataset->inputs, NULL), (gsize) dataset->n_rows * size);
  gs_dataset_scale_inputs (other, dataset->n_rows, inputs);
  other->plain = other->inputs;
  other->inputs = g_bytes_new_take (inputs, (gsize) dataset->n_rows * size);
  return other;
}

/* The numbers of `n_inputs` inputs that are one quantity, from `first` on, over the training rows. */
static void
measure (const GsDataset *dataset,
         gsize first,
         gsize n_inputs,
         GsScalingKind kind,
         gdouble *subtract,
         gdouble *divide)
{
  gsize width = nn_shape_count (&dataset->input);
  const gdouble *values = g_bytes_get_data (dataset->inputs, NULL);
  gdouble least = G_MAXDOUBLE, most = -G_MAXDOUBLE, mean = 0, squares = 0;
  gdouble n = 0;

  for (gint row = 1; row <= dataset->n_rows; row++) {
    if (gs_dataset_get_use (dataset, row) != GS_ROWS_TRAINING)
      continue;
    for (gsize input = first; input < first + n_inputs; input++) {
      gdouble value = values[(gsize) (row - 1) * width + input], distance = value - mean;

      least = MIN (least, value);
      most = MAX (most, value);
      /* Welford, "Note on a method for calculating corrected sums of squares and products", 1962 */
      mean += distance / ++n;
      squares += distance * (value - mean);
    }
  }
  *subtract = kind == GS_SCALING_STANDARD ? mean : least;
  *divide = kind == GS_SCALING_STANDARD ? sqrt (squares / n) : most - least;
  if (!(*divide > 0) || !isfinite (*divide))
    *divide = 1;
}

GsDataset *
gs_dataset_with_scaling (GsDataset *dataset, GsScalingKind kind, GError **error)
{
  gsize n = nn_shape_count (&dataset->input);
  /* The pixels of a channel are one quantity: a picture stays a picture. */
  gsize alike = dataset->input.rank == 3 ? (gsize) dataset->input.dim[1] * (gsize) dataset->input.dim[2] : 1;
  g_autofree gdouble *subtract = g_new0 (gdouble, n), *divide = g_new0 (gdouble, n);

  if (dataset->scaling != GS_SCALING_NONE && kind != GS_SCALING_NONE) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 _ ("the inputs have been scaled already (%s); read the rows again first"),
                 gs_scaling_get_name (dataset->scaling));
    return NULL;
  }
  for (gsize input = 0; kind != GS_SCALING_NONE && input < n; input++)
    if (input % alike == 0)
      measure (dataset, input, alike, kind, &subtract[input], &divide[input]);
    else
      subtract[input] = subtract[input - 1], divide[input] = divide[input - 1];
  return kind != GS_SCALING_NONE ? gs_dataset_with_known_scaling (dataset, kind, subtract, divide, FALSE)
                                 : gs_dataset_ref (dataset);
}

/* Rounding loses the last digits of a number that is scaled back. Of what one typed there are few: the
 * shortest decimal that scales to the very same bits is it. */
static gdouble
scale_back (gdouble value, gdouble subtract, gdouble divide)
{
  gdouble plain = value * divide + subtract;

  for (gint digits = 15; digits <= 17; digits++) {
    gchar text[G_ASCII_DTOSTR_BUF_SIZE], format[] = "%.15g";
    gdouble shorter;

    format[3] = (gchar) ('0' + digits % 10);
    shorter = g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, plain), NULL);
    if ((shorter - subtract) / divide == value)
      return shorter;
  }
  return plain;
}

/* The inputs as they were before they were scaled. Caller unrefs. */
static GBytes *
find_plain (const GsDataset *dataset)
{
  gsize n = nn_shape_count (&dataset->input), all = (gsize) dataset->n_rows * n;
  const gdouble *subtract, *divide, *values = g_bytes_get_data (dataset->inputs, NULL);
  gdouble *plain;

  if (gs_dataset_get_scaling (dataset, &subtract, &divide) == GS_SCALING_NONE)
    return g_bytes_ref (dataset->inputs);
  if (dataset->plain != NULL)
    return g_bytes_ref (dataset->plain);
  g_assert (subtract != NULL && divide != NULL);
  plain = g_new (gdouble, all);
  for (gsize i = 0; i < all; i++)
    plain[i] = scale_back (values[i], subtract[i % n], divide[i % n]);
  return g_bytes_new_take (plain, all * sizeof (gdouble));
}

GsDataset *
gs_dataset_rescale (GsDataset *dataset, GsScalingKind kind)
{
  g_autoptr (GsDataset) plain = gs_dataset_with_known_scaling (dataset, GS_SCALING_NONE, NULL, NULL, FALSE);

  g_bytes_unref (plain->inputs);
  plain->inputs = find_plain (dataset);
  return gs_dataset_with_scaling (plain, kind, NULL);
}

/* ---- where they come from ---- */

const GsDatasetSource *
gs_dataset_get_source (const GsDataset *dataset)
{
  return dataset->source;
}

GsDataset *
gs_dataset_with_source (GsDataset *dataset, const gchar *text, gsize size, const gchar *sum)
{
  GsDataset *other = gs_dataset_copy (dataset);

  gs_dataset_source_unref (other->source);
  other->source = g_atomic_rc_box_new0 (GsDatasetSource);
  *other->source = (GsDatasetSource){ g_strdup (text), size, g_strdup (sum) };
  return other;
}
