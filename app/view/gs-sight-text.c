/* The numbers and sentences that a sight writes. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-phase.h"
#include "gs-sight.h"

/* With a real minus sign, which is as wide as a plus, and "e−4" rather than "e-04". */
static void
put_minus (const gchar *from, gchar buffer[GS_VIEW_BUFFER])
{
  gchar *to = buffer;

  for (; *from != '\0'; from++) {
    if (*from == '-') {
      memcpy (to, "−", 3);
      to += 3;
    } else if (*from == '0' && to > buffer
               && (to[-1] == 'e' || (to - buffer > 3 && to[-4] == 'e' && to[-1] == '\x92'))
               && g_ascii_isdigit (from[1])) {
      continue;
    } else if (*from != '+') {
      *to++ = *from;
    }
  }
  *to = '\0';
}

/* Thousands of cells are written anew: the format is put together by hand. `precision` is below 100. */
static gchar *
write_number (gdouble value, gint precision, gchar conversion, gchar buffer[GS_VIEW_BUFFER])
{
  const gchar format[] = { '%',        '.', (gchar) ('0' + precision / 10), (gchar) ('0' + precision % 10),
                           conversion, '\0' };
  gchar text[GS_VIEW_BUFFER], *point = strchr (g_ascii_formatd (text, sizeof text, format, value), '.');

  if (point != NULL)
    *point = gs_number_get_sign ();
  put_minus (text, buffer);
  return buffer;
}

gchar *
gs_view_format (gdouble value, gint digits, gchar buffer[GS_VIEW_BUFFER])
{
  gint decimals = gs_number_count_decimals (value, digits);

  if (!isfinite (value)) {
    g_strlcpy (buffer, isnan (value) ? "NaN" : value > 0 ? "∞" : "−∞", GS_VIEW_BUFFER);
    return buffer;
  }
  if (value == 0) {
    g_strlcpy (buffer, "0", GS_VIEW_BUFFER);
    return buffer;
  }
  return decimals >= 0 ? write_number (value, decimals, 'f', buffer)
                       : write_number (value, MAX (digits, 1) - 1, 'e', buffer);
}

gchar *
gs_view_format_fixed (gdouble value, gint decimals, gchar buffer[GS_VIEW_BUFFER])
{
  if (!isfinite (value))
    return gs_view_format (value, 1, buffer);
  write_number (value, decimals, 'f', buffer);
  /* What is rounded to nothing has no sign. */
  return g_str_has_prefix (buffer, "−") && strpbrk (buffer, "123456789") == NULL
             ? write_number (0, decimals, 'f', buffer)
             : buffer;
}

gchar *
gs_view_format_power (gdouble value, gchar buffer[GS_VIEW_BUFFER])
{
  return !isfinite (value) || value == 0 ? gs_view_format (value, 1, buffer)
                                         : write_number (value, 0, 'e', buffer);
}

gchar *
gs_sight_format (const GsSight *sight, gdouble value, gint digits, gchar buffer[GS_VIEW_BUFFER])
{
  if (digits <= 0)
    digits = sight->digits;
  if (!sight->scientific || !isfinite (value) || value == 0)
    return gs_view_format (value, digits, buffer);
  return write_number (value, MAX (digits, 1) - 1, 'e', buffer);
}

gchar *
gs_sight_get_text (const GsSight *sight, const NnCell *cell)
{
  const GsEntry *entry = gs_sight_find_entry (sight, cell);
  gchar buffer[GS_VIEW_BUFFER];
  gdouble value;

  if (entry != NULL && entry->text != NULL)
    return g_strdup (entry->text);
  switch (gs_sight_see (sight, cell, &value)) {
  case GS_SEEN_HIDDEN: return g_strdup ("?");
  case GS_SEEN_NUMBER: return g_strdup (gs_sight_format (sight, value, 0, buffer));
  case GS_SEEN_BLANK:
  default: return g_strdup ("");
  }
}

