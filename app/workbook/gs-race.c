/* The same training with one thing changed: timelines that take turns. */
#include "gs-race.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pthread.h>

#include "app/text/gs-number.h"
#include "app/text/gs-words.h"
#include "gs-exam.h"
#include "gs-timeline.h"
#include "gs-workbook-private.h"
#include "nn/nn-error.h"
#include "nn/nn-words.h"

/* Turns that each run gets. */
#define TURNS 200
/* What the past of a run may take: nobody goes back in it. */
#define BUDGET ((gsize) 1 << 20)

typedef struct {
  gchar *name;
  GsTimeline *timeline;
  GsExam *exam;
  guint32 done;
  /* Under the mutex. */
  GsLosses *losses;
  GsEpochs *epochs;
  gchar *failure;
} Run;

struct _GsRace {
  NnNetwork *network;
  GsDataset *data;
  guint64 seed;
  NnState *weights;  /* parameters at the beginning */
  NnState *settings; /* hyperparameters as they are now */
  GPtrArray *runs;   /* Run */
  pthread_mutex_t mutex;
};

static void
free_run (gpointer pointer)
{
  Run *run = pointer;

  gs_timeline_free (run->timeline);
  gs_exam_free (run->exam);
  gs_losses_unref (run->losses);
  gs_epochs_unref (run->epochs);
  g_free (run->failure);
  g_free (run->name);
  g_free (run);
}

static Run *
get_run (const GsRace *race, guint run)
{
  return g_ptr_array_index (race->runs, run);
}

/* The tensors of one role out of `state`. */
static NnState *
pick (const NnState *state, const NnProgram *program, NnRole role)
{
  NnState *picked = nn_state_new ();

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    const NnTensor *own = info->role == role ? nn_state_find (state, info->name) : NULL;

    if (own != NULL)
      nn_state_put (picked, nn_tensor_copy (own));
  }
  return picked;
}

GsRace *
gs_race_new (GsWorkbook *book)
{
  GsRace *race = g_new0 (GsRace, 1);
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (NnState) now = nn_run_save_state (gs_workbook_get_run (book)), drawn = NULL, start = NULL;

  race->network = nn_network_copy (gs_workbook_get_network (book));
  race->data = gs_dataset_ref (gs_workbook_get_data (book));
  race->seed = gs_workbook_get_seed (book);
  drawn = nn_network_initialize (race->network, program, race->seed, NULL);
  /* As pass 1 was gone through; of a document that was saved later, what differs from the drawn ones is kept.
   */
  start =
      gs_workbook_get_cursor (book).pass == 1 ? nn_state_copy (now) : gs_timeline_copy_first (book->timeline);
  if (start == NULL)
    start = gs_workbook_copy_start (book);
  if (start != NULL && drawn != NULL)
    nn_state_keep_fitting (drawn, start);
  race->weights = pick (drawn != NULL ? drawn : now, program, NN_ROLE_PARAMETER);
  race->settings = pick (now, program, NN_ROLE_HYPER);
  race->runs = g_ptr_array_new_with_free_func (free_run);
  pthread_mutex_init (&race->mutex, NULL);
  return race;
}

void
gs_race_free (GsRace *race)
{
  if (race == NULL)
    return;
  g_ptr_array_unref (race->runs);
  nn_state_free (race->weights);
  nn_state_free (race->settings);
  gs_dataset_unref (race->data);
  nn_network_free (race->network);
  pthread_mutex_destroy (&race->mutex);
  g_free (race);
}

/* ---- changes ---- */

static gboolean
refuse (const gchar *key, GError **error)
{
  g_set_error (
      error, NN_ERROR, NN_ERROR_NAME,
      _ ("“%s” is nothing that can be changed here. Say optimizer=adam, lr=0.1 or another of the optimiser's "
         "numbers, activation=tanh, or seed=5; several with spaces between."),
      key);
  return FALSE;
}

