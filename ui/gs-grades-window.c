/* What a class has handed in, graded. */
#include "gs-grades-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/lesson/gs-class.h"
#include "app/paper/gs-class-report.h"
#include "app/text/gs-file.h"
#include "app/text/gs-quote.h"
#include "gs-accessible.h"
#include "gs-dialogs.h"
#include "gs-file-dialog.h"
#include "gs-help-window.h"
#include "gs-host.h"
#include "gs-job.h"
#include "gs-later.h"
#include "gs-screen.h"
#include "gs-settings.h"
#include "gs-style.h"
#include "gs-template.h"

#define A_FRAME 30 /* milliseconds, and more */

struct _GsGradesWindow {
  GtkWindow parent_instance;

  GsLater focus_later;
  GtkWidget *folder, *table, *report, *work, *said, *parts, *learners, *remarks;
  gchar *lesson;
  GPtrArray *chosen; /* paths, while several files are told one by one */
  GsClass *class;    /* NULL before there is something to show */
};

G_DEFINE_FINAL_TYPE (GsGradesWindow, gs_grades_window, GTK_TYPE_WINDOW)

/* ---- a learner's work ---- */

static const GsGradeStep *
get_step (const GsClassWork *work, guint task)
{
  return g_ptr_array_index (work->grade->steps, task);
}

/* The lesson at the task, with the answers that were handed in, where they went astray. */
static void
open_work (GsGradesWindow *self, guint learner, guint task)
{
  const GsClassWork *work = g_ptr_array_index (self->class->works, learner);
  const GsGradeStep *step = get_step (work, task);

  gs_host_open_work (GTK_WINDOW (self), self->class->lesson_path, work->work, step->id, step->astray);
}

/* Where the learner lost the first point; all right: the first task. */
static void
on_learner (GsGradesWindow *self, guint learner)
{
  const GsClassWork *work = g_ptr_array_index (self->class->works, learner);
  guint task = 0;

  while (task < work->grade->steps->len && get_step (work, task)->points == get_step (work, task)->most)
    task++;
  if (work->grade->steps->len > 0)
    open_work (self, learner, task < work->grade->steps->len ? task : 0);
}

/* ---- the table ---- */

static const gchar *
get_title (const GsGradeStep *step)
{
  return step->title != NULL ? step->title : step->id;
}

/* "Forward pass: 2 of 4 points, astray at z1[1,2]"; caller frees. */
static gchar *
describe (const GsGradeStep *step)
{
  g_autofree gchar *points =
      g_strdup_printf (ngettext ("%s: %u of %u point", "%s: %u of %u points", step->most), get_title (step),
                       step->points, step->most);

  return step->astray != NULL ? g_strdup_printf (_ ("%s, astray at %s"), points, step->astray)
                              : g_steal_pointer (&points);
}

static void
on_task (GtkButton *button, GtkListItem *item)
{
  GsGradesWindow *self = GS_GRADES_WINDOW (gtk_widget_get_root (GTK_WIDGET (button)));

  open_work (self, gtk_list_item_get_position (item),
             GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "task")));
}

static void
set_up_task (GtkListItemFactory *factory, GtkListItem *item, gpointer task)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  g_object_set_data (G_OBJECT (button), "task", task);
  g_signal_connect (button, "clicked", G_CALLBACK (on_task), item);
  gtk_list_item_set_child (item, button);
}

static void
bind_task (GtkListItemFactory *factory, GtkListItem *item, gpointer task)
{
  GtkWidget *button = gtk_list_item_get_child (item);
  GsGradesWindow *self = g_object_get_data (G_OBJECT (factory), "window");
  const GsClassWork *work = g_ptr_array_index (self->class->works, gtk_list_item_get_position (item));
  const GsGradeStep *step = get_step (work, GPOINTER_TO_UINT (task));
  g_autofree gchar *points = g_strdup_printf ("%u / %u", step->points, step->most);
  g_autofree gchar *about = describe (step), *who = gs_class_work_get_name (work), *name = NULL;

  name = g_strdup_printf (_ ("%s, %s"), who, about);
  gtk_button_set_label (GTK_BUTTON (button), points);
  gtk_widget_set_tooltip_text (button, about);
  gs_accessible_set_name (button, name);
  gs_style_set_class (button, "gs-bad", step->points < step->most);
}

static void
set_up_text (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
set_text (GtkListItem *item, const gchar *text)
{
  g_autofree gchar *visible = gs_quote_visible (text, FALSE);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), visible);
}

static const GsClassWork *
get_work (GsGradesWindow *self, GtkListItem *item)
{
  return g_ptr_array_index (self->class->works, gtk_list_item_get_position (item));
}

