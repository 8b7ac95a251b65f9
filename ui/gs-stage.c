/* What a class sees: its parts, what stands in them, and how they share the room. */
#include "gs-stage.h"

#include <glib/gi18n-lib.h>

#include "app/lesson/gs-lesson-sentences.h"
#include "app/view/gs-phase.h"
#include "gs-accessible.h"
#include "gs-board-formula.h"
#include "gs-class.h"
#include "gs-later.h"
#include "gs-lesson-plot-view.h"
#include "gs-loss-panel.h"
#include "gs-menus.h"
#include "gs-paragraphs.h"
#include "gs-settings.h"
#include "gs-stage-foot.h"
#include "gs-stage-options.h"
#include "gs-stage-question.h"
#include "gs-stage-view.h"
#include "gs-style.h"
#include "gs-template.h"

#define DESIGN_HEIGHT 720.0
#define LEAST_WIDTH   1100.0 /* for that height: on a squarer screen the views are as much smaller */
#define ASIDE         290    /* beside the cells, where it has no more room */
#define PLOT_SCALE    2.2    /* so that the letters of plots are as large as text */

struct _GsStage {
  GtkWidget parent_instance;

  GsView *view;
  GsLessonPlayer *lesson; /* or NULL */
  GsDataGrid *rows;
  GtkWidget *box;
  GtkWidget *where, *dots, *title, *text;
  GtkWidget *board, *aside; /* the cells, and what stands beside them */
  GsSheetView *sheet;
  GtkWidget *cells;       /* the sheet's scroller */
  GsStageView *shown;     /* a view over the cells; NULL: none */
  gint shown_least;       /* its height that room has been made for */
  GtkWidget *question;    /* laid over the board, under the cell that is asked for */
  GtkWidget *plot, *loss; /* the first is NULL without a lesson */
  GtkWidget *options, *rule, *formula;
  GsStageFoot *foot_line;
  gint foot;                 /* of the board, that the question needs */
  gint width, height, least; /* that it has been fitted to; and what it needs */
  GsLater later;
};

G_DEFINE_FINAL_TYPE (GsStage, gs_stage, GTK_TYPE_WIDGET)

GsSheetView *
gs_stage_get_sheet (GsStage *self)
{
  return self->sheet;
}

/* ---- cells, or a view in their place ---- */

/* A view covers the cells, unless somebody types into one. */
static gboolean
is_covered (GsStage *self)
{
  return self->shown != NULL && !gs_sheet_view_is_editing (self->sheet);
}

GtkWidget *
gs_stage_get_front (GsStage *self)
{
  return is_covered (self) ? GTK_WIDGET (self->shown) : GTK_WIDGET (self->sheet);
}

static void
show_front (GsStage *self)
{
  gtk_widget_set_opacity (self->cells, is_covered (self) ? 0 : 1);
  if (self->shown != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->shown), is_covered (self));
}

void
gs_stage_edit (GsStage *self, const gchar *text)
{
  gs_sheet_view_edit (self->sheet, text);
  show_front (self);
}

void
gs_stage_check_front (GsStage *self)
{
  if (!is_covered (self) || gtk_widget_get_visible (GTK_WIDGET (self->shown)))
    return;
  show_front (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->shown));
}

/* ---- where one is with the lesson ---- */

static const GsLessonTask *
get_task (GsStage *self)
{
  return self->lesson != NULL ? gs_lesson_player_get_step (self->lesson)->task : NULL;
}

/* Told or solved now: what was solved yesterday tells nothing. */
static gboolean
is_answered (GsStage *self)
{
  return gs_lesson_player_is_answered (self->lesson);
}

/* What a number is made of is the question: neither formula nor outlines may tell. */
static gboolean
is_secretive (GsStage *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);

  if (sight->has_selection && gs_sight_is_secret (sight, sight->selected.tensor))
    return TRUE;
  return get_task (self) != NULL && get_task (self)->kind == GS_LESSON_TASK_PRECEDENTS && !is_answered (self);
}

/* ---- the head ---- */

