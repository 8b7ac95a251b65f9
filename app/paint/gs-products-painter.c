/* The terms of a cell as tables. */
#include "gs-products-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "gs-around-painter.h"
#include "gs-number-table.h"
#include "gs-painter-private.h"

#define LETTER       6.2 /* of a title */
#define PART_GAP     5.0
#define LEAST_WIDTH  40.0 /* of a cell with a number */
#define LEAST_HEIGHT 17.0
#define MAX_COLOURED 16.0

/* Where the tables lie. */
typedef struct {
  gint n_tables;
  gint parts, first, across, down; /* parts that are shown */
  gdouble cell_width, cell_height, width, height;
  gdouble pitch;     /* from table to table */
  gdouble left, top; /* of the first cell */
  gdouble letters;   /* of the numbers: rather smaller than the text's than no numbers at all */
  gboolean has_numbers;
} Geometry;

static gdouble
get_scale (const GsProductsScene *scene)
{
  return scene->text_scale > 0 ? scene->text_scale : 1;
}

/* What the cells around the selected one take, with the arrow to them. */
static gdouble
get_around_room (const GsProductsScene *scene)
{
  return scene->around > 0
             ? (scene->around * GS_PRODUCTS_CELL_WIDTH + GS_TABLE_HEAD_WIDTH + GS_PRODUCTS_ARROW_WIDTH)
                       * get_scale (scene)
                   + GS_PRODUCTS_MARGIN
             : 0;
}

static gdouble
get_head_width (const GsProductsScene *scene)
{
  return scene->has_heads ? GS_TABLE_HEAD_WIDTH * get_scale (scene) : 0;
}

