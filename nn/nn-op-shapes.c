/* Shape rules: how the shape of an output follows from those of the inputs.
 *
 * Most operations leave it to their formula, where every index stands plainly as a
 * subscript. Those whose subscripts are arithmetic (windows, flatten) have a rule here;
 * their backward operations are given a shape and check it by going forward again.
 */
#include "nn-error.h"
#include "nn-formula.h"
#include "nn-op.h"

/* Where a kernel or window may stand on one image. */
typedef struct {
  gint kernel[2]; /* rows, columns */
  gint stride[2];
  gint before[2]; /* padding at the top, at the left */
  gint after[2];  /* at the bottom, at the right */
} Window;

static gboolean
require_rank (NnOp op, gint input, const NnShape *shape, gint rank, GError **error)
{
  g_autofree gchar *text = NULL;

  if (shape->rank == rank)
    return TRUE;
  text = nn_shape_to_string (shape);
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, "%s: %s has %d axes (%s) where %d are needed",
               nn_op_get (op)->name, nn_op_get (op)->inputs[input], shape->rank, text, rank);
  return FALSE;
}

static gboolean
require_shape (NnOp op, const gchar *what, const NnShape *got, const NnShape *wanted, GError **error)
{
  g_autofree gchar *got_text = NULL;
  g_autofree gchar *wanted_text = NULL;

  if (nn_shape_equal (got, wanted))
    return TRUE;
  got_text = nn_shape_to_string (got);
  wanted_text = nn_shape_to_string (wanted);
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, "%s: %s is %s where %s is needed", nn_op_get (op)->name, what,
               got_text, wanted_text);
  return FALSE;
}

static const NnShape *
require_given (NnOp op, const NnShape *given, gint rank, GError **error)
{
  if (given != NULL && given->rank == rank)
    return given;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, "%s: the shape of the output must be given, with %d axes",
               nn_op_get (op)->name, rank);
  return NULL;
}

/* How many places a window has along one axis (0 rows, 1 columns). */
static gboolean
count_places (NnOp op, const Window *window, gint axis, gint size, gint *places, GError **error)
{
  const gchar *axis_name = axis == 0 ? "rows" : "columns";
  gint64 padded = (gint64) size + window->before[axis] + window->after[axis];
  gint64 count;

  if (window->kernel[axis] < 1 || window->stride[axis] < 1 || window->before[axis] < 0
      || window->after[axis] < 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 "%s: along the %s the kernel and the stride must be at least 1 and the padding at least 0",
                 nn_op_get (op)->name, axis_name);
    return FALSE;
  }
  if (window->kernel[axis] > padded) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 "%s: a kernel of %d %s does not fit a padded input of %" G_GINT64_FORMAT " %s",
                 nn_op_get (op)->name, window->kernel[axis], axis_name, padded, axis_name);
    return FALSE;
  }
  count = (padded - window->kernel[axis]) / window->stride[axis] + 1;
  if (count > (gint64) NN_MAX_CELLS) {
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
                 "%s: %" G_GINT64_FORMAT " output %s are more than fit memory", nn_op_get (op)->name, count,
                 axis_name);
    return FALSE;
  }
  *places = (gint) count;
  return TRUE;
}

/* The first attributes are sr sc pt pl pb pr. */
static void
read_strides_and_padding (Window *window, const gint *attributes)
{
  window->stride[0] = attributes[0];
  window->stride[1] = attributes[1];
  window->before[0] = attributes[2];
  window->before[1] = attributes[3];
  window->after[0] = attributes[4];
  window->after[1] = attributes[5];
}

static gboolean
infer_conv (NnOp op,
            const NnShape *x,
            const NnShape *kernel,
            const gint *attributes,
            NnShape *out,
            GError **error)
{
  Window window = { .kernel = { kernel->dim[2], kernel->dim[3] } };
  gint rows, columns;

  if (x->dim[1] != kernel->dim[1]) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, "%s: x has %d channels, but W is made for %d",
                 nn_op_get (op)->name, x->dim[1], kernel->dim[1]);
    return FALSE;
  }
  read_strides_and_padding (&window, attributes);
  if (!count_places (op, &window, 0, x->dim[2], &rows, error)
      || !count_places (op, &window, 1, x->dim[3], &columns, error))
    return FALSE;
  *out = nn_shape (4, x->dim[0], kernel->dim[0], rows, columns);
  return TRUE;
}

static gboolean
infer_conv_forward (NnOp op, const NnShape *in, const gint *attributes, NnShape *out, GError **error)
{
  NnShape bias;

  if (!require_rank (op, 0, &in[0], 4, error) || !require_rank (op, 1, &in[1], 4, error)
      || !infer_conv (op, &in[0], &in[1], attributes, out, error))
    return FALSE;
  bias = nn_shape (1, in[1].dim[0]);
  return nn_op_get (op)->n_inputs < 3 || require_shape (op, "bias", &in[2], &bias, error);
}

