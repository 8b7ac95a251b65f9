/* Friendly numbers, drawn again until every cell can be done by hand and told apart. */
#include "gs-variant.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "gs-marking.h"
#include "nn/nn-error.h"
#include "nn/nn-random.h"

#define TRACE     1e-12
#define MAX_TRIES 5000
/* A large network is tried less often: it will not fit on paper anyway. */
#define MAX_WORK 20000000

/* Rows up to so long are compared cell by cell: nobody confuses cells of longer ones by their value. */
#define MAX_COMPARED 8

/* What numbers are drawn for, and tried on. */
typedef struct {
  GsVariantRules rules;
  guint64 seed;
  guint32 attempt;
  NnProgram *program;
  NnRun *run;
  const NnNetwork *network;
  GsDataset *data;
  gint batch;
  gboolean keep_data;
  gboolean may_be_zero; /* a gradient: a relu that is off, an input that is 0 */
  gboolean has_negative_input, has_negative_target;
  gdouble *inputs, *targets; /* of all rows */
} Draw;

/* ---- drawing ---- */

/* The words of the generator beside the cell: which of the numbers. */
enum { WORD_INPUTS, WORD_TARGETS, WORD_SIGNS, WORD_PARAMETERS };

/* A multiple of the last decimal in 1 .. largest, never 0. */
static gdouble
draw_size (const Draw *self, guint32 word, gsize cell, gdouble largest)
{
  gdouble steps = pow (10, self->rules.decimals);
  gdouble n = MAX (nearbyint (largest * steps), 1);
  gdouble u = nn_random_uniform (self->seed, NN_STREAM_DATA, self->attempt, word, (guint32) cell);

  return (1 + floor (u * n)) / steps;
}

static gdouble
draw_signed (const Draw *self, guint32 word, gsize cell, gdouble largest)
{
  gdouble size = draw_size (self, word, cell, largest);
  guint32 sign_word = WORD_SIGNS + 2 * WORD_PARAMETERS * (word + 1);

  return nn_random_uniform (self->seed, NN_STREAM_DATA, self->attempt, sign_word, (guint32) cell) < 0.5
             ? -size
             : size;
}

/* One 1 among zeros. */
static void
draw_class (const Draw *self, gint row, gsize n)
{
  gdouble u = nn_random_uniform (self->seed, NN_STREAM_DATA, self->attempt, WORD_TARGETS, (guint32) row);
  gdouble *target = self->targets + (gsize) row * n;

  memset (target, 0, n * sizeof (gdouble));
  target[(gsize) (u * (gdouble) n)] = 1;
}

static void
draw_targets (const Draw *self)
{
  gsize n = nn_shape_count (gs_dataset_get_target_shape (self->data));
  gint n_rows = gs_dataset_get_n_rows (self->data);

  for (gint row = 0; row < n_rows; row++) {
    if (self->network->loss == NN_LOSS_CROSS_ENTROPY || self->network->loss == NN_LOSS_KL_DIVERGENCE) {
      draw_class (self, row, n);
      continue;
    }
    for (gsize i = (gsize) row * n; i < (gsize) (row + 1) * n; i++) {
      if (self->network->loss == NN_LOSS_BINARY_CROSS_ENTROPY)
        self->targets[i] =
            nn_random_uniform (self->seed, NN_STREAM_DATA, self->attempt, WORD_TARGETS, (guint32) i) < 0.5;
      else
        self->targets[i] = (self->has_negative_target ? draw_signed : draw_size) (self, WORD_TARGETS, i, 0.9);
    }
  }
}

static void
draw_data (const Draw *self)
{
  gsize n =
      nn_shape_count (gs_dataset_get_input_shape (self->data)) * (gsize) gs_dataset_get_n_rows (self->data);

  for (gsize i = 0; i < n; i++)
    self->inputs[i] =
        (self->has_negative_input ? draw_signed : draw_size) (self, WORD_INPUTS, i, self->rules.inputs);
  draw_targets (self);
}

/* The more products are added up, the smaller the weights, so that the sums stay in reach. */
static gdouble
get_largest_weight (const Draw *self, const NnShape *shape)
{
  gsize n_added = shape->rank < 2    ? 1
                  : shape->rank == 2 ? (gsize) shape->dim[0]
                                     : nn_shape_count (shape) / (gsize) shape->dim[0];

  if (self->rules.weights > 0)
    return self->rules.weights;
  return MIN (0.9, 2.5 / sqrt ((gdouble) n_added));
}

