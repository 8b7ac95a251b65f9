/* Frames: values shared with the frame before where they are the same, copied where they are not. */
#include "gs-frame.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

/* The values of one tensor as they once were. Counts of references are plain atomics, which the thread
 * sanitiser understands; GLib's are not. */
typedef struct {
  atomic_uint n_refs;
  guint64 stamp;
  gdouble largest;
  gboolean is_finite;
  gdouble values[];
} Buffer;

/* What of a tensor is in the frame. */
typedef struct {
  Buffer *buffer; /* NULL if all is blank */
  gsize n;        /* visible cells */
  gdouble largest;
  Buffer *before; /* NULL if nothing has changed, or there is nothing to compare with */
  gsize n_before; /* visible then and now */
} Part;

struct _GsFrame {
  atomic_uint n_refs;
  guint64 revision;
  NnProgram *program;
  GsCursor cursor;
  GsDataset *data;
  gint n_parts;
  Part *parts;      /* by tensor */
  guint64 compared; /* the revision that `before` comes from */
  gboolean has_changes;
  GArray *pins;     /* NnCell */
  GsLosses *losses; /* or NULL */
  GsEpochs *epochs; /* or NULL */
  gdouble loss_before;
  gboolean has_loss_before;
};

/* ---- buffers ---- */

static void
buffer_unref (Buffer *buffer)
{
  if (buffer != NULL && atomic_fetch_sub (&buffer->n_refs, 1) == 1)
    g_free (buffer);
}

static Buffer *
buffer_ref (Buffer *buffer)
{
  atomic_fetch_add (&buffer->n_refs, 1);
  return buffer;
}

/* Without its sign a double is ordered as its bits are, and what is not finite comes last. */
#define INFINITE G_GINT64_CONSTANT (0x7ff0000000000000)

static inline gint64
get_magnitude (gdouble value)
{
  gint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits & G_MAXINT64;
}

/* Four maxima at a time, none of which waits for another. */
static gint64
find_greatest (const gdouble *values, gsize n)
{
  gint64 a = 0, b = 0, c = 0, d = 0;
  gsize i = 0;

  for (; i + 4 <= n; i += 4) {
    a = MAX (a, get_magnitude (values[i]));
    b = MAX (b, get_magnitude (values[i + 1]));
    c = MAX (c, get_magnitude (values[i + 2]));
    d = MAX (d, get_magnitude (values[i + 3]));
  }
  for (; i < n; i++)
    a = MAX (a, get_magnitude (values[i]));
  return MAX (MAX (a, b), MAX (c, d));
}

/* The largest finite magnitude among values of which `greatest` is the greatest. */
static gdouble
find_largest (const gdouble *values, gsize n, gint64 greatest)
{
  gdouble largest;

  if (greatest >= INFINITE) {
    greatest = 0;
    for (gsize i = 0; i < n; i++)
      if (get_magnitude (values[i]) < INFINITE)
        greatest = MAX (greatest, get_magnitude (values[i]));
  }
  memcpy (&largest, &greatest, sizeof largest);
  return largest;
}

/* Cells that are looked at while the cache still has them from being copied. */
#define CHUNK ((gsize) 2048)

static Buffer *
buffer_new (NnRun *run, gint tensor, gsize n_cells)
{
  Buffer *buffer = g_malloc (sizeof (Buffer) + n_cells * sizeof (gdouble));
  const gdouble *values = nn_run_get_values (run, tensor);
  gint64 greatest = 0;

  atomic_init (&buffer->n_refs, 1);
  buffer->stamp = nn_run_get_stamp (run, tensor);
  for (gsize at = 0; at < n_cells; at += CHUNK) {
    gsize n = MIN (CHUNK, n_cells - at);

    memcpy (buffer->values + at, values + at, n * sizeof (gdouble));
    greatest = MAX (greatest, find_greatest (buffer->values + at, n));
  }
  buffer->is_finite = greatest < INFINITE;
  buffer->largest = find_largest (buffer->values, n_cells, greatest);
  return buffer;
}

/* ---- making ---- */

