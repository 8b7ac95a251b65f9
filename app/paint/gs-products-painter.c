/* The terms of a cell as tables. */
#include "gs-products-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "gs-painter-private.h"

#define TITLE        34.0
#define FOOT         26.0
#define SIGN_WIDTH   44.0 /* between tables */
#define LETTER       6.2  /* of a title */
#define PART_GAP     5.0
#define CELL_WIDTH   52.0
#define CELL_HEIGHT  26.0
#define LEAST_WIDTH  40.0 /* of a cell with a number */
#define LEAST_HEIGHT 17.0
#define MAX_COLOURED 16.0
#define MARGIN       2.0

/* Where the tables lie. */
typedef struct {
  gint n_tables;
  gint parts, first, across, down; /* parts that are shown */
  gdouble cell_width, cell_height, width, height;
  gdouble pitch; /* from table to table */
  gboolean has_numbers;
} Geometry;

static gdouble
get_scale (const GsProductsScene *scene)
{
  return scene->text_scale > 0 ? scene->text_scale : 1;
}

static gboolean
is_kernel (const GsSight *sight, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (sight->program, tensor);

  return info->role == NN_ROLE_PARAMETER && info->shape.rank == 4;
}

/* Of a table; what it is called is the tensor's name, or those of both. Caller frees. */
static gchar *
name_table (const GsProductsScene *scene, gint table, const gchar **what)
{
  const GsProducts *products = scene->products;
  const GsSight *sight = scene->sight;
  const gchar *first = nn_program_get_tensor (sight->program, products->tensors[0])->name;
  gboolean has_kernel = products->n_factors > 1 && is_kernel (sight, products->tensors[1]);
  g_autofree gchar *sign = NULL;

  if (table < products->n_factors) {
    const NnTensorInfo *info = nn_program_get_tensor (sight->program, products->tensors[table]);

    *what = is_kernel (sight, products->tensors[table]) ? C_ ("table", "the kernel")
            : info->role == NN_ROLE_PARAMETER           ? C_ ("table", "weights")
            : products->is_max                          ? C_ ("table", "the window, its largest marked")
            : has_kernel                                ? C_ ("table", "what lies under the kernel")
                                                        : C_ ("table", "what goes in");
    return g_strdup (info->name);
  }
  sign = gs_explanation_get_sign (sight->explanation, 1);
  *what = g_str_equal (sign, "×") ? C_ ("table", "each product, to be added up")
                                  : C_ ("table", "what comes of it");
  return g_strdup_printf (g_str_equal (sign, "×") ? "%s × %s" : "%s, %s", first,
                          nn_program_get_tensor (sight->program, products->tensors[1])->name);
}

/* As wide as the longest of the titles may be, with the sign behind its table. */
static gdouble
find_title_width (const GsProductsScene *scene)
{
  const gint n_tables = scene->products->n_factors == 1 ? 1 : 3;
  glong longest = 0;

  for (gint table = 0; table < n_tables; table++) {
    const gchar *what;
    g_autofree gchar *name = name_table (scene, table, &what);

    longest = MAX (longest, MAX (g_utf8_strlen (what, -1), g_utf8_strlen (name, -1)));
  }
  return ((gdouble) longest * LETTER + SIGN_WIDTH) * get_scale (scene);
}

static Geometry
measure (const GsProductsScene *scene)
{
  const GsProducts *products = scene->products;
  gdouble scale = get_scale (scene), room_x, room_y;
  Geometry geometry = { .n_tables = products->n_factors == 1 ? 1 : 3,
                        .parts = scene->part < 0 ? products->n_parts : 1,
                        .first = MAX (scene->part, 0) };
  gint columns, rows;

  geometry.across = (gint) ceil (sqrt (geometry.parts));
  geometry.down = (geometry.parts + geometry.across - 1) / geometry.across;
  columns = geometry.across * products->columns;
  rows = geometry.down * products->rows;
  room_x = (scene->width - 2 * MARGIN - (geometry.n_tables - 1) * SIGN_WIDTH * scale) / geometry.n_tables
           - (geometry.across - 1) * PART_GAP;
  room_y = scene->height - (TITLE + FOOT) * scale - (geometry.down - 1) * PART_GAP;
  geometry.cell_width = MIN (room_x / columns, CELL_WIDTH * scale);
  geometry.cell_height = MIN (room_y / rows, CELL_HEIGHT * scale);
  geometry.has_numbers =
      geometry.cell_width >= LEAST_WIDTH * scale && geometry.cell_height >= LEAST_HEIGHT * scale;
  if (!geometry.has_numbers) {
    gdouble side = MIN (MIN (geometry.cell_width, geometry.cell_height), MAX_COLOURED * scale);

    geometry.cell_width = geometry.cell_height = side >= 2 ? floor (side) : MAX (side, 0.5);
  }
  geometry.width = columns * geometry.cell_width + (geometry.across - 1) * PART_GAP;
  geometry.height = rows * geometry.cell_height + (geometry.down - 1) * PART_GAP;
  geometry.pitch = MAX (geometry.width + SIGN_WIDTH * scale,
                        MIN ((scene->width - 2.0 * MARGIN) / geometry.n_tables, find_title_width (scene)));
  return geometry;
}

