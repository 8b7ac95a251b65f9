/* data: what there is to learn from, rows made, and a look into a source. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/data/gs-advice.h"
#include "app/data/gs-enlarged.h"
#include "app/data/gs-shipped.h"
#include "app/data/gs-source.h"
#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "app/text/gs-number.h"
#include "gs-command.h"
#include "gs-terminal.h"
#include "nn/nn-dialect.h"
#include "nn/nn-error.h"

#define PREVIEW_ROWS 10
#define MAX_WORDS    10 /* of a column that are listed */
#define COLUMN_WIDTH 12

static gchar *output, *noise, *seed, *curve;
#define NOT_GIVEN G_MININT

static gint n_rows = NOT_GIVEN;
static gboolean as_json;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to save made rows; printed if left out",
    "FILE" },
  { "rows", 0, 0, G_OPTION_ARG_INT, &n_rows, "How many rows are made, or shown by preview; 500, 10", "N" },
  { "noise", 0, 0, G_OPTION_ARG_STRING, &noise, "How far made points stray, 0 to 1; 0", "NUMBER" },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &seed, "Of made rows; 1", "N" },
  { "curve", 0, 0, G_OPTION_ARG_STRING, &curve, "f of y = f(x), for data make curve", "TEXT" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs: list and info", NULL },
  { NULL },
};

/* ---- list ---- */

static void
print_line (const gchar *name, const gchar *what)
{
  g_autofree gchar *padded = gs_terminal_pad (name, 16);

  g_print ("  %s%s\n", padded, what);
}

static void
write_line (GsWriter *writer, const gchar *name, const gchar *kind, const gchar *what)
{
  const gchar *const texts[] = { "name", name, "kind", kind, "what", what };

  gs_writer_begin_object (writer, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i += 2)
    gs_writer_put_string (writer, texts[i], texts[i + 1]);
  gs_writer_end_object (writer);
}

static gint
list_json (void)
{
  GsWriter *writer = gs_writer_new ();
  const gchar *const *shipped = gs_shipped_list ();
  g_autofree gchar *text = NULL;

  gs_writer_begin_array (writer, FALSE);
  for (gint i = 0; shipped[i] != NULL; i++)
    write_line (writer, shipped[i], "real", gs_shipped_get_what (shipped[i]));
  for (gint kind = 0; kind < GS_N_GENERATORS; kind++)
    write_line (writer, gs_generator_get_name ((GsGeneratorKind) kind), "made",
                gs_generator_get_what ((GsGeneratorKind) kind));
  write_line (writer, GS_ENLARGED_NAME, "pictures", gs_enlarged_get_what ());
  gs_writer_end_array (writer);
  text = gs_writer_end (writer, NULL);
  fputs (text, stdout);
  return 0;
}

static gint
list (void)
{
  const gchar *const *shipped = gs_shipped_list ();

  if (as_json)
    return list_json ();
  g_print ("Real data\n");
  for (gint i = 0; shipped[i] != NULL; i++)
    print_line (shipped[i], gs_shipped_get_what (shipped[i]));
  g_print ("\nMade rows\n");
  for (gint kind = 0; kind < GS_N_GENERATORS; kind++)
    print_line (gs_generator_get_name ((GsGeneratorKind) kind),
                gs_generator_get_what ((GsGeneratorKind) kind));
  g_print ("\nMade pictures, as a source only: --data %s:rows=2000,seed=1\n", GS_ENLARGED_NAME);
  print_line (GS_ENLARGED_NAME, gs_enlarged_get_what ());
  g_print ("\nFiles: rows.csv, rows.csv.gz, or images,labels in IDX (MNIST), plain or .gz.\n");
  return 0;
}

/* ---- make ---- */

static gboolean
read_generator (const gchar *name, GsGenerator *generator, GError **error)
{
  gint kind = gs_generator_find (name);

  if (kind < 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 "no rows called “%s” can be made; “data list” says which can", name);
    return FALSE;
  }
  *generator = (GsGenerator){ .kind = (GsGeneratorKind) kind,
                              .n_rows = n_rows != NOT_GIVEN ? n_rows : 500,
                              .seed = 1 };
  generator->curve = curve;
  if (curve != NULL && kind != GS_GENERATOR_CURVE) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "--curve: belongs to data make curve, not to %s", name);
    return FALSE;
  }
  if (noise != NULL && !gs_number_parse (noise, &generator->noise, error)) {
    g_prefix_error (error, "--noise: ");
    return FALSE;
  }
  if (seed != NULL && !g_ascii_string_to_unsigned (seed, 10, 0, G_MAXUINT64, &generator->seed, error)) {
    g_prefix_error (error, "--seed: ");
    return FALSE;
  }
  return TRUE;
}

