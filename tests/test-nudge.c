/* One cell moved a little: the difference by hand, the step, kinks and ties, refusals, and that nothing is
 * left changed. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "app/inspect/gs-nudge.h"
#include "app/text/gs-number.h"
#include "books.h"
#include "nn/nn-error.h"

static GsNudge
nudge_cell (GsWorkbook *book, const gchar *name, gdouble h)
{
  g_autoptr (GError) error = NULL;
  NnCell cell = book_find (book, name);
  GsNudge nudge;

  gs_nudge (book, &cell, h, &nudge, &error);
  g_assert_no_error (error);
  return nudge;
}

/* L = (w x + b - t)² for one row. */
static gdouble
loss (gdouble w, gdouble b)
{
  return (w * 3 + b - 5) * (w * 3 + b - 5);
}

static void
test_by_hand (void)
{
  g_autoptr (GsWorkbook) book =
      book_new ("input 1 · dense 1", NN_LOSS_SQUARED_ERROR, 1, (gdouble[]){ 3 }, (gdouble[]){ 5 });
  GsNudge nudge;

  book_set (book, "W1[1,1]", 0.5);
  book_set (book, "b1[1]", 0.25);
  nudge = nudge_cell (book, "W1[1,1]", 0.125);
  g_assert_cmpfloat (nudge.h, ==, 0.125);
  g_assert_cmpfloat (nudge.plus, ==, loss (0.625, 0.25));
  g_assert_cmpfloat (nudge.minus, ==, loss (0.375, 0.25));
  g_assert_cmpfloat (nudge.difference, ==, 4 * (nudge.plus - nudge.minus));
  g_assert_cmpfloat (nudge.gradient, ==, 2 * 3 * (1.5 + 0.25 - 5));
  g_assert_cmpint (nudge.kind, ==, GS_NUDGE_SMOOTH);
  g_assert_cmpint (nudge.where.tensor, ==, -1);
  /* An input, and a cell on the way. */
  nudge = nudge_cell (book, "x[1,1]", 0.125);
  g_assert_cmpfloat (nudge.difference, ==, 2 * 0.5 * (1.5 + 0.25 - 5));
  g_assert_true (isnan (nudge.gradient)); /* the program has none for inputs */
  nudge = nudge_cell (book, "z1[1,1]", 0.125);
  g_assert_cmpfloat (nudge.difference, ==, 2 * (1.5 + 0.25 - 5));
}

/* A step that is chosen moves both ways by the same, whatever the cell's size. */
static void
test_chosen_step (void)
{
  g_autoptr (GsWorkbook) book =
      book_new ("input 1 · dense 1", NN_LOSS_SQUARED_ERROR, 1, (gdouble[]){ 3 }, (gdouble[]){ 5 });

  for (gint exponent = -30; exponent <= 30; exponent += 3) {
    gdouble value = ldexp (1.2345, exponent);
    GsNudge nudge;

    book_set (book, "W1[1,1]", value);
    nudge = nudge_cell (book, "W1[1,1]", 0);
    g_assert_cmpfloat (frexp (nudge.h, &(gint){ 0 }), ==, 0.5);
    g_assert_cmpfloat (fabs (value + nudge.h - value - nudge.h), <=, 1e-10 * nudge.h);
    g_assert_cmpfloat (fabs (nudge.difference - nudge.gradient), <=,
                       1e-9 * fabs (nudge.gradient) + gs_nudge_get_noise (&nudge));
  }
}

static void
test_ready_made (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  GsNudge nudge = nudge_cell (book, "W2[1,1]", 0);

  g_assert_cmpfloat_with_epsilon (nudge.difference, 0.082167041, 1e-9);
  g_assert_cmpfloat_with_epsilon (nudge.gradient, 0.082167041, 5e-10);
  nudge = nudge_cell (book, "a1[1,1]", 1e-3);
  g_assert_cmpfloat (nudge.h, ==, 1e-3);
  g_assert_cmpfloat_with_epsilon (nudge.difference, nudge.gradient, 1e-7);
}

static void
expect_ways (GsWorkbook *book, const gchar *name, const gchar *wanted)
{
  GsNudge nudge = nudge_cell (book, name, 1e-3);
  g_autoptr (GString) text = g_string_new (NULL);
  GsNudgeText printed;

  gs_nudge_print (&nudge, &printed);
  for (gint i = 0; i < nudge.n_ways; i++) {
    g_autofree gchar *over = gs_nudge_name_way (gs_workbook_get_program (book), &nudge, i);

    g_string_append_printf (text, "%s %s, ", over, printed.ways[i]);
  }
  g_string_append (text, printed.gradient);
  g_assert_cmpstr (text->str, ==, wanted);
  gs_nudge_text_clear (&printed);
}

