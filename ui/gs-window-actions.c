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
on_layers_line (const gchar *text, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autoptr (GError) error = NULL;

  if (text != NULL && !gs_workbook_set_line (get_book (self), text, &error))
    gs_dialogs_tell (GTK_WINDOW (self), _ ("The layers stay as they are"), error->message);
}

static void
change_layers (GsWindow *self)
{
  g_autofree gchar *line = gs_spec_to_text (gs_workbook_get_network (get_book (self)));

  gs_dialogs_ask_line (GTK_WINDOW (self), _ ("Change the layers"),
                       _ ("Weights that still fit are kept. This can be undone."), line, _ ("_Change"),
                       gs_workbook_check_line, on_layers_line, self);
}

/* ---- edits ---- */

static void
undo (GsWindow *self)
{
  GsWorkbook *book = get_book (self);
  GsTrainer *running = gs_workbook_get_trainer (book);
  g_autoptr (GsTrainer) trainer = running != NULL ? g_object_ref (running) : NULL;
  g_autofree gchar *end = NULL, *text = NULL;

  gs_workbook_undo (book);
  if (trainer == NULL || !gs_trainer_has_ended (trainer) || gs_workbook_get_undo_label (book) == NULL)
    return;
  end = gs_trainer_describe_end (trainer);
  /* Translators: a sentence that says how far training has come. */
  text = g_strdup_printf (_ ("%s Undo once more to take it back."), end);
  gs_window_tell (self, text);
}

static void
redo (GsWindow *self)
{
  gs_workbook_redo (get_book (self));
}

static void
reset (GsWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (!gs_workbook_reset (get_book (self), &error))
    gs_window_tell (self, error->message);
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
step (GsWindow *self)
{
  gs_view_pause_training (self->view);
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
step_back (GsWindow *self)
{
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
  GsCursor cursor = { .instruction = instruction };
  NnCell cell;

  gs_view_pause_training (self->view);
  cursor.pass = gs_workbook_get_cursor (get_book (self)).pass;
  gs_workbook_go_to (get_book (self), &cursor, NULL);
  tell_of_rows (self);
  if (gs_view_get_current (self->view, &cell))
    gs_view_select (self->view, &(NnCell){ cell.tensor, 0 }, FALSE);
}

static void
set_size (GsWindow *self, const gchar *name)
{
  static const gchar *const names[] = { "term", "cell", "operation", "layer", "pass", NULL };

  for (gint step = GS_STEP_TERM; step <= GS_STEP_PASS; step++)
    if (g_str_equal (names[step], name))
      gs_view_set_step (self->view, (GsStep) step);
}

static void
go_to_start (GsWindow *self)
{
  go_to (self, 0);
}

static void
go_to_end (GsWindow *self)
{
  go_to (self, G_MAXINT);
}

static void
run_to_cell (GsWindow *self)
{
  NnCell cell;

  if (!gs_view_get_selected (self->view, &cell))
    return;
  gs_view_pause_training (self->view);
  gs_workbook_run_to_cell (get_book (self), &cell);
}

static void
run (GsWindow *self)
{
  gs_transport_toggle_run (self->transport, FALSE);
}

static void
run_slowly (GsWindow *self)
{
  gs_transport_toggle_run (self->transport, TRUE);
}

static void
on_running (GsWindow *self)
{
  gs_actions_set_on (G_ACTION_MAP (self), "run", gs_transport_is_running (self->transport));
}

/* ---- looking ---- */

static void
focus_sheet (GsWindow *self)
{
  gtk_widget_grab_focus (gs_sheet_pane_get_front (self->sheet_pane));
}

static void
copy_formula (GsWindow *self, gboolean latex)
{
  g_autofree gchar *text = gs_formula_bar_copy (self->formula_bar, latex);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_as_shown (GsWindow *self)
{
  copy_formula (self, FALSE);
}

static void
copy_as_latex (GsWindow *self)
{
  copy_formula (self, TRUE);
}

/* The selected cell, with what was typed; nothing: with its number. */
static void
edit_selected (GsWindow *self, const gchar *text)
{
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
focus_next_pane (GsWindow *self)
{
  focus_pane (self, FALSE);
}

static void
focus_previous_pane (GsWindow *self)
{
  focus_pane (self, TRUE);
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
show_help (GsWindow *self)
{
  gs_help_window_show (find_help_page (self));
}

static void
show_keys (GsWindow *self)
{
  gs_help_window_show ("keys");
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
  static const GsAct acts[] = {
    { "new", G_CALLBACK (gs_new_dialog_show) },
    { "layers", G_CALLBACK (change_layers) },
    { "undo", G_CALLBACK (undo) },
    { "redo", G_CALLBACK (redo) },
    { "reset", G_CALLBACK (reset) },
    { "step", G_CALLBACK (step) },
    { "back", G_CALLBACK (step_back) },
    { "start", G_CALLBACK (go_to_start) },
    { "end", G_CALLBACK (go_to_end) },
    { "size", G_CALLBACK (set_size), GS_ACT_TEXT },
    { "run-to-cell", G_CALLBACK (run_to_cell) },
    { "run", G_CALLBACK (run), GS_ACT_LAMP },
    { "run-slowly", G_CALLBACK (run_slowly) },
    { "breakpoint", G_CALLBACK (gs_tape_toggle_breakpoint), GS_ACT_PLAIN, OF (tape) },
    { "fold", G_CALLBACK (gs_tape_fold), GS_ACT_PLAIN, OF (tape) },
    { "reveal", G_CALLBACK (gs_view_reveal), GS_ACT_PLAIN, OF (view) },
    { "nudge", G_CALLBACK (gs_operation_panel_nudge), GS_ACT_PLAIN, OF (panel) },
    { "go-to-name", G_CALLBACK (gs_formula_bar_focus_name), GS_ACT_PLAIN, OF (formula_bar) },
    { "find", G_CALLBACK (gs_sheet_pane_find), GS_ACT_PLAIN, OF (sheet_pane) },
    { "focus-sheet", G_CALLBACK (focus_sheet) },
    { "copy-formula", G_CALLBACK (copy_as_shown) },
    { "copy-latex", G_CALLBACK (copy_as_latex) },
    { "tell", G_CALLBACK (gs_window_tell), GS_ACT_TEXT },
    { "edit-selected", G_CALLBACK (edit_selected), GS_ACT_TEXT },
    { "next-pane", G_CALLBACK (focus_next_pane) },
    { "previous-pane", G_CALLBACK (focus_previous_pane) },
    { "help", G_CALLBACK (show_help) },
    { "keys", G_CALLBACK (show_keys) },
    { "about", G_CALLBACK (gs_help_show_about) },
  };

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
  g_signal_connect_object (self->transport, "running", G_CALLBACK (on_running), self, G_CONNECT_SWAPPED);
}
