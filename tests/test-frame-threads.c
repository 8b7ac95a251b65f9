/* A second thread trains a run of its own and publishes frames, while the first paints and reads them. Clean
 * under the thread sanitiser (tests/check-memory.sh). */
#include <pthread.h> /* whose mutexes the sanitiser understands */
#include <string.h>

#include "app/document/gs-document.h"
#include "app/paint/gs-painter.h"

#define N_PASSES 200

/* What the two threads share: the latest frame. */
typedef struct {
  pthread_mutex_t mutex;
  GsFrame *latest; /* NULL: taken */
  gboolean is_done;
  GsDocument *document; /* the worker's */
} Desk;

static void
publish (Desk *desk, GsFrame *frame)
{
  pthread_mutex_lock (&desk->mutex);
  gs_frame_unref (desk->latest);
  desk->latest = gs_frame_ref (frame);
  pthread_mutex_unlock (&desk->mutex);
}

static GsFrame *
take (Desk *desk, gboolean *is_done)
{
  GsFrame *frame;

  pthread_mutex_lock (&desk->mutex);
  frame = g_steal_pointer (&desk->latest);
  *is_done = desk->is_done;
  pthread_mutex_unlock (&desk->mutex);
  return frame;
}

/* ---- the worker ---- */

static NnRun *
make_run (const GsDocument *document)
{
  gint n_rows;
  const gint *rows = gs_dataset_get_batch (document->data, 1, &n_rows);
  g_autoptr (NnProgram) program = nn_network_compile (document->network, n_rows, 0, NULL, NULL);
  NnRun *run = nn_run_new (program);
  gsize n_in = nn_shape_count (gs_dataset_get_input_shape (document->data));
  gsize n_out = nn_shape_count (gs_dataset_get_target_shape (document->data));
  g_autofree gdouble *inputs = g_new (gdouble, n_in * (gsize) n_rows);
  g_autofree gdouble *targets = g_new (gdouble, n_out * (gsize) n_rows);

  for (gint i = 0; i < n_rows; i++) {
    memcpy (inputs + (gsize) i * n_in, gs_dataset_get_input (document->data, rows[i]),
            n_in * sizeof (gdouble));
    memcpy (targets + (gsize) i * n_out, gs_dataset_get_target (document->data, rows[i]),
            n_out * sizeof (gdouble));
  }
  nn_run_load_state (run, document->state);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    NnRole role = nn_program_get_tensor (program, i)->role;

    if (role == NN_ROLE_INPUT || role == NN_ROLE_TARGET)
      nn_run_set_values (run, i, role == NN_ROLE_INPUT ? inputs : targets);
  }
  return run;
}

/* Steps as somebody who trains and somebody who steps would: frames behind the loss, at the end, in between.
 */
static gpointer
work (gpointer data)
{
  Desk *desk = data;
  g_autoptr (NnRun) run = make_run (desk->document);
  gint n = nn_program_get_n_instructions (nn_run_get_program (run)) - 1;
  g_autoptr (GsLosses) losses = gs_losses_new ();
  g_autoptr (GsEpochs) epochs = gs_epochs_new ();
  g_autoptr (GsFrame) last = NULL;
  NnCell loss = { nn_program_get_loss (nn_run_get_program (run)), 0 };

  for (guint32 pass = 1; pass <= N_PASSES; pass++) {
    gint instruction = pass % 3 == 0 ? n : (gint) pass * 5 % (n + 1);
    GsFrame *frame;

    nn_run_ensure (run, n, NULL, NULL);
    losses = gs_losses_own (losses);
    gs_losses_add (losses, pass, nn_run_get_cell (run, &loss));
    epochs = gs_epochs_own (epochs);
    gs_epochs_add (epochs, &(GsEpoch){ .epoch = pass, .last_pass = pass });
    frame =
        gs_frame_new (&(GsFrameSource){ .run = run,
                                        .cursor = { pass, instruction, instruction < n ? pass % 2 : 0, 0 },
                                        .data = desk->document->data,
                                        .losses = losses,
                                        .epochs = epochs,
                                        .previous = last });
    publish (desk, frame);
    gs_frame_unref (last);
    last = frame;
    nn_run_commit (run);
  }
  pthread_mutex_lock (&desk->mutex);
  desk->is_done = TRUE;
  pthread_mutex_unlock (&desk->mutex);
  return NULL;
}

