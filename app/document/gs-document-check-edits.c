/* What undo and redo would do, gone through edit by edit: each against the network, the pins and the rows
 * that will be there when its turn comes. */
#include <glib/gi18n-lib.h>

#include "gs-document-private.h"

/* How many passes may be computed to reach an edit that does not bring its pass' state. */
#define MAX_PASSES_AHEAD 1000
/* How many programs a history may need: no file of a few lines keeps the machine busy for minutes. */
#define MAX_PROGRAMS 1000

typedef struct {
  GsReader *reader;
  NnNetwork *network; /* at this point of the history; borrowed */
  GHashTable *held;   /* by tensor: a set of the offsets that are pinned there at this point */
  guint32 pass;
  gboolean changed; /* other tensors are held than those of `at` */
  GsHeld at;        /* ask get_program() */
  gint n_programs;
} Walk;

/* ---- pins in force ---- */

static void
hold (Walk *walk, const gchar *tensor, gsize offset, gboolean pinned)
{
  GHashTable *offsets = g_hash_table_lookup (walk->held, tensor);

  if (offsets == NULL) {
    if (!pinned)
      return;
    walk->changed = TRUE;
    offsets = g_hash_table_new (NULL, NULL);
    g_hash_table_insert (walk->held, g_strdup (tensor), offsets);
  }
  if (pinned) {
    g_hash_table_add (offsets, GSIZE_TO_POINTER (offset));
  } else if (g_hash_table_remove (offsets, GSIZE_TO_POINTER (offset)) && g_hash_table_size (offsets) == 0) {
    g_hash_table_remove (walk->held, tensor);
    walk->changed = TRUE;
  }
}

static void
hold_all (Walk *walk, const GPtrArray *changes, gboolean new_side)
{
  for (guint i = 0; i < changes->len; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);

    hold (walk, change->tensor, change->offset, new_side ? change->new_pinned : change->old_pinned);
  }
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const gchar *const *) a, *(const gchar *const *) b);
}

static gchar **
list_held (const Walk *walk)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, walk->held);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (names, FALSE);
}

/* That of the network with its pins at this point; NULL after an error. */
static NnProgram *
get_program (Walk *walk)
{
  g_auto (GStrv) pinned = NULL;
  GError *error = NULL;

  if (walk->reader->error != NULL)
    return NULL;
  if (walk->at.program != NULL && !walk->changed)
    return walk->at.program;
  walk->changed = FALSE;
  pinned = list_held (walk);
  if (walk->at.program != NULL
      && g_strv_equal ((const gchar *const *) pinned, (const gchar *const *) walk->at.pinned))
    return walk->at.program;
  gs_held_clear (&walk->at);
  if (++walk->n_programs > MAX_PROGRAMS) {
    gs_reader_fail (walk->reader, _ ("the history goes through more than %d networks; remove older edits"),
                    MAX_PROGRAMS);
    return NULL;
  }
  walk->at.network = walk->network;
  walk->at.program = nn_network_compile (walk->network, 1, 0, (const gchar *const *) pinned, &error);
  walk->at.pinned = g_steal_pointer (&pinned);
  if (walk->at.program != NULL && nn_network_can_initialize (walk->network, walk->at.program, &error))
    return walk->at.program;
  gs_reader_fail_with (walk->reader, error);
  return NULL;
}

/* ---- parts of an edit ---- */

static void
check_overrides (Walk *walk, const GPtrArray *overrides, const gchar *key)
{
  NnProgram *program = get_program (walk);
  gsize mark = gs_reader_enter (walk->reader, key);

  if (program != NULL)
    gs_document_check_overrides (walk->reader, program, overrides);
  gs_reader_leave (walk->reader, mark);
}

static void
check_state (Walk *walk, const NnState *state, const gchar *key)
{
  NnProgram *program = get_program (walk);
  gsize mark = gs_reader_enter (walk->reader, key);

  if (program != NULL)
    gs_document_check_state (walk->reader, program, state);
  gs_reader_leave (walk->reader, mark);
}

static void
check_leaves (Walk *walk, const GPtrArray *changes)
{
  NnProgram *program = get_program (walk);
  gsize mark = gs_reader_enter (walk->reader, "cells");

  for (guint i = 0; program != NULL && i < changes->len && walk->reader->error == NULL; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);
    gsize inner = gs_reader_enter_item (walk->reader, (gint) i + 1);

    gs_document_check_leaf (walk->reader, program, change->tensor, change->offset);
    gs_reader_leave (walk->reader, inner);
  }
  gs_reader_leave (walk->reader, mark);
}

