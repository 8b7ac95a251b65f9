/* A new network, in one dialog. */
#include "gs-new-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/data/gs-picks.h"
#include "app/data/gs-rows.h"
#include "app/data/gs-shipped.h"
#include "app/data/gs-source.h"
#include "app/workbook/gs-found-rows.h"
#include "app/workbook/gs-workbook-layers.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-build-list.h"
#include "gs-choice.h"
#include "gs-file-dialog.h"
#include "gs-help-window.h"
#include "gs-host.h"
#include "gs-job.h"
#include "gs-scaling-choice.h"
#include "gs-screen.h"
#include "gs-template.h"
#include "gs-text-sight.h"

#define FIRST_LINE "input 2 · dense 8 tanh · dense 1 sigmoid"
/* Rows that are made to see whether they fit. */
#define N_TRIED 6

struct _GsNewDialog {
  GtkWindow parent_instance;

  GtkWidget *line, *line_problem, *rows, *made, *what, *made_fields, *n_rows, *noise, *seed, *curve_label,
      *curve;
  GtkWidget *file, *file_said, *typed_hint, *typed, *typed_part, *batch, *shuffle, *test, *scaling_line,
      *scaling, *advice, *rows_problem, *problem, *create;
  GsBuildList *list;
  GtkWidget *kind;       /* a drop-down: generators, then the data that come with the program */
  gchar *path;           /* the file of rows, the two or the folder that was chosen, or NULL */
  GsFoundRows *found;    /* what it holds, when it has been read */
  gchar *unreadable;     /* why it cannot be */
  gboolean is_own;       /* somebody has changed the line or the list */
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

/* ---- the rows ---- */

/* The generator that is chosen; GS_N_GENERATORS for data that come with the program. */
static guint
get_kind (GsNewDialog *self)
{
  return MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind)), GS_N_GENERATORS);
}

/* As gs_source_open() takes it; the first few of the rows where they are only tried. NULL with an error for
 * what is no curve. Caller frees. */
static gchar *
describe_made (GsNewDialog *self, gboolean tries, GError **error)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));
  gint n = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->n_rows));
  g_autofree gchar *curve = g_strdup (get_text (self->curve));
  GsGenerator made = { .kind = (GsGeneratorKind) chosen,
                       .n_rows = tries ? MIN (n, N_TRIED) : n,
                       .noise = round (100 * gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->noise))) / 100,
                       .seed = (guint64) gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->seed)),
                       .curve = curve };

  return chosen < GS_N_GENERATORS ? gs_source_write_made (&made, error)
                                  : g_strdup (gs_shipped_list ()[chosen - GS_N_GENERATORS]);
}

static gboolean
try_made (GsNewDialog *self, const NnNetwork *network, GError **error)
{
  g_autofree gchar *text = describe_made (self, TRUE, error);
  g_autoptr (GsSource) source = text != NULL ? gs_source_open (text, error) : NULL;
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

/* Beneath the file stands what is in it and what becomes of it. */
static gboolean
try_file (GsNewDialog *self, const NnNetwork *network, GError **error)
{
  g_autofree gchar *said = NULL, *what = NULL, *both = NULL;

  if (self->found == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         self->unreadable != NULL ? self->unreadable
                         : self->path != NULL
                             ? _ ("The file is being read.")
                             : _ ("No file is chosen yet. Rows can also come later: choose “None yet”."));
    return FALSE;
  }
  what = gs_found_rows_describe (self->found);
  gs_found_rows_check (self->found, network, &said, error);
  both =
      g_strdup_printf ("%s%s%s", what, said != NULL && *said != '\0' ? "\n" : "", said != NULL ? said : "");
  show_problem (self->file_said, NULL, both);
  return said != NULL;
}

static gboolean
try_rows (GsNewDialog *self, const NnNetwork *network, GError **error)
{
  if (is_page (self, "made"))
    return try_made (self, network, error);
  if (is_page (self, "typed"))
    return try_typed (self, network, error);
  return !is_page (self, "file") || try_file (self, network, error);
}

static gdouble
get_test_share (GsNewDialog *self)
{
  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->test)) / 100;
}

static gboolean
is_shuffled (GsNewDialog *self)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->shuffle));
}

/* As gs_rows_order_part() does it with those of a file. */
static gboolean
part_rows (GsNewDialog *self, GsWorkbook *book, GError **error)
{
  GsRowParts parts = { .test = get_test_share (self), .seed = 1, .batch_size = -1 };

  if (!gs_workbook_part_rows (book, &parts, error))
    return FALSE;
  parts.is_shuffled = is_shuffled (self) && gs_dataset_get_n_batches (gs_workbook_get_data (book)) > 1;
  return gs_workbook_part_rows (book, &parts, error);
}

