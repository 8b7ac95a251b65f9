/* Cells laid down by hand, in lots. */
#include "gs-lots.h"

#include <string.h>

static void
laid_clear (gpointer pointer)
{
  g_ref_string_release (((GsLaid *) pointer)->tensor);
}

void
gs_lot_unref (gpointer pointer)
{
  GsLot *lot = pointer;

  if (!g_atomic_int_dec_and_test (&lot->n_refs))
    return;
  g_array_unref (lot->cells);
  g_free (lot);
}

static GsLot *
lot_ref (GsLot *lot)
{
  g_atomic_int_inc (&lot->n_refs);
  return lot;
}

GArray *
gs_laid_new (guint n)
{
  GArray *cells = g_array_sized_new (FALSE, FALSE, sizeof (GsLaid), n);

  g_array_set_clear_func (cells, laid_clear);
  return cells;
}

static void
add_laid (GArray *cells, const GsLaid *laid)
{
  GsLaid copy;

  g_assert (laid != NULL);
  copy = *laid;
  copy.tensor = g_ref_string_acquire (laid->tensor);
  g_array_append_val (cells, copy);
}

/* See gs_lots_count_compared(). */
static _Thread_local guint64 n_compared;

static gint
compare_laid (const GsLaid *a, const GsLaid *b)
{
  n_compared++;
  if (a->tensor != b->tensor)
    return strcmp (a->tensor, b->tensor);
  return (a->offset > b->offset) - (a->offset < b->offset);
}

gint
gs_laid_compare_pointers (gconstpointer a, gconstpointer b)
{
  return compare_laid (*(const GsLaid *const *) a, *(const GsLaid *const *) b);
}

/* Of each cell the last one of `found` (const GsLaid *), sorted; caller unrefs. */
static GArray *
keep_last (GPtrArray *found)
{
  GArray *cells = gs_laid_new (found->len);
  gboolean sorted = TRUE;

  for (guint i = 1; i < found->len && sorted; i++)
    sorted = compare_laid (found->pdata[i - 1], found->pdata[i]) < 0;
  /* Stable, so that equal cells stay in the order in which they were laid. */
  if (!sorted)
    g_ptr_array_sort (found, gs_laid_compare_pointers);
  for (guint i = 0; i < found->len; i++)
    if (sorted || i + 1 == found->len || compare_laid (found->pdata[i], found->pdata[i + 1]) != 0)
      add_laid (cells, found->pdata[i]);
  return cells;
}

static void
add_all (GPtrArray *found, const GsLot *lot)
{
  for (guint i = 0; i < lot->cells->len; i++)
    g_ptr_array_add (found, &g_array_index (lot->cells, GsLaid, i));
}

/* Both sorted; of a cell that is in both the later counts. Caller unrefs. */
static GArray *
merge (const GArray *earlier, const GArray *later)
{
  GArray *cells = gs_laid_new (earlier->len + later->len);
  guint i = 0, j = 0;

  while (i < earlier->len || j < later->len) {
    const GsLaid *a = i < earlier->len ? &g_array_index (earlier, GsLaid, i) : NULL;
    const GsLaid *b = j < later->len ? &g_array_index (later, GsLaid, j) : NULL;
    gint order = a == NULL ? 1 : b == NULL ? -1 : compare_laid (a, b);

    add_laid (cells, order < 0 ? a : b);
    i += order <= 0;
    j += order >= 0;
  }
  return cells;
}

/* Lays `cells` down; takes them. They are sorted, and the newest of their pass. */
static void
lay (GPtrArray *lots, guint32 pass, GArray *cells)
{
  GsLot *lot = g_new (GsLot, 1);
  guint i = lots->len;

  while (i > 0 && ((const GsLot *) lots->pdata[i - 1])->pass > pass)
    i--;
  for (; i > 0; i--) {
    const GsLot *earlier = lots->pdata[i - 1];
    GArray *both;

    if (earlier->pass != pass || earlier->cells->len > 2 * cells->len)
      break;
    both = merge (earlier->cells, cells);
    g_array_unref (cells);
    cells = both;
    g_ptr_array_remove_index (lots, i - 1);
  }
  *lot = (GsLot){ 1, pass, cells };
  g_ptr_array_insert (lots, (gint) i, lot);
}

void
gs_lots_lay (GPtrArray *lots, guint32 pass, GArray *cells)
{
  g_autoptr (GPtrArray) found = g_ptr_array_sized_new (cells->len);

  if (cells->len == 0)
    return;
  for (guint i = 0; i < cells->len; i++)
    g_ptr_array_add (found, &g_array_index (cells, GsLaid, i));
  lay (lots, pass, keep_last (found));
}

/* What counts of passes `from` to `to`, sorted; caller unrefs. */
GArray *
gs_lots_collect (const GPtrArray *lots, guint32 from, guint32 to)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < lots->len; i++) {
    const GsLot *lot = lots->pdata[i];

    if (lot->pass >= from && lot->pass <= to)
      add_all (found, lot);
  }
  return keep_last (found);
}

const GsLaid *
gs_lot_find (const GsLot *lot, const GsLaid *cell)
{
  guint low = 0, high = lot->cells->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const GsLaid *laid = &g_array_index (lot->cells, GsLaid, middle);
    gint order = compare_laid (laid, cell);

    if (order == 0)
      return laid;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

void
gs_laid_append (GArray *cells, const gchar *tensor, gsize offset, gdouble value, gboolean pinned)
{
  const GsLaid *last = cells->len > 0 ? &g_array_index (cells, GsLaid, cells->len - 1) : NULL;
  GsLaid laid = { NULL, offset, value, pinned };

  laid.tensor = last != NULL && g_str_equal (last->tensor, tensor) ? g_ref_string_acquire (last->tensor)
                                                                   : g_ref_string_new_intern (tensor);
  g_array_append_val (cells, laid);
}

void
gs_lots_cut (GPtrArray *lots, guint32 pass)
{
  guint n = lots->len;

  while (n > 0 && ((const GsLot *) lots->pdata[n - 1])->pass > pass)
    n--;
  g_ptr_array_set_size (lots, (gint) n);
}

void
gs_lots_share (const GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, lot_ref (from->pdata[i]));
}

guint32
gs_lots_find_next (const GPtrArray *lots, guint32 pass)
{
  for (guint i = 0; i < lots->len; i++)
    if (((const GsLot *) lots->pdata[i])->pass > pass)
      return ((const GsLot *) lots->pdata[i])->pass;
  return G_MAXUINT32;
}

guint64
gs_lots_count_compared (void)
{
  return n_compared;
}
