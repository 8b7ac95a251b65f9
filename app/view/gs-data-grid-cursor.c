/* The data as a sheet of its own: the cursor, what is marked, and looking for something. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "gs-data-grid-private.h"
#include "gs-find.h"

void
gs_data_grid_get_cursor (GsDataGrid *grid, gint *row, gint *column)
{
  *row = grid->row;
  *column = grid->column;
}

GsDataBox
gs_data_grid_get_box (GsDataGrid *grid)
{
  return (
      GsDataBox){ MIN (grid->anchor_row, grid->corner_row), MIN (grid->anchor_column, grid->corner_column),
                  MAX (grid->anchor_row, grid->corner_row), MAX (grid->anchor_column, grid->corner_column) };
}

void
gs_data_grid_select (GsDataGrid *grid, gint row, gint column, gboolean extend)
{
  if (!gs_workbook_settle (gs_view_get_workbook (grid->view), NULL))
    return;
  grid->corner_row = row;
  grid->corner_column = column;
  if (!extend) {
    grid->row = grid->anchor_row = row;
    grid->column = grid->anchor_column = column;
  }
  gs_data_grid_clamp_cursor (grid);
  gs_data_grid_emit (grid, TRUE);
}

void
gs_data_grid_mark (GsDataGrid *grid, const GsDataBox *box)
{
  if (!gs_workbook_settle (gs_view_get_workbook (grid->view), NULL))
    return;
  grid->anchor_row = box->top;
  grid->anchor_column = box->left;
  grid->corner_row = box->bottom;
  grid->corner_column = box->right;
  if (grid->row < box->top || grid->row > box->bottom || grid->column < box->left
      || grid->column > box->right) {
    grid->row = box->top;
    grid->column = box->left;
  }
  gs_data_grid_clamp_cursor (grid);
  gs_data_grid_emit (grid, TRUE);
}

gboolean
gs_data_grid_walk (GsDataGrid *grid, gint down, gint right)
{
  GsDataBox box = gs_data_grid_get_box (grid);
  gint height = box.bottom - box.top + 1, width = box.right - box.left + 1, n = height * width, at;

  if (n < 2)
    return FALSE;
  at = down != 0 ? (grid->column - box.left) * height + grid->row - box.top
                 : (grid->row - box.top) * width + grid->column - box.left;
  at = (at + (down + right > 0 ? 1 : n - 1)) % n;
  grid->row = box.top + (down != 0 ? at % height : at / width);
  grid->column = box.left + (down != 0 ? at / height : at % width);
  gs_data_grid_emit (grid, TRUE);
  return TRUE;
}

gchar *
gs_data_grid_summarize (GsDataGrid *grid)
{
  GsDataBox box = gs_data_grid_get_box (grid);
  const GsSight *sight = gs_view_get_sight (grid->view);
  gchar sum_text[GS_VIEW_BUFFER], mean[GS_VIEW_BUFFER], low[GS_VIEW_BUFFER], high[GS_VIEW_BUFFER];
  gdouble sum = 0, least = 0, greatest = 0, value;
  gsize n = 0;

  if (box.top == box.bottom && box.left == box.right)
    return gs_data_grid_describe (grid, box.top, box.left);
  for (gint row = box.top; row <= box.bottom; row++)
    for (gint column = box.left; column <= box.right; column++)
      if (gs_data_grid_get_value (grid, row, column, &value)) {
        least = n == 0 ? value : MIN (least, value);
        greatest = n == 0 ? value : MAX (greatest, value);
        sum += value;
        n++;
      }
  if (n == 0)
    return g_strdup (_ ("no numbers"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu number   sum %s   mean %s   min %s   max %s",
                                       "%zu numbers   sum %s   mean %s   min %s   max %s", n),
                          n, gs_sight_format (sight, sum, 0, sum_text),
                          gs_sight_format (sight, sum / (gdouble) n, 0, mean),
                          gs_sight_format (sight, least, 0, low), gs_sight_format (sight, greatest, 0, high));
}

/* ---- finding ---- */

static gboolean
holds (GsDataGrid *grid, gint row, gint column, const gchar *folded)
{
  g_autofree gchar *word = gs_data_grid_get_text (grid, row, column), *own = g_utf8_casefold (word, -1);

  return strstr (own, folded) != NULL;
}

gint
gs_data_grid_find (GsDataGrid *grid, const gchar *text, gboolean back, gboolean stay, gint *place)
{
  g_autofree gchar *trimmed = g_strstrip (g_strdup (text)), *folded = g_utf8_casefold (trimmed, -1);
  gint n_columns = gs_data_grid_get_n_columns (grid), n_rows = gs_data_grid_get_n_rows (grid);
  gint64 cursor = (gint64) grid->row * n_columns + grid->column, chosen = -1, last = -1, first = -1;
  gdouble wanted = 0, reach = gs_find_get_reach (trimmed), value;
  gboolean is_number = gs_number_parse (trimmed, &wanted, NULL);
  gint n = 0, n_before = 0;

  for (gint row = 1; row <= n_rows && *trimmed != '\0'; row++)
    for (gint column = 0; column < n_columns; column++) {
      gboolean has_number = gs_data_kind_is_number (gs_data_grid_get_column (grid, column)->kind);
      gint64 at = (gint64) row * n_columns + column;

      if (has_number != is_number
          || !(is_number ? gs_data_grid_get_value (grid, row, column, &value)
                               && gs_find_is_near (value, wanted, reach)
                         : holds (grid, row, column, folded)))
        continue;
      first = first < 0 ? at : first;
      if (chosen < 0 && at > cursor)
        chosen = at;
      if (at < cursor || (at == cursor && !back)) {
        last = at < cursor ? at : last;
        n_before++;
      }
      n++;
      if (back && at > cursor)
        chosen = at; /* the very last, where nothing stands before */
    }
  if (n == 0 || stay)
    return n;
  *place = back ? (last >= 0 ? n_before - 1 : n - 1) : (chosen >= 0 ? n_before : 0);
  chosen = back ? (last >= 0 ? last : MAX (chosen, first)) : (chosen >= 0 ? chosen : first);
  gs_data_grid_select (grid, (gint) (chosen / n_columns), (gint) (chosen % n_columns), FALSE);
  return n;
}
