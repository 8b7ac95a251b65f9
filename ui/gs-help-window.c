/* The help's window: the list, the search, the page. */
#include "gs-help-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-accessible.h"
#include "gs-help-pages.h"
#include "gs-help-reader.h"
#include "gs-screen.h"
#include "gs-template.h"

struct _GsHelpWindow {
  GtkWindow parent_instance;

  GtkWidget *search, *list, *none, *back;
  GsHelpReader *reader;
  gchar *page;         /* that is shown */
  GPtrArray *trail;    /* places one has come from, the last one last */
  gboolean is_listing; /* the list changes, not the reader's mind */
};

G_DEFINE_FINAL_TYPE (GsHelpWindow, gs_help_window, GTK_TYPE_WINDOW)

/* ---- pages ---- */

static const gchar *
get_row_page (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "page");
}

static void
select_row (GsHelpWindow *self)
{
  GtkListBoxRow *row;

  self->is_listing = TRUE;
  for (gint i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (g_str_equal (get_row_page (row), self->page))
      gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  self->is_listing = FALSE;
}

/* "page", "page#heading". */
static void
show_place (GsHelpWindow *self, const gchar *place)
{
  /* "#heading" stays on the page. */
  const gchar *hash = strchr (place, '#');
  g_autofree gchar *name = hash != NULL ? g_strndup (place, (gsize) (hash - place)) : g_strdup (place);
  g_autofree gchar *text = NULL;

  if (*name == '\0' && self->page != NULL) {
    g_free (name);
    name = g_strdup (self->page);
  }
  text = gs_help_page_load (name);
  if (text == NULL)
    return;
  if (self->page == NULL || !g_str_equal (name, self->page)) {
    g_free (self->page);
    self->page = g_steal_pointer (&name);
    gs_help_reader_set_page (self->reader, text);
    select_row (self);
  }
  if (hash != NULL)
    gs_help_reader_go_to (self->reader, hash + 1);
  gtk_widget_set_sensitive (self->back, self->trail->len > 0);
}

static void
go_to (GsHelpWindow *self, const gchar *place)
{
  if (self->page != NULL && !g_str_equal (self->page, place))
    g_ptr_array_add (self->trail, g_strdup (self->page));
  show_place (self, place);
}

static void
go_back (GsHelpWindow *self)
{
  g_autofree gchar *place = NULL;

  if (self->trail->len == 0)
    return;
  place = g_ptr_array_steal_index (self->trail, self->trail->len - 1);
  show_place (self, place);
}

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, GsHelpWindow *self)
{
  if (row != NULL && !self->is_listing)
    go_to (self, get_row_page (row));
}

/* Enter on a row, or a click: to the text. */
static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, GsHelpWindow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->reader));
}

static void
on_followed (GsHelpReader *reader, const gchar *target, GsHelpWindow *self)
{
  go_to (self, target);
}

/* ---- searching ---- */

/* Pages that have the words stay in the list; the first is shown, unless the present one has them. */
static void
on_search_changed (GsHelpWindow *self)
{
  const gchar *words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  const gchar *first = NULL;
  gboolean is_here = FALSE;
  GtkListBoxRow *row;

  for (gint i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++) {
    g_autofree gchar *text = gs_help_page_load (get_row_page (row));
    gboolean has = *words == '\0' || gs_help_page_count (text, words) > 0;

    gtk_widget_set_visible (GTK_WIDGET (row), has);
    is_here = is_here || (has && g_strcmp0 (get_row_page (row), self->page) == 0);
    if (has && first == NULL)
      first = get_row_page (row);
  }
  gtk_widget_set_visible (self->none, first == NULL);
  if (!is_here && first != NULL)
    show_place (self, first);
  gs_help_reader_mark (self->reader, words);
}

static void
on_search_entered (GsHelpWindow *self)
{
  gs_help_reader_next_mark (self->reader);
}

static void
on_search_stopped (GsHelpWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    gtk_window_close (GTK_WINDOW (self));
  else
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

/* ---- keys ---- */

static gboolean
on_search_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return gtk_widget_grab_focus (GS_HELP_WINDOW (widget)->search);
}

static gboolean
on_back_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  go_back (GS_HELP_WINDOW (widget));
  return TRUE;
}

/* Between the list and the text. */
static gboolean
on_pane_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  GsHelpWindow *self = GS_HELP_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->reader)))
    return gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
  return gtk_widget_grab_focus (GTK_WIDGET (self->reader));
}

