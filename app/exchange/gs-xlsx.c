/* A live workbook through libxlsxwriter. */
#include "gs-xlsx.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "app/paint/gs-theme.h"
#include "app/text/gs-file.h"
#include "app/text/gs-task.h"
#include "gs-xlsx-private.h"
#include "nn/nn-error.h"

#define MAX_FORMULA 8192 /* characters that Excel takes */
#define MAX_BYTES   ((gsize) 1 << 30)
#define CLOSE_SHARE 0.3 /* of the work: putting the file together */
#define LOOK        (50 * G_TIME_SPAN_MILLISECOND)

/* ---- addresses ---- */

/* The instruction whose cells are being written. */
typedef struct {
  const GsXlsx *self;
  guint pass;
  gint sheet;
  const NnInstruction *line;
  const gchar *hypers[NN_MAX_INPUTS]; /* the name that is defined for an input; or NULL */
} Writing;

static const gchar *
find_hyper_name (const GsXlsx *self, guint pass, gint tensor)
{
  const NnTensorInfo *info =
      nn_program_get_tensor (gs_frame_get_program (gs_xlsx_get_frame (self, pass)), tensor);

  return info->role == NN_ROLE_HYPER
             ? g_hash_table_lookup (g_ptr_array_index (self->hyper_names, pass), info->name)
             : NULL;
}

static NnSheetSpot
find_spot (gint input, gsize offset, gpointer user_data)
{
  const Writing *writing = user_data;

  if (writing->hypers[input] != NULL)
    return (NnSheetSpot){ 0, -1, 0, 0 };
  return gs_sheet_plan_find (writing->self->plan, writing->pass, writing->line->inputs[input], offset);
}

static void
write_range (gint input, const NnSheetSpot *first, gint rows, gint columns, GString *text, gpointer user_data)
{
  const Writing *writing = user_data;

  if (writing->hypers[input] != NULL) {
    g_string_append (text, writing->hypers[input]);
    return;
  }
  if (first->sheet != writing->sheet)
    gs_xlsx_append_sheet (writing->self, text, first->sheet);
  nn_sheet_append_address (text, first->row, first->column);
  if (rows > 1 || columns > 1) {
    g_string_append_c (text, ':');
    nn_sheet_append_address (text, first->row + rows - 1, first->column + columns - 1);
  }
}

static gboolean
turn_spot (gint input, NnSheetSpot *spot, gpointer user_data)
{
  const Writing *writing = user_data;

  return gs_sheet_plan_turn (writing->self->plan, writing->pass, writing->line->inputs[input], spot);
}

/* ---- cells ---- */

static void
put_number (GsXlsx *self, const NnSheetSpot *spot, gdouble value, lxw_format *format)
{
  worksheet_write_number (self->sheets[spot->sheet], (lxw_row_t) spot->row, (lxw_col_t) spot->column, value,
                          format);
}

static void
put_formula (GsXlsx *self, const NnSheetSpot *spot, const gchar *formula, gdouble value, lxw_format *format)
{
  worksheet_write_formula_num (self->sheets[spot->sheet], (lxw_row_t) spot->row, (lxw_col_t) spot->column,
                               formula, format, value);
}

static gboolean
check_length (const NnTensorInfo *info, gsize offset, const gchar *formula, GError **error)
{
  g_autofree gchar *name = NULL;

  if (strlen (formula) <= MAX_FORMULA)
    return TRUE;
  name = nn_cell_name (info->name, &info->shape, offset);
  g_set_error (
      error, NN_ERROR, NN_ERROR_VALUE,
      _ ("the formula of %s would be %zu characters long, and a spreadsheet takes %d; take fewer rows "
         "(--rows 1) or only the last layers (--last-layers 1)"),
      name, strlen (formula), MAX_FORMULA);
  return FALSE;
}

