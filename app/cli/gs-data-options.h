/* Options of commands that take rows: where from, how many for testing, scaled how, in which batches.
 *
 *   static GsDataOptions options = GS_DATA_OPTIONS;
 *   static const GOptionEntry entries[] = { GS_DATA_OPTION_ENTRIES (options), ... };
 */
#pragma once

#include "app/data/gs-source.h"

G_BEGIN_DECLS

typedef struct {
  gchar *source, *test_share, *validation_share, *split_seed, *scale;
  gint batch_size;
  gboolean embed, shuffle;
} GsDataOptions;

#define GS_DATA_OPTIONS                                                                                      \
  {                                                                                                          \
    .batch_size = G_MAXINT                                                                                   \
  }

#define GS_DATA_OPTION_ENTRIES(options)                                                                      \
  { "data",  0, 0, G_OPTION_ARG_FILENAME, &(options).source, "Rows: a file, images,labels, or made ones",    \
    "SOURCE" },                                                                                              \
      { "batch-size", 0, 0, G_OPTION_ARG_INT, &(options).batch_size, "Rows a batch; all in one if left out", \
        "N" },                                                                                               \
      { "shuffle",                                                                                           \
        0,                                                                                                   \
        0,                                                                                                   \
        G_OPTION_ARG_NONE,                                                                                   \
        &(options).shuffle,                                                                                  \
        "Other rows in a batch in each epoch, by the seed",                                                  \
        NULL },                                                                                              \
      { "test-share",                                                                                        \
        0,                                                                                                   \
        0,                                                                                                   \
        G_OPTION_ARG_STRING,                                                                                 \
        &(options).test_share,                                                                               \
        "Rows kept for testing, 0.3 for three of ten",                                                       \
        "SHARE" },                                                                                           \
      { "validation-share",                                                                                  \
        0,                                                                                                   \
        0,                                                                                                   \
        G_OPTION_ARG_STRING,                                                                                 \
        &(options).validation_share,                                                                         \
        "Rows kept for validation: for when to stop",                                                        \
        "SHARE" },                                                                                           \
      { "split-seed", 0, 0, G_OPTION_ARG_STRING, &(options).split_seed, "Which rows these are; 1", "N" },    \
      { "embed", 0, 0, G_OPTION_ARG_NONE, &(options).embed, "Rows into the document, however many", NULL },  \
  {                                                                                                          \
    "scale", 0, 0, G_OPTION_ARG_STRING, &(options).scale,                                                    \
        "Inputs scaled by the training rows: standard or unit", "KIND"                                       \
  }

/* Whether any of them was said. */
gboolean gs_data_options_given (const GsDataOptions *options);

/* Splits, scales and batches `data` as the options say. */
GsDataset *gs_data_options_apply (const GsDataOptions *options, GsDataset *data, GError **error);

/* Reads the source and applies them; made rows, pictures and large tables are only referred to by the
 * document, unless
 * --embed is said. For `like` as for gs_rows_from_table(). The error begins with "--data: "
 * where the source is to blame. */
GsDataset *gs_data_options_read (const GsDataOptions *options,
                                 const NnNetwork *network,
                                 GsDataset *like,
                                 gchar **said,
                                 GError **error);

/* On stderr, where inputs are large and nobody has scaled them: that they are, and the option that does; and
 * what gs_advice_on_split() says. */
void gs_data_options_advise (GsDataset *data);

G_END_DECLS