static gchar *
describe_place (GsStage *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  /* A network that is trained is seen behind the loss of its passes. */
  gint tensor = sight->has_selection ? sight->selected.tensor : nn_program_get_loss (sight->program);
  gint producer = nn_program_get_tensor (sight->program, tensor)->producer;
  NnPhase phase =
      producer >= 0 ? nn_program_get_instruction (sight->program, producer)->phase : NN_PHASE_FORWARD;

  if (self->lesson != NULL)
    return g_strdup_printf (_ ("%s, step %u of %u"), gs_lesson_player_get_lesson (self->lesson)->title,
                            gs_lesson_player_get_number (self->lesson) + 1,
                            gs_lesson_player_get_n_steps (self->lesson));
  if (!sight->has_selection && gs_workbook_get_trainer (gs_view_get_workbook (self->view)) == NULL)
    return g_strdup (_ ("Press Space for the first step"));
  /* Translators: the phase of a pass (forward, backward, …) and the number of the pass. */
  return g_strdup_printf (_ ("%s  ·  pass %u"), gs_phase_title (phase),
                          gs_frame_get_cursor (sight->frame)->pass);
}

static void
show_head (GsStage *self)
{
  const gchar *title = self->lesson != NULL ? gs_lesson_player_get_step (self->lesson)->title : NULL;
  g_autofree gchar *place = describe_place (self);
  g_autoptr (GString) dots = g_string_new (NULL);

  if (self->lesson != NULL) {
    guint n = gs_lesson_player_get_n_steps (self->lesson), at = gs_lesson_player_get_number (self->lesson);

    for (guint i = 0; i < n && n <= 16; i++)
      g_string_append (dots, i == at ? "◉" : i < at ? "●" : "○");
  }
  gtk_label_set_text (GTK_LABEL (self->where), place);
  gtk_label_set_text (GTK_LABEL (self->dots), dots->str);
  gtk_label_set_text (GTK_LABEL (self->title), title != NULL ? title : "");
  gtk_widget_set_visible (self->title, title != NULL);
}

/* ---- the foot ---- */

void
gs_stage_set_running (GsStage *self, gboolean running)
{
  gs_stage_foot_set_running (self->foot_line, running);
}

void
gs_stage_tell (GsStage *self, const gchar *text)
{
  gs_stage_foot_tell (self->foot_line, text);
}

/* ---- beside the cells ---- */

/* How the loss goes is shown where the step is about it, while the network learns, and when it has. */
static gboolean
wants_loss (GsStage *self)
{
  const GsLosses *losses = gs_frame_get_losses (gs_view_get_sight (self->view)->frame);

  if (gs_workbook_get_trainer (gs_view_get_workbook (self->view)) != NULL)
    return TRUE;
  if (losses == NULL || gs_losses_get_n (losses) < 2)
    return FALSE;
  return self->lesson == NULL || get_task (self) == NULL || get_task (self)->kind == GS_LESSON_TASK_REACH
         || gs_lesson_player_get_step (self->lesson)->show.panels[GS_LESSON_PANEL_LOSS] > 0;
}

static void
show_aside (GsStage *self)
{
  gboolean has_plot = self->plot != NULL && gtk_widget_get_visible (self->plot);

  gtk_widget_set_visible (self->loss, !has_plot && self->shown == NULL && wants_loss (self));
  gtk_widget_set_visible (self->aside, has_plot || gtk_widget_get_visible (self->loss));
}

/* ---- how the room is shared ---- */

static gdouble
get_unit (GsStage *self)
{
  return MAX (self->height / DESIGN_HEIGHT, 0.5) * gs_settings_get_projector_size ();
}

/* Of another view than the sheet, whose cells share the width by themselves. */
static gdouble
get_view_unit (GsStage *self)
{
  return MIN (get_unit (self), MAX (self->width / LEAST_WIDTH, 0.5) * gs_settings_get_projector_size ());
}

