/* new: a network from one line and options. */
#include <string.h>

#include "app/data/gs-rows.h"
#include "app/network/gs-spec.h"
#include "app/text/gs-number.h"
#include "app/text/gs-words.h"
#include "gs-command.h"
#include "nn/nn-error.h"

static struct {
  gchar *output, *title, *notes, *loss, *reduction, *scope, *optimizer, *epsilon_place, *data, *seed;
  gchar *l1, *l2, *lr, *mu, *rho, *beta1, *beta2, *epsilon, *decay, *accumulator;
  gboolean half_l2, long_chain, all_gradients;
  gint batch_size;
} options = { .batch_size = G_MAXINT };

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, "Where to save it", "FILE" },
  { "title", 0, 0, G_OPTION_ARG_STRING, &options.title, "A title", "TEXT" },
  { "notes", 0, 0, G_OPTION_ARG_STRING, &options.notes, "A paragraph about it", "TEXT" },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data, "Rows: inputs, then targets or the class", "FILE" },
  { "batch-size", 0, 0, G_OPTION_ARG_INT, &options.batch_size, "Rows a batch; all in one if left out", "N" },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &options.seed, "For starting weights and dropout; 1", "N" },
  { "loss", 0, 0, G_OPTION_ARG_STRING, &options.loss, "mse, half-mse, bce, cross-entropy, kl", "NAME" },
  { "reduction", 0, 0, G_OPTION_ARG_STRING, &options.reduction, "default, mean, batch-mean, sum", "NAME" },
  { "long-chain", 0, 0, G_OPTION_ARG_NONE, &options.long_chain,
    "Softmax and loss differentiated step by step", NULL },
  { "l1", 0, 0, G_OPTION_ARG_STRING, &options.l1, "Penalty: this times the sum of |w|", "NUMBER" },
  { "l2", 0, 0, G_OPTION_ARG_STRING, &options.l2, "Penalty: this times the sum of w²", "NUMBER" },
  { "half-l2", 0, 0, G_OPTION_ARG_NONE, &options.half_l2, "Half of that for l2, as PyTorch's weight decay",
    NULL },
  { "penalty-on", 0, 0, G_OPTION_ARG_STRING, &options.scope, "kernels or all parameters", "WHICH" },
  { "penalty-scope", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &options.scope, "The same", "WHICH" },
  { "optimizer", 0, 0, G_OPTION_ARG_STRING, &options.optimizer,
    "sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw", "NAME" },
  { "lr", 0, 0, G_OPTION_ARG_STRING, &options.lr, "Learning rate", "NUMBER" },
  { "mu", 0, 0, G_OPTION_ARG_STRING, &options.mu, "Momentum", "NUMBER" },
  { "rho", 0, 0, G_OPTION_ARG_STRING, &options.rho, "RMSprop's decay", "NUMBER" },
  { "beta1", 0, 0, G_OPTION_ARG_STRING, &options.beta1, "Adam's first decay", "NUMBER" },
  { "beta2", 0, 0, G_OPTION_ARG_STRING, &options.beta2, "Adam's second decay", "NUMBER" },
  { "epsilon", 0, 0, G_OPTION_ARG_STRING, &options.epsilon, "Added to the root", "NUMBER" },
  { "epsilon-place", 0, 0, G_OPTION_ARG_STRING, &options.epsilon_place, "outside, inside, uncorrected",
    "WHERE" },
  { "decay", 0, 0, G_OPTION_ARG_STRING, &options.decay, "AdamW's weight decay", "NUMBER" },
  { "initial-accumulator", 0, 0, G_OPTION_ARG_STRING, &options.accumulator, "Adagrad's start", "NUMBER" },
  { "all-gradients", 0, 0, G_OPTION_ARG_NONE, &options.all_gradients,
    "Gradients of inputs and frozen parameters, too", NULL },
  { NULL }
};

typedef const gchar *(*GetName) (gint);

