/* A new network, in one dialog. */
#include "gs-new-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/data/gs-rows.h"
#include "app/data/gs-source.h"
#include "app/workbook/gs-workbook-layers.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-build-list.h"
#include "gs-choice.h"
#include "gs-file-dialog.h"
#include "gs-help-window.h"
#include "gs-screen.h"
#include "gs-template.h"
#include "gs-window.h"

#define CLASSES_LINE "input %zu · dense 8 tanh · dense %zu softmax"
#define NUMBER_LINE  "input %zu · dense 8 tanh · dense 1%s"
#define FIRST_LINE   "input 2 · dense 8 tanh · dense 1 sigmoid"
/* Rows that are made to see whether they fit. */
#define N_TRIED 6

struct _GsNewDialog {
  GtkWindow parent_instance;

  GtkWidget *line, *line_problem, *rows, *made, *what, *made_fields, *n_rows, *noise, *seed, *curve_label,
      *curve;
  GtkWidget *file, *file_said, *typed_hint, *typed, *batch, *rows_problem, *problem, *create;
  GsBuildList *list;
  GtkWidget *kind;       /* a drop-down: generators, then the data that come with the program */
  gchar *path;           /* the file of rows, or NULL */
  gboolean is_following; /* line or list are being set, not used */
};

G_DEFINE_FINAL_TYPE (GsNewDialog, gs_new_dialog, GTK_TYPE_WINDOW)

static const gchar *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static gchar *
get_typed (GsNewDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->typed));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static gboolean
is_page (GsNewDialog *self, const gchar *name)
{
  return g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (self->rows)), name);
}

/* ---- the rows ---- */

/* The generator that is chosen; GS_N_GENERATORS for data that come with the program. */
static guint
get_kind (GsNewDialog *self)
{
  return MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind)), GS_N_GENERATORS);
}

/* As gs_source_open() takes it; the first few of the rows where they are only tried. Caller frees. */
static gchar *
describe_made (GsNewDialog *self, gboolean tries)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));
  gint n = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->n_rows));
  g_autoptr (GString) text = g_string_new (NULL);
  gchar noise[G_ASCII_DTOSTR_BUF_SIZE];

  if (chosen >= GS_N_GENERATORS)
    return g_strdup (gs_source_list_shipped ()[chosen - GS_N_GENERATORS]);
  g_ascii_formatd (noise, sizeof noise, "%.2f", gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->noise)));
  g_string_append_printf (text, "%s:rows=%d,noise=%s,seed=%d",
                          gs_generator_get_name ((GsGeneratorKind) chosen), tries ? MIN (n, N_TRIED) : n,
                          noise, gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->seed)));
  if (chosen == GS_GENERATOR_CURVE)
    g_string_append_printf (text, ",f=%s", get_text (self->curve));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
try_made (GsNewDialog *self, const NnNetwork *network, GError **error)
{
  g_autofree gchar *text = describe_made (self, TRUE);
  g_autoptr (GsSource) source = gs_source_open (text, error);
  g_autoptr (GsDataset) data = source != NULL ? gs_source_read (source, network, NULL, NULL, error) : NULL;

  return data != NULL;
}

static gboolean
try_typed (GsNewDialog *self, const NnNetwork *network, GError **error)
{
  g_autofree gchar *text = get_typed (self);
  g_autoptr (GsDataset) none = NULL, data = NULL;
  NnShape target;

  if (*text == '\0') {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("No row is typed yet. Rows can also come later: choose “None yet”."));
    return FALSE;
  }
  if (!nn_network_get_target_shape (network, &target, error))
    return FALSE;
  none = gs_dataset_new_empty (&network->input, &target);
  data = gs_rows_append (none, network, text, NULL, error);
  return data != NULL;
}

/* A file is read when the document is made. */
static gboolean
try_rows (GsNewDialog *self, const NnNetwork *network, GError **error)
{
  if (is_page (self, "made"))
    return try_made (self, network, error);
  if (is_page (self, "typed"))
    return try_typed (self, network, error);
  if (is_page (self, "file") && self->path == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("No file is chosen yet. Rows can also come later: choose “None yet”."));
    return FALSE;
  }
  return TRUE;
}

static gboolean
take_rows (GsNewDialog *self, GsWorkbook *book, GError **error)
{
  g_autofree gchar *made = NULL, *typed = NULL;

  if (is_page (self, "made")) {
    made = describe_made (self, FALSE);
    return gs_workbook_import_rows (book, made, NULL, error);
  }
  if (is_page (self, "typed")) {
    typed = get_typed (self);
    return gs_workbook_append_rows (book, typed, NULL, error);
  }
  return !is_page (self, "file") || gs_workbook_import_rows (book, self->path, NULL, error);
}

