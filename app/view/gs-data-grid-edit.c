/* The data as a sheet of its own: what is typed, pasted, filled in and removed. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/data/gs-rows.h"
#include "app/text/gs-number.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-data-grid-private.h"
#include "gs-pasted.h"
#include "gs-series.h"
#include "gs-typed.h"
#include "nn/nn-error.h"

/* ---- an edit under way ---- */

/* Copies of rows, to be changed and put back; the empty row may be among them. */
typedef struct {
  GsDataGrid *grid;
  gint top, n_lines; /* lines of the sheet */
  gint first, n;     /* the rows of the data from the first of these to the last */
  gdouble *inputs, *targets;
  gdouble *draft;
} Edit;

static void
edit_clear (Edit *edit)
{
  g_clear_pointer (&edit->inputs, g_free);
  g_clear_pointer (&edit->targets, g_free);
  g_clear_pointer (&edit->draft, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Edit, edit_clear)

static gboolean
fail (GError **error, const gchar *text)
{
  g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, text);
  return FALSE;
}

static GsWorkbook *
get_book (GsDataGrid *grid)
{
  return gs_view_get_workbook (grid->view);
}

static void
edit_begin (Edit *edit, GsDataGrid *grid, gint top, gint bottom)
{
  gint n_lines = MIN (bottom, gs_data_grid_get_n_rows (grid)) - top + 1, first = G_MAXINT, last = 0;

  for (gint row = top; row < top + n_lines; row++) {
    first = MIN (first, gs_data_grid_get_number (grid, row));
    last = MAX (last, gs_data_grid_get_number (grid, row));
  }
  *edit = (Edit){
    .grid = grid, .top = top, .n_lines = MAX (n_lines, 0), .first = first, .n = MAX (last - first + 1, 0)
  };
  if (n_lines <= 0)
    edit->n = 0;
  if (edit->n > 0) {
    edit->inputs = g_memdup2 (gs_dataset_get_input (grid->data, first),
                              (gsize) edit->n * grid->n_inputs * sizeof (gdouble));
    edit->targets = g_memdup2 (gs_dataset_get_target (grid->data, first),
                               (gsize) edit->n * grid->n_targets * sizeof (gdouble));
  }
  edit->draft = g_memdup2 (grid->draft, (grid->n_inputs + grid->n_targets) * sizeof (gdouble));
}

/* The place of an input or a target. */
static gdouble *
get_slot (Edit *edit, gint row, gboolean is_target, gint offset)
{
  GsDataGrid *grid = edit->grid;
  gsize width = is_target ? grid->n_targets : grid->n_inputs;

  if (row > gs_data_grid_get_n_rows (grid))
    return edit->draft + (is_target ? grid->n_inputs : 0) + offset;
  return (is_target ? edit->targets : edit->inputs)
         + (gsize) (gs_data_grid_get_number (grid, row) - edit->first) * width + offset;
}

/* A class sets all targets of the row. */
static void
put_class (Edit *edit, gint row, gint class)
{
  gsize n = edit->grid->n_targets;

  for (gsize i = 0; i < n; i++)
    *get_slot (edit, row, TRUE, (gint) i) = n == 1 ? class : (gsize) class == i;
}

static void
put (Edit *edit, gint row, gint column, gdouble value)
{
  const GsDataColumn *at = gs_data_grid_get_column (edit->grid, column);

  if (at->kind == GS_DATA_CLASS)
    put_class (edit, row, (gint) value);
  else if (at->kind == GS_DATA_INPUT || at->kind == GS_DATA_TARGET)
    *get_slot (edit, row, at->kind == GS_DATA_TARGET, at->offset) = value;
}

static gboolean
is_complete (const Edit *edit)
{
  for (gsize i = 0; i < edit->grid->n_inputs + edit->grid->n_targets; i++)
    if (isnan (edit->draft[i]))
      return FALSE;
  return TRUE;
}

/* Of rows that do not lie side by side. */
static gchar *
label_scattered (gint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Edit %d row", "Edit %d rows", (gulong) n), n);
}

