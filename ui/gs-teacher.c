/* The teacher's window: clock, question, answer, counts, notes. */
#include "gs-teacher.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/document/gs-ready-made.h"
#include "app/inspect/gs-explain.h"
#include "app/text/gs-number.h"
#include "gs-class.h"
#include "gs-help-window.h"
#include "gs-screen.h"
#include "gs-teacher-hands.h"
#include "gs-template.h"

/* One cell with its formula: what the class has before it, or what comes next. */
typedef struct {
  GtkWidget *title, *why, *symbols, *numbers;
} Card;

struct _GsTeacher {
  GtkWindow parent_instance;

  GsView *view;
  GsLessonPlayer *lesson; /* or NULL */
  GsFrame *ahead;         /* in which the next cell has its number, which the class does not see; or NULL */
  Card now, next;
  GtkWidget *now_box, *next_box, *heading, *elapsed, *clock, *notes;
  GtkWidget *text, *said; /* what the class reads */
  GtkWidget *question, *prompt, *answer, *solution, *why_wrong, *mistakes;
  GtkWidget *hands, *options, *shown;
  GtkWidget *go_on, *digits;
  GsPoll *poll;
  gint64 began;  /* this step, in microseconds */
  guint seconds; /* a source for each of them */
};

G_DEFINE_FINAL_TYPE (GsTeacher, gs_teacher, GTK_TYPE_WINDOW)

/* ---- what comes next ---- */

/* The first cell that the next step of the chosen size computes. FALSE at the end of the pass. */
static gboolean
find_next (const GsFrame *frame, NnCell *cell)
{
  NnProgram *program = gs_frame_get_program (frame);
  const GsCursor *cursor = gs_frame_get_cursor (frame);

  if (cursor->instruction >= nn_program_get_n_instructions (program))
    return FALSE;
  cell->tensor = nn_program_get_instruction (program, cursor->instruction)->output;
  cell->offset = cursor->cell;
  return cell->tensor >= 0;
}

/* The teacher has asked for what comes next: after a step or an edit it is computed, not while anything is
 * drawn or selected. */
static void
look_ahead (GsTeacher *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  NnCell cell;

  g_clear_pointer (&self->ahead, gs_frame_unref);
  if (find_next (gs_view_get_sight (self->view)->frame, &cell))
    self->ahead = gs_workbook_look_ahead (book, &cell);
}

static void
show_cell (Card *card, GsFrame *frame, const gchar *prefix, const NnCell *cell)
{
  const NnPrintLimits limits = {
    .max_terms = 6, .digits = 6, .enough = TRUE, .decimal_point = gs_number_get_sign ()
  };
  g_autoptr (GsExplanation) explanation = gs_explanation_new (frame, cell, NULL);
  g_autofree gchar *name = gs_cell_name_display (gs_frame_get_program (frame), cell);
  g_autofree gchar *value = gs_frame_is_visible (frame, cell)
                                ? gs_number_show (gs_explanation_get_value (explanation), 6)
                                : g_strdup (_ ("not computed yet"));
  g_autofree gchar *symbols = gs_explanation_print (explanation, NN_DIALECT_MATH, NN_PRINT_EXPANDED, &limits);
  g_autofree gchar *numbers =
      gs_explanation_print (explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
  g_autofree gchar *title = g_strdup_printf ("%s:  %s = %s", prefix, name, value);
  const NnOpInfo *op = gs_explanation_get_op (explanation);

  gtk_label_set_text (GTK_LABEL (card->title), title);
  gtk_label_set_text (GTK_LABEL (card->why), op != NULL ? _ (op->why) : _ ("This number is given."));
  gtk_label_set_text (GTK_LABEL (card->symbols), symbols != NULL ? symbols : "");
  gtk_label_set_text (GTK_LABEL (card->numbers), numbers != NULL ? numbers : "");
  gtk_widget_set_visible (card->symbols, symbols != NULL);
  gtk_widget_set_visible (card->numbers, numbers != NULL);
}

static void
show_nothing (Card *card, const gchar *title, const gchar *why)
{
  gtk_label_set_text (GTK_LABEL (card->title), title);
  gtk_label_set_text (GTK_LABEL (card->why), why);
  gtk_widget_set_visible (card->symbols, FALSE);
  gtk_widget_set_visible (card->numbers, FALSE);
}

/* A line each, as there is much to see at once. */
static void
set_text (GtkWidget *label, GPtrArray *paragraphs)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < paragraphs->len; i++) {
    g_autofree gchar *line = gs_lesson_runs_join (g_ptr_array_index (paragraphs, i));

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
  }
  gtk_label_set_text (GTK_LABEL (label), text->str);
  gtk_widget_set_visible (label, text->len > 0);
  g_ptr_array_unref (paragraphs);
}

