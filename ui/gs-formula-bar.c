/* The formula bar: name box, formula, remark; what stands in each. */
#include "gs-formula-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/data/gs-feature.h"
#include "app/inspect/gs-chain.h"
#include "app/inspect/gs-explain.h"
#include "app/text/gs-number.h"
#include "gs-accessible.h"
#include "gs-formula-pieces.h"
#include "gs-later.h"
#include "gs-name-box.h"

#define MAX_TERMS     4
#define LEAST_TERMS   2
#define LEAST_PERCENT 80 /* of the font, before something is left out */
#define REMARK_GAP    16

struct _GsFormulaBar {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box;   /* everything */
  GtkWidget *name;  /* GsNameBox */
  GtkWidget *frame; /* formula and remark */
  GtkWidget *scroller;
  GsFormulaLine *line; /* in it */
  GtkWidget *sign;
  GtkWidget *remark; /* what the operation is for */
  gboolean unfolded;
  gint n_terms; /* that there is room for */
  GsLater later;
  gboolean has_shown;
  NnCell shown; /* what it explains */
};

G_DEFINE_FINAL_TYPE (GsFormulaBar, gs_formula_bar, GTK_TYPE_WIDGET)

/* ---- pieces ---- */

static void
on_pointed (GsFormulaLine *line, const NnCell *cell, GsFormulaBar *self)
{
  gs_view_point_at (self->view, cell);
}

static void
on_picked (GsFormulaLine *line, const NnCell *cell, GsFormulaBar *self)
{
  gs_view_select (self->view, cell, FALSE);
}

static GtkWidget *
make_label (const gchar *text, const gchar *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, class);
  return label;
}

/* A remark, or a line alone. */
static void
append_column (GsFormulaBar *self, const gchar *symbol, const gchar *number)
{
  gs_formula_line_append (self->line, GS_FORMULA_SIGN, symbol, number, NULL);
}

/* What is said beside the formula takes no room when it is nothing. */
static void
set_remark (GsFormulaBar *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->remark), text);
  gtk_widget_set_visible (self->remark, *text != '\0');
}

static void
show_pieces (GsFormulaBar *self, const GsSight *sight)
{
  gs_formula_pieces_fill (self->line, sight,
                          &(GsFormulaForm){ .max_terms = self->unfolded ? 64 : (gsize) self->n_terms,
                                            .digits = sight->digits + 2 });
}

/* "0.0125 + 0.03 = 0.0425", and which of how many terms it is. */
static void
show_term (GsFormulaBar *self, const GsSight *sight)
{
  gint digits = sight->digits + 2;
  gsize n = gs_explanation_count_terms (sight->writing);
  g_autofree gchar *running = gs_number_show (sight->term.running, digits);
  g_autofree gchar *which = g_strdup_printf (_ ("term %zu of %zu"), sight->term.number, n);
  const gchar *sign = gs_explanation_get_sign (sight->writing, 0);
  g_autofree gchar *text = NULL;
  NnTerm before;

  if (g_str_equal (sign, "+") && sight->term.number > 1
      && gs_explanation_get_term (sight->writing, sight->term.number - 1, &before)) {
    g_autofree gchar *was = gs_number_show (before.running, digits);
    g_autofree gchar *value = gs_number_show (fabs (sight->term.value), digits);

    text =
        g_strdup_printf ("%s %s %s = %s\n%s", was, sight->term.value < 0 ? "−" : "+", value, running, which);
  } else {
    text = g_strdup_printf ("%s\n%s", running, which);
  }
  set_remark (self, text);
}

/* "dW2[1,1] = a1[1,1] × dz2[1,1], 0.593270 × 0.138499 = 0.082167" for screen readers; what is hidden stays
 * so.
 */
