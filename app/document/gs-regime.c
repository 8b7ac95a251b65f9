/* What people laid down by hand, as lists of lots. */
#include "gs-regime.h"

#include <string.h>

#include "gs-lots.h"

typedef struct {
  guint32 pass;
  GsDataset *data;
} DataEvent;

/* Three lists, each in the order of passes; the first data stand at pass 0. */
struct _GsRegime {
  gint n_refs;
  GPtrArray *data;      /* DataEvent */
  GPtrArray *pins;      /* GsLot */
  GPtrArray *overrides; /* GsLot */
};

static void
data_event_free (gpointer pointer)
{
  DataEvent *event = pointer;

  gs_dataset_unref (event->data);
  g_free (event);
}

/* ---- regimes ---- */

static GsRegime *
regime_new_empty (void)
{
  GsRegime *regime = g_new0 (GsRegime, 1);

  regime->n_refs = 1;
  regime->data = g_ptr_array_new_with_free_func (data_event_free);
  regime->pins = g_ptr_array_new_with_free_func (gs_lot_unref);
  regime->overrides = g_ptr_array_new_with_free_func (gs_lot_unref);
  return regime;
}

GsRegime *
gs_regime_new (GsDataset *data)
{
  GsRegime *regime = regime_new_empty ();

  gs_regime_set_data (regime, 0, data);
  return regime;
}

GsRegime *
gs_regime_copy (const GsRegime *regime)
{
  GsRegime *copy = regime_new_empty ();

  for (guint i = 0; i < regime->data->len; i++) {
    const DataEvent *event = g_ptr_array_index (regime->data, i);

    gs_regime_set_data (copy, event->pass, event->data);
  }
  gs_lots_share (regime->pins, copy->pins);
  gs_lots_share (regime->overrides, copy->overrides);
  return copy;
}

GsRegime *
gs_regime_ref (GsRegime *regime)
{
  g_atomic_int_inc (&regime->n_refs);
  return regime;
}

void
gs_regime_unref (GsRegime *regime)
{
  if (regime == NULL || !g_atomic_int_dec_and_test (&regime->n_refs))
    return;
  g_ptr_array_unref (regime->data);
  g_ptr_array_unref (regime->pins);
  g_ptr_array_unref (regime->overrides);
  g_free (regime);
}

/* ---- in force ---- */

GsDataset *
gs_regime_get_data (const GsRegime *regime, guint32 pass)
{
  GsDataset *data = NULL;

  for (guint i = 0; i < regime->data->len; i++) {
    const DataEvent *event = g_ptr_array_index (regime->data, i);

    if (event->pass <= pass)
      data = event->data;
  }
  return data;
}

/* How the cell stands in `pass`, and since when (or NULL); NULL: nobody has laid it down. */
static const GsLaid *
find_in_force (const GsRegime *regime, guint32 pass, const GsLaid *cell, guint32 *since)
{
  for (guint i = regime->pins->len; i > 0; i--) {
    const GsLot *lot = regime->pins->pdata[i - 1];
    const GsLaid *laid = lot->pass <= pass ? gs_lot_find (lot, cell) : NULL;

    if (laid != NULL && since != NULL)
      *since = lot->pass;
    if (laid != NULL)
      return laid;
  }
  return NULL;
}

gboolean
gs_regime_find_pin (const GsRegime *regime, guint32 pass, const gchar *tensor, gsize offset, gdouble *value)
{
  g_autoptr (GRefString) name = g_ref_string_new_intern (tensor);
  const GsLaid *laid = find_in_force (regime, pass, &(GsLaid){ name, offset, 0, FALSE }, NULL);

  if (laid == NULL || !laid->pinned)
    return FALSE;
  if (value != NULL)
    *value = laid->value;
  return TRUE;
}

GPtrArray *
gs_regime_get_pins (const GsRegime *regime, guint32 pass)
{
  GPtrArray *pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);
  g_autoptr (GArray) cells = gs_lots_collect (regime->pins, 0, pass);

  for (guint i = 0; i < cells->len; i++) {
    const GsLaid *laid = &g_array_index (cells, GsLaid, i);
    GsCellChange *pin;

    if (!laid->pinned)
      continue;
    pin = gs_cell_change_new (laid->tensor, laid->offset, laid->value, laid->value);
    pin->new_pinned = TRUE;
    g_ptr_array_add (pins, pin);
  }
  return pins;
}

