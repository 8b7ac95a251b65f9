/* The pad, its answer, the maps and the products beside each other. */
#include "gs-digits.h"

#include <glib/gi18n-lib.h>

#include "app/paint/gs-layout.h"
#include "app/text/gs-number.h"
#include "app/workbook/gs-predictor.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-accessible.h"
#include "gs-answer-bars.h"
#include "gs-later.h"
#include "gs-loss-panel.h"
#include "gs-message.h"
#include "gs-pad.h"
#include "gs-products-view.h"
#include "gs-sheet-view.h"
#include "gs-style.h"
#include "gs-template.h"
#include "gs-train-bar.h"

#define PRODUCTS_HEIGHT 200
#define COLUMN_WIDTH    264
#define MAX_CLASSES     100 /* that can be chosen from */

/* Before a class, pixels for one of the design's, and of a screen that is 720 high. */
#define BARS_LETTERS 1.5
#define LETTERS      1.75
#define PAD_SIZE     230
#define COLUMN       320
#define GAP          28
#define LOSS_HEIGHT  180
#define MOST_ANSWERS 5

struct _GsDigits {
  GtkWidget parent_instance;

  GsView *view;
  GsPredictor *predictor; /* of the present network; NULL before it is needed */
  GsPad *pad;
  GsAnswerBars *bars;
  GsSheetView *maps;
  GtkWidget *box, *column, *channels, *pad_place, *row, *answer, *bars_place, *meant_box, *meant, *step,
      *paned, *scroller, *foot, *sample_box, *sample;
  GtkWidget *side, *rule, *title, *row_box, *products, *training;
  GtkWidget *loss;    /* before a class; else NULL */
  GsSubject *subject; /* the view's */
  gdouble *input;     /* what is answered to; NULL: nothing */
  gboolean is_updating;
  gboolean was_new;    /* the subject: not stepped yet */
  GsLater taken;       /* tells of it */
  gboolean has_shared; /* the height, among maps and products */
  gdouble unit;        /* before a class */
};

G_DEFINE_FINAL_TYPE (GsDigits, gs_digits, GTK_TYPE_WIDGET)

static GsDataset *
get_data (GsDigits *self)
{
  return gs_frame_get_data (gs_view_get_sight (self->view)->frame);
}

static gint
get_row (GsDigits *self)
{
  return gs_subject_get_row (self->subject);
}

static void
tell (GsDigits *self, const GError *error)
{
  gtk_widget_error_bell (GTK_WIDGET (self));
  gs_message_tell (GTK_WIDGET (self), error->message);
}

/* ---- the answer ---- */

static const GPtrArray *
get_names (GsDigits *self)
{
  return gs_dataset_get_names (get_data (self), GS_NAMES_TARGETS);
}

/* "3", or what the class is called. Caller frees. */
static gchar *
name_class (GsDigits *self, gint number)
{
  const GPtrArray *names = get_names (self);
  const gchar *name = names != NULL && (guint) number < names->len ? g_ptr_array_index (names, number) : "";

  return *name != '\0' ? g_strdup (name) : g_strdup_printf ("%d", number);
}

static gint
count_classes (GsDigits *self)
{
  const NnShape *target = gs_dataset_get_target_shape (get_data (self));

  return target->rank == 1 ? MAX (target->dim[0], 2) : 0;
}

static gsize
find_largest (const gdouble *values, gsize n)
{
  gsize largest = 0;

  for (gsize i = 1; i < n; i++)
    if (values[i] > values[largest])
      largest = i;
  return largest;
}

static void
show_meant (GsDigits *self)
{
  self->is_updating = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->meant), (guint) gs_subject_get_meant (self->subject));
  self->is_updating = FALSE;
}

static void
show_answer (GsDigits *self, const gdouble *answers, gsize n)
{
  g_autofree gchar *text = NULL, *name = NULL;
  gsize best = find_largest (answers, n);

  gs_answer_bars_set (self->bars, answers, n, get_names (self));
  if (n == 1) {
    text = gs_number_show_fixed (answers[0], 4);
  } else {
    name = name_class (self, (gint) best);
    text = get_row (self) > 0 ? g_strdup_printf (_ ("Row %d is read as %s"), get_row (self), name)
                              : g_strdup_printf (_ ("It is read as %s"), name);
    gs_subject_guess (self->subject, (gint) best);
    show_meant (self);
  }
  gtk_label_set_text (GTK_LABEL (self->answer), text);
}

