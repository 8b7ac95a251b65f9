/* The workbook itself: what it holds, what there is to see of it, whom it tells of changes, and what every
 * edit needs. */
#include <glib/gi18n-lib.h>

#include "gs-workbook-private.h"

enum {
  SIGNAL_CHANGING,
  SIGNAL_CHANGED,
  SIGNAL_MOVED,
  SIGNAL_REBUILT,
  SIGNAL_TRAINING,
  SIGNAL_LIVE,
  SIGNAL_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GsWorkbook, gs_workbook, G_TYPE_OBJECT)

static void
gs_workbook_finalize (GObject *object)
{
  GsWorkbook *book = GS_WORKBOOK (object);

  gs_timeline_free (book->timeline);
  gs_frame_unref (book->frame);
  gs_frame_unref (book->before);
  gs_frame_unref (book->live);
  gs_workbook_tell_curves (book, NULL, NULL);
  nn_run_free (book->predictor);
  nn_state_free (book->start);
  g_clear_pointer (&book->bookmarks, g_ptr_array_unref);
  g_free (book->file);
  g_free (book->checksum);
  g_ptr_array_unref (book->undo);
  g_ptr_array_unref (book->redo);
  G_OBJECT_CLASS (gs_workbook_parent_class)->finalize (object);
}