/* ---- what fits ---- */

static void
show_problem (GtkWidget *label, GtkWidget *entry, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
  if (entry == NULL)
    return;
  if (text != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
}

static void
show_hint (GsNewDialog *self, const NnNetwork *network)
{
  g_autofree gchar *text = NULL;
  NnShape target;

  if (network == NULL || !nn_network_get_target_shape (network, &target, NULL))
    return;
  text = g_strdup_printf (_ ("One row a line, its numbers apart by tabs, semicolons or spaces: inputs (%zu), "
                             "then targets (%zu) or the name of the class."),
                          nn_shape_count (&network->input), nn_shape_count (&target));
  gtk_label_set_text (GTK_LABEL (self->typed_hint), text);
}

static void
check (GsNewDialog *self)
{
  g_autoptr (GError) layers = NULL, rows = NULL;
  g_autoptr (NnNetwork) network = gs_blueprint_build (gs_build_list_get_blueprint (self->list), &layers);
  gboolean fits = network != NULL && try_rows (self, network, &rows);

  show_problem (self->line_problem, self->line, layers != NULL ? layers->message : NULL);
  show_problem (self->rows_problem, NULL, rows != NULL ? rows->message : NULL);
  show_problem (self->problem, NULL, NULL);
  show_hint (self, network);
  gtk_widget_set_sensitive (self->create, fits);
}

/* ---- what is used ---- */

static void
on_line (GsNewDialog *self)
{
  if (self->is_following)
    return;
  self->is_following = TRUE;
  gs_build_list_set_line (self->list, get_text (self->line));
  self->is_following = FALSE;
  check (self);
}

static void
on_list (GsNewDialog *self)
{
  g_autofree gchar *line = NULL;

  if (self->is_following)
    return;
  line = gs_blueprint_get_line (gs_build_list_get_blueprint (self->list));
  self->is_following = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->line), line);
  self->is_following = FALSE;
  check (self);
}

static void
on_kind (GsNewDialog *self)
{
  guint kind = get_kind (self), chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));
  const gchar *what = kind < GS_N_GENERATORS
                          ? gs_generator_get_what ((GsGeneratorKind) kind)
                          : gs_source_get_shipped_what (gs_source_list_shipped ()[chosen - GS_N_GENERATORS]);

  gtk_label_set_text (GTK_LABEL (self->what), what);
  gtk_widget_set_visible (self->made_fields, kind < GS_N_GENERATORS);
  gtk_widget_set_visible (self->curve, kind == GS_GENERATOR_CURVE);
  gtk_widget_set_visible (self->curve_label, kind == GS_GENERATOR_CURVE);
  check (self);
}

/* When the page is being made, the rest is not there yet. */
static void
on_rows (GsNewDialog *self)
{
  if (self->list != NULL && gs_build_list_get_blueprint (self->list) != NULL)
    check (self);
}

static void
on_file_chosen (GFile *file, gpointer user_data)
{
  GsNewDialog *self = user_data;
  g_autofree gchar *name = NULL;

  g_free (self->path);
  self->path = g_file_get_path (file);
  show_problem (self->file_said, NULL, NULL);
  name = self->path != NULL ? g_filename_display_basename (self->path) : NULL;
  gtk_button_set_label (GTK_BUTTON (self->file), name != NULL ? name : _ ("Choose a file…"));
  check (self);
}

static void
on_file (GsNewDialog *self)
{
  gs_file_dialog_choose_rows (GTK_WINDOW (self), _ ("Rows from a file"), on_file_chosen, self);
}

