/* Bookmarks from the window: set one, go to one. */
#include <glib/gi18n-lib.h>

#include "app/workbook/gs-workbook-bookmarks.h"
#include "gs-dialogs.h"
#include "gs-window-private.h"

static GsWorkbook *
get_book (GsWindow *self)
{
  return gs_view_get_workbook (self->view);
}

static void
on_name (const gchar *text, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *told = NULL;

  if (text == NULL)
    return;
  if (!gs_workbook_add_bookmark (get_book (self), text, &error)) {
    gs_window_tell (self, error->message);
    return;
  }
  told = g_strdup_printf (_ ("“%s” is set: Ctrl+Shift+G leads back to these weights."), text);
  gs_window_tell (self, told);
}

static void
set_bookmark (GsWindow *self)
{
  /* Translators: what a bookmark is called unless one types another name. */
  g_autofree gchar *preset = g_strdup_printf (_ ("Pass %u"), gs_workbook_get_cursor (get_book (self)).pass);

  gs_dialogs_ask_line (GTK_WINDOW (self), _ ("Set a bookmark"),
                       _ ("The weights as they are now are kept in the document under this name."), preset,
                       _ ("_Set"), gs_bookmark_check_name, on_name, self);
}

static void
on_chosen (const gchar *text, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autoptr (GError) error = NULL;

  if (text != NULL && !gs_workbook_go_to_bookmark (get_book (self), text, &error))
    gs_window_tell (self, error->message);
}

/* "“Pass 21”, “before the spiral”", the newest first. */
static gchar *
list_names (const GPtrArray *bookmarks)
{
  GString *names = g_string_new (NULL);

  for (guint i = bookmarks->len; i > 0; i--) {
    const GsBookmark *bookmark = g_ptr_array_index (bookmarks, i - 1);

    g_string_append_printf (names, "%s“%s”", names->len > 0 ? ", " : "", bookmark->name);
  }
  return g_string_free (names, FALSE);
}

static void
go_to_bookmark (GsWindow *self)
{
  const GPtrArray *bookmarks = gs_workbook_get_bookmarks (get_book (self));
  g_autofree gchar *names = list_names (bookmarks), *text = NULL;

  if (bookmarks->len == 0) {
    gs_window_tell (self, _ ("There are no bookmarks yet. Ctrl+Shift+K sets one."));
    return;
  }
  text = g_strdup_printf (_ ("Which one? There are: %s. Undo leads back to where you are."), names);
  gs_dialogs_ask_line (GTK_WINDOW (self), _ ("Go to a bookmark"), text,
                       ((GsBookmark *) g_ptr_array_index (bookmarks, bookmarks->len - 1))->name, _ ("_Go"),
                       gs_bookmark_check_name, on_chosen, self);
}

void
gs_window_add_bookmark_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "set-bookmark", G_CALLBACK (set_bookmark) },
    { "go-to-bookmark", G_CALLBACK (go_to_bookmark) },
  };

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
}