/* A gradient that comes back by several ways is the sum of what each brings, as it is printed, too. */
static void
test_ways (void)
{
  g_autoptr (GsWorkbook) mazur = book_open ("mazur"), residual = book_open ("residual");
  g_autoptr (GsWorkbook) rows =
      book_new ("input 1 · dense 1", NN_LOSS_SQUARED_ERROR, 2, (gdouble[]){ 3, 1 }, (gdouble[]){ 5, 2 });

  book_set (rows, "W1[1,1]", 0.5);
  expect_ways (mazur, "a1[1,1]", "z2[1,1] 0.055399, z2[1,2] −0.019049, 0.03635");
  expect_ways (mazur, "z2[1,1]", "0.1385");
  expect_ways (mazur, "W2[1,1]", "0.082167");
  expect_ways (residual, "h.a[1,1]", "z2 0.5, s2 1, 1.5");
  expect_ways (rows, "W1[1,1]", "z1[1,1] −10.5, z1[2,1] −1.5, −12");
}

static void
refuse (GsWorkbook *book, const gchar *name, gdouble h, const gchar *word)
{
  g_autoptr (GError) error = NULL;
  NnCell cell = book_find (book, name);
  GsNudge nudge;

  g_assert_false (gs_nudge (book, &cell, h, &nudge, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”", error->message, word);
}

static void
test_refusals (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");

  refuse (book, "W2[1,1]", -1, "positive");
  refuse (book, "W2[1,1]", NAN, "positive");
  refuse (book, "W2[1,1]", INFINITY, "positive");
  refuse (book, "lr", 0, "lr cannot be nudged");
  refuse (book, "L", 0, "L cannot be nudged");
  refuse (book, "dW1[1,1]", 0, "cannot be nudged");
  refuse (book, "W1.next[1,1]", 0, "cannot be nudged");
}

/* The workbook's own run does not notice, cells held by hand stay held. */
static void
test_leaves_no_trace (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GError) error = NULL;
  NnCell held = book_find (book, "a1[1,2]");
  g_autofree gchar *before = NULL, *after = NULL;
  gsize length;
  GsDocument *document;
  GsNudge nudge;

  g_assert_true (gs_workbook_pin (book, &held, 0.5, &error));
  document = gs_workbook_to_document (book);
  before = gs_document_to_text (document, &length);
  gs_document_free (document);
  nudge = nudge_cell (book, "a1[1,2]", 0);
  g_assert_cmpfloat_with_epsilon (nudge.difference, nudge.gradient, 1e-7);
  nudge = nudge_cell (book, "a1[1,1]", 0);
  g_assert_cmpfloat_with_epsilon (nudge.difference, nudge.gradient, 1e-7);
  /* Behind a held cell nothing is felt. */
  g_assert_cmpfloat (nudge_cell (book, "z1[1,2]", 0).gradient, ==, 0);
  g_assert_cmpfloat (nudge_cell (book, "z1[1,2]", 0).difference, ==, 0);
  document = gs_workbook_to_document (book);
  after = gs_document_to_text (document, &length);
  gs_document_free (document);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
}

/* A gradient that is held by hand, or computed from one, is no derivative; others are. */
static void
test_held_gradient (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GError) error = NULL;
  NnCell dW2, dz1;
  GsNudge nudge;

  dW2 = book_find (book, "dW2[1,1]");
  g_assert_true (gs_workbook_pin (book, &dW2, 3, &error));
  nudge = nudge_cell (book, "W2[1,1]", 0.001);
  g_assert_cmpint (nudge.kind, ==, GS_NUDGE_HELD);
  g_assert_cmpfloat (nudge.gradient, ==, 3);
  g_assert_cmpint (nudge.where.tensor, ==, dW2.tensor);
  g_assert_cmpuint (nudge.where.offset, ==, dW2.offset);
  g_assert_cmpint (nudge_cell (book, "W2[1,2]", 0).kind, ==, GS_NUDGE_SMOOTH);
  g_assert_cmpint (nudge_cell (book, "W1[1,1]", 0).kind, ==, GS_NUDGE_SMOOTH);
  dz1 = book_find (book, "dz1[1,2]");
  g_assert_true (gs_workbook_pin (book, &dz1, -1, &error));
  nudge = nudge_cell (book, "W1[1,2]", 0);
  g_assert_cmpint (nudge.kind, ==, GS_NUDGE_HELD);
  g_assert_cmpint (nudge.where.tensor, ==, book_find (book, "dz1[1,2]").tensor);
  nudge = nudge_cell (book, "W1[1,1]", 0);
  g_assert_cmpint (nudge.kind, ==, GS_NUDGE_SMOOTH);
  g_assert_cmpfloat_with_epsilon (nudge.difference, nudge.gradient, 1e-7);
}

