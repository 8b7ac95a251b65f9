/* Edits: each checks first, then keeps both sides for undo, then changes. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/data/gs-rows.h"
#include "app/text/gs-number.h"
#include "gs-trainer-private.h"
#include "gs-workbook-private.h"
#include "nn/nn-error.h"

static const NnTensorInfo *
get_info (GsWorkbook *book, const NnCell *cell)
{
  return nn_program_get_tensor (gs_workbook_get_program (book), cell->tensor);
}

/* An edit under way, with the regime it leads to, later passes cut off. */
static GsEdit *
begin_edit (GsWorkbook *book, GsEditKind kind, const gchar *label)
{
  GsEdit *edit = gs_edit_new (kind, label, &book->cursor);
  GsRegime *regime = gs_timeline_get_regime (book->timeline);

  gs_workbook_announce (book);
  g_ptr_array_unref (edit->dropped);
  edit->dropped = gs_regime_get_overrides_after (regime, book->cursor.pass);
  edit->before = gs_regime_ref (regime);
  edit->after = gs_regime_copy (regime);
  gs_regime_cut (edit->after, book->cursor.pass);
  return edit;
}

/* Puts the edit's regime in force and keeps the edit, or frees it. */
static gboolean
finish_edit (GsWorkbook *book, GsEdit *edit, GError **error)
{
  g_autoptr (GsEdit) owned = edit;
  GsLandmark landmark;
  gboolean done;

  gs_workbook_mark (book, &landmark);
  done = gs_timeline_set_regime (book->timeline, edit->after, error);
  gs_workbook_return_to (book, &landmark);
  if (done)
    gs_workbook_push (book, g_steal_pointer (&owned));
  gs_workbook_notify (book, done, FALSE);
  return done;
}

/* ---- checking ---- */

/* Why no number can be set in cells of this kind, with a place for the name; NULL if one can. */
static const gchar *
why_not_settable (const NnTensorInfo *info, gdouble value)
{
  if (info->producer >= 0)
    return _ ("%s is computed. To hold it at a value by hand, pin it instead.");
  if (info->role == NN_ROLE_RANDOM)
    return _ ("%s cannot be set: it follows from the document's seed and the pass.");
  if (info->role == NN_ROLE_CLOCK)
    return _ ("%s cannot be set: it follows from the pass one stands in and from the data.");
  if (info->role == NN_ROLE_SEED)
    return _ ("%s cannot be set: it is dL/dL, which is 1.");
  if (info->role == NN_ROLE_PIN)
    return _ ("%s cannot be set: pinning a cell sets it.");
  if (isnan (value))
    return _ ("%s cannot be NaN; type a finite number.");
  return isinf (value) ? _ ("%s cannot be infinite; type a finite number.") : NULL;
}

static const gchar *
why_not_pinnable (const NnTensorInfo *info, gdouble value)
{
  if (info->producer < 0)
    return _ ("%s is not computed, so there is nothing to pin: set it.");
  if (isnan (value))
    return _ ("%s cannot be pinned at NaN; type a finite number.");
  return isinf (value) ? _ ("%s cannot be pinned at infinity; type a finite number.") : NULL;
}

static gboolean
fail_at (GsWorkbook *book, const NnCell *cell, const gchar *reason, GError **error)
{
  g_autofree gchar *name = gs_cell_name_display (gs_workbook_get_program (book), cell);
  g_auto (GStrv) parts = g_strsplit (reason, "%s", 2);

  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "%s%s%s", parts[0], name, parts[1]);
  return FALSE;
}

static gboolean
check_settable (GsWorkbook *book, const NnCell *cell, gdouble value, GError **error)
{
  const NnTensorInfo *info = get_info (book, cell);
  const gchar *reason = why_not_settable (info, value);

  if (reason != NULL)
    return fail_at (book, cell, reason, error);
  if (info->field == NULL || nn_field_contains (info->field, value))
    return TRUE;
  nn_field_refuse (info->field, info->name, value, error);
  return FALSE;
}

/* ---- cells ---- */

static gboolean
is_data (const NnTensorInfo *info)
{
  return info->role == NN_ROLE_INPUT || info->role == NN_ROLE_TARGET;
}

