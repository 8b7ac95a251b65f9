/* Columns become inputs and targets. */
#include "gs-rows.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "app/text/gs-task.h"
#include "app/text/gs-words.h"
#include "nn/nn-error.h"

#define MAX_NUMBERS 4 /* of a row that is described */

/* How the columns behind the inputs say the target. */
typedef enum {
  TARGET_NUMBERS,      /* a column each */
  TARGET_WORDS,        /* one column: the word's output is 1 */
  TARGET_CLASS_NUMBER, /* one column: the output of this number, from 0, is 1 */
  TARGET_TWO_WORDS     /* one column for one output: 0 or 1 */
} TargetKind;

typedef struct {
  const GsTable *table;
  const NnNetwork *network;
  NnShape target;
  gsize n_inputs, n_targets;
  gsize first; /* column of the inputs; 1 where the rows have names */
  TargetKind kind;
  gint *places; /* by word: the class; -1 for none */
  GPtrArray *names[GS_N_NAMES];
} Fit;

static void
fit_clear (Fit *fit)
{
  g_free (fit->places);
  for (gint kind = 0; kind < GS_N_NAMES; kind++)
    g_clear_pointer (&fit->names[kind], g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fit, fit_clear)

/* ---- which column is what ---- */

static gsize
get_target_column (const Fit *fit)
{
  return fit->first + fit->n_inputs;
}

static gboolean
has_words (const GsTable *table, gsize column)
{
  gsize n;

  return gs_table_get_words (table, column, &n) != NULL;
}

static gboolean
refuse_columns (const Fit *fit, GError **error)
{
  g_autofree gchar *place = gs_table_describe_beginning (fit->table);
  gsize n = gs_table_get_n_columns (fit->table);
  g_autofree gchar *columns = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "the rows have %zu column", "the rows have %zu columns", n), n);

  if (fit->n_targets > 1)
    g_set_error (
        error, NN_ERROR, NN_ERROR_SHAPE,
        g_dngettext (
            GETTEXT_PACKAGE,
            "%s: %s. A row here has %zu: %zu input, then %zu targets, or one column with the class.",
            "%s: %s. A row here has %zu: %zu inputs, then %zu targets, or one column with the class.",
            (gulong) fit->n_inputs),
        place, columns, fit->n_inputs + fit->n_targets, fit->n_inputs, fit->n_targets);
  else
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("%s: %s. A row here has %zu: its inputs, then its target."), place, columns,
                 fit->n_inputs + 1);
  return FALSE;
}

static gboolean
choose_columns (Fit *fit, GError **error)
{
  gsize n = gs_table_get_n_columns (fit->table), n_out = fit->n_targets;
  gboolean one_more = n == fit->n_inputs + n_out + 1 || (n_out > 1 && n == fit->n_inputs + 2);
  gsize last = n - 1;

  if (one_more && has_words (fit->table, 0))
    fit->first = 1;
  n -= fit->first;
  if (n == fit->n_inputs + n_out && (n_out > 1 || !has_words (fit->table, last)))
    fit->kind = TARGET_NUMBERS;
  else if (n != fit->n_inputs + 1)
    return refuse_columns (fit, error);
  else if (n_out == 1)
    fit->kind = TARGET_TWO_WORDS;
  else
    fit->kind = has_words (fit->table, last) ? TARGET_WORDS : TARGET_CLASS_NUMBER;
  for (gsize i = 0; i < fit->n_inputs + (fit->kind == TARGET_NUMBERS ? n_out : 0); i++)
    if (!gs_table_need_numbers (fit->table, fit->first + i, error))
      return FALSE;
  return TRUE;
}

/* ---- names ---- */

static gboolean
check_names (const Fit *fit, GsNameKind kind, GError **error)
{
  const GPtrArray *names = fit->names[kind];
  g_autofree gchar *place = NULL;

  if (names == NULL || gs_names_check (kind, (const gchar *const *) names->pdata, names->len, error))
    return TRUE;
  place = gs_table_describe_beginning (fit->table);
  g_prefix_error (error, "%s: ", place);
  return FALSE;
}