static void
draw_parameters (const Draw *self)
{
  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (self->program, i);
    gsize n = nn_shape_count (&info->shape);
    g_autofree gdouble *values = NULL;

    if (info->role != NN_ROLE_PARAMETER)
      continue;
    values = g_new (gdouble, n);
    for (gsize k = 0; k < n; k++)
      values[k] =
          draw_signed (self, (guint32) (WORD_PARAMETERS + i), k, get_largest_weight (self, &info->shape));
    nn_run_set_values (self->run, i, values);
  }
}

/* The rows of the batch into x and t. */
static void
set_rows (const Draw *self, NnRole role, const gdouble *values, gsize row_length)
{
  gint n_rows;
  const gint *rows = gs_dataset_get_batch (self->data, self->batch, &n_rows);
  g_autofree gdouble *batch = g_new (gdouble, row_length * (gsize) n_rows);

  for (gint i = 0; i < n_rows; i++)
    memcpy (batch + row_length * (gsize) i, values + row_length * (gsize) (rows[i] - 1),
            row_length * sizeof (gdouble));
  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++)
    if (nn_program_get_tensor (self->program, i)->role == role)
      nn_run_set_values (self->run, i, batch);
}

/* ---- what is friendly ---- */

/* Every input of a squashing function where its slope is to be seen, and no relu on its kink. */
static gboolean
is_in_reach (const Draw *self, const NnInstruction *line)
{
  gsize n = line->n_inputs > 0
                ? nn_shape_count (&nn_program_get_tensor (self->program, line->inputs[0])->shape)
                : 0;
  const gdouble *z = n > 0 ? nn_run_get_values (self->run, line->inputs[0]) : NULL;

  for (gsize i = 0; i < n; i++) {
    switch ((gint) line->op) {
    case NN_OP_SIGMOID:
    case NN_OP_SOFTPLUS:
    case NN_OP_EXP:
      if (fabs (z[i]) > self->rules.saturation)
        return FALSE;
      break;
    case NN_OP_TANH:
      if (fabs (z[i]) > self->rules.saturation * 2 / 3)
        return FALSE;
      break;
    case NN_OP_RELU:
    case NN_OP_LEAKY_RELU:
      if (fabs (z[i]) < 0.01)
        return FALSE;
      break;
    default: return TRUE;
    }
  }
  return TRUE;
}

static gboolean
has_friendly_gradient (const Draw *self, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (self->program, tensor);
  const gdouble *values = nn_run_get_values (self->run, tensor);
  gsize n = nn_shape_count (&info->shape), n_zero = 0;

  for (gsize i = 0; i < n; i++) {
    if (values[i] == 0)
      n_zero++;
    else if (!(fabs (values[i]) >= self->rules.gradient) || !isfinite (values[i]))
      return FALSE;
  }
  return n_zero == 0 || (self->may_be_zero && n_zero < n);
}

static gboolean
are_confused (const Draw *self, gdouble a, gdouble b)
{
  return !(a == 0 && b == 0) && gs_marking_agrees (a, b, self->rules.digits);
}

/* Neighbours in a row that would be mistaken for each other without anybody noticing. */
static gboolean
has_distinct_rows (const Draw *self, gint tensor)
{
  const NnShape *shape = &nn_program_get_tensor (self->program, tensor)->shape;
  const gdouble *values = nn_run_get_values (self->run, tensor);
  gint n = shape->rank > 0 ? shape->dim[shape->rank - 1] : 1;

  if (shape->rank != 2 || n > MAX_COMPARED)
    return TRUE;
  for (gint row = 0; row < shape->dim[0]; row++)
    for (gint i = 0; i < n; i++)
      for (gint k = i + 1; k < n; k++)
        if (are_confused (self, values[row * n + i], values[row * n + k]))
          return FALSE;
  return TRUE;
}

static gboolean
has_distinct_transpose (const Draw *self, gint tensor)
{
  const NnShape *shape = &nn_program_get_tensor (self->program, tensor)->shape;
  const gdouble *values = nn_run_get_values (self->run, tensor);
  gint n = MIN (shape->dim[0], shape->dim[1]);

  if (shape->rank != 2 || n > MAX_COMPARED)
    return TRUE;
  for (gint i = 0; i < n; i++)
    for (gint k = i + 1; k < n; k++)
      if (are_confused (self, values[i * shape->dim[1] + k], values[k * shape->dim[1] + i]))
        return FALSE;
  return TRUE;
}

static gboolean
has_cells_to_compare (NnOp op)
{
  return op == NN_OP_DENSE || op == NN_OP_MATMUL || op == NN_OP_SIGMOID || op == NN_OP_TANH
         || op == NN_OP_DENSE_DX || op == NN_OP_SIGMOID_DX || op == NN_OP_TANH_DX;
}

