/* Bookmarks, one a line. */
#include "gs-bookmarks-window.h"

#include <glib/gi18n-lib.h>

#include "app/workbook/gs-workbook-bookmarks.h"
#include "gs-accessible.h"
#include "gs-dialogs.h"
#include "gs-help-window.h"
#include "gs-screen.h"
#include "gs-template.h"

struct _GsBookmarksWindow {
  GtkWindow parent_instance;

  GsWorkbook *book;
  GsBookmarkChosen go_to;
  GWeakRef owner;
  GtkWidget *list, *none, *rename, *remove, *go;
};

G_DEFINE_FINAL_TYPE (GsBookmarksWindow, gs_bookmarks_window, GTK_TYPE_WINDOW)

/* ---- the list, the newest first ---- */

static const GsBookmark *
get_selected (GsBookmarksWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  const GPtrArray *bookmarks;

  if (row == NULL)
    return NULL;
  bookmarks = gs_workbook_get_bookmarks (self->book);
  return g_ptr_array_index (bookmarks, bookmarks->len - 1 - (guint) gtk_list_box_row_get_index (row));
}

static gboolean
fits (GsBookmarksWindow *self, const GsBookmark *bookmark)
{
  return gs_bookmark_fits (bookmark, gs_workbook_get_program (self->book));
}

static void
on_selected (GsBookmarksWindow *self)
{
  const GsBookmark *bookmark;

  if (self->book == NULL) /* the list goes with the window, and tells so */
    return;
  bookmark = get_selected (self);
  gtk_widget_set_sensitive (self->rename, bookmark != NULL);
  gtk_widget_set_sensitive (self->remove, bookmark != NULL);
  gtk_widget_set_sensitive (self->go, bookmark != NULL && fits (self, bookmark));
}

static void
add_line (GsBookmarksWindow *self, const GsBookmark *bookmark)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *name = gtk_label_new (bookmark->name),
            *dim;
  g_autofree gchar *where = g_strdup_printf (
      fits (self, bookmark) ? _ ("pass %u") : _ ("pass %u of another network"), bookmark->pass);
  g_autofree gchar *spoken = g_strdup_printf ("%s, %s", bookmark->name, where);

  dim = gtk_label_new (where);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (dim, "gs-dim");
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), dim);
  gtk_widget_add_css_class (line, "gs-line");
  gtk_list_box_append (GTK_LIST_BOX (self->list), line);
  gs_accessible_set_name (gtk_widget_get_parent (line), spoken);
}

/* `place` is selected, or the one that has moved there. */
static void
fill (GsBookmarksWindow *self, gint place)
{
  const GPtrArray *bookmarks = gs_workbook_get_bookmarks (self->book);
  GtkListBox *list = GTK_LIST_BOX (self->list);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  for (guint i = bookmarks->len; i > 0; i--)
    add_line (self, g_ptr_array_index (bookmarks, i - 1));
  gtk_widget_set_visible (self->none, bookmarks->len == 0);
  row = gtk_list_box_get_row_at_index (list, MIN (place, (gint) bookmarks->len - 1));
  gtk_list_box_select_row (list, row);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  on_selected (self);
}

static gint
get_place (GsBookmarksWindow *self)
{
  return gtk_list_box_row_get_index (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
}

/* ---- what is done with one ---- */

static void
on_go (GsBookmarksWindow *self)
{
  const GsBookmark *bookmark = get_selected (self);
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  g_autofree gchar *name = NULL;
  GsBookmarkChosen go_to = self->go_to;

  if (bookmark == NULL || !fits (self, bookmark))
    return;
  name = g_strdup (bookmark->name);
  gtk_window_destroy (GTK_WINDOW (self));
  if (owner != NULL)
    go_to (name, owner);
}

static void
on_new_name (const gchar *text, gpointer owner)
{
  GsBookmarksWindow *self = owner;
  const GsBookmark *bookmark = get_selected (self);
  g_autofree gchar *name = NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL || bookmark == NULL)
    return;
  name = g_strdup (bookmark->name);
  if (gs_workbook_rename_bookmark (self->book, name, text, &error))
    fill (self, get_place (self));
  else
    gs_dialogs_tell (GTK_WINDOW (self), _ ("The name stays as it was"), error->message);
}

static void
on_rename (GsBookmarksWindow *self)
{
  const GsBookmark *bookmark = get_selected (self);

  if (bookmark != NULL)
    gs_dialogs_ask_line (GTK_WINDOW (self), _ ("Rename the bookmark"),
                         _ ("How these weights are called from now on."), bookmark->name, _ ("_Rename"),
                         gs_bookmark_check_name, on_new_name, self);
}

static void
on_remove_answer (gint button, gpointer owner)
{
  GsBookmarksWindow *self = owner;
  const GsBookmark *bookmark = get_selected (self);
  gint place;

  if (button != 1 || bookmark == NULL)
    return;
  place = get_place (self);
  gs_workbook_remove_bookmark (self->book, bookmark->name);
  fill (self, place);
}

/* Asked, for undo brings back numbers on the sheet, not what was put aside. */
static void
on_remove (GsBookmarksWindow *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Remove"), NULL };
  const GsBookmark *bookmark = get_selected (self);
  g_autofree gchar *title = NULL;

  if (bookmark == NULL)
    return;
  title = g_strdup_printf (_ ("Remove “%s”?"), bookmark->name);
  gs_dialogs_ask (GTK_WINDOW (self), title,
                  _ ("Its weights are kept nowhere else; undo does not bring them back."), buttons,
                  on_remove_answer, self);
}

static gboolean
on_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GsBookmarksWindow *self = GS_BOOKMARKS_WINDOW (widget);

  if (g_variant_get_int32 (arguments) == GDK_KEY_F2)
    on_rename (self);
  else
    on_remove (self);
  return TRUE;
}

/* ---- the window ---- */

static void
dispose (GObject *object)
{
  GsBookmarksWindow *self = GS_BOOKMARKS_WINDOW (object);

  g_clear_object (&self->book);
  g_weak_ref_set (&self->owner, NULL);
  G_OBJECT_CLASS (gs_bookmarks_window_parent_class)->dispose (object);
}

static void
gs_bookmarks_window_class_init (GsBookmarksWindowClass *klass)
{
  static const guint keys[] = { GDK_KEY_F2, GDK_KEY_Delete, GDK_KEY_KP_Delete };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i], 0, on_key, "i", (gint32) keys[i]);
  gs_help_window_bind_keys (widget_class, "stepping#training");
  gs_template_set (widget_class, "gs-bookmarks-window");
#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, GsBookmarksWindow, name)
  CHILD (list);
  CHILD (none);
  CHILD (rename);
  CHILD (remove);
  CHILD (go);
#undef CHILD
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_rename);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
}

static void
gs_bookmarks_window_init (GsBookmarksWindow *self)
{
  g_weak_ref_init (&self->owner, NULL);
  gs_template_init (GTK_WIDGET (self));
  gs_screen_set_design_size (GTK_WINDOW (self), 480, 360);
}

void
gs_bookmarks_window_show (GtkWindow *parent, GsWorkbook *book, GsBookmarkChosen go, gpointer owner)
{
  GsBookmarksWindow *self =
      g_object_new (GS_TYPE_BOOKMARKS_WINDOW, "application", gtk_window_get_application (parent),
                    "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->book = g_object_ref (book);
  self->go_to = go;
  g_weak_ref_set (&self->owner, owner);
  fill (self, 0);
  gtk_window_present (GTK_WINDOW (self));
}