static gchar *
label_edit (const Edit *edit, gboolean adds)
{
  if (edit->n == 0)
    return g_strdup (_ ("Add a row"));
  if (edit->n == 1 && !adds)
    return g_strdup_printf (_ ("Edit row %d"), edit->first);
  if (edit->n != edit->n_lines)
    return label_scattered (edit->n_lines + adds);
  return g_strdup_printf (_ ("Edit rows %d to %d"), edit->first, edit->first + edit->n - 1 + adds);
}

/* Behind the changed rows the empty one, if it has all of its numbers. */
static GsDataset *
splice (Edit *edit, gboolean adds, GError **error)
{
  GsDataGrid *grid = edit->grid;
  gsize n_inputs = (gsize) edit->n * grid->n_inputs, n_targets = (gsize) edit->n * grid->n_targets;
  gint n_rows = gs_dataset_get_n_rows (grid->data), first = edit->n > 0 ? edit->first : n_rows + 1;

  if (adds) {
    edit->inputs = g_renew (gdouble, edit->inputs, n_inputs + grid->n_inputs);
    edit->targets = g_renew (gdouble, edit->targets, n_targets + grid->n_targets);
    memcpy (edit->inputs + n_inputs, edit->draft, grid->n_inputs * sizeof (gdouble));
    memcpy (edit->targets + n_targets, edit->draft + grid->n_inputs, grid->n_targets * sizeof (gdouble));
  }
  return gs_dataset_splice (grid->data, first, edit->n, edit->n + adds, edit->inputs, edit->targets, error);
}

/* A target that the loss cannot take is taken all the same, and said. */
static void
say_of_targets (Edit *edit, gboolean adds, gchar **said)
{
  GsDataGrid *grid = edit->grid;

  for (gint i = 0; said != NULL && *said == NULL && i < edit->n_lines + adds; i++) {
    g_autoptr (GError) error = NULL;
    gsize offset;

    if (!gs_target_fits (gs_workbook_get_network (get_book (grid))->loss,
                         gs_dataset_get_target_shape (grid->data),
                         i < edit->n_lines ? get_slot (edit, edit->top + i, TRUE, 0)
                                           : edit->targets + (gsize) edit->n * grid->n_targets,
                         &offset, &error))
      *said = g_strdup (error->message);
  }
}

static gboolean
edit_end (Edit *edit, gchar **said, GError **error)
{
  GsDataGrid *grid = edit->grid;
  gboolean adds = is_complete (edit);
  g_autoptr (GsDataset) changed = NULL;
  g_autofree gchar *label = label_edit (edit, adds);

  if (edit->n > 0 || adds) {
    changed = splice (edit, adds, error);
    if (changed == NULL)
      return FALSE;
    say_of_targets (edit, adds, said);
    for (gsize i = 0; adds && i < grid->n_inputs + grid->n_targets; i++)
      edit->draft[i] = NAN;
  }
  memcpy (grid->draft, edit->draft, (grid->n_inputs + grid->n_targets) * sizeof (gdouble));
  if (changed != NULL)
    return gs_workbook_set_data (get_book (grid), changed, label, error);
  gs_data_grid_emit (grid, FALSE);
  return TRUE;
}

/* ---- what may be changed ---- */

/* What a lesson keeps as it is on the sheet it keeps here. */
static gboolean
may_edit (GsDataGrid *grid, gint row, const GsDataColumn *column)
{
  NnProgram *program = gs_workbook_get_program (get_book (grid));
  gboolean is_input = column->kind == GS_DATA_INPUT;
  gsize place = (gsize) MAX (gs_data_grid_get_place (grid, row) - 1, 0);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    NnCell cell = { i, place * (is_input ? grid->n_inputs : grid->n_targets) + (gsize) column->offset };

    if (nn_program_get_tensor (program, i)->role == (is_input ? NN_ROLE_INPUT : NN_ROLE_TARGET))
      return gs_view_may_edit (grid->view, &cell);
  }
  return TRUE;
}