static void
bind_name (GtkListItemFactory *factory, GtkListItem *item, GsGradesWindow *self)
{
  g_autofree gchar *name = gs_class_work_get_name (get_work (self, item));

  set_text (item, name);
}

static void
bind_total (GtkListItemFactory *factory, GtkListItem *item, GsGradesWindow *self)
{
  const GsGrade *grade = get_work (self, item)->grade;
  g_autofree gchar *total = g_strdup_printf (_ ("%u of %u, %u %%"), grade->points, grade->most,
                                             grade->most > 0 ? 100 * grade->points / grade->most : 0);

  set_text (item, total);
}

static void
bind_note (GtkListItemFactory *factory, GtkListItem *item, GsGradesWindow *self)
{
  set_text (item, gs_work_is_edited (get_work (self, item)->work) ? _ ("changed by hand") : "");
}

static void
add_column (GsGradesWindow *self, const gchar *title, GCallback set_up, GCallback bind, gpointer user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  g_object_set_data (G_OBJECT (factory), "window", self);
  g_signal_connect (factory, "setup", set_up, user_data);
  g_signal_connect (factory, "bind", bind, user_data);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->learners), column);
}

static void
clear_columns (GsGradesWindow *self)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->learners));

  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->learners), NULL);
  while (g_list_model_get_n_items (columns) > 0) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

    gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->learners), column);
  }
}

static void
fill_table (GsGradesWindow *self)
{
  const GsClassWork *first = g_ptr_array_index (self->class->works, 0);
  GtkStringList *names = gtk_string_list_new (NULL);
  g_autoptr (GtkSingleSelection) rows = gtk_single_selection_new (G_LIST_MODEL (names)); /* takes them */

  add_column (self, _ ("Who"), G_CALLBACK (set_up_text), G_CALLBACK (bind_name), self);
  add_column (self, _ ("Points"), G_CALLBACK (set_up_text), G_CALLBACK (bind_total), self);
  for (guint i = 0; i < first->grade->steps->len; i++) {
    const GsGradeStep *step = g_ptr_array_index (first->grade->steps, i);
    /* Translators: the number of a task and its title, above a column. */
    g_autofree gchar *title = g_strdup_printf (_ ("%u. %s"), i + 1, get_title (step));

    add_column (self, title, G_CALLBACK (set_up_task), G_CALLBACK (bind_task), GUINT_TO_POINTER (i));
  }
  add_column (self, _ ("Remarks"), G_CALLBACK (set_up_text), G_CALLBACK (bind_note), self);
  for (guint i = 0; i < self->class->works->len; i++)
    gtk_string_list_append (names, "");
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->learners), GTK_SELECTION_MODEL (rows));
}

/* ---- what went wrong ---- */

/* The row leads to the first learner's work that has this mistake; none: learner -1. */
static void
add_remark (GsGradesWindow *self, const gchar *text, gint learner, guint task)
{
  g_autofree gchar *visible = gs_quote_visible (text, FALSE);
  GtkWidget *label = gtk_label_new (visible), *row;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (learner < 0)
    gtk_widget_add_css_class (label, "gs-bad");
  gtk_list_box_append (GTK_LIST_BOX (self->remarks), label);
  row = gtk_widget_get_parent (label);
  gs_accessible_set_name (row, visible);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), learner >= 0);
  g_object_set_data (G_OBJECT (row), "learner", GINT_TO_POINTER (learner));
  g_object_set_data (G_OBJECT (row), "task", GUINT_TO_POINTER (task));
}

static void
on_remark (GsGradesWindow *self, GtkListBoxRow *row)
{
  gint learner = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "learner"));

  if (learner >= 0)
    open_work (self, learner, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "task")));
}

static gboolean
has_mistake (const GsGradeStep *step, const GsGradeMistake *mistake)
{
  if (!g_str_equal (step->id, mistake->step))
    return FALSE;
  for (guint i = 0; i < step->mistakes->len; i++)
    if (g_str_equal (g_ptr_array_index (step->mistakes, i), mistake->text))
      return TRUE;
  return FALSE;
}

/* The first learner who made it, and in which task. */
static guint
find_mistake (GsGradesWindow *self, const GsGradeMistake *mistake, guint *task)
{
  for (guint i = 0; i < self->class->works->len; i++) {
    const GsClassWork *work = g_ptr_array_index (self->class->works, i);

    for (*task = 0; *task < work->grade->steps->len; ++*task)
      if (has_mistake (get_step (work, *task), mistake))
        return i;
  }
  g_assert_not_reached (); /* it was counted */
}

