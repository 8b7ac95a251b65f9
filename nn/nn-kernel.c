/* Preparing and running calls: the processor's table, scratch memory, threads. */
#include "kernels/nn-kernels.h"
#include "nn-threads.h"

#include <fenv.h>
#include <stdlib.h>

static const NnKernelTable *
get_table (NnCpu cpu)
{
#ifdef __x86_64__
  if (cpu == NN_CPU_AVX512)
    return &nn_kernels_avx512;
  if (cpu == NN_CPU_AVX2)
    return &nn_kernels_avx2;
#endif
  return &nn_kernels_baseline;
}

void
nn_kernel_prepare (NnOp op, NnCall *call)
{
  g_assert ((guint) op < NN_OP_COMMIT);
  call->op = op;
  call->n_cells = nn_shape_count (&call->out_shape);
  get_table (nn_kernel_get_cpu ())->prepare[op](call);
}

/* ---- scratch: one buffer per thread, as large as its largest call needed ---- */

static __thread gpointer scratch_buffer;
static __thread gsize scratch_size;

static void
free_scratch (gpointer buffer)
{
  free (buffer);
}

static gpointer
grow_scratch (gsize size)
{
  static GPrivate owner = G_PRIVATE_INIT (free_scratch);

  size = (size + 4095) / 4096 * 4096;
  g_private_replace (&owner, NULL); /* frees the old one */
  scratch_buffer = aligned_alloc (64, size);
  if (scratch_buffer == NULL)
    g_error ("out of memory: %" G_GSIZE_FORMAT " bytes of scratch for a kernel", size);
  g_private_replace (&owner, scratch_buffer);
  scratch_size = size;
  return scratch_buffer;
}

static inline gpointer
get_scratch (gsize size)
{
  return G_LIKELY (size <= scratch_size) ? scratch_buffer : grow_scratch (size);
}

/* ---- threads ---- */

static guint n_threads_allowed; /* 0 until first asked; atomic */

void
nn_kernel_set_n_threads (guint n_threads)
{
  n_threads = CLAMP (n_threads, 1, NN_MAX_THREADS);
  __atomic_store_n (&n_threads_allowed, n_threads, __ATOMIC_RELEASE);
  if (n_threads == 1)
    nn_threads_stop ();
}

guint
nn_kernel_get_n_threads (void)
{
  guint n = __atomic_load_n (&n_threads_allowed, __ATOMIC_ACQUIRE);
  const gchar *text;

  if (n > 0)
    return n;
  text = g_getenv ("GRADSHEET_THREADS");
  n = (guint) CLAMP (text != NULL ? g_ascii_strtoll (text, NULL, 10) : 1, 1, NN_MAX_THREADS);
  __atomic_store_n (&n_threads_allowed, n, __ATOMIC_RELEASE);
  return n;
}

typedef struct {
  NnThreadsWork work;
  gpointer data;
  gint raised; /* atomic: status flags that any part has raised */
} Flagged;

/* The processor's status flags are each thread's own, and sticky: what this part raises is noted, and what
 * stood before it stands afterwards. */
static void
work_flagged (gpointer data, guint part)
{
  Flagged *flagged = data;
  gint before = fetestexcept (FE_ALL_EXCEPT), raised;

  feclearexcept (FE_ALL_EXCEPT);
  flagged->work (flagged->data, part);
  raised = fetestexcept (FE_ALL_EXCEPT);
  if (raised != 0)
    __atomic_fetch_or (&flagged->raised, raised, __ATOMIC_RELAXED);
  if (before != 0)
    feraiseexcept (before);
}

/* All parts; what any of them has raised is raised here afterwards, as if one thread had done it all. */
static void
run_parts (guint n_parts, NnThreadsWork work, gpointer data)
{
  Flagged flagged = { work, data, 0 };

  if (n_parts < 2) {
    work (data, 0);
    return;
  }
  nn_threads_run (n_parts, work_flagged, &flagged);
  if (flagged.raised != 0)
    feraiseexcept (flagged.raised);
}

typedef struct {
  const NnCall *call;
  guint n_parts;
} Share;

static void
execute_part (gpointer data, guint part)
{
  const Share *share = data;
  const NnCall *call = share->call;
  gsize begin = call->n_units * part / share->n_parts;
  gsize end = call->n_units * (part + 1) / share->n_parts;

  if (begin < end)
    call->kernel (call, begin, end, get_scratch (call->scratch_size));
}

void
nn_kernel_execute (const NnCall *call)
{
  if (G_UNLIKELY (call->is_large) && nn_kernel_get_n_threads () > 1) {
    Share share = { call, (guint) MIN (nn_kernel_get_n_threads (), call->n_units) };

    run_parts (share.n_parts, execute_part, &share);
    return;
  }
  call->kernel (call, 0, call->n_units, get_scratch (call->scratch_size));
}

/* ---- pairs ---- */

/* Cells of one block: what two or three tensors have of them fits the innermost cache. */
#define PAIR_CELLS ((gsize) 1024)

typedef struct {
  const NnCall *first, *second;
  guint n_parts;
  gboolean downwards;
} Pair;

static void
execute_pair_part (gpointer data, guint part)
{
  const Pair *pair = data;
  const NnCall *first = pair->first, *second = pair->second;
  gsize width = first->n_cells / first->n_units, step = MAX (8, PAIR_CELLS / width / 8 * 8);
  gsize begin = first->n_units * part / pair->n_parts, end = first->n_units * (part + 1) / pair->n_parts;
  gpointer scratch = get_scratch (MAX (first->scratch_size, second->scratch_size));

  for (gsize done = 0, n = (end - begin + step - 1) / step; done < n; done++) {
    gsize from = begin + (pair->downwards ? n - 1 - done : done) * step, to = MIN (end, from + step);

    first->kernel (first, from, to, scratch);
    second->kernel (second, from * width, to * width, scratch);
  }
}

void
nn_kernel_execute_pair (const NnCall *first, const NnCall *second, gboolean downwards)
{
  Pair pair = { first, second, 1, downwards };

  g_assert (first->n_cells % first->n_units == 0 && first->n_cells == second->n_units);
  if (first->is_large)
    pair.n_parts = (guint) MIN (nn_kernel_get_n_threads (), first->n_units);
  run_parts (pair.n_parts, execute_pair_part, &pair);
}

/* ---- looking ---- */

gboolean
nn_kernel_all_finite (const gdouble *values, gsize n)
{
  /* A sample of two numbers is no matter for vectors. */
  if (n < 8) {
    gdouble sum = 0.0;

    for (gsize i = 0; i < n; i++)
      sum = sum + (values[i] - values[i]);
    return sum == 0.0;
  }
  return get_table (nn_kernel_get_cpu ())->all_finite (values, n);
}