static GPtrArray *
copy_headings (const Fit *fit, gsize first, gsize n)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; i < n; i++) {
    const gchar *heading = gs_table_get_heading (fit->table, first + i);

    g_ptr_array_add (names, (gpointer) (heading != NULL ? heading : ""));
  }
  return gs_names_copy ((const gchar *const *) names->pdata, n);
}

/* Columns in another order would be taken for each other without a word. */
static gboolean
check_likeness (const Fit *fit, GsNameKind kind, const GPtrArray *old, GError **error)
{
  const GPtrArray *names = fit->names[kind];

  for (guint i = 0; names != NULL && old != NULL && i < MIN (names->len, old->len); i++) {
    const gchar *here = gs_names_get (names, i), *there = gs_names_get (old, i);
    g_autofree gchar *place = NULL;

    if (here == NULL || there == NULL || g_str_equal (here, there))
      continue;
    place = gs_table_describe_beginning (fit->table);
    g_set_error (
        error, NN_ERROR, NN_ERROR_NAME,
        _ ("%s: “%s” stands where the rows here have “%s”; put the columns into the same order, or give "
           "them the same names"),
        place, here, there);
    return FALSE;
  }
  return TRUE;
}

/* Which class each word is: as the data there are say, else in the words' own order. */
static gboolean
place_words (Fit *fit, const GPtrArray *old, gsize n_classes, GError **error)
{
  gsize column = get_target_column (fit), n_words;
  const gchar *const *words = gs_table_get_words (fit->table, column, &n_words);
  g_autofree gchar *place = NULL;

  fit->places = g_new (gint, n_words);
  for (gsize i = 0; i < n_words; i++)
    fit->places[i] = old != NULL ? (gint) gs_names_find (old, words[i]) : (gint) i;
  if (old == NULL && n_words == n_classes) {
    fit->names[fit->kind == TARGET_WORDS ? GS_NAMES_TARGETS : GS_NAMES_CLASSES] =
        gs_names_copy (words, n_words);
    return TRUE;
  }
  if (old == NULL && n_words == 1) /* rather a number that was mistyped */
    return gs_table_need_numbers (fit->table, column, error);
  if (old == NULL) {
    place = gs_table_describe_place (fit->table, 0, (gssize) column);
    g_set_error (
        error, NN_ERROR, NN_ERROR_VALUE,
        fit->kind == TARGET_TWO_WORDS
            ? _ ("%s: the column has %zu different words; one output can tell %zu classes apart. Use a "
                 "network with an output for each class, or numbers.")
            : _ ("%s: the column has %zu different words; the network has %zu outputs, and needs one for "
                 "each word."),
        place, n_words, n_classes);
    return FALSE;
  }
  for (gsize row = 0; row < gs_table_get_n_rows (fit->table); row++) {
    gsize word = (gsize) gs_table_get_row (fit->table, row)[column];

    if (fit->places[word] < 0) {
      g_autofree gchar *suggestion =
          gs_words_suggest (words[word], (const gchar *const *) old->pdata, old->len);

      place = gs_table_describe_place (fit->table, row, (gssize) column);
      g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("%s: there is no class called %s"), place, suggestion);
      return FALSE;
    }
  }
  return TRUE;
}

static void
number_classes (Fit *fit)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < fit->n_targets; i++)
    g_ptr_array_add (names, g_strdup_printf ("%zu", i));
  fit->names[GS_NAMES_TARGETS] = names;
}

static void
name_rows (Fit *fit)
{
  gsize n;
  const gchar *const *words = gs_table_get_words (fit->table, 0, &n);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (gsize row = 0; row < gs_table_get_n_rows (fit->table); row++)
    g_ptr_array_add (names, g_strdup (words[(gsize) gs_table_get_row (fit->table, row)[0]]));
  fit->names[GS_NAMES_ROWS] = names;
}

static const GPtrArray *
get_old_names (GsDataset *like, GsNameKind kind)
{
  return like != NULL ? gs_dataset_get_names (like, kind) : NULL;
}