static gchar *
label_cells (GsWorkbook *book, const NnCell *cells, gsize n_cells)
{
  g_autofree gchar *first = gs_cell_name_display (gs_workbook_get_program (book), &cells[0]);

  if (n_cells == 1)
    return g_strdup_printf (_ ("Edit %s"), first);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Edit %s and %zu more", "Edit %s and %zu more", n_cells - 1), first,
      n_cells - 1);
}

/* The data with the rows changed where `cells` says so; `rows` are those of the batch that the cells are of.
 */
static GsDataset *
change_rows (GsWorkbook *book, const NnCell *cells, const gdouble *values, gsize n_cells, const gint *rows)
{
  GsDataset *data = gs_workbook_get_data (book);
  gint n_rows = gs_dataset_get_n_rows (data);
  gsize n_input = nn_shape_count (gs_dataset_get_input_shape (data));
  gsize n_target = nn_shape_count (gs_dataset_get_target_shape (data));
  g_autofree gdouble *inputs = g_new (gdouble, (gsize) n_rows * n_input);
  g_autofree gdouble *targets =
      g_memdup2 (gs_dataset_get_target (data, 1), (gsize) n_rows * n_target * sizeof (gdouble));
  GsDataset *changed;

  /* As the pass takes them: beside the changed cells none of those one sees changes. */
  for (gint row = 0; row < n_rows; row++)
    gs_dataset_copy_input (data, row + 1, gs_workbook_get_seed (book), book->cursor.pass,
                           inputs + (gsize) row * n_input);

  for (gsize i = 0; i < n_cells; i++) {
    gboolean is_input = get_info (book, &cells[i])->role == NN_ROLE_INPUT;
    gsize width = is_input ? n_input : n_target;

    if (is_data (get_info (book, &cells[i])))
      (is_input ? inputs
                : targets)[(gsize) (rows[cells[i].offset / width] - 1) * width + cells[i].offset % width] =
          values[i];
  }
  changed = gs_dataset_splice (data, 1, n_rows, n_rows, inputs, targets, NULL);
  g_assert (changed != NULL);
  return changed;
}

/* The first row, from cells that must be all of its inputs and targets. */
static GsDataset *
make_first_row (GsWorkbook *book, const NnCell *cells, const gdouble *values, gsize n_cells, GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  gsize n_input = nn_shape_count (gs_dataset_get_input_shape (data));
  gsize n_target = nn_shape_count (gs_dataset_get_target_shape (data));
  g_autofree gdouble *row = g_new (gdouble, n_input + n_target);

  for (gsize i = 0; i < n_input + n_target; i++)
    row[i] = NAN;
  for (gsize i = 0; i < n_cells; i++)
    if (is_data (get_info (book, &cells[i])))
      row[cells[i].offset + (get_info (book, &cells[i])->role == NN_ROLE_INPUT ? 0 : n_input)] = values[i];
  for (gsize i = 0; i < n_input + n_target; i++)
    if (isnan (row[i])) {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                   _ ("There are no rows yet, and a row needs all of its numbers: inputs (%zu) and "
                      "targets (%zu). Set them "
                      "together, paste rows, or add one."),
                   n_input, n_target);
      return NULL;
    }
  return gs_dataset_splice (data, 1, 0, 1, row, row + n_input, error);
}

/* Leaves that persist: noted in the edit, and set. */
static void
edit_leaves (GsWorkbook *book, GsEdit *edit, const NnCell *cells, const gdouble *values, gsize n_cells)
{
  for (gsize i = 0; i < n_cells; i++) {
    const gchar *name = get_info (book, &cells[i])->name;
    gdouble old;

    if (is_data (get_info (book, &cells[i])))
      continue;
    old = nn_run_get_cell (gs_workbook_get_run (book), &cells[i]);
    g_ptr_array_add (edit->cells, gs_cell_change_new (name, cells[i].offset, old, values[i]));
    gs_timeline_set_cell (book->timeline, &cells[i], values[i]);
  }
  gs_regime_set_cells (edit->after, book->cursor.pass, edit->cells, TRUE);
  if (edit->cells->len > 0)
    gs_timeline_keep (book->timeline);
}

/* A trainer that has stopped for an edit may have another program by now, of a batch of another size. */
static void
find_again (NnProgram *before, GsWorkbook *book, NnCell *cells, gsize n_cells)
{
  NnProgram *now = gs_workbook_get_program (book);

  for (gsize i = 0; i < n_cells && now != before; i++) {
    cells[i].tensor = nn_program_find (now, nn_program_get_tensor (before, cells[i].tensor)->name);
    g_assert (cells[i].tensor >= 0);
  }
}