/* The place of `word` among the n names that `get_name` gives; FALSE with the nearest one. */
static gboolean
choose (const gchar *option, const gchar *word, GetName get_name, gint n, gint *place, GError **error)
{
  const gchar *names[64];
  g_autofree gchar *suggestion = NULL, *list = NULL;

  if (word == NULL)
    return TRUE;
  for (gint i = 0; i < n; i++) {
    names[i] = get_name (i);
    if (g_str_equal (names[i], word)) {
      *place = i;
      return TRUE;
    }
  }
  suggestion = gs_words_suggest (word, names, (gsize) n);
  names[n] = NULL;
  list = g_strjoinv (", ", (gchar **) names);
  g_set_error (error, NN_ERROR, NN_ERROR_NAME, "%s: unknown word %s%s Possible: %s.", option, suggestion,
               g_str_has_suffix (suggestion, "?") ? "" : ".", list);
  return FALSE;
}

static gboolean
read_number (const gchar *option, const gchar *text, gdouble *value, GError **error)
{
  if (text == NULL || gs_number_parse (text, value, error))
    return TRUE;
  g_prefix_error (error, "%s: ", option);
  return FALSE;
}

static const gchar *
get_scope_name (gint scope)
{
  return scope == NN_PENALTY_KERNELS ? "kernels" : "all";
}

static const gchar *
get_epsilon_name (gint place)
{
  return place == NN_EPSILON_OUTSIDE ? "outside" : place == NN_EPSILON_INSIDE ? "inside" : "uncorrected";
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
  if (!read_number ("--l1", options.l1, &penalty->l1, error)
      || !read_number ("--l2", options.l2, &penalty->l2, error)
      || !choose ("--penalty-on", options.scope, get_scope_name, 2, &scope, error))
    return FALSE;
  penalty->scope = (NnPenaltyScope) scope;
  return TRUE;
}

#define OF(KIND) (1u << NN_OPTIMIZER_##KIND)

/* An option that the optimiser does not read would be lost without a word. */
static gboolean
refuse_foreign_options (NnOptimizerKind kind, GError **error)
{
  const struct {
    const gchar *option, *text;
    guint kinds;
    const gchar *owners;
  } table[] = {
    { "--mu", options.mu, OF (MOMENTUM) | OF (NESTEROV) | OF (RMSPROP), "momentum, nesterov and rmsprop" },
    { "--rho", options.rho, OF (RMSPROP), "rmsprop" },
    { "--beta1", options.beta1, OF (ADAM) | OF (ADAMW), "adam and adamw" },
    { "--beta2", options.beta2, OF (ADAM) | OF (ADAMW), "adam and adamw" },
    { "--epsilon", options.epsilon, OF (RMSPROP) | OF (ADAGRAD) | OF (ADAM) | OF (ADAMW),
      "rmsprop, adagrad, adam and adamw" },
    { "--epsilon-place", options.epsilon_place, OF (RMSPROP) | OF (ADAGRAD) | OF (ADAM) | OF (ADAMW),
      "rmsprop, adagrad, adam and adamw" },
    { "--decay", options.decay, OF (ADAMW), "adamw; for the others there is --l2" },
    { "--initial-accumulator", options.accumulator, OF (ADAGRAD), "adagrad" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].text != NULL && (table[i].kinds & (1u << kind)) == 0) {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "%s: the optimiser %s has none; it belongs to %s.",
                   table[i].option, nn_optimizer_get_name (kind), table[i].owners);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_optimizer (NnOptimizer *optimizer, GError **error)
{
  gint kind = NN_OPTIMIZER_SGD, place;

  if (!choose ("--optimizer", options.optimizer, (GetName) nn_optimizer_get_name, NN_N_OPTIMIZERS, &kind,
               error)
      || !refuse_foreign_options ((NnOptimizerKind) kind, error))
    return FALSE;
  *optimizer = nn_optimizer_default ((NnOptimizerKind) kind);
  optimizer->rmsprop_momentum = kind == NN_OPTIMIZER_RMSPROP && options.mu != NULL;
  place = (gint) optimizer->epsilon_place;
  if (!choose ("--epsilon-place", options.epsilon_place, get_epsilon_name, 3, &place, error)
      || !read_number ("--lr", options.lr, &optimizer->lr, error)
      || !read_number ("--mu", options.mu, &optimizer->mu, error)
      || !read_number ("--rho", options.rho, &optimizer->rho, error)
      || !read_number ("--beta1", options.beta1, &optimizer->beta1, error)
      || !read_number ("--beta2", options.beta2, &optimizer->beta2, error)
      || !read_number ("--epsilon", options.epsilon, &optimizer->epsilon, error)
      || !read_number ("--decay", options.decay, &optimizer->decay, error)
      || !read_number ("--initial-accumulator", options.accumulator, &optimizer->initial_accumulator, error))
    return FALSE;
  optimizer->epsilon_place = (NnEpsilonPlace) place;
  return nn_optimizer_validate (optimizer, error);
}

static NnNetwork *
read_network (const gchar *line, GError **error)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  gint loss = (gint) network->loss, reduction = (gint) network->reduction;

  if (!gs_spec_parse (line, network, error)
      || !choose ("--loss", options.loss, (GetName) nn_loss_get_name, NN_N_LOSSES, &loss, error)
      || !choose ("--reduction", options.reduction, (GetName) nn_reduction_get_name, NN_REDUCTION_SUM + 1,
                  &reduction, error)
      || !read_penalty (&network->penalty, error) || !read_optimizer (&network->optimizer, error))
    return NULL;
  network->loss = (NnLossKind) loss;
  network->reduction = (NnReduction) reduction;
  network->long_chain = options.long_chain;
  network->all_gradients = options.all_gradients;
  network->title = g_strdup (options.title);
  network->notes = g_strdup (options.notes);
  return g_steal_pointer (&network);
}

