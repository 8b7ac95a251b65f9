/* The editor of lessons: its list of steps, and what is written into one. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/lesson/gs-lesson-propose.h"
#include "app/text/gs-quote.h"
#include "gs-accessible.h"
#include "gs-dialogs.h"
#include "gs-lesson-editor-private.h"
#include "gs-text-sight.h"

/* Digits that a new lesson asks for, as lessons have them where nothing is said. */
#define DIGITS 4
/* Cells that are asked for at once. */
#define MAX_CELLS 40

static void show_step (GsLessonEditor *self);

void
gs_lesson_editor_tell (GsLessonEditor *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->said), text);
}

/* The step that is chosen, or -1. */
gint
gs_lesson_editor_get_step (GsLessonEditor *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  return row != NULL ? gtk_list_box_row_get_index (row) : -1;
}

static void
note_change (GsLessonEditor *self)
{
  self->is_changed = TRUE;
}

/* ---- the list of steps ---- */

/* "2. A till"; caller frees. */
static gchar *
name_step (GsLessonEditor *self, guint step)
{
  g_autofree gchar *title = gs_lesson_draft_get_text (self->draft, step, "title");
  const gchar *task = gs_lesson_draft_get_task (self->draft, step);

  if (*title == '\0')
    title = (g_free (title), g_strdup (_ ("Untitled step")));
  return g_strdup_printf (task != NULL ? _ ("%u. %s, with a task") : _ ("%u. %s"), step + 1, title);
}

static void
name_row (GsLessonEditor *self, guint step)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (gint) step);
  g_autofree gchar *name = name_step (self, step), *visible = gs_quote_visible (name, FALSE);

  gtk_label_set_text (GTK_LABEL (gtk_list_box_row_get_child (row)), visible);
  gs_accessible_set_name (GTK_WIDGET (row), visible);
}

void
gs_lesson_editor_fill_list (GsLessonEditor *self, gint selected)
{
  GtkListBox *list = GTK_LIST_BOX (self->list);
  guint n = gs_lesson_draft_get_n_steps (self->draft);
  GtkWidget *row;

  self->is_showing = TRUE;
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (list, row);
  for (guint i = 0; i < n; i++) {
    GtkWidget *label = gtk_label_new (NULL);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_list_box_append (list, label);
    name_row (self, i);
  }
  self->is_showing = FALSE;
  if (n > 0)
    gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, CLAMP (selected, 0, (gint) n - 1)));
  show_step (self);
}

/* ---- the mistakes of the step ---- */

static guint
get_mistake (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "mistake"));
}

static void
on_mistake_said (GsLessonEditor *self, GtkEditable *entry)
{
  gs_lesson_draft_say_mistake (self->draft, (guint) gs_lesson_editor_get_step (self),
                               get_mistake (GTK_WIDGET (entry)), gtk_editable_get_text (entry));
  note_change (self);
}

static void
on_mistake_removed (GsLessonEditor *self, GtkButton *button)
{
  gs_lesson_draft_remove_mistake (self->draft, (guint) gs_lesson_editor_get_step (self),
                                  get_mistake (GTK_WIDGET (button)));
  note_change (self);
  show_step (self);
}

/* Its formula, what is said, and a button that takes it out. */
static void
add_mistake_row (GsLessonEditor *self, guint mistake)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *formula, *entry = gtk_entry_new (),
            *remove = gtk_button_new_from_icon_name ("list-remove-symbolic");
  const gchar *when, *say;
  g_autofree gchar *name = NULL, *removes = NULL;

  gs_lesson_draft_get_mistake (self->draft, (guint) gs_lesson_editor_get_step (self), mistake, &when, &say);
  formula = gtk_label_new (when);
  gtk_label_set_xalign (GTK_LABEL (formula), 0);
  gtk_label_set_ellipsize (GTK_LABEL (formula), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (formula), 14);
  gtk_label_set_max_width_chars (GTK_LABEL (formula), 22);
  gtk_widget_set_tooltip_text (formula, when);
  gtk_editable_set_text (GTK_EDITABLE (entry), say);
  gtk_widget_set_hexpand (entry, TRUE);
  name = g_strdup_printf (_ ("Said to who answers %s"), when);
  gs_accessible_set_name (entry, name);
  removes = g_strdup_printf (_ ("Take out the mistake %s"), when);
  gs_accessible_set_name (remove, removes);
  gtk_widget_set_tooltip_text (remove, removes);
  g_object_set_data (G_OBJECT (entry), "mistake", GUINT_TO_POINTER (mistake));
  g_object_set_data (G_OBJECT (remove), "mistake", GUINT_TO_POINTER (mistake));
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_mistake_said), self);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (on_mistake_removed), self);
  gtk_box_append (GTK_BOX (row), formula);
  gtk_box_append (GTK_BOX (row), entry);
  gtk_box_append (GTK_BOX (row), remove);
  gtk_box_append (GTK_BOX (self->mistakes), row);
}

