/* Single cells changed by hand. */
#include "gs-change.h"

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

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

gchar **
gs_cell_changes_list_tensors (const GPtrArray *changes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < changes->len; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);

    if (g_hash_table_add (seen, change->tensor))
      g_ptr_array_add (names, g_strdup (change->tensor));
  }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (names, FALSE);
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

GsOverride *
gs_override_new_pin (guint32 pass, const gchar *tensor, gsize offset, gboolean pinned, gdouble value)
{
  GsOverride *override = gs_override_new (pass, tensor, offset, pinned ? value : 0);

  override->kind = pinned ? GS_OVERRIDE_PIN : GS_OVERRIDE_UNPIN;
  return override;
}

GsOverride *
gs_override_new_data (guint32 pass, GsDataset *data)
{
  GsOverride *override = gs_override_new (pass, NULL, 0, 0);

  override->kind = GS_OVERRIDE_DATA;
  override->data = gs_dataset_ref (data);
  return override;
}

GsOverride *
gs_override_copy (const GsOverride *override)
{
  GsOverride *copy = g_memdup2 (override, sizeof *override);

  copy->tensor = g_strdup (override->tensor);
  copy->data = override->data != NULL ? gs_dataset_ref (override->data) : NULL;
  return copy;
}

void
gs_override_free (GsOverride *override)
{
  if (override == NULL)
    return;
  g_free (override->tensor);
  g_clear_pointer (&override->data, gs_dataset_unref);
  g_free (override);
}
