/* Data: rows of inputs and targets in ordered batches.
 *
 * A dataset never changes: each operation gives a new one, so that past passes keep the
 * rows they were computed from. Rows are numbered from 1, batches too. Batches hold
 * `batch_size` rows each in order (the last may be shorter), or are listed row by row.
 * Pass t uses batch ((t - 1) mod n) + 1; where rows are shuffled, of those that are dealt for its epoch.
 * Features, targets or classes, and rows may have names (gs-names.h), which go with the data through all that
 * follows from them.
 */
#pragma once

#include "gs-names.h"
#include "nn/nn-shape.h"

G_BEGIN_DECLS

typedef struct _GsDataset GsDataset;

/* Copies the values: n_rows rows of nn_shape_count (input) and (target) numbers; at least one. */
GsDataset *gs_dataset_new (const NnShape *input,
                           const NnShape *target,
                           gint n_rows,
                           const gdouble *inputs,
                           const gdouble *targets);
/* The same, taking the values. */
GsDataset *gs_dataset_new_take (const NnShape *input,
                                const NnShape *target,
                                gint n_rows,
                                gdouble *inputs,
                                gdouble *targets);
/* No rows yet, but what they will be like: one batch that holds nothing. */
GsDataset *gs_dataset_new_empty (const NnShape *input, const NnShape *target);
GsDataset *gs_dataset_ref (GsDataset *dataset);
void gs_dataset_unref (GsDataset *dataset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsDataset, gs_dataset_unref)

gint gs_dataset_get_n_rows (const GsDataset *dataset);
/* Whether there are any; NN_ERROR_VALUE with what to do. */
gboolean gs_dataset_has_rows (const GsDataset *dataset, GError **error);
const NnShape *gs_dataset_get_input_shape (const GsDataset *dataset);
const NnShape *gs_dataset_get_target_shape (const GsDataset *dataset);
const gdouble *gs_dataset_get_input (const GsDataset *dataset, gint row);
const gdouble *gs_dataset_get_target (const GsDataset *dataset, gint row);

/* 0: the batches are listed. */
gint gs_dataset_get_batch_size (const GsDataset *dataset);
/* As it was asked for: may be more than there are rows; G_MAXINT for all in one batch however many
 * there are (as in _new). Kept through _splice, and in documents. */
gint gs_dataset_get_asked_batch_size (const GsDataset *dataset);
gint gs_dataset_get_n_batches (const GsDataset *dataset);
/* The rows of batch `batch`, borrowed. */
const gint *gs_dataset_get_batch (const GsDataset *dataset, gint batch, gint *n_rows);
/* How many samples a pass takes: its batch's rows, or 1 while there are none and the cells are blank. */
gint gs_dataset_count_samples (const GsDataset *dataset, guint32 pass);
/* The batch of a pass. */
gint gs_dataset_get_batch_of_pass (const GsDataset *dataset, guint32 pass);

/* ---- shuffling ---- */

/* Off unless asked for, and never with listed batches. */
gboolean gs_dataset_is_shuffled (const GsDataset *dataset);
/* Stays while batch size, names, shares, scaling and rows change; goes when batches are listed.
 * NN_ERROR_VALUE where they are. */
GsDataset *gs_dataset_with_shuffling (GsDataset *dataset, gboolean shuffled, GError **error);
/* The same data with the batches of this pass' epoch; itself where nothing is shuffled. Epoch e = (pass - 1)
 * div n + 1 has the training rows a[0..m-1], from the first to the last, in this order: for i from m - 1 down
 * to 1, a[i] and a[j] change places, j = floor (u * (i + 1)), u uniform by nn-random.h: `seed`, stream
 * shuffle, pass: e, layer 0, cell: i. Nothing but seed and epoch tells, so that going back deals the same;
 * what is dealt is equal, for gs_dataset_equal(), to what it was dealt from. Whoever reads the batches of a
 * pass deals first, or has them from who did: gs_timeline_get_data(), gs_frame_get_data(). */
