/* What undo would do is checked when a document is opened: each edit against the network and the
 * rows that will be there when its turn comes. */
#include <glib/gi18n-lib.h>

#include "app/text/gs-words.h"
#include "gs-document-private.h"

static const NnShape *
get_shape (NnProgram *program, const gchar *name)
{
  return &nn_program_get_tensor (program, nn_program_find (program, name))->shape;
}

gboolean
gs_document_check_pin_offset (GsReader *reader,
                              const NnNetwork *network,
                              NnProgram *program,
                              const gchar *name,
                              gsize offset)
{
  gsize count = nn_shape_count (get_shape (program, name));
  g_autoptr (NnProgram) one = NULL, two = NULL;

  if (reader->error != NULL)
    return FALSE;
  if (offset < count)
    return TRUE;
  one = nn_network_compile (network, 1, 0, NULL, NULL);
  two = nn_network_compile (network, 2, 0, NULL, NULL);
  if (one != NULL && two != NULL && !nn_shape_equal (get_shape (one, name), get_shape (two, name)))
    return TRUE;
  gs_reader_fail (reader, _ ("is %zu, but must be a whole number from 0 to %zu"), offset, count - 1);
  return FALSE;
}

/* ---- the history ---- */

typedef struct {
  GsReader *reader;
  NnProgram *program; /* at this point of the history; owned */
  NnNetwork *network; /* borrowed */
  guint32 pass;
} Walk;

/* How many passes may be computed to reach an edit that does not bring its pass' state. */
#define MAX_PASSES_AHEAD 1000

static gboolean
is_kind (const NnTensorInfo *info, gboolean computed)
{
  if (computed)
    return info->producer >= 0;
  return info->role == NN_ROLE_PARAMETER || info->role == NN_ROLE_STATE || info->role == NN_ROLE_HYPER;
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

static void
check_leaf_cell (const Walk *walk, const gchar *name, gsize offset)
{
  gsize count;

  if (!gs_document_check_tensor (walk->reader, walk->program, name, FALSE))
    return;
  count =
      nn_shape_count (&nn_program_get_tensor (walk->program, nn_program_find (walk->program, name))->shape);
  if (offset >= count)
    gs_reader_fail (walk->reader, _ ("%s has %zu cells; “offset” goes from 0 to %zu"), name, count,
                    count - 1);
}

static void
check_overrides (const Walk *walk, const GPtrArray *overrides, const gchar *key)
{
  gsize mark = gs_reader_enter (walk->reader, key);

  for (guint i = 0; i < overrides->len; i++) {
    const GsOverride *set = g_ptr_array_index (overrides, i);
    gsize inner = gs_reader_enter_item (walk->reader, (gint) i + 1);

    check_leaf_cell (walk, set->tensor, set->offset);
    gs_reader_leave (walk->reader, inner);
  }
  gs_reader_leave (walk->reader, mark);
}

static void
check_changes (const Walk *walk, const GPtrArray *changes, const gchar *key, gboolean pins)
{
  gsize mark = gs_reader_enter (walk->reader, key);

  for (guint i = 0; i < changes->len; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);
    gsize inner = gs_reader_enter_item (walk->reader, (gint) i + 1);

    if (!pins)
      check_leaf_cell (walk, change->tensor, change->offset);
    else if (gs_document_check_tensor (walk->reader, walk->program, change->tensor, TRUE))
      gs_document_check_pin_offset (walk->reader, walk->network, walk->program, change->tensor,
                                    change->offset);
    gs_reader_leave (walk->reader, inner);
  }
  gs_reader_leave (walk->reader, mark);
}

/* Every tensor of the state is one of the program's, of the same shape. */
static void
check_state (const Walk *walk, const NnState *state, const gchar *key)
{
  gsize mark = gs_reader_enter (walk->reader, key);

  for (guint i = 0; state != NULL && i < nn_state_get_size (state) && walk->reader->error == NULL; i++) {
    const NnTensor *tensor = nn_state_get (state, i);
    const NnShape *own;

    if (!gs_document_check_tensor (walk->reader, walk->program, tensor->name, FALSE))
      return;
    own = &nn_program_get_tensor (walk->program, nn_program_find (walk->program, tensor->name))->shape;
    if (!nn_shape_equal (own, &tensor->shape)) {
      g_autofree gchar *wanted = gs_document_describe_shape (own),
                       *given = gs_document_describe_shape (&tensor->shape);

      gs_reader_fail (walk->reader, _ ("%s is %s, but in this network it is %s"), tensor->name, given,
                      wanted);
    }
  }
  gs_reader_leave (walk->reader, mark);
}

static void
check_data (const Walk *walk, const NnNetwork *network, GsDataset *data, const gchar *key)
{
  NnShape target;
  gsize mark;

  if (data == NULL || walk->reader->error != NULL || !nn_network_get_target_shape (network, &target, NULL))
    return;
  if (nn_shape_equal (&network->input, gs_dataset_get_input_shape (data))
      && nn_shape_equal (&target, gs_dataset_get_target_shape (data)))
    return;
  mark = gs_reader_enter (walk->reader, key);
  gs_reader_fail (walk->reader, _ ("these rows do not fit the network of that time; remove the edit"));
  gs_reader_leave (walk->reader, mark);
}

/* ---- edits of the network ---- */

