/* The desktop application itself, with a witness in it for random walks: linked before main.c, it writes down
 * what is shown, and complains of windows that live on when they have been closed, and of widgets of ours
 * that live on outside of any.
 *
 * What is shown is a line in the file that GRADSHEET_SHOWN names, for each time a widget of ours or a window
 * comes up: the name of its class, of a question its title, too.
 */
#include <gtk/gtk.h>
#include <stdio.h>

#include "tests/witness.h"

/* Milliseconds between two looks, while the main loop turns, and how many may find a window that has been
 * closed: an event in line may hold it for a moment. */
#define TICK      100
#define MAX_LOOKS 20

static GPtrArray
    *known; /* Witness; their looks are those since a window was closed, or a widget taken out of it */
static GHashTable *is_known; /* addresses, some of them of what has gone */
static GString *shown;

/* ---- what lives on ---- */

static void
get_to_know (GtkWidget *widget)
{
  if (g_hash_table_add (is_known, widget))
    g_ptr_array_add (known, witness_new (widget));
}

/* Somewhere in a window that has not been closed. */
static gboolean
is_somewhere (GtkWidget *widget)
{
  GtkRoot *window = gtk_widget_get_root (widget);
  GListModel *windows = gtk_window_get_toplevels ();
  guint at;

  return window != NULL && g_list_store_find (G_LIST_STORE (windows), window, &at);
}

static void
look_for_the_gone (void)
{
  g_hash_table_remove_all (is_known);
  for (guint i = known->len; i > 0; i--) {
    Witness *one = g_ptr_array_index (known, i - 1);
    g_autoptr (GObject) widget = g_weak_ref_get (&one->object);

    if (widget == NULL) {
      g_ptr_array_remove_index_fast (known, i - 1);
      continue;
    }
    g_hash_table_add (is_known, widget);
    if (is_somewhere (GTK_WIDGET (widget)))
      one->n_looks = 0;
    else if (++one->n_looks == MAX_LOOKS)
      g_printerr ("%s has gone and lives on: %u hold it\n", one->name, widget->ref_count - 1);
  }
}

/* ---- what is shown ---- */

static void
note_shown (GtkWidget *widget)
{
  const gchar *name = G_OBJECT_TYPE_NAME (widget);

  if (g_str_equal (name, "GsDialog"))
    g_string_append_printf (shown, "GsDialog “%s”\n", gtk_window_get_title (GTK_WINDOW (widget)));
  else if (g_str_has_prefix (name, "Gs") || GTK_IS_WINDOW (widget))
    g_string_append_printf (shown, "%s\n", name);
  if (g_str_has_prefix (name, "Gs") || GTK_IS_WINDOW (widget))
    get_to_know (widget);
}

static gboolean
on_map (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  note_shown (g_value_get_object (values));
  return TRUE;
}

/* The first window is there already. */
static void
note_all_shown (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  note_shown (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    note_all_shown (child);
}

static void
write_shown (void)
{
  const gchar *path = g_getenv ("GRADSHEET_SHOWN");
  FILE *file = path != NULL && shown->len > 0 ? fopen (path, "a") : NULL;

  if (file == NULL)
    return;
  fputs (shown->str, file);
  fclose (file);
  g_string_truncate (shown, 0);
}

/* ---- complaints ---- */

static void
write_way (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    fprintf (stderr, "  in %s “%s”, %d wide, %d high\n", G_OBJECT_TYPE_NAME (at), gtk_widget_get_name (at),
             gtk_widget_get_width (at), gtk_widget_get_height (at));
}

/* Menus and lists that are shown, with where they belong to, in their window. */
static void
write_popovers (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  GdkRectangle at;
  graphene_rect_t place;

  if (GTK_IS_POPOVER (widget) && gtk_widget_get_visible (widget) && parent != NULL
      && gtk_widget_compute_bounds (parent, GTK_WIDGET (gtk_widget_get_root (parent)), &place)) {
    gtk_popover_get_pointing_to (GTK_POPOVER (widget), &at);
    fprintf (stderr, "A popover at %d, %d of what lies at %g, %g, %g wide, %g high\n", at.x, at.y,
             place.origin.x, place.origin.y, place.size.width, place.size.height);
    write_way (widget);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    write_popovers (child);
}

static void
write_all_popovers (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    write_popovers (window);
  }
}

/* GTK says of a widget its class and its address; where it lies is written below. Of a menu beside the screen
 * it says nothing but that. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  GLogWriterOutput output = g_log_writer_default (level, fields, n_fields, data);
  const gchar *text = NULL, *found;
  gpointer widget = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      text = fields[i].value;
  if (text != NULL && strstr (text, "GDK_IS_MONITOR") != NULL)
    write_all_popovers ();
  found = text != NULL ? strstr (text, "Trying to snapshot ") : NULL;
  if (found == NULL || sscanf (found, "Trying to snapshot %*s %p", &widget) != 1)
    return output;
  write_way (widget);
  return output;
}

/* ---- beginning ---- */

static gboolean
on_tick (gpointer data)
{
  look_for_the_gone ();
  write_shown ();
  return G_SOURCE_CONTINUE;
}

static gboolean
begin (gpointer data)
{
  GTypeClass *class = g_type_class_ref (GTK_TYPE_WIDGET);
  GListModel *windows = gtk_window_get_toplevels ();

  known = g_ptr_array_new_with_free_func (witness_free);
  is_known = g_hash_table_new (NULL, NULL);
  shown = g_string_new (NULL);
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    note_all_shown (window);
  }
  g_timeout_add (TICK, on_tick, NULL);
  g_type_class_unref (class);
  return G_SOURCE_REMOVE;
}

/* Before main(): the loop that it will run finds this first. */
__attribute__ ((constructor)) static void
wait_for_the_loop (void)
{
  g_log_set_writer_func (write_log, NULL, NULL);
  g_idle_add_full (G_PRIORITY_HIGH, begin, NULL, NULL);
}
