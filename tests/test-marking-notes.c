/* What is said of marked cells, and to how many digits numbers are held against each other. */
#include <math.h>
#include <string.h>

#include "app/view/gs-view.h"
#include "marking.h"

static const gchar *const networks[] = { "mazur", "welch", "xor", "conv" };

/* ---- notes ---- */

static gchar *
get_note (Learner *learner, const NnCell *cell, gboolean reveal)
{
  g_autoptr (GsMarking) marking = gs_marking_new (learner->blanks);
  g_autoptr (GsMarkNote) note = gs_marking_explain (marking, cell, reveal, NULL, 0);

  if (note->mark == GS_MARK_EMPTY) {
    g_assert_null (note->numbers);
    g_assert_null (note->expected);
    g_assert_cmpuint (note->earlier->len, ==, 0);
  }
  return gs_mark_note_to_text (note);
}

/* What is said of an empty cell is the same whatever numbers are in the network. */
static void
test_empty_cells_keep_quiet (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autoptr (GsWorkbook) one = marking_open (networks[i], 1), other = marking_open (networks[i], 3);
    g_autoptr (Learner) learner = learner_new (one, NULL), another = learner_new (other, NULL);

    for (guint k = 0; k < gs_blanks_get_n_cells (learner->blanks); k++) {
      NnCell cell = *gs_blanks_get_cell (learner->blanks, k);
      g_autofree gchar *said = get_note (learner, &cell, FALSE), *revealed = get_note (learner, &cell, TRUE);
      g_autofree gchar *said_there = get_note (another, &cell, TRUE);

      g_assert_cmpstr (said, ==, revealed);
      g_assert_cmpstr (said, ==, said_there);
      g_assert_true (g_str_has_prefix (said, "Still empty.\n"));
    }
  }
}

/* Nor does it say which side of a relu's kink the number is on; a sigmoid is one curve. */
static void
test_choices (void)
{
  static const struct {
    const gchar *network, *cell, *formula;
  } rows[] = {
    { "conv", "a1[1,2,3,1]", "a1[b,f,r,c] = if(z1[b,f,r,c] > 0, z1[b,f,r,c], 0)" },
    { "conv", "dz1[1,1,1,1]", "dz1[b,f,r,c] = if(z1[b,f,r,c] > 0, da1[b,f,r,c], 0)" },
    { "mazur", "a1[1,1]", "a1[1,1] = 1 / (1 + e^−z1[1,1])" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint64 seed = 1; seed <= 3; seed++) {
      g_autoptr (GsWorkbook) book = marking_open (rows[i].network, seed);
      g_autoptr (Learner) learner = learner_new (book, NULL);
      NnCell cell = learner_find (learner, rows[i].cell);
      g_autofree gchar *empty = get_note (learner, &cell, TRUE);
      g_autofree gchar *wanted = g_strconcat ("Still empty.\n", rows[i].formula, NULL);
      g_autoptr (GsMarking) marking = NULL;
      g_autoptr (GsMarkNote) note = NULL;

      g_assert_cmpstr (empty, ==, wanted);
      learner_type (learner, &cell, 55);
      marking = gs_marking_new (learner->blanks);
      note = gs_marking_explain (marking, &cell, FALSE, NULL, 0);
      g_assert_cmpstr (note->formula, ==, rows[i].formula);
      g_assert_true ((note->numbers == NULL) == g_str_equal (rows[i].network, "conv"));
    }
}

/* Every other cell wrong, the rest empty: without `reveal` no note has a number that was to be found. */
static void
check_secrets (const gchar *name, guint64 seed)
{
  g_autoptr (GsWorkbook) book = marking_open (name, seed);
  g_autoptr (Learner) learner = learner_new (book, NULL);
  guint n = gs_blanks_get_n_cells (learner->blanks);
  g_autoptr (GPtrArray) secrets = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++) {
    const NnCell *cell = gs_blanks_get_cell (learner->blanks, i);
    gdouble exact = learner->exact[cell->tensor][cell->offset];

    if (i % 2 == 0)
      learner_type (learner, cell, exact + 77.7);
    /* Few digits may come about by chance. */
    if (fabs (marking_round (exact) * 100 - nearbyint (marking_round (exact) * 100)) > 1e-6)
      g_ptr_array_add (secrets, nn_dialect_number (fabs (marking_round (exact)), 17, 0));
  }
  g_assert_cmpuint (secrets->len, >, 5);
  for (guint i = 0; i < n; i++) {
    g_autofree gchar *text = get_note (learner, gs_blanks_get_cell (learner->blanks, i), FALSE);

    for (guint k = 0; k < secrets->len; k++)
      if (strstr (text, g_ptr_array_index (secrets, k)) != NULL)
        g_error ("%s gives %s away:\n%s", name, (gchar *) g_ptr_array_index (secrets, k), text);
  }
}

