/* Finding on the sheet. */
#include "gs-find.h"

#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"

#define MAX_FOUND 1000000

/* ---- numbers ---- */

/* How far a cell may be from the number that was typed: half a unit of its last decimal, if it has any. */
gdouble
gs_find_get_reach (const gchar *text)
{
  const gchar *sign = strpbrk (text, ".,");
  gsize decimals = sign != NULL ? strspn (sign + 1, "0123456789") : 0;

  return strpbrk (text, "/eE%") == NULL && decimals > 0 ? 0.5 * pow (10, -(gdouble) decimals) : 0;
}

gboolean
gs_find_is_near (gdouble value, gdouble wanted, gdouble reach)
{
  /* Half a unit and what the two numbers themselves are rounded by. */
  return fabs (value - wanted) <= reach * (1 + 1e-9) + fabs (wanted) * 1e-15;
}

static void
find_number (const GsSight *sight, gint tensor, gdouble wanted, gdouble reach, GArray *cells)
{
  gsize n = nn_shape_count (&nn_program_get_tensor (sight->program, tensor)->shape);

  for (gsize offset = 0; offset < n && cells->len < MAX_FOUND; offset++) {
    NnCell cell = { tensor, offset };
    gdouble value;

    if (gs_sight_see (sight, &cell, &value) == GS_SEEN_NUMBER && gs_find_is_near (value, wanted, reach))
      g_array_append_val (cells, cell);
  }
}

/* ---- names ---- */

static gboolean
holds (const gchar *name, const gchar *folded)
{
  g_autofree gchar *own = g_utf8_casefold (name, -1);

  return strstr (own, folded) != NULL;
}

/* The first cell of a block of this name; of the columns and rows that are called so the first cell each. */
static void
find_name (const GsSight *sight, gint tensor, const gchar *folded, GArray *cells)
{
  const NnTensorInfo *info = nn_program_get_tensor (sight->program, tensor);

  if (holds (info->name, folded))
    g_array_append_val (cells, ((NnCell){ tensor, 0 }));
  for (gint axis = 0; axis < info->shape.rank; axis++)
    for (guint i = 0; info->labels[axis] != NULL && i < info->labels[axis]->len; i++) {
      gint index[NN_MAX_RANK] = { 1, 1, 1, 1 };

      index[axis] = (gint) i + 1;
      if (holds (g_ptr_array_index (info->labels[axis], i), folded))
        g_array_append_val (cells, ((NnCell){ tensor, (gsize) nn_shape_offset (&info->shape, index) }));
    }
}

GArray *
gs_find_cells (const GsSight *sight, const gchar *text)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autofree gchar *trimmed = g_strstrip (g_strdup (text)), *folded = g_utf8_casefold (trimmed, -1);
  gdouble wanted = 0, reach = gs_find_get_reach (trimmed);
  gboolean is_number = gs_number_parse (trimmed, &wanted, NULL), whole;
  NnCell cell;

  if (*trimmed == '\0')
    return cells;
  if (!is_number && strpbrk (trimmed, "[!") != NULL
      && gs_cell_name_parse_block (gs_sight_get_scope (sight), trimmed, &cell, &whole, NULL)) {
    g_array_append_val (cells, cell);
    return cells;
  }
  for (gint i = 0; i < nn_program_get_n_tensors (sight->program) && cells->len < MAX_FOUND; i++) {
    if (nn_program_get_tensor (sight->program, i)->role == NN_ROLE_PIN)
      continue;
    if (is_number)
      find_number (sight, i, wanted, reach, cells);
    else
      find_name (sight, i, folded, cells);
  }
  return cells;
}

guint
gs_find_next (const GArray *cells, const NnCell *from, gboolean back)
{
  guint next = 0;

  g_assert (cells->len > 0);
  if (from == NULL)
    return 0;
  while (next < cells->len
         && gs_sight_compare_cells (&g_array_index (cells, NnCell, next), from) <= (back ? -1 : 0))
    next++;
  return back ? (next + cells->len - 1) % cells->len : next % cells->len;
}
