/* For tests of blank cells: networks with numbers drawn from a seed, and a learner who computes by hand. */
#pragma once

#include "app/practice/gs-marking.h"

typedef struct {
  GsWorkbook *book;
  GsBlanks *blanks;
  NnProgram *program;
  gdouble **own;       /* per tensor: what the learner has */
  gdouble **exact;     /* per tensor */
  gint n_instructions; /* without commit */
} Learner;

/* "mazur", "welch", "xor": ready-made; "conv": a small convolution. Numbers from the seed. */
GsWorkbook *marking_open (const gchar *name, guint64 seed);

/* A learner in front of these blanks (NULL: every cell of the pass), nothing typed yet. */
Learner *learner_new (GsWorkbook *book, const gchar *blanks);
void learner_free (Learner *learner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Learner, learner_free)

NnCell learner_find (Learner *learner, const gchar *name);
gdouble learner_get_exact (Learner *learner, const gchar *name);

/* The number as the sheet shows it with 4 digits. */
gdouble marking_round (gdouble value);

/* Types a number as it is shown with 4 digits. */
void learner_type (Learner *learner, const NnCell *cell, gdouble value);

/* Types every blank: the exact number, or what follows from the own ones so far, and for `slip` (or NULL)
 * the number `wrong`. */
void learner_fill_exact (Learner *learner);
void learner_fill_own (Learner *learner, const NnCell *slip, gdouble wrong);

/* Per tensor and offset, whether the number there depends on that of `from` (or is it); worked out from the
 * formulas' arrows alone. NULL-terminated; free with g_strfreev(). */
guint8 **learner_reach (Learner *learner, const NnCell *from);
