/* predict: the output for one input. */
#include <stdio.h>

#include "app/data/gs-rows.h"
#include "app/text/gs-json.h"
#include "gs-command.h"
#include "gs-program-print.h"

static gboolean as_json;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

static void
print_json (const NnTensor *output)
{
  GsWriter *writer = gs_writer_new ();
  g_autofree gchar *text = NULL;

  gs_writer_begin_object (writer, FALSE);
  gs_writer_key (writer, "output");
  gs_writer_values (writer, &output->shape, output->values);
  gs_writer_end_object (writer);
  text = gs_writer_end (writer, NULL);
  fputs (text, stdout);
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
  g_autofree gchar *shape = gs_print_shape (&output->shape);

  g_print ("%s (%s)%s\n", output->name, shape,
           gives_logits (gs_workbook_get_network (book)) ? ", logits: the loss makes probabilities of them"
                                                         : "");
  gs_print_values (&output->shape, output->values, 0);
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
    print_json (output);
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
