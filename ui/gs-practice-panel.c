/* The panel that blanks cells and has them marked. */
#include "gs-practice-panel.h"

#include <glib/gi18n-lib.h>

#include "app/practice/gs-variant.h"
#include "gs-accessible.h"
#include "gs-choice.h"
#include "gs-message.h"
#include "gs-template.h"

enum { PART_FORWARD, PART_LOSS, PART_BACKWARD, PART_UPDATE, PART_BLOCK };

struct _GsPracticePanel {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *stack;
  GtkWidget *part_box, *part, *digits, *fresh, *problem; /* before it begins */
  GtkWidget *filled, *summary, *reveal;                  /* while it goes on */
  GtkWidget *note_box, *note, *acts;
  guint64 seed;
};

G_DEFINE_FINAL_TYPE (GsPracticePanel, gs_practice_panel, GTK_TYPE_WIDGET)

static GsWorkbook *
get_book (GsPracticePanel *self)
{
  return gs_view_get_workbook (self->view);
}

/* ---- beginning ---- */

static gboolean
add_phase (GsPracticePanel *self, GsBlanks *blanks, NnPhase phase, GError **error)
{
  NnProgram *program = gs_workbook_get_program (get_book (self));
  gint n = nn_program_get_n_instructions (program);

  /* A phase need not be in one piece. */
  for (gint i = 0; i < n; i++)
    if (nn_program_get_instruction (program, i)->phase == phase
        && !gs_blanks_add_steps (blanks, i, i + 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
add_block (GsPracticePanel *self, GsBlanks *blanks, GError **error)
{
  NnProgram *program = gs_workbook_get_program (get_book (self));
  NnCell cell;

  if (gs_view_get_selected (self->view, &cell))
    return gs_blanks_add_text (blanks, nn_program_get_tensor (program, cell.tensor)->name, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("Select a cell of the block first."));
  return FALSE;
}

static void
show_problem (GsPracticePanel *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->problem), text != NULL ? text : "");
  gtk_widget_set_visible (self->problem, text != NULL);
}

static gboolean
draw_numbers (GsPracticePanel *self, GError **error)
{
  /* Another seed each time; the first ones are the same for everybody, so that a class can compare. */
  return gs_variant_apply (get_book (self), ++self->seed, NULL, error);
}

/* All that comes before the first blank is computed. */
static void
show_what_is_given (GsPracticePanel *self, const NnCell *first)
{
  NnProgram *program = gs_workbook_get_program (get_book (self));
  GsCursor cursor = gs_workbook_get_cursor (get_book (self));
  GsCursor wanted = { cursor.pass, nn_program_get_tensor (program, first->tensor)->producer, 0, 0 };

  if (cursor.instruction < wanted.instruction)
    gs_workbook_go_to (get_book (self), &wanted, NULL);
}

static void
on_begin (GsPracticePanel *self)
{
  static const NnPhase phases[] = { NN_PHASE_FORWARD, NN_PHASE_LOSS, NN_PHASE_BACKWARD, NN_PHASE_UPDATE };
  guint part = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->part));
  g_autoptr (GsBlanks) blanks = NULL;
  g_autoptr (GError) error = NULL;
  gboolean good;

  show_problem (self, NULL);
  gs_view_pause_training (self->view); /* blanks are of numbers that stand still */
  if (!gs_workbook_has_rows (get_book (self), &error)
      || (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->fresh)) && !draw_numbers (self, &error))) {
    show_problem (self, error->message);
    return;
  }
  blanks = gs_blanks_new (get_book (self));
  gs_blanks_set_digits (blanks, gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->digits)));
  good =
      part == PART_BLOCK ? add_block (self, blanks, &error) : add_phase (self, blanks, phases[part], &error);
  if (!good) {
    show_problem (self, error->message);
    return;
  }
  gs_view_set_blanks (self->view, blanks);
  show_what_is_given (self, gs_blanks_get_cell (blanks, 0));
  gs_view_select (self->view, gs_blanks_get_cell (blanks, 0), FALSE);
}

/* ---- going on ---- */

static void
on_mark (GsPracticePanel *self)
{
  gs_view_mark_blanks (self->view);
}

static void
on_clear (GsPracticePanel *self)
{
  gs_blanks_forget_entries (gs_view_get_blanks (self->view));
}

