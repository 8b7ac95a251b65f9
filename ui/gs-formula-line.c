/* The formula bar's two lines: pieces side by side, laid out and drawn by hand. */
#include "gs-formula-line.h"

#include "app/paint/gs-theme.h"
#include "gs-style.h"

/* Around a factor, within its tint and outside it, by the height of a line. */
#define PADDING 0.3
#define MARGIN  0.06

typedef struct {
  GsFormulaPiece kind;
  GsFormulaTime time;
  gchar *symbol, *number;
  NnCell cell;
  gint left, width;        /* its column */
  gint symbol_x, number_x; /* where its texts begin */
  gboolean is_left_out;    /* an ellipsis stands for it */
} Piece;

struct _GsFormulaLine {
  GtkWidget parent_instance;

  GArray *pieces;
  gdouble scale; /* of the style's font */
  gint room;     /* that it must do with; 0: as much as it likes */
  gint ellipsis; /* where that stands; -1 */
  gboolean is_plain;
  GsFormulaTime time;      /* of those that are appended */
  gint width, line_height; /* width: -1 until they are laid out */
  gboolean has_numbers;    /* beneath its symbols */
  gint hovered;            /* the factor under the pointer, or -1 */
};

G_DEFINE_FINAL_TYPE (GsFormulaLine, gs_formula_line, GTK_TYPE_WIDGET)

enum { POINTED, PICKED, N_SIGNALS };

static guint signals[N_SIGNALS];

static Piece *
get_piece (GsFormulaLine *self, guint i)
{
  return &g_array_index (self->pieces, Piece, i);
}

/* ---- layout ---- */

static PangoLayout *
make_text (GsFormulaLine *self, const gchar *text, gboolean bold)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (self->scale != 1)
    pango_attr_list_insert (attributes, pango_attr_scale_new (self->scale));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static gint
measure_text (GsFormulaLine *self, const gchar *text, gboolean bold, gint *height)
{
  g_autoptr (PangoLayout) layout = make_text (self, text, bold);
  gint width;

  pango_layout_get_pixel_size (layout, &width, height);
  return width;
}

static gboolean
is_bold (const Piece *piece, gboolean number)
{
  return piece->kind == GS_FORMULA_SUBJECT || (number && piece->kind == GS_FORMULA_RESULT);
}

static gint
get_padding (GsFormulaLine *self, const Piece *piece)
{
  return piece->kind == GS_FORMULA_FACTOR && !self->is_plain ? (gint) (self->line_height * (PADDING + MARGIN))
                                                             : 0;
}

/* What is used now and the result stay to be seen, and as much of the beginning as there is room for. */
static void
leave_out (GsFormulaLine *self)
{
  guint end = 0, from = 0;
  gint tail, shift, x = 0, dots = measure_text (self, "…", FALSE, NULL);

  while (end < self->pieces->len && get_piece (self, end)->kind != GS_FORMULA_RESULT
         && get_piece (self, end)->time != GS_FORMULA_NOW)
    end++;
  tail = end < self->pieces->len ? self->width - get_piece (self, end)->left : 0;
  while (from < end && x + get_piece (self, from)->width + dots + tail <= self->room)
    x += get_piece (self, from++)->width;
  if (from == end)
    return;
  self->ellipsis = x;
  for (guint i = from; i < end; i++)
    get_piece (self, i)->is_left_out = TRUE;
  shift = end < self->pieces->len ? get_piece (self, end)->left - x - dots : 0;
  for (guint i = end; i < self->pieces->len; i++) {
    Piece *piece = get_piece (self, i);

    piece->left -= shift;
    piece->symbol_x -= shift;
    piece->number_x -= shift;
  }
  self->width = x + dots + tail;
}

static void
lay_out (GsFormulaLine *self)
{
  gint x = 0;

  if (self->width >= 0)
    return;
  self->has_numbers = FALSE;
  measure_text (self, "0", FALSE, &self->line_height);
  for (guint i = 0; i < self->pieces->len; i++) {
    Piece *piece = get_piece (self, i);
    gint symbol = measure_text (self, piece->symbol, is_bold (piece, FALSE), NULL);
    gint number = measure_text (self, piece->number, is_bold (piece, TRUE), NULL);
    gint padding = get_padding (self, piece), inner = MAX (symbol, number);

    piece->is_left_out = FALSE;
    piece->left = x;
    piece->width = inner + 2 * padding;
    piece->symbol_x = x + padding + (inner - symbol) / 2;
    /* A sign under a longer one ends where that ends, as "x[1,1] = (" does; what stands under a whole line
     * begins with it, for its end may be out of sight. */
    piece->number_x = x + padding
                      + (self->pieces->len == 1           ? 0
                         : piece->kind == GS_FORMULA_SIGN ? inner - number
                                                          : (inner - number) / 2);
    x += piece->width;
    self->has_numbers = self->has_numbers || *piece->number != '\0';
  }
  self->width = x;
  self->ellipsis = -1;
  if (self->room > 0 && self->width > self->room && self->pieces->len > 1)
    leave_out (self);
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
  GsFormulaLine *self = GS_FORMULA_LINE (widget);

  lay_out (self);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : 2 * self->line_height;
}