/* Sums that are 0 on paper and a trace of rounding in the machine. */
static gboolean
has_traces (const Draw *self, gint tensor)
{
  const gdouble *values = nn_run_get_values (self->run, tensor);
  gsize n = nn_shape_count (&nn_program_get_tensor (self->program, tensor)->shape);

  for (gsize i = 0; i < n; i++)
    if (values[i] != 0 && fabs (values[i]) < TRACE)
      return TRUE;
  return FALSE;
}

static gboolean
is_friendly (const Draw *self)
{
  for (gint i = 0; i < nn_program_get_n_instructions (self->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (self->program, i);

    if (!is_in_reach (self, line))
      return FALSE;
    if (has_cells_to_compare (line->op)
        && (!has_distinct_rows (self, line->output) || has_traces (self, line->output)))
      return FALSE;
  }
  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (self->program, i);

    if (info->role == NN_ROLE_PARAMETER
        && (!has_distinct_transpose (self, i)
            || (info->gradient >= 0 && !has_friendly_gradient (self, info->gradient))))
      return FALSE;
  }
  return TRUE;
}

/* ---- trying ---- */

static gint
count_tries (const Draw *self)
{
  gsize cells = 1;

  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++)
    cells += nn_shape_count (&nn_program_get_tensor (self->program, i)->shape);
  return (gint) CLAMP (MAX_WORK / cells, 5, MAX_TRIES);
}

static gboolean
draw_friendly (Draw *self, GError **error)
{
  gint tries = count_tries (self);
  gint n = nn_program_get_n_instructions (self->program);

  while (n > 0 && nn_program_get_instruction (self->program, n - 1)->output < 0)
    n--;
  for (gint i = 0; i < tries; i++) {
    self->attempt = (guint32) i;
    if (!self->keep_data)
      draw_data (self);
    set_rows (self, NN_ROLE_INPUT, self->inputs, nn_shape_count (gs_dataset_get_input_shape (self->data)));
    set_rows (self, NN_ROLE_TARGET, self->targets, nn_shape_count (gs_dataset_get_target_shape (self->data)));
    draw_parameters (self);
    nn_run_ensure (self->run, n, NULL, NULL);
    if (is_friendly (self))
      return TRUE;
  }
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("No numbers that are friendly on paper were found for this network in %d tries; take a "
                  "smaller network or rules that are less strict."),
               tries);
  return FALSE;
}

static void
resolve_rules (Draw *self, const GsVariantRules *rules)
{
  if (rules != NULL)
    self->rules = *rules;
  self->rules.decimals = CLAMP (self->rules.decimals, 1, 4);
  if (self->rules.digits <= 0)
    self->rules.digits = GS_BLANKS_DEFAULT_DIGITS;
  if (self->rules.inputs <= 0)
    self->rules.inputs = 0.9;
  if (self->rules.saturation <= 0)
    self->rules.saturation = 3;
  if (self->rules.gradient <= 0)
    self->rules.gradient = 0.001;
}

/* Copies the rows as the pass takes them, and looks what they are like. */
static void
read_data (Draw *self, guint64 seed, guint32 pass)
{
  gsize n_inputs = nn_shape_count (gs_dataset_get_input_shape (self->data));
  gsize n_targets = nn_shape_count (gs_dataset_get_target_shape (self->data));
  gint n_rows = gs_dataset_get_n_rows (self->data);
  gboolean all_bits = TRUE;

  self->inputs = g_new0 (gdouble, n_inputs * (gsize) n_rows);
  self->targets = g_new0 (gdouble, n_targets * (gsize) n_rows);
  for (gint row = 0; row < n_rows; row++) {
    gs_dataset_copy_input (self->data, row + 1, seed, pass, self->inputs + n_inputs * (gsize) row);
    memcpy (self->targets + n_targets * (gsize) row, gs_dataset_get_target (self->data, row + 1),
            n_targets * sizeof (gdouble));
  }
  for (gsize i = 0; i < n_inputs * (gsize) n_rows; i++) {
    all_bits &= self->inputs[i] == 0 || self->inputs[i] == 1;
    self->has_negative_input |= self->inputs[i] < 0;
  }
  for (gsize i = 0; i < n_targets * (gsize) n_rows; i++)
    self->has_negative_target |= self->targets[i] < 0;
  self->keep_data = self->rules.keep_data || all_bits;
  self->may_be_zero = self->keep_data;
}

