/* Goals of training: read, checked against the rows, and whether they are reached. */
#include "gs-goal.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/text/gs-number.h"
#include "gs-evaluator.h"
#include "nn/nn-error.h"

typedef enum { BELOW, AT_MOST, ABOVE, AT_LEAST, STALE } Kind;

typedef struct {
  GsRowUse rows;
  gboolean accuracy;
  Kind kind;
  gdouble value; /* STALE: how many epochs */
  /* STALE: the best so far, and since how many epochs there was none better. */
  gdouble best;
  guint since;
} Condition;

struct _GsGoal {
  guint64 passes, epochs; /* from where one begins; 0: not said */
  guint64 epoch;          /* from the start; 0: not said */
  GArray *conditions;     /* Condition */
};

/* ---- reading ---- */

static gboolean
refuse (GError **error, const gchar *part)
{
  g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
               _ ("“%s” is no goal. Say for example 300, 5 epochs, loss < 0.01, test accuracy >= 98 %%, or "
                  "test loss not better for 5 epochs; join several with “or”."),
               part);
  return FALSE;
}

/* The whole of `part`; the groups, or NULL. */
static gchar **
match (const gchar *part, const gchar *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_ANCHORED, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  return g_regex_match (regex, part, 0, &info) ? g_match_info_fetch_all (info) : NULL;
}

static gboolean
read_whole (const gchar *digits, guint64 *count, GError **error)
{
  if (g_ascii_string_to_unsigned (digits, 10, 1, GS_GOAL_MAX_PASSES, count, NULL))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("%s passes or epochs cannot be trained; say a whole number from 1 to %d"), digits,
               GS_GOAL_MAX_PASSES);
  return FALSE;
}

static gboolean
read_count (const gchar *part, const gchar *pattern, guint64 *count, gboolean *found, GError **error)
{
  g_auto (GStrv) groups = match (part, pattern);

  *found = groups != NULL;
  return groups == NULL || read_whole (groups[1], count, error);
}

static gboolean
read_value (Condition *condition, const gchar *number, gboolean percent, GError **error)
{
  if (!gs_number_parse (number, &condition->value, error))
    return FALSE;
  condition->value /= percent ? 100 : 1;
  if (condition->accuracy ? condition->value >= 0 && condition->value <= 1 : !percent)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               condition->accuracy
                   ? _ ("an accuracy lies between 0 and 1, or 0 %% and 100 %%: write 0.98 or 98 %%, not %s")
                   : _ ("a loss is no share of anything: write a number without %%, not %s %%"),
               number);
  return FALSE;
}

static void
set_measure (Condition *condition, const gchar *rows, const gchar *measure)
{
  condition->rows = g_ascii_strncasecmp (rows, "te", 2) == 0   ? GS_ROWS_TEST
                    : g_ascii_strncasecmp (rows, "va", 2) == 0 ? GS_ROWS_VALIDATION
                                                               : GS_ROWS_TRAINING;
  condition->accuracy = g_ascii_strcasecmp (measure, "accuracy") == 0;
  condition->best = NAN;
}

static Kind
find_kind (const gchar *sign)
{
  if (g_str_equal (sign, "<") || g_ascii_strcasecmp (sign, "below") == 0)
    return BELOW;
  if (g_str_equal (sign, "<=") || g_str_equal (sign, "≤"))
    return AT_MOST;
  return g_str_equal (sign, ">") || g_ascii_strcasecmp (sign, "above") == 0 ? ABOVE : AT_LEAST;
}

/* A loss is 0 or more, an accuracy at most 1: beyond that one would train for ever. */
static gboolean
check_reach (const Condition *condition, const gchar *part, GError **error)
{
  gdouble value = condition->value;

  if (!(condition->kind == BELOW && value <= 0) && !(condition->kind == AT_MOST && value < 0)
      && !(condition->kind == ABOVE && condition->accuracy && value >= 1))
    return TRUE;
  g_set_error (
      error, NN_ERROR, NN_ERROR_VALUE,
      condition->accuracy
          ? _ ("“%s” is never reached: an accuracy lies between 0 %% and 100 %%; say >= 100 %% for the best")
          : _ ("“%s” is never reached: a loss is never below 0; say <= 0 for the best"),
      part);
  return FALSE;
}

#define MEASURE "^(?:(training|test|validation)\\s+)?(loss|accuracy)\\s*"