/* ---- the reader ---- */

/* Each value in the frame is what its formula gives on the other values in the frame: nothing is of another
 * moment. */
static void
assert_whole (GsFrame *frame, guint round)
{
  NnProgram *program = gs_frame_get_program (frame);

  for (gint i = 0; i < nn_program_get_n_instructions (program) - 1; i++) {
    NnCell cell = { nn_program_get_instruction (program, i)->output, 0 };
    g_autoptr (GsExplanation) explanation = NULL;
    gdouble wanted, got;

    cell.offset = round % nn_shape_count (&nn_program_get_tensor (program, cell.tensor)->shape);
    if (gs_frame_look (frame, &cell, &got) == GS_CELL_BLANK)
      continue;
    explanation = gs_explanation_new (frame, &cell, NULL);
    wanted = gs_explanation_get_formula_value (explanation);
    g_assert_cmpmem (&got, sizeof got, &wanted, sizeof wanted);
  }
}

static void
paint (GsPainter *painter, cairo_t *cr, const GsLayout *layout, const GsSight *sight)
{
  GsScene scene = { .layout = layout,
                    .sight = sight,
                    .theme = gs_theme_get (FALSE, FALSE),
                    .zoom = 0.5,
                    .width = 400,
                    .height = 300 };

  gs_painter_draw (painter, cr, &scene);
}

static void
test_paints_while_it_trains (gconstpointer name)
{
  g_autofree gchar *path =
      g_strdup_printf ("%s/lessons/networks/%s.gradsheet", SOURCE_ROOT, (const gchar *) name);
  Desk desk = { .document = gs_document_load (path, NULL) };
  g_autoptr (GsPainter) painter = gs_painter_new ();
  g_autoptr (GsLayout) layout = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 300);
  cairo_t *cr = cairo_create (surface);
  gboolean is_done = FALSE;
  guint n_seen = 0;
  guint32 last_pass = 0;
  GThread *worker;

  g_assert_nonnull (desk.document);
  pthread_mutex_init (&desk.mutex, NULL);
  worker = g_thread_new ("trainer", work, &desk);
  while (!is_done) {
    g_autoptr (GsFrame) frame = take (&desk, &is_done);
    g_autoptr (GsSight) sight = NULL;
    g_autofree gchar *text = NULL;
    guint32 pass;

    if (frame == NULL) {
      g_thread_yield ();
      continue;
    }
    if (layout == NULL)
      layout = gs_layout_new (gs_frame_get_program (frame));
    sight = gs_sight_new (frame);
    paint (painter, cr, layout, sight);
    assert_whole (frame, n_seen++);
    text = gs_sight_speak_origin (sight, &(NnCell){ nn_program_get_loss (sight->program), 0 });
    g_assert_cmpuint (gs_losses_get_n (gs_frame_get_losses (frame)), ==, gs_frame_get_cursor (frame)->pass);
    pass =
        gs_losses_get (gs_frame_get_losses (frame), gs_losses_get_n (gs_frame_get_losses (frame)) - 1)->last;
    g_assert_cmpuint (pass, >, last_pass);
    g_assert_cmpuint (gs_epochs_get_n (gs_frame_get_epochs (frame)), ==, pass);
    last_pass = pass;
  }
  g_thread_join (worker);
  g_assert_cmpuint (n_seen, >, 0);
  gs_frame_unref (desk.latest);
  gs_document_free (desk.document);
  pthread_mutex_destroy (&desk.mutex);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/frame-threads/xor", "xor", test_paints_while_it_trains);
  g_test_add_data_func ("/frame-threads/mazur", "mazur", test_paints_while_it_trains);
  g_test_add_data_func ("/frame-threads/convnet", "convnet", test_paints_while_it_trains);
  return g_test_run ();
}
