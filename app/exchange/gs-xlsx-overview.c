/* The first sheet of a workbook: what there is, and where. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/document/gs-ready-made.h"
#include "gs-xlsx-private.h"

enum { COLUMN_NAME, COLUMN_VALUE, COLUMN_TEXT };

static void
put (GsXlsx *self, gint row, gint column, const gchar *text, lxw_format *format)
{
  worksheet_write_string (self->sheets[0], (lxw_row_t) row, (lxw_col_t) column, text, format);
}

/* ---- hyperparameters ---- */

/* "a1.slope" looks like no cell and is a name as it is; "m1" alone would be a cell. A number tells the ones
 * of later passes apart, where a hyperparameter was changed by hand. */
static gchar *
make_name (const gchar *tensor, guint number)
{
  gchar *name = number > 0 ? g_strdup_printf ("%s_%u", tensor, number) : g_strdup (tensor);
  gsize letters = strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  gboolean is_cell = letters <= 3 && strspn (name + letters, "0123456789") == strlen (name + letters);

  g_strdelimit (name, ".", '_');
  if (is_cell && letters < strlen (name)) {
    gchar *safe = g_strconcat (name, "_", NULL);

    g_free (name);
    return safe;
  }
  return name;
}

static gint
put_hyper (GsXlsx *self, gint row, const gchar *tensor, const gchar *name, gdouble value, const gchar *text)
{
  g_autoptr (GString) address = g_string_new ("=");
  g_autofree gchar *cell = g_strdup_printf ("$B$%d", row + 1);

  gs_xlsx_append_sheet (self, address, 0);
  g_string_append (address, cell);
  put (self, row, COLUMN_NAME, name, NULL);
  worksheet_write_number (self->sheets[0], (lxw_row_t) row, COLUMN_VALUE, value, self->editable);
  if (text != NULL)
    put (self, row, COLUMN_TEXT, text, self->heading);
  workbook_define_name (self->book, name, address->str);
  return row + 1;
}

static gint
put_hypers (GsXlsx *self, gint row)
{
  put (self, row++, COLUMN_NAME, _ ("Hyperparameters (named cells, to be edited)"), self->name);
  for (guint pass = 0; pass < self->frames->len; pass++) {
    GsFrame *frame = gs_xlsx_get_frame (self, pass);
    NnProgram *program = gs_frame_get_program (frame);
    GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

    for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
      const NnTensorInfo *info = nn_program_get_tensor (program, i);
      GsFrame *before = pass > 0 ? gs_xlsx_get_frame (self, pass - 1) : NULL;
      gint other = before != NULL ? nn_program_find (gs_frame_get_program (before), info->name) : -1;
      g_autofree gchar *name = NULL;
      gdouble value;
      gsize n;

      if (info->role != NN_ROLE_HYPER)
        continue;
      value = *gs_frame_get_values (frame, i, &n);
      if (other >= 0 && *gs_frame_get_values (before, other, &n) == value) {
        g_hash_table_insert (
            names, g_strdup (info->name),
            g_strdup (g_hash_table_lookup (g_ptr_array_index (self->hyper_names, pass - 1), info->name)));
        continue;
      }
      name = make_name (info->name, before != NULL ? gs_frame_get_cursor (frame)->pass : 0);
      row = put_hyper (self, row, info->name, name, value, info->field != NULL ? info->field->doc : NULL);
      g_hash_table_insert (names, g_strdup (info->name), g_steal_pointer (&name));
    }
    g_ptr_array_add (self->hyper_names, names);
  }
  return row + 1;
}

/* ---- what is where ---- */

static void
put_way_back (GsXlsx *self, guint sheet)
{
  const gchar *overview = gs_sheet_plan_get_title (self->plan, 0);
  g_autofree gchar *link = g_strdup_printf ("internal:'%s'!A1", overview);

  worksheet_write_url (self->sheets[sheet], 0, 3, link, self->link);
  worksheet_write_string (self->sheets[sheet], 0, 3, overview, self->link);
}

