/* States far back, every second one let go when there is no room. */
#include "gs-milestones.h"

typedef struct {
  guint32 pass;
  guint number; /* how many were before it; those that are multiples of 2, 4, 8, … stay longest */
  NnState *state;
  gsize size;
} Stone;

struct _GsMilestones {
  GArray *list; /* Stone, by pass */
  gsize budget, used;
  guint next;
};

static void
clear_stone (gpointer data)
{
  nn_state_free (((Stone *) data)->state);
}

GsMilestones *
gs_milestones_new (gsize budget)
{
  GsMilestones *stones = g_new0 (GsMilestones, 1);

  stones->list = g_array_new (FALSE, FALSE, sizeof (Stone));
  g_array_set_clear_func (stones->list, clear_stone);
  stones->budget = budget;
  return stones;
}

void
gs_milestones_free (GsMilestones *stones)
{
  if (stones == NULL)
    return;
  g_array_unref (stones->list);
  g_free (stones);
}

static const Stone *
get (const GsMilestones *stones, guint i)
{
  return &g_array_index (stones->list, Stone, i);
}

static void
remove_at (GsMilestones *stones, guint i)
{
  stones->used -= get (stones, i)->size;
  g_array_remove_index (stones->list, i);
}

/* Every second one, but the first, until there is room. */
static void
thin (GsMilestones *stones)
{
  for (guint step = 2; stones->used > stones->budget && stones->list->len > 1; step *= 2)
    for (guint i = stones->list->len - 1; i > 0; i--)
      if (get (stones, i)->number % step != 0)
        remove_at (stones, i);
}

static gsize
measure (const NnState *state)
{
  gsize size = 256;

  for (guint i = 0; i < nn_state_get_size (state); i++)
    size += 128 + nn_shape_count (&nn_state_get (state, i)->shape) * sizeof (gdouble);
  return size;
}

void
gs_milestones_add (GsMilestones *stones, guint32 pass, NnState *state)
{
  Stone stone = { pass, stones->next, state, measure (state) };

  if (gs_milestones_get_last (stones) >= pass || stone.size > stones->budget / 2) {
    nn_state_free (state);
    return;
  }
  stones->next++;
  g_array_append_val (stones->list, stone);
  stones->used += stone.size;
  thin (stones);
}

void
gs_milestones_forget (GsMilestones *stones, guint32 pass)
{
  while (stones->list->len > 0 && gs_milestones_get_last (stones) >= pass) {
    stones->next = get (stones, stones->list->len - 1)->number;
    remove_at (stones, stones->list->len - 1);
  }
}

void
gs_milestones_join (GsMilestones *stones, GsMilestones *later)
{
  for (guint i = 0; i < later->list->len; i++) {
    Stone *stone = &g_array_index (later->list, Stone, i);

    gs_milestones_add (stones, stone->pass, g_steal_pointer (&stone->state));
  }
  g_array_set_size (later->list, 0);
  later->used = 0;
}

guint32
gs_milestones_find (const GsMilestones *stones, guint32 pass, const NnState **state)
{
  for (guint i = stones->list->len; i > 0; i--)
    if (get (stones, i - 1)->pass <= pass) {
      *state = get (stones, i - 1)->state;
      return get (stones, i - 1)->pass;
    }
  return 0;
}

guint32
gs_milestones_get_first (const GsMilestones *stones)
{
  return stones->list->len > 0 ? get (stones, 0)->pass : 0;
}

guint32
gs_milestones_get_last (const GsMilestones *stones)
{
  return stones->list->len > 0 ? get (stones, stones->list->len - 1)->pass : 0;
}
