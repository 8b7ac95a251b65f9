/* Numbers of others beside ours, in a window. */
#include "gs-compare-window.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/exchange/gs-compare.h"
#include "app/text/gs-number.h"
#include "app/text/gs-quote.h"
#include "gs-accessible.h"
#include "gs-dialogs.h"
#include "gs-help-window.h"
#include "gs-job.h"
#include "gs-offset-list.h"
#include "gs-pool.h"
#include "gs-screen.h"
#include "gs-style.h"
#include "gs-template.h"

#define TOLERANCE 1e-6 /* what float32 keeps */
#define DIGITS    9

/* What one row of the list of cells is made of. */
enum { NAME, THEIRS, OURS, APART, N_LABELS };

struct _GsCompareWindow {
  GtkWindow parent_instance;

  GtkWidget *verdict, *mistake, *formula, *go, *arrays, *title, *only, *cells, *again;
  GsView *view;
  GtkWidget *place; /* of the parent's */
  gchar *path;
  GsComparison *comparison;
  const GsComparedTensor *shown; /* whose cells are listed, or NULL */
};

G_DEFINE_FINAL_TYPE (GsCompareWindow, gs_compare_window, GTK_TYPE_WINDOW)

/* ---- going there ---- */

/* The cell of the document's own program, which may lack the gradients that nobody needs. */
static gboolean
find_cell (GsCompareWindow *self, const NnCell *ours, NnCell *cell)
{
  const gchar *name = nn_program_get_tensor (self->comparison->program, ours->tensor)->name;
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));

  *cell = (NnCell){ nn_program_find (program, name), ours->offset };
  return cell->tensor >= 0
         && ours->offset < nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape);
}

static void
go_to (GsCompareWindow *self, const NnCell *ours)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GError) error = NULL;
  NnCell cell;

  if (parent == NULL)
    return;
  gs_view_pause_training (self->view);
  if (gs_workbook_get_cursor (book).pass != self->comparison->pass
      && !gs_workbook_go_to_pass (book, self->comparison->pass, &error)) {
    gs_dialogs_tell (GTK_WINDOW (self), _ ("This pass cannot be gone to"), error->message);
    return;
  }
  if (!find_cell (self, ours, &cell)) {
    gs_dialogs_tell (GTK_WINDOW (self), _ ("This cell is not on the sheet"),
                     _ ("The sheet has the gradients that training needs. All gradients, in the menu under "
                        "Looks, shows the others; or the network was changed since: compare again."));
    return;
  }
  if (!gs_frame_is_visible (gs_view_get_sight (self->view)->frame, &cell))
    gs_workbook_run_to_cell (book, &cell);
  gs_view_select (self->view, &cell, FALSE);
  gtk_window_present (parent);
}

static void
on_go (GsCompareWindow *self)
{
  go_to (self, &self->comparison->cell);
}

static void
on_cell (GsCompareWindow *self, guint position)
{
  GListModel *model = G_LIST_MODEL (gtk_single_selection_get_model (
      GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (self->cells)))));

  go_to (self, &(NnCell){ self->shown->tensor, gs_offset_list_get (GS_OFFSET_LIST (model), position) });
}

/* ---- the cells of one tensor ---- */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  static const gint widths[N_LABELS] = { 14, 14, 14, 10 };

  for (gint i = 0; i < N_LABELS; i++) {
    GtkWidget *label = gtk_label_new (NULL);

    gtk_label_set_width_chars (GTK_LABEL (label), widths[i]);
    gtk_label_set_xalign (GTK_LABEL (label), i == NAME ? 0 : 1);
    gtk_widget_add_css_class (label, "gs-mono");
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_list_item_set_child (item, box);
}

static void
put_text (GtkWidget **label, const gchar *text, gboolean is_off)
{
  gtk_label_set_text (GTK_LABEL (*label), text);
  gs_style_set_class (*label, "gs-bad", is_off);
  *label = gtk_widget_get_next_sibling (*label);
}

/* A mark beside the colour, and a whole sentence for who hears it. */
static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, GsCompareWindow *self)
{
  GtkSingleSelection *selection =
      GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (self->cells)));
  GListModel *model = gtk_single_selection_get_model (selection);
  gsize offset = gs_offset_list_get (GS_OFFSET_LIST (model), gtk_list_item_get_position (item));
  NnCell cell = { self->shown->tensor, offset };
  gdouble ours = self->shown->own->values[offset];
  gdouble theirs = self->shown->values->values[offset];
  gboolean is_off = gs_comparison_is_off (self->comparison, self->shown, offset);
  g_autofree gchar *name = gs_cell_name_display (self->comparison->program, &cell);
  g_autofree gchar *texts[N_LABELS] = { NULL }, *said = NULL;
  GtkWidget *box = gtk_list_item_get_child (item), *label = gtk_widget_get_first_child (box);

  texts[NAME] = g_strdup_printf ("%s %s", is_off ? "✗" : "✓", name);
  texts[THEIRS] = gs_number_show (theirs, DIGITS);
  texts[OURS] = gs_number_show (ours, DIGITS);
  texts[APART] = is_off ? gs_number_show (theirs - ours, 3) : g_strdup ("");
  for (gint i = 0; i < N_LABELS; i++)
    put_text (&label, texts[i], is_off);
  said = is_off ? g_strdup_printf (_ ("%s differs: theirs %s, here %s"), name, texts[THEIRS], texts[OURS])
                : g_strdup_printf (_ ("%s agrees: %s"), name, texts[OURS]);
  if (gtk_widget_get_parent (box) != NULL)
    gs_accessible_set_name (gtk_widget_get_parent (box), said);
}

