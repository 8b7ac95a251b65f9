/* Worksheets: an exercise as a PDF to print, black on white, and its key.
 *
 *   GsWorksheet sheet = { .title = "Test A", .source = "lessons/15-test-a.json", .seed = 4172 };
 *
 *   gs_worksheet_write (&sheet, exercises, 30, "out.pdf", "key.pdf", &error);
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
  const gchar *source; /* the file of the lesson or document, which the code names; NULL: it has none */
  gboolean is_lesson;
  guint64 seed;
  GsPaperSize size;
  gboolean formulas; /* with the box of formulas */
} GsWorksheet;

/* The sheet, and its key where `key_path` is not NULL, of exercises: with their own numbers, or `n_variants`
 * times with others drawn from the seed. */
gboolean gs_worksheet_write (const GsWorksheet *sheet,
                             GPtrArray *exercises,
                             guint n_variants,
                             const gchar *path,
                             const gchar *key_path,
                             GError **error);

/* "09-4172" of the lesson's file 09-backpropagation.json, "mazur-4172" of a document. Caller frees. */
gchar *gs_worksheet_make_code (const GsWorksheet *sheet);

G_END_DECLS