/* relu at 0: one side has a slope, the other has not. */
static void
test_kink (void)
{
  g_autoptr (GsWorkbook) book = book_new ("input 1 · dense 1 relu no-bias", NN_LOSS_SQUARED_ERROR, 1,
                                          (gdouble[]){ 2 }, (gdouble[]){ 1 });
  GsNudge nudge;

  book_set (book, "W1[1,1]", 0);
  nudge = nudge_cell (book, "W1[1,1]", 0);
  g_assert_cmpint (nudge.kind, ==, GS_NUDGE_KINK);
  g_assert_cmpint (nudge.where.tensor, ==, book_find (book, "z1[1,1]").tensor);
  g_assert_cmpfloat (nudge.gradient, ==, 0);
  /* Off the kink by more than the step it is smooth. */
  book_set (book, "W1[1,1]", 0.01);
  g_assert_cmpint (nudge_cell (book, "W1[1,1]", 0).kind, ==, GS_NUDGE_SMOOTH);
  g_assert_cmpint (nudge_cell (book, "W1[1,1]", 0.02).kind, ==, GS_NUDGE_KINK);
  /* An input of 0 never moves it. */
  book_set (book, "W1[1,1]", 0);
  book_set (book, "x[1,1]", 0);
  g_assert_cmpint (nudge_cell (book, "W1[1,1]", 0).kind, ==, GS_NUDGE_SMOOTH);
}

/* Two rows whose kinks have slopes that agree: 0 to the left of one and to the right of the other. */
static void
test_two_kinks_that_cancel (void)
{
  g_autoptr (GsWorkbook) book = book_new ("input 1 · dense 1 relu no-bias", NN_LOSS_SQUARED_ERROR, 2,
                                          (gdouble[]){ 1, -1 }, (gdouble[]){ 1, -1 });
  GsNudge nudge;

  book_set (book, "W1[1,1]", 0);
  nudge = nudge_cell (book, "W1[1,1]", 0);
  g_assert_cmpfloat (nudge.gradient, ==, 0);
  g_assert_cmpfloat_with_epsilon (nudge.difference, -1, 1e-5);
  g_assert_cmpint (nudge.kind, ==, GS_NUDGE_KINK);
  g_assert_cmpint (nudge.where.tensor, ==, book_find (book, "z1[1,1]").tensor);
  /* Where the loss does not listen there is no kink: outputs that meet their targets have no gradient. */
  book_set (book, "t[1,1]", 0);
  book_set (book, "t[2,1]", 0);
  nudge = nudge_cell (book, "W1[1,1]", 0);
  g_assert_cmpint (nudge.kind, ==, GS_NUDGE_SMOOTH);
  g_assert_cmpint (nudge.where.tensor, ==, -1);
}

static void
test_tie (void)
{
  g_autoptr (GsWorkbook) book =
      book_new ("input 1x2x2 · max-pool 2 · flatten · dense 1", NN_LOSS_SQUARED_ERROR, 1,
                (gdouble[]){ 3, 1, 3, 2 }, (gdouble[]){ 1 });

  book_set (book, "W1[1,1]", 1);
  g_assert_cmpint (nudge_cell (book, "x[1,1,1,1]", 0).kind, ==, GS_NUDGE_TIE);
  g_assert_cmpint (nudge_cell (book, "x[1,1,2,1]", 0).kind, ==, GS_NUDGE_TIE);
  g_assert_cmpint (nudge_cell (book, "x[1,1,1,2]", 0).kind, ==, GS_NUDGE_SMOOTH);
  g_assert_cmpfloat (nudge_cell (book, "x[1,1,1,2]", 0).difference, ==, 0);
  book_set (book, "x[1,1,2,1]", 2.5);
  g_assert_cmpint (nudge_cell (book, "x[1,1,1,1]", 0).kind, ==, GS_NUDGE_SMOOTH);
}

/* |w| at 0, by the penalty. */
static void
test_penalty_kink (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) first =
      book_new ("input 1 · dense 1 no-bias", NN_LOSS_SQUARED_ERROR, 1, (gdouble[]){ 2 }, (gdouble[]){ 1 });
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (first));

  network->penalty.use_l1 = TRUE;
  network->penalty.l1 = 0.5;
  g_assert_true (gs_workbook_set_network (first, network, gs_workbook_get_data (first), "Penalty", &error));
  g_assert_no_error (error);
  book_set (first, "W1[1,1]", 0);
  g_assert_cmpint (nudge_cell (first, "W1[1,1]", 0).kind, ==, GS_NUDGE_KINK);
  book_set (first, "W1[1,1]", 0.5);
  g_assert_cmpint (nudge_cell (first, "W1[1,1]", 0).kind, ==, GS_NUDGE_SMOOTH);
}

