/* Where each tensor lies in a workbook. */
#include "gs-sheet-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/view/gs-tabs.h"
#include "nn/nn-error.h"

#define MAX_ROWS    1048576
#define MAX_COLUMNS 16384
/* More than this, and no spreadsheet opens it while one waits. */
#define MAX_CELLS 2000000
#define MAX_TITLE 31
#define N_BANDS   3

typedef struct {
  NnProgram *program;            /* the frame's */
  GsSheetBlock *blocks, *turned; /* per tensor */
  gboolean *computed;
  GArray *rows; /* gint a sheet: where the pass begins */
} Pass;

/* A column of blocks on a sheet: a tensor with what follows from it. */
typedef struct {
  gint sheet;
  gchar *name; /* the tensor's, which is the same in each pass */
  gint column, width;
} Group;

struct _GsSheetPlan {
  GPtrArray *titles;
  GPtrArray *passes;
  GArray *groups;
  gint loss_sheet, update_sheet;
  gint first_layer;
};

/* ---- sheets ---- */

/* "n6": Gnumeric takes N6 in a formula for the sheet of this name. */
static gboolean
looks_like_cell (const gchar *title)
{
  gsize letters = strspn (title, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  gsize digits = strspn (title + letters, "0123456789");

  return letters >= 1 && letters <= 3 && digits >= 1 && title[letters + digits] == '\0';
}

/* At most 31 characters, none of []:*?/\ and no quotation mark at an end; another than all others, whatever
 * the case. */
static gchar *
make_title (GPtrArray *titles, const gchar *wanted)
{
  for (guint n = 1;; n++) {
    g_autofree gchar *suffix =
        n > 1 || looks_like_cell (wanted) ? g_strdup_printf (" (%u)", n) : g_strdup ("");
    g_autofree gchar *cut =
        g_utf8_substring (wanted, 0, MIN (g_utf8_strlen (wanted, -1), MAX_TITLE - (glong) strlen (suffix)));
    g_autofree gchar *folded = NULL;
    gchar *title = g_strconcat (cut, suffix, NULL);
    gboolean taken = FALSE;

    g_strdelimit (title, "[]:*?/\\'", '_');
    folded = g_utf8_casefold (title, -1);
    for (guint i = 0; i < titles->len && !taken; i++) {
      g_autofree gchar *other = g_utf8_casefold (g_ptr_array_index (titles, i), -1);

      taken = g_str_equal (other, folded);
    }
    if (!taken)
      return title;
    g_free (title);
  }
}

static void
list_sheets (GsSheetPlan *self, const NnNetwork *network)
{
  g_autoptr (GArray) tabs = gs_tabs_list (network);

  g_ptr_array_add (self->titles, make_title (self->titles, C_ ("workbook", "Overview")));
  for (guint i = 0; i < tabs->len; i++) {
    const GsTab *tab = &g_array_index (tabs, GsTab, i);

    if ((tab->kind != GS_TAB_LAYER || tab->layer < self->first_layer) && tab->kind != GS_TAB_LOSS
        && tab->kind != GS_TAB_OPTIMIZER)
      continue;
    if (tab->kind == GS_TAB_LOSS)
      self->loss_sheet = (gint) self->titles->len;
    else if (tab->kind == GS_TAB_OPTIMIZER)
      self->update_sheet = (gint) self->titles->len;
    g_ptr_array_add (self->titles, make_title (self->titles, tab->title));
  }
}

/* Layers' sheets stand in their order behind the overview. */
static gint
get_layer_sheet (const GsSheetPlan *self, gint layer)
{
  return 1 + layer - self->first_layer;
}

/* ---- what is on them ---- */

static gboolean
is_shown (const GsSheetPlan *self, const NnInstruction *line)
{
  return line->output >= 0 && (line->layer < 0 || line->layer >= self->first_layer);
}

/* The first instruction on the sheets that reads the tensor, or NULL. */
static const NnInstruction *
find_reader (const GsSheetPlan *self, NnProgram *program, gint tensor)
{
  gint n;
  const gint *readers = nn_program_get_readers (program, tensor, &n);

  for (gint i = 0; i < n; i++) {
    const NnInstruction *line = nn_program_get_instruction (program, readers[i]);

    if (is_shown (self, line))
      return line;
  }
  return NULL;
}

static gint
choose_line_sheet (const GsSheetPlan *self, const NnInstruction *line)
{
  return line->layer >= 0                 ? get_layer_sheet (self, line->layer)
         : line->phase == NN_PHASE_UPDATE ? self->update_sheet
                                          : self->loss_sheet;
}

/* -1 if nothing that is on the sheets makes or reads it. */
static gint
choose_sheet (const GsSheetPlan *self, NnProgram *program, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  const NnInstruction *line =
      info->producer >= 0 ? nn_program_get_instruction (program, info->producer) : NULL;

  if (info->role == NN_ROLE_HYPER)
    return -1;
  if (line != NULL && is_shown (self, line))
    return choose_line_sheet (self, line);
  line = find_reader (self, program, tensor);
  if (line == NULL)
    return info->role == NN_ROLE_PARAMETER && info->layer >= self->first_layer
               ? get_layer_sheet (self, info->layer)
               : -1;
  if (info->role != NN_ROLE_INPUT && info->layer >= self->first_layer)
    return get_layer_sheet (self, info->layer);
  return choose_line_sheet (self, line);
}

/* The parameter of which it is a part of the update, as large: W1 of W1.next, W1.m, W1.step; else itself. */
static gint
find_parameter (NnProgram *program, gint tensor)
{
  const NnShape *shape = &nn_program_get_tensor (program, tensor)->shape;
  g_autofree gboolean *reached = g_new0 (gboolean, nn_program_get_n_tensors (program));

  reached[tensor] = TRUE;
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);
    gint replaced = line->output >= 0 ? nn_program_find_replaced (program, line->output) : -1;

    for (gint k = 0; k < line->n_inputs; k++)
      reached[line->output] |= reached[line->inputs[k]];
    if (replaced >= 0 && reached[line->output]
        && nn_program_get_tensor (program, replaced)->role == NN_ROLE_PARAMETER
        && nn_shape_equal (&nn_program_get_tensor (program, replaced)->shape, shape))
      return replaced;
  }
  return tensor;
}

