/* The panel of the selected cell's operation, filled from its sight. */
#include "gs-operation-panel.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "app/inspect/gs-nudge.h"
#include "app/paint/gs-sum-painter.h"
#include "app/text/gs-number.h"
#include "app/workbook/gs-trainer.h"
#include "gs-accessible.h"
#include "gs-job.h"
#include "gs-pool.h"
#include "gs-settings.h"
#include "gs-style.h"
#include "gs-template.h"
#include "gs-terms-view.h"

#define MAX_LINKS 6
#define MAX_TERMS 6
#define FEW_TERMS 32

struct _GsOperationPanel {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *scroller;
  GtkWidget *title, *where, *why, *formula, *formula_card;
  GtkWidget *nudge_card, *nudge_title, *nudge_grid, *nudge_verdict, *precise;
  GtkWidget *terms_card, *terms, *terms_sum, *terms_rest; /* of a cell that is written term by term */
  GtkWidget *from, *into; /* a title, a flow of links, a line about more of them */
  gboolean has_shown;
  NnCell shown;     /* what it speaks of */
  GtkWidget *work;  /* where its jobs are seen; weak */
  gpointer nudging; /* the order whose answer is still wanted, or NULL */
};

G_DEFINE_FINAL_TYPE (GsOperationPanel, gs_operation_panel, GTK_TYPE_WIDGET)

enum { NUDGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GtkWidget *
make_label (const gchar *text, const gchar *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  gtk_widget_add_css_class (label, class);
  return label;
}

/* ---- links to cells ---- */

static void
on_link (GtkButton *button, GsOperationPanel *self)
{
  const NnCell *cell = g_object_get_data (G_OBJECT (button), "cell");
  NnCell copy = *cell; /* the button gets another when the selection changes */

  gs_view_select (self->view, &copy, FALSE);
}

static GtkWidget *
make_link (gpointer self)
{
  GtkWidget *button = gtk_button_new_with_label ("");

  g_signal_connect (button, "clicked", G_CALLBACK (on_link), self);
  gtk_widget_add_css_class (button, "gs-link");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  return button;
}

static void
fill_links (GsOperationPanel *self, GtkWidget *box, GArray *cells)
{
  NnProgram *program = gs_view_get_sight (self->view)->program;
  GtkWidget *title = gtk_widget_get_first_child (box), *flow = gtk_widget_get_next_sibling (title);
  GtkWidget *rest = gtk_widget_get_last_child (box);
  guint n = MIN (cells->len, MAX_LINKS);
  g_autofree gchar *more = g_strdup_printf (_ ("… and %u more"), cells->len - n);

  for (guint i = 0; i < n; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    g_autofree gchar *name = gs_cell_name_labelled (program, cell);
    GtkWidget *button = gs_pool_get (flow, i, make_link, self);

    gtk_button_set_label (GTK_BUTTON (button), name);
    g_object_set_data_full (G_OBJECT (button), "cell", g_memdup2 (cell, sizeof *cell), g_free);
    gs_accessible_set_description (button, gtk_label_get_text (GTK_LABEL (title)));
  }
  gs_pool_trim (flow, n);
  gs_accessible_skip_flow_children (GTK_FLOW_BOX (flow));
  gtk_label_set_text (GTK_LABEL (rest), more);
  gtk_widget_set_visible (rest, cells->len > n);
  gtk_widget_set_visible (box, cells->len > 0);
}

/* ---- the operation ---- */

static gchar *
describe_place (GsOperationPanel *self, const NnCell *cell)
{
  NnProgram *program = gs_view_get_sight (self->view)->program;
  const NnTensorInfo *info = nn_program_get_tensor (program, cell->tensor);
  gsize n = nn_shape_count (&info->shape);

  return n > 1 ? g_strdup_printf (_ ("%s, cell %zu of %zu"), info->name, cell->offset + 1, n)
               : g_strdup (info->name);
}

/* In words: what the cell is for, where the program knows; else what the operation is called. */
/* What an operation gives, in the words of a lesson. Caller frees. */
static gchar *
find_word (const NnOpInfo *op)
{
  static const gchar *const words[][2] = {
    { "dense", N_ ("weighted sums") },
    { "matmul", N_ ("matrix product") },
    { "conv", N_ ("sliding filters") },
    { "conv_no_bias", N_ ("sliding filters") },
    { "pool_which", N_ ("place of the largest") },
    { "pool_max", N_ ("largest of each window") },
    { "pool_count", N_ ("cells of each window") },
    { "pool_mean", N_ ("mean of each window") },
    { "pool_mean_padded", N_ ("mean of each window") },
    { "flatten", N_ ("one long row") },
    { "copy", N_ ("the same numbers") },
    { "row_max", N_ ("largest of the row") },
    { "row_shift", N_ ("distance from the largest") },
    { "row_sum", N_ ("sum of the row") },
    { "row_divide", N_ ("shares of the row") },
    { "ln_sum", N_ ("logarithm of the sum") },
    { "dropout_mask", N_ ("what is left out") },
    { "multiply", N_ ("products") },
    { "add", N_ ("sums") },
    { "squared_error", N_ ("squared error") },
    { "half_squared_error", N_ ("half the squared error") },
    { "binary_cross_entropy", N_ ("cross-entropy of a chance") },
    { "cross_entropy", N_ ("cross-entropy") },
    { "descend", N_ ("a step down the slope") },
    { "leaky_relu", N_ ("leaky relu") },
    { "average_square", N_ ("average of squares") },
    { "over_root", N_ ("divided by the root") },
    { "over_root_inside", N_ ("divided by the root") },
    { "unbias", N_ ("average set right") },
    { "momentum_step", N_ ("a step with momentum") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i][0], op->name))
      return g_strdup (_ (words[i][1]));
  return g_strdelimit (g_strdup (op->name), "_", ' ');
}

