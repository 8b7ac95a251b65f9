/* A card of the tape for keyboard and screen reader. */
#include "gs-tape-card.h"

#include <glib/gi18n-lib.h>

#include "app/paint/gs-theme.h"
#include "gs-accessible.h"
#include "gs-style.h"

/* Smaller letters cannot be read. */
#define MIN_TEXT 8.5

#define NAME_SIZE  13
#define BRIEF_SIZE 11
#define COUNT_SIZE 11

struct _GsTapeCard {
  GtkWidget parent_instance;

  gint number;
  gint state; /* -1 until it is set */
};

G_DEFINE_FINAL_TYPE (GsTapeCard, gs_tape_card, GTK_TYPE_WIDGET)

static void
on_action (GtkWidget *widget, const gchar *name, GVariant *parameter)
{
  g_autofree gchar *action = g_strconcat ("tape", name + strlen ("card"), NULL);

  gtk_widget_activate_action (widget, action, "i", GS_TAPE_CARD (widget)->number);
}

/* The focus is a frame around the card that the tape draws. */
static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const GsColour *colour = &gs_style_get_theme ()->text;
  const GdkRGBA text = { (gfloat) colour->red, (gfloat) colour->green, (gfloat) colour->blue, 1 };
  const GdkRGBA colours[] = { text, text, text, text };
  const gfloat widths[] = { 2, 2, 2, 2 };
  GskRoundedRect frame;

  if (!gtk_widget_has_visible_focus (widget))
    return;
  gsk_rounded_rect_init_from_rect (&frame,
                                   &GRAPHENE_RECT_INIT (0, 0, (gfloat) gtk_widget_get_width (widget),
                                                        (gfloat) gtk_widget_get_height (widget)),
                                   7);
  gtk_snapshot_append_border (snapshot, &frame, widths, colours);
}

static void
gs_tape_card_class_init (GsTapeCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = snapshot;
  gtk_widget_class_install_action (widget_class, "card.go", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "card.breakpoint", NULL, on_action);
  gtk_widget_class_install_action (widget_class, "card.fold", NULL, on_action);
  gtk_widget_class_set_css_name (widget_class, "gs-tape-card");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
gs_tape_card_init (GsTapeCard *self)
{
  self->state = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
gs_tape_card_new (void)
{
  return g_object_new (GS_TYPE_TAPE_CARD, NULL);
}

void
gs_tape_card_set_item (GsTapeCard *self, gint number, const gchar *name)
{
  self->number = number;
  gs_accessible_set_name (GTK_WIDGET (self), name);
}

gint
gs_tape_card_get_number (GsTapeCard *self)
{
  return self->number;
}

void
gs_tape_card_set_state (GsTapeCard *self, GsTapeCardState state)
{
  const gchar *progress = (state & GS_TAPE_CARD_CURRENT) != 0 ? _ ("current")
                          : (state & GS_TAPE_CARD_DONE) != 0  ? _ ("done")
                          : (state & GS_TAPE_CARD_NEXT) != 0  ? _ ("next")
                                                              : _ ("to come");
  g_autofree gchar *text = NULL;

  if (self->state == (gint) state)
    return;
  self->state = (gint) state;
  text = (state & GS_TAPE_CARD_STOPS) != 0 ? g_strdup_printf (_ ("%s, running stops before it"), progress)
                                           : g_strdup (progress);
  gs_accessible_set_description (GTK_WIDGET (self), text);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED,
                               (state & GS_TAPE_CARD_CURRENT) != 0, -1);
}

static PangoLayout *
lay_out (GtkWidget *widget, const gchar *text, gdouble size, gboolean bold, gint *wide)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();

  pango_font_description_set_family (font, gs_theme_get_font ());
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_get_pixel_size (layout, wide, NULL);
  return layout;
}

gint
gs_tape_card_show_text (GtkWidget *widget,
                        cairo_t *cr,
                        const gchar *text,
                        gdouble x,
                        gdouble y,
                        gint width,
                        gint size,
                        gboolean bold)
{
  gint wide;
  g_autoptr (PangoLayout) layout = lay_out (widget, text, size, bold, &wide);

  /* Rather smaller than cut. */
  if (wide > width) {
    g_object_unref (layout);
    layout = lay_out (widget, text, MAX (size * 0.96 * width / wide, MIN_TEXT), bold, &wide);
  }
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_layout_get_pixel_size (layout, &wide, NULL);
  return wide;
}

static gint
measure (GtkWidget *widget, const gchar *text, gdouble size, gboolean bold)
{
  gint wide;

  g_object_unref (lay_out (widget, text, size, bold, &wide));
  return wide;
}

void
gs_tape_card_draw_texts (GtkWidget *widget,
                         cairo_t *cr,
                         const gchar *name,
                         const gchar *brief,
                         const gchar *count,
                         const GsColour *const *colours,
                         const graphene_rect_t *place)
{
  gdouble x = place->origin.x, y = place->origin.y;
  gint room[] = { (gint) place->size.width - 32, (gint) place->size.width - 16 };

  if (count != NULL) {
    gint wide = measure (widget, count, COUNT_SIZE, TRUE), all = (gint) place->size.width - 18;
    gint row = measure (widget, name, NAME_SIZE, TRUE)
                       <= MAX (all - wide - 5, measure (widget, brief, BRIEF_SIZE, FALSE))
                   ? 0
                   : 1;

    room[0] = all;
    room[row] = all - wide - 5;
    gs_paint_set_colour (cr, colours[0]);
    gs_tape_card_show_text (widget, cr, count, x + 9 + all - wide, y + (row == 0 ? 8 : 27), wide, COUNT_SIZE,
                            TRUE);
  }
  gs_paint_set_colour (cr, colours[0]);
  gs_tape_card_show_text (widget, cr, name, x + 9, y + 7, room[0], NAME_SIZE, TRUE);
  gs_paint_set_colour (cr, colours[1]);
  gs_tape_card_show_text (widget, cr, brief, x + 9, y + 27, room[1], BRIEF_SIZE, FALSE);
}

static void
trace_card (cairo_t *cr, gdouble x, gdouble y, gdouble width, gdouble height)
{
  const gdouble r = 7;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI / 2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

void
gs_tape_card_draw_frame (cairo_t *cr,
                         const GsTheme *theme,
                         GsTapeCardState state,
                         const graphene_rect_t *place)
{
  static const gdouble dashes[] = { 4, 3 };
  gboolean current = (state & GS_TAPE_CARD_CURRENT) != 0, next = (state & GS_TAPE_CARD_NEXT) != 0;

  trace_card (cr, place->origin.x + 0.5, place->origin.y + 0.5, place->size.width - 1,
              place->size.height - 1);
  gs_paint_set_colour (cr, current                            ? &theme->tint
                           : (state & GS_TAPE_CARD_DONE) != 0 ? &theme->canvas
                                                              : &theme->panel);
  cairo_fill_preserve (cr);
  gs_paint_set_colour (cr, current ? &theme->accent : next ? &theme->dim : &theme->line);
  cairo_set_line_width (cr, current ? 2 : 1);
  cairo_set_dash (cr, dashes, next ? 2 : 0, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}