/* A number as it stands on the screen, typed into a calculator. */
static gdouble
type_in (const gchar *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "−", "-", 0);
  return g_ascii_strtod (plain->str, NULL);
}

static void
check_printed (const GsNudge *nudge)
{
  GsNudgeText text;
  gdouble quotient, printed;

  gs_nudge_print (nudge, &text);
  g_assert_cmpstr (text.h, ==, "0.001");
  quotient = (type_in (text.plus) - type_in (text.minus)) / 0.002;
  printed = type_in (text.difference);
  /* Half a unit of the last digit that is printed. */
  g_assert_cmpfloat (fabs (quotient - printed), <=,
                     0.5000001 * pow (10, floor (log10 (fabs (printed) + 1e-300)) - text.n_digits + 1));
  g_assert_cmpint (text.n_agree, <=, text.n_digits);
  if (text.n_agree == text.n_digits)
    g_assert_cmpstr (text.difference, ==, text.gradient);
  else if (text.gradient != NULL)
    g_assert_cmpstr (text.difference, !=, text.gradient);
  gs_nudge_text_clear (&text);
}

/* The printed quotient follows from the printed losses, and agreement is what two printed numbers share. */
static void
test_printed (void)
{
  static const gchar *const names[] = { "mazur", "xor", "softmax3", "residual" };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GsWorkbook) book = book_open (names[i]);
    NnProgram *program = gs_workbook_get_program (book);

    for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
      const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
      GsNudge nudge;

      for (gsize at = 0; info->gradient >= 0 && at < nn_shape_count (&info->shape); at++)
        if (gs_nudge (book, &(NnCell){ tensor, at }, GS_NUDGE_STEP, &nudge, NULL)) {
          check_printed (&nudge);
          n++;
        }
    }
  }
  g_assert_cmpuint (n, >, 60);
}

/* The locale of people who write 0,1385; made where the machine has none. */
static gboolean
choose_comma (const gchar *folder)
{
  g_autofree gchar *command =
      g_strdup_printf ("localedef -i de_DE -f UTF-8 %s" G_DIR_SEPARATOR_S "de_DE.UTF-8", folder);

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") != NULL)
    return TRUE;
  g_setenv ("LOCPATH", folder, TRUE);
  return g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL)
         && setlocale (LC_NUMERIC, "de_DE.UTF-8") != NULL;
}

/* The same digits are printed, and found to agree, where decimals have a comma. */
static void
test_printed_with_a_comma (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autofree gchar *folder = g_dir_make_tmp ("gs-nudge-XXXXXX", NULL);
  g_autofree gchar *removal = g_strdup_printf ("rm -r %s", folder);
  const GsNudge nudge = nudge_cell (book, "W2[1,1]", GS_NUDGE_STEP);
  GsNudgeText plain, comma;

  gs_nudge_print (&nudge, &plain);
  if (choose_comma (folder)) {
    gs_number_prefer_sign ('.');
    gs_nudge_print (&nudge, &comma);
    gs_number_prefer_sign ('\0');
    setlocale (LC_NUMERIC, "C");
    g_assert_cmpstr (comma.difference, ==, plain.difference);
    g_assert_cmpstr (comma.gradient, ==, plain.gradient);
    g_assert_cmpint (comma.n_agree, ==, plain.n_agree);
    gs_nudge_text_clear (&comma);
  } else {
    g_test_skip ("optional: no locale with a decimal comma is installed, and none could be made");
  }
  gs_nudge_text_clear (&plain);
  g_spawn_command_line_sync (removal, NULL, NULL, NULL, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nudge/by-hand", test_by_hand);
  g_test_add_func ("/nudge/chosen-step", test_chosen_step);
  g_test_add_func ("/nudge/ready-made", test_ready_made);
  g_test_add_func ("/nudge/ways", test_ways);
  g_test_add_func ("/nudge/refusals", test_refusals);
  g_test_add_func ("/nudge/no-trace", test_leaves_no_trace);
  g_test_add_func ("/nudge/kink", test_kink);
  g_test_add_func ("/nudge/two-kinks", test_two_kinks_that_cancel);
  g_test_add_func ("/nudge/tie", test_tie);
  g_test_add_func ("/nudge/penalty-kink", test_penalty_kink);
  g_test_add_func ("/nudge/printed", test_printed);
  g_test_add_func ("/nudge/printed-with-a-comma", test_printed_with_a_comma);
  g_test_add_func ("/nudge/held-gradient", test_held_gradient);
  return g_test_run ();
}