static gsize
count_visible (const GsFrame *frame, const NnTensorInfo *info)
{
  gboolean is_data = info->role == NN_ROLE_INPUT || info->role == NN_ROLE_TARGET;

  /* No rows yet: their cells are there, and blank. */
  if (is_data && frame->data != NULL && gs_dataset_get_n_rows (frame->data) == 0)
    return 0;
  return info->producer < frame->cursor.instruction    ? nn_shape_count (&info->shape)
         : info->producer == frame->cursor.instruction ? frame->cursor.cell
                                                       : 0;
}

/* What the previous frame has of a tensor's present values, be it that they stood in X.next then. */
static const Part *
find_part (const GsFrame *previous, const NnTensorInfo *info, gint tensor, guint64 stamp)
{
  const gint candidates[] = { tensor, info->next };

  for (gsize i = 0; previous != NULL && i < G_N_ELEMENTS (candidates); i++)
    if (candidates[i] >= 0 && candidates[i] < previous->n_parts) {
      const Part *part = &previous->parts[candidates[i]];

      if (part->buffer != NULL && part->buffer->stamp == stamp)
        return part;
    }
  return NULL;
}

static void
fill_part (GsFrame *frame, const GsFrameSource *source, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (frame->program, tensor);
  guint64 stamp = nn_run_get_stamp (source->run, tensor);
  const Part *same = find_part (source->previous, info, tensor, stamp);
  Part *part = &frame->parts[tensor];
  gsize n_cells = nn_shape_count (&info->shape);

  part->n = count_visible (frame, info);
  if (part->n == 0)
    return;
  part->buffer = same != NULL ? buffer_ref (same->buffer) : buffer_new (source->run, tensor, n_cells);
  part->largest = part->n == n_cells ? part->buffer->largest
                                     : find_largest (part->buffer->values, part->n,
                                                     find_greatest (part->buffer->values, part->n));
}

/* Pinning a cell makes another program: its tensors are found by their names. */
static const Part *
find_before (const GsFrame *frame, const GsFrame *before, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (frame->program, tensor);
  gint then = before->program == frame->program ? tensor : nn_program_find (before->program, info->name);

  if (then < 0 || !nn_shape_equal (&info->shape, &nn_program_get_tensor (before->program, then)->shape))
    return NULL;
  return &before->parts[then];
}

static void
compare (GsFrame *frame, const GsFrame *previous, const GsFrame *before)
{
  gboolean known =
      previous != NULL && previous->program == frame->program && previous->compared == before->revision;

  frame->compared = before->revision;
  for (gint tensor = 0; tensor < frame->n_parts; tensor++) {
    Part *part = &frame->parts[tensor];
    const Part *then = find_before (frame, before, tensor), *last = known ? &previous->parts[tensor] : NULL;
    gsize n = then != NULL ? MIN (then->n, part->n) : 0;
    gboolean differs;

    if (n == 0 || then->buffer == part->buffer)
      continue;
    if (last != NULL && last->buffer == part->buffer && MIN (then->n, last->n) == n)
      differs = last->before != NULL;
    else
      differs = memcmp (then->buffer->values, part->buffer->values, n * sizeof (gdouble)) != 0;
    if (differs) {
      part->before = buffer_ref (then->buffer);
      part->n_before = n;
      frame->has_changes = TRUE;
    }
  }
}

GsFrame *
gs_frame_new (const GsFrameSource *source)
{
  static atomic_ullong n_made;
  GsFrame *frame = g_new0 (GsFrame, 1);
  gboolean begun = source->cursor.cell > 0 || source->cursor.term > 0;

  g_assert (nn_run_get_n_computed (source->run) >= source->cursor.instruction + (begun ? 1 : 0));
  atomic_init (&frame->n_refs, 1);
  frame->revision = atomic_fetch_add (&n_made, 1) + 1;
  frame->program = nn_program_ref (nn_run_get_program (source->run));
  frame->cursor = source->cursor;
  frame->data = source->data != NULL ? gs_dataset_ref (source->data) : NULL;
  frame->pins = nn_run_list_pins (source->run);
  frame->n_parts = nn_program_get_n_tensors (frame->program);
  frame->parts = g_new0 (Part, frame->n_parts);
  for (gint i = 0; i < frame->n_parts; i++)
    fill_part (frame, source, i);
  if (source->before != NULL && source->before->cursor.pass == frame->cursor.pass)
    compare (frame, source->previous, source->before);
  frame->has_loss_before = source->loss_before != NULL;
  frame->loss_before = frame->has_loss_before ? *source->loss_before : 0;
  frame->losses = source->losses != NULL ? gs_losses_ref (source->losses) : NULL;
  frame->epochs = source->epochs != NULL ? gs_epochs_ref (source->epochs) : NULL;
  return frame;
}

