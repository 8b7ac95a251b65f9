/* The terms of a cell as a list, with digits that a reader can follow. */
#include "gs-term-list.h"

#include <math.h>

#include "app/cells/gs-cell-name.h"

#define MOST_DECIMALS 9 /* of a column; in one that needs more, numbers have exponents */
#define MORE_DIGITS   6 /* of factors, so that the products follow from them */

/* The columns of numbers. */
enum { FIRST, SECOND, PRODUCT, RUNNING, N_COLUMNS };

/* A row before it is written. */
typedef struct {
  NnTerm term;
  NnCell cells[2];
  gdouble values[N_COLUMNS];
  gboolean is_hidden[N_COLUMNS];
  gboolean is_like_first; /* made of the same tensors, so that the columns' heads hold for it */
} Raw;

typedef struct {
  const GsSight *sight;
  GsTermList *list;
  GArray *raw;              /* Raw */
  gboolean has_hidden;      /* among the terms so far */
  gint digits, more;        /* of a column's largest number; of a factor besides */
  gint decimals[N_COLUMNS]; /* -1: each number has its own */
} Listing;

static gboolean
is_being_written (const GsSight *sight)
{
  return sight->writing != NULL && nn_cell_equal (gs_explanation_get_cell (sight->writing), &sight->selected);
}

gboolean
gs_term_list_has (const GsSight *sight)
{
  const gchar *sign;
  NnTerm term;

  if (!sight->has_selection || gs_explanation_get_op (sight->explanation) == NULL || is_being_written (sight)
      || gs_sight_is_hidden (sight, &sight->selected) || gs_sight_is_secret (sight, sight->selected.tensor))
    return FALSE;
  sign = gs_explanation_get_sign (sight->explanation, 0);
  return (g_str_equal (sign, "+") || g_str_equal (sign, "max"))
         && gs_explanation_count_terms (sight->explanation) >= GS_TERM_LIST_LEAST
         && gs_explanation_get_term (sight->explanation, 1, &term) && term.n_factors > 0
         && term.n_factors <= 2;
}

/* ---- what there is ---- */

/* What is hidden of its factors hides what they come to, and all sums behind it but the last, which stands in
 * the cell itself. */
static void
take_term (Listing *listing, const NnTerm *term)
{
  const GsTermList *list = listing->list;
  Raw raw = { .term = *term, .is_like_first = term->n_factors == list->n_factors };

  for (gint i = 0; i < MIN (term->n_factors, 2); i++) {
    raw.cells[i] = gs_explanation_get_factor (listing->sight->explanation, term, i);
    raw.is_hidden[i] = gs_sight_see (listing->sight, &raw.cells[i], &raw.values[FIRST + i]) != GS_SEEN_NUMBER;
    raw.is_hidden[PRODUCT] |= raw.is_hidden[i];
    raw.is_like_first &=
        nn_program_get_tensor (listing->sight->program, raw.cells[i].tensor)->name == list->heads[i];
  }
  listing->has_hidden |= raw.is_hidden[PRODUCT];
  raw.is_hidden[RUNNING] = listing->has_hidden && term->number < list->n_terms;
  raw.values[PRODUCT] = term->value;
  raw.values[RUNNING] = term->running;
  g_array_append_val (listing->raw, raw);
}

/* Whether a factor is hidden of a term before the page. */
static gboolean
is_hidden_before (const Listing *listing)
{
  GsExplanation *explanation = listing->sight->explanation;
  NnTerm term;

  for (gsize number = 1; number < listing->list->first && gs_sight_may_hide (listing->sight); number++)
    for (gint i = 0; gs_explanation_get_term (explanation, number, &term) && i < MIN (term.n_factors, 2);
         i++) {
      NnCell cell = gs_explanation_get_factor (explanation, &term, i);

      if (gs_sight_is_hidden (listing->sight, &cell))
        return TRUE;
    }
  return FALSE;
}

static void
take_terms (Listing *listing, gsize n)
{
  GsTermList *list = listing->list;
  GsExplanation *explanation = listing->sight->explanation;
  NnTerm term;

  gs_explanation_get_term (explanation, 1, &term);
  list->n_factors = term.n_factors;
  for (gint i = 0; i < term.n_factors; i++)
    list->heads[i] = nn_program_get_tensor (listing->sight->program,
                                            gs_explanation_get_factor (explanation, &term, i).tensor)
                         ->name;
  listing->has_hidden = is_hidden_before (listing);
  for (gsize i = 0; i < n && gs_explanation_get_term (explanation, list->first + i, &term); i++)
    take_term (listing, &term);
}

