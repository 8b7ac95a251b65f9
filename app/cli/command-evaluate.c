/* evaluate: loss, accuracy and confusion matrix on rows. */
#include <stdio.h>

#include "app/data/gs-source.h"
#include "app/inspect/gs-evaluation.h"
#include "app/text/gs-json.h"
#include "gs-command.h"
#include "gs-terminal.h"
#include "nn/nn-dialect.h"

static gchar *data_source;
static gboolean as_json;

static const GOptionEntry entries[] = {
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &data_source, "Other rows than the document's", "SOURCE" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

/* The name of a class, or its number. Caller frees. */
static gchar *
name_class (GsDataset *data, gint class)
{
  gboolean single = nn_shape_count (gs_dataset_get_target_shape (data)) == 1;
  const gchar *name =
      gs_names_get (gs_dataset_get_names (data, single ? GS_NAMES_CLASSES : GS_NAMES_TARGETS), (gsize) class);

  return name != NULL ? g_strdup (name) : g_strdup_printf ("%d", class);
}

static void
print_confusion (const GsEvaluation *evaluation, GsDataset *data)
{
  gint n = evaluation->n_classes, width = 6;

  for (gint class = 0; class < n; class ++) {
    g_autofree gchar *name = name_class (data, class);

    width = MAX (width, gs_terminal_width (name));
  }
  g_print ("\n  rows are what is, columns what was answered\n  %*s", width, "");
  for (gint answer = 0; answer < n; answer++) {
    g_autofree gchar *name = name_class (data, answer), *cell = gs_terminal_pad_left (name, width);

    g_print ("  %s", cell);
  }
  g_print ("\n");
  for (gint is = 0; is < n; is++) {
    g_autofree gchar *name = name_class (data, is), *cell = gs_terminal_pad (name, width);

    g_print ("  %s", cell);
    for (gint answer = 0; answer < n; answer++)
      g_print ("  %*d", width, evaluation->confusion[is * n + answer]);
    g_print ("\n");
  }
}

static gboolean
keeps_apart (GsDataset *data)
{
  return gs_dataset_get_test_share (data, NULL) > 0 || gs_dataset_get_validation_share (data) > 0;
}

static const gchar *const use_names[] = { "training", "test", "validation" };

/* One line for the rows of one use, where there are several. */
static gboolean
print_part (GsWorkbook *book, GsDataset *data, GsRowUse use, GError **error)
{
  g_autoptr (GsDataset) part = gs_dataset_get_part (data, use);
  g_autoptr (GsEvaluation) evaluation = part != NULL ? gs_evaluation_new (book, part, error) : NULL;
  gchar percent[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree gchar *loss = NULL;

  if (evaluation == NULL)
    return part == NULL;
  loss = nn_dialect_number (evaluation->loss, 10, '\0');
  g_print ("%s rows %d, loss %s", use_names[use], evaluation->n_rows, loss);
  if (evaluation->n_classes > 0)
    g_print (", accuracy %s %%", g_ascii_formatd (percent, sizeof percent, "%.2f",
                                                  100.0 * evaluation->n_right / evaluation->n_rows));
  g_print ("\n");
  return TRUE;
}

static gboolean
write_part (GsWriter *writer, GsWorkbook *book, GsDataset *data, GsRowUse use, GError **error)
{
  g_autoptr (GsDataset) part = gs_dataset_get_part (data, use);
  g_autoptr (GsEvaluation) evaluation = part != NULL ? gs_evaluation_new (book, part, error) : NULL;

  if (evaluation == NULL)
    return part == NULL;
  gs_writer_put_object (writer, use_names[use], TRUE);
  gs_writer_put_integer (writer, "rows", evaluation->n_rows);
  gs_writer_put_number (writer, "loss", evaluation->loss);
  if (evaluation->n_classes > 0)
    gs_writer_put_number (writer, "accuracy", (gdouble) evaluation->n_right / evaluation->n_rows);
  gs_writer_end_object (writer);
  return TRUE;
}

static void
print_text (const GsEvaluation *evaluation, GsDataset *data)
{
  g_autofree gchar *loss = nn_dialect_number (evaluation->loss, 10, '\0');
  gchar percent[G_ASCII_DTOSTR_BUF_SIZE];

  g_print ("%d %s\nloss %s\n", evaluation->n_rows, evaluation->n_rows == 1 ? "row" : "rows", loss);
  if (evaluation->n_classes == 0)
    return;
  g_ascii_formatd (percent, sizeof percent, "%.2f", 100.0 * evaluation->n_right / evaluation->n_rows);
  g_print ("accuracy %s %%\n", percent);
  print_confusion (evaluation, data);
}

static void
write_classes (GsWriter *writer, const GsEvaluation *evaluation, GsDataset *data)
{
  gint n = evaluation->n_classes;

  gs_writer_put_number (writer, "accuracy", (gdouble) evaluation->n_right / evaluation->n_rows);
  gs_writer_put_integer (writer, "right", evaluation->n_right);
  gs_writer_put_array (writer, "classes", TRUE);
  for (gint class = 0; class < n; class ++) {
    g_autofree gchar *name = name_class (data, class);

    gs_writer_string (writer, name);
  }
  gs_writer_end_array (writer);
  gs_writer_put_array (writer, "confusion", FALSE);
  for (gint is = 0; is < n; is++) {
    gs_writer_begin_array (writer, TRUE);
    for (gint answer = 0; answer < n; answer++)
      gs_writer_integer (writer, evaluation->confusion[is * n + answer]);
    gs_writer_end_array (writer);
  }
  gs_writer_end_array (writer);
}

static gboolean
print_json (GsWorkbook *book, const GsEvaluation *evaluation, GsDataset *data, GError **error)
{
  GsWriter *writer = gs_writer_new ();
  g_autofree gchar *text = NULL;
  gboolean done = TRUE;

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_integer (writer, "rows", evaluation->n_rows);
  gs_writer_put_number (writer, "loss", evaluation->loss);
  if (evaluation->n_classes > 0)
    write_classes (writer, evaluation, data);
  for (GsRowUse use = GS_ROWS_TRAINING; done && keeps_apart (data) && use <= GS_ROWS_VALIDATION; use++)
    done = write_part (writer, book, data, use, error);
  gs_writer_end_object (writer);
  text = gs_writer_end (writer, NULL);
  if (done)
    fputs (text, stdout);
  return done;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsSource) source = NULL;
  g_autoptr (GsDataset) data = NULL;
  g_autoptr (GsEvaluation) evaluation = NULL;
  GError *error = NULL;

  if (n_arguments != 1)
    return gs_command_fail_usage (&gs_command_evaluate);
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  if (data_source == NULL) {
    data = gs_dataset_ref (gs_workbook_get_data (book));
  } else {
    source = gs_source_open (data_source, &error);
    data = source != NULL ? gs_source_read (source, gs_workbook_get_network (book),
                                            gs_workbook_get_data (book), NULL, &error)
                          : NULL;
    if (data == NULL)
      g_prefix_error (&error, "--data: ");
  }
  if (data == NULL || (evaluation = gs_evaluation_new (book, data, &error)) == NULL)
    return gs_command_fail (error);
  if (as_json)
    return print_json (book, evaluation, data, &error) ? 0 : gs_command_fail (error);
  print_text (evaluation, data);
  if (keeps_apart (data))
    g_print ("\n");
  for (GsRowUse use = GS_ROWS_TRAINING; keeps_apart (data) && use <= GS_ROWS_VALIDATION; use++)
    if (!print_part (book, data, use, &error))
      return gs_command_fail (error);
  return 0;
}

const GsCommand gs_command_evaluate = {
  .name = "evaluate",
  .summary = "Loss, accuracy and confusion matrix on rows",
  .usage = "FILE",
  .help =
      "Without --data on the document's own rows. A SOURCE is a file, images,labels in IDX, data that come\n"
      "with the program, or made rows (see data --help). Dropout is off.\n\n"
      "Example:\n  gradsheet-cli evaluate xor\n",
  .options = entries,
  .run = run,
};