GsFrame *
gs_frame_ref (GsFrame *frame)
{
  atomic_fetch_add (&frame->n_refs, 1);
  return frame;
}

void
gs_frame_unref (GsFrame *frame)
{
  if (frame == NULL || atomic_fetch_sub (&frame->n_refs, 1) != 1)
    return;
  for (gint i = 0; i < frame->n_parts; i++) {
    buffer_unref (frame->parts[i].buffer);
    buffer_unref (frame->parts[i].before);
  }
  g_free (frame->parts);
  g_array_unref (frame->pins);
  gs_losses_unref (frame->losses);
  gs_epochs_unref (frame->epochs);
  g_clear_pointer (&frame->data, gs_dataset_unref);
  nn_program_unref (frame->program);
  g_free (frame);
}

guint64
gs_frame_get_revision (const GsFrame *frame)
{
  return frame->revision;
}

NnProgram *
gs_frame_get_program (const GsFrame *frame)
{
  return frame->program;
}

const GsCursor *
gs_frame_get_cursor (const GsFrame *frame)
{
  return &frame->cursor;
}

GsDataset *
gs_frame_get_data (const GsFrame *frame)
{
  return frame->data;
}

const gint *
gs_frame_get_batch (const GsFrame *frame, gint *n_rows)
{
  return gs_dataset_get_batch (frame->data, gs_dataset_get_batch_of_pass (frame->data, frame->cursor.pass),
                               n_rows);
}

const gchar *
gs_frame_get_row_name (const GsFrame *frame, gint index)
{
  const GPtrArray *names = frame->data != NULL ? gs_dataset_get_names (frame->data, GS_NAMES_ROWS) : NULL;
  const gint *rows;
  gint n = 0;

  if (names == NULL)
    return NULL;
  rows = gs_frame_get_batch (frame, &n);
  return index <= n ? gs_names_get (names, (gsize) rows[index - 1] - 1) : NULL;
}

const gchar *
gs_frame_get_label (const GsFrame *frame, gint tensor, gint axis, gint number)
{
  return nn_program_get_tensor (frame->program, tensor)->axes[axis] == 'b'
             ? gs_frame_get_row_name (frame, number)
             : nn_program_get_label (frame->program, tensor, axis, number);
}

/* ---- values ---- */

static const Part *
get_part (const GsFrame *frame, gint tensor)
{
  g_assert (tensor >= 0 && tensor < frame->n_parts);
  return &frame->parts[tensor];
}

const gdouble *
gs_frame_get_values (const GsFrame *frame, gint tensor, gsize *n)
{
  const Part *part = get_part (frame, tensor);

  *n = part->n;
  return part->buffer != NULL ? part->buffer->values : NULL;
}

guint64
gs_frame_get_stamp (const GsFrame *frame, gint tensor)
{
  const Part *part = get_part (frame, tensor);
  guint64 before = part->before != NULL ? part->before->stamp : 0;

  return part->buffer != NULL ? part->buffer->stamp + before * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) : 0;
}

gdouble
gs_frame_get_largest (const GsFrame *frame, gint tensor)
{
  return get_part (frame, tensor)->largest;
}

gboolean
gs_frame_is_visible (const GsFrame *frame, const NnCell *cell)
{
  return cell->offset < get_part (frame, cell->tensor)->n;
}

GsCellLook
gs_frame_look (const GsFrame *frame, const NnCell *cell, gdouble *value)
{
  const Part *part = get_part (frame, cell->tensor);

  *value = 0;
  if (cell->offset >= part->n)
    return GS_CELL_BLANK;
  *value = part->buffer->values[cell->offset];
  if (gs_frame_is_pinned (frame, cell))
    return GS_CELL_PINNED;
  if (!isfinite (*value))
    return GS_CELL_NOT_FINITE;
  return nn_program_get_tensor (frame->program, cell->tensor)->frozen ? GS_CELL_FROZEN : GS_CELL_VALUE;
}

