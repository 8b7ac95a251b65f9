/* What people laid down by hand, as lists of lots. */
#include "gs-regime.h"

typedef struct {
  guint32 pass;
  GsDataset *data;
} DataEvent;

/* A cell set, or held, or let go. */
typedef struct {
  gchar *tensor; /* GRefString, interned: equal names are one pointer */
  gsize offset;
  gdouble value;
  gboolean pinned;
} Laid;

/* Cells laid down in one pass: sorted by tensor and offset, each once. It never changes, so that the regimes
 * of before and after an edit share what the edit left alone. */
typedef struct {
  gint n_refs;
  guint32 pass;
  GArray *cells; /* Laid */
} Lot;

/* Three lists, each in the order of passes; the first data stand at pass 0. Of the lots of one pass a later
 * one counts more, and is less than half as long as the one before it: there are few, however many edits were
 * made. */
struct _GsRegime {
  gint n_refs;
  GPtrArray *data;      /* DataEvent */
  GPtrArray *pins;      /* Lot */
  GPtrArray *overrides; /* Lot */
};

static void
data_event_free (gpointer pointer)
{
  DataEvent *event = pointer;

  gs_dataset_unref (event->data);
  g_free (event);
}

/* ---- lots ---- */

static void
laid_clear (gpointer pointer)
{
  g_ref_string_release (((Laid *) pointer)->tensor);
}

static void
lot_unref (gpointer pointer)
{
  Lot *lot = pointer;

  if (!g_atomic_int_dec_and_test (&lot->n_refs))
    return;
  g_array_unref (lot->cells);
  g_free (lot);
}

static Lot *
lot_ref (Lot *lot)
{
  g_atomic_int_inc (&lot->n_refs);
  return lot;
}

static GArray *
laid_array_new (guint n)
{
  GArray *cells = g_array_sized_new (FALSE, FALSE, sizeof (Laid), n);

  g_array_set_clear_func (cells, laid_clear);
  return cells;
}

static void
add_laid (GArray *cells, const Laid *laid)
{
  Laid copy;

  g_assert (laid != NULL);
  copy = *laid;
  copy.tensor = g_ref_string_acquire (laid->tensor);
  g_array_append_val (cells, copy);
}

/* See gs_regime_count_compared(). */
static _Thread_local guint64 n_compared;

static gint
compare_laid (const Laid *a, const Laid *b)
{
  n_compared++;
  if (a->tensor != b->tensor)
    return strcmp (a->tensor, b->tensor);
  return (a->offset > b->offset) - (a->offset < b->offset);
}

static gint
compare_pointers (gconstpointer a, gconstpointer b)
{
  return compare_laid (*(const Laid *const *) a, *(const Laid *const *) b);
}

/* Of each cell the last one of `found` (const Laid *), sorted; caller unrefs. */
static GArray *
keep_last (GPtrArray *found)
{
  GArray *cells = laid_array_new (found->len);
  gboolean sorted = TRUE;

  for (guint i = 1; i < found->len && sorted; i++)
    sorted = compare_laid (found->pdata[i - 1], found->pdata[i]) < 0;
  /* Stable, so that equal cells stay in the order in which they were laid. */
  if (!sorted)
    g_ptr_array_sort (found, compare_pointers);
  for (guint i = 0; i < found->len; i++)
    if (sorted || i + 1 == found->len || compare_laid (found->pdata[i], found->pdata[i + 1]) != 0)
      add_laid (cells, found->pdata[i]);
  return cells;
}

static void
add_all (GPtrArray *found, const Lot *lot)
{
  for (guint i = 0; i < lot->cells->len; i++)
    g_ptr_array_add (found, &g_array_index (lot->cells, Laid, i));
}

