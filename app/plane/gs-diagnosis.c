/* Why a network may not learn. */
#include "gs-diagnosis.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"

#define SATURATED 0.99 /* of the way to the end of tanh or sigmoid */
#define GROWTH    4.0  /* of the loss, over its least of the passes before */
#define PASSES    20   /* that are looked back on */
#define MAX_UNITS 3    /* of a layer that are named one by one */

static void
finding_free (GsFinding *finding)
{
  g_free (finding->text);
  g_free (finding);
}

static void
add (GPtrArray *findings, const NnCell *cell, gchar *text)
{
  GsFinding *finding = g_new (GsFinding, 1);

  *finding = (GsFinding){ text, *cell };
  g_ptr_array_add (findings, finding);
}

/* ---- units ---- */

/* What a unit does for every row of the batch alike. */
typedef enum { FINE, DEAD, SATURATED_UNIT } Ailment;

static gboolean
is_at_end (NnOp op, gdouble value)
{
  if (op == NN_OP_TANH)
    return fabs (value) > SATURATED;
  return op == NN_OP_SIGMOID && fabs (2 * value - 1) > SATURATED;
}

static Ailment
examine (NnOp op, const gdouble *values, gint n_rows, gint n_units, gint unit)
{
  gint n_zero = 0, n_end = 0;

  for (gint row = 0; row < n_rows; row++) {
    gdouble value = values[row * n_units + unit];

    n_zero += op == NN_OP_RELU && value == 0;
    n_end += is_at_end (op, value);
  }
  return n_zero == n_rows ? DEAD : n_end == n_rows ? SATURATED_UNIT : FINE;
}

static gchar *
describe (const NnTensorInfo *info, Ailment ailment, const GArray *units)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (units->len, MAX_UNITS); i++)
    g_string_append_printf (names, "%s%d", i > 0 ? ", " : "", g_array_index (units, gint, i) + 1);
  if (units->len > MAX_UNITS)
    g_string_append (names, ", …");
  if (ailment == DEAD)
    return g_strdup_printf (
        g_dngettext (
            GETTEXT_PACKAGE,
            "%u unit of %s (%s) is dead: it is 0 for every row of this batch, so its weights get no "
            "gradient. "
            "A lower rate or other starting weights help.",
            "%u units of %s (%s) are dead: they are 0 for every row of this batch, so their weights get no "
            "gradient. A lower rate or other starting weights help.",
            units->len),
        units->len, info->name, names->str);
  return g_strdup_printf (
      g_dngettext (
          GETTEXT_PACKAGE,
          "%u unit of %s (%s) is saturated: it is at its end for every row of this batch, where the slope is "
          "nearly 0, so it hardly learns. Smaller weights or scaled inputs help.",
          "%u units of %s (%s) are saturated: they are at their end for every row of this batch, where the "
          "slope is nearly 0, so they hardly learn. Smaller weights or scaled inputs help.",
          units->len),
      units->len, info->name, names->str);
}

static void
examine_layer (GPtrArray *findings, const GsFrame *frame, const NnInstruction *line)
{
  const NnTensorInfo *info = nn_program_get_tensor (gs_frame_get_program (frame), line->output);
  gint n_rows = info->shape.dim[0], n_units = info->shape.dim[1];
  gsize n;
  const gdouble *values = gs_frame_get_values (frame, line->output, &n);

  if (info->shape.rank != 2 || n_rows < 2 || values == NULL || n < nn_shape_count (&info->shape))
    return;
  for (gint ailment = DEAD; ailment <= SATURATED_UNIT; ailment++) {
    g_autoptr (GArray) units = g_array_new (FALSE, FALSE, sizeof (gint));

    /* An answer that is certain is none the worse for it. */
    if (ailment == SATURATED_UNIT && line->output == nn_program_get_output (gs_frame_get_program (frame)))
      continue;
    for (gint unit = 0; unit < n_units; unit++)
      if (examine (line->op, values, n_rows, n_units, unit) == (Ailment) ailment)
        g_array_append_val (units, unit);
    if (units->len > 0)
      add (findings, &(NnCell){ line->output, (gsize) g_array_index (units, gint, 0) },
           describe (info, (Ailment) ailment, units));
  }
}