static void
on_fresh (GsPracticePanel *self)
{
  g_autoptr (GError) error = NULL;

  if (!draw_numbers (self, &error)) {
    gs_message_tell (GTK_WIDGET (self), error->message);
    return;
  }
  gs_blanks_forget_entries (gs_view_get_blanks (self->view));
}

static void
on_end (GsPracticePanel *self)
{
  gs_view_set_blanks (self->view, NULL);
}

/* ---- what is shown ---- */

static void
update_summary (GsPracticePanel *self)
{
  GsBlanks *blanks = gs_view_get_blanks (self->view);
  GsMarking *marking = gs_view_get_marking (self->view);
  g_autofree gchar *filled = g_strdup_printf (_ ("%u of %u filled in"), gs_blanks_count_filled (blanks),
                                              gs_blanks_get_n_cells (blanks));
  g_autofree gchar *summary = NULL;

  gtk_label_set_text (GTK_LABEL (self->filled), filled);
  if (marking != NULL && gs_marking_is_done (marking))
    summary = g_strdup (_ ("All of it is right. ✓"));
  else if (marking != NULL)
    summary = g_strdup_printf (
        _ ("✓ %u right\n✓ %u right, given an earlier slip\n✗ %u wrong\n– %u empty"),
        gs_marking_count (marking, GS_MARK_RIGHT), gs_marking_count (marking, GS_MARK_RIGHT_GIVEN_EARLIER),
        gs_marking_count (marking, GS_MARK_WRONG), gs_marking_count (marking, GS_MARK_EMPTY));
  gtk_label_set_text (GTK_LABEL (self->summary), summary != NULL ? summary : "");
  gtk_widget_set_visible (self->summary, summary != NULL);
}

/* What the marking says of the selected cell. */
static void
update_note (GsPracticePanel *self)
{
  GsMarking *marking = gs_view_get_marking (self->view);
  g_autoptr (GsMarkNote) note = NULL;
  g_autofree gchar *text = NULL;
  NnCell cell;

  if (marking != NULL && gs_view_get_selected (self->view, &cell) && gs_view_is_blanked (self->view, &cell)) {
    note = gs_marking_explain (marking, &cell, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->reveal)),
                               NULL, 0);
    text = gs_mark_note_to_text (note);
  }
  gtk_label_set_text (GTK_LABEL (self->note), text != NULL ? text : "");
  gtk_widget_set_visible (self->note_box, text != NULL);
}

static void
update (GsPracticePanel *self)
{
  gboolean goes_on = gs_view_get_blanks (self->view) != NULL;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), goes_on ? "go-on" : "begin");
  if (!goes_on)
    return;
  update_summary (self);
  update_note (self);
}

void
gs_practice_panel_mark (GsPracticePanel *self)
{
  if (gs_view_get_blanks (self->view) != NULL)
    on_mark (self);
  else
    on_begin (self);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsPracticePanel *self = GS_PRACTICE_PANEL (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_practice_panel_parent_class)->dispose (object);
}

static void
gs_practice_panel_class_init (GsPracticePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-practice-panel");
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, stack);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, part_box);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, digits);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, fresh);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, problem);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, filled);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, summary);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, reveal);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, note_box);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, note);
  gtk_widget_class_bind_template_child (widget_class, GsPracticePanel, acts);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_begin);
  gtk_widget_class_bind_template_callback (widget_class, on_mark);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_fresh);
  gtk_widget_class_bind_template_callback (widget_class, on_end);
}

static void
gs_practice_panel_init (GsPracticePanel *self)
{
  const gchar *parts[] = { _ ("The forward pass"), _ ("The loss"),           _ ("The backward pass"),
                           _ ("The update"),       _ ("The selected block"), NULL };

  gs_template_init (GTK_WIDGET (self));
  self->part = gs_choice_new (parts, _ ("What is blanked out"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->part), PART_BACKWARD);
  gtk_box_append (GTK_BOX (self->part_box), self->part);
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->digits), GS_BLANKS_MIN_DIGITS, 8);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->digits), 3);
  gs_accessible_skip_flow_children (GTK_FLOW_BOX (self->acts));
}

GtkWidget *
gs_practice_panel_new (GsView *view)
{
  GsPracticePanel *self = g_object_new (GS_TYPE_PRACTICE_PANEL, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
