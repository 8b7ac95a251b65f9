/* Every operation's kernel against its formula, cell by cell, to the bit.
 *
 * Shapes are drawn from the formula's own subscripts, so a new row of the table is tested without
 * a change here; windows (conv, pool, flatten) have their own draws. Each case runs on every instruction
 * set this processor has, whole and split among threads.
 */
#include <math.h>
#include <string.h>

#include "nn/nn-formula.h"
#include "nn/nn-kernel.h"
#include "nn/nn-threads.h"

/* Numbers of the test's own, so that nothing depends on the code under test. */
static guint64 state;

static guint64
draw_bits (void)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static gdouble
draw (void)
{
  return (gdouble) (draw_bits () >> 11) * 0x1p-53;
}

static gint
draw_int (gint low, gint high)
{
  return low + (gint) (draw_bits () % (guint64) (high - low + 1));
}

/* ---- values ---- */

typedef enum { PLAIN, SPARSE, TIES, WIDE, TINY, STRANGE, N_FLAVOURS } Flavour;

static gdouble
draw_strange (void)
{
  static const gdouble values[] = { INFINITY,  -INFINITY,  NAN,   0.0,    -0.0,
                                    0x1p-1074, -0x1p-1074, 1e308, -1e308, 1.0 };

  return values[draw_int (0, G_N_ELEMENTS (values) - 1)];
}

static gdouble
draw_value (Flavour flavour)
{
  gdouble plain = draw () * 4 - 2;

  switch (flavour) {
  case SPARSE: return draw () < 0.7 ? (draw () < 0.5 ? 0.0 : -0.0) : plain;
  case TIES: return draw_int (-2, 2) * (draw () < 0.5 ? 1.0 : -1.0);
  case WIDE: return ldexp (plain, draw_int (-40, 12));
  case TINY: return ldexp (plain, draw_int (-1074, -460));
  case STRANGE: return draw () < 0.1 ? draw_strange () : plain;
  case PLAIN:
  case N_FLAVOURS:
  default: return plain;
  }
}

static gdouble
draw_role (const gchar *role, Flavour flavour, const gint *attribute)
{
  if (g_str_equal (role, "which"))
    return draw () < 0.95 ? draw_int (1, attribute[0] * attribute[1]) : draw_value (flavour);
  if (g_str_equal (role, "pin"))
    return draw_int (0, 1);
  if (g_str_equal (role, "count"))
    return draw_int (1, 9);
  if (g_str_equal (role, "u") || g_str_equal (role, "keep") || g_str_equal (role, "p")
      || g_str_equal (role, "s"))
    return flavour == STRANGE ? draw_value (flavour) : fabs (draw_value (flavour)) / 2;
  return draw_value (flavour);
}

/* ---- shapes ---- */

typedef struct {
  gint letter[26]; /* size of each index */
  gint rest[NN_MAX_RANK], n_rest;
} Sizes;

static gint
draw_size (void)
{
  static const gint common[] = { 1, 2, 3, 5, 7, 8, 9, 10, 16, 17 };

  return draw () < 0.2 ? draw_int (1, 40) : common[draw_int (0, G_N_ELEMENTS (common) - 1)];
}