gboolean
gs_workbook_set_cells (GsWorkbook *book,
                       const NnCell *seen,
                       const gdouble *values,
                       gsize n_cells,
                       GError **error)
{
  g_autoptr (NnProgram) program = nn_program_ref (gs_workbook_get_program (book));
  gint n_rows;
  const gint *batch = gs_workbook_get_batch (book, &n_rows);
  g_autofree gint *rows = g_memdup2 (batch, (gsize) n_rows * sizeof (gint));
  g_autofree NnCell *cells = g_memdup2 (seen, n_cells * sizeof (NnCell));
  g_autoptr (GsTrainerHold) hold G_GNUC_UNUSED = NULL;
  g_autofree gchar *label = NULL;
  g_autoptr (GsDataset) first = NULL;
  GsEdit *edit;
  gsize n_data = 0;

  for (gsize i = 0; i < n_cells; i++) {
    if (!check_settable (book, &cells[i], values[i], error))
      return FALSE;
    n_data += is_data (get_info (book, &cells[i]));
  }
  if (n_cells == 0)
    return TRUE;
  if (n_data > 0 && n_rows == 0 && (first = make_first_row (book, cells, values, n_cells, error)) == NULL)
    return FALSE;
  hold = gs_trainer_hold_for_edit (book);
  find_again (program, book, cells, n_cells);
  label = label_cells (book, cells, n_cells);
  edit = begin_edit (book, n_data == n_cells ? GS_EDIT_DATA : GS_EDIT_CELLS, label);
  if (n_data > 0) {
    edit->old_data = gs_dataset_ref (gs_workbook_get_data (book));
    edit->new_data =
        first != NULL ? g_steal_pointer (&first) : change_rows (book, cells, values, n_cells, rows);
    gs_regime_set_data (edit->after, book->cursor.pass, edit->new_data);
  }
  edit_leaves (book, edit, cells, values, n_cells);
  return finish_edit (book, edit, error);
}

gboolean
gs_workbook_set_text (GsWorkbook *book, const gchar *cell, const gchar *text, GError **error)
{
  NnCell cursor;
  gdouble value;

  return gs_cell_name_parse (gs_workbook_get_scope (book), cell, &cursor, error)
         && gs_number_parse (text, &value, error) && gs_workbook_set_cells (book, &cursor, &value, 1, error);
}

/* ---- pins ---- */

static gchar *
label_pins (NnProgram *program, const NnCell *cells, gsize n_cells, gboolean pinned)
{
  g_autofree gchar *first = gs_cell_name_display (program, &cells[0]);

  if (n_cells == 1)
    return g_strdup_printf (pinned ? _ ("Pin %s") : _ ("Unpin %s"), first);
  return g_strdup_printf (
      pinned ? g_dngettext (GETTEXT_PACKAGE, "Pin %s and %zu more", "Pin %s and %zu more", n_cells - 1)
             : g_dngettext (GETTEXT_PACKAGE, "Unpin %s and %zu more", "Unpin %s and %zu more", n_cells - 1),
      first, n_cells - 1);
}

/* Held at `values`, or let go if that is NULL. */
static gboolean
change_pins (GsWorkbook *book, const NnCell *cells, const gdouble *values, gsize n_cells, GError **error)
{
  g_autoptr (NnProgram) program = nn_program_ref (gs_workbook_get_program (book));
  g_autoptr (GsTrainerHold) hold G_GNUC_UNUSED = NULL;
  g_autofree gchar *label = NULL;
  GsEdit *edit;

  if (n_cells == 0)
    return TRUE;
  hold = gs_trainer_hold_for_edit (book);
  label = label_pins (program, cells, n_cells, values != NULL);
  edit = begin_edit (book, GS_EDIT_PIN, label);
  for (gsize i = 0; i < n_cells; i++) {
    const gchar *name = nn_program_get_tensor (program, cells[i].tensor)->name;
    GsCellChange *change = gs_cell_change_new (name, cells[i].offset, 0, values != NULL ? values[i] : 0);

    change->old_pinned =
        gs_regime_find_pin (edit->before, book->cursor.pass, name, cells[i].offset, &change->old_value);
    change->new_pinned = values != NULL;
    g_ptr_array_add (edit->cells, change);
  }
  gs_regime_set_pins (edit->after, book->cursor.pass, edit->cells, TRUE);
  return finish_edit (book, edit, error);
}

