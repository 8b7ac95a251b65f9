#include "gs-window.h"

#include <glib/gi18n-lib.h>

#include "app/view/gs-phase.h"
#include "gs-build-panel.h"
#include "gs-colours.h"
#include "gs-dialogs.h"
#include "gs-menus.h"
#include "gs-screen.h"
#include "gs-settings.h"
#include "gs-style.h"
#include "gs-window-private.h"

G_DEFINE_FINAL_TYPE (GsWindow, gs_window, GTK_TYPE_APPLICATION_WINDOW)

/* ---- title ---- */

static gchar *
get_title (GsWindow *self)
{
  const gchar *title = gs_workbook_get_network (gs_view_get_workbook (self->view))->title;

  if (self->path != NULL)
    return g_path_get_basename (self->path);
  return g_strdup (title != NULL ? title : _ ("Untitled"));
}

void
gs_window_update_title (GsWindow *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  const GsSight *sight = gs_view_get_sight (self->view);
  NnProgram *program = sight->program;
  GsCursor place = *gs_frame_get_cursor (sight->frame);
  g_autofree gchar *title = get_title (self);
  g_autofree gchar *marked = g_strconcat (gs_workbook_is_modified (book) ? "• " : "", title, NULL);
  g_autofree gchar *subtitle =
      /* Translators: where one is: the pass, its phase (forward, backward, …), the step. */
      g_strdup_printf (_ ("Pass %u  ·  %s  ·  step %d of %d"), place.pass,
                       gs_phase_title (nn_program_get_instruction (program, place.instruction)->phase),
                       place.instruction, nn_program_get_n_instructions (program));

  gtk_label_set_text (GTK_LABEL (self->title), marked);
  gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

void
gs_window_tell (GsWindow *self, const gchar *text)
{
  gs_message_set (self->message, text);
}

/* Beside the slider: what the pass before has done to the loss. Nothing that is asked for stands here. */
static gchar *
describe_losses (GsWindow *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  NnCell cell = { nn_program_get_loss (sight->program), 0 };
  g_autofree gchar *now = NULL, *was = NULL;
  gdouble loss, before;

  if (gs_frame_look (sight->frame, &cell, &loss) == GS_CELL_BLANK || gs_sight_is_hidden (sight, &cell)
      || !gs_frame_get_loss_before (sight->frame, &before))
    return g_strdup ("");
  now = nn_dialect_number (loss, 4, '\0');
  was = nn_dialect_number (before, 4, '\0');
  /* Translators: the loss of the pass before, and of this one. */
  return g_strdup_printf (_ ("L  %s → %s"), was, now);
}

/* The slider over time spans the passes one can go to. */
static void
update_time (GsWindow *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  guint32 oldest = gs_workbook_get_oldest_pass (book), newest = gs_workbook_get_newest_pass (book);
  g_autofree gchar *losses = describe_losses (self);

  gtk_label_set_text (GTK_LABEL (self->time_loss), losses);
  /* It has its room from the first pass on: nothing moves when there is another. */
  gtk_widget_set_sensitive (self->time_box, newest > oldest);
  gtk_range_set_range (GTK_RANGE (self->time_scale), oldest, MAX (newest, oldest + 1));
  gtk_range_set_value (GTK_RANGE (self->time_scale),
                       gs_frame_get_cursor (gs_view_get_sight (self->view)->frame)->pass);
}

static gboolean
on_time_moved (GtkRange *range, GtkScrollType scroll, gdouble value, GsWindow *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  guint32 pass =
      (guint32) CLAMP (value + 0.5, gs_workbook_get_oldest_pass (book), gs_workbook_get_newest_pass (book));

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
    update_time (self);
  gs_window_update_actions (self);
}

/* An open editor has its reason beside it; another window says it in its line of messages. */
static void
on_refused (GsWindow *self, const gchar *reason)
{
  if (!gs_sheet_view_is_editing (gs_sheet_pane_get_sheet (self->sheet_pane)))
    gs_window_tell (self, reason);
}

/* ---- building ---- */

static GtkWidget *
make_button (const gchar *icon, const gchar *action, const gchar *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  return button;
}

static GtkWidget *
make_menu (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = gs_menus_make_main ();

  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Menu"), -1);
  return button;
}

static void
build_header (GsWindow *self)
{
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->header = gtk_header_bar_new ();
  self->title = gtk_label_new (NULL);
  self->subtitle = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "gs-title");
  gtk_widget_add_css_class (self->subtitle, "gs-subtitle");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (self->subtitle), PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (titles, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (titles), self->title);
  gtk_box_append (GTK_BOX (titles), self->subtitle);
  gtk_header_bar_set_title_widget (GTK_HEADER_BAR (self->header), titles);
  gtk_header_bar_pack_start (GTK_HEADER_BAR (self->header), make_button ("document-open-symbolic", "win.open",
                                                                         _ ("Open a document (Ctrl+O)")));
  gtk_header_bar_pack_start (GTK_HEADER_BAR (self->header),
                             make_button ("document-save-symbolic", "win.save", _ ("Save (Ctrl+S)")));
  gtk_header_bar_pack_start (GTK_HEADER_BAR (self->header),
                             make_button ("edit-undo-symbolic", "win.undo", _ ("Undo")));
  gtk_header_bar_pack_start (GTK_HEADER_BAR (self->header),
                             make_button ("edit-redo-symbolic", "win.redo", _ ("Redo")));
  gtk_header_bar_pack_end (GTK_HEADER_BAR (self->header), make_menu ());
  gtk_header_bar_pack_end (GTK_HEADER_BAR (self->header),
                           make_button ("video-display-symbolic", "win.present", _ ("Present (F5)")));
  self->transport = GS_TRANSPORT (gs_transport_new (self->view));
  gtk_header_bar_pack_end (GTK_HEADER_BAR (self->header), GTK_WIDGET (self->transport));
  gtk_window_set_titlebar (GTK_WINDOW (self), self->header);
}

