/* The formula on the projector. */
#include "gs-board-formula.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "gs-accessible.h"
#include "gs-formula-pieces.h"
#include "gs-later.h"

#define MOST_TERMS 8
#define FEW_TERMS  3
#define LEAST      0.72 /* of the font's size: 24 pixels of 34 */

struct _GsBoardFormula {
  GtkWidget parent_instance;

  GsView *view;
  GsFormulaLine *line;
  gsize terms; /* that fit */
  gboolean plain;
  gint width; /* that it has been fitted to */
  gint own;   /* and what it took then: another font takes something else */
  GsLater later;
};

G_DEFINE_FINAL_TYPE (GsBoardFormula, gs_board_formula, GTK_TYPE_WIDGET)

static void
show_leaf (GsBoardFormula *self, const GsSight *sight)
{
  g_autofree gchar *name = gs_cell_name_labelled (sight->program, &sight->selected);
  g_autofree gchar *number = gs_sight_get_text (sight, &sight->selected);

  gs_formula_line_append (self->line, GS_FORMULA_SUBJECT, name, "", NULL);
  gs_formula_line_append (self->line, GS_FORMULA_SIGN, " = ", "", NULL);
  gs_formula_line_append (self->line, GS_FORMULA_SIGN, number, "", NULL);
}

static void
fill (GsBoardFormula *self, gsize max_terms)
{
  const GsSight *sight = gs_view_get_sight (self->view);

  gs_formula_line_clear (self->line);
  if (!sight->has_selection)
    return;
  if (gs_explanation_get_op (sight->explanation) == NULL)
    show_leaf (self, sight);
  else
    gs_formula_pieces_fill (
        self->line, sight,
        &(GsFormulaForm){
            .max_terms = max_terms, .digits = sight->digits, .for_class = TRUE, .plain = self->plain });
}

static gint
measure_line (GsBoardFormula *self)
{
  gint width;

  gtk_widget_measure (GTK_WIDGET (self->line), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* As many terms as have room when they are set small, but these at least; whether they have it. */
static gboolean
choose_terms (GsBoardFormula *self, gsize least)
{
  gboolean fits;

  self->terms = MOST_TERMS;
  do {
    fill (self, self->terms);
    fits = measure_line (self) <= MAX (self->width, 1);
  } while (!fits && --self->terms >= least);
  self->terms = MAX (self->terms, least);
  return fits;
}

/* As many terms as fit when it is set small, then as large as they fit; with indices rather than with fewer
 * than a few. Where one is too much its beginning stands for all: what is set smaller still nobody reads. */
static void
fit (GsBoardFormula *self)
{
  gdouble scale = 1;

  gs_formula_line_set_room (self->line, 0);
  gs_formula_line_set_scale (self->line, LEAST);
  self->plain = FALSE;
  self->plain = !choose_terms (self, FEW_TERMS);
  if (self->plain)
    choose_terms (self, 1);
  /* Letters are whole pixels wide: a little smaller may be as wide as before. */
  do {
    gs_formula_line_set_scale (self->line, scale);
    scale -= 0.01;
  } while (scale >= LEAST && measure_line (self) > self->width);
  gs_formula_line_set_room (self->line, self->width);
}

/* A screen reader hears both lines as one. */
static void
describe (GsBoardFormula *self)
{
  g_autofree gchar *symbols = NULL, *numbers = NULL, *text = NULL;

  self->own = measure_line (self);
  symbols = gs_formula_line_get_text (self->line, FALSE);
  numbers = g_strstrip (gs_formula_line_get_text (self->line, TRUE));
  text = *numbers != '\0' ? g_strdup_printf ("%s, %s", symbols, numbers) : g_strdup (symbols);
  gs_accessible_set_description (GTK_WIDGET (self), text);
}

static void
update (GsBoardFormula *self)
{
  fit (self);
  describe (self);
}

static void
on_view_changed (GsBoardFormula *self, guint change)
{
  if (change != GS_VIEW_LIVE) {
    update (self);
    return;
  }
  /* Other numbers in the same formula: it keeps its size. */
  fill (self, self->terms);
  describe (self);
}

/* ---- the widget ---- */

static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  GsBoardFormula *self = GS_BOARD_FORMULA (widget);
  gint own = measure_line (self);
  GtkAllocation whole = { .width = MAX (own, width), .height = height };

  gtk_widget_size_allocate (GTK_WIDGET (self->line), &whole, -1);
  if (width == self->width && own == self->own)
    return;
  self->width = width;
  gs_later_when_laid_out (&self->later, (GsLaterFunc) update, self);
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  GsBoardFormula *self = GS_BOARD_FORMULA (widget);

  gtk_widget_measure (GTK_WIDGET (self->line), orientation, -1, minimum, natural, NULL, NULL);
  /* Too long a line is set smaller. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
}

static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GsBoardFormula *self = GS_BOARD_FORMULA (widget);

  GTK_WIDGET_CLASS (gs_board_formula_parent_class)->css_changed (widget, change);
  if (self->view != NULL)
    gs_later_when_laid_out (&self->later, (GsLaterFunc) update, self);
}

static void
dispose (GObject *object)
{
  GsBoardFormula *self = GS_BOARD_FORMULA (object);

  gs_later_forget (&self->later);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  if (self->line != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->line)));
  G_OBJECT_CLASS (gs_board_formula_parent_class)->dispose (object);
}

static void
gs_board_formula_class_init (GsBoardFormulaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->css_changed = css_changed;
  gtk_widget_class_set_css_name (widget_class, "gs-board-formula");
}

static void
gs_board_formula_init (GsBoardFormula *self)
{
  self->line = GS_FORMULA_LINE (gs_formula_line_new ());
  gs_formula_line_set_plain (self->line);
  gtk_widget_set_parent (GTK_WIDGET (self->line), GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gs_accessible_set_name (GTK_WIDGET (self), _ ("Formula"));
}

GtkWidget *
gs_board_formula_new (GsView *view)
{
  GsBoardFormula *self = g_object_new (GS_TYPE_BOARD_FORMULA, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  update (self);
  return GTK_WIDGET (self);
}