static gint
make (const gchar *name)
{
  GsGenerator generator;
  g_autofree gchar *text = NULL;
  GError *error = NULL;
  gsize length;

  if (!read_generator (name, &generator, &error)
      || (text = gs_generator_make (&generator, &length, &error)) == NULL)
    return gs_command_fail (error);
  if (output == NULL)
    g_print ("%s", text);
  else if (!gs_command_check_folder (output, &error)
           || !gs_file_write (output, text, length, GS_FILE_PUBLIC, &error))
    return gs_command_fail (error);
  return 0;
}

/* ---- info and preview ---- */

static void
print_advice (const GsTable *table)
{
  g_autofree gchar *said = gs_advice_on_table (table, NULL);

  if (said != NULL)
    g_print ("\n%s new and train bring them to mean 0 and deviation 1 with --scale standard.\n", said);
}

typedef struct {
  gdouble least, most, mean, deviation;
} Summary;

/* The standard deviation is that of all rows: divided by their number. */
static Summary
summarise (const GsTable *table, gsize column)
{
  gsize n = gs_table_get_n_rows (table);
  Summary summary = { G_MAXDOUBLE, -G_MAXDOUBLE, 0, 0 };

  for (gsize row = 0; row < n; row++) {
    gdouble value = gs_table_get_row (table, row)[column];

    summary.least = MIN (summary.least, value);
    summary.most = MAX (summary.most, value);
    summary.mean += value / (gdouble) n;
  }
  for (gsize row = 0; row < n; row++) {
    gdouble distance = gs_table_get_row (table, row)[column] - summary.mean;

    summary.deviation += distance * distance / (gdouble) n;
  }
  summary.deviation = sqrt (summary.deviation);
  return summary;
}

static gchar *
name_column (const GsTable *table, gsize column)
{
  const gchar *heading = gs_table_get_heading (table, column);

  return heading != NULL ? g_strdup (heading) : g_strdup_printf ("column %zu", column + 1);
}

static void
print_column (const GsTable *table, gsize column)
{
  gsize n_words;
  const gchar *const *words = gs_table_get_words (table, column, &n_words);
  g_autofree gchar *name = name_column (table, column), *padded = gs_terminal_pad (name, 20);

  if (words == NULL) {
    Summary summary = summarise (table, column);
    const gdouble numbers[] = { summary.least, summary.most, summary.mean, summary.deviation };

    g_print ("  %s", padded);
    for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
      g_autofree gchar *number = nn_dialect_number (numbers[i], 5, '\0');
      g_autofree gchar *cell = gs_terminal_pad_left (number, COLUMN_WIDTH - 1);

      g_print (" %s", cell);
    }
    g_print ("\n");
    return;
  }
  g_print ("  %s  %zu %s:", padded, n_words, n_words == 1 ? "word" : "words");
  for (gsize i = 0; i < MIN (n_words, MAX_WORDS); i++)
    g_print ("%s %s", i > 0 ? "," : "", words[i]);
  g_print (n_words > MAX_WORDS ? ", …\n" : "\n");
}

static void
print_table_info (const GsTable *table)
{
  g_autofree gchar *said = gs_table_describe (table);

  g_print ("%zu %s, %s\n\n  %-20s%12s%12s%12s%12s\n", gs_table_get_n_rows (table),
           gs_table_get_n_rows (table) == 1 ? "row" : "rows", said, "", "least", "most", "mean", "sd");
  for (gsize column = 0; column < gs_table_get_n_columns (table); column++)
    print_column (table, column);
  print_advice (table);
}