/* The sheet with its controls, and over their lower edge what there is to say. */
static GtkWidget *
build_sheet (GsWindow *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->sheet_pane = GS_SHEET_PANE (gs_sheet_pane_new (self->view));
  self->message = GS_MESSAGE (gs_message_new ());
  /* Over the legend, not over the tabs. */
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->message), 36);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->sheet_pane));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->message));
  gtk_widget_set_hexpand (overlay, TRUE);
  return overlay;
}

static void
build_time (GsWindow *self, GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (_ ("Passes"));

  self->time_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->time_scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 1, 2, 1);
  gtk_scale_set_digits (GTK_SCALE (self->time_scale), 0);
  gtk_scale_set_draw_value (GTK_SCALE (self->time_scale), TRUE);
  gtk_scale_set_value_pos (GTK_SCALE (self->time_scale), GTK_POS_RIGHT);
  gtk_widget_set_hexpand (self->time_scale, TRUE);
  gtk_widget_set_tooltip_text (self->time_scale, _ ("Time: to any pass that is kept"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->time_scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pass"), -1);
  g_signal_connect (self->time_scale, "change-value", G_CALLBACK (on_time_moved), self);
  gtk_widget_add_css_class (self->time_box, "gs-time");
  gtk_widget_add_css_class (label, "gs-dim");
  gtk_box_append (GTK_BOX (self->time_box), label);
  gtk_box_append (GTK_BOX (self->time_box), self->time_scale);
  self->time_loss = gtk_label_new (NULL);
  gtk_label_set_width_chars (GTK_LABEL (self->time_loss), 22); /* so that the slider keeps its length */
  gtk_label_set_xalign (GTK_LABEL (self->time_loss), 1);
  gtk_widget_set_tooltip_text (self->time_loss, _ ("The loss of the pass before, and of this one"));
  gtk_widget_add_css_class (self->time_loss, "gs-numbers");
  gtk_box_append (GTK_BOX (self->time_box), self->time_loss);
  gtk_box_append (GTK_BOX (box), self->time_box);
}

static void
build_side (GsWindow *self)
{
  GtkWidget *stack = gtk_stack_new (), *switcher = gtk_stack_switcher_new ();

  self->panel = GS_OPERATION_PANEL (gs_operation_panel_new (self->view));
  self->loss_panel = GS_LOSS_PANEL (gs_loss_panel_new (self->view));
  gtk_stack_add_titled (GTK_STACK (stack), GTK_WIDGET (self->panel), "operation", _ ("Operation"));
  gtk_stack_add_titled (GTK_STACK (stack), GTK_WIDGET (self->loss_panel), "loss", _ ("Loss"));
  self->data_panel = gs_data_panel_new (self->view);
  gtk_stack_add_titled (GTK_STACK (stack), self->data_panel, "data", _ ("Data"));
  /* Without a title it has no tab: a menu entry and a key lead there. */
  self->practice = GS_PRACTICE_PANEL (gs_practice_panel_new (self->view));
  gtk_stack_add_named (GTK_STACK (stack), GTK_WIDGET (self->practice), "practice");
  gtk_stack_add_named (GTK_STACK (stack), gs_build_panel_new (self->view), "build");
  self->side_stack = GTK_STACK (stack);
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (stack));
  gs_window_keep_focus_on_click (switcher);
  gtk_widget_add_css_class (switcher, "gs-controls");
  gtk_widget_add_css_class (switcher, "gs-switcher");
  self->side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_size_request (self->side, 280, -1);
  gtk_widget_add_css_class (self->side, "gs-panel");
  gtk_box_append (GTK_BOX (self->side), switcher);
  gtk_box_append (GTK_BOX (self->side), stack);
}

