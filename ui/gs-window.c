/* A document's window: its parts put together, and what it follows. */
#include "gs-window.h"

#include <glib/gi18n-lib.h>

#include "gs-build-panel.h"
#include "gs-colours.h"
#include "gs-curve-panel.h"
#include "gs-dialogs.h"
#include "gs-in-turn.h"
#include "gs-menus.h"
#include "gs-presenter.h"
#include "gs-screen.h"
#include "gs-settings.h"
#include "gs-squeezer.h"
#include "gs-style.h"
#include "gs-template.h"
#include "gs-window-private.h"

G_DEFINE_FINAL_TYPE (GsWindow, gs_window, GTK_TYPE_APPLICATION_WINDOW)

/* ---- what it follows ---- */

static gboolean
on_time_moved (GtkRange *range, GtkScrollType scroll, gdouble value, GsWindow *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  guint32 pass;

  gs_view_pause_training (self->view);
  pass =
      (guint32) CLAMP (value + 0.5, gs_workbook_get_earliest_pass (book), gs_workbook_get_newest_pass (book));
  /* Far back from epoch to epoch: the slider does not wait. */
  pass = gs_workbook_find_near_pass (book, pass);
  if (pass != gs_workbook_get_cursor (book).pass)
    gs_workbook_go_to_pass (book, pass, NULL);
  return FALSE;
}

static void
on_view_changed (GsWindow *self, guint change)
{
  if (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM | GS_VIEW_LIVE))
    gs_window_update_title (self);
  if (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM))
    gs_window_tell (self, NULL);
  if (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM | GS_VIEW_OPTIONS | GS_VIEW_LIVE))
    gs_window_update_time (self);
  if (change & (GS_VIEW_VALUES | GS_VIEW_PROGRAM))
    gs_window_update_views (self);
  gs_window_update_actions (self);
}

/* An open editor has its reason beside it, the projector's at its foot; another window says it in its line of
 * messages. */
static void
on_refused (GsWindow *self, const gchar *reason)
{
  if (self->presenter != NULL && gs_presenter_is_typing (GS_PRESENTER (self->presenter)))
    gs_message_set (self->message, reason);
  else if (!gs_sheet_pane_is_editing (self->sheet_pane))
    gs_window_tell (self, reason);
}

/* It comes by itself, while one works: the next key does not take it away. */
static void
on_not_kept (GsWindow *self, const gchar *text)
{
  gs_window_tell (self, text);
  self->tells_to_the_end = TRUE;
}

/* ---- building ---- */

/* A page without a title has no tab: a menu entry and a key lead there. */
static void
add_page (GsWindow *self, GtkWidget *panel, const gchar *name, const gchar *title)
{
  GtkStackPage *page = gtk_stack_add_named (self->side_stack, panel, name);

  if (title != NULL)
    gtk_stack_page_set_title (page, title);
}

static void
build_side (GsWindow *self)
{
  self->panel = GS_OPERATION_PANEL (gs_operation_panel_new (self->view, gs_window_get_work (self)));
  g_signal_connect_object (self->panel, "nudged", G_CALLBACK (gs_window_show_class), self, G_CONNECT_SWAPPED);
  self->loss_panel = GS_LOSS_PANEL (gs_loss_panel_new (self->view));
  self->data_panel = gs_data_panel_new (gs_sheet_pane_get_grid (self->sheet_pane));
  self->practice = GS_PRACTICE_PANEL (gs_practice_panel_new (self->view));
  add_page (self, GTK_WIDGET (self->panel), "operation", _ ("Operation"));
  add_page (self, GTK_WIDGET (self->loss_panel), "loss", _ ("Loss"));
  add_page (self, gs_curve_panel_new (self->view), "curves", _ ("Curves"));
  add_page (self, self->data_panel, "data", _ ("Data"));
  add_page (self, GTK_WIDGET (self->practice), "practice", NULL);
  add_page (self, gs_build_panel_new (self->view), "build", NULL);
  gs_window_keep_focus_on_click (self->switcher);
}

