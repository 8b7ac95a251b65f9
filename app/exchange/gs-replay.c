/* A replay for the browser. */
#include "gs-replay.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/document/gs-ready-made.h"
#include "app/exchange/gs-replay-resources.h"
#include "app/inspect/gs-explain.h"
#include "app/paint/gs-theme.h"
#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "app/text/gs-number.h"
#include "app/text/gs-task.h"
#include "gs-sheet-plan.h"
#include "nn/nn-error.h"

#define MAX_CELLS      100000 /* a page of a few megabytes, which a phone still opens */
#define MAX_EXPLAINED  3000   /* cells that say their own formula */
#define MAX_PRECEDENTS 64     /* of one cell, that arrows come from */

typedef struct {
  GPtrArray *frames;
  GsSheetPlan *plan;
  GString *text;
  gboolean explains;
} Replay;

/* ---- JSON ---- */

static void
put_key (Replay *self, const gchar *key)
{
  gchar last = self->text->str[self->text->len - 1];

  if (last != '{' && last != '[')
    g_string_append_c (self->text, ',');
  gs_json_append_text (self->text, key);
  g_string_append_c (self->text, ':');
}

static void
put_text (Replay *self, const gchar *key, const gchar *text)
{
  put_key (self, key);
  gs_json_append_text (self->text, text != NULL ? text : "");
}

