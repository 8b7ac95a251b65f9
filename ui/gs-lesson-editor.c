/* A lesson that is being made, beside the sheet. */
#include "gs-lesson-editor.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/lesson/gs-lesson-draft.h"
#include "app/lesson/gs-lesson-propose.h"
#include "app/text/gs-quote.h"
#include "gs-accessible.h"
#include "gs-application.h"
#include "gs-dialogs.h"
#include "gs-file-dialog.h"
#include "gs-help-window.h"
#include "gs-job.h"
#include "gs-template.h"

/* Digits that a new lesson asks for, as lessons have them where nothing is said. */
#define DIGITS 4
/* Cells that are asked for at once. */
#define MAX_CELLS 40

struct _GsLessonEditor {
  GtkWindow parent_instance;

  GtkWidget *title, *save, *list, *add, *up, *down, *remove, *form, *step_title, *text, *asked, *nothing,
      *task, *prompt, *mistakes, *propose, *work, *said, *problems, *problems_part, *attempt;
  GtkApplication *application;
  GsView *view;
  GsLessonDraft *draft;
  gchar *path;   /* where it was saved last, or NULL */
  gchar *folder; /* of our own: what is tried and checked */
  gboolean is_showing, is_changed, may_close;
};

G_DEFINE_FINAL_TYPE (GsLessonEditor, gs_lesson_editor, GTK_TYPE_WINDOW)

static void show_step (GsLessonEditor *self);

static void
tell (GsLessonEditor *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->said), text);
}

/* The step that is chosen, or -1. */
static gint
get_step (GsLessonEditor *self)
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

static void
fill_list (GsLessonEditor *self, gint selected)
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
  gs_lesson_draft_say_mistake (self->draft, (guint) get_step (self), get_mistake (GTK_WIDGET (entry)),
                               gtk_editable_get_text (entry));
  note_change (self);
}

static void
on_mistake_removed (GsLessonEditor *self, GtkButton *button)
{
  gs_lesson_draft_remove_mistake (self->draft, (guint) get_step (self), get_mistake (GTK_WIDGET (button)));
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

  gs_lesson_draft_get_mistake (self->draft, (guint) get_step (self), mistake, &when, &say);
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
  gint step = get_step (self);
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
  gint step = get_step (self);

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
  gint step = get_step (self);
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
  gint step = get_step (self);

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
    tell (self, _ ("Select a cell in the sheet first."));
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
  tell (self, error->message);
  return FALSE;
}

static void
on_add (GsLessonEditor *self)
{
  gint step = get_step (self);
  guint at = step < 0 ? gs_lesson_draft_get_n_steps (self->draft) : (guint) step + 1;

  if (!can_record (self))
    return;
  gs_lesson_draft_add_step (self->draft, at);
  gs_lesson_draft_record (self->draft, at, gs_view_get_workbook (self->view));
  note_change (self);
  fill_list (self, (gint) at);
  gtk_widget_grab_focus (self->step_title);
  tell (self,
        _ ("The step shows what the sheet shows now. Write its text; then mark a cell and ask for it."));
}

