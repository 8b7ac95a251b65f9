/* Columns picked as names, inputs and targets. */
#include "gs-picks.h"

#include <glib/gi18n-lib.h>

#include "gs-names.h"
#include "nn/nn-error.h"

#define MAX_NAMED 10 /* classes that a sentence lists */

/* What the network takes. */
typedef struct {
  gsize n_inputs, n_outputs;
  gboolean names_inputs, names_outputs; /* those of a picture have none */
} Need;

static gboolean
find_need (const NnNetwork *network, Need *need, GError **error)
{
  NnShape target;

  if (!nn_network_get_target_shape (network, &target, error))
    return FALSE;
  *need = (Need){ nn_shape_count (&network->input), nn_shape_count (&target), network->input.rank == 1,
                  target.rank == 1 };
  return TRUE;
}

static gboolean
has_words (const GsTable *table, gsize column)
{
  gsize n;

  return gs_table_get_words (table, column, &n) != NULL;
}

/* ---- proposed ---- */

/* How many of the last columns say the target: a class in one of words, or in one for many outputs where
 * there are not as many columns. */
static gsize
count_targets (const GsTable *table, const Need *need)
{
  gsize n = gs_table_get_n_columns (table);

  if (has_words (table, n - 1) || n < need->n_inputs + need->n_outputs)
    return 1;
  for (gsize i = 1; i <= need->n_outputs; i++)
    if (has_words (table, n - i))
      return 1;
  return need->n_outputs;
}

GsPick *
gs_picks_propose (const GsTable *table, const NnNetwork *network)
{
  gsize n = gs_table_get_n_columns (table), n_targets, n_taken = 0;
  GsPick *picks = g_new0 (GsPick, n);
  Need need;

  if (!find_need (network, &need, NULL))
    return picks;
  n_targets = count_targets (table, &need);
  for (gsize column = 0; column + n_targets < n; column++)
    if (column == 0 && has_words (table, 0))
      picks[0] = GS_PICK_NAME;
    else if (!has_words (table, column) && n_taken < need.n_inputs) {
      picks[column] = GS_PICK_INPUT;
      n_taken++;
    }
  for (gsize column = n - n_targets; column < n; column++)
    picks[column] = GS_PICK_TARGET;
  return picks;
}

/* ---- checked ---- */

static gchar *
name_column (const GsTable *table, gsize column)
{
  const gchar *heading = gs_table_get_heading (table, column);

  return heading != NULL && *heading != '\0' ? g_strdup_printf (_ ("“%s”"), heading)
                                             : g_strdup_printf (_ ("column %zu"), column + 1);
}

static gsize
append_columns (GArray *columns, const GsTable *table, const GsPick *picks, GsPick pick)
{
  gsize before = columns->len;

  for (gsize column = 0; column < gs_table_get_n_columns (table); column++)
    if (picks[column] == pick)
      g_array_append_val (columns, column);
  return columns->len - before;
}

static gboolean
check_inputs (const GsTable *table, const GsPick *picks, gsize n, const Need *need, GError **error)
{
  for (gsize column = 0; column < gs_table_get_n_columns (table); column++)
    if (picks[column] == GS_PICK_INPUT && has_words (table, column)) {
      g_autofree gchar *name = name_column (table, column);

      g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                   _ ("%s holds words; an input is a number. Pick it as the target, or leave it out."), name);
      return FALSE;
    }
  if (n == need->n_inputs)
    return TRUE;
  g_set_error (
      error, NN_ERROR, NN_ERROR_SHAPE,
      g_dngettext (GETTEXT_PACKAGE,
                   "The network takes %zu input, and %zu are picked. Pick as many, or change the network.",
                   "The network takes %zu inputs, and %zu are picked. Pick as many, or change the network.",
                   (gulong) need->n_inputs),
      need->n_inputs, n);
  return FALSE;
}

static gboolean
check_class (const GsTable *table, gsize column, const Need *need, GError **error)
{
  g_autofree gchar *name = name_column (table, column);
  gsize n_words, n_classes = MAX (need->n_outputs, 2);
  const gchar *const *words = gs_table_get_words (table, column, &n_words);

  if (words == NULL || n_words == n_classes)
    return TRUE;
  g_set_error (
      error, NN_ERROR, NN_ERROR_SHAPE,
      _ ("%s has %zu different words, and the network tells %zu classes apart. It needs an output for each."),
      name, n_words, n_classes);
  return FALSE;
}

static gboolean
check_targets (const GsTable *table, const GArray *columns, gsize n, const Need *need, GError **error)
{
  gsize first = columns->len - n;

  if (n == 1 && !check_class (table, g_array_index (columns, gsize, first), need, error))
    return FALSE;
  for (gsize i = first; n > 1 && i < columns->len; i++)
    if (has_words (table, g_array_index (columns, gsize, i))) {
      g_autofree gchar *name = name_column (table, g_array_index (columns, gsize, i));

      g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                   _ ("%s holds words, which say the class by themselves: pick it as the only target."),
                   name);
      return FALSE;
    }
  if (n == 1 || n == need->n_outputs)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
               g_dngettext (GETTEXT_PACKAGE,
                            "The network has %zu output, and %zu targets are picked. Pick a column for each "
                            "output, or one with the class.",
                            "The network has %zu outputs, and %zu targets are picked. Pick a column for each "
                            "output, or one with the class.",
                            (gulong) need->n_outputs),
               need->n_outputs, n);
  return FALSE;
}