/* The tensor under whose values this one lies. */
static gint
find_head (NnProgram *program, gint tensor, gint *band)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  NnPhase phase =
      info->producer >= 0 ? nn_program_get_instruction (program, info->producer)->phase : NN_PHASE_FORWARD;
  gint head = info->gradient_of >= 0 ? info->gradient_of : info->part_of;

  *band = head >= 0 || phase == NN_PHASE_BACKWARD || info->role == NN_ROLE_PIN || info->role == NN_ROLE_SEED;
  if (phase == NN_PHASE_UPDATE || info->role == NN_ROLE_STATE) {
    *band = 2;
    return find_parameter (program, tensor);
  }
  return head >= 0 ? head : tensor;
}

static gint
find_group (GsSheetPlan *self, gint sheet, const gchar *name)
{
  Group *added;

  for (guint i = 0; i < self->groups->len; i++) {
    const Group *other = &g_array_index (self->groups, Group, i);

    if (other->sheet == sheet && g_str_equal (other->name, name))
      return (gint) i;
  }
  g_array_set_size (self->groups, self->groups->len + 1);
  added = &g_array_index (self->groups, Group, self->groups->len - 1);
  *added = (Group){ .sheet = sheet, .name = g_strdup (name) };
  return (gint) self->groups->len - 1;
}

/* A vector along the batch stands upright beside its rows, any other lies. */
static void
shape_block (GsSheetBlock *block, const NnTensorInfo *info)
{
  const NnShape *shape = &info->shape;

  block->rows = block->columns = block->tiles_down = block->tiles_across = 1;
  if (shape->rank == 1 && info->axes[0] == 'b') {
    block->rows = shape->dim[0];
  } else if (shape->rank == 1) {
    block->columns = shape->dim[0];
  } else if (shape->rank >= 2) {
    block->rows = shape->dim[shape->rank - 2];
    block->columns = shape->dim[shape->rank - 1];
  }
  if (shape->rank >= 3)
    block->tiles_down = shape->dim[0];
  if (shape->rank == 4)
    block->tiles_across = shape->dim[1];
}

/* Cells with the line and the column of headers that each tile has, and the title above. */
static gint64
get_height (const GsSheetBlock *block)
{
  return 1 + (gint64) block->tiles_down * (block->rows + 1);
}

static gint64
get_width (const GsSheetBlock *block)
{
  return (gint64) block->tiles_across * (block->columns + 1);
}