/* Those that are there at once; a file's are read by a job. */
static gboolean
take_rows (GsNewDialog *self, GsWorkbook *book, GError **error)
{
  g_autofree gchar *text = is_page (self, "made") ? describe_made (self, FALSE, error) : get_typed (self);
  GsScalingKind scaling = gs_scaling_choice_get (self->scaling);

  if (is_page (self, "none"))
    return TRUE;
  if (text == NULL)
    return FALSE;
  return (is_page (self, "made") ? gs_workbook_import_rows (book, text, NULL, error)
                                 : gs_workbook_append_rows (book, text, NULL, error))
         && part_rows (self, book, error)
         && (scaling == GS_SCALING_NONE || gs_workbook_scale_rows (book, scaling, error));
}

/* ---- what fits ---- */

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
  gs_scaling_choice_advise (self->scaling, self->advice,
                            fits && is_page (self, "file") ? gs_found_rows_advise (self->found, network)
                                                           : NULL);
  gtk_widget_set_sensitive (self->create, fits);
}

/* ---- what is used ---- */

static void
on_line (GsNewDialog *self)
{
  if (self->is_following)
    return;
  self->is_own = TRUE;
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
  self->is_own = TRUE;
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
                          : gs_shipped_get_what (gs_shipped_list ()[chosen - GS_N_GENERATORS]);

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

/* ---- a file: read beside the window when it is chosen ---- */

static gpointer
work_find (gpointer path, GError **error)
{
  return gs_found_rows_open (path, error);
}

/* A network that takes the rows is proposed to who has not begun one. */
static void
take_found (GsNewDialog *self, GsFoundRows *found)
{
  g_autofree gchar *line = gs_found_rows_propose (found);

  g_clear_pointer (&self->found, gs_found_rows_free);
  self->found = found;
  if (!self->is_own) {
    gtk_editable_set_text (GTK_EDITABLE (self->line), line);
    self->is_own = FALSE;
  }
  check (self);
}

static void
on_found (gpointer owner, gpointer path, gpointer result, const GError *error)
{
  GsNewDialog *self = owner;

  if (g_strcmp0 (self->path, path) != 0) { /* another one was chosen meanwhile */
    gs_found_rows_free (result);
    return;
  }
  if (result != NULL) {
    take_found (self, result);
    return;
  }
  self->unreadable = g_strdup (error->message);
  check (self);
}

/* "digits.csv"; of two files both names. Caller frees. */
static gchar *
name_source (const gchar *path)
{
  g_auto (GStrv) files = g_strsplit (path, g_file_test (path, G_FILE_TEST_EXISTS) ? "\n" : ",", 2);
  g_autofree gchar *first = g_filename_display_basename (files[0]);
  g_autofree gchar *second = files[1] != NULL ? g_filename_display_basename (files[1]) : NULL;

  return second != NULL ? g_strdup_printf ("%s, %s", first, second) : g_steal_pointer (&first);
}

static void
choose_path (GsNewDialog *self, const gchar *path, gboolean reads)
{
  static const GsJobKind kind = { work_find, on_found, g_free, (GDestroyNotify) gs_found_rows_free };
  g_autofree gchar *name = path != NULL ? name_source (path) : NULL;

  g_free (self->path);
  self->path = g_strdup (path);
  g_clear_pointer (&self->found, gs_found_rows_free);
  g_clear_pointer (&self->unreadable, g_free);
  show_problem (self->file_said, NULL, NULL);
  gtk_button_set_label (GTK_BUTTON (self->file), name != NULL ? name : _ ("Choose a file…"));
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->file))),
                           PANGO_ELLIPSIZE_MIDDLE);
  if (path != NULL && reads)
    gs_job_start (GTK_WIDGET (self), &kind, _ ("Reading rows"), g_strdup (path), self);
  check (self);
}

static void
on_source_chosen (const gchar *source, gpointer user_data)
{
  choose_path (user_data, source, TRUE);
}

static void
on_file (GsNewDialog *self)
{
  gs_file_dialog_choose_source (GTK_WINDOW (self), on_source_chosen, self);
}

static void
on_folder (GsNewDialog *self)
{
  gs_file_dialog_choose_source_folder (GTK_WINDOW (self), on_source_chosen, self);
}

/* ---- the document ---- */

static void
open_book (GsNewDialog *self, GsWorkbook *book)
{
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL);
  gs_host_open_book (book, NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

typedef struct {
  GsWorkbook *book;
  GsRowsOrder *order;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->book);
  gs_rows_order_free (reading->order);
  g_free (reading);
}

/* Of a table the columns that were shown. */
static gpointer
work_read (gpointer job, GError **error)
{
  Reading *reading = job;
  const NnNetwork *network = gs_rows_order_get_network (reading->order);
  g_autofree GsPick *picks = NULL;
  g_autofree gsize *columns = NULL;
  g_autofree gchar *said = NULL;
  gsize n;

  if (!gs_rows_order_look (reading->order, error))
    return NULL;
  if (gs_rows_order_get_table (reading->order) == NULL)
    return gs_rows_order_read (reading->order, error) ? reading : NULL;
  picks = gs_picks_propose (gs_rows_order_get_table (reading->order), network);
  columns = gs_picks_check (gs_rows_order_get_table (reading->order), picks, network, &n, &said, error);
  return columns != NULL && gs_rows_order_try (reading->order, columns, n, error) ? reading : NULL;
}