/* One row of zeros, so that the document is complete and every cell is there to be filled. */
static GsDataset *
make_empty_row (const NnShape *input, const NnShape *target)
{
  g_autofree gdouble *inputs = g_new0 (gdouble, nn_shape_count (input));
  g_autofree gdouble *targets = g_new0 (gdouble, nn_shape_count (target));

  return gs_dataset_new (input, target, 1, inputs, targets);
}

static GsDataset *
read_data (const NnNetwork *network, GError **error)
{
  g_autoptr (GsDataset) data = NULL;
  g_autofree gchar *said = NULL;
  NnShape target;

  if (!nn_network_get_target_shape (network, &target, error))
    return NULL;
  data = options.data != NULL ? gs_rows_load (options.data, network, &said, error)
                              : make_empty_row (&network->input, &target);
  if (data == NULL) {
    g_prefix_error (error, "--data: ");
    return NULL;
  }
  if (said != NULL)
    g_print ("%s: %s\n", options.data, said);
  if (options.batch_size < 1) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "--batch-size: a batch has at least 1 row, not %d.",
                 options.batch_size);
    return NULL;
  }
  return gs_dataset_with_batch_size (data, options.batch_size);
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

static void
tell_of_empty_row (const NnShape *input)
{
  const gchar *cell = input->rank == 1 ? "x[1,1]" : "x[1,1,1,1]";

  g_printerr ("gradsheet-cli: without --data, one row of zeros was made. To fill it in:\n"
              "  gradsheet-cli set %s '%s=0.5' -o %s\n",
              options.output, cell, options.output);
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
  if (options.data == NULL)
    tell_of_empty_row (gs_dataset_get_input_shape (document->data));
  return 0;
}

const GsCommand gs_command_new = {
  .name = "new",
  .summary = "Make a network from one line",
  .usage = "SPEC -o FILE",
  .help = "SPEC is the input and then the layers, separated by · or | or a comma:\n"
          "  'input 2 · dense 8 tanh · dense 1 sigmoid'\n"
          "  'input 1x28x28 | conv 16 5x5 relu stride 2 same | max-pool 2 | flatten | dense 10'\n"
          "Layers: dense UNITS, conv FILTERS ROWSxCOLUMNS, max-pool SIZE, average-pool SIZE, flatten,\n"
          "dropout SHARE, and activations: linear, sigmoid, tanh, relu, leaky-relu, softmax, softplus.\n"
          "Options of a layer: an activation, stride N or RxC, same, valid, pad N or T,B,L,R, no-bias,\n"
          "frozen, frozen kernel, frozen bias, init HOW, bias-init HOW, count-padding, as NAME.\n\n"
          "Example:\n"
          "  gradsheet-cli new 'input 2 · dense 8 tanh · dense 1' --loss bce --optimizer adam --seed 7 -o "
          "mine.gradsheet\n",
  .options = entries,
  .run = run,
};