static void
describe (GsFormulaBar *self)
{
  g_autofree gchar *symbols = gs_formula_line_get_text (self->line, FALSE);
  g_autofree gchar *numbers = g_strstrip (gs_formula_line_get_text (self->line, TRUE));
  g_autofree gchar *text =
      *numbers != '\0' ? g_strdup_printf ("%s, %s", symbols, numbers) : g_strdup (symbols);

  gs_accessible_set_description (self->scroller, text);
}

/* At the right of a gradient: the chain rule that it follows. */
static void
show_chain (GsFormulaBar *self, const GsSight *sight)
{
  g_autofree gchar *text = gs_sight_is_hidden (sight, &sight->selected)
                               ? NULL
                               : gs_chain_print (sight->program, sight->selected.tensor);

  set_remark (self, text != NULL ? text : "");
}

static const gchar *
describe_leaf (const NnTensorInfo *info)
{
  switch (info->role) {
  case NN_ROLE_INPUT: return _ ("an input: type a number to change it");
  case NN_ROLE_TARGET: return _ ("a target: what the network should give");
  case NN_ROLE_PARAMETER:
    return info->frozen ? _ ("a parameter that does not learn") : _ ("a parameter: the update changes it");
  case NN_ROLE_STATE: return _ ("what the optimiser remembers from pass to pass");
  case NN_ROLE_HYPER: return _ ("a hyperparameter");
  case NN_ROLE_RANDOM: return _ ("a random number, from the seed, the pass and the place");
  case NN_ROLE_CLOCK: return _ ("how far training is: the pass, or the batches of an epoch");
  case NN_ROLE_SEED: return _ ("where the backward pass begins: dL/dL = 1");
  case NN_ROLE_PIN: return _ ("1 where a cell is held by hand");
  case NN_ROLE_COMPUTED:
  default: return "";
  }
}

/* Of an input that is worked out from x1 and x2 of its row (gs-feature.h): how, in symbols or in numbers;
 * NULL for any other, and where inputs have been scaled since. Caller frees. */
static gchar *
print_feature (const GsSight *sight, gboolean numbers)
{
  const NnTensorInfo *info = nn_program_get_tensor (sight->program, sight->selected.tensor);
  gsize width = (gsize) info->shape.dim[MAX (info->shape.rank - 1, 0)], row = sight->selected.offset / width;
  gint index[NN_MAX_RANK], feature;
  const gdouble *divide, *subtract, *values;
  g_autofree gchar *first = NULL, *second = NULL;
  gsize n;

  if (info->role != NN_ROLE_INPUT || info->shape.rank != 2)
    return NULL;
  nn_shape_index (&info->shape, sight->selected.offset, index);
  feature = gs_feature_find (nn_program_get_label (sight->program, sight->selected.tensor, 1, index[1]));
  values = gs_frame_get_values (sight->frame, sight->selected.tensor, &n);
  if (feature < 0 || values == NULL
      || gs_dataset_get_scaling (gs_frame_get_data (sight->frame), &subtract, &divide) != GS_SCALING_NONE)
    return NULL;
  if (!numbers)
    return gs_feature_print ((GsFeature) feature, "x1", "x2");
  first = gs_number_show (values[row * width], sight->digits + 2);
  second = gs_number_show (values[row * width + 1], sight->digits + 2);
  return gs_feature_print ((GsFeature) feature, first, second);
}

static void
show_leaf (GsFormulaBar *self, const GsSight *sight, const gchar *name)
{
  g_autofree gchar *symbols = print_feature (sight, FALSE), *numbers = print_feature (sight, TRUE);
  g_autofree gchar *number = gs_number_show (gs_explanation_get_value (sight->explanation), 0);

  append_column (self, name, "");
  append_column (self, " = ", "");
  if (symbols != NULL) {
    append_column (self, symbols, numbers);
    append_column (self, " = ", " = ");
  }
  append_column (self, number, "");
  set_remark (self, symbols != NULL
                        ? _ ("an input worked out from others of its row")
                        : describe_leaf (nn_program_get_tensor (sight->program, sight->selected.tensor)));
}

