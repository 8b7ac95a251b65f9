#include "gs-regime.h"

typedef struct {
  guint32 pass;
  GsDataset *data;
} DataEvent;

typedef struct {
  guint32 pass;
  gboolean pinned;
  gchar *tensor;
  gsize offset;
  gdouble value;
} PinEvent;

/* Three lists, each in the order of passes; the first data stand at pass 0. */
struct _GsRegime {
  gint n_refs;
  GPtrArray *data;
  GPtrArray *pins;
  GPtrArray *overrides; /* GsOverride */
};

static void
data_event_free (gpointer pointer)
{
  DataEvent *event = pointer;

  gs_dataset_unref (event->data);
  g_free (event);
}

static void
pin_event_free (gpointer pointer)
{
  PinEvent *event = pointer;

  g_free (event->tensor);
  g_free (event);
}

static GsRegime *
regime_new_empty (void)
{
  GsRegime *regime = g_new0 (GsRegime, 1);

  regime->n_refs = 1;
  regime->data = g_ptr_array_new_with_free_func (data_event_free);
  regime->pins = g_ptr_array_new_with_free_func (pin_event_free);
  regime->overrides = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
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
  for (guint i = 0; i < regime->pins->len; i++) {
    const PinEvent *event = g_ptr_array_index (regime->pins, i);

    gs_regime_set_pin (copy, event->pass, event->tensor, event->offset, event->pinned, event->value);
  }
  for (guint i = 0; i < regime->overrides->len; i++) {
    const GsOverride *set = g_ptr_array_index (regime->overrides, i);

    g_ptr_array_add (copy->overrides, gs_override_new (set->pass, set->tensor, set->offset, set->value));
  }
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

static gboolean
is_of_cell (const PinEvent *event, const gchar *tensor, gsize offset)
{
  return event->offset == offset && g_str_equal (event->tensor, tensor);
}

gboolean
gs_regime_find_pin (const GsRegime *regime, guint32 pass, const gchar *tensor, gsize offset, gdouble *value)
{
  for (guint i = regime->pins->len; i > 0; i--) {
    const PinEvent *event = g_ptr_array_index (regime->pins, i - 1);

    if (event->pass > pass || !is_of_cell (event, tensor, offset))
      continue;
    if (event->pinned && value != NULL)
      *value = event->value;
    return event->pinned;
  }
  return FALSE;
}

GPtrArray *
gs_regime_get_pins (const GsRegime *regime, guint32 pass)
{
  GPtrArray *pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);

  for (guint i = 0; i < regime->pins->len; i++) {
    const PinEvent *event = g_ptr_array_index (regime->pins, i);
    gboolean listed = FALSE;
    gdouble value;

    for (guint j = 0; j < pins->len && !listed; j++) {
      const GsCellChange *pin = g_ptr_array_index (pins, j);

      listed = is_of_cell (event, pin->tensor, pin->offset);
    }
    if (!listed && gs_regime_find_pin (regime, pass, event->tensor, event->offset, &value)) {
      GsCellChange *pin = gs_cell_change_new (event->tensor, event->offset, value, value);

      pin->new_pinned = TRUE;
      g_ptr_array_add (pins, pin);
    }
  }
  return pins;
}

GPtrArray *
gs_regime_get_overrides_after (const GsRegime *regime, guint32 pass)
{
  GPtrArray *later = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);

  for (guint i = 0; i < regime->overrides->len; i++) {
    const GsOverride *set = g_ptr_array_index (regime->overrides, i);

    if (set->pass > pass)
      g_ptr_array_add (later, gs_override_new (set->pass, set->tensor, set->offset, set->value));
  }
  return later;
}

void
gs_regime_visit_overrides (const GsRegime *regime,
                           guint32 pass,
                           void (*visit) (const GsOverride *override, gpointer user_data),
                           gpointer user_data)
{
  for (guint i = 0; i < regime->overrides->len; i++) {
    const GsOverride *set = g_ptr_array_index (regime->overrides, i);

    if (set->pass == pass)
      visit (set, user_data);
  }
}

/* ---- making ---- */

void
gs_regime_cut (GsRegime *regime, guint32 pass)
{
  for (guint i = regime->data->len; i > 0; i--)
    if (((const DataEvent *) g_ptr_array_index (regime->data, i - 1))->pass > pass)
      g_ptr_array_remove_index (regime->data, i - 1);
  for (guint i = regime->pins->len; i > 0; i--)
    if (((const PinEvent *) g_ptr_array_index (regime->pins, i - 1))->pass > pass)
      g_ptr_array_remove_index (regime->pins, i - 1);
  for (guint i = regime->overrides->len; i > 0; i--)
    if (((const GsOverride *) g_ptr_array_index (regime->overrides, i - 1))->pass > pass)
      g_ptr_array_remove_index (regime->overrides, i - 1);
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
  for (guint i = 0; keep_pins && i < pins->len; i++) {
    const GsCellChange *pin = g_ptr_array_index (pins, i);

    gs_regime_set_pin (regime, 0, pin->tensor, pin->offset, TRUE, pin->new_value);
  }
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
gs_regime_set_pin (GsRegime *regime,
                   guint32 pass,
                   const gchar *tensor,
                   gsize offset,
                   gboolean pinned,
                   gdouble value)
{
  PinEvent *event = NULL;
  guint i = regime->pins->len;

  while (i > 0 && ((const PinEvent *) g_ptr_array_index (regime->pins, i - 1))->pass > pass)
    i--;
  for (guint j = i; j > 0 && event == NULL; j--) {
    PinEvent *other = g_ptr_array_index (regime->pins, j - 1);

    if (other->pass < pass)
      break;
    if (is_of_cell (other, tensor, offset))
      event = other;
  }
  if (event == NULL) {
    event = g_new0 (PinEvent, 1);
    event->pass = pass;
    event->tensor = g_strdup (tensor);
    event->offset = offset;
    g_ptr_array_insert (regime->pins, (gint) i, event);
  }
  event->pinned = pinned;
  event->value = value;
}

void
gs_regime_set_override (GsRegime *regime, guint32 pass, const gchar *tensor, gsize offset, gdouble value)
{
  guint i = regime->overrides->len;

  while (i > 0 && ((const GsOverride *) g_ptr_array_index (regime->overrides, i - 1))->pass > pass)
    i--;
  for (guint j = i; j > 0; j--) {
    GsOverride *other = g_ptr_array_index (regime->overrides, j - 1);

    if (other->pass < pass)
      break;
    if (other->offset == offset && g_str_equal (other->tensor, tensor)) {
      other->value = value;
      return;
    }
  }
  g_ptr_array_insert (regime->overrides, (gint) i, gs_override_new (pass, tensor, offset, value));
}