static gdouble
get_top (const GsProductsScene *scene)
{
  return (GS_TABLE_TITLE + (scene->has_heads ? GS_TABLE_HEAD_HEIGHT : 0)) * get_scale (scene);
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
  const gchar *sign;

  if (table < products->n_factors) {
    const NnTensorInfo *info = nn_program_get_tensor (sight->program, products->tensors[table]);

    *what = is_kernel (sight, products->tensors[table]) ? C_ ("table", "the kernel")
            : info->role == NN_ROLE_PARAMETER           ? C_ ("table", "weights")
            : products->outcome == GS_OUTCOME_MEAN      ? C_ ("table", "the window")
            : products->outcome != GS_OUTCOME_SUM       ? C_ ("table", "the window, its largest marked")
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
  return ((gdouble) longest * LETTER + GS_PRODUCTS_SIGN_WIDTH) * get_scale (scene);
}

static Geometry
measure (const GsProductsScene *scene)
{
  const GsProducts *products = scene->products;
  gdouble scale = get_scale (scene), head = get_head_width (scene),
          all = scene->width - get_around_room (scene), room_x, room_y;
  Geometry geometry = { .n_tables = products->n_factors == 1 ? 1 : 3,
                        .parts = scene->part < 0 ? products->n_parts : 1,
                        .first = MAX (scene->part, 0) };
  gint columns, rows;

  geometry.across = (gint) ceil (sqrt (geometry.parts));
  geometry.down = (geometry.parts + geometry.across - 1) / geometry.across;
  columns = geometry.across * products->columns;
  rows = geometry.down * products->rows;
  geometry.left = GS_PRODUCTS_MARGIN + head;
  geometry.top = get_top (scene);
  room_x = (all - 2 * GS_PRODUCTS_MARGIN - (geometry.n_tables - 1) * GS_PRODUCTS_SIGN_WIDTH * scale)
               / geometry.n_tables
           - head - (geometry.across - 1) * PART_GAP;
  room_y = scene->height - geometry.top - GS_PRODUCTS_FOOT * scale - (geometry.down - 1) * PART_GAP;
  geometry.cell_width = MIN (room_x / columns, GS_PRODUCTS_CELL_WIDTH * scale);
  geometry.cell_height = MIN (room_y / rows, GS_PRODUCTS_CELL_HEIGHT * scale);
  geometry.letters =
      MIN (MIN (geometry.cell_width / LEAST_WIDTH, geometry.cell_height / LEAST_HEIGHT), scale);
  geometry.has_numbers = geometry.letters >= MIN (scale, 1);
  if (!geometry.has_numbers) {
    gdouble side = MIN (MIN (geometry.cell_width, geometry.cell_height), MAX_COLOURED * scale);

    geometry.cell_width = geometry.cell_height = side >= 2 ? floor (side) : MAX (side, 0.5);
  }
  geometry.has_numbers &= geometry.cell_width >= GS_NUMBER_WIDTH;
  geometry.width = columns * geometry.cell_width + (geometry.across - 1) * PART_GAP;
  geometry.height = rows * geometry.cell_height + (geometry.down - 1) * PART_GAP;
  geometry.pitch = MAX (geometry.width + head + GS_PRODUCTS_SIGN_WIDTH * scale,
                        MIN ((all - 2.0 * GS_PRODUCTS_MARGIN) / geometry.n_tables, find_title_width (scene)));
  return geometry;
}

static GsNumberTable
get_table (const GsProductsScene *scene, const Geometry *geometry)
{
  return (GsNumberTable){ .sight = scene->sight,
                          .theme = scene->theme,
                          .scale = geometry->letters,
                          .cell_width = geometry->cell_width,
                          .cell_height = geometry->cell_height,
                          .has_numbers = geometry->has_numbers };
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

  *x = geometry->left + table * geometry->pitch
       + across * (products->columns * geometry->cell_width + PART_GAP) + column * geometry->cell_width;
  *y = geometry->top + down * (products->rows * geometry->cell_height + PART_GAP)
       + row * geometry->cell_height;
}

/* ---- what is in a cell ---- */

static gboolean
is_being_written (const GsSight *sight)
{
  return sight->writing != NULL && nn_cell_equal (gs_explanation_get_cell (sight->writing), &sight->selected);
}

/* Terms that are not added yet are not shown: while one steps by term the last one so far is known. */
static gboolean
is_to_come (const GsSight *sight, const GsProduct *product)
{
  return is_being_written (sight) && product->number > sight->term.number;
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

/* What a table is drawn with: with heads its numbers stand below each other. */
static GsNumberTable
align_table (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, gint table)
{
  const GsProducts *products = scene->products;
  const gint n = products->rows * products->columns;
  GsNumberTable cells = get_table (scene, geometry);
  g_autofree gdouble *values = g_new (gdouble, n);
  gint n_seen = 0;

  if (!scene->has_heads || !geometry->has_numbers || geometry->parts != 1)
    return cells;
  for (gint i = 0; i < n; i++) {
    const GsProduct *product =
        gs_products_get (products, geometry->first, i / products->columns, i % products->columns);

    if (product != NULL && see (scene, product, table, &values[n_seen]) == GS_SEEN_NUMBER)
      n_seen++;
  }
  gs_number_table_align (cr, &cells, values, n_seen);
  return cells;
}

/* Where the window hangs over an edge there is nothing. */
static void
draw_product (cairo_t *cr,
              const GsProductsScene *scene,
              const GsNumberTable *cells,
              const GsProduct *product,
              gint table,
              gdouble largest,
              gdouble x,
              gdouble y)
{
  gdouble value = 0;
  GsSeen seen;

  if (product != NULL) {
    seen = see (scene, product, table, &value);
    gs_number_table_draw_cell (cr, cells, seen, value, largest, x, y);
    return;
  }
  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_rectangle (cr, x, y, cells->cell_width, cells->cell_height);
  cairo_fill (cr);
}

/* Where a factor lies in its picture, along its rows (axis 2) or columns (axis 3), from 1; 0 for what is no
 * picture. Products have the numbers of the second factor, which is the kernel. */
static gint
find_number (const GsProductsScene *scene, const GsProduct *product, gint table, gint axis)
{
  const NnCell *cell = product != NULL ? &product->cells[MIN (table, scene->products->n_factors - 1)] : NULL;
  const NnShape *shape =
      cell != NULL ? &nn_program_get_tensor (scene->sight->program, cell->tensor)->shape : NULL;

  if (shape == NULL || shape->rank != 4)
    return 0;
  return axis == 3 ? (gint) (cell->offset % (gsize) shape->dim[3]) + 1
                   : (gint) (cell->offset / (gsize) shape->dim[3] % (gsize) shape->dim[2]) + 1;
}

/* Of the part that is shown, where there is one. */
static void
draw_heads (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, gint table)
{
  const GsProducts *products = scene->products;
  GsNumberTable cells = get_table (scene, geometry);
  gdouble x, y;

  cells.scale = get_scale (scene);
  if (!scene->has_heads || geometry->parts != 1 || !geometry->has_numbers)
    return;
  for (gint axis = 2; axis <= 3; axis++) {
    const gint n = axis == 2 ? products->rows : products->columns;
    const gint n_across = axis == 2 ? products->columns : products->rows;

    for (gint i = 0; i < n; i++) {
      gint number = 0;

      for (gint k = 0; k < n_across && number == 0; k++)
        number = find_number (
            scene, gs_products_get (products, geometry->first, axis == 2 ? i : k, axis == 2 ? k : i), table,
            axis);
      get_corner (scene, geometry, table, 0, axis == 2 ? i : 0, axis == 2 ? 0 : i, &x, &y);
      if (number > 0)
        gs_number_table_draw_head (cr, &cells, number, axis == 2, x, y);
    }
  }
}

/* The term that won, of a maximum, where that may be said. */
static const GsProduct *
find_winner (const GsProductsScene *scene)
{
  return gs_sight_is_hidden (scene->sight, &scene->sight->selected) || is_being_written (scene->sight)
             ? NULL
             : gs_products_find_largest (scene->products);
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
  return product == winner || (is_being_written (sight) && product->number == sight->term.number);
}

static void
draw_table (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, gint table)
{
  const GsProducts *products = scene->products;
  const GsProduct *winner = find_winner (scene);
  const GsNumberTable cells = align_table (cr, scene, geometry, table);
  gdouble largest = get_largest (scene, table), x, y;

  draw_heads (cr, scene, geometry, table);
  for (gint part = 0; part < geometry->parts; part++) {
    for (gint row = 0; row < products->rows; row++)
      for (gint column = 0; column < products->columns; column++) {
        get_corner (scene, geometry, table, part, row, column, &x, &y);
        draw_product (cr, scene, &cells, gs_products_get (products, geometry->first + part, row, column),
                      table, largest, x, y);
      }
    get_corner (scene, geometry, table, part, 0, 0, &x, &y);
    gs_number_table_draw_lines (cr, &cells, x, y, products->rows, products->columns);
    if (scene->has_heads && table < products->n_factors)
      gs_number_table_draw_outline (cr, &cells, x, y, products->rows, products->columns, 1.75);
    for (gint i = 0; i < products->rows * products->columns; i++)
      if (is_marked (scene,
                     gs_products_get (products, geometry->first + part, i / products->columns,
                                      i % products->columns),
                     winner)) {
        get_corner (scene, geometry, table, part, i / products->columns, i % products->columns, &x, &y);
        gs_number_table_draw_outline (cr, &cells, x, y, 1, 1, 2);
      }
  }
}

/* ---- words ---- */

static void
draw_title (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, gint table)
{
  GsNumberTable cells = get_table (scene, geometry);
  const gchar *what;
  g_autofree gchar *name = name_table (scene, table, &what);
  gdouble x, y;

  cells.scale = get_scale (scene);
  get_corner (scene, geometry, table, 0, 0, 0, &x, &y);
  gs_number_table_draw_title (cr, &cells, name, what, x,
                              MIN (geometry->pitch - 8, scene->width - get_around_room (scene) - x));
}

static void
draw_sign (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, gint table, const gchar *sign)
{
  gdouble scale = get_scale (scene), size = 17 * scale, width = gs_paint_measure (cr, sign, size, FALSE), x,
          y;

  get_corner (scene, geometry, table, 0, 0, 0, &x, &y);
  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, sign, x - (geometry->pitch - geometry->width + get_head_width (scene) + width) / 2,
                 y + geometry->height / 2 + size * 0.36, size, FALSE);
}

gchar *
gs_products_describe_none (const GsSight *sight, gboolean is_elsewhere)
{
  g_autofree gchar *name = NULL;

  if (!sight->has_selection || is_elsewhere)
    return g_strdup (_ ("Select a cell of a map, a score or a gradient, and its products stand here."));
  name = gs_cell_name_labelled (sight->program, &sight->selected);
  if (nn_program_get_tensor (sight->program, sight->selected.tensor)->producer < 0)
    return g_strdup_printf (_ ("%s is given: nothing is added up for it."), name);
  if (!gs_frame_is_visible (sight->frame, &sight->selected))
    return g_strdup_printf (_ ("%s is not computed yet."), name);
  return g_strdup_printf (sight->explanation == NULL || !gs_explanation_is_sum (sight->explanation)
                              ? _ ("%s is no sum: the bar above says how it is computed.")
                              : _ ("%s has no products that fit a table; the panel lists its terms."),
                          name);
}

static gchar *
describe_window (const GsProducts *products, const gchar *name, const gchar *value)
{
  const gulong n = (gulong) products->n_terms;
  const gchar *format =
      products->outcome == GS_OUTCOME_MEAN
          ? g_dngettext (GETTEXT_PACKAGE, "the mean of %d: %s = %s", "the mean of %d: %s = %s", n)
      : products->outcome == GS_OUTCOME_PLACE
          ? g_dngettext (GETTEXT_PACKAGE, "the place of the largest of %d, counted row by row: %s = %s",
                         "the place of the largest of %d, counted row by row: %s = %s", n)
          : g_dngettext (GETTEXT_PACKAGE, "the largest of %d: %s = %s", "the largest of %d: %s = %s", n);

  return g_strdup_printf (format, products->n_terms, name, value);
}

gchar *
gs_products_describe (const GsProducts *products, const GsSight *sight)
{
  g_autofree gchar *name = gs_cell_name_labelled (sight->program, &sight->selected), *rest = NULL,
                   *sum = NULL;
  gboolean is_hidden = gs_sight_is_hidden (sight, &sight->selected);
  gchar value[GS_VIEW_BUFFER], part[GS_VIEW_BUFFER], more[GS_VIEW_BUFFER];
  gdouble number;

  if (is_being_written (sight)) {
    sum = gs_sight_speak_so_far (sight);
    return g_strdup_printf ("%s: %s", name, is_hidden ? "?" : sum);
  }
  if (gs_sight_see (sight, &sight->selected, &number) == GS_SEEN_BLANK)
    return g_strdup_printf (_ ("%s is not computed yet."), name);
  gs_sight_format (sight, number, 0, value);
  gs_sight_format (sight, products->sum, 0, part);
  if (is_hidden)
    value[0] = part[0] = '?', value[1] = part[1] = '\0';
  if (products->outcome != GS_OUTCOME_SUM)
    return describe_window (products, name, value);
  sum = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "sum of %d term %s", "sum of %d terms %s", (gulong) products->n_terms),
      products->n_terms, part);
  if (products->n_rest == 0)
    return g_strdup_printf ("%s  =  %s", sum, name);
  rest = gs_cell_name_labelled (sight->program, &products->rest);
  gs_sight_format (sight, products->rest_value, 0, more);
  return g_strdup_printf ("%s  +  %s %s  =  %s %s", sum, rest, is_hidden ? "?" : more, name, value);
}

