/* Curves over passes: what is found under a pointer, stepped to and read, and that a picture of each scale
 * has the lines it should. */
#include "app/paint/gs-curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH  280
#define HEIGHT 190

static GsCurves *
make (GsCurvesScale scale)
{
  GsCurves *curves = gs_curves_new (scale);
  guint training = gs_curves_add (curves, "loss", GS_CURVE_TRAINING);
  guint test = gs_curves_add (curves, "test loss", GS_CURVE_TEST);

  for (guint32 pass = 1; pass <= 40; pass++)
    gs_curves_put (curves, training, pass, 1.0 / pass);
  for (guint32 pass = 10; pass <= 40; pass += 10)
    gs_curves_put (curves, test, pass, 0.5);
  gs_curves_put (curves, test, 41, NAN);
  return curves;
}

static void
test_reading (void)
{
  g_autoptr (GsCurves) curves = make (GS_CURVES_LINEAR), empty = gs_curves_new (GS_CURVES_LOG), share = NULL;
  g_autofree gchar *early = gs_curves_read (curves, 5), *late = gs_curves_read (curves, 25), *told = NULL;
  guint32 pass = 0;
  guint accuracy;

  g_assert_cmpstr (early, ==, "pass 5: loss 0.2");
  g_assert_cmpstr (late, ==, "pass 25: loss 0.04, test loss 0.5");
  g_assert_null (gs_curves_read (curves, 0));
  g_assert_true (gs_curves_find (curves, WIDTH, WIDTH, &pass));
  g_assert_cmpuint (pass, ==, 40);
  g_assert_true (gs_curves_find (curves, WIDTH, 0, &pass));
  g_assert_cmpuint (pass, ==, 1);
  g_assert_cmpuint (gs_curves_step (curves, 39, 1), ==, 40);
  g_assert_cmpuint (gs_curves_step (curves, 40, 1), ==, 40);
  g_assert_cmpuint (gs_curves_step (curves, 40, -1), ==, 39);
  g_assert_true (gs_curves_is_empty (empty));
  g_assert_false (gs_curves_find (empty, WIDTH, 3, &pass));
  gs_curves_put (empty, gs_curves_add (empty, "loss", GS_CURVE_TRAINING), 1, 0);
  g_assert_true (gs_curves_is_empty (empty)); /* 0 has no logarithm */
  share = gs_curves_new (GS_CURVES_SHARE);
  accuracy = gs_curves_add (share, "accuracy", GS_CURVE_TRAINING);
  gs_curves_put (share, accuracy, 4, 0.975);
  told = gs_curves_read (share, 9);
  g_assert_cmpstr (told, ==, "pass 4: accuracy 97.50 %"); /* what is known last */
}

/* How many pixels of these rows have something of the accent's purple; everything else that is drawn here is
 * grey. */
static guint
count_accent_between (cairo_surface_t *surface, gsize top, gsize bottom)
{
  const guint32 *pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  guint n = 0;

  for (gsize i = WIDTH * top; i < WIDTH * bottom; i++)
    n += (gint) (pixels[i] >> 16 & 255) - (gint) (pixels[i] >> 8 & 255) > 30;
  return n;
}

static guint
count_accent (cairo_surface_t *surface)
{
  return count_accent_between (surface, 0, HEIGHT);
}

static cairo_surface_t *
paint (GsCurves *curves, const GsTheme *theme, guint32 pass)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, theme->panel.red, theme->panel.green, theme->panel.blue);
  cairo_paint (cr);
  gs_curves_draw (curves, cr, theme, WIDTH, HEIGHT, pass);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* The test's line is in accent, with its name in the legend; without the test there is none. A pass is marked
 * on every curve. A logarithmic scale bends the curves. */
static void
test_picture (void)
{
  for (gint dark = 0; dark < 2; dark++) {
    const GsTheme *theme = gs_theme_get (dark, FALSE);
    g_autoptr (GsCurves) curves = make (GS_CURVES_LINEAR), logarithmic = make (GS_CURVES_LOG),
                         alone = gs_curves_new (GS_CURVES_LINEAR);
    cairo_surface_t *first = paint (curves, theme, 0), *second = paint (logarithmic, theme, 0), *third,
                    *marked;

    gs_curves_put (alone, gs_curves_add (alone, "loss", GS_CURVE_TRAINING), 1, 0.5);
    gs_curves_put (alone, 0, 40, 0.5);
    third = paint (alone, theme, 0);
    marked = paint (curves, theme, 20);
    g_assert_cmpuint (count_accent (first), >, 60);
    g_assert_cmpuint (count_accent (first), <, 800);
    g_assert_cmpuint (count_accent (third), ==, 0);
    g_assert_cmpuint (count_accent (marked), >, count_accent (first) + 10);
    g_assert_cmpint (memcmp (cairo_image_surface_get_data (first), cairo_image_surface_get_data (second),
                             (gsize) cairo_image_surface_get_stride (first) * HEIGHT),
                     !=, 0);
    cairo_surface_destroy (first);
    cairo_surface_destroy (second);
    cairo_surface_destroy (third);
    cairo_surface_destroy (marked);
  }
}

