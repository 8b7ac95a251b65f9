/* What a class sees of a network: the blocks in play, the signs between them, how large it all is. */
#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-board.h"
#include "app/paint/gs-painter.h"
#include "app/workbook/gs-workbook-layers.h"
#include "views.h"

#define WIDTH  1168.0 /* of a screen of 1280 x 720, less its margins, title, text and formula */
#define HEIGHT 350.0

static GsView *
open_line (const gchar *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_new_from_line (line, &error);

  g_assert_no_error (error);
  return gs_view_new (book);
}

static void
select_named (GsView *view, const gchar *name)
{
  NnCell cell;

  g_assert_true (gs_cell_name_parse ((GsCellScope){ gs_workbook_get_program (gs_view_get_workbook (view)) },
                                     name, &cell, NULL));
  gs_view_select (view, &cell, FALSE);
}

/* "a1 × W2 + b2 = z2", a stroke where a new row begins. */
static gchar *
read_board (GsView *view, gdouble width, gdouble height, gdouble *zoom)
{
  g_autoptr (GsBoard) board = gs_board_new (gs_view_get_sight (view));
  g_autoptr (GsLayout) layout = gs_board_lay_out (board, width, height, 1, zoom);
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  GString *text = g_string_new (NULL);
  gdouble y = gs_layout_get_block (layout, 0)->y;

  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);
    const gchar *sign = gs_layout_get_sign (layout, i);

    g_string_append (text, i == 0 ? "" : block->y != y ? " | " : " ");
    g_string_append_printf (text, sign != NULL ? "%s " : "%s", sign != NULL ? sign : "");
    g_string_append (text, nn_program_get_tensor (program, block->tensor)->name);
    y = block->y;
  }
  return g_string_free (text, FALSE);
}

static void
assert_board (GsView *view, const gchar *cell, const gchar *wanted)
{
  g_autofree gchar *text = NULL;
  gdouble zoom;

  select_named (view, cell);
  text = read_board (view, WIDTH, HEIGHT, &zoom);
  g_assert_cmpstr (text, ==, wanted);
  /* 24 pixels, and never more than 36. */
  g_assert_cmpfloat (gs_painter_get_digit_size (GS_CELL_WIDTH * zoom, GS_CELL_HEIGHT * zoom), >=, 24);
  g_assert_cmpfloat (gs_painter_get_digit_size (GS_CELL_WIDTH * zoom, GS_CELL_HEIGHT * zoom), <=, 36);
}

static void
test_signs (void)
{
  g_autoptr (GsView) view = view_open ("mazur");

  assert_board (view, "da1[1,1]", "dz2 × W2 = da1");
  assert_board (view, "z2[1,2]", "a1 × W2 | + b2 = z2");
  assert_board (view, "dW1[1,2]", "x × dz1 = dW1");
  /* In the order of arithmetic, not of the operation's inputs; four in a row, as two rows could not be read.
   */
  assert_board (view, "W2.next[1,1]", "W2 − lr × dW2 = W2.next");
  /* What is no chain of signs has an arrow to its result. */
  assert_board (view, "a1[1,2]", "z1 → a1");
  /* A given cell: what it goes into. */
  assert_board (view, "x[1,2]", "x × W1 | + b1 = z1");
}

/* They are those of the formula, in its order. */
static void
test_signs_follow_the_formula (void)
{
  g_autoptr (GsView) view = view_open ("mazur");

  nn_op_override_formula (NN_OP_DENSE, "out[b,o] = bias[o] - sum(i: x[b,i] * W[i,o])");
  assert_board (view, "z2[1,2]", "b2 − a1 | × W2 = z2");
  nn_op_override_formula (NN_OP_DENSE, NULL);
  assert_board (view, "z2[1,2]", "a1 × W2 | + b2 = z2");
}

static void
test_highlighted (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  NnCell out = { nn_program_find (program, "a2"), 0 }, target = { nn_program_find (program, "t"), 0 };
  g_autofree gchar *text = NULL;
  gdouble zoom;

  g_array_append_val (cells, out);
  g_array_append_val (cells, target);
  gs_view_select (view, NULL, FALSE);
  gs_view_set_emphasis (view, cells, NULL);
  text = read_board (view, WIDTH, HEIGHT, &zoom);
  g_assert_cmpstr (text, ==, "a2 t");
}

