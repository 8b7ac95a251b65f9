/* new: a network from one line and options. */
#include <string.h>

#include "app/network/gs-blueprint.h"
#include "app/network/gs-spec.h"
#include "app/text/gs-quote.h"
#include "gs-command.h"
#include "gs-data-options.h"
#include "gs-optimizer-options.h"
#include "nn/nn-error.h"

static struct {
  gchar *output, *title, *notes, *loss, *reduction, *scope, *seed, *l1, *l2;
  gboolean half_l2, long_chain, all_gradients;
} options;

static GsDataOptions rows = GS_DATA_OPTIONS;
static GsOptimizerOptions how;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, "Where to save it", "FILE" },
  { "title", 0, 0, G_OPTION_ARG_STRING, &options.title, "A title", "TEXT" },
  { "notes", 0, 0, G_OPTION_ARG_STRING, &options.notes, "A paragraph about it", "TEXT" },
  GS_DATA_OPTION_ENTRIES (rows),
  { "seed", 0, 0, G_OPTION_ARG_STRING, &options.seed, "For starting weights and dropout; 1", "N" },
  { "loss", 0, 0, G_OPTION_ARG_STRING, &options.loss, "mse if left out; half-mse, bce, cross-entropy, kl",
    "NAME" },
  { "reduction", 0, 0, G_OPTION_ARG_STRING, &options.reduction, "default, mean, batch-mean, sum", "NAME" },
  { "long-chain", 0, 0, G_OPTION_ARG_NONE, &options.long_chain,
    "Softmax and loss differentiated step by step", NULL },
  { "l1", 0, 0, G_OPTION_ARG_STRING, &options.l1, "Penalty: this times the sum of |w|", "NUMBER" },
  { "l2", 0, 0, G_OPTION_ARG_STRING, &options.l2, "Penalty: this times the sum of w²", "NUMBER" },
  { "half-l2", 0, 0, G_OPTION_ARG_NONE, &options.half_l2, "Half of that for l2, as PyTorch's weight decay",
    NULL },
  { "penalty-on", 0, 0, G_OPTION_ARG_STRING, &options.scope, "kernels or all parameters", "WHICH" },
  { "penalty-scope", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options.scope, "The same", "WHICH" },
  GS_OPTIMIZER_OPTION_ENTRIES{ "all-gradients", 0, 0, G_OPTION_ARG_NONE, &options.all_gradients,
                               "Gradients of inputs and frozen parameters, too", NULL },
  { NULL }
};

static const gchar *
get_scope_name (gint scope)
{
  return scope == NN_PENALTY_KERNELS ? "kernels" : "all";
}

static gboolean
read_penalty (NnPenalty *penalty, GError **error)
{
  gint scope = (gint) penalty->scope;

  if (options.half_l2 && options.l2 == NULL) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 "--half-l2: there is nothing to halve; say --l2 NUMBER, too.");
    return FALSE;
  }
  if (options.scope != NULL && options.l1 == NULL && options.l2 == NULL) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 "--penalty-on: there is no penalty; say --l1 NUMBER or --l2 NUMBER, too.");
    return FALSE;
  }
  penalty->use_l1 = options.l1 != NULL;
  penalty->use_l2 = options.l2 != NULL;
  penalty->half_l2 = options.half_l2;
  if (!gs_command_read_number ("--l1", options.l1, &penalty->l1, error)
      || !gs_command_read_number ("--l2", options.l2, &penalty->l2, error)
      || !gs_command_choose ("--penalty-on", options.scope, get_scope_name, 2, &scope, error))
    return FALSE;
  penalty->scope = (NnPenaltyScope) scope;
  return TRUE;
}

static NnNetwork *
read_network (const gchar *line, GError **error)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  gint loss = (gint) network->loss, reduction = (gint) network->reduction;

  if (!gs_spec_parse (line, network, error)
      || !gs_command_choose ("--loss", options.loss, (GsCommandGetName) nn_loss_get_name, NN_N_LOSSES, &loss,
                             error)
      || !gs_command_choose ("--reduction", options.reduction, (GsCommandGetName) nn_reduction_get_name,
                             NN_REDUCTION_SUM + 1, &reduction, error)
      || !read_penalty (&network->penalty, error)
      || !gs_optimizer_options_apply (&how, &network->optimizer, error))
    return NULL;
  network->loss = (NnLossKind) loss;
  network->reduction = (NnReduction) reduction;
  network->long_chain = options.long_chain;
  network->all_gradients = options.all_gradients;
  network->title = g_strdup (options.title);
  network->notes = g_strdup (options.notes);
  return g_steal_pointer (&network);
}