static gboolean
read_condition (GsGoal *goal, const gchar *part, GError **error)
{
  g_auto (GStrv) limit = match (part, MEASURE "(<=|>=|<|>|≤|≥|below|above)\\s*([^%]*[^%\\s])\\s*(%?)$");
  g_auto (GStrv) stale = match (part, MEASURE "not\\s+better\\s+for\\s+([0-9]+)\\s+epochs?$");
  Condition condition = { 0 };
  guint64 n = 0;

  if (limit == NULL && stale == NULL)
    return refuse (error, part);
  if (limit != NULL) {
    set_measure (&condition, limit[1], limit[2]);
    condition.kind = find_kind (limit[3]);
    if (!read_value (&condition, limit[4], *limit[5] != '\0', error)
        || !check_reach (&condition, part, error))
      return FALSE;
  } else {
    set_measure (&condition, stale[1], stale[2]);
    condition.kind = STALE;
    if (!read_whole (stale[3], &n, error))
      return FALSE;
    condition.value = (gdouble) n;
  }
  g_array_append_val (goal->conditions, condition);
  return TRUE;
}

static gboolean
read_part (GsGoal *goal, const gchar *part, GError **error)
{
  struct {
    const gchar *pattern;
    guint64 *count;
  } const counts[] = {
    { "^([0-9]+)(?:\\s*pass(?:es)?)?$", &goal->passes },
    { "^([0-9]+)\\s*epochs?$", &goal->epochs },
    { "^epoch\\s*(?:>=|=)?\\s*([0-9]+)$", &goal->epoch },
  };
  gboolean found;

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    if (!read_count (part, counts[i].pattern, counts[i].count, &found, error))
      return FALSE;
    if (found)
      return TRUE;
  }
  return read_condition (goal, part, error);
}

static GsGoal *
goal_new (void)
{
  GsGoal *goal = g_new0 (GsGoal, 1);

  goal->conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
  return goal;
}

GsGoal *
gs_goal_parse (const gchar *text, GError **error)
{
  g_autoptr (GsGoal) goal = goal_new ();
  /* A comma between digits is a decimal sign. */
  g_auto (GStrv) parts = g_regex_split_simple ("\\s+or\\s+|,(?![0-9])", text, G_REGEX_CASELESS, 0);

  for (gchar **part = parts; *part != NULL; part++)
    if (!read_part (goal, g_strstrip (*part), error))
      return NULL;
  if (*parts == NULL) {
    refuse (error, text);
    return NULL;
  }
  return g_steal_pointer (&goal);
}

GsGoal *
gs_goal_copy (const GsGoal *goal)
{
  GsGoal *copy = g_memdup2 (goal, sizeof *goal);

  copy->conditions = g_array_copy (goal->conditions);
  return copy;
}

void
gs_goal_free (GsGoal *goal)
{
  if (goal != NULL)
    g_array_unref (goal->conditions);
  g_free (goal);
}

/* ---- the rows ---- */

gboolean
gs_goal_needs_test (const GsGoal *goal)
{
  for (guint i = 0; i < goal->conditions->len; i++)
    if (g_array_index (goal->conditions, Condition, i).rows != GS_ROWS_TRAINING)
      return TRUE;
  return FALSE;
}

/* Whether every part has the rows it asks for; one for validation is content with test rows. */
static gboolean
has_rows_apart (const GsGoal *goal, GsDataset *data)
{
  gboolean test = gs_dataset_get_test_share (data, NULL) > 0;
  gboolean validation = gs_dataset_get_validation_share (data) > 0;

  for (guint i = 0; i < goal->conditions->len; i++) {
    GsRowUse rows = g_array_index (goal->conditions, Condition, i).rows;

    if ((rows == GS_ROWS_TEST && !test) || (rows == GS_ROWS_VALIDATION && !test && !validation))
      return FALSE;
  }
  return TRUE;
}

gboolean
gs_goal_check_data (const GsGoal *goal, GsDataset *data, GError **error)
{
  gboolean accuracy = FALSE;

  for (guint i = 0; i < goal->conditions->len; i++)
    accuracy |= g_array_index (goal->conditions, Condition, i).accuracy;
  if (gs_goal_needs_test (goal) && !has_rows_apart (goal, data)) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("No rows are kept apart for testing. Keep some apart first (a share of the data), or ask "
           "for the loss or accuracy of training."));
    return FALSE;
  }
  if (accuracy && gs_evaluation_find_class_kind (data) == GS_CLASSES_NONE) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("The targets say no classes (a 1 among zeros, or 0 and 1), so there is no "
                            "accuracy. Ask for a loss."));
    return FALSE;
  }
  return TRUE;
}

