/* The dialect of spreadsheets: a formula as the live formula of one cell, in words that Excel 2010,
 * LibreOffice and Gnumeric share (no LET, no LAMBDA, no dynamic arrays).
 *
 *   NnSheetMap map = { find, write_range, plan };
 *   gboolean is_array;
 *   g_autofree gchar *text = nn_dialect_print_sheet (formula, &names, &binding, offset, &map, &is_array);
 *   // "=SUMPRODUCT(MMULT(B5:C5,F5:F6))+I5"
 *
 * The terms of a sum that lie side by side become a block, so that a formula stays short however many terms
 * there are: blocks that run alike are SUMPRODUCT, a row by a column is MMULT; of a block read backwards the
 * turned copy is read where the sheet has one, and else it is, as one with a stride, picked out by a product
 * with a matrix of 0 and 1. A block in which a condition chooses
 * cell by cell needs the whole to be entered as an array formula. Sums are added as the spreadsheet adds.
 */
#pragma once

#include "nn-dialect.h"

G_BEGIN_DECLS

/* So many terms are written out, for a block would be longer. */
#define NN_SHEET_FEW 3

/* Where a cell lies, from 0. Cells of one tile are a grid with nothing between them. */
typedef struct {
  gint sheet, tile, row, column;
} NnSheetSpot;

typedef struct {
  NnSheetSpot (*find) (gint input, gsize offset, gpointer user_data);
  /* Appends the address of rows × columns cells from `first` on, or a name that means them. */
  void (*write_range) (gint input,
                       const NnSheetSpot *first,
                       gint rows,
                       gint columns,
                       GString *text,
                       gpointer user_data);
  /* Where the same cell lies in a copy of its tensor whose tiles have rows and columns running backwards;
   * FALSE if the sheet has none. NULL: of no tensor. */
  gboolean (*turn) (gint input, NnSheetSpot *spot, gpointer user_data);
  gpointer user_data;
} NnSheetMap;

/* The text with its equals sign; *is_array: whether it must be entered as an array formula. `binding` needs
 * no values. Caller frees. */
gchar *nn_dialect_print_sheet (NnFormula *formula,
                               const NnNames *names,
                               const NnBinding *binding,
                               gsize offset,
                               const NnSheetMap *map,
                               gboolean *is_array);

/* "B5" for row 4 and column 1. Appends. */
void nn_sheet_append_address (GString *text, gint row, gint column);

G_END_DECLS
