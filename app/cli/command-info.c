/* info: what a document holds. */
#include <stdio.h>

#include "app/cells/gs-cell-name.h"
#include "app/network/gs-spec.h"
#include "app/text/gs-json.h"
#include "app/text/gs-quote.h"
#include "gs-command.h"
#include "gs-program-print.h"
#include "gs-terminal.h"
#include "nn/nn-dialect.h"

#define MAX_NAMES 20 /* of a kind that are printed */

static gboolean as_json;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

/* Of one layer, or of all with layer = -2. */
static gsize
count_parameters (NnProgram *program, gint layer, gboolean trainable)
{
  gsize n = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    if (info->role == NN_ROLE_PARAMETER && (layer == -2 || info->layer == layer)
        && !(trainable && info->frozen))
      n += nn_shape_count (&info->shape);
  }
  return n;
}

/* "  as h", "  reads 2, 1": what is not as it is in a chain; numbers are those of the list. */
static gchar *
describe_ways (const NnNetwork *network, gint layer)
{
  const NnLayer *at = g_ptr_array_index (network->layers, layer);
  g_autoptr (GArray) sources = nn_network_list_sources (network, layer, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (at->name != NULL)
    g_string_append_printf (text, "  as %s", at->name);
  for (guint i = 0; i < sources->len && (at->from != NULL || sources->len > 1); i++)
    g_string_append_printf (text, "%s %d", i == 0 ? "  reads" : ",", g_array_index (sources, gint, i) + 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
print_layers (GsWorkbook *book)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  NnProgram *program = gs_workbook_get_program (book);
  g_autofree NnShape *shapes = g_new0 (NnShape, network->layers->len);
  g_autofree gchar *input = gs_print_shape (&network->input);

  nn_network_infer_shapes (network, shapes, NULL);
  g_print ("%s  #  %-14s %-12s %10s%s\n", gs_terminal_begin (GS_INK_FAINT), "layer", "output", "parameters",
           gs_terminal_end ());
  g_print ("  0  %-14s %s\n", "input", input);
  for (guint i = 0; i < network->layers->len; i++) {
    const NnLayer *layer = g_ptr_array_index (network->layers, i);
    g_autofree gchar *shape = gs_print_shape (&shapes[i]);
    g_autofree gchar *padded = gs_terminal_pad (shape, 12);
    g_autofree gchar *ways = describe_ways (network, (gint) i);
    gboolean has_activation = nn_layer_find_field (layer->kind, "activation") != NULL;

    g_print ("%3u  %-14s %s %10" G_GSIZE_FORMAT "%s%s%s%s\n", i + 1, nn_layer_kind_get_name (layer->kind),
             padded, count_parameters (program, (gint) i, FALSE), has_activation ? "  " : "",
             has_activation ? nn_activation_get_name (layer->activation) : "",
             layer->pass_through ? ", pass-through" : "", ways);
  }
  g_print ("     %-14s %-12s %10" G_GSIZE_FORMAT "  (%" G_GSIZE_FORMAT " trainable)\n\n", "together", "",
           count_parameters (program, -2, FALSE), count_parameters (program, -2, TRUE));
}

/* ---- settings ---- */

static gdouble
get_number (GsWorkbook *book, gint tensor)
{
  return *nn_run_get_values (gs_workbook_get_run (book), tensor);
}

/* Whether a number is added to a root, and then where. */
static const gchar *
get_epsilon_place (const NnNetwork *network)
{
  const NnField *field = nn_optimizer_find_field (network->optimizer.kind, "epsilon-place");
  g_auto (GStrv) words = field != NULL ? nn_field_list_words (field) : NULL;

  return words != NULL ? g_intern_string (words[network->optimizer.epsilon_place]) : NULL;
}

/* The numbers as they are now, by the names of their cells, and what is no cell behind them. */
static void
print_optimizer (GsWorkbook *book)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  NnProgram *program = gs_workbook_get_program (book);
  const gchar *epsilon = get_epsilon_place (network), *separator = ": ";

  g_print ("Optimiser  %s", nn_optimizer_get_name (network->optimizer.kind));
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    g_autofree gchar *number = NULL;

    if (info->role != NN_ROLE_HYPER || info->field == NULL
        || nn_optimizer_find_field (network->optimizer.kind, info->field->name) != info->field)
      continue;
    number = nn_dialect_number (get_number (book, i), 0, '\0');
    g_print ("%s%s %s", separator, info->name, number);
    if (epsilon != NULL && g_str_equal (info->name, "epsilon"))
      g_print (" (%s)", epsilon);
    separator = ", ";
  }
  if (network->optimizer.kind == NN_OPTIMIZER_ADAGRAD) {
    g_autofree gchar *number = nn_dialect_number (network->optimizer.initial_accumulator, 0, '\0');

    g_print (", initial accumulator %s", number);
  }
  g_print ("\n");
}