static void
show_no_answer (GsDigits *self, const gchar *text)
{
  gs_answer_bars_set (self->bars, NULL, (gsize) count_classes (self), get_names (self));
  gtk_label_set_text (GTK_LABEL (self->answer), text);
}

/* On a run of the view's own; what the sheet shows stays. */
static void
update_answer (GsDigits *self)
{
  const GsFrame *frame = gs_view_get_sight (self->view)->frame;
  g_autoptr (GError) error = NULL;
  const gdouble *answers;
  gsize n;

  gtk_widget_set_sensitive (self->step, self->input != NULL);
  if (self->input == NULL) {
    show_no_answer (self, _ ("Nothing is drawn yet"));
    return;
  }
  if (self->predictor == NULL)
    self->predictor = gs_predictor_new (gs_workbook_get_network (gs_view_get_workbook (self->view)), &error);
  if (self->predictor == NULL) {
    show_no_answer (self, error->message);
    return;
  }
  gs_predictor_take_weights (self->predictor, frame);
  answers = gs_predictor_run (self->predictor, self->input, &n, &error);
  if (answers != NULL)
    show_answer (self, answers, n);
  else
    show_no_answer (self, error->message);
}

/* ---- what it is asked about ---- */

static gsize
count_inputs (GsDigits *self)
{
  return nn_shape_count (gs_dataset_get_input_shape (get_data (self)));
}

/* A row's first channel, as ink on paper. */
static void
show_row (GsDigits *self, const gdouble *input)
{
  const NnShape *shape = gs_dataset_get_input_shape (get_data (self));
  gint n = shape->dim[1] * shape->dim[2];
  g_autofree gdouble *pixels = g_new (gdouble, n);
  gdouble least = input[0], most = input[0];

  for (gint i = 1; i < n; i++) {
    least = MIN (least, input[i]);
    most = MAX (most, input[i]);
  }
  for (gint i = 0; i < n; i++)
    pixels[i] = most > least ? (input[i] - least) / (most - least) : 0;
  gs_pad_set_picture (self->pad, pixels, shape->dim[1], shape->dim[2]);
}

static void
take_row (GsDigits *self, gint row)
{
  const gdouble *input = gs_dataset_get_input (get_data (self), row);

  self->input = g_memdup2 (input, count_inputs (self) * sizeof (gdouble));
  show_row (self, input);
}

static void
take_drawing (GsDigits *self)
{
  const GsDrawing *drawing = gs_subject_get_drawing (self->subject);

  if (gs_drawing_get_n_strokes (drawing) == 0)
    return;
  self->input = g_new (gdouble, count_inputs (self));
  gs_drawing_to_input (drawing, get_data (self), self->input);
}

/* Another drawing or row, here or in another window. */
static void
on_asked (GsDigits *self)
{
  gint row = get_row (self);

  self->is_updating = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->row), row);
  self->is_updating = FALSE;
  g_clear_pointer (&self->input, g_free);
  if (row > 0 && row <= gs_dataset_get_n_rows (get_data (self)))
    take_row (self, row);
  else
    take_drawing (self);
  self->was_new = gs_subject_is_new (self->subject);
  show_meant (self);
  update_answer (self);
}

/* A step has put what is asked about into the data: not behind anybody's back. */
static void
tell_taken (GsDigits *self)
{
  gint sample = gs_view_get_sample (self->view), row = get_row (self), n;
  const gint *batch = gs_frame_get_batch (gs_view_get_sight (self->view)->frame, &n);
  g_autofree gchar *text = NULL;

  if (sample > n || (row > 0 && gs_dataset_get_use (get_data (self), row) == GS_ROWS_TRAINING))
    return;
  text = g_strdup_printf (_ ("The picture stands in the place of row %d now; undo brings the row back."),
                          batch[sample - 1]);
  gs_message_tell (GTK_WIDGET (self), text);
}