/* How many of the lots count in `pass`: they stand in the order of passes. */
static guint
count_lots (const GPtrArray *lots, guint32 pass)
{
  guint n = lots->len;

  while (n > 0 && ((const GsLot *) lots->pdata[n - 1])->pass > pass)
    n--;
  return n;
}

gboolean
gs_regime_shares_pins (const GsRegime *a, guint32 pass_a, const GsRegime *b, guint32 pass_b)
{
  guint n = count_lots (a->pins, pass_a);

  return n == count_lots (b->pins, pass_b)
         && (n == 0 || memcmp (a->pins->pdata, b->pins->pdata, n * sizeof (gpointer)) == 0);
}

/* ---- laid down pass by pass ---- */

GPtrArray *
gs_regime_get_cells (const GsRegime *regime, guint32 pass)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  g_autoptr (GArray) set = gs_lots_collect (regime->overrides, pass, pass);

  for (guint i = 0; i < set->len; i++) {
    const GsLaid *laid = &g_array_index (set, GsLaid, i);

    g_ptr_array_add (cells, gs_override_new (pass, laid->tensor, laid->offset, laid->value));
  }
  return cells;
}

static guint
hash_laid (gconstpointer pointer)
{
  const GsLaid *laid = pointer;

  return g_direct_hash (laid->tensor) * 31 + (guint) laid->offset;
}

static gboolean
same_cell (gconstpointer a, gconstpointer b)
{
  const GsLaid *first = a, *second = b;

  return first->tensor == second->tensor && first->offset == second->offset;
}

/* NULL: never laid down. */
static gboolean
is_held_alike (const GsLaid *a, const GsLaid *b)
{
  gboolean held = a != NULL && a->pinned;

  return held == (b != NULL && b->pinned) && (!held || memcmp (&a->value, &b->value, sizeof a->value) == 0);
}

static void
add_pin (GPtrArray *list, guint32 pass, const GsLaid *laid)
{
  g_ptr_array_add (list, gs_override_new_pin (pass, laid->tensor, laid->offset, laid->pinned, laid->value));
}

/* Pins as they change while the passes go by, from one pass on. Only those that change are looked up. */
typedef struct {
  const GsRegime *regime;
  guint32 begin, pass;
  GHashTable *now;   /* of const GsLaid *, by cell: those laid down since it began */
  GPtrArray *arrays; /* what those lie in */
} PinWalk;

static void
pin_walk_init (PinWalk *walk, const GsRegime *regime, guint32 pass)
{
  *walk = (PinWalk){ regime, pass, pass, g_hash_table_new (hash_laid, same_cell),
                     g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref) };
}

static void
pin_walk_clear (PinWalk *walk)
{
  g_hash_table_unref (walk->now);
  g_ptr_array_unref (walk->arrays);
}

/* Lists what changes in `pass`, which is the next one, or lies before it. */
static void
pin_walk_go_to (PinWalk *walk, guint32 pass, GPtrArray *list)
{
  GArray *cells = gs_lots_collect (walk->regime->pins, pass, pass);

  g_ptr_array_add (walk->arrays, cells);
  walk->pass = pass;
  for (guint i = 0; i < cells->len; i++) {
    GsLaid *laid = &g_array_index (cells, GsLaid, i);
    const GsLaid *before = g_hash_table_lookup (walk->now, laid);

    if (before == NULL)
      before = find_in_force (walk->regime, walk->begin, laid, NULL);
    if (is_held_alike (before, laid))
      continue;
    add_pin (list, pass, laid);
    g_hash_table_add (walk->now, laid);
  }
}

static guint32
find_next_data (const GsRegime *regime, guint32 pass)
{
  for (guint i = 0; i < regime->data->len; i++)
    if (((const DataEvent *) g_ptr_array_index (regime->data, i))->pass > pass)
      return ((const DataEvent *) g_ptr_array_index (regime->data, i))->pass;
  return G_MAXUINT32;
}

