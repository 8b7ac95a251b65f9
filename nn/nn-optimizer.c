/* The optimisers' table of fields, and what a valid one is. */
#include "nn-optimizer.h"

#include <glib/gi18n-lib.h>

#include "nn-words.h"

static const gchar *const names[NN_N_OPTIMIZERS] = { "sgd",     "momentum", "nesterov", "rmsprop",
                                                     "adagrad", "adam",     "adamw" };

static const NnField fields[] = {
#define ROW(member, ctype, ...) NN_FIELD_ROW (NnOptimizer, member, __VA_ARGS__)
  NN_OPTIMIZER_FIELD_TABLE (ROW, ROW)
#undef ROW
};

const NnField *
nn_optimizer_next_field (NnOptimizerKind kind, const NnField *previous)
{
  return nn_field_next (fields, G_N_ELEMENTS (fields), (gint) kind, previous);
}

const NnField *
nn_optimizer_find_field (NnOptimizerKind kind, const gchar *name)
{
  return nn_field_find (fields, G_N_ELEMENTS (fields), (gint) kind, name);
}

NnOptimizer
nn_optimizer_default (NnOptimizerKind kind)
{
  NnOptimizer optimizer = { .kind = kind };

  for (gsize i = G_N_ELEMENTS (fields); i-- > 0;)
    nn_field_reset (&fields[i], &optimizer);
  for (const NnField *field = nn_optimizer_next_field (kind, NULL); field != NULL;
       field = nn_optimizer_next_field (kind, field))
    nn_field_reset (field, &optimizer);
  return optimizer;
}

const gchar *
nn_optimizer_get_name (NnOptimizerKind kind)
{
  g_assert ((guint) kind < NN_N_OPTIMIZERS);
  return names[kind];
}

gint
nn_optimizer_find (const gchar *name)
{
  return nn_words_find (names, NN_N_OPTIMIZERS, name);
}

gboolean
nn_optimizer_uses (const NnOptimizer *optimizer, const NnField *field)
{
  if (field->offset == G_STRUCT_OFFSET (NnOptimizer, step_every)
      || field->offset == G_STRUCT_OFFSET (NnOptimizer, step_factor))
    return optimizer->schedule == NN_SCHEDULE_STEP;
  if (field->offset == G_STRUCT_OFFSET (NnOptimizer, cosine_epochs)
      || field->offset == G_STRUCT_OFFSET (NnOptimizer, final_lr))
    return optimizer->schedule == NN_SCHEDULE_COSINE;
  return TRUE;
}

gboolean
nn_optimizer_validate (const NnOptimizer *optimizer, GError **error)
{
  if ((guint) optimizer->kind >= NN_N_OPTIMIZERS) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, _ ("optimizer: unknown kind"));
    return FALSE;
  }
  for (const NnField *field = nn_optimizer_next_field (optimizer->kind, NULL); field != NULL;
       field = nn_optimizer_next_field (optimizer->kind, field))
    if (!nn_field_check (field, optimizer, error)) {
      g_prefix_error (error, _ ("optimizer %s: "), names[optimizer->kind]);
      return FALSE;
    }
  return TRUE;
}