static void
gs_workbook_class_init (GsWorkbookClass *klass)
{
  static const gchar *const names[N_SIGNALS] = { "changing", "changed", "moved",  "rebuilt",
                                                 "training", "live",    "refused" };

  G_OBJECT_CLASS (klass)->finalize = gs_workbook_finalize;
  for (gint i = 0; i < SIGNAL_REFUSED; i++)
    signals[i] =
        g_signal_new (names[i], GS_TYPE_WORKBOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] = g_signal_new (names[SIGNAL_REFUSED], GS_TYPE_WORKBOOK, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gs_workbook_init (GsWorkbook *book)
{
  book->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  book->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  book->gesture = -1;
}

/* ---- looking ---- */

NnProgram *
gs_workbook_get_program (GsWorkbook *book)
{
  return nn_run_get_program (gs_workbook_get_run (book));
}

NnRun *
gs_workbook_get_run (GsWorkbook *book)
{
  return gs_timeline_get_run (book->timeline);
}

const NnNetwork *
gs_workbook_get_network (GsWorkbook *book)
{
  return gs_timeline_get_network (book->timeline);
}

GsDataset *
gs_workbook_get_data (GsWorkbook *book)
{
  return gs_regime_get_data (gs_timeline_get_regime (book->timeline), book->cursor.pass);
}

guint64
gs_workbook_get_seed (GsWorkbook *book)
{
  return gs_timeline_get_seed (book->timeline);
}

const gint *
gs_workbook_get_batch (GsWorkbook *book, gint *n_rows)
{
  if (book->live != NULL) {
    GsDataset *data = gs_frame_get_data (book->live);

    return gs_dataset_get_batch (
        data, gs_dataset_get_batch_of_pass (data, gs_frame_get_cursor (book->live)->pass), n_rows);
  }
  return gs_timeline_get_batch (book->timeline, n_rows);
}

GsCellScope
gs_workbook_get_scope (GsWorkbook *book)
{
  if (book->live != NULL)
    return (GsCellScope){ gs_workbook_get_program (book), gs_frame_get_data (book->live),
                          gs_frame_get_cursor (book->live)->pass };
  return (GsCellScope){ gs_workbook_get_program (book), gs_timeline_get_data (book->timeline),
                        book->cursor.pass };
}

GsCursor
gs_workbook_get_cursor (GsWorkbook *book)
{
  return book->cursor;
}

NnHistory *
gs_workbook_get_history (GsWorkbook *book)
{
  return gs_timeline_get_history (book->timeline);
}

guint32
gs_workbook_get_oldest_pass (GsWorkbook *book)
{
  guint32 oldest = nn_history_get_oldest (gs_workbook_get_history (book));

  return oldest > 0 ? MIN (oldest, book->cursor.pass) : book->cursor.pass;
}

guint32
gs_workbook_get_earliest_pass (GsWorkbook *book)
{
  guint32 earliest = gs_timeline_get_earliest_pass (book->timeline);

  return earliest > 0 ? MIN (earliest, book->cursor.pass) : book->cursor.pass;
}

guint32
gs_workbook_find_near_pass (GsWorkbook *book, guint32 pass)
{
  return gs_timeline_find_near_pass (book->timeline, pass);
}

guint32
gs_workbook_get_newest_pass (GsWorkbook *book)
{
  return MAX (nn_history_get_newest (gs_workbook_get_history (book)), book->cursor.pass);
}

GsEpochs *
gs_workbook_get_epochs (GsWorkbook *book)
{
  return gs_timeline_get_epochs (book->timeline);
}

GsLosses *
gs_workbook_get_losses (GsWorkbook *book)
{
  return gs_timeline_get_losses (book->timeline);
}

gboolean
gs_workbook_has_rows (GsWorkbook *book, GError **error)
{
  return gs_dataset_has_rows (gs_workbook_get_data (book), error);
}

gboolean
gs_workbook_is_visible (GsWorkbook *book, const NnCell *cell)
{
  return gs_frame_is_visible (gs_workbook_get_frame (book), cell);
}

GsCellLook
gs_workbook_look (GsWorkbook *book, const NnCell *cell, gdouble *value)
{
  return gs_frame_look (gs_workbook_get_frame (book), cell, value);
}

/* While it is trained beside, those of the trainer. */
static GsLosses *
get_seen_losses (GsWorkbook *book)
{
  return book->told_losses != NULL ? book->told_losses : gs_timeline_get_losses (book->timeline);
}

static GsEpochs *
get_seen_epochs (GsWorkbook *book)
{
  return book->told_epochs != NULL ? book->told_epochs : gs_timeline_get_epochs (book->timeline);
}

GsFrame *
gs_workbook_get_frame (GsWorkbook *book)
{
  GsFrame *last = book->frame;
  gdouble before;

  if (book->live != NULL)
    return book->live;
  if (last != NULL && !book->frame_is_old)
    return last;
  book->frame = gs_frame_new (
      &(GsFrameSource){ .run = gs_workbook_get_run (book),
                        .cursor = book->cursor,
                        .data = gs_timeline_get_data (book->timeline),
                        .losses = get_seen_losses (book),
                        .epochs = get_seen_epochs (book),
                        .loss_before = gs_timeline_get_loss_before (book->timeline, &before) ? &before : NULL,
                        .previous = last,
                        .before = book->before });
  book->frame_is_old = FALSE;
  gs_frame_unref (last);
  return book->frame;
}

GsFrame *
gs_workbook_look_ahead (GsWorkbook *book, const NnCell *cell)
{
  gint end = nn_program_get_tensor (gs_workbook_get_program (book), cell->tensor)->producer + 1;

  if (gs_workbook_is_visible (book, cell) || !gs_workbook_has_rows (book, NULL))
    return gs_frame_ref (gs_workbook_get_frame (book));
  nn_run_ensure (gs_workbook_get_run (book), end, NULL, NULL);
  return gs_frame_new (&(GsFrameSource){ .run = gs_workbook_get_run (book),
                                         .cursor = { book->cursor.pass, end, 0, 0 },
                                         .data = gs_timeline_get_data (book->timeline),
                                         .losses = get_seen_losses (book),
                                         .epochs = get_seen_epochs (book),
                                         .previous = book->frame });
}

GsTrainer *
gs_workbook_get_trainer (GsWorkbook *book)
{
  return book->trainer;
}

/* ---- shared by the other files ---- */

void
gs_workbook_notify (GsWorkbook *book, gboolean changed, gboolean moved)
{
  guint n_rebuilt = gs_timeline_get_n_rebuilt (book->timeline);

  if (moved || n_rebuilt != book->n_rebuilt) {
    g_clear_pointer (&book->live, gs_frame_unref);
    book->shows_live = FALSE;
  }
  book->frame_is_old = TRUE;
  /* What was edited in another pass is past. */
  if (book->before != NULL && gs_frame_get_cursor (book->before)->pass != book->cursor.pass)
    g_clear_pointer (&book->before, gs_frame_unref);
  if (n_rebuilt != book->n_rebuilt) {
    book->n_rebuilt = n_rebuilt;
    g_signal_emit (book, signals[SIGNAL_REBUILT], 0);
  }
  if (changed)
    g_signal_emit (book, signals[SIGNAL_CHANGED], 0);
  if (moved)
    g_signal_emit (book, signals[SIGNAL_MOVED], 0);
}

void
gs_workbook_show_live (GsWorkbook *book, GsFrame *frame)
{
  gs_frame_unref (book->live);
  book->live = gs_frame_ref (frame);
  g_signal_emit (book, signals[SIGNAL_LIVE], 0);
}

void
gs_workbook_tell_curves (GsWorkbook *book, GsLosses *losses, GsEpochs *epochs)
{
  gs_losses_unref (book->told_losses);
  gs_epochs_unref (book->told_epochs);
  book->told_losses = losses != NULL ? gs_losses_ref (losses) : NULL;
  book->told_epochs = epochs != NULL ? gs_epochs_ref (epochs) : NULL;
}

void
gs_workbook_notify_training (GsWorkbook *book)
{
  g_signal_emit (book, signals[SIGNAL_TRAINING], 0);
}

void
gs_workbook_announce (GsWorkbook *book)
{
  g_signal_emit (book, signals[SIGNAL_CHANGING], 0);
  /* Where nobody has looked, nobody will compare. */
  if (book->frame == NULL)
    return;
  g_clear_pointer (&book->before, gs_frame_unref);
  book->before = gs_frame_ref (gs_workbook_get_frame (book));
}

void
gs_workbook_take_timeline (GsWorkbook *book, GsTimeline *timeline)
{
  gs_timeline_free (book->timeline);
  book->timeline = timeline;
  g_clear_pointer (&book->predictor, nn_run_free);
  /* Whatever its count, it is another program. */
  book->n_rebuilt = G_MAXUINT;
}

void
gs_workbook_push (GsWorkbook *book, GsEdit *edit)
{
  if ((gint) book->undo->len < book->saved_depth)
    book->saved_depth = -1;
  g_ptr_array_set_size (book->redo, 0);
  if (book->gesture >= 0 && (gint) book->undo->len > book->gesture
      && gs_edit_join (g_ptr_array_index (book->undo, book->undo->len - 1), edit))
    gs_edit_free (edit);
  else
    g_ptr_array_add (book->undo, edit);
}

void
gs_workbook_begin_gesture (GsWorkbook *book)
{
  book->gesture = (gint) book->undo->len;
}

void
gs_workbook_end_gesture (GsWorkbook *book)
{
  book->gesture = -1;
}

static gboolean
is_of_one_pass (const GsEdit *edit)
{
  return edit->kind == GS_EDIT_CELLS || edit->kind == GS_EDIT_PIN || edit->kind == GS_EDIT_DATA;
}

void
gs_workbook_leave_pass (GsWorkbook *book)
{
  GsEdit *undo = book->undo->len > 0 ? g_ptr_array_index (book->undo, book->undo->len - 1) : NULL;
  GsEdit *redo = book->redo->len > 0 ? g_ptr_array_index (book->redo, book->redo->len - 1) : NULL;

  if (undo != NULL && undo->anchor == NULL && is_of_one_pass (undo) && undo->cursor.pass == book->cursor.pass)
    undo->anchor = nn_run_save_state (gs_workbook_get_run (book));
  if (redo != NULL && redo->anchor == NULL && is_of_one_pass (redo)
      && redo->cursor.pass == book->cursor.pass) {
    redo->anchor = nn_run_save_state (gs_workbook_get_run (book));
    for (guint i = 0; redo->kind == GS_EDIT_CELLS && i < redo->cells->len; i++) {
      const GsCellChange *change = g_ptr_array_index (redo->cells, i);
      NnTensor *tensor = nn_state_find (redo->anchor, change->tensor);

      if (tensor != NULL && change->offset < nn_shape_count (&tensor->shape))
        tensor->values[change->offset] = change->new_value;
    }
  }
}

GsEdit *
gs_workbook_begin_state_edit (GsWorkbook *book, const gchar *label)
{
  GsEdit *edit = gs_edit_new (GS_EDIT_STATE, label, &book->cursor);

  edit->before = gs_regime_ref (gs_timeline_get_regime (book->timeline));
  edit->old_pass = book->cursor.pass;
  edit->old_state = nn_run_save_state (gs_workbook_get_run (book));
  return edit;
}

gboolean
gs_workbook_move_to_state (GsWorkbook *book, GsEdit *edit, NnState *state, guint32 pass, GError **error)
{
  edit->new_state = state;
  edit->new_pass = pass;
  gs_edit_drop_all (edit, book->cursor.pass);
  edit->after = gs_regime_copy (edit->before);
  gs_regime_collapse (edit->after, book->cursor.pass, TRUE);
  gs_workbook_leave_pass (book);
  return gs_timeline_set_regime (book->timeline, edit->after, error)
         && gs_timeline_restart (book->timeline, state, pass, TRUE, error);
}

void
gs_edit_finish_training (GsEdit *edit, GsTimeline *timeline, guint32 passes)
{
  g_free (edit->label);
  edit->label =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Train %u pass", "Train %u passes", passes), passes);
  edit->after = gs_regime_ref (gs_timeline_get_regime (timeline));
  edit->new_pass = gs_timeline_get_pass (timeline);
  edit->new_state = nn_run_save_state (gs_timeline_get_run (timeline));
}
