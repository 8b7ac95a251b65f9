/* exp, ln, ln1p, tanh and cospi: within one unit in the last place of the C library's long doubles, over
 * dense random ranges and at every edge; and the same bits from every instruction set's kernels. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "draw-bits.h"
#include "nn/nn-kernel.h"
#include "nn/nn-math.h"

typedef gdouble (*Function) (gdouble x);
typedef long double (*Reference) (long double x);

static gdouble
draw (gdouble low, gdouble high)
{
  return low + (gdouble) (draw_bits () >> 11) * 0x1p-53 * (high - low);
}

static gdouble
from_bits (guint64 bits)
{
  gdouble x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

/* The distance of neighbouring doubles where `exact` lies, subnormals included. */
static long double
get_spacing (long double exact)
{
  gint exponent;

  frexpl (exact, &exponent);
  return ldexpl (1.0L, MAX (exponent, DBL_MIN_EXP) - DBL_MANT_DIG);
}

/* The error in units in the last place. */
static gdouble
get_error (Function function, Reference reference, gdouble x)
{
  long double exact = reference (x);
  gdouble got = function (x);

  if (isinf (got) || fabsl (exact) > DBL_MAX)
    return (gdouble) exact == got || fabsl (exact) >= DBL_MAX ? 0.0 : INFINITY;
  if (isnan (got))
    return INFINITY;
  return (gdouble) (fabsl (got - exact) / get_spacing (exact));
}

typedef struct {
  const gchar *name;
  Function function;
  Reference reference;
  gdouble worst, worst_x;
} Claim;

static void
try (Claim *claim, gdouble x)
{
  gdouble error = get_error (claim->function, claim->reference, x);

  if (error > claim->worst) {
    claim->worst = error;
    claim->worst_x = x;
  }
}

static void
try_around (Claim *claim, gdouble x)
{
  gdouble below = x, above = x;

  for (gint i = 0; i < 40; i++) {
    try (claim, below);
    try (claim, above);
    below = nextafter (below, -INFINITY);
    above = nextafter (above, INFINITY);
  }
}

static void
finish (const Claim *claim)
{
  g_test_message ("%s: at most %.4f ulp, at %a", claim->name, claim->worst, claim->worst_x);
  g_assert_cmpfloat (claim->worst, <=, 1.0);
  g_assert_cmpfloat (claim->worst, >, 0.4); /* or else nothing was measured */
}

/* The measure itself: the nearest double is within a half, its neighbour is not within one. */
static gdouble
round_long_exp (gdouble x)
{
  return (gdouble) expl (x);
}

static gdouble
miss_long_exp (gdouble x)
{
  return nextafter (nextafter ((gdouble) expl (x), INFINITY), INFINITY);
}

static void
test_measure (void)
{
  g_assert_cmpint (LDBL_MANT_DIG, >=, 64);
  for (gint i = 0; i < 1000; i++) {
    gdouble x = draw (-740, 700);

    g_assert_cmpfloat (get_error (round_long_exp, expl, x), <=, 0.5);
    g_assert_cmpfloat (get_error (miss_long_exp, expl, x), >=, 0.75); /* at a power of 2 half as far */
  }
}

static void
test_exp (void)
{
  static const gdouble ranges[] = { 1e-300, 1e-9, 1e-3, 0.35, 1, 10, 100, 709.7 };
  Claim claim = { .name = "exp", .function = nn_exp, .reference = expl };

  for (guint k = 0; k < G_N_ELEMENTS (ranges); k++)
    for (gint i = 0; i < 100000; i++)
      try (&claim, draw (-ranges[k], ranges[k]));
  for (gint i = 0; i < 100000; i++)
    try (&claim, draw (-746, -700)); /* subnormal results */
  for (gint k = -1076; k <= 1024; k++) {
    try_around (&claim, k * 0.693147180559945309417);
    try_around (&claim, (k + 0.5) * 0.693147180559945309417);
  }
  try_around (&claim, 0x1.62e42fefa39efp+9);
  try_around (&claim, -0x1.74910d52d3051p+9);
  finish (&claim);
}

