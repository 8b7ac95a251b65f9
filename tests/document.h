/* For tests of documents: comparing two of them field by field, numbers to the bit. */
#pragma once

#include <string.h>

#include "app/document/gs-document.h"

static inline void
document_assert_bits (gdouble a, gdouble b)
{
  if (memcmp (&a, &b, sizeof a) != 0)
    g_error ("%.17g became %.17g", a, b);
}

static inline void
document_assert_same_tensor (const NnTensor *a, const NnTensor *b)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a == NULL)
    return;
  g_assert_true (nn_shape_equal (&a->shape, &b->shape));
  g_assert_cmpmem (a->values, nn_shape_count (&a->shape) * sizeof (gdouble), b->values,
                   nn_shape_count (&b->shape) * sizeof (gdouble));
}

static inline void
document_assert_same_state (const NnState *a, const NnState *b)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a != NULL)
    g_assert_true (nn_state_equal (a, b));
}

static inline void
document_assert_same_init (const NnInit *a, const NnInit *b)
{
  g_assert_cmpint (a->kind, ==, b->kind);
  document_assert_bits (a->a, b->a);
  document_assert_bits (a->b, b->b);
  document_assert_same_tensor (a->values, b->values);
}

static inline void
document_assert_same_layer (const NnLayer *a, const NnLayer *b)
{
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->from, ==, b->from);
  g_assert_true ((a->with == NULL) == (b->with == NULL));
  if (a->with != NULL)
    g_assert_true (g_strv_equal ((const gchar *const *) a->with, (const gchar *const *) b->with));
  g_assert_cmpint (a->pass_through, ==, b->pass_through);
  g_assert_cmpint (a->units, ==, b->units);
  g_assert_cmpint (a->kernel.rows, ==, b->kernel.rows);
  g_assert_cmpint (a->kernel.columns, ==, b->kernel.columns);
  g_assert_cmpint (a->stride.rows, ==, b->stride.rows);
  g_assert_cmpint (a->stride.columns, ==, b->stride.columns);
  g_assert_cmpmem (&a->padding, sizeof a->padding, &b->padding, sizeof b->padding);
  g_assert_cmpint (a->bias, ==, b->bias);
  g_assert_cmpint (a->count_padding, ==, b->count_padding);
  g_assert_cmpint (a->activation, ==, b->activation);
  document_assert_bits (a->slope, b->slope);
  document_assert_bits (a->keep, b->keep);
  g_assert_cmpint (a->freeze_kernel, ==, b->freeze_kernel);
  g_assert_cmpint (a->freeze_bias, ==, b->freeze_bias);
  document_assert_same_init (&a->kernel_init, &b->kernel_init);
  document_assert_same_init (&a->bias_init, &b->bias_init);
}

static inline void
document_assert_same_optimizer (const NnOptimizer *a, const NnOptimizer *b)
{
  g_assert_cmpint (a->kind, ==, b->kind);
  document_assert_bits (a->lr, b->lr);
  document_assert_bits (a->mu, b->mu);
  document_assert_bits (a->rho, b->rho);
  document_assert_bits (a->beta1, b->beta1);
  document_assert_bits (a->beta2, b->beta2);
  document_assert_bits (a->epsilon, b->epsilon);
  document_assert_bits (a->decay, b->decay);
  document_assert_bits (a->initial_accumulator, b->initial_accumulator);
  g_assert_cmpint (a->epsilon_place, ==, b->epsilon_place);
}

static inline void
document_assert_same_network (const NnNetwork *a, const NnNetwork *b)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a == NULL)
    return;
  g_assert_cmpstr (a->title, ==, b->title);
  g_assert_cmpstr (a->notes, ==, b->notes);
  g_assert_true (nn_shape_equal (&a->input, &b->input));
  g_assert_cmpuint (a->layers->len, ==, b->layers->len);
  for (guint i = 0; i < a->layers->len; i++)
    document_assert_same_layer (g_ptr_array_index (a->layers, i), g_ptr_array_index (b->layers, i));
  g_assert_cmpint (a->loss, ==, b->loss);
  g_assert_cmpint (a->reduction, ==, b->reduction);
  g_assert_cmpint (a->long_chain, ==, b->long_chain);
  g_assert_cmpint (a->all_gradients, ==, b->all_gradients);
  document_assert_bits (a->nudge, b->nudge);
  g_assert_cmpint (a->penalty.use_l1, ==, b->penalty.use_l1);
  g_assert_cmpint (a->penalty.use_l2, ==, b->penalty.use_l2);
  g_assert_cmpint (a->penalty.half_l2, ==, b->penalty.half_l2);
  g_assert_cmpint (a->penalty.scope, ==, b->penalty.scope);
  document_assert_bits (a->penalty.l1, b->penalty.l1);
  document_assert_bits (a->penalty.l2, b->penalty.l2);
  document_assert_same_optimizer (&a->optimizer, &b->optimizer);
}