static gint
put_contents (GsXlsx *self, gint row)
{
  NnProgram *program = gs_frame_get_program (gs_xlsx_get_frame (self, 0));

  put (self, row++, COLUMN_NAME, _ ("What is where"), self->name);
  for (guint sheet = 1; sheet < gs_sheet_plan_get_n_sheets (self->plan); sheet++) {
    const gchar *title = gs_sheet_plan_get_title (self->plan, sheet);
    g_autofree gchar *link = g_strdup_printf ("internal:'%s'!A1", title);
    g_autoptr (GString) names = g_string_new (NULL);

    for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
      if (gs_sheet_plan_get_block (self->plan, 0, i)->sheet == (gint) sheet)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                nn_program_get_tensor (program, i)->name);
    worksheet_write_url (self->sheets[0], (lxw_row_t) row, COLUMN_NAME, link, self->link);
    put (self, row, COLUMN_NAME, title, self->link);
    put (self, row++, COLUMN_VALUE, names->str, NULL);
    put_way_back (self, sheet);
  }
  return row + 1;
}

/* ---- losses ---- */

static void
put_curve (GsXlsx *self, gint first, gint last)
{
  lxw_chart *chart = workbook_add_chart (self->book, LXW_CHART_LINE);
  lxw_chart_series *series = chart_add_series (chart, NULL, NULL);
  const gchar *sheet = gs_sheet_plan_get_title (self->plan, 0);

  chart_series_set_categories (series, sheet, (lxw_row_t) first, COLUMN_NAME, (lxw_row_t) last, COLUMN_NAME);
  chart_series_set_values (series, sheet, (lxw_row_t) first, COLUMN_VALUE, (lxw_row_t) last, COLUMN_VALUE);
  chart_title_set_name (chart, _ ("Loss"));
  chart_axis_set_name (chart->x_axis, _ ("Pass"));
  chart_legend_set_position (chart, LXW_CHART_LEGEND_NONE);
  worksheet_insert_chart (self->sheets[0], 0, 8, chart);
}

static void
put_losses (GsXlsx *self, gint row)
{
  gint first = row + 2;

  put (self, row, COLUMN_NAME, _ ("Loss of each pass"), self->name);
  put (self, row + 1, COLUMN_NAME, _ ("Pass"), self->heading);
  put (self, row + 1, COLUMN_VALUE, "L", self->heading);
  for (guint pass = 0; pass < self->frames->len; pass++) {
    GsFrame *frame = gs_xlsx_get_frame (self, pass);
    gint loss = nn_program_get_loss (gs_frame_get_program (frame));
    NnSheetSpot spot = gs_sheet_plan_find (self->plan, pass, loss, 0);
    g_autofree gchar *reference = gs_xlsx_make_reference (self, 0, &spot);
    gsize n;

    worksheet_write_number (self->sheets[0], (lxw_row_t) (first + (gint) pass), COLUMN_NAME,
                            gs_frame_get_cursor (frame)->pass, NULL);
    worksheet_write_formula_num (self->sheets[0], (lxw_row_t) (first + (gint) pass), COLUMN_VALUE, reference,
                                 self->number, *gs_frame_get_values (frame, loss, &n));
  }
  if (self->frames->len > 1)
    put_curve (self, first, first + (gint) self->frames->len - 1);
}

void
gs_xlsx_put_overview (GsXlsx *self)
{
  const NnNetwork *network = self->network;
  gint row = 0;

  worksheet_set_column (self->sheets[0], COLUMN_NAME, COLUMN_NAME, 18, NULL);
  worksheet_set_column (self->sheets[0], COLUMN_VALUE, COLUMN_VALUE, 12, NULL);
  put (self, row++, COLUMN_NAME, gs_ready_made_get_title (network->title), self->title);
  if (network->notes != NULL)
    put (self, row++, COLUMN_NAME, gs_ready_made_translate (network->notes), NULL);
  put (self, row++, COLUMN_NAME,
       _ ("Blue numbers are yours to change; everything else is computed from them. Each pass takes its "
          "weights "
          "from the .next of the pass before."),
       NULL);
  row = put_hypers (self, row + 1);
  row = put_contents (self, row);
  put_losses (self, row);
}