static void
fill_cells (GsCompareWindow *self)
{
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GtkSelectionModel) selection = NULL;
  gboolean only = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->only));
  const GsComparedTensor *one = self->shown;

  for (gsize i = 0; one != NULL && one->values != NULL && i < one->n_cells; i++)
    if (!only || gs_comparison_is_off (self->comparison, one, i))
      g_array_append_val (offsets, i);
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (gs_offset_list_new (offsets))));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->cells), selection);
}

/* ---- the tensors ---- */

static const GsComparedTensor *
get_array (GsCompareWindow *self, gint number)
{
  GPtrArray *tensors = self->comparison->tensors;

  return number >= 0 && number < (gint) tensors->len ? g_ptr_array_index (tensors, number) : NULL;
}

static void
on_array (GsCompareWindow *self, GtkListBoxRow *row)
{
  g_autofree gchar *visible = NULL, *described = NULL, *text = NULL;

  if (row == NULL || self->comparison == NULL)
    return;
  self->shown = get_array (self, gtk_list_box_row_get_index (row));
  visible = gs_quote_visible (self->shown->name, FALSE);
  described = gs_compared_describe (self->comparison, self->shown);
  text = g_strdup_printf ("%s: %s", visible, described);
  gtk_label_set_text (GTK_LABEL (self->title), text);
  gtk_widget_set_sensitive (self->only, self->shown->n_off > 0);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->only), self->shown->n_off > 0);
  fill_cells (self);
}

static GtkWidget *
make_array (gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

/* "✗ dW1  2 of 4"; the one at which they part is chosen. */
static void
fill_arrays (GsCompareWindow *self)
{
  gint chosen = 0;

  for (guint i = 0; i < self->comparison->tensors->len; i++) {
    const GsComparedTensor *one = get_array (self, (gint) i);
    GtkWidget *label = gs_pool_get (self->arrays, i, make_array, NULL);
    g_autofree gchar *name = gs_quote_visible (one->name, FALSE), *text = NULL;
    g_autofree gchar *described = gs_compared_describe (self->comparison, one), *said = NULL;

    if (one->verdict == GS_COMPARED_DIFFERS)
      text = g_strdup_printf (_ ("✗ %s  %zu of %zu"), name, one->n_off, one->n_cells);
    else
      text = g_strdup_printf ("%s %s", one->verdict == GS_COMPARED_EQUAL ? "✓" : "?", name);
    gtk_label_set_text (GTK_LABEL (label), text);
    said = g_strdup_printf ("%s: %s", name, described);
    gs_accessible_set_name (gtk_widget_get_parent (label), said);
    if (one->tensor >= 0 && one->tensor == self->comparison->parts_at && chosen == 0)
      chosen = (gint) i;
  }
  gs_pool_trim (self->arrays, self->comparison->tensors->len);
  gtk_list_box_unselect_all (GTK_LIST_BOX (self->arrays));
  gtk_list_box_select_row (GTK_LIST_BOX (self->arrays),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->arrays), chosen));
}

/* ---- the verdict ---- */