static gboolean
refuse_word (const gchar *word, const gchar *const *words, guint n, GError **error)
{
  g_autofree gchar *suggestion = gs_words_suggest (word, words, n);

  g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("there is no %s"), suggestion);
  return FALSE;
}

/* Every layer but the last that has an activation gets this one. */
static gboolean
change_activation (NnNetwork *network, const gchar *word, GError **error)
{
  const gchar *words[NN_N_ACTIVATIONS + 1] = { NULL };
  gint activation;
  gboolean any = FALSE;

  for (gint i = 0; i < NN_N_ACTIVATIONS; i++)
    words[i] = nn_activation_get_name ((NnActivation) i);
  activation = nn_words_find (words, NN_N_ACTIVATIONS, word);
  if (activation < 0)
    return refuse_word (word, words, NN_N_ACTIVATIONS, error);
  for (guint i = 0; i + 1 < network->layers->len; i++) {
    NnLayer *layer = g_ptr_array_index (network->layers, i);

    if (nn_layer_find_field (layer->kind, "activation") == NULL || layer->activation == NN_ACTIVATION_LINEAR)
      continue;
    layer->activation = (NnActivation) activation;
    any = TRUE;
  }
  if (!any)
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("no layer but the last has an activation to change"));
  return any;
}

static gboolean
change_optimizer (NnNetwork *network, const gchar *word, GError **error)
{
  const gchar *words[NN_N_OPTIMIZERS + 1] = { NULL };
  gint kind = nn_optimizer_find (word);

  for (gint i = 0; i < NN_N_OPTIMIZERS; i++)
    words[i] = nn_optimizer_get_name ((NnOptimizerKind) i);
  if (kind < 0)
    return refuse_word (word, words, NN_N_OPTIMIZERS, error);
  if ((NnOptimizerKind) kind != network->optimizer.kind)
    network->optimizer = nn_optimizer_default ((NnOptimizerKind) kind);
  return TRUE;
}

static gboolean
change_field (NnNetwork *network, const NnField *field, const gchar *word, GError **error)
{
  if (field->type == NN_FIELD_CHOICE) {
    g_auto (GStrv) words = nn_field_list_words (field);
    gint place = nn_words_find ((const gchar *const *) words, (gint) g_strv_length (words), word);

    if (place < 0)
      return refuse_word (word, (const gchar *const *) words, g_strv_length (words), error);
    *nn_field_at (field, &network->optimizer, gint) = place;
    return TRUE;
  }
  return gs_number_parse (word, nn_field_at (field, &network->optimizer, gdouble), error)
         && nn_field_check (field, &network->optimizer, error);
}

/* "lr=0.1"; `fields` gets the optimiser's field that was changed. */
static gboolean
change (NnNetwork *network, guint64 *seed, GPtrArray *fields, const gchar *text, GError **error)
{
  g_auto (GStrv) sides = g_strsplit (text, "=", 2);
  const NnField *field;

  if (g_strv_length (sides) != 2 || *sides[1] == '\0')
    return refuse (text, error);
  if (g_str_equal (sides[0], "seed"))
    return g_ascii_string_to_unsigned (sides[1], 10, 0, G_MAXUINT64, seed, error);
  if (g_str_equal (sides[0], "activation"))
    return change_activation (network, sides[1], error);
  if (g_str_equal (sides[0], "optimizer"))
    return change_optimizer (network, sides[1], error);
  field = nn_optimizer_find_field (network->optimizer.kind, sides[0]);
  if (field == NULL)
    return refuse (sides[0], error);
  g_ptr_array_add (fields, (gpointer) field);
  return change_field (network, field, sides[1], error);
}

/* ---- runs ---- */

/* What the run begins with: the same weights unless the seed is another, settings as they are now unless the
 * change is about them (`fields`). */