/* When the step has been taken: all that is told before is out of date then. */
static void
watch_taken (GsDigits *self)
{
  if (self->was_new && !gs_subject_is_new (self->subject) && self->loss == NULL)
    gs_later_at_rest (&self->taken, 0, (GsLaterFunc) tell_taken, self);
  self->was_new = gs_subject_is_new (self->subject);
}

static void
on_row (GsDigits *self)
{
  gint row = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->row));

  if (!self->is_updating && self->view != NULL)
    gs_subject_set_row (self->subject, row, row > 0 ? gs_dataset_get_class (get_data (self), row) : -1);
}

static void
on_meant (GsDigits *self)
{
  if (!self->is_updating)
    gs_subject_say (self->subject, (gint) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->meant)));
}

static void
on_undo (GsDigits *self)
{
  gs_pad_undo (self->pad);
}

static void
on_clear (GsDigits *self)
{
  gs_pad_clear (self->pad);
}

/* ---- stepping through it ---- */

/* The middle of the first map, so that there is a window to look through, unless a computed cell is selected.
 */
static void
select_map (GsDigits *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  gint sample = gs_view_get_sample (self->view);

  if (sight->has_selection && nn_program_get_tensor (sight->program, sight->selected.tensor)->producer >= 0)
    return;
  for (gint i = 0; i < nn_program_get_n_instructions (sight->program); i++) {
    gint tensor = nn_program_get_instruction (sight->program, i)->output;
    const NnShape *shape = tensor >= 0 ? &nn_program_get_tensor (sight->program, tensor)->shape : NULL;

    if (shape != NULL && shape->rank == 4) {
      gsize map = (gsize) shape->dim[2] * (gsize) shape->dim[3];
      NnCell cell = { tensor, (gsize) (sample - 1) * (gsize) shape->dim[1] * map
                                  + (gsize) (shape->dim[2] / 2) * (gsize) shape->dim[3]
                                  + (gsize) shape->dim[3] / 2 };

      gs_view_select (self->view, &cell, FALSE);
      return;
    }
  }
}

static void
on_step (GsDigits *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  g_autoptr (GError) error = NULL;

  if (self->input == NULL)
    return;
  if (!gs_view_take_subject (self->view, &error)
      || !gs_workbook_go_to_pass (book, gs_frame_get_cursor (gs_view_get_sight (self->view)->frame)->pass,
                                  &error)) {
    tell (self, error);
    return;
  }
  select_map (self);
}

/* ---- following the document ---- */

static void
list_classes (GsDigits *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  gint n = count_classes (self);

  for (gint i = 0; i < n && n <= MAX_CLASSES; i++) {
    g_autofree gchar *name = name_class (self, i);

    gtk_string_list_append (list, name);
  }
  self->is_updating = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->meant), G_LIST_MODEL (list));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->meant), (guint) gs_subject_get_meant (self->subject));
  self->is_updating = FALSE;
  gtk_widget_set_visible (self->meant_box, n > 0 && n <= MAX_CLASSES);
}

/* What one may draw, and where it goes. */
static void
update_title (GsDigits *self)
{
  gint n = gs_dataset_get_input_shape (get_data (self))->dim[0];
  g_autofree gchar *text = g_strdup_printf (ngettext ("The pen draws in %d channel.",
                                                      "The pen draws in all %d channels alike: paper and ink "
                                                      "of each are the least and the most of its pixels.",
                                                      (gulong) n),
                                            n);

  gtk_label_set_text (GTK_LABEL (self->title),
                      gs_drawing_are_digits (get_data (self)) ? _ ("Draw a digit") : _ ("Draw a picture"));
  gtk_label_set_text (GTK_LABEL (self->channels), text);
  gtk_widget_set_visible (self->channels, n > 1);
}