static void
show_line (GtkWidget *label, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

static void
show_verdict (GsCompareWindow *self)
{
  const GsComparison *comparison = self->comparison;
  g_autofree gchar *text = gs_comparison_describe (comparison), *formula = NULL, *cell = NULL, *label = NULL;

  if (text == NULL)
    text = g_strdup (gs_comparison_is_equal (comparison)
                         ? _ ("All that could be compared is equal.")
                         : _ ("What could be compared is equal; some arrays have another shape than here."));
  show_line (self->verdict, text);
  show_line (self->mistake, comparison->mistake);
  if (comparison->note != NULL)
    formula = comparison->note->numbers != NULL
                  ? g_strdup_printf ("%s\n%s = %s", comparison->note->formula, comparison->note->numbers,
                                     comparison->note->expected)
                  : g_strdup (comparison->note->formula);
  show_line (self->formula, formula);
  gtk_widget_set_visible (self->go, comparison->parts_at >= 0);
  if (comparison->parts_at < 0)
    return;
  cell = gs_cell_name_display (comparison->program, &comparison->cell);
  label = g_strdup_printf (_ ("_Go to %s"), cell);
  gtk_button_set_label (GTK_BUTTON (self->go), label);
  gs_accessible_set_button_name (self->go);
}

/* ---- comparing: a job ---- */

/* All that the thread needs; and the window that shows it already, or NULL. */
typedef struct {
  GsDocument *document;
  gchar *path;
  GsView *view;
  GtkWidget *place;
  GWeakRef window;
} Order;

static void
free_order (gpointer data)
{
  Order *order = data;

  g_clear_pointer (&order->document, gs_document_free);
  g_weak_ref_clear (&order->window);
  g_object_unref (order->view);
  g_object_unref (order->place);
  g_free (order->path);
  g_free (order);
}

static gpointer
work (gpointer data, GError **error)
{
  Order *order = data;
  g_autoptr (GsWorkbook) book = gs_workbook_new (g_steal_pointer (&order->document), error);

  return book != NULL ? gs_comparison_of_file (book, order->path, TOLERANCE, error) : NULL;
}

static GsCompareWindow *
make_window (GtkWindow *parent, Order *order)
{
  GsCompareWindow *self =
      g_object_new (GS_TYPE_COMPARE_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->view = g_object_ref (order->view);
  self->place = g_object_ref (order->place);
  self->path = g_strdup (order->path);
  return self;
}

/* The lists hold what the comparison before gave until they have the new one's. */
static void
take (GsCompareWindow *self, GsComparison *comparison)
{
  g_autofree gchar *name = g_filename_display_basename (self->path),
                   *visible = gs_quote_visible (name, FALSE);
  g_autofree gchar *title = g_strdup_printf (_ ("%s beside pass %u"), visible, comparison->pass);

  self->shown = NULL;
  gtk_list_view_set_model (GTK_LIST_VIEW (self->cells), NULL);
  gs_comparison_free (self->comparison);
  self->comparison = comparison;
  gtk_window_set_title (GTK_WINDOW (self), title);
  show_verdict (self);
  fill_arrays (self);
}

static void
on_compared (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  Order *order = data;
  g_autoptr (GsCompareWindow) window = g_weak_ref_get (&order->window);
  gboolean is_new = window == NULL;

  if (result == NULL) {
    gs_dialogs_tell (is_new ? owner : GTK_WINDOW (window), _ ("This cannot be compared"), error->message);
    return;
  }
  if (is_new)
    window = g_object_ref (make_window (owner, order));
  take (window, result);
  if (is_new)
    gtk_widget_grab_focus (gtk_widget_get_visible (window->go) ? window->go : window->again);
  gtk_window_present (GTK_WINDOW (window));
}

static void
start (GtkWindow *parent, GsCompareWindow *window, GsView *view, const gchar *path, GtkWidget *place)
{
  static const GsJobKind kind = { work, on_compared, free_order, (GDestroyNotify) gs_comparison_free };
  g_autofree gchar *name = g_filename_display_basename (path), *visible = gs_quote_visible (name, TRUE);
  g_autofree gchar *what = g_strdup_printf (_ ("Comparing with %s"), visible);
  Order *order = g_new0 (Order, 1);

  order->document = gs_workbook_to_document (gs_view_get_workbook (view));
  order->path = g_strdup (path);
  order->view = g_object_ref (view);
  order->place = g_object_ref (place);
  g_weak_ref_init (&order->window, window);
  gs_job_start (place, &kind, what, order, parent);
}

static void
on_again (GsCompareWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    start (parent, self, self->view, self->path, self->place);
}

void
gs_compare_window_open (GtkWindow *parent, GsView *view, const gchar *path, GtkWidget *place)
{
  start (parent, NULL, view, path, place);
}

/* ---- the window ---- */

static void
dispose (GObject *object)
{
  GsCompareWindow *self = GS_COMPARE_WINDOW (object);

  gs_template_take_typed (self);
  self->shown = NULL;
  if (self->cells != NULL)
    gtk_list_view_set_model (GTK_LIST_VIEW (self->cells), NULL);
  g_clear_pointer (&self->comparison, gs_comparison_free);
  g_clear_object (&self->view);
  g_clear_object (&self->place);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (gs_compare_window_parent_class)->dispose (object);
}

static void
gs_compare_window_class_init (GsCompareWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "exchange#compare");
  gs_template_set (widget_class, "gs-compare-window");
#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, GsCompareWindow, name)
  CHILD (verdict);
  CHILD (mistake);
  CHILD (formula);
  CHILD (go);
  CHILD (arrays);
  CHILD (title);
  CHILD (only);
  CHILD (cells);
  CHILD (again);
#undef CHILD
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_cell);
  gtk_widget_class_bind_template_callback (widget_class, on_array);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, fill_cells);
}

static void
gs_compare_window_init (GsCompareWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gs_template_init (GTK_WIDGET (self));
  gs_screen_set_design_size (GTK_WINDOW (self), 860, 620);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->cells), factory);
}
