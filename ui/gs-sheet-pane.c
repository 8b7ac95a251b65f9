/* The sheet's surroundings: scroller, legend, digits, zoom. */
#include "gs-sheet-pane.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/paint/gs-layout.h"
#include "app/paint/gs-painter.h"
#include "app/view/gs-outline.h"
#include "app/view/gs-view.h"
#include "gs-accessible.h"
#include "gs-choice.h"
#include "gs-data-pane.h"
#include "gs-find-bar.h"
#include "gs-minimap.h"
#include "gs-squeezer.h"
#include "gs-style.h"
#include "gs-tab-bar.h"
#include "gs-template.h"
#include "gs-train-bar.h"

/* What can be chosen. */
#define MIN_DIGITS   2
#define MAX_DIGITS   17
#define LEGEND_WIDTH 320 /* with its words beside it */
#define SHORT_WIDTH  186

struct _GsSheetPane {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box, *work;
  GsSheetView *sheet;
  GsDataPane *data; /* in its place on the tab of the data */
  GtkStack *stack;  /* of the two */
  GtkWidget *minimap, *bar;
  GsFindBar *find_bar; /* over it */
  gboolean was_folded; /* so that what is unfolded can be folded again */
  GtkOverlay *overlay;
  GtkScrolledWindow *scroller;
  GtkWidget *fold, *fold_words, *fold_short, *legend, *short_legend, *marks, *sample, *sample_box,
      *digits_place, *digits, *zoom_label, *sizes, *scale_button;
  GsPainter *painter; /* for the legend */
  GsLayout *layout;
};

G_DEFINE_FINAL_TYPE (GsSheetPane, gs_sheet_pane, GTK_TYPE_WIDGET)

static GsScene
make_scene (GsSheetPane *self, gint width, gint height)
{
  return (GsScene){ .layout = self->layout,
                    .sight = gs_view_get_sight (self->view),
                    .theme = gs_style_get_theme (),
                    .zoom = 1,
                    .text_scale = gs_style_get_text_scale (),
                    .width = width,
                    .height = height };
}

static void
draw_legend (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsSheetPane *self = user_data;
  GsScene scene = make_scene (self, width, height);

  if (gs_view_shows_data (self->view))
    gs_painter_draw_data_legend (cr, &scene, 2, 6);
  else
    gs_painter_draw_legend (self->painter, cr, &scene, 2, 6);
}

static void
redraw_legend (GsSheetPane *self)
{
  gtk_widget_queue_draw (self->legend);
  gtk_widget_queue_draw (self->short_legend);
}

static void
update_sample (GsSheetPane *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  gboolean has_images = gs_dataset_get_input_shape (gs_frame_get_data (sight->frame))->rank == 3;
  gint n = nn_program_get_batch_size (sight->program);

  gtk_widget_set_visible (self->sample_box, has_images && n > 1 && !gs_view_shows_data (self->view));
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->sample), 1, MAX (n, 1));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->sample), gs_view_get_sample (self->view));
}

/* "▸ After the update, 48 blocks folded": there where the optimiser has cells of its own. */
static void
update_fold (GsSheetPane *self)
{
  gboolean folded = gs_view_get_folded (self->view);
  gint n = gs_layout_get_n_folded (self->layout);
  g_autofree gchar *text =
      folded ? g_strdup_printf (ngettext ("▸ After the update: %d block folded",
                                          "▸ After the update: %d blocks folded", (gulong) n),
                                n)
             : g_strdup (_ ("▾ After the update"));
  g_autofree gchar *shorter = folded ? g_strdup_printf (_ ("▸ After the update: %d"), n) : g_strdup (text);

  gtk_label_set_text (GTK_LABEL (self->fold_words), text);
  gtk_label_set_text (GTK_LABEL (self->fold_short), shorter);
  gs_accessible_set_name (self->fold, text);
  gtk_widget_set_visible (self->fold,
                          (n > 0 || (!folded && self->was_folded)) && !gs_view_shows_data (self->view));
  self->was_folded = self->was_folded || n > 0;
}

static void
on_fold (GsSheetPane *self)
{
  gs_view_set_folded (self->view, !gs_view_get_folded (self->view));
}

/* The sheet itself says which operation is the current one. */
static void
describe_place (GsSheetPane *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  NnProgram *program = sight->program;
  gint instruction = gs_frame_get_cursor (sight->frame)->instruction;
  const GsOutlineItem item = { instruction, instruction,
                               nn_program_get_instruction (program, instruction)->phase };
  g_autofree gchar *text = gs_outline_speak (program, &item);

  gs_accessible_set_description (GTK_WIDGET (self->sheet), text);
}