static void
gs_help_window_class_init_keys (GtkWidgetClass *klass)
{
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_f, GDK_CONTROL_MASK, on_search_key, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Left, GDK_ALT_MASK, on_back_key, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_F6, 0, on_pane_key, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_F6, GDK_SHIFT_MASK, on_pane_key, NULL);
}

/* ---- the window ---- */

static void
fill_list (GsHelpWindow *self)
{
  const gchar *const *pages = gs_help_pages_list ();

  for (gint i = 0; pages[i] != NULL; i++) {
    g_autofree gchar *text = gs_help_page_load (pages[i]);
    g_autofree gchar *title = gs_help_page_get_title (text);
    GtkWidget *label = gtk_label_new (title), *row = gtk_list_box_row_new ();

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
    gs_accessible_set_name (row, title);
    g_object_set_data (G_OBJECT (row), "page", (gpointer) pages[i]);
    gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  }
}

static void
dispose (GObject *object)
{
  GsHelpWindow *self = GS_HELP_WINDOW (object);

  gs_template_take_typed (self);
  g_clear_pointer (&self->page, g_free);
  g_clear_pointer (&self->trail, g_ptr_array_unref);
  G_OBJECT_CLASS (gs_help_window_parent_class)->dispose (object);
}

static void
gs_help_window_class_init (GsHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gs_help_window_class_init_keys (widget_class);
  gs_help_window_bind_keys (widget_class, "start");
  g_type_ensure (GS_TYPE_HELP_READER);
  gs_template_set (widget_class, "gs-help-window");
  gtk_widget_class_bind_template_child (widget_class, GsHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, GsHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, GsHelpWindow, none);
  gtk_widget_class_bind_template_child (widget_class, GsHelpWindow, back);
  gtk_widget_class_bind_template_child (widget_class, GsHelpWindow, reader);
  gtk_widget_class_bind_template_callback (widget_class, go_back);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_followed);
}

static void
gs_help_window_init (GsHelpWindow *self)
{
  gs_template_init (GTK_WIDGET (self));
  self->trail = g_ptr_array_new_with_free_func (g_free);
  gs_screen_set_design_size (GTK_WINDOW (self), 900, 680);
  fill_list (self);
}

void
gs_help_window_show (const gchar *place)
{
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());
  GsHelpWindow *self = NULL;

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    if (GS_IS_HELP_WINDOW (link->data))
      self = link->data;
  if (self == NULL) {
    g_autoptr (GtkWindowGroup) group = gtk_window_group_new ();

    self = g_object_new (GS_TYPE_HELP_WINDOW, "application", application, NULL);
    gtk_window_group_add_window (group, GTK_WINDOW (self)); /* a dialog takes no keys from it */
  }
  go_to (self, place);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->reader));
}

static gboolean
on_key (GtkWidget *widget, GVariant *place, gpointer user_data)
{
  const gchar *at;

  g_variant_get (place, "(&s)", &at);
  gs_help_window_show (at);
  return TRUE;
}

/* F1 or Help: the place; Ctrl+? or Ctrl+F1: the list of keys. */
static const struct {
  guint key;
  GdkModifierType state;
  gboolean lists;
} help_keys[] = { { GDK_KEY_F1, 0, FALSE },
                  { GDK_KEY_Help, 0, FALSE },
                  { GDK_KEY_question, GDK_CONTROL_MASK, TRUE },
                  { GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK, TRUE },
                  { GDK_KEY_F1, GDK_CONTROL_MASK, TRUE } };

void
gs_help_window_bind_keys (GtkWidgetClass *klass, const gchar *place)
{
  for (gsize i = 0; i < G_N_ELEMENTS (help_keys); i++)
    gtk_widget_class_add_binding (klass, help_keys[i].key, help_keys[i].state, on_key, "(s)",
                                  help_keys[i].lists ? "keys" : place);
}

void
gs_help_window_add_keys (GtkWidget *window, const gchar *place)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (help_keys); i++) {
    GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (help_keys[i].key, help_keys[i].state),
                                              gtk_callback_action_new (on_key, NULL, NULL));

    gtk_shortcut_set_arguments (shortcut, g_variant_new ("(s)", help_keys[i].lists ? "keys" : place));
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
  }
  gtk_widget_add_controller (window, keys);
}