/* Which cells are held on this side is so from here on, and can be. Those let go are looked at on the other.
 */
static void
take_side (Walk *walk, const GPtrArray *changes, const gchar *key, gboolean new_side)
{
  NnProgram *program;
  gsize mark = gs_reader_enter (walk->reader, key);

  hold_all (walk, changes, new_side);
  program = changes->len > 0 ? get_program (walk) : NULL;
  for (guint i = 0; program != NULL && i < changes->len && walk->reader->error == NULL; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);
    gsize inner = gs_reader_enter_item (walk->reader, (gint) i + 1);

    if ((new_side ? change->new_pinned : change->old_pinned) || (!change->new_pinned && !change->old_pinned))
      gs_document_check_pin (walk->reader, &walk->at, change);
    gs_reader_leave (walk->reader, inner);
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

  if (!same_network (near, walk->network))
    gs_reader_fail (walk->reader, _ ("“%s” is not the network that is there when this edit's turn comes"),
                    redo ? "old-network" : "new-network");
  check_data (walk, edit->old_network, edit->old_data, "old-data");
  check_data (walk, edit->new_network, edit->new_data, "new-data");
  check_shapes_stay (walk, edit);
  check_state (walk, redo ? edit->old_state : edit->new_state, redo ? "old-state" : "new-state");
  walk->network = redo ? edit->new_network : edit->old_network;
  gs_held_clear (&walk->at);
}

/* ---- an edit ---- */

static gboolean
is_pass (guint32 pass)
{
  return pass >= 1 && pass <= GS_MAX_PASS;
}

/* Goes to the pass in which the edit is made or taken back. */
static void
check_pass (Walk *walk, const GsEdit *edit, gboolean redo)
{
  gsize mark = gs_reader_enter (walk->reader, "place");

  gs_document_check_cursor (walk->reader, &edit->cursor);
  gs_reader_leave (walk->reader, mark);
  if ((edit->kind == GS_EDIT_NETWORK || edit->kind == GS_EDIT_STATE)
      && (!is_pass (edit->old_pass) || !is_pass (edit->new_pass)))
    gs_reader_fail (walk->reader, _ ("its passes must lie from 1 to %u"), GS_MAX_PASS);
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

static void
check_edit (Walk *walk, const GsEdit *edit, gboolean redo)
{
  gboolean pin = edit->kind == GS_EDIT_PIN;

  check_pass (walk, edit, redo);
  /* The side that is there, then the other; what became void belongs to the old one. */
  if (pin)
    take_side (walk, edit->cells, "cells", !redo);
  take_side (walk, edit->old_pins, "old-pins", !redo);
  if (redo)
    check_overrides (walk, edit->dropped, "dropped");
  if (edit->kind == GS_EDIT_CELLS)
    check_leaves (walk, edit->cells);
  check_state (walk, edit->anchor, "anchor");
  if (edit->kind == GS_EDIT_NETWORK) {
    cross_network (walk, edit, redo);
  } else {
    check_data (walk, walk->network, edit->old_data, "old-data");
    check_data (walk, walk->network, edit->new_data, "new-data");
    check_state (walk, redo ? edit->old_state : edit->new_state, redo ? "old-state" : "new-state");
  }
  if (pin)
    take_side (walk, edit->cells, "cells", redo);
  take_side (walk, edit->old_pins, "old-pins", redo);
  if (!redo)
    check_overrides (walk, edit->dropped, "dropped");
  check_state (walk, redo ? edit->new_state : edit->old_state, redo ? "new-state" : "old-state");
}

guint
gs_document_check_edits (GsReader *reader, GsDocument *document, gboolean redo)
{
  const GPtrArray *edits = redo ? document->redo : document->undo;
  Walk walk = { reader, document->network,
                g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref),
                document->cursor.pass };
  gsize mark = gs_reader_enter (reader, redo ? "redo" : "undo");
  guint i = edits->len;

  for (guint pin = 0; pin < document->pins->len; pin++) {
    const GsCellChange *change = g_ptr_array_index (document->pins, pin);

    hold (&walk, change->tensor, change->offset, TRUE);
  }
  for (; i > 0 && reader->error == NULL; i--) {
    gsize inner = gs_reader_enter_item (reader, (gint) i);

    check_edit (&walk, g_ptr_array_index (edits, i - 1), redo);
    gs_reader_leave (reader, inner);
    if (reader->error != NULL)
      break;
  }
  gs_reader_leave (reader, mark);
  gs_held_clear (&walk.at);
  g_hash_table_unref (walk.held);
  return i;
}
