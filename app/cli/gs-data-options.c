/* Rows as the options of a command say. */
#include "gs-data-options.h"

#include "app/data/gs-advice.h"
#include "app/text/gs-number.h"
#include "nn/nn-error.h"

#define MAX_SEED ((guint64) 1 << 53)

gboolean
gs_data_options_given (const GsDataOptions *options)
{
  return options->source != NULL || options->test_share != NULL || options->validation_share != NULL
         || options->split_seed != NULL || options->scale != NULL || options->batch_size != G_MAXINT
         || options->shuffle;
}

static gboolean
read_share (const gchar *text, const gchar *option, gdouble *share, GError **error)
{
  *share = 0;
  if (text == NULL || gs_number_parse (text, share, error))
    return TRUE;
  g_prefix_error (error, "%s: ", option);
  return FALSE;
}

static gboolean
read_seed (const GsDataOptions *options, guint64 *seed, GError **error)
{
  *seed = 1;
  if (options->split_seed != NULL && options->test_share == NULL && options->validation_share == NULL) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_VALUE,
        "--split-seed: no rows are kept apart; say --test-share or --validation-share, too.");
    return FALSE;
  }
  if (options->split_seed != NULL
      && !g_ascii_string_to_unsigned (options->split_seed, 10, 0, MAX_SEED, seed, error)) {
    g_prefix_error (error, "--split-seed: ");
    return FALSE;
  }
  return TRUE;
}

static GsDataset *
split (const GsDataOptions *options, GsDataset *data, GError **error)
{
  gdouble test, validation;
  guint64 seed;
  GsDataset *other;

  if (!read_share (options->test_share, "--test-share", &test, error)
      || !read_share (options->validation_share, "--validation-share", &validation, error)
      || !read_seed (options, &seed, error))
    return NULL;
  if (options->test_share == NULL && options->validation_share == NULL)
    return gs_dataset_ref (data);
  other = gs_dataset_with_split (data, test, validation, seed, error);
  if (other == NULL)
    g_prefix_error (error, "%s: ", options->test_share != NULL ? "--test-share" : "--validation-share");
  return other;
}

static GsDataset *
scale (const GsDataOptions *options, GsDataset *data, GError **error)
{
  gint kind = options->scale != NULL ? gs_scaling_find (options->scale) : GS_SCALING_NONE;
  GsDataset *other;

  if (kind < 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME, "--scale: there is no “%s”; it is standard, unit or none.",
                 options->scale);
    return NULL;
  }
  other = gs_dataset_with_scaling (data, (GsScalingKind) kind, error);
  if (other == NULL)
    g_prefix_error (error, "--scale: ");
  return other;
}

GsDataset *
gs_data_options_apply (const GsDataOptions *options, GsDataset *data, GError **error)
{
  g_autoptr (GsDataset) parted = split (options, data, error), scaled = NULL, batched = NULL;
  GsDataset *dealt;

  scaled = parted != NULL ? scale (options, parted, error) : NULL;
  if (scaled == NULL)
    return NULL;
  if (options->batch_size < 1) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "--batch-size: a batch has at least 1 row, not %d.",
                 options->batch_size);
    return NULL;
  }
  batched = options->batch_size == G_MAXINT ? gs_dataset_ref (scaled)
                                            : gs_dataset_with_batch_size (scaled, options->batch_size);
  dealt = gs_dataset_with_shuffling (batched, options->shuffle || gs_dataset_is_shuffled (batched), error);
  if (dealt == NULL)
    g_prefix_error (error, "--shuffle: ");
  return dealt;
}

GsDataset *
gs_data_options_read (const GsDataOptions *options,
                      const NnNetwork *network,
                      GsDataset *like,
                      gchar **said,
                      GError **error)
{
  g_autoptr (GsSource) source = gs_source_open (options->source, error);
  g_autoptr (GsDataset) data = source != NULL ? gs_source_read (source, network, like, said, error) : NULL;

  if (data != NULL && !options->embed && !g_str_equal (options->source, "-")
      && gs_source_is_kept_outside (source, data, like)) {
    g_autoptr (GsDataset) own = g_steal_pointer (&data);

    data = gs_dataset_with_source (own, options->source, gs_source_get_size (source),
                                   gs_source_get_sum (source));
  }
  if (data != NULL)
    return gs_data_options_apply (options, data, error);
  g_prefix_error (error, "--data: ");
  return NULL;
}

void
gs_data_options_advise (GsDataset *data)
{
  const gdouble *subtract, *divide;
  gboolean is_plain = gs_dataset_get_scaling (data, &subtract, &divide) == GS_SCALING_NONE;
  g_autofree gchar *said = is_plain ? gs_advice_on_rows (data) : NULL, *lost = gs_advice_on_split (data);

  if (said != NULL)
    g_printerr ("gradsheet-cli: %s --scale standard brings them to mean 0 and deviation 1.\n", said);
  if (lost != NULL)
    g_printerr ("gradsheet-cli: %s\n", lost);
}
