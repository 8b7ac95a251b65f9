/* Undo and redo: to the pass of the edit, then one side of it for the other. */
#include <glib/gi18n-lib.h>

#include "gs-trainer.h"
#include "gs-workbook-private.h"
#include "nn/nn-error.h"

/* What stood around an edit. Edits of this sitting have kept it; for one from a file it is made
 * again from what is in force and what the edit itself tells. */
static GsRegime *
find_regime (GsWorkbook *book, const GsEdit *edit, gboolean redo)
{
  GsRegime *kept = redo ? edit->after : edit->before;

  if (kept != NULL)
    return gs_regime_ref (kept);
  return gs_edit_make_regime (edit, gs_timeline_get_regime (book->timeline), redo);
}

/* A pass ahead that is not kept is computed again up to this far, so that all passes before it
 * stay within reach; beyond, the state that the edit has kept is faster. */
#define MAX_PASSES_AGAIN 64

static gboolean
is_near (GsWorkbook *book, guint32 pass)
{
  guint32 newest = gs_workbook_get_newest_pass (book);

  return nn_history_has (gs_workbook_get_history (book), pass)
         || (pass > newest && pass - newest <= MAX_PASSES_AGAIN);
}

/* To the pass in which the edit was made; its state there may have the edit in it or not. */
static gboolean
enter_pass (GsWorkbook *book, const GsEdit *edit, GError **error)
{
  guint32 pass = edit->cursor.pass;

  if (pass == book->cursor.pass)
    return TRUE;
  gs_workbook_leave_pass (book);
  if (!is_near (book, pass) && edit->anchor != NULL) {
    if (!gs_timeline_restart (book->timeline, edit->anchor, pass, FALSE, error))
      return FALSE;
  } else if (!gs_timeline_go_to_pass (book->timeline, pass, error)) {
    return FALSE;
  }
  gs_workbook_show (book, &edit->cursor);
  return TRUE;
}

/* A file may claim edits of cells that its network does not have. */
static gboolean
check_cells (GsWorkbook *book, const GsEdit *edit, GError **error)
{
  NnProgram *program = gs_workbook_get_program (book);

  for (guint i = 0; edit->kind == GS_EDIT_CELLS && i < edit->cells->len; i++) {
    const GsCellChange *change = g_ptr_array_index (edit->cells, i);
    gint tensor = nn_program_find (program, change->tensor);
    const NnTensorInfo *info = tensor >= 0 ? nn_program_get_tensor (program, tensor) : NULL;

    if (info != NULL && info->producer < 0 && change->offset < nn_shape_count (&info->shape))
      continue;
    g_set_error (error, NN_ERROR, NN_ERROR_NAME, "the network has no such cell of %s.", change->tensor);
    return FALSE;
  }
  return TRUE;
}

static gboolean
apply_in_pass (GsWorkbook *book, const GsEdit *edit, gboolean redo, GError **error)
{
  g_autoptr (GsRegime) regime = NULL;
  GsLandmark landmark;
  gboolean done;

  if (!check_cells (book, edit, error) || !enter_pass (book, edit, error))
    return FALSE;
  regime = find_regime (book, edit, redo);
  for (guint i = 0; edit->kind == GS_EDIT_CELLS && i < edit->cells->len; i++) {
    const GsCellChange *change = g_ptr_array_index (edit->cells, i);
    NnCell cell = { nn_program_find (gs_workbook_get_program (book), change->tensor), change->offset };

    gs_timeline_set_cell (book->timeline, &cell, redo ? change->new_value : change->old_value);
  }
  gs_timeline_keep (book->timeline);
  gs_workbook_mark (book, &landmark);
  done = gs_timeline_set_regime (book->timeline, regime, error);
  gs_workbook_return_to (book, &landmark);
  return done;
}

