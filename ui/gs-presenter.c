#include "gs-presenter.h"

#include <glib/gi18n-lib.h>

#include "app/view/gs-phase.h"
#include "gs-accessible.h"
#include "gs-formula-bar.h"
#include "gs-paragraphs.h"
#include "gs-screen.h"
#include "gs-sheet-view.h"
#include "gs-spotlight.h"
#include "gs-style.h"
#include "gs-train-bar.h"

struct _GsPresenter {
  GtkWindow parent_instance;

  GsView *view;
  GsLessonPlayer *lesson; /* or NULL */
  guint zoom_later;
  GtkWidget *title, *text, *prompt, *derivation;
  GtkWidget *stack, *sheet, *heading, *hint, *spotlight;
};

G_DEFINE_FINAL_TYPE (GsPresenter, gs_presenter, GTK_TYPE_WINDOW)

static gboolean
is_asking (GsPresenter *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);

  return sight->has_selection && gs_sight_is_hidden (sight, &sight->selected);
}

static void
update (GsPresenter *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  g_autofree gchar *heading = NULL;

  if (sight->has_selection) {
    gint producer = nn_program_get_tensor (sight->program, sight->selected.tensor)->producer;
    NnPhase phase =
        producer >= 0 ? nn_program_get_instruction (sight->program, producer)->phase : NN_PHASE_FORWARD;

    /* Translators: the phase of a pass (forward, backward, …) and the number of the pass. */
    heading = g_strdup_printf (_ ("%s  ·  pass %u"), gs_phase_title (phase),
                               gs_frame_get_cursor (sight->frame)->pass);
  }
  gtk_label_set_text (GTK_LABEL (self->heading),
                      heading != NULL ? heading : _ ("Press Space for the first step"));
  gtk_label_set_text (GTK_LABEL (self->hint), is_asking (self) ? _ ("Space: show the answer") : "");
}

static void
on_view_changed (GsPresenter *self, guint change)
{
  if (change != GS_VIEW_LIVE)
    update (self);
}

/* ---- a lesson ---- */

static void
update_lesson (GsPresenter *self)
{
  const GsLessonStep *step = gs_lesson_player_get_step (self->lesson);

  gtk_label_set_text (GTK_LABEL (self->title), step->title != NULL ? step->title : "");
  gs_paragraphs_set (GS_PARAGRAPHS (self->text), gs_lesson_player_get_text (self->lesson));
  gs_paragraphs_set (GS_PARAGRAPHS (self->prompt), gs_lesson_player_get_prompt (self->lesson));
  gs_paragraphs_set (GS_PARAGRAPHS (self->derivation), gs_lesson_player_get_derivation (self->lesson));
}

/* What the step, or the last one that said so, wants in view, when the sheet has its size. */
static gboolean
on_zoom (gpointer user_data)
{
  GsPresenter *self = user_data;
  const GsLesson *lesson = gs_lesson_player_get_lesson (self->lesson);
  const GsLessonShow *show = NULL;

  self->zoom_later = 0;
  for (gint i = (gint) gs_lesson_player_get_number (self->lesson); i >= 0; i--) {
    show = &gs_lesson_get_step (lesson, (guint) i)->show;
    if (show->zoom != NULL && show->zoom[0] != NULL) {
      gs_sheet_view_zoom_to_blocks (GS_SHEET_VIEW (self->sheet), (const gchar *const *) show->zoom);
      return G_SOURCE_REMOVE;
    }
    if (show->fit || show->network != NULL)
      break;
  }
  gs_sheet_view_zoom_to_fit (GS_SHEET_VIEW (self->sheet));
  return G_SOURCE_REMOVE;
}

static void
on_lesson_moved (GsPresenter *self)
{
  update_lesson (self);
  if (self->zoom_later == 0)
    self->zoom_later = g_timeout_add (150, on_zoom, self);
}