static void
print_penalty (GsWorkbook *book)
{
  const NnPenalty *penalty = &gs_workbook_get_network (book)->penalty;
  NnProgram *program = gs_workbook_get_program (book);
  const struct {
    const gchar *name, *of;
  } factors[] = { { "lambda.l1", "Σ |w|" }, { "lambda.l2", penalty->half_l2 ? "½ Σ w²" : "Σ w²" } };
  const gchar *separator = "Penalty    ";

  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++) {
    gint tensor = nn_program_find (program, factors[i].name);
    g_autofree gchar *number = tensor >= 0 ? nn_dialect_number (get_number (book, tensor), 0, '\0') : NULL;

    if (number == NULL)
      continue;
    g_print ("%s%s %s × %s", separator, factors[i].name, number, factors[i].of);
    separator = ", ";
  }
  if (penalty->use_l1 || penalty->use_l2)
    g_print (" (%s)\n", penalty->scope == NN_PENALTY_KERNELS ? "kernels" : "all");
}

static void
print_loss (const NnNetwork *network)
{
  gboolean averages_all =
      network->loss == NN_LOSS_SQUARED_ERROR || network->loss == NN_LOSS_BINARY_CROSS_ENTROPY;

  g_print ("Loss       %s (%s%s)%s\n", nn_loss_get_name (network->loss),
           nn_reduction_get_name (network->reduction),
           network->reduction != NN_REDUCTION_DEFAULT ? ""
           : averages_all                             ? ": mean"
                                                      : ": batch-mean",
           network->long_chain ? ", differentiated step by step" : "");
}

/* Which cells are held by hand, and what the program has on their account. */
static void
print_pins (GsWorkbook *book)
{
  NnProgram *program = gs_workbook_get_program (book);
  NnRun *run = gs_workbook_get_run (book);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    g_autofree gchar *gradient = nn_gradient_name (info->name);
    g_autofree gchar *gate = g_strconcat (gradient, ".free", NULL);
    g_autofree gchar *name = NULL;
    gsize n_pinned = 0;

    for (gsize offset = 0; info->pins >= 0 && offset < nn_shape_count (&info->shape); offset++) {
      NnCell cell = { i, offset };

      if (nn_run_is_pinned (run, &cell) && n_pinned++ == 0)
        name = gs_cell_name (program, &cell);
    }
    if (n_pinned == 0)
      continue;
    g_print ("Pinned     %s", name);
    if (n_pinned > 1)
      g_print (" and %" G_GSIZE_FORMAT " more of %s", n_pinned - 1, info->name);
    if (nn_program_find (program, gate) >= 0)
      g_print ("; %s is %s with 0 there: a held cell passes no gradient on", gate, gradient);
    g_print ("\n");
  }
}

static void
print_program (GsWorkbook *book)
{
  NnProgram *program = gs_workbook_get_program (book);
  gint phase = -1;

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);
    g_autofree gchar *text = gs_print_instruction (program, i);

    if ((gint) line->phase != phase)
      g_print ("%s%s%s\n", gs_terminal_begin (GS_INK_BOLD), nn_phase_get_name (line->phase),
               gs_terminal_end ());
    phase = (gint) line->phase;
    g_print ("%s\n", text);
  }
}

static gchar *
format_memory (gsize bytes)
{
  g_autofree gchar *number = NULL;

  if (bytes < 1 << 20)
    return g_strdup_printf ("%" G_GSIZE_FORMAT " KiB", (bytes + 1023) / 1024);
  number = nn_dialect_number ((gdouble) bytes / (1 << 20), 3, '\0');
  return g_strdup_printf ("%s MiB", number);
}

/* "Test rows  45 (share 0.3, seed 5)" */
static void
print_kept (const gchar *title, GsDataset *data, GsRowUse use, gdouble share, guint64 seed)
{
  g_autofree gchar *number = nn_dialect_number (share, 6, '\0');
  gint n = 0;

  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++)
    n += gs_dataset_get_use (data, row) == use;
  if (share > 0)
    g_print ("%s %d (share %s, seed %" G_GUINT64_FORMAT ")\n", title, n, number, seed);
}