static void
on_record (GsLessonEditor *self)
{
  if (!can_record (self))
    return;
  gs_lesson_draft_record (self->draft, (guint) get_step (self), gs_view_get_workbook (self->view));
  note_change (self);
  tell (self, _ ("The step shows what the sheet shows now."));
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
    tell (self, _ ("Mark a cell in the sheet that is computed, such as z1[1,1]: it is what is asked for."));
  else if (names->len > MAX_CELLS)
    tell (self, _ ("These are too many cells to be asked for at once."));
  if (names->len == 0 || names->len > MAX_CELLS)
    return NULL;
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static void
on_ask (GsLessonEditor *self)
{
  gint step = get_step (self);
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
  gint step = get_step (self);

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
  guint step = (guint) get_step (self);
  g_autofree gchar *name = gs_lesson_draft_get_cells (self->draft, step);
  g_autoptr (GPtrArray) proposals = NULL;
  g_autoptr (GError) error = NULL;
  NnCell cell;

  if (!gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, &error)) {
    tell (self, error->message);
    return;
  }
  proposals = gs_lesson_propose_mistakes (book, &cell, DIGITS);
  for (guint i = 0; i < proposals->len; i++) {
    const GsLessonProposal *proposal = g_ptr_array_index (proposals, i);

    gs_lesson_draft_add_mistake (self->draft, step, proposal->when, proposal->say);
  }
  note_change (self);
  show_step (self);
  tell (self,
        proposals->len > 0
            ? _ ("Change what is said so that it helps your class, and take out what nobody would answer.")
            : _ ("Of this cell there is no usual mistake that its numbers could tell apart."));
}

/* ---- order ---- */

static void
move (GsLessonEditor *self, gint by)
{
  gint step = get_step (self);

  gs_lesson_draft_move_step (self->draft, (guint) step, (guint) (step + by));
  note_change (self);
  fill_list (self, step + by);
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
  gint step = get_step (self);

  if (button != 1 || step < 0)
    return;
  gs_lesson_draft_remove_step (self->draft, (guint) step);
  note_change (self);
  fill_list (self, step);
}

static void
on_delete (GsLessonEditor *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Delete"), NULL };

  gs_dialogs_ask (GTK_WINDOW (self), _ ("Delete this step?"), _ ("Its text and its task go with it."),
                  buttons, on_delete_answered, self);
}

/* ---- checking: a job ---- */

typedef struct {
  GsLessonDraft *draft;
  gchar *folder;
} Order;

static void
free_order (gpointer data)
{
  Order *order = data;

  gs_lesson_draft_free (order->draft);
  g_free (order->folder);
  g_free (order);
}

static gpointer
check (gpointer data, GError **error)
{
  const Order *order = data;

  return gs_lesson_draft_check (order->draft, order->folder);
}

static void
show_problems (GsLessonEditor *self, const GPtrArray *problems)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->problems)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->problems), row);
  for (guint i = 0; i < problems->len; i++) {
    g_autofree gchar *visible = gs_quote_visible (g_ptr_array_index (problems, i), FALSE);
    GtkWidget *label = gtk_label_new (visible);
    guint step = 0;

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    gtk_list_box_append (GTK_LIST_BOX (self->problems), label);
    row = gtk_widget_get_parent (label);
    gs_accessible_set_name (row, visible);
    if (sscanf (visible, "steps[%u]", &step) == 1)
      g_object_set_data (G_OBJECT (row), "step", GUINT_TO_POINTER (step));
  }
  gtk_widget_set_visible (self->problems_part, problems->len > 0);
}

static void
on_checked (gpointer owner, gpointer order, gpointer result, const GError *error)
{
  GsLessonEditor *self = owner;
  g_autoptr (GPtrArray) problems = result;
  g_autofree gchar *text = g_strdup_printf (
      ngettext ("%u thing is to be mended; the rest of the lesson can be played.",
                "%u things are to be mended; the rest of the lesson can be played.", problems->len),
      problems->len);

  show_problems (self, problems);
  tell (self,
        problems->len > 0 ? text : _ ("All is well: every task can be solved, every mistake is recognised."));
}

/* A lesson that nobody can read says so in place of a list that looks like advice. */
static void
on_check (GsLessonEditor *self)
{
  static const GsJobKind kind = { check, on_checked, free_order, (GDestroyNotify) g_ptr_array_unref };
  Order *order;

  if (gs_lesson_draft_get_n_steps (self->draft) == 0) {
    tell (self, _ ("The lesson has no step yet. Show something in the sheet, and add it."));
    return;
  }
  order = g_new0 (Order, 1);
  order->draft = gs_lesson_draft_copy (self->draft);
  order->folder = g_strdup (self->folder);
  gs_job_start (self->work, &kind, _ ("Checking the lesson"), order, self);
}