static void
update_ranges (GsDigits *self)
{
  gint n = gs_workbook_get_program (gs_view_get_workbook (self->view)) != NULL
               ? nn_program_get_batch_size (gs_view_get_sight (self->view)->program)
               : 1;

  self->is_updating = TRUE;
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->row), 0, gs_dataset_get_n_rows (get_data (self)));
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->sample), 1, MAX (n, 1));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->sample), gs_view_get_sample (self->view));
  gtk_widget_set_visible (self->sample_box, n > 1);
  self->is_updating = FALSE;
}

static void
on_sample (GsDigits *self)
{
  if (!self->is_updating && self->view != NULL)
    gs_view_set_sample (self->view, gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->sample)));
}

/* The products' numbers are as large as the desktop's text, as long as half of the height is enough for them.
 */
static void
share_height (GsDigits *self)
{
  gint height = gtk_widget_get_height (self->paned);
  gdouble wanted = PRODUCTS_HEIGHT * gs_style_get_text_scale ();

  self->has_shared = TRUE;
  if (gtk_widget_get_visible (self->products))
    gtk_paned_set_position (GTK_PANED (self->paned), height - (gint) MIN (wanted, height / 2.0));
}

/* When it has its size. */
static gboolean
fit_first (GtkWidget *maps, GdkFrameClock *clock, gpointer user_data)
{
  if (gtk_widget_get_width (maps) <= 1)
    return G_SOURCE_CONTINUE;
  if (!GS_DIGITS (user_data)->has_shared) {
    share_height (user_data);
    return G_SOURCE_CONTINUE; /* the maps have another size in the next frame */
  }
  gs_sheet_view_zoom_to_fit (GS_SHEET_VIEW (maps));
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (maps)), 0);
  return G_SOURCE_REMOVE;
}

static void
fit_later (GsDigits *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self->maps), fit_first, self, NULL);
}

/* The curve stands there as soon as there is one. */
static void
show_loss (GsDigits *self)
{
  const GsLosses *losses = gs_frame_get_losses (gs_view_get_sight (self->view)->frame);

  gboolean shown = losses != NULL && gs_losses_get_n (losses) > 1;

  if (self->loss == NULL || gtk_widget_get_visible (self->loss) == shown)
    return;
  gtk_widget_set_visible (self->loss, shown);
  fit_later (self);
}

static void
on_view_changed (GsDigits *self, guint change)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);

  /* The window leaves a view that its document cannot have any more. */
  if (!gs_layout_has_pictures (gs_workbook_get_network (book)))
    return;
  show_loss (self);
  watch_taken (self);
  if (change & GS_VIEW_PROGRAM) {
    g_clear_pointer (&self->predictor, gs_predictor_free);
    g_clear_pointer (&self->input, g_free);
    list_classes (self);
    on_asked (self);
  }
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_VALUES | GS_VIEW_OPTIONS)) {
    update_ranges (self);
    update_title (self);
  }
  if (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_LIVE) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_answer (self);
}

static void
on_fit (GsDigits *self)
{
  gs_sheet_view_zoom_to_fit (self->maps);
}

static void
on_text_scale (GsDigits *self)
{
  if (self->loss == NULL)
    gtk_widget_set_size_request (self->column, (gint) (COLUMN_WIDTH * gs_style_get_text_scale ()), -1);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gs_digits_parent_class)->map (widget);
  update_answer (GS_DIGITS (widget));
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GS_DIGITS (widget)->pad));
}

static void
dispose (GObject *object)
{
  GsDigits *self = GS_DIGITS (object);

  gs_later_forget (&self->taken);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->subject != NULL)
    g_signal_handlers_disconnect_by_data (self->subject, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->predictor, gs_predictor_free);
  g_clear_pointer (&self->input, g_free);
  g_clear_object (&self->subject);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_digits_parent_class)->dispose (object);
}

static void
gs_digits_class_init (GsDigitsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  widget_class->grab_focus = grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-digits");
  gtk_widget_class_bind_template_child (widget_class, GsDigits, box);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, column);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, side);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, rule);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, title);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, row_box);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, channels);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, pad_place);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, row);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, answer);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, bars_place);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, meant_box);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, meant);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, step);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, paned);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, scroller);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, foot);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, sample_box);
  gtk_widget_class_bind_template_child (widget_class, GsDigits, sample);
  gtk_widget_class_bind_template_callback (widget_class, on_undo);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_row);
  gtk_widget_class_bind_template_callback (widget_class, on_meant);
  gtk_widget_class_bind_template_callback (widget_class, on_step);
  gtk_widget_class_bind_template_callback (widget_class, on_sample);
  gtk_widget_class_bind_template_callback (widget_class, on_fit);
}

