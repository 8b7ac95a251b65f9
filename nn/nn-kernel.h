/* Kernels: the fast half of every operation. A kernel computes a whole tensor (or a
 * range of it) to the same bits as the operation's formula, cell by cell.
 *
 * Kernel files are compiled once per instruction set; the best set the processor has
 * is chosen at start. The environment variable GRADSHEET_CPU (baseline, avx2, avx512)
 * forces one, and nn_kernel_set_cpu() does so in a test.
 *
 *   NnCall call = { ... };          // filled by the run: pointers, shapes, attributes
 *   nn_kernel_prepare (NN_OP_DENSE, &call);    // once per program: picks the function
 *   nn_kernel_execute (&call);                 // each pass: one indirect call
 *
 * Threads split output cells, never a sum, so the bits do not depend on their number.
 */
#pragma once

#include "nn-op.h"

G_BEGIN_DECLS

typedef struct _NnCall NnCall;

/* Computes the cells of units [begin, end); what a unit is (a row, a filter, a cell) is
 * the operation's own affair. `scratch` is this thread's, call->scratch_size bytes. */
typedef void (*NnKernel) (const NnCall *call, gsize begin, gsize end, void *scratch);

struct _NnCall {
  /* Set by the caller before nn_kernel_prepare(). */
  gdouble *out;
  const gdouble *in[NN_MAX_INPUTS];
  NnShape out_shape;
  NnShape in_shape[NN_MAX_INPUTS];
  gint attribute[NN_MAX_ATTRIBUTES]; /* in the row's order */
  const gdouble *ahead;              /* laid out as `out` and written right after it, or NULL; a hint */

  /* Set by nn_kernel_prepare(). */
  NnOp op;
  NnKernel kernel;
  gsize n_units;      /* how the output is split among threads */
  gsize n_cells;      /* of the output */
  gsize scratch_size; /* bytes one thread needs */
  gboolean is_large;  /* whether a second thread is worth waking */
};

typedef enum { NN_CPU_BASELINE, NN_CPU_AVX2, NN_CPU_AVX512, NN_N_CPUS } NnCpu;

/* What runs now. The first call looks at GRADSHEET_CPU, then at the processor. */
NnCpu nn_kernel_get_cpu (void);
const gchar *nn_cpu_get_name (NnCpu cpu);
gboolean nn_cpu_is_supported (NnCpu cpu);

/* Forces an instruction set; prepared calls must be prepared again. FALSE if the processor lacks it. */
gboolean nn_kernel_set_cpu (NnCpu cpu);

/* How many threads large calls may use; 1 at start unless GRADSHEET_THREADS says more. */
void nn_kernel_set_n_threads (guint n_threads);
guint nn_kernel_get_n_threads (void);

void nn_kernel_prepare (NnOp op, NnCall *call);

/* Runs the whole call, on several threads when it is large and they are allowed.
 * Scratch comes from a buffer kept per thread. */
void nn_kernel_execute (const NnCall *call);

/* Both calls whole, block by block: `second` is cell by cell and reads what `first`, whose units are rows of
 * its output, has just written and the cache still holds. The same bits as one after the other. Who goes
 * upwards in one pass and downwards in the next finds the end of the last one still in the cache. */
void nn_kernel_execute_pair (const NnCall *first, const NnCall *second, gboolean downwards);

/* TRUE if no value is NaN or infinite; fast. */
gboolean nn_kernel_all_finite (const gdouble *values, gsize n);

G_END_DECLS
