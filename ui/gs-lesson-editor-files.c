/* The editor of lessons: checking, trying, opening and saving what is written. */
#include <glib/gi18n-lib.h>

#include "app/text/gs-quote.h"
#include "gs-accessible.h"
#include "gs-dialogs.h"
#include "gs-file-dialog.h"
#include "gs-host.h"
#include "gs-job.h"
#include "gs-lesson-editor-private.h"

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
    guint step;
    g_autofree gchar *said = gs_lesson_draft_say_problem (g_ptr_array_index (problems, i), &step);
    g_autofree gchar *visible = gs_quote_visible (said, FALSE);
    GtkWidget *label = gtk_label_new (visible);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    gtk_list_box_append (GTK_LIST_BOX (self->problems), label);
    row = gtk_widget_get_parent (label);
    gs_accessible_set_name (row, visible);
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
  gs_lesson_editor_tell (
      self,
      problems->len > 0 ? text : _ ("All is well: every task can be solved, every mistake is recognised."));
}

/* A lesson that nobody can read says so in place of a list that looks like advice. */
void
gs_lesson_editor_check (GsLessonEditor *self)
{
  static const GsJobKind kind = { check, on_checked, free_order, (GDestroyNotify) g_ptr_array_unref };
  Order *order;

  if (gs_lesson_draft_get_n_steps (self->draft) == 0) {
    gs_lesson_editor_tell (self, _ ("The lesson has no step yet. Show something in the sheet, and add it."));
    return;
  }
  order = g_new0 (Order, 1);
  order->draft = gs_lesson_draft_copy (self->draft);
  order->folder = g_strdup (self->folder);
  gs_job_start (self->work, &kind, _ ("Checking the lesson"), order, self);
}

/* The step that the problem is in. */
void
gs_lesson_editor_go_to_problem (GsLessonEditor *self, GtkListBoxRow *row)
{
  guint step = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "step"));
  GtkListBoxRow *of =
      step > 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (gint) step - 1) : NULL;

  if (of != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), of);
}

/* ---- trying ---- */

void
gs_lesson_editor_try (GsLessonEditor *self)
{
  g_autofree gchar *path = g_build_filename (self->folder, "tried.json", NULL);
  g_autoptr (GError) error = NULL;

  if (gs_lesson_draft_save (self->draft, path, &error))
    gs_host_try_lesson (GTK_WINDOW (self), path, (guint) gs_lesson_editor_get_step (self));
  else
    gs_dialogs_tell (GTK_WINDOW (self), _ ("This lesson cannot be tried"), error->message);
}

/* ---- files ---- */

void
gs_lesson_editor_show_draft (GsLessonEditor *self)
{
  self->is_showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->title), gs_lesson_draft_get_title (self->draft));
  self->is_showing = FALSE;
  gs_lesson_editor_fill_list (self, 0);
  gtk_widget_set_visible (self->problems_part, FALSE);
  self->is_changed = FALSE;
}

gboolean
gs_lesson_editor_load (GsLessonEditor *self, const gchar *path, GError **error)
{
  GsLessonDraft *draft = gs_lesson_draft_load (path, error);

  if (draft == NULL)
    return FALSE;
  g_clear_pointer (&self->draft, gs_lesson_draft_free);
  self->draft = draft;
  g_free (self->path);
  self->path = g_strdup (path);
  gs_lesson_editor_show_draft (self);
  gs_lesson_editor_check (self);
  return TRUE;
}

static void
open_file (GFile *file, gpointer owner)
{
  g_autofree gchar *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;

  if (path != NULL && !gs_lesson_editor_load (owner, path, &error))
    gs_dialogs_tell (owner, _ ("This lesson cannot be opened"), error->message);
}

static void
save_to (GsLessonEditor *self, const gchar *path)
{
  void (*then) (GsLessonEditor *) = self->then_saved;
  g_autofree gchar *now = g_strdup (path);
  g_autoptr (GError) error = NULL;

  self->then_saved = NULL;
  if (!gs_lesson_draft_save (self->draft, path, &error)) {
    gs_dialogs_tell (GTK_WINDOW (self), _ ("This lesson was not saved"), error->message);
    return;
  }
  g_free (self->path);
  self->path = g_steal_pointer (&now);
  self->is_changed = FALSE;
  gs_lesson_editor_tell (self, _ ("The lesson is saved."));
  if (then != NULL)
    then (self);
  else
    gs_lesson_editor_check (self);
}

static void
save_as (GFile *file, gpointer owner)
{
  g_autofree gchar *path = g_file_get_path (file);

  if (path != NULL)
    save_to (owner, path);
}

static void
ask_where (GsLessonEditor *self)
{
  g_autofree gchar *name =
      gs_file_dialog_suggest_name (self->path, gs_lesson_draft_get_title (self->draft), ".json");

  gs_file_dialog_save (GTK_WINDOW (self), _ ("Save the lesson"), name, ".json", save_as, self);
}

void
gs_lesson_editor_save (GsLessonEditor *self)
{
  self->then_saved = NULL;
  ask_where (self);
}

/* ---- leaving the lesson ---- */

static void
choose_file (GsLessonEditor *self)
{
  gs_file_dialog_choose_lesson (GTK_WINDOW (self), _ ("A lesson to change"), open_file, self);
}

static void
give_up (GsLessonEditor *self)
{
  self->is_changed = FALSE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
close_with_sheet (GsLessonEditor *self)
{
  g_autoptr (GtkWindow) sheet = self->sheet != NULL ? g_object_ref (self->sheet) : NULL;

  give_up (self);
  if (sheet != NULL)
    gtk_window_close (sheet);
}

static void
on_leave_answered (gint button, gpointer owner)
{
  GsLessonEditor *self = owner;
  void (*then) (GsLessonEditor *) = self->then;

  self->then = NULL;
  if (button == 1)
    then (self);
  if (button != 2)
    return;
  self->then_saved = then;
  if (self->path != NULL)
    save_to (self, self->path);
  else
    ask_where (self);
}

/* What is not saved is asked about, then this is done. TRUE: it is asked. */
static gboolean
leave (GsLessonEditor *self, void (*then) (GsLessonEditor *))
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Discard"), N_ ("_Save"), NULL };
  const gchar *title = gs_lesson_draft_get_title (self->draft);
  g_autofree gchar *text = NULL;

  if (!self->is_changed)
    return FALSE;
  /* Asked by the sheet too, as when the program is quit, it goes with the sheet. */
  if (self->then != close_with_sheet)
    self->then = then;
  text =
      g_strdup_printf (_ ("“%s” has changes that are not saved."), *title != '\0' ? title : _ ("Untitled"));
  gtk_window_present (GTK_WINDOW (self));
  gs_dialogs_ask (GTK_WINDOW (self), _ ("Save this lesson?"), text, buttons, on_leave_answered, self);
  return TRUE;
}

void
gs_lesson_editor_ask_for_file (GsLessonEditor *self)
{
  if (!leave (self, choose_file))
    choose_file (self);
}

gboolean
gs_lesson_editor_close (GtkWindow *window)
{
  return leave (GS_LESSON_EDITOR (window), give_up);
}

gboolean
gs_lesson_editor_ask (GsLessonEditor *self)
{
  return leave (self, close_with_sheet);
}
