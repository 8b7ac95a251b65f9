/* What undo and redo would do, gone through edit by edit: each against the network, the pins and the rows
 * that will be there when its turn comes. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-document-private.h"

/* How many passes may be computed to reach an edit that does not bring its pass' state. */
#define MAX_PASSES_AHEAD 1000
typedef struct {
  GsReader *reader;
  NnNetwork *network; /* at this point of the history; borrowed */
  GsRegime *regime;   /* what has been laid down at this point */
  guint32 pass;
  GsHeld at; /* ask get_program() */
} Walk;

static void
take_regime (Walk *walk, GsRegime *regime)
{
  gs_regime_unref (walk->regime);
  walk->regime = regime;
}

/* That of the network with its pins at this point; NULL after an error. */
static NnProgram *
get_program (Walk *walk)
{
  return gs_held_get_program (&walk->at, walk->reader, walk->regime, walk->pass);
}

/* ---- parts of an edit ---- */

/* What an edit has made void has been laid down again. */
static void
check_dropped (Walk *walk, const GPtrArray *dropped)
{
  gsize mark = gs_reader_enter (walk->reader, "dropped");

  gs_document_check_overrides (walk->reader, &walk->at, walk->regime, dropped, 0, G_MAXUINT32);
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

/* Which cells are held on this side can be. Those let go are looked at on the other. */
static void
check_side (Walk *walk, const GPtrArray *changes, const gchar *key, gboolean new_side)
{
  gsize mark = gs_reader_enter (walk->reader, key);
  NnProgram *program = changes->len > 0 ? get_program (walk) : NULL;

  for (guint i = 0; program != NULL && i < changes->len && walk->reader->error == NULL; i++) {
    const GsCellChange *change = g_ptr_array_index (changes, i);
    gsize inner = gs_reader_enter_item (walk->reader, (gint) i + 1);

    if ((new_side ? change->new_pinned : change->old_pinned) || (!change->new_pinned && !change->old_pinned))
      gs_document_check_pin (walk->reader, &walk->at, change->tensor, change->offset);
    gs_reader_leave (walk->reader, inner);
  }
  gs_reader_leave (walk->reader, mark);
}

/* The near side is there, whatever the file says of it elsewhere: what will become void, too. */
static void
stand_on_side (Walk *walk, const GsEdit *edit, gboolean new_side)
{
  GsRegime *regime = gs_regime_copy (walk->regime);

  if (edit->kind == GS_EDIT_PIN)
    gs_regime_set_pins (regime, walk->pass, edit->cells, new_side);
  gs_regime_set_pins (regime, walk->pass, edit->old_pins, new_side);
  if (!new_side)
    gs_regime_set_overrides (regime, edit->dropped);
  take_regime (walk, regime);
}

static void
check_pins (Walk *walk, const GsEdit *edit, gboolean new_side)
{
  if (edit->kind == GS_EDIT_PIN)
    check_side (walk, edit->cells, "cells", new_side);
  check_side (walk, edit->old_pins, "old-pins", new_side);
}

static void
check_data (const Walk *walk, const NnNetwork *network, GsDataset *data, const gchar *key)
{
  gsize mark = gs_reader_enter (walk->reader, key);

  if (data != NULL)
    gs_document_check_rows (walk->reader, network, data);
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
  walk->at.network = walk->network;
}

/* ---- an edit ---- */

static gboolean
is_pass (guint32 pass)
{
  return pass >= 1 && pass <= GS_MAX_PASS;
}

/* Where one stands on that side of the edit. */
static guint32
get_pass (const GsEdit *edit, gboolean new_side)
{
  if (edit->kind == GS_EDIT_STATE)
    return new_side ? edit->new_pass : edit->old_pass;
  return edit->kind == GS_EDIT_NETWORK && new_side ? edit->new_pass : edit->cursor.pass;
}

static void
check_pass (Walk *walk, const GsEdit *edit)
{
  gsize mark = gs_reader_enter (walk->reader, "place");

  gs_document_check_cursor (walk->reader, &edit->cursor);
  gs_reader_leave (walk->reader, mark);
  if ((edit->kind == GS_EDIT_NETWORK || edit->kind == GS_EDIT_STATE)
      && (!is_pass (edit->old_pass) || !is_pass (edit->new_pass)))
    gs_reader_fail (walk->reader, _ ("its passes must lie from 1 to %u"), GS_MAX_PASS);
  if (edit->kind != GS_EDIT_STATE && edit->kind != GS_EDIT_NETWORK && edit->anchor == NULL
      && edit->cursor.pass > walk->pass && edit->cursor.pass - walk->pass > MAX_PASSES_AHEAD)
    gs_reader_fail (walk->reader, _ ("pass %u lies too far ahead of pass %u; add the “anchor”, its state"),
                    edit->cursor.pass, walk->pass);
}

static void
check_edit (Walk *walk, const GsEdit *edit, gboolean redo)
{
  check_pass (walk, edit);
  /* The side that is there, then the other; what became void belongs to the old one. */
  walk->pass = get_pass (edit, !redo);
  stand_on_side (walk, edit, !redo);
  check_pins (walk, edit, !redo);
  if (redo)
    check_dropped (walk, edit->dropped);
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
  take_regime (walk, gs_edit_make_regime (edit, walk->regime, redo));
  walk->pass = get_pass (edit, redo);
  check_pins (walk, edit, redo);
  if (!redo)
    check_dropped (walk, edit->dropped);
  check_state (walk, redo ? edit->new_state : edit->old_state, redo ? "new-state" : "old-state");
}

/* What is in force where the document stands follows from how it came to be so. */
static gboolean
agrees (const GsDocument *document, GsRegime *regime)
{
  g_autoptr (GsRegime) present = gs_regime_new (document->data);
  g_autoptr (GPtrArray) pins = gs_regime_get_pins (regime, document->cursor.pass), stated = NULL;

  gs_regime_set_pins (present, 0, document->pins, TRUE);
  stated = gs_regime_get_pins (present, document->cursor.pass);
  if (pins->len != stated->len
      || !gs_dataset_equal (gs_regime_get_data (regime, document->cursor.pass), document->data))
    return FALSE;
  for (guint i = 0; i < pins->len; i++) {
    const GsCellChange *one = pins->pdata[i], *other = stated->pdata[i];

    if (one->offset != other->offset || !g_str_equal (one->tensor, other->tensor)
        || memcmp (&one->new_value, &other->new_value, sizeof one->new_value) != 0)
      return FALSE;
  }
  return TRUE;
}

static void
check_past (Walk *walk, const GsDocument *document)
{
  gsize mark = gs_reader_enter (walk->reader, "overrides");

  if (gs_document_count_past (document) > 0) {
    if (!agrees (document, walk->regime))
      gs_reader_fail (walk->reader,
                      _ ("those of passes up to pass %u lead to other pins or rows than “pins” and "
                         "“data” say"),
                      document->cursor.pass);
    gs_document_check_overrides (walk->reader, &walk->at, walk->regime, document->overrides, 0,
                                 document->cursor.pass);
  }
  gs_reader_leave (walk->reader, mark);
}

guint
gs_document_check_edits (GsReader *reader, GsDocument *document, gboolean redo)
{
  const GPtrArray *edits = redo ? document->redo : document->undo;
  Walk walk = { reader,
                document->network,
                gs_document_make_regime (document),
                document->cursor.pass,
                { document->network } };
  gsize mark;
  guint i = edits->len;

  check_past (&walk, document);
  mark = gs_reader_enter (reader, redo ? "redo" : "undo");
  for (; i > 0 && reader->error == NULL; i--) {
    gsize inner = gs_reader_enter_item (reader, (gint) i);

    check_edit (&walk, g_ptr_array_index (edits, i - 1), redo);
    gs_reader_leave (reader, inner);
    if (reader->error != NULL)
      break;
  }
  gs_reader_leave (reader, mark);
  gs_held_clear (&walk.at);
  gs_regime_unref (walk.regime);
  return i;
}
