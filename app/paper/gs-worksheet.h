/* Worksheets: an exercise as a PDF to print, black on white, and its key.
 *
 *   GsWorksheet sheet = { .title = "Test A", .code = "15-4172", .note = "lesson 15, seed 4172", .formulas =
 * TRUE }; gs_worksheet_write_with_key (&sheet, exercises, 30, 4172, "out.pdf", "key.pdf", &error);
 *
 * A sheet has the drawing of the network with its names, the given numbers, a box of formulas, and a table
 * for each tensor that is asked, in the columns of the sheet on the screen: dz1 beneath z1. The key is the
 * same with the numbers in the cells, followed by the workings of each. Sums too long for a line are
 * shortened.
 */
#pragma once

#include "gs-exercise.h"
#include "gs-paper.h"

G_BEGIN_DECLS

typedef struct {
  const gchar *title;
  const gchar *code;   /* names lesson or document, and the seed; a variant's number is added */
  const gchar *note;   /* the same in words, "lesson 15, seed 4172" */
  GPtrArray *variants; /* of GPtrArray of GsExercise */
  GsPaperSize size;
  gboolean formulas; /* with the box of formulas */
  gboolean is_key;
} GsWorksheet;

gboolean gs_worksheet_write (const GsWorksheet *sheet, const gchar *path, GError **error);

/* The sheet, and its key where `key_path` is not NULL, of exercises: with their own numbers, or `n_variants`
 * times with others drawn from the seed. */
gboolean gs_worksheet_write_with_key (GsWorksheet *sheet,
                                      GPtrArray *exercises,
                                      guint n_variants,
                                      guint64 seed,
                                      const gchar *path,
                                      const gchar *key_path,
                                      GError **error);

/* "09-4172" of a lesson's file 09-backpropagation.json, "mazur-4172" of a document. Caller frees. */
gchar *gs_worksheet_make_code (const gchar *path, guint64 seed);

G_END_DECLS