/* The class is asked first: the answer comes with one press, the next step with another. */
static void
go_on (GsPresenter *self)
{
  g_autoptr (GPtrArray) derivation = gs_lesson_player_get_derivation (self->lesson);
  gboolean solved = gs_lesson_player_is_solved (self->lesson, gs_lesson_player_get_number (self->lesson));

  if (!gs_workbook_settle (gs_view_get_workbook (self->view), NULL))
    return;
  if (gs_lesson_player_get_step (self->lesson)->task != NULL && !solved && derivation->len == 0)
    gs_lesson_player_reveal (self->lesson);
  else
    gs_lesson_player_next (self->lesson, NULL);
}

static GtkWidget *
make_lesson (GsPresenter *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18), *scroller = gtk_scrolled_window_new ();

  gs_accessible_set_name (scroller, _ ("What the step says"));
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_widget_add_css_class (self->title, "gs-lesson-large-title");
  self->text = gs_paragraphs_new (self->view);
  self->prompt = gs_paragraphs_new (self->view);
  self->derivation = gs_paragraphs_new (self->view);
  gtk_widget_add_css_class (self->prompt, "gs-lesson-large-prompt");
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), self->text);
  gtk_box_append (GTK_BOX (box), self->prompt);
  gtk_box_append (GTK_BOX (box), self->derivation);
  gtk_widget_add_css_class (box, "gs-lesson-large");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_widget_set_size_request (scroller, 520, -1);
  g_signal_connect_swapped (self->lesson, "changed", G_CALLBACK (update_lesson), self);
  g_signal_connect_swapped (self->lesson, "moved", G_CALLBACK (on_lesson_moved), self);
  on_lesson_moved (self);
  return scroller;
}

static void
step (GsPresenter *self, gint count)
{
  if (count > 0 && is_asking (self))
    gs_view_reveal (self->view);
  else
    gs_view_step (self->view, count);
}

static void
toggle_black (GsPresenter *self)
{
  gboolean black = g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "black");

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), black ? "show" : "black");
}

static void
zoom (GsPresenter *self, gdouble factor)
{
  gs_sheet_view_set_zoom (GS_SHEET_VIEW (self->sheet),
                          gs_sheet_view_get_zoom (GS_SHEET_VIEW (self->sheet)) * factor);
}

static void
on_motion (GtkEventControllerMotion *motion, gdouble x, gdouble y, GsPresenter *self)
{
  gs_spotlight_move (GS_SPOTLIGHT (self->spotlight), x, y);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsPresenter *self)
{
  switch (key) {
  case GDK_KEY_space:
  case GDK_KEY_Page_Down:
    if (self->lesson != NULL)
      go_on (self);
    else
      step (self, 1);
    return TRUE;
  case GDK_KEY_F10: step (self, (state & GDK_SHIFT_MASK) != 0 ? -1 : 1); return TRUE;
  case GDK_KEY_Page_Up:
  case GDK_KEY_BackSpace:
    if (self->lesson != NULL)
      gs_lesson_player_previous (self->lesson, NULL);
    else
      step (self, -1);
    return TRUE;
  case GDK_KEY_b:
  case GDK_KEY_B:
  case GDK_KEY_period: toggle_black (self); return TRUE;
  case GDK_KEY_s:
  case GDK_KEY_S:
    gs_spotlight_set_on (GS_SPOTLIGHT (self->spotlight),
                         !gs_spotlight_is_on (GS_SPOTLIGHT (self->spotlight)));
    return TRUE;
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add: zoom (self, 1.25); return TRUE;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract: zoom (self, 0.8); return TRUE;
  case GDK_KEY_0: gs_sheet_view_zoom_to_fit (GS_SHEET_VIEW (self->sheet)); return TRUE;
  case GDK_KEY_Escape:
  case GDK_KEY_F5: gtk_window_close (GTK_WINDOW (self)); return TRUE;
  default: return FALSE;
  }
}

static void forget_lesson (GsPresenter *self);

static void
dispose (GObject *object)
{
  GsPresenter *self = GS_PRESENTER (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  forget_lesson (self);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_presenter_parent_class)->dispose (object);
}