static void
keep (gpointer result)
{
}

static void
on_read (gpointer owner, gpointer job, gpointer result, const GError *error)
{
  GsNewDialog *self = owner;
  Reading *reading = job;
  g_autoptr (GError) refused = NULL;

  gtk_widget_set_sensitive (gtk_window_get_child (GTK_WINDOW (self)), TRUE);
  gtk_widget_grab_focus (self->create);
  if (result != NULL && gs_workbook_take_rows (reading->book, reading->order, NULL, &refused))
    open_book (self, reading->book);
  else
    show_problem (self->rows_problem, NULL, (result != NULL ? refused : error)->message);
}

static void
read_file (GsNewDialog *self, GsWorkbook *book)
{
  static const GsJobKind kind = { work_read, on_read, free_reading, keep };
  Reading *reading = g_new0 (Reading, 1);

  reading->book = g_object_ref (book);
  reading->order = gs_workbook_order_rows (book, self->path);
  gs_rows_order_part (reading->order, get_test_share (self), is_shuffled (self));
  gs_rows_order_scale (reading->order, gs_scaling_choice_get (self->scaling));
  /* What is insensitive must not have the keyboard: a field's cursor would blink on, of which GTK complains.
   */
  gs_template_take_typed (self);
  gtk_widget_set_sensitive (gtk_window_get_child (GTK_WINDOW (self)), FALSE);
  gs_job_start (GTK_WIDGET (self), &kind, _ ("Reading rows"), reading, self);
}

static void
on_create (GsNewDialog *self)
{
  g_autoptr (GError) error = NULL;
  NnNetwork *network = gs_blueprint_build (gs_build_list_get_blueprint (self->list), &error);
  gint batch = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->batch));
  g_autoptr (GsWorkbook) book =
      network != NULL ? gs_workbook_new_from_network (network, batch, &error) : NULL;

  if (book == NULL)
    show_problem (self->problem, NULL, error->message);
  else if (is_page (self, "file"))
    read_file (self, book);
  else if (take_rows (self, book, &error))
    open_book (self, book);
  else
    show_problem (self->rows_problem, NULL, error->message);
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
  const gchar *const *shipped = gs_shipped_list ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (gint kind = 0; kind < GS_N_GENERATORS; kind++)
    g_ptr_array_add (texts, (gpointer) gs_generator_get_title ((GsGeneratorKind) kind));
  for (gint i = 0; shipped[i] != NULL; i++)
    g_ptr_array_add (texts, (gpointer) gs_shipped_get_title (shipped[i]));
  g_ptr_array_add (texts, NULL);
  self->kind = gs_choice_new ((const gchar *const *) texts->pdata, _ ("What kind of rows"));
  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (on_kind), self);
  gtk_box_prepend (GTK_BOX (self->made), self->kind);
}

static void
finalize (GObject *object)
{
  GsNewDialog *self = GS_NEW_DIALOG (object);

  g_free (self->path);
  g_free (self->unreadable);
  gs_found_rows_free (self->found);
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
  CHILD (typed_part);
  CHILD (batch);
  CHILD (shuffle);
  CHILD (test);
  CHILD (scaling_line);
  CHILD (advice);
  CHILD (rows_problem);
  CHILD (list);
  CHILD (problem);
  CHILD (create);
#undef CHILD
  gtk_widget_class_bind_template_callback (widget_class, on_line);
  gtk_widget_class_bind_template_callback (widget_class, on_list);
  gtk_widget_class_bind_template_callback (widget_class, on_rows);
  gtk_widget_class_bind_template_callback (widget_class, on_file);
  gtk_widget_class_bind_template_callback (widget_class, on_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
gs_new_dialog_init (GsNewDialog *self)
{
  gs_template_init (GTK_WIDGET (self));
  add_kinds (self);
  self->scaling = gs_scaling_choice_new ();
  gs_choice_keep_whole (self->scaling);
  gtk_box_append (GTK_BOX (self->scaling_line), self->scaling);
  g_signal_connect_swapped (self->scaling, "notify::selected", G_CALLBACK (on_rows), self);
  gs_text_sight_keep (GTK_TEXT_VIEW (self->typed), GTK_SCROLLED_WINDOW (self->typed_part));
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
  gs_screen_set_design_size (GTK_WINDOW (self), 920, 680);
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

void
gs_new_dialog_show_rows (GtkWindow *parent, GsFoundRows *found)
{
  GsNewDialog *self = show (parent);

  gtk_stack_set_visible_child_name (GTK_STACK (self->rows), "file");
  choose_path (self, gs_found_rows_get_source (found), FALSE);
  self->is_own = FALSE;
  take_found (self, found);
}
