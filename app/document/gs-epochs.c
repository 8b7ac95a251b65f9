/* Epochs and what they came to, thinned by leaving out. */
#include "gs-epochs.h"

#include <stdatomic.h>

struct _GsEpochs {
  atomic_uint n_refs;
  GArray *list; /* GsEpoch */
  guint32 step; /* epochs that are not multiples of it are left out, but the last */
};

GsEpochs *
gs_epochs_new (void)
{
  GsEpochs *epochs = g_new (GsEpochs, 1);

  atomic_init (&epochs->n_refs, 1);
  epochs->list = g_array_new (FALSE, FALSE, sizeof (GsEpoch));
  epochs->step = 1;
  return epochs;
}

GsEpochs *
gs_epochs_ref (GsEpochs *epochs)
{
  atomic_fetch_add (&epochs->n_refs, 1);
  return epochs;
}

void
gs_epochs_unref (GsEpochs *epochs)
{
  if (epochs == NULL || atomic_fetch_sub (&epochs->n_refs, 1) > 1)
    return;
  g_array_unref (epochs->list);
  g_free (epochs);
}

GsEpochs *
gs_epochs_own (GsEpochs *epochs)
{
  GsEpochs *copy;

  if (atomic_load (&epochs->n_refs) == 1)
    return epochs;
  copy = gs_epochs_new ();
  g_array_append_vals (copy->list, epochs->list->data, epochs->list->len);
  copy->step = epochs->step;
  gs_epochs_unref (epochs);
  return copy;
}

static void
thin (GsEpochs *epochs)
{
  GsEpoch *list = (GsEpoch *) (gpointer) epochs->list->data;
  guint n = 0;

  g_assert (list != NULL);
  epochs->step *= 2;
  for (guint i = 0; i < epochs->list->len; i++)
    if (list[i].epoch % epochs->step == 0)
      list[n++] = list[i];
  g_array_set_size (epochs->list, n);
}

void
gs_epochs_add (GsEpochs *epochs, const GsEpoch *epoch)
{
  guint n = epochs->list->len;
  const GsEpoch *last = n > 0 ? &g_array_index (epochs->list, GsEpoch, n - 1) : NULL;

  if (last != NULL && last->epoch >= epoch->epoch)
    return;
  if (last != NULL && last->epoch % epochs->step != 0)
    g_array_set_size (epochs->list, --n);
  if (n == GS_EPOCHS_MAX)
    thin (epochs);
  g_array_append_vals (epochs->list, epoch, 1);
}

void
gs_epochs_forget (GsEpochs *epochs, guint32 pass)
{
  while (epochs->list->len > 0
         && g_array_index (epochs->list, GsEpoch, epochs->list->len - 1).last_pass >= pass)
    g_array_set_size (epochs->list, epochs->list->len - 1);
}

guint
gs_epochs_get_n (const GsEpochs *epochs)
{
  return epochs->list->len;
}

const GsEpoch *
gs_epochs_get (const GsEpochs *epochs, guint n)
{
  return &g_array_index (epochs->list, GsEpoch, n);
}
