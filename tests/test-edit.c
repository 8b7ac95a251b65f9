/* Edits and regimes: a copy is deep, and what people laid down pass by pass is found again, cut and
 * collapsed, beside a plain list of what was done. */
#include <string.h>

#include "app/document/gs-edit.h"
#include "app/document/gs-regime.h"
#include "pass.h"

/* ---- edits ---- */

static GsDataset *
make_data (gdouble value)
{
  NnShape one = nn_shape (1, 1);

  return gs_dataset_new (&one, &one, 1, &value, &value);
}

static NnState *
make_state (gdouble value)
{
  NnState *state = nn_state_new ();
  NnShape one = nn_shape (1, 1);
  NnTensor *tensor = nn_tensor_new ("W1", &one);

  tensor->values[0] = value;
  nn_state_put (state, tensor);
  return state;
}

static void
test_new_and_free (void)
{
  GsCursor cursor = { 3, 2, 1, 4 };
  GsEdit *edit = gs_edit_new (GS_EDIT_PIN, "Hold a1[1,1]", &cursor);

  g_assert_cmpint (edit->kind, ==, GS_EDIT_PIN);
  g_assert_cmpstr (edit->label, ==, "Hold a1[1,1]");
  g_assert_cmpuint (edit->cursor.pass, ==, 3);
  g_assert_cmpint (edit->cursor.instruction, ==, 2);
  g_assert_cmpuint (edit->cursor.term, ==, 4);
  g_assert_cmpuint (edit->cells->len + edit->dropped->len + edit->old_pins->len, ==, 0);
  gs_edit_free (edit);
  gs_edit_free (NULL);
  gs_cell_change_free (NULL);
  gs_override_free (NULL);
}

/* The original goes first: whatever the copy shared with it would be gone. */
static void
test_copy (void)
{
  GsEdit *edit = gs_edit_new (GS_EDIT_NETWORK, "Everything", &(GsCursor){ 5, 0, 0, 0 });
  g_autoptr (GsDataset) data = make_data (1);
  GsRegime *regime = gs_regime_new (data);
  GsCellChange *change = gs_cell_change_new ("W1", 2, 0.1, 0.2);
  g_autoptr (GsEdit) copy = NULL;

  change->new_pinned = TRUE;
  g_ptr_array_add (edit->cells, change);
  g_ptr_array_add (edit->old_pins, gs_cell_change_new ("a1", 1, 0.3, 0.4));
  g_ptr_array_add (edit->dropped, gs_override_new (7, "lr", 0, 0.5));
  g_ptr_array_add (edit->dropped, gs_override_new_pin (8, "z1", 1, TRUE, 0.25));
  g_ptr_array_add (edit->dropped, gs_override_new_pin (9, "z1", 1, FALSE, 0.25));
  g_ptr_array_add (edit->dropped, gs_override_new_data (9, data));
  edit->old_data = make_data (2);
  edit->new_data = make_data (3);
  edit->old_network = nn_network_new ();
  edit->new_network = nn_network_new ();
  edit->new_network->loss = NN_LOSS_CROSS_ENTROPY;
  edit->old_seed = G_MAXUINT64;
  edit->new_seed = 17;
  edit->old_pass = 8;
  edit->new_pass = 9;
  edit->old_state = make_state (4);
  edit->new_state = make_state (5);
  edit->anchor = make_state (6);
  edit->before = regime;
  edit->after = gs_regime_ref (regime);
  copy = gs_edit_copy (edit);
  change->new_value = 99;
  nn_state_find (edit->old_state, "W1")->values[0] = 99;
  gs_edit_free (edit);
  g_assert_cmpint (copy->kind, ==, GS_EDIT_NETWORK);
  g_assert_cmpstr (copy->label, ==, "Everything");
  g_assert_cmpuint (copy->cursor.pass, ==, 5);
  change = g_ptr_array_index (copy->cells, 0);
  g_assert_cmpstr (change->tensor, ==, "W1");
  g_assert_cmpuint (change->offset, ==, 2);
  g_assert_cmpfloat (change->old_value, ==, 0.1);
  g_assert_cmpfloat (change->new_value, ==, 0.2);
  g_assert_true (change->new_pinned && !change->old_pinned);
  g_assert_cmpstr (((GsCellChange *) g_ptr_array_index (copy->old_pins, 0))->tensor, ==, "a1");
  g_assert_cmpuint (((GsOverride *) g_ptr_array_index (copy->dropped, 0))->pass, ==, 7);
  g_assert_cmpstr (((GsOverride *) g_ptr_array_index (copy->dropped, 0))->tensor, ==, "lr");
  g_assert_cmpint (((GsOverride *) g_ptr_array_index (copy->dropped, 1))->kind, ==, GS_OVERRIDE_PIN);
  g_assert_cmpfloat (((GsOverride *) g_ptr_array_index (copy->dropped, 1))->value, ==, 0.25);
  g_assert_cmpint (((GsOverride *) g_ptr_array_index (copy->dropped, 2))->kind, ==, GS_OVERRIDE_UNPIN);
  g_assert_true (((GsOverride *) g_ptr_array_index (copy->dropped, 3))->data == data);
  g_assert_cmpfloat (gs_dataset_get_input (copy->old_data, 1)[0], ==, 2);
  g_assert_cmpfloat (gs_dataset_get_input (copy->new_data, 1)[0], ==, 3);
  g_assert_cmpint (copy->old_network->loss, ==, NN_LOSS_SQUARED_ERROR);
  g_assert_cmpint (copy->new_network->loss, ==, NN_LOSS_CROSS_ENTROPY);
  g_assert_true (copy->old_seed == G_MAXUINT64 && copy->new_seed == 17);
  g_assert_true (copy->old_pass == 8 && copy->new_pass == 9);
  g_assert_cmpfloat (nn_state_find (copy->old_state, "W1")->values[0], ==, 4);
  g_assert_cmpfloat (nn_state_find (copy->new_state, "W1")->values[0], ==, 5);
  g_assert_cmpfloat (nn_state_find (copy->anchor, "W1")->values[0], ==, 6);
  g_assert_true (copy->before != NULL && copy->before == copy->after);
}

