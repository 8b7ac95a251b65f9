/* What a sight tells about its cells. */
#include "gs-sight.h"

#include <float.h>
#include <math.h>

/* Units in the last place of 1 that a sum of a few numbers may be off by. */
#define NOISE (4 * DBL_EPSILON)
/* Beside a magnitude so much larger a colour is white. */
#define MUCH 100.0

GsSight *
gs_sight_new (GsFrame *frame)
{
  static atomic_ullong n_made;
  GsSight *sight = g_new0 (GsSight, 1);

  atomic_init (&sight->n_refs, 1);
  sight->serial = atomic_fetch_add (&n_made, 1) + 1;
  sight->frame = gs_frame_ref (frame);
  sight->program = gs_frame_get_program (frame);
  sight->range = g_array_new (FALSE, FALSE, sizeof (NnCell));
  sight->digits = 4;
  sight->sample = sight->levels_back = 1;
  sight->whole_scale = gs_sight_has_like_magnitudes (sight);
  return sight;
}

GsSight *
gs_sight_ref (GsSight *sight)
{
  atomic_fetch_add (&sight->n_refs, 1);
  return sight;
}

void
gs_sight_unref (GsSight *sight)
{
  if (sight == NULL || atomic_fetch_sub (&sight->n_refs, 1) != 1)
    return;
  gs_explanation_free (sight->explanation);
  gs_explanation_free (sight->writing);
  gs_frame_unref (sight->frame);
  g_clear_pointer (&sight->range, g_array_unref);
  g_clear_pointer (&sight->other, g_array_unref);
  g_clear_pointer (&sight->highlighted, g_array_unref);
  g_clear_pointer (&sight->covered, g_array_unref);
  g_clear_pointer (&sight->secret, g_array_unref);
  g_clear_pointer (&sight->entries, g_array_unref);
  g_free (sight->displays);
  g_free (sight->breakpoints);
  g_free (sight);
}

GsCellScope
gs_sight_get_scope (const GsSight *sight)
{
  return (GsCellScope){ sight->program, gs_frame_get_data (sight->frame),
                        gs_frame_get_cursor (sight->frame)->pass };
}

gint
gs_sight_compare_cells (gconstpointer a, gconstpointer b)
{
  const NnCell *x = a, *y = b;

  if (x->tensor != y->tensor)
    return x->tensor < y->tensor ? -1 : 1;
  return (x->offset > y->offset) - (x->offset < y->offset);
}

const GsEntry *
gs_sight_find_entry (const GsSight *sight, const NnCell *cell)
{
  guint position;

  /* An entry begins with its cell. */
  return sight->entries != NULL
                 && g_array_binary_search (sight->entries, cell, gs_sight_compare_cells, &position)
             ? &g_array_index (sight->entries, GsEntry, position)
             : NULL;
}

const gchar *
gs_sight_get_solved (const GsSight *sight, const NnCell *cell)
{
  const GsEntry *entry = gs_sight_find_entry (sight, cell);

  return entry != NULL && entry->mark == GS_MARK_RIGHT ? entry->text : NULL;
}

static gboolean
is_revealed (const GsSight *sight, const NnCell *cell)
{
  gint producer = nn_program_get_tensor (sight->program, cell->tensor)->producer;
  guint32 pass = gs_frame_get_cursor (sight->frame)->pass;

  if (!sight->ask_first || producer < 0 || !gs_frame_is_visible (sight->frame, cell))
    return TRUE;
  if (pass != sight->revealed.pass)
    return pass < sight->revealed.pass;
  return producer < sight->revealed.instruction
         || (producer == sight->revealed.instruction && cell->offset < sight->revealed.cell);
}

gboolean
gs_sight_is_hidden (const GsSight *sight, const NnCell *cell)
{
  return gs_sight_find_entry (sight, cell) != NULL
         || (sight->covered != NULL
             && g_array_binary_search (sight->covered, cell, gs_sight_compare_cells, NULL))
         || !is_revealed (sight, cell);
}

GsSeen
gs_sight_see (const GsSight *sight, const NnCell *cell, gdouble *value)
{
  gdouble found = 0;
  GsSeen seen = gs_sight_is_hidden (sight, cell)                              ? GS_SEEN_HIDDEN
                : gs_frame_look (sight->frame, cell, &found) != GS_CELL_BLANK ? GS_SEEN_NUMBER
                                                                              : GS_SEEN_BLANK;

  if (value != NULL)
    *value = found;
  return seen;
}

gboolean
gs_sight_is_secret (const GsSight *sight, gint tensor)
{
  for (guint i = 0; sight->secret != NULL && i < sight->secret->len; i++)
    if (g_array_index (sight->secret, gint, i) == tensor)
      return TRUE;
  return FALSE;
}

gboolean
gs_sight_may_hide (const GsSight *sight)
{
  return sight->ask_first || sight->covered != NULL || sight->entries != NULL;
}

GsDisplay
gs_sight_get_display (const GsSight *sight, gint tensor)
{
  return sight->displays != NULL ? (GsDisplay) sight->displays[tensor] : GS_DISPLAY_BOTH;
}

gboolean
gs_sight_has_breakpoint (const GsSight *sight, gint instruction)
{
  return sight->breakpoints != NULL && sight->breakpoints[instruction];
}

/* A gradient that is 0 in exact arithmetic comes out as a unit or two in the last place of what was added up:
 * it is shown, but is no magnitude that colours could be held against. */
static gboolean
is_rounding_noise (const GsSight *sight, gint tensor, gdouble largest)
{
  const NnTensorInfo *info = nn_program_get_tensor (sight->program, tensor);
  const NnInstruction *line;
  gdouble inputs = 0;

  if (info->gradient_of < 0 || info->producer < 0)
    return FALSE;
  line = nn_program_get_instruction (sight->program, info->producer);
  for (gint i = 0; i < line->n_inputs; i++)
    inputs = MAX (inputs, gs_frame_get_largest (sight->frame, line->inputs[i]));
  return largest <= NOISE * inputs;
}

static gdouble
find_largest (const GsSight *sight, gint tensor)
{
  gsize n, n_before;
  const gdouble *values = gs_frame_get_values (sight->frame, tensor, &n);
  const gdouble *before = gs_frame_get_before (sight->frame, tensor, &n_before);
  gboolean may_hide = gs_sight_may_hide (sight);
  gdouble largest = 0;

  if (!may_hide && !sight->differences)
    return gs_frame_get_largest (sight->frame, tensor);
  if (sight->differences)
    n = n_before;
  for (gsize i = 0; i < n; i++) {
    gdouble size = fabs (sight->differences ? values[i] - before[i] : values[i]);

    if (size > largest && isfinite (size)
        && !(may_hide && gs_sight_is_hidden (sight, &(NnCell){ tensor, i })))
      largest = size;
  }
  return largest;
}

gdouble
gs_sight_get_largest (const GsSight *sight, gint tensor)
{
  gdouble largest = find_largest (sight, tensor);

  return is_rounding_noise (sight, tensor, largest) ? 0 : largest;
}

gboolean
gs_sight_has_like_magnitudes (const GsSight *sight)
{
  gdouble smallest = G_MAXDOUBLE, largest = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (sight->program); i++) {
    NnRole role = nn_program_get_tensor (sight->program, i)->role;
    gdouble own = role == NN_ROLE_PARAMETER || role == NN_ROLE_INPUT ? gs_sight_get_largest (sight, i) : 0;

    if (own > 0)
      smallest = MIN (smallest, own);
    largest = MAX (largest, own);
  }
  return largest <= MUCH * smallest;
}
