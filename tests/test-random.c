#include "nn/nn-random.h"

#include <math.h>

static void
test_philox_published (void)
{
  static const guint32 vectors[3][10] = {
    { 0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 },
    { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e,
      0xa20bc7c6, 0x6d5451fd },
    { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb,
      0x5001e420, 0x24126ea1 },
  };

  for (guint v = 0; v < 3; v++) {
    guint32 out[4];

    nn_random_philox (vectors[v], vectors[v] + 4, out);
    for (guint i = 0; i < 4; i++)
      g_assert_cmphex (out[i], ==, vectors[v][6 + i]);
  }
}

/* From a Philox written a second time in another language, and that language's own
 * quantile of the normal distribution. */
typedef struct {
  guint64 seed;
  guint stream;
  guint32 pass, layer, cell;
  gdouble uniform;
  gdouble normal;
} Drawn;

static const Drawn drawn[] = {
  { 0, 1, 0, 1, 0, 0x1.d1bc55789e103p-1, 1.3385414335071013 },
  { 42, 1, 0, 1, 0, 0x1.1abe5d4116a80p-2, -0.5944164418703858 },
  { 42, 2, 7, 3, 1000, 0x1.93bcc941ff8c2p-2, -0.26819438205070434 },
  { 0x123456789abcdef0, 2, 4294967295u, 1, 4294967295u, 0x1.88f83e57ee270p-1, 0.7307005094021747 },
  { 7, 4, 1, 2, 3, 0x1.1a838ce874354p-3, -1.0895930406674588 },
  { 7, 3, 1, 2, 3, 0x1.43f06404ad328p-3, -1.0019935558068773 },
};

static void
test_against_another_language (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++) {
    const Drawn *d = &drawn[i];
    gdouble normal = nn_random_normal (d->seed, d->stream, d->pass, d->layer, d->cell);

    g_assert_true (nn_random_uniform (d->seed, d->stream, d->pass, d->layer, d->cell) == d->uniform);
    g_assert_cmpfloat (fabs (normal - d->normal), <=, 4e-16 * fabs (d->normal));
  }
  /* The outermost of the first 200,000 cells of seed 1, where the quantile takes its other branch. */
  g_assert_cmpfloat (fabs (nn_random_normal (1, NN_STREAM_INITIAL, 0, 1, 31873) + 4.447741525367953), <,
                     4e-15);
  g_assert_cmpfloat (fabs (nn_random_normal (1, NN_STREAM_INITIAL, 0, 1, 20291) - 4.312531591166015), <,
                     4e-15);
}

static void
test_moments (void)
{
  const guint n = 20000;
  gdouble sum = 0, squares = 0, uniforms = 0, fourths = 0, neighbours = 0, last = 0;

  for (guint i = 0; i < n; i++) {
    gdouble u = nn_random_uniform (3, NN_STREAM_DATA, 5, 6, i);
    gdouble z = nn_random_normal (3, NN_STREAM_DATA, 5, 7, i);

    g_assert_true (u >= 0 && u < 1);
    uniforms += u;
    sum += z;
    squares += z * z;
    fourths += z * z * z * z;
    neighbours += z * last;
    last = z;
  }
  /* Five standard errors each. */
  g_assert_cmpfloat (fabs (uniforms / n - 0.5), <, 5 * sqrt (1 / 12.0 / n));
  g_assert_cmpfloat (fabs (sum / n), <, 5 / sqrt (n));
  g_assert_cmpfloat (fabs (squares / n - 1), <, 5 * sqrt (2.0 / n));
  g_assert_cmpfloat (fabs (fourths / n - 3), <, 5 * sqrt (96.0 / n));
  g_assert_cmpfloat (fabs (neighbours / n), <, 5 / sqrt (n));
}

/* Each of the five words matters, so that no two cells share their number by design. */
static void
test_every_word_counts (void)
{
  gdouble base = nn_random_uniform (1, NN_STREAM_INITIAL, 1, 1, 1);

  g_assert_true (base == nn_random_uniform (1, NN_STREAM_INITIAL, 1, 1, 1));
  g_assert_true (base != nn_random_uniform (2, NN_STREAM_INITIAL, 1, 1, 1));
  g_assert_true (base != nn_random_uniform (1 + (G_GUINT64_CONSTANT (1) << 32), NN_STREAM_INITIAL, 1, 1, 1));
  g_assert_true (base != nn_random_uniform (1, NN_STREAM_DROPOUT, 1, 1, 1));
  g_assert_true (base != nn_random_uniform (1, NN_STREAM_INITIAL, 2, 1, 1));
  g_assert_true (base != nn_random_uniform (1, NN_STREAM_INITIAL, 1, 2, 1));
  g_assert_true (base != nn_random_uniform (1, NN_STREAM_INITIAL, 1, 1, 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/philox/published-vectors", test_philox_published);
  g_test_add_func ("/random/against-another-language", test_against_another_language);
  g_test_add_func ("/random/moments", test_moments);
  g_test_add_func ("/random/every-word-counts", test_every_word_counts);
  return g_test_run ();
}