static gboolean
find_names (Fit *fit, GsDataset *like, GError **error)
{
  const GPtrArray *old = get_old_names (like, GS_NAMES_TARGETS);

  if (fit->first == 1)
    name_rows (fit);
  if (fit->network->input.rank == 1)
    fit->names[GS_NAMES_FEATURES] = copy_headings (fit, fit->first, fit->n_inputs);
  switch (fit->kind) {
  case TARGET_NUMBERS:
    if (fit->target.rank == 1)
      fit->names[GS_NAMES_TARGETS] = copy_headings (fit, get_target_column (fit), fit->n_targets);
    break;
  case TARGET_WORDS:
    if (!place_words (fit, old, fit->n_targets, error))
      return FALSE;
    break;
  case TARGET_CLASS_NUMBER:
    if (old == NULL)
      number_classes (fit);
    break;
  case TARGET_TWO_WORDS:
    fit->names[GS_NAMES_TARGETS] = copy_headings (fit, get_target_column (fit), 1);
    if (!place_words (fit, get_old_names (like, GS_NAMES_CLASSES), 2, error))
      return FALSE;
    break;
  }
  for (gint kind = 0; kind < GS_N_NAMES; kind++)
    if (!check_names (fit, (GsNameKind) kind, error))
      return FALSE;
  return check_likeness (fit, GS_NAMES_FEATURES, get_old_names (like, GS_NAMES_FEATURES), error)
         && check_likeness (fit, GS_NAMES_TARGETS, old, error);
}

/* ---- values ---- */

static gboolean
refuse_target (gdouble target, const gchar *format, GError **error)
{
  gchar number[GS_NUMBER_BUFFER];

  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, format, gs_number_to_text (target, number));
  return FALSE;
}

static gboolean
check_negative (gsize n, const gdouble *target, gsize *offset, GError **error)
{
  for (*offset = 0; *offset < n; ++*offset)
    if (target[*offset] < 0)
      return refuse_target (
          target[*offset],
          _ ("the target %s is negative; this loss takes the share of each class: write 1 for the "
             "right class and 0 for the others, or choose the loss mse"),
          error);
  return TRUE;
}

