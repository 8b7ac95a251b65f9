/* Actions by name, from tables of functions. */
#include "gs-actions.h"

typedef struct {
  const GsAct *act;
  gpointer self;
} Bound;

static void
free_bound (gpointer bound, GClosure *closure)
{
  g_free (bound);
}

static gpointer
find_who (const Bound *bound)
{
  return bound->act->of == 0 ? bound->self : G_STRUCT_MEMBER (gpointer, bound->self, bound->act->of);
}

static void
on_activate (GSimpleAction *action, GVariant *parameter, const Bound *bound)
{
  gpointer who = find_who (bound);

  if (who == NULL)
    return;
  if (bound->act->kind == GS_ACT_TEXT)
    ((void (*) (gpointer, const gchar *)) bound->act->act) (who, g_variant_get_string (parameter, NULL));
  else if (bound->act->kind == GS_ACT_NUMBER)
    ((void (*) (gpointer, gint)) bound->act->act) (who, g_variant_get_int32 (parameter));
  else
    ((void (*) (gpointer)) bound->act->act) (who);
}

static void
on_change_state (GSimpleAction *action, GVariant *state, const Bound *bound)
{
  gpointer who = find_who (bound);

  if (who == NULL)
    return;
  g_simple_action_set_state (action, state);
  if (bound->act->act != NULL)
    ((void (*) (gpointer, gboolean)) bound->act->act) (who, g_variant_get_boolean (state));
}

void
gs_actions_add (GActionMap *map, const GsAct *acts, gsize n, gpointer self)
{
  static const gchar *const types[] = { [GS_ACT_TEXT] = "s", [GS_ACT_NUMBER] = "i", [GS_ACT_ON] = NULL };

  for (gsize i = 0; i < n; i++) {
    gboolean is_switch = acts[i].kind == GS_ACT_OFF || acts[i].kind == GS_ACT_ON;
    const GVariantType *type = (const GVariantType *) types[acts[i].kind];
    g_autoptr (GSimpleAction) action =
        acts[i].kind >= GS_ACT_LAMP ? g_simple_action_new_stateful (
            acts[i].name, type, g_variant_new_boolean (acts[i].kind == GS_ACT_ON))
                                    : g_simple_action_new (acts[i].name, type);
    Bound *bound = g_new (Bound, 1);

    *bound = (Bound){ &acts[i], self };
    g_signal_connect_data (action, is_switch ? "change-state" : "activate",
                           is_switch ? G_CALLBACK (on_change_state) : G_CALLBACK (on_activate), bound,
                           free_bound, G_CONNECT_DEFAULT);
    g_action_map_add_action (map, G_ACTION (action));
  }
}

void
gs_actions_insert (GtkWidget *widget, const gchar *prefix, const GsAct *acts, gsize n, gpointer self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  gs_actions_add (G_ACTION_MAP (group), acts, n, self);
  gtk_widget_insert_action_group (widget, prefix, G_ACTION_GROUP (group));
}

void
gs_actions_set_on (GActionMap *map, const gchar *name, gboolean on)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (map, name)),
                             g_variant_new_boolean (on));
}