static gboolean
check_box (GsDataGrid *grid, const GsDataBox *box, GError **error)
{
  gboolean any = FALSE;

  for (gint column = box->left; column <= box->right; column++) {
    const GsDataColumn *at = gs_data_grid_get_column (grid, column);

    any = any || gs_data_kind_is_editable (at->kind);
    for (gint row = box->top; gs_data_kind_is_editable (at->kind) && row <= box->bottom; row++)
      if (!may_edit (grid, row, at)) {
        g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("In this step the lesson keeps row %d as it is."),
                     gs_data_grid_get_number (grid, row));
        return FALSE;
      }
  }
  return any
         || fail (error,
                  _ ("This column is worked out from the others; change inputs, targets or the class."));
}

/* ---- typing ---- */

/* A class by its name, whatever the case, or its number from 0. */
static gboolean
read_class (GsDataGrid *grid, const gchar *text, gdouble *class, GError **error)
{
  const GPtrArray *names = gs_data_grid_get_classes (grid);
  g_autofree gchar *trimmed = g_strstrip (g_strdup (text)), *folded = g_utf8_casefold (trimmed, -1);
  gint n = grid->n_targets == 1 ? 2 : (gint) grid->n_targets;

  for (guint i = 0; names != NULL && i < names->len; i++) {
    g_autofree gchar *other = g_utf8_casefold (g_ptr_array_index (names, i), -1);

    if (g_str_equal (folded, other)) {
      *class = i;
      return TRUE;
    }
  }
  if (gs_number_parse (trimmed, class, NULL) && *class >= 0 && *class < n && *class == floor (*class))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("“%s” is no class here: write its name, or its number from 0 to %d."), trimmed, n - 1);
  return FALSE;
}

static gboolean
type_name (GsDataGrid *grid, gint row, const gchar *text, GError **error)
{
  const GPtrArray *old = gs_dataset_get_names (grid->data, GS_NAMES_ROWS);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GsDataset) named = NULL;
  g_autofree gchar *trimmed = g_strstrip (g_strdup (text));

  if (row > gs_dataset_get_n_rows (grid->data))
    return fail (error, _ ("A row gets its name when it is there: type its numbers first."));
  for (gint i = 1; i <= gs_dataset_get_n_rows (grid->data); i++) {
    const gchar *name = i == row ? trimmed : gs_names_get (old, (gsize) i - 1);

    g_ptr_array_add (names, (gpointer) (name != NULL ? name : ""));
  }
  named = gs_dataset_with_names (grid->data, GS_NAMES_ROWS, names, error);
  return named != NULL && gs_workbook_set_data (get_book (grid), named, _ ("Name a row"), error);
}

/* The whole box, or the cursor's cell alone. */
static GsDataBox
choose_box (GsDataGrid *grid, gboolean all)
{
  return all ? gs_data_grid_get_box (grid) : (GsDataBox){ grid->row, grid->column, grid->row, grid->column };
}

gboolean
gs_data_grid_type (GsDataGrid *grid, const gchar *text, gboolean fill, gchar **said, GError **error)
{
  const GsDataColumn *at = gs_data_grid_get_column (grid, grid->column);
  GsDataBox box = choose_box (grid, fill);
  g_auto (Edit) edit = { NULL };
  gdouble value;

  if (said != NULL)
    *said = NULL;
  if (!check_box (grid, &box, error))
    return FALSE;
  if (at->kind == GS_DATA_NAME)
    return type_name (grid, gs_data_grid_get_number (grid, grid->row), text, error);
  if (at->kind == GS_DATA_CLASS ? !read_class (grid, text, &value, error)
                                : !gs_typed_read (grid->view, text, &value, said, error))
    return FALSE;
  edit_begin (&edit, grid, box.top, box.bottom);
  for (gint row = box.top; row <= box.bottom; row++)
    for (gint column = box.left; column <= box.right; column++)
      /* A class and numbers do not mix. */
      if ((gs_data_grid_get_column (grid, column)->kind == GS_DATA_CLASS) == (at->kind == GS_DATA_CLASS))
        put (&edit, row, column, value);
  return edit_end (&edit, said, error);
}