/* Training and resetting. Passes that are still kept are not forgotten. */
static gboolean
apply_state (GsWorkbook *book, const GsEdit *edit, gboolean redo, GError **error)
{
  g_autoptr (GsRegime) regime = find_regime (book, edit, redo);
  guint32 pass = redo ? edit->new_pass : edit->old_pass;
  gboolean was_training = edit->new_pass > edit->old_pass;
  gboolean done;

  gs_workbook_leave_pass (book);
  if (was_training && nn_history_has (gs_workbook_get_history (book), pass))
    done = gs_timeline_go_to_pass (book->timeline, pass, error);
  else
    done =
        gs_timeline_set_regime (book->timeline, regime, error)
        && gs_timeline_restart (book->timeline, redo ? edit->new_state : edit->old_state, pass, TRUE, error);
  if (done && redo)
    gs_workbook_show (book, &(GsCursor){ .instruction = gs_workbook_find_behind_loss (book) });
  else if (done)
    gs_workbook_show (book, &edit->cursor);
  return done;
}

static gboolean
apply_network (GsWorkbook *book, const GsEdit *edit, gboolean redo, GError **error)
{
  g_autoptr (GsRegime) regime = find_regime (book, edit, redo);
  GsCursor cursor = redo ? (GsCursor){ edit->new_pass, 0, 0, 0 } : edit->cursor;
  GsTimeline *timeline =
      gs_timeline_new (nn_network_copy (redo ? edit->new_network : edit->old_network), regime,
                       redo ? edit->new_seed : edit->old_seed, gs_timeline_get_flags (book->timeline),
                       redo ? edit->new_state : edit->old_state, cursor.pass, NULL, error);

  if (timeline == NULL)
    return FALSE;
  gs_workbook_leave_pass (book);
  gs_workbook_take_timeline (book, timeline);
  gs_workbook_show (book, &cursor);
  return TRUE;
}

static gboolean
apply (GsWorkbook *book, GPtrArray *from, GPtrArray *to, gboolean redo)
{
  GsEdit *edit;
  gboolean done;
  g_autoptr (GError) error = NULL;

  if (from->len == 0)
    return FALSE;
  gs_workbook_end_gesture (book);
  gs_workbook_announce (book);
  edit = g_ptr_array_index (from, from->len - 1);
  if (edit->kind == GS_EDIT_STATE)
    done = apply_state (book, edit, redo, &error);
  else if (edit->kind == GS_EDIT_NETWORK)
    done = apply_network (book, edit, redo, &error);
  else
    done = apply_in_pass (book, edit, redo, &error);
  if (done)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, from->len - 1));
  else
    g_warning ("%s was not %s: %s", edit->label, redo ? "done again" : "undone", error->message);
  gs_workbook_notify (book, TRUE, TRUE);
  return done;
}

/* While one trains there is no entry for the run yet: the first undo ends it, the next one takes it back. */
gboolean
gs_workbook_undo (GsWorkbook *book)
{
  if (!gs_workbook_settle (book, NULL))
    return FALSE;
  if (book->trainer == NULL)
    return apply (book, book->undo, book->redo, FALSE);
  gs_trainer_stop (book->trainer);
  return TRUE;
}

gboolean
gs_workbook_redo (GsWorkbook *book)
{
  /* Passes that were done since are an edit: nothing can be done again behind them. */
  if (!gs_workbook_settle (book, NULL) || book->trainer != NULL)
    return FALSE;
  return apply (book, book->redo, book->undo, TRUE);
}

static const gchar *
last_label (GPtrArray *edits)
{
  return edits->len > 0 ? ((const GsEdit *) g_ptr_array_index (edits, edits->len - 1))->label : NULL;
}

const gchar *
gs_workbook_get_undo_label (GsWorkbook *book)
{
  return book->trainer != NULL ? _ ("Training") : last_label (book->undo);
}

const gchar *
gs_workbook_get_redo_label (GsWorkbook *book)
{
  return book->trainer == NULL ? last_label (book->redo) : NULL;
}