/* ---- a lesson ---- */

/* The notes, and the whole text of the step, which the class may see only the beginning of. */
static void
show_lesson_notes (GsTeacher *self)
{
  g_autoptr (GPtrArray) notes = gs_lesson_player_get_notes (self->lesson);
  g_autofree gchar *text = gs_lesson_paragraphs_join (notes);

  gtk_label_set_text (GTK_LABEL (self->notes), *text != '\0' ? text : _ ("This step has no notes."));
  set_text (self->said, gs_lesson_player_get_text (self->lesson));
}

static void
show_question (GsTeacher *self)
{
  gboolean asks = self->lesson != NULL && gs_lesson_player_get_step (self->lesson)->task != NULL;

  gtk_widget_set_visible (self->question, asks);
  gtk_widget_set_visible (self->hands, gs_teacher_hands_show (self->options, self->lesson, self->poll) > 0);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->shown), gs_poll_is_shown (self->poll));
  if (!asks)
    return;
  set_text (self->prompt, gs_lesson_player_get_prompt (self->lesson));
  set_text (self->solution, gs_lesson_player_get_solution (self->lesson));
  gtk_widget_set_visible (self->answer, gtk_widget_get_visible (self->solution));
  set_text (self->mistakes, gs_lesson_player_get_mistakes (self->lesson));
  gtk_widget_set_visible (self->why_wrong, gtk_widget_get_visible (self->mistakes));
}

/* The words of a step that is not there yet: values are not known. Caller frees. */
static gchar *
print_prospect (const GsLessonText *text)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < text->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (text->runs, i);

    g_string_append (words, run->kind == GS_LESSON_RUN_VALUE ? "…" : run->text);
  }
  return g_string_free (words, FALSE);
}

/* The next step of the lesson. */
static void
show_next_step (GsTeacher *self)
{
  guint number = gs_lesson_player_get_number (self->lesson) + 1;
  const GsLessonStep *next = number < gs_lesson_player_get_n_steps (self->lesson)
                                 ? gs_lesson_get_step (gs_lesson_player_get_lesson (self->lesson), number)
                                 : NULL;
  g_autofree gchar *title = NULL, *words = NULL;

  if (next == NULL) {
    show_nothing (&self->next, _ ("This is the last step"), "");
    return;
  }
  title = g_strdup_printf (_ ("The next step: %s"), next->title != NULL ? next->title : next->id);
  words = next->task != NULL ? print_prospect (next->task->prompt) : g_strdup ("");
  show_nothing (&self->next, title, words);
}

static void
show_notes (GsTeacher *self)
{
  const gchar *notes =
      gs_ready_made_translate (gs_workbook_get_network (gs_view_get_workbook (self->view))->notes);

  gtk_widget_set_visible (self->text, self->lesson != NULL);
  if (self->lesson != NULL)
    show_lesson_notes (self);
  else
    gtk_label_set_text (GTK_LABEL (self->notes),
                        notes != NULL && *notes != '\0' ? notes : _ ("This document has no notes."));
}

/* ---- the time ---- */

static gboolean
on_second (gpointer user_data)
{
  GsTeacher *self = user_data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  /* Translators: the time of day, as in strftime. */
  g_autofree gchar *clock = g_date_time_format (now, _ ("%H:%M"));
  gint64 seconds = (g_get_monotonic_time () - self->began) / G_USEC_PER_SEC;
  /* Translators: minutes and seconds since this step was begun. */
  g_autofree gchar *elapsed =
      g_strdup_printf (_ ("%d:%02d on this step"), (gint) (seconds / 60), (gint) (seconds % 60));

  gtk_label_set_text (GTK_LABEL (self->clock), clock);
  gtk_label_set_text (GTK_LABEL (self->elapsed), elapsed);
  return G_SOURCE_CONTINUE;
}

