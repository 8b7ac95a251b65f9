/* The selected cell as a widget that draws nothing and tells all. */
#include "gs-cell-proxy.h"

#include <glib/gi18n-lib.h>

struct _GsCellProxy {
  GtkWidget parent_instance;

  gchar *name, *description; /* as last said: the same is not said twice */
};

G_DEFINE_FINAL_TYPE (GsCellProxy, gs_cell_proxy, GTK_TYPE_WIDGET)

/* ---- what can be done with the cell ---- */

/* The sheet and the window do it; the cell lists it. */
static const struct {
  const gchar *name, *action;
} actions[] = {
  { "cell.edit", "sheet.edit" },
  { "cell.pin", "sheet.pin" },
  { "cell.unpin", "sheet.unpin" },
  { "cell.reveal", "win.reveal" },
  { "cell.nudge", "win.nudge" },
  { "cell.precedent", "sheet.precedent" },
  { "cell.dependent", "sheet.dependent" },
  { "cell.step", "win.step" },
  { "cell.back", "win.back" },
  { "cell.menu", "sheet.menu" },
};

static void
on_action (GtkWidget *widget, const gchar *name, GVariant *parameter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (name, actions[i].name))
      gtk_widget_activate_action_variant (widget, actions[i].action, NULL);
}

static void
update_actions (GsCellProxy *self, GsView *view)
{
  const GsSight *sight = gs_view_get_sight (view);
  const NnCell *cell = &sight->selected;
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean any = sight->has_selection;
  gboolean free = any && gs_view_may_edit (view, cell);
  GsSeen seen = any ? gs_sight_see (sight, cell, NULL) : GS_SEEN_BLANK;
  gboolean hidden = seen == GS_SEEN_HIDDEN;
  gboolean pinned = any && gs_frame_is_pinned (sight->frame, cell);
  gboolean computed = any && nn_program_get_tensor (sight->program, cell->tensor)->producer >= 0;

  gtk_widget_action_set_enabled (widget, "cell.edit", free);
  gtk_widget_action_set_enabled (widget, "cell.pin", free && computed && !pinned && seen == GS_SEEN_NUMBER);
  gtk_widget_action_set_enabled (widget, "cell.unpin", free && pinned);
  gtk_widget_action_set_enabled (widget, "cell.reveal", hidden && gs_sight_find_entry (sight, cell) == NULL);
  gtk_widget_action_set_enabled (widget, "cell.nudge", any && !hidden);
  gtk_widget_action_set_enabled (widget, "cell.precedent", computed);
  gtk_widget_action_set_enabled (widget, "cell.dependent", any);
}

/* ---- what is said ---- */

static void
set_property (GsCellProxy *self, gchar **said, GtkAccessibleProperty property, gchar *text)
{
  if (g_strcmp0 (*said, text) != 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), property, text, -1);
  g_free (*said);
  *said = text;
}

void
gs_cell_proxy_show (GsCellProxy *self, GsView *view)
{
  const GsSight *sight = gs_view_get_sight (view);
  gboolean any = sight->has_selection;

  /* The description first: a reader takes it when the name changes. */
  set_property (self, &self->description, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                any ? gs_sight_speak_origin (sight, &sight->selected)
                    : g_strdup (_ ("The arrow keys select one.")));
  set_property (self, &self->name, GTK_ACCESSIBLE_PROPERTY_LABEL,
                any ? gs_sight_speak_value (sight, &sight->selected) : g_strdup (_ ("no cell selected")));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, any, -1);
  update_actions (self, view);
}

/* ---- the widget ---- */

static void
finalize (GObject *object)
{
  GsCellProxy *self = GS_CELL_PROXY (object);

  g_free (self->name);
  g_free (self->description);
  G_OBJECT_CLASS (gs_cell_proxy_parent_class)->finalize (object);
}

static void
gs_cell_proxy_class_init (GsCellProxyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, on_action);
  gtk_widget_class_set_css_name (widget_class, "gs-cell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
gs_cell_proxy_init (GsCellProxy *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
gs_cell_proxy_new (void)
{
  return g_object_new (GS_TYPE_CELL_PROXY, NULL);
}