gboolean
gs_workbook_check_target (GsWorkbook *book, const NnCell *cell, GError **error)
{
  const NnTensorInfo *info = get_info (book, cell);
  GsDataset *data = gs_workbook_get_data (book);
  const NnShape *shape = gs_dataset_get_target_shape (data);
  g_autofree gchar *name = NULL;
  const gint *rows;
  gsize row, offset;
  gint n;

  if (info->role != NN_ROLE_TARGET)
    return TRUE;
  rows = gs_workbook_get_batch (book, &n);
  row = cell->offset / nn_shape_count (shape);
  if (gs_target_fits (gs_workbook_get_network (book)->loss, shape, gs_dataset_get_target (data, rows[row]),
                      &offset, error))
    return TRUE;
  name = gs_cell_name_display (gs_workbook_get_program (book),
                               &(NnCell){ cell->tensor, row * nn_shape_count (shape) + offset });
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

gboolean
gs_workbook_is_pinned (GsWorkbook *book, const NnCell *cell)
{
  return nn_run_is_pinned (gs_workbook_get_run (book), cell);
}

gboolean
gs_workbook_pin_cells (GsWorkbook *book,
                       const NnCell *cells,
                       const gdouble *values,
                       gsize n_cells,
                       GError **error)
{
  for (gsize i = 0; i < n_cells; i++) {
    const gchar *reason = why_not_pinnable (get_info (book, &cells[i]), values[i]);

    if (reason != NULL)
      return fail_at (book, &cells[i], reason, error);
  }
  return change_pins (book, cells, values, n_cells, error);
}

gboolean
gs_workbook_unpin_cells (GsWorkbook *book, const NnCell *cells, gsize n_cells, GError **error)
{
  for (gsize i = 0; i < n_cells; i++)
    if (!nn_run_is_pinned (gs_workbook_get_run (book), &cells[i]))
      return fail_at (book, &cells[i], _ ("%s is not pinned."), error);
  return change_pins (book, cells, NULL, n_cells, error);
}

gboolean
gs_workbook_pin (GsWorkbook *book, const NnCell *cell, gdouble value, GError **error)
{
  return gs_workbook_pin_cells (book, cell, &value, 1, error);
}

gboolean
gs_workbook_unpin (GsWorkbook *book, const NnCell *cell, GError **error)
{
  return gs_workbook_unpin_cells (book, cell, 1, error);
}

/* ---- data and network ---- */

gboolean
gs_workbook_set_data (GsWorkbook *book, GsDataset *data, const gchar *label, GError **error)
{
  g_autoptr (GsTrainerHold) hold G_GNUC_UNUSED = NULL;
  GsDataset *old;
  GsEdit *edit;

  if (!gs_workbook_settle (book, error))
    return FALSE;
  hold = gs_trainer_hold_for_edit (book);
  old = gs_workbook_get_data (book);
  if (!nn_shape_equal (gs_dataset_get_input_shape (data), gs_dataset_get_input_shape (old))
      || !nn_shape_equal (gs_dataset_get_target_shape (data), gs_dataset_get_target_shape (old))) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("These rows do not fit the network: it takes inputs (%zu) and targets (%zu) "
                    "in a row."),
                 nn_shape_count (gs_dataset_get_input_shape (old)),
                 nn_shape_count (gs_dataset_get_target_shape (old)));
    return FALSE;
  }
  edit = begin_edit (book, GS_EDIT_DATA, label);
  edit->old_data = gs_dataset_ref (old);
  edit->new_data = gs_dataset_ref (data);
  gs_regime_set_data (edit->after, book->cursor.pass, data);
  return finish_edit (book, edit, error);
}

/* Pins whose cells the new network still has stay; the others are noted in the edit. */
static void
keep_pins_that_fit (GsRegime *regime, GsEdit *edit, const NnNetwork *network, GPtrArray *pins)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autoptr (NnProgram) program = nn_network_compile (
      network, gs_dataset_count_samples (gs_regime_get_data (regime, 1), 1), 0, NULL, NULL);

  for (guint i = 0; i < pins->len; i++) {
    GsCellChange *pin = g_ptr_array_index (pins, i), *lost;
    gint tensor = program != NULL ? nn_program_find (program, pin->tensor) : -1;
    const NnTensorInfo *info = tensor >= 0 ? nn_program_get_tensor (program, tensor) : NULL;

    if (info != NULL && info->producer >= 0 && pin->offset < nn_shape_count (&info->shape)) {
      g_ptr_array_add (kept, pin);
      continue;
    }
    lost = gs_cell_change_new (pin->tensor, pin->offset, pin->new_value, 0);
    lost->old_pinned = TRUE;
    g_ptr_array_add (edit->old_pins, lost);
  }
  gs_regime_set_pins (regime, 0, kept, TRUE);
}

