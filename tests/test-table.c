/* The reader of tables. */
#include <string.h>

#include "app/data/gs-table.h"

static void
assert_table (const gchar *text,
              gsize n_expected,
              gsize n_columns,
              gsize n_values,
              const gdouble *values,
              const gchar *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTable) table = gs_table_read (text, strlen (text), NULL, n_expected, &error);
  g_autofree gchar *described = NULL;

  g_assert_no_error (error);
  described = gs_table_describe (table);
  if (said != NULL)
    g_assert_cmpstr (described, ==, said);
  g_assert_cmpuint (gs_table_get_n_columns (table), ==, n_columns);
  g_assert_cmpuint (gs_table_get_n_rows (table) * n_columns, ==, n_values);
  for (gsize i = 0; i < n_values; i++)
    g_assert_cmpfloat (gs_table_get_row (table, i / n_columns)[i % n_columns], ==, values[i]);
}

#define TABLE(text, n_expected, n_columns, said, ...)                                                        \
  assert_table (text, n_expected, n_columns, sizeof ((gdouble[]){ __VA_ARGS__ }) / sizeof (gdouble),         \
                (gdouble[]){ __VA_ARGS__ }, said)

/* Where all must be numbers. */
static void
refuse (const gchar *text, const gchar *name, const gchar *first, const gchar *second)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTable) table = NULL;

  table = gs_table_read (text, strlen (text), name, 0, &error);
  for (gsize i = 0; error == NULL && i < gs_table_get_n_columns (table); i++)
    gs_table_need_numbers (table, i, &error);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, first));
  if (second != NULL)
    g_assert_nonnull (strstr (error->message, second));
}

static void
test_separators (void)
{
  TABLE ("1\t2\t3\n4\t5\t6\n", 0, 3, "3 columns separated by tabs, whole numbers, no heading", 1, 2, 3, 4, 5,
         6);
  TABLE ("1;2;3", 0, 3, "3 columns separated by semicolons, whole numbers, no heading", 1, 2, 3);
  TABLE ("1,2,3", 0, 3, "3 columns separated by commas, whole numbers, no heading", 1, 2, 3);
  TABLE ("1, 2, 3", 0, 3, "3 columns separated by commas, whole numbers, no heading", 1, 2, 3);
  TABLE (" 1 2  3 ", 0, 3, "3 columns separated by spaces, whole numbers, no heading", 1, 2, 3);
  TABLE ("1\n2\n3", 0, 1, "1 column, whole numbers, no heading", 1, 2, 3);
  TABLE ("0.5,\t1.5,\t2\n", 0, 3, "3 columns separated by commas, decimal point, no heading", .5, 1.5, 2);
  TABLE ("a;b;1,5\nc;d;2,5\n", 0, 3, "3 columns separated by semicolons, decimal comma, no heading", 0, 0,
         1.5, 1, 1, 2.5);
}

/* The comma, where it does not separate. */
static void
test_decimal_comma (void)
{
  TABLE ("0,5\t1,5\n2,5\t3\n", 0, 2, "2 columns separated by tabs, decimal comma, no heading", .5, 1.5, 2.5,
         3);
  TABLE ("0,5;1,5\n2,5;3\n", 0, 2, "2 columns separated by semicolons, decimal comma, no heading", .5, 1.5,
         2.5, 3);
  TABLE ("0,5 1,5\n2,5 3\n", 0, 2, "2 columns separated by spaces, decimal comma, no heading", .5, 1.5, 2.5,
         3);
  TABLE ("\"0,5\",\"1,5\"\n", 0, 2, "2 columns separated by commas, decimal comma, no heading", .5, 1.5);
  TABLE ("1,234;5,678\n", 0, 2, "2 columns separated by semicolons, decimal comma, no heading", 1.234, 5.678);
  TABLE ("1,234\t5,67\n", 0, 2, "2 columns separated by tabs, decimal comma, no heading", 1.234, 5.67);
  TABLE ("1,5", 0, 2, "2 columns separated by commas, whole numbers, no heading", 1, 5);
  TABLE ("1,5", 1, 1, "1 column, decimal comma, no heading", 1.5);
  refuse ("1,234\t0.5", NULL, "Line 1, column 2: “0.5” and “1,234” (line 1, column 1)",
          "different decimal signs");
  refuse ("1,5\t2\n3\t0.5", "rows.tsv", "rows.tsv, line 2, column 2", "line 1, column 1");
  refuse ("1,234\t5", NULL, "Line 1, column 1: “1,234” may be 1.234 or 1234", NULL);
  refuse ("1.234,5\t5", NULL, "Line 1, column 1", NULL);
  refuse ("1,234,567\t5", NULL, "Line 1, column 1", NULL);
}

