#include "gs-teacher.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "app/view/gs-phase.h"
#include "gs-screen.h"
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
  GtkWidget *heading, *notes;
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
  static const NnPrintLimits limits = { .max_terms = 6, .digits = 6, .enough = TRUE };
  g_autoptr (GsExplanation) explanation = gs_explanation_new (frame, cell, NULL);
  g_autofree gchar *name = gs_cell_name_display (gs_frame_get_program (frame), cell);
  g_autofree gchar *value = gs_frame_is_visible (frame, cell)
                                ? nn_dialect_number (gs_explanation_get_value (explanation), 6, '\0')
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

/* The step's notes, and what comes after it. */
static void
show_lesson_notes (GsTeacher *self)
{
  g_autoptr (GPtrArray) notes = gs_lesson_player_get_notes (self->lesson);
  g_autofree gchar *text = gs_lesson_paragraphs_join (notes);
  guint number = gs_lesson_player_get_number (self->lesson);
  const GsLessonStep *next = number + 1 < gs_lesson_player_get_n_steps (self->lesson)
                                 ? gs_lesson_get_step (gs_lesson_player_get_lesson (self->lesson), number + 1)
                                 : NULL;
  g_autofree gchar *all = g_strdup_printf (
      "%s\n\n%s: %s", *text != '\0' ? text : _ ("This step has no notes."), _ ("The next step"),
      next == NULL          ? _ ("none, it is the last")
      : next->title != NULL ? next->title
                            : next->id);

  gtk_label_set_text (GTK_LABEL (self->notes), all);
}

static void
show_notes (GsTeacher *self)
{
  const gchar *notes = gs_workbook_get_network (gs_view_get_workbook (self->view))->notes;

  if (self->lesson != NULL)
    show_lesson_notes (self);
  else
    gtk_label_set_text (GTK_LABEL (self->notes),
                        notes != NULL && *notes != '\0' ? notes : _ ("This document has no notes."));
}

static void
update (GsTeacher *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  GsFrame *frame = sight->frame;
  g_autofree gchar *heading = gs_sight_describe_step (sight);
  NnCell cell;

  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  if (sight->has_selection)
    show_cell (&self->now, frame,
               gs_sight_is_hidden (sight, &sight->selected) ? _ ("Asked for") : _ ("On show"),
               &sight->selected);
  else
    show_nothing (&self->now, _ ("Nothing is selected"), _ ("Select a cell, or take a step."));
  if (self->ahead != NULL && find_next (frame, &cell))
    show_cell (&self->next, self->ahead, _ ("Next"), &cell);
  else
    show_nothing (&self->next, _ ("Next: commit"),
                  _ ("The new weights take the place of the old, and the next pass begins."));
}

static void
on_view_changed (GsTeacher *self, guint change)
{
  if (change == GS_VIEW_LIVE)
    return;
  if (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM)) {
    look_ahead (self);
    show_notes (self);
  }
  update (self);
}

/* ---- building ---- */

/* The keys of a clicker work here, too: the teacher may have this window in front. */
static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsTeacher *self)
{
  NnCell cell;

  switch (key) {
  case GDK_KEY_space:
  case GDK_KEY_Page_Down:
  case GDK_KEY_F10:
    if (gs_view_get_selected (self->view, &cell) && gs_view_is_hidden (self->view, &cell))
      gs_view_reveal (self->view);
    else
      gs_view_step (self->view, 1);
    return TRUE;
  case GDK_KEY_Page_Up:
  case GDK_KEY_BackSpace: gs_view_step (self->view, -1); return TRUE;
  case GDK_KEY_Escape: gtk_window_close (GTK_WINDOW (self)); return TRUE;
  default: return FALSE;
  }
}

static void
dispose (GObject *object)
{
  GsTeacher *self = GS_TEACHER (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->lesson != NULL)
    g_signal_handlers_disconnect_by_data (self->lesson, self);
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
  gs_template_set (widget_class, "gs-teacher");
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, heading);
  gtk_widget_class_bind_template_child (widget_class, GsTeacher, notes);
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
  if (lesson != NULL)
    g_signal_connect_swapped (lesson, "moved", G_CALLBACK (show_notes), self);
  show_notes (self);
}

GsTeacher *
gs_teacher_new (GsView *view, GtkApplication *application, GsLessonPlayer *lesson)
{
  GsTeacher *self = g_object_new (GS_TYPE_TEACHER, "application", application, NULL);

  gs_screen_set_size (GTK_WINDOW (self), 560, 640);
  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  look_ahead (self);
  gs_teacher_set_lesson (self, lesson);
  update (self);
  return self;
}
