/* What is in play, what stands between, and how it fits. */
#include "gs-board.h"

#include "gs-painter.h"

#define MAX_BLOCKS 6
#define MAX_ASKED  3
#define LARGEST    3.0 /* the zoom at which digits have 36 pixels of 720 */
#define MAX_WHOLE  6   /* rows and columns up to which a block is never cut */

/* What is tried until digits are legible, what one sees least of first. */
static const struct {
  gint whole; /* blocks of so many rows and columns stay whole */
  gboolean flat;
  gboolean computed_only; /* what a lesson points at may be cut away, too */
} ways[] = { { G_MAXINT, TRUE, FALSE }, { MAX_WHOLE, FALSE, FALSE }, { MAX_WHOLE, TRUE, FALSE },
             { 0, FALSE, FALSE },       { 0, TRUE, FALSE },          { 0, FALSE, TRUE },
             { 0, TRUE, TRUE } };

struct _GsBoard {
  NnProgram *program;
  gint instruction;
  GArray *pieces;   /* GsPiece, the result last */
  GArray *asked;    /* GsPiece: of blocks besides with cells to be filled in, shown where there is room */
  GArray *cells;    /* NnCell: in play */
  guint n_computed; /* of them: the selected one, what it comes from and what is asked, not only pointed at */
};

/* ---- pieces and signs ---- */

static gboolean
has_piece (const GArray *pieces, gint tensor)
{
  for (guint i = 0; i < pieces->len; i++)
    if (g_array_index (pieces, GsPiece, i).tensor == tensor)
      return TRUE;
  return FALSE;
}

static void
add_piece (GsBoard *board, gint tensor, const gchar *sign)
{
  GsPiece piece = { .tensor = tensor, .sign = sign };

  if (!has_piece (board->pieces, tensor) && board->pieces->len < MAX_BLOCKS)
    g_array_append_val (board->pieces, piece);
}

/* "x × W + bias", in the order of the formula. FALSE if it is more than a chain of all that the operation
 * reads. */
static gboolean
add_chain (GsBoard *board, const NnInstruction *line)
{
  NnLink links[NN_MAX_INPUTS];
  gint n = nn_formula_get_chain (nn_formula_for_op (line->op), links);

  for (gint i = 0; i < n; i++)
    add_piece (board, line->inputs[links[i].input], links[i].sign);
  return n > 0;
}

static void
add_instruction (GsBoard *board, gint instruction)
{
  const NnInstruction *line = nn_program_get_instruction (board->program, instruction);
  gboolean is_chain = line->output >= 0 && add_chain (board, line);

  board->instruction = instruction;
  for (gint i = 0; i < line->n_inputs && !is_chain; i++)
    add_piece (board, line->inputs[i], NULL);
  /* The result is always there. */
  g_array_set_size (board->pieces, MIN (board->pieces->len, MAX_BLOCKS - 1));
  if (line->output >= 0)
    add_piece (board, line->output, is_chain ? "=" : "→");
}

/* ---- what is in play ---- */

/* The instruction that reads a tensor first, -1 if none does. */
static gint
find_reader (NnProgram *program, gint tensor)
{
  for (gint i = 0; i < nn_program_get_n_instructions (program) - 1; i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    for (gint k = 0; k < line->n_inputs; k++)
      if (line->inputs[k] == tensor)
        return i;
  }
  return -1;
}

static void
add_highlighted (GsBoard *board, const GsSight *sight)
{
  for (guint i = 0; i < sight->highlighted->len; i++)
    add_piece (board, g_array_index (sight->highlighted, NnCell, i).tensor, NULL);
}

static void
collect (GsBoard *board, const GsSight *sight)
{
  gint last = nn_program_get_n_instructions (board->program) - 2;
  gint producer =
      sight->has_selection ? nn_program_get_tensor (board->program, sight->selected.tensor)->producer : -1;
  gint reader = sight->has_selection ? find_reader (board->program, sight->selected.tensor) : -1;

  if (producer >= 0) {
    add_instruction (board, producer);
    return;
  }
  /* What a lesson points at is why the cell is selected. */
  if (sight->highlighted != NULL && sight->highlighted->len > 0) {
    if (sight->has_selection)
      add_piece (board, sight->selected.tensor, NULL);
    add_highlighted (board, sight);
  } else if (reader >= 0) {
    add_instruction (board, reader);
  } else if (sight->has_selection) {
    add_piece (board, sight->selected.tensor, NULL);
  }
  if (board->pieces->len == 0)
    add_instruction (board, CLAMP (gs_frame_get_cursor (sight->frame)->instruction - 1, 0, last));
}

/* A question about several blocks: those that are not there yet. Of more than a few blocks, as in a test, the
 * board follows the one that is being filled in. */
static void
add_asked (GsBoard *board, const GsSight *sight)
{
  for (guint i = 0; sight->entries != NULL && i < sight->entries->len; i++) {
    GsPiece piece = { .tensor = g_array_index (sight->entries, GsEntry, i).cell.tensor };

    if (!has_piece (board->pieces, piece.tensor) && !has_piece (board->asked, piece.tensor))
      g_array_append_val (board->asked, piece);
  }
  if (board->asked->len > MAX_ASKED)
    g_array_set_size (board->asked, 0);
}

