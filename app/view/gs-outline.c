/* The program's instructions folded into a list, and how each is spoken. */
#include "gs-outline.h"

#include <glib/gi18n-lib.h>

#include "gs-phase.h"
#include "gs-tabs.h"

static gboolean
is_same_item (NnProgram *program, gint before, gint instruction, const GsFold *folds)
{
  const NnInstruction *a = nn_program_get_instruction (program, before);
  const NnInstruction *b = nn_program_get_instruction (program, instruction);

  if (a->phase != b->phase || folds[a->phase] == GS_FOLD_OPEN)
    return FALSE;
  return folds[a->phase] == GS_FOLD_CLOSED || a->layer == b->layer;
}

GArray *
gs_outline_list (NnProgram *program, const GsFold *folds)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (GsOutlineItem));

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    GsOutlineItem item = { i, i, nn_program_get_instruction (program, i)->phase };

    if (i > 0 && is_same_item (program, i - 1, i, folds))
      g_array_index (items, GsOutlineItem, items->len - 1).last = i;
    else
      g_array_append_val (items, item);
  }
  return items;
}

gint
gs_outline_find (const GArray *items, gint instruction)
{
  for (guint i = 0; i < items->len; i++)
    if (instruction <= g_array_index (items, GsOutlineItem, i).last)
      return (gint) i;
  return (gint) items->len - 1;
}

static const gchar *
get_name (NnProgram *program, gint instruction)
{
  gint output = nn_program_get_instruction (program, instruction)->output;

  return output >= 0 ? nn_program_get_tensor (program, output)->name : "commit";
}

void
gs_outline_describe (NnProgram *program, const GsOutlineItem *item, gchar **title, gchar **text)
{
  gint n = item->last - item->first + 1;

  if (n > 1) {
    *title = g_strdup_printf ("%s … %s", get_name (program, item->first), get_name (program, item->last));
    *text = g_strdup_printf (ngettext ("%d operation", "%d operations", (gulong) n), n);
    return;
  }
  *title = g_strdup (get_name (program, item->first));
  *text = nn_program_get_instruction (program, item->first)->output >= 0
              ? nn_program_get_brief (program, item->first)
              : g_strdup (_ ("next → W"));
}

const gchar *
gs_outline_find_layer (const GArray *tabs, NnProgram *program, const GsOutlineItem *item, const GsFold *folds)
{
  gint layer = nn_program_get_instruction (program, item->first)->layer;
  GsTabKind kind = layer >= 0                       ? GS_TAB_LAYER
                   : item->phase == NN_PHASE_UPDATE ? GS_TAB_OPTIMIZER
                                                    : GS_TAB_LOSS;

  if (item->last == item->first || folds[item->phase] != GS_FOLD_LAYERS)
    return NULL;
  for (guint i = 0; i < tabs->len; i++) {
    const GsTab *tab = &g_array_index (tabs, GsTab, i);

    if (tab->kind == kind && tab->layer == layer)
      return tab->title;
  }
  return NULL;
}

gchar *
gs_outline_speak (NnProgram *program, const GsOutlineItem *item)
{
  g_autofree gchar *title = NULL, *text = NULL;
  const gchar *phase = gs_phase_name (item->phase);

  gs_outline_describe (program, item, &title, &text);
  if (item->last > item->first)
    /* Translators: the first and the last operation's number, their names, how many, the phase. */
    return g_strdup_printf (_ ("%d to %d: %s, %s, %s"), item->first + 1, item->last + 1, title, text, phase);
  if (nn_program_get_instruction (program, item->first)->output < 0)
    return g_strdup_printf (_ ("%d: commit, each weight takes its new value"), item->first + 1);
  return g_strdup_printf ("%d: %s = %s, %s", item->first + 1, title, text, phase);
}