/* Whether the tensors that persist are the same by name and shape. */
static gboolean
same_shapes (const NnState *a, const NnState *b)
{
  if (nn_state_get_size (a) != nn_state_get_size (b))
    return FALSE;
  for (guint i = 0; i < nn_state_get_size (a); i++) {
    const NnTensor *tensor = nn_state_get (a, i);
    const NnTensor *other = nn_state_find (b, tensor->name);

    if (other == NULL || !nn_shape_equal (&tensor->shape, &other->shape))
      return FALSE;
  }
  return TRUE;
}

/* Whether a number that people set outlives a change of network: a weight always does; the
 * optimiser's memory with its optimiser; a hyperparameter unless the change is about it. */
static gboolean
is_kept (GsWorkbook *book, const NnNetwork *network, const NnTensorInfo *info)
{
  NnProgram *old = gs_workbook_get_program (book);
  gint tensor = nn_program_find (old, info->name);

  if (info->role == NN_ROLE_PARAMETER)
    return TRUE;
  if (network->optimizer.kind != gs_workbook_get_network (book)->optimizer.kind)
    return info->role == NN_ROLE_HYPER && info->layer >= 0;
  return info->role == NN_ROLE_STATE
         || (tensor >= 0 && nn_program_get_tensor (old, tensor)->value == info->value);
}

/* Weights and biases of a layer have been learned together: where one of them fits no more, all begin anew.
 */
static void
forget_torn_layers (NnState *old, const NnState *state, NnProgram *program)
{
  g_autoptr (GHashTable) torn = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < nn_state_get_size (state); i++) {
    const NnTensor *now = nn_state_get (state, i), *before = nn_state_find (old, now->name);
    const NnTensorInfo *info = nn_program_get_tensor (program, nn_program_find (program, now->name));

    if (info->role == NN_ROLE_PARAMETER && (before == NULL || !nn_shape_equal (&before->shape, &now->shape)))
      g_hash_table_add (torn, GINT_TO_POINTER (info->layer));
  }
  for (guint i = nn_state_get_size (old); i > 0; i--) {
    const gchar *name = nn_state_get (old, i - 1)->name;
    const NnTensorInfo *info = nn_program_get_tensor (program, nn_program_find (program, name));

    if ((info->role == NN_ROLE_PARAMETER || info->role == NN_ROLE_STATE)
        && g_hash_table_contains (torn, GINT_TO_POINTER (info->layer)))
      nn_state_remove (old, name);
  }
}

/* The starting state of `network`, with what fits of the present one unless `fresh`. */
static NnState *
make_state (GsWorkbook *book, const NnNetwork *network, guint64 seed, gboolean fresh, GError **error)
{
  g_autoptr (NnProgram) program = nn_network_compile (network, 1, 0, NULL, error);
  g_autoptr (NnState) old = NULL;
  NnState *state;

  if (program == NULL)
    return NULL;
  state = nn_network_initialize (network, program, seed, error);
  if (state == NULL || fresh)
    return state;
  old = nn_run_save_state (gs_workbook_get_run (book));
  for (guint i = nn_state_get_size (old); i > 0; i--) {
    const gchar *name = nn_state_get (old, i - 1)->name;
    gint tensor = nn_program_find (program, name);

    if (tensor < 0 || !is_kept (book, network, nn_program_get_tensor (program, tensor)))
      nn_state_remove (old, name);
  }
  forget_torn_layers (old, state, program);
  nn_state_keep_fitting (state, old);
  return state;
}