static void
test_empty_cells (void)
{
  refuse ("1\t\t0\t5", NULL, "Line 1, column 2: the cell is empty", NULL);
  refuse ("1,2,3\n1,2,\n", "rows.csv", "rows.csv, line 2, column 3: the cell is empty", NULL);
  refuse ("1;2;3\n;2;3\n", NULL, "Line 2, column 1", "empty");
  refuse ("1,2,\"\"\n", NULL, "Line 1, column 3", "empty");
  refuse ("a,b\n1,2\n;;\n", NULL, "Line 3", NULL);
}

/* RFC 4180, and what spreadsheets make of it. */
static void
test_quotes_and_lines (void)
{
  TABLE ("\"1\",\"2\"\r\n\"3\",4\r\n", 0, 2, "2 columns separated by commas, whole numbers, no heading", 1, 2,
         3, 4);
  TABLE ("1,2\r3,4\r", 0, 2, NULL, 1, 2, 3, 4);
  TABLE ("1,2\r\n3,4\r\r\n\n5,6", 0, 2, NULL, 1, 2, 3, 4, 5, 6);
  TABLE ("\xef\xbb\xbf"
         "1,2\n",
         0, 2, NULL, 1, 2);
  TABLE (" \"1\" , 2 \n", 0, 2, NULL, 1, 2);
  TABLE ("# rows, of numbers; all\n1 2 # the first\n \t# none\n3 4\n", 0, 2,
         "2 columns separated by spaces, whole numbers, no heading, 3 comments passed over", 1, 2, 3, 4);
  TABLE ("−1\t+2\t-1e-3\t1/4\t.5\t5.\n", 0, 6, NULL, -1, 2, -1e-3, .25, .5, 5);
  refuse ("1,\"2\n3,4\n", "a.csv", "a.csv: a quotation mark opens line 1, column 2", NULL);
  refuse ("1,\"2\"x\n", NULL, "line 1, column 2", "behind the closing");
  refuse ("1,2\n\n3\n", NULL, "Line 3: the line has 1 cell where those before it have 2", NULL);
  refuse ("1,2\n3,4,5\n", NULL, "Line 2: the line has 3 cells", NULL);
  refuse ("a,\"b\nc\"\n1,2\n3\n", NULL, "Line 4", NULL);
  refuse ("1,2\n\xe4,3\n", NULL, "Line 2", "UTF-8");
}

static void
test_headings (void)
{
  const gchar text[] = "sleep;study;\"score, \"\"all\"\"\"\n7,5;3;61\n";
  g_autoptr (GsTable) table = gs_table_read (text, strlen (text), NULL, 0, NULL);
  g_autofree gchar *said = gs_table_describe (table), *place = gs_table_describe_place (table, 0, 1);

  g_assert_cmpstr (said, ==, "3 columns separated by semicolons, decimal comma, first line is a heading");
  g_assert_cmpstr (gs_table_get_heading (table, 0), ==, "sleep");
  g_assert_cmpstr (gs_table_get_heading (table, 2), ==, "score, \"all\"");
  g_assert_cmpstr (place, ==, "Line 2, column 2");
  TABLE ("sleep study score\n7 3 61\n", 0, 3,
         "3 columns separated by spaces, whole numbers, first line is a heading", 7, 3, 61);
  TABLE (",a,b\n0,1,2\n", 0, 3, "3 columns separated by commas, whole numbers, first line is a heading", 0, 1,
         2);
  TABLE ("sepal length,sepal width\n5.1,3.5\n", 0, 2,
         "2 columns separated by commas, decimal point, first line is a heading", 5.1, 3.5);
  refuse ("a,b,c\n", NULL, "Line 1, column 1: “a” is not a number", "no rows");
  refuse ("a,b\nc,d\n", NULL, "Line 1", NULL);
  refuse ("nan,nan\n1,2\n", NULL, "Line 1, column 1: “nan” cannot stand in a cell", NULL);
  refuse ("", "rows.csv", "rows.csv: there are no rows", NULL);
  refuse ("#\n \n", NULL, "there are no rows", NULL);
}

