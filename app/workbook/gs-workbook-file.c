/* Documents in and out: a workbook from one, one from the workbook, and the file it is read from and saved
 * to. */
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "app/document/gs-ready-made.h"
#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "gs-trainer-private.h"
#include "gs-workbook-private.h"
#include "nn/nn-error.h"
#include "nn/nn-kernel.h"

static void
move_edits (GPtrArray *from, GPtrArray *to)
{
  while (from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, 0));
}

GsWorkbook *
gs_workbook_new (GsDocument *taken, GError **error)
{
  g_autoptr (GsDocument) document = taken;
  g_autoptr (GsWorkbook) book = g_object_new (GS_TYPE_WORKBOOK, NULL);
  g_autoptr (GsRegime) regime = gs_document_make_regime (document);

  if (gs_document_get_program (document, error) == NULL)
    return NULL;
  book->timeline = gs_timeline_new (nn_network_copy (document->network), regime, document->seed, 0,
                                    document->state, document->cursor.pass, document->program, error);
  if (book->timeline == NULL)
    return NULL;
  if (document->epochs != NULL)
    gs_timeline_take_epochs (book->timeline, g_steal_pointer (&document->epochs));
  move_edits (document->undo, book->undo);
  move_edits (document->redo, book->redo);
  book->saved_depth = (gint) book->undo->len;
  book->n_rebuilt = gs_timeline_get_n_rebuilt (book->timeline);
  gs_workbook_take_start (book, document);
  book->bookmarks =
      document->bookmarks != NULL ? g_steal_pointer (&document->bookmarks) : gs_bookmarks_new ();
  gs_workbook_show (book, &document->cursor);
  return g_steal_pointer (&book);
}

/* ---- the file ---- */

const gchar *
gs_workbook_get_file (GsWorkbook *book, const gchar **checksum)
{
  *checksum = book->checksum;
  return book->file;
}

void
gs_workbook_set_file (GsWorkbook *book, const gchar *file, const gchar *checksum)
{
  g_autofree gchar *new_file = g_strdup (file), *new_checksum = g_strdup (checksum);

  g_free (book->file);
  g_free (book->checksum);
  book->file = g_steal_pointer (&new_file);
  book->checksum = g_steal_pointer (&new_checksum);
}

static void
note_file (GsWorkbook *book, const gchar *path, const gchar *checksum)
{
  gchar *real = realpath (path, NULL);

  gs_workbook_set_file (book, real, checksum);
  free (real);
}

/* Whether it is the document's own file, and somebody else has written it. */
static gboolean
is_changed (GsWorkbook *book, const gchar *path)
{
  g_autofree gchar *text = NULL, *checksum = NULL;
  gchar *real = realpath (path, NULL);
  gboolean own = real != NULL && g_strcmp0 (real, book->file) == 0;
  gsize length;

  free (real);
  if (!own)
    return FALSE;
  /* What cannot be read is not what was read. */
  text = gs_file_read (path, GS_JSON_MAX_LENGTH, &length, NULL);
  checksum = text != NULL ? gs_document_compute_checksum (text, length) : NULL;
  return g_strcmp0 (checksum, book->checksum) != 0;
}

GsWorkbook *
gs_workbook_open (const gchar *path, GError **error)
{
  GsDocument *document = gs_document_load (path, error);
  g_autofree gchar *checksum = document != NULL ? g_strdup (document->checksum) : NULL;
  GsWorkbook *book = document != NULL ? gs_workbook_new (document, error) : NULL;

  if (book != NULL)
    note_file (book, path, checksum);
  return book;
}

GsWorkbook *
gs_workbook_open_ready_made (const gchar *name, GError **error)
{
  g_autofree gchar *path = gs_ready_made_find (name);
  GsWorkbook *book;

  if (path == NULL) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                 _ ("No ready-made network is called “%s” where this program is installed."), name);
    return NULL;
  }
  book = gs_workbook_open (path, error);
  if (book != NULL) /* not to be written over */
    gs_workbook_set_file (book, NULL, NULL);
  return book;
}

static void
copy_edits (GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, gs_edit_copy (g_ptr_array_index (from, i)));
}

/* The program has been compiled already; and where it shows more than the document's own (all gradients), the
 * cursor is told in the document's. */
static void
offer_program (GsDocument *document, GsTimeline *timeline)
{
  NnProgram *program = nn_run_get_program (gs_timeline_get_run (timeline)), *own;
  GsLandmark landmark;

  if (gs_timeline_get_flags (timeline) == 0) {
    gs_document_take_program (document, nn_program_ref (program));
    return;
  }
  own = gs_document_get_program (document, NULL);
  if (own == NULL)
    return;
  gs_landmark_init (&landmark, program, document->cursor.instruction);
  document->cursor = gs_landmark_find (&landmark, &document->cursor, own);
}