/* What an instruction has computed: live, but for cells held by hand. */
static gboolean
put_computed (GsXlsx *self, guint pass, gint tensor, GError **error)
{
  GsFrame *frame = gs_xlsx_get_frame (self, pass);
  NnProgram *program = gs_frame_get_program (frame);
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  const NnInstruction *line = nn_program_get_instruction (program, info->producer);
  Writing writing = { self, pass, gs_sheet_plan_get_block (self->plan, pass, tensor)->sheet, line, { NULL } };
  NnSheetMap map = { find_spot, write_range, turn_spot, &writing };
  NnFormula *formula = nn_formula_for_op (line->op);
  gsize n;
  const gdouble *values = gs_frame_get_values (frame, tensor, &n);
  NnNames names;
  NnBinding binding;

  for (gint i = 0; i < line->n_inputs; i++)
    writing.hypers[i] = find_hyper_name (self, pass, line->inputs[i]);
  nn_program_get_names (program, info->producer, &names);
  nn_program_get_binding (program, info->producer, &binding);
  for (gsize i = 0; i < n; i++) {
    NnSheetSpot spot = gs_sheet_plan_find (self->plan, pass, tensor, i);
    g_autofree gchar *text = NULL;
    gboolean is_array;

    if (gs_frame_is_pinned (frame, &(NnCell){ tensor, i })) {
      put_number (self, &spot, values[i], self->pinned);
      continue;
    }
    text = nn_dialect_print_sheet (formula, &names, &binding, i, &map, &is_array);
    if (!check_length (info, i, text, error))
      return FALSE;
    if (is_array)
      worksheet_write_array_formula_num (self->sheets[spot.sheet], (lxw_row_t) spot.row,
                                         (lxw_col_t) spot.column, (lxw_row_t) spot.row,
                                         (lxw_col_t) spot.column, text, self->number, values[i]);
    else
      put_formula (self, &spot, text, values[i], self->number);
  }
  return TRUE;
}

/* The tensor of the pass before that a leaf continues: its `.next`, or itself where nothing changes it. */
static gint
find_before (GsXlsx *self, guint pass, const NnTensorInfo *info)
{
  NnProgram *program = gs_frame_get_program (gs_xlsx_get_frame (self, pass - 1));
  gint tensor = nn_program_find (program, info->name);
  gint next = tensor >= 0 ? nn_program_get_tensor (program, tensor)->next : -1;

  return next >= 0 ? next : tensor;
}

/* The offset of the same cell in an earlier pass that had the same row of data; G_MAXSIZE if none had. */
static gsize
find_row_before (GsXlsx *self, guint pass, guint *earlier, const NnTensorInfo *info, gsize offset)
{
  gsize in_row = nn_shape_count (&info->shape) / (gsize) info->shape.dim[0];
  gint n_rows, n_others;
  const gint *rows = gs_frame_get_batch (gs_xlsx_get_frame (self, pass), &n_rows);

  for (*earlier = 0; *earlier < pass; (*earlier)++) {
    const gint *others = gs_frame_get_batch (gs_xlsx_get_frame (self, *earlier), &n_others);

    for (gint i = 0; i < n_others; i++)
      if (others[i] == rows[offset / in_row])
        return (gsize) i * in_row + offset % in_row;
  }
  return G_MAXSIZE;
}

/* Where a leaf's cell had its number before, if it is still the same to the bit. */
static gboolean
find_source (GsXlsx *self, guint pass, gint tensor, gsize offset, NnSheetSpot *spot)
{
  const NnTensorInfo *info =
      nn_program_get_tensor (gs_frame_get_program (gs_xlsx_get_frame (self, pass)), tensor);
  gsize n, at = offset;
  const gdouble *now = gs_frame_get_values (gs_xlsx_get_frame (self, pass), tensor, &n), *then;
  guint earlier = pass - 1;
  gint source;

  if (pass == 0
      || (!nn_tensor_info_persists (info) && info->role != NN_ROLE_INPUT && info->role != NN_ROLE_TARGET))
    return FALSE;
  if (nn_tensor_info_persists (info)) {
    source = find_before (self, pass, info);
  } else {
    at = find_row_before (self, pass, &earlier, info, offset);
    source = at != G_MAXSIZE
                 ? nn_program_find (gs_frame_get_program (gs_xlsx_get_frame (self, earlier)), info->name)
                 : -1;
  }
  if (source < 0 || gs_sheet_plan_get_block (self->plan, earlier, source)->sheet < 0)
    return FALSE;
  then = gs_frame_get_values (gs_xlsx_get_frame (self, earlier), source, &n);
  if (at >= n || memcmp (&now[offset], &then[at], sizeof (gdouble)) != 0)
    return FALSE;
  *spot = gs_sheet_plan_find (self->plan, earlier, source, at);
  return TRUE;
}