static gchar *
make_title (NnProgram *program, const NnTensorInfo *info, GsExplanation *explanation)
{
  const NnOpInfo *op = gs_explanation_get_op (explanation);
  g_autofree gchar *word = NULL;

  if (op == NULL)
    return g_strdup (gs_explanation_get_kind (explanation));
  if (info->gradient_of >= 0)
    return g_strdup_printf (_ ("Gradient of %s"), nn_program_get_tensor (program, info->gradient_of)->name);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *now = nn_program_get_tensor (program, i);

    if (now->next >= 0 && nn_program_get_tensor (program, now->next) == info)
      return g_strdup_printf (_ ("The next %s"), now->name);
  }
  word = find_word (op);
  /* Translators: a block, and what it holds: "z1: weighted sums". */
  return g_strdup_printf (_ ("%s: %s"), info->name, word);
}

/* ---- term by term ---- */

static GtkWidget *
make_term (gpointer self)
{
  GtkWidget *row = gtk_grid_new ();
  GtkWidget *mark = make_label ("", "gs-term-mark"), *names = make_label ("", "gs-mono");
  GtkWidget *numbers = make_label ("", "gs-dim"), *sum = make_label ("", "gs-mono");

  gtk_widget_add_css_class (row, "gs-term");
  gtk_widget_add_css_class (sum, "gs-term-sum");
  gtk_widget_set_hexpand (names, TRUE);
  gtk_grid_attach (GTK_GRID (row), mark, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (row), names, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (row), sum, 2, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (row), numbers, 1, 1, 2, 1);
  gtk_grid_set_column_spacing (GTK_GRID (row), 4);
  return row;
}

/* "(a2[1,1] − t[1,1])²" or its numbers, as the bar has them; what is hidden is `?`. Caller frees. */
static gchar *
print_term (const GsSight *sight, const NnTerm *term, NnDialect dialect)
{
  NnPrintLimits limits = { .max_terms = 2,
                           .term = term->number,
                           .digits = sight->digits + 2,
                           /* How many are enough is asked of all terms, for each step. */
                           .enough = gs_explanation_count_terms (sight->writing) <= FEW_TERMS,
                           .decimal_point = gs_number_get_sign () };
  g_autoptr (GPtrArray) pieces =
      gs_explanation_print_pieces (sight->writing, dialect, NN_PRINT_EXPANDED, &limits);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++) {
    const NnPiece *piece = g_ptr_array_index (pieces, i);
    NnCell cell = { piece->input, piece->offset };
    gboolean hidden = dialect == NN_DIALECT_NUMBERS && piece->input >= 0 && gs_sight_is_hidden (sight, &cell);

    g_string_append (text, piece->term != term->number ? "" : hidden ? "?" : piece->text);
  }
  return g_string_free (text, FALSE);
}