/* ---- drawing ---- */

static void
draw_text (GsFormulaLine *self, GtkSnapshot *into, const Piece *piece, gboolean number, const GdkRGBA *colour)
{
  const gchar *text = number ? piece->number : piece->symbol;
  g_autoptr (PangoLayout) layout = make_text (self, text, is_bold (piece, number));
  /* A line alone stands in the middle of the two. */
  gint y = number ? self->line_height : self->has_numbers ? 0 : self->line_height / 2;
  graphene_point_t place =
      GRAPHENE_POINT_INIT ((gfloat) (number ? piece->number_x : piece->symbol_x), (gfloat) y);

  if (*text == '\0' || piece->is_left_out)
    return;
  gtk_snapshot_save (into);
  gtk_snapshot_translate (into, &place);
  gtk_snapshot_append_layout (into, layout, colour);
  gtk_snapshot_restore (into);
}

/* From piece to piece; `tint` or `frame` may be NULL. */
static void
draw_plate (GsFormulaLine *self,
            GtkSnapshot *into,
            const Piece *first,
            const Piece *last,
            const GdkRGBA *tint,
            const GdkRGBA *frame)
{
  gfloat margin = (gfloat) (gint) (self->line_height * MARGIN), left = (gfloat) first->left + margin;
  GskRoundedRect plate;

  gsk_rounded_rect_init_from_rect (&plate,
                                   &GRAPHENE_RECT_INIT (left, 0,
                                                        (gfloat) (last->left + last->width) - margin - left,
                                                        (gfloat) (2 * self->line_height)),
                                   5);
  if (tint != NULL) {
    gtk_snapshot_push_rounded_clip (into, &plate);
    gtk_snapshot_append_color (into, tint, &plate.bounds);
    gtk_snapshot_pop (into);
  }
  if (frame != NULL)
    gtk_snapshot_append_border (into, &plate, (const gfloat[]){ 1, 1, 1, 1 },
                                (const GdkRGBA[]){ *frame, *frame, *frame, *frame });
}

static GdkRGBA
get_colour (const GsColour *colour)
{
  return (GdkRGBA){ (gfloat) colour->red, (gfloat) colour->green, (gfloat) colour->blue, 1 };
}

/* The plates beneath the texts: one around what is used now, one for each other factor. */
static void
draw_plates (GsFormulaLine *self, GtkSnapshot *into, const GdkRGBA *tint, const GdkRGBA *accent)
{
  for (guint i = 0; i < self->pieces->len; i++) {
    const Piece *piece = get_piece (self, i), *last = piece;

    if (piece->time == GS_FORMULA_NOW) {
      while (i + 1 < self->pieces->len && get_piece (self, i + 1)->time == GS_FORMULA_NOW)
        last = get_piece (self, ++i);
      draw_plate (self, into, piece, last, tint, accent);
    } else if (!piece->is_left_out && piece->time == GS_FORMULA_ALL && piece->kind == GS_FORMULA_FACTOR
               && !self->is_plain) {
      draw_plate (self, into, piece, piece, tint, NULL);
    }
  }
  if (self->hovered >= 0) {
    const Piece *piece = get_piece (self, (guint) self->hovered);

    draw_plate (self, into, piece, piece, NULL, accent);
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsFormulaLine *self = GS_FORMULA_LINE (widget);
  const GsTheme *theme = gs_style_get_theme ();
  const GdkRGBA text = get_colour (&theme->text), accent = get_colour (&theme->accent),
                tint = get_colour (&theme->tint), faint = get_colour (&theme->faint);

  lay_out (self);
  draw_plates (self, into, &tint, &accent);
  for (guint i = 0; i < self->pieces->len; i++) {
    const Piece *piece = get_piece (self, i);
    const GdkRGBA *colour = piece->time == GS_FORMULA_NEXT ? &faint : &text;

    draw_text (self, into, piece, FALSE, piece->kind == GS_FORMULA_SUBJECT ? &accent : colour);
    draw_text (self, into, piece, TRUE, is_bold (piece, TRUE) ? &accent : colour);
  }
  if (self->ellipsis >= 0)
    draw_text (self, into,
               &(Piece){ .symbol = (gchar *) "…", .number = (gchar *) "", .symbol_x = self->ellipsis }, FALSE,
               &text);
}

/* ---- the pointer ---- */

static gint
find_factor (GsFormulaLine *self, gdouble x)
{
  lay_out (self);
  for (guint i = 0; i < self->pieces->len; i++) {
    const Piece *piece = get_piece (self, i);

    if (piece->kind == GS_FORMULA_FACTOR && !piece->is_left_out && x >= piece->left
        && x < piece->left + piece->width)
      return (gint) i;
  }
  return -1;
}

static void
set_hovered (GsFormulaLine *self, gint factor)
{
  NnCell cell;

  if (factor == self->hovered)
    return;
  self->hovered = factor;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), factor >= 0 ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (factor >= 0)
    cell = get_piece (self, (guint) factor)->cell;
  g_signal_emit (self, signals[POINTED], 0, factor >= 0 ? &cell : NULL);
}

