/* A worksheet of what the window shows. */
#include "gs-worksheet-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/paper/gs-worksheet.h"
#include "gs-file-dialog.h"
#include "gs-help-window.h"
#include "gs-settings.h"
#include "gs-template.h"

struct _GsWorksheetDialog {
  GtkWindow parent_instance;

  GtkWidget *subject, *cells, *digits, *n, *seed, *paper, *others, *formulas, *key, *problem, *save;
  GsWorkbook *book;
  gchar *path;  /* of the lesson, or of the document; or NULL */
  gchar *title; /* likewise */
  gboolean is_lesson;
  GPtrArray *exercises; /* once a place to save them is asked for */
};

G_DEFINE_FINAL_TYPE (GsWorksheetDialog, gs_worksheet_dialog, GTK_TYPE_WINDOW)

static gint
get_number (GtkWidget *spin)
{
  return gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (spin));
}

static gboolean
is_on (GtkWidget *check)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
}

static void
show_problem (GsWorksheetDialog *self, const GError *error)
{
  gtk_label_set_text (GTK_LABEL (self->problem), error->message);
  gtk_widget_set_visible (self->problem, TRUE);
}

/* ---- writing ---- */

/* "sheets.pdf" has its key in "sheets-key.pdf". Caller frees. */
static gchar *
name_key (const gchar *path)
{
  g_autoptr (GString) name = g_string_new (path);

  if (g_str_has_suffix (path, ".pdf"))
    g_string_truncate (name, name->len - strlen (".pdf"));
  return g_string_free (g_string_append (g_steal_pointer (&name), "-key.pdf"), FALSE);
}

static GsWorksheet
describe_sheet (GsWorksheetDialog *self)
{
  return (GsWorksheet){ .title = self->title,
                        .source = self->path,
                        .is_lesson = self->is_lesson,
                        .seed = (guint64) get_number (self->seed),
                        .size = (GsPaperSize) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->paper)),
                        .formulas = is_on (self->formulas) };
}

static void
write_to (GFile *file, gpointer user_data)
{
  GsWorksheetDialog *self = user_data;
  GsWorksheet sheet = describe_sheet (self);
  guint n_variants = is_on (self->others) ? (guint) get_number (self->n) : 0;
  g_autofree gchar *path = g_file_get_path (file), *key = NULL, *name = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  key = is_on (self->key) ? name_key (path) : NULL;
  if (!gs_worksheet_write (&sheet, self->exercises, n_variants, path, key, &error)) {
    show_problem (self, error);
    return;
  }
  name = g_filename_display_basename (path);
  text = g_strdup_printf (key != NULL ? _ ("%s is written, with its key.") : _ ("%s is written."), name);
  g_signal_emit_by_name (self, "written", text);
  gtk_window_destroy (GTK_WINDOW (self));
}

static GPtrArray *
list_exercises (GsWorksheetDialog *self, GError **error)
{
  const gchar *cells = gtk_editable_get_text (GTK_EDITABLE (self->cells));
  g_autoptr (GPtrArray) exercises = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_exercise_free);
  GsExercise *exercise;

  if (self->is_lesson)
    return gs_exercise_list_of_lesson (self->path, gs_settings_get_lesson_language (),
                                       (guint64) get_number (self->seed), error);
  exercise = gs_exercise_new (gs_workbook_to_document (self->book), *cells != '\0' ? cells : NULL,
                              get_number (self->digits), error);
  if (exercise == NULL)
    return NULL;
  g_ptr_array_add (exercises, exercise);
  return g_steal_pointer (&exercises);
}

/* What does not go on paper is said before anybody looks for a place. */
static void
on_save (GsWorksheetDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) variants = NULL;
  GsWorksheet sheet = describe_sheet (self);
  g_autofree gchar *code = NULL, *name = NULL;

  gtk_widget_set_visible (self->problem, FALSE);
  g_clear_pointer (&self->exercises, g_ptr_array_unref);
  self->exercises = list_exercises (self, &error);
  if (self->exercises != NULL && is_on (self->others))
    variants = gs_exercise_vary (self->exercises, 1, (guint64) get_number (self->seed), &error);
  if (self->exercises == NULL || (is_on (self->others) && variants == NULL)) {
    show_problem (self, error);
    return;
  }
  code = gs_worksheet_make_code (&sheet);
  name = g_strdup_printf (_ ("%s-worksheet"), code);
  gs_file_dialog_save (GTK_WINDOW (self), _ ("Save the worksheet"), name, ".pdf", write_to, self);
}

static void
on_cancel (GsWorksheetDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* More sheets than one are for other numbers; with one's own numbers there is one. */
static void
on_others (GsWorksheetDialog *self)
{
  gtk_widget_set_sensitive (self->n, is_on (self->others));
  gtk_widget_set_sensitive (self->seed, is_on (self->others) || self->is_lesson);
}

/* ---- the window ---- */

static void
gs_worksheet_dialog_dispose (GObject *object)
{
  GsWorksheetDialog *self = GS_WORKSHEET_DIALOG (object);

  gs_template_take_typed (self);
  g_clear_object (&self->book);
  g_clear_pointer (&self->exercises, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GS_TYPE_WORKSHEET_DIALOG);
  G_OBJECT_CLASS (gs_worksheet_dialog_parent_class)->dispose (object);
}

static void
gs_worksheet_dialog_finalize (GObject *object)
{
  GsWorksheetDialog *self = GS_WORKSHEET_DIALOG (object);

  g_free (self->path);
  g_free (self->title);
  G_OBJECT_CLASS (gs_worksheet_dialog_parent_class)->finalize (object);
}

static void
gs_worksheet_dialog_class_init (GsWorksheetDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gs_worksheet_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = gs_worksheet_dialog_finalize;
  g_signal_new ("written", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
  gs_template_set (widget_class, "gs-worksheet-dialog");
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, cells);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, digits);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, n);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, seed);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, paper);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, others);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, formulas);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, key);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, GsWorksheetDialog, save);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "presenter#worksheets");
}

static void
gs_worksheet_dialog_init (GsWorksheetDialog *self)
{
  gs_template_init (GTK_WIDGET (self));
  g_signal_connect_swapped (self->others, "toggled", G_CALLBACK (on_others), self);
}

GsWorksheetDialog *
gs_worksheet_dialog_show (GtkWindow *parent, GsWorkbook *book, const GsLesson *lesson)
{
  const gchar *checksum;
  GsWorksheetDialog *self =
      g_object_new (GS_TYPE_WORKSHEET_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  const gchar *file = gs_workbook_get_file (book, &checksum), *own = gs_workbook_get_network (book)->title;
  g_autofree gchar *subject = NULL;

  self->book = g_object_ref (book);
  self->is_lesson = lesson != NULL;
  self->path = g_strdup (lesson != NULL ? lesson->path : file);
  self->title = g_strdup (lesson != NULL                ? lesson->title
                          : own != NULL && *own != '\0' ? own
                                                        : _ ("Worksheet"));
  subject =
      g_strdup_printf (lesson != NULL ? _ ("What the lesson “%s” lets one compute, to be computed by hand.")
                                      : _ ("A pass of “%s”, to be computed by hand."),
                       self->title);
  gtk_label_set_text (GTK_LABEL (self->subject), subject);
  gtk_widget_set_sensitive (self->cells, !self->is_lesson);
  gtk_widget_set_sensitive (self->digits, !self->is_lesson);
  on_others (self);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->save);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
