/* What the kernel files share. Each is compiled once per instruction set; NN_ISA names the copy and
 * NN_KERNEL (dense) is that copy's symbol. nn-kernels-table.c collects them from the table of
 * operations, so a row without a kernel does not link.
 *
 * A lemma the convolutions use. Adding fma (±0, w, acc) with finite w changes no bit of acc unless acc is −0, and a
 * sum that begins at +0 becomes −0 only when a product underflows. So where the other factor is finite and
 * no product of two non-zero factors can underflow (nn_kernels_range_safe), a kernel may run over zero
 * padding that the formula does not have, and leave out factors that are zero.
 */
#pragma once

#include "nn-kernel.h"

typedef struct {
  NnKernel kernel;
  /* Sets n_units and scratch_size where they are not one unit per cell and none. */
  void (*prepare) (NnCall *call);
} NnKernelRow;

#define NN_PASTE_(a, b, c) a##b##_##c
#define NN_PASTE(a, b, c) NN_PASTE_ (a, b, c)
#define NN_KERNEL(name) NN_PASTE (nn_kernel_, name, NN_ISA)
#define NN_PREPARE(name) NN_PASTE (nn_prepare_, name, NN_ISA)

#define NN_DECLARE_KERNEL(name)                                                                              \
  void NN_KERNEL (name) (const NnCall *call, gsize begin, gsize end, void *scratch);                         \
  void NN_PREPARE (name) (NnCall * call)

/* One row per operation, in the table's order. */
extern const NnKernelRow nn_kernels_baseline[];
extern const NnKernelRow nn_kernels_avx2[];
extern const NnKernelRow nn_kernels_avx512[];

/* The smallest magnitude above 0 and whether all are finite, of two tensors: see the lemma above. */
gboolean nn_kernels_range_safe (const gdouble *a, gsize n_a, const gdouble *b, gsize n_b);
