/* Tables of a worksheet: which there are, and how one is drawn. */
#include <math.h>
#include <string.h>

#include "app/paint/gs-heads.h"
#include "app/text/gs-number.h"
#include "gs-worksheet-private.h"

#define TITLE_HEIGHT  13.0
#define HEADER        9.0
#define HEADER_LETTER 7.0
#define TITLE_LETTER  10.0
#define LETTER        9.5
#define GREY          0.93 /* of the strips with the numbers of rows and columns */
#define MAX_SIDE      54.0 /* of the names of rows, as on the sheet */
#define SHORT         7    /* characters */
#define MAX_TABLES    64   /* of one tensor, side by side */
#define LONG          16   /* rows; of more only those are given that somebody needs */

/* ---- which ---- */

static void
table_free (gpointer data)
{
  GsPaperTable *table = data;

  g_free (table->title);
  g_free (table);
}

/* The tensor that is meant by a gradient, a part of one, or what a parameter becomes. */
static gint
find_base (const NnProgram *program, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  gint replaced = nn_program_find_replaced (program, tensor);

  if (info->part_of >= 0)
    return find_base (program, info->part_of);
  if (info->gradient_of >= 0)
    return info->gradient_of;
  return replaced >= 0 ? replaced : tensor;
}

/* A parameter stands with what is computed from it first. */
static gint
find_column (const NnProgram *program, gint tensor)
{
  gint base = find_base (program, tensor), n_readers;
  const gint *readers = nn_program_get_readers (program, base, &n_readers);

  if (nn_program_get_tensor (program, base)->role == NN_ROLE_PARAMETER && n_readers > 0)
    return nn_program_get_instruction (program, readers[0])->output;
  return base;
}

/* The rows and columns that have asked cells, unless somebody needs the others, too. */
static void
crop (const GsExercise *exercise, GsPaperTable *table)
{
  gint top = table->rows, bottom = -1, left = table->columns, right = -1;

  for (gint row = 0; row < table->rows; row++)
    for (gint column = 0; column < table->columns; column++)
      if (gs_exercise_asks_cell (
              exercise, &(NnCell){ table->tensor, table->first + (gsize) (row * table->stride + column) })) {
        top = MIN (top, row);
        bottom = MAX (bottom, row);
        left = MIN (left, column);
        right = MAX (right, column);
      }
  table->first += (gsize) (top * table->stride + left);
  table->rows = MAX (bottom - top + 1, 0);
  table->columns = MAX (right - left + 1, 0);
}

/* Of a long batch, or a long line of numbers, from the first row that is read for what is asked to the last.
 */
static void
crop_given (const GsExercise *exercise, GsPaperTable *table)
{
  gboolean is_line = table->rows == 1;
  gint n = is_line ? table->columns : table->rows, first = n, last = -1;
  gsize step = is_line ? 1 : (gsize) table->stride;
  g_autoptr (GArray) read = n > LONG ? gs_exercise_list_read (exercise, table->tensor) : NULL;

  if (read == NULL)
    return;
  for (guint i = 0; i < read->len; i++) {
    gsize offset = g_array_index (read, NnCell, i).offset, end = table->first + (gsize) n * step;

    if (offset < table->first || offset >= end)
      continue;
    first = MIN (first, (gint) ((offset - table->first) / step));
    last = MAX (last, (gint) ((offset - table->first) / step));
  }
  table->first += (gsize) first * step;
  *(is_line ? &table->columns : &table->rows) = MAX (last - first + 1, 0);
}

/* The number, and where the data or the program give one the name, of a row (axis 1 from the last) or column.
 */
static const gchar *
find_name (const GsExercise *exercise,
           const GsPaperTable *table,
           gint axis_from_last,
           gsize offset,
           gint *number)
{
  GsFrame *frame = gs_workbook_get_frame (exercise->book);
  const NnShape *shape = &nn_program_get_tensor (gs_frame_get_program (frame), table->tensor)->shape;
  gint axis = shape->rank - 1 - axis_from_last, index[NN_MAX_RANK];

  *number = 1;
  if (axis < 0)
    return NULL;
  nn_shape_index (shape, offset, index);
  *number = index[axis];
  return gs_frame_get_label (frame, table->tensor, axis, *number);
}

