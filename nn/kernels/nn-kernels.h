/* What the kernel files share: names per instruction set, the table they fill, and how a call is set up.
 *
 * Every nn-kernels-*.c is compiled once per instruction set; NN_ISA names the copy. For each row
 * of the table of operations there is one function nn_prepare_<name>_<isa>(), which looks at the
 * shapes of a call and chooses its kernel: NN_PREPARE (relu) (NnCall *call) { ... }. A row without
 * one does not link. Only nn-kernels-table.c and nn-kernel.c see the names with their endings.
 */
#pragma once

#include "nn/nn-kernel.h"
#include "nn/nn-simd.h"

G_BEGIN_DECLS

#define NN_ISA_JOIN_(name, isa) name##_##isa
#define NN_ISA_JOIN(name, isa)  NN_ISA_JOIN_ (name, isa)

typedef void (*NnKernelPrepare) (NnCall *call);

typedef struct {
  NnKernelPrepare prepare[NN_OP_COMMIT];
  gboolean (*all_finite) (const gdouble *values, gsize n);
} NnKernelTable;

extern const NnKernelTable nn_kernels_baseline;
#ifdef __x86_64__
extern const NnKernelTable nn_kernels_avx2;
extern const NnKernelTable nn_kernels_avx512;
#endif

#ifdef NN_ISA

#define NN_PREPARE(name) NN_ISA_JOIN (nn_prepare_##name, NN_ISA)

#define NN_DECLARE_PREPARE(ID, name, ...) void NN_PREPARE (name) (NnCall * call);
NN_OP_TABLE (NN_DECLARE_PREPARE)
#undef NN_DECLARE_PREPARE

gboolean NN_ISA_JOIN (nn_all_finite, NN_ISA) (const gdouble *values, gsize n);

/* Work, in roughly the cycles of one core, from which a second thread is worth waking. */
#define NN_LARGE_WORK 40000.0

static inline void
nn_call_set (NnCall *call, NnKernel kernel, gsize n_units, gdouble work)
{
  call->kernel = kernel;
  call->n_units = n_units;
  call->is_large = work >= NN_LARGE_WORK && n_units > 1;
  call->scratch_size = 0;
}

/* A tensor seen as rows: (b, o, the rest). The rest is 1 for a matrix. */
typedef struct {
  gsize b, o, rest;
} NnRows;

static inline NnRows
nn_rows (const NnShape *shape)
{
  return (NnRows){ (gsize) shape->dim[0], (gsize) shape->dim[1],
                   (gsize) shape->dim[2] * (gsize) shape->dim[3] };
}

/* Up to NN_W cells; n = NN_W, where the compiler sees it, is a plain vector. A single cell has its own way:
 * what a masked store wrote cannot be read again before it has reached the cache. */
static inline NnV
nn_load_cells (const gdouble *p, gsize n)
{
  return n == NN_W ? nn_v_load (p) : n == 1 ? nn_v_load_1 (p) : nn_v_load_n (p, n);
}

static inline void
nn_store_cells (gdouble *p, NnV v, gsize n)
{
  if (n == NN_W)
    nn_v_store (p, v);
  else if (n == 1)
    nn_v_store_1 (p, v);
  else
    nn_v_store_n (p, v, n);
}

#endif

G_END_DECLS
