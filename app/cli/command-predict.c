/* predict: the output for one input, or for many rows. */
#include <stdio.h>
#include <string.h>

#include "app/data/gs-pixels.h"
#include "app/data/gs-rows.h"
#include "app/data/gs-source.h"
#include "app/inspect/gs-evaluation.h"
#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "app/text/gs-number.h"
#include "gs-command.h"
#include "gs-program-print.h"
#include "gs-terminal.h"
#include "nn/nn-dialect.h"

static gchar *data_source, *output_path;
static gboolean as_json;

static const GOptionEntry entries[] = {
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &data_source, "Many inputs: rows with or without targets",
    "SOURCE" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output_path, "With --data: where to save the answers", "FILE" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

/* What the output says in words: "versicolor" or, of a single output, the class on whose side of 0.5 it lies.
 * NULL where classes have no names. */
static const gchar *
find_answer (GsDataset *data, const NnTensor *output)
{
  const GPtrArray *classes = gs_dataset_get_names (data, GS_NAMES_CLASSES);
  const GPtrArray *targets = gs_dataset_get_names (data, GS_NAMES_TARGETS);
  gsize n = nn_shape_count (&output->shape), best = 0;

  if (n == 1)
    return gs_names_get (classes, output->values[0] >= 0.5);
  for (gsize i = 1; i < n; i++)
    if (output->values[i] > output->values[best])
      best = i;
  return targets != NULL && targets->len == n ? gs_names_get (targets, best) : NULL;
}

static gboolean
is_classifier (const NnNetwork *network)
{
  return network->loss == NN_LOSS_CROSS_ENTROPY || network->loss == NN_LOSS_BINARY_CROSS_ENTROPY
         || network->loss == NN_LOSS_KL_DIVERGENCE;
}

static void
print_json (GsWorkbook *book, const NnTensor *output)
{
  GsDataset *data = gs_workbook_get_data (book);
  const GPtrArray *targets = gs_dataset_get_names (data, GS_NAMES_TARGETS);
  const gchar *answer = find_answer (data, output);
  GsWriter *writer = gs_writer_new ();
  g_autofree gchar *text = NULL;

  gs_writer_begin_object (writer, FALSE);
  gs_writer_key (writer, "output");
  gs_writer_values (writer, &output->shape, output->values);
  if (targets != NULL && targets->len == nn_shape_count (&output->shape)) {
    gs_writer_put_array (writer, "names", TRUE);
    for (guint i = 0; i < targets->len; i++)
      gs_writer_string (writer, g_ptr_array_index (targets, i));
    gs_writer_end_array (writer);
  }
  if (answer != NULL && is_classifier (gs_workbook_get_network (book)))
    gs_writer_put_string (writer, "class", answer);
  gs_writer_end_object (writer);
  text = gs_writer_end (writer, NULL);
  fputs (text, stdout);
}

/* A line for each output, by its name. */
static void
print_named (const NnTensor *output, const GPtrArray *names)
{
  gint width = 0;

  for (guint i = 0; i < names->len; i++)
    width = MAX (width, gs_terminal_width (g_ptr_array_index (names, i)));
  for (guint i = 0; i < names->len; i++) {
    g_autofree gchar *name = gs_terminal_pad (g_ptr_array_index (names, i), width);
    g_autofree gchar *number = nn_dialect_number (output->values[i], 6, '\0');
    g_autofree gchar *value = gs_terminal_pad_left (number, 12);

    g_print ("  %s %s\n", name, value);
  }
}

/* Whatever the last layer is, these losses see to it that the output is (docs/FORMAT.md, Outputs). */
static gboolean
gives_probabilities (const NnNetwork *network)
{
  return network->loss == NN_LOSS_BINARY_CROSS_ENTROPY || network->loss == NN_LOSS_CROSS_ENTROPY;
}

static void
print_text (GsWorkbook *book, const NnTensor *output)
{
  GsDataset *data = gs_workbook_get_data (book);
  const GPtrArray *targets = gs_dataset_get_names (data, GS_NAMES_TARGETS);
  const gchar *answer = find_answer (data, output);
  g_autofree gchar *shape = gs_print_shape (&output->shape);

  g_print ("%s (%s)%s\n", output->name, shape,
           gives_probabilities (gs_workbook_get_network (book)) ? ", probabilities" : "");
  if (targets != NULL && targets->len == nn_shape_count (&output->shape))
    print_named (output, targets);
  else
    gs_print_values (&output->shape, output->values, 0);
  if (answer != NULL && is_classifier (gs_workbook_get_network (book)))
    g_print ("%s\n", answer);
}

/* ---- many rows ---- */

/* A cell of the output's CSV, by RFC 4180. */
static void
append_cell (GString *text, const gchar *cell)
{
  if (strpbrk (cell, ",\"\r\n") == NULL && *cell != ' ' && *cell != '#') {
    g_string_append (text, cell);
    return;
  }
  g_string_append_c (text, '"');
  for (; *cell != '\0'; cell++) {
    if (*cell == '"')
      g_string_append_c (text, '"');
    g_string_append_c (text, *cell);
  }
  g_string_append_c (text, '"');
}

static void
append_heading (GString *text, GsDataset *data, gsize n_outputs, gboolean with_names, gboolean with_class)
{
  const GPtrArray *targets = gs_dataset_get_names (data, GS_NAMES_TARGETS);

  if (with_names)
    g_string_append (text, "name,");
  for (gsize i = 0; i < n_outputs; i++) {
    g_autofree gchar *number = g_strdup_printf ("output %zu", i + 1);
    const gchar *name = with_class && n_outputs == 1 ? "probability" : gs_names_get (targets, i);

    if (i > 0)
      g_string_append_c (text, ',');
    append_cell (text, name != NULL ? name : number);
  }
  g_string_append (text, with_class ? ",class\n" : "\n");
}

/* A line for each row: its name, where rows have any, the outputs and, of a classifier, the class. Caller
 * frees. */
static gchar *
format_rows (GsWorkbook *book, const gdouble *outputs, gint n_rows, const GPtrArray *names, gsize *length)
{
  GsDataset *data = gs_workbook_get_data (book);
  gsize n_outputs = nn_shape_count (gs_dataset_get_target_shape (data));
  gboolean with_class = is_classifier (gs_workbook_get_network (book));
  NnTensor *output = nn_tensor_new ("output", gs_dataset_get_target_shape (data));
  GString *text = g_string_new (NULL);
  gchar number[GS_NUMBER_BUFFER];

  append_heading (text, data, n_outputs, names != NULL, with_class);
  for (gint row = 0; row < n_rows; row++) {
    const gchar *answer, *name = gs_names_get (names, (gsize) row);

    if (name != NULL)
      append_cell (text, name);
    if (names != NULL)
      g_string_append_c (text, ',');

    memcpy (output->values, outputs + (gsize) row * n_outputs, n_outputs * sizeof (gdouble));
    answer = find_answer (data, output);
    for (gsize i = 0; i < n_outputs; i++)
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", gs_number_to_text (output->values[i], number));
    if (with_class)
      g_string_append_c (text, ',');
    if (with_class && answer != NULL)
      append_cell (text, answer);
    else if (with_class)
      g_string_append_printf (text, "%d", gs_evaluation_get_answer (output->values, n_outputs, FALSE));
    g_string_append_c (text, '\n');
  }
  nn_tensor_free (output);
  *length = text->len;
  return g_string_free (text, FALSE);
}

/* NULL without an error: the rows have targets. */
static gdouble *
read_inputs (const GsSource *source, GsWorkbook *book, gint *n_rows, GPtrArray **names, GError **error)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  g_autoptr (GsTable) table = gs_source_read_table (source, nn_shape_count (&network->input), error);

  if (table == NULL)
    return NULL;
  *n_rows = (gint) gs_table_get_n_rows (table);
  return gs_rows_inputs_from_table (table, network, gs_workbook_get_data (book), names, error);
}