/* The attributes of all pools are kh kw sr sc pt pl pb pr. */
static gboolean
infer_pool (NnOp op, const NnShape *x, const gint *attributes, NnShape *out, GError **error)
{
  Window window = { .kernel = { attributes[0], attributes[1] } };
  gint rows, columns;

  read_strides_and_padding (&window, attributes + 2);
  for (gint axis = 0; axis < 2; axis++)
    if (window.before[axis] >= window.kernel[axis] || window.after[axis] >= window.kernel[axis]) {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   "%s: the padding must be smaller than the window, or a window would cover nothing",
                   nn_op_get (op)->name);
      return FALSE;
    }
  if (!count_places (op, &window, 0, x->dim[2], &rows, error)
      || !count_places (op, &window, 1, x->dim[3], &columns, error))
    return FALSE;
  *out = nn_shape (4, x->dim[0], x->dim[1], rows, columns);
  return TRUE;
}

/* What a pool reads beside its image: `which` has the output's shape, `count` its grid. */
static gboolean
check_pool_companion (NnOp op, gint input, const NnShape *companion, const NnShape *out, GError **error)
{
  const gchar *role = nn_op_get (op)->inputs[input];
  NnShape grid = nn_shape (2, out->dim[2], out->dim[3]);

  return require_shape (op, role, companion, g_str_equal (role, "count") ? &grid : out, error);
}

static gboolean
infer_pool_forward (NnOp op, const NnShape *in, const gint *attributes, NnShape *out, GError **error)
{
  if (!require_rank (op, 0, &in[0], 4, error) || !infer_pool (op, &in[0], attributes, out, error))
    return FALSE;
  return nn_op_get (op)->n_inputs < 2 || check_pool_companion (op, 1, &in[1], out, error);
}

static gboolean
infer_pool_count (NnOp op, const NnShape *in, const gint *attributes, NnShape *out, GError **error)
{
  NnShape pooled;

  if (!require_rank (op, 0, &in[0], 4, error) || !infer_pool (op, &in[0], attributes, &pooled, error))
    return FALSE;
  *out = nn_shape (2, pooled.dim[2], pooled.dim[3]);
  return TRUE;
}

static gboolean
infer_flatten (NnOp op, const NnShape *in, const gint *attributes, NnShape *out, GError **error)
{
  NnShape image;
  gsize count;

  if (!require_rank (op, 0, &in[0], 4, error))
    return FALSE;
  image = nn_shape (4, in[0].dim[0], attributes[0], attributes[1], attributes[2]);
  if (!require_shape (op, "x", &in[0], &image, error))
    return FALSE;
  image.dim[0] = 1;
  count = nn_shape_count (&image);
  *out = nn_shape (2, in[0].dim[0], (gint) count);
  return TRUE;
}

/* Alike but for the second axis, of which the output has both; n is the first one's. */
static gboolean
infer_concatenate (NnOp op, const NnShape *in, const gint *attributes, NnShape *out, GError **error)
{
  NnShape other = in[1];

  other.dim[1] = in[0].dim[1];
  if (in[0].rank < 2 || attributes[0] != in[0].dim[1] || in[1].dim[1] > G_MAXINT - in[0].dim[1]) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, "%s: x needs a second axis, of %d cells",
                 nn_op_get (op)->name, attributes[0]);
    return FALSE;
  }
  *out = in[0];
  out->dim[1] += in[1].dim[1];
  return require_shape (op, "y but for its second axis", &other, &in[0], error);
}

/* ---- backward operations: the given shape, taken forward, must fit what came back ---- */

static gboolean
check_conv_dx (NnOp op,
               const NnShape *in,
               const gint *attributes,
               const NnShape *given,
               NnShape *out,
               GError **error)
{
  NnShape forward;

  if (!require_given (op, given, 4, error) || !require_rank (op, 0, &in[0], 4, error)
      || !require_rank (op, 1, &in[1], 4, error))
    return FALSE;
  *out = *given;
  if (op == NN_OP_CONV_DX)
    return infer_conv (op, given, &in[1], attributes, &forward, error)
           && require_shape (op, "dz", &in[0], &forward, error);
  return infer_conv (op, &in[0], given, attributes, &forward, error)
         && require_shape (op, "dz", &in[1], &forward, error);
}

static gboolean
check_pool_dx (NnOp op,
               const NnShape *in,
               const gint *attributes,
               const NnShape *given,
               NnShape *out,
               GError **error)
{
  NnShape forward;

  if (!require_given (op, given, 4, error))
    return FALSE;
  *out = *given;
  return infer_pool (op, given, attributes, &forward, error)
         && require_shape (op, "dy", &in[0], &forward, error)
         && (nn_op_get (op)->n_inputs < 2 || check_pool_companion (op, 1, &in[1], &forward, error));
}

