/* What a table's columns are for, asked before its rows are taken. */
#include "gs-rows-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/data/gs-advice.h"
#include "app/text/gs-number.h"
#include "gs-choice.h"
#include "gs-dialogs.h"
#include "gs-help-window.h"
#include "gs-job.h"
#include "gs-scaling-choice.h"
#include "gs-template.h"

#define MAX_LISTED  200 /* columns that can be picked one by one */
#define N_SHOWN     3   /* rows that are shown of each */
#define MAX_LETTERS 18

struct _GsRowsDialog {
  GtkWindow parent_instance;

  GsRowsOrder *order;
  GsRowsTaken take;
  GWeakRef owner;
  GsPick *picks;
  GtkWidget *box, *summary, *columns, *more, *scaling_line, *scaling, *said, *advice, *go;
};

G_DEFINE_FINAL_TYPE (GsRowsDialog, gs_rows_dialog, GTK_TYPE_WINDOW)

/* ---- what is picked ---- */

static void
update (GsRowsDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *said = NULL;
  gsize n;
  g_autofree gsize *columns = gs_picks_check (gs_rows_order_get_table (self->order), self->picks,
                                              gs_rows_order_get_network (self->order), &n, &said, &error);

  gtk_label_set_text (GTK_LABEL (self->said), columns != NULL ? said : error->message);
  gtk_widget_set_sensitive (self->go, columns != NULL);
  gs_scaling_choice_advise (
      self->scaling, self->advice,
      columns != NULL ? gs_advice_on_table (gs_rows_order_get_table (self->order), self->picks) : NULL);
}

static void
on_scaling (GsRowsDialog *self)
{
  if (self->order != NULL) /* the window is there and full */
    update (self);
}

static void
on_pick (GtkDropDown *list, GParamSpec *spec, GsRowsDialog *self)
{
  gsize column = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (list), "column"));

  self->picks[column] = (GsPick) gtk_drop_down_get_selected (list);
  update (self);
}

/* ---- the rows are read: a job ---- */

typedef struct {
  GsRowsOrder *order;
  gsize *columns, n;
  GWeakRef dialog;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;
  g_autoptr (GsRowsDialog) dialog = g_weak_ref_get (&reading->dialog);

  if (dialog != NULL && dialog->order != NULL) { /* refused, or stopped */
    gtk_widget_set_sensitive (dialog->box, TRUE);
    gtk_widget_child_focus (dialog->box, GTK_DIR_TAB_FORWARD);
  }
  g_weak_ref_clear (&reading->dialog);
  gs_rows_order_free (reading->order);
  g_free (reading->columns);
  g_free (reading);
}

static gpointer
work_read (gpointer order, GError **error)
{
  Reading *reading = order;

  return gs_rows_order_try (reading->order, reading->columns, reading->n, error) ? reading : NULL;
}

static void
keep (gpointer result)
{
}

static void
hand_over (GsRowsDialog *self)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  GsRowsTaken taken = self->take;
  GsRowsOrder *order = g_steal_pointer (&self->order);

  gtk_window_destroy (GTK_WINDOW (self));
  if (owner != NULL)
    taken (order, owner);
  else
    gs_rows_order_free (order);
}