static void
build (GsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->formula_bar = GS_FORMULA_BAR (gs_formula_bar_new (self->view));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->formula_bar));
  gtk_box_append (GTK_BOX (middle), build_sheet (self));
  build_side (self);
  self->tape = GS_TAPE (gs_tape_new (self->view));
  gtk_box_append (GTK_BOX (middle), self->side);
  gtk_widget_set_vexpand (middle, TRUE);
  self->middle = middle;
  gtk_box_append (GTK_BOX (box), middle);
  build_time (self, box);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->tape));
  gtk_window_set_child (GTK_WINDOW (self), box);
}

/* A file dropped on the window is opened. */
static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, gdouble x, gdouble y, GsWindow *self)
{
  g_autofree gchar *uri = g_file_get_uri (g_value_get_object (value));

  return gtk_widget_activate_action (GTK_WIDGET (self), "win.open-uri", "s", uri);
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
    gs_window_tell (self, NULL);
    return !gs_sheet_view_is_editing (gs_sheet_pane_get_sheet (self->sheet_pane));
  }
  if (key != GDK_KEY_F10 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  return gtk_widget_activate_action (GTK_WIDGET (self),
                                     (state & GDK_SHIFT_MASK) != 0 ? "win.back" : "win.step", NULL);
}

static void
add_keys (GsWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

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

static gboolean
close_request (GtkWindow *window)
{
  static const gchar *const buttons[] = { N_ ("_Stay"), N_ ("_Do not save"), N_ ("_Save"), NULL };
  GsWindow *self = GS_WINDOW (window);
  g_autofree gchar *title = NULL, *text = NULL;

  /* What is typed counts; what is no number goes with the window. */
  gs_workbook_settle (gs_view_get_workbook (self->view), NULL);
  if (gs_window_ask_about_training (self))
    return TRUE;
  if (self->may_close || !gs_workbook_is_modified (gs_view_get_workbook (self->view)))
    return GTK_WINDOW_CLASS (gs_window_parent_class)->close_request (window);
  title = get_title (self);
  text = g_strdup_printf (_ ("“%s” has changes that are not saved."), title);
  gs_dialogs_ask (window, _ ("Save the changes?"), text, buttons, on_close_answered, self);
  return TRUE;
}

static void
dispose (GObject *object)
{
  GsWindow *self = GS_WINDOW (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->teacher != NULL) {
    g_object_remove_weak_pointer (G_OBJECT (self->teacher), (gpointer *) &self->teacher);
    g_clear_pointer (&self->teacher, gtk_window_destroy);
  }
  if (self->lesson_pane != NULL)
    g_signal_handlers_disconnect_by_data (gs_lesson_pane_get_player (self->lesson_pane), self);
  gs_window_forget_focus (self);
  g_clear_pointer (&self->autosave, gs_autosave_free);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_window_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (GS_WINDOW (object)->path);
  g_free (GS_WINDOW (object)->changed_path);
  G_OBJECT_CLASS (gs_window_parent_class)->finalize (object);
}

static void
gs_window_class_init (GsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
}

static void
gs_window_init (GsWindow *self)
{
}

GsWindow *
gs_window_new (GtkApplication *application, GsWorkbook *book, const gchar *path)
{
  GsWindow *self = g_object_new (GS_TYPE_WINDOW, "application", application, NULL);

  gs_screen_set_size (GTK_WINDOW (self), 1600, 1000);
  self->view = gs_view_new (book);
  gs_settings_bind_view (self->view); /* first, so that every pane begins with it */
  self->path = g_strdup (path);
  gtk_widget_add_css_class (GTK_WIDGET (self), "gs");
  build_header (self);
  build (self);
  gs_window_add_actions (self);
  gs_settings_bind_window (GTK_WINDOW (self));
  gs_colours_bind_window (GTK_APPLICATION_WINDOW (self));
  add_keys (self);
  g_signal_connect_swapped (self->view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_object (book, "refused", G_CALLBACK (on_refused), self, G_CONNECT_SWAPPED);
  self->autosave = gs_autosave_new (book);
  gs_window_update_title (self);
  update_time (self);
  gs_window_update_actions (self);
  gtk_widget_grab_focus (GTK_WIDGET (gs_sheet_pane_get_sheet (self->sheet_pane)));
  gs_window_keep_focus_on_click (self->header);
  gs_window_keep_focus_on_click (GTK_WIDGET (self->sheet_pane));
  gs_window_watch_focus (self);
  return self;
}

GsView *
gs_window_get_view (GsWindow *self)
{
  return self->view;
}
