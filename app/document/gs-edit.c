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
  for (guint i = 0; i < edit->dropped->len; i++)
    g_ptr_array_add (copy->dropped, gs_override_copy (g_ptr_array_index (edit->dropped, i)));
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
  g_clear_pointer (&edit->own_cells, g_hash_table_unref);
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

static guint
hash_change (gconstpointer pointer)
{
  const GsCellChange *change = pointer;

  return g_str_hash (change->tensor) * 31 + (guint) change->offset;
}

/* See gs_edit_count_compared(). */
static _Thread_local guint64 n_compared;

static gboolean
same_cell (gconstpointer a, gconstpointer b)
{
  const GsCellChange *one = a, *other = b;

  n_compared++;
  return one->offset == other->offset && g_str_equal (one->tensor, other->tensor);
}

guint64
gs_edit_count_compared (void)
{
  return n_compared;
}

/* What a gesture has changed is looked up, so that a long one takes linear time. */
static void
join_cells (GsEdit *edit, const GPtrArray *changes)
{
  if (edit->own_cells == NULL) {
    edit->own_cells = g_hash_table_new (hash_change, same_cell);
    for (guint i = 0; i < edit->cells->len; i++)
      g_hash_table_add (edit->own_cells, g_ptr_array_index (edit->cells, i));
  }
  for (guint i = 0; i < changes->len; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);
    GsCellChange *found = g_hash_table_lookup (edit->own_cells, change);

    if (found != NULL) {
      found->new_value = change->new_value;
      continue;
    }
    found = gs_cell_change_new (change->tensor, change->offset, change->old_value, change->new_value);
    g_ptr_array_add (edit->cells, found);
    g_hash_table_add (edit->own_cells, found);
  }
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
  join_cells (edit, next->cells);
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

/* ---- what stands around an edit ---- */

void
gs_edit_drop_all (GsEdit *edit, guint32 pass)
{
  g_autoptr (GPtrArray) later = gs_regime_get_overrides_after (edit->before, pass);

  g_ptr_array_unref (edit->dropped);
  edit->dropped = gs_regime_get_overrides_before (edit->before, pass);
  g_ptr_array_extend_and_steal (edit->dropped, g_steal_pointer (&later));
}

GsRegime *
gs_edit_make_regime (const GsEdit *edit, const GsRegime *now, gboolean redo)
{
  GsRegime *made = gs_regime_copy (now);
  GsDataset *data = redo ? edit->new_data : edit->old_data;
  gboolean anew = edit->kind == GS_EDIT_NETWORK || edit->kind == GS_EDIT_STATE;
  guint32 pass = edit->cursor.pass;

  /* Training lays nothing down. */
  if (edit->kind == GS_EDIT_STATE && edit->new_pass > edit->old_pass)
    return made;
  if (anew) {
    gs_regime_collapse (made, redo ? pass : edit->new_pass, TRUE);
    pass = 0;
  } else {
    gs_regime_cut (made, pass);
  }
  if (data != NULL)
    (redo ? gs_regime_set_data : gs_regime_take_back_data) (made, pass, data);
  if (edit->kind == GS_EDIT_PIN)
    (redo ? gs_regime_set_pins : gs_regime_take_back_pins) (made, pass, edit->cells, redo);
  if (edit->kind == GS_EDIT_CELLS)
    gs_regime_set_cells (made, pass, edit->cells, redo);
  gs_regime_set_pins (made, pass, edit->old_pins, redo);
  if (!redo)
    gs_regime_set_overrides (made, edit->dropped);
  return made;
}