/* ---- decimals ---- */

static gboolean
is_in_column (const Raw *raw, gint column)
{
  return column > SECOND || raw->is_like_first;
}

/* Those that give the largest of the column its digits. */
static gint
choose_decimals (const Listing *listing, gint column)
{
  gdouble largest = 0;
  gint decimals;

  for (guint i = 0; i < listing->raw->len; i++) {
    const Raw *raw = &g_array_index (listing->raw, Raw, i);

    if (is_in_column (raw, column) && isfinite (raw->values[column]))
      largest = MAX (largest, fabs (raw->values[column]));
  }
  if (listing->sight->scientific)
    return -1;
  if (largest == 0)
    return 1;
  decimals = listing->digits - 1 - (gint) floor (log10 (largest));
  if (decimals > MOST_DECIMALS || decimals < 1 - listing->digits)
    return -1;
  return MAX (decimals, 0);
}

static gchar *
write_value (const Listing *listing, gdouble value, gint column, gchar buffer[GS_VIEW_BUFFER])
{
  return listing->decimals[column] < 0 ? gs_sight_format (
             listing->sight, value, listing->digits + (column > SECOND ? 0 : listing->more), buffer)
                                       : gs_view_format_fixed (value, listing->decimals[column], buffer);
}

/* What somebody types into a calculator who reads the number, whatever the locale. */
static gdouble
read_printed (const Listing *listing, gdouble value, gint column)
{
  const gboolean is_fixed = listing->decimals[column] >= 0;
  gchar text[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  g_snprintf (format, sizeof format, "%%.%d%c",
              is_fixed ? listing->decimals[column] : listing->digits + listing->more - 1,
              is_fixed ? 'f' : 'e');
  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, value), NULL);
}

/* Whether each product is what the factors, as they are printed, make. */
static gboolean
do_products_follow (const Listing *listing)
{
  for (guint i = 0; i < listing->raw->len; i++) {
    const Raw *raw = &g_array_index (listing->raw, Raw, i);
    gchar printed[GS_VIEW_BUFFER], found[GS_VIEW_BUFFER];
    gdouble product;

    if (!raw->is_like_first || !isfinite (raw->values[PRODUCT]))
      continue;
    product = read_printed (listing, raw->values[FIRST], FIRST)
              * read_printed (listing, raw->values[SECOND], SECOND);
    if (!g_str_equal (write_value (listing, raw->values[PRODUCT], PRODUCT, printed),
                      write_value (listing, product, PRODUCT, found)))
      return FALSE;
  }
  return TRUE;
}

/* Whether the column loses nothing with one decimal less. */
static gboolean
ends_in_zeros (Listing *listing, gint column)
{
  gboolean does = TRUE;

  for (guint i = 0; does && i < listing->raw->len; i++) {
    const Raw *raw = &g_array_index (listing->raw, Raw, i);
    gdouble printed = read_printed (listing, raw->values[column], column);

    listing->decimals[column]--;
    does = !is_in_column (raw, column) || printed == read_printed (listing, raw->values[column], column);
    listing->decimals[column]++;
  }
  return does;
}

/* More digits of the factors, until the products follow. */
static void
lengthen_factors (Listing *listing)
{
  const gint first = listing->decimals[FIRST], second = listing->decimals[SECOND];

  while (!do_products_follow (listing) && listing->more < MORE_DIGITS) {
    listing->more++;
    listing->decimals[FIRST] = first < 0 ? first : first + listing->more;
    listing->decimals[SECOND] = second < 0 ? second : second + listing->more;
  }
}

static void
choose_columns (Listing *listing)
{
  for (gint column = FIRST; column < N_COLUMNS; column++)
    listing->decimals[column] = choose_decimals (listing, column);
  /* Sums grow by the products that stand beside them; of very different ones each factor has its digits. */
  if (listing->decimals[PRODUCT] >= 0 && listing->decimals[RUNNING] >= 0)
    listing->decimals[RUNNING] = MAX (listing->decimals[RUNNING], listing->decimals[PRODUCT]);
  if (listing->decimals[PRODUCT] < 0)
    listing->decimals[FIRST] = listing->decimals[SECOND] = -1;
  if (listing->list->n_factors == 2 && g_str_equal (listing->list->sign, "×"))
    lengthen_factors (listing);
  for (gint column = FIRST; column <= SECOND; column++)
    while (listing->decimals[column] > 1 && ends_in_zeros (listing, column))
      listing->decimals[column]--;
}