static void
show_mistakes (GsLessonEditor *self, guint step)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->mistakes)) != NULL)
    gtk_box_remove (GTK_BOX (self->mistakes), row);
  for (guint i = 0; i < gs_lesson_draft_get_n_mistakes (self->draft, step); i++)
    add_mistake_row (self, i);
}

/* ---- the step ---- */

/* "Asked for: z1[1,1]"; caller frees. */
static gchar *
describe_task (GsLessonEditor *self, guint step)
{
  const gchar *task = gs_lesson_draft_get_task (self->draft, step);
  g_autofree gchar *cells = gs_lesson_draft_get_cells (self->draft, step);

  if (task == NULL)
    return g_strdup (_ ("Nothing is asked: the step is read."));
  return *cells != '\0' ? g_strdup_printf (_ ("Asked for: %s"), cells)
                        : g_strdup_printf (_ ("A task of the kind “%s”"), task);
}

static void
show_text (GsLessonEditor *self, guint step)
{
  g_autofree gchar *title = gs_lesson_draft_get_text (self->draft, step, "title");
  g_autofree gchar *text = gs_lesson_draft_get_text (self->draft, step, "text");
  g_autofree gchar *prompt = gs_lesson_draft_get_prompt (self->draft, step);

  gtk_editable_set_text (GTK_EDITABLE (self->step_title), title);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), text, -1);
  gtk_editable_set_text (GTK_EDITABLE (self->prompt), prompt);
}

static void
show_step (GsLessonEditor *self)
{
  gint step = gs_lesson_editor_get_step (self);
  guint n = gs_lesson_draft_get_n_steps (self->draft);
  const gchar *task = step >= 0 ? gs_lesson_draft_get_task (self->draft, (guint) step) : NULL;

  gtk_widget_set_sensitive (self->form, step >= 0);
  gtk_widget_set_sensitive (self->remove, step >= 0);
  gtk_widget_set_sensitive (self->attempt, step >= 0);
  gtk_widget_set_sensitive (self->up, step > 0);
  gtk_widget_set_sensitive (self->down, step >= 0 && step + 1 < (gint) n);
  gtk_widget_set_sensitive (self->nothing, task != NULL);
  gtk_widget_set_sensitive (self->propose, g_strcmp0 (task, "predict") == 0);
  gtk_widget_set_visible (self->task, task != NULL);
  if (step < 0)
    return;
  self->is_showing = TRUE;
  show_text (self, (guint) step);
  self->is_showing = FALSE;
  {
    g_autofree gchar *asked = describe_task (self, (guint) step);

    gtk_label_set_text (GTK_LABEL (self->asked), asked);
  }
  show_mistakes (self, (guint) step);
}

static void
on_step (GsLessonEditor *self)
{
  if (!self->is_showing)
    show_step (self);
}

/* ---- writing ---- */

static void
on_title (GsLessonEditor *self)
{
  if (self->is_showing)
    return;
  gs_lesson_draft_set_title (self->draft, gtk_editable_get_text (GTK_EDITABLE (self->title)));
  note_change (self);
}

static void
on_step_title (GsLessonEditor *self)
{
  gint step = gs_lesson_editor_get_step (self);

  if (self->is_showing || step < 0)
    return;
  gs_lesson_draft_set_text (self->draft, (guint) step, "title",
                            gtk_editable_get_text (GTK_EDITABLE (self->step_title)));
  name_row (self, (guint) step);
  note_change (self);
}

