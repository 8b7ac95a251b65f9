/* Names of cells and lists of them: every cell of random networks is found again by every way to write it;
 * what is refused says why and what to write. */
#include <string.h>

#include "app/cells/gs-cell-list.h"
#include "books.h"
#include "nn/nn-error.h"
#include "pass.h"

static GsWorkbook *
make_book (void)
{
  static const gdouble image[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

  return book_new ("input 1x3x3 · conv 2 2x2 relu as eye · flatten · dense 3 · dense 2",
                   NN_LOSS_SQUARED_ERROR, 1, image, (gdouble[]){ 0, 1 });
}

static void
assert_finds (GsWorkbook *book, const gchar *text, gint tensor, gsize offset)
{
  g_autoptr (GError) error = NULL;
  NnCell cell = { -1, 0 };

  gs_cell_name_parse (gs_workbook_get_scope (book), text, &cell, &error);
  g_assert_no_error (error);
  if (cell.tensor != tensor || cell.offset != offset)
    g_error ("“%s” is cell %zu of tensor %d", text, cell.offset, cell.tensor);
}

/* Spaces anywhere, in a name as it is displayed. */
static gchar *
spread (const gchar *text)
{
  GString *out = g_string_new (" ");

  for (; *text != '\0'; text++) {
    g_string_append_c (out, *text);
    if (strchr ("[],", *text) != NULL)
      g_string_append (out, "  ");
  }
  return g_string_free (out, FALSE);
}

static void
test_every_cell (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    const NnShape *shape = &nn_program_get_tensor (program, tensor)->shape;

    for (gsize offset = 0; offset < nn_shape_count (shape); offset++) {
      NnCell cell = { tensor, offset };
      g_autofree gchar *name = gs_cell_name (program, &cell),
                       *display = gs_cell_name_display (program, &cell);
      g_autofree gchar *loose = spread (name);
      gint index[NN_MAX_RANK];

      assert_finds (book, name, tensor, offset);
      assert_finds (book, display, tensor, offset);
      assert_finds (book, loose, tensor, offset);
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&display)));
      nn_shape_index (shape, offset, index);
      if (shape->rank == 2) {
        g_autofree gchar *address = g_strdup_printf ("%s!%c%d", nn_program_get_tensor (program, tensor)->name,
                                                     'A' + index[1] - 1, index[0]);
        g_autofree gchar *fixed = g_strdup_printf ("%s!$%c$%d", nn_program_get_tensor (program, tensor)->name,
                                                   'a' + index[1] - 1, index[0]);

        assert_finds (book, address, tensor, offset);
        assert_finds (book, fixed, tensor, offset);
      }
    }
  }
  g_assert_cmpuint (g_hash_table_size (seen), >, 150);
}

static void
test_spellings (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  NnProgram *program = gs_workbook_get_program (book);
  gint W = nn_program_find (program, "W2"), dW = nn_program_find (program, "dW2");
  g_autofree gchar *shown = gs_cell_name_display (program, &(NnCell){ dW, 4 });

  assert_finds (book, "W2[2,2]", W, 4);
  assert_finds (book, "dW2[2,2]", dW, 4);
  assert_finds (book, "dL/dW2[2,2]", dW, 4);
  assert_finds (book, "∂L/∂W2[2,2]", dW, 4);
  g_assert_cmpstr (shown, ==, "dL/dW2[2,2]");
  assert_finds (book, "dL/deye.W[1,1,1,2]", nn_program_find (program, "eye.dW"), 1);
  assert_finds (book, "eye.W.next[2,1,2,2]", nn_program_find (program, "eye.W.next"), 7);
  assert_finds (book, "b2[3]", nn_program_find (program, "b2"), 2);
  assert_finds (book, "b2[1,3]", nn_program_find (program, "b2"), 2); /* as a row */
  assert_finds (book, "L", nn_program_find (program, "L"), 0);
  assert_finds (book, "L[1,1]", nn_program_find (program, "L"), 0);
  assert_finds (book, "L!A1", nn_program_find (program, "L"), 0);
  assert_finds (book, "b2!C1", nn_program_find (program, "b2"), 2);
  /* Capitals matter only where they tell names apart. */
  assert_finds (book, "w2[1,2]", nn_program_find (program, "W2"), 1);
  assert_finds (book, "dl/Dw2[1,2]", nn_program_find (program, "dW2"), 1);
  assert_finds (book, "l", nn_program_find (program, "L"), 0);
}

static void
refuse (GsWorkbook *book, const gchar *text, gint code, const gchar *word)
{
  g_autoptr (GError) error = NULL;
  NnCell cell = { -7, 7 };

  g_assert_false (gs_cell_name_parse (gs_workbook_get_scope (book), text, &cell, &error));
  g_assert_error (error, NN_ERROR, code);
  g_assert_cmpint (cell.tensor, ==, -7);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s”: “%s” does not say “%s”", text, error->message, word);
}