static void
begin_time (GsTeacher *self)
{
  self->began = g_get_monotonic_time ();
  on_second (self);
}

/* ---- all of it ---- */

static gchar *
describe_place (GsTeacher *self, const GsSight *sight)
{
  if (self->lesson == NULL)
    return gs_sight_describe_step (sight);
  return g_strdup_printf (_ ("Step %u of %u"), gs_lesson_player_get_number (self->lesson) + 1,
                          gs_lesson_player_get_n_steps (self->lesson));
}

/* What is on show, and what the next step computes. No cell has two cards: not if it is what comes next, nor
 * if it is what the lesson asks about, which stands with the question. */
static void
show_cells (GsTeacher *self, const GsSight *sight)
{
  NnCell cell;
  gboolean has_next = self->ahead != NULL && find_next (sight->frame, &cell);
  gboolean same = has_next && sight->has_selection && nn_cell_equal (&sight->selected, &cell);

  if (sight->has_selection)
    show_cell (&self->now, same ? self->ahead : sight->frame,
               gs_sight_is_hidden (sight, &sight->selected) ? _ ("Asked for") : _ ("On show"),
               &sight->selected);
  else
    show_nothing (&self->now, _ ("Nothing is selected"), _ ("Select a cell, or take a step."));
  gtk_widget_set_visible (self->now_box,
                          self->lesson == NULL || !gs_class_is_selection_asked (self->view, self->lesson));
  gtk_widget_set_visible (self->next_box, self->lesson != NULL || !same);
  if (self->lesson != NULL)
    show_next_step (self);
  else if (has_next)
    show_cell (&self->next, self->ahead, _ ("Next"), &cell);
  else
    show_nothing (&self->next, _ ("Next: commit"),
                  _ ("The new weights take the place of the old, and the next pass begins."));
}

static void
update (GsTeacher *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  g_autofree gchar *heading = describe_place (self, sight);

  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  show_question (self);
  show_cells (self, sight);
  gtk_button_set_label (GTK_BUTTON (self->go_on), gs_class_is_asking (self->view, self->lesson)
                                                      ? _ ("_Show the answer")
                                                      : _ ("_Go on"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->digits), gs_view_get_digits (self->view));
}

static void
on_view_changed (GsTeacher *self, guint change)
{
  if (change == GS_VIEW_LIVE)
    return;
  if (self->lesson == NULL && (change & GS_VIEW_CURSOR) != 0)
    begin_time (self);
  if (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM)) {
    look_ahead (self);
    show_notes (self);
  }
  update (self);
}

static void
on_lesson_changed (GsTeacher *self)
{
  show_notes (self);
  update (self);
}

static void
on_lesson_moved (GsTeacher *self)
{
  begin_time (self);
  on_lesson_changed (self);
}

/* ---- buttons and keys ---- */

static void
on_go_on (GsTeacher *self)
{
  gs_class_go_on (self->view, self->lesson);
}

static void
on_back (GsTeacher *self)
{
  gs_class_go_back (self->view, self->lesson);
}

static void
on_digits (GsTeacher *self)
{
  if (self->view == NULL) /* still being made */
    return;
  gs_view_set_digits (self->view, gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->digits)));
}

static void
on_shown (GsTeacher *self)
{
  gs_poll_set_shown (self->poll, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->shown)));
}

/* The keys of a clicker work here, too: the teacher may have this window in front. */
static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsTeacher *self)
{
  const GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key) {
  case GDK_KEY_Page_Down: on_go_on (self); return TRUE;
  case GDK_KEY_Page_Up: on_back (self); return TRUE;
  case GDK_KEY_F12: return gtk_widget_activate_action (GTK_WIDGET (self), "win.black", NULL);
  case GDK_KEY_F10:
    return gtk_widget_activate_action (GTK_WIDGET (self),
                                       (state & GDK_SHIFT_MASK) != 0 ? "win.back" : "win.step", NULL);
  case GDK_KEY_Escape: gtk_window_close (GTK_WINDOW (self)); return TRUE;
  default: break;
  }
  /* A count that is typed, a button that is pressed. */
  if (GTK_IS_TEXT (focus) || (key == GDK_KEY_space && (GTK_IS_BUTTON (focus) || GTK_IS_CHECK_BUTTON (focus))))
    return FALSE;
  if (key == GDK_KEY_space)
    on_go_on (self);
  else if (key == GDK_KEY_BackSpace)
    on_back (self);
  return key == GDK_KEY_space || key == GDK_KEY_BackSpace;
}