static void
on_text (GsLessonEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  gint step = gs_lesson_editor_get_step (self);
  g_autofree gchar *text = NULL;
  GtkTextIter begin, end;

  if (self->is_showing || step < 0)
    return;
  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  text = gtk_text_buffer_get_text (buffer, &begin, &end, FALSE);
  gs_lesson_draft_set_text (self->draft, (guint) step, "text", text);
  note_change (self);
}

static void
on_prompt (GsLessonEditor *self)
{
  gint step = gs_lesson_editor_get_step (self);

  if (self->is_showing || step < 0)
    return;
  gs_lesson_draft_set_prompt (self->draft, (guint) step, gtk_editable_get_text (GTK_EDITABLE (self->prompt)));
  note_change (self);
}

/* ---- from the sheet ---- */

static gchar *
name_cell (GsLessonEditor *self, const NnCell *cell)
{
  return gs_cell_name (gs_workbook_get_program (gs_view_get_workbook (self->view)), cell);
}

static void
on_insert (GsLessonEditor *self)
{
  g_autofree gchar *name = NULL, *link = NULL;
  NnCell cell;

  if (!gs_view_get_selected (self->view, &cell)) {
    gs_lesson_editor_tell (self, _ ("Select a cell in the sheet first."));
    return;
  }
  name = name_cell (self, &cell);
  link = g_strdup_printf ("[[%s]]", name);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), link, -1);
  gtk_widget_grab_focus (self->text);
}

/* A network without rows has nothing to step. */
static gboolean
can_record (GsLessonEditor *self)
{
  g_autoptr (GError) error = NULL;

  if (gs_workbook_has_rows (gs_view_get_workbook (self->view), &error))
    return TRUE;
  gs_lesson_editor_tell (self, error->message);
  return FALSE;
}

static void
on_add (GsLessonEditor *self)
{
  gint step = gs_lesson_editor_get_step (self);
  guint at = step < 0 ? gs_lesson_draft_get_n_steps (self->draft) : (guint) step + 1;

  if (!can_record (self))
    return;
  gs_lesson_draft_add_step (self->draft, at);
  gs_lesson_draft_record (self->draft, at, gs_view_get_workbook (self->view));
  note_change (self);
  gs_lesson_editor_fill_list (self, (gint) at);
  gtk_widget_grab_focus (self->step_title);
  gs_lesson_editor_tell (
      self, _ ("The step shows what the sheet shows now. Write its text; then mark a cell and ask for it."));
}

static void
on_record (GsLessonEditor *self)
{
  if (!can_record (self))
    return;
  gs_lesson_draft_record (self->draft, (guint) gs_lesson_editor_get_step (self),
                          gs_view_get_workbook (self->view));
  note_change (self);
  gs_lesson_editor_tell (self, _ ("The step shows what the sheet shows now."));
}

/* The marked cells by name, or a reason why they cannot be asked for; caller frees. */
static gchar **
list_cells (GsLessonEditor *self)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));
  g_autoptr (GArray) marked = gs_view_list_range (self->view);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < marked->len; i++) {
    const NnCell *cell = &g_array_index (marked, NnCell, i);

    if (nn_program_get_tensor (program, cell->tensor)->producer >= 0)
      g_ptr_array_add (names, gs_cell_name (program, cell));
  }
  if (names->len == 0)
    gs_lesson_editor_tell (
        self, _ ("Mark a cell in the sheet that is computed, such as z1[1,1]: it is what is asked for."));
  else if (names->len > MAX_CELLS)
    gs_lesson_editor_tell (self, _ ("These are too many cells to be asked for at once."));
  if (names->len == 0 || names->len > MAX_CELLS)
    return NULL;
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static void
on_ask (GsLessonEditor *self)
{
  gint step = gs_lesson_editor_get_step (self);
  g_auto (GStrv) cells = list_cells (self);
  g_autofree gchar *prompt = NULL;

  if (cells == NULL)
    return;
  prompt = cells[1] == NULL ? g_strdup_printf (_ ("Work out [[%s]]."), cells[0])
                            : g_strdup (_ ("Fill in the blank cells."));
  gs_lesson_draft_set_task (self->draft, (guint) step, (const gchar *const *) cells, prompt);
  note_change (self);
  name_row (self, (guint) step);
  show_step (self);
  gtk_widget_grab_focus (self->prompt);
}