static void
add_mistakes (GsGradesWindow *self)
{
  g_autoptr (GPtrArray) mistakes = gs_class_count_mistakes (self->class);

  for (guint i = 0; i < mistakes->len; i++) {
    const GsGradeMistake *mistake = g_ptr_array_index (mistakes, i);
    guint task, learner = find_mistake (self, mistake, &task);
    const GsClassWork *work = g_ptr_array_index (self->class->works, learner);
    g_autofree gchar *text =
        g_strdup_printf (_ ("%u of %u, task %u, %s: %s"), mistake->n, self->class->works->len, task + 1,
                         get_title (get_step (work, task)), mistake->text);

    add_remark (self, text, (gint) learner, task);
  }
}

static void
add_problems (GsGradesWindow *self)
{
  for (guint i = 0; i < self->class->problems->len; i++) {
    const GsClassProblem *problem = g_ptr_array_index (self->class->problems, i);
    g_autofree gchar *name = g_filename_display_basename (problem->path);
    g_autofree gchar *text = g_strdup_printf (_ ("Not graded: %s: %s"), name, problem->reason);

    add_remark (self, text, -1, 0);
  }
}

/* ---- grading: a job ---- */

typedef struct {
  gchar **paths;
  gchar *lesson, *languages;
} Order;

static void
free_order (gpointer data)
{
  Order *order = data;

  g_strfreev (order->paths);
  g_free (order->lesson);
  g_free (order->languages);
  g_free (order);
}

static gpointer
grade (gpointer data, GError **error)
{
  const Order *order = data;

  return gs_class_collect ((const gchar *const *) order->paths, order->lesson, order->languages, error);
}

static void
say_how_many (GsGradesWindow *self)
{
  guint n = self->class->works->len, n_bad = self->class->problems->len;
  g_autofree gchar *graded = g_strdup_printf (ngettext ("%s: %u work graded.", "%s: %u works graded.", n),
                                              self->class->lesson->title, n);
  g_autofree gchar *bad =
      g_strdup_printf (ngettext ("%u file is not graded.", "%u files are not graded.", n_bad), n_bad);
  g_autofree gchar *all = n_bad > 0 ? g_strdup_printf (_ ("%s %s"), graded, bad) : g_strdup (graded);

  gtk_label_set_text (GTK_LABEL (self->said), all);
}

/* The rows are there when they have been laid out. */
static void
focus_learners (gpointer owner)
{
  GsGradesWindow *self = owner;

  gtk_widget_grab_focus (gtk_widget_get_last_child (self->learners)); /* behind the heading: the rows */
}

static void
show_class (GsGradesWindow *self, GsClass *class)
{
  GtkWidget *row;

  clear_columns (self);
  while ((row = gtk_widget_get_first_child (self->remarks)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->remarks), row);
  g_clear_pointer (&self->class, gs_class_free);
  self->class = class;
  say_how_many (self);
  fill_table (self);
  add_problems (self);
  add_mistakes (self);
  gtk_widget_set_visible (self->parts, TRUE);
  gtk_widget_set_sensitive (self->table, TRUE);
  gtk_widget_set_sensitive (self->report, TRUE);
  gs_later_at_rest (&self->focus_later, A_FRAME, focus_learners, self);
}

static void
on_graded (gpointer owner, gpointer order, gpointer result, const GError *error)
{
  if (result != NULL)
    show_class (owner, result);
  else
    gs_dialogs_tell (owner, _ ("Nothing could be graded"), error->message);
}

/* Takes the paths (gchar *, not NULL-terminated). */
static void
start (GsGradesWindow *self, GPtrArray *paths)
{
  static const GsJobKind kind = { grade, on_graded, free_order, (GDestroyNotify) gs_class_free };
  Order *order = g_new0 (Order, 1);

  g_ptr_array_add (paths, NULL);
  order->paths = (gchar **) g_ptr_array_free (paths, FALSE);
  order->lesson = g_strdup (self->lesson);
  order->languages = g_strdup (gs_settings_get_lesson_language ());
  gs_job_start (self->work, &kind, _ ("Grading"), order, self);
}

/* Each file, then NULL. */
static void
on_chosen (GFile *file, gpointer owner)
{
  GsGradesWindow *self = owner;
  gchar *path = file != NULL ? g_file_get_path (file) : NULL;

  if (self->chosen == NULL)
    self->chosen = g_ptr_array_new ();
  if (path != NULL)
    g_ptr_array_add (self->chosen, path);
  if (file == NULL)
    start (self, g_steal_pointer (&self->chosen));
}

static void
on_folder_chosen (GFile *file, gpointer owner)
{
  on_chosen (file, owner);
  on_chosen (NULL, owner);
}