static gchar *
to_text (const NnNetwork *network)
{
  GsWriter *writer = gs_writer_new ();

  gs_writer_begin_object (writer, FALSE);
  gs_document_write_network (writer, network);
  gs_writer_end_object (writer);
  return gs_writer_end (writer, NULL);
}

static gboolean
same_network (const NnNetwork *a, const NnNetwork *b)
{
  g_autofree gchar *first = to_text (a), *second = to_text (b);

  return g_str_equal (first, second);
}

/* Rows stay what they are if the edit has none of its own, so the shapes must stay too. */
static void
check_shapes_stay (const Walk *walk, const GsEdit *edit)
{
  NnShape old_target, new_target;

  if ((edit->old_data != NULL && edit->new_data != NULL)
      || !nn_network_get_target_shape (edit->old_network, &old_target, NULL)
      || !nn_network_get_target_shape (edit->new_network, &new_target, NULL))
    return;
  if (!nn_shape_equal (&edit->old_network->input, &edit->new_network->input)
      || !nn_shape_equal (&old_target, &new_target))
    gs_reader_fail (walk->reader,
                    _ ("changes what the rows must look like, but has no “old-data” and “new-data”"));
}

/* Goes over to the network on the other side of the edit. */
static void
cross_network (Walk *walk, const GsEdit *edit, gboolean redo)
{
  NnNetwork *near = redo ? edit->old_network : edit->new_network;
  NnNetwork *far = redo ? edit->new_network : edit->old_network;
  GError *error = NULL;
  NnProgram *program;

  if (!same_network (near, walk->network))
    gs_reader_fail (walk->reader, _ ("“%s” is not the network that is there when this edit's turn comes"),
                    redo ? "old-network" : "new-network");
  check_data (walk, edit->old_network, edit->old_data, "old-data");
  check_data (walk, edit->new_network, edit->new_data, "new-data");
  check_shapes_stay (walk, edit);
  check_state (walk, redo ? edit->old_state : edit->new_state, redo ? "old-state" : "new-state");
  if (walk->reader->error != NULL)
    return;
  program = nn_network_compile (far, 1, 0, NULL, &error);
  if (program == NULL) {
    gs_reader_fail_with (walk->reader, error);
    return;
  }
  nn_program_unref (walk->program);
  walk->program = program;
  walk->network = far;
  check_state (walk, redo ? edit->new_state : edit->old_state, redo ? "new-state" : "old-state");
}

/* Goes to the pass in which the edit is made or taken back. */
static void
check_pass (Walk *walk, const GsEdit *edit, gboolean redo)
{
  if (edit->kind == GS_EDIT_STATE)
    walk->pass = redo ? edit->new_pass : edit->old_pass;
  else if (edit->kind == GS_EDIT_NETWORK)
    walk->pass = redo ? edit->new_pass : edit->cursor.pass;
  else if (edit->anchor == NULL && edit->cursor.pass > walk->pass
           && edit->cursor.pass - walk->pass > MAX_PASSES_AHEAD)
    gs_reader_fail (walk->reader, _ ("pass %u lies too far ahead of pass %u; add the “anchor”, its state"),
                    edit->cursor.pass, walk->pass);
  else
    walk->pass = edit->cursor.pass;
}

/* What the edit made void; where it changes the network this is of the old one. */
static void
check_void (const Walk *walk, const GsEdit *edit)
{
  check_overrides (walk, edit->dropped, "dropped");
  check_changes (walk, edit->old_pins, "old-pins", TRUE);
}

static void
check_edit (Walk *walk, const GsEdit *edit, gboolean redo)
{
  check_pass (walk, edit, redo);
  if (edit->kind != GS_EDIT_NETWORK || redo)
    check_void (walk, edit);
  if (edit->kind == GS_EDIT_CELLS || edit->kind == GS_EDIT_PIN)
    check_changes (walk, edit->cells, "cells", edit->kind == GS_EDIT_PIN);
  check_state (walk, edit->anchor, "anchor");
  if (edit->kind == GS_EDIT_NETWORK) {
    cross_network (walk, edit, redo);
    if (!redo)
      check_void (walk, edit);
    return;
  }
  check_data (walk, walk->network, edit->old_data, "old-data");
  check_data (walk, walk->network, edit->new_data, "new-data");
  check_state (walk, edit->old_state, "old-state");
  check_state (walk, edit->new_state, "new-state");
}

static void
check_list (GsReader *reader, const GsDocument *document, NnProgram *program, gboolean redo)
{
  const GPtrArray *edits = redo ? document->redo : document->undo;
  Walk walk = { reader, nn_program_ref (program), document->network, document->cursor.pass };
  gsize mark = gs_reader_enter (reader, redo ? "redo" : "undo");

  for (guint i = edits->len; i > 0 && reader->error == NULL; i--) {
    gsize inner = gs_reader_enter_item (reader, (gint) i);

    check_edit (&walk, g_ptr_array_index (edits, i - 1), redo);
    gs_reader_leave (reader, inner);
  }
  gs_reader_leave (reader, mark);
  nn_program_unref (walk.program);
}

void
gs_document_check_edits (GsReader *reader, const GsDocument *document, NnProgram *program)
{
  Walk walk = { reader, program, document->network, document->cursor.pass };

  if (reader->error != NULL)
    return;
  check_overrides (&walk, document->overrides, "overrides");
  check_list (reader, document, program, FALSE);
  check_list (reader, document, program, TRUE);
}