/* "x[1,2] × W1[2,2]", and below "0.1 × 0.3 = 0.03"; what has come to be beside it. */
static void
fill_term (GtkWidget *row, const GsSight *sight, const NnTerm *term)
{
  gint digits = sight->digits + 2;
  gsize now = sight->term.number;
  gboolean next = term->number > now;
  g_autofree gchar *names = print_term (sight, term, NN_DIALECT_MATH);
  g_autofree gchar *numbers = print_term (sight, term, NN_DIALECT_NUMBERS), *made = NULL;
  g_autofree gchar *value = gs_number_show (term->value, digits);
  g_autofree gchar *running = gs_number_show (term->running, digits);
  GtkGrid *grid = GTK_GRID (row);

  /* "0" is said once. */
  if (g_str_equal (names, numbers))
    made = g_strdup ("");
  else if (!next && term->n_factors > 1)
    made = g_strdup_printf ("%s = %s", numbers, value);
  gtk_label_set_text (GTK_LABEL (gtk_grid_get_child_at (grid, 0, 0)), next                 ? "○"
                                                                      : term->number < now ? "✓"
                                                                                           : "▶");
  gtk_label_set_text (GTK_LABEL (gtk_grid_get_child_at (grid, 1, 0)), names);
  gtk_label_set_text (GTK_LABEL (gtk_grid_get_child_at (grid, 2, 0)), next ? _ ("next") : running);
  gtk_label_set_text (GTK_LABEL (gtk_grid_get_child_at (grid, 1, 1)), made != NULL ? made : numbers);
  for (gint state = 0; state < 2; state++) {
    gboolean on = state == 0 ? term->number == now : next;
    const gchar *class = state == 0 ? "gs-term-now" : "gs-term-next";

    gs_style_set_class (row, class, on);
  }
}

static void
draw_sum (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsOperationPanel *self = user_data;
  const GsSight *sight = gs_view_get_sight (self->view);

  if (gs_sum_painter_can_draw (sight))
    gs_sum_painter_draw (cr, sight, gs_style_get_theme (), width, gs_style_get_text_scale ());
}

static void
on_text_scale (GsOperationPanel *self)
{
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->terms_sum),
                                       (gint) ceil (GS_SUM_HEIGHT * gs_style_get_text_scale ()));
}

static void
on_theme (GsOperationPanel *self)
{
  gtk_widget_queue_draw (self->terms_sum);
}

/* The terms around the one that is added now. */
static void
fill_terms (GsOperationPanel *self, const GsSight *sight)
{
  gboolean shown =
      sight->writing != NULL && !gs_sight_is_hidden (sight, gs_explanation_get_cell (sight->writing));
  gsize n = shown ? gs_explanation_count_terms (sight->writing) : 0;
  gsize first = n > MAX_TERMS && sight->term.number > MAX_TERMS / 2
                    ? MIN (sight->term.number - MAX_TERMS / 2, n - MAX_TERMS) + 1
                    : 1;
  g_autofree gchar *rest = g_strdup_printf (_ ("term %zu of %zu"), sight->term.number, n);
  guint rows = 0;
  NnTerm term;

  gtk_widget_set_visible (self->terms_card, shown);
  for (gsize number = first; number <= n && rows < MAX_TERMS; number++)
    if (gs_explanation_get_term (sight->writing, number, &term))
      fill_term (gs_pool_get (self->terms, rows++, make_term, self), sight, &term);
  gs_pool_trim (self->terms, rows);
  gtk_label_set_text (GTK_LABEL (self->terms_rest), rest);
  gtk_widget_set_visible (self->terms_sum, gs_sum_painter_can_draw (sight));
  gtk_widget_queue_draw (self->terms_sum);
}

