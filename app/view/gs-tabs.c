/* Which sheets a network has, and what is on each. */
#include "gs-tabs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
add (GArray *tabs, GsTabKind kind, gint layer, const gchar *title)
{
  GsTab tab = { .kind = kind, .layer = layer };

  /* A layer's name may be long; it is cut between characters. */
  if (strlen (title) >= sizeof tab.title) {
    const gchar *end = g_utf8_find_prev_char (title, title + sizeof tab.title - 3);

    memcpy (tab.title, title, (gsize) (end - title));
    g_strlcat (tab.title, "…", sizeof tab.title);
  } else {
    g_strlcpy (tab.title, title, sizeof tab.title);
  }
  g_array_append_val (tabs, tab);
}

/* "conv 2" is the second conv. */
static gchar *
name_layer (const NnNetwork *network, guint layer)
{
  const NnLayer *self = g_ptr_array_index (network->layers, layer);
  gint number = 0, n = 0;

  if (self->name != NULL)
    return g_strdup (self->name);
  for (guint i = 0; i < network->layers->len; i++) {
    const NnLayer *other = g_ptr_array_index (network->layers, i);

    n += other->kind == self->kind;
    number += i <= layer && other->kind == self->kind;
  }
  return n == 1 ? g_strdup (nn_layer_kind_get_name (self->kind))
                : g_strdup_printf ("%s %d", nn_layer_kind_get_name (self->kind), number);
}

GArray *
gs_tabs_list (const NnNetwork *network)
{
  GArray *tabs = g_array_new (FALSE, FALSE, sizeof (GsTab));

  add (tabs, GS_TAB_ALL, -1, C_ ("tab", "All"));
  if (network->input.rank == 3)
    add (tabs, GS_TAB_INPUT, -1, "x");
  for (guint i = 0; i < network->layers->len; i++) {
    g_autofree gchar *title = name_layer (network, i);

    add (tabs, GS_TAB_LAYER, (gint) i, title);
  }
  add (tabs, GS_TAB_LOSS, -1, C_ ("tab", "Loss"));
  add (tabs, GS_TAB_OPTIMIZER, -1, C_ ("tab", "Optimiser"));
  add (tabs, GS_TAB_DATA, -1, C_ ("tab", "Data"));
  return tabs;
}

/* Whether any instruction of the kind asked for reads or writes the tensor. */
static gboolean
is_touched (NnProgram *program,
            gint tensor,
            gboolean (*asked) (const NnInstruction *line, gint layer),
            gint layer)
{
  gint n_readers, producer = nn_program_get_tensor (program, tensor)->producer;
  const gint *readers = nn_program_get_readers (program, tensor, &n_readers);

  if (producer >= 0 && asked (nn_program_get_instruction (program, producer), layer))
    return TRUE;
  for (gint i = 0; i < n_readers; i++)
    if (asked (nn_program_get_instruction (program, readers[i]), layer))
      return TRUE;
  return FALSE;
}

static gboolean
is_of_loss (const NnInstruction *line, gint layer)
{
  return line->phase == NN_PHASE_LOSS || (line->phase == NN_PHASE_BACKWARD && line->layer < 0);
}

static gboolean
is_of_update (const NnInstruction *line, gint layer)
{
  return line->phase == NN_PHASE_UPDATE;
}

static gboolean
is_forward_of_layer (const NnInstruction *line, gint layer)
{
  return line->phase == NN_PHASE_FORWARD && line->layer == layer;
}

gboolean
gs_tab_holds (const GsTab *tab, NnProgram *program, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);

  switch (tab->kind) {
  case GS_TAB_ALL: return TRUE;
  case GS_TAB_INPUT: return info->role == NN_ROLE_INPUT;
  case GS_TAB_LAYER:
    if (info->gradient_of >= 0)
      return gs_tab_holds (tab, program, info->gradient_of);
    return info->layer == tab->layer || is_touched (program, tensor, is_forward_of_layer, tab->layer);
  case GS_TAB_LOSS:
    return info->role == NN_ROLE_TARGET || info->role == NN_ROLE_SEED
           || is_touched (program, tensor, is_of_loss, -1);
  case GS_TAB_OPTIMIZER: return is_touched (program, tensor, is_of_update, -1);
  case GS_TAB_DATA: return FALSE;
  default: g_assert_not_reached ();
  }
}

guint
gs_tabs_find_instruction (const GArray *tabs, NnProgram *program, gint instruction)
{
  const NnInstruction *line = nn_program_get_instruction (program, instruction);

  for (guint i = 0; i < tabs->len; i++) {
    const GsTab *tab = &g_array_index (tabs, GsTab, i);

    if (line->phase == NN_PHASE_UPDATE || line->phase == NN_PHASE_COMMIT ? tab->kind == GS_TAB_OPTIMIZER
        : line->layer < 0                                                ? tab->kind == GS_TAB_LOSS
                          : tab->kind == GS_TAB_LAYER && tab->layer == line->layer)
      return i;
  }
  return 0;
}

gboolean
gs_tab_is_inner_update (NnProgram *program, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  gint replaced = nn_program_find_replaced (program, tensor);

  if (info->role == NN_ROLE_STATE)
    return TRUE;
  if (info->producer < 0 || nn_program_get_instruction (program, info->producer)->phase != NN_PHASE_UPDATE
      || g_str_equal (info->name, "lr.now")) /* the rate that a schedule gives is what one looks for */
    return FALSE;
  return replaced < 0 || nn_program_get_tensor (program, replaced)->role != NN_ROLE_PARAMETER;
}

gboolean
gs_tabs_have_inner_update (NnProgram *program)
{
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *instruction = nn_program_get_instruction (program, i);

    if (instruction->phase == NN_PHASE_UPDATE && gs_tab_is_inner_update (program, instruction->output))
      return TRUE;
  }
  return FALSE;
}