gboolean
gs_target_fits (NnLossKind loss, const NnShape *shape, const gdouble *target, gsize *offset, GError **error)
{
  gsize n = nn_shape_count (shape), n_classes = (gsize) shape->dim[0], n_places = n / n_classes;

  if (loss == NN_LOSS_BINARY_CROSS_ENTROPY)
    for (*offset = 0; *offset < n; ++*offset)
      if (target[*offset] < 0 || target[*offset] > 1)
        return refuse_target (
            target[*offset],
            _ ("the target %s does not lie between 0 and 1, as the loss bce needs it; write 0 or "
               "1, or a probability, or choose the loss mse"),
            error);
  if (loss != NN_LOSS_CROSS_ENTROPY && loss != NN_LOSS_KL_DIVERGENCE)
    return TRUE;
  if (!check_negative (n, target, offset, error))
    return FALSE;
  /* Of a picture each pixel has a class. */
  for (*offset = 0; *offset < n_places; ++*offset) {
    gdouble sum = 0;

    for (gsize class = 0; class < n_classes; class ++)
      sum += target[class * n_places + *offset];
    if (sum == 0) {
      g_set_error_literal (
          error, NN_ERROR, NN_ERROR_VALUE,
          _ ("all targets are 0, so that no class is the right one and the loss is 0 whatever the "
             "network says; write 1 for the right class, or choose the loss mse"));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
refuse_class (const Fit *fit, gsize row, gdouble value, GError **error)
{
  g_autofree gchar *place = gs_table_describe_place (fit->table, row, (gssize) get_target_column (fit));
  gchar number[GS_NUMBER_BUFFER];

  g_set_error (
      error, NN_ERROR, NN_ERROR_VALUE,
      _ ("%s: %s is no class; the network has %zu outputs, so that classes are whole numbers from 0 to %zu"),
      place, gs_number_to_text (value, number), fit->n_targets, fit->n_targets - 1);
  return FALSE;
}

/* The targets of one row, which are 0 at first. */
static gboolean
fill_target (const Fit *fit, gsize row, gdouble *target, GError **error)
{
  const gdouble *from = gs_table_get_row (fit->table, row) + get_target_column (fit);

  switch (fit->kind) {
  case TARGET_NUMBERS: memcpy (target, from, fit->n_targets * sizeof (gdouble)); break;
  case TARGET_WORDS: target[fit->places[(gsize) *from]] = 1; break;
  case TARGET_TWO_WORDS: *target = fit->places[(gsize) *from]; break;
  case TARGET_CLASS_NUMBER:
    if (*from < 0 || *from >= (gdouble) fit->n_targets || *from != floor (*from))
      return refuse_class (fit, row, *from, error);
    target[(gsize) *from] = 1;
    break;
  }
  return TRUE;
}

static gboolean
check_target (const Fit *fit, gsize row, const gdouble *target, GError **error)
{
  gsize offset;
  g_autofree gchar *place = NULL;

  if (gs_target_fits (fit->network->loss, &fit->target, target, &offset, error))
    return TRUE;
  place = gs_table_describe_place (
      fit->table, row, (gssize) (get_target_column (fit) + (fit->kind == TARGET_NUMBERS ? offset : 0)));
  g_prefix_error (error, "%s: ", place);
  return FALSE;
}

static GsDataset *
copy_values (const Fit *fit, GError **error)
{
  gsize n_rows = gs_table_get_n_rows (fit->table);
  g_autofree gdouble *inputs = NULL, *targets = NULL;

  if (n_rows > NN_MAX_CELLS / MAX (fit->n_inputs, fit->n_targets)) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_SIZE, _ ("the rows are more than fit memory; use fewer"));
    return NULL;
  }
  inputs = g_new (gdouble, n_rows * fit->n_inputs);
  targets = g_new0 (gdouble, n_rows * fit->n_targets);
  for (gsize row = 0; row < n_rows; row++) {
    memcpy (inputs + row * fit->n_inputs, gs_table_get_row (fit->table, row) + fit->first,
            fit->n_inputs * sizeof (gdouble));
    if ((row % 256 == 0 && !gs_task_go_on (row, n_rows, error))
        || !fill_target (fit, row, targets + row * fit->n_targets, error)
        || !check_target (fit, row, targets + row * fit->n_targets, error))
      return NULL;
  }
  return gs_dataset_new_take (&fit->network->input, &fit->target, (gint) n_rows, g_steal_pointer (&inputs),
                              g_steal_pointer (&targets));
}

/* ---- the whole ---- */

static gchar *
describe (const Fit *fit)
{
  GString *text = g_string_new (NULL);
  g_autofree gchar *table = gs_table_describe (fit->table);
  const GPtrArray *classes = fit->names[fit->kind == TARGET_WORDS ? GS_NAMES_TARGETS : GS_NAMES_CLASSES];

  g_string_append (text, table);
  if (fit->first == 1)
    g_string_append (text, _ (", the first column names the rows"));
  if (fit->kind == TARGET_CLASS_NUMBER)
    g_string_append (text, _ (", the last column is the number of the class"));
  else if (fit->kind != TARGET_NUMBERS)
    g_string_append (text, _ (", the last column is the class"));
  for (guint i = 0; fit->kind != TARGET_NUMBERS && classes != NULL && i < MIN (classes->len, 10); i++)
    g_string_append_printf (text, "%s%s%s", i == 0 ? " (" : ", ",
                            (const gchar *) g_ptr_array_index (classes, i),
                            i + 1 == classes->len ? ")"
                            : i == 9              ? ", …)"
                                                  : "");
  return g_string_free (text, FALSE);
}

GsDataset *
gs_rows_scale_like (GsDataset *data, GsDataset *like)
{
  g_autoptr (GsDataset) plain = data;
  const gdouble *subtract, *divide;
  GsScalingKind kind = gs_dataset_get_scaling (like, &subtract, &divide);

  return gs_dataset_with_known_scaling (plain, kind, subtract, divide, FALSE);
}

GsDataset *
gs_rows_from_table (const GsTable *table,
                    const NnNetwork *network,
                    GsDataset *like,
                    gchar **said,
                    GError **error)
{
  g_auto (Fit) fit = { .table = table, .network = network, .n_inputs = nn_shape_count (&network->input) };
  g_autoptr (GsDataset) data = NULL;

  if (!nn_network_get_target_shape (network, &fit.target, error))
    return NULL;
  fit.n_targets = nn_shape_count (&fit.target);
  if (!choose_columns (&fit, error) || !find_names (&fit, like, error)
      || (data = copy_values (&fit, error)) == NULL)
    return NULL;
  for (gint kind = 0; kind < GS_N_NAMES; kind++) {
    const GPtrArray *names =
        fit.names[kind] != NULL ? fit.names[kind] : get_old_names (like, (GsNameKind) kind);
    GsDataset *named;

    if (names == NULL || (kind == GS_NAMES_ROWS && fit.names[kind] == NULL))
      continue;
    named = gs_dataset_with_names (data, (GsNameKind) kind, names, error);
    if (named == NULL)
      return NULL;
    gs_dataset_unref (data);
    data = named;
  }
  if (like != NULL)
    data = gs_rows_scale_like (g_steal_pointer (&data), like);
  if (said != NULL)
    *said = describe (&fit);
  return g_steal_pointer (&data);
}

gdouble *
gs_rows_inputs_from_table (const GsTable *table,
                           const NnNetwork *network,
                           GsDataset *like,
                           GPtrArray **row_names,
                           GError **error)
{
  g_auto (Fit) fit = { .table = table, .network = network, .n_inputs = nn_shape_count (&network->input) };
  gsize n_columns = gs_table_get_n_columns (table), n_rows = gs_table_get_n_rows (table);
  gdouble *inputs;

  *row_names = NULL;
  fit.first = n_columns == fit.n_inputs + 1 && has_words (table, 0);
  if (n_columns != fit.n_inputs + fit.first)
    return NULL;
  for (gsize column = fit.first; column < n_columns; column++)
    if (!gs_table_need_numbers (table, column, error))
      return NULL;
  if (network->input.rank == 1)
    fit.names[GS_NAMES_FEATURES] = copy_headings (&fit, fit.first, fit.n_inputs);
  if (!check_likeness (&fit, GS_NAMES_FEATURES, get_old_names (like, GS_NAMES_FEATURES), error))
    return NULL;
  inputs = g_new (gdouble, n_rows * fit.n_inputs);
  for (gsize row = 0; row < n_rows; row++)
    memcpy (inputs + row * fit.n_inputs, gs_table_get_row (table, row) + fit.first,
            fit.n_inputs * sizeof (gdouble));
  gs_dataset_scale_inputs (like, (gint) n_rows, inputs);
  if (fit.first == 1)
    name_rows (&fit);
  *row_names = g_steal_pointer (&fit.names[GS_NAMES_ROWS]);
  return inputs;
}

gsize
gs_rows_count_columns (const NnNetwork *network)
{
  NnShape target;

  return nn_network_get_target_shape (network, &target, NULL)
             ? nn_shape_count (&network->input) + nn_shape_count (&target)
             : 0;
}

/* Names that come with new rows become those of all, where there were none. */
static GsDataset *
merge_names (GsDataset *data, GsDataset *added, GError **error)
{
  g_autoptr (GsDataset) named = gs_dataset_ref (data);
  gint n_old = gs_dataset_get_n_rows (data) - gs_dataset_get_n_rows (added);
  const GPtrArray *rows = gs_dataset_get_names (added, GS_NAMES_ROWS);

  for (gint kind = 0; kind < GS_N_NAMES; kind++) {
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    const GPtrArray *old = gs_dataset_get_names (data, (GsNameKind) kind);
    GsDataset *next;

    if (kind == GS_NAMES_ROWS ? rows == NULL
                              : old != NULL || gs_dataset_get_names (added, (GsNameKind) kind) == NULL)
      continue;
    for (gint row = 0; kind == GS_NAMES_ROWS && row < n_old; row++)
      g_ptr_array_add (names, old != NULL ? g_ptr_array_index (old, row) : (gpointer) "");
    g_ptr_array_extend (names, (GPtrArray *) gs_dataset_get_names (added, (GsNameKind) kind), NULL, NULL);
    next = gs_dataset_with_names (named, (GsNameKind) kind, names, error);
    if (next == NULL)
      return NULL;
    gs_dataset_unref (named);
    named = next;
  }
  return g_steal_pointer (&named);
}

GsDataset *
gs_rows_append (GsDataset *data, const NnNetwork *network, const gchar *text, gchar **said, GError **error)
{
  g_autoptr (GsTable) table =
      gs_table_read (text, strlen (text), NULL, gs_rows_count_columns (network), error);
  g_autoptr (GsDataset) added = NULL, longer = NULL;
  g_autofree gchar *decided = NULL;

  if (table == NULL || (added = gs_rows_from_table (table, network, data, &decided, error)) == NULL)
    return NULL;
  longer = gs_dataset_splice (data, gs_dataset_get_n_rows (data) + 1, 0, gs_dataset_get_n_rows (added),
                              gs_dataset_get_input (added, 1), gs_dataset_get_target (added, 1), error);
  if (longer == NULL)
    return NULL;
  if (said != NULL)
    *said = g_steal_pointer (&decided);
  return merge_names (longer, added, error);
}

gdouble *
gs_rows_read_input (const gchar *text, const NnNetwork *network, GsDataset *like, GError **error)
{
  gdouble *input;

  gsize n = nn_shape_count (&network->input);
  g_autoptr (GsTable) table = gs_table_read (text, strlen (text), NULL, n, error);
  gsize n_given;

  if (table == NULL)
    return NULL;
  n_given = gs_table_get_n_columns (table) * gs_table_get_n_rows (table);
  if (gs_table_get_n_columns (table) != n || gs_table_get_n_rows (table) != 1) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 g_dngettext (GETTEXT_PACKAGE, "%zu number where the network takes %zu in a row",
                              "%zu numbers where the network takes %zu in a row", (gulong) n_given),
                 n_given, n);
    return NULL;
  }
  for (gsize i = 0; i < n; i++)
    if (!gs_table_need_numbers (table, i, error))
      return NULL;
  input = g_memdup2 (gs_table_get_row (table, 0), n * sizeof (gdouble));
  if (like != NULL)
    gs_dataset_scale_inputs (like, 1, input);
  return input;
}