/* Those of another network, which undo may bring back, are none of this document's. */
static GPtrArray *
copy_fitting_bookmarks (GsWorkbook *book, GsTimeline *timeline)
{
  GPtrArray *copy = gs_bookmarks_copy (book->bookmarks);

  for (guint i = copy->len; i > 0; i--)
    if (!gs_bookmark_fits (g_ptr_array_index (copy, i - 1),
                           nn_run_get_program (gs_timeline_get_run (timeline))))
      g_ptr_array_remove_index (copy, i - 1);
  return copy;
}

/* As the document would be with `timeline` and `cursor`. */
static GsDocument *
make_document (GsWorkbook *book, GsTimeline *timeline, const GsCursor *cursor)
{
  GsDocument *document = g_new0 (GsDocument, 1);
  GsRegime *regime = gs_timeline_get_regime (timeline);
  g_autoptr (GPtrArray) later = NULL;

  document->network = nn_network_copy (gs_timeline_get_network (timeline));
  document->data = gs_dataset_ref (gs_regime_get_data (regime, cursor->pass));
  document->seed = gs_timeline_get_seed (timeline);
  document->state = nn_run_save_state (gs_timeline_get_run (timeline));
  document->start = cursor->pass > 1 ? gs_workbook_copy_start (book) : NULL;
  document->bookmarks = copy_fitting_bookmarks (book, timeline);
  document->epochs = gs_epochs_own (gs_epochs_ref (gs_timeline_get_epochs (timeline)));
  gs_epochs_forget (document->epochs, cursor->pass);
  document->cursor = *cursor;
  document->pins = gs_regime_get_pins (regime, cursor->pass);
  document->overrides = gs_regime_get_overrides_before (regime, cursor->pass);
  later = gs_regime_get_overrides_after (regime, cursor->pass);
  g_ptr_array_extend_and_steal (document->overrides, g_steal_pointer (&later));
  document->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  document->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  copy_edits (book->undo, document->undo);
  offer_program (document, timeline);
  return document;
}

/* While one trains, with `pending` passes that the workbook has not taken over yet. */
static GsDocument *
to_document (GsWorkbook *book, guint32 *pending)
{
  GsTimeline *branch;
  GsEdit *edit;
  GsCursor cursor;
  GsDocument *document;

  *pending = book->trainer != NULL ? gs_trainer_rest (book->trainer, &branch, &edit, &cursor) : 0;
  if (*pending > 0) {
    document = make_document (book, branch, &cursor);
    g_ptr_array_add (document->undo, edit);
  } else {
    document = make_document (book, book->timeline, &book->cursor);
    copy_edits (book->redo, document->redo);
  }
  if (book->trainer != NULL)
    gs_trainer_go_on (book->trainer);
  return document;
}

GsDocument *
gs_workbook_to_document (GsWorkbook *book)
{
  guint32 pending;

  return to_document (book, &pending);
}

/* A file holds finite numbers only. Stepping by hand may have gone on with others. */
static gboolean
can_be_saved (GsWorkbook *book, const GsDocument *document, GError **error)
{
  for (guint i = 0; i < nn_state_get_size (document->state); i++) {
    const NnTensor *tensor = nn_state_get (document->state, i);

    if (nn_kernel_all_finite (tensor->values, nn_shape_count (&tensor->shape)))
      continue;
    g_set_error (
        error, NN_ERROR, NN_ERROR_NOT_FINITE,
        _ ("Not saved: %s holds NaN or infinity in pass %u. Step back to a pass before it went wrong "
           "(the oldest kept is pass %u), or undo, and save there."),
        tensor->name, document->cursor.pass, gs_workbook_get_oldest_pass (book));
    return FALSE;
  }
  return TRUE;
}

gboolean
gs_workbook_save_over (GsWorkbook *book, const gchar *path, GError **error)
{
  guint32 pending;
  g_autoptr (GsDocument) document = to_document (book, &pending);

  if (!can_be_saved (book, document, error) || !gs_document_save (document, path, error))
    return FALSE;
  gs_workbook_end_gesture (book);
  if (document->cursor.pass == 1)
    gs_workbook_note_start (book, document->state);
  note_file (book, path, document->checksum);
  book->saved_depth = pending > 0 ? -1 : (gint) book->undo->len;
  if (book->trainer != NULL)
    gs_trainer_note_saved (book->trainer, pending);
  gs_workbook_notify (book, TRUE, FALSE);
  return TRUE;
}

gboolean
gs_workbook_save (GsWorkbook *book, const gchar *path, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path);

  if (!is_changed (book, path))
    return gs_workbook_save_over (book, path, error);
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_CHANGED,
               _ ("%s: not saved (another program has changed the file since it was read). What is there is "
                  "untouched; save under another name, or open the file anew."),
               name);
  return FALSE;
}

gboolean
gs_workbook_is_modified (GsWorkbook *book)
{
  if (book->trainer != NULL && gs_trainer_count_pending (book->trainer) > 0)
    return !gs_trainer_is_saved (book->trainer);
  return (gint) book->undo->len != book->saved_depth;
}

void
gs_workbook_set_modified (GsWorkbook *book)
{
  book->saved_depth = -1;
}
