/* The tabs under the sheet. */
#include "gs-tab-bar.h"

#include <glib/gi18n-lib.h>

#include "app/view/gs-phase.h"
#include "app/view/gs-summary.h"
#include "app/view/gs-tabs.h"
#include "gs-accessible.h"
#include "gs-style.h"
#include "gs-template.h"

struct _GsTabBar {
  GtkWidget parent_instance;

  GsView *view;
  GsDataGrid *grid;
  GtkWidget *scroller, *back, *on, *follow, *status, *side;
  GtkWidget *tabs;    /* a box of toggle buttons, which are kept from network to network */
  guint scroll_later; /* when the tabs have got their places */
  GPtrArray *buttons; /* borrowed; of them the first gs_view_get_tabs() are shown */
};

G_DEFINE_FINAL_TYPE (GsTabBar, gs_tab_bar, GTK_TYPE_WIDGET)

static void
on_toggled (GsTabBar *self, GtkToggleButton *button)
{
  guint tab;

  if (gtk_toggle_button_get_active (button) && g_ptr_array_find (self->buttons, button, &tab))
    gs_view_set_tab (self->view, tab);
}

static GtkWidget *
add_button (GsTabBar *self)
{
  GtkWidget *button = gtk_toggle_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("pan-end-symbolic"));
  gtk_box_append (GTK_BOX (content), gtk_label_new (NULL));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "gs-tab");
  gtk_widget_set_focus_on_click (button, FALSE);
  if (self->buttons->len > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                 GTK_TOGGLE_BUTTON (g_ptr_array_index (self->buttons, 0)));
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (GTK_BOX (self->tabs), button);
  g_ptr_array_add (self->buttons, button);
  return button;
}

/* So that the tab is in view, with a bit of its neighbours. */
static void
scroll_to (GsTabBar *self, GtkWidget *button)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (button, self->tabs, &bounds))
    gtk_adjustment_clamp_page (across, bounds.origin.x - 24, bounds.origin.x + bounds.size.width + 24);
}

static void
set_title (GtkWidget *button, const gchar *title)
{
  GtkWidget *content = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (content)), title);
  gs_accessible_set_name (button, title);
}

/* The mark on the tab that has the current operation. */
static void
set_current (GtkWidget *button, gboolean current)
{
  gs_style_set_class (button, "gs-current", current);
}

static void
update_tabs (GsTabBar *self)
{
  const GArray *tabs = gs_view_get_tabs (self->view);
  const GsSight *sight = gs_view_get_sight (self->view);
  NnProgram *program = sight->program;
  gint instruction = CLAMP (gs_phase_find_now (gs_frame_get_cursor (sight->frame)), 0,
                            nn_program_get_n_instructions (program) - 1);
  guint current = gs_tabs_find_instruction (tabs, program, instruction);

  while (self->buttons->len < tabs->len)
    add_button (self);
  for (guint i = 0; i < self->buttons->len; i++) {
    GtkWidget *button = g_ptr_array_index (self->buttons, i);

    gtk_widget_set_visible (button, i < tabs->len);
    if (i >= tabs->len)
      continue;
    set_title (button, g_array_index (tabs, GsTab, i).title);
    set_current (button, i == current);
  }
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (g_ptr_array_index (self->buttons, gs_view_get_tab (self->view))), TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->follow), gs_view_get_follow (self->view));
}

static void
update_status (GsTabBar *self)
{
  g_autofree gchar *text = gs_view_shows_data (self->view)
                               ? gs_data_grid_summarize (self->grid)
                               : gs_summary_describe (gs_view_get_sight (self->view));

  gtk_label_set_text (GTK_LABEL (self->status), text);
}

static void
on_view_changed (GsTabBar *self, guint change)
{
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_CURSOR | GS_VIEW_SHEET))
    update_tabs (self);
  if (change & (GS_VIEW_SHEET | GS_VIEW_PROGRAM))
    scroll_to (self, g_ptr_array_index (self->buttons, gs_view_get_tab (self->view)));
  update_status (self);
}

static void
on_follow (GsTabBar *self)
{
  gs_view_set_follow (self->view, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->follow)));
}

static void
scroll_by (GsTabBar *self, gdouble share)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  gtk_adjustment_set_value (across, gtk_adjustment_get_value (across)
                                        + share * gtk_adjustment_get_page_size (across));
}

static void
on_back (GsTabBar *self)
{
  scroll_by (self, -0.6);
}

static void
on_on (GsTabBar *self)
{
  scroll_by (self, 0.6);
}

static gboolean
on_placed (gpointer user_data)
{
  GsTabBar *self = user_data;

  self->scroll_later = 0;
  scroll_to (self, g_ptr_array_index (self->buttons, gs_view_get_tab (self->view)));
  return G_SOURCE_REMOVE;
}

/* There is more or less room: the tab one is on stays in view. */
static void
on_resized (GsTabBar *self)
{
  if (self->scroll_later == 0 && self->view != NULL)
    self->scroll_later = g_idle_add (on_placed, self);
}

/* The chevrons are there when not all tabs are in view. */
static void
on_scrolled (GsTabBar *self)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gdouble value = gtk_adjustment_get_value (across), page = gtk_adjustment_get_page_size (across);

  gtk_widget_set_sensitive (self->back, value > 0.5);
  gtk_widget_set_sensitive (self->on, value + page < gtk_adjustment_get_upper (across) - 0.5);
}

static void
dispose (GObject *object)
{
  GsTabBar *self = GS_TAB_BAR (object);
  GtkWidget *child;

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  g_clear_handle_id (&self->scroll_later, g_source_remove);
  if (self->grid != NULL)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  g_clear_object (&self->grid);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_tab_bar_parent_class)->dispose (object);
}

static void
gs_tab_bar_class_init (GsTabBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "gs-tabs");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gs_template_set (GTK_WIDGET_CLASS (klass), "gs-tab-bar");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsTabBar, back);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsTabBar, scroller);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsTabBar, tabs);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsTabBar, on);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsTabBar, follow);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsTabBar, status);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsTabBar, side);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_back);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_on);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_follow);
}

static void
gs_tab_bar_init (GsTabBar *self)
{
  GtkAdjustment *across;

  self->buttons = g_ptr_array_new ();
  gs_template_init (GTK_WIDGET (self));
  gs_accessible_set_name (self->side, _ ("Side panel"));
  across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (across, "changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (across, "changed", G_CALLBACK (on_resized), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (across, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
}

GtkWidget *
gs_tab_bar_new (GsView *view, GsDataGrid *grid)
{
  GsTabBar *self = g_object_new (GS_TYPE_TAB_BAR, NULL);

  self->view = g_object_ref (view);
  self->grid = g_object_ref (grid);
  g_signal_connect_swapped (grid, "changed", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  update_tabs (self);
  update_status (self);
  return GTK_WIDGET (self);
}
