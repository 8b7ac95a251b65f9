/* Bookmarks from the window: set one, see them all. */
#include <glib/gi18n-lib.h>

#include "app/workbook/gs-workbook-bookmarks.h"
#include "gs-bookmarks-window.h"
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

/* What a bookmark is called unless one types another name: of the pass, and free. Caller frees. */
static gchar *
suggest_name (GsWorkbook *book)
{
  /* Translators: what a bookmark is called unless one types another name. */
  g_autofree gchar *pass = g_strdup_printf (_ ("Pass %u"), gs_workbook_get_cursor (book).pass);
  gchar *name = g_strdup (pass);

  for (guint n = 2; gs_bookmarks_find (gs_workbook_get_bookmarks (book), name) != NULL; n++) {
    g_free (name);
    name = g_strdup_printf ("%s (%u)", pass, n);
  }
  return name;
}

static void
set_bookmark (GsWindow *self)
{
  g_autofree gchar *preset = suggest_name (get_book (self));

  gs_dialogs_ask_line (GTK_WINDOW (self), _ ("Set a bookmark"),
                       _ ("The weights as they are now are kept in the document under this name."), preset,
                       _ ("_Set"), gs_bookmark_check_name, on_name, self);
}

static void
on_chosen (const gchar *name, gpointer owner)
{
  GsWindow *self = owner;
  g_autoptr (GError) error = NULL;

  if (!gs_workbook_go_to_bookmark (get_book (self), name, &error))
    gs_window_tell (self, error->message);
}

static void
show_bookmarks (GsWindow *self)
{
  gs_bookmarks_window_show (GTK_WINDOW (self), get_book (self), on_chosen, self);
}

void
gs_window_add_bookmark_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "set-bookmark", G_CALLBACK (set_bookmark) },
    { "go-to-bookmark", G_CALLBACK (show_bookmarks) },
  };

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
}