GsDataset *gs_dataset_deal (GsDataset *dataset, guint64 seed, guint32 pass);

/* ---- pictures cut by chance ---- */

/* The same, whose inputs are the middle `size` x `size` pixels of pictures of `rows` x `columns` pixels in
 * `channels`, a byte each: `whole`, picture by picture. */
GsDataset *
gs_dataset_with_crops (GsDataset *dataset, GBytes *whole, gint channels, gint rows, gint columns, gint size);
gboolean gs_dataset_is_cropped (const GsDataset *dataset);
/* How many pixels stay above and at the left of what a pass takes of a row's picture. Of a training row top =
 * floor (u * (rows - size + 1)) in epoch e = (pass - 1) div n + 1, u uniform by nn-random.h: `seed`, stream
 * crop, pass: e, layer 0, cell: the row from 0; left with layer 1. Of other rows it is the middle. */
void
gs_dataset_get_crop (const GsDataset *dataset, gint row, guint64 seed, guint32 pass, gint *top, gint *left);
/* What a pass takes of a row: its input, or where pictures are cut by chance, that part, divided by 255 and
 * scaled. Everything else (test rows, predictions, what the network answers on all rows) reads the input, the
 * middle. */
void gs_dataset_copy_input (const GsDataset *dataset, gint row, guint64 seed, guint32 pass, gdouble *to);

/* ---- names ---- */

/* How many names of this kind the data may have: a feature for each input of a row of one axis, none for
 * pictures; a target for each output, or with several axes for each of the first (channels); two classes
 * where the target is one number; a name for each row. */
gsize gs_dataset_get_n_names (const GsDataset *dataset, GsNameKind kind);
/* The names of a kind, borrowed; NULL if there are none. */
const GPtrArray *gs_dataset_get_names (const GsDataset *dataset, GsNameKind kind);
/* The class that a row's target stands for, from 0: the largest target, or 0.5 and more of a single one; -1
 * unless targets are shares of one class each, 0 and 1. */
gint gs_dataset_get_class (const GsDataset *dataset, gint row);

/* ---- test rows, and scaling ---- */

/* What a row is for. Test rows are kept apart from training, to see whether what was learned holds for
 * others; validation rows too, for what is decided while one trains: when to stop. Neither stands in a batch
 * by size. */
typedef enum { GS_ROWS_TRAINING, GS_ROWS_TEST, GS_ROWS_VALIDATION } GsRowUse;
/* "train", "test", "validation", in the user's language. */
const gchar *gs_row_use_get_name (GsRowUse use);
GsRowUse gs_dataset_get_use (const GsDataset *dataset, gint row);
static inline gboolean
gs_dataset_is_test (const GsDataset *dataset, gint row)
{
  return gs_dataset_get_use (dataset, row) == GS_ROWS_TEST;
}
/* The shares that were asked for, 0 without such rows, and the seed they were chosen with. */
gdouble gs_dataset_get_test_share (const GsDataset *dataset, guint64 *seed);
gdouble gs_dataset_get_validation_share (const GsDataset *dataset);

typedef enum {
  GS_SCALING_NONE,
  GS_SCALING_STANDARD, /* mean 0 and standard deviation 1 */
  GS_SCALING_UNIT,     /* from 0 to 1 */
  GS_N_SCALINGS
} GsScalingKind;

/* "none", "standard", "unit"; find gives -1. */
const gchar *gs_scaling_get_name (GsScalingKind kind);
gint gs_scaling_find (const gchar *name);

/* How inputs were scaled, (value - subtract) / divide, with a number for each input; NULL for none. */
GsScalingKind
gs_dataset_get_scaling (const GsDataset *dataset, const gdouble **subtract, const gdouble **divide);
/* The same done to `n_rows` rows of other inputs, in place. */
void gs_dataset_scale_inputs (const GsDataset *dataset, gint n_rows, gdouble *inputs);

/* ---- where they come from ---- */

/* Rows that are those of a source (gs-source.h) need not stand in the document. They stay so while batches,
 * names, test rows and scaling change; rows changed by hand are rows of their own. */
