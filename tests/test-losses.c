/* Losses in bounded memory: no peak is lost, the last is exact, what is forgotten is gone. */
#include <math.h>

#include "app/frame/gs-losses.h"

static gdouble
loss_of (guint32 pass)
{
  return pass % 77777 == 5 ? 1000 + pass : pass % 50000 == 7 ? -1000.0 - pass : 1.0 / pass;
}

/* Every point tells the truth about its passes, and no pass is left out. */
static void
check (const GsLosses *losses, guint32 first, guint32 last)
{
  guint32 expected = first;

  for (guint i = 0; i < gs_losses_get_n (losses); i++) {
    const GsLossPoint *point = gs_losses_get (losses, i);
    gdouble min = INFINITY, max = -INFINITY;

    g_assert_cmpuint (point->first, ==, expected);
    g_assert_cmpuint (point->last, >=, point->first);
    for (guint32 pass = point->first; pass <= point->last; pass++) {
      min = fmin (min, loss_of (pass));
      max = fmax (max, loss_of (pass));
    }
    g_assert_cmpfloat (point->min, ==, min);
    g_assert_cmpfloat (point->max, ==, max);
    g_assert_cmpfloat (point->loss, ==, loss_of (point->last));
    expected = point->last + 1;
  }
  g_assert_cmpuint (expected, ==, last + 1);
}

static void
test_thinned (void)
{
  g_autoptr (GsLosses) losses = gs_losses_new (), held = NULL;
  gdouble loss;

  for (guint32 pass = 1; pass <= 1000003; pass++) {
    gs_losses_add (losses, pass, loss_of (pass));
    g_assert_cmpuint (gs_losses_get_n (losses), <=, GS_LOSSES_MAX);
    if (pass % 99991 == 0) {
      g_assert_true (gs_losses_find (losses, pass, &loss));
      g_assert_cmpfloat (loss, ==, loss_of (pass));
    }
    if (pass == GS_LOSSES_MAX || pass == GS_LOSSES_MAX + 1)
      check (losses, 1, pass);
  }
  g_assert_cmpuint (gs_losses_get_n (losses), >, GS_LOSSES_MAX / 4);
  check (losses, 1, 1000003);
  /* What somebody holds does not change. */
  held = gs_losses_ref (losses);
  losses = gs_losses_own (losses);
  gs_losses_forget (losses, 1000);
  check (held, 1, 1000003);
}

static void
test_exact_while_few (void)
{
  g_autoptr (GsLosses) losses = gs_losses_new ();
  gdouble loss;

  for (guint32 pass = 4; pass <= 1000; pass++)
    gs_losses_add (losses, pass, loss_of (pass));
  gs_losses_add (losses, 10, 99); /* gone through again */
  g_assert_cmpuint (gs_losses_get_n (losses), ==, 997);
  for (guint32 pass = 4; pass <= 1000; pass++) {
    g_assert_true (gs_losses_find (losses, pass, &loss));
    g_assert_cmpfloat (loss, ==, loss_of (pass));
  }
  g_assert_false (gs_losses_find (losses, 3, &loss));
  g_assert_false (gs_losses_find (losses, 1001, &loss));
}

static void
test_forgotten (void)
{
  g_autoptr (GsLosses) losses = gs_losses_new ();
  gdouble loss;

  for (guint32 pass = 1; pass <= 200000; pass++)
    gs_losses_add (losses, pass, loss_of (pass));
  gs_losses_forget (losses, 150001);
  for (guint i = 0; i < gs_losses_get_n (losses); i++)
    g_assert_cmpuint (gs_losses_get (losses, i)->last, <, 150001);
  g_assert_cmpuint (gs_losses_get (losses, gs_losses_get_n (losses) - 1)->last, >, 149900);
  /* Going on from there leaves at most a gap of one point. */
  for (guint32 pass = 150001; pass <= 150100; pass++)
    gs_losses_add (losses, pass, loss_of (pass));
  g_assert_true (gs_losses_find (losses, 150100, &loss));
  gs_losses_forget (losses, 0);
  g_assert_cmpuint (gs_losses_get_n (losses), ==, 0);
  gs_losses_add (losses, 7, 1);
  gs_losses_add (losses, 8, 2);
  g_assert_cmpuint (gs_losses_get_n (losses), ==, 2);
}

/* Numbers that are none do not spoil what stands beside them. */
static void
test_not_finite (void)
{
  g_autoptr (GsLosses) losses = gs_losses_new ();

  for (guint32 pass = 1; pass <= 2 * GS_LOSSES_MAX; pass++)
    gs_losses_add (losses, pass, pass % 2 == 0 ? NAN : pass);
  for (guint i = 0; i < gs_losses_get_n (losses); i++) {
    const GsLossPoint *point = gs_losses_get (losses, i);

    g_assert_cmpfloat (point->min, ==, point->first);
    g_assert_cmpfloat (point->max, ==, point->first);
    g_assert_true (isnan (point->loss));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/losses/thinned", test_thinned);
  g_test_add_func ("/losses/exact-while-few", test_exact_while_few);
  g_test_add_func ("/losses/forgotten", test_forgotten);
  g_test_add_func ("/losses/not-finite", test_not_finite);
  return g_test_run ();
}
