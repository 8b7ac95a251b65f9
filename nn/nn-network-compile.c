/* From layers to the program of a pass: forward here, the loss in nn-network-loss.c,
 * backward and update by their own modules. */
#include <glib/gi18n-lib.h>

#include "nn-network-private.h"

/* ---- helpers ---- */

/* The shape of a whole batch of what is now `current`. */
static NnShape
batch_shape (NnCompiler *self)
{
  return nn_program_builder_get_tensor (self->builder, self->current)->shape;
}

/* What a layer gives, or the network's input. */
static gint
get_given (NnCompiler *self, gint source)
{
  return source >= 0 ? self->given[source] : self->input;
}

/* ---- layers ---- */

static void
emit_activation (NnCompiler *self, const NnLayer *layer, const gchar *name)
{
  NnOp op = nn_activation_get_op (layer->activation);
  gint before = self->current;
  gint slope = -1;

  if (layer->activation == NN_ACTIVATION_SOFTMAX) {
    self->current = nn_compiler_emit_softmax (self, before, name);
  } else {
    if (op == NN_OP_LEAKY_RELU) {
      g_autofree gchar *slope_name = g_strconcat (name, ".slope", NULL);

      slope =
          nn_compiler_add_hyper (self, slope_name, layer->slope, nn_layer_find_field (layer->kind, "slope"));
    }
    self->current = nn_compiler_emit (self, op, name, NN_INPUTS (before, slope), NULL);
    if (self->current >= 0)
      nn_program_builder_get_instruction (
          self->builder, nn_program_builder_get_tensor (self->builder, self->current)->producer)
          ->pass_through = layer->pass_through;
  }
  self->last = layer->activation;
  self->before = before;
}

static gint
add_parameter (NnCompiler *self,
               const NnLayer *layer,
               gchar letter,
               const NnShape *shape,
               const gchar *axes,
               gboolean frozen)
{
  g_autofree gchar *name = nn_namer_next (&self->namer, layer, letter);
  gint tensor = nn_program_builder_add_leaf (self->builder, name, NN_ROLE_PARAMETER, shape, axes);

  nn_program_builder_get_tensor (self->builder, tensor)->frozen = frozen;
  g_array_append_val (self->parameters, tensor);
  return tensor;
}

/* The activation of a dense or conv: its own, or left to the layer directly behind. */
static void
finish_neurons (NnCompiler *self, const NnLayer *layer)
{
  g_autofree gchar *name = nn_namer_next (&self->namer, layer, 'a');

  if (self->layer + 1 < (gint) self->network->layers->len
      && nn_network_is_own_activation (self->network, self->layer + 1))
    return;
  emit_activation (self, layer, name);
}

static void
compile_dense (NnCompiler *self, const NnLayer *layer)
{
  NnShape in = batch_shape (self);
  NnShape kernel = nn_shape (2, in.dim[1], layer->units);
  NnShape row = nn_shape (1, layer->units);
  g_autofree gchar *z = NULL;
  gint W, b = -1;

  nn_namer_begin (&self->namer);
  z = nn_namer_next (&self->namer, layer, 'z');
  W = add_parameter (self, layer, 'W', &kernel, "io", layer->freeze_kernel);
  if (layer->bias)
    b = add_parameter (self, layer, 'b', &row, "o", layer->freeze_bias);
  self->current = nn_compiler_emit (self, layer->bias ? NN_OP_DENSE : NN_OP_MATMUL, z,
                                    NN_INPUTS (self->current, W, b), NULL);
  finish_neurons (self, layer);
}

/* kh kw sr sc pt pl pb pr; a conv's begin with the strides. */
static void
fill_window_attributes (NnCompiler *self, const NnLayer *layer, gint attributes[8])
{
  NnShape in = batch_shape (self);
  NnShape image = nn_shape (3, in.dim[1], in.dim[2], in.dim[3]);
  gint64 before[2], after[2];

  nn_layer_get_padding (layer, &image, before, after);
  attributes[0] = layer->kernel.rows;
  attributes[1] = layer->kernel.columns;
  attributes[2] = layer->stride.rows;
  attributes[3] = layer->stride.columns;
  for (gint axis = 0; axis < 2; axis++) {
    attributes[4 + axis] = (gint) before[axis];
    attributes[6 + axis] = (gint) after[axis];
  }
}

