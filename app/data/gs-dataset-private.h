/* The inside of a dataset, for the files that make one from another.
 */
#pragma once

#include "gs-dataset.h"

G_BEGIN_DECLS

/* Pictures that inputs are cut out of. */
typedef struct {
  GBytes *whole;
  gint channels, rows, columns, size;
} GsDatasetCrops;

struct _GsDataset {
  gatomicrefcount ref_count;
  NnShape input, target;
  gint n_rows;
  GBytes *inputs, *targets; /* gdouble; shared by datasets that differ in their batches only */
  gint asked_size;          /* rows per batch as asked for; G_MAXINT: all in one; 0: listed */
  gboolean is_shuffled;     /* never with listed batches */
  guint32 epoch;            /* whose order `rows` has; 0: that of the rows themselves */
  guint64 epoch_seed;       /* and the seed that it has it by */
  gint n_batches;
  gint *rows;                           /* of all batches, one after the other */
  gint *first;                          /* where each batch begins; one more than there are batches */
  GPtrArray *names[GS_N_NAMES];         /* texts; NULL for none; shared */
  gdouble test_share, validation_share; /* both 0: all rows are for training */
  guint64 split_seed;
  GBytes *uses; /* a GsRowUse in a guint8 for each row; NULL where all are for training; shared */
  GsScalingKind scaling;
  GsDatasetSource *source;   /* a g_atomic_rc_box; or NULL */
  GsDatasetCrops crops;      /* `whole` is shared; or NULL */
  GBytes *subtract, *divide; /* gdouble for each input; NULL where nothing was scaled; shared */
  GBytes *plain;             /* the inputs before they were scaled; NULL where that is not known; shared */
};

/* Takes the bytes; the batches are still to come. */
GsDataset *
gs_dataset_alloc (const NnShape *input, const NnShape *target, gint n_rows, GBytes *inputs, GBytes *targets);

/* What stays when rows change: names of columns, how test rows are chosen, scaling. */
void gs_dataset_share_description (GsDataset *to, const GsDataset *from);

/* The same in everything; to be changed before anybody else has it. */
GsDataset *gs_dataset_copy (GsDataset *dataset);

/* Batches of this size from the rows for training. */
void gs_dataset_fill_batches (GsDataset *dataset, gint asked_size);

/* Listed batches: `rows` and the lengths are copied. */
void gs_dataset_fill_listed_batches (GsDataset *dataset, GArray *rows, GArray *lengths);

/* The source of a dataset; NULL is all right. */
void gs_dataset_source_unref (GsDatasetSource *source);

/* Chooses test and validation rows anew, by their shares and the seed. */
void gs_dataset_choose_uses (GsDataset *dataset);

G_END_DECLS
