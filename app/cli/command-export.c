/* export: the network for other programs. */
#include "app/exchange/gs-exchange.h"
#include "gs-command.h"
#include "nn/nn-error.h"

static gint n_passes = 1, n_rows, n_layers;
static gchar *tensor, *output;
static gboolean with_numpy, with_torch;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to save it, if OUT is not said by its place",
    "OUT" },
  { "passes", 0, 0, G_OPTION_ARG_INT, &n_passes,
    "How many passes, each from the weights of the one before; 1", "N" },
  { "rows", 0, 0, G_OPTION_ARG_INT, &n_rows, "Only the first rows of each batch", "N" },
  { "last-layers", 0, 0, G_OPTION_ARG_INT, &n_layers,
    "Only the last layers; what comes before gives them plain numbers", "N" },
  { "tensor", 0, 0, G_OPTION_ARG_STRING, &tensor, "Only this one, for .npy and .csv; a cell of it, for .tex",
    "NAME" },
  { "numpy", 0, 0, G_OPTION_ARG_NONE, &with_numpy,
    "A script (.py) with the backward pass by hand; so it is if nothing is said", NULL },
  { "torch", 0, 0, G_OPTION_ARG_NONE, &with_torch, "A script (.py) with PyTorch's gradients", NULL },
  { NULL },
};

static gchar *
make_help (void)
{
  GString *text = g_string_new ("What is written follows from the name's ending:\n");

  for (guint i = 0; gs_exchange_get (i) != NULL; i++)
    g_string_append_printf (text, "  %-6s %s\n", gs_exchange_get (i)->ending, gs_exchange_get (i)->title);
  g_string_append (text, "\nExample:\n  gradsheet-cli export mazur mazur.xlsx --passes 3\n");
  return g_string_free (text, FALSE);
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  GsExchangeOptions options = { 0 };
  const GsExchange *format;
  const gchar *path;
  GError *error = NULL;

  if (output != NULL && n_arguments == 2)
    return gs_command_fail (g_error_new (
        NN_ERROR, NN_ERROR_VALUE, "-o %s: the file to write is said already, %s; leave one of them out.",
        output, arguments[1]));
  if (n_arguments != (output != NULL ? 1 : 2))
    return gs_command_fail_usage (&gs_command_export);
  path = output != NULL ? output : arguments[1];
  format = gs_exchange_find (path, with_torch ? "torch" : with_numpy ? "numpy" : NULL);
  if (format == NULL)
    return gs_command_fail (
        g_error_new (NN_ERROR, NN_ERROR_VALUE,
                     "%s: no format has this ending; gradsheet-cli export --help lists them.", path));
  if (n_passes < 1 || n_rows < 0 || n_layers < 0)
    return gs_command_fail (
        g_error_new (NN_ERROR, NN_ERROR_VALUE, "--passes, --rows and --last-layers: at least 1."));
  if (!gs_command_check_output (path, &error))
    return gs_command_fail (error);
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  options.record = (GsRecordOptions){ .n_passes = (guint) n_passes, .n_rows = n_rows, .n_layers = n_layers };
  options.tensor = tensor;
  if (!gs_exchange_write (format, gs_workbook_to_document (book), &options, path, &error))
    return gs_command_fail (error);
  return 0;
}

const GsCommand gs_command_export = {
  .name = "export",
  .summary = "Hand the network over to another program",
  .usage = "FILE OUT | FILE -o OUT",
  .make_help = make_help,
  .options = entries,
  .run = run,
  .can_be_stopped = TRUE,
};