/* The sizes of all texts are those of one class of the style. */
static void
set_size_class (GsStage *self)
{
  static const struct {
    gint height;
    const gchar *name;
  } sizes[] = { { 0, "gs-stage-s" },     { 700, "gs-stage-m" },   { 880, "gs-stage-l" },
                { 1040, "gs-stage-xl" }, { 1400, "gs-stage-2x" }, { 2000, "gs-stage-3x" } };
  gsize best = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (self->height >= sizes[i].height)
      best = i;
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (i != best)
      gtk_widget_remove_css_class (GTK_WIDGET (self), sizes[i].name);
  gtk_widget_add_css_class (GTK_WIDGET (self), sizes[best].name);
}

static gboolean
has_room (GsStage *self)
{
  gint least;

  gtk_widget_measure (self->box, GTK_ORIENTATION_VERTICAL, self->width, &least, NULL, NULL, NULL);
  return least <= self->height;
}

/* As many sentences as leave the cells their room, at least one. */
static void
fit_text (GsStage *self)
{
  g_autoptr (GPtrArray) text = self->lesson != NULL ? gs_lesson_player_get_text (self->lesson) : NULL;
  guint n = text != NULL ? gs_lesson_count_sentences (text) : 0;

  if (n == 0) {
    gs_paragraphs_set (GS_PARAGRAPHS (self->text), NULL);
    return;
  }
  do
    gs_paragraphs_set (GS_PARAGRAPHS (self->text), gs_lesson_take_sentences (text, n));
  while (!has_room (self) && --n > 0);
}

/* A plot beside the cells is narrower, or goes, where only so all of them are seen in such a height. Returns
 * how wide they are. */
static gint
choose_aside (GsStage *self, gdouble unit, gint height)
{
  static const gdouble sizes[] = { 400, ASIDE, 0 };
  gint full = self->width - (gint) (112 * unit), width = full;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes) && gtk_widget_get_visible (self->aside); i++) {
    width = sizes[i] > 0 ? full - (gint) ((sizes[i] + 24) * unit) : full;
    gtk_widget_set_size_request (self->aside, (gint) (sizes[i] * unit), -1);
    gtk_widget_set_visible (self->aside, sizes[i] > 0);
    if (gs_sheet_view_fits_board (self->sheet, width, height))
      break;
  }
  return width;
}

/* What the cells need, if that is not more than half of the screen. */
static gint
share_width (GsStage *self, gdouble unit, gboolean with_asked)
{
  gint most = (gint) (360 * unit), width;

  show_aside (self);
  if (self->shown != NULL) {
    gtk_widget_set_size_request (self->aside, (gint) (ASIDE * unit), -1);
    return self->shown_least = gs_stage_view_get_least_height (self->shown, get_view_unit (self));
  }
  width = choose_aside (self, unit, most);
  return CLAMP (gs_sheet_view_get_least_height (self->sheet, width, with_asked), (gint) (150 * unit), most);
}

static void
set_board_height (GsStage *self, gint height)
{
  gtk_widget_set_size_request (self->board, -1, height);
  fit_text (self);
}

static void
show_formula (GsStage *self, gboolean show)
{
  gtk_widget_set_visible (self->formula, show);
  gtk_widget_set_visible (self->rule, show);
}

/* What gives way where there is too little room, the least important first: other cells that are asked for,
 * room under the cells for the question, the formula, the text beside a question, and at last the size of the
 * cells. */
static void
make_room (GsStage *self, gdouble unit)
{
  gint cells = share_width (self, unit, TRUE), least;

  set_board_height (self, cells + self->foot);
  if (has_room (self))
    return;
  cells = share_width (self, unit, FALSE);
  set_board_height (self, cells + self->foot);
  if (has_room (self))
    return;
  set_board_height (self, MIN (cells + self->foot, (gint) (360 * unit)));
  if (self->shown == NULL && has_room (self))
    return;
  show_formula (self, FALSE);
  set_board_height (self, cells + self->foot);
  if (has_room (self))
    return;
  if (gtk_widget_get_visible (self->question))
    gs_paragraphs_set (GS_PARAGRAPHS (self->text), NULL);
  gtk_widget_measure (self->box, GTK_ORIENTATION_VERTICAL, self->width, &least, NULL, NULL, NULL);
  if (least > self->height)
    gtk_widget_set_size_request (self->board, -1,
                                 MAX (cells + self->foot - (least - self->height), (gint) (150 * unit)));
}

