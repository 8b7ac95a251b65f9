/* How the network answers, row by row. */
#include "gs-answers-pane.h"

#include <glib/gi18n-lib.h>

#include "app/text/gs-number.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-accessible.h"
#include "gs-message.h"
#include "gs-pool.h"
#include "gs-template.h"

/* Rows that are listed, and classes whose matrix fits a panel. */
#define MAX_LISTED  50
#define MAX_CLASSES 12

struct _GsAnswersPane {
  GtkWidget parent_instance;

  GsDataGrid *grid;
  GtkWidget *box, *ask, *shares, *found, *matrix, *title, *list;
  const GsAnswers *answers; /* the grid's, that are shown; or NULL */
  GArray *listed;           /* gint: the rows of the list */
  gint is, answer;          /* the cell of the matrix that is chosen; -1: all rows */
  gboolean is_updating;
};

G_DEFINE_FINAL_TYPE (GsAnswersPane, gs_answers_pane, GTK_TYPE_WIDGET)

/* ---- words ---- */

static GsView *
get_view (GsAnswersPane *self)
{
  return gs_data_grid_get_view (self->grid);
}

static GsDataset *
get_data (GsAnswersPane *self)
{
  return gs_frame_get_data (gs_view_get_sight (get_view (self))->frame);
}

static gchar *
name_class (GsAnswersPane *self, gint number)
{
  return gs_data_grid_name_class (self->grid, number);
}

/* "71 · versicolor, answered virginica ✗ · test · error 1.473" */
static gchar *
describe (GsAnswersPane *self, const GsRowAnswer *answer)
{
  g_autofree gchar *is = answer->is >= 0 ? name_class (self, answer->is) : NULL;
  g_autofree gchar *said = answer->answer >= 0 ? name_class (self, answer->answer) : NULL;
  const gchar *name =
      gs_names_get (gs_dataset_get_names (get_data (self), GS_NAMES_ROWS), (gsize) answer->row - 1);
  g_autofree gchar *number = gs_number_show (answer->error, 4), *row = NULL;

  row = name != NULL ? g_strdup_printf ("%d (%s)", answer->row, name) : g_strdup_printf ("%d", answer->row);
  if (is == NULL)
    return g_strdup_printf (_ ("%s  ·  %s  ·  error %s"), row, gs_row_use_get_name (answer->use), number);
  return g_strdup_printf (answer->is == answer->answer ? _ ("%s  ·  ✓ %s, answered %s  ·  %s  ·  error %s")
                                                       : _ ("%s  ·  ✗ %s, answered %s  ·  %s  ·  error %s"),
                          row, is, said, gs_row_use_get_name (answer->use), number);
}