/* ---- copying and pasting ---- */

static void
append_cell (GString *text, GsDataGrid *grid, gint row, gint column, GsCopy form)
{
  gchar buffer[GS_NUMBER_BUFFER], local[GS_NUMBER_BUFFER];
  gdouble value;

  if (!gs_data_grid_get_value (grid, row, column, &value)) {
    g_autofree gchar *word = gs_data_grid_get_text (grid, row, column);
    g_autofree gchar *escaped = g_markup_escape_text (word, -1);

    if (form == GS_COPY_HTML)
      g_string_append_printf (text, "<td>%s</td>", escaped);
    else
      g_string_append (text, word);
    return;
  }
  gs_number_to_text (value, buffer);
  gs_number_to_local_text (value, local);
  if (form == GS_COPY_HTML)
    g_string_append_printf (text, "<td align=\"right\" sdval=\"%s\">%s</td>", buffer, local);
  else
    g_string_append (text, form == GS_COPY_LOCAL ? local : buffer);
}

gchar *
gs_data_grid_copy (GsDataGrid *grid, GsCopy form)
{
  GsDataBox box = gs_data_grid_get_box (grid);
  gboolean html = form == GS_COPY_HTML;
  GString *text = g_string_new (html ? "<html><head><meta charset=\"utf-8\"></head><body><table><tr>" : NULL);

  for (gint row = box.top; row <= box.bottom; row++)
    for (gint column = box.left; column <= box.right; column++) {
      if (column == box.left && row > box.top)
        g_string_append (text, html ? "</tr><tr>" : "\n");
      else if (column > box.left && !html)
        g_string_append_c (text, '\t');
      append_cell (text, grid, row, column, form);
    }
  g_string_append (text, html ? "</tr></table></body></html>" : "");
  return g_string_free (text, FALSE);
}

/* How many columns of numbers there are from one on. */
static gint
count_numbers (GsDataGrid *grid, gint column)
{
  gint n = 0;

  for (; column + n < gs_data_grid_get_n_columns (grid); n++) {
    GsDataKind kind = gs_data_grid_get_column (grid, column + n)->kind;

    if (kind != GS_DATA_INPUT && kind != GS_DATA_TARGET)
      break;
  }
  return n;
}

/* From the cursor on; lines behind the last row become rows if they are whole. */
static gboolean
paste_numbers (GsDataGrid *grid, const GsPasted *pasted, gchar **said, GError **error)
{
  gint n_lines = (gint) pasted->n_lines, n_columns = (gint) pasted->n_columns;
  gint room = gs_data_grid_get_n_rows (grid) - grid->row + 1, numbers = count_numbers (grid, grid->column);
  GsDataBox box = { grid->row, grid->column, grid->row + n_lines - 1, grid->column + n_columns - 1 };
  g_auto (Edit) edit = { NULL };

  if (numbers == 0)
    return fail (error,
                 _ ("This column is worked out from the others; change inputs, targets or the class."));
  if (n_columns > numbers) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_SHAPE,
        g_dngettext (
            GETTEXT_PACKAGE,
            "%d columns of numbers do not fit: from here on there is room for %d column. Nothing was pasted.",
            "%d columns of numbers do not fit: from here on there is room for %d columns. Nothing was "
            "pasted.",
            (gulong) numbers),
        n_columns, numbers);
    return FALSE;
  }
  if (n_lines > room) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_SHAPE,
        g_dngettext (
            GETTEXT_PACKAGE,
            "%d lines of numbers do not fit: from here on there is room for %d row. Whole rows are pasted at "
            "the beginning of the empty row. Nothing was pasted.",
            "%d lines of numbers do not fit: from here on there is room for %d rows. Whole rows are pasted "
            "at "
            "the beginning of the empty row. Nothing was pasted.",
            (gulong) room),
        n_lines, room);
    return FALSE;
  }
  if (!check_box (grid, &box, error))
    return FALSE;
  edit_begin (&edit, grid, box.top, box.bottom);
  for (gint line = 0; line < n_lines; line++)
    for (gint column = 0; column < n_columns; column++)
      put (&edit, box.top + line, box.left + column, pasted->values[line * n_columns + column]);
  if (!edit_end (&edit, said, error))
    return FALSE;
  gs_data_grid_mark (grid, &box);
  return TRUE;
}