static void
test_secrets (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    for (guint64 seed = 1; seed <= 3; seed++)
      check_secrets (networks[i], seed);
}

/* Texts in full, with the numbers of Mazur's article. */
static void
test_notes (void)
{
  static const struct {
    const gchar *cell, *entry, *note, *revealed;
  } lines[] = {
    { "z1[1,1]", "0.3775",
      "Right.\nz1[1,1] = x[1,1] × W1[1,1] + x[1,2] × W1[2,1] + b1[1]\n= 0.05 × 0.15 + 0.1 × 0.2 + 0.35\n= "
      "0.3775",
      NULL },
    { "z1[1,2]", "0.4",
      "Right as far as it goes, but 4 digits are asked for.\nz1[1,2] = x[1,1] × W1[1,2] + x[1,2] × W1[2,2] + "
      "b1[2]\n= "
      "0.05 × 0.25 + 0.1 × 0.3 + 0.35",
      "Right as far as it goes, but 4 digits are asked for.\nz1[1,2] = x[1,1] × W1[1,2] + x[1,2] × W1[2,2] + "
      "b1[2]\n= "
      "0.05 × 0.25 + 0.1 × 0.3 + 0.35\n= 0.3925" },
    { "a1[1,2]", "0.5987",
      "Right, given your own earlier number: z1[1,2] = 0.4.\na1[1,2] = 1 / (1 + e^−z1[1,2])\n= 1 / (1 + "
      "e^−0.4)\n= 0.5987",
      "Right, given your own earlier number: z1[1,2] = 0.4.\na1[1,2] = 1 / (1 + e^−z1[1,2])\n= 1 / (1 + "
      "e^−0.4)\n= 0.5987 from your own numbers; 0.5969 from the right ones" },
    { "da2[1,2]", "0.2171",
      "Not right, and it does not follow from your own earlier numbers either.\nda2[1,2] = dL × (a2[1,2] − "
      "t[1,2])\n= 1 × (a2[1,2] − 0.99)",
      "Not right, and it does not follow from your own earlier numbers either.\nda2[1,2] = dL × (a2[1,2] − "
      "t[1,2])\n= 1 × (a2[1,2] − 0.99)\n= −0.2171, or −0.2169 from your own numbers" },
    { "dz2[1,2]", "0.1",
      "Not right, and it does not follow from your own earlier numbers either.\ndz2[1,2] = da2[1,2] × "
      "a2[1,2] × (1 − a2[1,2])\n= 0.2171 × a2[1,2] × (1 − a2[1,2])",
      "Not right, and it does not follow from your own earlier numbers either.\ndz2[1,2] = da2[1,2] × "
      "a2[1,2] × (1 − a2[1,2])\n= 0.2171 × a2[1,2] × (1 − a2[1,2])\n= −0.0381, or 0.03808 from your own "
      "numbers" },
    { "da1[1,1]", "0.03635",
      "Right.\nda1[1,1] = dz2[1,1] × W2[1,1] + dz2[1,2] × W2[1,2]\n= dz2[1,1] × 0.4 + dz2[1,2] × 0.5\n= "
      "0.03635",
      "Right.\nda1[1,1] = dz2[1,1] × W2[1,1] + dz2[1,2] × W2[1,2]\n= dz2[1,1] × 0.4 + (−0.0381) × 0.5\n= "
      "0.03635" },
  };
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/mazur.gradsheet", SOURCE_ROOT);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (path, &error);
  g_autoptr (Learner) learner = NULL;

  g_assert_no_error (error);
  learner = learner_new (book, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    NnCell cell = learner_find (learner, lines[i].cell);

    g_assert_true (gs_blanks_type (learner->blanks, &cell, lines[i].entry, NULL));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    NnCell cell = learner_find (learner, lines[i].cell);
    g_autofree gchar *note = get_note (learner, &cell, FALSE), *revealed = get_note (learner, &cell, TRUE);

    g_assert_cmpstr (note, ==, lines[i].note);
    g_assert_cmpstr (revealed, ==, lines[i].revealed != NULL ? lines[i].revealed : lines[i].note);
  }
}