/* "train, 105 rows: 99.0 % right, error 0.09", a line for each use. */
static gchar *
describe_shares (GsAnswersPane *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (GsRowUse use = GS_ROWS_TRAINING; use <= GS_ROWS_VALIDATION; use++) {
    gdouble error;
    gint n_right, n = gs_answers_count_use (self->answers, use, &n_right, &error);
    g_autofree gchar *rows = g_strdup_printf (ngettext ("%d row", "%d rows", (gulong) n), n);
    g_autofree gchar *share = NULL, *shown = NULL;

    if (n == 0)
      continue;
    share = gs_number_show_fixed (100.0 * n_right / n, 1);
    shown = gs_number_show (error, 4);
    g_string_append (text, text->len > 0 ? "\n" : "");
    if (gs_answers_get_n_classes (self->answers) > 0)
      g_string_append_printf (text, _ ("%s, %s: %s %% right, error %s"), gs_row_use_get_name (use), rows,
                              share, shown);
    else
      g_string_append_printf (text, _ ("%s, %s: error %s"), gs_row_use_get_name (use), rows, shown);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- the list ---- */

static GtkWidget *
make_line (gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  return label;
}

static void
fill_list (GsAnswersPane *self)
{
  guint n = 0, n_all = 0;
  g_autofree gchar *title = NULL;

  g_array_set_size (self->listed, 0);
  for (guint i = 0; i < gs_answers_get_n (self->answers); i++) {
    const GsRowAnswer *answer = gs_answers_get (self->answers, i);
    g_autofree gchar *text = NULL;
    GtkWidget *label;

    if (self->is >= 0 && (answer->is != self->is || answer->answer != self->answer))
      continue;
    if (n_all++ >= MAX_LISTED)
      continue;
    text = describe (self, answer);
    label = gs_pool_get (self->list, n++, make_line, NULL);
    gtk_label_set_text (GTK_LABEL (label), text);
    gs_accessible_set_name (gtk_widget_get_parent (label), text);
    g_array_append_val (self->listed, answer->row);
  }
  gs_pool_trim (self->list, n);
  if (self->is >= 0) {
    g_autofree gchar *is = name_class (self, self->is), *said = name_class (self, self->answer);

    title = g_strdup_printf (_ ("%s, answered %s: %u, the worst first"), is, said, n_all);
  } else {
    title = g_strdup (_ ("Rows, the worst first"));
  }
  gtk_label_set_text (GTK_LABEL (self->title), title);
}

/* The row is stepped; rows kept apart say why they are not. */
static void
on_row (GtkListBox *list, GtkListBoxRow *line, GsAnswersPane *self)
{
  gint row = g_array_index (self->listed, gint, gtk_list_box_row_get_index (line)), place;
  GsWorkbook *book = gs_view_get_workbook (get_view (self));
  g_autoptr (GError) error = NULL;
  NnProgram *program;

  if (row > gs_dataset_get_n_rows (get_data (self)))
    return;
  if (!gs_workbook_take_row (book, row, &place, &error)) {
    gs_message_tell (GTK_WIDGET (self), error->message);
    return;
  }
  program = gs_workbook_get_program (book);
  gs_view_set_sample (get_view (self), place);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (nn_program_get_tensor (program, i)->role == NN_ROLE_INPUT) {
      gsize width = nn_shape_count (gs_dataset_get_input_shape (get_data (self)));

      gs_view_select (get_view (self), &(NnCell){ i, (gsize) (place - 1) * width }, FALSE);
      break;
    }
}

/* ---- the matrix ---- */

static gint
get_place (GtkWidget *button)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "place"));
}

/* The cell whose rows the sheet shows. */
static void
mark_cell (GsAnswersPane *self)
{
  const GsDataChoice *choice = gs_data_grid_get_choice (self->grid);

  self->is = choice->answer >= 0 ? choice->is : -1;
  self->answer = choice->answer;
  self->is_updating = TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (self->matrix); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_TOGGLE_BUTTON (child))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child),
                                    self->is >= 0
                                        && get_place (child) == self->is * MAX_CLASSES + self->answer);
  self->is_updating = FALSE;
}

/* The sheet shows the rows of the cell, and the list beneath. */
static void
on_cell (GtkToggleButton *button, GsAnswersPane *self)
{
  gint place = get_place (GTK_WIDGET (button));
  gboolean active = gtk_toggle_button_get_active (button);
  GsDataChoice choice = *gs_data_grid_get_choice (self->grid);
  g_autoptr (GError) error = NULL;

  if (self->is_updating)
    return;
  choice.is = active ? place / MAX_CLASSES : -1;
  choice.answer = active ? place % MAX_CLASSES : -1;
  choice.wrong = FALSE;
  if (!gs_data_grid_choose (self->grid, &choice, &error)) {
    gs_message_tell (GTK_WIDGET (self), error->message);
    mark_cell (self);
  }
}

static void
add_heading (GsAnswersPane *self, gint class, gint column, gint row)
{
  g_autofree gchar *name = name_class (self, class);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 10);
  gtk_widget_set_tooltip_text (label, name);
  gtk_grid_attach (GTK_GRID (self->matrix), label, column, row, 1, 1);
}