static const GPtrArray *
get_row_names (GsDataset *rows)
{
  return rows != NULL ? gs_dataset_get_names (rows, GS_NAMES_ROWS) : NULL;
}

static gint
predict_rows (GsWorkbook *book)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  GError *error = NULL;
  g_autoptr (GsSource) source = gs_source_open (data_source, &error);
  g_autoptr (GsDataset) rows = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autofree gdouble *inputs = NULL, *outputs = NULL;
  g_autofree gchar *text = NULL;
  gint n_rows = 0;
  gsize length;

  if (source != NULL && gs_source_get_kind (source) != GS_SOURCE_PICTURES)
    inputs = read_inputs (source, book, &n_rows, &names, &error);
  if (source != NULL && inputs == NULL && error == NULL) {
    rows = gs_source_read (source, network, gs_workbook_get_data (book), NULL, &error);
    n_rows = rows != NULL ? gs_dataset_get_n_rows (rows) : 0;
  }
  if (error != NULL) {
    g_prefix_error (&error, "--data: ");
    return gs_command_fail (error);
  }
  outputs =
      gs_evaluation_predict (book, inputs != NULL ? inputs : gs_dataset_get_input (rows, 1), n_rows, &error);
  if (outputs == NULL)
    return gs_command_fail (error);
  text = format_rows (book, outputs, n_rows, names != NULL ? names : get_row_names (rows), &length);
  if (output_path == NULL)
    g_print ("%s", text);
  else if (!gs_command_check_folder (output_path, &error)
           || !gs_file_write (output_path, text, length, GS_FILE_PUBLIC, &error))
    return gs_command_fail (error);
  return 0;
}