static void
write_table_info (GsWriter *writer, const GsTable *table)
{
  g_autofree gchar *said = gs_table_describe (table);

  gs_writer_put_integer (writer, "rows", (gint64) gs_table_get_n_rows (table));
  gs_writer_put_string (writer, "read-as", said);
  gs_writer_put_array (writer, "columns", FALSE);
  for (gsize column = 0; column < gs_table_get_n_columns (table); column++) {
    gsize n_words;
    const gchar *const *words = gs_table_get_words (table, column, &n_words);
    g_autofree gchar *name = name_column (table, column);

    gs_writer_begin_object (writer, TRUE);
    gs_writer_put_string (writer, "name", name);
    if (words != NULL) {
      gs_writer_put_array (writer, "words", TRUE);
      for (gsize i = 0; i < n_words; i++)
        gs_writer_string (writer, words[i]);
      gs_writer_end_array (writer);
    } else {
      static const gchar *const keys[] = { "least", "most", "mean", "sd" };
      Summary summary = summarise (table, column);
      const gdouble numbers[] = { summary.least, summary.most, summary.mean, summary.deviation };

      for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
        gs_writer_put_number (writer, keys[i], numbers[i]);
    }
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

static void
count_labels (const GsIdx *labels, gint counts[256])
{
  memset (counts, 0, 256 * sizeof counts[0]);
  for (gint row = 0; row < labels->dim[0]; row++)
    counts[labels->bytes[row]]++;
}

static void
print_picture_info (const GsSource *source)
{
  const GsIdx *pictures = gs_source_get_pictures (source);
  const GPtrArray *classes = gs_source_get_classes (source);
  g_autofree gchar *left_out = gs_source_describe_left_out (source);
  gint counts[256], channels, rows, columns;

  gs_idx_get_size (pictures, &channels, &rows, &columns);
  g_print ("%d %spictures of %d×%d pixels and %d labels%s; pixels are divided by 255%s%s\n\n",
           pictures->dim[0], channels > 1 ? "coloured " : "", rows, columns,
           gs_source_get_labels (source)->dim[0], classes == NULL ? ", in IDX" : "",
           left_out != NULL ? "; " : "", left_out != NULL ? left_out : "");
  count_labels (gs_source_get_labels (source), counts);
  for (gint label = 0; label < 256; label++)
    if (counts[label] > 0)
      g_print ("  label %3d %8d  %s\n", label, counts[label],
               classes != NULL ? (const gchar *) g_ptr_array_index (classes, (guint) label) : "");
}

static void
write_picture_info (GsWriter *writer, const GsSource *source)
{
  const GsIdx *pictures = gs_source_get_pictures (source);
  gint counts[256], channels, rows, columns;

  gs_idx_get_size (pictures, &channels, &rows, &columns);
  gs_writer_put_integer (writer, "rows", pictures->dim[0]);
  gs_writer_put_integer (writer, "left_out", (gint) gs_source_get_n_left_out (source));
  gs_writer_put_array (writer, "shape", TRUE);
  if (channels > 1)
    gs_writer_integer (writer, channels);
  gs_writer_integer (writer, rows);
  gs_writer_integer (writer, columns);
  gs_writer_end_array (writer);
  count_labels (gs_source_get_labels (source), counts);
  gs_writer_put_object (writer, "labels", TRUE);
  for (gint label = 0; label < 256; label++) {
    g_autofree gchar *key = g_strdup_printf ("%d", label);

    if (counts[label] == 0)
      continue;
    gs_writer_put_integer (writer, key, counts[label]);
  }
  gs_writer_end_object (writer);
}

static void
print_json (const GsSource *source, const GsTable *table)
{
  GsWriter *writer = gs_writer_new ();
  g_autofree gchar *text = NULL;

  gs_writer_begin_object (writer, FALSE);
  if (gs_source_get_path (source) != NULL) {
    g_autofree gchar *name = g_filename_display_name (gs_source_get_path (source));

    gs_writer_put_string (writer, "file", name);
    gs_writer_put_integer (writer, "size", (gint64) gs_source_get_size (source));
    gs_writer_put_string (writer, "sha256", gs_source_get_sum (source));
  }
  if (table != NULL)
    write_table_info (writer, table);
  else
    write_picture_info (writer, source);
  gs_writer_end_object (writer);
  text = gs_writer_end (writer, NULL);
  fputs (text, stdout);
}

/* ---- preview ---- */

static void
print_cell (const gchar *text)
{
  g_autofree gchar *cell = gs_terminal_pad_left (text, COLUMN_WIDTH);

  g_print (" %s", cell);
}

static void
preview_table (const GsTable *table)
{
  gsize n_columns = MIN (gs_table_get_n_columns (table), 12), n;
  gsize shown = MIN (gs_table_get_n_rows (table), (gsize) (n_rows != NOT_GIVEN ? n_rows : PREVIEW_ROWS));
  g_autofree gchar *said = gs_table_describe (table);

  g_print ("%s\n\n", said);
  for (gsize column = 0; column < n_columns; column++) {
    g_autofree gchar *name = name_column (table, column);

    print_cell (name);
  }
  g_print (n_columns < gs_table_get_n_columns (table) ? " …\n" : "\n");
  for (gsize row = 0; row < shown; row++) {
    for (gsize column = 0; column < n_columns; column++) {
      gdouble value = gs_table_get_row (table, row)[column];
      const gchar *const *words = gs_table_get_words (table, column, &n);
      g_autofree gchar *number = nn_dialect_number (value, 6, '\0');

      print_cell (words != NULL ? words[(gsize) value] : number);
    }
    g_print ("\n");
  }
  if (shown < gs_table_get_n_rows (table))
    g_print ("… (%zu rows in all)\n", gs_table_get_n_rows (table));
  print_advice (table);
}

/* A picture in characters, a pixel two of them. */
static void
preview_pictures (const GsSource *source)
{
  static const gchar shades[] = " .:-=+*#%@";
  const GsIdx *pictures = gs_source_get_pictures (source);
  const GPtrArray *classes = gs_source_get_classes (source);
  gint channels, rows, columns;
  gsize n_pixels;

  gs_idx_get_size (pictures, &channels, &rows, &columns);
  n_pixels = (gsize) channels * (gsize) rows * (gsize) columns;
  for (gint picture = 0; picture < MIN (pictures->dim[0], n_rows != NOT_GIVEN ? n_rows : 3); picture++) {
    const guint8 *pixel = pictures->bytes + (gsize) picture * n_pixels;

    guint8 label = gs_source_get_labels (source)->bytes[picture];

    g_print ("%d: label %d%s%s\n", picture + 1, label, classes != NULL ? ", " : "",
             classes != NULL ? (const gchar *) g_ptr_array_index (classes, label) : "");
    for (gint row = 0; row < rows; row++) {
      for (gint column = 0; column < MIN (columns, 100); column++) {
        gchar shade = shades[pixel[row * columns + column] * 9 / 255];

        g_print ("%c%c", shade, shade);
      }
      g_print ("\n");
    }
  }
}

static gint
look (const gchar *name, gboolean preview)
{
  GError *error = NULL;
  g_autoptr (GsSource) source = gs_source_open (name, &error);
  g_autoptr (GsTable) table = NULL;

  if (source == NULL)
    return gs_command_fail (error);
  if (n_rows != NOT_GIVEN && n_rows < 0) {
    g_set_error (&error, NN_ERROR, NN_ERROR_VALUE, "--rows: a preview shows 0 rows or more, not %d.", n_rows);
    return gs_command_fail (error);
  }
  if (gs_source_get_kind (source) != GS_SOURCE_PICTURES
      && (table = gs_source_read_table (source, 0, &error)) == NULL)
    return gs_command_fail (error);
  if (preview && table != NULL)
    preview_table (table);
  else if (preview)
    preview_pictures (source);
  else if (as_json)
    print_json (source, table);
  else if (table != NULL)
    print_table_info (table);
  else
    print_picture_info (source);
  return 0;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  if (n_arguments == 1 && g_str_equal (arguments[0], "list"))
    return list ();
  if (n_arguments == 2 && g_str_equal (arguments[0], "make"))
    return make (arguments[1]);
  if (n_arguments == 2 && g_str_equal (arguments[0], "info"))
    return look (arguments[1], FALSE);
  if (n_arguments == 2 && g_str_equal (arguments[0], "preview"))
    return look (arguments[1], TRUE);
  return gs_command_fail_usage (&gs_command_data);
}

const GsCommand gs_command_data = {
  .name = "data",
  .summary = "What there is to learn from; rows made; a look into a file",
  .usage = "list | make KIND | info SOURCE | preview SOURCE",
  .help = "SOURCE is a file (rows.csv, rows.csv.gz), images,labels in IDX as MNIST is distributed, data that "
          "come\n"
          "with the program (iris, digits8), or made rows: circle, or circle:rows=200,noise=0.1,seed=7.\n\n"
          "Example:\n  gradsheet-cli data make circle --rows 500 --noise 0.1 --seed 1 -o rows.csv\n",
  .options = entries,
  .run = run,
};