static void
on_folder (GsGradesWindow *self)
{
  gs_file_dialog_choose_folder (GTK_WINDOW (self), _ ("The folder with the work"), on_folder_chosen, self);
}

static void
on_files (GsGradesWindow *self)
{
  gs_file_dialog_choose_works (GTK_WINDOW (self), _ ("Work to grade"), on_chosen, self);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, gdouble x, gdouble y, GsGradesWindow *self)
{
  for (GSList *link = g_value_get_boxed (value); link != NULL; link = link->next)
    on_chosen (link->data, self);
  on_chosen (NULL, self);
  return TRUE;
}

/* ---- saving ---- */

static void
tell_saved (GsGradesWindow *self, const gchar *path, const GError *error)
{
  g_autofree gchar *name = g_filename_display_basename (path),
                   *text = g_strdup_printf (_ ("%s is saved."), name);

  if (error == NULL)
    gtk_label_set_text (GTK_LABEL (self->said), text);
  else
    gs_dialogs_tell (GTK_WINDOW (self), _ ("This was not saved"), error->message);
}

static void
save_table (GFile *file, gpointer owner)
{
  GsGradesWindow *self = owner;
  g_autofree gchar *path = g_file_get_path (file), *text = gs_class_to_csv (self->class);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  gs_file_write (path, text, strlen (text), GS_FILE_PUBLIC, &error);
  tell_saved (self, path, error);
}

static void
save_report (GFile *file, gpointer owner)
{
  GsGradesWindow *self = owner;
  g_autofree gchar *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  gs_class_report_write (self->class, GS_PAPER_A4, path, &error);
  tell_saved (self, path, error);
}

static void
on_table (GsGradesWindow *self)
{
  gs_file_dialog_save (GTK_WINDOW (self), _ ("Save the table"), self->class->lesson->id, ".csv", save_table,
                       self);
}

static void
on_report (GsGradesWindow *self)
{
  gs_file_dialog_save (GTK_WINDOW (self), _ ("Save the report"), self->class->lesson->id, ".pdf", save_report,
                       self);
}

/* ---- the window ---- */

static void
gs_grades_window_dispose (GObject *object)
{
  GsGradesWindow *self = GS_GRADES_WINDOW (object);

  gs_template_take_typed (self);
  gs_later_forget (&self->focus_later);
  if (self->work != NULL)
    gs_job_stop (self->work);
  if (self->learners != NULL)
    clear_columns (self);
  g_clear_pointer (&self->class, gs_class_free);
  g_clear_pointer (&self->lesson, g_free);
  if (self->chosen != NULL)
    g_ptr_array_set_free_func (self->chosen, g_free);
  g_clear_pointer (&self->chosen, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GS_TYPE_GRADES_WINDOW);
  G_OBJECT_CLASS (gs_grades_window_parent_class)->dispose (object);
}

static void
gs_grades_window_class_init (GsGradesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gs_grades_window_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "lessons#grading");
  gs_template_set (widget_class, "gs-grades-window");
  gtk_widget_class_bind_template_child (widget_class, GsGradesWindow, folder);
  gtk_widget_class_bind_template_child (widget_class, GsGradesWindow, table);
  gtk_widget_class_bind_template_child (widget_class, GsGradesWindow, report);
  gtk_widget_class_bind_template_child (widget_class, GsGradesWindow, work);
  gtk_widget_class_bind_template_child (widget_class, GsGradesWindow, said);
  gtk_widget_class_bind_template_child (widget_class, GsGradesWindow, parts);
  gtk_widget_class_bind_template_child (widget_class, GsGradesWindow, learners);
  gtk_widget_class_bind_template_child (widget_class, GsGradesWindow, remarks);
  gtk_widget_class_bind_template_callback (widget_class, on_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_files);
  gtk_widget_class_bind_template_callback (widget_class, on_table);
  gtk_widget_class_bind_template_callback (widget_class, on_report);
  gtk_widget_class_bind_template_callback (widget_class, on_learner);
  gtk_widget_class_bind_template_callback (widget_class, on_remark);
}

static void
gs_grades_window_init (GsGradesWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gs_template_init (GTK_WIDGET (self));
  gs_screen_set_design_size (GTK_WINDOW (self), 1000, 660);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_widget_grab_focus (self->folder);
}

GtkWindow *
gs_grades_window_new (GtkWindow *parent, const gchar *lesson)
{
  GsGradesWindow *self =
      g_object_new (GS_TYPE_GRADES_WINDOW, "application", gtk_window_get_application (parent), NULL);

  self->lesson = g_strdup (lesson);
  return GTK_WINDOW (self);
}