/* Of the kernels that are read backwards: a stride of one, and more cells than are written out. */
static void
place_turned (GsSheetPlan *self, Pass *pass)
{
  gint n = nn_program_get_n_tensors (pass->program);

  pass->turned = g_new0 (GsSheetBlock, n);
  for (gint i = 0; i < n; i++)
    pass->turned[i].sheet = -1;
  for (gint i = 0; i < nn_program_get_n_instructions (pass->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (pass->program, i);
    const GsSheetBlock *kernel = &pass->blocks[line->inputs[1]];

    if (line->op != NN_OP_CONV_DX || !is_shown (self, line) || line->attributes[0] != 1
        || line->attributes[1] != 1 || kernel->rows * kernel->columns <= NN_SHEET_FEW)
      continue;
    pass->turned[line->inputs[1]] = *kernel;
    pass->turned[line->inputs[1]].band = 1;
  }
}

static void
place_tensors (GsSheetPlan *self, Pass *pass)
{
  gint n = nn_program_get_n_tensors (pass->program);

  pass->blocks = g_new0 (GsSheetBlock, n);
  pass->computed = g_new0 (gboolean, n);
  for (gint i = 0; i < n; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (pass->program, i);
    GsSheetBlock *block = &pass->blocks[i];
    gint head = find_head (pass->program, i, &block->band);

    shape_block (block, info);
    block->sheet = choose_sheet (self, pass->program, i);
    pass->computed[i] =
        info->producer >= 0 && is_shown (self, nn_program_get_instruction (pass->program, info->producer));
    if (block->sheet < 0)
      continue;
    if (head != i && choose_sheet (self, pass->program, head) >= 0)
      block->sheet = choose_sheet (self, pass->program, head);
    block->group = find_group (self, block->sheet, nn_program_get_tensor (pass->program, head)->name);
    g_array_index (self->groups, Group, block->group).width = (gint) MIN (
        MAX (g_array_index (self->groups, Group, block->group).width, get_width (block)), MAX_COLUMNS + 1);
  }
}

/* ---- where ---- */

static gboolean
refuse (GError **error, const gchar *what, gint64 is, gint64 most)
{
  g_set_error (
      error, NN_ERROR, NN_ERROR_VALUE,
      _ ("the workbook would have %zu %s, and a spreadsheet takes %zu; take fewer passes, fewer rows "
         "(--rows 1) or only the last layers (--last-layers 1)"),
      (gsize) is, what, (gsize) most);
  return FALSE;
}

/* Groups side by side, with a free column between. */
static gboolean
place_groups (GsSheetPlan *self, GError **error)
{
  g_autofree gint *next = g_new0 (gint, self->titles->len);

  for (guint i = 0; i < self->groups->len; i++) {
    Group *group = &g_array_index (self->groups, Group, i);

    group->column = next[group->sheet];
    next[group->sheet] += group->width + 1;
    if (next[group->sheet] > MAX_COLUMNS)
      return refuse (error, _ ("columns on a sheet"), next[group->sheet], MAX_COLUMNS);
  }
  return TRUE;
}

/* Beneath what its group has already, where it belongs to this sheet and band. */
static void
place_block (const GsSheetPlan *self,
             GsSheetBlock *block,
             gint sheet,
             gint band,
             gint64 *bottom,
             gint64 *lowest)
{
  if (block->sheet != sheet || block->band != band)
    return;
  block->row = (gint) MIN (bottom[block->group], MAX_ROWS);
  block->column = g_array_index (self->groups, Group, block->group).column;
  bottom[block->group] += get_height (block) + 1;
  *lowest = MAX (*lowest, bottom[block->group]);
}

/* The bands of one pass on one sheet, from `row` on; returns the row behind them. */
static gint64
place_rows (GsSheetPlan *self, Pass *pass, gint sheet, gint64 row)
{
  gint n = nn_program_get_n_tensors (pass->program);

  for (gint band = 0; band < N_BANDS; band++) {
    g_autofree gint64 *bottom = g_new (gint64, self->groups->len);
    gint64 lowest = row;

    for (guint i = 0; i < self->groups->len; i++)
      bottom[i] = row;
    for (gint i = 0; i < n; i++)
      place_block (self, &pass->blocks[i], sheet, band, bottom, &lowest);
    for (gint i = 0; i < n; i++)
      place_block (self, &pass->turned[i], sheet, band, bottom, &lowest);
    row = lowest;
  }
  return row;
}

static gboolean
place_passes (GsSheetPlan *self, GError **error)
{
  g_autofree gint64 *next = g_new (gint64, self->titles->len);
  gint64 n_cells = 0;

  for (guint sheet = 0; sheet < self->titles->len; sheet++)
    next[sheet] = 2;
  for (guint p = 0; p < self->passes->len; p++) {
    Pass *pass = g_ptr_array_index (self->passes, p);

    for (gint i = 0; i < nn_program_get_n_tensors (pass->program); i++)
      n_cells += (gint64) nn_shape_count (&nn_program_get_tensor (pass->program, i)->shape)
                 * ((pass->blocks[i].sheet >= 0) + (pass->turned[i].sheet >= 0));
    for (guint sheet = 0; sheet < self->titles->len; sheet++) {
      gint row = (gint) next[sheet];

      g_array_append_val (pass->rows, row);
      next[sheet] = place_rows (self, pass, (gint) sheet, next[sheet] + 1) + 1;
      if (next[sheet] > MAX_ROWS)
        return refuse (error, _ ("rows on a sheet"), next[sheet], MAX_ROWS);
    }
  }
  if (n_cells > MAX_CELLS)
    return refuse (error, _ ("cells"), n_cells, MAX_CELLS);
  return TRUE;
}

/* ---- the plan ---- */

static void
pass_free (gpointer pointer)
{
  Pass *pass = pointer;

  nn_program_unref (pass->program);
  g_free (pass->blocks);
  g_free (pass->turned);
  g_free (pass->computed);
  g_array_unref (pass->rows);
  g_free (pass);
}

static void
clear_group (gpointer pointer)
{
  g_free (((Group *) pointer)->name);
}

GsSheetPlan *
gs_sheet_plan_new (const NnNetwork *network, GPtrArray *frames, gint first_layer, GError **error)
{
  g_autoptr (GsSheetPlan) self = g_new0 (GsSheetPlan, 1);

  self->first_layer = first_layer;
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->passes = g_ptr_array_new_with_free_func (pass_free);
  self->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  g_array_set_clear_func (self->groups, clear_group);
  list_sheets (self, network);
  for (guint i = 0; i < frames->len; i++) {
    Pass *pass = g_new0 (Pass, 1);

    pass->program = nn_program_ref (gs_frame_get_program (g_ptr_array_index (frames, i)));
    pass->rows = g_array_new (FALSE, FALSE, sizeof (gint));
    g_ptr_array_add (self->passes, pass);
    place_tensors (self, pass);
    place_turned (self, pass);
  }
  if (!place_groups (self, error) || !place_passes (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
gs_sheet_plan_free (GsSheetPlan *plan)
{
  if (plan == NULL)
    return;
  g_ptr_array_unref (plan->titles);
  g_ptr_array_unref (plan->passes);
  g_array_unref (plan->groups);
  g_free (plan);
}

guint
gs_sheet_plan_get_n_sheets (const GsSheetPlan *plan)
{
  return plan->titles->len;
}

const gchar *
gs_sheet_plan_get_title (const GsSheetPlan *plan, guint sheet)
{
  return g_ptr_array_index (plan->titles, sheet);
}

static const Pass *
get_pass (const GsSheetPlan *plan, guint pass)
{
  return g_ptr_array_index (plan->passes, pass);
}

gint
gs_sheet_plan_get_pass_row (const GsSheetPlan *plan, guint pass, guint sheet)
{
  return g_array_index (get_pass (plan, pass)->rows, gint, sheet);
}

gint
gs_sheet_plan_get_n_columns (const GsSheetPlan *plan, guint sheet)
{
  gint n = 0;

  for (guint i = 0; i < plan->groups->len; i++) {
    const Group *group = &g_array_index (plan->groups, Group, i);

    if (group->sheet == (gint) sheet)
      n = MAX (n, group->column + group->width);
  }
  return n;
}

const GsSheetBlock *
gs_sheet_plan_get_block (const GsSheetPlan *plan, guint pass, gint tensor)
{
  return &get_pass (plan, pass)->blocks[tensor];
}

gboolean
gs_sheet_plan_is_computed (const GsSheetPlan *plan, guint pass, gint tensor)
{
  return get_pass (plan, pass)->computed[tensor];
}

/* The first cell of a tile. */
static NnSheetSpot
find_tile (const GsSheetBlock *block, gint tile)
{
  gint down = tile / block->tiles_across, across = tile % block->tiles_across;

  g_assert (block->sheet >= 0);
  return (NnSheetSpot){ block->sheet, tile, block->row + 2 + down * (block->rows + 1),
                        block->column + 1 + across * (block->columns + 1) };
}

NnSheetSpot
gs_sheet_plan_find (const GsSheetPlan *plan, guint pass, gint tensor, gsize offset)
{
  const GsSheetBlock *block = gs_sheet_plan_get_block (plan, pass, tensor);
  /* Found for each term of each sum: a tensor's offsets are short numbers, which divide faster. */
  gint whole = (gint) offset, in_tile = block->rows * block->columns, at = whole % in_tile;
  NnSheetSpot spot = find_tile (block, whole / in_tile);

  spot.row += at / block->columns;
  spot.column += at % block->columns;
  return spot;
}

const GsSheetBlock *
gs_sheet_plan_get_turned (const GsSheetPlan *plan, guint pass, gint tensor)
{
  return &get_pass (plan, pass)->turned[tensor];
}

gboolean
gs_sheet_plan_turn (const GsSheetPlan *plan, guint pass, gint tensor, NnSheetSpot *spot)
{
  const GsSheetBlock *turned = gs_sheet_plan_get_turned (plan, pass, tensor);
  NnSheetSpot here, there;

  if (turned->sheet < 0)
    return FALSE;
  here = find_tile (gs_sheet_plan_get_block (plan, pass, tensor), spot->tile);
  there = find_tile (turned, spot->tile);
  *spot = (NnSheetSpot){ there.sheet, spot->tile, there.row + turned->rows - 1 - (spot->row - here.row),
                         there.column + turned->columns - 1 - (spot->column - here.column) };
  return TRUE;
}
