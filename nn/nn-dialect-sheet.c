/* The dialect of spreadsheets: blocks of cells in the place of written-out sums. */
#include "nn-dialect-sheet.h"

#include <string.h>

#include "nn-dialect-patch.h"
#include "nn-dialect-private.h"

#define MAX_ARGUMENTS 250 /* of a function; Excel takes 255 */

/* What a cell of the body is written as while a patch is: the range it runs over. */
typedef struct {
  gint input;
  gsize offset;
  NnSheetSpot first;
  gint rows, columns;
} Range;

typedef struct {
  const NnSheetMap *map;
  gboolean is_array;
  Range ranges[NN_MAX_REFERENCES];
  gint n_ranges;
} Sheet;

/* A reduction being written. */
typedef struct {
  NnPrint *print;
  Sheet *sheet;
  const NnNode *node;
  NnPatches patches;
} Fold;

/* "A" for 0, "AB" for 27. Appends. */
static void
append_column (GString *text, gint column)
{
  if (column >= 26)
    append_column (text, column / 26 - 1);
  g_string_append_c (text, (gchar) ('A' + column % 26));
}

/* Formulas are addresses for the most part, so not by a format. */
void
nn_sheet_append_address (GString *text, gint row, gint column)
{
  gchar digits[16];
  gint n = G_N_ELEMENTS (digits);

  append_column (text, column);
  for (gint rest = row + 1; rest > 0; rest /= 10)
    digits[--n] = (gchar) ('0' + rest % 10);
  g_string_append_len (text, digits + n, (gssize) G_N_ELEMENTS (digits) - n);
}

/* ---- cells ---- */

static void
write_cell (const NnReference *reference, GString *text, gpointer user_data)
{
  Sheet *self = user_data;
  NnSheetSpot spot;

  if (reference->input < 0)
    return; /* the cell itself, left of the equals sign */
  g_assert (reference->offset != G_MAXSIZE);
  for (gint i = 0; i < self->n_ranges; i++) {
    const Range *range = &self->ranges[i];

    if (range->input == reference->input && range->offset == reference->offset) {
      self->map->write_range (range->input, &range->first, range->rows, range->columns, text,
                              self->map->user_data);
      return;
    }
  }
  spot = self->map->find (reference->input, reference->offset, self->map->user_data);
  self->map->write_range (reference->input, &spot, 1, 1, text, self->map->user_data);
}

static gchar *
write_number (gdouble value, gint digits, gchar decimal_point)
{
  return nn_dialect_plain_number (value);
}

static void
write_if (NnPrint *print, const NnNode *condition, const NnNode *yes, const NnNode *no)
{
  g_assert (condition->kind != NN_NODE_AND); /* AND() of a block would be one truth for all of it */
  nn_print_text (print, "IF(");
  nn_print_condition (print, condition);
  nn_print_text (print, ",");
  nn_print_node (print, yes, NN_SUM_LEVEL);
  nn_print_text (print, ",");
  nn_print_node (print, no, NN_SUM_LEVEL);
  nn_print_text (print, ")");
}

static gchar *
make_range (const Fold *self, gint input, const NnSheetSpot *first, gint rows, gint columns)
{
  GString *text = g_string_new (NULL);

  self->sheet->map->write_range (input, first, rows, columns, text, self->sheet->map->user_data);
  return g_string_free (text, FALSE);
}

/* ---- what the terms of a sum read ---- */

