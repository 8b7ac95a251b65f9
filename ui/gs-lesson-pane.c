/* The lesson beside the sheet: what is shown at each step, and done to the sheet. */
#include "gs-lesson-pane.h"

#include <glib/gi18n-lib.h>

#include "gs-lesson-column.h"
#include "gs-lesson-plot-view.h"
#include "gs-lesson-task.h"
#include "gs-paragraphs.h"
#include "gs-style.h"
#include "gs-template.h"

#define WIDTH 300 /* times the scale of text */

struct _GsLessonPane {
  GtkWidget parent_instance;

  GsLessonPlayer *player;
  GsSheetView *sheet;
  GtkWidget *box, *scroller;
  GtkWidget *lesson, *rehearsal, *title, *body, *text, *card;
  GtkWidget *away, *finished, *problem;
  GtkWidget *dots, *count, *back, *next;
  GtkWidget *task;
  gboolean has_left;
  gint zoomed_width; /* of the sheet when a step last zoomed it; 0 before */
  guint fit;         /* an idle that zooms when the sheet has its size */
};

G_DEFINE_FINAL_TYPE (GsLessonPane, gs_lesson_pane, GTK_TYPE_WIDGET)

enum { PANELS, ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

GsLessonPlayer *
gs_lesson_pane_get_player (GsLessonPane *self)
{
  return self->player;
}

/* ---- what the sheet shows ---- */

static void
emphasise (GsLessonPane *self)
{
  g_autoptr (GArray) picked = gs_lesson_task_card_list_picked (GS_LESSON_TASK_CARD (self->card));

  gs_lesson_player_show (self->player, picked);
}

static gboolean
zoom_as (GsLessonPane *self, const GsLessonShow *show)
{
  if (show->zoom != NULL && show->zoom[0] != NULL)
    gs_sheet_view_zoom_to_blocks (self->sheet, (const gchar *const *) show->zoom);
  else if (show->fit || show->network != NULL)
    gs_sheet_view_zoom_to_fit (self->sheet);
  else
    return FALSE;
  return TRUE;
}

static gboolean
on_fit (gpointer user_data)
{
  GsLessonPane *self = user_data;
  const GsLesson *lesson = gs_lesson_player_get_lesson (self->player);
  guint at = gs_lesson_player_get_number (self->player);
  gint width = gtk_widget_get_width (GTK_WIDGET (self->sheet));

  self->fit = 0;
  /* Where one comes in the middle of a lesson, it is as some step before has left it; beside a panel that has
   * opened since there is less room for the same blocks. */
  while (!zoom_as (self, &gs_lesson_get_step (lesson, at)->show) && self->zoomed_width != width && at > 0)
    at--;
  self->zoomed_width = width;
  return G_SOURCE_REMOVE;
}

/* ---- what the pane shows ---- */

static void
update_dots (GsLessonPane *self)
{
  guint n = gs_lesson_player_get_n_steps (self->player), at = gs_lesson_player_get_number (self->player);
  g_autoptr (GString) dots = g_string_new (NULL);
  g_autofree gchar *count = g_strdup_printf (_ ("Step %u of %u"), at + 1, n);

  for (guint i = 0; i < n && n <= 24; i++)
    g_string_append (dots, i == at ? "◉" : gs_lesson_player_is_solved (self->player, i) ? "●" : "○");
  gtk_label_set_text (GTK_LABEL (self->dots), dots->str);
  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_widget_set_sensitive (self->back, at > 0);
  gtk_button_set_label (GTK_BUTTON (self->next), at + 1 < n ? _ ("_Next") : _ ("_Finish"));
  gs_style_set_class (self->next, "suggested-action",
                      gs_lesson_player_is_solved (self->player, at)
                          || gs_lesson_player_get_step (self->player)->task == NULL);
}

static void
on_text_scale (GsLessonPane *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), (gint) (WIDTH * gs_style_get_text_scale ()), -1);
}

static void
update (GsLessonPane *self, gboolean is_new)
{
  const GsLessonStep *step = gs_lesson_player_get_step (self->player);

  gtk_label_set_text (GTK_LABEL (self->title), step->title != NULL ? step->title : "");
  gtk_widget_set_visible (self->title, step->title != NULL);
  gs_paragraphs_set (GS_PARAGRAPHS (self->text), gs_lesson_player_get_text (self->player));
  gs_lesson_task_card_update (GS_LESSON_TASK_CARD (self->card), is_new);
  gtk_widget_set_visible (self->away, gs_lesson_player_is_away (self->player));
  gtk_widget_set_visible (self->finished, gs_lesson_player_is_finished (self->player));
  update_dots (self);
}

static void
on_changed (GsLessonPane *self)
{
  update (self, FALSE);
  emphasise (self);
}

static void
on_moved (GsLessonPane *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  gtk_widget_set_visible (self->problem, FALSE);
  update (self, TRUE);
  emphasise (self);
  gtk_adjustment_set_value (adjustment, 0);
  if (self->fit == 0)
    self->fit = g_timeout_add (60, on_fit, self);
  g_signal_emit (self, signals[PANELS], 0);
  gs_lesson_pane_focus (self);
}

/* The sheet's own changes: live values, notes of the selected cell. */
static void
on_view_changed (GsLessonPane *self, guint change)
{
  if (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_SELECTION))
    update (self, FALSE);
  if (change & GS_VIEW_PROGRAM)
    emphasise (self);
}

/* ---- moving ---- */

static void
tell (GsLessonPane *self, const GError *error)
{
  if (error == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->problem), error->message);
  gtk_widget_set_visible (self->problem, TRUE);
}