/* How high the cells get: what was asked for, and what nobody else takes. */
static gint
get_room_for_cells (GsStage *self)
{
  gint asked, least;

  gtk_widget_get_size_request (self->board, NULL, &asked);
  gtk_widget_measure (self->box, GTK_ORIENTATION_VERTICAL, self->width, &least, NULL, NULL, NULL);
  return asked + MAX (self->height - least, 0) - self->foot;
}

static void
fit (GsStage *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  gdouble unit = get_unit (self);

  if (self->width == 0)
    return;
  gs_menus_close_within (self->box);
  set_size_class (self);
  gs_sheet_view_set_board (self->sheet, unit);
  gs_loss_panel_set_scale (GS_LOSS_PANEL (self->loss), PLOT_SCALE * unit);
  if (self->plot != NULL)
    gs_lesson_plot_view_set_scale (GS_LESSON_PLOT_VIEW (self->plot), PLOT_SCALE * unit);
  if (self->shown != NULL) {
    gs_stage_view_set_unit (self->shown, get_view_unit (self));
    gtk_widget_set_margin_bottom (GTK_WIDGET (self->shown), self->foot);
  }
  /* Of a given number there is nothing to say but itself. */
  show_formula (self, sight->explanation != NULL && !is_secretive (self)
                          && (self->shown == NULL || gs_stage_view_has_formula (self->shown))
                          && gs_explanation_get_op (sight->explanation) != NULL);
  make_room (self, unit);
  if (self->shown == NULL)
    choose_aside (self, unit, get_room_for_cells (self));
  gs_sheet_view_set_foot (self->sheet, self->foot);
  gtk_widget_queue_allocate (self->board);
}

/* While sizes are given out: nothing may be hidden then. */
static void
fit_later (GsStage *self)
{
  gs_later_when_laid_out (&self->later, (GsLaterFunc) fit, self);
}

/* A menu would go where its cell goes, beside the screen for a moment. */
static void
queue_fit (GsStage *self)
{
  gs_menus_close_within (self->box);
  fit_later (self);
}

