/* The networks that benchmarks time, with data of their own. */
#pragma once

#include "nn/nn-network.h"
#include "nn/nn-run.h"

typedef struct {
  const gchar *name, *about;
  NnNetwork *(*make) (void);
  gint batch;
  gint n_batches;     /* loaded in turn, one before each pass; 1: the same one stays */
  gboolean trains;    /* update and commit; otherwise each pass is a new sample, forward and backward */
  gdouble bound;      /* share of the machine's peak to reach at one thread, or 0 */
  gdouble peer_bound; /* how many times ConvNetJS' speed to reach */
} BenchWorkload;

extern const BenchWorkload bench_workloads[];
extern const gint bench_n_workloads;

/* ExcelNet's network: 28x28, three convolutions, two max-pools, ten classes. */
NnNetwork *bench_make_excelnet (void);

/* A run of one workload, ready for its first pass. */
typedef struct {
  const BenchWorkload *workload;
  NnProgram *program;
  NnRun *run;
  gint end;         /* the position that a pass reaches before it commits or starts again */
  gint x, t;        /* tensors */
  gdouble **inputs; /* per batch */
  gdouble **targets;
  gint next;            /* batch to load */
  gdouble flops;        /* products of one pass, a multiplication and an addition each counted */
  gdouble sample_flops; /* the same of one sample */
} Bench;

Bench *bench_new (const BenchWorkload *workload);
void bench_free (Bench *bench);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bench, bench_free)

/* Of the instructions [begin, end): the products of dense and conv layers and their slopes. */
gdouble bench_count_flops (NnProgram *program, gint begin, gint end);

/* Loads the next batch if there are several, and runs one pass. */
void bench_pass (Bench *bench);
void bench_load (Bench *bench);