gboolean
gs_data_grid_paste (GsDataGrid *grid, const gchar *text, gchar **said, GError **error)
{
  GsDataBox box = gs_data_grid_get_box (grid);
  gboolean many = box.top != box.bottom || box.left != box.right;
  g_auto (GsPasted) pasted = { NULL };

  if (said != NULL)
    *said = NULL;
  if (grid->row > gs_data_grid_get_n_rows (grid))
    return gs_workbook_append_rows (get_book (grid), text, said, error);
  if (!gs_data_kind_is_number (gs_data_grid_get_column (grid, grid->column)->kind))
    return gs_data_grid_type (grid, text, many, said, error);
  if (!gs_pasted_read (&pasted, text, many ? (gsize) (box.right - box.left + 1) : 0, error))
    return FALSE;
  if (many && pasted.n_lines * pasted.n_columns == 1)
    return gs_data_grid_type (grid, text, TRUE, said, error);
  return paste_numbers (grid, &pasted, said, error);
}

gboolean
gs_data_grid_clear (GsDataGrid *grid, gchar **said, GError **error)
{
  GsDataBox box = gs_data_grid_get_box (grid);
  g_auto (Edit) edit = { NULL };

  if (!check_box (grid, &box, error))
    return FALSE;
  edit_begin (&edit, grid, box.top, box.bottom);
  for (gint row = box.top; row <= box.bottom; row++)
    for (gint column = box.left; column <= box.right; column++)
      if (gs_data_grid_get_column (grid, column)->kind != GS_DATA_CLASS)
        put (&edit, row, column, row > gs_data_grid_get_n_rows (grid) ? NAN : 0);
  return edit_end (&edit, said, error);
}

/* ---- filling ---- */

/* The number of a cell; of a class its number. */
static gboolean
read_cell (GsDataGrid *grid, gint row, gint column, gdouble *value)
{
  if (gs_data_grid_get_column (grid, column)->kind != GS_DATA_CLASS)
    return gs_data_grid_get_value (grid, row, column, value);
  *value = row <= gs_data_grid_get_n_rows (grid)
               ? gs_dataset_get_class (grid->data, gs_data_grid_get_number (grid, row))
               : -1;
  return *value >= 0;
}

gboolean
gs_data_grid_fill (GsDataGrid *grid, gboolean down, gchar **said, GError **error)
{
  GsDataBox box = gs_data_grid_get_box (grid);
  gint from = down ? (box.bottom > box.top ? box.top : box.top - 1)
                   : (box.right > box.left ? box.left : box.left - 1);
  g_auto (Edit) edit = { NULL };

  if (from < (down ? 1 : 0))
    return fail (error,
                 down ? _ ("Nothing stands above this row.") : _ ("Nothing stands before this column."));
  if (!check_box (grid, &box, error))
    return FALSE;
  edit_begin (&edit, grid, box.top, box.bottom);
  for (gint row = box.top; row <= box.bottom; row++)
    for (gint column = box.left; column <= box.right; column++) {
      gdouble value;

      if (read_cell (grid, down ? from : row, down ? column : from, &value))
        put (&edit, row, column, value);
    }
  return edit_end (&edit, said, error);
}