guint32
gs_goal_count_passes (const GsGoal *goal, GsDataset *data, guint32 pass)
{
  guint64 per_epoch = (guint64) MAX (gs_dataset_get_n_batches (data), 1), most = GS_GOAL_MAX_PASSES;

  if (goal->passes > 0)
    most = MIN (most, goal->passes);
  if (goal->epochs > 0)
    most = MIN (most, goal->epochs * per_epoch);
  if (goal->epoch > 0)
    most = MIN (most, goal->epoch * per_epoch >= pass ? goal->epoch * per_epoch - pass + 1 : 0);
  return (guint32) most;
}

/* ---- reached ---- */

static gdouble
get_measure (const Condition *condition, const GsEpoch *epoch)
{
  if (condition->rows == GS_ROWS_VALIDATION && !isnan (epoch->validation_loss))
    return condition->accuracy ? epoch->validation_accuracy : epoch->validation_loss;
  if (condition->rows != GS_ROWS_TRAINING)
    return condition->accuracy ? epoch->test_accuracy : epoch->test_loss;
  return condition->accuracy ? epoch->accuracy : epoch->loss;
}

static gchar *
describe_stale (const Condition *condition, const gchar *number)
{
  const gchar *text;
  guint n = condition->since;

  switch (condition->rows) {
  case GS_ROWS_TEST:
    text = g_dngettext (GETTEXT_PACKAGE, "on the test rows it was not better than %s for %u epoch",
                        "on the test rows it was not better than %s for %u epochs", n);
    break;
  case GS_ROWS_VALIDATION:
    text = g_dngettext (GETTEXT_PACKAGE, "on the validation rows it was not better than %s for %u epoch",
                        "on the validation rows it was not better than %s for %u epochs", n);
    break;
  case GS_ROWS_TRAINING:
  default:
    text = g_dngettext (GETTEXT_PACKAGE, "it was not better than %s for %u epoch",
                        "it was not better than %s for %u epochs", n);
  }
  return g_strdup_printf (text, number, n);
}

static gchar *
describe (const Condition *condition, gdouble value)
{
  const gchar *const texts[][2] = {
    [GS_ROWS_TRAINING] = { _ ("the loss is %s"), _ ("the accuracy is %s") },
    [GS_ROWS_TEST] = { _ ("the test loss is %s"), _ ("the test accuracy is %s") },
    [GS_ROWS_VALIDATION] = { _ ("the validation loss is %s"), _ ("the validation accuracy is %s") },
  };
  g_autofree gchar *shown =
      condition->accuracy ? gs_number_show_fixed (100 * value, 2) : gs_number_show (value, 6);
  g_autofree gchar *number = g_strconcat (shown, condition->accuracy ? " %" : NULL, NULL);

  return condition->kind == STALE ? describe_stale (condition, number)
                                  : g_strdup_printf (texts[condition->rows][condition->accuracy], number);
}

static gboolean
holds (Condition *condition, gdouble value)
{
  gboolean better;

  switch (condition->kind) {
  case BELOW: return value < condition->value;
  case AT_MOST: return value <= condition->value;
  case ABOVE: return value > condition->value;
  case AT_LEAST: return value >= condition->value;
  case STALE:
  default: break;
  }
  if (isnan (value))
    return FALSE;
  better =
      isnan (condition->best) || (condition->accuracy ? value > condition->best : value < condition->best);
  condition->best = better ? value : condition->best;
  condition->since = better ? 0 : condition->since + 1;
  return condition->since >= condition->value;
}

gboolean
gs_goal_is_reached (GsGoal *goal, const GsEpoch *epoch, gchar **reason)
{
  gboolean reached = FALSE;

  for (guint i = 0; i < goal->conditions->len; i++) {
    Condition *condition = &g_array_index (goal->conditions, Condition, i);
    gdouble value = get_measure (condition, epoch);

    if (!holds (condition, value) || reached)
      continue;
    reached = TRUE;
    *reason = describe (condition, condition->kind == STALE ? condition->best : value);
  }
  return reached;
}