/* As wide as the longest name, within bounds; numbers need less. */
static gdouble
find_side (const GsExercise *exercise, const GsPaperTable *table)
{
  gdouble side = HEADER;

  for (gint row = 0; row < table->rows; row++) {
    gint number;
    const gchar *name = find_name (exercise, table, 1, table->first + (gsize) (row * table->stride), &number);

    if (name != NULL)
      side = MAX (side, MIN (gs_paper_measure (name, HEADER_LETTER, FALSE) + 6, MAX_SIDE));
  }
  return side;
}

gchar *
gs_paper_print_given (const GsExercise *exercise, gdouble value)
{
  g_autofree gchar *exact = gs_number_show (value, 0);

  return g_utf8_strlen (exact, -1) <= SHORT
             ? g_steal_pointer (&exact)
             : gs_number_show (value, gs_blanks_get_digits (exercise->blanks) + 2);
}

/* Of the numbers that are given and the names of columns; what is asked for shrinks to the cell that is to be
 * written in. */
static gdouble
find_widest (const GsExercise *exercise, const GsPaperTable *table)
{
  gdouble widest = 0;

  for (gint i = 0; i < table->rows * table->columns; i++) {
    NnCell cell = { table->tensor,
                    table->first + (gsize) (i / table->columns * table->stride + i % table->columns) };
    g_autofree gchar *text = gs_exercise_asks_cell (exercise, &cell)
                                 ? NULL
                                 : gs_paper_print_given (exercise, gs_exercise_get_value (exercise, &cell));

    if (text != NULL)
      widest = MAX (widest, gs_paper_measure (text, LETTER, FALSE));
  }
  for (gint column = 0; column < table->columns; column++) {
    gint number;
    const gchar *name = find_name (exercise, table, 0, table->first + (gsize) column, &number);

    if (name != NULL)
      widest = MAX (widest, gs_paper_measure (name, HEADER_LETTER, FALSE));
  }
  return widest;
}

/* One grid of the tensor for each combination of its axes but the last two. */
static void
add_tables (const GsExercise *exercise, gint tensor, gboolean cropped, GPtrArray *tables)
{
  NnProgram *program = gs_workbook_get_program (exercise->book);
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  const NnShape *shape = &info->shape;
  gint columns = shape->rank > 0 ? shape->dim[shape->rank - 1] : 1;
  gint rows = shape->rank > 1 ? shape->dim[shape->rank - 2] : 1;
  gsize n = nn_shape_count (shape) / (gsize) (rows * columns);

  for (gsize i = 0; i < n; i++) {
    g_autofree GsPaperTable *table = g_new0 (GsPaperTable, 1);
    gint index[NN_MAX_RANK];

    *table =
        (GsPaperTable){ .tensor = tensor,
                        .column = find_column (program, tensor) * MAX_TABLES + (gint) MIN (i, MAX_TABLES - 1),
                        .first = i * (gsize) (rows * columns),
                        .rows = rows,
                        .columns = columns,
                        .stride = columns };
    nn_shape_index (shape, table->first, index);
    if (cropped)
      crop (exercise, table);
    else if (gs_exercise_asks (exercise, tensor) == GS_ASKED_NONE)
      crop_given (exercise, table);
    if (table->rows == 0)
      continue;
    table->side = find_side (exercise, table);
    table->widest = find_widest (exercise, table);
    table->title = n == 1             ? g_strdup (info->name)
                   : shape->rank == 3 ? g_strdup_printf ("%s[%d]", info->name, index[0])
                                      : g_strdup_printf ("%s[%d,%d]", info->name, index[0], index[1]);
    g_ptr_array_add (tables, g_steal_pointer (&table));
  }
}

static gboolean
has (const GArray *tensors, gint tensor)
{
  for (guint i = 0; i < tensors->len; i++)
    if (g_array_index (tensors, gint, i) == tensor)
      return TRUE;
  return FALSE;
}

GPtrArray *
gs_paper_list_asked (const GsExercise *exercise, NnPhase first, NnPhase last)
{
  NnProgram *program = gs_workbook_get_program (exercise->book);
  GPtrArray *tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr (GArray) given = gs_exercise_list_given (exercise);

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *instruction = nn_program_get_instruction (program, i);

    if (instruction->output >= 0 && instruction->phase >= first && instruction->phase <= last
        && gs_exercise_asks (exercise, instruction->output) != GS_ASKED_NONE)
      add_tables (exercise, instruction->output, !has (given, instruction->output), tables);
  }
  return tables;
}