/* ---- the whole ---- */

static gboolean
are_rows_alike (const gdouble *values, gint n_rows, gint n)
{
  for (gint i = n; i < n_rows * n; i++)
    if (!(fabs (values[i] - values[i % n]) <= 1e-6 * MAX (1, fabs (values[i % n]))))
      return FALSE;
  return TRUE;
}

static gint
find_target (NnProgram *program)
{
  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++)
    if (nn_program_get_tensor (program, tensor)->role == NN_ROLE_TARGET)
      return tensor;
  return -1;
}

/* Every row gets the same answer. */
static void
examine_output (GPtrArray *findings, const GsFrame *frame)
{
  NnProgram *program = gs_frame_get_program (frame);
  gint output = nn_program_get_output (program), target = find_target (program);
  const NnTensorInfo *info = nn_program_get_tensor (program, output);
  gint n_rows = info->shape.dim[0], width = (gint) (nn_shape_count (&info->shape) / (gsize) MAX (n_rows, 1));
  gsize n = 0, n_targets = 0;
  const gdouble *values = gs_frame_get_values (frame, output, &n);
  const gdouble *targets = target >= 0 ? gs_frame_get_values (frame, target, &n_targets) : NULL;

  if (values == NULL || targets == NULL || n_rows < 2 || n < nn_shape_count (&info->shape) || n_targets != n)
    return;
  if (are_rows_alike (values, n_rows, width) && !are_rows_alike (targets, n_rows, width))
    add (findings, &(NnCell){ output, 0 },
         g_strdup_printf (
             _ ("%s is the same for every row of this batch, whatever goes in, although the targets "
                "differ. Look at the layers before it, from the first one whose rows are alike."),
             info->name));
}

/* The loss of a pass, and the least of the passes shortly before it. */
static void
examine_loss (GPtrArray *findings, const GsFrame *frame)
{
  const GsLosses *losses = gs_frame_get_losses (frame);
  NnProgram *program = gs_frame_get_program (frame);
  guint n = losses != NULL ? gs_losses_get_n (losses) : 0;
  gdouble last = n > 0 ? gs_losses_get (losses, n - 1)->loss : 0, least = INFINITY;
  gint rate = nn_program_find (program, "lr");

  for (guint i = n > PASSES ? n - PASSES : 0; i + 1 < n; i++)
    least = MIN (least, gs_losses_get (losses, i)->min);
  if (n < 3 || rate < 0 || !(last > GROWTH * least) || last < gs_losses_get (losses, n - 2)->loss)
    return;
  {
    g_autofree gchar *now = gs_number_show (last, 3), *before = gs_number_show (least, 3);

    add (
        findings, &(NnCell){ rate, 0 },
        g_strdup_printf (
            _ ("The loss grows: it is %s, and was %s shortly before. The learning rate is too large; a tenth "
               "of it is worth trying."),
            now, before));
  }
}

static void
examine_numbers (GPtrArray *findings, const GsFrame *frame)
{
  g_autofree gchar *name = NULL;
  NnCell cell;

  if (!gs_frame_find_not_finite (frame, &cell))
    return;
  name = gs_cell_name_display (gs_frame_get_program (frame), &cell);
  add (findings, &cell,
       g_strdup_printf (
           _ ("%s is no finite number, and so is what follows from it. Numbers have grown beyond all "
              "bounds: undo, and train with a lower rate."),
           name));
}

GPtrArray *
gs_diagnosis_list (const GsFrame *frame)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  NnProgram *program = gs_frame_get_program (frame);

  examine_numbers (findings, frame);
  examine_loss (findings, frame);
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if (line->phase == NN_PHASE_FORWARD
        && (line->op == NN_OP_RELU || line->op == NN_OP_TANH || line->op == NN_OP_SIGMOID))
      examine_layer (findings, frame, line);
  }
  examine_output (findings, frame);
  return findings;
}
