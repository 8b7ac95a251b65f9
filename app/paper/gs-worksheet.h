/* Worksheets: an exercise as a PDF to print, black on white, and its key.
 *
 *   GsWorksheet sheet = { .title = "Test A", .code = "15-4172", .formulas = TRUE };
 *   g_ptr_array_add (sheet.variants, exercises);            // one sheet of paper each
 *   gs_worksheet_write (&sheet, "out.pdf", &error);
 *   sheet.is_key = TRUE;
 *   gs_worksheet_write (&sheet, "key.pdf", &error);
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

G_END_DECLS