static void
gs_digits_init (GsDigits *self)
{
  self->is_updating = TRUE; /* until there is a view */
  gs_template_init (GTK_WIDGET (self));
  self->bars = GS_ANSWER_BARS (gs_answer_bars_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->bars), TRUE);
  gtk_box_append (GTK_BOX (self->bars_place), GTK_WIDGET (self->bars));
  self->is_updating = FALSE;
}

GtkWidget *
gs_digits_new (GsView *view)
{
  GsDigits *self = g_object_new (GS_TYPE_DIGITS, NULL);
  self->view = g_object_ref (view);
  self->subject = g_object_ref (gs_view_get_subject (view));
  self->pad = GS_PAD (gs_pad_new (self->subject));
  gtk_widget_set_hexpand (GTK_WIDGET (self->pad), TRUE);
  gtk_box_append (GTK_BOX (self->pad_place), GTK_WIDGET (self->pad));
  self->maps = GS_SHEET_VIEW (gs_sheet_view_new_pictures (view));
  gs_accessible_set_name (GTK_WIDGET (self->maps), _ ("Kernels, maps and gradients"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->maps));
  self->products = gs_products_view_new (view);
  gtk_widget_set_size_request (self->products, -1, PRODUCTS_HEIGHT);
  gtk_paned_set_end_child (GTK_PANED (self->paned), self->products);
  self->training = gs_train_bar_new (view);
  gtk_widget_insert_before (self->training, gtk_widget_get_parent (self->paned), self->foot);
  fit_later (self);
  g_signal_connect_swapped (self->subject, "changed", G_CALLBACK (on_asked), self);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
  list_classes (self);
  update_ranges (self);
  update_title (self);
  on_asked (self);
  return GTK_WIDGET (self);
}

/* What is chosen is chosen in the document's window. */
static void
become_bare (GsDigits *self)
{
  GtkWidget *const away[] = { self->rule, self->title, self->row_box,  self->meant_box,
                              self->step, self->foot,  self->products, self->training };

  for (gsize i = 0; i < G_N_ELEMENTS (away); i++)
    gtk_widget_set_visible (away[i], FALSE);
  gtk_widget_set_margin_start (self->column, 0);
  gtk_widget_set_margin_top (self->column, 0);
  gtk_widget_remove_css_class (self->side, "gs-panel");
  self->loss = gs_loss_panel_new (self->view);
  gtk_widget_insert_after (self->loss, gtk_widget_get_parent (self->paned), self->paned);
}

void
gs_digits_set_unit (GsDigits *self, gdouble unit)
{
  if (self->loss == NULL) {
    become_bare (self);
    show_loss (self);
  }
  if (unit == self->unit)
    return;
  self->unit = unit;
  gtk_widget_set_size_request (self->column, (gint) (COLUMN * unit), -1);
  gtk_scrolled_window_set_max_content_width (GTK_SCROLLED_WINDOW (self->side),
                                             (gint) ((COLUMN + GAP) * unit));
  gtk_widget_set_margin_end (self->column, (gint) (GAP * unit));
  gtk_widget_set_size_request (GTK_WIDGET (self->pad), -1, (gint) (PAD_SIZE * unit));
  gtk_widget_set_size_request (self->loss, -1, (gint) (LOSS_HEIGHT * unit));
  gs_answer_bars_set_scale (self->bars, BARS_LETTERS * unit);
  gs_answer_bars_set_most (self->bars, MOST_ANSWERS);
  update_answer (self);
  gs_sheet_view_set_text_scale (self->maps, LETTERS * unit);
  gs_loss_panel_set_scale (GS_LOSS_PANEL (self->loss), LETTERS * unit);
  fit_later (self);
}