/* How far the pixels of the rows go, before they are scaled: 1, or more, as the digits of 8x8 with their 16.
 */
static gdouble
find_ink (GsDataset *data)
{
  g_autoptr (GsDataset) plain = gs_dataset_rescale (data, GS_SCALING_NONE);
  gsize n = (gsize) gs_dataset_get_n_rows (plain) * nn_shape_count (gs_dataset_get_input_shape (plain));
  const gdouble *values = n > 0 ? gs_dataset_get_input (plain, 1) : NULL;
  gdouble most = 1;

  for (gsize i = 0; i < n; i++)
    most = MAX (most, values[i]);
  return most;
}

/* A picture, with pixels as the document's rows have them. */
static gdouble *
read_picture (const gchar *path, GsWorkbook *book, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path);
  g_auto (GsPixels) pixels = { 0 };
  gdouble *input = gs_pixels_read (&pixels, path, error)
                       ? gs_pixels_to_input (&pixels, gs_workbook_get_network (book), name, error)
                       : NULL;

  gsize n = nn_shape_count (&gs_workbook_get_network (book)->input);
  gdouble ink = input != NULL ? find_ink (gs_workbook_get_data (book)) : 1;

  if (input == NULL)
    return NULL;
  if (ink > 1) {
    g_autofree gchar *most = nn_dialect_number (ink, 6, '\0');

    g_printerr ("%s: pixels from 0 to %s, as the document's rows have them\n", name, most);
  }
  for (gsize i = 0; i < n; i++)
    input[i] *= ink;
  gs_dataset_scale_inputs (gs_workbook_get_data (book), 1, input);
  return input;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (NnTensor) output = NULL;
  g_autofree gdouble *input = NULL;
  g_autofree gchar *text = NULL;
  GError *error = NULL;

  if (data_source != NULL ? n_arguments != 1 : n_arguments < 2 || output_path != NULL)
    return gs_command_fail_usage (&gs_command_predict);
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  if (data_source != NULL)
    return predict_rows (book);
  text = g_strjoinv (" ", arguments + 1);
  input =
      n_arguments == 2 && gs_pixels_is_name (text)
          ? read_picture (text, book, &error)
          : gs_rows_read_input (text, gs_workbook_get_network (book), gs_workbook_get_data (book), &error);
  if (input == NULL) {
    g_prefix_error (&error, "the input: ");
    return gs_command_fail (error);
  }
  output = gs_workbook_predict (book, input, &error);
  if (output == NULL)
    return gs_command_fail (error);
  if (as_json)
    print_json (book, output);
  else
    print_text (book, output);
  return 0;
}

const GsCommand gs_command_predict = {
  .name = "predict",
  .summary = "The output for one input, or for many rows",
  .usage = "FILE INPUT | FILE PICTURE | FILE --data SOURCE",
  .help =
      "INPUT is as many numbers as the network takes, separated by commas or spaces; images row by row.\n"
      "PICTURE is a PNG or JPEG file of the size that the network takes; its pixels are divided by 255,\n"
      "and go as far as those of the document's rows where these are greater than 1.\n"
      "With --data the answers are CSV: a line for each row, with the outputs by name.\n"
      "The class is named, too, where the loss is bce, cross-entropy or kl and classes have names; without\n"
      "names the CSV has its number, from 0.\n\n"
      "Example:\n  gradsheet-cli predict mazur '0.05, 0.10'\n",
  .options = entries,
  .run = run,
};