static void
fill (GsFormulaBar *self)
{
  const GsSight *sight;
  g_autofree gchar *name = NULL;

  self->has_shown = gs_view_get_selected (self->view, &self->shown);
  /* The pointer lights nothing any more, and what is seen is another thing then. */
  gs_formula_line_clear (self->line);
  sight = gs_view_get_sight (self->view);
  set_remark (self, "");
  if (gs_view_get_data_cell (self->view) != NULL) {
    append_column (self, gs_view_get_data_cell (self->view), "");
    return;
  }
  if (!sight->has_selection) {
    append_column (self, _ ("Select a cell to see why it holds its number."), "");
    return;
  }
  name = gs_cell_name_labelled (sight->program, &sight->selected);
  if (gs_explanation_get_op (sight->explanation) == NULL) {
    show_leaf (self, sight, name);
  } else if (gs_sight_is_secret (sight, sight->selected.tensor)) {
    append_column (self, name, "");
    set_remark (self, _ ("what it is made of is asked here; a hint shows it"));
  } else if (gs_frame_is_visible (sight->frame, &sight->selected)) {
    show_pieces (self, sight);
    show_chain (self, sight);
  } else if (sight->writing != NULL && gs_explanation_has_numbers (sight->explanation)
             && !gs_sight_is_hidden (sight, &sight->selected)) {
    show_pieces (self, sight);
    show_term (self, sight);
  } else {
    NnPrintLimits limits = { .max_terms = (gsize) self->n_terms, .decimal_point = gs_number_get_sign () };
    g_autofree gchar *line =
        gs_explanation_print (sight->explanation, NN_DIALECT_MATH, NN_PRINT_EXPANDED, &limits);

    append_column (self, line, _ ("not computed yet"));
  }
}

static gint
measure (GtkWidget *widget)
{
  gint width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

static gint
measure_line (GsFormulaBar *self)
{
  return measure (GTK_WIDGET (self->line));
}

/* As large as it fits; tried, for letters are of whole pixels. */
static gboolean
scale_to (GsFormulaBar *self, gint room)
{
  for (gint percent = 100; percent >= LEAST_PERCENT; percent -= 5) {
    gs_formula_line_set_scale (self->line, percent / 100.0);
    if (measure_line (self) <= room)
      return TRUE;
  }
  return FALSE;
}

/* As many terms as there is room for, then as large as they fit; then the remark goes. What is left out is
 * never the result or the term at work. Whoever unfolds it scrolls. */
static void
fit (GsFormulaBar *self)
{
  gint whole = gtk_widget_get_width (self->frame), room;

  self->n_terms = MAX_TERMS;
  gs_formula_line_set_scale (self->line, 1);
  gs_formula_line_set_room (self->line, 0);
  fill (self);
  room = whole - (gtk_widget_get_visible (self->remark) ? measure (self->remark) + REMARK_GAP : 0);
  if (whole <= 1 || self->unfolded)
    return;
  while (measure_line (self) > room && --self->n_terms >= LEAST_TERMS)
    fill (self);
  if (!scale_to (self, room)) {
    gtk_widget_set_visible (self->remark, FALSE);
    room = whole;
    scale_to (self, room);
  }
  gs_formula_line_set_room (self->line, room);
}

static void
update (GsFormulaBar *self)
{
  fit (self);
  describe (self);
}

static void
on_room (GsFormulaBar *self)
{
  gs_later_when_laid_out (&self->later, (GsLaterFunc) update, self);
}

static void
on_view_changed (GsFormulaBar *self, guint change)
{
  NnCell cell;
  gboolean any = gs_view_get_selected (self->view, &cell);

  /* What the pointer lights in the sheet changes nothing here. */
  if (change == GS_VIEW_SELECTION && !gs_view_shows_data (self->view) && any == self->has_shown
      && (!any || nn_cell_equal (&cell, &self->shown)))
    return;
  if (change & ~(guint) (GS_VIEW_SELECTION | GS_VIEW_LIVE))
    self->unfolded = FALSE;
  update (self);
}

/* ---- for the window ---- */

void
gs_formula_bar_focus_name (GsFormulaBar *self)
{
  gs_name_box_focus (GS_NAME_BOX (self->name));
}

gchar *
gs_formula_bar_copy (GsFormulaBar *self, gboolean latex)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  NnPrintLimits limits = {
    .max_terms = 64, .digits = sight->digits + 2, .enough = TRUE, .decimal_point = gs_number_get_sign ()
  };
  g_autofree gchar *symbols = NULL, *numbers = NULL, *result = NULL;

  if (!sight->has_selection || gs_sight_is_secret (sight, sight->selected.tensor))
    return NULL;
  result = gs_number_show (gs_explanation_get_value (sight->explanation), limits.digits);
  symbols = gs_explanation_print (sight->explanation, latex ? NN_DIALECT_LATEX : NN_DIALECT_MATH,
                                  NN_PRINT_EXPANDED, &limits);
  if (symbols == NULL) {
    g_autofree gchar *name = gs_cell_name_labelled (sight->program, &sight->selected);
    g_autofree gchar *how = print_feature (sight, FALSE);

    numbers = print_feature (sight, TRUE);
    return how != NULL ? g_strdup_printf ("%s = %s = %s = %s", name, how, numbers, result)
                       : g_steal_pointer (&result);
  }
  if (latex || gs_sight_see (sight, &sight->selected, NULL) != GS_SEEN_NUMBER)
    return g_steal_pointer (&symbols);
  numbers = gs_explanation_print (sight->explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
  return g_strdup_printf ("%s = %s = %s", symbols, numbers, result);
}

/* ---- the widget ---- */

static void
on_bar_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsFormulaBar *self)
{
  if (n != 2)
    return;
  self->unfolded = !self->unfolded;
  update (self);
}