static void
on_digits (GsSheetPane *self)
{
  gint digits = MIN_DIGITS + (gint) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->digits));

  if (self->view != NULL && digits != gs_view_get_digits (self->view))
    gs_view_set_digits (self->view, digits);
}

static void
update_digits (GsSheetPane *self)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->digits),
                              (guint) (gs_view_get_digits (self->view) - MIN_DIGITS));
}

/* The cells, or the rows. Who has the keyboard there keeps it. */
static void
update_front (GsSheetPane *self)
{
  gboolean data = gs_view_shows_data (self->view);
  GtkWidget *front = data ? GTK_WIDGET (self->data) : GTK_WIDGET (self->scroller);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean has_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack));

  if (gtk_stack_get_visible_child (self->stack) == front)
    return;
  gtk_stack_set_visible_child (self->stack, front);
  /* What the cells have and rows have not. */
  gtk_widget_set_visible (self->sizes, !data);
  gtk_widget_set_can_target (self->scale_button, !data);
  gtk_widget_set_focusable (self->scale_button, !data);
  /* Of the size that the other had: GTK would not see that this one has no place yet. */
  gtk_widget_queue_resize (front);
  if (has_focus)
    gtk_widget_grab_focus (gs_sheet_pane_get_front (self));
}

static void
on_view_changed (GsSheetPane *self, guint change)
{
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_SHEET)) {
    g_clear_pointer (&self->layout, gs_layout_free);
    self->layout = gs_layout_new_shown (self->view);
    update_sample (self);
    update_fold (self);
  }
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_SHEET))
    update_front (self);
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_CURSOR))
    describe_place (self);
  if (change & GS_VIEW_OPTIONS) {
    update_sample (self);
    update_digits (self);
  }
  if (change & ~(guint) GS_VIEW_SELECTION) {
    redraw_legend (self);
    gtk_widget_queue_draw (self->marks);
  }
}

GtkWidget *
gs_sheet_pane_get_front (GsSheetPane *self)
{
  return gs_view_shows_data (self->view) ? GTK_WIDGET (gs_data_pane_get_sheet (self->data))
                                         : GTK_WIDGET (self->sheet);
}

static void
on_zoomed (GsSheetPane *self)
{
  g_autofree gchar *text = g_strdup_printf ("%.0f %%", gs_sheet_view_get_percent (self->sheet));

  gtk_button_set_label (GTK_BUTTON (self->zoom_label), text);
}

static void
on_sample (GsSheetPane *self)
{
  gs_view_set_sample (self->view, gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->sample)));
}

static void
on_zoom_in (GsSheetPane *self)
{
  gs_sheet_view_zoom_by (self->sheet, 1.25);
}

static void
on_zoom_out (GsSheetPane *self)
{
  gs_sheet_view_zoom_by (self->sheet, 0.8);
}

static void
on_zoom_reset (GsSheetPane *self)
{
  gs_sheet_view_zoom_by (self->sheet, gs_style_get_text_scale () / gs_sheet_view_get_zoom (self->sheet));
}

static void
on_fit (GsSheetPane *self)
{
  gs_sheet_view_zoom_to_fit (self->sheet);
}

static void
on_scale (GsSheetPane *self)
{
  gs_view_set_whole_scale (self->view, !gs_view_get_whole_scale (self->view));
}

/* "2 digits" to "17 digits". */
static void
add_digits (GsSheetPane *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (gint digits = MIN_DIGITS; digits <= MAX_DIGITS; digits++)
    g_ptr_array_add (texts, g_strdup_printf (ngettext ("%d digit", "%d digits", (gulong) digits), digits));
  g_ptr_array_add (texts, NULL);
  self->digits = gs_choice_new ((const gchar *const *) texts->pdata, _ ("Digits"));
  gs_choice_keep_whole (self->digits);
  gtk_widget_set_tooltip_text (self->digits, _ ("How many significant digits numbers have"));
  g_signal_connect_swapped (self->digits, "notify::selected", G_CALLBACK (on_digits), self);
  gtk_box_append (GTK_BOX (self->digits_place), self->digits);
}

static void
draw_marks (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsSheetPane *self = user_data;
  GsScene scene = make_scene (self, width, height);

  if (gs_view_shows_data (self->view))
    gs_painter_draw_data_marks_legend (cr, &scene, 2, 2);
  else
    gs_painter_draw_marks_legend (cr, &scene, 2, 2);
}

