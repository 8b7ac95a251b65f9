/* Lists of cells, read name by name. */
#include "gs-cell-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-cell-name.h"
#include "nn/nn-error.h"

typedef struct {
  GsCellScope scope;
  GArray *cells;    /* NnCell */
  GHashTable *seen; /* keys of cells: NnCell, owned */
  gsize max_cells;
} List;

/* One end of a range. */
typedef struct {
  NnCell cell;
  gboolean whole; /* the name of a tensor, without a place in it */
} End;

static guint
hash_cell (gconstpointer key)
{
  const NnCell *cell = key;

  return (guint) cell->tensor * 0x9e3779b1u ^ (guint) cell->offset;
}

static gboolean
cells_equal (gconstpointer a, gconstpointer b)
{
  return nn_cell_equal (a, b);
}

static gboolean
add_cell (List *list, gint tensor, gsize offset, GError **error)
{
  NnCell cell = { tensor, offset };

  if (g_hash_table_contains (list->seen, &cell))
    return TRUE;
  if (list->cells->len >= list->max_cells) {
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE, _ ("these are more than %u cells; name fewer of them"),
                 (guint) list->max_cells);
    return FALSE;
  }
  g_hash_table_add (list->seen, g_memdup2 (&cell, sizeof cell));
  g_array_append_val (list->cells, cell);
  return TRUE;
}

static gboolean
add_tensor (List *list, gint tensor, GError **error)
{
  gsize n = nn_shape_count (&nn_program_get_tensor (list->scope.program, tensor)->shape);

  for (gsize offset = 0; offset < n; offset++)
    if (!add_cell (list, tensor, offset, error))
      return FALSE;
  return TRUE;
}

/* ---- ranges ---- */

static gboolean
add_box (List *list, const NnCell *from, const NnCell *to, GError **error)
{
  const NnShape *shape = &nn_program_get_tensor (list->scope.program, from->tensor)->shape;
  gint first[NN_MAX_RANK] = { 0 }, last[NN_MAX_RANK] = { 0 }, at[NN_MAX_RANK] = { 0 };
  gint axis;

  nn_shape_index (shape, from->offset, first);
  nn_shape_index (shape, to->offset, last);
  for (axis = 0; axis < shape->rank; axis++) {
    gint smaller = MIN (first[axis], last[axis]);

    last[axis] = MAX (first[axis], last[axis]);
    at[axis] = first[axis] = smaller;
  }
  do {
    if (!add_cell (list, from->tensor, (gsize) nn_shape_offset (shape, at), error))
      return FALSE;
    for (axis = shape->rank - 1; axis >= 0 && at[axis] == last[axis]; axis--)
      at[axis] = first[axis];
    if (axis >= 0)
      at[axis]++;
  } while (axis >= 0);
  return TRUE;
}

static gboolean
add_stretch (List *list, const gchar *item, gint from, gint to, GError **error)
{
  const NnTensorInfo *first = nn_program_get_tensor (list->scope.program, from);
  const NnTensorInfo *last = nn_program_get_tensor (list->scope.program, to);

  if (first->producer < 0 || last->producer < 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                 _ ("“%s” is no range: %s is given, not computed, so that it has no place in the pass"), item,
                 first->producer < 0 ? first->name : last->name);
    return FALSE;
  }
  if (first->producer > last->producer) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                 _ ("“%s” runs backwards: %s is computed before %s; write %s..%s"), item, last->name,
                 first->name, last->name, first->name);
    return FALSE;
  }
  for (gint i = first->producer; i <= last->producer; i++) {
    gint output = nn_program_get_instruction (list->scope.program, i)->output;

    if (output >= 0 && !add_tensor (list, output, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
parse_end (const List *list, const gchar *text, End *end, GError **error)
{
  gboolean several;

  end->whole = strpbrk (text, "[!") == NULL;
  return gs_cell_name_parse_block (list->scope, text, &end->cell, &several, error);
}

static gboolean
refuse_range (const gchar *item, GError **error)
{
  g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
               _ ("“%s” is no range: write two cells of one block, as in z1[1,1]..z1[1,3], or two blocks, "
                  "as in z1..a2"),
               item);
  return FALSE;
}

static gboolean
add_range (List *list, const gchar *item, const gchar *dots, GError **error)
{
  g_autofree gchar *left = g_strndup (item, (gsize) (dots - item));
  End from, to;

  if (!parse_end (list, left, &from, error) || !parse_end (list, dots + 2, &to, error))
    return FALSE;
  if (from.whole && to.whole)
    return add_stretch (list, item, from.cell.tensor, to.cell.tensor, error);
  if (from.whole || to.whole || from.cell.tensor != to.cell.tensor)
    return refuse_range (item, error);
  return add_box (list, &from.cell, &to.cell, error);
}

/* ---- the list ---- */

static gboolean
add_item (List *list, const gchar *item, GError **error)
{
  const gchar *dots = strstr (item, "..");
  End end;

  if (dots != NULL)
    return add_range (list, item, dots, error);
  if (!parse_end (list, item, &end, error))
    return FALSE;
  return end.whole ? add_tensor (list, end.cell.tensor, error)
                   : add_cell (list, end.cell.tensor, end.cell.offset, error);
}

const gchar *
gs_cell_list_find_end (const gchar *text, const gchar *separators)
{
  gint depth = 0;

  while (*text != '\0' && (depth > 0 || strchr (separators, *text) == NULL)) {
    const gchar *behind = gs_cell_name_skip_label (text);

    depth = MAX (0, depth + (*text == '[') - (*text == ']'));
    text = behind != NULL ? behind : text + 1;
  }
  return text;
}

/* The item up to the next comma or semicolon outside brackets; *at goes behind it. */
static gchar *
take_item (const gchar **at)
{
  const gchar *start = *at, *end = gs_cell_list_find_end (start, ",;");

  *at = *end != '\0' ? end + 1 : end;
  return g_strstrip (g_strndup (start, (gsize) (end - start)));
}

GArray *
gs_cell_list_parse (GsCellScope scope, const gchar *text, gsize max_cells, GError **error)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (hash_cell, cells_equal, g_free, NULL);
  List list = { scope, cells, seen, max_cells };

  while (*text != '\0') {
    g_autofree gchar *item = take_item (&text);

    if (*item != '\0' && !add_item (&list, item, error))
      return NULL;
  }
  if (cells->len == 0) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_SYNTAX,
                         _ ("no cell is named; write for example z1, dW1[1,1]"));
    return NULL;
  }
  return g_steal_pointer (&cells);
}