static void
compile_conv (NnCompiler *self, const NnLayer *layer)
{
  NnShape in = batch_shape (self);
  NnShape kernel = nn_shape (4, layer->units, in.dim[1], layer->kernel.rows, layer->kernel.columns);
  NnShape row = nn_shape (1, layer->units);
  g_autofree gchar *z = NULL;
  gint attributes[8];
  gint W, b = -1;

  nn_namer_begin (&self->namer);
  z = nn_namer_next (&self->namer, layer, 'z');
  fill_window_attributes (self, layer, attributes);
  W = add_parameter (self, layer, 'W', &kernel, "fkuv", layer->freeze_kernel);
  if (layer->bias)
    b = add_parameter (self, layer, 'b', &row, "f", layer->freeze_bias);
  self->current = nn_compiler_emit (self, layer->bias ? NN_OP_CONV : NN_OP_CONV_NO_BIAS, z,
                                    NN_INPUTS (self->current, W, b), attributes + 2);
  finish_neurons (self, layer);
}

static void
compile_pool (NnCompiler *self, const NnLayer *layer)
{
  g_autofree gchar *name = nn_namer_next (&self->namer, layer, 'p');
  gint x = self->current;
  gint attributes[8];

  fill_window_attributes (self, layer, attributes);
  if (layer->kind == NN_LAYER_MAX_POOL) {
    g_autofree gchar *which_name = g_strconcat (name, ".which", NULL);
    gint which = nn_compiler_emit (self, NN_OP_POOL_WHICH, which_name, NN_INPUTS (x), attributes);

    self->current = nn_compiler_emit (self, NN_OP_POOL_MAX, name, NN_INPUTS (x, which), attributes);
  } else if (layer->count_padding) {
    self->current = nn_compiler_emit (self, NN_OP_POOL_MEAN_PADDED, name, NN_INPUTS (x), attributes);
  } else {
    g_autofree gchar *count_name = g_strconcat (name, ".count", NULL);
    gint count = nn_compiler_emit (self, NN_OP_POOL_COUNT, count_name, NN_INPUTS (x), attributes);

    self->current = nn_compiler_emit (self, NN_OP_POOL_MEAN, name, NN_INPUTS (x, count), attributes);
  }
}

static void
compile_flatten (NnCompiler *self, const NnLayer *layer)
{
  g_autofree gchar *name = nn_namer_next (&self->namer, layer, 'f');
  NnShape in = batch_shape (self);

  self->current = nn_compiler_emit (self, NN_OP_FLATTEN, name, NN_INPUTS (self->current), &in.dim[1]);
}

/* Behind a linear dense or conv the activation is that layer's own, a1 or hidden.a. */
static void
compile_activation (NnCompiler *self, const NnLayer *layer)
{
  g_autofree gchar *name = NULL;

  if (nn_network_is_own_activation (self->network, self->layer) && layer->name == NULL) {
    const NnLayer *before = g_ptr_array_index (self->network->layers, self->layer - 1);

    /* finish_neurons() has taken the name and left it unused. */
    name = before->name != NULL ? g_strconcat (before->name, ".a", NULL)
                                : g_strdup_printf ("a%d", self->namer.number);
  } else {
    name = nn_namer_next (&self->namer, layer, 'a');
  }
  emit_activation (self, layer, name);
}

static void
compile_dropout (NnCompiler *self, const NnLayer *layer)
{
  g_autofree gchar *u_name = nn_namer_next (&self->namer, layer, 'u');
  g_autofree gchar *m_name = nn_namer_next (&self->namer, layer, 'm');
  g_autofree gchar *keep_name = g_strconcat (m_name, ".keep", NULL);
  NnTensorInfo x = *nn_program_builder_get_tensor (self->builder, self->current);
  gint u = nn_program_builder_add_leaf (self->builder, u_name, NN_ROLE_RANDOM, &x.shape, x.axes);
  gint keep = nn_compiler_add_hyper (self, keep_name, layer->keep, nn_layer_find_field (layer->kind, "keep"));
  gint mask = nn_compiler_emit (self, NN_OP_DROPOUT_MASK, m_name, NN_INPUTS (u, keep), NULL);

  self->current =
      nn_compiler_emit_after (self, NN_OP_MULTIPLY, self->current, "drop", NN_INPUTS (self->current, mask));
}

