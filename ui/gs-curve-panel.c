/* Curves of what is selected. */
#include "gs-curve-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-chart-painter.h"
#include "app/plane/gs-diagnosis.h"
#include "app/plane/gs-landscape.h"
#include "app/plane/gs-trail.h"
#include "app/text/gs-number.h"
#include "app/view/gs-summary.h"
#include "gs-later.h"
#include "gs-message.h"
#include "gs-pool.h"
#include "gs-style.h"
#include "gs-template.h"

#define CURVE_POINTS   101
#define SURFACE_POINTS 41
#define N_BARS         24
/* Milliseconds without a move after which the slider's way is one edit. */
#define REST 400

struct _GsCurvePanel {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *scroller, *loss_title, *loss, *slider, *loss_text;
  GtkWidget *spread_title, *spread, *gradients;
  GtkWidget *follow, *history, *followed, *nothing, *findings;
  GsLandscape *land; /* of what is selected; or NULL */
  gchar *why_not;    /* there is none */
  GsTrail *trail;
  GPtrArray *found;    /* GsFinding */
  GsLater rest;        /* runs out when the slider has come to rest */
  gboolean is_sliding; /* the change that comes is the slider's */
};

G_DEFINE_FINAL_TYPE (GsCurvePanel, gs_curve_panel, GTK_TYPE_WIDGET)

static GsChart
make_chart (gint width, gint height)
{
  return (GsChart){
    .theme = gs_style_get_theme (), .scale = gs_style_get_text_scale (), .width = width, .height = height
  };
}

/* ---- the loss over a cell or two ---- */

/* The selected cell, or two where two are marked. */
static gint
list_cells (GsCurvePanel *self, NnCell cells[2])
{
  const GsSight *sight = gs_view_get_sight (self->view);

  if (!sight->has_selection)
    return 0;
  cells[0] = sight->selected;
  if (sight->range->len == 2 && sight->other == NULL) {
    for (guint i = 0; i < 2; i++)
      cells[i] = g_array_index (sight->range, NnCell, i);
    return 2;
  }
  if (sight->other != NULL && sight->other->len == 1 && sight->range->len == 1) {
    cells[1] = g_array_index (sight->other, NnCell, 0);
    return 2;
  }
  return 1;
}

static gboolean
can_slide (GsCurvePanel *self)
{
  NnProgram *program = gs_view_get_sight (self->view)->program;

  return self->land != NULL && self->land->n_cells == 1
         && nn_program_get_tensor (program, self->land->cells[0].tensor)->producer < 0;
}

static gchar *
name_cell (GsCurvePanel *self, const NnCell *cell)
{
  return gs_cell_name_display (gs_view_get_sight (self->view)->program, cell);
}

static void
describe_loss (GsCurvePanel *self)
{
  g_autofree gchar *first = self->land != NULL ? name_cell (self, &self->land->cells[0]) : NULL,
                   *title = NULL, *text = NULL, *loss = NULL, *at = NULL, *second = NULL;

  if (self->land == NULL) {
    gtk_label_set_text (GTK_LABEL (self->loss_title), _ ("Loss over a cell"));
    gtk_label_set_text (GTK_LABEL (self->loss_text), self->why_not);
    return;
  }
  loss = gs_number_show (self->land->loss, 5);
  at = gs_number_show (self->land->today[0], 4);
  if (self->land->n_cells == 2) {
    second = name_cell (self, &self->land->cells[1]);
    title = g_strdup_printf (_ ("Loss over %s and %s"), first, second);
    text = g_strdup_printf (
        _ ("%s to the right, %s up; the deeper the colour, the higher the loss. The dot is today: L = %s."),
        first, second, loss);
  } else {
    title = g_strdup_printf (_ ("Loss over %s"), first);
    text = g_strdup_printf (_ ("Today %s = %s and L = %s, all else staying as it is."), first, at, loss);
  }
  gtk_label_set_text (GTK_LABEL (self->loss_title), title);
  gtk_label_set_text (GTK_LABEL (self->loss_text), text);
}