static void
dispose (GObject *object)
{
  GsFormulaBar *self = GS_FORMULA_BAR (object);

  gs_later_forget (&self->later);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_formula_bar_parent_class)->dispose (object);
}

static void
gs_formula_bar_class_init (GsFormulaBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "gs-formula-bar");
}

static void
gs_formula_bar_init (GsFormulaBar *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->sign = make_label ("ƒ", "gs-sign");
  gtk_box_append (GTK_BOX (self->box), self->sign);
  self->line = GS_FORMULA_LINE (gs_formula_line_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->line), GTK_ALIGN_CENTER);
  g_signal_connect (self->line, "pointed", G_CALLBACK (on_pointed), self);
  g_signal_connect (self->line, "picked", G_CALLBACK (on_picked), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->line));
  gtk_widget_set_hexpand (self->scroller, TRUE);
  gs_accessible_set_name (self->scroller, _ ("Formula"));
  g_signal_connect (click, "pressed", G_CALLBACK (on_bar_pressed), self);
  gtk_widget_add_controller (self->scroller, GTK_EVENT_CONTROLLER (click));
  self->frame = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, REMARK_GAP);
  gtk_widget_add_css_class (self->frame, "gs-formula");
  gtk_box_append (GTK_BOX (self->frame), self->scroller);
  gtk_box_append (GTK_BOX (self->box), self->frame);
  self->remark = make_label ("", "gs-remark");
  gtk_label_set_ellipsize (GTK_LABEL (self->remark), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (self->remark), 52);
  gtk_box_append (GTK_BOX (self->frame), self->remark);
}

GtkWidget *
gs_formula_bar_new (GsView *view)
{
  GsFormulaBar *self = g_object_new (GS_TYPE_FORMULA_BAR, NULL);

  self->view = g_object_ref (view);
  self->name = gs_name_box_new (view);
  gtk_box_prepend (GTK_BOX (self->box), self->name);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller)),
                           "notify::page-size", G_CALLBACK (on_room), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