static gboolean
chooses (const NnNode *node)
{
  if (node == NULL)
    return FALSE;
  if (node->kind == NN_NODE_IF || (node->kind >= NN_NODE_SQRT && node->kind <= NN_NODE_COSPI))
    return TRUE;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (chooses (node->child[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_same_cell (const NnNode *a, const NnNode *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->kind != b->kind || a->slot != b->slot || a->number != b->number || a->rest != b->rest)
    return FALSE;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    if (!is_same_cell (a->child[i], b->child[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_product_of_cells (const NnNode *body)
{
  return body->kind == NN_NODE_MULTIPLY && body->child[0]->kind == NN_NODE_CELL
         && body->child[1]->kind == NN_NODE_CELL;
}

static gint
get_length (gint n, gint step)
{
  return (n - 1) * ABS (step) + 1;
}

static void
get_rectangle (const NnPatch *patch, gint k, Range *range)
{
  nn_patch_get_rectangle (patch, k, &range->first, &range->rows, &range->columns);
}

static gsize
get_offset (Fold *self, gsize place, gint k)
{
  nn_box_seek (&self->patches.box, &self->print->evaluation, place);
  return (gsize) nn_evaluation_offset (&self->print->evaluation, self->patches.cells[k]);
}

/* ---- writing ---- */

static void
print_term (Fold *self, gsize place, gint level)
{
  nn_box_seek (&self->patches.box, &self->print->evaluation, place);
  nn_print_node (self->print, self->node->child[0], level);
}

static void
print_terms (Fold *self, const NnPatch *patch, gint level)
{
  for (guint i = 0; i < patch->n_terms; i++) {
    nn_print_text (self->print, i > 0 ? "+" : "");
    print_term (self, nn_patch_get_place (&self->patches, patch, i), level);
  }
}

/* The body with ranges in the place of its cells. */
static void
print_over_ranges (Fold *self, const NnPatch *patch)
{
  for (gint k = 0; k < self->patches.n_cells; k++) {
    Range *range = &self->sheet->ranges[k];

    get_rectangle (patch, k, range);
    range->input = self->patches.cells[k]->slot;
    range->offset = get_offset (self, nn_patch_get_place (&self->patches, patch, 0), k);
  }
  self->sheet->n_ranges = self->patches.n_cells;
  print_term (self, nn_patch_get_place (&self->patches, patch, 0), NN_SUM_LEVEL);
  self->sheet->n_ranges = 0;
}

/* "COLUMN($A$1:$E$1)" */
static void
print_counter (Fold *self, gboolean across, gint n)
{
  g_autoptr (GString) text = g_string_new (across ? "COLUMN($A$1:$" : "ROW($A$1:$");

  append_column (text, across ? n - 1 : 0);
  g_string_append_printf (text, "$%d)", across ? 1 : n);
  nn_print_text (self->print, text->str);
}

/* Zeros, and ones where the n-th picked is the (step·n + from)-th of `length`; rows pick from the left. */
static void
print_picker (Fold *self, gboolean from_left, gint length, gint n, gint step)
{
  gint from = step > 0 ? 1 - step : length - step;
  g_autofree gchar *factor = g_strdup_printf ("%d%s", from, step < 0 ? "-" : "+");

  nn_print_text (self->print, "--(");
  print_counter (self, from_left, length);
  nn_print_text (self->print, "=");
  nn_print_text (self->print, factor);
  if (ABS (step) != 1) {
    g_autofree gchar *times = g_strdup_printf ("%d*", ABS (step));

    nn_print_text (self->print, times);
  }
  print_counter (self, !from_left, n);
  nn_print_text (self->print, ")");
}

/* A cell's way through the patch as a block of n_outer rows and n_inner columns, in that order. */
static void
print_picked (Fold *self, const NnPatch *patch, gint k)
{
  gint down = patch->outer[k].row, across = patch->inner[k].column;
  gboolean pick_rows = patch->n_outer > 1 && down != 1;
  gboolean pick_columns = patch->n_inner > 1 && across != 1;
  Range range;
  g_autofree gchar *text = NULL;

  get_rectangle (patch, k, &range);
  text = make_range (self, self->patches.cells[k]->slot, &range.first, range.rows, range.columns);
  nn_print_text (self->print, pick_columns ? "MMULT(" : "");
  if (pick_rows) {
    nn_print_text (self->print, "MMULT(");
    print_picker (self, TRUE, get_length (patch->n_outer, down), patch->n_outer, down);
    nn_print_text (self->print, ",");
  }
  nn_print_text (self->print, text);
  nn_print_text (self->print, pick_rows ? ")" : "");
  if (pick_columns) {
    nn_print_text (self->print, ",");
    print_picker (self, FALSE, get_length (patch->n_inner, across), patch->n_inner, across);
    nn_print_text (self->print, ")");
  }
}

static void
print_products (Fold *self, NnPatch *patch)
{
  Range a, b;
  gint row = nn_patch_find_row_of_cross (patch);
  g_autofree gchar *first = NULL, *second = NULL;

  if (row < 0 && patch->n_terms > NN_SHEET_FEW) {
    nn_patch_turn_forwards (&self->patches, patch);
    nn_patch_read_turned (&self->patches, patch);
  }
  get_rectangle (patch, 0, &a);
  get_rectangle (patch, 1, &b);
  first = make_range (self, self->patches.cells[0]->slot, &a.first, a.rows, a.columns);
  second = make_range (self, self->patches.cells[1]->slot, &b.first, b.rows, b.columns);
  if (nn_patch_is_aligned (&self->patches, patch) && a.rows == b.rows && a.columns == b.columns) {
    nn_print_text (self->print, "SUMPRODUCT(");
    nn_print_text (self->print, first);
    nn_print_text (self->print, ",");
    nn_print_text (self->print, second);
    nn_print_text (self->print, ")");
  } else if (row >= 0) {
    nn_print_text (self->print, "SUMPRODUCT(MMULT(");
    nn_print_text (self->print, row == 0 ? first : second);
    nn_print_text (self->print, ",");
    nn_print_text (self->print, row == 0 ? second : first);
    nn_print_text (self->print, "))");
  } else if (patch->n_terms > NN_SHEET_FEW && nn_patch_can_be_picked (&self->patches, patch)) {
    nn_print_text (self->print, "SUMPRODUCT(");
    print_picked (self, patch, 0);
    nn_print_text (self->print, ",");
    print_picked (self, patch, 1);
    nn_print_text (self->print, ")");
  } else {
    print_terms (self, patch, NN_PRODUCT_LEVEL);
  }
}

/* Of any other body. */
static void
print_patch (Fold *self, NnPatch *patch)
{
  const NnNode *body = self->node->child[0];

  if (patch->n_terms == 1) {
    print_term (self, nn_patch_get_place (&self->patches, patch, 0), NN_PRODUCT_LEVEL);
  } else if (is_product_of_cells (body)) {
    print_products (self, patch);
  } else if (nn_patch_is_aligned (&self->patches, patch)) {
    gboolean needs_array = chooses (body);

    nn_print_text (self->print, needs_array ? "SUM(" : "SUMPRODUCT(");
    print_over_ranges (self, patch);
    nn_print_text (self->print, ")");
    self->sheet->is_array = self->sheet->is_array || needs_array;
  } else {
    print_terms (self, patch, NN_PRODUCT_LEVEL);
  }
}

/* All places of the only cell, as ranges or one by one. */
static GPtrArray *
list_ranges (Fold *self)
{
  GPtrArray *ranges = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->patches.list->len; i++) {
    const NnPatch *patch = nn_patches_get (&self->patches, i);
    gint input = self->patches.cells[0]->slot;
    Range range;

    if (nn_patch_is_aligned (&self->patches, patch)) {
      get_rectangle (patch, 0, &range);
      g_ptr_array_add (ranges, make_range (self, input, &range.first, range.rows, range.columns));
      continue;
    }
    for (guint j = 0; j < patch->n_terms; j++) {
      gsize offset = get_offset (self, nn_patch_get_place (&self->patches, patch, j), 0);

      range.first = self->sheet->map->find (input, offset, self->sheet->map->user_data);
      g_ptr_array_add (ranges, make_range (self, input, &range.first, 1, 1));
    }
  }
  return ranges;
}

/* "SUM(B3:D3,F3)"; of more arguments than a function takes, "SUM(SUM(…),SUM(…))". */
static void
print_call (Fold *self, const gchar *function, GPtrArray *ranges)
{
  gboolean many = ranges->len > MAX_ARGUMENTS;

  nn_print_text (self->print, many ? function : "");
  for (guint i = 0; i < ranges->len; i++) {
    if (i % MAX_ARGUMENTS == 0) {
      nn_print_text (self->print, i > 0 ? ")," : "");
      nn_print_text (self->print, function);
    } else {
      nn_print_text (self->print, ",");
    }
    nn_print_text (self->print, g_ptr_array_index (ranges, i));
  }
  nn_print_text (self->print, many ? "))" : ")");
}

/* MIN(IF(B3:C4=MAX(B3:C4),(ROW(B3:C4)-3)*2+COLUMN(B3:C4)-1)): the first place of the largest. */
static gboolean
print_place (Fold *self)
{
  const NnPatch *patch = nn_patches_get (&self->patches, 0);
  gint width =
      self->patches.box.last[self->patches.box.n - 1] - self->patches.box.first[self->patches.box.n - 1] + 1;
  g_autofree gchar *range = NULL, *text = NULL;
  Range all;

  if (patch->n_terms == 1 && self->patches.list->len == 1) {
    nn_print_number (self->print, (gdouble) (nn_patch_get_place (&self->patches, patch, 0) + 1), 0,
                     NN_SUM_LEVEL, -1, 0);
    return TRUE;
  }
  if (self->patches.list->len != 1 || !nn_patch_is_aligned (&self->patches, patch))
    return FALSE;
  get_rectangle (patch, 0, &all);
  range = make_range (self, self->patches.cells[0]->slot, &all.first, all.rows, all.columns);
  text = g_strdup_printf ("MIN(IF(%s=MAX(%s),(ROW(%s)-%d)*%d+COLUMN(%s)-%d))", range, range, range,
                          all.first.row + 1 - (gint) nn_patch_get_place (&self->patches, patch, 0) / width,
                          width, range,
                          all.first.column - (gint) nn_patch_get_place (&self->patches, patch, 0) % width);
  nn_print_text (self->print, text);
  self->sheet->is_array = TRUE;
  return TRUE;
}

/* Whether a patch is written as one function, or as terms to be added up. */
static gboolean
is_one_call (const Fold *self, const NnPatch *patch)
{
  return patch->n_terms == 1 || nn_patch_is_aligned (&self->patches, patch)
         || (is_product_of_cells (self->node->child[0]) && nn_patch_find_row_of_cross (patch) >= 0);
}

static void
print_sum (Fold *self, gint level)
{
  const NnNode *body = self->node->child[0];
  guint n = self->patches.list->len;
  gboolean is_square = is_product_of_cells (body) && is_same_cell (body->child[0], body->child[1]);
  gboolean enclose;

  if (body->kind == NN_NODE_CELL || is_square) {
    g_autoptr (GPtrArray) ranges = list_ranges (self);

    print_call (self, is_square ? "SUMSQ(" : "SUM(", ranges);
    return;
  }
  enclose = level > NN_SUM_LEVEL && (n > 1 || !is_one_call (self, nn_patches_get (&self->patches, 0)));
  nn_print_text (self->print, enclose ? "(" : "");
  for (guint i = 0; i < n; i++) {
    nn_print_text (self->print, i > 0 ? "+" : "");
    print_patch (self, nn_patches_get (&self->patches, i));
  }
  nn_print_text (self->print, enclose ? ")" : "");
}

static gboolean
print_fold (Fold *self, gint level)
{
  static const gchar *const functions[NN_N_FOLDS] = { "SUM(", "MAX(", "MIN(", "COUNT(", NULL };

  gint kind = (gint) self->node->kind - NN_NODE_SUM;

  if (!nn_patches_find (&self->patches, self->print, self->node))
    return FALSE;
  if (kind == NN_FOLD_SUM) {
    print_sum (self, level);
    return TRUE;
  }
  if (self->node->child[0]->kind != NN_NODE_CELL)
    return FALSE;
  if (kind == NN_FOLD_ARGMAX)
    return print_place (self);
  {
    g_autoptr (GPtrArray) ranges = list_ranges (self);

    print_call (self, functions[kind], ranges);
  }
  return TRUE;
}

static gboolean
write_fold (NnPrint *print, const NnFold *fold, gpointer user_data)
{
  Fold self = { .print = print, .sheet = user_data, .node = fold->node };
  NnEvaluation evaluation = print->evaluation;
  gboolean known[NN_N_SLOTS], done;

  self.patches.map = self.sheet->map;
  memcpy (known, print->known, sizeof known);
  nn_print_set_known (print, fold->node, TRUE);
  done = print_fold (&self, fold->level);
  print->evaluation = evaluation;
  memcpy (print->known, known, sizeof known);
  nn_patches_clear (&self.patches);
  return done;
}

static const NnConvention nn_convention_sheet = {
  .name = "Spreadsheet",
  .plus = "+",
  .minus = "-",
  .times = "*",
  .divided = "/",
  .and = ",",
  .negative = "-",
  .relations = { "=", "<", ">", "<=", ">=" },
  .equals = "=",
  .open = "(",
  .close = ")",
  .call_open = { "SQRT(", "EXP(", "LN(", "LN(1+", "TANH(", "COS(PI()*" },
  .call_close = { ")", ")", ")", ")", ")", ")" },
  .folds = { "SUM", "MAX", "MIN", "COUNT", "MAX" },
  .list_open = "(",
  .list_close = ")",
  .ellipsis = "",
  .count = "",
  .index_minus = "-",
  .index_times = "*",
  .index_factor = "*",
  .index_div = "/",
  .index_mod = "/",
  .label_open = "",
  .label_close = "",
  .first_index = 1,
  .never_cuts = TRUE,
  .goes_by_place = TRUE,
  .write_number = write_number,
  .write_cell = write_cell,
  .write_if = write_if,
  .write_fold = write_fold,
};

gchar *
nn_dialect_print_sheet (NnFormula *formula,
                        const NnNames *names,
                        const NnBinding *binding,
                        gsize offset,
                        const NnSheetMap *map,
                        gboolean *is_array)
{
  Sheet sheet = { .map = map };
  NnConvention convention = nn_convention_sheet;
  NnBinding blank = *binding;
  g_autoptr (GPtrArray) pieces = NULL;

  /* No branch is chosen by today's numbers. */
  memset (blank.in, 0, sizeof blank.in);
  blank.read = NULL;
  convention.user_data = &sheet;
  pieces = nn_dialect_print (&convention, formula, names, &blank, offset, NN_PRINT_CELL, NULL);
  *is_array = sheet.is_array;
  return nn_pieces_join (pieces);
}