static void
put_whole (Replay *self, const gchar *key, gint64 value)
{
  put_key (self, key);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

/* The start of the next thing in a list. */
static void
put_comma (Replay *self)
{
  if (self->text->str[self->text->len - 1] != '[')
    g_string_append_c (self->text, ',');
}

/* ---- a tensor ---- */

static void
put_values (Replay *self, GsFrame *frame, gint tensor)
{
  gsize n;
  const gdouble *values = gs_frame_get_values (frame, tensor, &n);

  put_key (self, "values");
  g_string_append_c (self->text, '[');
  for (gsize i = 0; i < n; i++) {
    gchar buffer[GS_NUMBER_BUFFER];

    put_comma (self);
    g_string_append (self->text, gs_number_to_text (values[i], buffer));
  }
  g_string_append_c (self->text, ']');
}

static void
put_explanation (Replay *self, GsFrame *frame, const NnCell *cell)
{
  g_autoptr (GsExplanation) why = gs_explanation_new (frame, cell, NULL);
  const NnPrintLimits limits = { .digits = 6, .enough = TRUE };
  g_autofree gchar *symbols = gs_explanation_print (why, NN_DIALECT_MATH, NN_PRINT_EXPANDED, &limits);
  g_autofree gchar *numbers = gs_explanation_print (why, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
  g_autofree gchar *leaf = symbols == NULL ? gs_explanation_describe_leaf (why) : NULL;
  g_autoptr (GArray) from = gs_explanation_get_precedents (why, MAX_PRECEDENTS);

  put_comma (self);
  g_string_append_c (self->text, '[');
  gs_json_append_text (self->text, symbols != NULL ? symbols : leaf);
  g_string_append_c (self->text, ',');
  gs_json_append_text (self->text, numbers != NULL ? numbers : "");
  g_string_append (self->text, ",[");
  for (guint i = 0; i < from->len; i++) {
    const NnCell *one = &g_array_index (from, NnCell, i);

    g_string_append_printf (self->text, "%s%d,%zu", i > 0 ? "," : "", one->tensor, one->offset);
  }
  g_string_append (self->text, "]]");
}

static void
put_labels (Replay *self, GsFrame *frame, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (gs_frame_get_program (frame), tensor);

  put_key (self, "labels");
  g_string_append_c (self->text, '[');
  for (gint axis = 0; axis < info->shape.rank; axis++) {
    put_comma (self);
    g_string_append_c (self->text, '[');
    for (gint i = 1; i <= info->shape.dim[axis]; i++) {
      const gchar *label = gs_frame_get_label (frame, tensor, axis, i);

      put_comma (self);
      gs_json_append_text (self->text, label != NULL ? label : "");
    }
    g_string_append_c (self->text, ']');
  }
  g_string_append_c (self->text, ']');
}

static void
put_tensor (Replay *self, guint pass, gint tensor)
{
  GsFrame *frame = g_ptr_array_index (self->frames, pass);
  const NnTensorInfo *info = nn_program_get_tensor (gs_frame_get_program (frame), tensor);
  const GsSheetBlock *block = gs_sheet_plan_get_block (self->plan, pass, tensor);
  gsize n = nn_shape_count (&info->shape);

  put_comma (self);
  g_string_append_c (self->text, '{');
  put_text (self, "name", info->name);
  put_key (self, "shape");
  g_string_append_c (self->text, '[');
  for (gint axis = 0; axis < info->shape.rank; axis++) {
    put_comma (self);
    g_string_append_printf (self->text, "%d", info->shape.dim[axis]);
  }
  g_string_append_c (self->text, ']');
  put_whole (self, "upright", info->shape.rank == 1 && info->axes[0] == 'b');
  put_whole (self, "sheet", block->sheet);
  put_whole (self, "group", block->group);
  put_whole (self, "band", block->band);
  put_whole (self, "by", info->producer);
  put_labels (self, frame, tensor);
  put_values (self, frame, tensor);
  if (self->explains) {
    put_key (self, "why");
    g_string_append_c (self->text, '[');
    for (gsize i = 0; i < n; i++)
      put_explanation (self, frame, &(NnCell){ tensor, i });
    g_string_append_c (self->text, ']');
  }
  g_string_append_c (self->text, '}');
}

/* ---- a pass ---- */

static void
put_instruction (Replay *self, NnProgram *program, gint instruction)
{
  const NnInstruction *line = nn_program_get_instruction (program, instruction);
  g_autofree gchar *brief = nn_program_get_brief (program, instruction);
  g_autoptr (GPtrArray) pieces = NULL;
  g_autofree gchar *formula = NULL;
  NnNames names;
  NnBinding binding;

  nn_program_get_names (program, instruction, &names);
  nn_program_get_binding (program, instruction, &binding);
  pieces = nn_dialect_print (NN_DIALECT_WORDS, nn_formula_for_op (line->op), &names, &binding, 0,
                             NN_PRINT_GENERAL, NULL);
  formula = nn_pieces_join (pieces);
  put_comma (self);
  g_string_append_c (self->text, '{');
  put_whole (self, "out", line->output);
  put_key (self, "in");
  g_string_append_c (self->text, '[');
  for (gint i = 0; i < line->n_inputs; i++) {
    put_comma (self);
    g_string_append_printf (self->text, "%d", line->inputs[i]);
  }
  g_string_append_c (self->text, ']');
  put_text (self, "brief", brief);
  put_text (self, "formula", formula);
  put_text (self, "why", _ (nn_op_get (line->op)->why));
  put_whole (self, "phase", line->phase);
  g_string_append_c (self->text, '}');
}

static gboolean
put_pass (Replay *self, guint pass, GError **error)
{
  GsFrame *frame = g_ptr_array_index (self->frames, pass);
  NnProgram *program = gs_frame_get_program (frame);
  gint n = nn_program_get_n_tensors (program);

  put_comma (self);
  g_string_append_c (self->text, '{');
  put_whole (self, "pass", gs_frame_get_cursor (frame)->pass);
  put_whole (self, "loss", nn_program_get_loss (program));
  put_key (self, "tensors");
  g_string_append_c (self->text, '[');
  for (gint i = 0; i < n; i++) {
    put_tensor (self, pass, i);
    if (!gs_task_go_on (pass * (gsize) n + (gsize) i, self->frames->len * (gsize) n, error))
      return FALSE;
  }
  g_string_append_c (self->text, ']');
  put_key (self, "steps");
  g_string_append_c (self->text, '[');
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++)
    if (nn_program_get_instruction (program, i)->output >= 0)
      put_instruction (self, program, i);
  g_string_append (self->text, "]}");
  return TRUE;
}

/* ---- the page ---- */

/* What the page says, so that it speaks the program's language. */
static void
put_words (Replay *self)
{
  put_key (self, "words");
  g_string_append_c (self->text, '{');
  put_text (self, "start", _ ("To the start"));
  put_text (self, "back", _ ("One step back"));
  put_text (self, "step", _ ("One step"));
  put_text (self, "end", _ ("To the end"));
  put_text (self, "pass", _ ("Pass"));
  put_text (self, "begin", _ ("Nothing is computed yet. Press the step button, or F10."));
  put_text (self, "blank", _ ("blank"));
  put_text (self, "values", _ ("Values"));
  put_text (self, "gradients", _ ("Gradients"));
  put_text (self, "update", _ ("Update"));
  put_text (self, "loss", _ ("Loss"));
  put_text (self, "place", _ ("Where in the passes"));
  g_string_append_c (self->text, '}');
}

static void
put_colours (Replay *self)
{
  put_key (self, "colours"); /* light, then dark */
  g_string_append_c (self->text, '[');
  for (gint dark = 0; dark < 2; dark++) {
    const GsTheme *theme = gs_theme_get (dark != 0, FALSE);

    g_string_append (self->text, dark != 0 ? ",[" : "[");
    for (gint i = -16; i <= 16; i++)
      g_string_append_printf (self->text, "%s\"#%06x\"", i > -16 ? "," : "", gs_theme_map (theme, i / 16.0));
    g_string_append_c (self->text, ']');
  }
  g_string_append_c (self->text, ']');
}

static gsize
count_cells (GPtrArray *frames)
{
  gsize count = 0;

  for (guint i = 0; i < frames->len; i++) {
    NnProgram *program = gs_frame_get_program (g_ptr_array_index (frames, i));

    for (gint k = 0; k < nn_program_get_n_tensors (program); k++)
      count += nn_shape_count (&nn_program_get_tensor (program, k)->shape);
  }
  return count;
}

/* In place of the mark, within a page: no end of a script in it. */
static void
replace_mark (GString *page, const gchar *mark, const gchar *text)
{
  g_autoptr (GString) safe = g_string_new (text);

  g_string_replace (safe, "<", "\\u003c", 0);
  g_string_replace (page, mark, safe->str, 1);
}

gboolean
gs_replay_check (const NnNetwork *network, GPtrArray *frames, GError **error)
{
  gsize n_cells = count_cells (frames);
  g_autoptr (GsSheetPlan) plan = NULL;

  if (n_cells > MAX_CELLS) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 _ ("the replay would have %zu cells, and a page takes %d; take fewer passes or fewer rows "
                    "(--rows 1)"),
                 n_cells, MAX_CELLS);
    return FALSE;
  }
  plan = gs_sheet_plan_new (network, frames, 0, error);
  return plan != NULL;
}

gboolean
gs_replay_write (const NnNetwork *network, GPtrArray *frames, const gchar *path, GError **error)
{
  g_autoptr (GsSheetPlan) plan = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GString) text = g_string_new ("{"), page = NULL;
  Replay self = { .frames = frames, .text = text, .explains = count_cells (frames) <= MAX_EXPLAINED };

  if (!gs_replay_check (network, frames, error))
    return FALSE;
  self.plan = plan = gs_sheet_plan_new (network, frames, 0, error);
  if (plan == NULL)
    return FALSE;
  put_text (&self, "title", gs_ready_made_get_title (network->title));
  put_words (&self);
  put_colours (&self);
  put_key (&self, "passes");
  g_string_append_c (text, '[');
  for (guint i = 0; i < frames->len; i++)
    if (!put_pass (&self, i, error))
      return FALSE;
  g_string_append (text, "]}");
  bytes = g_resource_lookup_data (gs_replay_get_resource (), "/org/gradsheet/exchange/replay.html",
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return FALSE;
  page = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  replace_mark (page, "@RECORD@", text->str);
  return gs_file_write (path, page->str, page->len, GS_FILE_PUBLIC, error);
}
