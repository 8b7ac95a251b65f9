/* What a class has raised its hands for. */
#include "gs-poll.h"

struct _GsPoll {
  GObject parent_instance;

  GHashTable *steps; /* number to GArray of guint, by option */
  gboolean shown;
};

G_DEFINE_FINAL_TYPE (GsPoll, gs_poll, G_TYPE_OBJECT)

static guint changed;

static GArray *
find_step (GsPoll *self, guint step)
{
  return g_hash_table_lookup (self->steps, GUINT_TO_POINTER (step));
}

guint
gs_poll_get_count (GsPoll *self, guint step, guint option)
{
  const GArray *counts = find_step (self, step);

  return counts != NULL && option < counts->len ? g_array_index (counts, guint, option) : 0;
}

void
gs_poll_set_count (GsPoll *self, guint step, guint option, guint count)
{
  GArray *counts = find_step (self, step);

  if (gs_poll_get_count (self, step, option) == count)
    return;
  if (counts == NULL) {
    counts = g_array_new (FALSE, TRUE, sizeof (guint));
    g_hash_table_insert (self->steps, GUINT_TO_POINTER (step), counts);
  }
  if (counts->len <= option)
    g_array_set_size (counts, option + 1);
  g_array_index (counts, guint, option) = count;
  g_signal_emit (self, changed, 0);
}

static guint
get_total (GsPoll *self, guint step)
{
  const GArray *counts = find_step (self, step);
  guint total = 0;

  for (guint i = 0; counts != NULL && i < counts->len; i++)
    total += g_array_index (counts, guint, i);
  return total;
}

gdouble
gs_poll_get_share (GsPoll *self, guint step, guint option)
{
  guint total = get_total (self, step);

  return total > 0 ? (gdouble) gs_poll_get_count (self, step, option) / total : 0;
}

gboolean
gs_poll_is_shown (GsPoll *self)
{
  return self->shown;
}

void
gs_poll_set_shown (GsPoll *self, gboolean shown)
{
  if (self->shown == shown)
    return;
  self->shown = shown;
  g_signal_emit (self, changed, 0);
}

void
gs_poll_clear (GsPoll *self)
{
  g_hash_table_remove_all (self->steps);
  self->shown = FALSE;
  g_signal_emit (self, changed, 0);
}

static void
finalize (GObject *object)
{
  g_hash_table_unref (GS_POLL (object)->steps);
  G_OBJECT_CLASS (gs_poll_parent_class)->finalize (object);
}

static void
gs_poll_class_init (GsPollClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  changed = g_signal_new ("changed", GS_TYPE_POLL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gs_poll_init (GsPoll *self)
{
  self->steps = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
}

GsPoll *
gs_poll_new (void)
{
  return g_object_new (GS_TYPE_POLL, NULL);
}
