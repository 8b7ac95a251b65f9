/* This instruction set's kernels, one row per operation in the table's order. */
#include "nn-kernels.h"
#include "nn-op-table.h"

#define DECLARE(ID, name, ...) NN_DECLARE_KERNEL (name);
NN_OP_TABLE (DECLARE)
#undef DECLARE

const NnKernelRow NN_PASTE (nn, _kernels, NN_ISA)[] = {
#define ROW(ID, name, ...) { NN_KERNEL (name), NN_PREPARE (name) },
  NN_OP_TABLE (ROW)
#undef ROW
};