/* The corner of a cell of a table. */
static void
get_corner (const GsProductsScene *scene,
            const Geometry *geometry,
            gint table,
            gint part,
            gint row,
            gint column,
            gdouble *x,
            gdouble *y)
{
  const GsProducts *products = scene->products;
  gint across = part % geometry->across, down = part / geometry->across;

  *x = MARGIN + table * geometry->pitch + across * (products->columns * geometry->cell_width + PART_GAP)
       + column * geometry->cell_width;
  *y = TITLE * get_scale (scene) + down * (products->rows * geometry->cell_height + PART_GAP)
       + row * geometry->cell_height;
}

/* ---- what is in a cell ---- */

/* Terms that are not added yet are not shown: while one steps by term the last one so far is known. */
static gboolean
is_to_come (const GsSight *sight, const GsProduct *product)
{
  return sight->writing != NULL && nn_cell_equal (gs_explanation_get_cell (sight->writing), &sight->selected)
         && product->number > sight->term.number;
}

/* Table 0 and 1 are factors, 2 (or 0 where there is one factor) is what the term comes to. */
static GsSeen
see (const GsProductsScene *scene, const GsProduct *product, gint table, gdouble *value)
{
  const GsSight *sight = scene->sight;
  GsSeen first;

  if (table < scene->products->n_factors)
    return gs_sight_see (sight, &product->cells[table], value);
  first = gs_sight_is_hidden (sight, &sight->selected) ? GS_SEEN_HIDDEN : GS_SEEN_NUMBER;
  *value = product->value;
  return is_to_come (sight, product) ? GS_SEEN_BLANK : first;
}

/* The end of a table's colours. */
static gdouble
get_largest (const GsProductsScene *scene, gint table)
{
  gdouble largest = 0;

  if (table < scene->products->n_factors)
    return gs_sight_get_largest (scene->sight, scene->products->tensors[table]);
  for (guint i = 0; i < scene->products->products->len; i++) {
    const GsProduct *product = g_ptr_array_index (scene->products->products, i);

    if (product != NULL && isfinite (product->value))
      largest = MAX (largest, fabs (product->value));
  }
  return largest;
}

/* ---- drawing ---- */

static void
draw_number (cairo_t *cr,
             const GsProductsScene *scene,
             const Geometry *geometry,
             gdouble x,
             gdouble y,
             gdouble value)
{
  gdouble size = MIN (12 * get_scale (scene), geometry->cell_height * 0.6), width;
  gchar buffer[GS_VIEW_BUFFER];
  gint digits = scene->sight->digits;

  do
    gs_sight_format (scene->sight, value, digits, buffer);
  while ((width = gs_paint_measure (cr, buffer, size, FALSE)) > geometry->cell_width - 4 && --digits >= 2);
  if (width > geometry->cell_width - 4)
    gs_view_format_power (value, buffer);
  width = gs_paint_measure (cr, buffer, size, FALSE);
  gs_paint_set_colour (cr, &scene->theme->ink);
  gs_paint_text (cr, buffer, x + (geometry->cell_width - width) / 2,
                 y + geometry->cell_height / 2 + size * 0.36, size, FALSE);
}

