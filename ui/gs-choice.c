/* A drop-down whose button may be narrower than its list. */
#include "gs-choice.h"

#include "gs-accessible.h"

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer ellipsize)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (ellipsize != NULL)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer ellipsize)
{
  GtkStringObject *text = gtk_list_item_get_item (item);

  GtkWidget *label = gtk_list_item_get_child (item), *row = gtk_widget_get_parent (label);

  gtk_label_set_text (GTK_LABEL (label), gtk_string_object_get_string (text));
  if (row != NULL)
    gs_accessible_set_name (row, gtk_string_object_get_string (text));
}

static GtkListItemFactory *
make_factory (gboolean ellipsize)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GINT_TO_POINTER (ellipsize));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  return factory;
}

/* What has the focus is a button within the drop-down, which has no name of its own. */
static void
on_selected (GtkDropDown *choice, GParamSpec *spec, gpointer label)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (choice));
  GtkStringObject *text = gtk_drop_down_get_selected_item (choice);
  g_autofree gchar *name =
      text != NULL ? g_strdup_printf ("%s: %s", (const gchar *) label, gtk_string_object_get_string (text))
                   : g_strdup (label);

  if (button != NULL)
    gs_accessible_set_name (button, name);
}

/* ---- out of sight ---- */

/* One that was scrolled away has the keyboard still; its list would open beside the window, maybe beside the
 * screen, where there is no monitor for it. The key brings it back into sight instead. */
static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, GtkWidget *choice)
{
  GtkWidget *around = gtk_widget_get_ancestor (choice, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *height;
  graphene_rect_t place;

  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_space && key != GDK_KEY_Up
      && key != GDK_KEY_Down)
    return FALSE;
  if (around == NULL || !gtk_widget_compute_bounds (choice, around, &place)
      || (place.origin.y + place.size.height > 0 && place.origin.y < (gfloat) gtk_widget_get_height (around)))
    return FALSE;
  height = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (around));
  gtk_adjustment_set_value (height, gtk_adjustment_get_value (height) + (gdouble) place.origin.y);
  return TRUE;
}

static void
stay_in_sight (GtkWidget *choice)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), choice);
  gtk_widget_add_controller (choice, keys);
}

void
gs_choice_keep_whole (GtkWidget *choice)
{
  g_autoptr (GtkListItemFactory) shown = make_factory (FALSE);

  gtk_drop_down_set_factory (GTK_DROP_DOWN (choice), shown);
}

void
gs_choice_dress (GtkWidget *choice, const gchar *label)
{
  g_autoptr (GtkListItemFactory) shown = make_factory (TRUE), listed = make_factory (FALSE);

  gtk_drop_down_set_factory (GTK_DROP_DOWN (choice), shown);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (choice), listed);
  gs_accessible_set_name (choice, label);
  g_signal_connect_data (choice, "notify::selected-item", G_CALLBACK (on_selected), g_strdup (label),
                         (GClosureNotify) (GCallback) g_free, 0);
  on_selected (GTK_DROP_DOWN (choice), NULL, (gpointer) label);
  stay_in_sight (choice);
}

GtkWidget *
gs_choice_new (const gchar *const *texts, const gchar *label)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (texts);

  gs_choice_dress (choice, label);
  return choice;
}