static void
update (GsOperationPanel *self)
{
  g_autoptr (GsSight) sight = gs_sight_ref (gs_view_get_sight (self->view));
  GsExplanation *explanation = sight->explanation;
  NnCell cell = sight->selected;
  g_autoptr (GArray) from = NULL, into = NULL;
  g_autofree gchar *where = NULL, *formula = NULL, *title = NULL, *why = NULL;
  const gchar *data;
  const NnOpInfo *op;
  gboolean secret;

  self->has_shown = gs_view_get_selected (self->view, &self->shown);
  self->nudging = NULL;
  gtk_widget_set_visible (self->nudge_grid, FALSE);
  gtk_widget_set_visible (self->precise, FALSE);
  fill_terms (self, sight);
  gtk_label_set_text (GTK_LABEL (self->nudge_title), _ ("Nudge check"));
  gtk_label_set_text (GTK_LABEL (self->nudge_verdict),
                      _ ("Press F7 to move this number a little and watch the loss."));
  data = gs_view_get_data_cell (self->view);
  gtk_widget_set_visible (self->nudge_card, data == NULL && sight->has_selection);
  if (data != NULL || !sight->has_selection) {
    gtk_label_set_text (GTK_LABEL (self->title),
                        data != NULL ? _ ("A cell of the data") : _ ("No cell selected"));
    gtk_label_set_text (GTK_LABEL (self->where), data != NULL ? data : "");
    gtk_label_set_text (GTK_LABEL (self->why),
                        data != NULL
                            ? _ ("Click a row's number to step that row: its numbers are in x and t then.")
                            : _ ("Click a number to see what it is made of, or press F10 to take a step."));
    gtk_widget_set_visible (self->formula_card, FALSE);
    gtk_widget_set_visible (self->from, FALSE);
    gtk_widget_set_visible (self->into, FALSE);
    return;
  }
  op = gs_explanation_get_op (explanation);
  where = describe_place (self, &cell);
  title = make_title (sight->program, nn_program_get_tensor (sight->program, cell.tensor), explanation);
  secret = gs_sight_is_secret (sight, cell.tensor);
  formula = secret ? NULL
                   : gs_explanation_print (explanation, NN_DIALECT_WORDS, NN_PRINT_GENERAL,
                                           &(NnPrintLimits){ .decimal_point = gs_number_get_sign () });
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->where), where);
  why = secret       ? g_strdup (_ ("What this number is made of is asked here. A hint shows it."))
        : op != NULL ? g_strdup (_ (op->why))
                     : gs_explanation_describe_leaf (explanation);
  gtk_label_set_text (GTK_LABEL (self->why), why);
  gtk_widget_set_visible (self->formula_card, formula != NULL);
  gtk_label_set_text (GTK_LABEL (self->formula), formula != NULL ? formula : "");
  from =
      secret ? g_array_new (FALSE, FALSE, sizeof (NnCell)) : gs_explanation_get_precedents (explanation, 64);
  into = secret ? g_array_ref (from) : gs_explanation_get_dependents (explanation, 64);
  fill_links (self, self->from, from);
  fill_links (self, self->into, into);
}

/* ---- the nudge ---- */

static void
set_row (GsOperationPanel *self, gint row, const gchar *label, const gchar *number)
{
  GtkGrid *grid = GTK_GRID (self->nudge_grid);
  GtkWidget *left = gtk_grid_get_child_at (grid, 0, row), *right = gtk_grid_get_child_at (grid, 1, row);

  if (left == NULL) {
    left = make_label ("", "gs-dim");
    right = make_label ("", "gs-mono");
    gtk_label_set_xalign (GTK_LABEL (right), 1);
    gtk_widget_set_hexpand (right, TRUE);
    gtk_grid_attach (grid, left, 0, row, 1, 1);
    gtk_grid_attach (grid, right, 1, row, 1, 1);
  }
  gtk_label_set_text (GTK_LABEL (left), label);
  gtk_label_set_text (GTK_LABEL (right), number != NULL ? number : _ ("not computed"));
  gtk_widget_set_visible (left, label != NULL);
  gtk_widget_set_visible (right, label != NULL);
}

/* Beneath the gradient what came by each of several ways, unless some numbers are to be found. */
static void
set_ways (GsOperationPanel *self, const GsNudge *nudge, const GsNudgeText *text)
{
  const GsSight *sight = gs_view_get_sight (self->view);

  for (gint i = 0; i < GS_NUDGE_MAX_WAYS; i++) {
    gboolean any = i < nudge->n_ways && !gs_sight_may_hide (sight);
    g_autofree gchar *over = any ? gs_nudge_name_way (sight->program, nudge, i) : NULL;
    /* Translators: a gradient comes back over this cell. */
    g_autofree gchar *label = any ? g_strdup_printf (_ ("over %s"), over) : NULL;

    set_row (self, 5 + i, label, text->ways[i]);
  }
}

/* By how much one moves it first: as the document says, else as the user prefers. */
static gdouble
find_h (GsOperationPanel *self)
{
  gdouble own = gs_workbook_get_network (gs_view_get_workbook (self->view))->nudge;

  return own > 0 ? own : gs_settings_get_nudge ();
}