/* Leaves that are not drawn: hyperparameters, the optimiser's state, dropout's chance. */
static gboolean
prepare (Draw *self, const GsDocument *document, guint64 seed, guint32 pass, GError **error)
{
  gint n_rows;

  self->seed = seed;
  self->network = document->network;
  self->data = gs_dataset_deal (document->data, document->seed, pass);
  self->batch = gs_dataset_get_batch_of_pass (self->data, pass);
  gs_dataset_get_batch (self->data, self->batch, &n_rows);
  self->program = nn_network_compile (document->network, n_rows, NN_COMPILE_TRAINING, NULL, error);
  if (self->program == NULL)
    return FALSE;
  self->run = nn_run_new (self->program);
  nn_run_load_state (self->run, document->state);
  nn_run_draw (self->run, document->seed, pass);
  nn_run_set_clock (self->run, pass, MAX (gs_dataset_get_n_batches (document->data), 1));
  read_data (self, document->seed, pass);
  for (gint i = 0; i < nn_program_get_n_instructions (self->program); i++) {
    NnOp op = nn_program_get_instruction (self->program, i)->op;

    self->may_be_zero |= op == NN_OP_RELU || op == NN_OP_POOL_MAX || op == NN_OP_DROPOUT_MASK;
  }
  return TRUE;
}

static void
clear (Draw *self)
{
  g_clear_pointer (&self->run, nn_run_free);
  g_clear_pointer (&self->program, nn_program_unref);
  g_clear_pointer (&self->data, gs_dataset_unref);
  g_free (self->inputs);
  g_free (self->targets);
}

/* The data as drawn, in the same batches. */
static GsDataset *
make_data (const Draw *self)
{
  gint n_rows = gs_dataset_get_n_rows (self->data);

  if (self->keep_data)
    return gs_dataset_ref (self->data);
  /* As many rows as there were, in the same places: this cannot be refused. */
  return gs_dataset_splice (self->data, 1, n_rows, n_rows, self->inputs, self->targets, NULL);
}

/* ---- variants ---- */

static gboolean
is_in (const Draw *self, const NnTensor *tensor, NnRole role)
{
  gint found = nn_program_find (self->program, tensor->name);

  return found >= 0 && nn_program_get_tensor (self->program, found)->role == role;
}

static GsDocument *
make_document (const Draw *self, const GsDocument *document, GError **error)
{
  g_autoptr (GsDataset) data = make_data (self);
  g_autoptr (NnState) drawn = nn_run_save_state (self->run);
  GsDocument *variant = gs_document_new (nn_network_copy (document->network), data, document->seed, error);

  for (guint i = 0; variant != NULL && i < nn_state_get_size (drawn); i++) {
    const NnTensor *tensor = nn_state_get (drawn, i);

    if (is_in (self, tensor, NN_ROLE_PARAMETER) || is_in (self, tensor, NN_ROLE_HYPER))
      nn_state_put (variant->state, nn_tensor_copy (tensor));
  }
  return variant;
}

GsDocument *
gs_variant_new (const GsDocument *document, guint64 seed, const GsVariantRules *rules, GError **error)
{
  Draw draw = { 0 };
  GsDocument *variant = NULL;

  resolve_rules (&draw, rules);
  if (prepare (&draw, document, seed, 1, error) && draw_friendly (&draw, error))
    variant = make_document (&draw, document, error);
  clear (&draw);
  return variant;
}

static gboolean
set_parameters (const Draw *self, GsWorkbook *book, GError **error)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gdouble));
  NnProgram *program = gs_workbook_get_program (book);

  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (self->program, i);
    NnCell cell = { nn_program_find (program, info->name), 0 };

    for (; info->role == NN_ROLE_PARAMETER && cell.offset < nn_shape_count (&info->shape); cell.offset++) {
      g_array_append_val (cells, cell);
      g_array_append_val (values, nn_run_get_values (self->run, i)[cell.offset]);
    }
  }
  return gs_workbook_set_cells (book, (const NnCell *) cells->data, (const gdouble *) values->data,
                                cells->len, error);
}

gboolean
gs_variant_apply (GsWorkbook *book, guint64 seed, const GsVariantRules *rules, GError **error)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);
  g_autoptr (GsDataset) data = NULL;
  Draw draw = { 0 };
  gboolean done;

  resolve_rules (&draw, rules);
  done = prepare (&draw, document, seed, document->cursor.pass, error) && draw_friendly (&draw, error);
  if (done && !draw.keep_data) {
    data = make_data (&draw);
    done = gs_workbook_set_data (book, data, _ ("Draw other data"), error);
  }
  done = done && set_parameters (&draw, book, error);
  clear (&draw);
  return done;
}