static gboolean
find_in_tensor (const GsFrame *frame, gint tensor, NnCell *cell)
{
  const Part *part = get_part (frame, tensor);

  *cell = (NnCell){ tensor, 0 };
  if (part->buffer == NULL || part->buffer->is_finite)
    return FALSE;
  for (; cell->offset < part->n; cell->offset++)
    if (!isfinite (part->buffer->values[cell->offset]))
      return TRUE;
  return FALSE;
}

gboolean
gs_frame_find_not_finite (const GsFrame *frame, NnCell *cell)
{
  for (gint i = 0; i < frame->n_parts; i++)
    if (nn_program_get_tensor (frame->program, i)->producer < 0 && find_in_tensor (frame, i, cell))
      return TRUE;
  for (gint i = 0; i < nn_program_get_n_instructions (frame->program); i++) {
    gint output = nn_program_get_instruction (frame->program, i)->output;

    if (output >= 0 && find_in_tensor (frame, output, cell))
      return TRUE;
  }
  return FALSE;
}

const gdouble *
gs_frame_get_before (const GsFrame *frame, gint tensor, gsize *n)
{
  const Part *part = get_part (frame, tensor);

  *n = part->n_before;
  return part->before != NULL ? part->before->values : NULL;
}

gboolean
gs_frame_has_changes (const GsFrame *frame)
{
  return frame->has_changes;
}

gboolean
gs_frame_get_change (const GsFrame *frame, const NnCell *cell, gdouble *difference)
{
  const Part *part = get_part (frame, cell->tensor);
  const gdouble *now, *then;

  if (cell->offset >= part->n_before)
    return FALSE;
  now = &part->buffer->values[cell->offset];
  then = &part->before->values[cell->offset];
  if (difference != NULL)
    *difference = *now - *then;
  return memcmp (now, then, sizeof *now) != 0;
}

const GArray *
gs_frame_get_pins (const GsFrame *frame)
{
  return frame->pins;
}

gboolean
gs_frame_is_pinned (const GsFrame *frame, const NnCell *cell)
{
  return nn_cells_contain (frame->pins, cell);
}

/* ---- where the cursor stands ---- */

gboolean
gs_frame_get_current (const GsFrame *frame, NnCell *cell)
{
  const GsCursor *cursor = &frame->cursor;
  gint instruction = cursor->instruction;
  gboolean begun = cursor->cell > 0 || cursor->term > 0;

  if (!begun && instruction-- == 0)
    return FALSE;
  cell->tensor = nn_program_get_instruction (frame->program, instruction)->output;
  if (!begun)
    cell->offset = nn_shape_count (&nn_program_get_tensor (frame->program, cell->tensor)->shape) - 1;
  else
    cell->offset = cursor->term > 0 ? cursor->cell : cursor->cell - 1;
  return TRUE;
}

gboolean
gs_frame_get_term (const GsFrame *frame, NnCell *cell, gsize *term)
{
  if (frame->cursor.term == 0)
    return FALSE;
  cell->tensor = nn_program_get_instruction (frame->program, frame->cursor.instruction)->output;
  cell->offset = frame->cursor.cell;
  *term = frame->cursor.term;
  return TRUE;
}

void
gs_frame_get_binding (const GsFrame *frame, gint instruction, NnBinding *binding)
{
  const NnInstruction *line = nn_program_get_instruction (frame->program, instruction);

  nn_program_get_binding (frame->program, instruction, binding);
  for (gint i = 0; i < line->n_inputs; i++) {
    const Part *part = get_part (frame, line->inputs[i]);

    binding->in[i] = part->buffer != NULL && part->n == nn_shape_count (&binding->in_shape[i])
                         ? part->buffer->values
                         : NULL;
  }
}

/* ---- passes ---- */

const GsLosses *
gs_frame_get_losses (const GsFrame *frame)
{
  return frame->losses;
}

const GsEpochs *
gs_frame_get_epochs (const GsFrame *frame)
{
  return frame->epochs;
}

gboolean
gs_frame_get_loss_before (const GsFrame *frame, gdouble *loss)
{
  *loss = frame->loss_before;
  return frame->has_loss_before;
}
