/* Names on the sheet: of blocks that copies share, of layers over their columns. */
#include "gs-layout-names.h"

/* What is only laid out anew (flatten) has its own name on its layer's sheet. */
static gboolean
is_copy (NnProgram *program, gint tensor)
{
  gint producer = nn_program_get_tensor (program, tensor)->producer;

  return producer >= 0 && nn_program_get_instruction (program, producer)->op == NN_OP_COPY;
}

gchar *
gs_layout_print_title (const GsLayout *layout, NnProgram *program, gint block)
{
  const GsBlock *own = gs_layout_get_block (layout, block);
  GString *title = g_string_new (nn_program_get_tensor (program, own->tensor)->name);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (i != own->tensor && gs_layout_find_block (layout, i) == own && is_copy (program, i))
      g_string_append_printf (title, " = %s", nn_program_get_tensor (program, i)->name);
  return g_string_free (title, FALSE);
}

static GsLayoutHeading
make_heading (const GsLayout *layout, NnProgram *program, const GsTab *tab)
{
  GsLayoutHeading heading = { .title = tab->title, .left = G_MAXDOUBLE };

  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);
    const NnTensorInfo *info = nn_program_get_tensor (program, block->tensor);

    if (block->band != GS_BAND_VALUES || info->layer != tab->layer)
      continue;
    heading.left = MIN (heading.left, block->x);
    heading.right = MAX (heading.right, block->x + block->width);
  }
  /* Those that are not drawn, too: pictures leave the biases out. */
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    if (info->role == NN_ROLE_PARAMETER && info->layer == tab->layer)
      heading.n_parameters += nn_shape_count (&info->shape);
  }
  return heading;
}

static gboolean
has_branches (const GsLayout *layout)
{
  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++)
    if (gs_layout_get_block (layout, i)->lane > 0)
      return TRUE;
  return FALSE;
}

GArray *
gs_layout_list_headings (const GsLayout *layout, NnProgram *program, const GArray *tabs)
{
  GArray *headings = g_array_new (FALSE, FALSE, sizeof (GsLayoutHeading));
  gdouble last = 0;

  if (gs_layout_get_room (layout) != GS_ROOM_DRAWING || has_branches (layout))
    return headings;
  for (guint i = 0; i < tabs->len; i++) {
    const GsTab *tab = &g_array_index (tabs, GsTab, i);
    GsLayoutHeading heading = make_heading (layout, program, tab);

    /* A layer without a column of its own is named on its sheet. */
    if (tab->kind != GS_TAB_LAYER || heading.left >= heading.right || heading.left < last)
      continue;
    g_array_append_val (headings, heading);
    last = heading.right;
  }
  return headings;
}
