/* Edits: values with both sides. */
#include "gs-edit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-regime.h"

GsEdit *
gs_edit_new (GsEditKind kind, const gchar *label, const GsCursor *cursor)
{
  GsEdit *edit = g_new0 (GsEdit, 1);

  edit->kind = kind;
  edit->label = g_strdup (label);
  edit->cursor = *cursor;
  edit->cells = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);
  edit->dropped = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  edit->old_pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);
  return edit;
}

static void
copy_changes (const GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++) {
    const GsCellChange *change = g_ptr_array_index (from, i);
    GsCellChange *copy =
        gs_cell_change_new (change->tensor, change->offset, change->old_value, change->new_value);

    copy->old_pinned = change->old_pinned;
    copy->new_pinned = change->new_pinned;
    g_ptr_array_add (to, copy);
  }
}

GsEdit *
gs_edit_copy (const GsEdit *edit)
{
  GsEdit *copy = gs_edit_new (edit->kind, edit->label, &edit->cursor);

  copy_changes (edit->cells, copy->cells);
  copy_changes (edit->old_pins, copy->old_pins);
  for (guint i = 0; i < edit->dropped->len; i++) {
    const GsOverride *set = g_ptr_array_index (edit->dropped, i);

    g_ptr_array_add (copy->dropped, gs_override_new (set->pass, set->tensor, set->offset, set->value));
  }
  copy->anchor = edit->anchor != NULL ? nn_state_copy (edit->anchor) : NULL;
  copy->old_data = edit->old_data != NULL ? gs_dataset_ref (edit->old_data) : NULL;
  copy->new_data = edit->new_data != NULL ? gs_dataset_ref (edit->new_data) : NULL;
  copy->old_network = edit->old_network != NULL ? nn_network_copy (edit->old_network) : NULL;
  copy->new_network = edit->new_network != NULL ? nn_network_copy (edit->new_network) : NULL;
  copy->old_seed = edit->old_seed;
  copy->new_seed = edit->new_seed;
  copy->old_pass = edit->old_pass;
  copy->new_pass = edit->new_pass;
  copy->old_state = edit->old_state != NULL ? nn_state_copy (edit->old_state) : NULL;
  copy->new_state = edit->new_state != NULL ? nn_state_copy (edit->new_state) : NULL;
  copy->before = edit->before != NULL ? gs_regime_ref (edit->before) : NULL;
  copy->after = edit->after != NULL ? gs_regime_ref (edit->after) : NULL;
  return copy;
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

/* ---- two edits as one ---- */

static GsCellChange *
find_change (GPtrArray *cells, const GsCellChange *like)
{
  for (guint i = 0; i < cells->len; i++) {
    GsCellChange *change = g_ptr_array_index (cells, i);

    if (change->offset == like->offset && g_str_equal (change->tensor, like->tensor))
      return change;
  }
  return NULL;
}

static void
join_labels (GsEdit *edit, const GsEdit *next)
{
  g_autofree gchar *more = NULL;

  if (g_str_equal (edit->label, next->label) || edit->is_joined)
    return;
  /* Translators: the label of an edit, "Edit W1[2,3]", to which others have been joined. */
  more = g_strdup_printf (_ ("%s and more"), edit->label);
  g_free (edit->label);
  edit->label = g_steal_pointer (&more);
  edit->is_joined = TRUE;
}

static gboolean
is_of_numbers (const GsEdit *edit)
{
  return edit->kind == GS_EDIT_CELLS || edit->kind == GS_EDIT_DATA;
}

gboolean
gs_edit_join (GsEdit *edit, const GsEdit *next)
{
  if (!is_of_numbers (edit) || !is_of_numbers (next) || edit->cursor.pass != next->cursor.pass
      || edit->anchor != NULL || next->dropped->len > 0)
    return FALSE;
  for (guint i = 0; i < next->cells->len; i++) {
    const GsCellChange *change = g_ptr_array_index (next->cells, i);
    GsCellChange *own = find_change (edit->cells, change);

    if (own != NULL)
      own->new_value = change->new_value;
    else
      g_ptr_array_add (edit->cells, gs_cell_change_new (change->tensor, change->offset, change->old_value,
                                                        change->new_value));
  }
  if (next->new_data != NULL) {
    if (edit->old_data == NULL)
      edit->old_data = gs_dataset_ref (next->old_data);
    g_clear_pointer (&edit->new_data, gs_dataset_unref);
    edit->new_data = gs_dataset_ref (next->new_data);
  }
  if (edit->cells->len > 0)
    edit->kind = GS_EDIT_CELLS;
  if (edit->after != NULL && next->after != NULL) {
    gs_regime_unref (edit->after);
    edit->after = gs_regime_ref (next->after);
  }
  join_labels (edit, next);
  return TRUE;
}