static void
on_moved (GtkEventControllerMotion *controller, gdouble x, gdouble y, GsFormulaLine *self)
{
  set_hovered (self, find_factor (self, x));
}

static void
on_left (GtkEventControllerMotion *controller, GsFormulaLine *self)
{
  set_hovered (self, -1);
}

static void
on_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsFormulaLine *self)
{
  gint factor = find_factor (self, x);
  NnCell cell;

  if (factor < 0)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  /* A copy: who hears of it may lay other pieces out. */
  cell = get_piece (self, (guint) factor)->cell;
  g_signal_emit (self, signals[PICKED], 0, &cell);
}

/* ---- pieces ---- */

static void
clear_piece (gpointer piece)
{
  g_free (((Piece *) piece)->symbol);
  g_free (((Piece *) piece)->number);
}

/* Another font: everything has another width. */
static void
css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (gs_formula_line_parent_class)->css_changed (widget, change);
  GS_FORMULA_LINE (widget)->width = -1;
  gtk_widget_queue_resize (widget);
}

static void
change (GsFormulaLine *self)
{
  self->width = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
gs_formula_line_set_plain (GsFormulaLine *self)
{
  self->is_plain = TRUE;
  change (self);
}

void
gs_formula_line_set_scale (GsFormulaLine *self, gdouble scale)
{
  if (scale == self->scale)
    return;
  self->scale = scale;
  change (self);
}

void
gs_formula_line_set_room (GsFormulaLine *self, gint room)
{
  if (room == self->room)
    return;
  self->room = room;
  change (self);
}

void
gs_formula_line_clear (GsFormulaLine *self)
{
  g_array_set_size (self->pieces, 0);
  self->time = GS_FORMULA_ALL;
  /* The pointer has not moved: it lights nothing until it does. */
  set_hovered (self, -1);
  change (self);
}

void
gs_formula_line_set_time (GsFormulaLine *self, GsFormulaTime time)
{
  self->time = time;
}

void
gs_formula_line_append (GsFormulaLine *self,
                        GsFormulaPiece kind,
                        const gchar *symbol,
                        const gchar *number,
                        const NnCell *cell)
{
  Piece piece = {
    .kind = kind, .time = self->time, .symbol = g_strdup (symbol), .number = g_strdup (number)
  };

  if (cell != NULL)
    piece.cell = *cell;
  g_array_append_val (self->pieces, piece);
  change (self);
}

gchar *
gs_formula_line_get_text (GsFormulaLine *self, gboolean numbers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->pieces->len; i++)
    g_string_append (text, numbers ? get_piece (self, i)->number : get_piece (self, i)->symbol);
  return g_string_free (text, FALSE);
}

/* ---- the widget ---- */

static void
finalize (GObject *object)
{
  g_array_unref (GS_FORMULA_LINE (object)->pieces);
  G_OBJECT_CLASS (gs_formula_line_parent_class)->finalize (object);
}

static void
gs_formula_line_class_init (GsFormulaLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  widget_class->css_changed = css_changed;
  gtk_widget_class_set_css_name (widget_class, "gs-formula-line");
  signals[POINTED] = g_signal_new ("pointed", GS_TYPE_FORMULA_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[PICKED] = g_signal_new ("picked", GS_TYPE_FORMULA_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
gs_formula_line_init (GsFormulaLine *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, clear_piece);
  self->width = -1;
  self->scale = 1;
  self->hovered = -1;
  g_signal_connect (motion, "enter", G_CALLBACK (on_moved), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_left), self);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
gs_formula_line_new (void)
{
  return g_object_new (GS_TYPE_FORMULA_LINE, NULL);
}
