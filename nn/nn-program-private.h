/* The inside of a program, for nn-program.c, which reads it, and nn-program-builder.c, which fills it. */
#pragma once

#include "nn-program.h"

G_BEGIN_DECLS

struct _NnProgram {
  gatomicrefcount ref_count;
  gint batch;
  gint loss;
  gint output;
  GArray *tensors;      /* NnTensorInfo */
  GArray *instructions; /* NnInstruction */
  GHashTable *by_name;  /* name -> tensor; the names belong to the tensors */
  gint *readers;        /* instructions, those of tensor t from first_reader[t] on */
  gint *first_reader;   /* one more than there are tensors */
};

G_END_DECLS