/* The cells around the selected one are at the right end, wherever the tables end. */
static GsAroundScene
get_around (const GsProductsScene *scene)
{
  const gdouble scale = get_scale (scene);
  const GsNumberTable table = { .sight = scene->sight,
                                .theme = scene->theme,
                                .scale = scale,
                                .cell_width = GS_PRODUCTS_CELL_WIDTH * scale,
                                .cell_height = GS_PRODUCTS_CELL_HEIGHT * scale,
                                .has_numbers = GS_PRODUCTS_CELL_WIDTH * scale >= GS_NUMBER_WIDTH };

  return (GsAroundScene){ .table = table,
                          .side = scene->around,
                          .x = scene->width - GS_PRODUCTS_MARGIN - scene->around * table.cell_width,
                          .y = get_top (scene) };
}

/* From the last table to the cell: what becomes of the products. */
static void
draw_arrow (cairo_t *cr, const GsProductsScene *scene, const Geometry *geometry, const GsAroundScene *around)
{
  const GsProducts *products = scene->products;
  const gdouble scale = get_scale (scene), size = 11 * scale;
  const gdouble left = geometry->left + (geometry->n_tables - 1) * geometry->pitch + geometry->width;
  const gdouble middle = (left + around->x - GS_TABLE_HEAD_WIDTH * scale) / 2;
  const gdouble y = geometry->top + geometry->height / 2, half = GS_PRODUCTS_ARROW_WIDTH * scale * 0.38;
  const gchar *above = products->outcome == GS_OUTCOME_SUM       ? C_ ("arrow", "add all")
                       : products->outcome == GS_OUTCOME_MEAN    ? C_ ("arrow", "the mean")
                       : products->outcome == GS_OUTCOME_LARGEST ? C_ ("arrow", "the largest")
                                                                 : C_ ("arrow", "its place");
  g_autofree gchar *rest =
      products->n_rest > 0 ? gs_cell_name_labelled (scene->sight->program, &products->rest) : NULL;
  g_autofree gchar *below = rest != NULL ? g_strdup_printf ("+ %s", rest) : NULL;

  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, above, middle - gs_paint_measure (cr, above, size, FALSE) / 2, y - 7 * scale, size,
                 FALSE);
  if (below != NULL)
    gs_paint_text (cr, below, middle - gs_paint_measure (cr, below, size, FALSE) / 2, y + 16 * scale, size,
                   FALSE);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, middle - half, y);
  cairo_line_to (cr, middle + half - 4, y);
  cairo_stroke (cr);
  gs_paint_head (cr, (GsPoint){ middle - half, y }, (GsPoint){ middle + half, y });
}