static gchar *
judge (GsOperationPanel *self, const GsNudge *nudge, const GsNudgeText *text)
{
  if (nudge->kind == GS_NUDGE_HELD) {
    g_autofree gchar *held = gs_cell_name_display (gs_view_get_sight (self->view)->program, &nudge->where);

    return g_strdup_printf (_ ("%s is held by hand, and this gradient is what follows from that: it is no "
                               "derivative. Let go, and they agree."),
                            held);
  }
  if (nudge->kind == GS_NUDGE_KINK)
    return g_strdup (
        _ ("A kink lies here: a relu switches between w − h and w + h, so the difference is no derivative."));
  if (nudge->kind == GS_NUDGE_TIE)
    return g_strdup (_ ("A tie lies here: another cell wins the max between w − h and w + h."));
  if (nudge->kind == GS_NUDGE_JUMP)
    return g_strdup (_ ("A step jumps between w − h and w + h, so the difference is no derivative."));
  if (nudge->kind == GS_NUDGE_FLAT)
    return g_strdup (
        _ ("It lies before a step, whose gradient is 0 on both sides: nothing is learned here."));
  if (nudge->kind == GS_NUDGE_RULE)
    return g_strdup (
        _ ("Pass-through hands the gradient on: this is the delta rule, which is no derivative."));
  if (isnan (nudge->gradient))
    return g_strdup (_ ("The program does not compute this gradient."));
  if (text->n_agree < 2 && fabs (nudge->difference - nudge->gradient) > 1e-7)
    return g_strdup (nudge->h == find_h (self)
                         ? _ ("They do not agree: a smaller h may, where the loss is bent.")
                         : _ ("They do not agree."));
  if (text->n_agree < 2)
    return g_strdup (_ ("✓ Both are 0 but for rounding."));
  return g_strdup_printf (
      ngettext ("✓ They agree to %d digit.", "✓ They agree to %d digits.", (gulong) text->n_agree),
      text->n_agree);
}

/* Whether the gradient beside the quotient is still to be found by the learner. */
static gboolean
is_gradient_asked (GsOperationPanel *self, const NnCell *cell)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  gint gradient = nn_program_get_tensor (sight->program, cell->tensor)->gradient;

  return gradient >= 0 && gs_sight_is_hidden (sight, &(NnCell){ gradient, cell->offset });
}

typedef struct {
  GsNudging *nudging;
  GsNudge nudge;
  NnCell cell;
  gchar *name;
} NudgeOrder;

static void
free_order (gpointer data)
{
  NudgeOrder *order = data;

  gs_nudging_free (order->nudging);
  g_free (order->name);
  g_free (order);
}

static gpointer
work_nudge (gpointer data, GError **error)
{
  NudgeOrder *order = data;

  return gs_nudging_run (order->nudging, &order->nudge, error) ? order : NULL;
}

/* Where the panel is not to be seen somebody else says it. */
static void
tell_nudged (GsOperationPanel *self, const NudgeOrder *order, const GsNudgeText *text, gboolean covered)
{
  g_autofree gchar *said = NULL;

  said = g_strdup_printf (
      /* Translators: a cell's name, then numbers: the check of a gradient in one line. */
      _ ("%s, h = %s: L(w + h) = %s, L(w − h) = %s, difference ÷ 2h = %s, gradient = %s. %s"), order->name,
      text->h, text->plus, text->minus, text->difference,
      covered                  ? "?"
      : text->gradient != NULL ? text->gradient
                               : _ ("not computed"),
      gtk_label_get_text (GTK_LABEL (self->nudge_verdict)));
  g_signal_emit (self, signals[NUDGED], 0, said);
}

/* Nothing was checked, and this is why. */
static void
refuse (GsOperationPanel *self, const gchar *why)
{
  gtk_label_set_text (GTK_LABEL (self->nudge_verdict), why);
  gtk_widget_set_visible (self->nudge_grid, FALSE);
  gtk_widget_set_visible (self->precise, FALSE);
  g_signal_emit (self, signals[NUDGED], 0, why);
}

/* Told only if the numbers are still those of the selected cell. */
static void
on_nudged (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  GsOperationPanel *self = owner;
  NudgeOrder *order = data;
  const GsNudge *nudge = &order->nudge;
  g_autofree gchar *title = NULL, *verdict = NULL;
  GsNudgeText text;
  gboolean covered;

  if (order != self->nudging)
    return;
  self->nudging = NULL;
  title = g_strdup_printf (_ ("Nudge check: %s ± h"), order->name);
  gtk_label_set_text (GTK_LABEL (self->nudge_title), title);
  gs_nudge_print (nudge, &text);
  set_row (self, 0, "h", text.h);
  set_row (self, 1, "L(w + h)", text.plus);
  set_row (self, 2, "L(w − h)", text.minus);
  set_row (self, 3, _ ("difference ÷ 2h"), text.difference);
  covered = is_gradient_asked (self, &order->cell);
  set_row (self, 4, _ ("gradient"), covered ? "?" : text.gradient);
  set_ways (self, nudge, &text);
  verdict = covered ? g_strdup (_ ("The gradient itself is still asked for.")) : judge (self, nudge, &text);
  gtk_widget_set_visible (self->precise, nudge->h == find_h (self));
  gtk_label_set_text (GTK_LABEL (self->nudge_verdict), verdict);
  tell_nudged (self, order, &text, covered);
  gs_nudge_text_clear (&text);
  gtk_widget_set_visible (self->nudge_grid, TRUE);
}

