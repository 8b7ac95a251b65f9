/* The views of a document: the sheet, and what stands over it. The header's switch lists those that the
 * document can have. */
#include <glib/gi18n-lib.h>

#include "app/data/gs-drawing.h"
#include "app/paint/gs-layout.h"
#include "app/plane/gs-graph.h"
#include "gs-digits.h"
#include "gs-playground.h"
#include "gs-style.h"
#include "gs-window-private.h"

typedef struct {
  const gchar *name, *title, *tip, *cannot;
  gboolean (*can_show) (const NnNetwork *network);
  GtkWidget *(*make) (GsView *view); /* NULL: the sheet alone */
  gdouble share;                     /* of the height, over the sheet; 1: in its place */
} View;

/* A view more is a row more. The first is the one a window begins with. */
static const View views[] = {
  { "sheet", NC_ ("view", "Sheet"), N_ ("All cells (Ctrl+1)"), NULL, NULL, NULL, 0 },
  { "playground", NC_ ("view", "Playground"), N_ ("Neurons as a drawing, the cells beneath (Ctrl+2)"),
    N_ ("This network cannot be shown as “%s”: its layers are no rows of neurons."), gs_graph_can_draw,
    gs_playground_new, 0.58 },
  { "digits", NC_ ("view", "Digits"), N_ ("Draw a digit; kernels, maps and gradients as pictures (Ctrl+3)"),
    N_ ("This network cannot be shown as “%s”: its input is no picture. One begins with input 1x28x28, say."),
    gs_layout_has_pictures, gs_digits_new, 1 },
};

/* Only digits are called so. */
static gboolean
is_of_other_pictures (GsWindow *self, const View *view)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);

  return view->make == gs_digits_new && gs_layout_has_pictures (gs_workbook_get_network (book))
         && !gs_drawing_are_digits (gs_workbook_get_data (book));
}

/* In the user's language, where digits that are read are not the digits of a number. */
static const gchar *
get_title (GsWindow *self, const View *view)
{
  return is_of_other_pictures (self, view) ? C_ ("view", "Pictures")
                                           : g_dpgettext2 (NULL, "view", view->title);
}

static const gchar *
get_tip (GsWindow *self, const View *view)
{
  return is_of_other_pictures (self, view)
             ? _ ("Draw a picture; kernels, maps and gradients as pictures (Ctrl+3)")
             : _ (view->tip);
}

/* Pixels at the ordinary size of text; in a low window the sheet gives way first. */
#define LEAST_VIEW  400.0
#define LEAST_SHEET 170.0

static gboolean
can_show (GsWindow *self, const View *view)
{
  return view->can_show == NULL
         || view->can_show (gs_workbook_get_network (gs_view_get_workbook (self->view)));
}

static const View *
find_view (const gchar *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (views[i].name, name))
      return &views[i];
  return NULL;
}

static const View *
get_shown (GsWindow *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self), "view");

  return find_view (g_variant_get_string (state, NULL));
}

/* The panes that a view takes the place of are there for the sheet alone. */
static void
show_view (GsWindow *self, const View *view)
{
  gint height = gtk_widget_get_height (GTK_WIDGET (self->views));

  if (gtk_widget_get_visible (GTK_WIDGET (self->tape)))
    height += gtk_widget_get_height (GTK_WIDGET (self->tape));
  gtk_paned_set_start_child (self->views, view->make != NULL ? view->make (self->view) : NULL);
  gtk_paned_set_position (
      self->views,
      (gint) MAX (view->share * height, MIN (height - LEAST_SHEET, LEAST_VIEW * gs_style_get_text_scale ())));
  gtk_widget_set_visible (GTK_WIDGET (self->tape), view->make == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet_pane), view->share < 1);
  if (view->make != NULL) {
    gtk_stack_set_visible_child_name (self->side_stack, "loss");
    gtk_widget_grab_focus (gtk_paned_get_start_child (self->views));
  } else {
    gtk_widget_grab_focus (gs_sheet_pane_get_front (self->sheet_pane));
  }
}

static void
change_view (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  GsWindow *self = user_data;
  const View *view = find_view (g_variant_get_string (state, NULL));

  if (view == NULL)
    return;
  if (!can_show (self, view)) {
    g_autofree gchar *text = g_strdup_printf (_ (view->cannot), get_title (self, view));

    gs_window_tell (self, text);
    return;
  }
  if (view != get_shown (self)) {
    g_simple_action_set_state (action, state);
    show_view (self, view);
  }
}

/* The switch as toggles and, where there is no room for them, as a menu. */
static void
fill_switch (GsWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *child;
  gint n = 0;

  while ((child = gtk_widget_get_first_child (self->view_toggles)) != NULL)
    gtk_box_remove (GTK_BOX (self->view_toggles), child);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    g_autofree gchar *action = g_strdup_printf ("win.view::%s", views[i].name);
    GtkWidget *toggle;

    if (!can_show (self, &views[i]))
      continue;
    toggle = gtk_toggle_button_new_with_label (get_title (self, &views[i]));
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (toggle), action);
    gtk_widget_set_tooltip_text (toggle, get_tip (self, &views[i]));
    gtk_box_append (GTK_BOX (self->view_toggles), toggle);
    g_menu_append (menu, get_title (self, &views[i]), action);
    n++;
  }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->view_menu), G_MENU_MODEL (menu));
  gtk_widget_set_visible (self->view_switch, n > 1);
  gs_window_keep_focus_on_click (self->view_toggles);
}

void
gs_window_update_views (GsWindow *self)
{
  guint now = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    now |= (can_show (self, &views[i]) ? 1u << i : 0)
           | (is_of_other_pictures (self, &views[i]) ? 1u << (i + G_N_ELEMENTS (views)) : 0);
  if (now == self->possible_views)
    return;
  self->possible_views = now;
  fill_switch (self);
  if (!can_show (self, get_shown (self)))
    g_action_group_change_action_state (G_ACTION_GROUP (self), "view", g_variant_new_string (views[0].name));
}

void
gs_window_add_view_actions (GsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "view", .parameter_type = "s", .state = "'sheet'", .change_state = change_view },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gs_window_update_views (self);
}