static void
on_create (GsNewDialog *self)
{
  g_autoptr (GError) error = NULL;
  NnNetwork *network = gs_blueprint_build (gs_build_list_get_blueprint (self->list), &error);
  gint batch = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->batch));
  g_autoptr (GsWorkbook) book =
      network != NULL ? gs_workbook_new_from_network (network, batch, &error) : NULL;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (book == NULL) {
    show_problem (self->problem, NULL, error->message);
    return;
  }
  if (!take_rows (self, book, &error)) {
    show_problem (self->rows_problem, NULL, error->message);
    return;
  }
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL);
  gtk_window_present (GTK_WINDOW (gs_window_new (application, book, NULL)));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_cancel (GsNewDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- the window ---- */

static void
add_kinds (GsNewDialog *self)
{
  const gchar *const *shipped = gs_source_list_shipped ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (gint kind = 0; kind < GS_N_GENERATORS; kind++)
    g_ptr_array_add (texts, (gpointer) gs_generator_get_name ((GsGeneratorKind) kind));
  for (gint i = 0; shipped[i] != NULL; i++)
    g_ptr_array_add (texts, (gpointer) shipped[i]);
  g_ptr_array_add (texts, NULL);
  self->kind = gs_choice_new ((const gchar *const *) texts->pdata, _ ("What kind of rows"));
  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (on_kind), self);
  gtk_box_prepend (GTK_BOX (self->made), self->kind);
}

static void
finalize (GObject *object)
{
  g_free (GS_NEW_DIALOG (object)->path);
  G_OBJECT_CLASS (gs_new_dialog_parent_class)->finalize (object);
}

static void
gs_new_dialog_class_init (GsNewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (GS_TYPE_BUILD_LIST);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "building");
  gs_template_set (widget_class, "gs-new-dialog");
#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, GsNewDialog, name)
  CHILD (line);
  CHILD (line_problem);
  CHILD (rows);
  CHILD (made);
  CHILD (what);
  CHILD (made_fields);
  CHILD (n_rows);
  CHILD (noise);
  CHILD (seed);
  CHILD (curve_label);
  CHILD (curve);
  CHILD (file);
  CHILD (file_said);
  CHILD (typed_hint);
  CHILD (typed);
  CHILD (batch);
  CHILD (rows_problem);
  CHILD (list);
  CHILD (problem);
  CHILD (create);
#undef CHILD
  gtk_widget_class_bind_template_callback (widget_class, on_line);
  gtk_widget_class_bind_template_callback (widget_class, on_list);
  gtk_widget_class_bind_template_callback (widget_class, on_rows);
  gtk_widget_class_bind_template_callback (widget_class, on_file);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
gs_new_dialog_init (GsNewDialog *self)
{
  gs_template_init (GTK_WIDGET (self));
  add_kinds (self);
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->typed)), "changed",
                            G_CALLBACK (on_rows), self);
  self->is_following = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->line), FIRST_LINE);
  gs_build_list_set_blueprint (self->list, gs_blueprint_new_from_line (FIRST_LINE));
  self->is_following = FALSE;
  on_kind (self);
}

static GsNewDialog *
show (GtkWindow *parent)
{
  GtkApplication *application = gtk_window_get_application (parent);
  GsNewDialog *self;

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    if (GS_IS_NEW_DIALOG (link->data)) {
      gtk_window_present (link->data);
      return link->data;
    }
  self = g_object_new (GS_TYPE_NEW_DIALOG, "application", application, "transient-for", parent,
                       "destroy-with-parent", TRUE, NULL);
  gs_screen_set_size (GTK_WINDOW (self), 920, 640);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->create);
  gtk_widget_grab_focus (self->line);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

void
gs_new_dialog_show (GtkWindow *parent)
{
  show (parent);
}

/* A small network that takes the columns: words in the first name the rows, in the last they are classes.
 * Caller frees. */
static gchar *
propose_line (const GsTable *table)
{
  gsize n = gs_table_get_n_columns (table), n_words, n_names;
  gboolean named = n > 2 && gs_table_get_words (table, 0, &n_names) != NULL,
           classes = gs_table_get_words (table, n - 1, &n_words) != NULL;
  gsize n_inputs = MAX (n - 1 - (named ? 1 : 0), 1);

  if (classes && n_words > 2)
    return g_strdup_printf (CLASSES_LINE, n_inputs, n_words);
  return g_strdup_printf (NUMBER_LINE, n_inputs, classes ? " sigmoid" : "");
}

void
gs_new_dialog_show_rows (GtkWindow *parent, const gchar *path, const GsTable *table)
{
  GsNewDialog *self = show (parent);
  gsize n = gs_table_get_n_rows (table);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree gchar *line = propose_line (table), *how = gs_table_describe (table), *said = NULL;

  said = g_strdup_printf (ngettext ("%zu row: %s.", "%zu rows: %s.", (gulong) n), n, how);
  gtk_stack_set_visible_child_name (GTK_STACK (self->rows), "file");
  gtk_editable_set_text (GTK_EDITABLE (self->line), line);
  on_file_chosen (file, self);
  show_problem (self->file_said, NULL, said);
}
