/* The table of formats that a network can be handed over in. */
#include "gs-exchange.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-task.h"
#include "gs-arrays.h"
#include "gs-latex.h"
#include "gs-ods.h"
#include "gs-onnx-export.h"
#include "gs-python.h"
#include "gs-replay.h"
#include "gs-sheet-plan.h"
#include "gs-xlsx.h"
#include "nn/nn-error.h"

/* Of the work: going through the passes, and putting cells into a workbook; how long the rest takes nobody is
 * told. */
#define RECORD_SHARE 0.2
#define PUT_SHARE    0.5

/* The passes gone through; what comes next is `share` of the work. */

static GPtrArray *
take (GsWorkbook *book, GsRecordOptions *options, gdouble share, GError **error)
{
  GPtrArray *frames;

  gs_task_begin_part (RECORD_SHARE);
  frames = gs_record_take (book, options, error);
  gs_task_begin_part (share);
  return frames;
}

static gboolean
write_xlsx (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  g_autoptr (GPtrArray) frames = take (book, &options->record, PUT_SHARE, error);

  return frames != NULL
         && gs_xlsx_write (gs_workbook_get_network (book), frames, options->record.first_layer, path, error);
}

static gboolean
write_ods (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  g_autoptr (GPtrArray) frames = take (book, &options->record, PUT_SHARE, error);

  return frames != NULL
         && gs_ods_write (gs_workbook_get_network (book), frames, options->record.first_layer, path, error);
}

static gboolean
write_replay (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  GsRecordOptions record = { .n_passes = options->record.n_passes, .n_rows = options->record.n_rows };
  g_autoptr (GPtrArray) frames = take (book, &record, 1, error);

  return frames != NULL && gs_replay_write (gs_workbook_get_network (book), frames, path, error);
}

static gboolean
write_python (GsWorkbook *book,
              GsExchangeOptions *options,
              GsPythonKind kind,
              const gchar *path,
              GError **error)
{
  GsRecordOptions one = { .n_rows = options->record.n_rows };
  g_autoptr (GPtrArray) frames = take (book, &one, 1, error);

  return frames != NULL
         && gs_python_write (gs_workbook_get_network (book), g_ptr_array_index (frames, 0), kind, path,
                             error);
}

static gboolean
write_numpy (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  return write_python (book, options, GS_PYTHON_NUMPY, path, error);
}

static gboolean
write_torch (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  return write_python (book, options, GS_PYTHON_TORCH, path, error);
}

/* All tensors, or the one that is asked for. */
static gboolean
write_arrays (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  GsRecordOptions one = { .n_rows = options->record.n_rows };
  g_autoptr (GPtrArray) frames = take (book, &one, 1, error);

  if (frames == NULL)
    return FALSE;
  if (options->tensor != NULL)
    return gs_arrays_write_one (g_ptr_array_index (frames, 0), options->tensor, path, error);
  if (g_str_has_suffix (path, ".npz"))
    return gs_arrays_write (g_ptr_array_index (frames, 0), path, error);
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("this format holds one tensor: say which one (--tensor dW1), or take .npz for all"));
  return FALSE;
}

static gboolean
write_onnx (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  return gs_onnx_write (book, path, error);
}

/* The whole pass, or the cell that is asked for. */
static gboolean
write_latex (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  GsRecordOptions one = { .n_rows = options->record.n_rows };
  g_autoptr (GPtrArray) frames = take (book, &one, 1, error);
  NnCell cell;

  if (frames == NULL)
    return FALSE;
  if (options->tensor == NULL)
    return gs_latex_write (gs_workbook_get_network (book), g_ptr_array_index (frames, 0), path, error);
  return gs_cell_name_parse (gs_workbook_get_scope (book), options->tensor, &cell, error)
         && gs_latex_write_cell (g_ptr_array_index (frames, 0), &cell, path, error);
}

static gboolean
write_markdown (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  GsRecordOptions one = { .n_rows = options->record.n_rows };
  g_autoptr (GPtrArray) frames = take (book, &one, 1, error);

  return frames != NULL
         && gs_markdown_write (gs_workbook_get_network (book), g_ptr_array_index (frames, 0), path, error);
}

/* ---- what can be said before ---- */

static gboolean
check_record (GsWorkbook *book, GsExchangeOptions *options, GError **error)
{
  g_autoptr (GPtrArray) frames = gs_record_foresee (book, &options->record, error);

  return frames != NULL;
}

