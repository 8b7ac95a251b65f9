/* Large inputs, and classes without training rows, are found. */
#include "gs-advice.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/text/gs-number.h"

#define DIGITS    4
#define MAX_NAMED 5 /* classes that a sentence lists */

typedef struct {
  gdouble size;
  gsize column;
} Largest;

/* All of a row; without `counts` each number counts. */
static void
look_at (Largest *largest, const gdouble *row, gsize n, const gboolean *counts)
{
  for (gsize column = 0; column < n; column++)
    if ((counts == NULL || counts[column]) && fabs (row[column]) > fabs (largest->size))
      *largest = (Largest){ row[column], column };
}

static gchar *
say (const Largest *largest, const gchar *name)
{
  g_autofree gchar *size = NULL;

  if (fabs (largest->size) <= GS_ADVICE_LARGE)
    return NULL;
  size = gs_number_show (largest->size, DIGITS);
  return g_strdup_printf (_ ("Inputs reach %s, in %s: a network learns best from numbers near 1."), size,
                          name);
}

static gchar *
name_it (const gchar *name, gsize column)
{
  return name != NULL ? g_strdup_printf (_ ("“%s”"), name) : g_strdup_printf (_ ("column %zu"), column + 1);
}

gchar *
gs_advice_on_table (const GsTable *table, const GsPick *picks)
{
  gsize n = gs_table_get_n_columns (table), n_words;
  g_autofree gboolean *counts = g_new (gboolean, n);
  g_autofree gchar *name = NULL;
  Largest largest = { 0, 0 };

  for (gsize column = 0; column < n; column++)
    counts[column] = gs_table_get_words (table, column, &n_words) == NULL
                     && (picks != NULL ? picks[column] == GS_PICK_INPUT : column + 1 < n);
  for (gsize row = 0; row < gs_table_get_n_rows (table); row++)
    look_at (&largest, gs_table_get_row (table, row), n, counts);
  name = name_it (gs_table_get_heading (table, largest.column), largest.column);
  return say (&largest, name);
}

gchar *
gs_advice_on_rows (GsDataset *data)
{
  const GPtrArray *names = gs_dataset_get_names (data, GS_NAMES_FEATURES);
  gsize n = nn_shape_count (gs_dataset_get_input_shape (data));
  g_autofree gchar *name = NULL;
  Largest largest = { 0, 0 };

  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++)
    look_at (&largest, gs_dataset_get_input (data, row), n, NULL);
  name = names != NULL ? name_it (gs_names_get (names, largest.column), largest.column)
                       : g_strdup_printf (_ ("input %zu"), largest.column + 1);
  return say (&largest, name);
}

/* ---- classes that cannot be learned ---- */

static gchar *
name_class (GsDataset *data, gsize class)
{
  const gchar *name = gs_names_get (gs_dataset_get_names (data, GS_NAMES_TARGETS), class);

  return name != NULL ? g_strdup_printf (_ ("“%s”"), name) : g_strdup_printf ("%zu", class);
}

gchar *
gs_advice_on_split (GsDataset *data)
{
  gsize n = MAX (nn_shape_count (gs_dataset_get_target_shape (data)), 2), n_lost = 0;
  g_autofree gint *taught = g_new0 (gint, n), *kept = g_new0 (gint, n);
  g_autoptr (GString) list = g_string_new (NULL);

  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++) {
    gint class = gs_dataset_get_class (data, row);

    if (class >= 0)
      (gs_dataset_get_use (data, row) == GS_ROWS_TRAINING ? taught : kept)[class]++;
  }
  for (gsize class = 0; class < n; class ++) {
    g_autofree gchar *name = NULL;

    if (kept[class] == 0 || taught[class] > 0 || ++n_lost > MAX_NAMED)
      continue;
    name = name_class (data, class);
    g_string_append_printf (list, "%s%s", n_lost > 1 ? ", " : "", name);
  }
  if (n_lost == 0)
    return NULL;
  return g_strdup_printf (
      _ ("No training row has class %s%s, only rows kept apart: it cannot be learned. Take another seed, a "
         "smaller share, or more rows of it."),
      list->str, n_lost > MAX_NAMED ? ", …" : "");
}