/* The panes that show the document. */
static void
build (GsWindow *self)
{
  g_autoptr (GMenuModel) menu = gs_menus_make_main ();

  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), menu);
  self->transport = GS_TRANSPORT (gs_transport_new (self->view));
  gtk_box_prepend (GTK_BOX (self->stage_box), GTK_WIDGET (self->transport));
  gs_in_turn_set (self->stage_box, 8);
  self->formula_bar = GS_FORMULA_BAR (gs_formula_bar_new (self->view));
  gtk_box_prepend (GTK_BOX (self->content), GTK_WIDGET (self->formula_bar));
  self->sheet_pane = GS_SHEET_PANE (gs_sheet_pane_new (self->view));
  gtk_paned_set_end_child (self->views, GTK_WIDGET (self->sheet_pane));
  build_side (self);
  self->tape = GS_TAPE (gs_tape_new (self->view));
  gtk_box_append (GTK_BOX (self->content), GTK_WIDGET (self->tape));
}

static void
add_all_actions (GsWindow *self)
{
  gs_window_add_actions (self);
  gs_window_add_file_actions (self);
  gs_window_add_rows_actions (self);
  gs_window_add_train_actions (self);
  gs_window_add_bookmark_actions (self);
  gs_window_add_look_actions (self);
  gs_window_add_view_actions (self);
  gs_window_add_paper_actions (self);
  gs_window_add_teach_actions (self);
  gs_window_add_lesson_actions (self);
}

static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, gdouble x, gdouble y, GsWindow *self)
{
  return gs_window_take_files (self, g_value_get_boxed (value));
}

/* Escape does when the sheet has the keyboard and nothing else is open. */
static gboolean
stops_training (GsWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *front = gs_sheet_pane_get_front (self->sheet_pane);

  return gs_workbook_get_trainer (gs_view_get_workbook (self->view)) != NULL && focus != NULL
         && (focus == front || gtk_widget_is_ancestor (focus, front))
         && !gs_sheet_pane_is_editing (self->sheet_pane);
}