/* Takes `network` and `state`; with `anew` in pass 1. */
static gboolean
replace_network (GsWorkbook *book,
                 NnNetwork *network,
                 GsDataset *data,
                 guint64 seed,
                 NnState *state,
                 gboolean anew,
                 const gchar *label,
                 GError **error)
{
  g_autoptr (GsEdit) edit = gs_edit_new (GS_EDIT_NETWORK, label, &book->cursor);
  g_autoptr (GPtrArray) pins =
      gs_regime_get_pins (gs_timeline_get_regime (book->timeline), book->cursor.pass);
  GsTimeline *timeline;

  edit->before = gs_regime_ref (gs_timeline_get_regime (book->timeline));
  gs_edit_drop_all (edit, book->cursor.pass);
  edit->after = gs_regime_new (data);
  edit->old_network = nn_network_copy (gs_workbook_get_network (book));
  edit->new_network = network;
  edit->old_seed = gs_workbook_get_seed (book);
  edit->new_seed = seed;
  edit->old_state = nn_run_save_state (gs_workbook_get_run (book));
  edit->new_state = state;
  edit->old_pass = book->cursor.pass;
  edit->new_pass = !anew && same_shapes (edit->old_state, state) ? book->cursor.pass : 1;
  if (data != gs_workbook_get_data (book)) {
    edit->old_data = gs_dataset_ref (gs_workbook_get_data (book));
    edit->new_data = gs_dataset_ref (data);
  }
  keep_pins_that_fit (edit->after, edit, network, pins);
  timeline = gs_timeline_new (nn_network_copy (network), edit->after, seed,
                              gs_timeline_get_flags (book->timeline), state, edit->new_pass, NULL, error);
  if (timeline == NULL)
    return FALSE;
  gs_workbook_leave_pass (book);
  gs_workbook_take_timeline (book, timeline);
  gs_workbook_push (book, g_steal_pointer (&edit));
  gs_workbook_show (book, &(GsCursor){ .instruction = anew ? gs_workbook_find_behind_loss (book) : 0 });
  gs_workbook_notify (book, TRUE, TRUE);
  return TRUE;
}

gboolean
gs_workbook_set_network (GsWorkbook *book,
                         NnNetwork *network,
                         GsDataset *data,
                         const gchar *label,
                         GError **error)
{
  g_autoptr (NnNetwork) owned = network;
  g_autoptr (GsTrainerHold) hold G_GNUC_UNUSED = NULL;
  NnShape target;
  NnState *state;

  if (!gs_workbook_settle (book, error) || !nn_network_get_target_shape (network, &target, error))
    return FALSE;
  hold = gs_trainer_hold_for_edit (book);
  if (!nn_shape_equal (&network->input, gs_dataset_get_input_shape (data))
      || !nn_shape_equal (&target, gs_dataset_get_target_shape (data))) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("The rows do not fit this network: it takes inputs (%zu) and targets (%zu) "
                    "in a row, they have %zu and %zu."),
                 nn_shape_count (&network->input), nn_shape_count (&target),
                 nn_shape_count (gs_dataset_get_input_shape (data)),
                 nn_shape_count (gs_dataset_get_target_shape (data)));
    return FALSE;
  }
  state = make_state (book, network, gs_workbook_get_seed (book), FALSE, error);
  return state != NULL
         && replace_network (book, g_steal_pointer (&owned), data, gs_workbook_get_seed (book), state, FALSE,
                             label, error);
}

gboolean
gs_workbook_set_seed (GsWorkbook *book, guint64 seed, GError **error)
{
  g_autoptr (GsTrainerHold) hold G_GNUC_UNUSED = NULL;
  const NnNetwork *network;
  NnState *state;

  if (!gs_workbook_settle (book, error))
    return FALSE;
  hold = gs_trainer_hold_for_edit (book);
  network = gs_workbook_get_network (book);
  state = make_state (book, network, seed, TRUE, error);
  return state != NULL
         && replace_network (book, nn_network_copy (network), gs_workbook_get_data (book), seed, state, TRUE,
                             _ ("Change the seed"), error);
}

gboolean
gs_workbook_set_all_gradients (GsWorkbook *book, gboolean all, GError **error)
{
  GsLandmark landmark;

  if (!gs_workbook_settle (book, error))
    return FALSE;
  gs_workbook_mark (book, &landmark);
  if (!gs_timeline_set_flags (book->timeline, all ? NN_COMPILE_ALL_GRADIENTS : 0, error)) {
    gs_workbook_return_to (book, &landmark);
    return FALSE;
  }
  gs_workbook_return_to (book, &landmark);
  gs_workbook_notify (book, FALSE, FALSE);
  return TRUE;
}