GPtrArray *
gs_regime_get_overrides_after (const GsRegime *regime, guint32 pass)
{
  GPtrArray *later = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  PinWalk walk;

  pin_walk_init (&walk, regime, pass);
  for (;;) {
    GsDataset *before = gs_regime_get_data (regime, pass), *data;
    g_autoptr (GPtrArray) cells = NULL;

    pass = MIN (MIN (gs_lots_find_next (regime->pins, pass), gs_lots_find_next (regime->overrides, pass)),
                find_next_data (regime, pass));
    if (pass == G_MAXUINT32)
      break;
    data = gs_regime_get_data (regime, pass);
    if (!gs_dataset_equal (before, data))
      g_ptr_array_add (later, gs_override_new_data (pass, data));
    pin_walk_go_to (&walk, pass, later);
    cells = gs_regime_get_cells (regime, pass);
    g_ptr_array_extend_and_steal (later, g_steal_pointer (&cells));
  }
  pin_walk_clear (&walk);
  return later;
}

/* The pins as it began that have changed since and do not stand now as they did then. */
static void
list_first_pins (const PinWalk *walk, GPtrArray *list)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, walk->now);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    g_ptr_array_add (cells, cell);
  g_ptr_array_sort (cells, gs_laid_compare_pointers);
  for (guint i = 0; i < cells->len; i++) {
    const GsLaid *now = cells->pdata[i], *was = find_in_force (walk->regime, walk->begin, now, NULL);
    GsLaid none = *now;

    none.pinned = FALSE;
    if (!is_held_alike (was, now))
      add_pin (list, walk->begin, was != NULL ? was : &none);
  }
}

GPtrArray *
gs_regime_get_overrides_before (const GsRegime *regime, guint32 pass)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  GsDataset *first = gs_regime_get_data (regime, 1), *now = first;
  PinWalk walk;

  pin_walk_init (&walk, regime, 1);
  for (;;) {
    guint32 next = MIN (gs_lots_find_next (regime->pins, walk.pass), find_next_data (regime, walk.pass));
    GsDataset *data;

    if (next > pass)
      break;
    data = gs_regime_get_data (regime, next);
    if (!gs_dataset_equal (now, data)) {
      g_ptr_array_add (changes, gs_override_new_data (next, data));
      now = data;
    }
    pin_walk_go_to (&walk, next, changes);
  }
  if (!gs_dataset_equal (first, now))
    g_ptr_array_add (list, gs_override_new_data (1, first));
  list_first_pins (&walk, list);
  g_ptr_array_extend_and_steal (list, g_steal_pointer (&changes));
  pin_walk_clear (&walk);
  return list;
}

guint64
gs_regime_count_compared (void)
{
  return gs_lots_count_compared ();
}

/* ---- making ---- */

void
gs_regime_cut (GsRegime *regime, guint32 pass)
{
  for (guint i = regime->data->len; i > 0; i--)
    if (((const DataEvent *) g_ptr_array_index (regime->data, i - 1))->pass > pass)
      g_ptr_array_remove_index (regime->data, i - 1);
  gs_lots_cut (regime->pins, pass);
  gs_lots_cut (regime->overrides, pass);
}

void
gs_regime_collapse (GsRegime *regime, guint32 pass, gboolean keep_pins)
{
  g_autoptr (GsDataset) data = gs_dataset_ref (gs_regime_get_data (regime, pass));
  g_autoptr (GPtrArray) pins = gs_regime_get_pins (regime, pass);

  g_ptr_array_set_size (regime->data, 0);
  g_ptr_array_set_size (regime->pins, 0);
  g_ptr_array_set_size (regime->overrides, 0);
  gs_regime_set_data (regime, 0, data);
  if (keep_pins)
    gs_regime_set_pins (regime, 0, pins, TRUE);
}