/* A place for the question, so wide at most; its height follows. FALSE if it is not free. */
static gboolean
try_place (GsStage *self, gint x, gint y, gint width, GdkRectangle *place)
{
  gint natural, full_width = gtk_widget_get_width (self->board),
                full_height = gtk_widget_get_height (self->board);

  gtk_widget_measure (self->question, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  place->width = MIN (natural, width);
  if (place->width < MIN (natural, (gint) (320 * get_unit (self))))
    return FALSE;
  gtk_widget_measure (self->question, GTK_ORIENTATION_VERTICAL, place->width, NULL, &place->height, NULL,
                      NULL);
  place->x = MIN (x, full_width - place->width);
  place->y = y >= 0 ? y : full_height - place->height;
  return place->x >= 0 && place->y >= 0 && place->y + place->height <= full_height
         && gs_sheet_view_is_free (self->sheet, place);
}

/* Where no cell is in the way: under the one that is asked for, beside all, under all. */
static gboolean
find_place (GsStage *self, gint width, GdkRectangle *place)
{
  gint gap = (gint) (10 * get_unit (self)), right, bottom;
  GdkRectangle cell = { 0, 0, 0, 0 };
  NnCell selected;

  if (is_covered (self)) {
    gtk_widget_measure (self->question, GTK_ORIENTATION_VERTICAL, width, &place->height, NULL, NULL, NULL);
    *place = (GdkRectangle){ 0, gtk_widget_get_height (self->board) - place->height, width, place->height };
    return self->foot > place->height;
  }
  gs_sheet_view_get_end (self->sheet, &right, &bottom);
  if (gs_view_get_selected (self->view, &selected))
    gs_sheet_view_locate (self->sheet, &selected, &cell);
  return try_place (self, cell.x, cell.y + cell.height + gap, width, place)
         || try_place (self, cell.x, bottom + gap, width, place)
         || try_place (self, right + 3 * gap, cell.y, width - right - 3 * gap, place)
         || try_place (self, right + 3 * gap, 0, width - right - 3 * gap, place)
         || try_place (self, 0, -1, width, place);
}

/* Where it has no place the board leaves it one. */
static gboolean
on_place_question (GtkOverlay *overlay, GtkWidget *widget, GdkRectangle *place, GsStage *self)
{
  gint width = gtk_widget_get_width (GTK_WIDGET (overlay)), needed;

  if (widget != self->question)
    return FALSE;
  if (find_place (self, width, place))
    return TRUE;
  /* Beside a plot it has more lines than there were before. */
  needed = place->height + (gint) (10 * get_unit (self));
  if (self->foot < needed) {
    self->foot = needed;
    queue_fit (self);
  }
  return TRUE;
}

/* ---- what changes ---- */

static void
update (GsStage *self)
{
  show_head (self);
  gs_stage_question_update (GS_STAGE_QUESTION (self->question));
  gs_stage_foot_update (self->foot_line);
  show_aside (self);
  gs_sheet_view_set_outlines (self->sheet, !is_secretive (self));
  self->foot = 0;
  queue_fit (self);
}

void
gs_stage_show (GsStage *self, const gchar *name)
{
  GtkWidget *shown;

  if (self->shown != NULL && g_str_equal (gs_stage_view_get_name (self->shown), name))
    return;
  if (self->shown != NULL)
    gtk_overlay_remove_overlay (GTK_OVERLAY (self->board), GTK_WIDGET (self->shown));
  shown = gs_stage_view_new (name, self->view, self->rows);
  self->shown = shown != NULL ? GS_STAGE_VIEW (shown) : NULL;
  if (shown != NULL)
    gtk_overlay_add_overlay (GTK_OVERLAY (self->board), shown);
  gs_stage_foot_set_buttons (self->foot_line, shown != NULL);
  show_front (self);
  update (self);
}

static void
on_view_changed (GsStage *self, guint change)
{
  if (change != GS_VIEW_LIVE) {
    update (self);
    return;
  }
  show_head (self);
  if (self->shown != NULL
      && gs_stage_view_get_least_height (self->shown, get_view_unit (self)) != self->shown_least)
    queue_fit (self); /* a curve has come */
}

/* Other sizes of letters: what has been measured holds no more. */
static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GsStage *self = GS_STAGE (widget);

  GTK_WIDGET_CLASS (gs_stage_parent_class)->css_changed (widget, change);
  if (self->view != NULL)
    queue_fit (self);
}

static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  GsStage *self = GS_STAGE (widget);
  gint least, before = self->least;

  gtk_widget_measure (self->box, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  /* Until it has been fitted in, a part may lie under the screen's edge. */
  if (least > height)
    gs_menus_close_within (self->box);
  gtk_widget_size_allocate (self->box, &(GtkAllocation){ 0, 0, width, height }, baseline);
  self->least = least;
  /* What has been fitted in may want more by now: a line that got its font later. */
  if (width == self->width && height == self->height && (least <= height || least == before))
    return;
  self->width = width;
  self->height = height;
  fit_later (self);
}

/* A window that has the whole screen never grows beyond it. */
static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  *minimum = 200;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 1280 : 720;
}

/* ---- building ---- */

static void
fill_board (GsStage *self)
{
  self->sheet = GS_SHEET_VIEW (gs_sheet_view_new (self->view));
  gs_accessible_set_name (GTK_WIDGET (self->sheet), _ ("Sheet"));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->sheet), FALSE);
  gs_sheet_view_set_arrows (self->sheet, FALSE);
  gs_sheet_view_set_board (self->sheet, 1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->cells), GTK_WIDGET (self->sheet));
  self->question = gs_stage_question_new (self->view, self->lesson);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->board), self->question);
  g_signal_connect_object (self->sheet, "notify::zoom", G_CALLBACK (gtk_widget_queue_allocate), self->board,
                           G_CONNECT_SWAPPED);
}