static gboolean
check_names (const GsTable *table, const GArray *columns, gsize n, GError **error)
{
  if (n == 0 || (n == 1 && has_words (table, g_array_index (columns, gsize, 0))))
    return TRUE;
  g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                       _ ("One column of words can name the rows; leave the others out."));
  return FALSE;
}

static gboolean
check_words (const GsTable *table, GsNameKind kind, const gchar *const *words, gsize n, GError **error)
{
  g_autofree gchar *place = NULL;

  if (gs_names_check (kind, words, n, error))
    return TRUE;
  place = gs_table_describe_beginning (table);
  g_prefix_error (error, "%s: ", place);
  return FALSE;
}

static gboolean
check_headings (const GsTable *table, GsNameKind kind, const gsize *columns, gsize n, GError **error)
{
  g_autofree const gchar **headings = g_new0 (const gchar *, n);

  for (gsize i = 0; i < n; i++) {
    const gchar *heading = gs_table_get_heading (table, columns[i]);

    headings[i] = heading != NULL ? heading : "";
  }
  return check_words (table, kind, headings, n, error);
}

static gboolean
check_row_names (const GsTable *table, gsize column, GError **error)
{
  gsize n_words, n = gs_table_get_n_rows (table);
  const gchar *const *words = gs_table_get_words (table, column, &n_words);
  g_autofree const gchar **names = g_new (const gchar *, n);

  for (gsize row = 0; row < n; row++)
    names[row] = words[(gsize) gs_table_get_row (table, row)[column]];
  return check_words (table, GS_NAMES_ROWS, names, n, error);
}

/* What gs_rows_from_table() makes names of, can be one. */
static gboolean
check_naming (const GsTable *table,
              const gsize *columns,
              gsize n_names,
              gsize n_targets,
              const Need *need,
              GError **error)
{
  const gsize *inputs = columns + n_names, *targets = inputs + need->n_inputs;
  gsize n_words;
  const gchar *const *words = n_targets == 1 ? gs_table_get_words (table, *targets, &n_words) : NULL;

  return (!need->names_inputs || check_headings (table, GS_NAMES_FEATURES, inputs, need->n_inputs, error))
         && (n_targets != need->n_outputs || !need->names_outputs
             || check_headings (table, GS_NAMES_TARGETS, targets, n_targets, error))
         && (words == NULL
             || check_words (table, need->n_outputs == 1 ? GS_NAMES_CLASSES : GS_NAMES_TARGETS, words,
                             n_words, error))
         && (n_names == 0 || check_row_names (table, *columns, error));
}

/* "The class is “species”: setosa, versicolor, virginica." */
static gchar *
describe_target (const GsTable *table, gsize column, const Need *need)
{
  g_autofree gchar *name = name_column (table, column);
  g_autoptr (GString) list = g_string_new (NULL);
  gsize n_words;
  const gchar *const *words = gs_table_get_words (table, column, &n_words);

  if (words == NULL)
    return need->n_outputs == 1 ? g_strdup_printf (_ ("The target is %s."), name)
                                : g_strdup_printf (_ ("The class is %s, by its number."), name);
  for (gsize i = 0; i < MIN (n_words, MAX_NAMED); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", words[i]);
  g_string_append (list, n_words > MAX_NAMED ? ", …" : "");
  return g_strdup_printf (need->n_outputs == 1 ? _ ("The class is %s, 0 and 1: %s.")
                                               : _ ("The class is %s, an output for each: %s."),
                          name, list->str);
}

gsize *
gs_picks_check (const GsTable *table,
                const GsPick *picks,
                const NnNetwork *network,
                gsize *n,
                gchar **said,
                GError **error)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree gchar *inputs = NULL, *target = NULL;
  gsize n_names, n_inputs, n_targets;
  Need need;

  if (!find_need (network, &need, error))
    return NULL;
  n_names = append_columns (columns, table, picks, GS_PICK_NAME);
  if (!check_names (table, columns, n_names, error))
    return NULL;
  n_inputs = append_columns (columns, table, picks, GS_PICK_INPUT);
  n_targets = append_columns (columns, table, picks, GS_PICK_TARGET);
  if (!check_inputs (table, picks, n_inputs, &need, error)
      || !check_targets (table, columns, n_targets, &need, error)
      || !check_naming (table, (const gsize *) (gpointer) columns->data, n_names, n_targets, &need, error))
    return NULL;
  *n = columns->len;
  inputs = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu input.", "%zu inputs.", (gulong) n_inputs),
                            n_inputs);
  target =
      n_targets == 1
          ? describe_target (table, g_array_index (columns, gsize, columns->len - 1), &need)
          : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu target.", "%zu targets.", (gulong) n_targets),
                             n_targets);
  *said = g_strdup_printf ("%s %s", inputs, target);
  return (gsize *) g_array_free (g_steal_pointer (&columns), FALSE);
}
