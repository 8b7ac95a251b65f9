/* predict: the output for one input. */
#include <stdio.h>

#include "app/data/gs-rows.h"
#include "app/text/gs-json.h"
#include "gs-command.h"
#include "gs-program-print.h"
#include "gs-terminal.h"
#include "nn/nn-dialect.h"

static gboolean as_json;

static const GOptionEntry entries[] = {
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
    gs_writer_key (writer, "names");
    gs_writer_begin_array (writer, TRUE);
    for (guint i = 0; i < targets->len; i++)
      gs_writer_string (writer, g_ptr_array_index (targets, i));
    gs_writer_end_array (writer);
  }
  if (answer != NULL && is_classifier (gs_workbook_get_network (book))) {
    gs_writer_key (writer, "class");
    gs_writer_string (writer, answer);
  }
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

/* Whether the loss still turns the output into probabilities. */
static gboolean
gives_logits (const NnNetwork *network)
{
  const NnLayer *last = g_ptr_array_index (network->layers, network->layers->len - 1);
  gboolean has_activation =
      last->kind == NN_LAYER_DENSE || last->kind == NN_LAYER_CONV || last->kind == NN_LAYER_ACTIVATION;

  if (has_activation
      && (last->activation == NN_ACTIVATION_SIGMOID || last->activation == NN_ACTIVATION_SOFTMAX))
    return FALSE;
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
           gives_logits (gs_workbook_get_network (book)) ? ", logits: the loss makes probabilities of them"
                                                         : "");
  if (targets != NULL && targets->len == nn_shape_count (&output->shape))
    print_named (output, targets);
  else
    gs_print_values (&output->shape, output->values, 0);
  if (answer != NULL && is_classifier (gs_workbook_get_network (book)))
    g_print ("%s\n", answer);
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (NnTensor) output = NULL;
  g_autofree gdouble *input = NULL;
  g_autofree gchar *text = NULL;
  GError *error = NULL;

  if (n_arguments < 2)
    return gs_command_fail_usage (&gs_command_predict);
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  text = g_strjoinv (" ", arguments + 1);
  input = gs_rows_read_input (text, gs_workbook_get_network (book), &error);
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
  .summary = "The output for one input",
  .usage = "FILE INPUT",
  .help =
      "INPUT is as many numbers as the network takes, separated by commas or spaces; images row by row.\n\n"
      "Example:\n  gradsheet-cli predict mazur '0.05, 0.10'\n",
  .options = entries,
  .run = run,
};