static inline void
document_assert_same_data (GsDataset *a, GsDataset *b)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a == NULL)
    return;
  g_assert_true (gs_dataset_equal (a, b));
  g_assert_cmpint (gs_dataset_get_asked_batch_size (a), ==, gs_dataset_get_asked_batch_size (b));
}

static inline void
document_assert_same_cursor (const GsCursor *a, const GsCursor *b)
{
  g_assert_cmpuint (a->pass, ==, b->pass);
  g_assert_cmpint (a->instruction, ==, b->instruction);
  g_assert_cmpuint (a->cell, ==, b->cell);
  g_assert_cmpuint (a->term, ==, b->term);
}

/* The numbers of a side that was not held are no part of an edit (they may be NaN). */
static inline void
document_assert_same_changes (const GPtrArray *a, const GPtrArray *b, gboolean pins)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++) {
    const GsCellChange *one = g_ptr_array_index (a, i), *other = g_ptr_array_index (b, i);

    g_assert_cmpstr (one->tensor, ==, other->tensor);
    g_assert_cmpuint (one->offset, ==, other->offset);
    g_assert_cmpint (one->old_pinned, ==, other->old_pinned);
    g_assert_cmpint (one->new_pinned, ==, other->new_pinned);
    if (!pins || one->old_pinned)
      document_assert_bits (one->old_value, other->old_value);
    if (!pins || one->new_pinned)
      document_assert_bits (one->new_value, other->new_value);
  }
}

static inline void
document_assert_same_overrides (const GPtrArray *a, const GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++) {
    const GsOverride *one = g_ptr_array_index (a, i), *other = g_ptr_array_index (b, i);

    g_assert_cmpuint (one->pass, ==, other->pass);
    g_assert_cmpint (one->kind, ==, other->kind);
    document_assert_same_data (one->data, other->data);
    g_assert_cmpstr (one->tensor, ==, other->tensor);
    g_assert_cmpuint (one->offset, ==, other->offset);
    document_assert_bits (one->value, other->value);
  }
}

static inline void
document_assert_same_edits (const GPtrArray *a, const GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++) {
    const GsEdit *one = g_ptr_array_index (a, i), *other = g_ptr_array_index (b, i);

    g_assert_cmpint (one->kind, ==, other->kind);
    g_assert_cmpstr (one->label, ==, other->label);
    document_assert_same_cursor (&one->cursor, &other->cursor);
    document_assert_same_changes (one->cells, other->cells, one->kind == GS_EDIT_PIN);
    document_assert_same_overrides (one->dropped, other->dropped);
    document_assert_same_state (one->anchor, other->anchor);
    document_assert_same_data (one->old_data, other->old_data);
    document_assert_same_data (one->new_data, other->new_data);
    document_assert_same_network (one->old_network, other->old_network);
    document_assert_same_network (one->new_network, other->new_network);
    g_assert_cmpuint (one->old_seed, ==, other->old_seed);
    g_assert_cmpuint (one->new_seed, ==, other->new_seed);
    if (one->kind == GS_EDIT_NETWORK || one->kind == GS_EDIT_STATE) {
      g_assert_cmpuint (one->old_pass, ==, other->old_pass);
      g_assert_cmpuint (one->new_pass, ==, other->new_pass);
    }
    document_assert_same_state (one->old_state, other->old_state);
    document_assert_same_state (one->new_state, other->new_state);
    document_assert_same_changes (one->old_pins, other->old_pins, TRUE);
  }
}

static inline void
document_assert_same (const GsDocument *a, const GsDocument *b)
{
  document_assert_same_network (a->network, b->network);
  document_assert_same_data (a->data, b->data);
  g_assert_cmpuint (a->seed, ==, b->seed);
  document_assert_same_state (a->state, b->state);
  document_assert_same_state (a->start, b->start);
  document_assert_same_cursor (&a->cursor, &b->cursor);
  g_assert_cmpuint (a->pins->len, ==, b->pins->len);
  for (guint i = 0; i < a->pins->len; i++) {
    const GsCellChange *one = g_ptr_array_index (a->pins, i), *other = g_ptr_array_index (b->pins, i);

    g_assert_cmpstr (one->tensor, ==, other->tensor);
    g_assert_cmpuint (one->offset, ==, other->offset);
    document_assert_bits (one->new_value, other->new_value);
  }
  document_assert_same_overrides (a->overrides, b->overrides);
  document_assert_same_edits (a->undo, b->undo);
  document_assert_same_edits (a->redo, b->redo);
}

/* Writes and reads it; writing again gives the same text. */
static inline void
document_assert_there_and_back (const GsDocument *document)
{
  gsize length, length_again;
  g_autofree gchar *text = gs_document_to_text (document, &length), *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) back = gs_document_load_bytes (text, length, "there", &error);

  g_assert_no_error (error);
  document_assert_same (document, back);
  again = gs_document_to_text (back, &length_again);
  g_assert_cmpmem (text, length, again, length_again);
}