static void
draw_cell (cairo_t *cr,
           const GsProductsScene *scene,
           const Geometry *geometry,
           const GsProduct *product,
           gint table,
           gdouble largest,
           gdouble x,
           gdouble y)
{
  gdouble value = 0, side = MIN (geometry->cell_width, geometry->cell_height);
  GsSeen seen = product != NULL ? see (scene, product, table, &value) : GS_SEEN_BLANK;
  GsColour colour = scene->theme->canvas;

  if (seen == GS_SEEN_NUMBER && isfinite (value))
    colour = gs_theme_unpack (gs_theme_map (scene->theme, largest > 0 ? value / largest : 0));
  else if (seen == GS_SEEN_HIDDEN)
    colour = scene->theme->tint;
  gs_paint_set_colour (cr, &colour);
  cairo_rectangle (cr, x, y, geometry->cell_width, geometry->cell_height);
  cairo_fill (cr);
  if (product == NULL || (seen == GS_SEEN_BLANK && side < 8))
    return;
  if (seen == GS_SEEN_BLANK) {
    gs_paint_set_colour (cr, &scene->theme->dot);
    cairo_arc (cr, x + geometry->cell_width / 2, y + geometry->cell_height / 2, 1.5, 0, 2 * G_PI);
    cairo_fill (cr);
  } else if (geometry->has_numbers && seen == GS_SEEN_NUMBER) {
    draw_number (cr, scene, geometry, x, y, value);
  } else if (geometry->has_numbers) {
    gs_paint_set_colour (cr, &scene->theme->accent);
    gs_paint_text (cr, "?", x + geometry->cell_width / 2 - 3, y + geometry->cell_height / 2 + 5,
                   12 * get_scale (scene), TRUE);
  }
}

/* Lines between cells that are large enough, and around a part; what has no term stays open. */
static void
draw_grid (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, gint table, gint part)
{
  const GsProducts *products = scene->products;
  gdouble left, top, right, bottom;

  get_corner (scene, geometry, table, part, 0, 0, &left, &top);
  get_corner (scene, geometry, table, part, products->rows, products->columns, &right, &bottom);
  gs_paint_set_colour (cr, &scene->theme->grid);
  cairo_set_line_width (cr, 1);
  for (gint row = 0; row <= products->rows && geometry->cell_height >= 6; row++) {
    cairo_move_to (cr, left, round (top + row * geometry->cell_height) + 0.5);
    cairo_line_to (cr, right, round (top + row * geometry->cell_height) + 0.5);
  }
  for (gint column = 0; column <= products->columns && geometry->cell_width >= 6; column++) {
    cairo_move_to (cr, round (left + column * geometry->cell_width) + 0.5, top);
    cairo_line_to (cr, round (left + column * geometry->cell_width) + 0.5, bottom);
  }
  cairo_rectangle (cr, round (left) + 0.5, round (top) + 0.5, round (right - left), round (bottom - top));
  cairo_stroke (cr);
}

/* The term that won, of a maximum: the first of equals. */
static const GsProduct *
find_winner (const GsProducts *products)
{
  for (guint i = 0; products->is_max && i < products->products->len; i++) {
    const GsProduct *product = g_ptr_array_index (products->products, i);

    if (product != NULL && product->value == products->sum)
      return product;
  }
  return NULL;
}

/* The cell that the pointer or the step is on is marked in all tables. */
static gboolean
is_marked (const GsProductsScene *scene, const GsProduct *product, const GsProduct *winner)
{
  const GsSight *sight = scene->sight;

  if (product == NULL)
    return FALSE;
  if (sight->has_pointed
      && (nn_cell_equal (&product->cells[0], &sight->pointed)
          || (scene->products->n_factors > 1 && nn_cell_equal (&product->cells[1], &sight->pointed))))
    return TRUE;
  return product == winner
         || (sight->writing != NULL
             && nn_cell_equal (gs_explanation_get_cell (sight->writing), &sight->selected)
             && product->number == sight->term.number);
}

static void
draw_table (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, gint table)
{
  const GsProducts *products = scene->products;
  const GsProduct *winner =
      gs_sight_is_hidden (scene->sight, &scene->sight->selected) ? NULL : find_winner (products);
  gdouble largest = get_largest (scene, table), x, y;

  for (gint part = 0; part < geometry->parts; part++) {
    for (gint row = 0; row < products->rows; row++)
      for (gint column = 0; column < products->columns; column++) {
        get_corner (scene, geometry, table, part, row, column, &x, &y);
        draw_cell (cr, scene, geometry, gs_products_get (products, geometry->first + part, row, column),
                   table, largest, x, y);
      }
    draw_grid (cr, scene, geometry, table, part);
    for (gint i = 0; i < products->rows * products->columns; i++)
      if (is_marked (scene,
                     gs_products_get (products, geometry->first + part, i / products->columns,
                                      i % products->columns),
                     winner)) {
        get_corner (scene, geometry, table, part, i / products->columns, i % products->columns, &x, &y);
        gs_paint_set_colour (cr, &scene->theme->accent);
        cairo_set_line_width (cr, 2 + scene->theme->outline);
        cairo_rectangle (cr, x, y, geometry->cell_width, geometry->cell_height);
        cairo_stroke (cr);
      }
  }
}

/* ---- words ---- */