static GsDataset *
read_data (const NnNetwork *network, GError **error)
{
  g_autoptr (GsDataset) data = NULL;
  g_autofree gchar *said = NULL;
  NnShape target;

  if (!nn_network_get_target_shape (network, &target, error))
    return NULL;
  if (rows.source == NULL) {
    data = gs_dataset_new_empty (&network->input, &target);
    return gs_data_options_apply (&rows, data, error);
  }
  data = gs_data_options_read (&rows, network, NULL, &said, error);
  if (said != NULL)
    g_print ("%s: %s\n", rows.source, said);
  if (data != NULL)
    gs_data_options_advise (data);
  return g_steal_pointer (&data);
}

static GsDocument *
make_document (const gchar *line, GError **error)
{
  g_autoptr (NnNetwork) network = read_network (line, error);
  g_autoptr (GsDataset) data = NULL;
  guint64 seed = 1;

  if (network == NULL)
    return NULL;
  if (options.seed != NULL && !g_ascii_string_to_unsigned (options.seed, 10, 0, G_MAXUINT64, &seed, error)) {
    g_prefix_error (error, "--seed: ");
    return NULL;
  }
  data = read_data (network, error);
  return data != NULL ? gs_document_new (g_steal_pointer (&network), data, seed, error) : NULL;
}

#define MAX_PROPOSED 12 /* numbers of a row that are proposed to be typed */

/* "'x[1,1]=0.5' 'x[1,2]=0.5'" for one row of plain features. */
static void
propose_cells (GString *text, gchar tensor, const NnShape *shape, const gchar *value)
{
  for (gsize i = 1; i <= nn_shape_count (shape); i++)
    g_string_append_printf (text, " '%c[1,%zu]=%s'", tensor, i, value);
}

static void
tell_of_no_rows (GsDataset *data)
{
  const NnShape *input = gs_dataset_get_input_shape (data), *target = gs_dataset_get_target_shape (data);
  g_autofree gchar *file = gs_quote_for_shell (options.output);
  g_autoptr (GString) cells = g_string_new (NULL);

  g_printerr ("gradsheet-cli: without --data the document has no rows yet. To give it some, make it again "
              "with --data "
              "FILE, or paste them in the window.\n");
  if (input->rank != 1 || target->rank != 1
      || nn_shape_count (input) + nn_shape_count (target) > MAX_PROPOSED)
    return;
  propose_cells (cells, 'x', input, "0.5");
  propose_cells (cells, 't', target, "1");
  g_printerr ("Or type all numbers of the first one:\n  %s set %s%s -o %s\n", gs_command_get_program (), file,
              cells->str, file);
}

/* Nobody chose it, and it learns slowly or badly there: documents and scripts rely on it, so it is said. */
static void
tell_of_loss (const NnNetwork *network)
{
  const NnLayer *output = g_ptr_array_index (network->layers, network->layers->len - 1);
  NnLossKind suits = gs_blueprint_find_loss (network);

  if (options.loss == NULL && suits != network->loss)
    g_printerr ("gradsheet-cli: the loss is %s, as none was chosen; for an output of %s, %s suits better: "
                "--loss %s.\n",
                nn_loss_get_name (network->loss), nn_activation_get_name (output->activation),
                nn_loss_get_name (suits), nn_loss_get_name (suits));
}

/* ---- help ---- */