static void
test_refusals (void)
{
  g_autoptr (GsWorkbook) book = make_book ();

  refuse (book, "", NN_ERROR_SYNTAX, "missing");
  refuse (book, "[1,2]", NN_ERROR_SYNTAX, "missing");
  refuse (book, "W4[1,1]", NN_ERROR_NAME, "W");
  refuse (book, "w22[1,1]", NN_ERROR_NAME, "did you mean");
  refuse (book, "W2", NN_ERROR_SYNTAX, "8×3 numbers, not one cell; write for example W2[1,1]");
  refuse (book, "W2[1]", NN_ERROR_SYNTAX, "too few indices");
  refuse (book, "W2[1,1,1]", NN_ERROR_SYNTAX, "too many indices");
  refuse (book, "W2[1,1", NN_ERROR_SYNTAX, "is not a cell");
  refuse (book, "W2[1,1]x", NN_ERROR_SYNTAX, "is not a cell");
  refuse (book, "W2[]", NN_ERROR_SYNTAX, "is not a cell");
  refuse (book, "W2[-1,1]", NN_ERROR_SYNTAX, "is not a cell");
  refuse (book, "W2[1.5,1]", NN_ERROR_SYNTAX, "is not a cell");
  refuse (book, "W2[1,1,1,1,1,1]", NN_ERROR_SYNTAX, "is not a cell");
  refuse (book, "W2[0,1]", NN_ERROR_SHAPE, "lies outside: W2 is 8×3");
  refuse (book, "W2[9,1]", NN_ERROR_SHAPE, "lies outside");
  refuse (book, "W2[1,99999999999999999999]", NN_ERROR_SHAPE, "lies outside");
  refuse (book, "L[2]", NN_ERROR_SHAPE, "L is a single number; write L");
  refuse (book, "b2[2,1]", NN_ERROR_SHAPE, "lies outside");
  refuse (book, "W2!D1", NN_ERROR_SHAPE, "lies outside");
  refuse (book, "W2!A9", NN_ERROR_SHAPE, "lies outside");
  refuse (book, "W2!A0", NN_ERROR_SHAPE, "lies outside");
  refuse (book, "W2!A", NN_ERROR_SYNTAX, "no address");
  refuse (book, "W2!1", NN_ERROR_SYNTAX, "no address");
  refuse (book, "W2!A1B", NN_ERROR_SYNTAX, "no address");
  refuse (book, "eye.W!A1", NN_ERROR_SYNTAX, "more than a sheet");
  refuse (book, "b2!A2", NN_ERROR_SHAPE, "lies outside");
  refuse (book, "L!B1", NN_ERROR_SHAPE, "single number");
}

static void
test_blocks (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GError) error = NULL;
  gboolean whole = FALSE;
  NnCell cell;

  g_assert_true (gs_cell_name_parse_block ((GsCellScope){ program }, "W2", &cell, &whole, &error));
  g_assert_true (whole);
  g_assert_cmpuint (cell.offset, ==, 0);
  g_assert_true (gs_cell_name_parse_block ((GsCellScope){ program }, "W2[1,2]", &cell, &whole, &error));
  g_assert_false (whole);
  g_assert_true (gs_cell_name_parse_block ((GsCellScope){ program }, "L", &cell, &whole, &error));
  g_assert_false (whole); /* a single number is a cell */
}

/* ---- lists ---- */

static void
assert_lists (GsWorkbook *book, const gchar *text, const gchar *wanted)
{
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) cells = gs_cell_list_parse ((GsCellScope){ program }, text, 1000, &error);
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < cells->len; i++) {
    g_autofree gchar *name = gs_cell_name (program, &g_array_index (cells, NnCell, i));

    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", name);
  }
  g_assert_cmpstr (names->str, ==, wanted);
}

static void
test_lists (void)
{
  g_autoptr (GsWorkbook) book = make_book ();

  assert_lists (book, "b2", "b2[1] b2[2] b2[3]");
  assert_lists (book, "L; b2[2], L", "L b2[2]"); /* each once */
  assert_lists (book, "W2[1,2]..W2[2,3]", "W2[1,2] W2[1,3] W2[2,2] W2[2,3]");
  assert_lists (book, " b3 ,, L ,", "b3[1] b3[2] L");
  assert_lists (book, "z2..a2", "z2[1,1] z2[1,2] z2[1,3] a2[1,1] a2[1,2] a2[1,3]");
}

static void
refuse_list (GsWorkbook *book, const gchar *text, gsize most, gint code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_cell_list_parse (gs_workbook_get_scope (book), text, most, &error));
  g_assert_error (error, NN_ERROR, code);
}

static void
test_lists_refused (void)
{
  g_autoptr (GsWorkbook) book = make_book ();

  refuse_list (book, "", 10, NN_ERROR_SYNTAX);
  refuse_list (book, " , ;", 10, NN_ERROR_SYNTAX);
  refuse_list (book, "L, nothing", 10, NN_ERROR_NAME);
  refuse_list (book, "W2[9,9]", 10, NN_ERROR_SHAPE);
  refuse_list (book, "W2", 10, NN_ERROR_SIZE);
  refuse_list (book, "W2[1,1]..b2[1]", 10, NN_ERROR_SYNTAX);
}

static void
test_find_end (void)
{
  static const gchar text[] = "W1[1,1] x";

  g_assert_true (gs_cell_list_find_end (text, ",") == text + strlen (text));
  g_assert_true (gs_cell_list_find_end (text, ", ") == text + 7);
  g_assert_true (gs_cell_list_find_end ("", ",")[0] == '\0');
  g_assert_cmpstr (gs_cell_list_find_end ("]a,b", ","), ==, ",b"); /* a bracket too many is none */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cell-name/every-cell", test_every_cell);
  g_test_add_func ("/cell-name/spellings", test_spellings);
  g_test_add_func ("/cell-name/refusals", test_refusals);
  g_test_add_func ("/cell-name/blocks", test_blocks);
  g_test_add_func ("/cell-name/lists", test_lists);
  g_test_add_func ("/cell-name/lists-refused", test_lists_refused);
  g_test_add_func ("/cell-name/find-end", test_find_end);
  return g_test_run ();
}