/* ---- as texts ---- */

static gchar *
name_factors (const Listing *listing, const Raw *raw)
{
  const gchar *sign = gs_explanation_get_sign (listing->sight->explanation, raw->term.number);
  g_autoptr (GString) names = g_string_new (NULL);

  for (gint i = 0; i < MIN (raw->term.n_factors, 2); i++) {
    g_autofree gchar *name = gs_cell_name_labelled (listing->sight->program, &raw->cells[i]);

    g_string_append_printf (names, "%s%s%s%s", i > 0 ? " " : "", i > 0 ? sign : "", i > 0 ? " " : "", name);
  }
  return g_strdup (names->str);
}

static gchar *
write_column (const Listing *listing, const Raw *raw, gint column)
{
  gchar buffer[GS_VIEW_BUFFER];

  return g_strdup (raw->is_hidden[column] ? "?" : write_value (listing, raw->values[column], column, buffer));
}

static void
write_row (Listing *listing, const Raw *raw)
{
  GsTermRow *row = g_new0 (GsTermRow, 1);

  row->number = raw->term.number;
  row->cells[0] = raw->cells[0];
  row->cells[1] = raw->cells[raw->term.n_factors > 1 ? 1 : 0];
  if (!raw->is_like_first)
    row->name = name_factors (listing, raw);
  for (gint i = 0; raw->is_like_first && i < listing->list->n_factors; i++)
    row->factors[i] = write_column (listing, raw, FIRST + i);
  if (listing->list->n_factors > 1 || row->name != NULL)
    row->value = write_column (listing, raw, PRODUCT);
  row->running = write_column (listing, raw, RUNNING);
  row->is_last = raw->term.number == listing->list->n_terms;
  g_ptr_array_add (listing->list->rows, row);
}

static void
row_free (gpointer data)
{
  GsTermRow *row = data;

  g_free (row->name);
  g_free (row->factors[0]);
  g_free (row->factors[1]);
  g_free (row->value);
  g_free (row->running);
  g_free (row);
}

GsTermList *
gs_term_list_new (const GsSight *sight, gsize first, gsize n, gint digits)
{
  Listing listing = { .sight = sight, .digits = MAX (digits, 2) };
  const gchar *sign;

  if (!gs_term_list_has (sight))
    return NULL;
  listing.list = g_new0 (GsTermList, 1);
  listing.list->rows = g_ptr_array_new_with_free_func (row_free);
  listing.list->n_terms = gs_explanation_count_terms (sight->explanation);
  listing.list->first = first;
  listing.list->sign = gs_explanation_get_sign (sight->explanation, 1);
  sign = gs_explanation_get_sign (sight->explanation, 0);
  listing.list->is_max = g_str_equal (sign, "max");
  listing.raw = g_array_new (FALSE, FALSE, sizeof (Raw));
  take_terms (&listing, n);
  choose_columns (&listing);
  for (guint i = 0; i < listing.raw->len; i++)
    write_row (&listing, &g_array_index (listing.raw, Raw, i));
  g_array_unref (listing.raw);
  return listing.list;
}

gchar *
gs_term_list_speak (const GsTermList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->rows->len; i++) {
    const GsTermRow *row = g_ptr_array_index (list->rows, i);

    g_string_append_printf (text, "%s%zu: ", i > 0 ? "; " : "", row->number);
    if (row->name != NULL)
      g_string_append (text, row->name);
    else if (list->n_factors > 1)
      g_string_append_printf (text, "%s %s %s", row->factors[0], list->sign, row->factors[1]);
    else
      g_string_append (text, row->factors[0]);
    if (row->value != NULL)
      g_string_append_printf (text, " = %s", row->value);
    g_string_append_printf (text, ", %s", row->running);
  }
  return g_string_free (text, FALSE);
}

void
gs_term_list_free (GsTermList *list)
{
  if (list == NULL)
    return;
  g_ptr_array_unref (list->rows);
  g_free (list);
}