/* "a, b and c" of the cells a cell is computed from, named as in its formula; or NULL. */
static gchar *
list_precedents (const GsSight *sight, const NnCell *cell)
{
  NnProgram *program = sight->program;
  g_autoptr (GsExplanation) explanation = gs_explanation_new (sight->frame, cell, NULL);
  g_autoptr (GArray) cells = gs_explanation_get_precedents (explanation, 5);
  gchar *list = NULL;

  for (guint i = 0; i < MIN (cells->len, 4); i++) {
    g_autofree gchar *name = gs_cell_name_labelled (program, &g_array_index (cells, NnCell, i));
    g_autofree gchar *before = list;

    if (before == NULL)
      list = g_steal_pointer (&name);
    else
      /* Translators: a list of cells grows by one more, and by the last one. */
      list = g_strdup_printf (i + 1 < cells->len ? _ ("%s, %s") : _ ("%s and %s"), before, name);
  }
  if (cells->len > 4) {
    g_autofree gchar *before = list;

    list = g_strdup_printf (_ ("%s and more"), before);
  }
  return list;
}

/* Replaces *text by the format with it. */
static void
wrap_text (gchar **text, const gchar *format, const gchar *more)
{
  gchar *longer = g_strdup_printf (format, *text, more);

  g_free (*text);
  *text = longer;
}

/* Appends a clause to *text, which may be NULL. */
static void
add_clause (gchar **text, const gchar *clause)
{
  if (clause == NULL || *clause == '\0')
    return;
  if (*text == NULL)
    *text = g_strdup (clause);
  else
    wrap_text (text, "%s, %s", clause);
}

/* Of a computed cell "backward, from a1[1,1] and dz2[1,1]", of a pinned one that it is; else NULL. */
static gchar *
describe_origin (const GsSight *sight, const NnCell *cell)
{
  NnProgram *program = sight->program;
  const NnTensorInfo *info = nn_program_get_tensor (program, cell->tensor);
  gboolean told = info->producer >= 0 && !gs_sight_is_secret (sight, cell->tensor);
  g_autofree gchar *from = told ? list_precedents (sight, cell) : NULL;
  gchar *text = NULL;

  if (info->producer >= 0)
    add_clause (&text, gs_phase_name (nn_program_get_instruction (program, info->producer)->phase));
  if (from != NULL)
    wrap_text (&text, _ ("%s, from %s"), from);
  if (gs_frame_is_pinned (sight->frame, cell))
    add_clause (&text, _ ("pinned by hand"));
  return text;
}

/* What the data call the row that a cell of a batch is about; NULL if they do not. Caller frees. */
static gchar *
describe_row_name (const GsSight *sight, const NnTensorInfo *info, gsize offset)
{
  gint index[NN_MAX_RANK];
  const gchar *name = NULL;

  if (info->axes[0] == 'b') {
    nn_shape_index (&info->shape, offset, index);
    name = gs_frame_get_row_name (sight->frame, index[0]);
  }
  return name != NULL ? g_strdup_printf (_ ("row “%s”"), name) : NULL;
}

gchar *
gs_sight_describe (const GsSight *sight, const NnCell *cell)
{
  g_autofree gchar *value = gs_sight_get_text (sight, cell), *origin = describe_origin (sight, cell);
  g_autofree gchar *row =
      describe_row_name (sight, nn_program_get_tensor (sight->program, cell->tensor), cell->offset);
  gchar *text = gs_cell_name_display (sight->program, cell);

  wrap_text (&text, *value != '\0' ? "%s = %s" : _ ("%s, not computed yet"), value);
  add_clause (&text, row);
  add_clause (&text, origin);
  return text;
}

gchar *
gs_sight_describe_step (const GsSight *sight)
{
  const GsCursor *cursor = gs_frame_get_cursor (sight->frame);
  gint now = gs_phase_find_now (cursor);
  const NnInstruction *line = nn_program_get_instruction (sight->program, MAX (now, 0));
  const gchar *phase = gs_phase_title (line->phase);

  if (sight->writing != NULL)
    /* Translators: where one is: the pass, its phase (forward, backward, …), what is computed, its term. */
    return g_strdup_printf (_ ("Pass %u  ·  %s  ·  %s  ·  term %zu of %zu"), cursor->pass, phase,
                            nn_program_get_tensor (sight->program, line->output)->name, sight->term.number,
                            gs_explanation_count_terms (sight->writing));
  /* Translators: where one is: the pass, its phase (forward, backward, …), the step. */
  return g_strdup_printf (_ ("Pass %u  ·  %s  ·  step %d of %d"), cursor->pass, phase, now + 1,
                          nn_program_get_n_instructions (sight->program));
}

/* ---- for screen readers ---- */