gboolean
gs_data_grid_fill_to (GsDataGrid *grid, gint last, gchar **said, GError **error)
{
  GsDataBox box = gs_data_grid_get_box (grid), all = box;
  gint count = box.bottom - box.top + 1;
  g_autofree gdouble *line = g_new (gdouble, count);
  g_auto (Edit) edit = { NULL };

  all.bottom = MIN (last, gs_data_grid_get_n_rows (grid));
  if (all.bottom <= box.bottom)
    return TRUE;
  if (!check_box (grid, &all, error))
    return FALSE;
  edit_begin (&edit, grid, all.top, all.bottom);
  for (gint column = box.left; column <= box.right; column++) {
    gboolean known = TRUE, is_class = gs_data_grid_get_column (grid, column)->kind == GS_DATA_CLASS;

    for (gint k = 0; k < count && known; k++)
      known = read_cell (grid, box.top + k, column, &line[k]);
    for (gint row = box.bottom + 1; known && row <= all.bottom; row++)
      put (&edit, row, column,
           is_class ? line[(row - box.top) % count] : gs_series_get (line, count, row - box.top));
  }
  if (!edit_end (&edit, said, error))
    return FALSE;
  gs_data_grid_mark (grid, &all);
  return TRUE;
}

/* ---- whole rows ---- */

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  return *(const gint *) b - *(const gint *) a;
}

/* Those that lie side by side together, from the last on, so that the others keep their numbers. */
static GsDataset *
remove_lines (GsDataGrid *grid, gint top, gint bottom, GError **error)
{
  gint n = bottom - top + 1, end;
  g_autofree gint *numbers = g_new (gint, n);
  g_autoptr (GsDataset) data = gs_dataset_ref (grid->data);

  for (gint i = 0; i < n; i++)
    numbers[i] = gs_data_grid_get_number (grid, top + i);
  qsort (numbers, (gsize) n, sizeof (gint), compare_numbers);
  for (gint i = 0; i < n; i = end) {
    GsDataset *shorter;

    for (end = i + 1; end < n && numbers[end] == numbers[end - 1] - 1; end++)
      ;
    shorter = gs_dataset_splice (data, numbers[end - 1], end - i, 0, NULL, NULL, error);
    if (shorter == NULL)
      return NULL;
    gs_dataset_unref (data);
    data = shorter;
  }
  return g_steal_pointer (&data);
}

static gchar *
label_removal (GsDataGrid *grid, gint top, gint bottom)
{
  gint first = gs_data_grid_get_number (grid, top), last = gs_data_grid_get_number (grid, bottom),
       n = bottom - top + 1;

  if (n == 1)
    return g_strdup_printf (_ ("Remove row %d"), first);
  if (grid->numbers != NULL)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Remove %d row", "Remove %d rows", (gulong) n), n);
  return g_strdup_printf (_ ("Remove rows %d to %d"), first, last);
}

gboolean
gs_data_grid_remove (GsDataGrid *grid, GError **error)
{
  GsDataBox box = gs_data_grid_get_box (grid);
  gint last = MIN (box.bottom, gs_data_grid_get_n_rows (grid));
  g_autoptr (GsDataset) shorter = NULL;
  g_autofree gchar *label = NULL;

  if (last < box.top)
    return fail (error, _ ("This row is empty: there is nothing to remove."));
  label = label_removal (grid, box.top, last);
  shorter = remove_lines (grid, box.top, last, error);
  return shorter != NULL && gs_workbook_set_data (get_book (grid), shorter, label, error);
}

gboolean
gs_data_grid_step_row (GsDataGrid *grid, gint row, GError **error)
{
  NnProgram *program;
  gint place;

  if (row > gs_data_grid_get_n_rows (grid))
    return TRUE;
  if (!gs_workbook_take_row (get_book (grid), gs_data_grid_get_number (grid, row), &place, error))
    return FALSE;
  program = gs_workbook_get_program (get_book (grid));
  gs_view_set_sample (grid->view, place);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (nn_program_get_tensor (program, i)->role == NN_ROLE_INPUT) {
      gs_view_select (grid->view, &(NnCell){ i, (gsize) (place - 1) * grid->n_inputs }, FALSE);
      break;
    }
  return TRUE;
}