static void
put_leaf (GsXlsx *self, guint pass, gint tensor)
{
  gsize n;
  const gdouble *values = gs_frame_get_values (gs_xlsx_get_frame (self, pass), tensor, &n);

  for (gsize i = 0; i < n; i++) {
    NnSheetSpot spot = gs_sheet_plan_find (self->plan, pass, tensor, i), source;
    g_autofree gchar *reference = NULL;

    if (!find_source (self, pass, tensor, i, &source)) {
      put_number (self, &spot, values[i], self->editable);
      continue;
    }
    reference = gs_xlsx_make_reference (self, spot.sheet, &source);
    put_formula (self, &spot, reference, values[i], self->number);
  }
}

/* ---- around the cells ---- */

static void
put_text (GsXlsx *self, gint sheet, gint row, gint column, const gchar *text, lxw_format *format)
{
  worksheet_write_string (self->sheets[sheet], (lxw_row_t) row, (lxw_col_t) column, text, format);
}

/* A cell's name where the data give one, else its number. */
static void
put_heading (GsXlsx *self, gint sheet, gint row, gint column, const gchar *label, gint number)
{
  if (label != NULL)
    put_text (self, sheet, row, column, label, self->heading);
  else
    worksheet_write_number (self->sheets[sheet], (lxw_row_t) row, (lxw_col_t) column, number, self->heading);
}

/* The corner of a tile, between its headings. */
static void
find_tile (const GsSheetBlock *block, gint tile, gint *row, gint *column)
{
  *row = block->row + 1 + tile / block->tiles_across * (block->rows + 1);
  *column = block->column + tile % block->tiles_across * (block->columns + 1);
}

static void
put_tile_names (GsXlsx *self, const GsSheetBlock *block, gint rank)
{
  for (gint tile = 0; rank >= 3 && tile < block->tiles_down * block->tiles_across; tile++) {
    g_autofree gchar *name =
        rank == 4 ? g_strdup_printf ("%d,%d", tile / block->tiles_across + 1, tile % block->tiles_across + 1)
                  : g_strdup_printf ("%d", tile + 1);
    gint row, column;

    find_tile (block, tile, &row, &column);
    put_text (self, block->sheet, row, column, name, self->heading);
  }
}

static void
put_headings (GsXlsx *self, guint pass, gint tensor, const GsSheetBlock *block)
{
  GsFrame *frame = gs_xlsx_get_frame (self, pass);
  NnProgram *program = gs_frame_get_program (frame);
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  gint rank = info->shape.rank;
  gint row_axis = rank >= 2 ? rank - 2 : block->rows > 1 ? 0 : -1;
  gint column_axis = rank >= 2 || (rank == 1 && row_axis < 0) ? MAX (rank - 1, 0) : -1;

  put_tile_names (self, block, rank);
  for (gint tile = 0; tile < block->tiles_down * block->tiles_across; tile++) {
    gint row, column;

    find_tile (block, tile, &row, &column);
    for (gint i = 0; column_axis >= 0 && i < block->columns; i++)
      put_heading (self, block->sheet, row, column + 1 + i,
                   nn_program_get_label (program, tensor, column_axis, i + 1), i + 1);
    for (gint i = 0; row_axis >= 0 && i < block->rows; i++)
      put_heading (self, block->sheet, row + 1 + i, column,
                   gs_frame_get_label (frame, tensor, row_axis, i + 1), i + 1);
  }
}

/* Zero in the middle, as in the window. */
static void
put_colours (GsXlsx *self, guint pass, gint tensor, const GsSheetBlock *block)
{
  const GsTheme *theme = gs_theme_get (FALSE, FALSE);
  gdouble largest = gs_frame_get_largest (gs_xlsx_get_frame (self, pass), tensor);
  lxw_conditional_format scale = {
    .type = LXW_CONDITIONAL_3_COLOR_SCALE,
    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
    .mid_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
    .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
    .min_value = -largest,
    .max_value = largest,
    .min_color = gs_theme_map (theme, -1),
    .mid_color = gs_theme_map (theme, 0),
    .max_color = gs_theme_map (theme, 1),
  };

  if (largest <= 0
      || nn_shape_count (
             &nn_program_get_tensor (gs_frame_get_program (gs_xlsx_get_frame (self, pass)), tensor)->shape)
             < 2)
    return;
  worksheet_conditional_format_range (
      self->sheets[block->sheet], (lxw_row_t) block->row + 2, (lxw_col_t) block->column + 1,
      (lxw_row_t) (block->row + block->tiles_down * (block->rows + 1)),
      (lxw_col_t) (block->column + block->tiles_across * (block->columns + 1) - 1), &scale);
}

/* A kernel once more, backwards. The line of a tile's columns and the column of its rows would count the
 * wrong way, so tiles only have their numbers. */