/* The way back through a deep network is gone once, not once for each of its millions of paths. */
static void
test_deep (void)
{
  g_autoptr (GString) text =
      g_string_new ("{\"format\": \"gradsheet\", \"version\": 1, \"input\": [4], \"layers\": [");
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (Learner) learner = NULL;
  g_autoptr (GsMarking) marking = NULL;
  g_autoptr (GError) error = NULL;
  GsDocument *document;
  NnCell slip, last;

  for (gint i = 0; i < 12; i++)
    g_string_append_printf (text, "%s{\"kind\": \"dense\", \"units\": 6, \"activation\": \"tanh\"}",
                            i > 0 ? "," : "");
  g_string_append (text, "], \"data\": {\"inputs\": [[1, 2, 3, 4]], \"targets\": [[1, 2, 3, 4, 5, 6]]}}");
  document = gs_document_load_bytes (text->str, text->len, "deep", &error);
  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  learner = learner_new (book, "z1[1,3], dW1[2,2]");
  slip = learner_find (learner, "z1[1,3]");
  last = learner_find (learner, "dW1[2,2]");
  learner_fill_own (learner, &slip, 0.77);
  for (gint wrong = 0; wrong < 2; wrong++) {
    g_autoptr (GsMarkNote) note = NULL;

    if (wrong)
      learner_type (learner, &last, 99);
    g_clear_pointer (&marking, gs_marking_free);
    marking = gs_marking_new (learner->blanks);
    note = gs_marking_explain (marking, &last, FALSE, NULL, 0);
    g_assert_cmpint (note->mark, ==, wrong ? GS_MARK_WRONG : GS_MARK_RIGHT_GIVEN_EARLIER);
    g_assert_cmpuint (note->earlier->len, ==, 1);
    g_assert_cmpint (g_array_index (note->earlier, NnCell, 0).tensor, ==, slip.tensor);
    g_assert_cmpuint (g_array_index (note->earlier, NnCell, 0).offset, ==, slip.offset);
  }
}

/* ---- digits ---- */