/* Both sorted; of a cell that is in both the later counts. Caller unrefs. */
static GArray *
merge (const GArray *earlier, const GArray *later)
{
  GArray *cells = laid_array_new (earlier->len + later->len);
  guint i = 0, j = 0;

  while (i < earlier->len || j < later->len) {
    const Laid *a = i < earlier->len ? &g_array_index (earlier, Laid, i) : NULL;
    const Laid *b = j < later->len ? &g_array_index (later, Laid, j) : NULL;
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
  Lot *lot = g_new (Lot, 1);
  guint i = lots->len;

  while (i > 0 && ((const Lot *) lots->pdata[i - 1])->pass > pass)
    i--;
  for (; i > 0; i--) {
    const Lot *earlier = lots->pdata[i - 1];
    GArray *both;

    if (earlier->pass != pass || earlier->cells->len > 2 * cells->len)
      break;
    both = merge (earlier->cells, cells);
    g_array_unref (cells);
    cells = both;
    g_ptr_array_remove_index (lots, i - 1);
  }
  *lot = (Lot){ 1, pass, cells };
  g_ptr_array_insert (lots, (gint) i, lot);
}

/* One cell or many; of equal ones the last counts. */
static void
lay_all (GPtrArray *lots, guint32 pass, GArray *cells)
{
  g_autoptr (GPtrArray) found = g_ptr_array_sized_new (cells->len);

  if (cells->len == 0)
    return;
  for (guint i = 0; i < cells->len; i++)
    g_ptr_array_add (found, &g_array_index (cells, Laid, i));
  lay (lots, pass, keep_last (found));
}

/* What counts of passes `from` to `to`, sorted; caller unrefs. */
static GArray *
collect (const GPtrArray *lots, guint32 from, guint32 to)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < lots->len; i++) {
    const Lot *lot = lots->pdata[i];

    if (lot->pass >= from && lot->pass <= to)
      add_all (found, lot);
  }
  return keep_last (found);
}

static const Laid *
find_in (const Lot *lot, const Laid *cell)
{
  guint low = 0, high = lot->cells->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const Laid *laid = &g_array_index (lot->cells, Laid, middle);
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

/* ---- regimes ---- */

static GsRegime *
regime_new_empty (void)
{
  GsRegime *regime = g_new0 (GsRegime, 1);

  regime->n_refs = 1;
  regime->data = g_ptr_array_new_with_free_func (data_event_free);
  regime->pins = g_ptr_array_new_with_free_func (lot_unref);
  regime->overrides = g_ptr_array_new_with_free_func (lot_unref);
  return regime;
}

GsRegime *
gs_regime_new (GsDataset *data)
{
  GsRegime *regime = regime_new_empty ();

  gs_regime_set_data (regime, 0, data);
  return regime;
}

static void
share (const GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, lot_ref (from->pdata[i]));
}

GsRegime *
gs_regime_copy (const GsRegime *regime)
{
  GsRegime *copy = regime_new_empty ();

  for (guint i = 0; i < regime->data->len; i++) {
    const DataEvent *event = g_ptr_array_index (regime->data, i);

    gs_regime_set_data (copy, event->pass, event->data);
  }
  share (regime->pins, copy->pins);
  share (regime->overrides, copy->overrides);
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

gboolean
gs_regime_find_pin (const GsRegime *regime, guint32 pass, const gchar *tensor, gsize offset, gdouble *value)
{
  g_autoptr (GRefString) name = g_ref_string_new_intern (tensor);
  Laid cell = { name, offset, 0, FALSE };

  for (guint i = regime->pins->len; i > 0; i--) {
    const Lot *lot = regime->pins->pdata[i - 1];
    const Laid *laid = lot->pass <= pass ? find_in (lot, &cell) : NULL;

    if (laid == NULL)
      continue;
    if (laid->pinned && value != NULL)
      *value = laid->value;
    return laid->pinned;
  }
  return FALSE;
}

GPtrArray *
gs_regime_get_pins (const GsRegime *regime, guint32 pass)
{
  GPtrArray *pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);
  g_autoptr (GArray) cells = collect (regime->pins, 0, pass);

  for (guint i = 0; i < cells->len; i++) {
    const Laid *laid = &g_array_index (cells, Laid, i);
    GsCellChange *pin;

    if (!laid->pinned)
      continue;
    pin = gs_cell_change_new (laid->tensor, laid->offset, laid->value, laid->value);
    pin->new_pinned = TRUE;
    g_ptr_array_add (pins, pin);
  }
  return pins;
}