/* Works the curve out anew, unless the network is being trained: then it waits for the end. */
static void
find_land (GsCurvePanel *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  g_autoptr (GError) error = NULL;
  NnCell cells[2];
  gint n = list_cells (self, cells);

  g_clear_pointer (&self->land, gs_landscape_free);
  g_clear_pointer (&self->why_not, g_free);
  if (n == 0)
    self->why_not = g_strdup (_ ("Select a weight, or mark two."));
  else if (gs_workbook_get_trainer (book) != NULL)
    self->why_not = g_strdup (_ ("When training stands."));
  else if (gs_sight_may_hide (gs_view_get_sight (self->view)))
    self->why_not = g_strdup (_ ("Not while numbers are asked for."));
  else
    self->land = gs_landscape_new (book, cells, n, n == 2 ? SURFACE_POINTS : CURVE_POINTS, 0, &error);
  if (error != NULL)
    self->why_not = g_strdup (error->message);
  gtk_widget_set_visible (self->loss, self->land != NULL);
  gtk_widget_set_visible (self->slider, can_slide (self));
  if (self->land != NULL) {
    gtk_range_set_range (GTK_RANGE (self->slider), self->land->low[0], self->land->high[0]);
    gtk_range_set_increments (GTK_RANGE (self->slider), (self->land->high[0] - self->land->low[0]) / 100,
                              (self->land->high[0] - self->land->low[0]) / 10);
    gtk_range_set_value (GTK_RANGE (self->slider), self->land->today[0]);
  }
  describe_loss (self);
  gtk_widget_queue_draw (self->loss);
}

static void
draw_loss (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsCurvePanel *self = user_data;
  const GsLandscape *land = self->land;
  GsChart chart = make_chart (width, height);
  gdouble xs[CURVE_POINTS];

  if (land == NULL || !gs_landscape_get_bounds (land, &chart.low, &chart.high))
    return;
  chart.left = land->low[0];
  chart.right = land->high[0];
  if (land->n_cells == 2) {
    chart.low = land->low[1];
    chart.high = land->high[1];
    gs_chart_draw_surface (cr, &chart, land);
    gs_chart_draw_axes (cr, &chart);
    gs_chart_draw_dot (cr, &chart, land->today[0], land->today[1]);
    return;
  }
  for (gint i = 0; i < land->side; i++)
    xs[i] = gs_landscape_get_number (land, 0, i);
  gs_chart_draw_axes (cr, &chart);
  gs_chart_draw_line (cr, &chart, xs, land->losses, (guint) land->side, &chart.theme->text);
  gs_chart_draw_dot (cr, &chart, gtk_range_get_value (GTK_RANGE (self->slider)), land->loss);
}

/* ---- the slider: all of its way is one edit ---- */

static void
end_gesture (GsCurvePanel *self)
{
  gs_workbook_end_gesture (gs_view_get_workbook (self->view));
}

/* The loss that the curve has at a number, between its points. */
static gdouble
read_curve (const GsLandscape *land, gdouble value)
{
  gdouble at = (value - land->low[0]) / (land->high[0] - land->low[0]) * (land->side - 1);
  gint point = (gint) CLAMP (floor (at), 0, land->side - 2);
  gdouble part = CLAMP (at - point, 0, 1);

  return land->losses[point] * (1 - part) + land->losses[point + 1] * part;
}

static gboolean
on_slid (GtkRange *range, GtkScrollType scroll, gdouble value, GsCurvePanel *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  g_autoptr (GError) error = NULL;

  if (!can_slide (self))
    return TRUE;
  value = CLAMP (value, self->land->low[0], self->land->high[0]);
  if (!gs_view_may_edit (self->view, &self->land->cells[0]))
    return TRUE;
  if (!gs_later_is_due (&self->rest))
    gs_workbook_begin_gesture (book);
  gs_later_at_rest (&self->rest, REST, (GsLaterFunc) end_gesture, self);
  self->is_sliding = TRUE;
  if (gs_workbook_set_cells (book, &self->land->cells[0], &value, 1, &error)) {
    self->land->today[0] = value;
    self->land->loss = read_curve (self->land, value);
    gtk_range_set_value (range, value);
    describe_loss (self);
    gtk_widget_queue_draw (self->loss);
  } else {
    gs_message_tell (GTK_WIDGET (self), error->message);
  }
  self->is_sliding = FALSE;
  return TRUE;
}

/* ---- how a block's numbers are spread ---- */

