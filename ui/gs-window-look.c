/* How the window shows things, as far as one can switch it: arrows, differences, hiding, notation, colours.
 */
#include <glib/gi18n-lib.h>

#include "gs-preferences.h"
#include "gs-style.h"
#include "gs-window-private.h"

/* ---- switches ---- */

static void
change_arrows (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  GsWindow *self = user_data;

  gs_sheet_view_set_arrows (gs_sheet_pane_get_sheet (self->sheet_pane), g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
change_ask_first (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  gs_view_set_ask_first (GS_WINDOW (user_data)->view, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (gs_preferences_new (user_data, GS_WINDOW (user_data)->view));
}

static void
change_all_gradients (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (gs_workbook_set_all_gradients (gs_view_get_workbook (GS_WINDOW (user_data)->view),
                                     g_variant_get_boolean (state), &error))
    g_simple_action_set_state (action, state);
  else
    gs_window_tell (user_data, error->message);
}

static void
change_dark (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  gs_style_set_dark (g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
change_differences (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  GsWindow *self = user_data;

  if (g_variant_get_boolean (state) && !gs_frame_has_changes (gs_view_get_sight (self->view)->frame))
    gs_window_tell (self, _ ("Nothing has been edited in this pass: there are no differences to show yet."));
  gs_view_set_differences (self->view, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
change_scientific (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  gs_view_set_scientific (GS_WINDOW (user_data)->view, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
change_signs (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  gs_view_set_signs (GS_WINDOW (user_data)->view, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
change_contrast (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  gs_style_set_high_contrast (g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

/* ---- panels ---- */

/* The first press opens the panel, the next begins or marks. */
static void
on_practice (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->side_stack), "practice") == 0)
    gs_practice_panel_mark (self->practice);
  else
    gtk_stack_set_visible_child_name (self->side_stack, "practice");
  gs_panes_show (self->panes, self->side);
}

static void
on_side (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

  gs_panes_toggle (self->panes, self->side);
}

static void
on_lesson_pane (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

  if (self->lesson_pane != NULL)
    gs_panes_toggle (self->panes, GTK_WIDGET (self->lesson_pane));
}

static void
on_build (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

  gtk_widget_set_visible (self->side, TRUE);
  gs_panes_show (self->panes, self->side);
  gtk_stack_set_visible_child_name (self->side_stack, "build");
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->side_stack), GTK_DIR_TAB_FORWARD);
}

/* ---- the selected block ---- */

static void
on_display (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const gchar *const names[] = { "both", "numbers", "colours" };
  GsWindow *self = user_data;
  NnCell cell;

  if (!gs_view_get_selected (self->view, &cell))
    return;
  for (gint i = GS_DISPLAY_BOTH; i <= GS_DISPLAY_COLOURS; i++)
    if (g_str_equal (names[i], g_variant_get_string (parameter, NULL)))
      gs_view_set_display (self->view, cell.tensor, (GsDisplay) i);
}

static void
change_levels (GsWindow *self, gint back, gint on)
{
  gint old_back, old_on;

  gs_view_get_levels (self->view, &old_back, &old_on);
  gs_view_set_levels (self->view, old_back + back, old_on + on);
}

static void
on_more_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change_levels (user_data, 1, 0);
}

static void
on_more_on (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  change_levels (user_data, 0, 1);
}

static void
on_fewer (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_view_set_levels (GS_WINDOW (user_data)->view, 1, 0);
}

static void
on_first_error (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;
  NnCell cell;

  if (gs_view_find_not_finite (self->view, &cell))
    gs_view_select (self->view, &cell, FALSE);
  else
    gs_window_tell (self, _ ("Every number that is computed is finite."));
}

static void
on_fill_down (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_sheet_pane_fill (GS_WINDOW (user_data)->sheet_pane, TRUE);
}

static void
on_fill_right (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_sheet_pane_fill (GS_WINDOW (user_data)->sheet_pane, FALSE);
}

/* ---- sheets ---- */

static void
turn_tab (GsWindow *self, guint by)
{
  guint n = gs_view_get_tabs (self->view)->len;

  gs_view_set_tab (self->view, (gs_view_get_tab (self->view) + by) % n);
}

static void
on_next_tab (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  turn_tab (user_data, 1);
}

static void
on_previous_tab (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  turn_tab (user_data, gs_view_get_tabs (GS_WINDOW (user_data)->view)->len - 1);
}

static void
on_follow (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_view_set_follow (GS_WINDOW (user_data)->view, !gs_view_get_follow (GS_WINDOW (user_data)->view));
}

static void
on_fold_update (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_view_set_folded (GS_WINDOW (user_data)->view, !gs_view_get_folded (GS_WINDOW (user_data)->view));
}

void
gs_window_add_look_actions (GsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "arrows", .state = "true", .change_state = change_arrows },
    { .name = "ask-first", .state = "false", .change_state = change_ask_first },
    { .name = "preferences", .activate = on_preferences },
    { .name = "all-gradients", .state = "false", .change_state = change_all_gradients },
    { .name = "differences", .state = "false", .change_state = change_differences },
    { .name = "signs", .state = "false", .change_state = change_signs },
    { .name = "scientific", .state = "false", .change_state = change_scientific },
    { .name = "dark", .state = "false", .change_state = change_dark },
    { .name = "contrast", .state = "false", .change_state = change_contrast },
    { .name = "tour", .state = "false" },
    { .name = "plane-bent", .state = "false" },
    { .name = "plane-of-selected", .state = "false" },
    { .name = "two-colours", .state = "false" },
    { .name = "test-points", .state = "true" },
    { .name = "next-tab", .activate = on_next_tab },
    { .name = "previous-tab", .activate = on_previous_tab },
    { .name = "follow", .activate = on_follow },
    { .name = "fold-update", .activate = on_fold_update },
    { .name = "practice", .activate = on_practice },
    { .name = "build", .activate = on_build },
    { .name = "side", .activate = on_side },
    { .name = "lesson-pane", .activate = on_lesson_pane },
    { .name = "display", .activate = on_display, .parameter_type = "s" },
    { .name = "more-back", .activate = on_more_back },
    { .name = "more-on", .activate = on_more_on },
    { .name = "fewer-arrows", .activate = on_fewer },
    { .name = "first-error", .activate = on_first_error },
    { .name = "fill-down", .activate = on_fill_down },
    { .name = "fill-right", .activate = on_fill_right },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "dark")),
                             g_variant_new_boolean (gs_style_is_dark ()));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "contrast")),
                             g_variant_new_boolean (gs_style_has_high_contrast ()));
}