static void
on_text_scale (GsSheetPane *self)
{
  gdouble scale = gs_style_get_text_scale ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->legend), (gint) (LEGEND_WIDTH * scale));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->legend), (gint) (32 * scale));
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->short_legend), (gint) (SHORT_WIDTH * scale));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->short_legend), (gint) (32 * scale));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->marks), (gint) ceil (16 * scale));
}

static void
on_theme (GsSheetPane *self)
{
  redraw_legend (self);
  gtk_widget_queue_draw (self->marks);
}

static void
dispose (GObject *object)
{
  GsSheetPane *self = GS_SHEET_PANE (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->layout, gs_layout_free);
  g_clear_pointer (&self->painter, gs_painter_free);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_sheet_pane_parent_class)->dispose (object);
}

static void
gs_sheet_pane_class_init (GsSheetPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (GS_TYPE_SQUEEZER);
  gs_template_set (widget_class, "gs-sheet-pane");
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, box);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, overlay);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, stack);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, bar);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, fold);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, fold_words);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, fold_short);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, legend);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, short_legend);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, marks);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, sample_box);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, sample);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, digits_place);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, sizes);
  gtk_widget_class_bind_template_child (widget_class, GsSheetPane, scale_button);
  gtk_widget_class_bind_template_callback (widget_class, on_fold);
  gtk_widget_class_bind_template_callback (widget_class, on_scale);
  gtk_widget_class_bind_template_callback (widget_class, on_sample);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_out);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_reset);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_in);
  gtk_widget_class_bind_template_callback (widget_class, on_fit);
}

static void
gs_sheet_pane_init (GsSheetPane *self)
{
  gs_template_init (GTK_WIDGET (self));
  self->painter = gs_painter_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->legend), draw_legend, self, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->short_legend), draw_legend, self, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->marks), draw_marks, self, NULL);
  add_digits (self);
}

/* What goes on beside, at the lower left: the minimap is at the right. */
static GtkWidget *
build_work (GsSheetPane *self)
{
  self->work = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_halign (self->work, GTK_ALIGN_START);
  gtk_widget_set_valign (self->work, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->work), gs_train_bar_new (self->view));
  return self->work;
}

GtkWidget *
gs_sheet_pane_new (GsView *view)
{
  GsSheetPane *self = g_object_new (GS_TYPE_SHEET_PANE, NULL);

  self->view = g_object_ref (view);
  self->layout = gs_layout_new_shown (view);
  self->sheet = GS_SHEET_VIEW (gs_sheet_view_new (view));
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->sheet));
  gs_accessible_set_name (GTK_WIDGET (self->sheet), _ ("Sheet"));
  self->data = GS_DATA_PANE (gs_data_pane_new (view));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->data));
  self->minimap = gs_minimap_new (view, self->sheet, self->scroller);
  gtk_overlay_add_overlay (self->overlay, self->minimap);
  self->find_bar = GS_FIND_BAR (gs_find_bar_new (view, gs_data_pane_get_grid (self->data)));
  gtk_overlay_add_overlay (self->overlay, GTK_WIDGET (self->find_bar));
  gtk_overlay_add_overlay (self->overlay, build_work (self));
  gtk_box_append (GTK_BOX (self->box), gs_tab_bar_new (view, gs_data_pane_get_grid (self->data)));
  update_sample (self);
  update_fold (self);
  update_digits (self);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (self->sheet, "notify::zoom", G_CALLBACK (on_zoomed), self);
  gs_style_watch_theme (self, G_CALLBACK (on_theme));
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
  describe_place (self);
  return GTK_WIDGET (self);
}

void
gs_sheet_pane_fill (GsSheetPane *self, gboolean down)
{
  if (gs_view_shows_data (self->view))
    gs_data_sheet_fill (gs_data_pane_get_sheet (self->data), down);
  else
    gs_sheet_view_fill (self->sheet, down);
}

GsDataGrid *
gs_sheet_pane_get_grid (GsSheetPane *self)
{
  return gs_data_pane_get_grid (self->data);
}

gboolean
gs_sheet_pane_has_draft (GsSheetPane *self)
{
  return gs_data_grid_has_draft (gs_data_pane_get_grid (self->data));
}

gboolean
gs_sheet_pane_is_editing (GsSheetPane *self)
{
  return gs_sheet_view_is_editing (self->sheet)
         || gs_data_sheet_is_editing (gs_data_pane_get_sheet (self->data));
}

void
gs_sheet_pane_find (GsSheetPane *self)
{
  gs_find_bar_open (self->find_bar);
}

GtkWidget *
gs_sheet_pane_get_work (GsSheetPane *self)
{
  return self->work;
}

GsSheetView *
gs_sheet_pane_get_sheet (GsSheetPane *self)
{
  return self->sheet;
}