/* Peaks end where their numbers are: with no loss below 0 nothing is drawn under that line. */
static void
test_peaks (void)
{
  const GsTheme *theme = gs_theme_get (FALSE, FALSE);
  g_autoptr (GsCurves) peaks = gs_curves_new (GS_CURVES_LINEAR), flat = gs_curves_new (GS_CURVES_LINEAR);
  cairo_surface_t *first, *second;
  gint stride, zero = HEIGHT - 20 + 2; /* under the axis and the curve's half width */

  gs_curves_add (peaks, "loss", GS_CURVE_TRAINING);
  gs_curves_add (flat, "loss", GS_CURVE_TRAINING);
  for (guint pass = 1; pass <= 12; pass++) {
    gs_curves_put (peaks, 0, pass, pass % 2);
    gs_curves_put (flat, 0, pass, pass == 1);
  }
  first = paint (peaks, theme, 0);
  second = paint (flat, theme, 0);
  stride = cairo_image_surface_get_stride (first);
  g_assert_cmpmem (cairo_image_surface_get_data (first) + zero * stride, (gsize) (6 * stride),
                   cairo_image_surface_get_data (second) + zero * stride, (gsize) (6 * stride));
  cairo_surface_destroy (first);
  cairo_surface_destroy (second);
}

/* The names stand where the curves are not: below an accuracy that is nearly whole, above a loss that is
 * nearly none. */
static void
test_legend (void)
{
  const GsTheme *theme = gs_theme_get (FALSE, FALSE);

  for (gint high = 0; high < 2; high++) {
    g_autoptr (GsCurves) curves = gs_curves_new (GS_CURVES_SHARE);
    cairo_surface_t *surface;
    guint above, below;

    gs_curves_add (curves, "accuracy", GS_CURVE_TRAINING);
    gs_curves_add (curves, "test accuracy", GS_CURVE_TEST);
    for (guint pass = 1; pass <= 20; pass++) {
      gs_curves_put (curves, 0, pass, high ? 0.97 : 0.02);
      gs_curves_put (curves, 1, pass, high ? 0.95 : 0.04);
    }
    surface = paint (curves, theme, 0);
    above = count_accent_between (surface, 0, HEIGHT / 2);
    below = count_accent_between (surface, HEIGHT / 2, HEIGHT);
    /* A piece of the line here, the whole of it there. */
    g_assert_cmpuint (high ? below : above, >, 10);
    g_assert_cmpuint (high ? above : below, >, 60);
    cairo_surface_destroy (surface);
  }
}

/* Many curves have their names beside them: what is drawn ends before. */
static void
test_many (void)
{
  const GsTheme *theme = gs_theme_get (FALSE, FALSE);
  g_autoptr (GsCurves) curves = gs_curves_new (GS_CURVES_LINEAR);
  const guint8 panel = (guint8) lround (255 * theme->panel.red);
  cairo_surface_t *surface;
  const guint8 *pixels;
  guint32 pass;
  guint n = 0;

  for (gint i = 0; i < 7; i++) {
    guint curve = gs_curves_add (curves, "momentum", (GsCurveLook) (GS_CURVE_OTHER + i));

    for (guint32 at = 1; at <= 20; at++)
      gs_curves_put (curves, curve, at, i + 1);
  }
  surface = paint (curves, theme, 0);
  pixels = cairo_image_surface_get_data (surface);
  /* A column between the curves' end and the names: only the panel. */
  for (gint y = 12; y < HEIGHT - 24; y++)
    n += abs (pixels[y * cairo_image_surface_get_stride (surface) + 4 * (WIDTH - 110) + 2] - panel) > 4;
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (gs_curves_find (curves, WIDTH, WIDTH - 112, &pass));
  g_assert_cmpuint (pass, ==, 20);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pass-curves/reading", test_reading);
  g_test_add_func ("/pass-curves/picture", test_picture);
  g_test_add_func ("/pass-curves/peaks", test_peaks);
  g_test_add_func ("/pass-curves/many", test_many);
  g_test_add_func ("/pass-curves/legend", test_legend);
  return g_test_run ();
}