/* The tensor of the selected cell, or its gradient; -1 if there is none. */
static gint
find_spread (GsCurvePanel *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);

  if (!sight->has_selection)
    return -1;
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->gradients))
             ? nn_program_get_tensor (sight->program, sight->selected.tensor)->gradient
             : sight->selected.tensor;
}

static void
draw_spread (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsCurvePanel *self = user_data;
  GsChart chart = make_chart (width, height);
  gint counts[N_BARS], tensor = find_spread (self);

  if (tensor < 0 || !gs_summary_spread (gs_view_get_sight (self->view), tensor, N_BARS, counts, &chart.right))
    return;
  chart.left = -chart.right;
  for (gint i = 0; i < N_BARS; i++)
    chart.high = MAX (chart.high, counts[i]);
  gs_chart_draw_bars (cr, &chart, counts, N_BARS);
  gs_chart_draw_axes (cr, &chart);
}

static void
update_spread (GsCurvePanel *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  gint tensor = find_spread (self);
  g_autofree gchar *title =
      tensor >= 0
          ? g_strdup_printf (_ ("Numbers of %s"), nn_program_get_tensor (sight->program, tensor)->name)
          : g_strdup (_ ("Numbers of a block"));

  gtk_label_set_text (GTK_LABEL (self->spread_title), title);
  gtk_widget_queue_draw (self->spread);
}

static void
on_gradients (GsCurvePanel *self)
{
  if (self->view != NULL)
    update_spread (self);
}

/* ---- cells that are followed ---- */

static void
draw_history (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsCurvePanel *self = user_data;
  const GArray *points = gs_trail_get_points (self->trail);
  GsChart chart = make_chart (width, height);
  g_autofree gdouble *xs = g_new (gdouble, points->len), *ys = g_new (gdouble, points->len);

  if (points->len == 0 || gs_sight_may_hide (gs_view_get_sight (self->view)))
    return;
  chart.low = INFINITY;
  chart.high = -INFINITY;
  for (guint i = 0; i < points->len; i++) {
    const GsTrailPoint *point = &g_array_index (points, GsTrailPoint, i);

    xs[i] = point->pass;
    for (gint k = 0; k < GS_TRAIL_MAX_CELLS; k++)
      if (isfinite (point->values[k])) {
        chart.low = MIN (chart.low, point->values[k]);
        chart.high = MAX (chart.high, point->values[k]);
      }
  }
  if (chart.low > chart.high)
    return;
  chart.left = xs[0];
  chart.right = xs[points->len - 1];
  gs_chart_draw_axes (cr, &chart);
  for (gint k = 0; k < GS_TRAIL_MAX_CELLS; k++) {
    if (gs_trail_get_cell (self->trail, k) == NULL)
      continue;
    for (guint i = 0; i < points->len; i++)
      ys[i] = g_array_index (points, GsTrailPoint, i).values[k];
    gs_chart_draw_line (cr, &chart, xs, ys, points->len, &chart.theme->classes[k % GS_THEME_CLASSES]);
  }
}

/* Their names, each in the colour of its line. */
static void
update_followed (GsCurvePanel *self)
{
  const GsTheme *theme = gs_style_get_theme ();
  g_autoptr (GString) markup = g_string_new (NULL);

  for (gint i = 0; i < GS_TRAIL_MAX_CELLS; i++) {
    const GsColour *colour = &theme->classes[i % GS_THEME_CLASSES];
    const gchar *name = gs_trail_get_cell (self->trail, i);
    g_autofree gchar *escaped = name != NULL ? g_markup_escape_text (name, -1) : NULL;

    if (escaped != NULL)
      g_string_append_printf (markup, "<span foreground='#%02X%02X%02X'>━</span> %s  ",
                              (guint) lround (255 * colour->red), (guint) lround (255 * colour->green),
                              (guint) lround (255 * colour->blue), escaped);
  }
  gtk_label_set_markup (GTK_LABEL (self->followed), markup->str);
  gtk_widget_set_visible (self->followed, markup->len > 0);
  gtk_widget_set_visible (self->history, markup->len > 0);
}