/* The text between the brackets behind `name`, or NULL where it stands bare. Caller frees. */
static gchar *
find_subscripts (const gchar *formula, const gchar *name)
{
  g_autofree gchar *pattern = g_strdup_printf ("\\b%s\\[([^\\]]*)\\]", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (regex, formula, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 1);
}

static NnShape
shape_of_subscripts (const gchar *subscripts, const Sizes *sizes)
{
  NnShape shape = nn_shape (0);

  for (const gchar *c = subscripts; c != NULL && *c != '\0'; c++) {
    if (g_str_has_prefix (c, "..")) {
      for (gint i = 0; i < sizes->n_rest; i++)
        shape.dim[shape.rank++] = sizes->rest[i];
      c++;
    } else if (*c != ',') {
      shape.dim[shape.rank++] = sizes->letter[(*c == 'j' ? 'o' : *c) - 'a'];
    }
  }
  return shape;
}

static void
draw_plain_shapes (const NnOpInfo *info, NnCall *call)
{
  Sizes sizes = { .n_rest = 0 };
  g_autofree gchar *out = find_subscripts (info->formula, "out");
  gint most = out != NULL && g_str_has_prefix (out, "..") ? 4 : 2;
  gboolean big = draw () < 0.1;

  for (gint i = 0; i < 26; i++)
    sizes.letter[i] = big && strchr ("io", 'a' + i) != NULL ? draw_int (30, 250) : draw_size ();
  sizes.n_rest = draw_int (0, most);
  if (info->n_inputs > 0 && strstr (info->formula, "sum(..") != NULL)
    sizes.n_rest = draw_int (0, 4);
  for (gint i = 0; i < sizes.n_rest; i++)
    sizes.rest[i] = sizes.n_rest > 2 ? draw_int (1, 6) : draw_size ();
  for (gint k = 0; k < info->n_inputs; k++) {
    g_autofree gchar *subscripts = find_subscripts (info->formula, info->inputs[k]);

    call->in_shape[k] = shape_of_subscripts (subscripts, &sizes);
  }
  call->out_shape = shape_of_subscripts (out, &sizes);
  for (gint i = 0; i < info->n_attributes; i++)
    call->attribute[i] = draw_int (1, 50);
}

/* A window of kernel[] with strides and padding on an image; the grid's size. */
static gint
count_places (gint size, gint kernel, gint stride, gint before, gint after)
{
  return (size + before + after - kernel) / stride + 1;
}

static void
draw_window (NnShape *image, NnShape *grid, gint kernel[2], gint *a, gboolean pool)
{
  gboolean larger = draw () < 0.2;

  *image = nn_shape (4, draw_int (1, 3), draw_int (1, draw () < 0.2 ? 9 : 3), draw_int (1, larger ? 26 : 9),
                     draw_int (1, larger ? 26 : 9));
  for (gint axis = 0; axis < 2; axis++) {
    gint size = image->dim[2 + axis], most;

    a[axis] = draw_int (1, 3);
    a[2 + axis] = draw () < 0.5 ? 0 : draw_int (0, 3);
    a[4 + axis] = draw () < 0.5 ? 0 : draw_int (0, 3);
    most = size + a[2 + axis] + a[4 + axis];
    kernel[axis] = draw () < 0.1 ? most : draw_int (1, MIN (most, 5));
    if (pool) {
      a[2 + axis] = MIN (a[2 + axis], kernel[axis] - 1);
      a[4 + axis] = MIN (a[4 + axis], kernel[axis] - 1);
      kernel[axis] = MIN (kernel[axis], size + a[2 + axis] + a[4 + axis]);
      a[2 + axis] = MIN (a[2 + axis], kernel[axis] - 1);
      a[4 + axis] = MIN (a[4 + axis], kernel[axis] - 1);
    }
    grid->dim[2 + axis] = count_places (size, kernel[axis], a[axis], a[2 + axis], a[4 + axis]);
  }
  grid->rank = 4;
  grid->dim[0] = image->dim[0];
  grid->dim[1] = image->dim[1];
}

static void
draw_conv_shapes (const NnOpInfo *info, NnCall *call)
{
  NnShape image, grid, W;
  gint kernel[2];

  draw_window (&image, &grid, kernel, call->attribute, FALSE);
  grid.dim[1] = draw_int (1, draw () < 0.3 ? 19 : 4);
  W = nn_shape (4, grid.dim[1], image.dim[1], kernel[0], kernel[1]);
  switch ((gint) info->op) {
  case NN_OP_CONV_DX:
    call->in_shape[0] = grid;
    call->in_shape[1] = W;
    call->out_shape = image;
    break;
  case NN_OP_CONV_DW:
    call->in_shape[0] = image;
    call->in_shape[1] = grid;
    call->out_shape = W;
    break;
  default:
    call->in_shape[0] = image;
    call->in_shape[1] = W;
    call->in_shape[2] = nn_shape (1, grid.dim[1]);
    call->out_shape = grid;
  }
}

static void
draw_pool_shapes (const NnOpInfo *info, NnCall *call)
{
  NnShape image, grid, flat;

  draw_window (&image, &grid, call->attribute, call->attribute + 2, TRUE);
  flat = nn_shape (2, grid.dim[2], grid.dim[3]);
  call->in_shape[0] = g_str_has_suffix (info->name, "_dx") ? grid : image;
  call->out_shape = g_str_has_suffix (info->name, "_dx") ? image : grid;
  if (info->op == NN_OP_POOL_COUNT)
    call->out_shape = flat;
  if (info->n_inputs > 1)
    call->in_shape[1] = g_str_equal (info->inputs[1], "count") ? flat : grid;
}

static void
draw_flatten_shapes (const NnOpInfo *info, NnCall *call)
{
  NnShape image = nn_shape (4, draw_int (1, 4), draw_int (1, 5), draw_int (1, 6), draw_int (1, 6));
  NnShape flat = nn_shape (2, image.dim[0], image.dim[1] * image.dim[2] * image.dim[3]);

  for (gint i = 0; i < info->n_attributes; i++)
    call->attribute[i] = image.dim[4 - info->n_attributes + i];
  call->in_shape[0] = info->op == NN_OP_FLATTEN ? image : flat;
  call->out_shape = info->op == NN_OP_FLATTEN ? flat : image;
}

/* Two tensors alike but for their second axis, side by side; or one of them from both. */
static void
draw_side_by_side (const NnOpInfo *info, NnCall *call)
{
  NnShape first = { draw_int (2, 4), { draw_size (), draw_size (), draw_int (1, 6), draw_int (1, 6) } },
          second, both;

  for (gint axis = first.rank; axis < NN_MAX_RANK; axis++)
    first.dim[axis] = 1;
  second = both = first;
  second.dim[1] = draw_size ();
  both.dim[1] += second.dim[1];
  call->attribute[0] = first.dim[1];
  call->in_shape[0] = first;
  call->in_shape[1] = second;
  call->out_shape = both;
  if (info->op == NN_OP_CONCATENATE_DX) {
    call->in_shape[0] = both;
    call->out_shape = second;
  }
}

static void
draw_shapes (const NnOpInfo *info, NnCall *call)
{
  if (g_str_has_prefix (info->name, "concatenate"))
    draw_side_by_side (info, call);
  else if (g_str_has_prefix (info->name, "conv") && info->op != NN_OP_CONV_DB)
    draw_conv_shapes (info, call);
  else if (g_str_has_prefix (info->name, "pool"))
    draw_pool_shapes (info, call);
  else if (info->op == NN_OP_FLATTEN || info->op == NN_OP_UNFLATTEN)
    draw_flatten_shapes (info, call);
  else
    draw_plain_shapes (info, call);
}

/* ---- one case ---- */

#define GUARD 8 /* cells around the output that nobody may touch */

static gboolean
same_bits (gdouble a, gdouble b)
{
  return (isnan (a) && isnan (b)) || memcmp (&a, &b, sizeof a) == 0;
}

static void
describe (const NnOpInfo *info, const NnCall *call, Flavour flavour)
{
  g_autoptr (GString) text = g_string_new (info->name);

  for (gint k = 0; k < info->n_inputs; k++) {
    g_autofree gchar *shape = nn_shape_to_string (&call->in_shape[k]);

    g_string_append_printf (text, " %s %s", info->inputs[k], shape);
  }
  for (gint k = 0; k < info->n_attributes; k++)
    g_string_append_printf (text, " %s=%d", info->attributes[k], call->attribute[k]);
  g_test_message ("%s flavour %d", text->str, flavour);
}

static void
compare (const NnOpInfo *info, const NnCall *call, const gdouble *wanted, const gdouble *got, Flavour flavour)
{
  for (gsize i = 0; i < call->n_cells; i++)
    if (!same_bits (wanted[i], got[GUARD + i])) {
      describe (info, call, flavour);
      g_test_message ("cell %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT ": formula %a, kernel %a on %s", i,
                      call->n_cells, wanted[i], got[GUARD + i], nn_cpu_get_name (nn_kernel_get_cpu ()));
      g_test_fail ();
      return;
    }
  for (gsize i = 0; i < GUARD; i++)
    g_assert_true (got[i] == 12345.0 && got[GUARD + call->n_cells + i] == 12345.0);
}

static void
run_kernels (const NnOpInfo *info, NnCall *call, const gdouble *wanted, Flavour flavour)
{
  gsize n = nn_shape_count (&call->out_shape);
  g_autofree gdouble *buffer = g_new (gdouble, n + 2 * GUARD);

  call->out = buffer + GUARD;
  for (gint cpu = 0; cpu < NN_N_CPUS; cpu++) {
    if (!nn_kernel_set_cpu ((NnCpu) cpu))
      continue;
    nn_kernel_prepare (info->op, call);
    g_assert_cmpuint (call->n_cells, ==, n);
    for (guint n_threads = 1; n_threads <= 3; n_threads++) {
      for (gsize i = 0; i < n + 2 * GUARD; i++)
        buffer[i] = 12345.0;
      nn_kernel_set_n_threads (n_threads == 1 ? 2 : n_threads);
      call->is_large = n_threads > 1 && call->n_units > 1; /* split even what is small */
      nn_kernel_execute (call);
      compare (info, call, wanted, buffer, flavour);
    }
  }
}

static void
check_shape_rule (const NnOpInfo *info, const NnCall *call)
{
  g_autoptr (GError) error = NULL;
  const NnShape *given = info->shape_rule == NN_SHAPE_RULE_GIVEN ? &call->out_shape : NULL;
  NnShape out;

  nn_op_infer_shape (info->op, call->in_shape, call->attribute, given, &out, &error);
  g_assert_no_error (error);
  g_assert_true (nn_shape_equal (&out, &call->out_shape));
}

/* Returns how many cells were compared. */
static gsize
test_case (const NnOpInfo *info, Flavour flavour)
{
  NnCall call = { 0 };
  NnBinding binding = { 0 };
  g_autofree gdouble *wanted = NULL;
  gsize n;

  draw_shapes (info, &call);
  check_shape_rule (info, &call);
  for (gint k = 0; k < info->n_inputs; k++) {
    gsize count = nn_shape_count (&call.in_shape[k]);
    gdouble *values = g_new (gdouble, count);
    Flavour own = flavour == STRANGE && draw () < 0.5 ? PLAIN : flavour;

    for (gsize i = 0; i < count; i++)
      values[i] = draw_role (info->inputs[k], own, call.attribute);
    call.in[k] = values;
    binding.in[k] = values;
    binding.in_shape[k] = call.in_shape[k];
  }
  memcpy (binding.attribute, call.attribute, sizeof binding.attribute);
  binding.out_shape = call.out_shape;
  n = nn_shape_count (&call.out_shape);
  wanted = g_new (gdouble, n);
  for (gsize i = 0; i < n; i++)
    wanted[i] = nn_formula_evaluate (nn_formula_for_op (info->op), &binding, i);
  run_kernels (info, &call, wanted, flavour);
  for (gint k = 0; k < info->n_inputs; k++)
    g_free ((gpointer) call.in[k]);
  return n;
}

static void
test_operation (gconstpointer data)
{
  const NnOpInfo *info = data;
  gboolean window = strstr (info->name, "conv") != NULL || strstr (info->name, "pool") != NULL;
  gint n_cases = (window ? 8 : 4) * (g_test_quick () ? 1 : 5);
  gsize n_cells = 0;

  state = 0x9e3779b97f4a7c15 + (guint64) info->op * 7919;
  for (gint flavour = 0; flavour < N_FLAVOURS; flavour++)
    for (gint i = 0; i < n_cases; i++)
      n_cells += test_case (info, (Flavour) flavour);
  g_assert_cmpuint (n_cells, >=, 6);
}

/* ---- what calls are besides their bits ---- */

/* Layers as large as lessons have them, where the fast paths block and pack. */
static void
test_large (gconstpointer data)
{
  static const gint sizes[][3] = { { 32, 784, 128 }, { 7, 300, 33 }, { 1, 500, 130 }, { 33, 97, 1 } };

  state = 42;
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (gint op = NN_OP_DENSE; op <= NN_OP_DENSE_DW; op++) {
      const NnOpInfo *info = nn_op_get ((NnOp) op);
      gint b = sizes[s][0], i = sizes[s][1], o = sizes[s][2];
      NnCall call = { 0 };
      NnBinding binding = { 0 };
      g_autofree gdouble *x = g_new (gdouble, b * i), *W = g_new (gdouble, i * o),
                         *dz = g_new (gdouble, b * o);
      g_autofree gdouble *wanted = NULL;

      if (op != NN_OP_DENSE && op != NN_OP_DENSE_DX && op != NN_OP_DENSE_DW)
        continue;
      for (gint k = 0; k < b * i; k++)
        x[k] = draw () - 0.5;
      for (gint k = 0; k < i * o; k++)
        W[k] = draw () - 0.5;
      for (gint k = 0; k < b * o; k++)
        dz[k] = draw () - 0.5;
      call.in[0] = op == NN_OP_DENSE_DX ? dz : x;
      call.in_shape[0] = op == NN_OP_DENSE_DX ? nn_shape (2, b, o) : nn_shape (2, b, i);
      call.in[1] = op == NN_OP_DENSE_DW ? dz : W;
      call.in_shape[1] = op == NN_OP_DENSE_DW ? nn_shape (2, b, o) : nn_shape (2, i, o);
      call.in[2] = W;
      call.in_shape[2] = nn_shape (1, o);
      call.out_shape = op == NN_OP_DENSE      ? nn_shape (2, b, o)
                       : op == NN_OP_DENSE_DX ? nn_shape (2, b, i)
                                              : nn_shape (2, i, o);
      memcpy (binding.in, call.in, sizeof binding.in);
      memcpy (binding.in_shape, call.in_shape, sizeof binding.in_shape);
      binding.out_shape = call.out_shape;
      wanted = g_new (gdouble, nn_shape_count (&call.out_shape));
      for (gsize k = 0; k < nn_shape_count (&call.out_shape); k++)
        wanted[k] = nn_formula_evaluate (nn_formula_for_op ((NnOp) op), &binding, k);
      run_kernels (info, &call, wanted, PLAIN);
    }
}

static void
test_finite (void)
{
  gdouble values[77];

  for (gint cpu = 0; cpu < NN_N_CPUS; cpu++) {
    if (!nn_kernel_set_cpu ((NnCpu) cpu))
      continue;
    for (gsize n = 0; n <= G_N_ELEMENTS (values); n++) {
      for (gsize i = 0; i < n; i++)
        values[i] = i % 2 ? 1e308 : -1e308;
      g_assert_true (nn_kernel_all_finite (values, n));
      for (gsize i = 0; i < n; i++) {
        gdouble kept = values[i];

        values[i] = i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -INFINITY;
        g_assert_false (nn_kernel_all_finite (values, n));
        values[i] = kept;
      }
    }
  }
}

static void
test_cpus (void)
{
  g_assert_true (nn_cpu_is_supported (NN_CPU_BASELINE));
  for (gint cpu = 0; cpu < NN_N_CPUS; cpu++) {
    g_assert_cmpint (nn_kernel_set_cpu ((NnCpu) cpu), ==, nn_cpu_is_supported ((NnCpu) cpu));
    if (nn_cpu_is_supported ((NnCpu) cpu))
      g_assert_cmpint (nn_kernel_get_cpu (), ==, cpu);
    else
      g_test_message ("%s is not tested: this processor lacks it", nn_cpu_get_name ((NnCpu) cpu));
  }
  g_assert_cmpstr (nn_cpu_get_name (NN_CPU_BASELINE), ==, "baseline");
  g_assert_cmpstr (nn_cpu_get_name (NN_CPU_AVX2), ==, "avx2");
  g_assert_cmpstr (nn_cpu_get_name (NN_CPU_AVX512), ==, "avx512");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/cpus", test_cpus);
  g_test_add_func ("/kernels/finite", test_finite);
  for (gint op = 0; op < NN_OP_COMMIT; op++) {
    g_autofree gchar *path = g_strdup_printf ("/kernels/op/%s", nn_op_get ((NnOp) op)->name);

    g_test_add_data_func (path, nn_op_get ((NnOp) op), test_operation);
  }
  g_test_add_data_func ("/kernels/large", NULL, test_large);
  return g_test_run ();
}