static void
on_read (gpointer owner, gpointer order, gpointer result, const GError *error)
{
  GsRowsDialog *self = owner;

  if (self->order == NULL) /* closed meanwhile */
    return;
  if (result != NULL) {
    hand_over (self);
    return;
  }
  if (gs_rows_order_get_table (self->order) == NULL) {
    gs_dialogs_tell (gtk_window_get_transient_for (GTK_WINDOW (self)), _ ("No rows were taken"),
                     error->message);
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  gtk_label_set_text (GTK_LABEL (self->said), error->message);
  gtk_widget_set_sensitive (self->go, FALSE); /* until something else is picked */
}

static void
on_go (GsRowsDialog *self)
{
  static const GsJobKind kind = { work_read, on_read, free_reading, keep };
  g_autofree gchar *said = NULL;
  Reading *reading;
  gsize n;
  g_autofree gsize *columns = gs_picks_check (gs_rows_order_get_table (self->order), self->picks,
                                              gs_rows_order_get_network (self->order), &n, &said, NULL);

  if (columns == NULL)
    return;
  reading = g_new0 (Reading, 1);
  *reading =
      (Reading){ .order = gs_rows_order_ref (self->order), .columns = g_steal_pointer (&columns), .n = n };
  g_weak_ref_init (&reading->dialog, self);
  gs_rows_order_scale (self->order, gs_scaling_choice_get (self->scaling));
  gs_template_take_typed (self); /* what is insensitive must not have the keyboard */
  gtk_widget_set_sensitive (self->box, FALSE);
  gs_job_start (GTK_WIDGET (self), &kind, _ ("Reading rows"), reading, self);
}

/* ---- what is shown ---- */

static GtkWidget *
make_label (const gchar *text, const gchar *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* "numbers", or "3 words: setosa, versicolor, virginica" */
static gchar *
describe_kind (const GsTable *table, gsize column)
{
  gsize n_words;
  const gchar *const *words = gs_table_get_words (table, column, &n_words);
  g_autoptr (GString) first = g_string_new (NULL);

  if (words == NULL)
    return g_strdup (_ ("numbers"));
  for (gsize i = 0; i < (n_words <= N_SHOWN ? n_words : 1); i++)
    g_string_append_printf (first, "%s%s", i > 0 ? ", " : "", words[i]);
  g_string_append (first, n_words > N_SHOWN ? ", …" : "");
  return g_strdup_printf (ngettext ("%zu word: %s", "%zu words: %s", (gulong) n_words), n_words, first->str);
}

static gchar *
describe_cell (const GsTable *table, gsize row, gsize column)
{
  gsize n_words;
  const gchar *const *words = gs_table_get_words (table, column, &n_words);
  gdouble value = gs_table_get_row (table, row)[column];
  gchar buffer[GS_NUMBER_BUFFER];

  return g_strdup (words != NULL ? words[(gsize) value] : gs_number_to_local_text (value, buffer));
}

static void
add_column (GsRowsDialog *self, gsize column)
{
  static const gchar *const uses[] = { N_ ("left out"), N_ ("name of the row"), N_ ("input"), N_ ("target"),
                                       NULL };
  const gchar *texts[G_N_ELEMENTS (uses)] = { NULL };
  const GsTable *table = gs_rows_order_get_table (self->order);
  const gchar *heading = gs_table_get_heading (table, column);
  g_autofree gchar *name = heading != NULL && *heading != '\0'
                               ? g_strdup (heading)
                               : g_strdup_printf (_ ("column %zu"), column + 1);
  g_autofree gchar *kind = describe_kind (table, column), *label = NULL;
  GtkGrid *grid = GTK_GRID (self->columns);
  GtkWidget *list;
  gint row = (gint) column + 1;

  for (gsize i = 0; uses[i] != NULL; i++)
    texts[i] = _ (uses[i]);
  label = g_strdup_printf (_ ("What %s is for"), name);
  list = gs_choice_new (texts, label);
  gs_choice_keep_whole (list);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), self->picks[column]);
  g_object_set_data (G_OBJECT (list), "column", GSIZE_TO_POINTER (column));
  g_signal_connect (list, "notify::selected", G_CALLBACK (on_pick), self);
  gtk_grid_attach (grid, make_label (name, "gs-panel-title"), 0, row, 1, 1);
  gtk_grid_attach (grid, list, 1, row, 1, 1);
  gtk_grid_attach (grid, make_label (kind, "gs-dim"), 2, row, 1, 1);
  for (gsize i = 0; i < MIN (gs_table_get_n_rows (table), N_SHOWN); i++) {
    g_autofree gchar *cell = describe_cell (table, i, column);
    GtkWidget *shown = make_label (cell, "gs-mono");

    gtk_label_set_ellipsize (GTK_LABEL (shown), PANGO_ELLIPSIZE_END);
    gtk_label_set_max_width_chars (GTK_LABEL (shown), MAX_LETTERS);
    gtk_grid_attach (grid, shown, 3 + (gint) i, row, 1, 1);
  }
}