static void
draw_tables (cairo_t *cr, const GsProductsScene *scene)
{
  static const gchar *const signs[] = { "", "×", "=" };
  Geometry geometry = measure (scene);
  const gchar *sign = gs_explanation_get_sign (scene->sight->explanation, 1);
  g_autofree gchar *text = NULL, *shown = NULL;
  const GsAroundScene around = get_around (scene);
  gdouble scale = get_scale (scene), x, y;

  for (gint table = 0; table < geometry.n_tables; table++) {
    draw_table (cr, scene, &geometry, table);
    draw_title (cr, scene, &geometry, table);
    if (table > 0)
      draw_sign (cr, scene, &geometry, table, table == 1 && !g_str_equal (sign, "×") ? "," : signs[table]);
  }
  if (scene->around > 0 && gs_around_has (scene->sight))
    draw_arrow (cr, scene, &geometry, &around);
  text = gs_products_describe (scene->products, scene->sight);
  shown = gs_paint_shorten (cr, text, scene->width - 8, 12.5 * scale, FALSE);
  get_corner (scene, &geometry, 0, 0, 0, 0, &x, &y);
  gs_paint_set_colour (cr, &scene->theme->text);
  gs_paint_text (cr, shown, x,
                 (scene->around > 0 ? scene->height - 8 * scale : y + geometry.height + 19 * scale),
                 12.5 * scale, FALSE);
}