/* A bare edit has a bare copy. */
static void
test_copy_of_little (void)
{
  g_autoptr (GsEdit) edit = gs_edit_new (GS_EDIT_CELLS, "Nothing", &(GsCursor){ 1, 0, 0, 0 });
  g_autoptr (GsEdit) copy = gs_edit_copy (edit);

  g_assert_null (copy->old_data);
  g_assert_null (copy->new_network);
  g_assert_null (copy->anchor);
  g_assert_null (copy->before);
}

/* ---- joining ---- */

/* As a gesture makes them: each of one cell, of 2^k cells in any order, each changed twice. */
static GsEdit *
join_many (guint n, guint64 *n_compared)
{
  GsEdit *all = gs_edit_new (GS_EDIT_CELLS, "Edit", &(GsCursor){ 1, 0, 0, 0 });
  guint64 before = gs_edit_count_compared ();

  for (guint i = 0; i < 2 * n; i++) {
    g_autoptr (GsEdit) next = gs_edit_new (GS_EDIT_CELLS, "Edit", &(GsCursor){ 1, 0, 0, 0 });

    g_ptr_array_add (next->cells, gs_cell_change_new (i % 2 == 0 ? "W1" : "b1", (i * 7919) % n, i, i + 1));
    g_assert_true (gs_edit_join (all, next));
  }
  *n_compared = gs_edit_count_compared () - before;
  return all;
}

static void
test_join (void)
{
  guint64 n_small, n_large;
  g_autoptr (GsEdit) small = join_many (1 << 10, &n_small);
  g_autoptr (GsEdit) large = join_many (1 << 14, &n_large);

  g_assert_cmpuint (small->cells->len, ==, 1 << 10);
  g_assert_cmpuint (large->cells->len, ==, 1 << 14);
  for (guint i = 0; i < large->cells->len; i++) {
    const GsCellChange *change = g_ptr_array_index (large->cells, i);

    /* From what it was first to what it was last. */
    g_assert_cmpfloat (change->old_value, ==, i);
    g_assert_cmpfloat (change->new_value, ==, (1 << 14) + i + 1);
  }
  g_test_message ("%" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT " comparisons", n_small, n_large);
  g_assert_cmpuint (n_small, >, 0);
  g_assert_cmpuint (n_large, <=, 32 * n_small);
}

/* ---- regimes ---- */

#define PASSES 12

/* What is laid down, pass by pass, kept the plain way: the last word on each cell up to a pass. */
typedef struct {
  gboolean pinned[PASSES + 1];
  gboolean said[PASSES + 1];
  gdouble value[PASSES + 1];
} Plain;

static gboolean
plain_find (const Plain *plain, gint pass, gdouble *value)
{
  for (; pass >= 1; pass--)
    if (plain->said[pass]) {
      *value = plain->value[pass];
      return plain->pinned[pass];
    }
  return FALSE;
}

static void
assert_pins (GsRegime *regime, const Plain *plain)
{
  for (gint pass = 1; pass <= PASSES; pass++) {
    gdouble wanted = 0, value = 0;
    gboolean pinned = plain_find (plain, pass, &wanted);
    g_autoptr (GPtrArray) pins = gs_regime_get_pins (regime, (guint32) pass);

    g_assert_cmpint (gs_regime_find_pin (regime, (guint32) pass, "z1", 3, &value), ==, pinned);
    g_assert_cmpuint (pins->len, ==, pinned ? 1 : 0);
    if (!pinned)
      continue;
    g_assert_cmpfloat (value, ==, wanted);
    g_assert_cmpfloat (((GsCellChange *) g_ptr_array_index (pins, 0))->new_value, ==, wanted);
    g_assert_false (gs_regime_find_pin (regime, (guint32) pass, "z1", 2, &value));
    g_assert_false (gs_regime_find_pin (regime, (guint32) pass, "z2", 3, &value));
  }
}

static void
set_pin (GsRegime *regime, guint32 pass, gboolean pinned, gdouble value)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);
  GsCellChange *change = gs_cell_change_new ("z1", 3, 0, value);

  change->new_pinned = pinned;
  g_ptr_array_add (changes, change);
  gs_regime_set_pins (regime, pass, changes, TRUE);
}