static void
gs_presenter_class_init (GsPresenterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
gs_presenter_init (GsPresenter *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
build (GsPresenter *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *black = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new (), *overlay, *bar;
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gs_accessible_set_name (scroller, _ ("Sheet"));
  self->heading = gtk_label_new (NULL);
  self->hint = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_widget_add_css_class (self->heading, "gs-heading");
  gtk_widget_add_css_class (self->hint, "gs-heading");
  gtk_box_append (GTK_BOX (box), self->heading);
  self->sheet = gs_sheet_view_new (self->view);
  gs_accessible_set_name (self->sheet, _ ("Sheet"));
  gs_sheet_view_set_look (GS_SHEET_VIEW (self->sheet), gs_style_is_dark (), gs_style_has_high_contrast ());
  /* A lesson points at cells all over the sheet. */
  gs_sheet_view_set_focused (GS_SHEET_VIEW (self->sheet), self->lesson == NULL);
  gs_sheet_view_set_arrows (GS_SHEET_VIEW (self->sheet), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->sheet);
  gtk_widget_set_vexpand (scroller, TRUE);
  if (self->lesson != NULL) {
    GtkWidget *both = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

    gtk_widget_set_hexpand (scroller, TRUE);
    gtk_box_append (GTK_BOX (both), make_lesson (self));
    gtk_box_append (GTK_BOX (both), scroller);
    gtk_box_append (GTK_BOX (box), both);
  } else {
    gtk_box_append (GTK_BOX (box), scroller);
  }
  bar = gs_formula_bar_new (self->view);
  gs_formula_bar_set_plain (GS_FORMULA_BAR (bar));
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_widget_add_css_class (black, "gs-black");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), box, "show");
  gtk_stack_add_named (GTK_STACK (self->stack), black, "black");
  overlay = gtk_overlay_new ();
  self->spotlight = gs_spotlight_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->stack);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), gs_train_bar_new (self->view));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->spotlight);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (overlay, motion);
  gtk_window_set_child (GTK_WINDOW (self), overlay);
}

static void
forget_lesson (GsPresenter *self)
{
  g_clear_handle_id (&self->zoom_later, g_source_remove);
  if (self->lesson != NULL)
    g_signal_handlers_disconnect_by_data (self->lesson, self);
  g_clear_object (&self->lesson);
}

void
gs_presenter_set_lesson (GsPresenter *self, GsLessonPlayer *lesson)
{
  if (lesson == self->lesson)
    return;
  forget_lesson (self);
  if (lesson != NULL)
    self->lesson = g_object_ref (lesson);
  build (self);
  update (self);
}

/* The projector is the monitor the teacher's window is not on. */
static GdkMonitor *
find_other_monitor (GtkWindow *parent)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (parent));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (parent));
  GdkMonitor *own = surface != NULL ? gdk_display_get_monitor_at_surface (display, surface) : NULL;
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

    if (monitor != own)
      return monitor; /* the display keeps it */
  }
  return NULL;
}

gboolean
gs_presenter_has_other_screen (GtkWindow *parent)
{
  return find_other_monitor (parent) != NULL;
}

GsPresenter *
gs_presenter_new (GsView *view, GtkWindow *parent, GsLessonPlayer *lesson)
{
  GsPresenter *self = g_object_new (GS_TYPE_PRESENTER, "title", _ ("Gradsheet presenter"), "application",
                                    gtk_window_get_application (parent), NULL);
  GdkMonitor *other = find_other_monitor (parent);

  gs_screen_set_size (GTK_WINDOW (self), 1600, 1000);
  self->view = g_object_ref (view);
  if (lesson != NULL)
    self->lesson = g_object_ref (lesson);
  gtk_widget_add_css_class (GTK_WIDGET (self), "gs");
  gtk_widget_add_css_class (GTK_WIDGET (self), "gs-presenter");
  gtk_window_set_decorated (GTK_WINDOW (self), FALSE);
  build (self);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  update (self);
  if (other != NULL)
    gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), other);
  else
    gtk_window_fullscreen (GTK_WINDOW (self));
  return self;
}
