/* Small pictures of points. */
#include "gs-point-button.h"

#include <math.h>
#include <string.h>

#include "app/paint/gs-theme.h"
#include "gs-accessible.h"
#include "gs-style.h"

#define N_POINTS 60
#define REACH    6.5 /* of the plane that is shown, from the middle */
#define WIDTH    54
#define HEIGHT   36

typedef struct {
  gdouble x, y, learned;
} Point;

typedef struct {
  gint n_classes, n;
  Point points[N_POINTS];
} Points;

/* The text's last three numbers of each line. */
static void
read_points (Points *points, const gchar *text)
{
  const gchar *line = strchr (text, '\n');

  for (; line != NULL && line[1] != '\0' && points->n < N_POINTS; line = strchr (line + 1, '\n')) {
    Point *point = &points->points[points->n++];
    gchar *end;

    point->x = g_ascii_strtod (line + 1, &end);
    point->y = g_ascii_strtod (end + 1, &end);
    point->learned = g_ascii_strtod (end + 1, NULL);
  }
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  const Points *points = user_data;
  const GsTheme *theme = gs_style_get_theme ();
  gdouble scale = MIN (width, height) / (2 * REACH);

  for (gint i = 0; i < points->n; i++) {
    const Point *point = &points->points[i];
    gint class = (gint) point->learned;
    GsColour colour = points->n_classes == 2  ? theme->classes[1 - class]
                      : points->n_classes > 2 ? theme->classes[class % GS_THEME_CLASSES]
                                              : gs_theme_unpack (gs_theme_map (theme, point->learned));

    cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
    cairo_arc (cr, width / 2.0 + point->x * scale, height / 2.0 - point->y * scale, 0.045 * height, 0,
               2 * G_PI);
    cairo_fill (cr);
  }
}

GtkWidget *
gs_point_button_new (GsGeneratorKind kind)
{
  gchar curve[] = "x*x/6 - 2";
  GsGenerator made = { .kind = kind, .n_rows = N_POINTS, .noise = 0.02, .seed = 1, .curve = curve };
  Points *points = g_new0 (Points, 1);
  GtkWidget *button = gtk_toggle_button_new (), *area = gtk_drawing_area_new ();
  gsize length;
  g_autofree gchar *text = gs_generator_make (&made, &length, NULL);

  points->n_classes = gs_generator_get_n_classes (kind);
  read_points (points, text);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), (gint) (WIDTH * gs_style_get_text_scale ()));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), (gint) (HEIGHT * gs_style_get_text_scale ()));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, points, g_free);
  gtk_button_set_child (GTK_BUTTON (button), area);
  gtk_widget_set_tooltip_text (button, gs_generator_get_what (kind));
  gs_accessible_set_name (button, gs_generator_get_title (kind));
  gtk_widget_add_css_class (button, "gs-points");
  return button;
}