/* "dense UNITS": the kind and what stands right behind it. */
static void
append_kind (GString *text, NnLayerKind kind)
{
  g_autoptr (GString) head = g_string_new (nn_layer_kind_get_name (kind));

  for (const NnField *field = nn_layer_next_field (kind, NULL); field != NULL;
       field = nn_layer_next_field (kind, field)) {
    g_autofree gchar *upper = g_ascii_strup (field->name, -1);

    if (g_str_equal (field->spec, "="))
      g_string_append_printf (head, " %s",
                              field->type == NN_FIELD_NUMBER  ? "SHARE"
                              : field->type == NN_FIELD_NAMES ? "NAME..."
                                                              : upper);
  }
  g_string_append_printf (text, "  %-24s%s\n", kind == NN_LAYER_ACTIVATION ? "relu, tanh, ..." : head->str,
                          nn_layer_kind_get_doc (kind));
}

/* What is typed for a field: "stride", "no-bias", "linear, sigmoid, ..." */
static gchar *
describe_words (const NnField *field)
{
  g_auto (GStrv) words = field->type == NN_FIELD_CHOICE ? nn_field_list_words (field) : NULL;

  if (words != NULL)
    return g_strjoinv (", ", words);
  if (field->type == NN_FIELD_PADDING)
    return g_strdup_printf ("same, valid, %s", field->spec);
  return g_strconcat (field->type == NN_FIELD_FLAG && field->otherwise != 0 ? "no-" : "", field->spec, NULL);
}

static void
append_field (GString *text, const NnField *field)
{
  g_autoptr (GString) kinds = g_string_new (NULL);
  g_autofree gchar *words = describe_words (field);

  for (gint kind = 0; kind < NN_N_LAYER_KINDS; kind++)
    if ((field->kinds & NN_FIELD_OF (kind)) != 0)
      g_string_append_printf (kinds, "%s%s", kinds->len > 0 ? ", " : "",
                              nn_layer_kind_get_name ((NnLayerKind) kind));
  if (field->kinds == NN_LAYER_ALL)
    g_string_assign (kinds, "all");
  g_string_append_printf (text, strlen (words) < 22 ? "  %-24s" : "  %s\n                          ", words);
  g_string_append_printf (text, "%s (%s)\n", field->doc, kinds->str);
}

/* Layers and their options are those of the tables. */
static gchar *
make_help (void)
{
  g_autoptr (GString) text =
      g_string_new ("SPEC is the input and then the layers, separated by · or | or a comma:\n"
                    "  'input 2 · dense 8 tanh · dense 1 sigmoid'\n"
                    "  'input 1x28x28 | conv 16 5x5 relu stride 2 same | max-pool 2 | flatten | dense 10'\n"
                    "  'input 4 · dense 8 relu as h · dense 8 relu · add h · dense 3'\n\n"
                    "Layers:\n");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (gint kind = 0; kind < NN_N_LAYER_KINDS; kind++)
    append_kind (text, (NnLayerKind) kind);
  g_string_append (text, "\nBehind a layer, in any order:\n");
  for (gint kind = 0; kind < NN_N_LAYER_KINDS; kind++)
    for (const NnField *field = nn_layer_next_field ((NnLayerKind) kind, NULL); field != NULL;
         field = nn_layer_next_field ((NnLayerKind) kind, field))
      if (*field->spec != '=' && (*field->spec != '\0' || field->type == NN_FIELD_CHOICE)
          && g_hash_table_add (seen, (gpointer) field))
        append_field (text, field);
  g_string_append (
      text, "\nExample:\n"
            "  gradsheet-cli new 'input 2 · dense 8 tanh · dense 1' --loss bce --optimizer adam --seed 7 "
            "-o mine.gradsheet\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsDocument) document = NULL;
  g_autofree gchar *line = NULL;
  GError *error = NULL;

  if (n_arguments < 1 || options.output == NULL)
    return gs_command_fail_usage (&gs_command_new);
  if (!gs_command_check_output (options.output, &error))
    return gs_command_fail (error);
  line = g_strjoinv (" ", arguments);
  document = make_document (line, &error);
  if (document == NULL || !gs_document_save (document, options.output, &error))
    return gs_command_fail (error);
  tell_of_loss (document->network);
  if (rows.source == NULL)
    tell_of_no_rows (document->data);
  return 0;
}

const GsCommand gs_command_new = {
  .name = "new",
  .summary = "Make a network from one line",
  .usage = "SPEC -o FILE",
  .make_help = make_help,
  .options = entries,
  .run = run,
};