void
gs_regime_set_data (GsRegime *regime, guint32 pass, GsDataset *data)
{
  DataEvent *event;
  guint i = regime->data->len;

  while (i > 0 && ((const DataEvent *) g_ptr_array_index (regime->data, i - 1))->pass > pass)
    i--;
  event = i > 0 ? g_ptr_array_index (regime->data, i - 1) : NULL;
  if (event == NULL || event->pass != pass) {
    event = g_new0 (DataEvent, 1);
    event->pass = pass;
    g_ptr_array_insert (regime->data, (gint) i, event);
  }
  gs_dataset_ref (data);
  g_clear_pointer (&event->data, gs_dataset_unref);
  event->data = data;
}

void
gs_regime_set_pins (GsRegime *regime, guint32 pass, const GPtrArray *changes, gboolean new_side)
{
  g_autoptr (GArray) cells = gs_laid_new (changes->len);

  for (guint i = 0; i < changes->len; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);

    gs_laid_append (cells, change->tensor, change->offset, new_side ? change->new_value : change->old_value,
                    new_side ? change->new_pinned : change->old_pinned);
  }
  gs_lots_lay (regime->pins, pass, cells);
}

void
gs_regime_take_back_pins (GsRegime *regime, guint32 pass, const GPtrArray *changes, gboolean new_side)
{
  g_autoptr (GHashTable) by_pass =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  GHashTableIter iter;
  gpointer since, cells;

  for (guint i = 0; i < changes->len; i++) {
    GsCellChange *change = g_ptr_array_index (changes, i);
    g_autoptr (GRefString) name = g_ref_string_new_intern (change->tensor);
    guint32 laid = 0;

    find_in_force (regime, pass, &(GsLaid){ name, change->offset, 0, FALSE }, &laid);
    since = GUINT_TO_POINTER (laid);
    cells = g_hash_table_lookup (by_pass, since);
    if (cells == NULL) {
      cells = g_ptr_array_new ();
      g_hash_table_insert (by_pass, since, cells);
    }
    g_ptr_array_add (cells, change);
  }
  g_hash_table_iter_init (&iter, by_pass);
  while (g_hash_table_iter_next (&iter, &since, &cells))
    gs_regime_set_pins (regime, GPOINTER_TO_UINT (since), cells, new_side);
}

void
gs_regime_take_back_data (GsRegime *regime, guint32 pass, GsDataset *data)
{
  guint32 since = 0;

  for (guint i = 0; i < regime->data->len; i++)
    if (((const DataEvent *) g_ptr_array_index (regime->data, i))->pass <= pass)
      since = ((const DataEvent *) g_ptr_array_index (regime->data, i))->pass;
  gs_regime_set_data (regime, since, data);
}

void
gs_regime_set_cells (GsRegime *regime, guint32 pass, const GPtrArray *changes, gboolean new_side)
{
  g_autoptr (GArray) cells = gs_laid_new (changes->len);

  for (guint i = 0; i < changes->len; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);

    gs_laid_append (cells, change->tensor, change->offset, new_side ? change->new_value : change->old_value,
                    FALSE);
  }
  gs_lots_lay (regime->overrides, pass, cells);
}

/* Those of one pass, from the first of `overrides` on; returns how many there are. */
static guint
set_overrides_of_pass (GsRegime *regime, gpointer *overrides, guint n_overrides)
{
  guint32 pass = ((const GsOverride *) overrides[0])->pass;
  g_autoptr (GArray) cells = gs_laid_new (0), pins = gs_laid_new (0);
  guint i = 0;

  for (; i < n_overrides && ((const GsOverride *) overrides[i])->pass == pass; i++) {
    const GsOverride *set = overrides[i];

    if (set->kind == GS_OVERRIDE_DATA)
      gs_regime_set_data (regime, pass, set->data);
    else
      gs_laid_append (set->kind == GS_OVERRIDE_CELL ? cells : pins, set->tensor, set->offset, set->value,
                      set->kind == GS_OVERRIDE_PIN);
  }
  gs_lots_lay (regime->pins, pass, pins);
  gs_lots_lay (regime->overrides, pass, cells);
  return i;
}

void
gs_regime_set_overrides (GsRegime *regime, const GPtrArray *overrides)
{
  for (guint i = 0; i < overrides->len;)
    i += set_overrides_of_pass (regime, overrides->pdata + i, overrides->len - i);
}