/* Rows kept apart, and the numbers by which inputs were scaled. */
static void
print_split (GsDataset *data)
{
  gsize n = nn_shape_count (gs_dataset_get_input_shape (data));
  const gdouble *subtract, *divide;
  GsScalingKind scaling = gs_dataset_get_scaling (data, &subtract, &divide);
  guint64 seed;
  gdouble share = gs_dataset_get_test_share (data, &seed);
  print_kept ("Test rows ", data, GS_ROWS_TEST, share, seed);
  print_kept ("Validation rows", data, GS_ROWS_VALIDATION, gs_dataset_get_validation_share (data), seed);
  if (scaling == GS_SCALING_NONE)
    return;
  g_print ("Scaling    %s:", gs_scaling_get_name (scaling));
  for (gsize i = 0; i < MIN (n, MAX_NAMES); i++) {
    g_autofree gchar *from = nn_dialect_number (subtract[i], 6, '\0'),
                     *by = nn_dialect_number (divide[i], 6, '\0');

    g_print ("%s (value − %s) / %s", i > 0 ? "," : "", from, by);
  }
  g_print (n > MAX_NAMES ? ", …\n" : "\n");
}

/* "Inputs     sleep, study"; those without a name by number. */
static void
print_names (GsDataset *data)
{
  static const gchar *const titles[] = { "Inputs    ", "Targets   ", "Classes   " };

  for (gint kind = 0; kind < GS_NAMES_ROWS; kind++) {
    const GPtrArray *names = gs_dataset_get_names (data, (GsNameKind) kind);

    for (guint i = 0; names != NULL && i < MIN (names->len, MAX_NAMES); i++) {
      const gchar *name = gs_names_get (names, i);

      g_print ("%s", i == 0 ? titles[kind] : ",");
      if (name != NULL)
        g_print (" %s", name);
      else
        g_print (" %u", i + 1);
    }
    if (names != NULL)
      g_print (names->len > MAX_NAMES ? ", … (%u)\n" : "\n", names->len);
  }
}

static void
print_text (GsWorkbook *book)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  GsDataset *data = gs_workbook_get_data (book);
  g_autofree gchar *spec = gs_spec_to_text (network);
  g_autofree gchar *memory = format_memory (nn_program_get_memory (gs_workbook_get_program (book)));
  GsCursor cursor = gs_workbook_get_cursor (book);
  gint n_rows = gs_dataset_get_n_rows (data), n_batches = gs_dataset_get_n_batches (data);
  g_autofree gchar *title = network->title != NULL ? gs_quote_visible (network->title, FALSE) : NULL;

  if (title != NULL)
    g_print ("%s%s%s\n", gs_terminal_begin (GS_INK_BOLD), title, gs_terminal_end ());
  g_print ("%s\n\n", spec);
  print_layers (book);
  print_loss (network);
  print_penalty (book);
  print_optimizer (book);
  print_pins (book);
  g_print ("Data       %d %s in %d %s%s%s\n", n_rows, n_rows == 1 ? "row" : "rows", n_batches,
           n_batches == 1 ? "batch" : "batches",
           gs_dataset_is_shuffled (data) ? ", shuffled in each epoch" : "",
           gs_dataset_is_cropped (data) ? ", pictures cut by chance in each epoch" : "");
  print_names (gs_workbook_get_data (book));
  print_split (gs_workbook_get_data (book));
  g_print ("Seed       %" G_GUINT64_FORMAT "\n", gs_workbook_get_seed (book));
  g_print ("Pass       %u, after %d of %d instructions\n", cursor.pass, cursor.instruction,
           nn_program_get_n_instructions (gs_workbook_get_program (book)));
  g_print ("Memory     %s for one pass\n\n", memory);
  print_program (book);
}

/* ---- for programs ---- */

