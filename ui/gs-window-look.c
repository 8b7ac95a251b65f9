/* How the window shows things, as far as one can switch it: arrows, differences, hiding, notation, colours.
 */
#include <glib/gi18n-lib.h>

#include "gs-preferences.h"
#include "gs-style.h"
#include "gs-window-private.h"

/* ---- switches ---- */

static void
show_arrows (GsWindow *self, gboolean on)
{
  gs_sheet_view_set_arrows (gs_sheet_pane_get_sheet (self->sheet_pane), on);
}

static void
show_preferences (GsWindow *self)
{
  gtk_window_present (gs_preferences_new (GTK_WINDOW (self), self->view));
}

static void
show_all_gradients (GsWindow *self, gboolean on)
{
  g_autoptr (GError) error = NULL;

  if (gs_workbook_set_all_gradients (gs_view_get_workbook (self->view), on, &error))
    return;
  gs_actions_set_on (G_ACTION_MAP (self), "all-gradients", !on);
  gs_window_tell (self, error->message);
}

static void
set_dark (GsWindow *self, gboolean on)
{
  gs_style_set_dark (on);
}

static void
show_differences (GsWindow *self, gboolean on)
{
  if (on && !gs_frame_has_changes (gs_view_get_sight (self->view)->frame))
    gs_window_tell (self, _ ("Nothing has been edited in this pass: there are no differences to show yet."));
  gs_view_set_differences (self->view, on);
}

static void
set_contrast (GsWindow *self, gboolean on)
{
  gs_style_set_high_contrast (on);
}

/* ---- panels ---- */

/* The first press opens the panel, the next begins or marks. */
static void
practise (GsWindow *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->side_stack), "practice") == 0)
    gs_practice_panel_mark (self->practice);
  else
    gtk_stack_set_visible_child_name (self->side_stack, "practice");
  gtk_widget_set_visible (self->side, TRUE); /* a step of a lesson may have nothing else to show there */
  gs_panes_show (self->panes, self->side);
}

static void
toggle_side (GsWindow *self)
{
  gs_panes_toggle (self->panes, self->side);
}

static void
toggle_lesson (GsWindow *self)
{
  if (self->lesson_pane != NULL)
    gs_panes_toggle (self->panes, GTK_WIDGET (self->lesson_pane));
}

static void
build (GsWindow *self)
{
  gtk_widget_set_visible (self->side, TRUE);
  gs_panes_show (self->panes, self->side);
  gtk_stack_set_visible_child_name (self->side_stack, "build");
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->side_stack), GTK_DIR_TAB_FORWARD);
}

/* ---- the selected block ---- */

static void
set_display (GsWindow *self, const gchar *name)
{
  static const gchar *const names[] = { "both", "numbers", "colours" };
  NnCell cell;

  if (!gs_view_get_selected (self->view, &cell))
    return;
  for (gint i = GS_DISPLAY_BOTH; i <= GS_DISPLAY_COLOURS; i++)
    if (g_str_equal (names[i], name))
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
add_level_back (GsWindow *self)
{
  change_levels (self, 1, 0);
}

static void
add_level_on (GsWindow *self)
{
  change_levels (self, 0, 1);
}

static void
set_first_level (GsWindow *self)
{
  gs_view_set_levels (self->view, 1, 0);
}

static void
go_to_first_error (GsWindow *self)
{
  NnCell cell;

  if (gs_view_find_not_finite (self->view, &cell))
    gs_view_select (self->view, &cell, FALSE);
  else
    gs_window_tell (self, _ ("Every number that is computed is finite."));
}

static void
fill_down (GsWindow *self)
{
  gs_sheet_pane_fill (self->sheet_pane, TRUE);
}

static void
fill_right (GsWindow *self)
{
  gs_sheet_pane_fill (self->sheet_pane, FALSE);
}

/* ---- sheets ---- */

static void
turn_tab (GsWindow *self, guint by)
{
  guint n = gs_view_get_tabs (self->view)->len;

  gs_view_set_tab (self->view, (gs_view_get_tab (self->view) + by) % n);
}

static void
turn_to_next_tab (GsWindow *self)
{
  turn_tab (self, 1);
}

static void
turn_to_previous_tab (GsWindow *self)
{
  turn_tab (self, gs_view_get_tabs (self->view)->len - 1);
}

static void
toggle_follow (GsWindow *self)
{
  gs_view_set_follow (self->view, !gs_view_get_follow (self->view));
}

static void
toggle_update (GsWindow *self)
{
  gs_view_set_folded (self->view, !gs_view_get_folded (self->view));
}

void
gs_window_add_look_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "arrows", G_CALLBACK (show_arrows), GS_ACT_ON },
    { "ask-first", G_CALLBACK (gs_view_set_ask_first), GS_ACT_OFF, OF (view) },
    { "preferences", G_CALLBACK (show_preferences) },
    { "all-gradients", G_CALLBACK (show_all_gradients), GS_ACT_OFF },
    { "differences", G_CALLBACK (show_differences), GS_ACT_OFF },
    { "signs", G_CALLBACK (gs_view_set_signs), GS_ACT_OFF, OF (view) },
    { "scientific", G_CALLBACK (gs_view_set_scientific), GS_ACT_OFF, OF (view) },
    { "dark", G_CALLBACK (set_dark), GS_ACT_OFF },
    { "contrast", G_CALLBACK (set_contrast), GS_ACT_OFF },
    { "tour", NULL, GS_ACT_OFF },
    { "plane-bent", NULL, GS_ACT_OFF },
    { "plane-of-selected", NULL, GS_ACT_OFF },
    { "two-colours", NULL, GS_ACT_OFF },
    { "test-points", NULL, GS_ACT_ON },
    { "next-tab", G_CALLBACK (turn_to_next_tab) },
    { "previous-tab", G_CALLBACK (turn_to_previous_tab) },
    { "follow", G_CALLBACK (toggle_follow) },
    { "fold-update", G_CALLBACK (toggle_update) },
    { "practice", G_CALLBACK (practise) },
    { "build", G_CALLBACK (build) },
    { "side", G_CALLBACK (toggle_side) },
    { "lesson-pane", G_CALLBACK (toggle_lesson) },
    { "display", G_CALLBACK (set_display), GS_ACT_TEXT },
    { "more-back", G_CALLBACK (add_level_back) },
    { "more-on", G_CALLBACK (add_level_on) },
    { "fewer-arrows", G_CALLBACK (set_first_level) },
    { "first-error", G_CALLBACK (go_to_first_error) },
    { "fill-down", G_CALLBACK (fill_down) },
    { "fill-right", G_CALLBACK (fill_right) },
  };

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
  gs_actions_set_on (G_ACTION_MAP (self), "dark", gs_style_is_dark ());
  gs_actions_set_on (G_ACTION_MAP (self), "contrast", gs_style_has_high_contrast ());
}