/* The step that the problem is in. */
static void
on_problem (GsLessonEditor *self, GtkListBoxRow *row)
{
  guint step = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "step"));
  GtkListBoxRow *of =
      step > 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (gint) step - 1) : NULL;

  if (of != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), of);
}

/* ---- trying ---- */

static void
on_try (GsLessonEditor *self)
{
  g_autofree gchar *path = g_build_filename (self->folder, "tried.json", NULL);
  g_autoptr (GError) error = NULL;

  if (gs_lesson_draft_save (self->draft, path, &error))
    gs_application_try_lesson (GS_APPLICATION (self->application), GTK_WINDOW (self), path,
                               (guint) get_step (self));
  else
    gs_dialogs_tell (GTK_WINDOW (self), _ ("This lesson cannot be tried"), error->message);
}

/* ---- files ---- */

static void
show_draft (GsLessonEditor *self)
{
  self->is_showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->title), gs_lesson_draft_get_title (self->draft));
  self->is_showing = FALSE;
  fill_list (self, 0);
  gtk_widget_set_visible (self->problems_part, FALSE);
  self->is_changed = FALSE;
}

static gboolean
load (GsLessonEditor *self, const gchar *path, GError **error)
{
  GsLessonDraft *draft = gs_lesson_draft_load (path, error);

  if (draft == NULL)
    return FALSE;
  g_clear_pointer (&self->draft, gs_lesson_draft_free);
  self->draft = draft;
  g_free (self->path);
  self->path = g_strdup (path);
  show_draft (self);
  on_check (self);
  return TRUE;
}

static void
open_file (GFile *file, gpointer owner)
{
  g_autofree gchar *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;

  if (path != NULL && !load (owner, path, &error))
    gs_dialogs_tell (owner, _ ("This lesson cannot be opened"), error->message);
}

static void
on_discard_answered (gint button, gpointer owner)
{
  if (button == 1)
    gs_file_dialog_choose_lesson (owner, _ ("A lesson to change"), open_file, owner);
}

static void
on_open (GsLessonEditor *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Discard"), NULL };

  if (self->is_changed)
    gs_dialogs_ask (GTK_WINDOW (self), _ ("Leave this lesson?"), _ ("It has changes that are not saved."),
                    buttons, on_discard_answered, self);
  else
    on_discard_answered (1, self);
}

static void
save_to (GFile *file, gpointer owner)
{
  GsLessonEditor *self = owner;
  gchar *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  if (!gs_lesson_draft_save (self->draft, path, &error)) {
    gs_dialogs_tell (GTK_WINDOW (self), _ ("This lesson was not saved"), error->message);
    g_free (path);
    return;
  }
  g_free (self->path);
  self->path = path;
  self->is_changed = FALSE;
  tell (self, _ ("The lesson is saved."));
  on_check (self);
}

static void
on_save (GsLessonEditor *self)
{
  g_autofree gchar *name = self->path != NULL ? g_path_get_basename (self->path) : g_strdup ("lesson.json");

  if (g_str_has_suffix (name, ".json"))
    name[strlen (name) - strlen (".json")] = '\0';
  gs_file_dialog_save (GTK_WINDOW (self), _ ("Save the lesson"), name, ".json", save_to, self);
}

static void
on_close_answered (gint button, gpointer owner)
{
  GsLessonEditor *self = owner;

  self->may_close = button == 1;
  if (self->may_close)
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
on_close (GtkWindow *window)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Discard"), NULL };
  GsLessonEditor *self = GS_LESSON_EDITOR (window);

  if (!self->is_changed || self->may_close)
    return GTK_WINDOW_CLASS (gs_lesson_editor_parent_class)->close_request (window);
  gs_dialogs_ask (window, _ ("Leave this lesson?"), _ ("It has changes that are not saved."), buttons,
                  on_close_answered, self);
  return TRUE;
}