/* The operation takes two: of more, one after another; "s1.first2" is the sum of the first two. */
static void
compile_merge (NnCompiler *self, const NnLayer *layer, const GArray *sources)
{
  static const struct {
    gchar letter;
    NnOp op;
  } rows[NN_N_LAYER_KINDS] = { [NN_LAYER_ADD] = { 's', NN_OP_ADD },
                               [NN_LAYER_CONCATENATE] = { 'c', NN_OP_CONCATENATE },
                               [NN_LAYER_MULTIPLY] = { 'g', NN_OP_MULTIPLY } };
  g_autofree gchar *name = nn_namer_next (&self->namer, layer, rows[layer->kind].letter);

  for (guint i = 1; i < sources->len; i++) {
    g_autofree gchar *partial = g_strdup_printf ("%s.first%u", name, i + 1);
    gint n = batch_shape (self).dim[1];

    self->current =
        nn_compiler_emit (self, rows[layer->kind].op, i + 1 < sources->len ? partial : name,
                          NN_INPUTS (self->current, get_given (self, g_array_index (sources, gint, i))), &n);
  }
}

static void
compile_layer (NnCompiler *self, const NnLayer *layer)
{
  g_autoptr (GArray) sources = nn_network_list_sources (self->network, self->layer, NULL);

  self->current = get_given (self, g_array_index (sources, gint, 0));
  /* Behind a dropout, which prediction leaves out, a loss on logits takes its input for logits as training
   * does. */
  self->last = NN_ACTIVATION_LINEAR;
  if (layer->kind == NN_LAYER_DROPOUT && self->prediction)
    return;
  switch (layer->kind) {
  case NN_LAYER_DENSE: compile_dense (self, layer); break;
  case NN_LAYER_CONV: compile_conv (self, layer); break;
  case NN_LAYER_MAX_POOL:
  case NN_LAYER_AVERAGE_POOL: compile_pool (self, layer); break;
  case NN_LAYER_FLATTEN: compile_flatten (self, layer); break;
  case NN_LAYER_ACTIVATION: compile_activation (self, layer); break;
  case NN_LAYER_DROPOUT: compile_dropout (self, layer); break;
  case NN_LAYER_ADD:
  case NN_LAYER_CONCATENATE:
  case NN_LAYER_MULTIPLY: compile_merge (self, layer, sources); break;
  case NN_N_LAYER_KINDS:
  default: g_assert_not_reached ();
  }
}

static void
compile_forward (NnCompiler *self)
{
  const NnShape *in = &self->network->input;
  NnShape shape = { .rank = in->rank + 1, .dim = { self->batch, in->dim[0], 1, 1 } };

  for (gint i = 1; i < in->rank; i++)
    shape.dim[1 + i] = in->dim[i];
  self->input = self->current =
      nn_program_builder_add_leaf (self->builder, "x", NN_ROLE_INPUT, &shape, in->rank == 1 ? "bi" : "bkrc");
  for (guint i = 0; i < self->network->layers->len; i++) {
    self->layer = (gint) i;
    nn_program_builder_set_place (self->builder, NN_PHASE_FORWARD, self->layer);
    compile_layer (self, g_ptr_array_index (self->network->layers, i));
    self->given[i] = self->current;
    if (nn_program_builder_get_error (self->builder) != NULL) {
      g_autofree gchar *who = nn_network_describe_layer (self->network, (gint) i);
      g_autofree gchar *prefix = g_strconcat (who, ": ", NULL);

      nn_program_builder_prefix_error (self->builder, prefix);
      return;
    }
  }
}

/* ---- training ---- */

/* A leaf of 0s and 1s beside every computed tensor of which cells are held by hand. */
static void
add_pins (NnCompiler *self, const gchar *const *pinned)
{
  for (gint i = 0; pinned != NULL && pinned[i] != NULL; i++) {
    g_autofree gchar *name = g_strconcat (pinned[i], ".pin", NULL);
    gint tensor = nn_program_builder_find (self->builder, pinned[i]);
    NnTensorInfo info;
    gint pins;

    /* Gradients and updates are not there yet; their pins need no gates. */
    if (tensor < 0)
      continue;
    info = *nn_program_builder_get_tensor (self->builder, tensor);
    if (info.role != NN_ROLE_COMPUTED || info.pins >= 0)
      continue;
    nn_program_builder_set_place (self->builder, NN_PHASE_BACKWARD, info.layer);
    pins = nn_program_builder_add_leaf (self->builder, name, NN_ROLE_PIN, &info.shape, info.axes);
    nn_program_builder_get_tensor (self->builder, tensor)->pins = pins;
  }
}