/* What is to be filled in and what a lesson points at, of the blocks that are there. */
static void
add_cells_of_lesson (GsBoard *board, const GsSight *sight)
{
  const gboolean is_computed = board->cells->len > 1;

  for (guint i = 0; sight->entries != NULL && i < sight->entries->len; i++)
    if (has_piece (board->pieces, g_array_index (sight->entries, GsEntry, i).cell.tensor))
      g_array_append_val (board->cells, g_array_index (sight->entries, GsEntry, i).cell);
  board->n_computed = board->cells->len;
  for (guint i = 0; sight->highlighted != NULL && i < sight->highlighted->len; i++)
    if (has_piece (board->pieces, g_array_index (sight->highlighted, NnCell, i).tensor))
      g_array_append_val (board->cells, g_array_index (sight->highlighted, NnCell, i));
  if (!is_computed) /* then that is what it is about */
    board->n_computed = board->cells->len;
}

GsBoard *
gs_board_new (const GsSight *sight)
{
  GsBoard *board = g_new0 (GsBoard, 1);

  board->program = nn_program_ref (sight->program);
  board->instruction = -1;
  board->pieces = g_array_new (FALSE, TRUE, sizeof (GsPiece));
  board->asked = g_array_new (FALSE, TRUE, sizeof (GsPiece));
  collect (board, sight);
  add_asked (board, sight);
  board->cells = sight->explanation != NULL ? gs_explanation_get_precedents (sight->explanation, GS_BOARD_FEW)
                                            : g_array_new (FALSE, FALSE, sizeof (NnCell));
  if (sight->has_selection)
    g_array_append_val (board->cells, sight->selected);
  add_cells_of_lesson (board, sight);
  return board;
}

void
gs_board_free (GsBoard *board)
{
  if (board == NULL)
    return;
  nn_program_unref (board->program);
  g_array_unref (board->pieces);
  g_array_unref (board->asked);
  g_array_unref (board->cells);
  g_free (board);
}

gint
gs_board_get_instruction (const GsBoard *board)
{
  return board->instruction;
}

static gboolean
are_equal (const GArray *a, const GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (g_array_index (a, GsPiece, i).tensor != g_array_index (b, GsPiece, i).tensor)
      return FALSE;
  return TRUE;
}

gboolean
gs_board_equal (const GsBoard *a, const GsBoard *b)
{
  if (a->program != b->program || !are_equal (a->pieces, b->pieces) || !are_equal (a->asked, b->asked)
      || a->cells->len != b->cells->len)
    return FALSE;
  for (guint i = 0; i < a->cells->len; i++)
    if (!nn_cell_equal (&g_array_index (a->cells, NnCell, i), &g_array_index (b->cells, NnCell, i)))
      return FALSE;
  return TRUE;
}

guint
gs_board_count_in_play (const GsBoard *board)
{
  return board->cells->len;
}

/* ---- how it fits ---- */

/* A block that is too large, cut to the rows and columns of the first n_cells in play; without any it stays
 * whole. */
static void
cut (const GsBoard *board, GsPiece *piece, gint whole, guint n_cells)
{
  GsBlock block = gs_block_shape (nn_program_get_tensor (board->program, piece->tensor), GS_ROOM_NUMBERS, 0);
  gint top = G_MAXINT, left = G_MAXINT, bottom = -1, right = -1, rows = block.rows;

  if (gs_block_is_batch (&block))
    block.tiles_down = block.n_shown = rows = block.n_tiles;
  else if (block.n_tiles > 1)
    return;
  if (block.part_rows < block.rows || block.part_columns < block.columns
      || (rows <= whole && block.columns <= whole))
    return;
  for (guint i = 0; i < n_cells; i++) {
    const NnCell *cell = &g_array_index (board->cells, NnCell, i);
    GsSpot spot;

    if (cell->tensor != piece->tensor || !gs_block_find_spot (&block, cell->offset, 1, &spot))
      continue;
    spot.row += spot.tile_row; /* in a batch each row is a tile */
    top = MIN (top, spot.row);
    left = MIN (left, spot.column);
    bottom = MAX (bottom, spot.row);
    right = MAX (right, spot.column);
  }
  if (bottom < 0)
    return;
  piece->is_cut = TRUE;
  piece->first_row = top;
  piece->rows = bottom - top + 1;
  piece->first_column = left;
  piece->columns = right - left + 1;
}

static gdouble
find_zoom (const GsLayout *layout, gdouble width, gdouble height, gdouble unit)
{
  gdouble full_width, full_height;

  gs_layout_get_size (layout, &full_width, &full_height);
  return MIN (MIN (MAX (width, 1) / full_width, MAX (height, 1) / full_height), LARGEST * unit);
}