static void
test_ln (void)
{
  Claim claim = { .name = "ln", .function = nn_ln, .reference = logl };

  for (gint i = 0; i < 300000; i++) {
    try (&claim, from_bits (draw_bits () % 0x7ff0000000000000)); /* every positive double alike */
    try (&claim, draw (0.5, 2));
    try (&claim, draw (0.99, 1.01));
    try (&claim, 1 + draw (-1e-7, 1e-7));
    try (&claim, draw (0, 1000));
    try (&claim, from_bits (draw_bits () % 0x0010000000000000 + 1)); /* subnormal */
  }
  for (gint k = -1074; k < 1024; k++) {
    try_around (&claim, ldexp (1.0, k) + DBL_MIN);
    if (k > -1000)
      try_around (&claim, ldexp (sqrt (0.5), k));
  }
  finish (&claim);
}

static void
test_ln1p (void)
{
  Claim claim = { .name = "ln1p", .function = nn_ln1p, .reference = log1pl };

  for (gint i = 0; i < 300000; i++) {
    try (&claim, from_bits (draw_bits () % 0x7ff0000000000000)); /* every positive double alike */
    try (&claim, -from_bits (draw_bits () % 0x3ff0000000000000));
    try (&claim, draw (-1, 1));
    try (&claim, draw (-0.5, 1));
    try (&claim, draw (-1e-3, 1e-3));
    try (&claim, draw (-1e-9, 1e-9));
    try (&claim, draw (1, 1e4));
    try (&claim, expm1 (draw (-36, 700)));
  }
  for (gint k = -1074; k < 1024; k++) {
    try_around (&claim, ldexp (1.0, k));
    if (k <= 0)
      try_around (&claim, -ldexp (1.0, k) + (k == 0 ? 0x1p-45 : 0.0));
    if (k > -40)
      try_around (&claim, ldexp (sqrt (0.5), k) - 1);
  }
  finish (&claim);
}

static void
test_tanh (void)
{
  static const gdouble ranges[] = { 1e-310, 1e-200, 1e-8, 1e-3, 0.2, 0.5, 1, 3, 10, 25, 1000 };
  Claim claim = { .name = "tanh", .function = nn_tanh, .reference = tanhl };

  for (guint k = 0; k < G_N_ELEMENTS (ranges); k++)
    for (gint i = 0; i < 100000; i++)
      try (&claim, draw (-ranges[k], ranges[k]));
  /* Where 2x is nearest to half of ln 2 and more than half of its exp - 1 cancels. */
  for (gint i = 0; i < 500000; i++)
    try (&claim, draw (0.17, 0.25));
  for (gint k = 0; k <= 60; k++)
    try_around (&claim, (k + 0.5) * 0.5 * 0.693147180559945309417);
  for (gint k = -1074; k < 1024; k++)
    try_around (&claim, ldexp (1.0, k));
  finish (&claim);
}

static long double
cospil_of (long double x)
{
  long double r = fmodl (fabsl (x), 2.0L), pi = 3.14159265358979323846264338327950288L;

  /* Near a half the cosine is small: its own sine keeps the digits. */
  r = r > 1 ? 2 - r : r;
  return r < 0.25L ? cosl (pi * r) : r <= 0.75L ? sinl (pi * (0.5L - r)) : -cosl (pi * (1 - r));
}

static void
test_cospi (void)
{
  static const gdouble ranges[] = { 1e-8, 1e-3, 0.25, 0.5, 1, 2, 100, 1e6, 1e15 };
  Claim claim = { .name = "cospi", .function = nn_cospi, .reference = cospil_of };

  for (guint k = 0; k < G_N_ELEMENTS (ranges); k++)
    for (gint i = 0; i < 100000; i++)
      try (&claim, draw (-ranges[k], ranges[k]));
  for (gint k = -60; k < 20; k++) {
    try_around (&claim, ldexp (1.0, k));
    try_around (&claim, 0.5 + ldexp (1.0, k));
    try_around (&claim, 1 - ldexp (1.0, -abs (k)));
  }
  finish (&claim);
}

static void
assert_bits (gdouble got, gdouble wanted)
{
  if (isnan (wanted) ? !isnan (got) : memcmp (&got, &wanted, sizeof got) != 0)
    g_error ("got %a, wanted %a", got, wanted);
}