static void
draw_title (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, gint table)
{
  gdouble scale = get_scale (scene), room = geometry->pitch - 8, x, y;
  const gchar *what;
  g_autofree gchar *name = name_table (scene, table, &what);
  g_autofree gchar *shown = gs_paint_shorten (cr, name, room, 12 * scale, TRUE);
  g_autofree gchar *words = gs_paint_shorten (cr, what, room, 11 * scale, FALSE);

  get_corner (scene, geometry, table, 0, 0, 0, &x, &y);
  gs_paint_set_colour (cr, &scene->theme->text);
  gs_paint_text (cr, shown, x, y - 20 * scale, 12 * scale, TRUE);
  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, words, x, y - 6 * scale, 11 * scale, FALSE);
}

static void
draw_sign (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, gint table, const gchar *sign)
{
  gdouble scale = get_scale (scene), size = 17 * scale, width = gs_paint_measure (cr, sign, size, FALSE), x,
          y;

  get_corner (scene, geometry, table, 0, 0, 0, &x, &y);
  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, sign, x - (geometry->pitch - geometry->width + width) / 2,
                 y + geometry->height / 2 + size * 0.36, size, FALSE);
}

gchar *
gs_products_describe (const GsProducts *products, const GsSight *sight)
{
  g_autofree gchar *name = gs_cell_name_labelled (sight->program, &sight->selected), *rest = NULL,
                   *sum = NULL;
  gboolean is_hidden = gs_sight_is_hidden (sight, &sight->selected);
  gchar value[GS_VIEW_BUFFER], part[GS_VIEW_BUFFER], more[GS_VIEW_BUFFER];
  gdouble number;

  if (gs_sight_see (sight, &sight->selected, &number) == GS_SEEN_BLANK)
    return g_strdup_printf (_ ("%s is not computed yet."), name);
  gs_sight_format (sight, number, 0, value);
  gs_sight_format (sight, products->sum, 0, part);
  if (is_hidden)
    value[0] = part[0] = '?', value[1] = part[1] = '\0';
  if (products->is_max)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "the largest of %d: %s = %s",
                                         "the largest of %d: %s = %s", (gulong) products->n_terms),
                            products->n_terms, name, value);
  sum = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "sum of %d term %s", "sum of %d terms %s", (gulong) products->n_terms),
      products->n_terms, part);
  if (products->n_rest == 0)
    return g_strdup_printf ("%s  =  %s", sum, name);
  rest = gs_cell_name_labelled (sight->program, &products->rest);
  gs_sight_format (sight, products->rest_value, 0, more);
  return g_strdup_printf ("%s  +  %s %s  =  %s %s", sum, rest, is_hidden ? "?" : more, name, value);
}

void
gs_products_draw (cairo_t *cr, const GsProductsScene *scene)
{
  static const gchar *const signs[] = { "", "×", "=" };
  Geometry geometry = measure (scene);
  g_autofree gchar *sign = gs_explanation_get_sign (scene->sight->explanation, 1), *text = NULL,
                   *shown = NULL;
  gdouble scale = get_scale (scene), x, y;

  for (gint table = 0; table < geometry.n_tables; table++) {
    draw_table (cr, scene, &geometry, table);
    draw_title (cr, scene, &geometry, table);
    if (table > 0)
      draw_sign (cr, scene, &geometry, table, table == 1 && !g_str_equal (sign, "×") ? "," : signs[table]);
  }
  text = gs_products_describe (scene->products, scene->sight);
  shown = gs_paint_shorten (cr, text, scene->width - 8, 12.5 * scale, FALSE);
  get_corner (scene, &geometry, 0, 0, 0, 0, &x, &y);
  gs_paint_set_colour (cr, &scene->theme->text);
  gs_paint_text (cr, shown, x, y + geometry.height + 19 * scale, 12.5 * scale, FALSE);
}

gboolean
gs_products_find_cell (const GsProductsScene *scene, gdouble x, gdouble y, NnCell *cell)
{
  const GsProducts *products = scene->products;
  Geometry geometry = measure (scene);

  for (gint table = 0; table < products->n_factors; table++)
    for (gint part = 0; part < geometry.parts; part++) {
      const GsProduct *product;
      gdouble left, top;
      gint row, column;

      get_corner (scene, &geometry, table, part, 0, 0, &left, &top);
      row = (gint) floor ((y - top) / geometry.cell_height);
      column = (gint) floor ((x - left) / geometry.cell_width);
      if (row < 0 || column < 0 || row >= products->rows || column >= products->columns)
        continue;
      product = gs_products_get (products, geometry.first + part, row, column);
      if (product != NULL)
        *cell = product->cells[table];
      return product != NULL;
    }
  return FALSE;
}