static NnState *
make_start (GsRace *race, const NnNetwork *network, guint64 seed, GPtrArray *fields, GError **error)
{
  g_autoptr (NnProgram) program = nn_network_compile (network, 1, 0, NULL, error);
  NnState *state = program != NULL ? nn_network_initialize (network, program, seed, error) : NULL;

  if (state == NULL)
    return NULL;
  for (guint i = 0; i < nn_state_get_size (race->settings); i++) {
    NnTensor *setting = nn_state_get (race->settings, i);
    gint tensor = nn_program_find (program, setting->name);
    const NnTensorInfo *info = tensor >= 0 ? nn_program_get_tensor (program, tensor) : NULL;

    /* Another optimiser begins with its own numbers. */
    if (info != NULL && !g_ptr_array_find (fields, info->field, NULL)
        && (info->layer >= 0 || network->optimizer.kind == race->network->optimizer.kind))
      nn_state_find (state, setting->name)->values[0] = setting->values[0];
  }
  if (seed == race->seed)
    nn_state_keep_fitting (state, race->weights);
  return state;
}

static gboolean
add (GsRace *race, const gchar *name, NnNetwork *taken, guint64 seed, GPtrArray *fields, GError **error)
{
  g_autoptr (NnNetwork) network = taken;
  g_autoptr (NnState) state = make_start (race, network, seed, fields, error);
  g_autoptr (GsRegime) regime = gs_regime_new (race->data);
  GsTimeline *timeline = NULL;
  Run *run;

  if (state != NULL)
    timeline = gs_timeline_new (g_steal_pointer (&network), regime, seed, 0, state, 1, NULL, error);
  if (timeline == NULL)
    return FALSE;
  nn_history_set_budget (gs_timeline_get_history (timeline), BUDGET);
  run = g_new0 (Run, 1);
  run->name = g_strdup (name);
  run->timeline = timeline;
  run->losses = gs_losses_ref (gs_timeline_get_losses (timeline));
  run->epochs = gs_epochs_ref (gs_timeline_get_epochs (timeline));
  g_ptr_array_add (race->runs, run);
  return TRUE;
}

gboolean
gs_race_add (GsRace *race, const gchar *changes, GError **error)
{
  g_autoptr (NnNetwork) network = nn_network_copy (race->network);
  g_auto (GStrv) parts = g_strsplit_set (changes, " \t", -1);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  guint64 seed = race->seed;
  gboolean any = FALSE;

  if (race->runs->len == GS_RACE_MAX_RUNS) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 _ ("more than %d runs cannot be told apart; leave some out"), GS_RACE_MAX_RUNS);
    return FALSE;
  }
  if (!gs_dataset_has_rows (race->data, error))
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++) {
    if (*parts[i] == '\0')
      continue;
    any = TRUE;
    if (!change (network, &seed, fields, parts[i], error)) {
      g_prefix_error (error, "%s: ", parts[i]);
      return FALSE;
    }
  }
  return nn_network_validate (network, error)
         && add (race, any ? changes : _ ("as it is"), g_steal_pointer (&network), seed, fields, error);
}

gboolean
gs_race_add_optimizers (GsRace *race, GError **error)
{
  for (gint kind = 0; kind < NN_N_OPTIMIZERS; kind++) {
    g_autofree gchar *changes =
        g_strdup_printf ("optimizer=%s", nn_optimizer_get_name ((NnOptimizerKind) kind));

    if (!gs_race_add (race, changes, error))
      return FALSE;
    g_free (get_run (race, race->runs->len - 1)->name);
    get_run (race, race->runs->len - 1)->name = g_strdup (nn_optimizer_get_name ((NnOptimizerKind) kind));
  }
  return TRUE;
}

guint
gs_race_get_n (const GsRace *race)
{
  return race->runs->len;
}

const gchar *
gs_race_get_name (const GsRace *race, guint run)
{
  return get_run (race, run)->name;
}

/* ---- running ---- */

static gboolean
on_pass (GsTimeline *timeline, const GsPassDone *pass, gpointer user_data)
{
  GsEpoch epoch;

  /* The exam adds it to the timeline's. */
  gs_exam_note (user_data, timeline, pass, &epoch);
  return TRUE;
}