/* ---- the window ---- */

static void
remove_folder (GsLessonEditor *self)
{
  static const gchar *const names[] = { "tried.json", "checked.json" };

  for (gsize i = 0; self->folder != NULL && i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *path = g_build_filename (self->folder, names[i], NULL);

    g_unlink (path);
  }
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

static void
gs_lesson_editor_dispose (GObject *object)
{
  GsLessonEditor *self = GS_LESSON_EDITOR (object);

  if (self->work != NULL)
    gs_job_stop (self->work);
  self->is_showing = TRUE; /* what goes is no change */
  gtk_widget_dispose_template (GTK_WIDGET (self), GS_TYPE_LESSON_EDITOR);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_lesson_editor_parent_class)->dispose (object);
}

static void
gs_lesson_editor_finalize (GObject *object)
{
  GsLessonEditor *self = GS_LESSON_EDITOR (object);

  remove_folder (self);
  g_clear_pointer (&self->draft, gs_lesson_draft_free);
  g_free (self->path);
  G_OBJECT_CLASS (gs_lesson_editor_parent_class)->finalize (object);
}

static void
gs_lesson_editor_class_init (GsLessonEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gs_lesson_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = gs_lesson_editor_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = on_close;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "lessons#a-lesson-of-your-own");
  gs_template_set (widget_class, "gs-lesson-editor");
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, title);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, save);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, list);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, add);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, up);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, down);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, remove);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, form);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, step_title);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, text);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, asked);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, nothing);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, task);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, prompt);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, mistakes);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, propose);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, work);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, said);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, problems_part);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, problems);
  gtk_widget_class_bind_template_child (widget_class, GsLessonEditor, attempt);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_ask);
  gtk_widget_class_bind_template_callback (widget_class, on_ask_nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
  gtk_widget_class_bind_template_callback (widget_class, on_delete);
  gtk_widget_class_bind_template_callback (widget_class, on_down);
  gtk_widget_class_bind_template_callback (widget_class, on_insert);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_problem);
  gtk_widget_class_bind_template_callback (widget_class, on_propose);
  gtk_widget_class_bind_template_callback (widget_class, on_record);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_step);
  gtk_widget_class_bind_template_callback (widget_class, on_try);
  gtk_widget_class_bind_template_callback (widget_class, on_up);
}

static void
gs_lesson_editor_init (GsLessonEditor *self)
{
  gs_template_init (GTK_WIDGET (self));
  g_signal_connect_swapped (self->title, "changed", G_CALLBACK (on_title), self);
  g_signal_connect_swapped (self->step_title, "changed", G_CALLBACK (on_step_title), self);
  g_signal_connect_swapped (self->prompt, "changed", G_CALLBACK (on_prompt), self);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), "changed",
                           G_CALLBACK (on_text), self, G_CONNECT_SWAPPED);
}

GtkWindow *
gs_lesson_editor_new (GtkWindow *parent, GsView *view, const gchar *path, GError **error)
{
  GsLessonEditor *self =
      g_object_new (GS_TYPE_LESSON_EDITOR, "application", gtk_window_get_application (parent), NULL);

  self->application = gtk_window_get_application (parent);
  self->view = g_object_ref (view);
  self->folder = g_dir_make_tmp ("gradsheet-lesson-XXXXXX", error);
  self->draft = gs_lesson_draft_new (_ ("My lesson"));
  if (self->folder == NULL || (path != NULL && !load (self, path, error))) {
    gtk_window_destroy (GTK_WINDOW (self));
    return NULL;
  }
  if (path == NULL) {
    show_draft (self);
    tell (self, _ ("Let the sheet show what your class is to see first, then add it as a step."));
  }
  gtk_widget_grab_focus (self->title);
  return GTK_WINDOW (self);
}
