/* What the window can be asked to do, by menu, key or button. */
#include <glib/gi18n-lib.h>

#include "app/network/gs-spec.h"
#include "app/workbook/gs-trainer.h"
#include "app/workbook/gs-workbook-layers.h"
#include "gs-dialogs.h"
#include "gs-help-window.h"
#include "gs-help.h"
#include "gs-new-dialog.h"
#include "gs-window-private.h"

static GsWorkbook *
get_book (GsWindow *self)
{
  return gs_view_get_workbook (self->view);
}

/* ---- the network ---- */

static void
on_new (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_new_dialog_show (user_data);
}

static void
on_layers_line (const gchar *text, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autoptr (GError) error = NULL;

  if (text != NULL && !gs_workbook_set_line (get_book (self), text, &error))
    gs_dialogs_tell (GTK_WINDOW (self), _ ("The layers stay as they are"), error->message);
}

static void
on_layers (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autofree gchar *line = gs_spec_to_text (gs_workbook_get_network (get_book (self)));

  gs_dialogs_ask_line (GTK_WINDOW (self), _ ("Change the layers"),
                       _ ("Weights that still fit are kept. This can be undone."), line, _ ("_Change"),
                       gs_workbook_check_line, on_layers_line, self);
}

/* ---- edits ---- */

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWorkbook *book = get_book (user_data);
  GsTrainer *running = gs_workbook_get_trainer (book);
  g_autoptr (GsTrainer) trainer = running != NULL ? g_object_ref (running) : NULL;
  g_autofree gchar *end = NULL, *text = NULL;

  gs_workbook_undo (book);
  if (trainer == NULL || !gs_trainer_has_ended (trainer) || gs_workbook_get_undo_label (book) == NULL)
    return;
  end = gs_trainer_describe_end (trainer);
  /* Translators: a sentence that says how far training has come. */
  text = g_strdup_printf (_ ("%s Undo once more to take it back."), end);
  gs_window_tell (user_data, text);
}

static void
on_redo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_workbook_redo (get_book (user_data));
}

static void
on_reset (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gs_workbook_reset (get_book (user_data), &error))
    gs_window_tell (user_data, error->message);
}

/* ---- time ---- */

/* A document without rows stays where it is: that must be said, with what to do. */
static gboolean
tell_of_rows (GsWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (gs_workbook_has_rows (get_book (self), &error))
    return FALSE;
  gs_window_tell (self, error->message);
  return TRUE;
}

static void
on_step (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

  /* While the class is asked, the first press shows the answer. */
  if (gs_view_get_ask_first (self->view)) {
    NnCell cell;

    if (gs_view_get_current (self->view, &cell) && gs_view_is_hidden (self->view, &cell)) {
      gs_view_reveal (self->view);
      return;
    }
  }
  gs_view_step (self->view, 1);
  tell_of_rows (self);
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autofree gchar *text = NULL;

  if (!gs_workbook_settle (get_book (self), NULL) || gs_view_step (self->view, -1) || tell_of_rows (self))
    return;
  text = g_strdup_printf (_ ("Time begins here: pass %u is the oldest that is kept."),
                          gs_workbook_get_oldest_pass (get_book (self)));
  gs_window_tell (self, text);
}

static void
go_to (GsWindow *self, gint instruction)
{
  GsCursor cursor = { gs_workbook_get_cursor (get_book (self)).pass, instruction, 0, 0 };
  NnCell cell;

  gs_workbook_go_to (get_book (self), &cursor, NULL);
  tell_of_rows (self);
  if (gs_view_get_current (self->view, &cell))
    gs_view_select (self->view, &(NnCell){ cell.tensor, 0 }, FALSE);
}

static void
on_size (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const gchar *const names[] = { "term", "cell", "operation", "layer", "pass", NULL };

  for (gint step = GS_STEP_TERM; step <= GS_STEP_PASS; step++)
    if (g_str_equal (names[step], g_variant_get_string (parameter, NULL)))
      gs_view_set_step (GS_WINDOW (user_data)->view, (GsStep) step);
}

static void
on_start (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  go_to (user_data, 0);
}

static void
on_end (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  go_to (user_data, G_MAXINT);
}

static void
on_run_to_cell (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;
  NnCell cell;

  if (gs_view_get_selected (self->view, &cell))
    gs_workbook_run_to_cell (get_book (self), &cell);
}

static void
on_run (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_transport_toggle_run (GS_WINDOW (user_data)->transport, FALSE);
}

static void
on_run_slowly (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_transport_toggle_run (GS_WINDOW (user_data)->transport, TRUE);
}

static void
on_running (GsWindow *self)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "run")),
                             g_variant_new_boolean (gs_transport_is_running (self->transport)));
}

static void
on_breakpoint (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_tape_toggle_breakpoint (GS_WINDOW (user_data)->tape);
}

static void
on_fold (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_tape_fold (GS_WINDOW (user_data)->tape);
}

static void
on_reveal (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_view_reveal (GS_WINDOW (user_data)->view);
}

/* ---- looking ---- */

static void
on_nudge (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_operation_panel_nudge (GS_WINDOW (user_data)->panel);
}

static void
on_go_to_name (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_formula_bar_focus_name (GS_WINDOW (user_data)->formula_bar);
}

static void
on_find (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_sheet_pane_find (GS_WINDOW (user_data)->sheet_pane);
}

static void
on_focus_sheet (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_grab_focus (gs_sheet_pane_get_front (GS_WINDOW (user_data)->sheet_pane));
}