static void
on_ask_nothing (GsLessonEditor *self)
{
  gint step = gs_lesson_editor_get_step (self);

  gs_lesson_draft_remove_task (self->draft, (guint) step);
  note_change (self);
  name_row (self, (guint) step);
  show_step (self);
}

/* From the formula of the cell that is asked for, with the numbers of the sheet. */
static void
on_propose (GsLessonEditor *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  guint step = (guint) gs_lesson_editor_get_step (self);
  g_autofree gchar *name = gs_lesson_draft_get_cells (self->draft, step);
  g_autoptr (GPtrArray) proposals = NULL;
  g_autoptr (GError) error = NULL;
  NnCell cell;

  if (!gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, &error)) {
    gs_lesson_editor_tell (self, error->message);
    return;
  }
  proposals = gs_lesson_propose_mistakes (book, &cell, DIGITS);
  for (guint i = 0; i < proposals->len; i++) {
    const GsLessonProposal *proposal = g_ptr_array_index (proposals, i);

    gs_lesson_draft_add_mistake (self->draft, step, proposal->when, proposal->say);
  }
  note_change (self);
  show_step (self);
  gs_lesson_editor_tell (
      self,
      proposals->len > 0
          ? _ ("Change what is said so that it helps your class, and take out what nobody would answer.")
          : _ ("Of this cell there is no usual mistake that its numbers could tell apart."));
}

/* ---- order ---- */

static void
move (GsLessonEditor *self, gint by)
{
  gint step = gs_lesson_editor_get_step (self);

  gs_lesson_draft_move_step (self->draft, (guint) step, (guint) (step + by));
  note_change (self);
  gs_lesson_editor_fill_list (self, step + by);
}

static void
on_up (GsLessonEditor *self)
{
  move (self, -1);
}

static void
on_down (GsLessonEditor *self)
{
  move (self, 1);
}

static void
on_delete_answered (gint button, gpointer owner)
{
  GsLessonEditor *self = owner;
  gint step = gs_lesson_editor_get_step (self);

  if (button != 1 || step < 0)
    return;
  gs_lesson_draft_remove_step (self->draft, (guint) step);
  note_change (self);
  gs_lesson_editor_fill_list (self, step);
}

static void
on_delete (GsLessonEditor *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Delete"), NULL };

  gs_dialogs_ask (GTK_WINDOW (self), _ ("Delete this step?"), _ ("Its text and its task go with it."),
                  buttons, on_delete_answered, self);
}

/* ---- what it listens to ---- */

void
gs_lesson_editor_bind_steps (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_ask);
  gtk_widget_class_bind_template_callback (widget_class, on_ask_nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_delete);
  gtk_widget_class_bind_template_callback (widget_class, on_down);
  gtk_widget_class_bind_template_callback (widget_class, on_insert);
  gtk_widget_class_bind_template_callback (widget_class, on_propose);
  gtk_widget_class_bind_template_callback (widget_class, on_record);
  gtk_widget_class_bind_template_callback (widget_class, on_step);
  gtk_widget_class_bind_template_callback (widget_class, on_up);
}

void
gs_lesson_editor_listen (GsLessonEditor *self)
{
  g_signal_connect_swapped (self->title, "changed", G_CALLBACK (on_title), self);
  g_signal_connect_swapped (self->step_title, "changed", G_CALLBACK (on_step_title), self);
  g_signal_connect_swapped (self->prompt, "changed", G_CALLBACK (on_prompt), self);
  gs_text_sight_keep (GTK_TEXT_VIEW (self->text), GTK_SCROLLED_WINDOW (self->text_part));
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), "changed",
                           G_CALLBACK (on_text), self, G_CONNECT_SWAPPED);
}