/* Whether the numbers move by themselves: those of the document are older than those on the sheet. */
static gboolean
is_training (GsOperationPanel *self)
{
  GsTrainer *trainer = gs_workbook_get_trainer (gs_view_get_workbook (self->view));

  return trainer != NULL && !gs_trainer_is_paused (trainer);
}

static void
start_nudge (GsOperationPanel *self, gdouble h)
{
  static const GsJobKind kind = { work_nudge, on_nudged, free_order, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree gchar *name = NULL, *what = NULL;
  NudgeOrder *order;
  GsNudging *nudging;
  NnCell cell;

  if (!gs_view_get_selected (self->view, &cell))
    return;
  if (is_training (self)) {
    refuse (self, _ ("Training moves the numbers. Pause it first, then press F7."));
    return;
  }
  if (!gs_view_may_nudge (self->view, &cell, &error)) {
    refuse (self, error->message);
    return;
  }
  name = gs_cell_name_labelled (gs_view_get_sight (self->view)->program, &cell);
  nudging = gs_nudging_new (gs_view_get_workbook (self->view), &cell, h, &error);
  if (nudging == NULL) {
    refuse (self, error->message);
    return;
  }
  what = g_strdup_printf (_ ("Checking %s"), name);
  order = g_new0 (NudgeOrder, 1);
  order->nudging = nudging;
  order->cell = cell;
  order->name = g_steal_pointer (&name);
  self->nudging = order;
  gs_job_start (self->work, &kind, what, order, self);
}

void
gs_operation_panel_nudge (GsOperationPanel *self)
{
  start_nudge (self, find_h (self));
}

/* With the step whose error is the least. */
static void
on_precise (GsOperationPanel *self)
{
  start_nudge (self, 0);
}

/* ---- the widget ---- */

static void
on_view_changed (GsOperationPanel *self, guint change)
{
  NnCell cell;
  gboolean any = gs_view_get_selected (self->view, &cell);

  /* What was checked before is not true of numbers that move. */
  if (change == GS_VIEW_LIVE && gtk_widget_get_visible (self->nudge_grid))
    update (self);
  /* What the pointer lights in the sheet changes nothing here. */
  if (change == GS_VIEW_LIVE
      || (change == GS_VIEW_SELECTION && !gs_view_shows_data (self->view) && any == self->has_shown
          && (!any || nn_cell_equal (&cell, &self->shown))))
    return;
  update (self);
}

static void
dispose (GObject *object)
{
  GsOperationPanel *self = GS_OPERATION_PANEL (object);

  g_clear_weak_pointer (&self->work);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_operation_panel_parent_class)->dispose (object);
}

static void
gs_operation_panel_class_init (GsOperationPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  signals[NUDGED] = g_signal_new ("nudged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-operation-panel");
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, title);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, where);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, why);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, formula);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, formula_card);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, nudge_card);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, nudge_title);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, nudge_grid);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, nudge_verdict);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, precise);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, terms_card);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, terms);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, terms_rest);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, terms_sum);
  gtk_widget_class_bind_template_callback (widget_class, on_precise);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, from);
  gtk_widget_class_bind_template_child (widget_class, GsOperationPanel, into);
}

static void
gs_operation_panel_init (GsOperationPanel *self)
{
  gs_template_init (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->terms_sum), draw_sum, self, NULL);
}

GtkWidget *
gs_operation_panel_new (GsView *view, GtkWidget *work)
{
  GsOperationPanel *self = g_object_new (GS_TYPE_OPERATION_PANEL, NULL);

  self->view = g_object_ref (view);
  g_set_weak_pointer (&self->work, work);
  gtk_widget_insert_before (gs_terms_view_new (view), gtk_widget_get_parent (self->formula_card),
                            self->formula_card);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  gs_style_watch_theme (self, G_CALLBACK (on_theme));
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
  update (self);
  return GTK_WIDGET (self);
}
