/* Losses, thinned by joining neighbours. */
#include "gs-losses.h"

#include <math.h>
#include <stdatomic.h>

struct _GsLosses {
  atomic_uint n_refs; /* in our own code, so that the thread sanitiser sees who may write */
  GArray *points;     /* GsLossPoint, by pass */
  guint width;        /* how many passes a full point stands for; a power of two */
};

GsLosses *
gs_losses_new (void)
{
  GsLosses *losses = g_new (GsLosses, 1);

  atomic_init (&losses->n_refs, 1);
  losses->points = g_array_new (FALSE, FALSE, sizeof (GsLossPoint));
  losses->width = 1;
  return losses;
}

GsLosses *
gs_losses_ref (GsLosses *losses)
{
  atomic_fetch_add (&losses->n_refs, 1);
  return losses;
}

void
gs_losses_unref (GsLosses *losses)
{
  if (losses == NULL || atomic_fetch_sub (&losses->n_refs, 1) > 1)
    return;
  g_array_unref (losses->points);
  g_free (losses);
}

GsLosses *
gs_losses_own (GsLosses *losses)
{
  GsLosses *copy;

  if (atomic_load (&losses->n_refs) == 1)
    return losses;
  copy = g_new (GsLosses, 1);
  atomic_init (&copy->n_refs, 1);
  copy->points = g_array_copy (losses->points);
  copy->width = losses->width;
  gs_losses_unref (losses);
  return copy;
}

static GsLossPoint *
get_last (const GsLosses *losses)
{
  return losses->points->len > 0 ? &g_array_index (losses->points, GsLossPoint, losses->points->len - 1)
                                 : NULL;
}

static void
join (GsLossPoint *point, const GsLossPoint *next)
{
  point->last = next->last;
  point->loss = next->loss;
  point->min = fmin (point->min, next->min);
  point->max = fmax (point->max, next->max);
}

/* Two neighbours become one, all along. */
static void
thin (GsLosses *losses)
{
  guint n = losses->points->len;

  g_assert (n > 0 && losses->points->data != NULL);
  for (guint i = 0; i < n; i += 2) {
    GsLossPoint point = g_array_index (losses->points, GsLossPoint, i);

    if (i + 1 < n)
      join (&point, &g_array_index (losses->points, GsLossPoint, i + 1));
    g_array_index (losses->points, GsLossPoint, i / 2) = point;
  }
  g_array_set_size (losses->points, (n + 1) / 2);
  losses->width *= 2;
}

void
gs_losses_add (GsLosses *losses, guint32 pass, gdouble loss)
{
  GsLossPoint point = { pass, pass, loss, loss, loss }, *last = get_last (losses);

  if (last != NULL && last->last >= pass)
    return;
  if (last != NULL && last->last + 1 == pass && pass - last->first < losses->width) {
    join (last, &point);
    return;
  }
  if (losses->points->len == GS_LOSSES_MAX)
    thin (losses);
  g_array_append_val (losses->points, point);
}

void
gs_losses_forget (GsLosses *losses, guint32 pass)
{
  const GsLossPoint *last;

  while ((last = get_last (losses)) != NULL && last->last >= pass)
    g_array_set_size (losses->points, losses->points->len - 1);
  if (losses->points->len == 0)
    losses->width = 1;
}

guint
gs_losses_get_n (const GsLosses *losses)
{
  return losses->points->len;
}

const GsLossPoint *
gs_losses_get (const GsLosses *losses, guint n)
{
  g_assert (n < losses->points->len);
  return &g_array_index (losses->points, GsLossPoint, n);
}

gboolean
gs_losses_find (const GsLosses *losses, guint32 pass, gdouble *loss)
{
  guint low = 0, high = losses->points->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const GsLossPoint *point = &g_array_index (losses->points, GsLossPoint, middle);

    if (point->last == pass) {
      *loss = point->loss;
      return TRUE;
    }
    if (point->last < pass)
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}