/* A question about two blocks shows both; one about many the block that is being filled in. */
static void
test_asked (void)
{
  g_autoptr (GsView) view = view_open ("xor");
  g_autoptr (GsBlanks) blanks = gs_blanks_new (gs_view_get_workbook (view));
  g_autofree gchar *both = NULL, *little = NULL, *one = NULL;
  g_autoptr (GError) error = NULL;
  gdouble zoom;

  g_assert_true (gs_blanks_add_text (blanks, "dW2, db2", &error));
  gs_view_set_blanks (view, blanks);
  select_named (view, "db2[1]");
  both = read_board (view, WIDTH, HEIGHT, &zoom);
  g_assert_cmpstr (both, ==, "dz2 → db2 dW2");
  g_assert_cmpfloat (gs_painter_get_digit_size (GS_CELL_WIDTH * zoom, GS_CELL_HEIGHT * zoom), >=,
                     GS_BOARD_LEGIBLE);
  little = read_board (view, 300, 200, &zoom);
  g_assert_cmpstr (little, ==, "dz2 → db2");
  g_assert_true (gs_blanks_add_text (blanks, "z1..L", &error));
  one = read_board (view, WIDTH, HEIGHT, &zoom);
  g_assert_cmpstr (one, ==, "dz2 → db2");
}

/* Every operation of every kind of network: its result is there, at most three stand in a row, nothing
 * overlaps. */
static void
test_every_operation (void)
{
  static const gchar *const networks[] = { "mazur", "xor", "convnet", "softmax3", "residual", "branches" };

  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autoptr (GsView) view = view_open (networks[i]);
    NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));

    for (gint k = 0; k < nn_program_get_n_instructions (program) - 1; k++) {
      NnCell cell = { nn_program_get_instruction (program, k)->output, 0 };
      g_autoptr (GsBoard) board = NULL;
      g_autoptr (GsLayout) layout = NULL;
      gdouble zoom;
      gint in_row = 0;

      gs_view_select (view, &cell, FALSE);
      board = gs_board_new (gs_view_get_sight (view));
      layout = gs_board_lay_out (board, WIDTH, HEIGHT, 1, &zoom);
      g_assert_cmpint (gs_board_get_instruction (board), ==, k);
      g_assert_nonnull (gs_layout_find_block (layout, cell.tensor));
      g_assert_cmpfloat (zoom, >, 0);
      for (gint n = 0; n < gs_layout_get_n_blocks (layout); n++) {
        const GsBlock *block = gs_layout_get_block (layout, n);
        const GsBlock *before = n > 0 ? gs_layout_get_block (layout, n - 1) : NULL;
        gboolean goes_on = before != NULL && before->y == block->y;

        in_row = goes_on ? in_row + 1 : 1;
        g_assert_cmpint (in_row, <=, 6);
        if (goes_on)
          g_assert_cmpfloat (block->x - block->header_width, >=, before->x + before->width);
        else if (before != NULL)
          g_assert_cmpfloat (block->y - GS_HEADER_HEIGHT, >=, before->y + before->height);
      }
    }
  }
}

/* A window of a picture: few cells are in play among many, and only these are shown, with their own numbers.
 */
static void
test_cut (void)
{
  g_autoptr (GsView) view = open_line ("input 1x20x20 · conv 2 3x3 · flatten · dense 2");
  g_autoptr (GsBoard) board = NULL;
  g_autoptr (GsLayout) layout = NULL;
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  const GsBlock *block;
  NnCell found, wanted;
  gdouble zoom, x, y;

  select_named (view, "z1[1,1,4,7]");
  board = gs_board_new (gs_view_get_sight (view));
  g_assert_cmpuint (gs_board_count_in_play (board), <, GS_BOARD_FEW);
  layout = gs_board_lay_out (board, WIDTH, HEIGHT, 1, &zoom);
  g_assert_cmpfloat (gs_painter_get_digit_size (GS_CELL_WIDTH * zoom, GS_CELL_HEIGHT * zoom), >=,
                     GS_BOARD_LEGIBLE);
  block = gs_layout_find_block (layout, nn_program_find (program, "x"));
  g_assert_cmpint (block->rows, ==, 3);
  g_assert_cmpint (block->columns, ==, 3);
  g_assert_cmpint (block->first_row, ==, 3);
  g_assert_cmpint (block->first_column, ==, 6);
  /* Its upper left cell is the picture's at row 4, column 7, there and back. */
  g_assert_true (gs_cell_name_parse ((GsCellScope){ program }, "x[1,1,4,7]", &wanted, NULL));
  g_assert_true (gs_layout_find_cell (layout, block->x + 1, block->y + 1, 1, &found));
  g_assert_true (nn_cell_equal (&found, &wanted));
  g_assert_true (gs_layout_get_cell (layout, &wanted, 1, &x, &y));
  g_assert_cmpfloat (x, ==, block->x);
  /* What lies beside is not shown, but one can walk there. */
  found = gs_layout_move (layout, &wanted, 1, -1, 0);
  g_assert_cmpuint (found.offset, ==, wanted.offset - 20);
  g_assert_false (gs_layout_get_cell (layout, &found, 1, &x, &y));
}