/* Why there are none, in as many lines as it needs; a word that is wider than the room is cut. */
static void
draw_none (cairo_t *cr, const GsProductsScene *scene)
{
  g_autofree gchar *text = gs_products_describe_none (scene->sight, scene->is_elsewhere);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);
  const gdouble size = 12.5 * get_scale (scene),
                room = scene->width - get_around_room (scene) - GS_PRODUCTS_MARGIN;
  gdouble y = get_top (scene) + 14 * get_scale (scene);

  gs_paint_set_colour (cr, &scene->theme->dim);
  for (gchar **word = words; *word != NULL; word++) {
    const gsize before = line->len;

    g_string_append_printf (line, "%s%s", before > 0 ? " " : "", *word);
    if (before > 0 && gs_paint_measure (cr, line->str, size, FALSE) > room) {
      g_string_truncate (line, before);
      gs_paint_text (cr, line->str, GS_PRODUCTS_MARGIN, y, size, FALSE);
      g_string_assign (line, *word);
      y += size * 1.4;
    }
    if (word[1] == NULL || gs_paint_measure (cr, line->str, size, FALSE) > room) {
      g_autofree gchar *shown = gs_paint_shorten (cr, line->str, room, size, FALSE);

      gs_paint_text (cr, shown, GS_PRODUCTS_MARGIN, y, size, FALSE);
      g_string_truncate (line, 0);
      y += size * 1.4;
    }
  }
}

void
gs_products_draw (cairo_t *cr, const GsProductsScene *scene)
{
  const GsAroundScene around = get_around (scene);

  if (scene->products != NULL)
    draw_tables (cr, scene);
  else
    draw_none (cr, scene);
  if (scene->around > 0)
    gs_around_draw (cr, &around);
}

gboolean
gs_products_find_cell (const GsProductsScene *scene, gdouble x, gdouble y, NnCell *cell)
{
  const GsProducts *products = scene->products;
  const GsAroundScene around = get_around (scene);
  Geometry geometry;

  if (scene->around > 0 && gs_around_find_cell (&around, x, y, cell))
    return TRUE;
  if (products == NULL)
    return FALSE;
  geometry = measure (scene);
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