static void
copy_formula (GsWindow *self, gboolean latex)
{
  g_autofree gchar *text = gs_formula_bar_copy (self->formula_bar, latex);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
on_copy_formula (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  copy_formula (user_data, FALSE);
}

static void
on_copy_latex (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  copy_formula (user_data, TRUE);
}

static void
on_tell (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_window_tell (user_data, g_variant_get_string (parameter, NULL));
}

/* The selected cell, with what was typed; nothing: with its number. */
static void
on_edit_selected (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;
  const gchar *text = g_variant_get_string (parameter, NULL);

  gs_view_leave_data (self->view);
  gs_sheet_view_edit (gs_sheet_pane_get_sheet (self->sheet_pane), *text != '\0' ? text : NULL);
}

static void
focus_pane (GsWindow *self, gboolean back)
{
  GtkWidget *panes[] = { gs_sheet_pane_get_front (self->sheet_pane),
                         gtk_paned_get_start_child (self->views),
                         self->side,
                         GTK_WIDGET (self->tape),
                         GTK_WIDGET (self->transport),
                         GTK_WIDGET (self->formula_bar),
                         self->lesson_pane != NULL ? GTK_WIDGET (self->lesson_pane) : NULL };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gint n = G_N_ELEMENTS (panes), at = 0;

  for (gint i = 0; i < n; i++)
    if (focus != NULL && panes[i] != NULL && (focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i])))
      at = i;
  for (gint i = 1; i < n; i++) {
    GtkWidget *pane = panes[(at + (back ? n - i : i)) % n];

    /* What is hidden, or has nothing to give the keyboard to, is passed over. */
    if (pane != NULL && gtk_widget_get_mapped (pane)
        && (gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD) || gtk_widget_grab_focus (pane)))
      return;
  }
}

static void
on_next_pane (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  focus_pane (user_data, FALSE);
}

static void
on_previous_pane (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  focus_pane (user_data, TRUE);
}

/* The page about what has the keyboard. */
static const gchar *
find_help_page (GsWindow *self)
{
  const struct {
    GtkWidget *pane;
    const gchar *page;
  } pages[] = { { GTK_WIDGET (self->formula_bar), "formula-bar" },
                { GTK_WIDGET (self->transport), "stepping" },
                { GTK_WIDGET (self->tape), "stepping" },
                { self->time_box, "stepping" },
                { GTK_WIDGET (self->panel), "panels#operation" },
                { GTK_WIDGET (self->loss_panel), "panels#loss" },
                { gtk_paned_get_start_child (self->views), "playground" },
                { self->side, "data" },
                { self->header, "start" } };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  for (gsize i = 0; focus != NULL && i < G_N_ELEMENTS (pages); i++)
    if (pages[i].pane != NULL && (focus == pages[i].pane || gtk_widget_is_ancestor (focus, pages[i].pane)))
      return pages[i].page;
  return "sheet";
}

static void
on_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

  gs_help_window_show (find_help_page (self));
}

static void
on_keys (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_help_window_show ("keys");
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_help_show_about (user_data);
}

/* ---- all of them ---- */

static void
name_action (GsWindow *self, const gchar *name, const gchar *label)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), label != NULL);
}

void
gs_window_update_actions (GsWindow *self)
{
  name_action (self, "undo", gs_workbook_get_undo_label (get_book (self)));
  name_action (self, "redo", gs_workbook_get_redo_label (get_book (self)));
}

void
gs_window_add_actions (GsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "new", .activate = on_new },
    { .name = "layers", .activate = on_layers },
    { .name = "undo", .activate = on_undo },
    { .name = "redo", .activate = on_redo },
    { .name = "reset", .activate = on_reset },
    { .name = "step", .activate = on_step },
    { .name = "back", .activate = on_back },
    { .name = "start", .activate = on_start },
    { .name = "end", .activate = on_end },
    { .name = "size", .activate = on_size, .parameter_type = "s" },
    { .name = "run-to-cell", .activate = on_run_to_cell },
    { .name = "run", .activate = on_run, .state = "false" },
    { .name = "run-slowly", .activate = on_run_slowly },
    { .name = "breakpoint", .activate = on_breakpoint },
    { .name = "fold", .activate = on_fold },
    { .name = "reveal", .activate = on_reveal },
    { .name = "nudge", .activate = on_nudge },
    { .name = "go-to-name", .activate = on_go_to_name },
    { .name = "find", .activate = on_find },
    { .name = "focus-sheet", .activate = on_focus_sheet },
    { .name = "copy-formula", .activate = on_copy_formula },
    { .name = "copy-latex", .activate = on_copy_latex },
    { .name = "tell", .activate = on_tell, .parameter_type = "s" },
    { .name = "edit-selected", .activate = on_edit_selected, .parameter_type = "s" },
    { .name = "next-pane", .activate = on_next_pane },
    { .name = "previous-pane", .activate = on_previous_pane },
    { .name = "help", .activate = on_help },
    { .name = "keys", .activate = on_keys },
    { .name = "about", .activate = on_about },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->transport, "running", G_CALLBACK (on_running), self, G_CONNECT_SWAPPED);
  gs_window_add_file_actions (self);
  gs_window_add_rows_actions (self);
  gs_window_add_train_actions (self);
  gs_window_add_bookmark_actions (self);
  gs_window_add_look_actions (self);
  gs_window_add_view_actions (self);
  gs_window_add_lesson_actions (self);
  gs_window_add_paper_actions (self);
  gs_window_add_teach_actions (self);
}