static gboolean
check_xlsx (GsWorkbook *book, GsExchangeOptions *options, GError **error)
{
  g_autoptr (GPtrArray) frames = gs_record_foresee (book, &options->record, error);
  g_autoptr (GsSheetPlan) plan = frames != NULL ? gs_sheet_plan_new (gs_workbook_get_network (book), frames,
                                                                     options->record.first_layer, error)
                                                : NULL;

  return plan != NULL;
}

static gboolean
check_ods (GsWorkbook *book, GsExchangeOptions *options, GError **error)
{
  return gs_ods_check (error) && check_xlsx (book, options, error);
}

static gboolean
check_replay (GsWorkbook *book, GsExchangeOptions *options, GError **error)
{
  g_autoptr (GPtrArray) frames = gs_record_foresee (book, &options->record, error);

  return frames != NULL && gs_replay_check (gs_workbook_get_network (book), frames, error);
}

static gboolean
check_onnx (GsWorkbook *book, GsExchangeOptions *options, GError **error)
{
  return gs_onnx_check (book, error);
}

static gboolean
check_tensor (GsWorkbook *book, GsExchangeOptions *options, GError **error)
{
  return check_record (book, options, error)
         && (options->tensor == NULL
             || gs_arrays_check_name (gs_workbook_get_program (book), options->tensor, error));
}

static gboolean
check_cell (GsWorkbook *book, GsExchangeOptions *options, GError **error)
{
  NnCell cell;

  return check_record (book, options, error)
         && (options->tensor == NULL
             || gs_cell_name_parse (gs_workbook_get_scope (book), options->tensor, &cell, error));
}

/* ---- the table ---- */

#define LIVE (GS_EXCHANGE_PASSES | GS_EXCHANGE_ROWS | GS_EXCHANGE_LAYERS)

static const GsExchange formats[] = {
  { "xlsx", ".xlsx", N_ ("Live workbook"), LIVE, check_xlsx, write_xlsx },
  { "ods", ".ods", N_ ("Live workbook, by Gnumeric or LibreOffice"), LIVE, check_ods, write_ods },
  { "replay", ".html", N_ ("Replay for any browser"), GS_EXCHANGE_PASSES | GS_EXCHANGE_ROWS, check_replay,
    write_replay },
  { "numpy", ".py", N_ ("Python script with NumPy"), GS_EXCHANGE_ROWS, check_record, write_numpy },
  { "torch", ".py", N_ ("Python script with PyTorch"), GS_EXCHANGE_ROWS, check_record, write_torch },
  { "latex", ".tex", N_ ("The pass in LaTeX, with a drawing"), GS_EXCHANGE_ROWS | GS_EXCHANGE_CELL,
    check_cell, write_latex },
  { "markdown", ".md", N_ ("Tables in Markdown"), GS_EXCHANGE_ROWS, check_record, write_markdown },
  { "onnx", ".onnx", N_ ("ONNX model for other programs"), 0, check_onnx, write_onnx },
  { "npz", ".npz", N_ ("All blocks as NumPy's arrays"), GS_EXCHANGE_ROWS, check_record, write_arrays },
  { "npy", ".npy", N_ ("One block as NumPy's array"), GS_EXCHANGE_ROWS | GS_EXCHANGE_TENSOR, check_tensor,
    write_arrays },
  { "csv", ".csv", N_ ("One block as a table"), GS_EXCHANGE_ROWS | GS_EXCHANGE_TENSOR, check_tensor,
    write_arrays },
};

const GsExchange *
gs_exchange_get (guint position)
{
  return position < G_N_ELEMENTS (formats) ? &formats[position] : NULL;
}

const GsExchange *
gs_exchange_find (const gchar *path, const gchar *name)
{
  g_autofree gchar *folded = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (folded, formats[i].ending) && (name == NULL || g_str_equal (name, formats[i].name)))
      return &formats[i];
  return NULL;
}

gboolean
gs_exchange_check (const GsExchange *format, GsDocument *document, GsExchangeOptions *options, GError **error)
{
  g_autoptr (GsWorkbook) book = gs_workbook_new (document, error);

  return book != NULL && format->check (book, options, error);
}

gboolean
gs_exchange_write (const GsExchange *format,
                   GsDocument *document,
                   GsExchangeOptions *options,
                   const gchar *path,
                   GError **error)
{
  g_autoptr (GsWorkbook) book = gs_workbook_new (document, error);

  return book != NULL && format->hand_over (book, options, path, error);
}