static void
test_edges (void)
{
  assert_bits (nn_exp (0.0), 1.0);
  assert_bits (nn_exp (-0.0), 1.0);
  assert_bits (nn_exp (INFINITY), INFINITY);
  assert_bits (nn_exp (-INFINITY), 0.0);
  assert_bits (nn_exp (1e300), INFINITY);
  assert_bits (nn_exp (-1e300), 0.0);
  assert_bits (nn_exp (709.8), INFINITY);
  g_assert_true (isfinite (nn_exp (0x1.62e42fefa39efp+9)));
  assert_bits (nn_exp (nextafter (0x1.62e42fefa39efp+9, INFINITY)), INFINITY);
  assert_bits (nn_exp (-746.0), 0.0);
  assert_bits (nn_exp (-745.13), 0x1p-1074);
  assert_bits (nn_exp (NAN), NAN);
  assert_bits (nn_ln (1.0), 0.0);
  assert_bits (nn_ln (0.0), -INFINITY);
  assert_bits (nn_ln (-0.0), -INFINITY);
  assert_bits (nn_ln (INFINITY), INFINITY);
  assert_bits (nn_ln (-1.0), NAN);
  assert_bits (nn_ln (-0x1p-1074), NAN);
  assert_bits (nn_ln (-INFINITY), NAN);
  assert_bits (nn_ln (NAN), NAN);
  assert_bits (nn_ln1p (0.0), 0.0);
  assert_bits (nn_ln1p (-0.0), -0.0);
  assert_bits (nn_ln1p (0x1p-1074), 0x1p-1074);
  assert_bits (nn_ln1p (-0x1p-1074), -0x1p-1074);
  assert_bits (nn_ln1p (1e-20), 1e-20);
  assert_bits (nn_ln1p (-1.0), -INFINITY);
  assert_bits (nn_ln1p (nextafter (-1.0, -2.0)), NAN);
  assert_bits (nn_ln1p (-INFINITY), NAN);
  assert_bits (nn_ln1p (INFINITY), INFINITY);
  assert_bits (nn_ln1p (NAN), NAN);
  g_assert_true (isfinite (nn_ln1p (DBL_MAX)));
  for (gint k = -5; k <= 5; k++) {
    assert_bits (nn_cospi (k), k % 2 == 0 ? 1.0 : -1.0);
    assert_bits (nn_cospi (k + 0.5), 0.0);
    assert_bits (nn_cospi (0x1p40 + k), k % 2 == 0 ? 1.0 : -1.0);
  }
  assert_bits (nn_cospi (-0.0), 1.0);
  assert_bits (nn_cospi (0x1p1000), 1.0);
  assert_bits (nn_cospi (INFINITY), NAN);
  assert_bits (nn_cospi (NAN), NAN);
  assert_bits (nn_tanh (0.0), 0.0);
  assert_bits (nn_tanh (-0.0), -0.0);
  assert_bits (nn_tanh (0x1p-1074), 0x1p-1074);
  assert_bits (nn_tanh (-1e-300), -1e-300);
  assert_bits (nn_tanh (INFINITY), 1.0);
  assert_bits (nn_tanh (-INFINITY), -1.0);
  assert_bits (nn_tanh (1e300), 1.0);
  assert_bits (nn_tanh (NAN), NAN);
}

/* What learners may look at: odd and even, never beyond the bounds. */
static void
test_bounds (void)
{
  for (gint i = 0; i < 200000; i++) {
    gdouble x = draw (-30, 30);

    assert_bits (nn_tanh (-x), -nn_tanh (x));
    g_assert_cmpfloat (fabs (nn_tanh (x)), <=, 1.0);
    g_assert_cmpfloat (nn_exp (x), >, 0.0);
  }
}

/* ---- the kernels ---- */

static void
fill (gdouble *x, gsize n)
{
  static const gdouble edges[] = { 0.0,       -0.0,   INFINITY, -INFINITY, NAN,    0x1p-1074, -0x1p-1074,
                                   0x1p-1022, 709.78, 710.0,    -745.0,    -746.0, -708.4,    1.0,
                                   -1.0,      0.5,    0x1p1023, 1e308,     -1e308, 18.7,      22.0,
                                   25.0,      -25.0,  1e-9,     0.7071067, 1.4142, 2.0,       0.34657,
                                   -0.34657,  1e-300, 50.0,     -50.0 };

  for (gsize i = 0; i < n; i++) {
    switch (draw_bits () % 4) {
    case 0: x[i] = edges[draw_bits () % G_N_ELEMENTS (edges)]; break;
    case 1: x[i] = from_bits (draw_bits ()); break;
    case 2: x[i] = draw (-1, 1); break;
    default: x[i] = draw (-800, 800);
    }
  }
}