/* Those of one pass after another, from the lot `first` on. */
static void
list_overrides (const GsRegime *regime, guint32 from, guint32 to, GPtrArray *list)
{
  for (guint i = 0; i < regime->overrides->len; i++) {
    guint32 pass = ((const Lot *) regime->overrides->pdata[i])->pass;
    g_autoptr (GArray) cells = NULL;

    if (pass < from || pass > to || (i > 0 && ((const Lot *) regime->overrides->pdata[i - 1])->pass == pass))
      continue;
    cells = collect (regime->overrides, pass, pass);
    for (guint j = 0; j < cells->len; j++) {
      const Laid *laid = &g_array_index (cells, Laid, j);

      g_ptr_array_add (list, gs_override_new (pass, laid->tensor, laid->offset, laid->value));
    }
  }
}

GPtrArray *
gs_regime_get_overrides_after (const GsRegime *regime, guint32 pass)
{
  GPtrArray *later = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);

  if (pass < G_MAXUINT32)
    list_overrides (regime, pass + 1, G_MAXUINT32, later);
  return later;
}

GPtrArray *
gs_regime_get_overrides_of (const GsRegime *regime, guint32 pass)
{
  GPtrArray *own = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);

  list_overrides (regime, pass, pass, own);
  return own;
}

guint64
gs_regime_count_compared (void)
{
  return n_compared;
}

/* ---- making ---- */

static void
cut_lots (GPtrArray *lots, guint32 pass)
{
  guint n = lots->len;

  while (n > 0 && ((const Lot *) lots->pdata[n - 1])->pass > pass)
    n--;
  g_ptr_array_set_size (lots, (gint) n);
}

void
gs_regime_cut (GsRegime *regime, guint32 pass)
{
  for (guint i = regime->data->len; i > 0; i--)
    if (((const DataEvent *) g_ptr_array_index (regime->data, i - 1))->pass > pass)
      g_ptr_array_remove_index (regime->data, i - 1);
  cut_lots (regime->pins, pass);
  cut_lots (regime->overrides, pass);
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

/* Names come in runs: each is looked up once. */
static void
append (GArray *cells, const gchar *tensor, gsize offset, gdouble value, gboolean pinned)
{
  const Laid *last = cells->len > 0 ? &g_array_index (cells, Laid, cells->len - 1) : NULL;
  Laid laid = { NULL, offset, value, pinned };

  laid.tensor = last != NULL && g_str_equal (last->tensor, tensor) ? g_ref_string_acquire (last->tensor)
                                                                   : g_ref_string_new_intern (tensor);
  g_array_append_val (cells, laid);
}

void
gs_regime_set_pins (GsRegime *regime, guint32 pass, const GPtrArray *changes, gboolean new_side)
{
  g_autoptr (GArray) cells = laid_array_new (changes->len);

  for (guint i = 0; i < changes->len; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);

    append (cells, change->tensor, change->offset, new_side ? change->new_value : change->old_value,
            new_side ? change->new_pinned : change->old_pinned);
  }
  lay_all (regime->pins, pass, cells);
}

void
gs_regime_set_cells (GsRegime *regime, guint32 pass, const GPtrArray *changes)
{
  g_autoptr (GArray) cells = laid_array_new (changes->len);

  for (guint i = 0; i < changes->len; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);

    append (cells, change->tensor, change->offset, change->new_value, FALSE);
  }
  lay_all (regime->overrides, pass, cells);
}

void
gs_regime_set_overrides (GsRegime *regime, const GPtrArray *overrides)
{
  for (guint i = 0; i < overrides->len;) {
    guint32 pass = ((const GsOverride *) g_ptr_array_index (overrides, i))->pass;
    g_autoptr (GArray) cells = laid_array_new (0);

    for (; i < overrides->len && ((const GsOverride *) g_ptr_array_index (overrides, i))->pass == pass; i++) {
      const GsOverride *set = g_ptr_array_index (overrides, i);

      append (cells, set->tensor, set->offset, set->value, FALSE);
    }
    lay_all (regime->overrides, pass, cells);
  }
}