static void
put_turned (GsXlsx *self, guint pass, gint tensor)
{
  GsFrame *frame = gs_xlsx_get_frame (self, pass);
  const NnTensorInfo *info = nn_program_get_tensor (gs_frame_get_program (frame), tensor);
  const GsSheetBlock *block = gs_sheet_plan_get_turned (self->plan, pass, tensor);
  g_autofree gchar *title = g_strdup_printf (_ ("%s turned, for the gradient of what it reads"), info->name);
  gsize n;
  const gdouble *values = gs_frame_get_values (frame, tensor, &n);

  put_text (self, block->sheet, block->row, block->column, title, self->name);
  put_tile_names (self, block, info->shape.rank);
  put_colours (self, pass, tensor, block);
  for (gsize i = 0; i < n; i++) {
    NnSheetSpot from = gs_sheet_plan_find (self->plan, pass, tensor, i), spot = from;
    g_autofree gchar *reference = gs_xlsx_make_reference (self, block->sheet, &from);

    gs_sheet_plan_turn (self->plan, pass, tensor, &spot);
    put_formula (self, &spot, reference, values[i], self->number);
  }
}

static gboolean
put_tensor (GsXlsx *self, guint pass, gint tensor, GError **error)
{
  const GsSheetBlock *block = gs_sheet_plan_get_block (self->plan, pass, tensor);
  NnProgram *program = gs_frame_get_program (gs_xlsx_get_frame (self, pass));
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  gboolean is_computed = gs_sheet_plan_is_computed (self->plan, pass, tensor);
  g_autofree gchar *brief = is_computed ? nn_program_get_brief (program, info->producer) : NULL;
  g_autofree gchar *title =
      brief != NULL ? g_strdup_printf ("%s = %s", info->name, brief) : g_strdup (info->name);

  put_text (self, block->sheet, block->row, block->column, title, self->name);
  put_headings (self, pass, tensor, block);
  put_colours (self, pass, tensor, block);
  if (is_computed)
    return put_computed (self, pass, tensor, error);
  put_leaf (self, pass, tensor);
  return TRUE;
}