/* ---- building ---- */

static void
dispose (GObject *object)
{
  GsTeacher *self = GS_TEACHER (object);

  gs_template_take_typed (self);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->lesson != NULL)
    g_signal_handlers_disconnect_by_data (self->lesson, self);
  if (self->poll != NULL)
    g_signal_handlers_disconnect_by_data (self->poll, self);
  g_clear_handle_id (&self->seconds, g_source_remove);
  g_clear_object (&self->poll);
  g_clear_object (&self->lesson);
  g_clear_pointer (&self->ahead, gs_frame_unref);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_teacher_parent_class)->dispose (object);
}

static void
bind_card (GtkWidgetClass *widget_class, const gchar *prefix, gssize offset)
{
  const struct {
    const gchar *name;
    gsize place;
  } parts[] = { { "title", G_STRUCT_OFFSET (Card, title) },
                { "why", G_STRUCT_OFFSET (Card, why) },
                { "symbols", G_STRUCT_OFFSET (Card, symbols) },
                { "numbers", G_STRUCT_OFFSET (Card, numbers) } };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree gchar *name = g_strdup_printf ("%s_%s", prefix, parts[i].name);

    gtk_widget_class_bind_template_child_full (widget_class, name, FALSE, offset + (gssize) parts[i].place);
  }
}

static void
gs_teacher_class_init (GsTeacherClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gs_help_window_bind_keys (GTK_WIDGET_CLASS (klass), "presenter");
  gs_template_set (widget_class, "gs-teacher");
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, heading);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, notes);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, text);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, said);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, elapsed);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, clock);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, question);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, prompt);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, answer);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, solution);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, why_wrong);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, mistakes);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, hands);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, options);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, shown);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, go_on);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, digits);
  gtk_widget_class_bind_template_child_full (widget_class, "now", FALSE,
                                             G_STRUCT_OFFSET (GsTeacher, now_box));
  gtk_widget_class_bind_template_child_full (widget_class, "next", FALSE,
                                             G_STRUCT_OFFSET (GsTeacher, next_box));
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_digits);
  gtk_widget_class_bind_template_callback (widget_class, on_shown);
  bind_card (widget_class, "now", G_STRUCT_OFFSET (GsTeacher, now));
  bind_card (widget_class, "next", G_STRUCT_OFFSET (GsTeacher, next));
}

static void
gs_teacher_init (GsTeacher *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gs_template_init (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
gs_teacher_set_lesson (GsTeacher *self, GsLessonPlayer *lesson)
{
  if (self->lesson != NULL)
    g_signal_handlers_disconnect_by_data (self->lesson, self);
  g_set_object (&self->lesson, lesson);
  if (lesson != NULL) {
    g_signal_connect_swapped (lesson, "moved", G_CALLBACK (on_lesson_moved), self);
    g_signal_connect_swapped (lesson, "changed", G_CALLBACK (on_lesson_changed), self);
  }
  on_lesson_moved (self);
}

GsTeacher *
gs_teacher_new (GsView *view, GtkWindow *parent, GActionMap *actions, GsLessonPlayer *lesson, GsPoll *poll)
{
  GsTeacher *self = g_object_new (GS_TYPE_TEACHER, "application", gtk_window_get_application (parent), NULL);

  gs_screen_set_design_size (GTK_WINDOW (self), 600, 720);
  gs_class_share_actions (GTK_WIDGET (self), actions);
  self->view = g_object_ref (view);
  self->poll = g_object_ref (poll);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (poll, "changed", G_CALLBACK (show_question), self);
  look_ahead (self);
  gs_teacher_set_lesson (self, lesson);
  self->seconds = g_timeout_add_seconds (1, on_second, self);
  gtk_widget_grab_focus (self->go_on);
  return self;
}