/* ---- a row in words ---- */

static void
append_numbers (GString *text, const gdouble *values, gsize n)
{
  for (gsize i = 0; i < MIN (n, MAX_NUMBERS); i++) {
    g_autofree gchar *number = nn_dialect_number (values[i], 4, '\0');

    g_string_append_printf (text, "%s%s", i > 0 ? "  " : "", number);
  }
  if (n > MAX_NUMBERS)
    g_string_append (text, " …");
}

/* The name of the class that the row belongs to, or NULL. */
static const gchar *
get_class_name (GsDataset *data, gint row)
{
  gint class = gs_dataset_get_class (data, row);
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));

  return class >= 0 ? gs_names_get (gs_dataset_get_names (data, n == 1 ? GS_NAMES_CLASSES : GS_NAMES_TARGETS),
                                    (gsize) class)
                    : NULL;
}

gchar *
gs_rows_describe (GsDataset *data, gint row)
{
  GString *text = g_string_new (NULL);
  const gchar *name = gs_names_get (gs_dataset_get_names (data, GS_NAMES_ROWS), (gsize) row - 1);
  const gchar *class = get_class_name (data, row);

  g_string_append_printf (text, "%3d   ", row);
  if (name != NULL)
    g_string_append_printf (text, "%s   ", name);
  append_numbers (text, gs_dataset_get_input (data, row), nn_shape_count (gs_dataset_get_input_shape (data)));
  g_string_append (text, "  →  ");
  if (class != NULL)
    g_string_append (text, class);
  else
    append_numbers (text, gs_dataset_get_target (data, row),
                    nn_shape_count (gs_dataset_get_target_shape (data)));
  return g_string_free (text, FALSE);
}