typedef struct {
  gchar *text; /* as gs_source_open() takes it */
  gsize size;  /* of the files, in bytes */
  gchar *sum;  /* their SHA-256; NULL for made rows */
} GsDatasetSource;

/* NULL where rows are their own. */
const GsDatasetSource *gs_dataset_get_source (const GsDataset *dataset);
GsDataset *gs_dataset_with_source (GsDataset *dataset, const gchar *text, gsize size, const gchar *sum);

/* ---- new datasets from old ones ---- */

/* With round (test * rows) test rows, drawn by the seed: the rows of the smallest random numbers
 * (nn-random.h: stream data, pass 1000, cell: the row from 0); the round (validation * rows) next ones are
 * for validation. Batches by size then hold training rows only; listed ones stay. NN_ERROR_VALUE unless both
 * shares are 0 or more and a row is left for training. When rows change they are drawn anew. */
GsDataset *
gs_dataset_with_split (GsDataset *dataset, gdouble test, gdouble validation, guint64 seed, GError **error);
/* The same without validation rows. */
GsDataset *gs_dataset_with_test_rows (GsDataset *dataset, gdouble share, guint64 seed, GError **error);
/* With inputs scaled by numbers from the training rows, which stay with the data; a column that is the same
 * in all rows is only moved. The pixels of a picture's channel are scaled alike, by what all of them say.
 * NN_ERROR_VALUE if they have been scaled already. */
GsDataset *gs_dataset_with_scaling (GsDataset *dataset, GsScalingKind kind, GError **error);
/* The same scaled otherwise, or not at all, whatever was done before. */
GsDataset *gs_dataset_rescale (GsDataset *dataset, GsScalingKind kind);
/* The same with numbers that are known, as many as there are inputs; none may divide by 0. `scaled`: the
 * inputs are so already, and only what was done is to be remembered. */
GsDataset *gs_dataset_with_known_scaling (GsDataset *dataset,
                                          GsScalingKind kind,
                                          const gdouble *subtract,
                                          const gdouble *divide,
                                          gboolean scaled);
/* The rows of one use alone, in one batch, with all names; NULL if there are none. */
GsDataset *gs_dataset_get_part (GsDataset *dataset, GsRowUse use);

/* With these names in place of those of this kind; NULL for none. NN_ERROR_NAME if one cannot be a name,
 * NN_ERROR_SHAPE if they are not as many as gs_dataset_get_n_names(). */
GsDataset *
gs_dataset_with_names (GsDataset *dataset, GsNameKind kind, const GPtrArray *names, GError **error);

/* By size: 1 to n_rows; more than there are rows means all in one batch. */
GsDataset *gs_dataset_with_batch_size (GsDataset *dataset, gint batch_size);
/* Listed: `batches` is n_batches lists of row numbers. NN_ERROR_VALUE for a row that does not
 * exist or an empty batch; a row may stand in several batches or in none. */
GsDataset *gs_dataset_with_batches (GsDataset *dataset,
                                    gint n_batches,
                                    const gint *const *batches,
                                    const gint *lengths,
                                    GError **error);
/* Removes `n_removed` rows from row `first` on and puts `n_added` rows (values as in _new) in
 * their place; first = n_rows + 1 appends. Listed batches follow: rows that are replaced stay in
 * their batches; removed ones leave them (an emptied batch goes); additional ones form a last
 * batch of their own. Replaced rows keep their names, additional ones have none. Pictures are not cut any
 * more (gs_dataset_with_crops()): rows are what their inputs say. At least one row and batch must remain:
 * NN_ERROR_VALUE. */
GsDataset *gs_dataset_splice (GsDataset *dataset,
                              gint first,
                              gint n_removed,
                              gint n_added,
                              const gdouble *inputs,
                              const gdouble *targets,
                              GError **error);

/* Same shapes, names, rows and batches, to the bit. */
gboolean gs_dataset_equal (const GsDataset *a, const GsDataset *b);

G_END_DECLS