GPtrArray *
gs_paper_list_given (const GsExercise *exercise)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr (GArray) given = gs_exercise_list_given (exercise);

  for (guint i = 0; i < given->len; i++)
    if (gs_exercise_asks (exercise, g_array_index (given, gint, i)) == GS_ASKED_NONE)
      add_tables (exercise, g_array_index (given, gint, i), FALSE, tables);
  return tables;
}

/* ---- drawing ---- */

static gdouble
get_cell_width (const GsPaperTable *table, const GsPaperCells *cells)
{
  return MIN (MAX (cells->width, table->widest + 6), (cells->room - table->side) / table->columns);
}

gdouble
gs_paper_measure_table (const GsPaperTable *table, const GsPaperCells *cells)
{
  return MAX (table->side + table->columns * get_cell_width (table, cells),
              table->side + gs_paper_measure (table->title, TITLE_LETTER, TRUE));
}

gdouble
gs_paper_get_table_height (const GsPaperTable *table, const GsPaperCells *cells)
{
  return TITLE_HEIGHT + HEADER + table->rows * cells->height;
}

/* What the cell has printed in it; NULL if it is to be written in. Caller frees. */
static gchar *
print_cell (const GsExercise *exercise, const GsPaperCells *cells, const NnCell *cell)
{
  gdouble value = gs_exercise_get_value (exercise, cell);

  if (!gs_exercise_asks_cell (exercise, cell))
    return gs_paper_print_given (exercise, value);
  return cells->shows_asked ? gs_number_show (value, gs_blanks_get_digits (exercise->blanks)) : NULL;
}

/* The sheet's heads in the colours of paper. */
static const GsTheme *
get_theme (void)
{
  static GsTheme theme;
  static gsize made;

  if (g_once_init_enter (&made)) {
    theme = *gs_theme_get (FALSE, TRUE);
    theme.head = (GsColour){ GREY, GREY, GREY };
    theme.text = theme.dim = (GsColour){ 0, 0, 0 };
    g_once_init_leave (&made, 1);
  }
  return &theme;
}

static void
draw_heads (cairo_t *cr, const GsExercise *exercise, const GsPaperTable *table, gdouble width, gdouble height)
{
  gint number;

  for (gint column = 0; column < table->columns; column++) {
    const GsRectangle place = { column * width, -HEADER, width, HEADER };
    const gchar *name = find_name (exercise, table, 0, table->first + (gsize) column, &number);

    gs_head_draw (cr, get_theme (), &place, name, number, HEADER_LETTER);
  }
  for (gint row = 0; row < table->rows; row++) {
    const GsRectangle place = { -table->side, row * height, table->side, height };
    const gchar *name = find_name (exercise, table, 1, table->first + (gsize) (row * table->stride), &number);

    gs_head_draw (cr, get_theme (), &place, name, number, HEADER_LETTER);
  }
}

void
gs_paper_draw_table (cairo_t *cr,
                     const GsExercise *exercise,
                     const GsPaperTable *table,
                     const GsPaperCells *cells,
                     gdouble x,
                     gdouble y)
{
  gdouble width = get_cell_width (table, cells), height = cells->height;

  cairo_save (cr);
  gs_paper_show (cr, table->title, x + table->side, y + TITLE_HEIGHT - 4, TITLE_LETTER, TRUE);
  cairo_translate (cr, x + table->side, y + TITLE_HEIGHT + HEADER);
  draw_heads (cr, exercise, table, width, height);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 0.7);
  for (gint row = 0; row < table->rows; row++)
    for (gint column = 0; column < table->columns; column++) {
      NnCell cell = { table->tensor, table->first + (gsize) (row * table->stride + column) };
      g_autofree gchar *text = print_cell (exercise, cells, &cell);

      cairo_rectangle (cr, column * width, row * height, width, height);
      cairo_stroke (cr);
      if (text != NULL)
        gs_paper_show_centred (cr, text, (column + 0.5) * width, (row + 0.5) * height, width - 3, LETTER,
                               FALSE);
    }
  cairo_restore (cr);
}