static gboolean
check_unflatten (NnOp op,
                 const NnShape *in,
                 const gint *attributes,
                 const NnShape *given,
                 NnShape *out,
                 GError **error)
{
  NnShape image, flat;
  gsize count;

  if (!require_given (op, given, 4, error))
    return FALSE;
  image = nn_shape (4, given->dim[0], given->dim[1], attributes[0], attributes[1]);
  if (!require_shape (op, "the output", given, &image, error))
    return FALSE;
  image.dim[0] = 1;
  count = nn_shape_count (&image);
  flat = nn_shape (2, given->dim[0], (gint) count);
  *out = *given;
  return require_shape (op, "dy", &in[0], &flat, error);
}

/* The gradient of a sum over the second axis, and of its logarithm. */
static gboolean
check_row_sum_dx (NnOp op, const NnShape *in, const NnShape *given, NnShape *out, GError **error)
{
  NnShape sums = nn_shape (0);

  if (given == NULL || given->rank < 2) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 "%s: the shape of the output must be given, with at least 2 axes", nn_op_get (op)->name);
    return FALSE;
  }
  for (gint axis = 0; axis < given->rank; axis++)
    if (axis != 1)
      sums.dim[sums.rank++] = given->dim[axis];
  *out = *given;
  return require_shape (op, nn_op_get (op)->inputs[0], &in[0], &sums, error)
         && (op == NN_OP_ROW_SUM_DX || require_shape (op, "e", &in[1], given, error));
}

/* The part that begins behind `first` features must lie within dy. */
static gboolean
check_concatenate_dx (NnOp op,
                      const NnShape *in,
                      const gint *attributes,
                      const NnShape *given,
                      NnShape *out,
                      GError **error)
{
  if (!nn_formula_infer_shape (nn_formula_for_op (op), in, attributes, given, out, error))
    return FALSE;
  if (attributes[0] >= 0 && attributes[0] <= in[0].dim[1] - out->dim[1])
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, "%s: %d cells behind the first %d do not fit dy's %d",
               nn_op_get (op)->name, out->dim[1], attributes[0], in[0].dim[1]);
  return FALSE;
}

static gboolean
check_given (NnOp op,
             const NnShape *in,
             const gint *attributes,
             const NnShape *given,
             NnShape *out,
             GError **error)
{
  if (op == NN_OP_CONV_DX || op == NN_OP_CONV_DW)
    return check_conv_dx (op, in, attributes, given, out, error);
  if (op == NN_OP_POOL_MAX_DX || op == NN_OP_POOL_MEAN_DX || op == NN_OP_POOL_MEAN_PADDED_DX)
    return check_pool_dx (op, in, attributes, given, out, error);
  if (op == NN_OP_UNFLATTEN)
    return check_unflatten (op, in, attributes, given, out, error);
  if (op == NN_OP_ROW_SUM_DX || op == NN_OP_LN_SUM_DE)
    return check_row_sum_dx (op, in, given, out, error);
  if (op == NN_OP_CONCATENATE_DX)
    return check_concatenate_dx (op, in, attributes, given, out, error);
  return nn_formula_infer_shape (nn_formula_for_op (op), in, attributes, given, out, error);
}

gboolean
nn_op_infer_shape (NnOp op,
                   const NnShape *inputs,
                   const gint *attributes,
                   const NnShape *given,
                   NnShape *out,
                   GError **error)
{
  g_assert ((guint) op < NN_OP_COMMIT);
  switch (nn_op_get (op)->shape_rule) {
  case NN_SHAPE_RULE_FORMULA:
    if (nn_formula_infer_shape (nn_formula_for_op (op), inputs, attributes, NULL, out, error))
      return TRUE;
    g_prefix_error (error, "%s: ", nn_op_get (op)->name);
    return FALSE;
  case NN_SHAPE_RULE_GIVEN: return check_given (op, inputs, attributes, given, out, error);
  case NN_SHAPE_RULE_CONV: return infer_conv_forward (op, inputs, attributes, out, error);
  case NN_SHAPE_RULE_POOL: return infer_pool_forward (op, inputs, attributes, out, error);
  case NN_SHAPE_RULE_POOL_COUNT: return infer_pool_count (op, inputs, attributes, out, error);
  case NN_SHAPE_RULE_FLATTEN: return infer_flatten (op, inputs, attributes, out, error);
  case NN_SHAPE_RULE_CONCATENATE: return infer_concatenate (op, inputs, attributes, out, error);
  }
  g_assert_not_reached ();
}
