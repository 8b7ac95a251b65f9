/* The line to look for something with. */
#include "gs-find-bar.h"

#include <glib/gi18n-lib.h>

#include "app/view/gs-find.h"
#include "gs-style.h"
#include "gs-template.h"

struct _GsFindBar {
  GtkWidget parent_instance;

  GsView *view;
  GsDataGrid *grid;
  GtkWidget *box, *entry, *said;
};

G_DEFINE_FINAL_TYPE (GsFindBar, gs_find_bar, GTK_TYPE_WIDGET)

static const gchar *
get_text (GsFindBar *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/* `at` counts from 0; G_MAXUINT: none of them is looked at yet. */
static void
say (GsFindBar *self, guint at, guint n)
{
  g_autofree gchar *text = NULL;
  gboolean is_empty = *get_text (self) == '\0';

  if (n > 0 && at < n)
    text = g_strdup_printf (_ ("%u of %u"), at + 1, n);
  else if (n > 0)
    text = g_strdup_printf (ngettext ("%u found", "%u found", n), n);
  gtk_label_set_text (GTK_LABEL (self->said), text != NULL ? text : is_empty ? "" : _ ("not found"));
  gs_style_set_class (self->entry, "error", n == 0 && !is_empty);
}

static guint
count (GsFindBar *self)
{
  g_autoptr (GArray) cells = NULL;
  gint place;

  if (gs_view_shows_data (self->view))
    return (guint) gs_data_grid_find (self->grid, get_text (self), FALSE, TRUE, &place);
  cells = gs_find_cells (gs_view_get_sight (self->view), get_text (self));
  return cells->len;
}

static void
on_typed (GsFindBar *self)
{
  say (self, G_MAXUINT, count (self));
}

/* The next cell, whose number among `n` is returned; 0 of 0 if there is none. */
static guint
go_to_cell (GsFindBar *self, gboolean back, guint *n)
{
  g_autoptr (GArray) cells = gs_find_cells (gs_view_get_sight (self->view), get_text (self));
  NnCell selected;
  gboolean any = gs_view_get_selected (self->view, &selected);
  guint at = cells->len > 0 ? gs_find_next (cells, any ? &selected : NULL, back) : 0;

  *n = cells->len;
  if (cells->len > 0)
    gs_view_select (self->view, &g_array_index (cells, NnCell, at), FALSE);
  return at;
}

static void
go_on (GsFindBar *self, gboolean back)
{
  guint n, at;
  gint place = 0;

  if (gs_view_shows_data (self->view)) {
    n = (guint) gs_data_grid_find (self->grid, get_text (self), back, FALSE, &place);
    at = (guint) place;
  } else {
    at = go_to_cell (self, back, &n);
  }
  if (n == 0)
    gtk_widget_error_bell (GTK_WIDGET (self));
  say (self, n > 0 ? at : G_MAXUINT, n);
}

static void
on_next (GsFindBar *self)
{
  go_on (self, FALSE);
}

static void
on_back (GsFindBar *self)
{
  go_on (self, TRUE);
}

static void
on_close (GsFindBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-sheet", NULL);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsFindBar *self)
{
  switch (key) {
  case GDK_KEY_Escape: on_close (self); return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter: go_on (self, (state & GDK_SHIFT_MASK) != 0); return TRUE;
  default: return FALSE;
  }
}

void
gs_find_bar_open (GsFindBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (self->entry);
  on_typed (self);
}

static void
dispose (GObject *object)
{
  GsFindBar *self = GS_FIND_BAR (object);

  g_clear_object (&self->view);
  g_clear_object (&self->grid);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_find_bar_parent_class)->dispose (object);
}

static void
gs_find_bar_class_init (GsFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-find-bar");
  gtk_widget_class_bind_template_child (widget_class, GsFindBar, box);
  gtk_widget_class_bind_template_child (widget_class, GsFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, GsFindBar, said);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
gs_find_bar_init (GsFindBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gs_template_init (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->entry, keys);
}

GtkWidget *
gs_find_bar_new (GsView *view, GsDataGrid *grid)
{
  GsFindBar *self = g_object_new (GS_TYPE_FIND_BAR, NULL);

  self->view = g_object_ref (view);
  self->grid = g_object_ref (grid);
  return GTK_WIDGET (self);
}