/* Under a long question there is little room: then small blocks are cut, too, and what is in play is whole.
 */
static void
test_little_room (void)
{
  static const gchar *const in_play[] = { "x[1,1]", "x[1,2]", "W1[1,1]", "W1[2,1]", "z1[1,1]" };
  g_autoptr (GsView) view = view_open ("welch");
  g_autoptr (GsBoard) board = NULL;
  g_autoptr (GsLayout) layout = NULL;
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  gdouble zoom, width, height;

  select_named (view, "z1[1,1]");
  board = gs_board_new (gs_view_get_sight (view));
  layout = gs_board_lay_out (board, 912, 410, 1.07, &zoom);
  gs_layout_get_size (layout, &width, &height);
  g_assert_cmpfloat (width * zoom, <, 912.5);
  g_assert_cmpfloat (height * zoom, <, 410.5);
  g_assert_cmpfloat (gs_painter_get_digit_size (GS_CELL_WIDTH * zoom, GS_CELL_HEIGHT * zoom), >=,
                     GS_BOARD_LEGIBLE);
  for (gsize i = 0; i < G_N_ELEMENTS (in_play); i++) {
    NnCell cell;
    gdouble x, y;

    g_assert_true (gs_cell_name_parse ((GsCellScope){ program }, in_play[i], &cell, NULL));
    g_assert_true (gs_layout_get_cell (layout, &cell, 1, &x, &y));
  }
}

/* A lesson points at the whole picture and the whole kernel, for which there is no room: what the asked cell
 * is computed from is seen whole. */
static void
test_pointed_at (void)
{
  g_autoptr (GsView) view = open_line ("input 1x4x4 · conv 1 3x3 same");
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autoptr (GsBoard) board = NULL;

  for (gsize i = 0; i < 16; i++)
    g_array_append_val (cells, ((NnCell){ nn_program_find (program, "x"), i }));
  for (gsize i = 0; i < 9; i++)
    g_array_append_val (cells, ((NnCell){ nn_program_find (program, "W1"), i }));
  select_named (view, "z1[1,1,1,1]");
  gs_view_set_emphasis (view, cells, NULL);
  board = gs_board_new (gs_view_get_sight (view));
  g_assert_cmpuint (gs_board_count_in_play (board), <, GS_BOARD_FEW);
  g_assert_true (gs_board_fits (board, WIDTH, 260, 1));
}

/* Twice as high a screen: everything twice as large. */
static void
test_unit (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsBoard) board = NULL;
  g_autoptr (GsLayout) small = NULL, large = NULL;
  gdouble one, two;

  select_named (view, "a1[1,1]");
  board = gs_board_new (gs_view_get_sight (view));
  small = gs_board_lay_out (board, WIDTH, HEIGHT, 1, &one);
  large = gs_board_lay_out (board, 2 * WIDTH, 2 * HEIGHT, 2, &two);
  g_assert_cmpfloat (two, ==, 2 * one);
}

/* What fits is seen whole at the height that it asks for; the same cells, the same board. */
static void
test_fits (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsBoard) sum = NULL, again = NULL, squashed = NULL;
  gdouble least;

  select_named (view, "z2[1,2]");
  sum = gs_board_new (gs_view_get_sight (view));
  again = gs_board_new (gs_view_get_sight (view));
  select_named (view, "a1[1,1]");
  squashed = gs_board_new (gs_view_get_sight (view));
  g_assert_true (gs_board_equal (sum, again));
  g_assert_false (gs_board_equal (sum, squashed));
  least = gs_board_get_least_height (sum, WIDTH, 1, FALSE);
  g_assert_cmpfloat (least, >, 0);
  g_assert_true (gs_board_fits (sum, WIDTH, least + 1, 1));
  g_assert_false (gs_board_fits (sum, WIDTH, least / 3, 1));
  /* z1 and a1 lie in one row: they need less. */
  g_assert_cmpfloat (gs_board_get_least_height (squashed, WIDTH, 1, FALSE), <, least);
  g_assert_cmpfloat_with_epsilon (gs_board_get_least_height (sum, 2 * WIDTH, 2, FALSE), 2 * least, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board/signs", test_signs);
  g_test_add_func ("/board/signs-follow-the-formula", test_signs_follow_the_formula);
  g_test_add_func ("/board/highlighted", test_highlighted);
  g_test_add_func ("/board/asked", test_asked);
  g_test_add_func ("/board/every-operation", test_every_operation);
  g_test_add_func ("/board/cut", test_cut);
  g_test_add_func ("/board/little-room", test_little_room);
  g_test_add_func ("/board/pointed-at", test_pointed_at);
  g_test_add_func ("/board/fits", test_fits);
  g_test_add_func ("/board/unit", test_unit);
  return g_test_run ();
}