static void
test_agreement (void)
{
  static const struct {
    gdouble entry, value;
    gint digits;
    gboolean agrees;
  } rows[] = {
    { 0.5933, 0.593269992, 4, TRUE },
    { 0.5932, 0.593269992, 4, TRUE },
    { 0.5934, 0.593269992, 4, FALSE },
    { 0.59327, 0.593269992, 4, TRUE },
    { 0.59, 0.593269992, 4, FALSE },
    { 0.59, 0.593269992, 2, TRUE },
    { 0.6, 0.593269992, 2, TRUE },
    { -0.5933, 0.593269992, 4, FALSE },
    { 12.35, 12.3451, 4, TRUE },
    { 12.33, 12.3451, 4, FALSE },
    { 12.3, 12.3451, 2, TRUE },
    { 4.386e-4, 0.000438568, 4, TRUE },
    { 4.39e-4, 0.000438568, 4, FALSE },
    { 0.0004, 0.000438568, 4, FALSE },
    { 0.00044, 0.000438568, 4, FALSE },
    { 0.008771, 0.00877135, 4, TRUE },
    { 0.0088, 0.00877135, 4, FALSE },
    { 12345, 12344.6, 5, TRUE },
    { 0, 0, 4, TRUE },
    { 1e-9, 0, 4, FALSE },
    { 0, 1e-9, 4, FALSE },
    { 1, NAN, 4, FALSE },
    { 1, INFINITY, 4, FALSE },
    { 1, 0.99996, 4, TRUE },
    { 0.3, 0.1 + 0.2, 17, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (gs_marking_agrees (rows[i].entry, rows[i].value, rows[i].digits) != rows[i].agrees)
      g_error ("%.17g against %.17g with %d digits", rows[i].entry, rows[i].value, rows[i].digits);
}

/* What the sheet shows is right, whatever digits are asked for; one unit more is tolerated, two are not. */
static void
test_shown_numbers (void)
{
  for (gint digits = GS_BLANKS_MIN_DIGITS; digits <= 10; digits++)
    for (gdouble value = 1.2345678912345e-7; value < 1e7; value *= 3.7) {
      gchar buffer[GS_VIEW_BUFFER], *last;
      g_autoptr (GString) text = g_string_new (gs_view_format (value, digits, buffer));
      gdouble shown;

      g_string_replace (text, "−", "-", 0);
      shown = g_ascii_strtod (text->str, NULL);
      g_assert_true (gs_marking_agrees (shown, value, digits));
      /* Three units in the last place that is shown. */
      for (last = text->str + strcspn (text->str, "e") - 1; *last >= '7' || *last == '.'; last--)
        if (*last != '.')
          *last = (gchar) (*last - 7);
      if (last < text->str || last + 1 != text->str + strcspn (text->str, "e"))
        continue;
      *last = (gchar) (*last + 3);
      if (gs_marking_agrees (g_ascii_strtod (text->str, NULL), value, digits))
        g_error ("%s passes for %.17g with %d digits", text->str, value, digits);
    }
}

static void
test_digits (void)
{
  g_autoptr (GsWorkbook) book = marking_open ("mazur", 1);
  g_autoptr (Learner) learner = learner_new (book, "a1[1,1]");
  NnCell cell = learner_find (learner, "a1[1,1]");
  gdouble exact = learner->exact[cell.tensor][cell.offset];

  for (gint digits = 2; digits <= 8; digits++) {
    g_autofree gchar *text = g_strdup_printf ("%.*f", digits, exact);
    g_autoptr (GsMarking) enough = NULL, too_few = NULL;
    g_autoptr (GsMarkNote) note = NULL;

    g_assert_true (gs_blanks_type (learner->blanks, &cell, text, NULL));
    gs_blanks_set_digits (learner->blanks, digits);
    enough = gs_marking_new (learner->blanks);
    g_assert_cmpint (gs_marking_get (enough, &cell), ==, GS_MARK_RIGHT);
    gs_blanks_set_digits (learner->blanks, digits + 3);
    too_few = gs_marking_new (learner->blanks);
    g_assert_cmpint (gs_marking_get (too_few, &cell), ==, GS_MARK_WRONG);
    note = gs_marking_explain (too_few, &cell, FALSE, NULL, 0);
    g_assert_true (note->is_coarse);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marking/empty-cells-keep-quiet", test_empty_cells_keep_quiet);
  g_test_add_func ("/marking/choices", test_choices);
  g_test_add_func ("/marking/secrets", test_secrets);
  g_test_add_func ("/marking/notes", test_notes);
  g_test_add_func ("/marking/deep", test_deep);
  g_test_add_func ("/marking/agreement", test_agreement);
  g_test_add_func ("/marking/shown-numbers", test_shown_numbers);
  g_test_add_func ("/marking/digits", test_digits);
  return g_test_run ();
}
