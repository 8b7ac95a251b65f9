/* Weights under a name, and back to them. */
#include "gs-workbook-bookmarks.h"

#include <glib/gi18n-lib.h>

#include "gs-trainer-private.h"
#include "gs-workbook-private.h"
#include "nn/nn-error.h"
#include "nn/nn-kernel.h"

const GPtrArray *
gs_workbook_get_bookmarks (GsWorkbook *book)
{
  return book->bookmarks;
}

static gboolean
is_finite (const NnState *state)
{
  for (guint i = 0; i < nn_state_get_size (state); i++)
    if (!nn_kernel_all_finite (nn_state_get (state, i)->values,
                               nn_shape_count (&nn_state_get (state, i)->shape)))
      return FALSE;
  return TRUE;
}

/* What another one keeps under its name is kept nowhere else. */
static gboolean
check_free (GsWorkbook *book, const gchar *name, GError **error)
{
  if (gs_bookmarks_find (book->bookmarks, name) == NULL)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_NAME,
               _ ("Another bookmark is called “%s”; choose another name or remove that one."), name);
  return FALSE;
}

gboolean
gs_workbook_add_bookmark (GsWorkbook *book, const gchar *name, GError **error)
{
  g_autoptr (GsTrainerHold) hold G_GNUC_UNUSED = NULL;
  g_autoptr (GPtrArray) more = NULL;
  GsBookmark *bookmark;

  if (!gs_workbook_settle (book, error) || !gs_bookmark_check_name (name, error)
      || !check_free (book, name, error))
    return FALSE;
  hold = gs_trainer_hold_for_edit (book);
  bookmark = gs_bookmark_new (name, book->cursor.pass, nn_run_save_state (gs_workbook_get_run (book)));
  more = gs_bookmarks_copy (book->bookmarks);
  g_ptr_array_add (more, bookmark);
  if (!is_finite (bookmark->state)) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("A weight is not finite here; set the bookmark in an earlier pass."));
    return FALSE;
  }
  if (gs_bookmarks_count_cells (more) > GS_BOOKMARKS_MAX_CELLS) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_SIZE,
                         _ ("There is no room for another bookmark of so many weights; remove one first."));
    return FALSE;
  }
  g_ptr_array_unref (book->bookmarks);
  book->bookmarks = g_steal_pointer (&more);
  gs_workbook_set_modified (book);
  gs_workbook_notify (book, TRUE, FALSE);
  return TRUE;
}

gboolean
gs_workbook_remove_bookmark (GsWorkbook *book, const gchar *name)
{
  GsBookmark *bookmark = gs_bookmarks_find (book->bookmarks, name);

  if (bookmark == NULL)
    return FALSE;
  g_ptr_array_remove (book->bookmarks, bookmark);
  gs_workbook_set_modified (book);
  gs_workbook_notify (book, TRUE, FALSE);
  return TRUE;
}

static GsBookmark *
find (GsWorkbook *book, const gchar *name, GError **error)
{
  GsBookmark *bookmark = gs_bookmarks_find (book->bookmarks, name);

  if (bookmark == NULL)
    g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("There is no bookmark “%s”."), name);
  return bookmark;
}

gboolean
gs_workbook_rename_bookmark (GsWorkbook *book, const gchar *name, const gchar *new_name, GError **error)
{
  GsBookmark *bookmark = find (book, name, error);

  if (bookmark == NULL || !gs_bookmark_check_name (new_name, error))
    return FALSE;
  if (g_str_equal (name, new_name))
    return TRUE;
  if (!check_free (book, new_name, error))
    return FALSE;
  g_free (bookmark->name);
  bookmark->name = g_strdup (new_name);
  gs_workbook_set_modified (book);
  gs_workbook_notify (book, TRUE, FALSE);
  return TRUE;
}

gboolean
gs_workbook_go_to_bookmark (GsWorkbook *book, const gchar *name, GError **error)
{
  const GsBookmark *bookmark = find (book, name, error);
  g_autoptr (GsTrainerHold) hold G_GNUC_UNUSED = NULL;
  g_autoptr (GsEdit) edit = NULL;
  g_autofree gchar *label = g_strdup_printf (_ ("Back to “%s”"), name);

  if (bookmark == NULL)
    return FALSE;
  if (!gs_bookmark_fits (bookmark, gs_workbook_get_program (book))) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("“%s” was set when the network was another one. Undo that change first."), name);
    return FALSE;
  }
  if (!gs_workbook_settle (book, error))
    return FALSE;
  hold = gs_trainer_hold_for_edit (book);
  edit = gs_workbook_begin_state_edit (book, label);
  if (!gs_workbook_move_to_state (book, edit, nn_state_copy (bookmark->state), bookmark->pass, error))
    return FALSE;
  gs_workbook_push (book, g_steal_pointer (&edit));
  gs_workbook_show (book, &(GsCursor){ .instruction = gs_workbook_find_behind_loss (book) });
  gs_workbook_notify (book, TRUE, TRUE);
  return TRUE;
}
