/* A file of rows, and a network for it. */
#include "gs-found-rows.h"

#include <glib/gi18n-lib.h>

#include "app/data/gs-advice.h"
#include "app/data/gs-source.h"

#define CLASSES_LINE  "input %zu · dense 8 tanh · dense %zu softmax"
#define NUMBER_LINE   "input %zu · dense 8 tanh · dense 1%s"
#define PICTURES_LINE "input %dx%dx%d · %s · dense %zu softmax"
/* From this side on a picture has room for windows. */
#define LARGE 12
/* More are no classes but amounts. */
#define MAX_NUMBERED 32

struct _GsFoundRows {
  gchar *text;
  GsSource *source;
  GsTable *table; /* NULL for pictures */
  gsize n_labels; /* of pictures: one more than the greatest */
};

void
gs_found_rows_free (GsFoundRows *found)
{
  if (found == NULL)
    return;
  g_clear_pointer (&found->source, gs_source_free);
  g_clear_pointer (&found->table, gs_table_free);
  g_free (found->text);
  g_free (found);
}

static gsize
count_labels (const GsIdx *labels, const GPtrArray *classes)
{
  gsize n = classes != NULL ? classes->len : 0;

  for (gint row = 0; row < labels->dim[0] && labels->rank == 1; row++)
    n = MAX (n, (gsize) labels->bytes[row] + 1);
  return MAX (n, 2);
}

GsFoundRows *
gs_found_rows_open (const gchar *text, GError **error)
{
  g_autoptr (GsFoundRows) found = g_new0 (GsFoundRows, 1);

  found->text = g_strdup (text);
  found->source = gs_source_open (text, error);
  if (found->source == NULL)
    return NULL;
  if (gs_source_get_pictures (found->source) != NULL) {
    found->n_labels =
        count_labels (gs_source_get_labels (found->source), gs_source_get_classes (found->source));
    return g_steal_pointer (&found);
  }
  found->table = gs_source_read_table (found->source, 0, error);
  gs_source_let_go (found->source);
  return found->table != NULL ? g_steal_pointer (&found) : NULL;
}

const gchar *
gs_found_rows_get_source (const GsFoundRows *found)
{
  return found->text;
}

gchar *
gs_found_rows_describe (const GsFoundRows *found)
{
  g_autofree gchar *how = NULL, *left_out = NULL, *text = NULL;
  gint channels, rows, columns;
  gsize n;

  if (found->table == NULL) {
    gs_idx_get_size (gs_source_get_pictures (found->source), &channels, &rows, &columns);
    text = g_strdup_printf (_ ("%d pictures of %d×%d pixels, in %zu classes."),
                            gs_source_get_pictures (found->source)->dim[0], rows, columns, found->n_labels);
    left_out = gs_source_describe_left_out (found->source);
    return left_out != NULL ? g_strdup_printf ("%s %s.", text, left_out) : g_steal_pointer (&text);
  }
  how = gs_table_describe (found->table);
  n = gs_table_get_n_rows (found->table);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu row: %s.", "%zu rows: %s.", (gulong) n), n, how);
}

/* ---- a network ---- */

/* How many classes a column of numbers tells apart; 0 if these are amounts. */
static gsize
count_numbered (const GsTable *table, gsize column)
{
  gboolean is_there[MAX_NUMBERED] = { FALSE };
  gsize n = 0;

  for (gsize row = 0; row < gs_table_get_n_rows (table); row++) {
    gdouble value = gs_table_get_row (table, row)[column];

    if (!(value >= 0 && value < MAX_NUMBERED) || value != (gint) value)
      return 0;
    is_there[(gint) value] = TRUE;
    n = MAX (n, (gsize) value + 1);
  }
  for (gsize i = 0; i < n; i++)
    if (!is_there[i])
      return 0;
  return n >= 2 ? n : 0;
}

static gchar *
propose_for_table (const GsTable *table)
{
  gsize n = gs_table_get_n_columns (table), n_classes, n_names;
  gboolean named = n > 2 && gs_table_get_words (table, 0, &n_names) != NULL;
  gsize n_inputs = MAX (n - 1 - (named ? 1 : 0), 1);

  if (gs_table_get_words (table, n - 1, &n_classes) == NULL)
    n_classes = count_numbered (table, n - 1);
  if (n_classes > 2)
    return g_strdup_printf (CLASSES_LINE, n_inputs, n_classes);
  return g_strdup_printf (NUMBER_LINE, n_inputs, n_classes > 0 ? " sigmoid" : "");
}

gchar *
gs_found_rows_propose (const GsFoundRows *found)
{
  gint channels, rows, columns;

  if (found->table != NULL)
    return propose_for_table (found->table);
  gs_idx_get_size (gs_source_get_pictures (found->source), &channels, &rows, &columns);
  return g_strdup_printf (PICTURES_LINE, channels, rows, columns,
                          MIN (rows, columns) >= LARGE ? "conv 8 5x5 relu same · max-pool 2 · flatten"
                                                       : "flatten · dense 16 relu",
                          found->n_labels);
}

gboolean
gs_found_rows_check (const GsFoundRows *found, const NnNetwork *network, gchar **said, GError **error)
{
  g_autofree GsPick *picks = NULL;
  g_autofree gsize *columns = NULL;
  gsize n;

  if (found->table == NULL) {
    if (!gs_idx_fits (gs_source_get_pictures (found->source), gs_source_get_labels (found->source), network,
                      error))
      return FALSE;
    *said = g_strdup ("");
    return TRUE;
  }
  picks = gs_picks_propose (found->table, network);
  columns = gs_picks_check (found->table, picks, network, &n, said, error);
  return columns != NULL;
}

gchar *
gs_found_rows_advise (const GsFoundRows *found, const NnNetwork *network)
{
  g_autofree GsPick *picks = found->table != NULL ? gs_picks_propose (found->table, network) : NULL;

  return picks != NULL ? gs_advice_on_table (found->table, picks) : NULL;
}
