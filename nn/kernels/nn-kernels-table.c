/* One instruction set's kernels, in the order of the table of operations. */
#include "nn-kernels.h"

const NnKernelTable NN_ISA_JOIN (nn_kernels, NN_ISA) = {
  .prepare = {
#define ENTRY(ID, name, ...) [NN_OP_##ID] = NN_PREPARE (name),
    NN_OP_TABLE (ENTRY)
#undef ENTRY
  },
  .all_finite = NN_ISA_JOIN (nn_all_finite, NN_ISA),
};