static void
add_heads (const GsTable *table, GtkGrid *grid)
{
  const gchar *const heads[] = { _ ("Column"), _ ("Is"), _ ("Holds") };

  for (gint i = 0; i < (gint) G_N_ELEMENTS (heads); i++)
    gtk_grid_attach (grid, make_label (heads[i], "gs-dim"), i, 0, 1, 1);
  for (gint i = 0; i < (gint) MIN (gs_table_get_n_rows (table), N_SHOWN); i++) {
    g_autofree gchar *head = g_strdup_printf (_ ("Row %d"), i + 1);

    gtk_grid_attach (grid, make_label (head, "gs-dim"), 3 + i, 0, 1, 1);
  }
}

static void
fill (GsRowsDialog *self)
{
  const GsTable *table = gs_rows_order_get_table (self->order);
  gsize n = gs_table_get_n_rows (table), n_columns = gs_table_get_n_columns (table);
  g_autofree gchar *how = gs_table_describe (table);
  g_autofree gchar *summary =
      g_strdup_printf (ngettext ("%zu row: %s.", "%zu rows: %s.", (gulong) n), n, how);
  g_autofree gchar *more =
      g_strdup_printf (_ ("The first %d of %zu columns are listed."), MAX_LISTED, n_columns);

  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  add_heads (table, GTK_GRID (self->columns));
  for (gsize column = 0; column < MIN (n_columns, MAX_LISTED); column++)
    add_column (self, column);
  gtk_label_set_text (GTK_LABEL (self->more), more);
  gtk_widget_set_visible (self->more, n_columns > MAX_LISTED);
}

/* ---- the window ---- */

static void
dispose (GObject *object)
{
  GsRowsDialog *self = GS_ROWS_DIALOG (object);

  gs_template_take_typed (self);
  g_clear_pointer (&self->order, gs_rows_order_free);
  g_clear_pointer (&self->picks, g_free);
  g_weak_ref_set (&self->owner, NULL);
  G_OBJECT_CLASS (gs_rows_dialog_parent_class)->dispose (object);
}

static void
gs_rows_dialog_class_init (GsRowsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "data#rows-from-a-file");
  gs_template_set (widget_class, "gs-rows-dialog");
  gtk_widget_class_bind_template_child (widget_class, GsRowsDialog, box);
  gtk_widget_class_bind_template_child (widget_class, GsRowsDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, GsRowsDialog, columns);
  gtk_widget_class_bind_template_child (widget_class, GsRowsDialog, more);
  gtk_widget_class_bind_template_child (widget_class, GsRowsDialog, scaling_line);
  gtk_widget_class_bind_template_child (widget_class, GsRowsDialog, said);
  gtk_widget_class_bind_template_child (widget_class, GsRowsDialog, advice);
  gtk_widget_class_bind_template_child (widget_class, GsRowsDialog, go);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
}

static void
gs_rows_dialog_init (GsRowsDialog *self)
{
  gs_template_init (GTK_WIDGET (self));
  self->scaling = gs_scaling_choice_new ();
  gs_choice_keep_whole (self->scaling);
  gtk_box_append (GTK_BOX (self->scaling_line), self->scaling);
  g_signal_connect_swapped (self->scaling, "notify::selected", G_CALLBACK (on_scaling), self);
}

void
gs_rows_dialog_show (GtkWindow *parent,
                     const gchar *name,
                     GsRowsOrder *order,
                     GsRowsTaken take,
                     gpointer owner)
{
  GsRowsDialog *self = g_object_new (GS_TYPE_ROWS_DIALOG, "application", gtk_window_get_application (parent),
                                     "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  g_autofree gchar *title = g_strdup_printf (_ ("Rows from %s"), name);

  self->order = order;
  self->take = take;
  g_weak_ref_set (&self->owner, owner);
  self->picks = gs_picks_propose (gs_rows_order_get_table (order), gs_rows_order_get_network (order));
  gtk_window_set_title (GTK_WINDOW (self), title);
  fill (self);
  update (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->go);
}
