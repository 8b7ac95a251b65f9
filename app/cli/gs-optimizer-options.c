/* Optimisers as the options of a command say. */
#include "gs-optimizer-options.h"

#include "nn/nn-error.h"
#include "nn/nn-words.h"

static const gchar *const names[GS_N_OPTIMIZER_OPTIONS] = {
#define NAME(member, ctype, type, name, ...) name,
  NN_OPTIMIZER_FIELD_TABLE (NAME, GS_OPTIMIZER_NOTHING)
#undef NAME
};

/* "momentum, nesterov, rmsprop": who has a field of this name. */
static gchar *
list_owners (const gchar *name)
{
  g_autoptr (GString) owners = g_string_new (NULL);

  for (gint kind = 0; kind < NN_N_OPTIMIZERS; kind++)
    if (nn_optimizer_find_field ((NnOptimizerKind) kind, name) != NULL)
      g_string_append_printf (owners, "%s%s", owners->len > 0 ? ", " : "", nn_optimizer_get_name (kind));
  return g_string_free (g_steal_pointer (&owners), FALSE);
}

static gboolean
read_field (const NnField *field,
            const gchar *option,
            const gchar *text,
            NnOptimizer *optimizer,
            GError **error)
{
  g_auto (GStrv) words = NULL;
  gint *place;

  if (field->type != NN_FIELD_CHOICE)
    return gs_command_read_number (option, text, nn_field_at (field, optimizer, gdouble), error);
  words = nn_field_list_words (field);
  place = nn_field_at (field, optimizer, gint);
  *place = nn_words_find ((const gchar *const *) words, (gint) g_strv_length (words), text);
  return *place >= 0 || gs_command_refuse_word (option, text, words, error);
}

static gboolean
read_kind (const GsOptimizerOptions *options, NnOptimizer *optimizer, GError **error)
{
  gint kind = (gint) optimizer->kind;

  if (!gs_command_choose ("--optimizer", options->kind, (GsCommandGetName) nn_optimizer_get_name,
                          NN_N_OPTIMIZERS, &kind, error))
    return FALSE;
  if (options->kind != NULL)
    *optimizer = nn_optimizer_default ((NnOptimizerKind) kind);
  return TRUE;
}

gboolean
gs_optimizer_options_apply (const GsOptimizerOptions *options, NnOptimizer *optimizer, GError **error)
{
  if (!read_kind (options, optimizer, error))
    return FALSE;
  for (gint i = 0; i < GS_N_OPTIMIZER_OPTIONS; i++) {
    const NnField *field = nn_optimizer_find_field (optimizer->kind, names[i]);
    g_autofree gchar *option = g_strconcat ("--", names[i], NULL), *owners = NULL;

    if (options->fields[i] == NULL)
      continue;
    if (field == NULL) {
      owners = list_owners (names[i]);
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "%s: the optimiser %s has none; it belongs to %s.",
                   option, nn_optimizer_get_name (optimizer->kind), owners);
      return FALSE;
    }
    if (!read_field (field, option, options->fields[i], optimizer, error))
      return FALSE;
    if (!nn_field_check (field, optimizer, error)) {
      g_prefix_error (error, "%s: ", option);
      return FALSE;
    }
    if (!nn_optimizer_uses (optimizer, field)) {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                   "%s: this schedule has no use for it; say --schedule %s, too.", option,
                   g_str_has_prefix (names[i], "step") ? "step" : "cosine");
      return FALSE;
    }
  }
  return nn_optimizer_validate (optimizer, error);
}

/* The cell that holds the field's number now, or NULL. */
static const gchar *
find_cell (NnProgram *program, const NnField *field)
{
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (nn_program_get_tensor (program, i)->field == field)
      return nn_program_get_tensor (program, i)->name;
  return NULL;
}

gboolean
gs_optimizer_options_set (const GsOptimizerOptions *options, GsWorkbook *book, GError **error)
{
  g_autoptr (NnNetwork) network = nn_network_copy (gs_workbook_get_network (book));
  NnOptimizerKind kind;
  gboolean given = options->kind != NULL;

  for (gint i = 0; i < GS_N_OPTIMIZER_OPTIONS; i++)
    given = given || options->fields[i] != NULL;
  if (!given)
    return TRUE;
  if (!gs_optimizer_options_apply (options, &network->optimizer, error))
    return FALSE;
  kind = network->optimizer.kind;
  if (!gs_workbook_set_network (book, g_steal_pointer (&network), gs_workbook_get_data (book), "Optimizer",
                                error))
    return FALSE;
  /* A number that was set by hand before would stay. */
  for (gint i = 0; i < GS_N_OPTIMIZER_OPTIONS; i++) {
    const NnField *field = nn_optimizer_find_field (kind, names[i]);
    const gchar *cell = options->fields[i] != NULL && field->type != NN_FIELD_CHOICE
                            ? find_cell (gs_workbook_get_program (book), field)
                            : NULL;

    if (cell != NULL && !gs_workbook_set_text (book, cell, options->fields[i], error)) {
      g_prefix_error (error, "--%s: ", names[i]);
      return FALSE;
    }
  }
  return TRUE;
}