static void
write_layers (GsWriter *writer, GsWorkbook *book)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  g_autofree NnShape *shapes = g_new0 (NnShape, network->layers->len);

  nn_network_infer_shapes (network, shapes, NULL);
  gs_writer_put_array (writer, "layers", FALSE);
  for (guint i = 0; i < network->layers->len; i++) {
    const NnLayer *layer = g_ptr_array_index (network->layers, i);
    g_autoptr (GArray) sources = nn_network_list_sources (network, (gint) i, NULL);

    gs_writer_begin_object (writer, TRUE);
    gs_writer_put_string (writer, "kind", nn_layer_kind_get_name (layer->kind));
    gs_writer_put_shape (writer, "shape", &shapes[i]);
    gs_writer_put_array (writer, "reads", TRUE);
    for (guint k = 0; k < sources->len; k++)
      gs_writer_integer (writer, g_array_index (sources, gint, k) + 1);
    gs_writer_end_array (writer);
    gs_writer_put_string (writer, "name", layer->name);
    gs_writer_put_integer (writer, "parameters",
                           (gint64) count_parameters (gs_workbook_get_program (book), (gint) i, FALSE));
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

static void
write_program (GsWriter *writer, GsWorkbook *book)
{
  NnProgram *program = gs_workbook_get_program (book);

  gs_writer_put_array (writer, "program", FALSE);
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);
    g_autofree gchar *formula = gs_print_formula (program, i, NN_DIALECT_MATH);
    g_autofree gchar *layer = gs_print_layer (book, line->layer);

    gs_writer_begin_object (writer, TRUE);
    gs_writer_put_integer (writer, "number", i + 1);
    gs_writer_put_string (writer, "phase", nn_phase_get_name (line->phase));
    gs_writer_put_string (writer, "operation", nn_op_get (line->op)->name);
    if (line->output >= 0) {
      gs_writer_put_string (writer, "output", nn_program_get_tensor (program, line->output)->name);
      gs_writer_put_shape (writer, "shape", &nn_program_get_tensor (program, line->output)->shape);
    }
    gs_writer_put_string (writer, "layer", layer);
    gs_writer_put_string (writer, "formula", formula);
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

/* Of the optimiser, the penalty and the layers, by the names of their cells; and what shapes the program. */
static void
write_settings (GsWriter *writer, GsWorkbook *book)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  NnProgram *program = gs_workbook_get_program (book);
  const gchar *epsilon = get_epsilon_place (network);

  gs_writer_put_object (writer, "hyperparameters", TRUE);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    if (info->role == NN_ROLE_HYPER)
      gs_writer_put_number (writer, info->name, get_number (book, i));
  }
  gs_writer_end_object (writer);
  gs_writer_put_string (writer, "epsilon-place", epsilon);
  if (network->optimizer.kind == NN_OPTIMIZER_ADAGRAD)
    gs_writer_put_number (writer, "initial-accumulator", network->optimizer.initial_accumulator);
  if (network->penalty.use_l1 || network->penalty.use_l2)
    gs_writer_put_string (writer, "penalty-on",
                          network->penalty.scope == NN_PENALTY_KERNELS ? "kernels" : "all");
  gs_writer_put_boolean (writer, "half-l2", network->penalty.half_l2);
  gs_writer_put_boolean (writer, "long-chain", network->long_chain);
}

static const gchar *const name_kinds[] = { "features", "targets", "classes",
                                           "row-names" }; /* by GsNameKind */

static void
write_names (GsWriter *writer, GsDataset *data)
{
  for (gint kind = 0; kind < GS_N_NAMES; kind++) {
    const GPtrArray *names = gs_dataset_get_names (data, (GsNameKind) kind);

    if (names == NULL)
      continue;
    gs_writer_put_array (writer, name_kinds[kind], TRUE);
    for (guint i = 0; i < names->len; i++)
      gs_writer_string (writer, g_ptr_array_index (names, i));
    gs_writer_end_array (writer);
  }
}

static void
print_json (GsWorkbook *book)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  g_autofree gchar *spec = gs_spec_to_text (network);
  g_autofree gchar *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, gs_workbook_get_seed (book));
  g_autofree gchar *text = NULL;
  GsWriter *writer = gs_writer_new ();

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "title", network->title);
  gs_writer_put_string (writer, "spec", spec);
  gs_writer_put_shape (writer, "input", &network->input);
  write_layers (writer, book);
  gs_writer_put_integer (writer, "parameters",
                         (gint64) count_parameters (gs_workbook_get_program (book), -2, FALSE));
  gs_writer_put_integer (writer, "trainable",
                         (gint64) count_parameters (gs_workbook_get_program (book), -2, TRUE));
  gs_writer_put_string (writer, "loss", nn_loss_get_name (network->loss));
  gs_writer_put_string (writer, "reduction", nn_reduction_get_name (network->reduction));
  gs_writer_put_string (writer, "optimizer", nn_optimizer_get_name (network->optimizer.kind));
  write_settings (writer, book);
  gs_writer_put_integer (writer, "rows", gs_dataset_get_n_rows (gs_workbook_get_data (book)));
  write_names (writer, gs_workbook_get_data (book));
  gs_writer_put_integer (writer, "batches", gs_dataset_get_n_batches (gs_workbook_get_data (book)));
  if (gs_dataset_is_shuffled (gs_workbook_get_data (book)))
    gs_writer_put_boolean (writer, "shuffle", TRUE);
  gs_writer_key (writer, "seed");
  gs_writer_raw (writer, seed);
  gs_writer_put_integer (writer, "memory", (gint64) nn_program_get_memory (gs_workbook_get_program (book)));
  gs_writer_put_integer (writer, "pass", gs_workbook_get_cursor (book).pass);
  write_program (writer, book);
  gs_writer_end_object (writer);
  text = gs_writer_end (writer, NULL);
  fputs (text, stdout);
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;

  if (n_arguments != 1)
    return gs_command_fail_usage (&gs_command_info);
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  if (as_json)
    print_json (book);
  else
    print_text (book);
  return 0;
}

const GsCommand gs_command_info = {
  .name = "info",
  .summary = "Layers, shapes, parameters, and the numbered program",
  .usage = "FILE",
  .help = "Example:\n  gradsheet-cli info mazur\n",
  .options = entries,
  .run = run,
};