static void
check_kernel (NnOp op, Function function, NnCpu cpu, gint n)
{
  g_autofree gdouble *x = g_new (gdouble, n), *out = g_new0 (gdouble, n);
  NnCall call = { .out = out, .in = { x } };

  call.out_shape = nn_shape (1, n);
  call.in_shape[0] = op == NN_OP_LN_SUM ? nn_shape (2, n, 1) : call.out_shape;
  fill (x, (gsize) n);
  nn_kernel_prepare (op, &call);
  nn_kernel_execute (&call);
  for (gint i = 0; i < n; i++) {
    gdouble wanted = function (x[i]);

    if (isnan (wanted) ? !isnan (out[i]) : memcmp (&wanted, &out[i], sizeof wanted) != 0)
      g_error ("%s of %a on %s, cell %d of %d: scalar %a, kernel %a", nn_op_get (op)->name, x[i],
               nn_cpu_get_name (cpu), i, n, wanted, out[i]);
  }
}

/* What a logarithm of a sum comes to where the sum has one term. */
static gdouble
ln_of_one_term (gdouble e)
{
  return nn_ln1p (e < 1 ? e + -1 : e - 1);
}

/* The surprise at each cell in turn: the others add exact zeros. */
static void
check_ln (NnCpu cpu, gint n)
{
  g_autofree gdouble *p = g_new (gdouble, n), *t = g_new0 (gdouble, n);
  gdouble out;
  NnCall call = { .out = &out, .in = { t, p }, .attribute = { 1 } };

  call.in_shape[0] = call.in_shape[1] = nn_shape (1, n);
  call.out_shape = nn_shape (0);
  fill (p, (gsize) n);
  nn_kernel_prepare (NN_OP_KL_OF_PROBABILITIES, &call);
  for (gint i = 0; i < n; i++) {
    gdouble wanted = 0 - nn_ln (p[i]);

    t[i] = 1;
    nn_kernel_execute (&call);
    t[i] = 0;
    if (isnan (wanted) ? !isnan (out) : out != wanted)
      g_error ("-ln of %a on %s, cell %d of %d: scalar %a, kernel %a", p[i], nn_cpu_get_name (cpu), i, n,
               wanted, out);
  }
}

static void
test_kernels (void)
{
  guint n_sets = 0;
  NnCpu before = nn_kernel_get_cpu ();

  for (gint cpu = 0; cpu < NN_N_CPUS; cpu++) {
    if (!nn_kernel_set_cpu ((NnCpu) cpu))
      continue;
    n_sets++;
    for (gint n = 1; n <= 40; n++) {
      check_kernel (NN_OP_EXP, nn_exp, (NnCpu) cpu, n);
      check_kernel (NN_OP_LN_SUM, ln_of_one_term, (NnCpu) cpu, n);
      check_ln ((NnCpu) cpu, n);
      check_kernel (NN_OP_TANH, nn_tanh, (NnCpu) cpu, n);
    }
    check_kernel (NN_OP_EXP, nn_exp, (NnCpu) cpu, 200001);
    check_kernel (NN_OP_LN_SUM, ln_of_one_term, (NnCpu) cpu, 200001);
    for (gint i = 0; i < 100; i++)
      check_ln ((NnCpu) cpu, 40);
    check_kernel (NN_OP_TANH, nn_tanh, (NnCpu) cpu, 200001);
  }
  g_assert_true (nn_kernel_set_cpu (before));
  g_assert_cmpuint (n_sets, >=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/math/measure", test_measure);
  g_test_add_func ("/math/exp", test_exp);
  g_test_add_func ("/math/ln", test_ln);
  g_test_add_func ("/math/ln1p", test_ln1p);
  g_test_add_func ("/math/tanh", test_tanh);
  g_test_add_func ("/math/cospi", test_cospi);
  g_test_add_func ("/math/edges", test_edges);
  g_test_add_func ("/math/bounds", test_bounds);
  g_test_add_func ("/math/kernels", test_kernels);
  return g_test_run ();
}
