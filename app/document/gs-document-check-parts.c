/* What parts of a document and of its edits must be: tensors, cells, rows, pins. */
#include <glib/gi18n-lib.h>

#include "app/text/gs-words.h"
#include "gs-document-private.h"

static const NnTensorInfo *
get_info (NnProgram *program, const gchar *name)
{
  return nn_program_get_tensor (program, nn_program_find (program, name));
}

/* ---- tensors ---- */

static gboolean
is_kind (const NnTensorInfo *info, gboolean computed)
{
  return computed ? info->producer >= 0 : nn_tensor_info_persists (info);
}

static void
fail_unknown (GsReader *reader, NnProgram *program, const gchar *name, gboolean computed)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree gchar *suggestion = NULL;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (is_kind (nn_program_get_tensor (program, i), computed))
      g_ptr_array_add (names, nn_program_get_tensor (program, i)->name);
  suggestion = gs_words_suggest (name, (const gchar *const *) names->pdata, names->len);
  gs_reader_fail (reader, _ ("this network has no tensor %s"), suggestion);
}

gboolean
gs_document_check_tensor (GsReader *reader, NnProgram *program, const gchar *name, gboolean computed)
{
  gint tensor;

  if (reader->error != NULL)
    return FALSE;
  tensor = nn_program_find (program, name);
  if (tensor < 0)
    fail_unknown (reader, program, name, computed);
  else if (is_kind (nn_program_get_tensor (program, tensor), computed))
    return TRUE;
  else if (computed)
    gs_reader_fail (
        reader, _ ("%s is not computed, so it cannot be pinned; set its value in “state” or “data”"), name);
  else
    gs_reader_fail (reader,
                    _ ("%s does not last from pass to pass; name a parameter, a hyperparameter or a "
                       "tensor of the optimizer, or pin a computed cell"),
                    name);
  return FALSE;
}

void
gs_document_check_leaf (GsReader *reader, NnProgram *program, const gchar *name, gsize offset)
{
  gsize count;

  if (!gs_document_check_tensor (reader, program, name, FALSE))
    return;
  count = nn_shape_count (&get_info (program, name)->shape);
  if (offset >= count)
    gs_reader_fail (reader, _ ("%s has %zu cells; “offset” goes from 0 to %zu"), name, count, count - 1);
}

void
gs_document_check_state (GsReader *reader, NnProgram *program, const NnState *state)
{
  for (guint i = 0; state != NULL && i < nn_state_get_size (state) && reader->error == NULL; i++) {
    const NnTensor *tensor = nn_state_get (state, i);
    gsize mark = gs_reader_enter (reader, tensor->name);
    const NnShape *own;

    if (!gs_document_check_tensor (reader, program, tensor->name, FALSE))
      return;
    own = &get_info (program, tensor->name)->shape;
    if (!nn_shape_equal (own, &tensor->shape)) {
      g_autofree gchar *wanted = gs_document_describe_shape (own),
                       *given = gs_document_describe_shape (&tensor->shape);

      gs_reader_fail (reader, _ ("is %s, but in this network it is %s"), given, wanted);
    }
    gs_reader_leave (reader, mark);
  }
}

gboolean
gs_document_check_cursor (GsReader *reader, const GsCursor *cursor)
{
  if (cursor->pass < 1 || cursor->pass > GS_MAX_PASS)
    gs_reader_fail (reader, _ ("pass %u is none; they go from 1 to %u"), cursor->pass, GS_MAX_PASS);
  if (cursor->instruction < 0 || cursor->cell > (gsize) GS_DOCUMENT_MAX_OFFSET
      || cursor->term > (gsize) GS_DOCUMENT_MAX_OFFSET)
    gs_reader_fail (reader, _ ("is no place in a pass"));
  return reader->error == NULL;
}

void
gs_document_check_rows (GsReader *reader, const NnNetwork *network, GsDataset *data)
{
  NnShape target;

  if (reader->error != NULL || !nn_network_get_target_shape (network, &target, NULL)
      || (nn_shape_equal (&network->input, gs_dataset_get_input_shape (data))
          && nn_shape_equal (&target, gs_dataset_get_target_shape (data))))
    return;
  gs_reader_fail (reader, _ ("these rows do not fit the network of that time; remove the edit"));
}

/* ---- pins ---- */

/* How many programs a document may need: no file of a few lines keeps the machine busy for minutes. */
#define MAX_PROGRAMS 1000

static void
forget_program (GsHeld *held)
{
  g_clear_pointer (&held->pinned, g_strfreev);
  g_clear_pointer (&held->program, nn_program_unref);
  g_clear_pointer (&held->wider, nn_program_unref);
}

void
gs_held_clear (GsHeld *held)
{
  forget_program (held);
  g_clear_pointer (&held->asked, gs_regime_unref);
}

/* The program is that of these pins. */
static gboolean
is_current (GsHeld *held, GsRegime *regime, guint32 pass, gchar ***pinned)
{
  g_autoptr (GPtrArray) pins = NULL;

  if (held->program != NULL && held->asked == regime && held->asked_pass == pass)
    return TRUE;
  pins = gs_regime_get_pins (regime, pass);
  *pinned = gs_cell_changes_list_tensors (pins);
  gs_regime_ref (regime);
  gs_regime_unref (held->asked);
  held->asked = regime;
  held->asked_pass = pass;
  return held->program != NULL
         && g_strv_equal ((const gchar *const *) *pinned, (const gchar *const *) held->pinned);
}

NnProgram *
gs_held_get_program (GsHeld *held, GsReader *reader, GsRegime *regime, guint32 pass)
{
  g_auto (GStrv) pinned = NULL;
  GError *error = NULL;

  if (reader->error != NULL)
    return NULL;
  if (is_current (held, regime, pass, &pinned))
    return held->program;
  forget_program (held);
  if (++held->n_programs > MAX_PROGRAMS) {
    gs_reader_fail (reader, _ ("the history goes through more than %d networks; remove older edits"),
                    MAX_PROGRAMS);
    return NULL;
  }
  held->program = nn_network_compile (held->network, 1, 0, (const gchar *const *) pinned, &error);
  held->pinned = g_steal_pointer (&pinned);
  if (held->program != NULL && nn_network_can_initialize (held->network, held->program, &error))
    return held->program;
  gs_reader_fail_with (reader, error);
  return NULL;
}

/* Whether the tensor grows with the batch. */
static gboolean
has_rows (GsHeld *held, const gchar *name)
{
  if (held->wider == NULL)
    held->wider = nn_network_compile (held->network, nn_program_get_batch_size (held->program) + 1, 0,
                                      (const gchar *const *) held->pinned, NULL);
  return held->wider != NULL
         && !nn_shape_equal (&get_info (held->program, name)->shape, &get_info (held->wider, name)->shape);
}

gboolean
gs_document_check_pin (GsReader *reader, GsHeld *held, const gchar *tensor, gsize offset)
{
  gsize count;

  if (!gs_document_check_tensor (reader, held->program, tensor, TRUE))
    return FALSE;
  count = nn_shape_count (&get_info (held->program, tensor)->shape);
  if (offset < count || (offset <= (gsize) GS_DOCUMENT_MAX_OFFSET && has_rows (held, tensor)))
    return TRUE;
  gs_reader_enter (reader, "offset");
  gs_reader_fail (reader, _ ("is %zu, but must be a whole number from 0 to %zu"), offset, count - 1);
  return FALSE;
}
