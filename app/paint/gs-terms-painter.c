/* The list of a cell's terms. */
#include "gs-terms-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-painter-private.h"

#define LINE       16.0
#define HEAD       20.0
#define SIZE       11.0
#define LEAST_GAP  7.0 /* between columns */
#define MOST_GAP   16.0
#define N_COLUMNS  5 /* number, factors, product, sum */
#define MIN_DIGITS 2

typedef struct {
  cairo_t *cr;
  const GsTermsScene *scene;
  GsTermList *list;
  gdouble size, right[N_COLUMNS]; /* of the letters; where columns end, -1: there is none */
  gdouble left;                   /* of the first factor's column */
} Table;

static gdouble
get_scale (const GsTermsScene *scene)
{
  return scene->text_scale > 0 ? scene->text_scale : 1;
}

gdouble
gs_terms_get_height (gsize n, gdouble text_scale)
{
  return ceil ((HEAD + (gdouble) n * LINE + 2) * text_scale);
}

/* ---- columns ---- */

static const gchar *
get_head (const GsTermList *list, gint column)
{
  switch (column) {
  case 0: return "";
  case 1: return list->heads[0];
  case 2: return list->n_factors > 1 ? list->heads[1] : NULL;
  case 3:
    return list->n_factors == 1            ? ""
           : g_str_equal (list->sign, "×") ? C_ ("list of terms", "product")
                                           : C_ ("list of terms", "term");
  default: return list->is_max ? C_ ("list of terms", "largest") : C_ ("list of terms", "sum");
  }
}

/* NULL where the row has nothing there. */
static const gchar *
get_text (const GsTermRow *row, gint column, gchar number[16])
{
  switch (column) {
  case 0: g_snprintf (number, 16, "%zu", row->number); return number;
  case 1:
  case 2: return row->factors[column - 1];
  case 3: return row->value;
  default: return row->running;
  }
}

static gdouble
measure_column (const Table *table, gint column)
{
  const gchar *head = get_head (table->list, column);
  gdouble width = head != NULL ? gs_paint_measure (table->cr, head, table->size, FALSE) : 0;
  gchar number[16];

  for (guint i = 0; i < table->list->rows->len; i++) {
    const GsTermRow *row = g_ptr_array_index (table->list->rows, i);
    const gchar *text = get_text (row, column, number);

    if (text != NULL)
      width = MAX (width, gs_paint_measure (table->cr, text, table->size, column == 4 && row->is_last));
  }
  return width;
}

/* Columns side by side, what room is left between them. How much is missing, or less than 0. */
static gdouble
place_columns (Table *table)
{
  gdouble width[N_COLUMNS], sum = 0, gap, x = 0;
  gint n = 0;

  for (gint column = 0; column < N_COLUMNS; column++) {
    width[column] = measure_column (table, column);
    sum += width[column];
    n += width[column] > 0;
  }
  gap = CLAMP ((table->scene->width - sum) / MAX (n - 1, 1), LEAST_GAP, MOST_GAP * get_scale (table->scene));
  for (gint column = 0; column < N_COLUMNS; column++) {
    table->right[column] = -1;
    if (width[column] == 0)
      continue;
    if (column == 1)
      table->left = x;
    x += width[column];
    table->right[column] = x;
    x += gap;
  }
  return x - gap - table->scene->width;
}

/* Fewer digits, then smaller letters, until all columns have room. */
static gboolean
fit (Table *table)
{
  const GsTermsScene *scene = table->scene;

  table->size = SIZE * get_scale (scene);
  for (gint digits = MAX (scene->sight->digits, MIN_DIGITS); digits >= MIN_DIGITS; digits--) {
    g_clear_pointer (&table->list, gs_term_list_free);
    table->list = gs_term_list_new (scene->sight, scene->first, scene->n, digits);
    if (table->list == NULL)
      return FALSE;
    if (place_columns (table) <= 0)
      return TRUE;
  }
  while (table->size > 6 && place_columns (table) > 0)
    table->size -= 0.5;
  return TRUE;
}

/* ---- drawing ---- */

static void
draw_right (const Table *table, const gchar *text, gdouble right, gdouble baseline, gboolean bold)
{
  gs_paint_text (table->cr, text, right - gs_paint_measure (table->cr, text, table->size, bold), baseline,
                 table->size, bold);
}

static void
draw_heads (const Table *table)
{
  const gdouble scale = get_scale (table->scene);

  gs_paint_set_colour (table->cr, &table->scene->theme->dim);
  for (gint column = 1; column < N_COLUMNS; column++)
    if (table->right[column] >= 0)
      draw_right (table, get_head (table->list, column), table->right[column], (HEAD - 7) * scale, FALSE);
  gs_paint_set_colour (table->cr, &table->scene->theme->line);
  cairo_rectangle (table->cr, 0, round ((HEAD - 2) * scale), table->scene->width, 1);
  cairo_fill (table->cr);
}

static gboolean
is_pointed (const GsSight *sight, const GsTermRow *row)
{
  return sight->has_pointed
         && (nn_cell_equal (&row->cells[0], &sight->pointed)
             || nn_cell_equal (&row->cells[1], &sight->pointed));
}

static void
draw_row (const Table *table, const GsTermRow *row, gdouble top)
{
  const GsTheme *theme = table->scene->theme;
  const gdouble scale = get_scale (table->scene), baseline = top + (LINE - 4) * scale;
  gchar number[16];

  if (is_pointed (table->scene->sight, row)) {
    gs_paint_set_colour (table->cr, &theme->tint);
    cairo_rectangle (table->cr, 0, top, table->scene->width, LINE * scale);
    cairo_fill (table->cr);
  }
  if (row->name != NULL) {
    gs_paint_set_colour (table->cr, &theme->text);
    gs_paint_text (table->cr, row->name, table->left, baseline, table->size, FALSE);
  }
  for (gint column = 0; column < N_COLUMNS; column++) {
    const gchar *text = get_text (row, column, number);
    gboolean is_sum = column == 4 && row->is_last;

    if (text == NULL || table->right[column] < 0)
      continue;
    gs_paint_set_colour (table->cr, is_sum                       ? &theme->accent
                                    : column == 0 || column == 4 ? &theme->dim
                                                                 : &theme->text);
    draw_right (table, text, table->right[column], baseline, is_sum);
  }
}

void
gs_terms_draw (cairo_t *cr, const GsTermsScene *scene)
{
  const gdouble scale = get_scale (scene);
  Table table = { .cr = cr, .scene = scene };

  if (!fit (&table))
    return;
  draw_heads (&table);
  for (guint i = 0; i < table.list->rows->len; i++)
    draw_row (&table, g_ptr_array_index (table.list->rows, i), (HEAD + i * LINE) * scale);
  gs_term_list_free (table.list);
}

gboolean
gs_terms_find_cell (const GsTermsScene *scene, gdouble y, NnCell *cell)
{
  const gdouble line = floor ((y / get_scale (scene) - HEAD) / LINE);
  NnTerm term;

  if (line < 0 || line >= (gdouble) scene->n || !gs_term_list_has (scene->sight)
      || !gs_explanation_get_term (scene->sight->explanation, scene->first + (gsize) line, &term)
      || term.n_factors == 0)
    return FALSE;
  *cell = gs_explanation_get_factor (scene->sight->explanation, &term, 0);
  return TRUE;
}