static gboolean
put_passes (GsXlsx *self, GError **error)
{
  for (guint pass = 0; pass < self->frames->len; pass++) {
    GsFrame *frame = gs_xlsx_get_frame (self, pass);
    gint n = nn_program_get_n_tensors (gs_frame_get_program (frame));

    for (guint sheet = 1; sheet < gs_sheet_plan_get_n_sheets (self->plan); sheet++) {
      g_autofree gchar *title = g_strdup_printf (_ ("Pass %u"), gs_frame_get_cursor (frame)->pass);

      put_text (self, (gint) sheet, gs_sheet_plan_get_pass_row (self->plan, pass, sheet), 0, title,
                self->title);
    }
    for (gint i = 0; i < n; i++) {
      if (gs_sheet_plan_get_block (self->plan, pass, i)->sheet >= 0 && !put_tensor (self, pass, i, error))
        return FALSE;
      if (gs_sheet_plan_get_turned (self->plan, pass, i)->sheet >= 0)
        put_turned (self, pass, i);
      if (!gs_task_go_on (pass * (gsize) n + (gsize) i, self->frames->len * (gsize) n, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* ---- the file ---- */

static void
make_formats (GsXlsx *self)
{
  lxw_format **all[] = { &self->number, &self->editable, &self->pinned, &self->heading,
                         &self->name,   &self->title,    &self->link };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    *all[i] = workbook_add_format (self->book);
  format_set_num_format (self->number, "0.0000");
  format_set_num_format (self->editable, "0.0000");
  format_set_num_format (self->pinned, "0.0000");
  format_set_font_color (self->editable, 0x1A5FB4);
  format_set_bold (self->pinned);
  format_set_font_color (self->heading, 0x777777);
  format_set_align (self->heading, LXW_ALIGN_RIGHT);
  format_set_bold (self->name);
  format_set_bold (self->title);
  format_set_font_size (self->title, 14);
  format_set_font_color (self->link, 0x1A5FB4);
  format_set_underline (self->link, LXW_UNDERLINE_SINGLE);
}

static void
make_sheets (GsXlsx *self)
{
  guint n = gs_sheet_plan_get_n_sheets (self->plan);

  self->sheets = g_new0 (lxw_worksheet *, n);
  for (guint i = 0; i < n; i++) {
    const gchar *title = gs_sheet_plan_get_title (self->plan, i);

    self->sheets[i] = workbook_add_worksheet (self->book, title);
    if (i == 0)
      continue;
    put_text (self, (gint) i, 0, 0, title, self->title);
    worksheet_freeze_panes (self->sheets[i], 1, 0);
    worksheet_set_column (self->sheets[i], 0, (lxw_col_t) gs_sheet_plan_get_n_columns (self->plan, i), 9,
                          NULL);
  }
}

/* libxlsxwriter opens its file itself: it gets one of ours to write, which then goes the way of all files. */
static gboolean
hand_over (const gchar *temporary, const gchar *path, GError **error)
{
  gsize length;
  g_autofree gchar *bytes = gs_file_read (temporary, MAX_BYTES, &length, error);

  return bytes != NULL && gs_file_write (path, bytes, length, GS_FILE_PUBLIC, error);
}

/* libxlsxwriter puts a file together in one call of seconds. It is made on a thread of its own, which is left
 * to itself when the task is stopped: what it writes has no folder any more. */
typedef struct {
  gint ref_count;
  lxw_workbook *book;
  GMutex mutex;
  GCond over;
  gboolean is_over;
  lxw_error code;
} Closing;

static void
closing_unref (Closing *closing)
{
  if (!g_atomic_int_dec_and_test (&closing->ref_count))
    return;
  g_mutex_clear (&closing->mutex);
  g_cond_clear (&closing->over);
  g_free (closing);
}

static gpointer
close_book (gpointer data)
{
  Closing *closing = data;
  lxw_error code = workbook_close (closing->book);

  g_mutex_lock (&closing->mutex);
  closing->code = code;
  closing->is_over = TRUE;
  g_cond_signal (&closing->over);
  g_mutex_unlock (&closing->mutex);
  closing_unref (closing);
  return NULL;
}

static gboolean
put_together (lxw_workbook *book, GError **error)
{
  Closing *closing = g_new0 (Closing, 1);
  gboolean goes_on = TRUE, is_over;

  *closing = (Closing){ .ref_count = 2, .book = book };
  g_mutex_init (&closing->mutex);
  g_cond_init (&closing->over);
  g_thread_unref (g_thread_new ("workbook", close_book, closing));
  g_mutex_lock (&closing->mutex);
  /* Not asked before it has begun: then its file is there, and can be taken away. */
  do
    g_cond_wait_until (&closing->over, &closing->mutex, g_get_monotonic_time () + LOOK);
  while (!closing->is_over && (goes_on = gs_task_go_on (0, 0, error)));
  is_over = closing->is_over;
  if (is_over && closing->code != LXW_NO_ERROR)
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("the workbook could not be put together: %s"),
                 lxw_strerror (closing->code));
  is_over = is_over && closing->code == LXW_NO_ERROR;
  g_mutex_unlock (&closing->mutex);
  closing_unref (closing);
  return goes_on && is_over;
}

static gboolean
fill (GsXlsx *self, const gchar *temporary, const gchar *path, GError **error)
{
  lxw_doc_properties properties = { .created = 946684800 }; /* the same bytes on every day */

  self->book = workbook_new (temporary);
  if (self->book == NULL) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, _ ("there is not enough memory for the workbook"));
    return FALSE;
  }
  workbook_set_properties (self->book, &properties);
  make_formats (self);
  make_sheets (self);
  gs_xlsx_put_overview (self);
  if (!put_passes (self, error)) {
    lxw_workbook_free (self->book);
    return FALSE;
  }
  gs_task_begin_part (CLOSE_SHARE);
  return put_together (self->book, error) && hand_over (temporary, path, error);
}

gboolean
gs_xlsx_write (const NnNetwork *network,
               GPtrArray *frames,
               gint first_layer,
               const gchar *path,
               GError **error)
{
  g_autoptr (GsSheetPlan) plan = gs_sheet_plan_new (network, frames, first_layer, error);
  g_autofree gchar *folder = NULL, *temporary = NULL;
  GsXlsx self = { .network = network, .frames = frames, .plan = plan };
  gboolean done;

  if (plan == NULL)
    return FALSE;
  folder = g_dir_make_tmp ("gradsheet-XXXXXX", error);
  if (folder == NULL)
    return FALSE;
  temporary = g_build_filename (folder, "workbook.xlsx", NULL);
  self.hyper_names = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  done = fill (&self, temporary, path, error);
  g_ptr_array_unref (self.hyper_names);
  g_free (self.sheets);
  g_unlink (temporary);
  g_rmdir (folder);
  return done;
}
