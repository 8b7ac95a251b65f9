/* Every operation's kernel against its formula, cell by cell, to the bit.
 *
 * Each case runs on every instruction
 * set this processor has, whole and split among threads.
 */
#include <math.h>
#include <string.h>

#include "draw-call.h"
#include "nn/nn-formula.h"
#include "nn/nn-threads.h"

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