static void
set_override (GsRegime *regime, guint32 pass, gsize offset, gdouble value)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);

  g_ptr_array_add (changes, gs_cell_change_new ("lr", offset, 0, value));
  gs_regime_set_cells (regime, pass, changes, TRUE);
}

static void
test_pins (void)
{
  guint64 random = 5;

  for (gint trial = 0; trial < 200; trial++) {
    g_autoptr (GsDataset) data = make_data (1);
    g_autoptr (GsRegime) regime = gs_regime_new (data), before = NULL;
    Plain plain = { 0 }, kept;

    for (gint step = 0; step < 8; step++) {
      gint pass = pass_random_int (&random, 1, PASSES);

      /* As the workbook does: what comes later is void. */
      gs_regime_cut (regime, (guint32) pass);
      for (gint later = pass + 1; later <= PASSES; later++)
        plain.said[later] = FALSE;
      plain.said[pass] = TRUE;
      plain.pinned[pass] = pass_random (&random) < 0.6;
      plain.value[pass] = pass_random (&random);
      set_pin (regime, (guint32) pass, plain.pinned[pass], plain.value[pass]);
      assert_pins (regime, &plain);
    }
    /* A copy is changed without the original. */
    before = gs_regime_ref (regime);
    kept = plain;
    {
      g_autoptr (GsRegime) after = gs_regime_copy (before);
      gint pass = pass_random_int (&random, 1, PASSES);
      gdouble value = 0;
      gboolean pinned = plain_find (&plain, pass, &value);

      gs_regime_collapse (after, (guint32) pass, TRUE);
      plain = (Plain){ 0 };
      plain.said[1] = TRUE;
      plain.pinned[1] = pinned;
      plain.value[1] = value;
      assert_pins (after, &plain);
      gs_regime_collapse (after, 1, FALSE);
      plain.pinned[1] = FALSE;
      assert_pins (after, &plain);
    }
    assert_pins (before, &kept);
  }
}

static gdouble
sum_overrides (GsRegime *regime, guint32 pass)
{
  g_autoptr (GPtrArray) own = gs_regime_get_cells (regime, pass);
  gdouble sum = 0;

  for (guint i = 0; i < own->len; i++) {
    const GsOverride *override = g_ptr_array_index (own, i);

    g_assert_cmpstr (override->tensor, ==, "lr");
    sum += override->value;
  }
  return sum;
}

static void
test_overrides (void)
{
  g_autoptr (GsDataset) data = make_data (1);
  g_autoptr (GsRegime) regime = gs_regime_new (data);
  g_autoptr (GPtrArray) later = NULL, none = NULL;

  set_override (regime, 5, 0, 0.5);
  set_override (regime, 3, 0, 0.25);
  set_override (regime, 3, 1, 0.125);
  set_override (regime, 3, 0, 0.75); /* once more: the last word */
  g_assert_cmpfloat (sum_overrides (regime, 3), ==, 0.875);
  g_assert_cmpfloat (sum_overrides (regime, 5), ==, 0.5);
  g_assert_cmpfloat (sum_overrides (regime, 4), ==, 0);
  later = gs_regime_get_overrides_after (regime, 2);
  g_assert_cmpuint (later->len, ==, 3);
  for (guint i = 1; i < later->len; i++)
    g_assert_cmpuint (((GsOverride *) g_ptr_array_index (later, i - 1))->pass, <=,
                      ((GsOverride *) g_ptr_array_index (later, i))->pass);
  gs_regime_cut (regime, 3);
  g_assert_cmpfloat (sum_overrides (regime, 3), ==, 0.875);
  g_assert_cmpfloat (sum_overrides (regime, 5), ==, 0);
  none = gs_regime_get_overrides_after (regime, 3);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_data (void)
{
  g_autoptr (GsDataset) first = make_data (1), second = make_data (2), third = make_data (3);
  g_autoptr (GsRegime) regime = gs_regime_new (first);

  gs_regime_set_data (regime, 4, second);
  gs_regime_set_data (regime, 6, third);
  g_assert_true (gs_regime_get_data (regime, 1) == first);
  g_assert_true (gs_regime_get_data (regime, 3) == first);
  g_assert_true (gs_regime_get_data (regime, 4) == second);
  g_assert_true (gs_regime_get_data (regime, 5) == second);
  g_assert_true (gs_regime_get_data (regime, 99) == third);
  gs_regime_cut (regime, 5);
  g_assert_true (gs_regime_get_data (regime, 99) == second);
  gs_regime_collapse (regime, 2, TRUE);
  g_assert_true (gs_regime_get_data (regime, 99) == first);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit/new-and-free", test_new_and_free);
  g_test_add_func ("/edit/copy", test_copy);
  g_test_add_func ("/edit/copy-of-little", test_copy_of_little);
  g_test_add_func ("/regime/pins", test_pins);
  g_test_add_func ("/edit/join", test_join);
  g_test_add_func ("/regime/overrides", test_overrides);
  g_test_add_func ("/regime/data", test_data);
  return g_test_run ();
}