/* What others may see of it now. */
static void
publish (GsRace *race, Run *run, const GError *failure)
{
  pthread_mutex_lock (&race->mutex);
  gs_losses_unref (run->losses);
  run->losses = gs_losses_ref (gs_timeline_get_losses (run->timeline));
  gs_epochs_unref (run->epochs);
  run->epochs = gs_epochs_ref (gs_timeline_get_epochs (run->timeline));
  if (failure != NULL)
    run->failure = g_strdup_printf (_ ("Stopped in pass %u: %s"), gs_timeline_get_pass (run->timeline),
                                    failure->message);
  pthread_mutex_unlock (&race->mutex);
}

static void
take_turn (GsRace *race, Run *run, guint32 upto, const gint *halt)
{
  GsPasses passes = { .passes = upto - run->done,
                      .pass_done = on_pass,
                      .counts_right = TRUE,
                      .user_data = run->exam,
                      .halt = halt };
  g_autoptr (GError) failure = NULL;
  gint stopped_at;

  if (run->failure != NULL || upto <= run->done)
    return;
  run->done += gs_timeline_run_passes (run->timeline, &passes, &stopped_at, &failure);
  publish (race, run, failure);
}

void
gs_race_run (GsRace *race,
             guint32 passes,
             const gint *halt,
             void (*told) (guint32 done, guint32 total, gpointer user_data),
             gpointer user_data)
{
  guint32 upto = 0, turn = MAX (passes / TURNS, 1);

  for (guint i = 0; i < race->runs->len; i++)
    get_run (race, i)->exam = gs_exam_new (TRUE, halt);
  while (upto < passes && (halt == NULL || g_atomic_int_get (halt) == 0)) {
    upto = MIN (upto + turn, passes);
    for (guint i = 0; i < race->runs->len; i++)
      take_turn (race, get_run (race, i), upto, halt);
    if (told != NULL)
      told (upto, passes, user_data);
  }
}

/* ---- seeing ---- */

GsLosses *
gs_race_get_losses (GsRace *race, guint run)
{
  GsLosses *losses;

  pthread_mutex_lock (&race->mutex);
  losses = gs_losses_ref (get_run (race, run)->losses);
  pthread_mutex_unlock (&race->mutex);
  return losses;
}

GsEpochs *
gs_race_get_epochs (GsRace *race, guint run)
{
  GsEpochs *epochs;

  pthread_mutex_lock (&race->mutex);
  epochs = gs_epochs_ref (get_run (race, run)->epochs);
  pthread_mutex_unlock (&race->mutex);
  return epochs;
}

gchar *
gs_race_get_failure (GsRace *race, guint run)
{
  gchar *failure;

  pthread_mutex_lock (&race->mutex);
  failure = g_strdup (get_run (race, run)->failure);
  pthread_mutex_unlock (&race->mutex);
  return failure;
}

static GsFrame *
make_frame (GsRace *race, guint run, GsFrame *before)
{
  GsTimeline *timeline = get_run (race, run)->timeline;
  NnRun *values = gs_timeline_get_run (timeline);
  guint32 pass = gs_timeline_get_pass (timeline);
  gint end = gs_program_find_behind_loss (nn_run_get_program (values));

  nn_run_ensure (values, end, NULL, NULL);
  return gs_frame_new (&(GsFrameSource){ .run = values,
                                         .cursor = { .pass = pass, .instruction = end },
                                         .data = gs_timeline_get_data (timeline),
                                         .losses = gs_timeline_get_losses (timeline),
                                         .epochs = gs_timeline_get_epochs (timeline),
                                         .before = before });
}

GsFrame *
gs_race_make_frame (GsRace *race, guint run, guint beside)
{
  g_autoptr (GsFrame) other = make_frame (race, beside, NULL);

  return make_frame (race, run, other);
}
