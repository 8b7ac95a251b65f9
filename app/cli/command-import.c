/* import: what other programs have written. */
#include "app/exchange/gs-array-file.h"
#include "app/exchange/gs-arrays.h"
#include "app/exchange/gs-onnx-import.h"
#include "gs-command.h"
#include "nn/nn-error.h"

static gchar *into, *output;

static const GOptionEntry entries[] = {
  { "into", 0, 0, G_OPTION_ARG_STRING, &into, "The document whose inputs, targets and weights are replaced",
    "FILE" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to save the result", "FILE" },
  { NULL },
};

static gint
import_arrays (const gchar *path)
{
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GPtrArray) arrays = NULL;
  GError *error = NULL;
  guint n;

  if (into == NULL)
    return gs_command_fail (
        g_error_new (NN_ERROR, NN_ERROR_VALUE, "arrays need a document to go into: --into FILE."));
  book = gs_command_open (into);
  if (book == NULL)
    return GS_EXIT_BAD;
  arrays = gs_array_file_read (path, &error);
  if (arrays == NULL || !gs_arrays_put (book, arrays, &n, &error) || !gs_workbook_save (book, output, &error))
    return gs_command_fail (error);
  g_print ("%u of %u arrays taken over\n", n, arrays->len);
  return 0;
}

static gint
import_model (const gchar *path)
{
  g_autoptr (GPtrArray) report = NULL;
  g_autoptr (GsDocument) document = NULL;
  GError *error = NULL;

  document = gs_onnx_import (path, &report, &error);
  if (document == NULL || !gs_document_save (document, output, &error))
    return gs_command_fail (error);
  for (guint i = 0; i < report->len; i++)
    g_print ("%s\n", (const gchar *) g_ptr_array_index (report, i));
  return 0;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  GError *error = NULL;

  if (n_arguments != 1 || output == NULL)
    return gs_command_fail_usage (&gs_command_import);
  if (!gs_command_check_output (output, &error))
    return gs_command_fail (error);
  return g_str_has_suffix (arguments[0], ".onnx") ? import_model (arguments[0])
                                                  : import_arrays (arguments[0]);
}

const GsCommand gs_command_import = {
  .name = "import",
  .summary = "Take over what another program has written",
  .usage = "MODEL.onnx|THEIRS.npz|NAME.npy|NAME.csv -o OUT",
  .help = "Arrays are called as in the sheet: x, t, W1, b1; a single one as its file, W1.csv. Those of other "
          "names are\n"
          "passed over.\n\nExample:\n"
          "  gradsheet-cli import model.onnx -o mine.gradsheet\n"
          "  gradsheet-cli import theirs.npz --into mazur -o mine.gradsheet\n",
  .options = entries,
  .run = run,
  .can_be_stopped = TRUE,
};