static const gchar *
describe_role (const NnTensorInfo *info)
{
  switch (info->role) {
  case NN_ROLE_INPUT: return _ ("input");
  case NN_ROLE_TARGET: return _ ("target");
  case NN_ROLE_PARAMETER: return info->frozen ? _ ("parameter that does not learn") : _ ("parameter");
  case NN_ROLE_STATE: return _ ("state of the optimiser");
  case NN_ROLE_HYPER: return _ ("hyperparameter");
  case NN_ROLE_RANDOM: return _ ("random number");
  case NN_ROLE_CLOCK: return _ ("how far training is");
  case NN_ROLE_SEED: return _ ("where the backward pass begins");
  case NN_ROLE_PIN: return _ ("1 where a cell is held by hand");
  case NN_ROLE_COMPUTED:
  default: return NULL;
  }
}

/* "row 1 of 2, column 2 of 3": what a sighted reader sees at once. NULL for a single number. */
static gchar *
describe_place (const NnTensorInfo *info, gsize offset)
{
  const gchar *const words[] = { info->axes[0] == 'b' ? _ ("sample %d of %d") : _ ("filter %d of %d"),
                                 _ ("channel %d of %d"), _ ("row %d of %d"), _ ("column %d of %d") };
  gint index[NN_MAX_RANK];
  gchar *text = NULL;

  nn_shape_index (&info->shape, offset, index);
  for (gint axis = 0; axis < info->shape.rank; axis++) {
    g_autofree gchar *clause =
        g_strdup_printf (words[NN_MAX_RANK - info->shape.rank + axis], index[axis], info->shape.dim[axis]);

    add_clause (&text, clause);
  }
  return text;
}

static const gchar *
describe_mark (const GsSight *sight, const NnCell *cell)
{
  const GsEntry *entry = gs_sight_find_entry (sight, cell);

  switch (entry != NULL ? entry->mark : GS_MARK_EMPTY) {
  case GS_MARK_RIGHT: return _ ("right");
  case GS_MARK_RIGHT_GIVEN_EARLIER: return _ ("follows from an earlier number that is not right");
  case GS_MARK_WRONG: return _ ("not right");
  case GS_MARK_EMPTY:
  default: return NULL;
  }
}

gchar *
gs_sight_speak_so_far (const GsSight *sight)
{
  gchar number[GS_VIEW_BUFFER];

  /* Translators: behind the name of a cell: what its sum has come to, after how many of its terms. */
  return g_strdup_printf (_ ("%s after %zu of %zu terms"),
                          gs_sight_format (sight, sight->term.running, 0, number), sight->term.number,
                          gs_explanation_count_terms (sight->writing));
}

static void
add_so_far (const GsSight *sight, gchar **text)
{
  g_autofree gchar *so_far = gs_sight_speak_so_far (sight);

  wrap_text (text, "%s: %s", so_far);
}

gchar *
gs_sight_speak_value (const GsSight *sight, const NnCell *cell)
{
  const GsEntry *entry = gs_sight_find_entry (sight, cell);
  g_autofree gchar *value = gs_sight_get_text (sight, cell);
  gchar *text = gs_cell_name_display (sight->program, cell);

  if (entry != NULL && entry->text == NULL)
    wrap_text (&text, _ ("%s, to be filled in"), NULL);
  else if (entry == NULL && gs_sight_is_hidden (sight, cell))
    wrap_text (&text, _ ("%s, hidden"), NULL);
  else if (sight->writing != NULL && nn_cell_equal (gs_explanation_get_cell (sight->writing), cell))
    add_so_far (sight, &text);
  else
    wrap_text (&text, *value != '\0' ? "%s = %s" : _ ("%s, not computed yet"), value);
  return text;
}

gchar *
gs_sight_speak_origin (const GsSight *sight, const NnCell *cell)
{
  const NnTensorInfo *info = nn_program_get_tensor (sight->program, cell->tensor);
  g_autofree gchar *place = describe_place (info, cell->offset);
  g_autofree gchar *origin = describe_origin (sight, cell);
  g_autofree gchar *row = describe_row_name (sight, info, cell->offset);
  gchar *text = NULL;

  add_clause (&text, describe_mark (sight, cell));
  add_clause (&text, describe_role (info));
  add_clause (&text, origin);
  add_clause (&text, row);
  add_clause (&text, place);
  return text != NULL ? text : g_strdup ("");
}