/* The first name of `pinned` that the program does not compute, or NULL. */
static const gchar *
find_missing (const NnProgram *program, const gchar *const *pinned)
{
  for (gint i = 0; pinned != NULL && pinned[i] != NULL; i++) {
    gint tensor = nn_program_find (program, pinned[i]);

    if (tensor < 0 || nn_program_get_tensor (program, tensor)->role != NN_ROLE_COMPUTED)
      return pinned[i];
  }
  return NULL;
}

static gint
compile_training (NnCompiler *self, gboolean all_gradients, const gchar *const *pinned)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint));
  g_autoptr (GArray) trained = g_array_new (FALSE, FALSE, sizeof (gint));
  gint loss = nn_compiler_emit_loss (self);
  gint x;

  add_pins (self, pinned);
  if (loss < 0)
    return -1;
  x = nn_program_builder_find (self->builder, "x");
  if (all_gradients)
    g_array_append_val (wanted, x);
  for (guint i = 0; i < self->parameters->len; i++) {
    gint tensor = g_array_index (self->parameters, gint, i);
    gboolean frozen = nn_program_builder_get_tensor (self->builder, tensor)->frozen;

    if (!frozen)
      g_array_append_val (trained, tensor);
    if (!frozen || all_gradients)
      g_array_append_val (wanted, tensor);
  }
  nn_backward_emit (self->builder, loss, (const gint *) wanted->data, (gint) wanted->len,
                    !self->network->long_chain);
  nn_optimizer_emit (&self->network->optimizer, self->builder, (const gint *) trained->data,
                     (gint) trained->len);
  return loss;
}

static NnProgram *
compile (const NnNetwork *network,
         gint batch,
         NnCompileFlags flags,
         const gchar *const *pinned,
         GError **error)
{
  g_autofree NnShape *shapes = g_new (NnShape, network->layers->len + 1);
  g_autoptr (NnProgramBuilder) builder = nn_program_builder_new (batch);
  g_autoptr (GArray) parameters = g_array_new (FALSE, FALSE, sizeof (gint));
  g_autofree gint *given = g_new (gint, network->layers->len + 1);
  NnCompiler self = {
    .network = network, .builder = builder, .batch = batch, .given = given, .parameters = parameters
  };
  gint loss = -1;
  gint output;

  if (!nn_network_check (network, shapes, error))
    return NULL;
  if (batch < 1) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("a batch of %d samples cannot be; use 1 or more"),
                 batch);
    return NULL;
  }
  self.prediction = (flags & NN_COMPILE_PREDICTION) != 0;
  compile_forward (&self);
  output = self.current;
  if (self.prediction)
    output = nn_compiler_emit_probabilities (&self);
  else
    loss =
        compile_training (&self, network->all_gradients || (flags & NN_COMPILE_ALL_GRADIENTS) != 0, pinned);
  return nn_program_builder_end (builder, loss, output, error);
}

NnProgram *
nn_network_compile (const NnNetwork *network,
                    gint batch,
                    NnCompileFlags flags,
                    const gchar *const *pinned,
                    GError **error)
{
  g_autoptr (NnProgram) program = compile (network, batch, flags, pinned, error);
  const gchar *missing;

  if (program == NULL || (flags & NN_COMPILE_PREDICTION) != 0)
    return g_steal_pointer (&program);
  missing = find_missing (program, pinned);
  if (missing != NULL && (flags & NN_COMPILE_ALL_GRADIENTS) == 0) {
    /* A gradient that nobody else needs: it is there because it is held. */
    g_clear_pointer (&program, nn_program_unref);
    program = compile (network, batch, flags | NN_COMPILE_ALL_GRADIENTS, pinned, error);
    if (program == NULL)
      return NULL;
    missing = find_missing (program, pinned);
  }
  if (missing == NULL)
    return g_steal_pointer (&program);
  g_set_error (error, NN_ERROR, NN_ERROR_NAME,
               _ ("%s is held by hand, but the network computes nothing of that name; remove its pins"),
               missing);
  return NULL;
}