static void
add_cell (GsAnswersPane *self, gint is, gint answer)
{
  g_autofree gchar *text = g_strdup_printf ("%d", gs_answers_count (self->answers, is, answer)), *tip = NULL;
  g_autofree gchar *first = name_class (self, is), *second = name_class (self, answer);
  GtkWidget *button = gtk_toggle_button_new_with_label (text);

  tip = g_strdup_printf (_ ("%s, answered %s: %s"), first, second, text);
  gtk_widget_set_tooltip_text (button, tip);
  gs_accessible_set_name (button, tip);
  if (is == answer)
    gtk_widget_add_css_class (button, "gs-right");
  g_object_set_data (G_OBJECT (button), "place", GINT_TO_POINTER (is * MAX_CLASSES + answer));
  g_signal_connect (button, "toggled", G_CALLBACK (on_cell), self);
  gtk_grid_attach (GTK_GRID (self->matrix), button, answer + 1, is + 1, 1, 1);
}

static void
fill_matrix (GsAnswersPane *self)
{
  gint n = gs_answers_get_n_classes (self->answers);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->matrix)) != NULL)
    gtk_grid_remove (GTK_GRID (self->matrix), child);
  gtk_widget_set_visible (self->matrix, n > 0 && n <= MAX_CLASSES);
  if (n > MAX_CLASSES)
    return;
  for (gint i = 0; i < n; i++) {
    add_heading (self, i, i + 1, 0);
    add_heading (self, i, 0, i + 1);
    for (gint answer = 0; answer < n; answer++)
      add_cell (self, i, answer);
  }
}

/* ---- asking ---- */

static void
on_ask (GsAnswersPane *self)
{
  g_autoptr (GError) error = NULL;

  if (!gs_data_grid_ask (self->grid, &error))
    gs_message_tell (GTK_WIDGET (self), error->message);
}

/* What is listed holds for the weights it was asked with. */
static void
show_shares (GsAnswersPane *self)
{
  g_autofree gchar *shares = self->answers != NULL ? describe_shares (self) : g_strdup (""), *text = NULL;

  if (gs_data_grid_is_stale (self->grid))
    text = g_strdup_printf (_ ("%s\nThe network may have changed since; ask again."), shares);
  gtk_label_set_text (GTK_LABEL (self->shares), text != NULL ? text : shares);
  gtk_widget_set_visible (self->shares, *shares != '\0');
}

static void
on_grid_changed (GsAnswersPane *self, gboolean only_cursor)
{
  const GsAnswers *answers = gs_data_grid_get_answers (self->grid);
  gint is = self->is, answer = self->answer;
  gboolean is_new = answers != self->answers;

  if (only_cursor)
    return;
  gtk_widget_set_sensitive (self->ask, !gs_data_grid_is_asking (self->grid));
  self->answers = answers;
  if (answers != NULL && is_new)
    fill_matrix (self);
  gtk_widget_set_visible (self->found, answers != NULL);
  show_shares (self);
  mark_cell (self);
  if (answers != NULL && (is_new || is != self->is || answer != self->answer))
    fill_list (self);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsAnswersPane *self = GS_ANSWERS_PANE (object);

  if (self->grid != NULL)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  g_clear_object (&self->grid);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->listed, g_array_unref);
  G_OBJECT_CLASS (gs_answers_pane_parent_class)->dispose (object);
}

static void
gs_answers_pane_class_init (GsAnswersPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gs_template_set (GTK_WIDGET_CLASS (klass), "gs-answers-pane");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsAnswersPane, box);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsAnswersPane, ask);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsAnswersPane, shares);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsAnswersPane, found);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsAnswersPane, matrix);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsAnswersPane, title);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), GsAnswersPane, list);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_ask);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_row);
}

static void
gs_answers_pane_init (GsAnswersPane *self)
{
  self->is = self->answer = -1;
  self->listed = g_array_new (FALSE, FALSE, sizeof (gint));
  gs_template_init (GTK_WIDGET (self));
}

GtkWidget *
gs_answers_pane_new (GsDataGrid *grid)
{
  GsAnswersPane *self = g_object_new (GS_TYPE_ANSWERS_PANE, NULL);

  self->grid = g_object_ref (grid);
  g_signal_connect_swapped (grid, "changed", G_CALLBACK (on_grid_changed), self);
  on_grid_changed (self, FALSE);
  return GTK_WIDGET (self);
}
