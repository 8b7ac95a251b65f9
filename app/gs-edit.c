#include "gs-edit.h"

#include "gs-regime.h"

GsEdit *
gs_edit_new (GsEditKind kind, const gchar *label, const GsPlace *place)
{
  GsEdit *edit = g_new0 (GsEdit, 1);

  edit->kind = kind;
  edit->label = g_strdup (label);
  edit->place = *place;
  edit->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);
  edit->dropped = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  edit->old_pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);
  return edit;
}

void
gs_edit_free (GsEdit *edit)
{
  if (edit == NULL)
    return;
  g_free (edit->label);
  g_clear_pointer (&edit->cells, g_ptr_array_unref);
  g_clear_pointer (&edit->dropped, g_ptr_array_unref);
  g_clear_pointer (&edit->old_pins, g_ptr_array_unref);
  nn_state_free (edit->anchor);
  g_clear_pointer (&edit->old_data, gs_dataset_unref);
  g_clear_pointer (&edit->new_data, gs_dataset_unref);
  nn_network_free (edit->old_network);
  nn_network_free (edit->new_network);
  nn_state_free (edit->old_state);
  nn_state_free (edit->new_state);
  gs_regime_unref (edit->before);
  gs_regime_unref (edit->after);
  g_free (edit);
}

GsCellChange *
gs_cell_change_new (const gchar *tensor, gsize offset, gdouble old_value, gdouble new_value)
{
  GsCellChange *change = g_new0 (GsCellChange, 1);

  change->tensor = g_strdup (tensor);
  change->offset = offset;
  change->old_value = old_value;
  change->new_value = new_value;
  return change;
}

void
gs_cell_change_free (GsCellChange *change)
{
  if (change == NULL)
    return;
  g_free (change->tensor);
  g_free (change);
}

GsOverride *
gs_override_new (guint32 pass, const gchar *tensor, gsize offset, gdouble value)
{
  GsOverride *override = g_new0 (GsOverride, 1);

  override->pass = pass;
  override->tensor = g_strdup (tensor);
  override->offset = offset;
  override->value = value;
  return override;
}

void
gs_override_free (GsOverride *override)
{
  if (override == NULL)
    return;
  g_free (override->tensor);
  g_free (override);
}