static void
test_words (void)
{
  const gchar text[] = "length,kind\n1,setosa\n2,\"virginica\"\n3,setosa\n4,versicolor\n";
  g_autoptr (GsTable) table = gs_table_read (text, strlen (text), NULL, 0, NULL);
  g_autoptr (GError) error = NULL;
  const gchar *const *words;
  gsize n;

  words = gs_table_get_words (table, 1, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (words[0], ==, "setosa");
  g_assert_cmpstr (words[1], ==, "versicolor");
  g_assert_cmpstr (words[2], ==, "virginica");
  g_assert_cmpfloat (gs_table_get_row (table, 1)[1], ==, 2);
  g_assert_cmpfloat (gs_table_get_row (table, 3)[1], ==, 1);
  g_assert_null (gs_table_get_words (table, 0, &n));
  g_assert_true (gs_table_need_numbers (table, 0, NULL));
  g_assert_false (gs_table_need_numbers (table, 1, &error));
  g_assert_nonnull (strstr (error->message, "Line 2, column 2: “setosa” is not a number"));
  refuse ("1\t2\t3\n1\tmany\t3", NULL, "Line 2, column 2: “many” is not a number", NULL);
  refuse ("1,a\n2,3\n", NULL,
          "Line 2, column 2: “3” is a number, and the column begins with the word “a” (line 1)", NULL);
  refuse ("1,5;2\n2.450,75;3\n", NULL, "Line 2, column 1: “2.450,75”", "write 2450,75");
  refuse ("a;b\n2.450,75;3\n7,5;3\n", NULL, "Line 2, column 1: “2.450,75”", "write 2450,75");
  refuse ("1.500.000,25;2\n7,5;3\n", NULL, "Line 1, column 1: “1.500.000,25”", "write 1500000,25");
  refuse ("1.5\t2\n-2,450.75\t3\n", NULL, "Line 2, column 1: “-2,450.75”", "write -2450.75");
  refuse ("1,2\n1e999,3\n", NULL, "Line 2, column 1: “1e999” is too large", NULL);
  refuse ("1,2\n1,\033[2J\n", NULL, "“\\u001b[2J”", NULL);
}

/* Every digit counts, whichever way the number is read. */
static void
test_bits (void)
{
  guint32 state = 1;

  for (gint i = 0; i < 20000; i++) {
    g_autofree gchar *text = NULL;
    g_autoptr (GsTable) table = NULL;
    gdouble value;
    guint64 bits;

    state = state * 1664525 + 1013904223;
    bits = (guint64) state << 32;
    state = state * 1664525 + 1013904223;
    bits |= state;
    text = g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%u%s%d", i % 3 == 0 ? "-" : "", bits >> (i % 64),
                            state >> (i % 32), i % 2 == 0 ? "e" : "1e-", (gint) (state % 40));
    value = g_ascii_strtod (text, NULL);
    table = gs_table_read (text, strlen (text), NULL, 0, NULL);
    g_assert_cmpmem (gs_table_get_row (table, 0), sizeof value, &value, sizeof value);
  }
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GsTable) wide = NULL;
  g_autoptr (GError) error = NULL;

  for (gint i = 0; i < GS_TABLE_MAX_COLUMNS + 1; i++)
    g_string_append (text, "1,");
  refuse (text->str, NULL, "Line 1: the line has more than 100000 cells", NULL);
  for (gint i = 0; i < 1000000; i++)
    g_string_append (text, "1,");
  refuse (text->str, NULL, "Line 1: the line has more than 100000 cells", NULL);
  /* As many as there may be, in rows that are longer than what is looked at to tell them apart. */
  g_string_truncate (text, 0);
  for (gint i = 0; i < 2 * GS_TABLE_MAX_COLUMNS; i++)
    g_string_append (text, (i + 1) % GS_TABLE_MAX_COLUMNS == 0 ? "0.0625\n" : "0.0625,");
  wide = gs_table_read (text->str, text->len, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gs_table_get_n_columns (wide), ==, GS_TABLE_MAX_COLUMNS);
  g_assert_cmpfloat (gs_table_get_row (wide, 1)[GS_TABLE_MAX_COLUMNS - 1], ==, 0.0625);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/separators", test_separators);
  g_test_add_func ("/table/decimal-comma", test_decimal_comma);
  g_test_add_func ("/table/empty-cells", test_empty_cells);
  g_test_add_func ("/table/quotes-and-lines", test_quotes_and_lines);
  g_test_add_func ("/table/headings", test_headings);
  g_test_add_func ("/table/words", test_words);
  g_test_add_func ("/table/bits", test_bits);
  g_test_add_func ("/table/limits", test_limits);
  return g_test_run ();
}