static void
fill_aside (GsStage *self)
{
  if (self->lesson != NULL) {
    self->plot = gs_lesson_plot_view_new (self->lesson);
    gtk_widget_set_vexpand (self->plot, TRUE);
    g_signal_connect_swapped (self->plot, "notify::visible", G_CALLBACK (show_aside), self);
    gtk_box_append (GTK_BOX (self->aside), self->plot);
  }
  self->loss = gs_loss_panel_new (self->view);
  gtk_widget_set_vexpand (self->loss, TRUE);
  gtk_box_append (GTK_BOX (self->aside), self->loss);
}

static void
fill (GsStage *self, GsPoll *poll)
{
  GtkBox *box = GTK_BOX (self->box);

  self->text = gs_paragraphs_new (self->view);
  gtk_widget_add_css_class (self->text, "gs-stage-text");
  gtk_box_insert_child_after (box, self->text, self->title);
  fill_board (self);
  fill_aside (self);
  self->options = gs_stage_options_new (self->lesson, poll);
  gtk_box_insert_child_after (box, self->options, gtk_widget_get_prev_sibling (self->rule));
  self->formula = gs_board_formula_new (self->view);
  gtk_box_append (box, self->formula);
  self->foot_line = GS_STAGE_FOOT (gs_stage_foot_new (self->view, self->lesson));
  gtk_box_append (box, GTK_WIDGET (self->foot_line));
}

static void
dispose (GObject *object)
{
  GsStage *self = GS_STAGE (object);

  gs_later_forget (&self->later);
  if (self->view != NULL) {
    g_signal_handlers_disconnect_by_data (self->view, self);
    g_signal_handlers_disconnect_by_data (gs_view_get_workbook (self->view), self);
  }
  if (self->lesson != NULL)
    g_signal_handlers_disconnect_by_data (self->lesson, self);
  if (self->plot != NULL)
    g_signal_handlers_disconnect_by_data (self->plot, self);
  self->plot = NULL;
  g_clear_object (&self->lesson);
  g_clear_object (&self->rows);
  g_clear_object (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_stage_parent_class)->dispose (object);
}

static void
gs_stage_class_init (GsStageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->css_changed = css_changed;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  gs_template_set (widget_class, "gs-stage");
  gtk_widget_class_bind_template_child (widget_class, GsStage, box);
  gtk_widget_class_bind_template_child (widget_class, GsStage, where);
  gtk_widget_class_bind_template_child (widget_class, GsStage, dots);
  gtk_widget_class_bind_template_child (widget_class, GsStage, title);
  gtk_widget_class_bind_template_child (widget_class, GsStage, board);
  gtk_widget_class_bind_template_child (widget_class, GsStage, cells);
  gtk_widget_class_bind_template_child (widget_class, GsStage, aside);
  gtk_widget_class_bind_template_child (widget_class, GsStage, rule);
  gtk_widget_class_bind_template_callback (widget_class, on_place_question);
}

static void
gs_stage_init (GsStage *self)
{
  gs_template_init (GTK_WIDGET (self));
}

GtkWidget *
gs_stage_new (GsView *view, GsLessonPlayer *lesson, GsPoll *poll, GsDataGrid *rows)
{
  GsStage *self = g_object_new (GS_TYPE_STAGE, NULL);

  self->view = g_object_ref (view);
  self->rows = g_object_ref (rows);
  g_set_object (&self->lesson, lesson);
  fill (self, poll);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (gs_view_get_workbook (view), "training", G_CALLBACK (update), self);
  if (lesson != NULL) {
    g_signal_connect_swapped (lesson, "changed", G_CALLBACK (update), self);
    g_signal_connect_swapped (lesson, "moved", G_CALLBACK (update), self);
  }
  update (self);
  return GTK_WIDGET (self);
}