/* GTK takes the first F10 for the menu bar, which there is none of. */
static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsWindow *self)
{
  gs_window_note_key (self, key);
  /* The key is for who has the keyboard from now on. */
  if (gs_window_check_focus (self))
    return gtk_event_controller_key_forward (controller, gtk_window_get_focus (GTK_WINDOW (self)));
  if (key == GDK_KEY_Escape && gs_message_is_shown (self->message)) {
    self->tells_to_the_end = FALSE;
    gs_window_tell (self, NULL);
    return !gs_sheet_pane_is_editing (self->sheet_pane);
  }
  if (key == GDK_KEY_Escape && stops_training (self))
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.stop-training", NULL);
  if (key != GDK_KEY_F10 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  return gtk_widget_activate_action (GTK_WIDGET (self),
                                     (state & GDK_SHIFT_MASK) != 0 ? "win.back" : "win.step", NULL);
}

static void
add_keys (GsWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (drop, "drop", G_CALLBACK (on_dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/* ---- closing ---- */

static void
on_close_answered (gint button, gpointer user_data)
{
  GsWindow *self = user_data;

  if (button == 1) {
    self->may_close = TRUE;
    gtk_window_close (GTK_WINDOW (self));
  } else if (button == 2) {
    gs_window_save (self, FALSE, TRUE);
  }
}

static void
on_row_answered (gint button, gpointer user_data)
{
  GsWindow *self = user_data;

  if (button != 1)
    return;
  self->leaves_row = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

/* Numbers of a new row that is not whole can be in no document. TRUE: somebody was asked. */
static gboolean
ask_about_row (GsWindow *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Leave the row"), NULL };

  if (self->leaves_row || !gs_sheet_pane_has_draft (self->sheet_pane))
    return FALSE;
  gs_dialogs_ask (GTK_WINDOW (self), _ ("Leave the row that is being typed?"),
                  _ ("The last row of the data still lacks numbers, so it cannot be saved."), buttons,
                  on_row_answered, self);
  return TRUE;
}

static gboolean
is_modified (gpointer owner)
{
  return gs_workbook_is_modified (gs_view_get_workbook (GS_WINDOW (owner)->view));
}

static gboolean
close_request (GtkWindow *window)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Discard"), N_ ("_Save"), NULL };
  GsWindow *self = GS_WINDOW (window);
  g_autofree gchar *title = NULL, *text = NULL;

  /* What is typed counts; what is no number goes with the window. */
  gs_workbook_settle (gs_view_get_workbook (self->view), NULL);
  if (gs_window_ask_about_work (self) || ask_about_row (self) || gs_window_ask_about_lesson (self))
    return TRUE;
  if (self->may_close || !gs_workbook_is_modified (gs_view_get_workbook (self->view)))
    return GTK_WINDOW_CLASS (gs_window_parent_class)->close_request (window);
  title = gs_window_get_title (self);
  text = g_strdup_printf (_ ("“%s” has changes that are not saved."), title);
  gs_dialogs_ask_while (window, _ ("Save the changes?"), text, buttons, is_modified, on_close_answered, self);
  return TRUE;
}

static void
dispose (GObject *object)
{
  GsWindow *self = GS_WINDOW (object);

  gs_template_take_typed (self);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  gs_window_stop_teaching (self);
  g_clear_pointer (&self->work, gs_work_free);
  if (self->lesson_pane != NULL)
    g_signal_handlers_disconnect_by_data (gs_lesson_pane_get_player (self->lesson_pane), self);
  gs_window_forget_focus (self);
  gs_later_forget (&self->pane_later);
  gs_window_keep_no_more (self);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_window_parent_class)->dispose (object);
}

/* Whoever still knows the window keeps it from being disposed, but what is shown with it goes with it. */
static void
unrealize (GtkWidget *widget)
{
  gs_window_stop_teaching (GS_WINDOW (widget));
  GTK_WIDGET_CLASS (gs_window_parent_class)->unrealize (widget);
}

static void
finalize (GObject *object)
{
  g_free (GS_WINDOW (object)->path);
  g_free (GS_WINDOW (object)->changed_path);
  g_free (GS_WINDOW (object)->goal);
  G_OBJECT_CLASS (gs_window_parent_class)->finalize (object);
}

static void
on_text_scale (GsWindow *self)
{
  gdouble scale = gs_style_get_text_scale ();

  gtk_widget_set_size_request (self->side, (gint) (280 * scale), -1);
  gs_panes_set_text_scale (self->panes, scale);
}

static void
gs_window_class_init (GsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->unrealize = unrealize;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  g_type_ensure (GS_TYPE_PANES);
  g_type_ensure (GS_TYPE_SQUEEZER);
  g_type_ensure (GS_TYPE_MESSAGE);
  gs_template_set (widget_class, "gs-window");
  gtk_widget_class_bind_template_child (widget_class, GsWindow, header);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, short_subtitle);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, stage_box);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, lesson_button);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, content);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, sheet_overlay);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, views);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, view_switch);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, view_toggles);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, view_menu);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, message);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, side);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, side_stack);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, time_box);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, time_scale);
  gtk_widget_class_bind_template_child (widget_class, GsWindow, time_loss);
  gtk_widget_class_bind_template_callback (widget_class, on_time_moved);
}

static void
gs_window_init (GsWindow *self)
{
  gs_template_init (GTK_WIDGET (self));
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
}

GsWindow *
gs_window_new (GtkApplication *application, GsWorkbook *book, const gchar *path)
{
  GsWindow *self = g_object_new (GS_TYPE_WINDOW, "application", application, NULL);

  gs_screen_set_size (GTK_WINDOW (self), 1600, 1000);
  self->view = gs_view_new (book);
  gs_settings_bind_view (self->view); /* first, so that every pane begins with it */
  self->path = g_strdup (path);
  build (self);
  add_all_actions (self);
  gs_settings_bind_window (GTK_WINDOW (self));
  gs_colours_bind_window (GTK_APPLICATION_WINDOW (self));
  add_keys (self);
  g_signal_connect_swapped (self->view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_object (book, "refused", G_CALLBACK (on_refused), self, G_CONNECT_SWAPPED);
  self->autosave = gs_autosave_new (book);
  g_signal_connect_swapped (self->autosave, "failed", G_CALLBACK (on_not_kept), self);
  gs_window_update_title (self);
  gs_window_update_time (self);
  gs_window_update_actions (self);
  gtk_widget_grab_focus (gs_sheet_pane_get_front (self->sheet_pane));
  gs_window_keep_focus_on_click (self->header);
  gs_window_keep_focus_on_click (GTK_WIDGET (self->sheet_pane));
  gs_window_watch_focus (self);
  return self;
}

GtkWidget *
gs_window_get_work (GsWindow *self)
{
  return gs_sheet_pane_get_work (self->sheet_pane);
}

GsView *
gs_window_get_view (GsWindow *self)
{
  return self->view;
}