/* A step begins with nothing half typed. */
static gboolean
settle (GsLessonPane *self)
{
  return gs_workbook_settle (gs_view_get_workbook (gs_lesson_player_get_view (self->player)), NULL);
}

void
gs_lesson_pane_next (GsLessonPane *self)
{
  g_autoptr (GError) error = NULL;

  if (!settle (self))
    return;
  if (!gs_lesson_player_next (self->player, &error) && error == NULL)
    g_signal_emit (self, signals[ENDED], 0);
  tell (self, error);
}

void
gs_lesson_pane_previous (GsLessonPane *self)
{
  g_autoptr (GError) error = NULL;

  if (settle (self))
    gs_lesson_player_previous (self->player, &error);
  tell (self, error);
}

void
gs_lesson_pane_pick (GsLessonPane *self)
{
  gs_lesson_task_card_pick (GS_LESSON_TASK_CARD (self->card));
}

void
gs_lesson_pane_focus (GsLessonPane *self)
{
  if (!gs_lesson_task_card_focus (GS_LESSON_TASK_CARD (self->card)))
    gtk_widget_grab_focus (GTK_WIDGET (self->sheet));
}

static void
on_return (GsLessonPane *self)
{
  g_autoptr (GError) error = NULL;

  if (settle (self))
    gs_lesson_player_return (self->player, &error);
  tell (self, error);
}

static void
on_restart (GsLessonPane *self)
{
  g_autoptr (GError) error = NULL;

  if (!settle (self))
    return;
  gs_lesson_player_restart (self->player, &error);
  tell (self, error);
  on_moved (self);
}

static void
on_end (GsLessonPane *self)
{
  g_signal_emit (self, signals[ENDED], 0);
}

/* ---- the widget ---- */

void
gs_lesson_pane_leave (GsLessonPane *self)
{
  GsView *view = gs_lesson_player_get_view (self->player);

  if (self->has_left)
    return;
  self->has_left = TRUE;
  gs_lesson_player_leave (self->player);
  g_clear_handle_id (&self->fit, g_source_remove);
  g_signal_handlers_disconnect_by_data (view, self);
  g_signal_handlers_disconnect_by_data (self->player, self);
  gs_view_set_blanks (view, NULL);
  gs_view_set_may_edit (view, NULL, NULL); /* the player was asked */
  gs_view_set_emphasis (view, NULL, NULL);
  gs_view_set_secret (view, NULL);
  gs_view_set_plain_captions (view, FALSE);
}

static void
dispose (GObject *object)
{
  GsLessonPane *self = GS_LESSON_PANE (object);

  if (self->player != NULL)
    gs_lesson_pane_leave (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->player);
  g_clear_object (&self->sheet);
  G_OBJECT_CLASS (gs_lesson_pane_parent_class)->dispose (object);
}

static void
gs_lesson_pane_class_init (GsLessonPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "gs-lesson");
  g_type_ensure (GS_TYPE_LESSON_COLUMN);
  gs_template_set (widget_class, "gs-lesson-pane");
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, box);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, lesson);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, title);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, body);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, away);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, finished);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, rehearsal);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, problem);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, dots);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, count);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, back);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, next);
  gtk_widget_class_bind_template_child (widget_class, GsLessonPane, task);
  gtk_widget_class_bind_template_callback (widget_class, on_restart);
  gtk_widget_class_bind_template_callback (widget_class, on_end);
  gtk_widget_class_bind_template_callback (widget_class, on_return);
  gtk_widget_class_bind_template_callback (widget_class, gs_lesson_pane_previous);
  gtk_widget_class_bind_template_callback (widget_class, gs_lesson_pane_next);
  signals[PANELS] =
      g_signal_new ("panels", GS_TYPE_LESSON_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] =
      g_signal_new ("ended", GS_TYPE_LESSON_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gs_lesson_pane_init (GsLessonPane *self)
{
  gs_template_init (GTK_WIDGET (self));
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
}

GtkWidget *
gs_lesson_pane_new (GsLessonPlayer *player, GsSheetView *sheet)
{
  GsLessonPane *self = g_object_new (GS_TYPE_LESSON_PANE, NULL);
  GtkWidget *plot;

  self->player = g_object_ref (player);
  self->sheet = g_object_ref (sheet);
  gtk_label_set_text (GTK_LABEL (self->lesson), gs_lesson_player_get_lesson (player)->title);
  gtk_widget_set_tooltip_text (self->lesson, gs_lesson_player_get_lesson (player)->title);
  gtk_widget_set_visible (self->rehearsal, !gs_lesson_player_is_kept (player));
  self->text = gs_paragraphs_new (gs_lesson_player_get_view (player));
  self->card = gs_lesson_task_card_new (player);
  gtk_box_append (GTK_BOX (self->body), self->text);
  plot = gs_lesson_plot_view_new (player);
  gtk_widget_add_css_class (plot, "gs-lesson-plot");
  gtk_widget_insert_after (plot, gtk_widget_get_parent (self->scroller), self->scroller);
  gtk_box_prepend (GTK_BOX (self->task), self->card);
  g_signal_connect_swapped (player, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (player, "moved", G_CALLBACK (on_moved), self);
  g_signal_connect_swapped (gs_lesson_player_get_view (player), "changed", G_CALLBACK (on_view_changed),
                            self);
  update (self, TRUE);
  emphasise (self);
  self->fit = g_timeout_add (250, on_fit, self);
  return GTK_WIDGET (self);
}