/* In so many rows, as even as can be. */
static gint
get_per_row (guint n, guint rows)
{
  return (gint) ((n + rows - 1) / rows);
}

static gdouble
get_legible (gdouble unit)
{
  return GS_BOARD_LEGIBLE / gs_painter_get_digit_size (GS_CELL_WIDTH, GS_CELL_HEIGHT) * unit;
}

/* In as many rows as make it largest; of more than three blocks only where it could not be read otherwise. */
static GsLayout *
lay_out (NnProgram *program,
         const GArray *pieces,
         gboolean flat,
         gdouble width,
         gdouble height,
         gdouble unit,
         gdouble *zoom)
{
  GsLayout *best = NULL;

  *zoom = 0;
  for (gint most = GS_BOARD_PER_ROW; most <= MAX_BLOCKS; most++) {
    for (guint rows = 1; rows <= pieces->len; rows++) {
      gint per_row = get_per_row (pieces->len, rows);
      GsLayout *layout = per_row <= most ? gs_layout_new_board (program, pieces, per_row, flat) : NULL;
      gdouble own = layout != NULL ? find_zoom (layout, width, height, unit) : 0;

      if (own <= *zoom) {
        gs_layout_free (layout);
        continue;
      }
      gs_layout_free (best);
      best = layout;
      *zoom = own;
    }
    if (*zoom >= get_legible (unit))
      break;
  }
  return best;
}

/* Blocks of so many rows and columns stay whole. */
static GArray *
cut_all (const GsBoard *board, const GArray *pieces, gint whole, guint n_cells)
{
  GArray *parts = g_array_copy ((GArray *) pieces);

  for (guint i = 0; i < parts->len; i++)
    cut (board, &g_array_index (parts, GsPiece, i), whole, n_cells);
  return parts;
}

/* Legible, if flat cells or cutting make it so. */
static GsLayout *
fit (const GsBoard *board, const GArray *pieces, gdouble width, gdouble height, gdouble unit, gdouble *zoom)
{
  GsLayout *layout = lay_out (board->program, pieces, FALSE, width, height, unit, zoom);

  if (board->cells->len >= GS_BOARD_FEW || board->cells->len == 0)
    return layout;
  /* Small blocks as long as there is room for them, then they are cut, too: what is in play is seen whole. */
  for (gint i = 0; i < (gint) G_N_ELEMENTS (ways) && *zoom < get_legible (unit); i++) {
    g_autoptr (GArray) parts =
        cut_all (board, pieces, ways[i].whole, ways[i].computed_only ? board->n_computed : board->cells->len);

    gs_layout_free (layout);
    layout = lay_out (board->program, parts, ways[i].flat, width, height, unit, zoom);
  }
  return layout;
}

GsLayout *
gs_board_lay_out (const GsBoard *board, gdouble width, gdouble height, gdouble unit, gdouble *zoom)
{
  GsLayout *layout;

  if (board->asked->len > 0) {
    g_autoptr (GArray) all = g_array_copy (board->pieces);

    g_array_append_vals (all, board->asked->data, board->asked->len);
    layout = fit (board, all, width, height, unit, zoom);
    if (*zoom >= get_legible (unit))
      return layout;
    gs_layout_free (layout);
  }
  layout = fit (board, board->pieces, width, height, unit, zoom);
  if (board->cells->len > 0 && board->cells->len < GS_BOARD_FEW && *zoom < get_legible (unit))
    *zoom = get_legible (unit);
  return layout;
}

gboolean
gs_board_fits (const GsBoard *board, gdouble width, gdouble height, gdouble unit)
{
  gdouble zoom, full_width, full_height;
  g_autoptr (GsLayout) layout = gs_board_lay_out (board, width, height, unit, &zoom);

  gs_layout_get_size (layout, &full_width, &full_height);
  return full_width * zoom <= width + 1 && full_height * zoom <= height + 1;
}

/* How high the pieces are at a zoom, in as few rows as the width has room for. */
static gdouble
find_height (NnProgram *program, const GArray *pieces, gdouble width, gdouble zoom)
{
  gdouble full_width = 0, full_height = 0;

  for (guint rows = 1; rows <= pieces->len; rows++) {
    gint per_row = get_per_row (pieces->len, rows);
    g_autoptr (GsLayout) layout =
        per_row <= GS_BOARD_PER_ROW ? gs_layout_new_board (program, pieces, per_row, FALSE) : NULL;

    if (layout == NULL)
      continue;
    gs_layout_get_size (layout, &full_width, &full_height);
    if (full_width * zoom <= width)
      break;
  }
  return full_height * zoom;
}

gdouble
gs_board_get_least_height (const GsBoard *board, gdouble width, gdouble unit, gboolean with_asked)
{
  g_autoptr (GArray) pieces = cut_all (board, board->pieces, MAX_WHOLE, board->cells->len);

  if (with_asked)
    g_array_append_vals (pieces, board->asked->data, board->asked->len);

  return board->cells->len < GS_BOARD_FEW ? find_height (board->program, pieces, width, get_legible (unit))
                                          : 0;
}