static void
on_follow (GsCurvePanel *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  g_autofree gchar *name = sight->has_selection ? gs_cell_name (sight->program, &sight->selected) : NULL;

  if (name == NULL || !gs_trail_follow (self->trail, name)) {
    gs_message_tell (GTK_WIDGET (self),
                     name == NULL
                         ? _ ("Select the cell that is to be followed.")
                         : _ ("Six cells are followed already. Select one of them to follow it no longer."));
    return;
  }
  gs_trail_note (self->trail, sight->frame);
  update_followed (self);
  gtk_widget_queue_draw (self->history);
}

/* ---- what is wrong ---- */

static void
on_finding (GtkButton *button, GsCurvePanel *self)
{
  guint number = 0;

  for (GtkWidget *other = gtk_widget_get_first_child (self->findings);
       other != NULL && other != GTK_WIDGET (button); other = gtk_widget_get_next_sibling (other))
    number++;
  if (number < self->found->len)
    gs_view_select (self->view, &((GsFinding *) g_ptr_array_index (self->found, number))->cell, FALSE);
}

static GtkWidget *
make_finding (gpointer user_data)
{
  GtkWidget *button = gtk_button_new (), *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_tooltip_text (button, _ ("Select the first of these cells"));
  g_signal_connect (button, "clicked", G_CALLBACK (on_finding), user_data);
  return button;
}

static void
update_findings (GsCurvePanel *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);

  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = gs_sight_may_hide (sight) ? g_ptr_array_new () : gs_diagnosis_list (sight->frame);
  for (guint i = 0; i < self->found->len; i++) {
    const GsFinding *finding = g_ptr_array_index (self->found, i);
    GtkWidget *button = gs_pool_get (self->findings, i, make_finding, self);

    gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), finding->text);
  }
  gs_pool_trim (self->findings, self->found->len);
  gtk_widget_set_visible (self->nothing, self->found->len == 0);
}

/* ---- the view ---- */

static void
update (GsCurvePanel *self, guint change)
{
  gboolean other_numbers = (change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM)) != 0;

  if (!self->is_sliding && (other_numbers || (change & GS_VIEW_SELECTION) != 0))
    find_land (self);
  update_spread (self);
  if (change & ~(guint) GS_VIEW_SELECTION)
    update_findings (self);
  gtk_widget_queue_draw (self->history);
}

static void
on_view_changed (GsCurvePanel *self, guint change)
{
  gs_trail_note (self->trail, gs_view_get_sight (self->view)->frame);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self, change);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gs_curve_panel_parent_class)->map (widget);
  update (GS_CURVE_PANEL (widget), GS_VIEW_VALUES);
}

static void
dispose (GObject *object)
{
  GsCurvePanel *self = GS_CURVE_PANEL (object);

  if (gs_later_is_due (&self->rest))
    end_gesture (self);
  gs_later_forget (&self->rest);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->land, gs_landscape_free);
  g_clear_pointer (&self->why_not, g_free);
  g_clear_pointer (&self->trail, gs_trail_free);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  G_OBJECT_CLASS (gs_curve_panel_parent_class)->dispose (object);
}

static void
on_text_scale (GsCurvePanel *self)
{
  gdouble scale = gs_style_get_text_scale ();

  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->loss), (gint) (190 * scale));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->spread), (gint) (100 * scale));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->history), (gint) (130 * scale));
}

static void
gs_curve_panel_class_init (GsCurvePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-curve-panel");
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, loss_title);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, loss);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, slider);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, loss_text);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, spread_title);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, spread);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, gradients);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, follow);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, history);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, followed);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, nothing);
  gtk_widget_class_bind_template_child (widget_class, GsCurvePanel, findings);
  gtk_widget_class_bind_template_callback (widget_class, on_slid);
  gtk_widget_class_bind_template_callback (widget_class, on_gradients);
  gtk_widget_class_bind_template_callback (widget_class, on_follow);
}

static void
gs_curve_panel_init (GsCurvePanel *self)
{
  gs_template_init (GTK_WIDGET (self));
  self->trail = gs_trail_new ();
  self->found = g_ptr_array_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->loss), draw_loss, self, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->spread), draw_spread, self, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->history), draw_history, self, NULL);
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
}

GtkWidget *
gs_curve_panel_new (GsView *view)
{
  GsCurvePanel *self = g_object_new (GS_TYPE_CURVE_PANEL, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  return GTK_WIDGET (self);
}
